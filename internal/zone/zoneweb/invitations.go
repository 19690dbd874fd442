package zoneweb

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

const invitationsAt = "/administration/invitations"

func (h handlers) invitations(m *web.Mux) {
	m.Handle("GET /administration/invitations", h.listInvitations)
	m.Handle("GET /administration/invitations/new", h.newInvitation)
	m.Handle("POST /administration/invitations", h.sendInvitation)
	m.Handle("POST /administration/invitations/{id}/revoke", h.revokeInvitation)
}

func (h handlers) listInvitations(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := h.Service.Invitations(ctx)
	if err != nil {
		return err
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	return h.invitationTable(ctx, list, titles).Serve(w, r, func(table templ.Component) templ.Component {
		return listPage(h.listMeta(ctx, "zone.invitations", invitationsAt+"/new", "zone.invitation.add"), table)
	})
}

func (h handlers) invitationTable(ctx context.Context, list []zone.Invitation, titles map[string]string) ui.Table[zone.Invitation] {
	role := func(i zone.Invitation) any {
		if i.Role == "" {
			return i18n.T(ctx, "zone.invitation.is_reset")
		}
		return roleName(ctx, i.Role)
	}
	return ui.Table[zone.Invitation]{
		ID: "invitations", Name: i18n.T(ctx, "zone.invitations"), Rows: list, Sort: "-created",
		Columns: []ui.Column[zone.Invitation]{
			{Key: "name", Label: i18n.T(ctx, "zone.name"), Value: func(i zone.Invitation) any { return i.Name }},
			{Key: "role", Label: i18n.T(ctx, "zone.role"), Value: role},
			{Key: "organisation", Label: i18n.T(ctx, "zone.organisation"), Value: func(i zone.Invitation) any { return titles[i.Org] }},
			{Key: "created", Label: i18n.T(ctx, "zone.created"), Value: func(i zone.Invitation) any { return i.Created }},
			{Key: "expires", Label: i18n.T(ctx, "zone.expires"), Value: func(i zone.Invitation) any { return i.Expires }},
			{Key: "state", Label: i18n.T(ctx, "zone.state"), Value: func(i zone.Invitation) any { return h.invitationLamp(ctx, i) }},
			{Key: "revoke", Label: i18n.T(ctx, "zone.revoke"), Value: func(zone.Invitation) any { return "" }, Cell: func(i zone.Invitation) templ.Component {
				return revokeButton(i.State(h.Now()) == "open" && h.mayAsk(ctx, i), invitationsAt+"/"+i.ID+"/revoke")
			}},
		},
		Empty: ui.Nothing{Icon: "mail", Title: i18n.T(ctx, "zone.invitations.none"), Action: i18n.T(ctx, "zone.invitation.add"), Href: invitationsAt + "/new"},
	}
}

// mayAsk tells whether the actor could make the invitation, and so close it.
func (h handlers) mayAsk(ctx context.Context, i zone.Invitation) bool {
	action, asked := i.Asks()
	return h.Access.Allow(ctx, action, asked) == nil
}

func (h handlers) invitationLamp(ctx context.Context, i zone.Invitation) ui.Lamp {
	state := i.State(h.Now())
	colour := map[string]ui.Colour{"open": ui.Blue, "used": ui.Done, "expired": ui.Grey, "revoked": ui.Grey}[state]
	return ui.Lamp{Colour: colour, Word: i18n.T(ctx, "zone.invitation.state."+state)}
}

func (h handlers) newInvitation(w http.ResponseWriter, r *http.Request) error {
	return h.renderInvite(w, r, nil, ui.Form{})
}

func (h handlers) renderInvite(w http.ResponseWriter, r *http.Request, refusal error, f ui.Form) error {
	ctx := r.Context()
	organisations, roles, err := h.offeredRoles(ctx, "zone.invite", zone.Roles)
	if err != nil {
		return err
	}
	page := invitePage(h.pageMeta(ctx, "zone.invitations", i18n.T(ctx, "zone.invitation.add")), f, organisations, roles)
	if refusal != nil {
		return h.refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

// offeredRoles are the organisations and roles that the actor may hand out by action.
func (h handlers) offeredRoles(ctx context.Context, action string, all []string) (organisations, roles []ui.Choice, err error) {
	scope, err := h.Access.Scope(ctx, action)
	if err != nil {
		return nil, nil, err
	}
	if organisations, _, err = h.organisationChoices(ctx); err != nil {
		return nil, nil, err
	}
	if !scope.All {
		organisations = slices.DeleteFunc(organisations, func(c ui.Choice) bool { return c.Value != "" && !slices.Contains(scope.Orgs, c.Value) })
	}
	allowed := slices.DeleteFunc(slices.Clone(all), func(role string) bool {
		for _, org := range append(scope.Orgs, "") {
			if h.Access.Allow(ctx, action, who.Resource{Type: "role", ID: role, Zone: scope.Zone, Org: org}) == nil {
				return false
			}
		}
		return true
	})
	return organisations, choices(ctx, "zone.role.name.", allowed), nil
}

func (h handlers) sendInvitation(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	i, secret, err := h.Service.Invite(ctx, zone.InvitationInput{Org: f.Text("organisation"), Role: f.Text("role"), Name: f.Text("name"), Phone: f.Text("phone")})
	if err != nil {
		return h.renderInvite(w, r, err, f.Failed(ctx, err))
	}
	return h.showLink(w, r, i, secret)
}

// showLink shows a one-time link, once.
func (h handlers) showLink(w http.ResponseWriter, r *http.Request, i zone.Invitation, secret string) error {
	ctx := r.Context()
	address, err := h.link(r, "/invitation?"+url.Values{"key": {secret}}.Encode())
	if err != nil {
		return err
	}
	drawing, err := ui.QRCode(address)
	if err != nil {
		return err
	}
	web.Secret(w, r, "zone.done.link")
	return web.OK(w, r, linkPage(h.pageMeta(ctx, "zone.invitations", i18n.T(ctx, "zone.link")), i, address, drawing))
}

func (h handlers) revokeInvitation(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.RevokeInvitation(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "zone.invitation.closed")
	return web.Redirect(w, r, invitationsAt)
}
