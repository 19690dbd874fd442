package planweb

import (
	"context"
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) activityRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/activities/{activity}", h.activity)
	m.Handle("GET /projects/{id}/activities/{activity}/facts", h.activityFacts)
	m.Handle("GET /projects/{id}/activities/{activity}/edit", h.activityForm)
	m.Handle("POST /projects/{id}/activities/{activity}", h.editActivity)
	m.Handle("POST /projects/{id}/activities/{activity}/progress", h.recordProgress, web.Body(maxPhotos*maxPhoto))
	m.Handle("GET /projects/{id}/photos/{photo}", h.sendPhoto)
}

// activityView is one activity as its page and the panel show it.
type activityView struct {
	*planview.Sight
	page  *plan.ActivityPage
	i     int
	a     *masterplan.Activity
	row   *masterplan.DateRow
	names map[string]string // of the accounts in its history
}

// activityView opens an activity with the names of all who reported or changed it.
func (h handlers) activityView(ctx context.Context, project, activity string) (*activityView, error) {
	page, err := h.Plans.Activity(ctx, project, activity)
	if err != nil {
		return nil, err
	}
	s, err := h.Sight(ctx, page.Book)
	if err != nil {
		return nil, err
	}
	v := &activityView{Sight: s, page: page, i: page.Index, a: &s.Plan.Activities[page.Index], row: &s.Dates.Rows[page.Index]}
	var accounts []string
	for i := range page.Entries {
		accounts = append(accounts, page.Entries[i].RecordedBy)
	}
	for i := range page.Events {
		accounts = append(accounts, page.Events[i].By)
	}
	v.names, err = h.Names(ctx, planview.Distinct(accounts)...)
	return v, err
}

func (v *activityView) self(parts ...string) string {
	return v.Href(append([]string{"activities", v.a.ID}, parts...)...)
}

// inGantt is the chart with this activity selected.
func (v *activityView) inGantt() string {
	return v.Href("plan") + "?view=gantt&sel=" + v.a.Code
}

func (h handlers) activity(w http.ResponseWriter, r *http.Request) error {
	v, err := h.activityView(r.Context(), r.PathValue("id"), r.PathValue("activity"))
	if err != nil {
		return err
	}
	return web.OK(w, r, activityPage(v, v.progressForm(v.entry(r.URL.Query().Get("correct"))), r.URL.Query().Get("correct")))
}

// activityFacts is the part of the page that follows what others change.
func (h handlers) activityFacts(w http.ResponseWriter, r *http.Request) error {
	v, err := h.activityView(r.Context(), r.PathValue("id"), r.PathValue("activity"))
	if err != nil {
		return err
	}
	return web.OK(w, r, activityLive(v))
}

// entry finds one of the activity's reports; nil for none.
func (v *activityView) entry(id string) *masterplan.Entry {
	for i := range v.page.Entries {
		if v.page.Entries[i].ID == id {
			return &v.page.Entries[i]
		}
	}
	return nil
}

// state is how the activity stands.
func (v *activityView) state(ctx context.Context) ui.Lamp {
	return stateOf(ctx, v.a, v.row, planview.Lateness(v.Book)[v.i], planview.RollUp(v.Plan)[v.i])
}

// factsOf are the dates and measures of the activity.
func (v *activityView) factsOf(ctx context.Context) []ui.Fact {
	t := func(key string) string { return i18n.T(ctx, key) }
	facts := []ui.Fact{
		{Label: t("plan.state"), View: ui.LampView(v.state(ctx))},
		{Label: t("plan.start"), Text: v.dated(ctx, v.row.Start, v.a.ActualStart)},
		{Label: t("plan.finish.activity"), Text: v.dated(ctx, v.row.Finish, v.a.ActualFinish)},
		{Label: t("plan.duration"), Text: planview.Duration(ctx, v.Plan, v.a)},
		{Label: t("plan.percent"), View: ui.Bar(100*planview.RollUp(v.Plan)[v.i], ui.Blue)},
	}
	if v.a.ActualFinish == worktime.None && v.row.Start != worktime.None {
		facts = append(facts,
			ui.Fact{Label: t("plan.remaining"), Text: planview.OwnDays(ctx, v.Plan, v.a, v.a.Remaining)},
			ui.Fact{Label: t("plan.total_float"), View: floatFact(planview.OwnDays(ctx, v.Plan, v.a, v.row.TotalFloat), v.row.TotalFloat < 0), Help: t("plan.total_float.help")},
			ui.Fact{Label: t("plan.free_float"), Text: planview.OwnDays(ctx, v.Plan, v.a, v.row.FreeFloat), Help: t("plan.free_float.help")},
			ui.Fact{Label: t("plan.late_finish"), Text: i18n.DateTime(ctx, v.row.LateFinish), Help: t("plan.late_finish.help")})
	}
	if shift := v.shift(); shift.Known {
		facts = append(facts, ui.Fact{Label: t("plan.baseline.shift"), View: floatFact(shiftWord(ctx, shift.FinishDays), shift.FinishDays > 0)})
	}
	return append(facts, v.ruleFacts(ctx)...)
}

