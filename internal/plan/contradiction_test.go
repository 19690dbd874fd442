package plan_test

import (
	"testing"

	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// TestContradictions moves one late finish of a file that agrees with itself, in
// ways that prove something and in ways that other rules could explain.
func TestContradictions(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *plan.Plan, dig, pour *plan.Activity)
		want   string // id, and what is asked for; empty for no proof
	}{
		{"untouched", func(*plan.Plan, *plan.Activity, *plan.Activity) {}, ""},
		{"a late finish before what follows asks for it", func(_ *plan.Plan, dig, _ *plan.Activity) { dig.File.LateFinish -= 24 * 60 }, "dig"},
		{"the same moment, said as the next morning", func(_ *plan.Plan, dig, pour *plan.Activity) { dig.File.LateFinish = pour.File.LateStart }, ""},
		{"a deadline may explain it", func(_ *plan.Plan, dig, _ *plan.Activity) {
			dig.File.LateFinish -= 24 * 60
			dig.Deadline = dig.File.LateFinish
		}, ""},
		{"a lag may explain it", func(p *plan.Plan, dig, _ *plan.Activity) {
			dig.File.LateFinish -= 24 * 60
			for l := range p.Links {
				p.Links[l].Lag.Tenths = 4800
			}
		}, ""},
		{"what has begun is not judged", func(_ *plan.Plan, dig, _ *plan.Activity) {
			dig.File.LateFinish -= 24 * 60
			dig.ActualStart = dig.File.EarlyStart
		}, ""},
	} {
		p := site(t)
		d := compute(t, p)
		at := map[string]*plan.Activity{}
		for i := range p.Activities {
			r, f := d.Rows[i], &p.Activities[i].File
			f.EarlyStart, f.EarlyFinish, f.LateStart, f.LateFinish = r.EarlyStart, r.EarlyFinish, r.LateStart, r.LateFinish
			at[p.Activities[i].Code] = &p.Activities[i]
		}
		c.change(p, at["dig"], at["pour"])
		got := ""
		if found := plan.Contradictions(p, d); len(found) > 0 {
			got = found[0].ID
			if found[0].Asked == worktime.None.String() {
				t.Errorf("%s: asks for nothing: %+v", c.name, found[0])
			}
		}
		if got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// TestOpenEndsThatEndApart: without a successor, Microsoft Project counts back from
// the project's finish.
func TestOpenEndsThatEndApart(t *testing.T) {
	p := site(t)
	p.Settings.Dialect = plan.MicrosoftProject
	d := compute(t, p)
	last := 0
	for i := range p.Activities {
		p.Activities[i].File.LateFinish, p.Activities[i].File.LateStart = d.Rows[i].LateFinish, d.Rows[i].LateStart
		if d.Rows[i].LateFinish > d.Rows[last].LateFinish {
			last = i
		}
	}
	p.Finish = d.Finish
	if found := plan.Contradictions(p, d); len(found) != 0 {
		t.Fatalf("our own dates contradict: %+v", found)
	}
	p.Finish += 2 * 24 * 60
	if found := plan.Contradictions(p, d); len(found) == 0 || found[0].Next != "" {
		t.Errorf("an open end before the project's finish: %+v", found)
	}
}
