package exact

import (
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// rings is a random problem of cycle structures, each tied by maximum lags, that wait for
// one another and share two crews.
func rings(r *rand.Rand) *schedule.Problem {
	p := &schedule.Problem{}
	for range 2 {
		p.Resources = append(p.Resources, schedule.Resource{Name: "crew", Capacity: schedule.Constant(2 + r.IntN(3))})
	}
	for knot := range 4 {
		first := len(p.Tasks)
		for n := range 1 + r.IntN(4) {
			m := schedule.Mode{Duration: 1 + r.IntN(4)}
			for of := range p.Resources {
				m.Demands = append(m.Demands, schedule.Use{Of: of, Amount: r.IntN(3)})
			}
			p.Tasks = append(p.Tasks, schedule.Task{Name: "task", Modes: []schedule.Mode{m}})
			if i := first + n; n > 0 {
				p.Links = append(p.Links, schedule.Link{From: i - 1, To: i, Lag: r.IntN(3)}, schedule.Link{From: i - 1, To: i, Lag: 3 + r.IntN(4), Max: true})
			}
		}
		if knot > 0 && r.IntN(2) == 0 {
			p.Links = append(p.Links, schedule.Link{From: r.IntN(first), To: len(p.Tasks) - 1, FromEnd: schedule.Finish, Lag: r.IntN(3)})
		}
	}
	return p
}

func TestWorkedKnotsMakeASchedule(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	made, tied := 0, 0
	for try := range 300 {
		p := rings(r)
		m, err := compiled.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		x := New(m)
		if !x.stateProblem(t.Context()) || x.done || len(x.knots) == 0 {
			continue
		}
		tied++
		for len(x.knots) > 0 && !x.done {
			x.proveCyclesInfeasible(t.Context(), 1000)
		}
		if s, goal := x.Solution(); s != nil {
			made++
			if v, err := schedule.Check(p, s); err != nil || v.Goal != goal {
				t.Errorf("%d: %d, said to be %d: %v", try, v.Goal, goal, err)
			}
		} else if !x.done {
			t.Errorf("%d: knots that can be worked, and no schedule", try)
		}
	}
	if made < 200 {
		t.Errorf("%d schedules of %d problems with knots", made, tied)
	}
}
