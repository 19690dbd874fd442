package planweb

import (
	"context"
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

func (h handlers) baselineRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/baselines", h.baselines)
	m.Handle("POST /projects/{id}/baselines", h.takeBaseline)
	m.Handle("POST /projects/{id}/baselines/choose", h.chooseBaseline)
	m.Handle("POST /projects/{id}/baselines/rename", h.renameBaseline)
	m.Handle("POST /projects/{id}/baselines/delete", h.deleteBaseline)
}

// moved is an activity beside its baseline.
type moved struct {
	*masterplan.Activity
	base   *masterplan.BaselineRow
	now    *masterplan.DateRow
	change masterplan.Variance
}

// movedActivities lists the worked activities that the baseline holds.
func movedActivities(b *plan.Book, base *masterplan.Baseline) []moved {
	if base == nil {
		return nil
	}
	var rows []moved
	all := masterplan.Variances(b.Plan, b.Dates, base)
	for i := range base.Rows {
		at := base.Rows[i].Activity
		if v := all[at]; v.Known && b.Plan.Activities[at].Kind != masterplan.Summary {
			rows = append(rows, moved{&b.Plan.Activities[at], &base.Rows[i], &b.Dates.Rows[at], v})
		}
	}
	return rows
}

func varianceTable(ctx context.Context, s *planview.Sight, rows []moved) ui.Table[moved] {
	t := func(key string) string { return i18n.T(ctx, key) }
	is := func(m moved, v string) bool {
		switch v {
		case "later":
			return m.change.FinishDays > 0
		case "earlier":
			return m.change.FinishDays < 0
		}
		return m.change.FinishDays == 0 && m.change.StartDays == 0
	}
	return ui.Table[moved]{
		ID: "variance", Name: t("plan.baseline.variance"), Rows: rows, Sort: "-finish_days",
		Href: func(m moved) string { return s.Href("activities", m.ID) },
		Columns: []ui.Column[moved]{
			{Key: "name", Label: t("plan.activity"), Value: func(m moved) any { return m.Name }},
			{Key: "code", Label: t("plan.code"), Value: func(m moved) any { return m.Code }},
			{Key: "base_start", Label: t("plan.baseline.start"), Value: func(m moved) any { return masterplan.DayOf(m.base.Start) }},
			{Key: "start", Label: t("plan.baseline.start_now"), Value: func(m moved) any { return masterplan.DayOf(m.now.Start) }},
			{Key: "start_days", Label: t("plan.baseline.start_days"), Value: func(m moved) any { return m.change.StartDays }, Cell: func(m moved) templ.Component { return varianceCell(m.change.StartDays) }},
			{Key: "base_finish", Label: t("plan.baseline.finish"), Value: func(m moved) any { return masterplan.EndDay(m.base.Finish) }},
			{Key: "finish", Label: t("plan.baseline.finish_now"), Value: func(m moved) any { return masterplan.EndDay(m.now.Finish) }},
			{Key: "finish_days", Label: t("plan.baseline.finish_days"), Value: func(m moved) any { return m.change.FinishDays }, Cell: func(m moved) templ.Component { return varianceCell(m.change.FinishDays) }, Help: t("plan.baseline.days.help")},
		},
		Filters: []ui.Filter[moved]{{
			Key: "moved", Label: t("plan.baseline.variance"), Match: is,
			Options: []ui.Choice{{Value: "later", Text: t("plan.baseline.moved_later")}, {Value: "earlier", Text: t("plan.baseline.moved_earlier")}, {Value: "kept", Text: t("plan.baseline.kept")}},
		}},
		Empty: ui.Nothing{Icon: "bookmark", Title: t("plan.baseline.none"), Text: t("plan.baseline.none.text")},
	}
}

func (h handlers) baselines(w http.ResponseWriter, r *http.Request) error {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.baselinePage(w, r, s, ui.Form{}, nil)
}

