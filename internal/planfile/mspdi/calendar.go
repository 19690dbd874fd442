package mspdi

import (
	"slices"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// readCalendars reads every calendar, then joins them to their bases.
func (r *reader) readCalendars() {
	for i := range r.doc.Calendars {
		raw := &r.doc.Calendars[i]
		r.at("Calendar", raw.UID, raw.Line)
		uid := r.readWhole("UID", raw.UID, -1)
		if _, twice := r.calendarOf[uid]; twice || uid < 0 {
			r.note(masterplan.Warning, "plan.note.uid_twice", "uid", raw.UID)
			uid = r.freshCalendar()
		}
		r.calendarOf[uid] = int32(len(r.plan.Calendars))
		r.plan.Calendars = append(r.plan.Calendars, r.readCalendar(uid, raw))
	}
	for i := range r.plan.Calendars {
		r.findBase(int32(i))
	}
	r.breakLoops()
	r.fillMissingCalendars()
	r.plan.Settings.Calendar = r.projectCalendar()
}

func (r *reader) freshCalendar() int64 {
	uid := int64(1)
	for {
		if _, used := r.calendarOf[uid]; !used {
			return uid
		}
		uid++
	}
}

func (r *reader) readCalendar(uid int64, raw *element.Calendar) masterplan.Calendar {
	r.calendarName = strings.TrimSpace(raw.Name)
	c := masterplan.Calendar{UID: uid, Name: r.calendarName, Base: -1}
	c.Resource = strings.TrimSpace(raw.IsBase) != "" && !element.Bool(raw.IsBase)
	c.Week = r.readWeek(raw.Days, !c.Resource)
	for i := range raw.WorkWeeks {
		w := &raw.WorkWeeks[i]
		from, to, ok := r.readPeriod(w.Period)
		if ok {
			c.WorkWeeks = append(c.WorkWeeks, masterplan.WorkWeek{Name: w.Name, From: from, To: to, Week: r.readWeek(append(w.Days, w.Bare...), false)})
		}
	}
	c.Exceptions = r.readExceptions(raw)
	return c
}

// readWeek reads DayType 1–7. A working day without times on a base calendar has
// Microsoft Project's standard hours; elsewhere it inherits.
func (r *reader) readWeek(days []element.WeekDay, base bool) (week [7]masterplan.DayHours) {
	for _, d := range days {
		n := r.readWhole("DayType", d.Type, 0)
		if n < 1 || n > 7 {
			continue // 0 is a legacy exception
		}
		hours := masterplan.DayHours{Set: true}
		if element.Bool(d.Working) {
			hours.Spans = r.readSpans(d.Spans)
			if len(hours.Spans) == 0 {
				if !base {
					continue
				}
				hours.Spans = standardHours()
				r.note(masterplan.Default, "plan.note.day_hours")
			}
		}
		week[n-1] = hours
	}
	return week
}

// standardHours are those of Microsoft Project's Standard calendar.
func standardHours() []worktime.Span {
	return []worktime.Span{{Start: 8 * 60, End: 12 * 60}, {Start: 13 * 60, End: 17 * 60}}
}

// readSpans reads working times in order; one that ends at 00:00 ends the day.
func (r *reader) readSpans(raw []element.Span) []worktime.Span {
	var out []worktime.Span
	for _, s := range raw {
		if strings.TrimSpace(s.From) == "" && strings.TrimSpace(s.To) == "" {
			continue // Microsoft Project writes empty times for unused lines
		}
		from, ok1 := element.Clock(s.From)
		to, ok2 := element.Clock(s.To)
		if !ok1 || !ok2 {
			r.refuseValue("WorkingTime", s.From+"-"+s.To)
			return nil
		}
		if to == 0 {
			to = worktime.MinutesPerDay
		}
		out = append(out, r.cutAtMidnight(from, to)...)
	}
	slices.SortFunc(out, func(a, b worktime.Span) int { return int(a.Start) - int(b.Start) })
	return r.joinSpans(out)
}

// cutAtMidnight makes one span, or two for a shift written across midnight.
func (r *reader) cutAtMidnight(from, to int16) []worktime.Span {
	switch {
	case from < to:
		return []worktime.Span{{Start: from, End: to}}
	case from == to:
		return nil
	}
	r.note(masterplan.Warning, "plan.note.shift_wrapped", "calendar", r.calendarName)
	return []worktime.Span{{Start: from, End: worktime.MinutesPerDay}, {Start: 0, End: to}}
}

// joinSpans merges working times that overlap.
func (r *reader) joinSpans(in []worktime.Span) []worktime.Span {
	out := in[:0]
	for _, s := range in {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			r.note(masterplan.Warning, "plan.note.times_overlap")
			continue
		}
		out = append(out, s)
	}
	return out
}

