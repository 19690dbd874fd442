package evolve

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/sgs"
)

// score orders plans: smaller is better, the first difference decides.
type score struct {
	bad  int64 // ticks too late and units overspent
	goal int64
	move int64 // Moved
	tie  int64 // sum of ends: room left among plans equal otherwise
}

func (a score) less(b score) bool {
	switch {
	case a.bad != b.bad:
		return a.bad < b.bad
	case a.goal != b.goal:
		return a.goal < b.goal
	case a.move != b.move:
		return a.move < b.move
	}
	return a.tie < b.tie
}

// ratePlan scores a plan placed forwards, and keeps it if it is the best solution.
func (p *Population) ratePlan(plan *sgs.Plan) score {
	p.built++
	s := score{bad: plan.Late + p.overspending(plan.Way)}
	for _, e := range plan.End {
		s.tie += int64(e)
	}
	if p.m.P.Goal == schedule.Makespan && !p.weighs {
		s.goal = int64(plan.Last())
	} else {
		v := p.valueOf(plan)
		s.goal, s.move = v.Goal, v.Moved
	}
	if s.bad == 0 && !p.d.Stopped() {
		p.keep(plan, schedule.Value{Goal: s.goal, Moved: s.move})
	}
	return s
}

func (p *Population) keep(plan *sgs.Plan, v schedule.Value) {
	if !p.have || v.Less(p.value) {
		p.have, p.value = true, v
		p.best.Copy(plan)
	}
}

// rateBack scores a plan placed backwards on two sides: how long it is.
func (p *Population) rateBack(plan *sgs.Plan) score {
	p.built++
	s := score{bad: p.overspending(plan.Way), goal: int64(p.m.Reach - plan.First())}
	for _, t := range plan.Start {
		s.tie += int64(p.m.Reach - t)
	}
	return s
}

// valueOf is the value of a plan whether or not it keeps every rule.
func (p *Population) valueOf(plan *sgs.Plan) schedule.Value {
	var v schedule.Value
	for i := range plan.Way {
		t := &p.m.P.Tasks[i]
		switch p.m.P.Goal {
		case schedule.Makespan:
			v.Goal = max(v.Goal, int64(plan.End[i]))
		case schedule.Lateness:
			v.Goal += int64(t.Weight) * int64(max(0, int(plan.End[i])-t.Due))
		case schedule.Cost:
			v.Goal += p.m.Cost[plan.Way[i]]
		}
		if t.Planned != nil && (t.Planned.Start != int(plan.Start[i]) || t.Planned.Mode != int(p.m.Mode[plan.Way[i]])) {
			v.Moved += int64(t.Stay)
		}
	}
	return v
}

// overspending is by how much ways spend more than the budgets have.
func (p *Population) overspending(way []int32) int64 {
	if len(p.spent) == 0 {
		return 0
	}
	p.tally(way)
	over := int64(0)
	for b, s := range p.spent {
		over += max(0, s-p.m.Budget[b])
	}
	return over
}

// tally sets spent to what ways spend.
func (p *Population) tally(way []int32) {
	clear(p.spent)
	for _, w := range way {
		p.spend(w, 1)
	}
}

func (p *Population) spend(w int32, sign int64) {
	for k := p.m.SpendAt[w]; k < p.m.SpendAt[w+1]; k++ {
		p.spent[p.m.SpendOf[k]] += sign * p.m.Spend[k]
	}
}
