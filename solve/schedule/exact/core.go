package exact

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/lazyclause"
)

// Demand is one rule that somebody asked for. Of is the index of the task, link,
// resource or budget it belongs to.
type Demand struct {
	Rule schedule.Rule // release, deadline, pin, link, capacity, budget or horizon
	Of   int
	From int // of a capacity: the ticks From <= t < To; To 0: for ever
	To   int
}

// Core finds demands of p that cannot all hold, after about budget steps at
// most. It is smallest when no demand can be left out: each was tried, and a
// solution found without it. None at all: no proof was found, or calendars and
// durations alone already contradict one another. The error is that of
// model.Compile.
func Core(ctx context.Context, p *schedule.Problem, budget int64) (core []Demand, smallest bool, err error) {
	c, err := newDemands(p)
	if err != nil {
		return nil, false, err
	}
	end := c.n.e.Work() + budget
	if c.solve(ctx, c.lits, budget) != lazyclause.None {
		return nil, false, nil
	}
	lits := c.coreInOrder(c.lits)
	smallest = true
	for k := 0; k < len(lits); {
		rest := append(append([]lazyclause.Lit(nil), lits[:k]...), lits[k+1:]...)
		left := end - c.n.e.Work()
		switch c.solve(ctx, rest, min(left, budget/8)) {
		case lazyclause.None:
			lits = c.coreInOrder(rest)
		case lazyclause.Open:
			smallest = false
			k++
		case lazyclause.Found:
			k++
		}
	}
	for _, l := range lits {
		core = append(core, c.of[l])
	}
	return core, smallest, nil
}

// demands is a problem in which every demand holds only if its literal does.
type demands struct {
	n    *net
	b    *earliest
	lits []lazyclause.Lit
	of   map[lazyclause.Lit]Demand
}

func newDemands(p *schedule.Problem) (*demands, error) {
	m, err := compiled.Compile(withoutDemands(p))
	if err != nil {
		return nil, err
	}
	relaxWindows(m)
	c := &demands{n: newNet(m), of: map[lazyclause.Lit]Demand{}}
	c.b = &earliest{n: c.n}
	late := int(m.Horizon)
	c.n.goal = c.n.e.NewVar(late, late)
	for i := range p.Tasks {
		c.demandTask(i, &p.Tasks[i])
	}
	c.arcs()
	for r := range p.Resources {
		c.demandResource(int32(r), p.Resources[r].Capacity)
	}
	for b := range p.Budgets {
		c.demandBudget(int32(b), int64(p.Budgets[b].Amount))
	}
	c.horizon(p.Horizon)
	return c, nil
}

// withoutDemands is p with its links, but without its other demands. A milestone keeps
// its horizon as long as that of p.
func withoutDemands(p *schedule.Problem) *schedule.Problem {
	q := *p
	q.Goal, q.Horizon = schedule.Makespan, 0
	q.Tasks = append([]schedule.Task(nil), p.Tasks...)
	for i := range q.Tasks {
		t := &q.Tasks[i]
		t.Release, t.Deadline, t.Pin, t.Planned = 0, 0, nil, nil
	}
	q.Resources = append([]schedule.Resource(nil), p.Resources...)
	for r := range q.Resources {
		all := totalUse(p, r, func(m *schedule.Mode) []schedule.Use { return m.Demands })
		q.Resources[r].Capacity = schedule.Constant(all)
	}
	q.Budgets = append([]schedule.Budget(nil), p.Budgets...)
	for b := range q.Budgets {
		q.Budgets[b].Amount = totalUse(p, b, func(m *schedule.Mode) []schedule.Use { return m.Spends })
	}
	late := schedule.Task{Name: "horizon", Release: longEnough(p), Modes: []schedule.Mode{{}}}
	q.Tasks = append(q.Tasks, late)
	return &q
}

// totalUse is what all modes together ask of one resource or budget.
func totalUse(p *schedule.Problem, of int, uses func(*schedule.Mode) []schedule.Use) (sum int) {
	for i := range p.Tasks {
		for k := range p.Tasks[i].Modes {
			for _, u := range uses(&p.Tasks[i].Modes[k]) {
				if u.Of == of {
					sum += u.Amount
				}
			}
		}
	}
	return sum
}

// longEnough is a horizon by which p is over, whichever demands it keeps.
func longEnough(p *schedule.Problem) int {
	q := *p
	q.Horizon, q.Goal = 0, schedule.Makespan
	q.Tasks = append([]schedule.Task(nil), p.Tasks...)
	for i := range q.Tasks {
		q.Tasks[i].Deadline = 0
	}
	if m, err := compiled.Compile(&q); err == nil {
		return max(int(m.Horizon), p.Horizon)
	}
	return p.Horizon
}

// relaxWindows makes the windows of m those that only calendars and durations leave.
func relaxWindows(m *compiled.Model) {
	m.Empty = -1
	for i := range int32(m.N) {
		m.Est[i], m.Ect[i], m.Lst[i], m.Lct[i] = compiled.Never, compiled.Never, -1, -1
		from, to := m.Ways(i)
		for w := from; w < to; w++ {
			first, last := m.Earliest(w, 0, 0), m.Latest(w, m.Horizon, m.Horizon)
			if first > last {
				continue
			}
			m.Est[i], m.Ect[i] = min(m.Est[i], first), min(m.Ect[i], m.End(w, first))
			m.Lst[i], m.Lct[i] = max(m.Lst[i], last), max(m.Lct[i], m.End(w, last))
		}
	}
}

