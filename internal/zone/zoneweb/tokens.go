package zoneweb

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

const tokensAt = "/administration/tokens"

func (h handlers) tokens(m *web.Mux) {
	m.Handle("GET /administration/tokens", h.listTokens)
	m.Handle("GET /administration/tokens/new", h.newToken)
	m.Handle("POST /administration/tokens", h.makeToken)
	m.Handle("POST /administration/tokens/{id}/revoke", h.revokeToken)
	m.Handle("POST /administration/tokens/{id}/take", h.takeToken)
}

func (h handlers) listTokens(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	list, err := h.Service.Tokens(ctx)
	if err != nil {
		return err
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	var owners []string
	for _, t := range list {
		owners = append(owners, t.By)
	}
	names, err := h.Service.Names(ctx, owners...)
	if err != nil {
		return err
	}
	return h.tokenTable(ctx, list, titles, names).Serve(w, r, func(table templ.Component) templ.Component {
		return listPage(h.listMeta(ctx, "zone.tokens", tokensAt+"/new", "zone.token.add"), table)
	})
}

func (h handlers) tokenTable(ctx context.Context, list []zone.Token, titles, names map[string]string) ui.Table[zone.Token] {
	actor, _ := who.From(ctx)
	return ui.Table[zone.Token]{
		ID: "tokens", Name: i18n.T(ctx, "zone.tokens"), Rows: list, Sort: "-created",
		Columns: []ui.Column[zone.Token]{
			{Key: "name", Label: i18n.T(ctx, "zone.token.name"), Value: func(t zone.Token) any { return t.Name }},
			{Key: "prefix", Label: i18n.T(ctx, "zone.token.prefix"), Value: func(t zone.Token) any { return t.Prefix + "…" }},
			{Key: "organisation", Label: i18n.T(ctx, "zone.organisation"), Value: func(t zone.Token) any { return titles[t.Org] }},
			{Key: "role", Label: i18n.T(ctx, "zone.role"), Value: func(t zone.Token) any { return roleName(ctx, t.Role) }},
			{Key: "owner", Label: i18n.T(ctx, "zone.token.owner"), Value: func(t zone.Token) any { return names[t.By] }},
			{Key: "created", Label: i18n.T(ctx, "zone.created"), Value: func(t zone.Token) any { return t.Created }},
			{Key: "used", Label: i18n.T(ctx, "zone.token.used"), Value: func(t zone.Token) any { return t.LastUsed }},
			{Key: "expires", Label: i18n.T(ctx, "zone.expires"), Value: func(t zone.Token) any { return t.Expires }},
			{Key: "state", Label: i18n.T(ctx, "zone.state"), Value: func(t zone.Token) any { return h.tokenLamp(ctx, t) }},
			{Key: "revoke", Label: i18n.T(ctx, "zone.revoke"), Value: func(zone.Token) any { return "" }, Cell: func(t zone.Token) templ.Component {
				open := t.Usable(h.Now()) == nil && h.Access.Allow(ctx, "token.manage", t.Resource()) == nil
				return tokenButtons(open, t.By == actor.Account, tokensAt+"/"+t.ID)
			}},
		},
		Empty: ui.Nothing{Icon: "key", Title: i18n.T(ctx, "zone.tokens.none"), Text: i18n.T(ctx, "zone.tokens.why"), Action: i18n.T(ctx, "zone.token.add"), Href: tokensAt + "/new"},
	}
}

func (h handlers) tokenLamp(ctx context.Context, t zone.Token) ui.Lamp {
	switch {
	case t.Revoked:
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "zone.token.state.revoked")}
	case t.Usable(h.Now()) != nil:
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "zone.token.state.expired")}
	}
	return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "zone.token.state.valid")}
}

func (h handlers) newToken(w http.ResponseWriter, r *http.Request) error {
	return h.renderToken(w, r, nil, ui.FormOf("expires", "90"))
}

func (h handlers) renderToken(w http.ResponseWriter, r *http.Request, refusal error, f ui.Form) error {
	ctx := r.Context()
	organisations, roles, err := h.offeredRoles(ctx, "token.manage", zone.TokenRoles)
	if err != nil {
		return err
	}
	page := tokenPage(h.pageMeta(ctx, "zone.tokens", i18n.T(ctx, "zone.token.add")), f, organisations, roles)
	if refusal != nil {
		return h.refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

func (h handlers) makeToken(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	in := zone.TokenInput{Org: f.Text("organisation"), Role: f.Text("role"), Name: f.Need("name"),
		Expires: h.Now().Add(time.Duration(f.Int("expires")) * 24 * time.Hour)}
	var secret string
	var made zone.Token
	if err = f.Fault(); err == nil {
		made, secret, err = h.Service.MakeToken(ctx, in)
	}
	if err != nil {
		return h.renderToken(w, r, err, f.Failed(ctx, err))
	}
	web.Secret(w, r, "zone.done.token")
	return web.OK(w, r, tokenMadePage(h.pageMeta(ctx, "zone.tokens", made.Name), made, secret))
}

func (h handlers) takeToken(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.TakeToken(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "zone.token.taken")
	return web.Redirect(w, r, tokensAt)
}

func (h handlers) revokeToken(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.RevokeToken(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "zone.token.closed")
	return web.Redirect(w, r, tokensAt)
}
