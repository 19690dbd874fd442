package recovery

import (
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// days is a chain of activities of so many days each, from Monday 17 February
// 2020, eight hours a day.
func days(each int64, codes ...string) *plan.Book {
	p := plantest.Chain(codes...)
	for i := range p.Activities {
		p.Activities[i].Duration.Minutes, p.Activities[i].Remaining = each*480, each*480
	}
	return &plan.Book{Stored: p}
}

func computed(t *testing.T, b *plan.Book) *plan.Book {
	t.Helper()
	b.Plan = masterplan.Fold(b.Stored, b.Entries)
	b.Dates = plantest.Computed(t, b.Plan)
	return b
}

func feb(d, hour int) worktime.Time { return worktime.Date(2020, 2, d).At(60 * hour) }

// A point that shortens one activity, overlaps the next and keeps a third back
// comes to the same dates as a plan in force.
func TestDatedKeepsThePlacesOfAPoint(t *testing.T) {
	b := computed(t, days(5, "A", "B", "C"))
	none := worktime.None
	point := &Point{Rows: []Placed{
		{Start: feb(17, 8), Finish: feb(19, 17), Remaining: 3 * 480},
		{Start: feb(19, 8), Finish: feb(25, 17), Remaining: 5 * 480},
		{Start: worktime.Date(2020, 3, 2).At(480), Finish: worktime.Date(2020, 3, 6).At(1020), Remaining: 5 * 480, Waits: true},
	}}
	dated, err := Dated(b, point)
	if err != nil {
		t.Fatal(err)
	}
	got := plantest.Computed(t, dated)
	for i, want := range point.Rows {
		if row := &got.Rows[i]; row.Start != want.Start || row.Finish != want.Finish {
			t.Errorf("%s stands from %s to %s, the point has %s to %s", dated.Activities[i].Code, row.Start, row.Finish, want.Start, want.Finish)
		}
	}
	if b.Plan.Activities[0].Remaining != 5*480 || b.Plan.Links[0].Lag.Tenths != 0 {
		t.Error("the plan in force was changed")
	}
	point.Rows[1] = Placed{Start: none, Finish: none}
	if _, err := Dated(b, point); err != nil {
		t.Errorf("an activity that the point leaves out: %v", err)
	}
}

// Bought 3 days, delivered 1.8: ten days of work are to be done in seven; after
// five days the site has done so much of it.
func TestTrackOfAMeasure(t *testing.T) {
	for _, c := range []struct {
		name      string
		percent   float64 // done of the ten days after five
		finished  bool
		delivered float64
		due       float64
		stop      bool
	}{
		{"as bought", 71.4, false, 2.1, 2.1, false},
		{"a little short", 68, false, 1.8, 2.1, false},
		{"less than half", 55, false, 0.5, 2.1, true},
		{"worse than without", 40, false, -1, 2.1, true},
		{"done in five", 100, true, 5, 3, false},
	} {
		b := days(10, "A", "B")
		adoption := plan.Adoption{
			Promise: plan.Promise{Day: worktime.Date(2020, 2, 17), Before: feb(28, 17), Finish: feb(25, 17), Days: 3},
			Tasks: []plan.Task{{Owner: "anna", Work: plan.Work{
				Measure: acceleration.Measure{Kind: acceleration.NightShift, Days: 3}, Activity: "id-A", Plain: 10 * 480, Left: 7 * 480,
			}}},
		}
		e := masterplan.Entry{ID: "1", Activity: "id-A", AsOf: worktime.Date(2020, 2, 21), ActualStart: feb(17, 8), ActualFinish: worktime.None,
			Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: c.percent}}
		if c.finished {
			e.ActualFinish = feb(21, 17)
		}
		b.Entries = []masterplan.Entry{e}
		got := trackAdoption(computed(t, b), adoption, worktime.Date(2020, 2, 22))
		m := got.Tracks[0]
		if m.Delivered != c.delivered || m.Due != c.due || m.Stop != c.stop || !m.Begun || m.Over != c.finished {
			t.Errorf("%s: delivered %.1f of %.1f due, stop %v, over %v; want %.1f of %.1f, %v", c.name, m.Delivered, m.Due, m.Stop, m.Over, c.delivered, c.due, c.stop)
		}
		if got.Delivered != m.Delivered || got.Due != m.Due || got.Bought != 3 {
			t.Errorf("%s: the plan has delivered %.1f of %.1f", c.name, got.Delivered, got.Bought)
		}
	}
}