// literal makes the literal of a demand.
func (c *demands) literal(d Demand) lazyclause.Lit {
	l := c.n.e.NewVar(0, 1).AtLeast(1)
	c.lits = append(c.lits, l)
	c.of[l] = d
	return l
}

// implies adds that l follows from the demand.
func (c *demands) implies(d, l lazyclause.Lit) { c.n.e.AddClause(d.Not(), l) }

func (c *demands) demandTask(i int, t *schedule.Task) {
	n := c.n
	if t.Release > 0 {
		d := c.literal(Demand{Rule: schedule.ReleaseRule, Of: i})
		c.implies(d, n.start[i].AtLeast(t.Release))
	}
	if t.Deadline > 0 {
		c.endBy(c.literal(Demand{Rule: schedule.DeadlineRule, Of: i}), i, t.Deadline)
	}
	if t.Pin == nil {
		return
	}
	d := c.literal(Demand{Rule: schedule.PinRule, Of: i})
	c.implies(d, n.start[i].AtLeast(t.Pin.Start))
	c.implies(d, n.start[i].AtMost(t.Pin.Start))
	from, to := n.m.Ways(int32(i))
	for w := from; w < to; w++ {
		if int(n.m.Mode[w]) == t.Pin.Mode {
			c.pinWay(d, w)
			return
		}
	}
	c.n.e.AddClause(d.Not()) // a mode that could not be worked at all
}

func (c *demands) pinWay(d lazyclause.Lit, w int32) {
	if c.n.on[w] >= 0 {
		c.implies(d, c.n.on[w].AtLeast(1))
	}
}

// endBy makes task i end by tick t if d holds.
func (c *demands) endBy(d lazyclause.Lit, i, t int) {
	n := c.n
	if n.end[i] >= 0 {
		c.implies(d, n.end[i].AtMost(t))
		return
	}
	w := n.m.WayAt[i]
	c.implies(d, n.start[i].AtMost(int(n.m.Latest(w, n.m.Horizon, int32(min(t, int(n.m.Horizon)))))))
}

// arcs states the links, each if it is demanded.
func (c *demands) arcs() {
	for a := range c.n.m.Arcs {
		arc := &c.n.m.Arcs[a]
		c.n.stateLink(arc, c.literal(Demand{Rule: schedule.LinkRule, Of: int(arc.Link)}))
	}
}

// demandResource lets a filler take, in every stretch of lasting capacity, all that
// the resource does not have, if the stretch is demanded.
func (c *demands) demandResource(r int32, capacity []schedule.Step) {
	n := c.n
	tasks, longest := n.usersOf(r)
	if len(tasks) == 0 {
		return
	}
	room := make([]int32, n.m.Horizon+longest+2)
	for t := range room {
		room[t] = n.m.Peak[r]
	}
	steps := append([]schedule.Step{{From: 0}}, capacity...)
	for k, s := range steps {
		to, last := len(room), 0
		if k+1 < len(steps) {
			to = min(to, steps[k+1].From)
			last = steps[k+1].From
		}
		if lack := int(n.m.Peak[r]) - s.Amount; lack > 0 && s.From < to {
			d := c.literal(Demand{Rule: schedule.CapacityRule, Of: int(r), From: s.From, To: last})
			tasks = append(tasks, lazyclause.Task{Start: n.e.NewVar(s.From, s.From), Dur: to - s.From, Use: lack, On: d})
		}
	}
	n.e.AddCumulative(room, tasks)
}

func (c *demands) demandBudget(b int32, amount int64) {
	groups, fixed := c.n.spending(b)
	over := c.n.m.Budget[b] - amount
	if over <= 0 {
		return
	}
	d := c.literal(Demand{Rule: schedule.BudgetRule, Of: int(b)})
	rest := []lazyclause.Term{{Weight: over, Var: lazyclause.Var(d.Side / 2)}}
	c.n.e.AddBill(groups, rest, c.n.m.Budget[b]-fixed)
}

func (c *demands) horizon(h int) {
	if h == 0 {
		return
	}
	d := c.literal(Demand{Rule: schedule.HorizonRule})
	for i := range c.n.m.N - 1 { // not the milestone
		c.endBy(d, i, h)
	}
}

func (c *demands) solve(ctx context.Context, lits []lazyclause.Lit, budget int64) lazyclause.Answer {
	if budget <= 0 {
		return lazyclause.Open
	}
	return c.n.e.Solve(ctx, lits, c.b, budget)
}

// coreInOrder is the engine's core in the order of lits.
func (c *demands) coreInOrder(lits []lazyclause.Lit) []lazyclause.Lit {
	in := map[lazyclause.Lit]bool{}
	for _, l := range c.n.e.Core() {
		in[l] = true
	}
	var core []lazyclause.Lit
	for _, l := range lits {
		if in[l] {
			core = append(core, l)
		}
	}
	return core
}
