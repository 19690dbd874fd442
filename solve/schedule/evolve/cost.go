package evolve

import (
	"cmp"
	"slices"

	"fugong/solve/schedule/sgs"
)

// thrift makes plans cheaper under Goal Cost. It goes round: take a plan, give a
// part of its tasks their cheapest ways, hurry urgent tasks until it is in time
// again (mender), then give batches of tasks cheaper ways as long as the plan
// stays in time.
type thrift struct {
	key   []int32 // order of the plan in hand
	way   []int32
	cost  int64
	open  []int32 // tasks yet to be tried, the most promising last
	batch int     // halved when a batch fails
	late  bool    // the plan in hand is the mender's
}

// cheapenPlans does one thing to make plans cheaper.
func (p *Population) cheapenPlans() {
	t := &p.thrift
	switch {
	case t.late && (p.mender.failed >= patience || len(p.mender.urgent) == 0):
		t.late = false
	case t.late:
		if p.repairPlan() {
			p.saveOn()
		}
	case len(t.open) > 0:
		p.tryCheaperModes()
	default:
		p.pickPlanToChange()
	}
}

// tryCheaperModes tries one batch of cheaper ways.
func (p *Population) tryCheaperModes() {
	t := &p.thrift
	n := min(t.batch, len(t.open))
	tried := t.open[len(t.open)-n:]
	copy(p.plan.Way, t.way)
	for _, i := range tried {
		p.plan.Way[i] = p.cheaper(i, t.way[i])
	}
	p.d.Forward(p.d.Order(t.key), p.plan)
	switch s := p.ratePlan(p.plan); {
	case s.bad == 0:
		t.open = t.open[:len(t.open)-n]
		t.batch = min(2*t.batch, 1+p.m.N/8)
		p.takeInHand(p.plan, s)
		for _, i := range tried { // there may be a cheaper one still
			if p.cheaper(i, t.way[i]) != t.way[i] {
				t.open = append(t.open, i)
			}
		}
	case n == 1:
		t.open = t.open[:len(t.open)-1]
	default:
		t.batch = max(1, n/4)
	}
}

// takeInHand takes a plan that is in time in hand, justified to the right.
func (p *Population) takeInHand(plan *sgs.Plan, s score) {
	t := &p.thrift
	copy(t.way, plan.Way)
	copy(t.key, plan.Start)
	t.cost = s.goal
	copy(p.other.Way, plan.Way)
	if p.d.Backward(p.d.Order(plan.End), p.latestEnds(plan), true, p.other) {
		copy(t.key, p.other.Start)
	}
}

// saveOn takes the plan in p.plan, which is in time, to save on.
func (p *Population) saveOn() {
	t := &p.thrift
	p.takeInHand(p.plan, score{goal: p.valueOf(p.plan).Goal})
	t.late, t.batch = false, 1+p.m.N/64
	t.open = t.open[:0]
	for i := range int32(p.m.N) {
		if p.cheaper(i, t.way[i]) != t.way[i] {
			t.open = append(t.open, i)
		}
	}
	p.rng.Shuffle(len(t.open), func(a, b int) { t.open[a], t.open[b] = t.open[b], t.open[a] })
	if p.rng.IntN(2) == 0 {
		slices.SortStableFunc(t.open, func(a, b int32) int { return cmp.Compare(p.saving(a), p.saving(b)) })
	}
}

// pickPlanToChange takes up a plan to change: the plan in hand, the best or a member,
// with the tasks of a stretch of time, or some drawn, or all, in their cheapest
// ways.
func (p *Population) pickPlanToChange() {
	t := &p.thrift
	odds := [...]float64{0.03, 0.1, 0.3, 1}[p.rng.IntN(4)]
	if t.key == nil {
		t.key, t.way = make([]int32, p.m.N), make([]int32, p.m.N)
		p.takeUp(p.best.Way, p.best.Start)
		odds = 1
	}
	switch p.rng.IntN(4) {
	case 0:
		p.takeUp(p.best.Way, p.best.Start)
	case 1:
		m := &p.sides[0][p.tournament(p.sides[0])]
		p.takeUp(m.way, m.key)
	}
	copy(p.plan.Way, t.way)
	from, to := p.stretch(&member{key: t.key})
	for i := range int32(p.m.N) {
		if k := t.key[i]; (k < from || k > to) == (odds < 0.2) && odds < 1 {
			continue
		}
		if odds == 1 || p.rng.Float64() < odds {
			p.plan.Way[i] = p.cheapest(i)
		}
	}
	p.repairBudgets(p.plan.Way)
	batch := 1
	if odds == 1 {
		batch += p.m.N / 64
	}
	if t.late = true; p.mendFrom(t.key, batch) {
		p.saveOn()
	}
}

func (p *Population) takeUp(way, key []int32) {
	copy(p.thrift.way, way)
	copy(p.thrift.key, key)
}

// saving is what the next cheaper way of a task saves a tick that it is longer.
func (p *Population) saving(i int32) float64 {
	from := p.thrift.way[i]
	to := p.cheaper(i, from)
	return float64(p.m.Cost[from]-p.m.Cost[to]) / float64(max(1, p.m.Dur[to]-p.m.Dur[from]))
}

// cheaper is the dearest way of task i among those cheaper than w; w: none.
func (p *Population) cheaper(i, w int32) int32 {
	best := w
	for v := p.m.WayAt[i]; v < p.m.WayAt[i+1]; v++ {
		if p.m.Cost[v] < p.m.Cost[w] && (best == w || p.m.Cost[v] > p.m.Cost[best]) {
			best = v
		}
	}
	return best
}

// cheapest is the cheapest way of task i.
func (p *Population) cheapest(i int32) int32 {
	best := p.m.WayAt[i]
	for v := best; v < p.m.WayAt[i+1]; v++ {
		if p.m.Cost[v] < p.m.Cost[best] {
			best = v
		}
	}
	return best
}
