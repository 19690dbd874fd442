package exact

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/lazyclause"
)

// Prover works on one problem, a step at a time.
type Prover struct {
	m     *compiled.Model
	n     *net // nil: not stated yet, or too large to be
	b     *earliest
	bound int64
	best  *schedule.Solution
	near  *schedule.Solution // told of before the problem was stated
	value int64              // of the best solution known
	known bool
	done  bool
	turn  turn
	left  int64 // work until the next turn
	raiser
	knots  []cycleStructure // not yet worked
	worked []block          // those that are
	whole  bool             // every cycle structure is one of the two
}

// The largest problems that are stated to the engine; of others the bound is
// what links, releases and modes alone leave.
const (
	mostTasks = 20_000
	mostCells = 32 << 20 // ticks × resources
)

// New prepares the proof of m. The work begins with the first Step.
func New(m *compiled.Model) *Prover {
	p := &Prover{m: m}
	if m.Empty >= 0 {
		p.done = !m.Cut
		return p
	}
	p.bound = plainBound(m)
	return p
}

// plainBound is the Goal of a schedule that only links, releases and modes bind.
func plainBound(m *compiled.Model) int64 {
	bound := int64(0)
	for i := range int32(m.N) {
		t := &m.P.Tasks[i]
		switch m.P.Goal {
		case schedule.Makespan:
			bound = max(bound, int64(m.Ect[i]))
		case schedule.Lateness:
			bound += int64(t.Weight) * int64(max(0, int(m.Ect[i])-t.Due))
		case schedule.Cost:
			from, to := m.Ways(i)
			least := m.Cost[from]
			for w := from + 1; w < to; w++ {
				least = min(least, m.Cost[w])
			}
			bound += least
		}
	}
	return bound
}

// stateProblem states the problem to the engine; false: it is too large, or the context
// ended.
func (p *Prover) stateProblem(ctx context.Context) bool {
	m := p.m
	cells := (int64(m.Reach) + 2) * int64(len(m.Peak)+len(m.Clocks)+1)
	if m.Empty >= 0 || m.Cut || m.N > mostTasks || cells > mostCells {
		return false
	}
	if !p.compileCycleStructures(ctx) {
		p.done = true
		return true
	}
	if p.n = stateModel(ctx, m); p.n == nil {
		return false
	}
	p.b, p.turn = &earliest{n: p.n}, searching
	p.raiser = newRaiser()
	if p.known {
		p.requireBelow(p.value)
		if start, way, ok := m.Read(p.near); ok {
			p.preferSolution(start, way)
		}
	}
	p.closeGap()
	return true
}

// value is the Goal that a goal of g units stands for, at least.
func (n *net) value(g int) int64 { return n.base + n.unit*int64(g) }

// SetIncumbent tells of a solution found elsewhere and its Goal: from now on
// only better ones count, and the search stays near it.
func (p *Prover) SetIncumbent(s *schedule.Solution, goal int64) {
	if p.known && goal >= p.value || p.done {
		return
	}
	p.known, p.value, p.near = true, goal, s
	if p.n == nil {
		p.done = goal <= p.bound
		return
	}
	p.requireBelow(goal)
	if start, way, ok := p.n.m.Read(s); ok {
		p.preferSolution(start, way)
	}
}

// requireBelow makes only solutions with a Goal below value count.
func (p *Prover) requireBelow(value int64) {
	n := p.n
	n.e.Rest()
	if !n.exact {
		n.e.LowerLimit(n.limit, value-1-n.base)
	}
	most := int64(-1)
	if value > n.base {
		most = (value - 1 - n.base) / n.unit
	}
	if most < int64(n.e.Upper(n.goal)) {
		n.e.Require(n.goal.AtMost(int(most)))
	}
	p.closeGap()
}

// preferSolution makes the search prefer the values of a solution.
func (p *Prover) preferSolution(start, way []int32) {
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

// closeGap puts the engine to rest and reads what it knows.
func (p *Prover) closeGap() {
	p.n.e.Rest()
	if p.n.e.Dead() {
		p.done = true
		if p.known {
			p.bound = p.value
		}
		return
	}
	p.low, p.high = p.n.e.Lower(p.n.goal), p.n.e.Upper(p.n.goal)
	p.bound = max(p.bound, p.n.value(p.low))
}

// Step works for about budget steps. Afterwards Bound, Solution and Done may
// have changed.
func (p *Prover) Step(ctx context.Context, budget int64) {
	if p.done || p.n == nil && !p.stateProblem(ctx) || p.done {
		return
	}
	for budget > 0 && !p.done && ctx.Err() == nil {
		if p.left <= 0 {
			p.left, p.turn = slice, p.next()
		}
		spent := p.workOn(ctx, min(budget, p.left))
		p.left -= spent
		budget -= spent
	}
}

// turn is what the prover is about.
type turn uint8

const (
	untying turn = iota
	raising
	searching
)

// next is whose turn it is: cycle structures as long as no solution is known, and the bound
// as often as the search.
func (p *Prover) next() turn {
	switch {
	case !p.known && len(p.knots) > 0 && p.turn != untying:
		return untying
	case p.raiser.spent <= p.raiser.other:
		return raising
	}
	return searching
}

// workOn goes on with what is at hand for about budget steps and returns how many
// it took.
func (p *Prover) workOn(ctx context.Context, budget int64) int64 {
	if p.turn == untying {
		if len(p.knots) == 0 {
			p.left = 0
			return 1
		}
		return p.proveCyclesInfeasible(ctx, budget)
	}
	before := p.n.e.Work()
	if p.turn == raising {
		p.raiseBound(ctx, budget)
	} else {
		p.search(ctx, budget)
	}
	spent := p.n.e.Work() - before
	if p.turn == raising {
		p.raiser.spent += spent
	} else {
		p.raiser.other += spent
	}
	return max(1, spent)
}

// search looks for any better solution.
func (p *Prover) search(ctx context.Context, budget int64) {
	switch p.n.e.Solve(ctx, nil, p.b, budget) {
	case lazyclause.None:
		p.closeGap()
	case lazyclause.Found:
		p.found()
	}
}

// found takes the solution out of the engine.
func (p *Prover) found() {
	n := p.n
	start, way := make([]int32, n.m.N), make([]int32, n.m.N)
	for i := range int32(n.m.N) {
		start[i], way[i] = int32(n.e.Lower(n.start[i])), n.chosen(i)
	}
	p.keep(start, way)
}

// chosen is the way that the engine has task i in.
func (n *net) chosen(i int32) int32 {
	from, to := n.m.Ways(i)
	for w := from; w < to; w++ {
		if n.on[w] >= 0 && n.e.Lower(n.on[w]) == 1 {
			return w
		}
	}
	return from
}

// keep takes a solution that beats the incumbents.
func (p *Prover) keep(start, way []int32) {
	s := p.m.Solution(start, way)
	p.best, p.known = &s, true
	p.value = p.m.Value(start, way).Goal
	p.n.e.Rest()
	p.preferSolution(start, way)
	p.requireBelow(p.value)
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
