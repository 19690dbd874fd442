package recoveryweb

import (
	"context"
	"net/http"
	"slices"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) benchRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/recovery", h.showBench)
	m.Handle("POST /projects/{id}/recovery", h.askSolver)
	m.Handle("POST /projects/{id}/recovery/solves/{solve}/stop", h.stop)
	m.Handle("GET /projects/{id}/recovery/solves/{solve}/gantt.json", h.pointGantt)
}

// The parts of the workbench that follow a solve.
const (
	benchLive   = "bench-live"
	benchSolves = "bench-solves"
)

// benchView is the workbench of a project.
type benchView struct {
	*planview.Sight
	form       ui.Form
	solves     []recovery.Solve
	solve      *recovery.Solve // the one shown; nil when there is none yet
	ahead      int             // solves that come first
	point      *recovery.Point
	index      int // of point
	chosen     bool
	settings   recovery.Measures
	conditions recovery.Conditions
	names      map[string]string
	trade      string // whose histogram is shown
}

// frontier is what has been found; nil for nothing yet.
func (v *benchView) frontier() *recovery.Frontier {
	if v.solve == nil || v.solve.Answer.Frontier == nil || len(v.solve.Answer.Frontier.Points) == 0 {
		return nil
	}
	return v.solve.Answer.Frontier
}

// stale tells that the project has changed since the solve was asked for.
func (v *benchView) stale() bool { return v.solve != nil && v.solve.Revision != v.Project.Revision }

// running tells that more is to come.
func (v *benchView) running() bool { return v.solve != nil && !v.solve.State.Over() }

func (h handlers) benchView(ctx context.Context, r *http.Request) (*benchView, error) {
	project, q := r.PathValue("id"), r.URL.Query()
	s, err := h.See(ctx, project)
	if err != nil {
		return nil, err
	}
	s.Follow = "recovery/" + project
	v := &benchView{Sight: s, trade: q.Get("trade")}
	if v.settings, err = h.Recovery.Measures(ctx); err != nil {
		return nil, err
	}
	if v.conditions, err = h.Recovery.Conditions(ctx, project); err != nil {
		return nil, err
	}
	if v.solves, err = h.Recovery.Solves(ctx, project); err != nil || len(v.solves) == 0 {
		return v, err
	}
	id := q.Get("solve")
	if !slices.ContainsFunc(v.solves, func(s recovery.Solve) bool { return s.ID == id }) {
		id = v.solves[0].ID
	}
	shown, err := h.Recovery.Solve(ctx, project, id)
	if err != nil {
		return nil, err
	}
	v.solve = &shown
	v.choosePoint(q.Get("point"))
	if v.ahead, err = h.Recovery.Ahead(ctx, v.solve); err != nil {
		return nil, err
	}
	var accounts []string
	for i := range v.solves {
		accounts = append(accounts, v.solves[i].AskedBy)
	}
	v.names, err = h.Names(ctx, planview.Distinct(append(accounts, v.conditions.UpdatedBy))...)
	return v, err
}

// choosePoint picks the point that finishes when the address says, else the next
// earlier one, else the one of best value.
func (v *benchView) choosePoint(finish string) {
	f := v.frontier()
	if f == nil {
		return
	}
	v.index = min(max(f.BestAt, 0), len(f.Points)-1)
	if when, ok := worktime.Parse(finish); ok {
		v.chosen = true
		v.index = pointAt(f, when)
	}
	v.point = &f.Points[v.index]
}

// pointAt is the index of the point with a finish, else of the next earlier one.
func pointAt(f *recovery.Frontier, finish worktime.Time) int {
	for i := range f.Points {
		if f.Points[i].Finish <= finish {
			return i
		}
	}
	return len(f.Points) - 1
}

// to is the address of the workbench with a solve, and a point when one is given.
func (v *benchView) to(p *recovery.Point) string {
	href := v.Href("recovery") + "?solve=" + v.solve.ID
	if p != nil {
		href += "&point=" + p.Finish.String()
	}
	return href
}

func (h handlers) showBench(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := h.benchView(ctx, r)
	if err != nil {
		return err
	}
	if ui.From(ctx).Fragment == benchLive {
		if r.URL.Query().Get("was") == "running" && !v.running() {
			w.Header().Set("HX-Refresh", "true")
		}
		return web.OK(w, r, liveView(v))
	}
	if ui.From(ctx).Fragment == benchSolves {
		return web.OK(w, r, solvesPanel(v))
	}
	v.form = v.askedForm()
	return web.OK(w, r, benchPage(v))
}

