package exact

import (
	"context"
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// small is a random problem of few tasks and ticks, with rules of every kind.
func small(r *rand.Rand) *schedule.Problem {
	p := &schedule.Problem{Horizon: 4 + r.IntN(5), Goal: schedule.Goal(r.IntN(3))}
	calendars := []*schedule.Calendar{nil, nil, days(r), days(r)}
	for range 1 + r.IntN(2) {
		p.Resources = append(p.Resources, schedule.Resource{Name: "crew", Capacity: steps(r)})
	}
	for range r.IntN(3) {
		p.Budgets = append(p.Budgets, schedule.Budget{Name: "money", Amount: r.IntN(8)})
	}
	n := 2 + r.IntN(2)
	for range n {
		p.Tasks = append(p.Tasks, task(r, p, calendars))
	}
	for range r.IntN(n + 1) {
		l := schedule.Link{From: r.IntN(n), To: r.IntN(n), FromEnd: schedule.End(r.IntN(2)), ToEnd: schedule.End(r.IntN(2)), Lag: r.IntN(5) - 1}
		if l.Max = r.IntN(4) == 0; !l.Max && r.IntN(4) == 0 {
			l.Lag, l.Calendar = max(l.Lag, 0), calendars[2+r.IntN(2)]
		}
		if l.From < l.To || l.Max && l.From != l.To {
			p.Links = append(p.Links, l)
		}
	}
	return p
}

// knotted is a random problem whose tasks maximum lags tie to one another.
func knotted(r *rand.Rand) *schedule.Problem {
	p := small(r)
	p.Horizon, p.Links = 9, nil
	for i := range p.Tasks {
		t := &p.Tasks[i]
		t.Release, t.Deadline, t.Pin = 0, 0, nil
		for k := range t.Modes {
			t.Modes[k].Calendar = nil
		}
	}
	for i := 1; i < len(p.Tasks); i++ {
		from, to := schedule.End(r.IntN(2)), schedule.End(r.IntN(2))
		p.Links = append(p.Links,
			schedule.Link{From: i - 1, To: i, FromEnd: from, ToEnd: to, Lag: r.IntN(4) - 2},
			schedule.Link{From: i - 1, To: i, FromEnd: from, ToEnd: to, Lag: r.IntN(5), Max: true})
	}
	return p
}

func task(r *rand.Rand, p *schedule.Problem, calendars []*schedule.Calendar) schedule.Task {
	t := schedule.Task{Name: "task", Due: r.IntN(6), Weight: r.IntN(3)}
	for range 1 + r.IntN(2) {
		m := schedule.Mode{Duration: r.IntN(4), Calendar: calendars[r.IntN(4)], Cost: int64(r.IntN(9))}
		for of := range p.Resources {
			m.Demands = append(m.Demands, schedule.Use{Of: of, Amount: r.IntN(3)})
		}
		for of := range p.Budgets {
			m.Spends = append(m.Spends, schedule.Use{Of: of, Amount: r.IntN(5)})
		}
		t.Modes = append(t.Modes, m)
	}
	if r.IntN(4) == 0 {
		t.Release = r.IntN(3)
	}
	if r.IntN(4) == 0 {
		t.Deadline = 3 + r.IntN(5)
	}
	if r.IntN(8) == 0 {
		t.Pin = &schedule.Pin{Start: r.IntN(3), Mode: r.IntN(len(t.Modes))}
	}
	return t
}

func days(r *rand.Rand) *schedule.Calendar {
	c := &schedule.Calendar{Name: "days"}
	for t := 0; t < 9; {
		from := t + r.IntN(2)
		t = from + 1 + r.IntN(3)
		c.Spans = append(c.Spans, schedule.Span{From: from, To: t})
		t++
	}
	return c
}

func steps(r *rand.Rand) []schedule.Step {
	s := []schedule.Step{{From: 0, Amount: 1 + r.IntN(3)}}
	for t := 1 + r.IntN(4); t < 9 && r.IntN(3) > 0; t += 1 + r.IntN(4) {
		s = append(s, schedule.Step{From: t, Amount: r.IntN(4)})
	}
	return s
}

// tryAll is the best Goal over all starts and modes; false: there is no
// solution.
func tryAll(p *schedule.Problem) (best int64, ok bool) {
	n := len(p.Tasks)
	s := &schedule.Solution{Start: make([]int, n), Mode: make([]int, n)}
	var walk func(i int)
	walk = func(i int) {
		if i == n {
			if v, err := schedule.Check(p, s); err == nil && (!ok || v.Goal < best) {
				best, ok = v.Goal, true
			}
			return
		}
		for s.Mode[i] = 0; s.Mode[i] < len(p.Tasks[i].Modes); s.Mode[i]++ {
			for s.Start[i] = 0; s.Start[i] <= p.Horizon; s.Start[i]++ {
				walk(i + 1)
			}
		}
	}
	walk(0)
	return best, ok
}

func TestProvesWhatTryingFinds(t *testing.T) {
	solved, none := 0, 0
	seeds := 3000
	if testing.Short() {
		seeds = 600 // beside the race detector
	}
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := small(r)
		if seed%3 == 1 {
			p = knotted(r)
		}
		m, err := compiled.Compile(p)
		if err != nil {
			continue
		}
		want, ok := tryAll(p)
		got := New(m)
		if seed%3 == 0 && ok { // told the optimum and one more
			got.SetIncumbent(nil, want+1)
		}
		for range 100_000 {
			if got.Done() {
				break
			}
			got.Step(context.Background(), 1+int64(r.IntN(40)))
			if got.n != nil && r.IntN(100) == 0 {
				got.requireBelow(1 << 40) // no news: must not take a guess for a fact
			}
			if seed%5 == 0 && ok { // told in the middle of the search
				got.SetIncumbent(nil, want+int64(r.IntN(20))+1)
			}
			if ok && got.Bound() > want {
				t.Fatalf("seed %d: bound %d above the optimum %d", seed, got.Bound(), want)
			}
		}
		if !got.Done() || got.Infeasible() == ok {
			t.Fatalf("seed %d: done %v, infeasible %v, but solution %v", seed, got.Done(), got.Infeasible(), ok)
		}
		if !ok {
			none++
			continue
		}
		solved++
		if s, value := got.Solution(); s == nil || value != want || got.Bound() != want {
			t.Fatalf("seed %d: value %d bound %d, want %d", seed, value, got.Bound(), want)
		} else if v, err := schedule.Check(p, s); err != nil || v.Goal != want {
			t.Fatalf("seed %d: %v, value %d, want %d", seed, err, v.Goal, want)
		}
	}
	if solved < seeds/6 || none < seeds/15 {
		t.Errorf("only %d problems with and %d without solution", solved, none)
	}
}

