package scheduletest

import (
	"math/rand/v2"
	"strconv"

	"fugong/solve/schedule"
)

// Rules are the rules that a random problem may use besides durations,
// finish-to-start links and constant capacities.
type Rules uint16

const (
	Modes        Rules = 1 << iota // several modes a task
	Calendars                      // tasks that pause
	Lags                           // links between any ends with lags, negative ones too
	MaxLags                        // maximum links
	LagCalendars                   // lags counted on calendars
	Budgets
	Capacity // that varies
	Releases
	Deadlines
	Pins
	Horizon
	Planned // a plan in force that is worth keeping
	Goals   // any; otherwise the makespan

	Simple Rules = 0
	All    Rules = 1<<iota - 1
)

// Random makes a problem of n tasks. Up to 6 tasks Best is done in
// milliseconds. Most problems with few rules have a solution; with all of them
// about half have one.
func Random(rng *rand.Rand, n int, rules Rules) *schedule.Problem {
	m := maker{rng, rules, &schedule.Problem{Name: "random"}, nil}
	if m.may(Goals, 1) {
		m.Goal = schedule.Goal(rng.IntN(3))
	}
	for range 2 {
		m.calendars = append(m.calendars, m.calendar(6+3*n))
	}
	for i := range 1 + rng.IntN(2) {
		m.Resources = append(m.Resources, schedule.Resource{Name: "R" + strconv.Itoa(i), Capacity: m.makeCapacity(2 * n)})
	}
	if m.may(Budgets, 0.7) {
		m.Budgets = []schedule.Budget{{Name: "N0", Amount: n + rng.IntN(n+1)}}
	}
	for i := range n {
		m.Tasks = append(m.Tasks, m.makeTask(i, n))
	}
	for j := 1; j < n; j++ {
		for i := range j {
			if rng.Float64() < 1.2/float64(n) {
				m.Links = append(m.Links, m.makeLink(i, j))
			}
		}
	}
	if m.may(Horizon, 0.5) {
		m.Problem.Horizon = 2*n + rng.IntN(2*n)
	}
	return m.Problem
}

// maker is a random problem in the making.
type maker struct {
	*rand.Rand
	rules Rules
	*schedule.Problem
	calendars []*schedule.Calendar
}

// may draws whether to use a rule that is wanted.
func (m *maker) may(rule Rules, chance float64) bool {
	return m.rules&rule != 0 && m.Float64() < chance
}

func (m *maker) calendar(until int) *schedule.Calendar {
	c := &schedule.Calendar{Name: "shifts"}
	for at := m.IntN(3); at < until; {
		to := at + 1 + m.IntN(5)
		c.Spans = append(c.Spans, schedule.Span{From: at, To: to})
		at = to + m.IntN(3) // sometimes no gap
	}
	return c
}

func (m *maker) makeCapacity(until int) []schedule.Step {
	high := 2 + m.IntN(3)
	steps := schedule.Constant(high)
	if m.may(Capacity, 0.7) {
		steps[0].From = m.IntN(2)
		for at := 1 + m.IntN(4); at < until; at += 1 + m.IntN(5) {
			steps = append(steps, schedule.Step{From: 1 + at, Amount: m.IntN(high + 1)})
		}
		steps = append(steps, schedule.Step{From: until + 6, Amount: high})
	}
	return steps
}

func (m *maker) makeTask(i, n int) schedule.Task {
	t := schedule.Task{Name: strconv.Itoa(i), Project: m.IntN(2), Modes: []schedule.Mode{m.makeMode()}}
	for m.may(Modes, 0.5) && len(t.Modes) < 3 {
		t.Modes = append(t.Modes, m.makeMode())
	}
	if m.may(Releases, 0.3) {
		t.Release = m.IntN(2 * n)
	}
	if m.may(Deadlines, 0.2) {
		t.Deadline = n + m.IntN(3*n)
	}
	if m.may(Pins, 0.1) {
		t.Pin = &schedule.Pin{Start: m.IntN(2 * n), Mode: m.IntN(len(t.Modes))}
	}
	if m.may(Planned, 0.5) {
		t.Planned = &schedule.Pin{Start: m.IntN(2 * n), Mode: m.IntN(len(t.Modes))}
		t.Stay = m.IntN(4)
	}
	if m.Goal == schedule.Lateness {
		t.Due, t.Weight = 1+m.IntN(2*n), m.IntN(4)
	}
	return t
}

func (m *maker) makeMode() schedule.Mode {
	mode := schedule.Mode{Duration: m.IntN(5)}
	if m.may(Calendars, 0.4) {
		mode.Calendar = m.calendars[m.IntN(len(m.calendars))]
	}
	for r := range m.Resources {
		if a := m.IntN(4); a > 0 {
			mode.Demands = append(mode.Demands, schedule.Use{Of: r, Amount: min(a, 2)})
		}
	}
	for b := range m.Budgets {
		mode.Spends = append(mode.Spends, schedule.Use{Of: b, Amount: m.IntN(4)})
	}
	if m.Goal == schedule.Cost {
		mode.Cost = int64(m.IntN(6))
	}
	return mode
}

// makeLink binds i to j; a maximum link sometimes j back to i.
func (m *maker) makeLink(i, j int) schedule.Link {
	l := schedule.Link{From: i, To: j, FromEnd: schedule.Finish}
	if m.may(Lags, 0.6) {
		l.FromEnd, l.ToEnd = schedule.End(m.IntN(2)), schedule.End(m.IntN(2))
		l.Lag = m.IntN(6) - 2
	}
	switch {
	case m.may(MaxLags, 0.3):
		l.Max = true
		l.Lag = m.IntN(8)
		if m.IntN(3) == 0 {
			l.From, l.To = j, i
		}
	case m.may(LagCalendars, 0.3):
		l.Lag, l.Calendar = m.IntN(4), m.calendars[m.IntN(len(m.calendars))]
	}
	return l
}
