package masterplan

import (
	"errors"
	"slices"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// workCalendar is the calendar that activity i works on. In Microsoft Project a
// task without a calendar of its own works when its resources do, where these all
// share one, and a task with one only when its resources work as well, unless it
// ignores theirs; the resource that has least is taken to hold it.
func (m *mapping) workCalendar(i int, a *Activity) (int32, error) {
	own, err := m.compileCalendar(a.Calendar)
	if err != nil || !m.plan.byMicrosoft() || a.IgnoreResourceCalendar {
		return own, err
	}
	crew := m.crewCalendars(i)
	if a.Calendar < 0 {
		if len(crew) == 1 {
			return m.compileCalendar(crew[0])
		}
		return own, nil
	}
	for _, c := range crew {
		if own, err = m.bothOf(own, c); err != nil {
			return 0, err
		}
	}
	return own, nil
}

// bothOf is the time that a calendar of the network shares with one of the plan.
func (m *mapping) bothOf(own, plan int32) (int32, error) {
	theirs, err := m.compileCalendar(plan)
	if err != nil {
		return 0, err
	}
	return m.sharedCalendar(own, theirs)
}

// crewCalendars are the calendars of the plan that the labour on activity i works
// on, each once.
func (m *mapping) crewCalendars(i int) (list []int32) {
	for _, at := range m.assigned[i] {
		r := m.plan.Assignments[at].Resource
		if r < 0 || int(r) >= len(m.plan.Resources) || m.plan.Resources[r].Type != WorkResource || m.plan.Resources[r].Calendar < 0 {
			continue
		}
		if c := m.plan.Resources[r].Calendar; !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// crewsOf are those who work side by side on activity i, each as long as its own work
// takes: as many hours as units are left for so many at a time. In Microsoft Project
// who is done has no say.
func (m *mapping) crewsOf(i int) (list []network.Crew, err error) {
	a := &m.plan.Activities[i]
	for _, at := range m.assigned[i] {
		w := &m.plan.Assignments[at]
		span, known := w.remainingSpan() // in tenths of a minute
		switch {
		case m.plan.byMicrosoft() && (!known || !m.plan.labours(w)):
			continue
		case !m.plan.byMicrosoft() && !m.plan.joinsIn(w):
			continue
		case !known && a.CrewsFor > 0:
			span = tenths * a.CrewsFor
		case !known:
			span = tenths * a.Remaining
		}
		crew := network.Crew{Work: roundSpan(span)}
		if crew.Calendar, err = m.crewCalendar(a, w); err != nil {
			return nil, err
		}
		if m.plan.byMicrosoft() {
			begins(&crew, a, w)
		}
		list = append(list, crew)
		m.spans[i] = append(m.spans[i], span)
	}
	return list, nil
}

// begins says when a crew of Microsoft Project begins: what has not begun some time
// after the activity does, what has where it goes on.
func begins(crew *network.Crew, a *Activity, w *Assignment) {
	switch {
	case a.ActualStart == worktime.None:
		crew.Delay, crew.Wait = max(0, w.Delay/10), max(0, w.LevelingDelay/10)
	case a.Resume != worktime.None:
		crew.From = w.Resume
	}
}

// joinsIn reports whether the resource of w is somebody or something that works.
func (p *Plan) joinsIn(w *Assignment) bool {
	return w.Resource >= 0 && int(w.Resource) < len(p.Resources) && p.Resources[w.Resource].Type != MaterialResource
}

// labours reports whether w has a say in when its activity is worked on by the rules
// of Microsoft Project: labour has, materials and costs have none, and work that is
// nobody's yet has where its file says how it is spread.
func (p *Plan) labours(w *Assignment) bool {
	if w.Resource < 0 {
		return w.Stretch > 0
	}
	return int(w.Resource) < len(p.Resources) && p.Resources[w.Resource].Type == WorkResource
}

// crewCalendar is the calendar that w is worked on: its resource's, in Microsoft
// Project only where the activity's own has time as well.
func (m *mapping) crewCalendar(a *Activity, w *Assignment) (int32, error) {
	calendar := int32(-1)
	if w.Resource >= 0 {
		calendar = m.plan.Resources[w.Resource].Calendar
	}
	own, err := m.compileCalendar(a.Calendar)
	switch {
	case err != nil || calendar < 0 || m.plan.byMicrosoft() && a.Calendar >= 0 && a.IgnoreResourceCalendar:
		return own, err
	case m.plan.byMicrosoft() && a.Calendar >= 0:
		return m.bothOf(own, calendar)
	}
	return m.compileCalendar(calendar)
}

// sharedCalendar is the calendar of the time that two calendars share; the first when
// they share none.
func (m *mapping) sharedCalendar(a, b int32) (int32, error) {
	if a == b {
		return a, nil
	}
	if at, ok := m.shared[[2]int32{a, b}]; ok {
		return at, nil
	}
	c, err := worktime.Both(m.out.Calendars[a], m.out.Calendars[b])
	if errors.Is(err, worktime.ErrNoWork) {
		return a, nil
	}
	if err != nil {
		return 0, err
	}
	m.out.Calendars = append(m.out.Calendars, c)
	m.sources = append(m.sources, calendarSource{first: a, second: b})
	m.shared[[2]int32{a, b}] = int32(len(m.out.Calendars) - 1)
	return m.shared[[2]int32{a, b}], nil
}
