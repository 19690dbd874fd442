package lazyclause

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// first fixes the variables in turn, each to a random value.
type first struct{ r *rand.Rand }

func (f first) Next(e *Engine) (Lit, bool) {
	for v := range Var(len(e.bound) / 2) {
		if lo, hi := e.Lower(v), e.Upper(v); lo < hi {
			mid := lo + f.r.IntN(hi-lo)
			if f.r.IntN(2) == 0 {
				return v.AtMost(mid), true
			}
			return v.AtLeast(mid + 1), true
		}
	}
	return Lit{}, false
}

func solution(e *Engine) []int {
	x := make([]int, len(e.bound)/2)
	for v := range x {
		x[v] = e.Lower(Var(v))
	}
	return x
}

// TestSolveAgreesWithTrying compares answers, with and without assumptions, with
// all solutions of small random problems.
func TestSolveAgreesWithTrying(t *testing.T) {
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 1))
		w := newWorld(r, 2+r.IntN(4), 6, 1+r.IntN(6), makers)
		for range 6 {
			if err := w.ask(r); err != nil {
				t.Fatalf("seed %d: %v; rules %v", seed, err, w.names)
			}
		}
	}
}

// ask solves under random assumptions and compares.
func (w *world) ask(r *rand.Rand) error {
	var assume []Lit
	for range r.IntN(4) {
		assume = append(assume, w.literal(r))
	}
	answer := Open
	for range 10000 {
		if answer = w.e.Solve(context.Background(), assume, first{r}, int64(r.IntN(60))); answer != Open {
			break
		}
	}
	switch answer {
	case Found:
		return w.mustBeSolution(solution(w.e), assume)
	case None:
		if n := w.count(assume); n > 0 {
			return fmt.Errorf("none, but there are %d", n)
		}
		for _, l := range w.e.Core() {
			if !containsLit(assume, l) {
				return fmt.Errorf("%v of the core was not assumed", l)
			}
		}
		if n := w.count(w.e.Core()); n > 0 {
			return fmt.Errorf("core %v of %v has %d solutions", w.e.Core(), assume, n)
		}
		return nil
	}
	return fmt.Errorf("no answer")
}

func (w *world) mustBeSolution(x []int, assume []Lit) error {
	for k, rule := range w.rules {
		if !rule(x) {
			return fmt.Errorf("%v breaks %s", x, w.names[k])
		}
	}
	for _, l := range assume {
		if !truth(l, x) {
			return fmt.Errorf("%v breaks assumption %v", x, l)
		}
	}
	return nil
}

func (w *world) count(lits []Lit) int {
	n := 0
	for _, x := range w.solutions {
		if w.all(lits, x) {
			n++
		}
	}
	return n
}

func (w *world) all(lits []Lit, x []int) bool {
	for _, l := range lits {
		if !truth(l, x) {
			return false
		}
	}
	return true
}

func containsLit(lits []Lit, l Lit) bool {
	for _, k := range lits {
		if k == l {
			return true
		}
	}
	return false
}

// TestReasonsHold walks at random and asks after every propagation for the
// reason of every bound, as weak as it may be asked for: the reason must have
// held before, and no solution of the rules may keep the reason and break the
// bound.
func TestReasonsHold(t *testing.T) {
	for k := range makers {
		for seed := range uint64(600) {
			r := rand.New(rand.NewPCG(seed, uint64(k)))
			w := newWorld(r, 2+r.IntN(4), 7, 1+int(seed%2), makers[k:k+1])
			if err := w.walk(r); err != nil {
				t.Fatalf("maker %d seed %d: %v; rules %v", k, seed, err, w.names)
			}
		}
	}
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 99))
		w := newWorld(r, 3+r.IntN(3), 6, 2+r.IntN(4), makers)
		if err := w.walk(r); err != nil {
			t.Fatalf("seed %d: %v; rules %v", seed, err, w.names)
		}
	}
}

