package evolve

// rule is a priority rule: a task with a smaller number is placed earlier.
type rule func(p *Population, i int32) int32

const manyTasks = 1_000

// rules are the latest finish time, the latest start, the slack, and the longest
// tail behind a task (Kolisch 1996).
var rules = [...]rule{
	func(p *Population, i int32) int32 { return p.m.Lct[i] },
	func(p *Population, i int32) int32 { return p.m.Lst[i] },
	func(p *Population, i int32) int32 { return p.m.Lst[i] - p.m.Est[i] },
	func(p *Population, i int32) int32 { return -p.tail[i] },
}

// seedFromRule builds a plan from the next rule and makes it a member. The first round
// of rules is pure; in later ones priorities are blurred, the more the later,
// and tasks with several ways draw one. The first plans are made by the parallel
// scheme; many of its plans would be too much alike. Of manyTasks the first plan
// becomes a member only in the next turn, so that it can be had before it is
// justified.
func (p *Population) seedFromRule() {
	if p.tail == nil {
		p.computeTails()
	}
	n := p.seeded
	p.seeded++
	if n == 1 && p.weighs {
		p.seedPlanned()
		return
	}
	copy(p.plan.Way, p.startWays(n))
	order := p.blurredOrder(rules[n%len(rules)], n/len(rules))
	if n >= 2*len(rules) || !p.d.Parallel(p.child, p.plan) {
		p.d.Forward(order, p.plan)
	}
	s := p.ratePlan(p.plan)
	if n == 0 && p.have && p.m.N >= manyTasks {
		p.guest = true
		return
	}
	p.adoptPlan(s)
}

// seedPlanned builds the plan in force as far as it still goes: tasks in their
// planned modes and order, not before their planned starts.
func (p *Population) seedPlanned() {
	for i := range p.child {
		p.child[i], p.latest[i] = p.m.Est[i], 0
		if w := p.plannedWay(int32(i)); w >= 0 {
			p.plan.Way[i] = w
			p.latest[i] = int32(p.m.P.Tasks[i].Planned.Start)
			p.child[i] = p.latest[i]
		}
	}
	p.repairBudgets(p.plan.Way)
	p.behindPredecessors(p.child)
	p.d.ForwardFrom(p.d.Order(p.child), p.latest, p.plan)
	p.adoptPlan(p.ratePlan(p.plan))
}

// plannedWay is the way in which the plan in force has task i; -1: none.
func (p *Population) plannedWay(i int32) int32 {
	planned := p.m.P.Tasks[i].Planned
	for w := p.m.WayAt[i]; planned != nil && w < p.m.WayAt[i+1]; w++ {
		if int(p.m.Mode[w]) == planned.Mode {
			return w
		}
	}
	return -1
}

// blurredOrder is an order by a rule with noise that grows with the round.
func (p *Population) blurredOrder(by rule, round int) []int32 {
	span := 0.0
	for i := range p.child {
		p.child[i] = by(p, int32(i))
		span = max(span, float64(p.tail[i]))
	}
	if round > 0 {
		noise := span * 0.1 * float64(1+round%8)
		for i := range p.child {
			p.child[i] += int32(noise * p.rng.ExpFloat64())
		}
	}
	if p.severalProjects() && round%2 == 1 {
		p.stagger(span / 2)
	}
	p.behindPredecessors(p.child)
	return p.d.Order(p.child)
}

// behindPredecessors raises keys so that no task sorts before a predecessor.
func (p *Population) behindPredecessors(key []int32) {
	for _, i := range p.m.Order {
		for _, a := range p.m.Outs(i) {
			if arc := &p.m.Arcs[a]; p.m.Forward(arc) {
				key[arc.To] = max(key[arc.To], key[i])
			}
		}
	}
}

// computeTails sets tail, over the shortest ways.
func (p *Population) computeTails() {
	p.tail = make([]int32, p.m.N)
	for n := p.m.N - 1; n >= 0; n-- {
		i := p.m.Order[n]
		from, to := p.m.Ways(i)
		short := p.m.Dur[from]
		for w := from; w < to; w++ {
			short = min(short, p.m.Dur[w])
		}
		for _, a := range p.m.Outs(i) {
			if arc := &p.m.Arcs[a]; p.m.Forward(arc) {
				p.tail[i] = max(p.tail[i], p.tail[arc.To]+max(0, arc.Lag))
			}
		}
		p.tail[i] += short
	}
}
