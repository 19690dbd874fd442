package spreadsheet

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// opening is when work opens on the day of t: a date alone means the first
// working minute of that day.
func (r *reader) opening(calendar int32, t worktime.Time) worktime.Time {
	spans := r.calendars[calendar].Spans(t.Day())
	if len(spans) == 0 {
		return t.Day().At(int(r.plan.Settings.DefaultStart))
	}
	return t.Day().At(int(spans[0].Start))
}

// closing is when work closes on the day of t.
func (r *reader) closing(calendar int32, t worktime.Time) worktime.Time {
	spans := r.calendars[calendar].Spans(t.Day())
	if len(spans) == 0 {
		return t.Day().At(int(r.plan.Settings.DefaultFinish))
	}
	return t.Day().At(int(spans[len(spans)-1].End))
}

// readDate reads a date cell of activity i; one without a time of day opens or
// closes the day.
func (r *reader) readDate(i int32, c column, closes bool) worktime.Time {
	l := &r.lines[i]
	s := l.text(c)
	if s == "" {
		return worktime.None
	}
	at, timed, ok := r.table.parseDate(s)
	switch {
	case !ok:
		l.bad(c, s)
	case !timed && closes:
		return r.closing(r.calendarFor(i), at)
	case !timed:
		return r.opening(r.calendarFor(i), at)
	}
	return at
}

func (r *reader) calendarFor(i int32) int32 {
	if c := r.plan.Activities[i].Calendar; c >= 0 {
		return c
	}
	return r.plan.Settings.Calendar
}

// readDates reads calendar, duration, dates and constraint of one activity. A
// heading has only what its rows have.
func (r *reader) readDates(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	if s := l.text(colCalendar); s != "" {
		if c, ok := r.calendar[key(s)]; ok {
			a.Calendar = c
		} else {
			l.bad(colCalendar, s)
		}
	}
	a.File.Start, a.File.Finish = r.readDate(i, colStart, false), r.readDate(i, colFinish, true)
	a.Deadline = r.readDate(i, colDeadline, true)
	a.ExpectedFinish = r.readDate(i, colExpected, true)
	a.Suspend, a.Resume = r.readDate(i, colSuspend, true), r.readDate(i, colResume, false)
	r.readDuration(i)
	r.readKind(i)
	r.readModes(i)
	if s := l.text(colDelay); s != "" {
		d, ok := parseAmount(s)
		minutes, fits := d.toMinutes(worktime.MinutesPerDay)
		if ok = ok && fits && d.unit != masterplan.Percent; !ok {
			l.bad(colDelay, s)
		}
		a.LevelingDelay = minutes * 10
	}
	if a.Kind == masterplan.Summary {
		return
	}
	r.readConstraint(i)
	if s := l.text(colConstraint2); s != "" {
		a.Secondary = r.readDatedConstraint(i, s, colConstraint2, colConstraint2Date)
	}
}

// readKind reads the kind where the table has one; else what has no duration is a
// milestone. What has rows below it is a heading whatever it says.
func (r *reader) readKind(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	if a.Kind == masterplan.Summary {
		return
	}
	if s := l.text(colKind); s != "" {
		kind, ok := kindNamed(s)
		if ok {
			a.Kind = kind
			return
		}
		l.bad(colKind, s)
	}
	if a.Duration.Minutes == 0 {
		a.Kind = masterplan.FinishMilestone
	}
}

// readDuration reads the duration, or counts it between the dates.
func (r *reader) readDuration(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	if s := l.text(colDuration); s != "" {
		d, ok := parseAmount(s)
		if minutes, fits := d.toMinutes(r.perDay(r.calendarFor(i))); ok && fits && minutes >= 0 && d.unit != masterplan.Percent {
			a.Duration = masterplan.Duration{Minutes: minutes, Unit: d.unit, Elapsed: d.elapsed, Estimated: d.estimated}
			a.Remaining = minutes
			return
		}
		l.bad(colDuration, s)
	}
	a.Duration.Unit = masterplan.Days
	if a.File.Start != worktime.None && a.File.Finish > a.File.Start {
		a.Duration.Minutes = r.calendars[r.calendarFor(i)].Between(a.File.Start, a.File.Finish)
	} else if a.Kind != masterplan.Summary && (a.File.Start == worktime.None) == (a.File.Finish == worktime.None) && a.File.Start == worktime.None {
		a.Duration.Minutes, a.Duration.Estimated = r.perDay(r.calendarFor(i)), true
		l.cellNote(masterplan.Default, "plan.note.duration_default", colDuration, "")
	}
	a.Remaining = a.Duration.Minutes
}