// askedForm is the form of a question, filled in as the last one was.
func (v *benchView) askedForm() ui.Form {
	f := ui.FormOf("seconds", number(recovery.DefaultSeconds))
	var last recovery.Request
	last.Keep = v.Project.Target
	if len(v.solves) > 0 {
		last = v.solves[0].Request
		f.Values.Set("seconds", number(last.Seconds))
		check(f, "severe", last.Severe)
	}
	if last.Keep != worktime.None {
		f.Values.Set("keep", planview.DayText(masterplan.EndDay(last.Keep)))
	}
	for _, k := range acceleration.Kinds {
		if v.settings.Uses(k) && !slices.Contains(last.Off, k) {
			f.Values.Add("use", string(k))
		}
	}
	return f
}

// askSolver puts a question to the solver.
func (h handlers) askSolver(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	q := recovery.Request{Seconds: f.Int("seconds"), Severe: f.Checked("severe"), Keep: worktime.None, Seed: 1}
	if day, ok := f.Day("keep"); ok {
		q.Keep = (day + 1).At(0)
	}
	measures, err := h.Recovery.Measures(ctx)
	if err != nil {
		return err
	}
	for _, k := range acceleration.Kinds {
		if measures.Uses(k) && !f.Has("use", string(k)) {
			q.Off = append(q.Off, k)
		}
	}
	var solve recovery.Solve
	if err = f.Fault(); err == nil {
		if solve, err = h.Recovery.Ask(ctx, project, q); err == nil {
			return web.Redirect(w, r, planview.Href(project, planview.TabRecovery)+"?solve="+solve.ID)
		}
	}
	v, lost := h.benchView(ctx, r)
	if lost != nil {
		return lost
	}
	v.form = f.Failed(ctx, err)
	return web.Refuse(w, r, err, benchPage(v))
}

func (h handlers) stop(w http.ResponseWriter, r *http.Request) error {
	ctx, project, solve := r.Context(), r.PathValue("id"), r.PathValue("solve")
	if err := h.Recovery.Stop(ctx, project, solve); err != nil {
		return err
	}
	web.Flash(ctx, ui.Info, "plan.catchup.stopped")
	return web.Redirect(w, r, planview.Href(project, planview.TabRecovery)+"?solve="+solve)
}

