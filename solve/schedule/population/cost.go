package population

import (
	"cmp"
	"slices"

	"fugong/solve/schedule/decode"
)

// thrift makes feasible plans cheaper under Goal Cost: it takes a plan, gives a
// batch of tasks cheaper ways, places all anew, and keeps what still is in time.
// A batch that fails is halved. When single tasks fail too, it starts from
// another member with some tasks sped up.
type thrift struct {
	key     []int32 // order of the plan in hand
	way     []int32
	cost    int64
	trial   []int32 // ways being tried
	open    []int32 // tasks yet to be tried, the most promising last
	batch   int
	started bool
}

// save tries one batch.
func (p *Population) save() {
	t := &p.thrift
	if !t.started || len(t.open) == 0 {
		p.saveAnew()
		return
	}
	n := min(t.batch, len(t.open))
	tried := t.open[len(t.open)-n:]
	copy(t.trial, t.way)
	for _, i := range tried {
		t.trial[i] = p.cheaper(i, t.way[i])
	}
	copy(p.plan.Way, t.trial)
	p.d.Forward(p.d.Order(t.key), p.plan)
	s := p.rate(p.plan)
	switch {
	case s.bad == 0:
		t.open = t.open[:len(t.open)-n]
		t.batch = min(2*t.batch, 1+p.m.N/8)
		p.hold(p.plan, s)
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

// hold takes a feasible plan in hand, justified to the right.
func (p *Population) hold(plan *decode.Plan, s score) {
	t := &p.thrift
	copy(t.way, plan.Way)
	copy(t.key, plan.Start)
	t.cost = s.goal
	copy(p.other.Way, plan.Way)
	if p.d.Backward(p.d.Order(plan.End), p.limits(plan), true, p.other) {
		copy(t.key, p.other.Start)
	}
}

// saveAnew takes up a plan to save on: the best, or a good member, with a few
// tasks made faster than they are.
func (p *Population) saveAnew() {
	t := &p.thrift
	if t.key == nil {
		t.key, t.way, t.trial = make([]int32, p.m.N), make([]int32, p.m.N), make([]int32, p.m.N)
	}
	t.started = false
	if !p.have {
		return
	}
	p.plan.Copy(p.best)
	s := score{goal: p.value.Goal}
	if p.built%3 != 0 {
		m := &p.sides[0][p.tournament(p.sides[0])]
		copy(p.plan.Way, m.way)
		p.hasten(p.plan.Way)
		p.d.Forward(p.d.Order(m.key), p.plan)
		if s = p.rate(p.plan); s.bad > 0 {
			return
		}
	}
	p.hold(p.plan, s)
	t.started, t.batch = true, 1+p.m.N/32
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

// saving is what the next cheaper way of a task saves a tick that it is longer,
// in 256ths.
func (p *Population) saving(i int32) int64 {
	from := p.thrift.way[i]
	to := p.cheaper(i, from)
	return (p.m.Cost[from] - p.m.Cost[to]) * 256 / int64(max(1, p.m.Dur[to]-p.m.Dur[from]))
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

// hasten gives some tasks the shortest of their ways.
func (p *Population) hasten(way []int32) {
	odds := 0.02 + 0.1*p.rng.Float64()
	for i := p.skip(odds); i < len(way); i += 1 + p.skip(odds) {
		for v := p.m.WayAt[i]; v < p.m.WayAt[i+1]; v++ {
			if p.m.Dur[v] < p.m.Dur[way[i]] {
				way[i] = v
			}
		}
	}
}
