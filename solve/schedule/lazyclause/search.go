package lazyclause

import (
	"context"
	"math"
	"slices"
)

// search is the state of the search that lasts from call to call.
type search struct {
	conflicts int64
	restarts  int
	left      int // conflicts until the next restart
	phase     []int32
	assumed   []Lit
	core      []Lit
	stamp     int32
	seen      []int32 // by level
	lits      []int32

	ctx       context.Context // of the Solve under way
	end, poll int64
	paused    bool
}

func (s *search) init() {
	s.left = restartUnit
	s.run()
}

// run lets propagation go on to its end, whatever it takes.
func (s *search) run() { s.ctx, s.paused, s.poll = nil, false, math.MaxInt64 }

// pause reports whether the search must stop, and sets when to ask again.
func (s *search) pause(work int64) bool {
	s.paused = work >= s.end || s.ctx.Err() != nil
	s.poll = min(s.end, work+pollEvery)
	return s.paused
}

// pollEvery is the work, some ten microseconds to a millisecond, between looks
// at the context.
const pollEvery = 2000

const restartUnit = 100

// Answer is what a Solve found.
type Answer uint8

const (
	Open  Answer = iota // the budget or the context ran out
	Found               // every variable is fixed; read it with Lower
	None                // no solution holds all that was assumed; see Core
)

// Brancher names the next decision; false: every variable is fixed.
type Brancher interface {
	Next(e *Engine) (Lit, bool)
}

// Solve looks for a solution in which all of assume holds. It stops after about
// budget steps and goes on from there when called with the same assumptions.
func (e *Engine) Solve(ctx context.Context, assume []Lit, b Brancher, budget int64) Answer {
	if !slices.Equal(assume, e.search.assumed) {
		e.Rest()
		e.search.assumed = append(e.search.assumed[:0], assume...)
	}
	e.search.core = e.search.core[:0]
	e.search.ctx, e.search.end, e.search.poll, e.search.paused = ctx, e.work+budget, e.work, false
	defer e.search.run()
	for !e.dead {
		if !e.propagate() {
			if !e.analyseConflict() {
				e.dead = true
			}
			e.search.left--
			continue
		}
		if e.search.paused {
			return Open
		}
		if len(e.levels) == 0 {
			e.settleRoot()
		}
		if e.search.left <= 0 {
			e.restart()
			continue
		}
		if done, answer := e.takeDecision(assume, b); done {
			return answer
		}
	}
	e.Rest()
	return None
}

// takeDecision takes the next assumption or decision; done: there is an answer.
func (e *Engine) takeDecision(assume []Lit, b Brancher) (done bool, a Answer) {
	for len(e.levels) < len(assume) {
		l := assume[len(e.levels)]
		if e.fails(l) {
			e.explainLiteral(l)
			e.Rest()
			return true, None
		}
		held := e.holds(l)
		e.decide(l)
		if !held {
			return false, Open
		}
	}
	e.work += int64(len(e.bound)) / 64
	l, ok := b.Next(e)
	if !ok {
		return true, Found
	}
	e.decide(l)
	return false, Open
}

func (e *Engine) restart() {
	e.search.restarts++
	e.search.left = restartUnit * lubyTerm(e.search.restarts+1)
	e.backTo(0)
	e.settleRoot()
	e.dropUselessClauses()
}

// lubyTerm is the i-th term, from 1, of 1 1 2 1 1 2 4 ...
func lubyTerm(i int) int {
	for k := 1; ; k++ {
		if i == 1<<k-1 {
			return 1 << (k - 1)
		}
		if i < 1<<k-1 {
			return lubyTerm(i - 1<<(k-1) + 1)
		}
	}
}

// explainLiteral finds the assumptions that exclude l, which was to be assumed next.
func (e *Engine) explainLiteral(l Lit) {
	core := append(e.search.core[:0], l)
	e.needed = e.needed[:0]
	if !e.holdsAtRoot(l.Not()) {
		e.need[l.Side^1] = 1 - l.Val
	}
	for n := len(e.trail); n > 0; n = len(e.trail) {
		ent := e.trail[n-1]
		s := ent.side
		a := e.need[s]
		e.undoChange()
		if a <= ent.old {
			continue
		}
		e.need[s] = none
		if ent.why.ref&3 == byDecision && ent.level > 0 {
			core = append(core, Lit{s, ent.val})
			continue
		}
		e.why = e.why[:0]
		e.explain(Lit{s, a}, ent.why)
		for _, w := range e.why {
			if !e.holdsAtRoot(w) {
				e.need[w.Side] = max(e.need[w.Side], w.Val)
			}
		}
	}
	e.levels = e.levels[:0]
	e.followUndo()
	e.search.core = core
}

// Core is the assumptions of the last Solve that cannot all hold, after None.
// Empty: there is no solution at all.
func (e *Engine) Core() []Lit { return e.search.core }

// Conflicts counts the clauses learned so far.
func (e *Engine) Conflicts() int64 { return e.search.conflicts }

// Rest takes back all decisions.
func (e *Engine) Rest() { e.backTo(0) }

// Require makes l hold for good.
func (e *Engine) Require(l Lit) {
	e.Rest()
	if !e.dead && !e.setLiteral(l, reason{ref: byDecision}) {
		e.dead = true
	}
}

// Prefer makes the search try value for v first.
func (e *Engine) Prefer(v Var, value int) { e.search.phase[v] = int32(value) }

// Preferred is the value that the search would try first for v.
func (e *Engine) Preferred(v Var) int { return int(e.search.phase[v]) }
