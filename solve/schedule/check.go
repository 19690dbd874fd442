package schedule

import (
	"fmt"
	"slices"
	"sort"
)

// Rule names a kind of rule of a Problem.
type Rule string

const (
	ProblemRule  Rule = "problem"  // the problem speaks of what it does not have
	ShapeRule    Rule = "shape"    // one start and one mode a task
	ModeRule     Rule = "mode"     // a mode that the task has
	StartRule    Rule = "start"    // no start before tick 0
	CalendarRule Rule = "calendar" // starts on a working tick and finds enough of them
	ReleaseRule  Rule = "release"
	DeadlineRule Rule = "deadline"
	PinRule      Rule = "pin"
	HorizonRule  Rule = "horizon"
	LinkRule     Rule = "link"
	CapacityRule Rule = "capacity"
	BudgetRule   Rule = "budget"
)

// Violation is the error of Check: the first rule found broken.
type Violation struct {
	Rule Rule
	Of   int // index of the task, link, resource or budget the rule belongs to; -1: of none
	Tick int // where it is broken
	Text string
}

func (v *Violation) Error() string { return v.Text }

// Check says whether s keeps every rule of p and what it is worth. A broken
// rule is a *Violation. Nothing here is shared with any solver: it walks every
// task's calendar anew and sweeps every resource from its first use to its last.
func Check(p *Problem, s *Solution) (Value, error) {
	if v := checkProblem(p); v != nil {
		return Value{}, v
	}
	if v := checkShape(p, s); v != nil {
		return Value{}, v
	}
	c := check{p: p, s: s, end: make([]int, len(p.Tasks)), uses: make([][]change, len(p.Resources))}
	for _, rule := range []func() *Violation{c.checkTasks, c.checkLinks, c.checkCapacities, c.checkBudgets} {
		if v := rule(); v != nil {
			return Value{}, v
		}
	}
	return c.sumValue(), nil
}

// checkProblem finds indices that lead nowhere and amounts below nothing.
func checkProblem(p *Problem) *Violation {
	for i, t := range p.Tasks {
		if len(t.Modes) == 0 {
			return broken(ProblemRule, i, 0, "%s has no mode", p.task(i))
		}
		if t.Pin != nil && (t.Pin.Mode < 0 || t.Pin.Mode >= len(t.Modes)) {
			return broken(ProblemRule, i, 0, "%s is pinned to mode %d of %d", p.task(i), t.Pin.Mode, len(t.Modes))
		}
		for _, m := range t.Modes {
			if m.Duration < 0 {
				return broken(ProblemRule, i, 0, "%s has a mode of duration %d", p.task(i), m.Duration)
			}
			if bad(m.Demands, len(p.Resources)) || bad(m.Spends, len(p.Budgets)) {
				return broken(ProblemRule, i, 0, "%s has a mode that uses what the problem does not have, or less than nothing", p.task(i))
			}
		}
	}
	for i, l := range p.Links {
		if min(l.From, l.To) < 0 || max(l.From, l.To) >= len(p.Tasks) {
			return broken(ProblemRule, i, 0, "link %d binds tasks %d and %d of %d", i, l.From, l.To, len(p.Tasks))
		}
		if l.Calendar != nil && (l.Max || l.Lag < 0) {
			return broken(ProblemRule, i, 0, "link %d counts a maximum or negative lag on a calendar", i)
		}
	}
	for i, r := range p.Resources {
		if !slices.IsSortedFunc(r.Capacity, func(a, b Step) int { return a.From - b.From }) {
			return broken(ProblemRule, i, 0, "the capacity steps of %s are out of order", p.resource(i))
		}
	}
	return nil
}

func bad(uses []Use, n int) bool {
	return slices.ContainsFunc(uses, func(u Use) bool { return u.Of < 0 || u.Of >= n || u.Amount < 0 })
}

