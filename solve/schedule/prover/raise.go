package prover

import (
	"context"

	"fugong/solve/schedule/lcg"
)

// slice is the work between changes from attacking the bound from below to
// looking for better solutions, and back.
const slice = 400_000

// raiser finds the greatest goal that can be refuted cheaply: it probes goals
// above the bound in growing strides, halves the distance when a probe costs too
// much, and allows more when even the bound itself is too dear.
type raiser struct {
	probe  int   // the goal assumed
	stride int   // to the next probe when this one is refuted
	cost   int64 // a probe may take this much work
	used   int64 // by the probe at hand
	spent  int64 // on raising, in all
	other  int64 // on everything else
}

func newRaiser(lower int) raiser {
	return raiser{probe: lower, stride: 1, cost: 20_000}
}

// raise probes one goal: a refuted one raises the bound, a solution is as good
// as the probe.
func (p *Prover) raise(ctx context.Context, budget int64) {
	e, g, r := p.n.e, p.n.goal, &p.raiser
	if low := e.Lower(g); r.probe < low {
		r.probe, r.used = low, 0
	}
	if high := e.Upper(g); r.probe > high {
		r.probe, r.used = high, 0
	}
	before := e.Work()
	answer := e.Solve(ctx, []lcg.Lit{g.AtMost(r.probe)}, p.b, min(budget, r.cost-r.used))
	r.used += e.Work() - before
	r.spent += e.Work() - before
	switch {
	case answer == lcg.None:
		e.Require(g.AtLeast(r.probe + 1))
		e.Rest()
		p.settle()
		r.probe, r.used = r.probe+r.stride, 0
		r.stride *= 2
	case answer == lcg.Found:
		p.found()
	case r.used >= r.cost:
		r.giveUp(e.Lower(g))
	}
}

// giveUp turns to a goal nearer to the bound, or allows more work.
func (r *raiser) giveUp(lower int) {
	r.used, r.stride = 0, 1
	if r.probe > lower {
		r.probe = lower + (r.probe-lower)/2
		return
	}
	r.cost *= 2
}

// raising reports whether it is the bound's turn.
func (r *raiser) raising() bool { return r.spent <= r.other }
