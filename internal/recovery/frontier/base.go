package frontier

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/schedule/evolve"
	"fugong/solve/schedule/sgs"
)

// The work, in placements of single tasks, that is put into the plan without
// measures where hands make it longer than its links do: so many for each task, up
// to a most.
const (
	baseEffort     = 10_000
	mostBaseEffort = 3_000_000
)

// basePlan is the plan without measures: every task in its first way, in the order in
// which links alone let them start; where hands are too few for that, as short as
// some search makes it.
func (e *engine) basePlan(ctx context.Context, seed uint64) (*sgs.Plan, error) {
	p := sgs.NewPlan(e.k)
	for i := range e.k.N {
		p.Start[i] = e.k.Est[i]
		if i < len(e.m.Base.Start) {
			p.Start[i] = int32(e.m.Base.Start[i])
		}
	}
	e.layOut(p, 0)
	k, err := kernel.Compile(plain(e.m))
	if err != nil {
		return nil, fault.New(fault.Internal, "plan.recovery.unstated").Because(err)
	}
	if longest(k) >= p.Last() && p.Late == 0 {
		return p, nil
	}
	search := evolve.New(k, seed)
	if p.Late == 0 {
		search.Inject(schedule.Solution{Start: ints(p.Start), Mode: make([]int, e.k.N)})
	}
	search.SetBound(int64(longest(k)))
	search.Step(ctx, min(mostBaseEffort, baseEffort*int64(e.k.N)))
	if best, _, ok := search.Best(); ok {
		for i, start := range best.Start {
			p.Start[i] = int32(start)
		}
		e.layOut(p, 0)
	}
	return p, nil
}

// plain is m's problem without measures, to be as short as it can.
func plain(m *timecost.Model) *schedule.Problem {
	p := *m.Problem
	p.Goal, p.Horizon = schedule.Makespan, m.Ticks
	p.Tasks = append([]schedule.Task(nil), p.Tasks...)
	for i := range p.Tasks {
		p.Tasks[i].Modes = p.Tasks[i].Modes[:1]
	}
	return &p
}

// longest is the last end that links alone ask for.
func longest(k *kernel.Model) (end int32) {
	for _, t := range k.Ect {
		end = max(end, t)
	}
	return end
}

func ints(list []int32) []int {
	out := make([]int, len(list))
	for i, x := range list {
		out[i] = int(x)
	}
	return out
}
