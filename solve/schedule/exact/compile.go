package exact

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/lazyclause"
)

// net is a model as variables and constraints of an engine.
type net struct {
	m     *compiled.Model
	e     *lazyclause.Engine
	start []lazyclause.Var
	end   []lazyclause.Var // -1: the end follows from the start in the only way
	on    []lazyclause.Var // by way; -1: the only way of its task
	late  []lazyclause.Var // by task: ticks after its due date; -1: not counted
	goal  lazyclause.Var
	base  int64 // the problem's Goal is base + unit × goal, and less than a unit more
	unit  int64
	exact bool             // never more
	limit lazyclause.Limit // if not exact: on the Goal less base
	fns   map[fnKey]*lazyclause.Growing
	work  map[*compiled.Clock][]bool
}

// stateModel states m to a new engine; nil: the context ended.
func stateModel(ctx context.Context, m *compiled.Model) *net {
	n := newNet(m)
	for a := range m.Arcs {
		if a%1000 == 0 && ctx.Err() != nil {
			return nil
		}
		n.stateLink(&m.Arcs[a], lazyclause.Always)
	}
	for r := range m.Peak {
		if ctx.Err() != nil {
			return nil
		}
		n.resource(int32(r))
	}
	for b := range m.Budget {
		n.budget(int32(b))
	}
	n.orderPairs()
	n.stateObjective()
	return n
}

// newNet is the tasks and ways of m, without what binds them to one another.
func newNet(m *compiled.Model) *net {
	n := &net{m: m, e: lazyclause.New(), unit: 1, exact: true, fns: map[fnKey]*lazyclause.Growing{}, work: map[*compiled.Clock][]bool{}}
	n.makeVariables()
	n.makeModes()
	n.late = make([]lazyclause.Var, m.N)
	for i := range n.late {
		n.late[i] = -1
	}
	return n
}

func (n *net) makeVariables() {
	m := n.m
	n.start, n.end = make([]lazyclause.Var, m.N), make([]lazyclause.Var, m.N)
	n.on = make([]lazyclause.Var, len(m.Task))
	for i := range m.N {
		n.start[i] = n.e.NewVar(int(m.Est[i]), int(m.Lst[i]))
		n.end[i] = -1
	}
	for w := range n.on {
		n.on[w] = -1
	}
	for i := range int32(m.N) {
		from, to := m.Ways(i)
		if to-from == 1 {
			continue
		}
		n.end[i] = n.e.NewVar(int(m.Ect[i]), int(m.Lct[i]))
		for w := from; w < to; w++ {
			n.on[w] = n.e.NewVar(0, 1)
		}
	}
}

// lit says that way w is the one.
func (n *net) lit(w int32) lazyclause.Lit {
	if n.on[w] < 0 {
		return lazyclause.Always
	}
	return n.on[w].AtLeast(1)
}

func (n *net) makeModes() {
	for i := range int32(n.m.N) {
		from, to := n.m.Ways(i)
		for w := from; w < to; w++ {
			if n.m.Clk[w] != nil && n.m.Dur[w] > 0 {
				n.e.AddGrowing(n.start[i], n.start[i], n.nextWork(w), n.lit(w))
			}
		}
		if to-from > 1 {
			n.chooseOne(i, from, to)
		}
	}
}

// chooseOne makes exactly one of the ways from..to of task i be on.
func (n *net) chooseOne(i, from, to int32) {
	var any []lazyclause.Lit
	var ways []lazyclause.Way
	for w := from; w < to; w++ {
		any = append(any, n.lit(w))
		ways = append(ways, lazyclause.Way{On: n.on[w], Dur: int(n.m.Dur[w]), End: n.ends(w)})
		for v := from; v < w; v++ {
			n.e.AddClause(n.lit(v).Not(), n.lit(w).Not())
		}
	}
	n.e.AddClause(any...)
	n.e.AddChoice(n.start[i], n.end[i], ways)
}

