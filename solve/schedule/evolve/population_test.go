package evolve

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/scheduletest"
	"pgregory.net/rapid"
)

// draw makes a random problem; nil: it was refused.
func draw(t *rapid.T, most int, rules scheduletest.Rules) *compiled.Model {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	m, err := compiled.Compile(scheduletest.Random(rng, rapid.IntRange(1, most).Draw(t, "tasks"), rules))
	var refused *schedule.Refusal
	if err != nil && !errors.As(err, &refused) {
		t.Fatal(err)
	}
	return m
}

func checked(t *rapid.T, m *compiled.Model, p *Population) (schedule.Solution, schedule.Value, bool) {
	s, v, ok := p.Best()
	if !ok {
		return s, v, false
	}
	got, err := schedule.Check(m.P, &s)
	if err != nil {
		t.Fatal(err)
	}
	if got != v {
		t.Fatalf("worth %v, said to be %v", got, v)
	}
	return s, v, true
}

// Whatever comes back keeps every rule, never gets worse, and is the same for
// the same seed however the work is cut up.
func TestResultsAreSoundAndRepeatable(t *testing.T) {
	found, tried := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t, 10, scheduletest.All)
		if m == nil {
			return
		}
		tried++
		p, q := New(m, 7), New(m, 7)
		var last schedule.Value
		have := false
		for range 8 {
			p.Step(context.Background(), 500)
			if _, v, ok := checked(t, m, p); ok {
				if have && last.Less(v) {
					t.Fatalf("from %v to %v", last, v)
				}
				last, have = v, true
			}
		}
		q.Step(context.Background(), 4000)
		a, v, ok := checked(t, m, p)
		b, w, ok2 := checked(t, m, q)
		if ok != ok2 || v != w || !reflect.DeepEqual(a, b) {
			t.Fatalf("cut up %v, in one go %v", v, w)
		}
		if ok {
			found++
		}
	})
	if found < tried/5 {
		t.Errorf("only %d of %d problems were solved", found, tried)
	}
}

// A solution to start from is never lost.
func TestInjectedSolutionIsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := draw(t, 8, scheduletest.All)
		if m == nil {
			return
		}
		p := New(m, 1)
		p.Step(context.Background(), 3000)
		s, v, ok := checked(t, m, p)
		if !ok {
			return
		}
		q := New(m, 2)
		if !q.Inject(s) {
			t.Fatal("a sound solution was refused")
		}
		q.Step(context.Background(), 200)
		if _, w, ok := checked(t, m, q); !ok || v.Less(w) {
			t.Fatalf("injected %v, left with %v", v, w)
		}
	})
}

func TestCancelledSearchDoesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m, err := compiled.Compile(scheduletest.Random(rng, 2000, scheduletest.Simple))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p := New(m, 1)
	p.Step(ctx, 1e9)
	if _, _, ok := p.Best(); ok {
		t.Error("a search cancelled before it began has a solution")
	}
	p.Step(context.Background(), int64(m.N)*200)
	if s, _, ok := p.Best(); !ok {
		t.Error("no solution after it went on")
	} else if _, err := schedule.Check(m.P, &s); err != nil {
		t.Error(err)
	}
}

// Small problems are solved to the optimum that exhaustion finds, nearly always,
// and never beyond it.
func TestReachesTheOptimumOfSmallProblems(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	solved, optimal := 0, 0
	for range 300 {
		p := scheduletest.Random(rng, 1+rng.IntN(5), scheduletest.All)
		m, err := compiled.Compile(p)
		if err != nil {
			continue
		}
		best, want := scheduletest.Best(p)
		s := New(m, 1)
		s.Step(context.Background(), 20_000)
		_, got, ok := s.Best()
		switch {
		case best == nil && ok:
			t.Fatalf("%+v: solved, and has no solution", p)
		case best == nil:
			continue
		case ok && got.Less(want):
			t.Fatalf("%+v: %v is better than the best, %v", p, got, want)
		}
		solved++
		if ok && got == want {
			optimal++
		} else if testing.Verbose() {
			t.Logf("found %v %v, best %v, goal %d", ok, got, want, p.Goal)
		}
	}
	if solved < 100 || optimal*10 < solved*9 {
		t.Errorf("%d of %d solved to the optimum", optimal, solved)
	}
}

// FuzzSearch: whatever comes back, of problems with any rules, keeps them all.
func FuzzSearch(f *testing.F) {
	for rules := uint16(0); rules < 1<<13; rules = rules*3 + 1 {
		f.Add(uint64(rules), uint8(rules), rules)
	}
	f.Fuzz(func(t *testing.T, seed uint64, tasks uint8, rules uint16) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := scheduletest.Random(rng, 1+int(tasks%40), scheduletest.Rules(rules)&scheduletest.All)
		m, err := compiled.Compile(p)
		if err != nil {
			return
		}
		s := New(m, seed)
		s.Step(context.Background(), 5000)
		if sol, v, ok := s.Best(); ok {
			if got, err := schedule.Check(p, &sol); err != nil || got != v {
				t.Fatalf("worth %v, said to be %v: %v", got, v, err)
			}
		}
	})
}
