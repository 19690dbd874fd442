package timecost

import (
	"fugong/internal/fault"
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// makeTasks makes a task of every activity that is not done, and of every heading
// that a link or a date binds two points, its start and its finish.
func (m *Model) makeTasks() error {
	n := m.Network
	leads := m.hasUnfinishedSuccessor()
	m.byTask, m.first = make([]int32, len(n.Activities)), make([]int32, len(n.Activities))
	for i := range n.Activities {
		m.byTask[i], m.first[i] = -1, -1
		a := &n.Activities[i]
		switch {
		case a.Inactive || a.Kind == network.LevelOfEffort || a.Kind == network.Hammock || a.Kind == network.Summary:
		case a.ActualFinish != worktime.None:
			if leads[i] && m.Dates.Rows[i].EarlyFinish > n.DataDate { // out of sequence: it passes on what it waits for
				m.addDoneActivity(int32(i))
			}
		default:
			if err := m.makeTask(int32(i)); err != nil {
				return err
			}
		}
	}
	m.makeHeadingPoints()
	return nil
}

// hasUnfinishedSuccessor says of every activity whether something unfinished follows it, be it
// through what is finished.
func (m *Model) hasUnfinishedSuccessor() []bool {
	n := m.Network
	out := make([]bool, len(n.Activities))
	before := make([][]int32, len(n.Activities))
	var queue []int32
	for _, l := range n.Links {
		before[l.Succ] = append(before[l.Succ], l.Pred)
	}
	for i := range n.Activities {
		if n.Activities[i].ActualFinish == worktime.None {
			queue = append(queue, int32(i))
		}
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, pred := range before[i] {
			if !out[pred] {
				out[pred] = true
				queue = append(queue, pred)
			}
		}
	}
	return out
}

// addDoneActivity is an activity without work left.
func (m *Model) addDoneActivity(i int32) {
	t := m.add(schedule.Task{Name: m.code(i), Modes: []schedule.Mode{{}}, Release: m.Of(m.Network.DataDate)}, Task{Activity: i, Ways: []Way{{}}})
	m.first[i], m.byTask[i] = int32(t), int32(t)
}

func (m *Model) code(i int32) string { return m.In.Plan.Activities[i].Code }

func (m *Model) makeTask(i int32) error {
	n := m.Network
	a, row := &n.Activities[i], &m.Dates.Rows[i]
	left := int64(0)
	if a.Kind == network.Task {
		left = max(a.Remaining, minutes(n, a, row.EarlyStart, row.EarlyFinish))
		if a.Remaining < left && a.ExpectedFinish == worktime.None {
			left = a.Remaining // a finish held back is no work
		}
	}
	k := m.clockOf(i)
	mode := schedule.Mode{Duration: m.Round(left), Calendar: k.calendar()}
	if k != nil && mode.Duration > len(k.at) {
		return fault.New(fault.Invalid, "plan.recovery.never", "Activity", m.code(i), "Until", m.At(m.Ticks).Day())
	}
	t := m.add(schedule.Task{Name: m.code(i), Modes: []schedule.Mode{mode}, Release: m.releaseTick(i)}, Task{Activity: i, Ways: []Way{{Minutes: left}}})
	m.first[i], m.byTask[i] = int32(t), int32(t)
	m.finishDates(i, t)
	return nil
}

// releaseTick is the first tick at which dates let activity i go on.
func (m *Model) releaseTick(i int32) int {
	n := m.Network
	a := &n.Activities[i]
	at := max(n.DataDate, a.NotBefore)
	if a.ActualStart != worktime.None {
		if n.Options.AwaitActualStart || n.DataDate == worktime.None {
			at = max(at, a.ActualStart)
		}
		return m.Of(max(at, a.Resume))
	}
	at = max(at, n.Start)
	for _, c := range [2]network.Constraint{a.Primary, a.Secondary} {
		switch c.Type {
		case network.StartOn, network.StartNoEarlier, network.MandatoryStart:
			at = max(at, c.Date)
		case network.MandatoryFinish:
			at = max(at, m.Dates.Rows[i].EarlyStart)
		}
	}
	if a.Fixed {
		at = max(at, a.FixedStart)
	}
	return m.Of(at)
}

// finishDates holds a finish back to the date that it may not come before.
func (m *Model) finishDates(i int32, t int) {
	a := &m.Network.Activities[i]
	if a.ActualStart != worktime.None {
		return
	}
	for _, c := range [2]network.Constraint{a.Primary, a.Secondary} {
		if c.Type == network.FinishOn || c.Type == network.FinishNoEarlier {
			m.finishAfter(t, m.Of(c.Date))
		}
	}
}

// finishAfter holds the finish of a task to a tick or later, by a link from a
// point that stands at the origin.
func (m *Model) finishAfter(t, tick int) {
	if tick <= 0 {
		return
	}
	if m.arcs.origin == nil {
		o := m.add(schedule.Task{Name: "today", Modes: []schedule.Mode{{}}, Pin: &schedule.Pin{}}, Task{Activity: -1, Ways: []Way{{}}})
		m.arcs.origin = &o
	}
	m.link(schedule.Link{From: *m.arcs.origin, To: t, ToEnd: schedule.Finish, Lag: tick})
}

// overruled says whether dates of its own overrule the links to activity i.
func overruled(a *network.Activity) bool {
	return a.Fixed || a.Primary.Type >= network.MandatoryStart || a.Secondary.Type >= network.MandatoryStart
}

// makeHeadingPoints makes points of the headings that links or dates bind.
func (m *Model) makeHeadingPoints() {
	n := m.Network
	bound := map[int32]bool{}
	for i := range n.Links {
		for _, end := range [2]int32{n.Links[i].Pred, n.Links[i].Succ} {
			if n.Activities[end].Kind == network.Summary {
				bound[end] = true
			}
		}
	}
	for i := range n.Activities {
		if a := &n.Activities[i]; a.Kind == network.Summary && !a.Inactive && (bound[int32(i)] || a.Primary.Type == network.StartNoEarlier) {
			m.makeHeadingPoint(int32(i))
		}
	}
	if len(m.arcs.heading) > 0 {
		m.underHeadings()
	}
}

func (m *Model) makeHeadingPoint(i int32) {
	open := schedule.Task{Name: m.code(i), Modes: []schedule.Mode{{}}}
	if c := m.Network.Activities[i].Primary; c.Type == network.StartNoEarlier {
		open.Release = m.Of(c.Date)
	}
	a := m.add(open, Task{Activity: -1, Ways: []Way{{}}})
	b := m.add(schedule.Task{Name: m.code(i), Modes: []schedule.Mode{{}}}, Task{Activity: -1, Ways: []Way{{}}})
	if m.arcs.heading == nil {
		m.arcs.heading = map[int32][2]int{}
	}
	m.arcs.heading[i] = [2]int{a, b}
}

// underHeadings binds every task to the headings above it.
func (m *Model) underHeadings() {
	n := m.Network
	for i := range n.Activities {
		t := m.byTask[i]
		if t < 0 {
			continue
		}
		for up := n.Activities[i].Parent; up >= 0; up = n.Activities[up].Parent {
			ends, ok := m.arcs.heading[up]
			if !ok {
				continue
			}
			if n.Activities[i].ActualStart == worktime.None && !overruled(&n.Activities[i]) {
				m.link(schedule.Link{From: ends[0], To: int(t), FromEnd: schedule.Finish})
			}
			m.link(schedule.Link{From: int(t), To: ends[1], FromEnd: schedule.Finish, ToEnd: schedule.Start})
		}
	}
}
