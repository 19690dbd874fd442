package evolve

import (
	"slices"

	"fugong/solve/schedule"
)

// Odds of the search: that a worse child replaces a member, and that two
// neighbours in the order of a child change places.
const (
	acceptWorse = 0.25
	swapOdds    = 0.01
	wayOdds     = 0.02
	// Odds that a child is made of whole projects where there are several.
	wholeProjects = 0.2
	chooseChild   = 0.3 // odds that some tasks of a child choose their ways
	chooseTask    = 0.3 // and that a task of such a child does
)

// makeMember does one thing: makes a member from a rule, or a child.
func (p *Population) makeMember() {
	switch {
	case p.guest && len(p.sides[0]) == 0:
		p.admit()
	case p.have && p.many && p.m.P.Goal == schedule.Cost && p.turn(4):
		p.cheapenPlans()
	case len(p.sides[0]) < p.wanted:
		p.seedFromRule()
	case p.built >= p.until && p.next == 0 && p.side == 0:
		p.rotatePopulations()
	case p.both:
		p.mateAcross()
	case p.many && !p.have && p.turn(2):
		p.repairPlan()
	default:
		p.mateWithin()
	}
}

// turn reports true all but once in n times.
func (p *Population) turn(n int64) bool {
	p.turns++
	return p.turns%n != 0
}

// mateAcross makes a child of two members of one side, justified to the other.
func (p *Population) mateAcross() {
	from, to := p.sides[p.side], p.sides[1-p.side]
	k := p.next
	p.crossKeys(&from[k], &from[p.tournament(from)])
	order := p.swapped(p.d.Order(p.child))
	var s score
	key := p.plan.End
	if p.side == 0 {
		p.d.Backward(order, p.open(), false, p.plan)
		s, key = p.rateBack(p.plan), p.plan.Start
	} else {
		p.placeChild(order)
		s = p.ratePlan(p.plan)
	}
	if p.mayReplace(to, k, s) {
		p.set(&to[k], key, p.plan, s)
	}
	if p.next++; p.next == len(from) {
		p.next, p.side = 0, 1-p.side
	}
}

// placeChild places a child. Where tasks have several ways some children let some
// tasks choose (Van Peteghem and Vanhoucke 2010).
func (p *Population) placeChild(order []int32) {
	if !p.many || p.m.P.Goal == schedule.Cost || p.rng.Float64() >= chooseChild {
		p.d.Forward(order, p.plan)
		return
	}
	p.tally(p.plan.Way)
	for b := range p.spent {
		p.spent[b] = p.m.Budget[b] - p.spent[b]
	}
	if p.who == nil {
		p.who = make([]bool, p.m.N)
	}
	for i := range p.who {
		p.who[i] = p.rng.Float64() < chooseTask
	}
	p.d.ForwardChoosing(order, p.who, p.spent, p.plan)
}

// mateWithin makes a child of two members of the one side there is.
func (p *Population) mateWithin() {
	side := p.sides[0]
	k := p.next
	p.crossKeys(&side[k], &side[p.tournament(side)])
	p.placeChild(p.swapped(p.d.Order(p.child)))
	s := p.ratePlan(p.plan)
	if p.mayReplace(side, k, s) {
		p.enterJustified(&side[k], s)
	}
	if p.next++; p.next == len(side) {
		p.next = 0
	}
}

// mayReplace reports whether a child takes the place of member k. The best member
// only makes place for what is as good.
func (p *Population) mayReplace(side []member, k int, s score) bool {
	if k == 0 {
		p.lead = leader(side)
	}
	if side[k].score.less(s) && (k == p.lead || p.rng.Float64() >= acceptWorse) {
		return false
	}
	if s.less(side[p.lead].score) {
		p.lead = k
	}
	return true
}

// leader is the best member.
func leader(side []member) int {
	best := 0
	for k := range side {
		if side[k].score.less(side[best].score) {
			best = k
		}
	}
	return best
}

// tournament is the better of two members drawn.
func (p *Population) tournament(side []member) int {
	a, b := p.rng.IntN(len(side)), p.rng.IntN(len(side))
	if side[b].score.less(side[a].score) {
		return b
	}
	return a
}

// crossKeys sets child to the keys of the mother, but in a stretch of time, in which
// the father's order holds; and the ways of plan alike.
func (p *Population) crossKeys(mother, father *member) {
	if p.severalProjects() && p.rng.Float64() < wholeProjects {
		p.crossProjects(mother, father)
		return
	}
	from, to := p.stretch(mother)
	p.spliceKeys(mother.key, father.key, from, to)
	if p.many {
		p.crossWays(mother, father, from, to)
	}
}

// spliceKeys sets child to keys of one order, but those between from and to sorted
// by another.
func (p *Population) spliceKeys(key, other []int32, from, to int32) {
	lo, hi := slices.Min(other), slices.Max(other)
	into, behind := from-lo, hi-lo-(to-from)
	child := p.child
	other = other[:len(child)]
	for i, k := range key[:len(child)] {
		switch {
		case k < from:
			child[i] = k
		case k <= to:
			child[i] = other[i] + into
		default:
			child[i] = k + behind
		}
	}
}

func (p *Population) crossWays(mother, father *member, a, b int32) {
	way := p.plan.Way
	for i, k := range mother.key {
		if way[i] = mother.way[i]; a <= k && k <= b {
			way[i] = father.way[i]
		}
	}
	p.redraw(way)
	p.repairBudgets(way)
}

// stretch draws a stretch of time in which the father's order will hold.
func (p *Population) stretch(mother *member) (from, to int32) {
	lo, hi := slices.Min(mother.key), slices.Max(mother.key)
	span := int(hi - lo + 1)
	long := 1 + p.rng.IntN(span*3/4+1)
	a := lo + int32(p.rng.IntN(max(1, span-long+1)))
	return a, a + int32(long)
}

// redraw gives few tasks another way.
func (p *Population) redraw(way []int32) {
	for i := p.skip(wayOdds); i < len(way); i += 1 + p.skip(wayOdds) {
		from, to := p.m.Ways(int32(i))
		way[i] = from + p.rng.Int32N(to-from)
		if w := p.plannedWay(int32(i)); p.weighs && w >= 0 && p.rng.IntN(2) == 0 {
			way[i] = w
		}
	}
}

// skip is how many come before the next that a draw with these odds hits.
func (p *Population) skip(odds float64) int { return int(p.rng.ExpFloat64() / odds) }

// swapped is an order in which a few neighbours that no arc binds changed places.
func (p *Population) swapped(order []int32) []int32 {
	for k := p.skip(swapOdds); k < len(order)-1; k += 1 + p.skip(swapOdds) {
		i, j := order[k], order[k+1]
		if !p.linked(i, j) {
			order[k], order[k+1] = j, i
		}
	}
	return order
}

func (p *Population) linked(i, j int32) bool {
	for _, a := range p.m.Ins(j) {
		if p.m.Arcs[a].From == i {
			return true
		}
	}
	return false
}
