package scheduletest

import (
	"slices"

	"fugong/solve/schedule"
)

// Best is an optimal solution of a small problem and its value, by exhaustion;
// nil when there is none. The problem's amounts and costs are not negative.
func Best(p *schedule.Problem) (*schedule.Solution, schedule.Value) {
	x := &exhaustion{Problem: p, now: schedule.Solution{Start: make([]int, len(p.Tasks)), Mode: make([]int, len(p.Tasks))}}
	x.end = make([]int, len(p.Tasks))
	x.spent = make([]int, len(p.Budgets))
	x.until = lastUsefulTick(p)
	x.used = make([][]int, x.until)
	for t := range x.used {
		x.used[t] = make([]int, len(p.Resources))
	}
	x.own, x.places = make([][]place, len(p.Tasks)), make([][]place, len(p.Tasks))
	x.rest = make([]schedule.Value, len(p.Tasks)+1)
	x.tryModes(0)
	return x.best, x.value
}

// lastUsefulTick is a tick by which some optimal solution has ended, if there is one.
// After the last tick that any rule names, what stands idle can be left out: all
// that follows moves forward together.
func lastUsefulTick(p *schedule.Problem) int {
	if p.Horizon > 0 {
		return p.Horizon
	}
	last, work := 0, 1
	for _, t := range p.Tasks {
		last = max(last, t.Release)
		for _, pin := range []*schedule.Pin{t.Pin, t.Planned} {
			if pin != nil {
				last = max(last, pin.Start)
			}
		}
		longest := 0
		for _, m := range t.Modes {
			longest = max(longest, m.Duration)
			last = max(last, over(m.Calendar))
		}
		work += longest
	}
	for _, l := range p.Links {
		work += max(l.Lag, -l.Lag)
		last = max(last, over(l.Calendar))
	}
	for _, r := range p.Resources {
		for _, s := range r.Capacity {
			last = max(last, s.From)
		}
	}
	return last + work
}

func over(c *schedule.Calendar) int {
	if c == nil || len(c.Spans) == 0 {
		return 0
	}
	return c.Spans[len(c.Spans)-1].To
}

// exhaustion chooses a mode for every task, then a place for every task.
type exhaustion struct {
	*schedule.Problem
	until  int
	now    schedule.Solution
	end    []int
	spent  []int
	used   [][]int          // by tick, of every resource
	own    [][]place        // of every task in its mode, as far as its own rules go
	places [][]place        // of those, what each single link leaves
	rest   []schedule.Value // what the tasks from each on are worth at least
	best   *schedule.Solution
	value  schedule.Value
}

// place is a start that the task's own rules allow, and the ticks worked from it.
type place struct {
	start, end int
	ticks      []int
}

// tryModes tries every mode of task i and of those after it that the budgets allow.
func (x *exhaustion) tryModes(i int) {
	if i == len(x.Tasks) {
		if x.filterPlaces() {
			x.tryPlaces(0, schedule.Value{})
		}
		return
	}
	for k, m := range x.Tasks[i].Modes {
		if pin := x.Tasks[i].Pin; pin != nil && pin.Mode != k {
			continue
		}
		x.now.Mode[i] = k
		if x.spendBudget(m.Spends, 1) {
			if x.own[i] = x.placesAlone(x.Tasks[i], m); len(x.own[i]) > 0 {
				x.tryModes(i + 1)
			}
		}
		x.spendBudget(m.Spends, -1)
	}
}

func (x *exhaustion) spendBudget(uses []schedule.Use, sign int) bool {
	for _, u := range uses {
		x.spent[u.Of] += sign * u.Amount
	}
	for b, budget := range x.Budgets {
		if x.spent[b] > budget.Amount {
			return false
		}
	}
	return true
}

// placesAlone lists the places that a task may take if there were no other.
func (x *exhaustion) placesAlone(t schedule.Task, m schedule.Mode) (out []place) {
	for start := t.Release; start <= x.until; start++ {
		if t.Pin != nil && t.Pin.Start != start {
			continue
		}
		ticks, ok := workedTicks(m, start, x.until)
		if !ok {
			continue
		}
		p := place{start, start, ticks}
		if len(ticks) > 0 {
			p.end = ticks[len(ticks)-1] + 1
		}
		fits := x.holdResources(ticks, m.Demands, 1)
		x.holdResources(ticks, m.Demands, -1)
		if fits && (t.Deadline == 0 || p.end <= t.Deadline) {
			out = append(out, p)
		}
	}
	if i := slices.IndexFunc(out, func(p place) bool { return t.Planned != nil && t.Planned.Start == p.start }); i > 0 {
		out = slices.Insert(slices.Delete(slices.Clone(out), i, i+1), 0, out[i]) // where the plan has it comes first
	}
	return out
}

// workedTicks lists the ticks that a mode works from a start on; false when it may not
// start there or does not end by then.
func workedTicks(m schedule.Mode, start, until int) (out []int, ok bool) {
	if m.Duration > 0 && !worksOn(m.Calendar, start) {
		return nil, false
	}
	for t := start; len(out) < m.Duration; t++ {
		if t >= until {
			return nil, false
		}
		if worksOn(m.Calendar, t) {
			out = append(out, t)
		}
	}
	return out, true
}

// worksOn says whether a calendar works on a tick.
func worksOn(c *schedule.Calendar, tick int) bool {
	if c == nil {
		return true
	}
	for _, s := range c.Spans {
		if s.From <= tick && tick < s.To {
			return true
		}
	}
	return false
}

