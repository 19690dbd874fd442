package evolve

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/sgs"
)

// Population is a search in progress. It is not safe for concurrent use.
type Population struct {
	m   *compiled.Model
	d   *sgs.Decoder
	rng random

	both   bool // two sides, else only side 0
	many   bool // some task has more than one way
	sides  [2][]member
	side   int   // whose members mate
	next   int   // index of the next to mate
	lead   int   // the best member of the side that takes the children
	seeded int   // members made from rules so far
	built  int64 // schedules
	turns  int64 // see turn
	target int64 // placements that Step may have done

	plan, other *sgs.Plan // being built
	latest      []int32   // scratch: latest ends of a justification
	child       []int32   // scratch: keys of a child
	spent       []int64   // scratch, by budget
	who         []bool    // scratch, by task
	effort      []float64 // by way: share of capacity it takes while it works
	tail        []int32   // by task: longest way to the end of the project
	project     []int32   // by task: see number
	picked      []int32   // scratch, by project
	weighs      bool      // Moved is counted

	doublingPopulations
	thrift thrift
	mender mender

	best  *sgs.Plan
	value schedule.Value
	have  bool
	guest bool // the best is no member yet
	bound int64
}

// New prepares a search of m; the same seed gives the same search.
func New(m *compiled.Model, seed uint64) *Population {
	p := &Population{m: m, d: sgs.New(m), bound: -1 << 62}
	p.rng.Seed(seed, 0x5eed)
	p.plan, p.other, p.best = sgs.NewPlan(m), sgs.NewPlan(m), sgs.NewPlan(m)
	p.latest, p.child = make([]int32, m.N), make([]int32, m.N)
	p.spent = make([]int64, len(m.Budget))
	for i := range int32(m.N) {
		p.many = p.many || m.WayAt[i+1]-m.WayAt[i] > 1
		p.weighs = p.weighs || m.P.Tasks[i].Stay > 0 && m.P.Tasks[i].Planned != nil
	}
	p.both = m.P.Goal == schedule.Makespan && p.d.Symmetric() && !p.weighs
	p.measure()
	p.numberProjects()
	p.kickOff()
	return p
}

// measure sets effort.
func (p *Population) measure() {
	p.effort = make([]float64, len(p.m.Dur))
	for w := range p.effort {
		for u := p.m.UseAt[w]; u < p.m.UseAt[w+1]; u++ {
			p.effort[w] += float64(p.m.Use[u]) / float64(p.m.Peak[p.m.UseOf[u]])
		}
	}
}

// Step works for about budget placements, or until ctx is cancelled, or until
// the best solution is known to be as good as any.
func (p *Population) Step(ctx context.Context, budget int64) {
	p.target += budget
	p.d.Watch(ctx)
	for p.d.Placements < p.target && ctx.Err() == nil && !p.Done() {
		p.makeMember()
	}
	if ctx.Err() != nil {
		p.target = p.d.Placements
	}
}

// Done reports whether nothing is left to find: the best solution meets the
// bound, or there can be no solution.
func (p *Population) Done() bool {
	if p.m.Empty >= 0 || p.m.N == 0 && p.have || p.d.Impossible() {
		return true
	}
	return p.have && p.value.Goal <= p.bound && (!p.weighs || p.value.Moved == 0)
}

// SetBound tells that no solution has a smaller Goal.
func (p *Population) SetBound(bound int64) { p.bound = max(p.bound, bound) }

// Best is the best solution so far; false: none yet.
func (p *Population) Best() (schedule.Solution, schedule.Value, bool) {
	if !p.have {
		return schedule.Solution{}, schedule.Value{}, false
	}
	return p.m.Solution(p.best.Start, p.best.Way), p.value, true
}

// Schedules is how many were built so far.
func (p *Population) Schedules() int64 { return p.built }

// Inject offers a solution found elsewhere, which must keep every rule. If it is
// better than the best it takes its place. Before the first member is made it
// becomes one; later when two populations are joined, since what comes in too
// early makes them all alike. False: it is no solution in usable modes.
func (p *Population) Inject(s schedule.Solution) bool {
	start, way, ok := p.m.Read(&s)
	if !ok {
		return false
	}
	copy(p.plan.Start, start)
	copy(p.plan.Way, way)
	for i, w := range way {
		p.plan.End[i] = p.m.End(w, start[i])
	}
	p.plan.Late = 0
	v := p.valueOf(p.plan)
	if p.have && !v.Less(p.value) {
		return true
	}
	p.keep(p.plan, v)
	p.guest = true
	return true
}

// admit makes the best a member if it is none yet.
func (p *Population) admit() {
	if p.guest {
		p.guest = false
		p.plan.Copy(p.best)
		p.adoptPlan(p.ratePlan(p.plan))
	}
}
