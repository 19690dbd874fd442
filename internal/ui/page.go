package ui

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/who"
)

// Meta is what a page says about itself.
type Meta struct {
	Title   string          // translated: the heading and the window's title
	Sub     string          // one line under the heading
	Room    string          // the Room.Key it belongs to
	Crumbs  []Link          // the way here, without the page itself
	Tabs    []Tab           // views of the same thing
	Actions templ.Component // buttons beside the heading
	Live    string          // "project/{id}": the thing whose changes the page follows
	Bare    bool            // without rooms and account: the sign-in page
	Wide    bool            // uses the whole width: Gantt, plans
}

// Link is a word that leads somewhere.
type Link struct{ Text, Href string }

// Tab is one view among several of the same thing.
type Tab struct {
	Text, Href string
	Active     bool
	Count      int // shown when above 0
}

// Trouble is a failure told to a person.
type Trouble struct {
	Status  int
	Text    string
	Request string // the number to tell the administrator
}

func windowTitle(ctx context.Context, m Meta) string {
	product := i18n.T(ctx, "ui.product")
	if m.Title == "" {
		return product
	}
	return m.Title + " · " + product
}

func htmlLang(ctx context.Context) string {
	if i18n.Lang(ctx) == i18n.Chinese {
		return "zh-CN"
	}
	return "en"
}

// theme is the value of data-bs-theme until the boot script has asked the
// system.
func theme(ctx context.Context) string {
	if t := From(ctx).Theme; t == "dark" || t == "light" {
		return t
	}
	return "light"
}

// here is the address of this page, for the way back after a small change.
func here(ctx context.Context) string { return From(ctx).Address("lang", "") }

func otherLang(ctx context.Context) (lang, name string) {
	if i18n.Lang(ctx) == i18n.Chinese {
		return i18n.English, "English"
	}
	return i18n.Chinese, "中文"
}

func signedIn(ctx context.Context) bool {
	_, ok := who.From(ctx)
	return ok
}

func actorName(ctx context.Context) string {
	a, _ := who.From(ctx)
	return a.Name
}

// initial is the first letter of a name, for the account's mark.
func initial(name string) string {
	for _, r := range strings.TrimSpace(name) {
		return strings.ToUpper(string(r))
	}
	return "·"
}

// current is the value of aria-current.
func current(active bool) string {
	if active {
		return "page"
	}
	return "false"
}

func messageOfStatus(ctx context.Context, status int) string {
	switch status {
	case 401, 403:
		return i18n.T(ctx, "ui.trouble.forbidden")
	case 404:
		return i18n.T(ctx, "ui.trouble.notfound")
	case 409:
		return i18n.T(ctx, "ui.trouble.conflict")
	case 408, 413, 422, 400, 405:
		return i18n.T(ctx, "ui.trouble.refused")
	case 429, 503:
		return i18n.T(ctx, "ui.trouble.busy")
	}
	return i18n.T(ctx, "ui.trouble.failed")
}

// tabsLabel tells several rows of tabs on one page apart by their first word.
func tabsLabel(ctx context.Context, tabs []Tab) string {
	label := i18n.T(ctx, "ui.views")
	if len(tabs) > 0 {
		label += " · " + tabs[0].Text
	}
	return label
}