// TestWrongReasonsAreSeen drops the first bound of every reason of a cumulative
// or adds one to it; the audit of TestReasonsHold must notice.
func TestWrongReasonsAreSeen(t *testing.T) {
	for name, bend := range map[string]func([]Lit) []Lit{
		"dropped": func(w []Lit) []Lit { return w[1:] },
		"lifted":  func(w []Lit) []Lit { w[0].Val--; return w },
	} {
		seen := 0
		for seed := range uint64(200) {
			r := rand.New(rand.NewPCG(seed, 5))
			w := newWorld(r, 3+r.IntN(2), 7, 1, []func(*rand.Rand, *world){makeCumulative})
			for i := range w.e.props {
				w.e.props[i].propagator = bent{w.e.props[i].propagator, bend}
			}
			if w.walk(r) != nil {
				seen++
			}
		}
		if seen == 0 {
			t.Errorf("%s: no wrong reason was noticed", name)
		}
	}
}

// bent spoils the reasons of a propagator.
type bent struct {
	propagator
	bend func([]Lit) []Lit
}

func (b bent) explain(e *Engine, l Lit, data, aux int32) {
	n := len(e.why)
	b.propagator.explain(e, l, data, aux)
	if len(e.why) > n {
		e.why = append(e.why[:n], b.bend(e.why[n:])...)
	}
}

// walk decides at random until all is fixed or refuted, auditing every step.
func (w *world) walk(r *rand.Rand) error {
	e := w.e
	for range 200 {
		if e.dead {
			if len(w.solutions) > 0 {
				return fmt.Errorf("dead, with %d solutions", len(w.solutions))
			}
			return nil
		}
		if !e.propagate() {
			if err := w.auditConflict(); err != nil {
				return err
			}
			if !e.analyseConflict() {
				e.dead = true
				continue
			}
			if err := w.auditLearned(); err != nil {
				return err
			}
			continue
		}
		if err := w.auditTrail(); err != nil {
			return err
		}
		if len(e.levels) == 0 {
			e.settleRoot()
		}
		l, ok := first{r}.Next(e)
		if !ok {
			return w.mustBeSolution(solution(e), nil)
		}
		e.decide(l)
	}
	return nil
}

func (w *world) auditTrail() error {
	e := w.e
	defer func() { e.asOf = -1 }()
	for i := range e.trail {
		ent := e.trail[i]
		if ent.why.ref&3 == byDecision {
			continue
		}
		for need := ent.old + 1; need <= ent.val; need++ {
			l := Lit{ent.side, need}
			e.asOf, e.why = int32(i), e.why[:0]
			e.explain(l, ent.why)
			for _, k := range e.why {
				if k.Side >= 0 && e.boundBefore(k.Side, int32(i)) < k.Val {
					return fmt.Errorf("reason %v of %v did not hold", k, l)
				}
			}
			for _, x := range w.solutions {
				if w.all(e.why, x) && !truth(l, x) {
					return fmt.Errorf("reason %v of %v (kind %d) is wrong: %v", e.why, l, ent.why.ref&3, x)
				}
			}
		}
	}
	return nil
}

func (w *world) auditConflict() error {
	for _, l := range w.e.conflict {
		if !w.e.holds(l) {
			return fmt.Errorf("conflict %v: %v does not hold", w.e.conflict, l)
		}
	}
	if w.count(w.e.conflict) > 0 {
		return fmt.Errorf("conflict %v has solutions", w.e.conflict)
	}
	return nil
}

func (w *world) auditLearned() error {
	c := &w.e.clauses
	if len(c.learnt) == 0 {
		return nil
	}
	lits := c.lits(c.learnt[len(c.learnt)-1])
	for _, x := range w.solutions {
		ok := false
		for _, p := range lits {
			ok = ok || truth(w.e.atoms.lit(p), x)
		}
		if !ok {
			return fmt.Errorf("learned clause breaks %v", x)
		}
	}
	return nil
}
