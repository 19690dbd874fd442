package evolve

import "fugong/solve/schedule"

// startWays is ways for the n-th seed: the shortest, the cheapest, those that
// spend least, then drawn ones; repaired to keep the budgets where that goes.
func (p *Population) startWays(n int) []int32 {
	way := p.other.Way
	for i := range int32(p.m.N) {
		way[i] = p.pickWay(i, n)
	}
	p.repairBudgets(way)
	return way
}

func (p *Population) pickWay(i int32, n int) int32 {
	from, to := p.m.Ways(i)
	if to-from == 1 {
		return from
	}
	measure := [...]func(w int32) int64{
		func(w int32) int64 { return int64(p.m.Dur[w]) },
		func(w int32) int64 { return int64(p.effort[w] * float64(p.m.Dur[w]) * 1024) },
		func(w int32) int64 { return p.share(w) },
		func(w int32) int64 { return p.m.Cost[w] },
	}
	kinds := 3
	if p.m.P.Goal == schedule.Cost {
		kinds = 4
	}
	if n >= 2*kinds && p.rng.IntN(4) == 0 {
		return from + p.rng.Int32N(to-from)
	}
	m := measure[(n/len(rules))%kinds]
	best := from
	for w := from + 1; w < to; w++ {
		if m(w) < m(best) {
			best = w
		}
	}
	return best
}

// share is how much of the budgets way w spends, in millionths of them.
func (p *Population) share(w int32) int64 {
	sum := 0.0
	for k := p.m.SpendAt[w]; k < p.m.SpendAt[w+1]; k++ {
		sum += float64(p.m.Spend[k]) / float64(max(1, p.m.Budget[p.m.SpendOf[k]]))
	}
	return int64(sum * 1e6)
}

// repairBudgets changes ways one task at a time until no budget is overspent, each time
// to the way of a few drawn that leaves least over; it gives up after a while.
func (p *Population) repairBudgets(way []int32) {
	if len(p.spent) == 0 || !p.many {
		return
	}
	p.tally(way)
	for tries := 0; p.over() > 0 && tries < 4*p.m.N && !p.d.Cut(tries); tries++ {
		before := p.over()
		var task, to int32
		least := before
		for range 4 {
			i := p.rng.Int32N(int32(p.m.N))
			for w := p.m.WayAt[i]; w < p.m.WayAt[i+1]; w++ {
				p.spend(way[i], -1)
				p.spend(w, 1)
				if o := p.over(); o < least {
					least, task, to = o, i, w
				}
				p.spend(w, -1)
				p.spend(way[i], 1)
			}
		}
		if least < before {
			p.spend(way[task], -1)
			p.spend(to, 1)
			way[task] = to
		}
	}
}

func (p *Population) over() int64 {
	over := int64(0)
	for b, s := range p.spent {
		over += max(0, s-p.m.Budget[b])
	}
	return over
}
