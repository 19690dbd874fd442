package frontier

import (
	"cmp"
	"slices"

	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/schedule/sgs"
)

// relaxer gives back what a plan does not need.
type relaxer struct {
	*engine
	late []int32 // by task: the latest end that keeps the finish, by the links alone
	list []offer
	kept *sgs.Plan
}

// offer is a cheaper way for a task.
type offer struct {
	task, way int32
	saves     int64
}

func newGiver(e *engine) *relaxer {
	return &relaxer{engine: e, late: make([]int32, e.k.N), kept: sgs.NewPlan(e.k)}
}

// relaxPlan puts tasks of p back into cheaper ways as long as it still ends by
// target, the dearest first. It tries all that have room at once, then halves.
func (g *relaxer) relaxPlan(p *sgs.Plan, target int32) {
	for range 12 {
		g.listOffers(p, target)
		if len(g.list) == 0 || !g.acceptOffers(p, target, g.list) {
			return
		}
	}
}

// listOffers lists the cheaper ways for which each task by itself has room.
func (g *relaxer) listOffers(p *sgs.Plan, target int32) {
	g.latestEnds(p, target)
	g.spend(p)
	g.list = g.list[:0]
	for i := range int32(g.k.N) {
		best := offer{task: i, way: -1}
		now := p.Way[i]
		for w := g.k.WayAt[i]; w < g.k.WayAt[i+1]; w++ {
			saves := g.k.Cost[now] - g.k.Cost[w]
			if saves <= best.saves || g.k.Dur[w] < g.k.Dur[now] || !g.affords(now, w) {
				continue
			}
			if g.k.End(w, p.Start[i]) <= g.late[i] {
				best.way, best.saves = w, saves
			}
		}
		if best.way >= 0 {
			g.list = append(g.list, best)
		}
	}
	slices.SortFunc(g.list, func(a, b offer) int { return cmp.Or(cmp.Compare(b.saves, a.saves), cmp.Compare(a.task, b.task)) })
}

// acceptOffers takes offers up while the plan, laid out anew, ends by target: all of
// them, or halves of them one after the other. It reports whether any was taken.
func (g *relaxer) acceptOffers(p *sgs.Plan, target int32, list []offer) (any bool) {
	queue := [][]offer{slices.Clone(list)}
	for tries := 0; len(queue) > 0 && tries < 24; tries++ {
		part := queue[0]
		queue = queue[1:]
		g.kept.Copy(p)
		for _, o := range part {
			p.Way[o.task] = o.way
		}
		g.layOut(p, target)
		if p.Late == 0 && p.Last() <= target && g.cost(p) < g.cost(g.kept) {
			any = true
			continue
		}
		p.Copy(g.kept)
		if n := len(part); n > 1 {
			queue = append(queue, part[:n/2], part[n/2:])
		}
	}
	return any
}

// latestEnds finds the latest end of every task that keeps the finish by target
// when links alone hold; what hands ask besides, laying the plan out shows.
func (g *relaxer) latestEnds(p *sgs.Plan, target int32) {
	for i := range g.late {
		g.late[i] = target
	}
	for changed := true; changed; {
		changed = false
		for n := g.k.N - 1; n >= 0; n-- {
			i := g.k.Order[n]
			if end := g.latestEnd(p, i); end < g.late[i] {
				g.late[i], changed = end, true
			}
		}
		if g.k.Back == 0 {
			return
		}
	}
}

// latestEnd is what the links that leave task i let its end be.
func (g *relaxer) latestEnd(p *sgs.Plan, i int32) int32 {
	end := g.late[i]
	start := int32(kernel.Never)
	for _, a := range g.k.Outs(i) {
		arc := &g.k.Arcs[a]
		j := arc.To
		w := p.Way[j]
		to := g.late[j]
		if arc.ToEnd == schedule.Start {
			to = g.k.Latest(w, kernel.Never, g.late[j])
		}
		at := arc.Before(to)
		if arc.FromEnd == schedule.Finish {
			end = min(end, at)
		} else {
			start = min(start, at)
		}
	}
	if start < kernel.Never {
		s := g.k.Latest(p.Way[i], start, end)
		if s < p.Start[i] {
			return min(end, p.End[i])
		}
		end = min(end, g.k.End(p.Way[i], s))
	}
	return end
}
