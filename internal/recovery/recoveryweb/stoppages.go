package recoveryweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

func (h handlers) stoppageRoutes(m *web.Mux) {
	m.Handle("GET /stoppages", h.showStoppages)
	m.Handle("GET /stoppages/new", h.newStoppage)
	m.Handle("POST /stoppages", h.putStoppage)
	m.Handle("GET /stoppages/{entry}", h.askStoppage)
	m.Handle("POST /stoppages/{entry}/withdraw", h.withdrawStoppage)
}

// stoppageLine is one entry of the list.
type stoppageLine struct {
	*plan.StoppageEntry
	state string // "force", "corrected", "withdrawn"
	of    string // whom it stops, by name
	by    string
}

// stoppageStates in the order of their chips.
var stoppageStates = []string{"force", "corrected", "withdrawn"}

var stoppageColours = map[string]ui.Colour{"force": ui.Red, "corrected": ui.Grey, "withdrawn": ui.Grey}

func (h handlers) stoppageLines(ctx context.Context) ([]stoppageLine, error) {
	all, err := h.Plans.Stoppages(ctx)
	if err != nil {
		return nil, err
	}
	names, err := h.recorders(ctx, all)
	if err != nil {
		return nil, err
	}
	of, err := h.stoppedNames(ctx)
	if err != nil {
		return nil, err
	}
	force := speaking(all)
	lines := make([]stoppageLine, len(all))
	for i := range all {
		l := stoppageLine{StoppageEntry: &all[i], state: "corrected", of: of[all[i].Of], by: names[all[i].RecordedBy]}
		switch {
		case force[l.ID]:
			l.state = "force"
		case l.Withdrawn:
			l.state = "withdrawn"
		}
		lines[i] = l
	}
	return lines, nil
}

// stoppedNames are the names of organisations and projects by id.
func (h handlers) stoppedNames(ctx context.Context) (map[string]string, error) {
	names, err := planview.NameMap(ctx, h.Organisations)
	if err != nil {
		return nil, err
	}
	projects, err := h.Plans.AllProjects(ctx)
	for _, p := range projects {
		names[p.ID] = p.Name
	}
	return names, err
}

func (h handlers) showStoppages(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	lines, err := h.stoppageLines(ctx)
	if err != nil {
		return err
	}
	may := len(h.stoppageScopes(ctx)) > 0
	t := stoppageTable(ctx, lines)
	if may {
		t.Empty.Action, t.Empty.Href = i18n.T(ctx, "plan.stoppage.new"), "/stoppages/new"
	}
	return t.Serve(w, r, func(table templ.Component) templ.Component { return stoppagesPage(table, may) })
}

func stoppageTable(ctx context.Context, lines []stoppageLine) ui.Table[stoppageLine] {
	t := func(key string) string { return i18n.T(ctx, key) }
	lamp := func(state string) ui.Lamp {
		return ui.Lamp{Colour: stoppageColours[state], Word: t("plan.stoppage.state." + state)}
	}
	states := ui.Filter[stoppageLine]{Key: "state", Label: t("plan.state"), Match: func(l stoppageLine, v string) bool { return l.state == v }}
	for _, s := range stoppageStates {
		states.Options = append(states.Options, ui.Choice{Value: s, Text: lamp(s).Word})
	}
	reasons := ui.Filter[stoppageLine]{Key: "cause", Label: t("plan.losses.cause"), Match: func(l stoppageLine, v string) bool { return string(l.Cause) == v }}
	for _, c := range stoppage.Causes {
		reasons.Options = append(reasons.Options, ui.Choice{Value: string(c), Text: causeWord(ctx, c)})
	}
	return ui.Table[stoppageLine]{
		ID: "stoppages", Name: t("plan.stoppage.list"), Rows: lines, Href: func(l stoppageLine) string { return "/stoppages/" + l.ID },
		Columns: []ui.Column[stoppageLine]{
			{Key: "cause", Label: t("plan.losses.cause"), Value: func(l stoppageLine) any { return causeWord(ctx, l.Cause) }},
			{Key: "of", Label: t("plan.stoppage.of"), Value: func(l stoppageLine) any { return ofText(ctx, l) }},
			{Key: "from", Label: t("plan.stoppage.from"), Value: func(l stoppageLine) any { return l.From }},
			{Key: "to", Label: t("plan.stoppage.to"), Value: func(l stoppageLine) any { return l.To }},
			{Key: "days", Label: t("plan.losses.stood"), Value: func(l stoppageLine) any { return l.Days() }},
			{Key: "restart", Label: t("plan.stoppage.restart"), Value: func(l stoppageLine) any { return restartText(ctx, l.Restart) }},
			{Key: "state", Label: t("plan.state"), Value: func(l stoppageLine) any { return lamp(l.state) }},
			{Key: "note", Label: t("plan.stoppage.note"), Value: func(l stoppageLine) any { return l.Note }},
			{Key: "by", Label: t("plan.stoppage.by"), Value: func(l stoppageLine) any { return l.by }},
			{Key: "at", Label: t("plan.stoppage.at"), Value: func(l stoppageLine) any { return l.RecordedAt }, Hidden: true},
		},
		Filters: []ui.Filter[stoppageLine]{states, reasons},
		Empty:   ui.Nothing{Icon: "circle-check", Title: t("plan.stoppage.none"), Text: t("plan.stoppage.none.text")},
	}
}

