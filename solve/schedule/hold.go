package schedule

import "sort"

// Hold is one thing that keeps a task from starting earlier.
type Hold struct {
	Rule  Rule
	Of    int   // index of the task, link or resource the rule belongs to
	Tick  int   // where the earlier start would break it
	Tasks []int // at the other end of the link; who has the resource at Tick
}

// Holds says what keeps task i of s, which must pass Check, from starting at the
// working tick before its start: its release or pin, every link that would
// break, every resource that would be over its capacity and who has it then. No
// hold at all means that the task could start earlier.
func Holds(p *Problem, s *Solution, i int) []Hold {
	c := check{p: p, s: s, end: make([]int, len(p.Tasks)), uses: make([][]change, len(p.Resources))}
	for j := range p.Tasks {
		c.walkTask(j)
	}
	start, ok := p.Tasks[i].Modes[s.Mode[i]].earlierStart(s.Start[i])
	if !ok {
		return []Hold{{Rule: StartRule, Of: i, Tick: s.Start[i]}}
	}
	moved := check{p: p, s: &Solution{Start: append([]int(nil), s.Start...), Mode: s.Mode},
		end: append([]int(nil), c.end...), uses: make([][]change, len(p.Resources))}
	moved.s.Start[i] = start
	moved.walkTask(i)
	var holds []Hold
	if v := moved.checkTask(i); v != nil {
		holds = append(holds, Hold{Rule: v.Rule, Of: i, Tick: v.Tick})
	}
	holds = append(holds, moved.linkHolds(i)...)
	for r, mine := range moved.uses {
		if len(mine) > 0 {
			holds = append(holds, c.capacityHold(r, i, mine)...)
		}
	}
	return holds
}

// earlierStart is the last tick before start on which a task of this mode may start.
func (m *Mode) earlierStart(start int) (int, bool) {
	if m.Calendar == nil || m.Duration == 0 {
		return start - 1, start > 0
	}
	spans := m.Calendar.Spans
	k := sort.Search(len(spans), func(k int) bool { return spans[k].From >= start })
	if k == 0 {
		return 0, false
	}
	return min(spans[k-1].To, start) - 1, true
}

// linkHolds is the links of task i that it breaks where c has it.
func (c *check) linkHolds(i int) (holds []Hold) {
	for k, l := range c.p.Links {
		if l.From != i && l.To != i {
			continue
		}
		from, to := c.tick(l.From, l.FromEnd), c.tick(l.To, l.ToEnd)
		bound, ok := l.boundTick(from)
		if !ok || l.Max && to > bound || !l.Max && to < bound {
			holds = append(holds, Hold{Rule: LinkRule, Of: k, Tick: to, Tasks: []int{l.From + l.To - i}})
		}
	}
	return holds
}

// capacityHold is the first tick at which resource r cannot bear what task i
// would use, given as changes, beside all others.
func (c *check) capacityHold(r, i int, mine []change) []Hold {
	for k := 0; k < len(mine); k += 2 {
		for t := mine[k].tick; t < mine[k+1].tick; t++ {
			holders, used := c.tasksHolding(r, i, t)
			if used+mine[k].amount > c.p.Resources[r].at(t) {
				return []Hold{{Rule: CapacityRule, Of: r, Tick: t, Tasks: holders}}
			}
		}
	}
	return nil
}

// tasksHolding is the tasks other than i that hold resource r at a tick, and how much.
func (c *check) tasksHolding(r, i, tick int) (tasks []int, used int) {
	for j := range c.p.Tasks {
		if j == i || c.s.Start[j] > tick || c.end[j] <= tick {
			continue
		}
		m := &c.p.Tasks[j].Modes[c.s.Mode[j]]
		if spans := m.Calendar; spans != nil && !spans.works(tick) {
			continue
		}
		if n := m.demand(r); n > 0 {
			tasks, used = append(tasks, j), used+n
		}
	}
	return tasks, used
}

func (m *Mode) demand(r int) (n int) {
	for _, d := range m.Demands {
		if d.Of == r {
			n += d.Amount
		}
	}
	return n
}

func (c *Calendar) works(tick int) bool {
	rest := c.after(tick)
	return len(rest) > 0 && rest[0].From <= tick
}

// at is the capacity at a tick.
func (r *Resource) at(tick int) int {
	k := sort.Search(len(r.Capacity), func(k int) bool { return r.Capacity[k].From > tick })
	if k == 0 {
		return 0
	}
	return r.Capacity[k-1].Amount
}
