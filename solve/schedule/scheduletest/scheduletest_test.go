package scheduletest_test

import (
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/scheduletest"
)

// TestThreeReadingsAgree: the best solution of a random problem passes Check at
// the value that exhaustion says, and on any solution at all Check and the
// tick-by-tick reading agree.
func TestThreeReadingsAgree(t *testing.T) {
	rules := map[string]scheduletest.Rules{"all": scheduletest.All, "simple": scheduletest.Simple}
	for i, name := range []string{"modes", "calendars", "lags", "max lags", "lag calendars", "budgets", "capacity", "releases", "deadlines", "pins", "horizon", "planned", "goals"} {
		rules[name] = 1 << i
	}
	for name, r := range rules {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(r), 1))
			const problems = 150
			feasible, kept := 0, 0
			for range problems {
				p := scheduletest.Random(rng, 3+rng.IntN(3), r)
				if s, v := scheduletest.Best(p); s != nil {
					feasible++
					if got, err := schedule.Check(p, s); err != nil || got != v {
						t.Fatalf("exhaustion says %+v of %+v, Check %+v, %v", v, s, got, err)
					}
					kept += compare(t, rng, p, s)
				}
				kept += compare(t, rng, p, anywhere(rng, p))
			}
			t.Logf("%d of %d problems have a solution, %d tries kept the rules", feasible, problems, kept)
			if feasible < problems/3 || kept < 10 {
				t.Errorf("%d of %d problems have a solution, %d tries kept the rules: too few to tell", feasible, problems, kept)
			}
		})
	}
}

// compare moves single tasks of s about and lets both readings judge. It counts
// what is kept.
func compare(t *testing.T, rng *rand.Rand, p *schedule.Problem, s *schedule.Solution) (kept int) {
	t.Helper()
	for range 20 {
		i := rng.IntN(len(p.Tasks))
		start, mode := s.Start[i], s.Mode[i]
		s.Start[i], s.Mode[i] = max(-1, start+rng.IntN(5)-2), rng.IntN(len(p.Tasks[i].Modes))
		v, ok := scheduletest.Keeps(p, s)
		got, err := schedule.Check(p, s)
		if ok != (err == nil) || ok && got != v {
			t.Fatalf("tick by tick %+v %v, Check %+v %v, of %+v", v, ok, got, err, s)
		}
		if ok {
			kept++
		}
		if !ok || rng.IntN(2) == 0 {
			s.Start[i], s.Mode[i] = start, mode
		}
	}
	return kept
}

func anywhere(rng *rand.Rand, p *schedule.Problem) *schedule.Solution {
	s := &schedule.Solution{}
	for _, t := range p.Tasks {
		s.Start = append(s.Start, rng.IntN(15))
		s.Mode = append(s.Mode, rng.IntN(len(t.Modes)))
	}
	return s
}

// TestBestIsBest: where starts and modes are few enough to write all of them
// down, none that keeps the rules is better.
func TestBestIsBest(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		p := scheduletest.Random(rng, 3, scheduletest.All)
		s, v := scheduletest.Best(p)
		every(p, 12, func(o *schedule.Solution) {
			if w, ok := scheduletest.Keeps(p, o); ok && (s == nil || w.Less(v)) {
				t.Fatalf("best %+v %+v, but %+v is %+v", s, v, o, w)
			}
		})
	}
}

// every calls f with all solutions of p whose starts are below until.
func every(p *schedule.Problem, until int, f func(*schedule.Solution)) {
	s := &schedule.Solution{Start: make([]int, len(p.Tasks)), Mode: make([]int, len(p.Tasks))}
	var from func(i int)
	from = func(i int) {
		if i == len(p.Tasks) {
			f(s)
			return
		}
		for s.Mode[i] = range p.Tasks[i].Modes {
			for s.Start[i] = range until {
				from(i + 1)
			}
		}
	}
	from(0)
}

func BenchmarkBest(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	for b.Loop() {
		scheduletest.Best(scheduletest.Random(rng, 6, scheduletest.All))
	}
}