// pointGantt answers the chart of a point: its bars over those of the plan in force.
func (h handlers) pointGantt(w http.ResponseWriter, r *http.Request) error {
	v, err := h.Recovery.Solve(r.Context(), r.PathValue("id"), r.PathValue("solve"))
	if err != nil {
		return err
	}
	finish, _ := worktime.Parse(r.URL.Query().Get("point"))
	n := 0
	if f := v.Answer.Frontier; f != nil && len(f.Points) > 0 {
		n = pointAt(f, finish)
	}
	d, err := h.Recovery.Preview(r.Context(), v.Project, v.ID, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(draftChart(d, h.Today()).AppendJSON(nil))
	return err
}

// draftChart is the chart of a draft with the plan in force as its baseline.
func draftChart(d *recovery.Draft, today worktime.Day) *gantt.Chart {
	b := *d.Book
	laid := *d.Plan
	before := masterplan.TakeBaseline(d.Book.Plan, d.Book.Dates, "before", "", worktime.None)
	laid.Baselines = []masterplan.Baseline{before}
	b.Plan, b.Dates, b.Project.Baseline = &laid, d.Dates, before.ID
	return planview.ChartOf(&b, today)
}

// workOf is the solve as a job.
func workOf(ctx context.Context, v *benchView) ui.Work {
	s := v.solve
	w := ui.Work{ID: "solve-work", Title: i18n.T(ctx, "plan.catchup.state."+string(s.State)), State: ui.Running}
	switch {
	case s.State == recovery.Waiting && v.ahead > 0:
		w.Note = i18n.N(ctx, "plan.catchup.ahead", v.ahead)
	case s.Answer.Stage != "":
		w.Title = i18n.T(ctx, "plan.recovery.stage."+string(s.Answer.Stage))
		w.Done, w.Total = int(100*s.Answer.Share), 100
	}
	if f := v.frontier(); f != nil {
		soonest := &f.Points[len(f.Points)-1]
		w.Note = i18n.T(ctx, "plan.catchup.best_so_far", "Days", soonest.Days, "Finish", i18n.Date(ctx, masterplan.EndDay(soonest.Finish)), "Tried", i18n.Number(ctx, s.Answer.Schedules))
	}
	if v.May(ctx, plan.ActRecover) {
		w.Cancel = v.Href("recovery", "solves", s.ID, "stop")
	}
	return w
}

// money writes a cost with its unit.
func money(ctx context.Context, n int64) string {
	return i18n.Number(ctx, n) + " " + i18n.T(ctx, "plan.recovery.unit.money")
}

func finishDay(ctx context.Context, t worktime.Time) string {
	if t == worktime.None {
		return "—"
	}
	return i18n.Date(ctx, masterplan.EndDay(t))
}

// pointMarks are what a point is called, besides its finish.
func pointMarks(ctx context.Context, f *recovery.Frontier, i int) (out []string) {
	for _, m := range []struct {
		at  int
		key string
	}{{f.KeepAt, "plan.catchup.mark.keep"}, {f.BestAt, "plan.catchup.mark.best"}, {f.SoonestAt, "plan.catchup.mark.soonest"}} {
		if m.at == i {
			out = append(out, i18n.T(ctx, m.key))
		}
	}
	return out
}

// benchFigures are the question and the answer in figures.
func benchFigures(ctx context.Context, v *benchView) []ui.Fig {
	t := func(key string) string { return i18n.T(ctx, key) }
	f := v.frontier()
	last := &f.Points[len(f.Points)-1]
	figs := []ui.Fig{
		{Label: t("plan.catchup.without"), Value: finishDay(ctx, f.WithoutMeasures), Help: t("plan.catchup.without.help")},
		{Label: t("plan.catchup.keep"), Value: finishDay(ctx, f.Keep), Help: t("plan.catchup.keep.help"), Lamp: keepLamp(ctx, f)},
		{Label: t("plan.catchup.most"), Value: i18n.Number(ctx, last.Days), Unit: t("plan.days"), Help: t("plan.catchup.most.help")},
		{Label: t("plan.catchup.soonest"), Value: finishDay(ctx, last.Finish), Lamp: proofLamp(ctx, f)},
	}
	return figs
}

// keepLamp says whether the old finish can be kept.
func keepLamp(ctx context.Context, f *recovery.Frontier) ui.Lamp {
	if f.KeepAt >= 0 {
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.catchup.keep.yes")}
	}
	return ui.Lamp{Colour: ui.Red, Word: i18n.T(ctx, "plan.catchup.keep.no")}
}

// proofLamp says how sure it is that nothing is earlier.
func proofLamp(ctx context.Context, f *recovery.Frontier) ui.Lamp {
	if proven(f) {
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.catchup.proven")}
	}
	return ui.Lamp{Colour: ui.Blue, Word: i18n.T(ctx, "plan.catchup.bounded")}
}

// proven tells that no plan finishes on an earlier day than the earliest found.
func proven(f *recovery.Frontier) bool {
	return f.LowerBound != worktime.None && masterplan.EndDay(f.LowerBound) >= masterplan.EndDay(f.Points[len(f.Points)-1].Finish)
}

// proofLine is what is known of the days before the earliest finish found.
func proofLine(ctx context.Context, f *recovery.Frontier) string {
	switch {
	case proven(f):
		return i18n.T(ctx, "plan.catchup.proof.exact", "Day", finishDay(ctx, f.LowerBound))
	case f.LowerBound != worktime.None:
		return i18n.T(ctx, "plan.catchup.proof.bound", "Day", finishDay(ctx, f.LowerBound))
	}
	return i18n.T(ctx, "plan.catchup.proof.none")
}

// nextDay is what each day more than the point before costs.
func nextDay(f *recovery.Frontier, i int) (int64, bool) {
	if i == 0 {
		return 0, false
	}
	days := f.Points[i].Days - f.Points[i-1].Days
	if days <= 0 {
		return 0, false
	}
	return (f.Points[i].Cost - f.Points[i-1].Cost) / int64(days), true
}
