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
	names    AuditNames
	acting   []string // accounts that the lines shown name
	actions  []string // that can be looked for
	verified bool
	lines    int // of the whole log, when verified
	broken   error
	older    string // address of the next page
}

func (h handlers) showAudit(w http.ResponseWriter, r *http.Request) error {
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
	table := auditTable(ctx, events, v.names)
	if q.Get("format") == "xlsx" {
		return table.Serve(w, r, nil)
	}
	return web.OK(w, r, auditPage(h.pageMeta(ctx, "zone.audit", ""), v, table.View(ctx)))
}

// excelLines is how many lines, from the newest that match, a file holds.
const excelLines = 999

func (h handlers) auditView(ctx context.Context, q url.Values, events []zone.Event) (v auditView, err error) {
	v.query = q
	for _, e := range events {
		v.acting, v.actions = append(v.acting, e.Actor), append(v.actions, e.Action)
	}
	if asked := q.Get("action"); asked != "" {
		v.actions = append(v.actions, asked)
	}
	v.acting, v.actions = distinct(v.acting), distinct(v.actions)
	if q.Get("verify") != "" {
		v.verified = true
		v.lines, v.broken = h.Service.VerifyAudit(ctx)
	}
	v.names, err = h.auditNames(ctx, events)
	return v, err
}

