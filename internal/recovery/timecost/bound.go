package timecost

import (
	"slices"

	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// LowerBound is a finish before which no plan under these rules can end: the
// later of that of the links alone, in minutes, with every measure at its most,
// and of the trades, whose least work must fit into their hands.
func (m *Model) LowerBound() (worktime.Time, error) {
	n := m.fastestNetwork()
	r, err := network.Schedule(n)
	if err != nil {
		return worktime.None, m.In.Plan.Explain(err)
	}
	bound := worktime.None
	for i := range m.byTask {
		if m.byTask[i] >= 0 && n.Activities[i].ActualFinish == worktime.None {
			bound = max(bound, lastWorked(n, int32(i), r.Rows[i].EarlyFinish))
		}
	}
	for t := range m.Problem.Resources {
		bound = max(bound, m.workEnd(t))
	}
	return bound, nil
}

// lastWorked is a finish at the end of the work before it: Saturday morning is
// Friday night to those who rest on Saturdays.
func lastWorked(n *network.Problem, i int32, at worktime.Time) worktime.Time {
	if a := &n.Activities[i]; !a.Elapsed {
		return n.Calendars[a.Calendar].PrevFinish(at)
	}
	return at
}

// fastestNetwork is the network with every measure at its most and hands without end.
func (m *Model) fastestNetwork() *network.Problem {
	n := *m.Network
	n.Activities, n.Links = slices.Clone(n.Activities), slices.Clone(n.Links)
	n.Options.FromFinish = false
	for t := range m.Tasks {
		info := &m.Tasks[t]
		least := info.Ways[0].Minutes
		for _, w := range info.Ways {
			least = min(least, w.Minutes)
		}
		switch {
		case info.Wait != nil && info.Wait.Before >= 0:
			l := &n.Links[info.Wait.Of]
			l.Lag, l.LagCalendar = -info.Ways[0].Minutes, n.Activities[l.Pred].Calendar
		case info.Activity >= 0 && info.Part != 2 && n.Activities[info.Activity].Kind == network.Task:
			a := &n.Activities[info.Activity]
			if a.ActualFinish == worktime.None {
				if info.Part == 1 {
					least += m.leastOfRest(info.Activity)
				}
				a.Remaining, a.ExpectedFinish = least, worktime.None
				if overruled(a) && a.ActualStart == worktime.None {
					from := m.At(m.releaseTick(info.Activity))
					fix(a, from, from)
				}
			}
		}
	}
	m.waitBounds(&n)
	m.splitLadders(&n)
	for i := range n.Activities { // what waits as long as it may ends no later than the rest
		for _, c := range [2]*network.Constraint{&n.Activities[i].Primary, &n.Activities[i].Secondary} {
			if c.Type == network.AsLateAsPossible {
				*c = network.Constraint{}
			}
		}
	}
	return &n
}

// splitLadders parts activities whose start what binds their finish may push and whose
// start others follow: the shorter they are, the later they start. What follows
// their start follows a twin of them that takes longest instead, which comes to
// stand behind the activities of the plan.
func (m *Model) splitLadders(n *network.Problem) {
	pushed, followed := make([]bool, len(n.Activities)), make([]bool, len(n.Activities))
	for i := range n.Links {
		l := &n.Links[i]
		pushed[l.Succ] = pushed[l.Succ] || l.Type == network.FF || l.Type == network.SF
		followed[l.Pred] = followed[l.Pred] || l.Type == network.SS || l.Type == network.SF
	}
	twin := map[int32]int32{}
	for i := range pushed {
		a := &n.Activities[i]
		for _, c := range [2]network.Constraint{a.Primary, a.Secondary} {
			pushed[i] = pushed[i] || c.Type == network.FinishOn || c.Type == network.FinishNoEarlier
		}
		if t := m.byTask[i]; t < 0 || !pushed[i] || !followed[i] || a.Remaining >= m.longestWork(int32(i)) {
			continue
		}
		twin[int32(i)] = int32(len(n.Activities))
		long := *a
		long.Remaining, long.Parent = m.longestWork(int32(i)), -1
		n.Activities = append(n.Activities, long)
	}
	for i := range len(n.Links) {
		l := n.Links[i]
		if from, ok := twin[l.Pred]; ok && (l.Type == network.SS || l.Type == network.SF) {
			n.Links[i].Pred = from
		}
		if to, ok := twin[l.Succ]; ok {
			l.Succ, l.Pred = to, n.Links[i].Pred
			n.Links = append(n.Links, l)
		}
	}
}

// longestWork is the most work that activity i takes in any way.
func (m *Model) longestWork(i int32) (minutes int64) {
	for _, t := range [2]int32{m.first[i], m.byTask[i]} {
		most := int64(0)
		for _, w := range m.Tasks[t].Ways {
			most = max(most, w.Minutes)
		}
		minutes += most
		if m.first[i] == m.byTask[i] {
			break
		}
	}
	return minutes
}

// leastOfRest is the least work of the second part of an activity.
func (m *Model) leastOfRest(i int32) int64 {
	ways := m.Tasks[m.byTask[i]].Ways
	least := ways[0].Minutes
	for _, w := range ways {
		least = min(least, w.Minutes)
	}
	return least
}

// waitBounds holds activities back until the earliest that what they wait for can
// be there; an activity that may be split waits with its second part only.
func (m *Model) waitBounds(n *network.Problem) {
	for l := range m.Problem.Links {
		k := &m.Problem.Links[l]
		w, to := m.Tasks[k.From].Wait, &m.Tasks[k.To]
		if w == nil || w.Kind == "" || to.Activity < 0 || to.Part == 2 {
			continue
		}
		least := m.Problem.Tasks[k.From].Modes[0].Duration
		for _, mode := range m.Problem.Tasks[k.From].Modes {
			least = min(least, mode.Duration)
		}
		a := &n.Activities[to.Activity]
		a.NotBefore = max(a.NotBefore, m.At(least))
	}
}

// workEnd is when the hands of resource r can have done the least work asked of them,
// if they are never idle while anybody who needs them works; the origin when
// nothing is asked.
func (m *Model) workEnd(r int) worktime.Time {
	energy := 0
	calendars := map[*schedule.Calendar]bool{}
	for t := range m.Problem.Tasks {
		least := -1
		for _, mode := range m.Problem.Tasks[t].Modes {
			e := 0
			for _, u := range mode.Demands {
				if u.Of == r {
					e += u.Amount * mode.Duration
				}
			}
			if e > 0 {
				calendars[mode.Calendar] = true
			}
			if least < 0 || e < least {
				least = e
			}
		}
		energy += max(0, least)
	}
	if energy == 0 {
		return m.Origin
	}
	open := m.anyWorks(calendars)
	steps := m.Problem.Resources[r].Capacity
	for t := range m.Ticks {
		if open[t] {
			energy -= at(steps, t)
		}
		if energy <= 0 {
			return m.At(t) // the tick in which it is done may be used in part
		}
	}
	return m.Origin
}

// anyWorks says of every tick whether it works on any of the calendars. A working
// tick stands for minutes that may lie before it, so the tick before counts too.
func (m *Model) anyWorks(calendars map[*schedule.Calendar]bool) []bool {
	open := make([]bool, m.Ticks+1)
	for c := range calendars {
		if c == nil {
			for t := range open {
				open[t] = true
			}
			continue
		}
		for _, s := range c.Spans {
			for t := max(0, s.From-1); t < min(s.To, m.Ticks); t++ {
				open[t] = true
			}
		}
	}
	return open
}