// ruleFacts are what bounds the activity: calendar, constraints, deadline.
func (v *activityView) ruleFacts(ctx context.Context) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "plan.calendar"), Text: planview.CalendarName(ctx, v.Plan, v.a.Calendar)}}
	if text := planview.Constraints(ctx, v.a); text != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.constraint"), Text: text})
	}
	if v.a.Deadline != worktime.None {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.deadline"), View: floatFact(i18n.DateTime(ctx, v.a.Deadline), v.row.Finish > v.a.Deadline)})
	}
	if trade := planview.TradesOf(v.Plan)[v.i]; trade != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.trade"), Text: trade})
	}
	if v.a.Notes != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.notes"), Text: v.a.Notes})
	}
	return facts
}

// dated tells a date and whether it has happened.
func (v *activityView) dated(ctx context.Context, t, actual worktime.Time) string {
	if actual != worktime.None {
		return i18n.T(ctx, "plan.actual", "Date", i18n.DateTime(ctx, actual))
	}
	return i18n.DateTime(ctx, t)
}

func (v *activityView) shift() masterplan.Variance {
	base := v.Baseline()
	if base == nil {
		return masterplan.Variance{}
	}
	return masterplan.Variances(v.Plan, v.Dates, base)[v.i]
}

func shiftWord(ctx context.Context, days int) string {
	switch {
	case days > 0:
		return i18n.N(ctx, "plan.baseline.later", days)
	case days < 0:
		return i18n.N(ctx, "plan.baseline.earlier", -days)
	}
	return i18n.T(ctx, "plan.baseline.same")
}

// neighbour is an activity on the other end of a link.
type neighbour struct {
	link  *masterplan.Link
	dates *masterplan.LinkDates
	other int
}

// linkedNeighbours are the links of the activity: before it, and after it.
func (v *activityView) linkedNeighbours() (before, after []neighbour) {
	for i := range v.Plan.Links {
		l := &v.Plan.Links[i]
		switch v.i {
		case int(l.Succ):
			before = append(before, neighbour{l, &v.Dates.Links[i], int(l.Pred)})
		case int(l.Pred):
			after = append(after, neighbour{l, &v.Dates.Links[i], int(l.Succ)})
		}
	}
	return before, after
}

func (v *activityView) linkTable(ctx context.Context, id string, rows []neighbour) ui.Table[neighbour] {
	t := func(key string) string { return i18n.T(ctx, key) }
	return ui.Table[neighbour]{
		ID: id, Name: t("plan.links." + id), Rows: rows,
		Href: func(n neighbour) string { return v.Href("activities", v.Plan.Activities[n.other].ID) },
		Columns: []ui.Column[neighbour]{
			{Key: "name", Label: t("plan.activity"), Value: func(n neighbour) any { return v.Plan.Activities[n.other].Label() }},
			{Key: "type", Label: t("plan.link"), Value: func(n neighbour) any { return planview.LinkWord(ctx, &v.Plan.Settings, n.link) }, Cell: func(n neighbour) templ.Component { return linkWord(v, n.link) }},
			{Key: "start", Label: t("plan.start"), Value: func(n neighbour) any { return planview.CivilDay(v.Dates.Rows[n.other].Start) }},
			{Key: "finish", Label: t("plan.finish.activity"), Value: func(n neighbour) any { return planview.CivilDay(v.Dates.Rows[n.other].Finish) }},
			{Key: "slack", Label: t("plan.slack"), Help: t("plan.slack.help"), Value: func(n neighbour) any {
				if n.dates.Driving {
					return t("plan.driving")
				}
				return planview.OwnDays(ctx, v.Plan, &v.Plan.Activities[n.link.Succ], n.dates.Slack)
			}},
		},
		Empty: ui.Nothing{Title: t("plan.links." + id + ".none")},
	}
}

// mayLink tells whether the reader may change the links of the activity.
func (v *activityView) mayLink(ctx context.Context) bool {
	return v.a.Kind != masterplan.Summary && v.May(ctx, plan.ActEdit)
}

