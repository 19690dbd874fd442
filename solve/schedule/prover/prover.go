package prover

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/lcg"
	"fugong/solve/schedule/model"
)

// Prover works on one problem, a step at a time.
type Prover struct {
	n     *net
	b     *earliest
	bound int64
	best  *schedule.Solution
	value int64 // of best or of the incumbent; schedule.MaxValue: none
	known bool
	done  bool
	turn  int
	raiser
	knots []*net
}

// New prepares the proof of m.
func New(m *model.Model) *Prover {
	p := &Prover{}
	if m.Empty >= 0 {
		p.done = true
		return p
	}
	var ok bool
	if p.knots, ok = tie(m); !ok {
		p.done = true
		return p
	}
	p.n = compile(m)
	p.b = &earliest{n: p.n}
	p.raiser = newRaiser(p.n.e.Lower(p.n.goal))
	p.bound = p.n.value(p.n.e.Lower(p.n.goal))
	return p
}

// value is the Goal that a goal of g units stands for, at least.
func (n *net) value(g int) int64 { return n.base + n.unit*int64(g) }

// SetIncumbent tells of a solution found elsewhere and its Goal: from now on
// only better ones count, and the search stays near it.
func (p *Prover) SetIncumbent(s *schedule.Solution, goal int64) {
	if p.known && goal >= p.value || p.done {
		return
	}
	p.known, p.value = true, goal
	p.below(goal)
	if start, way, ok := p.n.m.Read(s); ok {
		p.follow(start, way)
	}
}

// below makes only solutions with a Goal below value count.
func (p *Prover) below(value int64) {
	n := p.n
	if !n.exact {
		n.e.LowerLimit(n.limit, value-1-n.base)
	}
	n.e.Require(n.goal.AtMost(int((value - 1 - n.base) / n.unit)))
	if value <= n.base {
		n.e.Require(n.goal.AtMost(-1))
	}
	p.settle()
}

// follow makes the search prefer the values of a solution.
func (p *Prover) follow(start, way []int32) {
	n := p.n
	for i := range int32(n.m.N) {
		n.e.Prefer(n.start[i], int(start[i]))
		end := n.m.End(way[i], start[i])
		if n.end[i] >= 0 {
			n.e.Prefer(n.end[i], int(end))
		}
		from, to := n.m.Ways(i)
		for w := from; w < to; w++ {
			if n.on[w] < 0 {
				continue
			}
			x := 0
			if w == way[i] {
				x = 1
			}
			n.e.Prefer(n.on[w], x)
		}
	}
}

// settle reads what the engine knows.
func (p *Prover) settle() {
	if p.n.e.Dead() {
		p.done = true
		if p.known {
			p.bound = p.value
		}
		return
	}
	p.bound = max(p.bound, p.n.value(p.n.e.Lower(p.n.goal)))
}

// Step works for about budget steps. Afterwards Bound, Solution and Done may
// have changed.
func (p *Prover) Step(ctx context.Context, budget int64) {
	if p.done {
		return
	}
	end := p.n.e.Work() + budget
	for !p.done && ctx.Err() == nil {
		left := end - p.n.e.Work()
		if left <= 0 {
			return
		}
		p.turn++
		if !p.known && len(p.knots) > 0 && p.turn%2 == 1 {
			if p.untie(ctx, min(left, slice)) {
				p.done = true
			}
			end -= slice
			continue
		}
		if p.raiser.raising() {
			p.raise(ctx, left)
		} else {
			p.search(ctx, min(left, slice))
		}
	}
}

// search looks for any better solution.
func (p *Prover) search(ctx context.Context, budget int64) {
	before := p.n.e.Work()
	defer func() { p.raiser.other += p.n.e.Work() - before }()
	switch p.n.e.Solve(ctx, nil, p.b, budget) {
	case lcg.None:
		p.settle()
	case lcg.Found:
		p.found()
	}
}

// found takes the solution out of the engine.
func (p *Prover) found() {
	n := p.n
	start, way := make([]int32, n.m.N), make([]int32, n.m.N)
	for i := range int32(n.m.N) {
		start[i] = int32(n.e.Lower(n.start[i]))
		from, to := n.m.Ways(i)
		way[i] = from
		for w := from; w < to && to-from > 1; w++ {
			if n.e.Lower(n.on[w]) == 1 {
				way[i] = w
			}
		}
	}
	s := n.m.Solution(start, way)
	p.best, p.known = &s, true
	p.value = n.m.Value(start, way).Goal
	n.e.Rest()
	p.follow(start, way)
	p.below(p.value)
}

// Bound is a Goal that no solution beats; with Infeasible it means nothing.
func (p *Prover) Bound() int64 { return p.bound }

// Done reports that nothing is left to prove: the incumbent is best, or there is
// no solution.
func (p *Prover) Done() bool { return p.done }

// Infeasible reports that there is no solution.
func (p *Prover) Infeasible() bool { return p.done && !p.known }

// Solution is the best solution found here, with its Goal; nil: none that beats
// the incumbents.
func (p *Prover) Solution() (*schedule.Solution, int64) { return p.best, p.value }

// Conflicts counts what the prover has learned from.
func (p *Prover) Conflicts() int64 {
	if p.n == nil {
		return 0
	}
	return p.n.e.Conflicts()
}

// Work counts the steps taken so far.
func (p *Prover) Work() int64 {
	if p.n == nil {
		return 0
	}
	return p.n.e.Work()
}