// readExceptions reads the new list when the calendar has one, else the legacy
// DayType 0 rows; writers give both, and they repeat each other.
func (r *reader) readExceptions(raw *element.Calendar) []masterplan.Exception {
	var out []masterplan.Exception
	for i := range raw.Exceptions {
		e := &raw.Exceptions[i]
		from, to, ok := r.readPeriod(e.Period)
		if !ok {
			continue
		}
		x := masterplan.Exception{Name: e.Name, From: from, To: to, Recurrence: r.readRecurrence(e)}
		if element.Bool(e.Working) {
			x.Spans = r.readSpans(e.Spans)
		}
		out = append(out, x)
	}
	if len(raw.Exceptions) > 0 {
		return out
	}
	for _, d := range raw.Days {
		if strings.TrimSpace(d.Type) != "0" {
			continue
		}
		from, to, ok := r.readPeriod(d.Period)
		if !ok {
			continue
		}
		x := masterplan.Exception{From: from, To: to}
		if element.Bool(d.Working) {
			x.Spans = r.readSpans(d.Spans)
		}
		out = append(out, x)
	}
	return out
}

// readPeriod reads the dates of an exception or work week, both included.
func (r *reader) readPeriod(p element.Period) (from, to worktime.Day, ok bool) {
	a, b := r.readTime("FromDate", p.From), r.readTime("ToDate", p.To)
	if a == worktime.None {
		r.note(masterplan.Warning, "plan.note.exception_undated")
		return 0, 0, false
	}
	if b == worktime.None || b < a {
		b = a
	}
	if b > a && strings.Contains(p.To, "T23:59:59") {
		b-- // was read as the midnight that ends the day
	}
	return a.Day(), b.Day(), true
}

// readRecurrence keeps a repeating exception as the schema has it. A daily one
// without a longer period is a plain run of days.
func (r *reader) readRecurrence(e *element.Exception) *masterplan.Recurrence {
	n := func(field, s string) int { return int(min(max(r.readWhole(field, s, 0), 0), 9999)) }
	kind, every := n("Type", e.Type), n("Period", e.Every)
	if kind < 2 && every < 2 && !element.Bool(e.ByOccurrences) {
		return nil
	}
	r.note(masterplan.Info, "plan.note.recurring_exception")
	return &masterplan.Recurrence{
		Type: kind, Occurrences: n("Occurrences", e.Occurrences), Period: every,
		DaysOfWeek: n("DaysOfWeek", e.DaysOfWeek), MonthItem: n("MonthItem", e.MonthItem),
		MonthPosition: n("MonthPosition", e.MonthPosition), Month: n("Month", e.Month),
		MonthDay: n("MonthDay", e.MonthDay), ByOccurrences: element.Bool(e.ByOccurrences),
	}
}

// findBase finds the calendar that calendar i derives from. 0 and -1 mean none,
// unless a base calendar is numbered 0.
func (r *reader) findBase(i int32) {
	raw := &r.doc.Calendars[i]
	r.at("Calendar", raw.UID, raw.Line)
	uid := r.readWhole("BaseCalendarUID", raw.Base, -1)
	if uid < 0 {
		return
	}
	b, known := r.calendarOf[uid]
	switch {
	case known && b != i && (uid != 0 || !r.plan.Calendars[b].Resource):
		r.plan.Calendars[i].Base = b
	case !known && uid != 0:
		r.note(masterplan.Warning, "plan.note.calendar_unknown", "uid", uid)
	}
}

// breakLoops frees calendars that derive from each other in a circle.
func (r *reader) breakLoops() {
	for i := range r.plan.Calendars {
		at := int32(i)
		for n := 0; at >= 0; n++ {
			if n > len(r.plan.Calendars) {
				r.plan.Calendars[i].Base = -1
				r.note(masterplan.Warning, "plan.note.calendar_loop", "calendar", r.plan.Calendars[i].Name)
				break
			}
			at = r.plan.Calendars[at].Base
		}
	}
}

// fillMissingCalendars spells out the standard week that a calendar without a base has, and
// gives a file without calendars the Standard one.
func (r *reader) fillMissingCalendars() {
	if len(r.plan.Calendars) == 0 {
		r.note(masterplan.Default, "plan.note.no_calendar")
		r.plan.Calendars = []masterplan.Calendar{{UID: 1, Name: "Standard", Base: -1}}
	}
	for i := range r.plan.Calendars {
		if c := &r.plan.Calendars[i]; c.Base < 0 {
			c.Week = filledWeek(c.Week)
		}
	}
}

// projectCalendar is the one the project names, else the first base calendar.
func (r *reader) projectCalendar() int32 {
	r.at("Project", "", 1)
	if i, ok := r.calendarRef("CalendarUID", r.doc.Props["CalendarUID"]); ok {
		return i
	}
	i := slices.IndexFunc(r.plan.Calendars, func(c masterplan.Calendar) bool { return !c.Resource })
	if len(r.doc.Calendars) > 0 {
		r.note(masterplan.Default, "plan.note.project_calendar_first", "calendar", r.plan.Calendars[max(0, i)].Name)
	}
	return int32(max(0, i))
}

// calendarRef resolves a CalendarUID; ok is false for none and for an unknown
// one, which is noted.
func (r *reader) calendarRef(field, s string) (int32, bool) {
	uid := r.readWhole(field, s, -1)
	if i, ok := r.calendarOf[uid]; ok {
		return i, true
	}
	if uid > 0 {
		r.note(masterplan.Warning, "plan.note.calendar_unknown", "uid", strconv.FormatInt(uid, 10))
	}
	return -1, false
}
