package evolve

import "fugong/solve/schedule/sgs"

// stayBefore places the tasks of a plan justified to the right anew, in its
// order, not before their planned start where that is not later than where they
// stand. So none ends later than it did, and most that can stay where they were
// planned do. The result is rated and left in p.plan.
func (p *Population) stayBefore(right *sgs.Plan) {
	for i := range p.latest {
		p.latest[i] = 0
		t, w := &p.m.P.Tasks[i], right.Way[i]
		if t.Planned != nil && t.Stay > 0 && int(p.m.Mode[w]) == t.Planned.Mode && t.Planned.Start <= int(right.Start[i]) {
			p.latest[i] = int32(t.Planned.Start)
		}
	}
	copy(p.plan.Way, right.Way)
	p.d.ForwardFrom(p.d.Order(right.Start), p.latest, p.plan)
	p.ratePlan(p.plan)
}
