package timecost

import (
	"cmp"
	"math"
	"slices"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// ReadPoint reads a solution back as a plan in minutes: the network with the chosen
// durations, waits and overlaps, and what hands hold back held back to where the
// solution has it. Days, bounds and risk are left to the caller. It returns the
// faults of masterplan.Compute.
func (m *Model) ReadPoint(s *schedule.Solution) (recovery.Point, error) {
	n := m.adaptedNetwork(s)
	r, err := network.Schedule(n)
	if err != nil {
		return recovery.Point{}, m.In.Plan.Explain(err)
	}
	out := recovery.Point{Finish: r.Finish, Rows: make([]recovery.Placed, len(n.Activities))}
	for i := range out.Rows {
		out.Rows[i] = recovery.Placed{Start: worktime.None, Finish: worktime.None}
		if t := m.byTask[i]; t >= 0 && n.Activities[i].ActualFinish == worktime.None {
			row := &r.Rows[i]
			out.Rows[i] = recovery.Placed{
				Start: row.EarlyStart, Finish: row.EarlyFinish, Remaining: n.Activities[i].Remaining, Waits: m.isDelayed(s, int(m.first[i])),
			}
		}
	}
	out.Measures = m.usedMeasures(s, out.Rows)
	for _, x := range out.Measures {
		out.Cost += x.Cost
	}
	out.Trades = m.loadHistogram(s)
	return out, nil
}

// Finish is the finish of Point(s), without the rest of it.
func (m *Model) Finish(s *schedule.Solution) (worktime.Time, error) {
	r, err := network.Schedule(m.adaptedNetwork(s))
	if err != nil {
		return worktime.None, m.In.Plan.Explain(err)
	}
	return r.Finish, nil
}

// adaptedNetwork is the network under a solution.
func (m *Model) adaptedNetwork(s *schedule.Solution) *network.Problem {
	n := *m.Network
	n.Activities = slices.Clone(n.Activities)
	n.Links = slices.Clone(n.Links)
	n.Options.FromFinish = false
	for t := range m.Tasks {
		info := &m.Tasks[t]
		switch {
		case info.Wait != nil && len(info.Wait.Subject) == 0 && info.Wait.Before >= 0 && s.Mode[t] > 0:
			lead := info.Ways[0].Minutes - info.Ways[s.Mode[t]].Minutes
			l := &n.Links[info.Wait.Of]
			l.Lag, l.LagCalendar = -lead, n.Activities[l.Pred].Calendar
		case info.Activity >= 0 && info.Part != 2:
			m.adaptActivity(&n, s, t)
		}
	}
	return &n
}

// adaptActivity sets the work of one activity, and holds it back where the solution does.
func (m *Model) adaptActivity(n *network.Problem, s *schedule.Solution, t int) {
	info := &m.Tasks[t]
	a := &n.Activities[info.Activity]
	if a.ActualFinish != worktime.None {
		return
	}
	way := info.Ways[s.Mode[t]]
	if a.Kind == network.Task {
		a.Remaining = way.Minutes
		if info.Part == 1 {
			last := int(m.byTask[info.Activity])
			from, to := m.momentOfTick(info.Activity, s.Start[t], false), m.momentOfTick(info.Activity, m.ends(s, last), true)
			a.Remaining = max(way.Minutes+m.Tasks[last].Ways[s.Mode[last]].Minutes, minutes(m.Network, a, from, to))
			a.Crews = nil
		}
		if a.ActualStart == worktime.None {
			a.Duration = a.Remaining
		}
		if m.Network.Activities[info.Activity].Remaining != a.Remaining {
			a.ExpectedFinish = worktime.None
		}
	}
	if overruled(a) && a.ActualStart == worktime.None {
		fix(a, m.momentOfTick(info.Activity, s.Start[t], false), m.momentOfTick(info.Activity, m.ends(s, int(m.byTask[info.Activity])), true))
	}
	if m.isDelayed(s, t) || info.Part == 1 {
		a.NotBefore = max(a.NotBefore, m.momentOfTick(info.Activity, s.Start[t], false))
	}
	for _, l := range m.ins[t] {
		k := &m.Problem.Links[l]
		if w := m.Tasks[k.From].Wait; w != nil && w.Kind != "" {
			a.NotBefore = max(a.NotBefore, m.At(m.ends(s, k.From)))
		}
	}
}

// fix stands an activity, whose own dates overrule its links, where it is put.
func fix(a *network.Activity, start, finish worktime.Time) {
	a.Fixed, a.FixedStart, a.FixedFinish = true, start, max(start, finish)
	a.Primary, a.Secondary = network.Constraint{}, network.Constraint{}
}

// momentOfTick is the time of a tick on the calendar of activity i: for a start the
// working minute that its working ticks before stand for, for a finish the end of
// the last.
func (m *Model) momentOfTick(i int32, tick int, finish bool) worktime.Time {
	k := m.clockOf(i)
	if k == nil {
		return m.At(tick)
	}
	c := m.Network.Calendars[m.Network.Activities[i].Calendar]
	at := c.Add(m.Origin, int64(k.before[min(tick, m.Ticks)])*m.Tick)
	if finish {
		return at
	}
	return c.NextStart(at)
}

// ends is the tick at which a task ends.
func (m *Model) ends(s *schedule.Solution, t int) int {
	mode := &m.Problem.Tasks[t].Modes[s.Mode[t]]
	end := s.Start[t]
	eachRun(mode.Calendar, s.Start[t], mode.Duration, func(_, to int) { end = to })
	return end
}

// isDelayed says whether a task starts later than its own links and dates let it.
func (m *Model) isDelayed(s *schedule.Solution, t int) bool {
	task := &m.Problem.Tasks[t]
	mode := &task.Modes[s.Mode[t]]
	start, end := task.Release, 0
	for _, l := range m.ins[t] {
		k := &m.Problem.Links[l]
		from := s.Start[k.From]
		if k.FromEnd == schedule.Finish {
			from = m.ends(s, k.From)
		}
		at := m.after(from, k)
		if k.ToEnd == schedule.Start {
			start = max(start, at)
		} else {
			end = max(end, at)
		}
	}
	return s.Start[t] > start && s.Start[t] > nextWorking(mode.Calendar, start) && m.ends(s, t) > end && m.endsFrom(mode, s.Start[t]-1) >= end
}

// endsFrom is the end of a mode begun at the working tick at or before a tick.
func (m *Model) endsFrom(mode *schedule.Mode, tick int) int {
	end := tick + mode.Duration
	if c := mode.Calendar; c != nil {
		for at := len(c.Spans) - 1; at >= 0; at-- {
			if c.Spans[at].From <= tick {
				tick = min(tick, c.Spans[at].To-1)
				break
			}
		}
		eachRun(c, tick, mode.Duration, func(_, to int) { end = to })
	}
	return end
}

// after is the tick that a link asks for.
func (m *Model) after(from int, l *schedule.Link) int {
	if l.Calendar == nil || l.Lag == 0 {
		return from + l.Lag
	}
	end := from
	eachRun(l.Calendar, from, l.Lag, func(_, to int) { end = to })
	return end
}

func nextWorking(c *schedule.Calendar, tick int) int {
	next := tick
	eachRun(c, tick, 1, func(from, _ int) { next = from })
	return next
}

// usedMeasures are those that a solution uses, dearest first.
func (m *Model) usedMeasures(s *schedule.Solution, rows []recovery.Placed) (out []acceleration.Measure) {
	for t := range m.Tasks {
		info := &m.Tasks[t]
		for _, step := range info.Ways[s.Mode[t]].Measures {
			x := acceleration.Measure{
				Kind: step.Kind, Activity: info.Activity, Before: -1, Subject: step.By, ID: step.ID, Trade: step.Trade, Hands: step.Hands, Cost: step.Cost,
			}
			base, way := info.Ways[0].Minutes, info.Ways[s.Mode[t]].Minutes
			if info.Wait != nil {
				x.From, x.To = m.At(s.Start[t]), m.At(m.ends(s, t))
				x.Activity, x.Before = info.Wait.After, info.Wait.Before
				if x.Subject == "" {
					x.Subject = info.Wait.Subject
				}
				x.Days = float64(base-way) / worktime.MinutesPerDay
				if info.Wait.Kind != "" {
					x.Activity, x.Subject = -1, info.Wait.Subject
				} else if info.Wait.Before >= 0 {
					x.Days = float64(base-way) / 60 / m.ordinaryWeek(info.Wait.Before).Day()
				}
			} else {
				x.From, x.To = rows[info.Activity].Start, rows[info.Activity].Finish
				x.Days = float64(base-way) / 60 / m.ordinaryWeek(info.Activity).Day()
			}
			x.Days = math.Round(10*x.Days) / 10
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b acceleration.Measure) int { return cmp.Compare(b.Cost, a.Cost) })
	return out
}

// loadHistogram lays the work of each trade against its hands, day by day.
func (m *Model) loadHistogram(s *schedule.Solution) (out []recovery.TradeLoad) {
	use := make([][]int, len(m.Problem.Resources))
	for r := range use {
		use[r] = make([]int, m.Ticks+2)
	}
	last := 0
	for t := range m.Problem.Tasks {
		mode := &m.Problem.Tasks[t].Modes[s.Mode[t]]
		for _, u := range mode.Demands {
			eachRun(mode.Calendar, s.Start[t], mode.Duration, func(from, to int) {
				use[u.Of][min(from, m.Ticks)] += u.Amount
				use[u.Of][min(to, m.Ticks)] -= u.Amount
			})
		}
		last = max(last, m.ends(s, t))
	}
	for r := range use {
		if m.Trades[r].Of < 0 {
			out = append(out, m.tradeLoad(r, use, last))
		}
	}
	return out
}

// tradeLoad is one trade's histogram; use holds changes by resource and tick.
func (m *Model) tradeLoad(r int, use [][]int, last int) recovery.TradeLoad {
	tr := &m.Trades[r]
	out := recovery.TradeLoad{Trade: tr.Code, Name: tr.Name}
	scale := float64(tr.Scale)
	var brought []int
	for k := range m.Trades {
		if m.Trades[k].Of == r {
			brought = append(brought, k)
		}
	}
	now, more := 0, 0
	var day recovery.DayLoad
	for t := range min(last, m.Ticks) {
		d := m.At(t).Day()
		if d != day.Day || t == 0 {
			if t > 0 {
				out.Days = append(out.Days, day)
			}
			day = recovery.DayLoad{Day: d, There: float64(at(m.Problem.Resources[r].Capacity, t)) / scale}
		}
		now += use[r][t]
		for _, k := range brought {
			more += use[k][t]
		}
		day.Needed = max(day.Needed, float64(now+more)/scale)
		day.Brought = max(day.Brought, float64(more)/scale)
	}
	if last > 0 {
		out.Days = append(out.Days, day)
	}
	return out
}

// at is a capacity at a tick.
func at(steps []schedule.Step, tick int) (amount int) {
	for _, s := range steps {
		if s.From > tick {
			break
		}
		amount = s.Amount
	}
	return amount
}