// Whoever accepts three days reads of three days: six days off activities that
// bring three of the finish deliver half of what they take off.
func TestTrackingCountsTheDaysThatWerePromised(t *testing.T) {
	b := days(10, "A", "B")
	b.Entries = []masterplan.Entry{{ID: "1", Activity: "id-A", AsOf: worktime.Date(2020, 2, 21), ActualStart: feb(17, 8), ActualFinish: worktime.None,
		Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 86}}}
	work := func(activity string, days float64) plan.Task {
		return plan.Task{Work: plan.Work{Measure: acceleration.Measure{Kind: acceleration.Overtime50, Days: days}, Activity: activity, Start: feb(17, 8), Plain: 10 * 480, Left: 7 * 480}}
	}
	got := trackAdoption(computed(t, b), plan.Adoption{
		Promise: plan.Promise{Day: worktime.Date(2020, 2, 17), Days: 3}, Tasks: []plan.Task{work("id-A", 4), work("id-B", 2)},
	}, worktime.Date(2020, 2, 22))
	if off := got.Tracks[0].Delivered; off != 3.6 || got.Bought != 3 || got.Delivered != 1.8 || got.Due != 1.5 {
		t.Errorf("%.1f taken off, %.1f delivered of %.1f due of %.1f bought; want 3.6, 1.8, 1.5, 3", off, got.Delivered, got.Due, got.Bought)
	}
	if none := trackAdoption(b, plan.Adoption{Promise: plan.Promise{Days: 3}}, worktime.Date(2020, 2, 22)); none.Bought != 3 || none.Delivered != 0 || none.Due != 0 {
		t.Errorf("without measures %+v", none)
	}
}

// Two measures on one activity share what it delivered; what is not begun owes
// nothing yet.
func TestTracksShareAnActivity(t *testing.T) {
	b := days(10, "A", "B")
	b.Entries = []masterplan.Entry{{ID: "1", Activity: "id-A", AsOf: worktime.Date(2020, 2, 21), ActualStart: feb(17, 8), ActualFinish: worktime.None,
		Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 80}}}
	work := func(activity string, kind acceleration.Kind, days float64, start worktime.Time) plan.Task {
		return plan.Task{Work: plan.Work{Measure: acceleration.Measure{Kind: kind, Days: days}, Activity: activity, Start: start, Plain: 10 * 480, Left: 7 * 480}}
	}
	got := trackAdoption(computed(t, b), plan.Adoption{
		Promise: plan.Promise{Day: worktime.Date(2020, 2, 17)},
		Tasks: []plan.Task{
			work("id-A", acceleration.MoreHands, 1, feb(17, 8)), work("id-A", acceleration.Overtime50, 2, feb(17, 8)),
			work("id-B", acceleration.Overlap, 1, feb(26, 8)), work("id-gone", acceleration.Overtime50, 2, feb(17, 8)),
		},
	}, worktime.Date(2020, 2, 22))
	for i, want := range []float64{1, 2, 0, 0} {
		if got.Tracks[i].Delivered != want {
			t.Errorf("task %d has delivered %.1f, want %.1f", i, got.Tracks[i].Delivered, want)
		}
	}
	if got.Tracks[2].Begun || got.Tracks[3].Index >= 0 {
		t.Errorf("%+v", got.Tracks[2:])
	}
}
