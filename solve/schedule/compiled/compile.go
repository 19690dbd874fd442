package compiled

import (
	"fugong/solve/schedule"
)

// Compile validates p and compiles it. The error is that of schedule.Validate.
// A problem whose windows already show that it has no solution compiles; Empty
// says so. p must not be changed while the Model is in use.
func Compile(p *schedule.Problem) (*Model, error) {
	if err := schedule.Validate(p); err != nil {
		return nil, err
	}
	m := &Model{P: p, N: len(p.Tasks), Empty: -1}
	c := compiler{Model: m, clocks: map[*schedule.Calendar]*Clock{}, worked: map[*schedule.Calendar]int{}}
	c.compileCapacities()
	c.compileModes()
	c.compileArcs()
	m.orderTasks()
	m.deriveHorizon()
	for _, k := range m.Clocks {
		k.fillMaps(int(m.Reach))
	}
	m.setWindows()
	return m, nil
}

type compiler struct {
	*Model
	clocks map[*schedule.Calendar]*Clock
	worked map[*schedule.Calendar]int
}

// clockOf is the clock of a calendar, still to be filled.
func (c *compiler) clockOf(k *schedule.Calendar) *Clock {
	if k == nil {
		return nil
	}
	if c.clocks[k] == nil {
		c.clocks[k] = &Clock{spans: k.Spans}
		c.Clocks = append(c.Clocks, c.clocks[k])
	}
	return c.clocks[k]
}

func (m *Model) compileCapacities() {
	for _, r := range m.P.Resources {
		m.CapAt = append(m.CapAt, int32(len(m.Caps)))
		last, peak := Step{}, int32(0)
		if len(r.Capacity) == 0 || r.Capacity[0].From > 0 {
			m.Caps = append(m.Caps, last)
		} else {
			last.Amount = -1
		}
		for _, s := range r.Capacity {
			if int32(s.Amount) != last.Amount {
				last = Step{int32(s.From), int32(s.Amount)}
				m.Caps = append(m.Caps, last)
			}
			peak = max(peak, int32(s.Amount))
		}
		m.Peak = append(m.Peak, peak)
	}
	m.CapAt = append(m.CapAt, int32(len(m.Caps)))
	for _, b := range m.P.Budgets {
		m.Budget = append(m.Budget, int64(b.Amount))
	}
}

func (c *compiler) compileModes() {
	choices := make([][]int32, c.N)
	for i := range c.P.Tasks {
		t := &c.P.Tasks[i]
		for k := range t.Modes {
			if t.Pin != nil && t.Pin.Mode == k || t.Pin == nil && c.canWorkAlone(&t.Modes[k]) {
				choices[i] = append(choices[i], int32(k))
			}
		}
	}
	if c.Short = strikeUnaffordable(c.P, choices); c.Short != nil {
		c.Empty = 0
	}
	for i, modes := range choices {
		c.WayAt = append(c.WayAt, int32(len(c.Task)))
		for _, k := range modes {
			c.compileMode(int32(i), k, &c.P.Tasks[i].Modes[k])
		}
	}
	c.WayAt = append(c.WayAt, int32(len(c.Task)))
	c.UseAt = append(c.UseAt, int32(len(c.Use)))
	c.SpendAt = append(c.SpendAt, int32(len(c.Spend)))
}

// canWorkAlone reports whether a mode could be worked if its task were alone.
func (c *compiler) canWorkAlone(k *schedule.Mode) bool {
	for _, u := range k.Demands {
		if k.Duration > 0 && int32(u.Amount) > c.Peak[u.Of] {
			return false
		}
	}
	for _, u := range k.Spends {
		if int64(u.Amount) > c.Budget[u.Of] {
			return false
		}
	}
	return k.Calendar == nil || c.workingTicks(k.Calendar) >= k.Duration
}

// workingTicks is the working ticks of a calendar.
func (c *compiler) workingTicks(k *schedule.Calendar) int {
	n, known := c.worked[k]
	if !known {
		for _, s := range k.Spans {
			n += s.To - s.From
		}
		c.worked[k] = n
	}
	return n
}

func (c *compiler) compileMode(i, k int32, mode *schedule.Mode) {
	c.Task, c.Mode = append(c.Task, i), append(c.Mode, k)
	c.Dur, c.Cost = append(c.Dur, int32(mode.Duration)), append(c.Cost, mode.Cost)
	c.Clk = append(c.Clk, c.clockOf(mode.Calendar))
	c.UseAt, c.SpendAt = append(c.UseAt, int32(len(c.Use))), append(c.SpendAt, int32(len(c.Spend)))
	for _, u := range mode.Demands {
		if u.Amount > 0 && mode.Duration > 0 {
			c.UseOf, c.Use = append(c.UseOf, int32(u.Of)), append(c.Use, int32(u.Amount))
		}
	}
	for _, u := range mode.Spends {
		if u.Amount > 0 {
			c.SpendOf, c.Spend = append(c.SpendOf, int32(u.Of)), append(c.Spend, int64(u.Amount))
		}
	}
}

func (c *compiler) compileArcs() {
	for l, k := range c.P.Links {
		a := Arc{int32(k.From), int32(k.To), k.FromEnd, k.ToEnd, int32(k.Lag), nil, int32(l), false}
		if k.Lag > 0 {
			a.Clk = c.clockOf(k.Calendar)
		}
		if k.Max {
			a = Arc{a.To, a.From, a.ToEnd, a.FromEnd, -a.Lag, nil, a.Link, false}
		}
		c.Arcs = append(c.Arcs, a)
	}
	c.OutAt, c.Out = groupByTask(c.N, c.Arcs, func(a *Arc) int32 { return a.From })
	c.InAt, c.In = groupByTask(c.N, c.Arcs, func(a *Arc) int32 { return a.To })
}

// groupByTask is the arcs by one of their tasks: those of i at list[at[i]:at[i+1]].
func groupByTask(n int, arcs []Arc, task func(*Arc) int32) (at, list []int32) {
	at, list = make([]int32, n+1), make([]int32, len(arcs))
	for a := range arcs {
		at[task(&arcs[a])+1]++
	}
	for i := range n {
		at[i+1] += at[i]
	}
	next := append([]int32(nil), at[:n]...)
	for a := range arcs {
		i := task(&arcs[a])
		list[next[i]] = int32(a)
		next[i]++
	}
	return at, list
}
