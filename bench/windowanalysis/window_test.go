package windowanalysis_test

import (
	"testing"

	"fugong/bench/windowanalysis"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/solve/worktime"
)

var monday = worktime.Date(2020, 2, 17)

// older is five tasks of two days each from Monday 17 February on.
func older() *masterplan.Plan {
	p := plantest.Chain("A", "B", "C", "D", "E")
	for i := range p.Activities {
		p.Activities[i].Duration.Minutes, p.Activities[i].Remaining = 960, 960
	}
	p.DataDate = monday.At(0)
	return p
}

func between(t *testing.T, a, b *masterplan.Plan) windowanalysis.Window {
	t.Helper()
	w, err := windowanalysis.Between(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// finished sets what happened to an activity.
func finished(p *masterplan.Plan, i int, from, to worktime.Day) {
	a := &p.Activities[i]
	a.ActualStart, a.ActualFinish, a.Remaining = from.At(480), to.At(1020), 0
}

// A takes four days for two; the rest is as planned.
func TestProductionLosesDays(t *testing.T) {
	newer := older()
	newer.DataDate = (monday + 7).At(0)
	finished(newer, 0, monday, monday+3)
	newer.Activities[1].ActualStart, newer.Activities[1].Remaining = (monday + 4).At(480), 480
	w := between(t, older(), newer)
	if w.Production != 4 || w.Replanning != 0 || w.Lost-w.Won != 4 || w.Added+w.Removed+w.Changed != 0 {
		t.Errorf("%+v", w)
	}
	if len(w.Days) == 0 || w.Days[0].Driver != 0 {
		t.Errorf("the days are not booked to A: %+v", w.Days)
	}
}

// Work went as planned, and at the data date two days were taken out and a task
// put in.
func TestReplanning(t *testing.T) {
	newer := older()
	newer.DataDate = (monday + 2).At(0)
	finished(newer, 0, monday, monday+1)
	newer.Activities[4].Duration.Minutes, newer.Activities[4].Remaining = 480, 480
	x := plantest.Chain("X").Activities[0]
	newer.Activities = append(newer.Activities, x)
	w := between(t, older(), newer)
	if w.Production != 0 || w.Replanning != -1 || w.Won != 1 || w.Lost != 0 || w.Added != 1 || w.Changed != 1 || w.Removed != 0 {
		t.Errorf("%+v", w)
	}
}

// What is lost on some days and won on others is told apart.
func TestLostAndWonBack(t *testing.T) {
	newer := older()
	newer.DataDate = (monday + 7).At(0)
	finished(newer, 0, monday, monday+2) // a day late
	finished(newer, 1, monday+3, monday+3)
	finished(newer, 2, monday+4, monday+4)
	w := between(t, older(), newer)
	if w.Production >= 0 || w.Lost < 1 || w.Won < 2 || w.Lost-w.Won != w.Production {
		t.Errorf("%+v", w)
	}
}
