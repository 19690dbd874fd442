package prover

import (
	"cmp"
	"context"
	"slices"

	"fugong/solve/schedule"
	"fugong/solve/schedule/lcg"
	"fugong/solve/schedule/model"
)

// Improvement is what Improve found.
type Improvement struct {
	Solution  *schedule.Solution // better than the one given; nil: none found
	Goal      int64
	Exhausted bool  // there is no better one in this neighbourhood
	Work      int64 // steps taken
}

// Improve looks for a solution better than s, whose Goal is goal, in which the
// tasks not free keep their modes and follow one another on each resource as in
// s: a neighbourhood of partial-order schedules (Godard, Laborie and Nuijten
// 2005). It stops after about budget steps.
func Improve(ctx context.Context, m *model.Model, s *schedule.Solution, goal int64, free []bool, budget int64) Improvement {
	start, way, ok := m.Read(s)
	if !ok || m.Empty >= 0 {
		return Improvement{}
	}
	n := compile(ctx, m)
	if n == nil {
		return Improvement{}
	}
	p := &Prover{m: m, n: n, b: &earliest{n: n}}
	n.keepWays(way, free)
	for r := range m.Peak {
		n.keepOrder(int32(r), start, way, free)
	}
	p.known, p.value = true, goal
	p.below(goal)
	p.follow(start, way)
	for !p.done && ctx.Err() == nil && n.e.Work() < budget {
		p.search(ctx, budget-n.e.Work())
	}
	out := Improvement{Solution: p.best, Goal: p.value, Exhausted: p.done, Work: n.e.Work()}
	return out
}

func (n *net) keepWays(way []int32, free []bool) {
	for i, w := range way {
		if !free[i] && n.on[w] >= 0 {
			n.e.Require(n.on[w].AtLeast(1))
		}
	}
}

// holder is units of a resource in the hands of the task that had them last.
type holder struct {
	task, end, units int32 // task -1: nobody yet
}

// keepOrder hands the units of resource r from task to task as the schedule
// does, and makes each receiver follow its givers.
func (n *net) keepOrder(r int32, start, way []int32, free []bool) {
	m := n.m
	var users []int32
	for i := range int32(m.N) {
		if !free[i] && n.takes(way[i], r) > 0 {
			users = append(users, i)
		}
	}
	slices.SortStableFunc(users, func(i, j int32) int { return cmp.Compare(start[i], start[j]) })
	holders := []holder{{-1, 0, m.Peak[r]}}
	for _, i := range users {
		need := n.takes(way[i], r)
		var rest []holder
		for k := len(holders) - 1; k >= 0; k-- { // the latest giver first
			h := &holders[k]
			if need == 0 || h.end > start[i] {
				continue
			}
			take := min(need, h.units)
			h.units -= take
			need -= take
			if h.task >= 0 {
				n.follows(h.task, i, lcg.Always)
			}
		}
		for _, h := range holders {
			if h.units > 0 {
				rest = append(rest, h)
			}
		}
		rest = append(rest, holder{i, m.End(way[i], start[i]), n.takes(way[i], r) - need})
		slices.SortStableFunc(rest, func(x, y holder) int { return cmp.Compare(x.end, y.end) })
		holders = rest
	}
}

// takes is what way w uses of resource r.
func (n *net) takes(w, r int32) int32 {
	for u := n.m.UseAt[w]; u < n.m.UseAt[w+1]; u++ {
		if n.m.UseOf[u] == r {
			return n.m.Use[u]
		}
	}
	return 0
}
