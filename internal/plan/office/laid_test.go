package office

import (
	"testing"

	"fugong/internal/plan"
	"fugong/internal/plan/plantest"
	"fugong/internal/plan/recovery"
	"fugong/solve/worktime"
)

// A chain of five days from Monday 17 February 2020.
func TestStoppagesMoveThePlan(t *testing.T) {
	feb := func(d int) worktime.Day { return worktime.Date(2020, 2, d) }
	for _, c := range []struct {
		name      string
		stoppages []recovery.Stoppage
		finish    string
	}{
		{"none", nil, "2020-02-21T17:00"},
		{"two days", []recovery.Stoppage{{From: feb(18), To: feb(19)}}, "2020-02-25T17:00"},
		{"on a week-end it costs nothing", []recovery.Stoppage{{From: feb(22), To: feb(23)}}, "2020-02-21T17:00"},
		{"half output on two days is a day more", []recovery.Stoppage{{From: feb(18), To: feb(19), Restart: recovery.RestartCurve{{Days: 2, Percent: 50}}}}, "2020-02-26T17:00"},
		{"two that overlap count once", []recovery.Stoppage{{From: feb(18), To: feb(19)}, {From: feb(19), To: feb(19)}}, "2020-02-25T17:00"},
	} {
		p := plantest.Chain("A", "B", "C", "D", "E")
		out := laid(p, c.stoppages)
		if got := plantest.Computed(t, out).Finish.String(); got != c.finish {
			t.Errorf("%s: finish %s, want %s", c.name, got, c.finish)
		}
		if len(p.Calendars) != 0 {
			t.Errorf("%s: the plan itself was changed", c.name)
		}
	}
}

func TestWhatNeverRestsGoesOn(t *testing.T) {
	p := plantest.Chain("A")
	night := plan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 1440}}}
	p.Calendars = []plan.Calendar{{Name: "7 × 24", Base: -1, Week: [7]plan.DayHours{night, night, night, night, night, night, night}}}
	p.Activities[0].Calendar = 0
	p.Activities[0].Duration.Minutes, p.Activities[0].Remaining = 3*1440, 3*1440
	before := plantest.Computed(t, p).Finish
	from := p.Start.Day()
	if after := plantest.Computed(t, laid(p, []recovery.Stoppage{{From: from, To: from + 9}})).Finish; after != before {
		t.Errorf("curing moved from %s to %s", before, after)
	}
}