func checkShape(p *Problem, s *Solution) *Violation {
	if s == nil || len(s.Start) != len(p.Tasks) || len(s.Mode) != len(p.Tasks) {
		return broken(ShapeRule, -1, 0, "the solution does not give each of %d tasks one start and one mode", len(p.Tasks))
	}
	for i, t := range p.Tasks {
		if s.Mode[i] < 0 || s.Mode[i] >= len(t.Modes) {
			return broken(ModeRule, i, s.Start[i], "%s is done in mode %d and has %d", p.task(i), s.Mode[i], len(t.Modes))
		}
	}
	return nil
}

// check is one solution under examination.
type check struct {
	p    *Problem
	s    *Solution
	end  []int      // of every task
	uses [][]change // of every resource
}

// change of what is used of a resource, from a tick on.
type change struct {
	tick, amount int
}

// checkTasks walks every task through its calendar, notes its end and what it holds,
// and holds it against its own rules.
func (c *check) checkTasks() *Violation {
	for i := range c.p.Tasks {
		if v := c.walkTask(i); v != nil {
			return v
		}
		if v := c.checkTask(i); v != nil {
			return v
		}
	}
	return nil
}

// walkTask sets the end of task i and adds what it holds on each of its worked ticks.
func (c *check) walkTask(i int) *Violation {
	m, at := c.p.Tasks[i].Modes[c.s.Mode[i]], c.s.Start[i]
	c.end[i] = at
	if m.Duration == 0 {
		return nil
	}
	if m.Calendar == nil {
		c.end[i] = at + m.Duration
		c.hold(m.Demands, at, c.end[i])
		return nil
	}
	left := m.Duration
	for _, span := range m.Calendar.after(at) {
		if left == m.Duration && span.From > at {
			return broken(CalendarRule, i, at, "%s starts at %d, not a working tick", c.p.task(i), at)
		}
		from := max(span.From, at)
		to := min(span.To, from+left)
		c.hold(m.Demands, from, to)
		if left -= to - from; left == 0 {
			c.end[i] = to
			return nil
		}
	}
	return broken(CalendarRule, i, at, "%s starts at %d and finds %d working ticks too few", c.p.task(i), at, left)
}

// after is the spans that are not over at a tick.
func (c *Calendar) after(tick int) []Span {
	first := sort.Search(len(c.Spans), func(i int) bool { return c.Spans[i].To > tick })
	return c.Spans[first:]
}

func (c *check) hold(demands []Use, from, to int) {
	for _, d := range demands {
		if d.Amount > 0 && from < to {
			c.uses[d.Of] = append(c.uses[d.Of], change{from, d.Amount}, change{to, -d.Amount})
		}
	}
}

// checkTask holds task i against the rules that are its alone.
func (c *check) checkTask(i int) *Violation {
	t, start, end := c.p.Tasks[i], c.s.Start[i], c.end[i]
	switch {
	case start < 0:
		return broken(StartRule, i, start, "%s starts at %d", c.p.task(i), start)
	case start < t.Release:
		return broken(ReleaseRule, i, start, "%s starts at %d, before its release at %d", c.p.task(i), start, t.Release)
	case t.Deadline != 0 && end > t.Deadline:
		return broken(DeadlineRule, i, end, "%s ends at %d, after its deadline at %d", c.p.task(i), end, t.Deadline)
	case t.Pin != nil && *t.Pin != (Pin{start, c.s.Mode[i]}):
		return broken(PinRule, i, start, "%s starts at %d in mode %d, pinned to %d in mode %d",
			c.p.task(i), start, c.s.Mode[i], t.Pin.Start, t.Pin.Mode)
	case c.p.Horizon != 0 && end > c.p.Horizon:
		return broken(HorizonRule, i, end, "%s ends at %d, after the horizon at %d", c.p.task(i), end, c.p.Horizon)
	}
	return nil
}

