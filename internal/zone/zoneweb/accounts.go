package zoneweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

const accountsAt = "/administration/accounts"

func (h handlers) accounts(m *web.Mux) {
	m.Handle("GET /administration/accounts", h.listAccounts)
	m.Handle("GET /administration/accounts/{id}", h.showAccountOf)
	m.Handle("POST /administration/accounts/{id}/roles", h.grantRole)
	m.Handle("POST /administration/accounts/{id}/roles/withdraw", h.withdrawRole)
	m.Handle("POST /administration/accounts/{id}/disable", h.disableAccount(true))
	m.Handle("POST /administration/accounts/{id}/enable", h.disableAccount(false))
	m.Handle("POST /administration/accounts/{id}/reset", h.resetPassword)
}

func (h handlers) listAccounts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := h.Service.Accounts(ctx, "")
	if err != nil {
		return err
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	return accountTable(ctx, list, titles).Serve(w, r, func(table templ.Component) templ.Component {
		return listPage(h.listMeta(ctx, "zone.accounts", invitationsAt+"/new", "zone.invitation.add"), table)
	})
}

func accountTable(ctx context.Context, list []zone.Roster, titles map[string]string) ui.Table[zone.Roster] {
	return ui.Table[zone.Roster]{
		ID: "accounts", Name: i18n.T(ctx, "zone.accounts"), Rows: list, Sort: "name",
		Href: func(a zone.Roster) string { return accountsAt + "/" + a.Account.ID },
		Columns: []ui.Column[zone.Roster]{
			{Key: "name", Label: i18n.T(ctx, "zone.name"), Value: func(a zone.Roster) any { return a.Account.Name }},
			{Key: "login", Label: i18n.T(ctx, "zone.login"), Value: func(a zone.Roster) any { return a.Account.Login }},
			{Key: "roles", Label: i18n.T(ctx, "zone.roles"), Value: func(a zone.Roster) any { return roleList(ctx, a.Memberships, titles) }},
			{Key: "phone", Label: i18n.T(ctx, "zone.phone"), Value: func(a zone.Roster) any { return a.Account.Phone.Masked() }, Hidden: true},
			{Key: "totp", Label: i18n.T(ctx, "zone.totp"), Value: func(a zone.Roster) any { return a.Account.TOTP.On() }},
			{Key: "created", Label: i18n.T(ctx, "zone.created"), Value: func(a zone.Roster) any { return a.Account.Created }, Hidden: true},
			{Key: "state", Label: i18n.T(ctx, "zone.state"), Value: func(a zone.Roster) any { return accountLamp(ctx, a.Account) }},
		},
		Filters: []ui.Filter[zone.Roster]{{Key: "role", Label: i18n.T(ctx, "zone.roles"), Options: choices(ctx, "zone.role.name.", zone.Roles)[1:],
			Match: func(a zone.Roster, v string) bool {
				for _, m := range a.Memberships {
					if m.Role == v {
						return true
					}
				}
				return false
			}}},
	}
}

func roleList(ctx context.Context, held []zone.Membership, titles map[string]string) string {
	var words []string
	for _, m := range held {
		words = append(words, roleName(ctx, m.Role)+" · "+titles[m.Org])
	}
	return strings.Join(words, i18n.T(ctx, "zone.comma"))
}

func accountLamp(ctx context.Context, a zone.Account) ui.Lamp {
	if a.Disabled {
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "zone.account.disabled")}
	}
	return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "zone.account.active")}
}

func (h handlers) showAccountOf(w http.ResponseWriter, r *http.Request) error {
	return h.renderAccount(w, r, nil, ui.Form{})
}

// renderAccount shows an account, with the refused form for a new role if any.
func (h handlers) renderAccount(w http.ResponseWriter, r *http.Request, refusal error, f ui.Form) error {
	ctx := r.Context()
	a, err := h.Service.Account(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	organisations, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	actor, _ := who.From(ctx)
	meta := h.pageMeta(ctx, "zone.accounts", a.Account.Name)
	if a.Account.ID != actor.Account {
		meta.Actions = accountActions(a.Account)
	}
	page := accountOfPage(meta, accountView{a, organisations, titles, f})
	if refusal != nil {
		return h.refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

// accountView is what the page of an account shows.
type accountView struct {
	zone.Roster
	organisations []ui.Choice
	titles        map[string]string
	f             ui.Form
}

func (h handlers) grantRole(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	if err := h.Service.Grant(ctx, id, f.Text("organisation"), f.Text("role")); err != nil {
		return h.renderAccount(w, r, err, f.Failed(ctx, err))
	}
	web.Flash(ctx, ui.Good, "zone.saved")
	return web.Redirect(w, r, accountsAt+"/"+id)
}

func (h handlers) withdrawRole(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	if err := h.Service.Withdraw(ctx, id, f.Text("organisation"), f.Text("role")); err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "zone.role.withdrawn")
	return web.Redirect(w, r, accountsAt+"/"+id)
}

func (h handlers) disableAccount(disabled bool) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id := r.PathValue("id")
		if err := h.Service.Disable(r.Context(), id, disabled); err != nil {
			return err
		}
		web.Flash(r.Context(), ui.Good, "zone.saved")
		return web.Redirect(w, r, accountsAt+"/"+id)
	}
}

func (h handlers) resetPassword(w http.ResponseWriter, r *http.Request) error {
	i, secret, err := h.Service.ResetPassword(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.showLink(w, r, i, secret)
}
