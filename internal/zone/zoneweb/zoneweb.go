// Package zoneweb is the pages and the API of people and trust: signing in,
// one's own account, invitations, and the administration of organisations,
// accounts, people, tokens and the audit log. Authenticate says for every
// request who is acting.
package zoneweb

import (
	"context"
	"embed"
	"net/http"
	"net/netip"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/zonedemo"
)

// Locale is the words of this room.
//
//go:embed locale/*.json
var Locale embed.FS

// Config is what the pages need.
type Config struct {
	Service *zone.Service
	Access  who.Authorizer
	Now     func() time.Time
	// Proxies are the machines before this one whose X-Forwarded-For is believed;
	// nil is this machine itself.
	Proxies []netip.Prefix
	URL     string // of the site, "https://fugong.example.cn"; "" takes the request's host
	// Names gives the names of what other rooms have under some ids, for the audit
	// log; nil when there is no other room.
	Names func(ctx context.Context, ids []string) (map[string]string, error)
	Demo  []zonedemo.SignIn // shown on the sign-in page; only the demo has any
}

type handlers struct{ Config }

// Routes registers the pages and the API.
func Routes(m *web.Mux, c Config) {
	h := handlers{c}
	h.doors(m)
	h.ownRoutes(m)
	m.Handle("GET /administration", h.showAdministration)
	h.organisations(m)
	h.accounts(m)
	h.invitations(m)
	h.peopleRoutes(m)
	h.tokens(m)
	m.Handle("GET /administration/audit", h.showAudit)
	h.apiOwnRoutes(m)
	h.apiOrganisationRoutes(m)
	h.apiTokenRoutes(m)
}

// Room is the entry of the top row, for those who have anything to do there.
func Room(access who.Authorizer) ui.Room {
	return ui.Room{Key: "zone.administration", Icon: "users-group", Href: "/administration", Shown: func(ctx context.Context) bool {
		return len(openTabs(ctx, access)) > 0 && !peopleOnly(ctx, access)
	}}
}

// PeopleRoom is the entry of those who have to do with people and with nothing
// else of the administration: guards and desk clerks.
func PeopleRoom(access who.Authorizer) ui.Room {
	return ui.Room{Key: "zone.people", Icon: "users", Href: peopleAt, Shown: func(ctx context.Context) bool { return peopleOnly(ctx, access) }}
}

func peopleOnly(ctx context.Context, access who.Authorizer) bool {
	open := openTabs(ctx, access)
	return len(open) == 1 && open[0].key == "zone.people"
}

// tab is one page of the administration and the action that opens it.
type tab struct{ key, href, action string }

var tabs = []tab{
	{"zone.organisations", "/administration/organisations", "zone.administer"},
	{"zone.accounts", "/administration/accounts", "zone.administer"},
	{"zone.invitations", "/administration/invitations", "zone.invite"},
	{"zone.people", "/administration/people", "person.view"},
	{"zone.tokens", "/administration/tokens", "token.manage"},
	{"zone.audit", "/administration/audit", "zone.audit"},
}

func openTabs(ctx context.Context, access who.Authorizer) (open []tab) {
	for _, t := range tabs {
		if _, err := access.Scope(ctx, t.action); err == nil {
			open = append(open, t)
		}
	}
	return open
}

// showAdministration leads to the first page that the actor may see.
func (h handlers) showAdministration(w http.ResponseWriter, r *http.Request) error {
	open := openTabs(r.Context(), h.Access)
	if len(open) == 0 {
		_, err := h.Access.Scope(r.Context(), "zone.administer")
		return err
	}
	if _, err := h.Access.Scope(r.Context(), "person.edit"); err == nil {
		return web.Redirect(w, r, peopleAt) // keeping people is what they are for
	}
	return web.Redirect(w, r, open[0].href)
}

// pageMeta is a page of the administration: a view named by key, or one below it.
func (h handlers) pageMeta(ctx context.Context, view, title string) ui.Meta {
	m := ui.Meta{Title: i18n.T(ctx, "zone.administration"), Room: "zone.administration"}
	if peopleOnly(ctx, h.Access) {
		m.Title, m.Room, m.Sub = i18n.T(ctx, "zone.people"), "zone.people", i18n.T(ctx, "zone.people.only")
		if title != "" {
			m.Crumbs, m.Title, m.Sub = []ui.Link{{Text: i18n.T(ctx, "zone.people"), Href: peopleAt}}, title, ""
		}
		return m
	}
	for _, t := range openTabs(ctx, h.Access) {
		m.Tabs = append(m.Tabs, ui.Tab{Text: i18n.T(ctx, t.key), Href: t.href, Active: t.key == view})
		if title != "" && t.key == view {
			m.Crumbs = []ui.Link{{Text: i18n.T(ctx, "zone.administration"), Href: "/administration"}, {Text: i18n.T(ctx, t.key), Href: t.href}}
		}
	}
	if title != "" {
		m.Title, m.Tabs = title, nil
	}
	return m
}

// link is a full address on this site. Errors: those of web.Address.
func (h handlers) link(r *http.Request, path string) (string, error) {
	address, err := web.Address(r, h.URL)
	return address + path, err
}

// roleName is a role in the reader's language.
func roleName(ctx context.Context, role string) string { return i18n.T(ctx, "zone.role.name."+role) }

// choices turn values into answers named by prefix+value.
func choices[S ~string](ctx context.Context, prefix string, values []S) []ui.Choice {
	list := []ui.Choice{{Text: i18n.T(ctx, "zone.choose")}}
	for _, v := range values {
		list = append(list, ui.Choice{Value: string(v), Text: i18n.T(ctx, prefix+string(v))})
	}
	return list
}

// organisationChoices are the organisations that a form offers.
func (h handlers) organisationChoices(ctx context.Context) ([]ui.Choice, map[string]string, error) {
	list, err := h.Service.Organisations(ctx, "", "")
	if err != nil {
		return nil, nil, err
	}
	found, titles := []ui.Choice{{Text: i18n.T(ctx, "zone.choose")}}, map[string]string{}
	for _, o := range list {
		found = append(found, ui.Choice{Value: o.ID, Text: o.Title()})
		titles[o.ID] = o.Title()
	}
	return found, titles, nil
}
