package frontier

import (
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/recovery"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	"fugong/solve/schedule/sgs"
	"fugong/solve/worktime"
)

// Small plans with hands enough: every combination of measures laid out says what
// each day costs at least. The frontier never undercuts that, and after some
// rounds it is that.
func TestSmallPlansAgainstEveryCombination(t *testing.T) {
	for name, p := range map[string]*masterplan.Plan{"chain": chain(5, 7, 6), "fork": fork(9, 6, 8, 5)} {
		in := recovery.Input{Plan: p, Keep: worktime.None, Today: recovery.SiteConditions{Day: worktime.NoDay}}
		in.Settings.Off = []acceleration.Kind{acceleration.NewHands, acceleration.Overlap}
		f, err := Solve(t.Context(), in, Options{Seed: 3, Rounds: 40})
		if err != nil {
			t.Fatal(err)
		}
		least := combinations(t, in)
		for i := range f.Points {
			want := int64(-1)
			for d, cost := range least {
				if d <= masterplan.EndDay(f.Points[i].Finish) && (want < 0 || cost < want) {
					want = cost
				}
			}
			if f.Points[i].Cost != want {
				t.Errorf("%s: finish %v costs %d, the least is %d", name, f.Points[i].Finish, f.Points[i].Cost, want)
			}
		}
		earliest := worktime.Day(1 << 30)
		for d := range least {
			earliest = min(earliest, d)
		}
		if last := f.Points[len(f.Points)-1].Finish; masterplan.EndDay(last) != earliest || masterplan.EndDay(f.LowerBound) > earliest {
			t.Errorf("%s: earliest %v, bound %v, by all combinations %v", name, last, f.LowerBound, earliest)
		}
	}
}

func chain(days ...int64) *masterplan.Plan {
	p := plantest.Chain("A", "B", "C", "D", "E")
	p.Activities, p.Links = p.Activities[:len(days)], p.Links[:len(days)-1]
	p.DataDate = p.Start.Day().At(0)
	for i, d := range days {
		p.Activities[i].Duration.Minutes, p.Activities[i].Remaining = d*480, d*480
	}
	return p
}

// fork is two chains of two that begin and end together.
func fork(days ...int64) *masterplan.Plan {
	p := chain(days...)
	p.Links = []masterplan.Link{{Pred: 0, Succ: 1}, {Pred: 2, Succ: 3}}
	return p
}

// combinations is the least cost of every finish, by trying all of them.
func combinations(t *testing.T, in recovery.Input) map[worktime.Day]int64 {
	t.Helper()
	m, err := timecost.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	e, err := newEngine(m)
	if err != nil {
		t.Fatal(err)
	}
	out := map[worktime.Day]int64{}
	p := sgs.NewPlan(e.k)
	for more := true; more; more = next(e, p) {
		copy(p.Start, e.k.Est)
		e.layOut(p, 0)
		sol := e.k.Solution(p.Start, p.Way)
		if _, err := schedule.Check(m.Problem, &sol); err != nil {
			continue // more overtime than the law allows
		}
		finish, err := m.Finish(&sol)
		if err != nil {
			t.Fatal(err)
		}
		if cost, known := out[masterplan.EndDay(finish)]; !known || e.cost(p) < cost {
			out[masterplan.EndDay(finish)] = e.cost(p)
		}
	}
	return out
}

// next counts the ways of all tasks up like the digits of a number.
func next(e *engine, p *sgs.Plan) bool {
	for i := range p.Way {
		if p.Way[i]+1 < e.k.WayAt[i+1] {
			p.Way[i]++
			return true
		}
		p.Way[i] = e.k.WayAt[i]
	}
	return false
}
