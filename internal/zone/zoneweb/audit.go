package zoneweb

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/zone"
)

// auditView is what the page of the audit log shows.
type auditView struct {
	query    url.Values
	actors   map[string]string // names by account id
	actions  []string          // that the lines shown have
	verified bool
	lines    int // of the whole log, when verified
	broken   error
	older    string // address of the next page
}

func (h handlers) audit(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	wanted := auditQuery(ctx, q)
	if q.Get("format") == "xlsx" {
		wanted.Limit = excelLines
	}
	events, more, err := h.Service.Audit(ctx, wanted)
	if err != nil {
		return err
	}
	v, err := h.auditView(ctx, q, events)
	if err != nil {
		return err
	}
	if more {
		v.older = ui.From(ctx).Address("before", strconv.FormatInt(events[len(events)-1].Seq, 10), "verify", "")
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	table := auditTable(ctx, events, v.actors, titles)
	if q.Get("format") == "xlsx" {
		return table.Serve(w, r, nil)
	}
	return web.OK(w, r, auditPage(h.meta(ctx, "zone.audit", ""), v, table.View(ctx)))
}

// excelLines is how many lines, from the newest that match, a file holds.
const excelLines = 999

func (h handlers) auditView(ctx context.Context, q url.Values, events []zone.Event) (v auditView, err error) {
	v.query = q
	var actors []string
	for _, e := range events {
		actors, v.actions = append(actors, e.Actor), append(v.actions, e.Action)
	}
	slices.Sort(v.actions)
	v.actions = slices.Compact(v.actions)
	if q.Get("verify") != "" {
		v.verified = true
		v.lines, v.broken = h.Service.VerifyAudit(ctx)
	}
	v.actors, err = h.Service.Names(ctx, actors...)
	return v, err
}

// auditQuery reads the filter from the address; what makes no sense is left out.
func auditQuery(ctx context.Context, q url.Values) zone.AuditQuery {
	day := func(name string) time.Time {
		t, err := time.ParseInLocation("2006-01-02", q.Get(name), i18n.Place(ctx))
		if err != nil {
			return time.Time{}
		}
		return t
	}
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // 0, the newest, for anything else
	f := zone.AuditQuery{Actor: q.Get("actor"), Action: q.Get("action"), Object: q.Get("object"), From: day("from"), Until: day("until"), Before: before}
	if !f.Until.IsZero() {
		f.Until = f.Until.AddDate(0, 0, 1)
	}
	return f
}

func auditTable(ctx context.Context, events []zone.Event, actors, titles map[string]string) ui.Table[zone.Event] {
	return ui.Table[zone.Event]{
		ID: "audit", Name: i18n.T(ctx, "zone.audit"), Rows: events,
		Columns: []ui.Column[zone.Event]{
			{Key: "at", Label: i18n.T(ctx, "zone.audit.at"), Value: func(e zone.Event) any { return e.At }},
			{Key: "actor", Label: i18n.T(ctx, "zone.audit.actor"), Value: func(e zone.Event) any { return actorName(ctx, e.Actor, actors) }},
			{Key: "action", Label: i18n.T(ctx, "zone.audit.action"), Value: func(e zone.Event) any { return actionName(ctx, e.Action) }},
			{Key: "object", Label: i18n.T(ctx, "zone.audit.object"), Value: func(e zone.Event) any { return e.Object }, Cell: func(e zone.Event) templ.Component { return auditObject(e.Object) }},
			{Key: "detail", Label: i18n.T(ctx, "zone.audit.detail"), Value: func(e zone.Event) any { return detail(ctx, e, titles) }},
			{Key: "number", Label: i18n.T(ctx, "zone.audit.number"), Value: func(e zone.Event) any { return int(e.Seq) }},
		},
		Empty: ui.Nothing{Icon: "history", Title: i18n.T(ctx, "zone.audit.none")},
	}
}

func actorName(ctx context.Context, actor string, names map[string]string) string {
	if actor == "system" {
		return i18n.T(ctx, "zone.audit.system")
	}
	if name := names[actor]; name != "" {
		return name
	}
	return actor
}

// actionName is an action in words; other rooms may bring "audit.…" words of
// their own, for those that the policy does not name.
func actionName(ctx context.Context, action string) string {
	for _, family := range []string{"audit.", "zone.audit.action."} {
		if i18n.Has(ctx, family+action) {
			return i18n.T(ctx, family+action)
		}
	}
	return action
}

// detail writes a line's detail out in words.
func detail(ctx context.Context, e zone.Event, titles map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		value := e.Detail[name]
		if value == "" {
			continue
		}
		if key := "zone.audit.detail." + name; i18n.Has(ctx, key) {
			name = i18n.T(ctx, key)
		}
		parts = append(parts, name+" "+detailValue(ctx, value, titles))
	}
	return strings.Join(parts, i18n.T(ctx, "zone.comma"))
}

// valueWords are the families of words that a value may belong to.
var valueWords = []string{"zone.role.name.", "zone.reveal.", "zone.organisation.kind.", "zone.paper.kind.", "zone.audit.value.", ""}

func detailValue(ctx context.Context, value string, titles map[string]string) string {
	if title := titles[value]; title != "" {
		return title
	}
	for _, family := range valueWords {
		if i18n.Has(ctx, family+value) {
			return i18n.T(ctx, family+value)
		}
	}
	if len(value) == 36 { // an id
		return "…" + value[28:]
	}
	return value
}

// actorsOf are the people whom the lines shown name, for the filter.
func actorsOf(v auditView) []ui.Choice {
	var found []ui.Choice
	for _, account := range slices.Sorted(maps.Keys(v.actors)) {
		found = append(found, ui.Choice{Value: account, Text: v.actors[account]})
	}
	return found
}

// shortObject is kind and the end of an id, which is where ids differ.
func shortObject(ctx context.Context, object string) string {
	kind, id, ok := strings.Cut(object, "/")
	if !ok || len(id) < 8 {
		return object
	}
	if key := "zone.audit.kind." + kind; i18n.Has(ctx, key) {
		kind = i18n.T(ctx, key)
	}
	return kind + " …" + id[len(id)-8:]
}