// keeping is p with the demands listed and no others.
func keeping(p *schedule.Problem, demands []Demand) *schedule.Problem {
	q := withoutDemands(p)
	q.Tasks = q.Tasks[:len(p.Tasks)]
	q.Horizon, q.Links = p.Horizon, nil
	horizon := false
	for _, d := range demands {
		switch d.Rule {
		case schedule.ReleaseRule:
			q.Tasks[d.Of].Release = p.Tasks[d.Of].Release
		case schedule.DeadlineRule:
			q.Tasks[d.Of].Deadline = p.Tasks[d.Of].Deadline
		case schedule.PinRule:
			q.Tasks[d.Of].Pin = p.Tasks[d.Of].Pin
		case schedule.LinkRule:
			q.Links = append(q.Links, p.Links[d.Of])
		case schedule.BudgetRule:
			q.Budgets[d.Of].Amount = p.Budgets[d.Of].Amount
		case schedule.CapacityRule:
			q.Resources[d.Of].Capacity = narrowed(q.Resources[d.Of].Capacity, p.Resources[d.Of].Capacity, d)
		case schedule.HorizonRule:
			horizon = true
		}
	}
	if !horizon {
		q.Horizon = 14
	}
	return q
}

// narrowed is capacity with the demand's stretch as in want.
func narrowed(capacity, want []schedule.Step, d Demand) []schedule.Step {
	at := func(steps []schedule.Step, t int) int {
		amount := 0
		for _, s := range steps {
			if s.From <= t {
				amount = s.Amount
			}
		}
		return amount
	}
	var out []schedule.Step
	for t := range 30 {
		amount := at(capacity, t)
		if t >= d.From && (t < d.To || d.To == 0) {
			amount = at(want, t)
		}
		out = append(out, schedule.Step{From: t, Amount: amount})
	}
	return out
}

func TestCoreClashes(t *testing.T) {
	cores, smallest := 0, 0
	for seed := range uint64(1500) {
		p := small(rand.New(rand.NewPCG(seed, 11)))
		if len(p.Tasks) > 2 {
			continue
		}
		if _, err := compiled.Compile(p); err != nil {
			continue
		}
		core, least, err := Core(context.Background(), p, 1_000_000)
		if err != nil {
			t.Fatal(err)
		}
		_, ok := tryAll(p)
		if len(core) > 0 == ok && (ok || len(core) > 0) {
			t.Fatalf("seed %d: core %v, solution %v", seed, core, ok)
		}
		if ok || len(core) == 0 {
			continue
		}
		cores++
		if _, ok := tryAll(keeping(p, core)); ok {
			t.Fatalf("seed %d: core %v can hold", seed, core)
		}
		if !least {
			continue
		}
		smallest++
		for k := range core {
			rest := append(append([]Demand(nil), core[:k]...), core[k+1:]...)
			if _, ok := tryAll(keeping(p, rest)); !ok {
				t.Fatalf("seed %d: core %v does not need %v", seed, core, core[k])
			}
		}
	}
	if cores < 50 || smallest < cores*9/10 {
		t.Errorf("%d cores, %d smallest: the test tests too little", cores, smallest)
	}
}
