package frontier

import (
	"context"
	"math/rand/v2"

	"fugong/solve/schedule/sgs"
)

// crasher makes plans shorter, cut by cut.
type crasher struct {
	*engine
	flow
	number []int32 // by node of the critical network: its number in the flow; -1
	next   []int32 // by task: the way that its next step would take; -1
	price  []int64
	barred []int64 // by way: the round up to which it is barred
	round  int64
	noise  *rand.Rand // nil: prices as they are
	thrift float64    // how much dearer a step is that takes a whole budget, in its price
	chosen []int32
	kept   *sgs.Plan
}

func newCutter(e *engine) *crasher {
	c := &crasher{engine: e, number: make([]int32, 2*e.k.N), next: make([]int32, e.k.N), price: make([]int64, e.k.N), kept: sgs.NewPlan(e.k)}
	c.barred = make([]int64, len(e.k.Task))
	for v := range c.number {
		c.number[v] = -1
	}
	return c
}

// forget lifts every bar, so that what follows does not depend on what came before.
func (c *crasher) forget() {
	clear(c.barred)
	c.round = 0
}

// A cut that does not bring the finish in is not wasted: another chain may be as
// long. After so many in a row without a gain the cutting ends, sooner for the first
// frontier than when there is time.
const (
	hasty     = 40
	fruitless = 100
)

// crashUntil cuts p until it ends by target, telling of every plan on the way that
// ends earlier than all before it. It reports whether the target was reached.
func (c *crasher) crashUntil(ctx context.Context, p *sgs.Plan, target int32, patience int, tell func(*sgs.Plan)) bool {
	c.spend(p)
	best, idle := p.Last(), 0
	for best > target && idle < patience && !done(ctx) {
		c.round++
		c.kept.Copy(p)
		c.traceCritical(p)
		if !c.chooseSteps(p) {
			return false
		}
		for _, i := range c.chosen {
			c.change(p, i, c.next[i])
		}
		c.layOut(p, best-1)
		switch end := p.Last(); {
		case p.Late > 0 || end > best:
			c.undo(p)
			idle++
		case end == best:
			idle++
		default:
			best, idle = end, 0
			tell(p)
		}
	}
	return best <= target
}

// undo takes the last cut back and bars its steps for a while.
func (c *crasher) undo(p *sgs.Plan) {
	for _, i := range c.chosen {
		c.barred[c.next[i]] = c.round + fruitless
	}
	p.Copy(c.kept)
	c.spend(p)
}

// chooseSteps finds the cheapest set of steps that makes every chain of the critical
// network shorter; false when some chain has none.
func (c *crasher) chooseSteps(p *sgs.Plan) bool {
	c.chosen = c.chosen[:0]
	for n, v := range c.nodes {
		c.number[v] = int32(n)
	}
	s, t := int32(len(c.nodes)), int32(len(c.nodes)+1)
	c.flow.reset(len(c.nodes) + 2)
	for _, a := range c.arcs {
		capacity := endless
		if a.from%2 == 0 && a.to == a.from+1 {
			capacity = c.cheapestStep(p, a.from/2)
		}
		c.addArc(c.number[a.from], c.number[a.to], capacity)
	}
	for _, v := range c.source {
		c.addArc(s, c.number[v], endless)
	}
	for _, v := range c.sink {
		c.addArc(c.number[v], t, endless)
	}
	ok := c.minimumCut(s, t) < endless
	if ok {
		for _, a := range c.arcs {
			if a.from%2 == 0 && a.to == a.from+1 && c.level[c.number[a.from]] >= 0 && c.level[c.number[a.to]] < 0 {
				c.chosen = append(c.chosen, a.from/2)
			}
		}
	}
	for _, v := range c.nodes {
		c.number[v] = -1
	}
	return ok && len(c.chosen) > 0
}

// fineness is how finely the price of a tick is told.
const fineness = 1024

// cheapestStep finds the cheapest way to make task i shorter, and its price for each tick;
// endless when there is none.
func (c *crasher) cheapestStep(p *sgs.Plan, i int32) int64 {
	now := p.Way[i]
	best := endless
	c.next[i] = -1
	for w := c.k.WayAt[i]; w < c.k.WayAt[i+1]; w++ {
		ticks := int64(c.k.Dur[now] - c.k.Dur[w])
		if ticks <= 0 || c.barred[w] > c.round || !c.affords(now, w) {
			continue
		}
		price := max(0, c.k.Cost[w]-c.k.Cost[now])*fineness/ticks + 1
		if c.noise != nil {
			price += int64(float64(price) * (c.noise.Float64() + c.thrift*c.shareOfBudgets(now, w)))
		}
		if price < best {
			best, c.next[i] = price, w
		}
	}
	return best
}

// shareOfBudgets is what the change from one way to another takes of the budgets,
// in whole budgets.
func (c *crasher) shareOfBudgets(from, to int32) (share float64) {
	for s := c.k.SpendAt[to]; s < c.k.SpendAt[to+1]; s++ {
		b := c.k.SpendOf[s]
		share += float64(max(0, c.k.Spend[s]-c.spends(from, b))) / float64(max(1, c.k.Budget[b]))
	}
	return share
}