func ofText(ctx context.Context, l stoppageLine) string {
	text := i18n.T(ctx, "plan.stoppage.scope."+string(l.Scope))
	if l.of != "" {
		text += " · " + l.of
	}
	return text
}

// restartText tells a restart curve: "2 days at 50 %, 3 days at 80 %".
func restartText(ctx context.Context, c stoppage.RestartCurve) string {
	if len(c) == 0 {
		return i18n.T(ctx, "plan.stoppage.restart.full")
	}
	parts := make([]string, len(c))
	for i, s := range c {
		parts[i] = i18n.T(ctx, "plan.stoppage.restart.step", "Days", s.Days, "Percent", s.Percent)
	}
	return strings.Join(parts, i18n.T(ctx, "plan.list"))
}

// stoppageForm is the page that asks for a stoppage, and shows what it would do.
type stoppageForm struct {
	form     ui.Form
	old      *plan.StoppageEntry // that is corrected; nil for a new one
	scopes   []ui.Choice
	orgs     []ui.Choice
	projects []ui.Choice
	tried    []plan.Tried
	try      bool // tried means something
	open     bool // the old entry speaks and may be corrected
}

// stoppageScopes are whom the reader may stop.
func (h handlers) stoppageScopes(ctx context.Context) (out []ui.Choice) {
	actor, _ := who.From(ctx)
	may := func(scope stoppage.Scope, org string) bool {
		return h.Plans.Allow.Allow(ctx, plan.ActStoppage, who.Resource{Type: string(scope), Zone: actor.Zone, Org: org, Liaison: ""}) == nil
	}
	add := func(s stoppage.Scope) {
		out = append(out, ui.Choice{Value: string(s), Text: i18n.T(ctx, "plan.stoppage.scope."+string(s))})
	}
	if may(stoppage.ForZone, "") {
		add(stoppage.ForZone)
	}
	for _, m := range actor.Roles {
		if may(stoppage.ForOrganisation, m.Org) {
			add(stoppage.ForOrganisation)
			break
		}
	}
	if projects, err := h.Plans.AllProjects(ctx); err == nil {
		for i := range projects {
			if planview.MayDo(ctx, h.Plans.Allow, plan.ActStoppage, &projects[i]) {
				add(stoppage.ForProject)
				break
			}
		}
	}
	return out
}

// fillChoices adds what the form offers to choose from.
func (h handlers) fillChoices(ctx context.Context, f *stoppageForm) error {
	f.scopes = h.stoppageScopes(ctx)
	orgs, err := h.Organisations(ctx)
	if err != nil {
		return err
	}
	actor, _ := who.From(ctx)
	for _, o := range orgs {
		if h.Plans.Allow.Allow(ctx, plan.ActStoppage, who.Resource{Type: "organisation", ID: o.ID, Zone: actor.Zone, Org: o.ID}) == nil {
			f.orgs = append(f.orgs, ui.Choice{Value: o.ID, Text: o.Name})
		}
	}
	projects, err := h.Plans.AllProjects(ctx)
	if err != nil {
		return err
	}
	for i := range projects {
		if p := &projects[i]; planview.MayDo(ctx, h.Plans.Allow, plan.ActStoppage, p) {
			f.projects = append(f.projects, ui.Choice{Value: p.ID, Text: p.Code + " " + p.Name})
		}
	}
	return nil
}

