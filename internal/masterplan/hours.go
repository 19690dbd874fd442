package masterplan

import (
	"errors"
	"slices"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// Dates of calendars outside these years are left out: no plan reaches them,
// and "until further notice" is written with them.
var (
	firstDay = worktime.Date(1900, 1, 1)
	lastDay  = worktime.Date(2199, 12, 31)
)

// standardSpans is a day of the standard week, Monday to Friday.
var standardSpans = []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}

// CompiledCalendar compiles calendar i of the plan, with what it inherits; i < 0 is the
// standard week. It returns a fault Invalid "plan.calendar.empty" (args
// calendar) when the calendar never works, "plan.calendar.bad" when its hours
// make no sense.
func (p *Plan) CompiledCalendar(i int32) (*worktime.Calendar, error) {
	var week worktime.Week
	for day := 1; day <= 5; day++ {
		week[day] = standardSpans
	}
	var exceptions []worktime.Exception
	for _, at := range p.lineage(i) {
		c := &p.Calendars[at]
		overlay(&week, &c.Week)
		exceptions = append(exceptions, c.datedExceptions()...)
	}
	out, err := worktime.New(week, exceptions)
	if err == nil {
		return out, nil
	}
	key := "plan.calendar.bad"
	if errors.Is(err, worktime.ErrNoWork) {
		key = "plan.calendar.empty"
	}
	return nil, fault.New(fault.Invalid, key, "calendar", p.calendarName(i)).Because(err)
}

// lineage is calendar i and its bases, the furthest base first. It stops where
// bases would come round.
func (p *Plan) lineage(i int32) []int32 {
	var out []int32
	for i >= 0 && int(i) < len(p.Calendars) && len(out) <= len(p.Calendars) {
		out = append([]int32{i}, out...)
		i = p.Calendars[i].Base
	}
	return out
}

// PlainCalendar is calendar i, or the one that it derives from where it has no times of its own.
func (p *Plan) PlainCalendar(i int32) int32 {
	for range p.Calendars {
		if i < 0 || int(i) >= len(p.Calendars) {
			return i
		}
		c := &p.Calendars[i]
		if c.Base < 0 || len(c.Exceptions)+len(c.WorkWeeks) > 0 || slices.ContainsFunc(c.Week[:], func(d DayHours) bool { return d.Set }) {
			return i
		}
		i = c.Base
	}
	return i
}

func (p *Plan) calendarName(i int32) string {
	if i < 0 || int(i) >= len(p.Calendars) {
		return ""
	}
	return p.Calendars[i].Name
}

func overlay(week *worktime.Week, days *[7]DayHours) {
	for i, d := range days {
		if d.Set {
			week[i] = d.Spans
		}
	}
}

// datedExceptions is every date on which the calendar differs from its week: work weeks
// first, exceptions over them.
func (c *Calendar) datedExceptions() []worktime.Exception {
	var out []worktime.Exception
	for i := range c.WorkWeeks {
		w := &c.WorkWeeks[i]
		for d := max(w.From, firstDay); d <= min(w.To, lastDay); d++ {
			if hours := w.Week[d.Weekday()]; hours.Set {
				out = append(out, worktime.Exception{Day: d, Spans: hours.Spans})
			}
		}
	}
	for _, e := range c.byPrecedence() {
		for _, d := range e.Days() {
			out = append(out, worktime.Exception{Day: d, Spans: e.Spans})
		}
	}
	return out
}

// byPrecedence are the exceptions, the one that holds where several meet on a day
// last: a plain one before yearly, monthly, weekly and daily repetitions, wherever
// they stand, as Microsoft Project has it; of equals the later one. Its sample
// plans calendar-exception-precedence in the tests of MPXJ show it.
func (c *Calendar) byPrecedence() []*Exception {
	out := make([]*Exception, len(c.Exceptions))
	repeats := false
	for i := range c.Exceptions {
		out[i] = &c.Exceptions[i]
		repeats = repeats || out[i].Recurrence != nil
	}
	if repeats {
		slices.SortStableFunc(out, func(a, b *Exception) int { return a.precedenceOf() - b.precedenceOf() })
	}
	return out
}

// precedenceOf is higher for an exception that holds over others. The types are those
// of the MSPDI schema.
func (e *Exception) precedenceOf() int {
	if e.Recurrence == nil {
		return 4
	}
	switch e.Recurrence.Type {
	case 2, 3: // yearly, by day of the month and by position
		return 3
	case 4, 5: // monthly
		return 2
	case 6: // weekly
		return 1
	}
	return 0
}

// Days is every date the exception holds on, in order, between 1900 and 2199.
func (e *Exception) Days() []worktime.Day {
	from, to := max(e.From, firstDay), min(e.To, lastDay)
	r := e.Recurrence
	if r != nil && r.ByOccurrences && r.Occurrences > 0 {
		to = lastDay
	}
	var out []worktime.Day
	for d := from; d <= to; d++ {
		if r == nil || (*worktime.Repeat)(r).On(d, e.From) {
			out = append(out, d)
			if r != nil && r.ByOccurrences && len(out) >= r.Occurrences {
				break
			}
		}
	}
	return out
}