func distinct(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// auditNames finds out what the ids of lines are called.
func (h handlers) auditNames(ctx context.Context, events []zone.Event) (AuditNames, error) {
	var ids []string
	for _, e := range events {
		_, id, _ := strings.Cut(e.Object, "/")
		ids = append(ids, e.Actor, id)
		for _, value := range e.Detail {
			if isID(value) {
				ids = append(ids, value)
			}
		}
	}
	ids = distinct(ids)
	names, err := h.Service.NamesOf(ctx, ids)
	if err != nil || h.Names == nil {
		return names, err
	}
	others, err := h.Names(ctx, ids)
	maps.Copy(names, others)
	return names, err
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

// AuditNames are what the ids of audit lines are called: accounts,
// organisations, people and whatever other rooms name.
type AuditNames map[string]string

func auditTable(ctx context.Context, events []zone.Event, names AuditNames) ui.Table[zone.Event] {
	return ui.Table[zone.Event]{
		ID: "audit", Name: i18n.T(ctx, "zone.audit"), Rows: events,
		Columns: []ui.Column[zone.Event]{
			{Key: "at", Label: i18n.T(ctx, "zone.audit.at"), Value: func(e zone.Event) any { return e.At }},
			{Key: "actor", Label: i18n.T(ctx, "zone.audit.actor"), Value: func(e zone.Event) any { return actorName(ctx, e.Actor, names) }},
			{Key: "action", Label: i18n.T(ctx, "zone.audit.action"), Value: func(e zone.Event) any { return AuditSentence(ctx, e) }},
			{Key: "object", Label: i18n.T(ctx, "zone.audit.object"), Value: func(e zone.Event) any { return AuditObject(ctx, e, names) }, Cell: func(e zone.Event) templ.Component { return auditObject(e, names) }},
			{Key: "detail", Label: i18n.T(ctx, "zone.audit.detail"), Value: func(e zone.Event) any { return AuditDetail(ctx, e, names) }},
			{Key: "number", Label: i18n.T(ctx, "zone.audit.number"), Value: func(e zone.Event) any { return int(e.Seq) }},
		},
		Empty: ui.Nothing{Icon: "history", Title: i18n.T(ctx, "zone.audit.none")},
	}
}

func actorName(ctx context.Context, actor string, names AuditNames) string {
	if actor == "system" {
		return i18n.T(ctx, "zone.audit.system")
	}
	if name := names[actor]; name != "" {
		return name
	}
	return i18n.T(ctx, "zone.audit.gone")
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

// unsaid is what a message prints where a line does not hold what it names: an
// older line may know less than today's words tell.
const unsaid = "<no value>"

// AuditSentence says what was done. Lines that name the event of a room are told
// in its words, the others by their action.
func AuditSentence(ctx context.Context, e zone.Event) string {
	event := e.Detail["event"]
	if event == "" || !i18n.Has(ctx, event) {
		return actionName(ctx, e.Action)
	}
	args := eventArgs(e.Detail)
	if what := e.Detail["what"]; what != "" && i18n.Has(ctx, what) {
		args["What"] = i18n.Message(ctx, what, args)
	}
	if text := i18n.Message(ctx, event, args); !strings.Contains(text, unsaid) {
		return text
	}
	return actionName(ctx, e.Action)
}

// eventArgs are the arguments of an event's message, which begin with a capital.
func eventArgs(detail map[string]string) map[string]string {
	args := maps.Clone(detail)
	for name, value := range detail {
		upper := strings.ToUpper(name[:1]) + name[1:]
		if _, there := detail[upper]; !there {
			args[upper] = value
		}
	}
	return args
}

// inSentence are the details that a sentence tells already, or that are ids of
// what the object names.
var inSentence = []string{"event", "what", "activity", "supersedes", "from", "to", "card", "invitation"}

// AuditDetail writes what else a line holds out in words.
func AuditDetail(ctx context.Context, e zone.Event, names AuditNames) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		value := e.Detail[name]
		if value == "" || slices.Contains(inSentence, name) || name[0] >= 'A' && name[0] <= 'Z' {
			continue
		}
		if value = detailValue(ctx, name, value, names); value == "" {
			continue
		}
		if key := "zone.audit.detail." + name; i18n.Has(ctx, key) {
			value = i18n.T(ctx, key) + " " + value
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, i18n.T(ctx, "zone.comma"))
}

// valueWords are the families of words that a value may belong to.
var valueWords = []string{"zone.role.name.", "zone.reveal.", "zone.organisation.kind.", "zone.paper.kind.", "zone.audit.value.", ""}

// detailValue is a value in words; empty for an id that nothing is known of.
func detailValue(ctx context.Context, name, value string, names AuditNames) string {
	if known := names[value]; known != "" {
		return known
	}
	if isID(value) {
		return i18n.T(ctx, "zone.audit.gone")
	}
	if name == "changed" {
		fields := strings.Fields(value)
		for i := range fields {
			fields[i] = inWords(ctx, fields[i])
		}
		return strings.Join(fields, i18n.T(ctx, "zone.comma"))
	}
	return inWords(ctx, value)
}

// inWords is a value in the reader's language where there are words for it.
func inWords(ctx context.Context, value string) string {
	for _, family := range valueWords {
		if i18n.Has(ctx, family+value) {
			if text := i18n.T(ctx, family+value); !strings.Contains(text, unsaid) {
				return text
			}
		}
	}
	return value
}

// isID tells ids from what people typed.
func isID(value string) bool {
	return len(value) == 36 && value[8] == '-' && value[13] == '-' && value[18] == '-' && value[23] == '-'
}

// AuditObject is what was acted upon, by its kind and its name where it has one.
func AuditObject(ctx context.Context, e zone.Event, names AuditNames) string {
	kind, id, _ := strings.Cut(e.Object, "/")
	word := kind
	if key := "zone.audit.kind." + kind; i18n.Has(ctx, key) {
		word = i18n.T(ctx, key)
	}
	name := names[id]
	if name == "" && kind == "project" && e.Detail["Code"] != "" {
		name = e.Detail["Name"]
	}
	if name == "" {
		return word
	}
	return word + " " + name
}

// actorsOf are the people who acted in the lines shown, for the filter.
func actorsOf(v auditView) (found []ui.Choice) {
	for _, account := range v.acting {
		if name := v.names[account]; name != "" {
			found = append(found, ui.Choice{Value: account, Text: name})
		}
	}
	return found
}

// auditActions are the actions that can be looked for: those of the lines
// shown, and the one that was asked for.
func auditActions(ctx context.Context, v auditView) (found []ui.Choice) {
	for _, a := range v.actions {
		found = append(found, ui.Choice{Value: a, Text: actionName(ctx, a)})
	}
	i18n.Sort(ctx, found, func(c ui.Choice) string { return c.Text })
	return found
}