func (h handlers) sendPhoto(w http.ResponseWriter, r *http.Request) error {
	p, err := h.Plans.Photo(r.Context(), r.PathValue("id"), r.PathValue("photo"))
	if err != nil {
		return err
	}
	if web.Fresh(w, r, p.ID) {
		return nil
	}
	w.Header().Set("Content-Type", p.ContentType)
	_, err = w.Write(p.Data)
	return err
}

func (h handlers) activityForm(w http.ResponseWriter, r *http.Request) error {
	v, err := h.activityView(r.Context(), r.PathValue("id"), r.PathValue("activity"))
	if err != nil {
		return err
	}
	if err := v.Must(r.Context(), plan.ActEdit); err != nil {
		return err
	}
	a := v.a
	f := ui.FormOf("name", a.Name, "constraint", a.Primary.Type.String(), "constraint_date", isoMinute(a.Primary.Date), "deadline", isoMinute(a.Deadline),
		"duration", fmt.Sprint(float64(a.Duration.Minutes)/planview.PerDay(v.Plan, a)), "calendar", fmt.Sprint(a.Calendar), "revision", fmt.Sprint(v.Project.Revision))
	return web.OK(w, r, editActivityPage(v, f))
}

// isoMinute is a time as inputs of date and time have it.
func isoMinute(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return t.String()
}

func (h handlers) editActivity(w http.ResponseWriter, r *http.Request) error {
	ctx, id, activity := r.Context(), r.PathValue("id"), r.PathValue("activity")
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := h.activityView(ctx, id, activity)
	if err != nil {
		return err
	}
	if err := v.Must(ctx, plan.ActEdit); err != nil {
		return err
	}
	edit := activityEdit(f, v)
	edit.Expected = planview.Seen(r)
	if err = f.Fault(); err == nil {
		_, err = h.Plans.EditActivity(ctx, id, activity, edit)
	}
	if err != nil {
		return web.Refuse(w, r, err, editActivityPage(v, f.Failed(ctx, h.WithName(ctx, err))))
	}
	h.Changed(ctx, id)
	web.Flash(ctx, ui.Good, "plan.activity.saved")
	return web.Redirect(w, r, v.self())
}

// activityEdit reads the form; a duration is in the plan's own days.
func activityEdit(f *web.Form, v *activityView) plan.ActivityEdit {
	name, deadline := f.Need("name"), f.Time("deadline")
	kind, _ := masterplan.ParseConstraint(f.Text("constraint"))
	e := plan.ActivityEdit{Name: &name, Deadline: &deadline, Constraint: &masterplan.Constraint{Type: kind, Date: f.Time("constraint_date")}}
	if kind <= masterplan.AsLateAsPossible {
		e.Constraint.Date = worktime.None
	}
	if v.a.Kind == masterplan.Task {
		minutes := int64(f.Decimal("duration")*planview.PerDay(v.Plan, v.a) + 0.5)
		if f.Text("duration") == "" {
			f.Wrong("duration", "web.form.required")
		}
		e.Duration = &minutes
	}
	if text := f.Text("calendar"); text != "" && text != fmt.Sprint(v.a.Calendar) {
		calendar := int32(f.Int("calendar"))
		e.Calendar = &calendar
	}
	return e
}

// constraintChoices are what an activity can be bound by.
func constraintChoices(ctx context.Context) []ui.Choice {
	var all []ui.Choice
	for c := masterplan.NoConstraint; c <= masterplan.MandatoryFinish; c++ {
		all = append(all, ui.Choice{Value: c.String(), Text: i18n.T(ctx, "plan.constraint."+c.String())})
	}
	return all
}

func (v *activityView) calendarChoices(ctx context.Context) []ui.Choice {
	all := []ui.Choice{{Value: "-1", Text: i18n.T(ctx, "plan.calendar.plans", "Name", planview.CalendarName(ctx, v.Plan, -1))}}
	for i := range v.Plan.Calendars {
		if c := &v.Plan.Calendars[i]; !c.Resource || int32(i) == v.a.Calendar {
			all = append(all, ui.Choice{Value: fmt.Sprint(i), Text: c.Name})
		}
	}
	return all
}

func durationUnit(ctx context.Context, a *masterplan.Activity) string {
	if a.Duration.Elapsed {
		return i18n.T(ctx, "plan.days")
	}
	return i18n.T(ctx, "plan.work_days")
}

func progressTitle(ctx context.Context, correct, name string) string {
	if correct != "" {
		return i18n.T(ctx, "plan.progress.correct", "Name", name)
	}
	return i18n.T(ctx, "plan.progress.new", "Name", name)
}
