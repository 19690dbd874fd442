package stoppage_test

import (
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/masterplan/stoppage"
	"fugong/solve/worktime"
)

// A chain of five days from Monday 17 February 2020.
func TestStoppagesMoveThePlan(t *testing.T) {
	feb := func(d int) worktime.Day { return worktime.Date(2020, 2, d) }
	for _, c := range []struct {
		name      string
		stoppages []stoppage.Stoppage
		finish    string
	}{
		{"none", nil, "2020-02-21T17:00"},
		{"two days", []stoppage.Stoppage{{From: feb(18), To: feb(19)}}, "2020-02-25T17:00"},
		{"on a week-end it costs nothing", []stoppage.Stoppage{{From: feb(22), To: feb(23)}}, "2020-02-21T17:00"},
		{"half output on two days is a day more", []stoppage.Stoppage{{From: feb(18), To: feb(19), Restart: stoppage.RestartCurve{{Days: 2, Percent: 50}}}}, "2020-02-26T17:00"},
		{"two that overlap count once", []stoppage.Stoppage{{From: feb(18), To: feb(19)}, {From: feb(19), To: feb(19)}}, "2020-02-25T17:00"},
	} {
		p := plantest.Chain("A", "B", "C", "D", "E")
		out := stoppage.LayOver(p, c.stoppages)
		if got := plantest.Computed(t, out).Finish.String(); got != c.finish {
			t.Errorf("%s: finish %s, want %s", c.name, got, c.finish)
		}
		if len(p.Calendars) != 0 {
			t.Errorf("%s: the plan itself was changed", c.name)
		}
	}
}

// nonstop is a calendar that runs round the clock.
func nonstop() masterplan.Calendar {
	all := masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 1440}}}
	return masterplan.Calendar{Name: "7 × 24", Base: -1, Week: [7]masterplan.DayHours{all, all, all, all, all, all, all}}
}

// put lets tasks of p run round the clock for four days each.
func put(p *masterplan.Plan, tasks ...int) {
	p.Calendars = []masterplan.Calendar{nonstop()}
	for _, i := range tasks {
		a := &p.Activities[i]
		a.Calendar, a.Duration.Minutes, a.Remaining = 0, 4*1440, 4*1440
	}
}

func TestWhatGoesOn(t *testing.T) {
	for _, c := range []struct {
		name  string
		round []int
		hands bool // on the first task
		stops bool
	}{
		{"curing between what people do", []int{0}, false, false},
		{"what people do round the clock", []int{0}, true, true},
		{"a plan in civil days", []int{0, 1, 2}, false, true},
	} {
		p := plantest.Chain("A", "B", "C")
		put(p, c.round...)
		if c.hands {
			p.Resources = []masterplan.Resource{{Code: "R", Type: masterplan.WorkResource, MaxUnits: 1, Calendar: -1}}
			p.Assignments = []masterplan.Assignment{{Activity: 0, Resource: 0, Units: 1}}
		}
		// A runs from Monday 08:00 to Friday 08:00.
		stopped := stoppage.LayOver(p, []stoppage.Stoppage{{From: monday + 1, To: monday + 2}})
		before, after := plantest.Computed(t, p).Rows[0].EarlyFinish, plantest.Computed(t, stopped).Rows[0].EarlyFinish
		if stops := after > before; stops != c.stops {
			t.Errorf("%s: ends %v, stopped %v", c.name, before, after)
		}
	}
}

// The plan in force and the account of what was lost read a stoppage alike,
// whatever links, lags and calendars it falls into.
func TestStoppagesAreReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plantest.Chain("A", "B", "C", "D", "E")
		for i := range p.Links {
			l := &p.Links[i]
			l.Type = masterplan.LinkType(rapid.IntRange(0, 3).Draw(t, "type"))
			l.Lag = masterplan.Lag{Tenths: 4800 * int64(rapid.IntRange(-1, 4).Draw(t, "lag")), Unit: masterplan.Days, Elapsed: rapid.Bool().Draw(t, "elapsed")}
		}
		for i := range p.Activities {
			if rapid.IntRange(0, 2).Draw(t, "round") == 0 {
				put(p, i)
			}
			if rapid.IntRange(0, 2).Draw(t, "hands") == 0 {
				p.Resources = []masterplan.Resource{{Code: "R", Type: masterplan.WorkResource, MaxUnits: 1, Calendar: -1}}
				p.Assignments = append(p.Assignments, masterplan.Assignment{Activity: int32(i), Resource: 0, Units: 1})
			}
		}
		p.Settings.LagCalendar = masterplan.LagCalendar(rapid.IntRange(0, 3).Draw(t, "lags run by"))
		var list []stoppage.Stoppage
		for range rapid.IntRange(1, 2).Draw(t, "stoppages") {
			from := monday + worktime.Day(rapid.IntRange(0, 12).Draw(t, "from"))
			list = append(list, stoppage.Stoppage{Cause: stoppage.Weather, From: from, To: from + worktime.Day(rapid.IntRange(0, 8).Draw(t, "more")), Restart: stoppage.RestartCurve{{Days: 2, Percent: 50}}})
		}
		loss, err := stoppage.Assess(p, list)
		if err != nil {
			t.Fatal(err)
		}
		dates, err := masterplan.Compute(stoppage.LayOver(p, list))
		if err != nil {
			t.Fatal(err)
		}
		if loss.Finish != dates.Finish {
			t.Errorf("the account ends on %v, the plan in force on %v", loss.Finish, dates.Finish)
		}
	})
}
