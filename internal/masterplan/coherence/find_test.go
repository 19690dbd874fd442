package coherence_test

import (
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/coherence"
	"fugong/solve/worktime"
)

// dated is a plan of Microsoft Project whose file states the dates that we compute:
// dig before pour, and a long task that nothing follows.
func dated(t *testing.T) *masterplan.Plan {
	t.Helper()
	task := func(code string, days int64) masterplan.Activity {
		return masterplan.Activity{
			Code: code, Parent: -1, Calendar: -1, Duration: masterplan.Duration{Minutes: 480 * days}, Remaining: 480 * days,
			ActualStart: worktime.None, ActualFinish: worktime.None, Suspend: worktime.None, Resume: worktime.None,
			ExpectedFinish: worktime.None, Deadline: worktime.None, ManualStart: worktime.None, ManualFinish: worktime.None,
		}
	}
	p := &masterplan.Plan{
		Start: worktime.Date(2026, 3, 2).At(8 * 60), DataDate: worktime.None, MustFinish: worktime.None,
		Settings:   masterplan.Settings{Dialect: masterplan.MicrosoftProject},
		Calendars:  []masterplan.Calendar{{Name: "Standard", Base: -1}},
		Activities: []masterplan.Activity{task("dig", 3), task("pour", 2), task("long", 10)},
		Links:      []masterplan.Link{{Pred: 0, Succ: 1, Type: masterplan.FS}},
	}
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	p.Finish = d.Finish
	for i := range d.Rows {
		r, f := &d.Rows[i], &p.Activities[i].File
		*f = masterplan.FileDates{
			Start: worktime.None, Finish: worktime.None, EarlyStart: r.EarlyStart, EarlyFinish: r.EarlyFinish,
			LateStart: r.LateStart, LateFinish: r.LateFinish, TotalFloat: r.TotalFloat, FreeFloat: r.FreeFloat, HasTotal: true, HasFree: true,
		}
	}
	return p
}

// TestFind changes one thing in a file that agrees with itself, in ways that prove
// something and in ways that a rule could explain.
func TestFind(t *testing.T) {
	const day = 24 * 60
	for _, c := range []struct {
		name   string
		change func(p *masterplan.Plan, dig, pour, long *masterplan.Activity)
		want   string // the rule; empty for no proof
		of     [2]int // late starts and early starts that still count
	}{
		{"untouched", func(*masterplan.Plan, *masterplan.Activity, *masterplan.Activity, *masterplan.Activity) {}, "", [2]int{3, 3}},
		{"a float of another day length", func(_ *masterplan.Plan, dig, _, _ *masterplan.Activity) { dig.File.TotalFloat += 60 }, "slack", [2]int{3, 3}},
		{"late dates of what may finish with the project, from before", func(_ *masterplan.Plan, _, pour, _ *masterplan.Activity) {
			pour.File.LateStart, pour.File.LateFinish, pour.File.TotalFloat = pour.File.LateStart-day, pour.File.LateFinish-day, pour.File.TotalFloat-480
		}, "end", [2]int{1, 3}},
		{"a deadline may explain them", func(_ *masterplan.Plan, _, pour, _ *masterplan.Activity) {
			pour.File.LateStart, pour.File.LateFinish, pour.File.TotalFloat = pour.File.LateStart-day, pour.File.LateFinish-day, pour.File.TotalFloat-480
			pour.Deadline = pour.File.LateFinish
		}, "late", [2]int{1, 3}},
		{"a late finish that nothing asks for", func(_ *masterplan.Plan, dig, _, _ *masterplan.Activity) {
			dig.File.LateStart, dig.File.LateFinish, dig.File.TotalFloat = dig.File.LateStart-day, dig.File.LateFinish-day, dig.File.TotalFloat-480
		}, "held", [2]int{1, 3}},
		{"a start before what it follows", func(_ *masterplan.Plan, _, pour, _ *masterplan.Activity) {
			pour.File.EarlyStart, pour.File.EarlyFinish, pour.File.TotalFloat = pour.File.EarlyStart-day, pour.File.EarlyFinish-day, pour.File.TotalFloat+480
		}, "early", [2]int{1, 1}},
		{"a start held by a must-date", func(_ *masterplan.Plan, _, pour, _ *masterplan.Activity) {
			pour.File.EarlyStart, pour.File.EarlyFinish = pour.File.EarlyStart-day, pour.File.EarlyFinish-day
			pour.Primary = masterplan.Constraint{Type: masterplan.StartOn, Date: pour.File.EarlyStart}
		}, "", [2]int{3, 3}},
		{"a duration that was changed", func(_ *masterplan.Plan, _, _, long *masterplan.Activity) {
			long.Duration.Minutes, long.Remaining = 480, 480
		}, "span", [2]int{2, 2}},
		{"a project that ends before its work", func(p *masterplan.Plan, _, _, _ *masterplan.Activity) { p.Finish -= day }, "beyond", [2]int{0, 3}},
		{"what is fixed by hand proves nothing", func(_ *masterplan.Plan, dig, _, _ *masterplan.Activity) {
			dig.Manual = true
			dig.File.LateFinish -= day
		}, "", [2]int{3, 3}},
	} {
		p := dated(t)
		c.change(p, &p.Activities[0], &p.Activities[1], &p.Activities[2])
		d, err := masterplan.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		var report coherence.Report
		report.Add(p, d)
		if got := named(report.Contradictions, c.want); got != c.want {
			t.Errorf("%s: found %+v, want %q", c.name, report.Contradictions, c.want)
		}
		if got := [2]int{report.Consistent.LateStart.Of, report.Consistent.EarlyStart.Of}; got != c.of {
			t.Errorf("%s: counts %v late and early starts, want %v", c.name, got, c.of)
		}
	}
}

// named is rule when it is among found, or else the first rule found.
func named(found []coherence.Contradiction, rule string) (first string) {
	for _, x := range found {
		if x.Why.Key == "plan.contradicts."+rule {
			return rule
		}
		first = x.Why.Key
	}
	return first
}