func (c *check) checkLinks() *Violation {
	for i, l := range c.p.Links {
		from, to := c.tick(l.From, l.FromEnd), c.tick(l.To, l.ToEnd)
		bound, ok := l.boundTick(from)
		switch {
		case !ok:
			return broken(LinkRule, i, to, "link %d from %s: its lag of %d working ticks after %d is never over", i, c.p.task(l.From), l.Lag, from)
		case l.Max && to > bound:
			return broken(LinkRule, i, to, "link %d lets %s no later than %d after %s, it is at %d", i, c.p.task(l.To), bound, c.p.task(l.From), to)
		case !l.Max && to < bound:
			return broken(LinkRule, i, to, "link %d lets %s no earlier than %d after %s, it is at %d", i, c.p.task(l.To), bound, c.p.task(l.From), to)
		}
	}
	return nil
}

func (c *check) tick(task int, end End) int {
	if end == Finish {
		return c.end[task]
	}
	return c.s.Start[task]
}

// boundTick is the tick that a link measures the end of its To by; false when the
// calendar of its lag runs out.
func (l Link) boundTick(from int) (int, bool) {
	if l.Calendar == nil || l.Lag == 0 {
		return from + l.Lag, true
	}
	left := l.Lag
	for _, span := range l.Calendar.after(from) {
		at := max(span.From, from)
		if span.To-at >= left {
			return at + left, true
		}
		left -= span.To - at
	}
	return 0, false
}

// checkCapacities sweeps every resource: uses and steps of capacity in order of their
// ticks, held against one another after all of one tick.
func (c *check) checkCapacities() *Violation {
	for r, uses := range c.uses {
		slices.SortFunc(uses, func(a, b change) int { return a.tick - b.tick })
		steps, used, there := c.p.Resources[r].Capacity, 0, 0
		for len(uses) > 0 {
			tick := uses[0].tick
			if len(steps) > 0 {
				tick = min(tick, steps[0].From)
			}
			for ; len(steps) > 0 && steps[0].From == tick; steps = steps[1:] {
				there = steps[0].Amount
			}
			for ; len(uses) > 0 && uses[0].tick == tick; uses = uses[1:] {
				used += uses[0].amount
			}
			if used > 0 && used > there {
				return broken(CapacityRule, r, tick, "%s has %d at %d, %d are held", c.p.resource(r), there, tick, used)
			}
		}
	}
	return nil
}

func (c *check) checkBudgets() *Violation {
	spent := make([]int, len(c.p.Budgets))
	for i, t := range c.p.Tasks {
		for _, u := range t.Modes[c.s.Mode[i]].Spends {
			spent[u.Of] += u.Amount
		}
	}
	for b, budget := range c.p.Budgets {
		if spent[b] > budget.Amount {
			return broken(BudgetRule, b, 0, "budget %d %q has %d, %d are spent", b, budget.Name, budget.Amount, spent[b])
		}
	}
	return nil
}

func (c *check) sumValue() Value {
	var v Value
	for i, t := range c.p.Tasks {
		switch c.p.Goal {
		case Makespan:
			v.Goal = max(v.Goal, int64(c.end[i]))
		case Lateness:
			v.Goal += int64(t.Weight) * int64(max(0, c.end[i]-t.Due))
		case Cost:
			v.Goal += t.Modes[c.s.Mode[i]].Cost
		}
		if t.Planned != nil && *t.Planned != (Pin{c.s.Start[i], c.s.Mode[i]}) {
			v.Moved += int64(t.Stay)
		}
	}
	return v
}

func broken(rule Rule, of, tick int, format string, args ...any) *Violation {
	return &Violation{Rule: rule, Of: of, Tick: tick, Text: fmt.Sprintf(format, args...)}
}

func (p *Problem) task(i int) string { return fmt.Sprintf("task %d %q", i, p.Tasks[i].Name) }
func (p *Problem) resource(i int) string {
	return fmt.Sprintf("resource %d %q", i, p.Resources[i].Name)
}
