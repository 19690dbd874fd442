package planweb

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

// What one report may carry: package plan refuses more, with its own words.
const (
	maxPhotos = 9
	maxPhoto  = 6 << 20
)

// stepRows is how many milestones the form has room for.
const stepRows = 6

// panelID is the element of the chart's panel; a report sent from there is
// answered there.
const panelID = "plan-panel"

// bases are the ways to measure progress, by their values in the form.
var bases = [...]string{masterplan.ByQuantity: "quantity", masterplan.ByPercent: "percent", masterplan.BySteps: "steps"}

var leftRules = [...]string{masterplan.ByPlan: "plan", masterplan.ByRate: "rate", masterplan.Stated: "stated"}

// progressForm is filled in with what is known: the entry to correct, or else
// the one in force, or else the plan.
func (v *activityView) progressForm(correct *masterplan.Entry) ui.Form {
	f := ui.FormOf("as_of", v.Today.String(), "basis", "percent", "left", "plan",
		"actual_start", isoMinute(v.a.ActualStart), "actual_finish", isoMinute(v.a.ActualFinish), "percent", number(100*v.a.Share()))
	known := v.Entry(v.a.ID)
	if correct != nil {
		known = correct
		f.Values.Set("as_of", correct.AsOf.String())
		f.Values.Set("note", correct.Note)
	}
	if known == nil {
		return f
	}
	m := known.Measure
	f.Values.Set("basis", bases[m.Basis])
	f.Values.Set("left", leftRules[known.Left.Rule])
	f.Values.Set("actual_start", isoMinute(known.ActualStart))
	f.Values.Set("actual_finish", isoMinute(known.ActualFinish))
	f.Values.Set("unit", m.Unit)
	if m.Total > 0 {
		f.Values.Set("done", number(m.Done))
		f.Values.Set("total", number(m.Total))
	}
	if known.Left.Rule == masterplan.Stated {
		f.Values.Set("left_days", number(float64(known.Left.Minutes)/planview.PerDay(v.Plan, v.a)))
	}
	for i, s := range m.Steps {
		f.Values.Set(stepName("name", i), s.Name)
		f.Values.Set(stepName("weight", i), number(s.Weight))
		if s.Done {
			f.Values.Set(stepName("done", i), "on")
		}
	}
	return f
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func stepName(part string, i int) string { return "step_" + part + "_" + strconv.Itoa(i) }

func stepCount(f ui.Form) int {
	n := stepRows
	for f.Value(stepName("name", n)) != "" {
		n++
	}
	return n
}

// recordProgress takes a report. The activity as people see it is read only when
// something of it is to be shown, or measured by.
func (h handlers) recordProgress(w http.ResponseWriter, r *http.Request) error {
	ctx, id, activity := r.Context(), r.PathValue("id"), r.PathValue("activity")
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	view := sync.OnceValues(func() (*activityView, error) { return h.activityView(ctx, id, activity) })
	report, err := readReport(f, r, view)
	var doubts masterplan.Doubts
	if err == nil {
		_, doubts, err = h.Plans.RecordProgress(ctx, id, activity, report)
	}
	if err != nil {
		return refuseReport(w, r, f, err, view)
	}
	h.Changed(ctx, id)
	return h.answerRecorded(w, r, doubts)
}

// refuseReport says first what stands in the way of any report of this activity.
func refuseReport(w http.ResponseWriter, r *http.Request, f *web.Form, err error, view func() (*activityView, error)) error {
	v, unseen := view()
	if unseen != nil {
		return unseen
	}
	if never := v.Must(r.Context(), plan.ActProgress); never != nil {
		return never
	}
	return v.refuseForm(w, r, f.Failed(r.Context(), err), err)
}

// refuseForm shows the form again where it was sent from.
func (v *activityView) refuseForm(w http.ResponseWriter, r *http.Request, f ui.Form, err error) error {
	if e := (*fault.Error)(nil); errors.As(err, &e) && e.Key == "plan.progress.confirm" {
		f.Values.Set("doubted", "on")
	}
	var page templ.Component = activityPage(v, f, f.Value("corrects"))
	if ui.From(r.Context()).Fragment == panelID {
		page = activityPanel(v, f, "")
	}
	return web.Refuse(w, r, err, page)
}

// answerRecorded answers where the report was sent from: the panel, or the page.
func (h handlers) answerRecorded(w http.ResponseWriter, r *http.Request, d masterplan.Doubts) error {
	ctx, id, activity := r.Context(), r.PathValue("id"), r.PathValue("activity")
	if ui.From(ctx).Fragment == panelID {
		after, err := h.activityView(ctx, id, activity)
		if err != nil {
			return err
		}
		return web.OK(w, r, activityPanel(after, after.progressForm(nil), i18n.T(ctx, "plan.progress.saved")))
	}
	web.Flash(ctx, ui.Good, "plan.progress.saved")
	for _, warning := range d.Warnings {
		web.Flash(ctx, ui.Warn, warning.Key, pairs(warning.Args)...)
	}
	return web.Redirect(w, r, planview.Href(id, "activities", activity))
}

func pairs(args map[string]string) (list []any) {
	for k, v := range args {
		list = append(list, k, v)
	}
	return list
}

// readReport reads the form. What is missing altogether is a complaint; what
// is contradictory is for the rules of package masterplan to find.
func readReport(f *web.Form, r *http.Request, view func() (*activityView, error)) (report plan.Report, err error) {
	asOf, ok := f.Day("as_of")
	if !ok {
		asOf = worktime.NoDay
		if f.Text("as_of") == "" {
			f.Wrong("as_of", "web.form.required")
		}
	}
	report = plan.Report{
		AsOf: asOf, Measure: readMeasure(f), ActualStart: f.Time("actual_start"), ActualFinish: f.Time("actual_finish"),
		Note: f.Text("note"), Confirmed: f.Checked("confirmed"), Corrects: f.Text("corrects"),
	}
	if report.Left, err = readLeft(f, view); err != nil {
		return report, err
	}
	if err := f.Fault(); err != nil {
		return report, err
	}
	report.Photos, err = planview.UploadedPhotos(r)
	return report, err
}

func readMeasure(f *web.Form) masterplan.Measure {
	switch f.One("basis", bases[:]...) {
	case "quantity":
		if f.Text("done") == "" {
			f.Wrong("done", "web.form.required")
		}
		return masterplan.Measure{Basis: masterplan.ByQuantity, Done: f.Decimal("done"), Total: f.Decimal("total"), Unit: f.Text("unit")}
	case "steps":
		return masterplan.Measure{Basis: masterplan.BySteps, Steps: readSteps(f)}
	}
	if f.Text("percent") == "" {
		f.Wrong("percent", "web.form.required")
	}
	return masterplan.Measure{Basis: masterplan.ByPercent, Percent: f.Decimal("percent")}
}

// readSteps reads the rows that have a name; a weight left out is 1.
func readSteps(f *web.Form) (steps []masterplan.Step) {
	for i := range stepCount(f.Form) {
		name := f.Text(stepName("name", i))
		if name == "" {
			continue
		}
		s := masterplan.Step{Name: name, Weight: 1, Done: f.Checked(stepName("done", i))}
		if f.Text(stepName("weight", i)) != "" {
			s.Weight = f.Decimal(stepName("weight", i))
		}
		steps = append(steps, s)
	}
	return steps
}

// readLeft reads what is left; days are counted in those of the activity.
func readLeft(f *web.Form, view func() (*activityView, error)) (masterplan.Left, error) {
	rule := masterplan.LeftRule(max(0, slices.Index(leftRules[:], f.Text("left"))))
	if rule != masterplan.Stated {
		return masterplan.Left{Rule: rule}, nil
	}
	v, err := view()
	if err != nil {
		return masterplan.Left{}, err
	}
	days := f.Decimal("left_days")
	if f.Text("left_days") == "" || days < 0 {
		f.Wrong("left_days", "plan.progress.left")
	}
	return masterplan.Left{Rule: rule, Minutes: int64(days*planview.PerDay(v.Plan, v.a) + 0.5)}, nil
}

// entryRow is one entry as people read it.
type entryRow struct {
	*masterplan.Entry
	who        string
	superseded bool
	activity   *masterplan.Activity
}

// entryRows are the entries of a list with their authors; those corrected later
// are marked.
func entryRows(entries []masterplan.Entry, names map[string]string, activity func(id string) *masterplan.Activity) []entryRow {
	corrected := map[string]bool{}
	for i := range entries {
		corrected[entries[i].Supersedes] = true
	}
	list := make([]entryRow, len(entries))
	for i := range entries {
		e := &entries[i]
		list[i] = entryRow{Entry: e, who: names[e.RecordedBy], superseded: corrected[e.ID], activity: activity(e.Activity)}
	}
	return list
}

func (v *activityView) reports() []entryRow {
	return entryRows(v.page.Entries, v.names, func(string) *masterplan.Activity { return v.a })
}

// measureText tells how far: "6 / 10 台（60%）".
func measureText(ctx context.Context, m masterplan.Measure) string {
	share := i18n.Percent(ctx, m.Share())
	switch m.Basis {
	case masterplan.ByQuantity:
		return i18n.T(ctx, "plan.measure.quantity", "Done", i18n.Decimal(ctx, m.Done, 2), "Total", i18n.Decimal(ctx, m.Total, 2), "Unit", m.Unit, "Share", share)
	case masterplan.BySteps:
		done := 0
		for _, s := range m.Steps {
			if s.Done {
				done++
			}
		}
		return i18n.T(ctx, "plan.measure.steps", "Done", done, "Total", len(m.Steps), "Share", share)
	}
	return share
}

func (r *entryRow) dates(ctx context.Context) string {
	switch {
	case r.ActualFinish != worktime.None:
		return i18n.T(ctx, "plan.entry.finished", "Date", i18n.DateTime(ctx, r.ActualFinish))
	case r.ActualStart != worktime.None:
		return i18n.T(ctx, "plan.entry.started", "Date", i18n.DateTime(ctx, r.ActualStart))
	}
	return ""
}

func choicesByKey(ctx context.Context, prefix string, values []string) []ui.Choice {
	all := make([]ui.Choice, len(values))
	for i, v := range values {
		all[i] = ui.Choice{Value: v, Text: i18n.T(ctx, prefix+v), Hint: hint(ctx, prefix+v+".hint")}
	}
	return all
}

func hint(ctx context.Context, key string) string {
	if !i18n.Has(ctx, key) {
		return ""
	}
	return i18n.T(ctx, key)
}

// photoCount says how many photos a report may carry.
func photoCount(ctx context.Context) string { return i18n.N(ctx, "plan.photo.limit", maxPhotos-1) }
