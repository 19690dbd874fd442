package recoveryweb

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

func (h handlers) acceptRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/recovery/accept", h.askAccept)
	m.Handle("POST /projects/{id}/recovery/accept", h.acceptPoint)
}

// acceptView is what accepting a point would do.
type acceptView struct {
	*planview.Sight
	*recovery.Draft
	form   ui.Form
	owners []ui.Choice
}

func (v *acceptView) back() string {
	return v.Href("recovery") + "?solve=" + v.Solve.ID + "&point=" + v.Point.Finish.String()
}

// acceptView drafts the point that the request names.
func (h handlers) acceptView(r *http.Request) (*acceptView, error) {
	ctx, project, solve := r.Context(), r.PathValue("id"), r.FormValue("solve")
	s, err := h.See(ctx, project)
	if err != nil {
		return nil, err
	}
	found, err := h.Recovery.Solve(ctx, project, solve)
	if err != nil {
		return nil, err
	}
	finish, _ := worktime.Parse(r.FormValue("point"))
	n := -1
	if f := found.Answer.Frontier; f != nil && len(f.Points) > 0 {
		n = pointAt(f, finish)
	}
	v := &acceptView{Sight: s}
	if v.Draft, err = h.Recovery.Preview(ctx, project, solve, n); err != nil {
		return nil, err
	}
	people, err := h.Owners(ctx)
	v.owners = planview.ChoicesOf(people, "")
	return v, err
}

// turnedBack sends people to the workbench with the reason when the project has
// moved on since the solve.
func turnedBack(w http.ResponseWriter, r *http.Request, err error) (bool, error) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "plan.catchup.moved" && f.Key != "plan.conflict" {
		return false, nil
	}
	web.Flash(r.Context(), ui.Warn, "plan.catchup.moved")
	return true, web.Redirect(w, r, planview.Href(r.PathValue("id"), planview.TabRecovery)+"?solve="+r.FormValue("solve"))
}

func (h handlers) askAccept(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := h.acceptView(r)
	if err != nil {
		if back, err := turnedBack(w, r, err); back {
			return err
		}
		return err
	}
	actor, _ := who.From(ctx)
	v.form = ui.FormOf("baseline", i18n.T(ctx, "plan.catchup.baseline_name", "Day", i18n.Date(ctx, v.Today)))
	for range v.Tasks {
		v.form.Values.Add("owner", actor.Account)
	}
	return h.acceptPage(w, r, v, nil)
}

func (h handlers) acceptPage(w http.ResponseWriter, r *http.Request, v *acceptView, failure error) error {
	t := moveTable(r.Context(), v)
	if failure != nil {
		return web.Render(w, r, web.Status(failure), acceptPage(v, t.View(r.Context())))
	}
	return t.Serve(w, r, func(table templ.Component) templ.Component { return acceptPage(v, table) })
}

func (h handlers) acceptPoint(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	v, err := h.acceptView(r)
	if err == nil {
		var done plan.Adoption
		done, err = h.Recovery.Accept(ctx, project, recovery.Acceptance{
			Solve: v.Solve.ID, Point: v.Index, Baseline: f.Text("baseline"), Owners: f.All("owner"), Expected: planview.Seen(r),
		})
		if err == nil {
			web.Flash(ctx, ui.Good, "plan.catchup.accepted", "Days", done.Promise.Days, "Finish", finishDay(ctx, done.Promise.Finish))
			h.Changed(ctx, project)
			return web.Redirect(w, r, planview.Href(project, "recovery", "tracking"))
		}
	}
	if back, err := turnedBack(w, r, err); back {
		return err
	}
	if v == nil || !web.Refusal(err) {
		return err
	}
	v.form = f.Failed(ctx, err)
	return h.acceptPage(w, r, v, err)
}

// moveTable lists what the point moves.
func moveTable(ctx context.Context, v *acceptView) ui.Table[*recovery.Move] {
	t := func(key string) string { return i18n.T(ctx, key) }
	rows := make([]*recovery.Move, len(v.Moves))
	for i := range v.Moves {
		rows[i] = &v.Moves[i]
	}
	activity := func(m *recovery.Move) *masterplan.Activity { return &v.Sight.Plan.Activities[m.Activity] }
	is := func(m *recovery.Move, what string) bool {
		switch what {
		case "earlier":
			return m.FinishDays < 0
		case "later":
			return m.FinishDays > 0
		}
		return len(m.Measures) > 0
	}
	return ui.Table[*recovery.Move]{
		ID: "moves", Name: v.Project.Code + " " + t("plan.catchup.moves"), Rows: rows, Sort: "new_start",
		Columns: []ui.Column[*recovery.Move]{
			{Key: "name", Label: t("plan.activity"), Value: func(m *recovery.Move) any { return activity(m).Name }},
			{Key: "code", Label: t("plan.code"), Value: func(m *recovery.Move) any { return activity(m).Code }},
			{Key: "start", Label: t("plan.catchup.start_before"), Value: func(m *recovery.Move) any { return planview.CivilDay(m.Start) }},
			{Key: "new_start", Label: t("plan.catchup.start_after"), Value: func(m *recovery.Move) any { return planview.CivilDay(m.NewStart) }},
			{Key: "finish", Label: t("plan.catchup.finish_before"), Value: func(m *recovery.Move) any { return masterplan.EndDay(m.Finish) }},
			{Key: "new_finish", Label: t("plan.catchup.finish_after"), Value: func(m *recovery.Move) any { return masterplan.EndDay(m.NewFinish) }},
			{Key: "days", Label: t("plan.baseline.finish_days"), Value: func(m *recovery.Move) any { return m.FinishDays }, Cell: func(m *recovery.Move) templ.Component { return varianceCell(m.FinishDays) }},
			{Key: "measures", Label: t("plan.catchup.measures"), Value: func(m *recovery.Move) any { return kindsText(ctx, m.Measures) }},
		},
		Filters: []ui.Filter[*recovery.Move]{{
			Key: "moved", Label: t("plan.show"), Match: is,
			Options: []ui.Choice{{Value: "measure", Text: t("plan.catchup.with_measures")}, {Value: "earlier", Text: t("plan.baseline.moved_earlier")}, {Value: "later", Text: t("plan.baseline.moved_later")}},
		}},
		Empty: ui.Nothing{Icon: "equal", Title: t("plan.catchup.moves.none")},
	}
}

