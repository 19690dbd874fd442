package timecost

import (
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// arcs is what links hang on besides tasks.
type arcs struct {
	origin  *int             // the point at tick 0
	heading map[int32][2]int // heading → its start and its finish
	soft    []softLink       // plain finish-to-start links between work, by which overlaps are found
}

type softLink struct {
	link       int // index into Problem.Links
	of         int // index into the network's links
	pred, succ int32
}

// ends are the kernel's ends of a link type.
var ends = [4][2]schedule.End{
	network.FS: {schedule.Finish, schedule.Start},
	network.SS: {schedule.Start, schedule.Start},
	network.FF: {schedule.Finish, schedule.Finish},
	network.SF: {schedule.Start, schedule.Finish},
}

func (m *Model) links() {
	for l := range m.Network.Links {
		m.oneLink(l)
	}
}

// oneLink turns a link into a kernel's link, or, where its predecessor is done,
// into a release.
func (m *Model) oneLink(of int) {
	n := m.Network
	l := &n.Links[of]
	pred, succ := &n.Activities[l.Pred], &n.Activities[l.Succ]
	to := m.end(l.Succ, 0)
	if to < 0 || overruled(succ) || (succ.ActualStart != worktime.None && n.Options.Progress != network.RetainedLogic) {
		return
	}
	e := ends[l.Type]
	if pred.ActualStart != worktime.None && e[0] == schedule.Start && !n.Options.LagFromEarlyStart {
		m.hold(to, e[1], m.Of(addLag(n, l, pred.ActualStart, l.Lag)))
		return
	}
	lag := remainingLag(n, l, pred, succ)
	from := m.end(l.Pred, 1)
	if e[0] == schedule.Start {
		from = m.end(l.Pred, 0)
	}
	if from < 0 {
		if pred.ActualFinish != worktime.None {
			m.hold(to, e[1], m.Of(addLag(n, l, n.DataDate, lag)))
		}
		return
	}
	if lag < 0 && l.LagCalendar >= 0 {
		m.lead(from, to, e, l.LagCalendar, int(-lag/m.Tick))
		return
	}
	out := schedule.Link{From: from, To: to, FromEnd: e[0], ToEnd: e[1]}
	m.setLag(&out, l, lag)
	if succ := m.Tasks[to].Activity; l.Type == network.FS && l.Lag == 0 && succ >= 0 && m.Tasks[from].Activity >= 0 {
		m.arcs.soft = append(m.arcs.soft, softLink{len(m.Problem.Links), of, l.Pred, l.Succ})
	}
	m.link(out)
}

// end is the task that stands for an activity's start (0) or finish (1); -1 when
// none does.
func (m *Model) end(i int32, which int) int {
	if pair, ok := m.arcs.heading[i]; ok {
		return pair[which]
	}
	return int(m.byTask[i])
}

// hold keeps an end of a task from coming before a tick.
func (m *Model) hold(t int, end schedule.End, tick int) {
	if end == schedule.Finish {
		m.finishAfter(t, tick)
		return
	}
	m.Problem.Tasks[t].Release = max(m.Problem.Tasks[t].Release, tick)
}

func addLag(n *network.Problem, l *network.Link, at worktime.Time, lag int64) worktime.Time {
	if l.LagCalendar < 0 {
		return at + worktime.Time(lag)
	}
	return n.Calendars[l.LagCalendar].Add(at, lag)
}

// remainingLag is the part of a lag that the time since the predecessor's start
// or finish has not used up, as solve/network counts it.
func remainingLag(n *network.Problem, l *network.Link, pred, succ *network.Activity) int64 {
	since := pred.ActualFinish
	if l.Type == network.SS || l.Type == network.SF {
		since = pred.ActualStart
	}
	switch {
	case l.Lag == 0 || pred.ActualStart == worktime.None && pred.ActualFinish == worktime.None || since == worktime.None:
		return l.Lag
	case l.Type == network.FS && succ.ActualStart != worktime.None:
		return 0
	}
	used := int64(n.DataDate - since)
	switch {
	case (l.Type == network.SS || l.Type == network.SF) && pred.ActualFinish == worktime.None:
		used = minutes(n, pred, since, n.DataDate)
	case l.LagCalendar >= 0:
		used = n.Calendars[l.LagCalendar].Between(since, n.DataDate)
	}
	return max(0, l.Lag-max(0, used))
}

// setLag writes a lag in ticks.
func (m *Model) setLag(out *schedule.Link, l *network.Link, lag int64) {
	switch {
	case lag == 0:
	case lag > 0 && l.LagCalendar < 0:
		out.Lag = m.Round(lag)
	case lag > 0:
		out.Lag, out.Calendar = m.Round(lag), m.clock(l.LagCalendar).Calendar
	default:
		out.Lag = -int(-lag / m.Tick)
	}
}

// lead makes a link whose lag counts working time backwards: a task of that time
// which may not end before the predecessor's end, and whose start the successor
// follows.
func (m *Model) lead(from, to int, e [2]schedule.End, calendar int32, ticks int) {
	u := m.add(schedule.Task{Name: m.Problem.Tasks[to].Name, Modes: []schedule.Mode{{Duration: ticks, Calendar: m.clock(calendar).Calendar}}},
		Task{Activity: -1, Ways: []Way{{}}})
	m.link(schedule.Link{From: from, To: u, FromEnd: e[0], ToEnd: schedule.Finish})
	m.link(schedule.Link{From: u, To: to, FromEnd: schedule.Start, ToEnd: e[1]})
}
