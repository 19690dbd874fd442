package exact

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/lazyclause"
)

func (n *net) stateObjective() {
	switch n.m.P.Goal {
	case schedule.Makespan:
		n.stateMakespan()
	case schedule.Lateness:
		n.weightedLateness()
	case schedule.Cost:
		n.stateCost()
	}
}

// stateMakespan makes goal no less than any end.
func (n *net) stateMakespan() {
	first := int32(0)
	for i := range n.m.N {
		first = max(first, n.m.Ect[i])
	}
	n.goal = n.e.NewVar(int(first), int(n.m.Horizon))
	for i := range int32(n.m.N) {
		if n.outlasted(i) {
			continue
		}
		w := n.m.WayAt[i]
		switch {
		case n.end[i] >= 0:
			n.e.AddShift(n.end[i], n.goal, 0, lazyclause.Always)
		case n.ends(w) == nil:
			n.e.AddShift(n.start[i], n.goal, int(n.m.Dur[w]), lazyclause.Always)
		default:
			n.e.AddGrowing(n.start[i], n.goal, n.ends(w), lazyclause.Always)
		}
	}
}

// outlasted reports whether a link makes another task end no earlier than i.
func (n *net) outlasted(i int32) bool {
	for _, a := range n.m.Outs(i) {
		arc := &n.m.Arcs[a]
		if arc.FromEnd == schedule.Finish && arc.Lag >= 0 && n.m.Forward(arc) {
			return true
		}
	}
	return false
}

func (n *net) weightedLateness() {
	var terms []lazyclause.Term
	most, step := int64(0), int64(0)
	for i := range int32(n.m.N) {
		t := &n.m.P.Tasks[i]
		if t.Weight == 0 || int(n.m.Lct[i]) <= t.Due {
			continue
		}
		n.late[i] = n.e.NewVar(max(0, int(n.m.Ect[i])-t.Due), int(n.m.Lct[i])-t.Due)
		if n.end[i] >= 0 {
			n.e.AddGrowing(n.end[i], n.late[i], n.lateness(i, -1), lazyclause.Always)
		} else {
			n.e.AddGrowing(n.start[i], n.late[i], n.lateness(i, n.m.WayAt[i]), lazyclause.Always)
		}
		terms = append(terms, lazyclause.Term{Weight: int64(t.Weight), Var: n.late[i]})
		most += int64(t.Weight) * (int64(n.m.Lct[i]) - int64(t.Due))
		step = gcd(step, int64(t.Weight))
	}
	n.base = 0
	n.stateTotal(most, step, func(unit, most int64) lazyclause.Limit {
		return n.e.AddSum(append([]lazyclause.Term{{Weight: -unit, Var: n.goal}}[:min(unit, 1)], terms...), most)
	})
}

func (n *net) stateCost() {
	groups, base := n.optionCosts(func(w int32) int64 { return n.m.Cost[w] })
	most, step := int64(0), int64(0)
	for _, g := range groups {
		lo, hi := g[0].Cost, g[0].Cost
		for _, o := range g {
			lo, hi = min(lo, o.Cost), max(hi, o.Cost)
		}
		for k := range g { // count from the cheapest
			g[k].Cost -= lo
			step = gcd(step, g[k].Cost)
		}
		base, most = base+lo, most+hi-lo
	}
	n.base = base
	n.stateTotal(most, step, func(unit, most int64) lazyclause.Limit {
		return n.e.AddBill(groups, []lazyclause.Term{{Weight: -unit, Var: n.goal}}[:min(unit, 1)], most)
	})
}

// stateTotal makes goal the sum that atMost states, which is at most most and a
// multiple of step, in units. atMost keeps the sum less unit × goal, if unit is
// not 0, below a limit.
func (n *net) stateTotal(most, step int64, atMost func(unit, most int64) lazyclause.Limit) {
	n.unit = max(step, 1)
	if many := most / n.unit >> 28; many > 0 {
		n.unit *= many + 1
		n.exact = false
		n.limit = atMost(0, most)
	}
	n.goal = n.e.NewVar(0, int(most/n.unit))
	atMost(n.unit, n.unit-1)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
