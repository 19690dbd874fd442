package primavera

import (
	"reflect"
	"slices"
	"strconv"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// What repeats or runs on for years is written out, day by day, for this long
// before the plan's start and after its finish.
const (
	daysBefore = 370
	daysAfter  = 3700
)

var roundTheClock = []worktime.Span{{Start: 0, End: worktime.MinutesPerDay}}

// translateCalendars writes every calendar out whole: Primavera knows no inherited weeks,
// no work weeks and no recurring exceptions.
func (t *translator) translateCalendars() error {
	t.matched = map[*worktime.Calendar]int32{}
	repeating, short := 0, 0
	for i := range t.src.Calendars {
		c := t.src.Calendars[i] // a copy
		hours, err := t.src.CompiledCalendar(int32(i))
		t.compiled = append(t.compiled, hours)
		if err == nil && !whole(&c) {
			bounded := t.hasRepeats(int32(i))
			if !single(&c) {
				repeating++
			}
			short += t.writeOut(&c, hours, bounded)
		}
		c.Base, c.WorkWeeks = -1, nil
		t.out.Calendars = append(t.out.Calendars, c)
	}
	t.losses.OfPlan(masterplan.Restated, "plan.loss.calendar_rules", repeating, nil)
	t.losses.OfPlan(masterplan.LeftOut, "plan.loss.calendar_horizon", short, nil)
	for i, c := range t.compiled {
		if c != nil && isRoundTheClock(c) {
			t.around = int32(i)
			break
		}
	}
	if t.out.Settings.Calendar < 0 {
		hours, err := t.src.CompiledCalendar(-1)
		if err != nil {
			return err
		}
		t.out.Settings.Calendar = t.calendarFor(hours, -1, "")
	}
	return nil
}

// whole reports whether a calendar says all of its week and its exceptions day by
// day, as Primavera does.
func whole(c *masterplan.Calendar) bool {
	for i := range c.Week {
		if !c.Week[i].Set {
			return false
		}
	}
	return c.Base < 0 && single(c)
}

// single reports whether every exception is one day.
func single(c *masterplan.Calendar) bool {
	return len(c.WorkWeeks) == 0 && !slices.ContainsFunc(c.Exceptions, func(e masterplan.Exception) bool {
		return e.Recurrence != nil || e.From != e.To
	})
}

// hasRepeats reports whether calendar i of the source, or one that it derives from,
// has exceptions of more than a day.
func (t *translator) hasRepeats(i int32) bool {
	for steps := 0; i >= 0 && steps <= len(t.src.Calendars); steps++ {
		c := &t.src.Calendars[i]
		if !single(c) {
			return true
		}
		i = c.Base
	}
	return false
}

// writeOut gives c the week and the exceptional days of hours, where it is bounded
// those of the horizon. It returns 1 when days beyond had to be left out.
func (t *translator) writeOut(c *masterplan.Calendar, hours *worktime.Calendar, bounded bool) (short int) {
	for day, spans := range hours.Week() {
		c.Week[day] = masterplan.DayHours{Set: true, Spans: spans}
	}
	c.Exceptions = nil
	from, to := t.reachableDays()
	for _, e := range hours.Exceptions() {
		if bounded && (e.Day < from || e.Day > to) {
			short = 1
			continue
		}
		c.Exceptions = append(c.Exceptions, masterplan.Exception{From: e.Day, To: e.Day, Spans: e.Spans})
	}
	return short
}

// reachableDays is the days that the plan can reach.
func (t *translator) reachableDays() (from, to worktime.Day) {
	first, last := t.dates.Start, t.dates.Finish
	for i := range t.dates.Rows {
		r := &t.dates.Rows[i]
		if r.Start != worktime.None && (first == worktime.None || r.Start < first) {
			first = r.Start
		}
		last = max(last, r.Finish, r.LateFinish)
	}
	if first == worktime.None {
		first = worktime.Date(2000, 1, 1).At(0)
	}
	return first.Day() - daysBefore, max(first, last).Day() + daysAfter
}

func isRoundTheClock(c *worktime.Calendar) bool {
	for _, spans := range c.Week() {
		if !slices.Equal(spans, roundTheClock) {
			return false
		}
	}
	return len(c.Exceptions()) == 0
}

// calendarFor finds the calendar that works as hours do, the preferred one if it
// does, and adds one under a name where there is none.
func (t *translator) calendarFor(hours *worktime.Calendar, preferred int32, name string) int32 {
	if preferred >= 0 && sameHours(t.compiled[preferred], hours) {
		return preferred
	}
	if at, known := t.matched[hours]; known {
		return at
	}
	at := slices.IndexFunc(t.compiled, func(c *worktime.Calendar) bool { return sameHours(c, hours) })
	if at < 0 {
		at = len(t.compiled)
		c := masterplan.Calendar{Name: t.freeName(name), Base: -1}
		t.writeOut(&c, hours, true)
		t.out.Calendars, t.compiled = append(t.out.Calendars, c), append(t.compiled, hours)
	}
	t.matched[hours] = int32(at)
	return int32(at)
}

// alwaysOn is the calendar that runs round the clock, added when it is missing.
func (t *translator) alwaysOn() int32 {
	if t.around < 0 {
		t.around = t.calendarFor(worktime.RoundTheClock(), -1, "24 h")
	}
	return t.around
}

// freeName is a calendar's name that no other has.
func (t *translator) freeName(name string) string {
	if name == "" {
		name = "Standard"
	}
	for n, try := 2, name; ; n++ {
		if !slices.ContainsFunc(t.out.Calendars, func(c masterplan.Calendar) bool { return c.Name == try }) {
			return try
		}
		try = name + " (" + strconv.Itoa(n) + ")"
	}
}

// sameHours reports whether two calendars always work at the same time.
func sameHours(a, b *worktime.Calendar) bool {
	if a == nil || b == nil {
		return false
	}
	if a == b {
		return true
	}
	return sameWeek(a.Week(), b.Week()) && reflect.DeepEqual(a.Exceptions(), b.Exceptions())
}

func sameWeek(a, b worktime.Week) bool {
	for i := range a {
		if !slices.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}