func (h handlers) baselinePage(w http.ResponseWriter, r *http.Request, s *planview.Sight, f ui.Form, failure error) error {
	ctx := r.Context()
	shown := s.Plan.BaselineByID(r.URL.Query().Get("baseline"))
	if shown == nil {
		shown = s.Baseline()
	}
	rows := movedActivities(s.Book, shown)
	frame := func(table templ.Component) templ.Component { return baselinesPage(s, shown, rows, table, f) }
	if failure != nil {
		return web.Render(w, r, web.Status(failure), frame(varianceTable(ctx, s, rows).View(ctx)))
	}
	return varianceTable(ctx, s, rows).Serve(w, r, frame)
}

func (h handlers) takeBaseline(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	if _, err = h.Plans.TakeBaseline(ctx, project, f.Text("name"), planview.Seen(r)); err == nil {
		web.Flash(ctx, ui.Good, "plan.baseline.taken", "Name", f.Text("name"))
		h.Changed(ctx, project)
		return web.Redirect(w, r, planview.Href(project, planview.TabBaselines))
	}
	if !web.Refusal(err) {
		return err
	}
	s, lost := h.See(ctx, project)
	if lost != nil {
		return lost
	}
	return h.baselinePage(w, r, s, f.Failed(ctx, err), err)
}

func (h handlers) chooseBaseline(w http.ResponseWriter, r *http.Request) error {
	ctx, project := r.Context(), r.PathValue("id")
	if err := h.Plans.ChooseBaseline(ctx, project, r.FormValue("baseline"), planview.Seen(r)); err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "plan.baseline.chosen")
	h.Changed(ctx, project)
	return web.Redirect(w, r, planview.Href(project, planview.TabBaselines))
}

func (h handlers) renameBaseline(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project, id := r.Context(), r.PathValue("id"), f.Text("baseline")
	err = h.Plans.RenameBaseline(ctx, project, id, f.Text("new_name"), planview.Seen(r))
	return h.baselineChanged(w, r, err, planview.Href(project, planview.TabBaselines)+"?baseline="+id, "plan.baseline.renamed")
}

func (h handlers) deleteBaseline(w http.ResponseWriter, r *http.Request) error {
	ctx, project := r.Context(), r.PathValue("id")
	err := h.Plans.DeleteBaseline(ctx, project, r.FormValue("baseline"), planview.Seen(r))
	return h.baselineChanged(w, r, err, planview.Href(project, planview.TabBaselines), "plan.baseline.deleted")
}

// baselineChanged leads back to the list, or says there what stood in the way.
func (h handlers) baselineChanged(w http.ResponseWriter, r *http.Request, err error, back, done string) error {
	ctx, project := r.Context(), r.PathValue("id")
	if err == nil {
		h.Changed(ctx, project)
		web.Flash(ctx, ui.Good, done)
		return web.Redirect(w, r, back)
	}
	if !web.Refusal(err) {
		return err
	}
	s, lost := h.See(ctx, project)
	if lost != nil {
		return lost
	}
	return h.baselinePage(w, r, s, ui.Form{Values: r.PostForm}.Failed(ctx, h.WithName(ctx, err)), err)
}

// varianceFigures sum the movement up.
func varianceFigures(ctx context.Context, s *planview.Sight, base *masterplan.Baseline, rows []moved) []ui.Fig {
	later, earlier := 0, 0
	for _, m := range rows {
		switch {
		case m.change.FinishDays > 0:
			later++
		case m.change.FinishDays < 0:
			earlier++
		}
	}
	figs := []ui.Fig{
		{Label: i18n.T(ctx, "plan.baseline.moved_later"), Value: i18n.Number(ctx, later), Href: "?baseline=" + base.ID + "&moved=later"},
		{Label: i18n.T(ctx, "plan.baseline.moved_earlier"), Value: i18n.Number(ctx, earlier), Href: "?baseline=" + base.ID + "&moved=earlier"},
	}
	if f := base.Finish(); f != worktime.None && s.Dates.Finish != worktime.None {
		n := int(masterplan.EndDay(s.Dates.Finish) - masterplan.EndDay(f))
		figs = append([]ui.Fig{{Label: i18n.T(ctx, "plan.baseline.project"), Value: signed(n), Unit: i18n.T(ctx, "plan.baseline.unit")}}, figs...)
	}
	return figs
}
