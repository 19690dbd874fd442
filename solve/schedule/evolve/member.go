package evolve

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/sgs"
)

// member is a plan in the population. Its keys are the ends of a left-justified
// plan on side 0 of two, from which backward placing takes its order, and the
// starts of a right-justified plan otherwise, for forward placing.
type member struct {
	key   []int32
	way   []int32 // nil where every task has one way
	score score
}

func (p *Population) newMember() member {
	m := member{key: make([]int32, p.m.N)}
	if p.many {
		m.way = make([]int32, p.m.N)
	}
	return m
}

// set makes to the member of a plan. A plan that was cut off is let go.
func (p *Population) set(to *member, key []int32, plan *sgs.Plan, s score) {
	if p.d.Stopped() {
		return
	}
	copy(to.key, key)
	copy(to.way, plan.Way)
	to.score = s
}

// adoptPlan makes the plan in p.plan, placed forwards and scored s, a member: a new
// one while the sides are smaller than wanted, else in the place of the worst of
// a few.
func (p *Population) adoptPlan(s score) {
	side := p.sides[0]
	if len(side) < p.wanted {
		p.grow()
		p.enterMember(len(p.sides[0])-1, s)
		return
	}
	worst := p.rng.IntN(len(side))
	for range 3 {
		if k := p.rng.IntN(len(side)); side[worst].score.less(side[k].score) {
			worst = k
		}
	}
	p.enterMember(worst, s)
}

func (p *Population) grow() {
	p.sides[0] = append(p.sides[0], p.newMember())
	if p.both {
		p.sides[1] = append(p.sides[1], p.newMember())
	}
}

// enterMember writes the plan in p.plan, scored s, into member k of each side,
// justified. It spoils p.plan.
func (p *Population) enterMember(k int, s score) {
	if !p.both {
		p.enterJustified(&p.sides[0][k], s)
		return
	}
	copy(p.other.Way, p.plan.Way)
	p.d.Backward(p.d.Order(p.plan.End), p.open(), false, p.other)
	p.set(&p.sides[1][k], p.other.Start, p.other, p.rateBack(p.other))
	copy(p.plan.Way, p.other.Way)
	p.d.Forward(p.d.Order(p.other.Start), p.plan)
	p.set(&p.sides[0][k], p.plan.End, p.plan, p.ratePlan(p.plan))
}

// enterJustified writes the plan in p.plan, scored s, into m: its keys are those
// of the plan justified to the right, where that goes. It spoils p.plan.
func (p *Population) enterJustified(m *member, s score) {
	p.set(m, p.plan.Start, p.plan, s)
	if p.plan.Last() > p.m.Reach {
		return
	}
	copy(p.other.Way, p.plan.Way)
	if p.d.Backward(p.d.Order(p.plan.End), p.latestEnds(p.plan), true, p.other) && !p.d.Stopped() {
		copy(m.key, p.other.Start)
		if p.weighs {
			p.stayBefore(p.other)
		}
	}
}

// open is latest ends that bind nothing.
func (p *Population) open() []int32 {
	for i := range p.latest {
		p.latest[i] = p.m.Reach
	}
	return p.latest
}

// latestEnds is the latest ends to which the tasks of a plan may move without making
// it worse: the end of the project, the due date of what is weighed, the window;
// and where they end now if that is later.
func (p *Population) latestEnds(plan *sgs.Plan) []int32 {
	last := p.m.Horizon
	if p.m.P.Goal != schedule.Cost {
		last = plan.Last()
	}
	for i := range p.latest {
		t, until := &p.m.P.Tasks[i], min(last, p.m.Lct[i])
		if p.m.P.Goal == schedule.Lateness && t.Weight > 0 {
			until = min(until, int32(t.Due))
		}
		p.latest[i] = max(until, plan.End[i])
	}
	return p.latest
}