func kindsText(ctx context.Context, kinds []acceleration.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = kindWord(ctx, k)
	}
	return strings.Join(words, i18n.T(ctx, "plan.list"))
}

// measureTable lists the measures of a point with what each brings and costs.
func measureTable(ctx context.Context, b *plan.Book, list []acceleration.Measure) ui.Table[*acceleration.Measure] {
	t := func(key string) string { return i18n.T(ctx, key) }
	rows := make([]*acceleration.Measure, len(list))
	for i := range list {
		rows[i] = &list[i]
	}
	return ui.Table[*acceleration.Measure]{
		ID: "measures", Name: t("plan.catchup.measures"), Rows: rows, Sort: "from",
		Href: func(m *acceleration.Measure) string {
			if m.Activity < 0 || int(m.Activity) >= len(b.Plan.Activities) {
				return ""
			}
			return planview.Href(b.Project.ID, "activities", b.Plan.Activities[m.Activity].ID)
		},
		Columns: []ui.Column[*acceleration.Measure]{
			{Key: "of", Label: t("plan.catchup.measure.of"), Value: func(m *acceleration.Measure) any { return measureOf(b, m) }},
			{Key: "kind", Label: t("plan.catchup.measure"), Value: func(m *acceleration.Measure) any { return kindWord(ctx, m.Kind) }},
			{Key: "hands", Label: t("plan.catchup.measure.hands"), Value: func(m *acceleration.Measure) any { return handsText(b, m) }},
			{Key: "from", Label: t("plan.catchup.measure.from"), Value: func(m *acceleration.Measure) any { return planview.CivilDay(m.From) }},
			{Key: "to", Label: t("plan.catchup.measure.to"), Value: func(m *acceleration.Measure) any { return endValue(m.To) }},
			{Key: "days", Label: t("plan.catchup.measure.days"), Value: func(m *acceleration.Measure) any { return tenth(m.Days) }, Help: t("plan.catchup.measure.days.help")},
			{Key: "cost", Label: t("plan.catchup.cost") + " (" + t("plan.recovery.unit.money") + ")", Value: func(m *acceleration.Measure) any { return m.Cost }},
		},
	}
}

func tenth(v float64) float64 { return math.Round(10*v) / 10 }

func endValue(t worktime.Time) any {
	if t == worktime.None {
		return nil
	}
	return masterplan.EndDay(t)
}

// measureOf is the activity, delivery or permit that a measure is about.
func measureOf(b *plan.Book, m *acceleration.Measure) string {
	if m.Activity >= 0 && int(m.Activity) < len(b.Plan.Activities) {
		return b.Plan.Activities[m.Activity].Label()
	}
	return m.Subject
}

// handsText is the hands that a measure adds: "焊工 +4".
func handsText(b *plan.Book, m *acceleration.Measure) string {
	name := tradeName(b, m.Trade)
	if m.Hands > 0 {
		return strings.TrimSpace(name + " +" + number(m.Hands))
	}
	return name
}

// tradeName is what people call a trade.
func tradeName(b *plan.Book, code string) string {
	for i := range b.Plan.Resources {
		if r := &b.Plan.Resources[i]; r.Code == code || r.Code == "" && r.Name == code {
			if r.Name != "" {
				return r.Name
			}
		}
	}
	return code
}

// source is where the figures of a kind of measure come from.
type source struct{ kind, text string }

// sources are those of the measures of a point: the lender, the offer, or the
// study behind the first figure of the kind.
func sources(ctx context.Context, list []acceleration.Measure) (out []source) {
	for i := range list {
		s := source{kindWord(ctx, list[i].Kind), sourceText(ctx, &list[i])}
		if s.text != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func sourceText(ctx context.Context, m *acceleration.Measure) string {
	switch m.Kind {
	case acceleration.Borrow:
		return i18n.T(ctx, "plan.catchup.source.lender", "Name", m.Subject)
	case acceleration.Expedite:
		return i18n.T(ctx, "plan.catchup.source.offer", "Name", m.Subject)
	}
	for _, p := range recovery.Parameters() {
		if p.Kind == m.Kind {
			return i18n.T(ctx, "plan.recovery.source."+string(p.Source))
		}
	}
	return ""
}
