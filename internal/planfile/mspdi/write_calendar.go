package mspdi

import (
	"slices"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// maxCalendarName is what Microsoft Project takes.
const maxCalendarName = 51

// writeCalendars writes every calendar; a plan without any gets a Standard one, since
// a project must have one.
func (o *writer) writeCalendars() {
	if len(o.plan.Calendars) == 0 {
		o.writeCalendar(1, "Standard", &masterplan.Calendar{Base: -1})
		return
	}
	names := o.calendarNames()
	for i := range o.plan.Calendars {
		o.writeCalendar(o.calendarUID[i], names[i], &o.plan.Calendars[i])
	}
}

// calendarNames shortens names and keeps those of base calendars apart.
func (o *writer) calendarNames() []string {
	names, used := make([]string, len(o.plan.Calendars)), map[string]bool{}
	for i := range names {
		name := clip(strings.TrimSpace(o.plan.Calendars[i].Name), maxCalendarName)
		if !o.plan.Calendars[i].Resource {
			for n, full := 2, name; used[strings.ToLower(name)]; n++ {
				mark := " (" + strconv.Itoa(n) + ")"
				name = clip(full, maxCalendarName-len(mark)) + mark
			}
			used[strings.ToLower(name)] = true
		}
		names[i] = name
	}
	return names
}

// projectCalendar is the number of the plan's calendar, or of the first.
func (o *writer) projectCalendar() int64 {
	if len(o.plan.Calendars) == 0 {
		return 1
	}
	return o.calendarUID[max(0, o.plan.Settings.Calendar)]
}

func (o *writer) calendarRef(i int32) int64 {
	if i < 0 || int(i) >= len(o.calendarUID) {
		return -1
	}
	return o.calendarUID[i]
}

func (o *writer) writeCalendar(uid int64, name string, c *masterplan.Calendar) {
	exceptions := slices.Clone(c.Exceptions)
	slices.SortStableFunc(exceptions, func(a, b masterplan.Exception) int { return int(a.From) - int(b.From) })
	o.In("Calendar", func() {
		o.Int("UID", uid)
		o.Text("Name", name)
		o.Bool("IsBaseCalendar", !c.Resource)
		o.Int("BaseCalendarUID", o.calendarRef(c.Base))
		o.weekDays(c, exceptions)
		if len(exceptions) > 0 {
			o.In("Exceptions", func() {
				for i := range exceptions {
					o.writeException(&exceptions[i])
				}
			})
		}
		if len(c.WorkWeeks) > 0 {
			o.In("WorkWeeks", func() { o.workWeeks(c.WorkWeeks) })
		}
	})
}

// weekDays writes the week and, as Microsoft Project itself does, repeats the
// plain exceptions as legacy rows for programs that know no others.
func (o *writer) weekDays(c *masterplan.Calendar, exceptions []masterplan.Exception) {
	week := c.Week
	if c.Base < 0 {
		week = filledWeek(week)
	}
	if !slices.ContainsFunc(week[:], func(d masterplan.DayHours) bool { return d.Set }) && len(exceptions) == 0 {
		return
	}
	o.In("WeekDays", func() {
		o.writeWeek(week)
		for i := range exceptions {
			x := &exceptions[i]
			if x.Recurrence != nil {
				continue
			}
			o.In("WeekDay", func() {
				o.Int("DayType", 0)
				o.Bool("DayWorking", len(x.Spans) > 0)
				o.period(x.From, x.To)
				o.writeSpans(x.Spans)
			})
		}
	})
}

// filledWeek spells out the standard week that a calendar without a base has.
func filledWeek(week [7]masterplan.DayHours) [7]masterplan.DayHours {
	for d := range week {
		if week[d].Set {
			continue
		}
		week[d].Set = true
		if d >= 1 && d <= 5 {
			week[d].Spans = standardHours()
		}
	}
	return week
}

func (o *writer) writeWeek(week [7]masterplan.DayHours) {
	for d := range week {
		if !week[d].Set {
			continue
		}
		o.In("WeekDay", func() {
			o.Int("DayType", int64(d+1))
			o.Bool("DayWorking", len(week[d].Spans) > 0)
			o.writeSpans(week[d].Spans)
		})
	}
}

func (o *writer) writeSpans(spans []worktime.Span) {
	if len(spans) == 0 {
		return
	}
	o.In("WorkingTimes", func() {
		for _, s := range spans {
			o.In("WorkingTime", func() {
				o.Clock("FromTime", s.Start)
				o.Clock("ToTime", s.End)
			})
		}
	})
}

func (o *writer) period(from, to worktime.Day) {
	o.In("TimePeriod", func() {
		o.Time("FromDate", from.At(0))
		o.Time("ToDate", to.At(worktime.MinutesPerDay-1))
	})
}

func (o *writer) writeException(x *masterplan.Exception) {
	r := x.Recurrence
	if r == nil {
		r = &masterplan.Recurrence{Type: 1, Occurrences: int(x.To-x.From) + 1}
	}
	o.In("Exception", func() {
		o.Bool("EnteredByOccurrences", r.ByOccurrences)
		o.period(x.From, x.To)
		o.Int("Occurrences", int64(r.Occurrences))
		o.Text("Name", clip(x.Name, 512))
		o.Int("Type", int64(r.Type))
		o.writeRecurrence(r)
		o.Bool("DayWorking", len(x.Spans) > 0)
		o.writeSpans(x.Spans)
	})
}

// writeRecurrence writes the fields that the type needs, and any other that is set.
func (o *writer) writeRecurrence(r *masterplan.Recurrence) {
	some := func(name string, value int, types ...int) {
		if value != 0 || slices.Contains(types, r.Type) {
			o.Int(name, int64(value))
		}
	}
	some("Period", r.Period, 4, 5, 6)
	some("DaysOfWeek", r.DaysOfWeek, 6)
	some("MonthItem", r.MonthItem, 3, 5)
	some("MonthPosition", r.MonthPosition, 3, 5)
	some("Month", r.Month, 2, 3)
	some("MonthDay", r.MonthDay, 2, 4)
}

func (o *writer) workWeeks(weeks []masterplan.WorkWeek) {
	for i := range weeks {
		o.In("WorkWeek", func() {
			o.period(weeks[i].From, weeks[i].To)
			o.Text("Name", clip(weeks[i].Name, 512))
			o.In("WeekDays", func() { o.writeWeek(weeks[i].Week) })
		})
	}
}
