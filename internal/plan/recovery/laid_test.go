package recovery_test

import (
	"testing"

	"pgregory.net/rapid"

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
		out := recovery.Laid(p, c.stoppages)
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
	if after := plantest.Computed(t, recovery.Laid(p, []recovery.Stoppage{{From: from, To: from + 9}})).Finish; after != before {
		t.Errorf("curing moved from %s to %s", before, after)
	}
}

// The plan in force and the account of what was lost read a stoppage alike,
// whatever links and lags it falls into.
func TestStoppagesAreReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plantest.Chain("A", "B", "C", "D", "E")
		for i := range p.Links {
			l := &p.Links[i]
			l.Type = plan.LinkType(rapid.IntRange(0, 3).Draw(t, "type"))
			l.Lag = plan.Lag{Tenths: 4800 * int64(rapid.IntRange(-1, 4).Draw(t, "lag")), Unit: plan.Days, Elapsed: rapid.Bool().Draw(t, "elapsed")}
		}
		day := worktime.Date(2020, 2, 17)
		var list []recovery.Stoppage
		for range rapid.IntRange(1, 2).Draw(t, "stoppages") {
			from := day + worktime.Day(rapid.IntRange(0, 12).Draw(t, "from"))
			list = append(list, recovery.Stoppage{Cause: recovery.Weather, From: from, To: from + worktime.Day(rapid.IntRange(0, 8).Draw(t, "more")), Restart: recovery.RestartCurve{{Days: 2, Percent: 50}}})
		}
		loss, err := recovery.Assess(p, list)
		if err != nil {
			t.Fatal(err)
		}
		dates, err := plan.Compute(recovery.Laid(p, list))
		if err != nil {
			t.Fatal(err)
		}
		if loss.Finish != dates.Finish {
			t.Errorf("the account ends on %v, the plan in force on %v", loss.Finish, dates.Finish)
		}
	})
}
