package planweb

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) planRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/plan", h.showPlan)
	m.Handle("GET /projects/{id}/progress", h.showProgress)
	m.Handle("GET /projects/{id}/gantt.json", h.sendChart)
	m.Handle("GET /projects/{id}/panel", h.panel)
}

// showPlan shows the chart, or with ?view=table the list of activities.
func (h handlers) showPlan(w http.ResponseWriter, r *http.Request) error {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	view := r.URL.Query().Get("view")
	switch {
	case len(s.Plan.Activities) == 0:
		return web.OK(w, r, emptyPlanPage(s))
	case view == "s-curve":
		return web.Redirect(w, r, s.Href(planview.TabProgress))
	}
	if s.View = "gantt"; view == "table" {
		s.View = view
	}
	t, err := h.findTurns(r.Context(), s)
	if err != nil {
		return err
	}
	s.Lead = turnsBar(s, t)
	if view == "table" {
		return activityTable(r.Context(), s).Serve(w, r, func(table templ.Component) templ.Component { return planTablePage(s, table) })
	}
	return web.OK(w, r, ganttPage(s))
}

// sendChart answers the chart's data; who has this revision of this day gets 304.
func (h handlers) sendChart(w http.ResponseWriter, r *http.Request) error {
	b, err := h.Plans.Project(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	today := h.Today()
	if web.Fresh(w, r, fmt.Sprint("gantt 1 ", b.Project.ID, b.Project.Revision, today)) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(planview.ChartOf(b, today).AppendJSON(nil))
	return err
}

// panel is what the chart shows beside it of the activity that is selected.
func (h handlers) panel(w http.ResponseWriter, r *http.Request) error {
	p, err := h.activityView(r.Context(), r.PathValue("id"), r.URL.Query().Get("activity"))
	if err != nil {
		return err
	}
	return web.OK(w, r, activityPanel(p, p.progressForm(nil), ""))
}

// line is one activity in the table.
type line struct {
	i     int
	a     *masterplan.Activity
	row   *masterplan.DateRow
	state ui.Lamp
	late  bool
	trade string
	share float64 // done, 0 to 1
}

func lines(ctx context.Context, s *planview.Sight) []line {
	trades, late, share := planview.TradesOf(s.Plan), planview.Lateness(s.Book), planview.RollUp(s.Plan)
	list := make([]line, len(s.Plan.Activities))
	for i := range list {
		a, row := &s.Plan.Activities[i], &s.Dates.Rows[i]
		list[i] = line{i: i, a: a, row: row, late: late[i], trade: trades[i], share: share[i], state: stateOf(ctx, a, row, late[i], share[i])}
	}
	return list
}

// stateOf is how an activity stands; share is the part done.
func stateOf(ctx context.Context, a *masterplan.Activity, row *masterplan.DateRow, late bool, share float64) ui.Lamp {
	word := func(c ui.Colour, key string) ui.Lamp { return ui.Lamp{Colour: c, Word: i18n.T(ctx, "plan.state."+key)} }
	switch {
	case a.Inactive:
		return word(ui.Grey, "inactive")
	case a.ActualFinish != worktime.None, a.Kind == masterplan.Summary && share >= 1:
		return word(ui.Done, "finished")
	case late && row.Critical:
		return word(ui.Red, "late_critical")
	case late:
		return word(ui.Yellow, "late")
	case a.ActualStart != worktime.None, a.Kind == masterplan.Summary && share > 0:
		return word(ui.Blue, "started")
	case row.Critical:
		return word(ui.Orange, "critical")
	}
	return word(ui.Grey, "waiting")
}

// maxTradeChips bounds the trades that are worth a row of chips.
const maxTradeChips = 12

func activityTable(ctx context.Context, s *planview.Sight) ui.Table[line] {
	t := func(key string) string { return i18n.T(ctx, key) }
	p := s.Plan
	return ui.Table[line]{
		ID: "activities", Name: s.Project.Code + " " + t("plan.activities"), Rows: lines(ctx, s),
		Href:   func(l line) string { return s.Href("activities", l.a.ID) },
		Search: func(l line) string { return l.a.Code + " " + l.a.WBS },
		Columns: []ui.Column[line]{
			{Key: "name", Label: t("plan.activity"), Value: func(l line) any { return l.a.Name }, Cell: func(l line) templ.Component { return outlineName(l.a) }},
			{Key: "code", Label: t("plan.code"), Value: func(l line) any { return l.a.Code }},
			{Key: "state", Label: t("plan.state"), Value: func(l line) any { return l.state }},
			{Key: "start", Label: t("plan.start"), Value: func(l line) any { return planview.CivilDay(l.row.Start) }},
			{Key: "finish", Label: t("plan.finish.activity"), Value: func(l line) any { return planview.CivilDay(l.row.Finish) }},
			{Key: "duration", Label: t("plan.duration"), Value: func(l line) any { return durationDays(p, l.a) }, Cell: func(l line) templ.Component { return durationView(p, l.a) }},
			{Key: "percent", Label: t("plan.percent"), Value: func(l line) any { return 100 * l.share }, Cell: func(l line) templ.Component { return ui.Bar(100*l.share, ui.Blue) }},
			{Key: "float", Label: t("plan.total_float"), Help: t("plan.total_float.help"), Value: func(l line) any { return floatDays(p, l) }},
			{Key: "calendar", Label: t("plan.calendar"), Value: func(l line) any { return planview.CalendarName(ctx, p, l.a.Calendar) }, Hidden: true},
			{Key: "trade", Label: t("plan.trade"), Value: func(l line) any { return l.trade }, Hidden: true},
			{Key: "late_finish", Label: t("plan.late_finish"), Value: func(l line) any { return planview.CivilDay(l.row.LateFinish) }, Hidden: true},
			{Key: "wbs", Label: t("plan.wbs"), Value: func(l line) any { return l.a.WBS }, Hidden: true},
		},
		Filters: activityFilters(ctx, s),
		Empty:   ui.Nothing{Title: t("plan.empty")},
	}
}

// durationDays is nothing for a heading, which only spans others.
func durationDays(p *masterplan.Plan, a *masterplan.Activity) any {
	if a.Kind == masterplan.Summary {
		return nil
	}
	return float64(a.Duration.Minutes) / planview.PerDay(p, a)
}

// floatDays is the total float in working days; nothing for what is finished.
func floatDays(p *masterplan.Plan, l line) any {
	if l.row.Start == worktime.None || l.a.ActualFinish != worktime.None {
		return nil
	}
	return float64(int(10*float64(l.row.TotalFloat)/float64(planview.CalendarDay(p, l.a.Calendar)))) / 10
}

func activityFilters(ctx context.Context, s *planview.Sight) []ui.Filter[line] {
	states := ui.Filter[line]{Key: "state", Label: i18n.T(ctx, "plan.show"), Match: func(l line, v string) bool { return inState(s, l, v) }}
	for _, v := range []string{"critical", "late", "progress", "week"} {
		states.Options = append(states.Options, ui.Choice{Value: v, Text: i18n.T(ctx, "plan.show."+v)})
	}
	filters := []ui.Filter[line]{states}
	trades := slices.Compact(slices.Sorted(slices.Values(planview.TradesOf(s.Plan))))
	trades = slices.DeleteFunc(trades, func(t string) bool { return t == "" })
	if len(trades) > 1 && len(trades) <= maxTradeChips {
		f := ui.Filter[line]{Key: "trade", Label: i18n.T(ctx, "plan.trade"), Match: func(l line, v string) bool { return l.trade == v }}
		for _, name := range trades {
			f.Options = append(f.Options, ui.Choice{Value: name, Text: name})
		}
		filters = append(filters, f)
	}
	return filters
}

func inState(s *planview.Sight, l line, state string) bool {
	done := l.a.ActualFinish != worktime.None
	if !l.a.Worked() || l.row.Start == worktime.None {
		return false
	}
	switch state {
	case "critical":
		return l.row.Critical && !done
	case "late":
		return l.late && !done
	case "progress":
		return l.a.ActualStart != worktime.None && !done
	case "week":
		return !done && l.row.Start < (s.Today+7).At(0) && l.row.Finish >= s.Today.At(0)
	}
	return false
}

// indent sets a name in by its level.
func indent(level int16) string { return "padding-left:" + strconv.Itoa(16*int(level)) + "px" }