// stateLink states one link that holds if cond does.
func (n *net) stateLink(a *compiled.Arc, cond lazyclause.Lit) {
	from, to := n.start[a.From], n.start[a.To]
	shift, plain := int(a.Lag), a.Clk == nil
	var before, after int32 = -1, -1 // the only ways, if an end is worked out from them
	if a.FromEnd == schedule.Finish {
		if n.end[a.From] >= 0 {
			from = n.end[a.From]
		} else {
			before = n.m.WayAt[a.From]
			shift += int(n.m.Dur[before])
			plain = plain && n.ends(before) == nil
		}
	}
	if a.ToEnd == schedule.Finish {
		if n.end[a.To] >= 0 {
			to = n.end[a.To]
		} else {
			after = n.m.WayAt[a.To]
			shift -= int(n.m.Dur[after])
			plain = plain && n.ends(after) == nil
		}
	}
	if plain {
		n.e.AddShift(from, to, shift, cond)
		return
	}
	n.e.AddGrowing(from, to, n.endThroughLink(a, before, after), cond)
}

func (n *net) resource(r int32) {
	tasks, longest := n.usersOf(r)
	if len(tasks) == 0 {
		return
	}
	n.e.AddCumulative(capacityByTick(n.m, r, n.m.Horizon+longest+2), tasks, n.packsOn(r)...)
}

// capacityByTick of resource r at each of the first n ticks.
func capacityByTick(m *compiled.Model, r, n int32) []int32 {
	room := make([]int32, n)
	steps := m.Caps[m.CapAt[r]:m.CapAt[r+1]]
	for k, s := range steps {
		to := n
		if k+1 < len(steps) {
			to = min(to, steps[k+1].From)
		}
		for t := s.From; t < to; t++ {
			room[t] = s.Amount
		}
	}
	return room
}

// packsOn is the work on resource r of the tasks that have a choice.
func (n *net) packsOn(r int32) (packs []lazyclause.Pack) {
	m := n.m
	for i := range int32(m.N) {
		from, to := m.Ways(i)
		if to-from == 1 {
			continue
		}
		p := lazyclause.Pack{Start: n.start[i], End: n.end[i]}
		most := int64(0)
		for w := from; w < to; w++ {
			work := int64(0)
			for u := m.UseAt[w]; u < m.UseAt[w+1]; u++ {
				if m.UseOf[u] == r {
					work += int64(m.Use[u]) * int64(m.Dur[w])
				}
			}
			most = max(most, work)
			p.Ways = append(p.Ways, lazyclause.Effort{Work: work, On: n.on[w]})
		}
		if most > 0 {
			packs = append(packs, p)
		}
	}
	return packs
}

// usersOf is the ways that use resource r, and the longest of them that works
// round the clock.
func (n *net) usersOf(r int32) (tasks []lazyclause.Task, longest int32) {
	m := n.m
	for w := range int32(len(m.Task)) {
		for u := m.UseAt[w]; u < m.UseAt[w+1]; u++ {
			if m.UseOf[u] != r {
				continue
			}
			t := lazyclause.Task{Start: n.start[m.Task[w]], Dur: int(m.Dur[w]), Use: int(m.Use[u]), On: n.lit(w)}
			if end := n.ends(w); end != nil {
				t.Clock = n.clockOfMode(w, end)
			} else {
				longest = max(longest, m.Dur[w])
			}
			tasks = append(tasks, t)
		}
	}
	return tasks, longest
}

func (n *net) budget(b int32) {
	groups, fixed := n.spending(b)
	n.e.AddBill(groups, nil, n.m.Budget[b]-fixed)
}

// spending is what the ways of each task spend of budget b.
func (n *net) spending(b int32) (groups [][]lazyclause.Option, fixed int64) {
	return n.optionCosts(func(w int32) int64 {
		sum := int64(0)
		for s := n.m.SpendAt[w]; s < n.m.SpendAt[w+1]; s++ {
			if n.m.SpendOf[s] == b {
				sum += n.m.Spend[s]
			}
		}
		return sum
	})
}

// optionCosts is what the ways of each task cost, and what those cost that have no
// choice. Tasks whose ways all cost the same have none.
func (n *net) optionCosts(cost func(w int32) int64) (groups [][]lazyclause.Option, fixed int64) {
	for i := range int32(n.m.N) {
		from, to := n.m.Ways(i)
		same := true
		for w := from + 1; w < to; w++ {
			same = same && cost(w) == cost(from)
		}
		if same {
			fixed += cost(from)
			continue
		}
		var group []lazyclause.Option
		for w := from; w < to; w++ {
			group = append(group, lazyclause.Option{Cost: cost(w), On: n.on[w]})
		}
		groups = append(groups, group)
	}
	return groups, fixed
}