func (h handlers) newStoppage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := stoppageForm{form: ui.FormOf("cause", string(stoppage.Epidemic), "restart", restartCode(stoppage.DefaultRestart()), "from", h.Today().String())}
	if err := h.fillChoices(ctx, &f); err != nil {
		return err
	}
	if len(f.scopes) == 0 {
		actor, _ := who.From(ctx)
		return h.Plans.Allow.Allow(ctx, plan.ActStoppage, who.Resource{Type: "zone", ID: actor.Zone, Zone: actor.Zone})
	}
	f.form.Values.Set("scope", f.scopes[0].Value)
	if p := r.URL.Query().Get("project"); p != "" {
		f.form.Values.Set("scope", string(stoppage.ForProject))
		f.form.Values.Set("project", p)
	}
	return web.OK(w, r, stoppagePage(f))
}

func (h handlers) askStoppage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, open, err := h.findEntry(ctx, r.PathValue("entry"))
	if err != nil {
		return err
	}
	f := stoppageForm{old: e, open: open, form: formOfStoppage(e)}
	if err := h.fillChoices(ctx, &f); err != nil {
		return err
	}
	return web.OK(w, r, stoppagePage(f))
}

// findEntry is one entry that the reader sees, and whether it speaks.
func (h handlers) findEntry(ctx context.Context, id string) (*plan.StoppageEntry, bool, error) {
	all, err := h.Plans.Stoppages(ctx)
	if err != nil {
		return nil, false, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], speaking(all)[id], nil
		}
	}
	return nil, false, fault.New(fault.NotFound, "plan.stoppage.unknown")
}

func formOfStoppage(e *plan.StoppageEntry) ui.Form {
	f := ui.FormOf("scope", string(e.Scope), "cause", string(e.Cause), "from", e.From.String(), "to", e.To.String(),
		"restart", restartCode(e.Restart), "note", e.Note, "supersedes", e.ID)
	f.Values.Set(string(e.Scope), e.Of)
	return f
}

// restartCode writes a restart curve for a form: "2x50,3x80"; "full" for none.
func restartCode(c stoppage.RestartCurve) string {
	if len(c) == 0 {
		return "full"
	}
	parts := make([]string, len(c))
	for i, s := range c {
		parts[i] = strconv.Itoa(s.Days) + "x" + strconv.Itoa(s.Percent)
	}
	return strings.Join(parts, ",")
}

// restartOf reads what restartCode wrote, or people: "2×50, 3×80".
func restartOf(f *web.Form, name string) (c stoppage.RestartCurve) {
	text := f.Text(name)
	if text == "full" || text == "" {
		return nil
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，;；、 ", r) }) {
		days, percent, ok := strings.Cut(strings.NewReplacer("×", "x", "X", "x", "*", "x", "%", "").Replace(part), "x")
		n, err1 := strconv.Atoi(days)
		p, err2 := strconv.Atoi(percent)
		if !ok || err1 != nil || err2 != nil {
			f.Wrong(name, "plan.stoppage.restart.format")
			return nil
		}
		c = append(c, stoppage.RestartStep{Days: n, Percent: p})
	}
	return c
}

// stoppageOf reads a stoppage from its form.
func stoppageOf(f *web.Form) stoppage.Stoppage {
	st := stoppage.Stoppage{
		Scope: stoppage.Scope(f.One("scope", string(stoppage.ForZone), string(stoppage.ForOrganisation), string(stoppage.ForProject))),
		Cause: stoppage.Cause(f.Text("cause")), From: worktime.NoDay, To: worktime.NoDay, Note: f.Text("note"),
	}
	if st.Scope != stoppage.ForZone {
		st.Of = f.Text(string(st.Scope))
	}
	if day, ok := f.Day("from"); ok {
		st.From = day
	}
	if day, ok := f.Day("to"); ok {
		st.To = day
	}
	code := f.Text("restart")
	if code == "own" {
		st.Restart = restartOf(f, "curve")
	} else {
		st.Restart = restartOf(f, "restart")
	}
	return st
}

