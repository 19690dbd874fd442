package planweb

import (
	"context"
	"net/http"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/earnedvalue"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

// recentEntries is how many reports the progress page shows.
const recentEntries = 12

// curvePoints is about how many points an S-curve is drawn with.
const curvePoints = 60

// progressView is what the progress page shows.
type progressView struct {
	figs    []ui.Fig
	chart   ui.Chart
	reports []entryRow
}

func (h handlers) showProgress(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	b, entries, err := h.Plans.Progress(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	s, err := h.Sight(ctx, b)
	if err != nil {
		return err
	}
	if len(b.Plan.Activities) == 0 {
		return web.OK(w, r, emptyPlanPage(s))
	}
	in := earnedvalue.Input{Stored: b.Stored, Plan: b.Plan, Dates: b.Dates, Baseline: b.Baseline(), Entries: entries}
	v := progressView{}
	if v.figs, err = earnedFigures(ctx, in); err != nil {
		return err
	}
	if v.chart, err = curveChart(ctx, s, in); err != nil {
		return err
	}
	if v.reports, err = h.recentEntries(ctx, s, entries); err != nil {
		return err
	}
	return web.OK(w, r, progressPage(s, v))
}

func (h handlers) recentEntries(ctx context.Context, s *planview.Sight, entries []masterplan.Entry) ([]entryRow, error) {
	var accounts []string
	for i := range entries[:min(recentEntries, len(entries))] {
		accounts = append(accounts, entries[i].RecordedBy)
	}
	names, err := h.Names(ctx, planview.Distinct(accounts)...)
	if err != nil {
		return nil, err
	}
	at := make(map[string]*masterplan.Activity, len(s.Plan.Activities))
	for i := range s.Plan.Activities {
		at[s.Plan.Activities[i].ID] = &s.Plan.Activities[i]
	}
	list := entryRows(entries, names, func(id string) *masterplan.Activity { return at[id] })
	return list[:min(recentEntries, len(list))], nil
}

func earnedFigures(ctx context.Context, in earnedvalue.Input) ([]ui.Fig, error) {
	f, err := earnedvalue.Of(in)
	if err != nil {
		return nil, err
	}
	t := func(key string) string { return i18n.T(ctx, key) }
	share := func(v float64) string { return i18n.Fixed(ctx, v, 1) }
	figs := []ui.Fig{
		{Label: t("plan.earned.planned"), Value: share(f.Planned), Unit: "%", Help: t("plan.earned.planned.help")},
		{Label: t("plan.earned.earned"), Value: share(f.Earned), Unit: "%", Help: t("plan.earned.earned.help")},
		{Label: "SPI", Value: ratio(ctx, f.SPI), Help: t("plan.earned.spi.help"), Lamp: ratioLamp(ctx, f.SPI)},
		{Label: "SPI(t)", Value: ratio(ctx, f.SPIt), Help: t("plan.earned.spit.help"), Lamp: ratioLamp(ctx, f.SPIt)},
		{Label: t("plan.earned.schedule"), Value: i18n.Decimal(ctx, f.EarnedDays-f.ActualDays, 0), Unit: t("plan.days"), Help: t("plan.earned.schedule.help")},
	}
	if f.Forecast != worktime.NoDay {
		figs = append(figs, ui.Fig{Label: t("plan.earned.forecast"), Value: i18n.Date(ctx, f.Forecast), Help: t("plan.earned.forecast.help")})
	}
	return figs, nil
}

func ratio(ctx context.Context, v float64) string {
	if v == 0 {
		return "—"
	}
	return i18n.Fixed(ctx, v, 2)
}

// ratioLamp judges an index of performance.
func ratioLamp(ctx context.Context, v float64) ui.Lamp {
	switch {
	case v == 0:
		return ui.Lamp{}
	case v >= 1:
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.earned.good")}
	case v >= 0.9:
		return ui.Lamp{Colour: ui.Yellow, Word: i18n.T(ctx, "plan.earned.slow")}
	}
	return ui.Lamp{Colour: ui.Red, Word: i18n.T(ctx, "plan.earned.bad")}
}

func curveChart(ctx context.Context, s *planview.Sight, in earnedvalue.Input) (ui.Chart, error) {
	days := int(s.Dates.Finish.Day()-s.Dates.Start.Day()) + 1
	points, err := earnedvalue.Curve(in, max(1, days/curvePoints))
	if err != nil {
		return ui.Chart{}, err
	}
	labels := gantt.SCurveLabels{
		Baseline: i18n.T(ctx, "plan.baseline"), Planned: i18n.T(ctx, "plan.curve.planned"), Actual: i18n.T(ctx, "plan.curve.actual"),
		Forecast: i18n.T(ctx, "plan.curve.forecast"), DataDate: i18n.T(ctx, "plan.data_date"),
	}
	curve := gantt.SCurve{DataDate: int64(s.Plan.DataDate), Labels: labels}
	c := ui.Chart{
		ID: "s-curve", Title: i18n.T(ctx, "plan.curve.title"), Height: 380,
		Head: []string{i18n.T(ctx, "plan.day"), labels.Planned, labels.Actual, labels.Forecast},
	}
	for _, p := range points {
		at := int64((p.Day + 1).At(0))
		curve.Planned = append(curve.Planned, gantt.Point{At: at, Value: p.Planned})
		curve.Actual = appendPoint(curve.Actual, at, p.Actual)
		curve.Forecast = appendPoint(curve.Forecast, at, p.Forecast)
		c.Rows = append(c.Rows, []string{i18n.Date(ctx, p.Day), i18n.Fixed(ctx, p.Planned, 1), cell(ctx, p.Actual), cell(ctx, p.Forecast)})
	}
	c.Option = curve.Option()
	return c, nil
}

func appendPoint(list []gantt.Point, at int64, v *float64) []gantt.Point {
	if v == nil {
		return list
	}
	return append(list, gantt.Point{At: at, Value: *v})
}

func cell(ctx context.Context, v *float64) string {
	if v == nil {
		return "—"
	}
	return i18n.Fixed(ctx, *v, 1)
}