// tryPlaces tries every place of task i and of those after it; v is what the tasks
// before it are worth. What cannot become better than the best is left.
func (x *exhaustion) tryPlaces(i int, v schedule.Value) {
	if x.best != nil && !x.atLeast(v, x.rest[i]).Less(x.value) {
		return
	}
	if i == len(x.Tasks) {
		x.best = &schedule.Solution{Start: append([]int(nil), x.now.Start...), Mode: append([]int(nil), x.now.Mode...)}
		x.value = v
		return
	}
	demands := x.Tasks[i].Modes[x.now.Mode[i]].Demands
	for _, p := range x.places[i] {
		x.now.Start[i], x.end[i] = p.start, p.end
		if x.bound(i) {
			if x.holdResources(p.ticks, demands, 1) {
				x.tryPlaces(i+1, x.addValue(i, v))
			}
			x.holdResources(p.ticks, demands, -1)
		}
	}
}

// atLeast is what two sets of tasks together are worth at least.
func (x *exhaustion) atLeast(v, rest schedule.Value) schedule.Value {
	v.Moved += rest.Moved
	if x.Goal == schedule.Makespan {
		v.Goal = max(v.Goal, rest.Goal)
	} else {
		v.Goal += rest.Goal
	}
	return v
}

// filterPlaces leaves each task the places that each of its links allows with some
// place of the other task, and notes what they are worth at least. It is false
// when a task has none left.
func (x *exhaustion) filterPlaces() bool {
	copy(x.places, x.own)
	for changed := true; changed; {
		changed = false
		for _, l := range x.Links {
			changed = x.prunePlaces(l, l.From, l.To) || changed
			changed = x.prunePlaces(l, l.To, l.From) || changed
		}
	}
	for i := len(x.Tasks) - 1; i >= 0; i-- {
		if len(x.places[i]) == 0 {
			return false
		}
		x.rest[i] = x.leastValue(i)
	}
	return true
}

// prunePlaces takes from task i the places that the link allows with no place of j.
func (x *exhaustion) prunePlaces(l schedule.Link, i, j int) bool {
	var left []place
	for _, a := range x.places[i] {
		x.now.Start[i], x.end[i] = a.start, a.end
		for _, b := range x.places[j] {
			if i != j {
				x.now.Start[j], x.end[j] = b.start, b.end
			}
			if keepsLink(l, x.now.Start, x.end) {
				left = append(left, a)
				break
			}
		}
	}
	changed := len(left) < len(x.places[i])
	x.places[i] = left
	return changed
}

// leastValue is what the tasks from i on are worth at least in their modes.
func (x *exhaustion) leastValue(i int) schedule.Value {
	var least schedule.Value
	for k, p := range x.places[i] {
		x.now.Start[i], x.end[i] = p.start, p.end
		v := x.addValue(i, x.rest[i+1])
		if k == 0 {
			least = v
		}
		least = schedule.Value{Goal: min(least.Goal, v.Goal), Moved: min(least.Moved, v.Moved)}
	}
	return least
}

// bound says whether the links between task i and those before it are kept.
func (x *exhaustion) bound(i int) bool {
	for _, l := range x.Links {
		if max(l.From, l.To) == i && !keepsLink(l, x.now.Start, x.end) {
			return false
		}
	}
	return true
}

// keepsLink says whether a link is kept.
func keepsLink(l schedule.Link, start, end []int) bool {
	at := func(task int, e schedule.End) int { return [][]int{start, end}[e][task] }
	from, to := at(l.From, l.FromEnd), at(l.To, l.ToEnd)
	switch {
	case l.Max:
		return to <= from+l.Lag
	case l.Calendar == nil || l.Lag == 0:
		return to >= from+l.Lag
	}
	worked := 0
	for t := from; t < to; t++ {
		if worksOn(l.Calendar, t) {
			worked++
		}
	}
	return worked >= l.Lag
}

// holdResources takes or gives back what a task holds; false when there is less.
func (x *exhaustion) holdResources(ticks []int, demands []schedule.Use, sign int) bool {
	ok := true
	for _, t := range ticks {
		for _, d := range demands {
			x.used[t][d.Of] += sign * d.Amount
		}
		for _, d := range demands {
			ok = ok && (d.Amount == 0 || x.used[t][d.Of] <= there(x.Resources[d.Of], t))
		}
	}
	return ok
}

// there is the capacity of a resource at a tick.
func there(r schedule.Resource, tick int) int {
	amount := 0
	for _, s := range r.Capacity {
		if s.From <= tick {
			amount = s.Amount
		}
	}
	return amount
}

// addValue adds what task i is worth to what those before it are.
func (x *exhaustion) addValue(i int, v schedule.Value) schedule.Value {
	t := x.Tasks[i]
	switch x.Goal {
	case schedule.Makespan:
		v.Goal = max(v.Goal, int64(x.end[i]))
	case schedule.Lateness:
		v.Goal += int64(t.Weight * max(0, x.end[i]-t.Due))
	case schedule.Cost:
		v.Goal += t.Modes[x.now.Mode[i]].Cost
	}
	if t.Planned != nil && (t.Planned.Start != x.now.Start[i] || t.Planned.Mode != x.now.Mode[i]) {
		v.Moved += int64(t.Stay)
	}
	return v
}