// readConstraint reads what the row says. A start that no predecessor gives, later
// than the project's, holds the activity there.
func (r *reader) readConstraint(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	if s := l.text(colConstraint); s != "" {
		a.Primary = r.readDatedConstraint(i, s, colConstraint, colConstraintDate)
		return
	}
	start := a.File.Start
	if start == worktime.None && a.File.Finish != worktime.None {
		start = r.calendars[r.calendarFor(i)].Sub(a.File.Finish, a.Duration.Minutes)
	}
	if !r.driven[i] && start != worktime.None && start > r.plan.Start {
		a.Primary = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: start}
		l.cellNote(masterplan.Default, "plan.note.start_held", colStart, start.String())
	}
}

// readDatedConstraint reads a constraint by its name and, where it needs one, its date.
func (r *reader) readDatedConstraint(i int32, name string, of, on column) masterplan.Constraint {
	l, c := &r.lines[i], masterplan.Constraint{Date: worktime.None}
	kind, ok := constraintOf[plainWord(name)]
	if !ok {
		l.bad(of, name)
	}
	if kind == masterplan.NoConstraint || kind == masterplan.AsLateAsPossible {
		c.Type = kind
		return c
	}
	closes := kind == masterplan.FinishOn || kind == masterplan.FinishNoEarlier || kind == masterplan.FinishNoLater || kind == masterplan.MandatoryFinish
	if c.Date = r.readDate(i, on, closes); c.Date == worktime.None {
		l.cellNote(masterplan.Warning, "plan.note.constraint_date_missing", on, name)
		return c
	}
	c.Type = kind
	return c
}

// readProgress reads what has happened.
func (r *reader) readProgress(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	a.ActualStart, a.ActualFinish = r.readDate(i, colActualStart, false), r.readDate(i, colActualFinish, true)
	if s := l.text(colPercent); s != "" {
		p, ok := r.table.parsePercent(s)
		if !ok {
			l.bad(colPercent, s)
		}
		a.Percent = p
	}
	if a.ActualFinish != worktime.None {
		a.Percent, a.Remaining = 100, 0
		if a.ActualStart == worktime.None {
			a.ActualStart = a.File.Start
		}
		return
	}
	if a.Percent > 0 && a.ActualStart == worktime.None && a.Kind != masterplan.Summary {
		if a.ActualStart = a.File.Start; a.ActualStart == worktime.None {
			l.cellNote(masterplan.Warning, "plan.note.progress_undated", colPercent, l.text(colPercent))
			a.Percent = 0
		}
	}
	a.Remaining = int64(float64(a.Duration.Minutes)*(100-a.Percent)/100 + 0.5)
	if s := l.text(colRemaining); s != "" {
		d, ok := parseAmount(s)
		minutes, fits := d.toMinutes(r.perDay(r.calendarFor(i)))
		if !ok || !fits || minutes < 0 {
			l.bad(colRemaining, s)
			return
		}
		a.Remaining = minutes
	}
}

// Groups mark what a row says of who and how much, which a plan holds as
// resources.
const (
	groupTrade       = "trade"
	groupResponsible = "responsible"
	groupQuantity    = "quantity"
)

// readAssignment reads trade, responsible party and quantity.
func (r *reader) readAssignment(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	for _, name := range strings.FieldsFunc(l.text(colTrade), func(c rune) bool { return strings.ContainsRune(";；、\n", c) }) {
		r.assignment(i, r.findResource(groupTrade, strings.TrimSpace(name), "", masterplan.WorkResource), masterplan.Assignment{
			Units: 1, Work: a.Duration.Minutes, RemainingWork: a.Remaining,
		})
	}
	if who := l.text(colResponsible); who != "" {
		r.assignment(i, r.findResource(groupResponsible, who, "", masterplan.WorkResource), masterplan.Assignment{})
	}
	s := l.text(colQuantity)
	if s == "" {
		return
	}
	q, ok := parseNumber(s)
	if !ok || q < 0 || q > 1e12 {
		l.bad(colQuantity, s)
		return
	}
	unit := l.text(colUnit)
	done := int64(q * 10 * a.Percent)
	r.assignment(i, r.findResource(groupQuantity, first(unit, "1"), unit, masterplan.MaterialResource), masterplan.Assignment{
		Units: q, Work: int64(q*1000 + 0.5), ActualWork: done, RemainingWork: int64(q*1000+0.5) - done,
	})
}

func (r *reader) findResource(group, name, unit string, kind masterplan.ResourceType) int32 {
	id := group + "\x00" + name
	if at, ok := r.resources[id]; ok {
		return at
	}
	at := int32(len(r.plan.Resources))
	r.resources[id] = at
	r.plan.Resources = append(r.plan.Resources, masterplan.Resource{
		UID: int64(at) + 1, Code: name, Name: name, Type: kind, Unit: unit, MaxUnits: 1, Calendar: -1, Group: group,
	})
	return at
}

func (r *reader) assignment(i, resource int32, a masterplan.Assignment) {
	if name := r.plan.Resources[resource].Name; name == "" {
		return
	}
	a.UID, a.Activity, a.Resource = int64(len(r.plan.Assignments))+1, i, resource
	a.Start, a.Finish = worktime.None, worktime.None
	r.plan.Assignments = append(r.plan.Assignments, a)
}