// putStoppage shows what a stoppage would do, or records it.
func (h handlers) putStoppage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, supersedes := r.Context(), f.Text("supersedes")
	st := stoppageOf(f)
	page := stoppageForm{open: true}
	if err = f.Fault(); err == nil {
		if f.Value("do") == "save" {
			var e plan.StoppageEntry
			if e, err = h.Plans.RecordStoppage(ctx, st, supersedes); err == nil {
				web.Flash(ctx, ui.Good, "plan.stoppage.saved", "From", i18n.Date(ctx, e.From), "To", i18n.Date(ctx, e.To))
				return web.Redirect(w, r, afterStoppage(&e))
			}
		} else {
			page.tried, err = h.Plans.TryStoppage(ctx, st, supersedes)
			page.try = err == nil
		}
	}
	if err != nil && !web.Refusal(err) {
		return err
	}
	page.form = f.Failed(ctx, err)
	if page.form.Errors["of"] != "" {
		page.form.Errors[string(st.Scope)] = page.form.Errors["of"]
		delete(page.form.Errors, "of")
	}
	if supersedes != "" {
		if page.old, _, err = h.findEntry(ctx, supersedes); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if !page.try {
		status = http.StatusUnprocessableEntity
	}
	if err := h.fillChoices(ctx, &page); err != nil {
		return err
	}
	return web.Render(w, r, status, stoppagePage(page))
}

// afterStoppage is where an entry leads: to the losses of its project, or to
// the list.
func afterStoppage(e *plan.StoppageEntry) string {
	if e.Scope == stoppage.ForProject {
		return planview.Href(e.Of, planview.TabLosses)
	}
	return "/stoppages"
}

func (h handlers) withdrawStoppage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, err := h.Plans.WithdrawStoppage(ctx, r.PathValue("entry"))
	if err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "plan.stoppage.withdrawn")
	return web.Redirect(w, r, afterStoppage(&e))
}

// triedTable lists what a stoppage would do to each project.
func triedTable(ctx context.Context, list []plan.Tried) ui.Table[plan.Tried] {
	t := func(key string) string { return i18n.T(ctx, key) }
	return ui.Table[plan.Tried]{
		ID: "tried", Name: t("plan.stoppage.effect"), Rows: list, Sort: "-days",
		Columns: []ui.Column[plan.Tried]{
			{Key: "name", Label: t("plan.project"), Value: func(x plan.Tried) any { return x.Project.Name }},
			{Key: "before", Label: t("plan.finish"), Value: func(x plan.Tried) any { return planview.CivilDay(x.Before) }},
			{Key: "after", Label: t("plan.stoppage.finish_after"), Value: func(x plan.Tried) any { return planview.CivilDay(x.After) }},
			{Key: "days", Label: t("plan.losses.days"), Value: func(x plan.Tried) any { return x.Days }},
		},
		Empty: ui.Nothing{Title: t("plan.stoppage.effect.none")},
	}
}

func causeChoices(ctx context.Context) (out []ui.Choice) {
	for _, c := range stoppage.Causes {
		out = append(out, ui.Choice{Value: string(c), Text: causeWord(ctx, c)})
	}
	return out
}

// restartChoices are the usual curve, none, the one in the form where it is
// another, and one to be written.
func restartChoices(ctx context.Context, f ui.Form) []ui.Choice {
	usual := stoppage.DefaultRestart()
	out := []ui.Choice{
		{Value: restartCode(usual), Text: restartText(ctx, usual), Hint: i18n.T(ctx, "plan.stoppage.restart.usual")},
		{Value: "full", Text: i18n.T(ctx, "plan.stoppage.restart.full")},
	}
	if now := f.Value("restart"); now != "" && now != "own" && now != out[0].Value && now != "full" {
		out = append(out, ui.Choice{Value: now, Text: strings.ReplaceAll(now, "x", " × ") + " %"})
	}
	return append(out, ui.Choice{Value: "own", Text: i18n.T(ctx, "plan.stoppage.restart.own")})
}
