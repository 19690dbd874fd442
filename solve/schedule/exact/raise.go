package exact

import (
	"context"

	"fugong/solve/schedule/lazyclause"
)

// slice is the work between changes from attacking the bound from below to
// looking for better solutions, and back.
const slice = 400_000

// raiser finds the greatest goal that can be refuted cheaply: it probes goals
// above the bound in growing strides, halves the distance when a probe costs too
// much, and allows more when even the bound itself is too dear.
type raiser struct {
	low    int   // no solution has a smaller goal
	high   int   // a greater one is of no use
	probe  int   // the goal assumed
	stride int   // to the next probe when this one is refuted
	cost   int64 // a probe may take this much work
	used   int64 // by the probe at hand
	spent  int64 // on raising, in all
	other  int64 // on everything else
}

func newRaiser() raiser { return raiser{stride: 1, cost: 20_000} }

// raiseBound probes one goal: a refuted one raises the bound, a solution is as good
// as the probe.
func (p *Prover) raiseBound(ctx context.Context, budget int64) {
	e, g, r := p.n.e, p.n.goal, &p.raiser
	if at := max(r.low, min(r.probe, r.high)); at != r.probe {
		r.probe, r.used = at, 0
	}
	before := e.Work()
	answer := e.Solve(ctx, []lazyclause.Lit{g.AtMost(r.probe)}, p.b, min(budget, r.cost-r.used))
	r.used += e.Work() - before
	switch {
	case answer == lazyclause.None:
		e.Require(g.AtLeast(r.probe + 1))
		p.closeGap()
		r.probe, r.used = r.probe+r.stride, 0
		r.stride *= 2
	case answer == lazyclause.Found:
		p.found()
	case r.used >= r.cost:
		r.giveUp()
	}
}

// giveUp turns to a goal nearer to the bound, or allows more work.
func (r *raiser) giveUp() {
	r.used, r.stride = 0, 1
	if r.probe > r.low {
		r.probe = r.low + (r.probe-r.low)/2
		return
	}
	r.cost *= 2
}
