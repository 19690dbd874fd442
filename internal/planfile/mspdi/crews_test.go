package mspdi_test

import (
	"fmt"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// shifts are a day shift (1, Monday to Friday 08–12 and 13–17), a night shift (2, from
// Monday 23:00 to Saturday 08:00 with a break at 03:00), all hours (3), and their
// resources' calendars (11, 12, 13), which only inherit.
var shifts = `<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar>` +
	`<Calendar><UID>2</UID><Name>Night</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>` +
	weekday(1) + weekday(2, "23:00", "00:00") + weekday(3, night...) + weekday(4, night...) + weekday(5, night...) + weekday(6, night...) +
	weekday(7, "00:00", "03:00", "04:00", "08:00") + `</WeekDays></Calendar>` +
	`<Calendar><UID>3</UID><Name>All hours</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>` +
	weekday(1, all...) + weekday(2, all...) + weekday(3, all...) + weekday(4, all...) + weekday(5, all...) + weekday(6, all...) + weekday(7, all...) +
	`</WeekDays></Calendar>` + derived(11, 1) + derived(12, 2) + derived(13, 3) + `</Calendars>`

var (
	night = []string{"00:00", "03:00", "04:00", "08:00", "23:00", "00:00"}
	all   = []string{"00:00", "00:00"}
)

func weekday(day int, hours ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<WeekDay><DayType>%d</DayType><DayWorking>%d</DayWorking><WorkingTimes>`, day, min(1, len(hours)))
	for i := 0; i < len(hours); i += 2 {
		fmt.Fprintf(&b, `<WorkingTime><FromTime>%s:00</FromTime><ToTime>%s:00</ToTime></WorkingTime>`, hours[i], hours[i+1])
	}
	return b.String() + `</WorkingTimes></WeekDay>`
}

func derived(uid, base int) string {
	return fmt.Sprintf(`<Calendar><UID>%d</UID><Name>R%d</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>%d</BaseCalendarUID></Calendar>`, uid, uid, base)
}

// people are a day crew (1), a night crew (2), a crew at all hours (3), cement (4) and
// a fee (5).
const people = `<Resources><Resource><UID>1</UID><Name>Day</Name><Type>1</Type><CalendarUID>11</CalendarUID></Resource>
	<Resource><UID>2</UID><Name>Night</Name><Type>1</Type><CalendarUID>12</CalendarUID></Resource>
	<Resource><UID>3</UID><Name>Always</Name><Type>1</Type><CalendarUID>13</CalendarUID></Resource>
	<Resource><UID>4</UID><Name>Cement</Name><Type>0</Type><CalendarUID>12</CalendarUID></Resource>
	<Resource><UID>5</UID><Name>Fee</Name><Type>2</Type><CalendarUID>12</CalendarUID></Resource></Resources>`

// crewed wraps tasks and assignments into a project from Monday 2 March 2026, 08:00.
func crewed(rows []string, assignments ...string) string {
	return project(`<ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID><HonorConstraints>1</HonorConstraints>`,
		shifts, tasks(rows...), people, `<Assignments>`+strings.Join(assignments, "")+`</Assignments>`)
}

// works assigns a resource to a task for so many hours, all still to do unless inside
// says otherwise.
func works(task, resource, hours int, inside string) string {
	if !strings.Contains(inside, "<RemainingWork>") {
		inside += fmt.Sprintf(`<RemainingWork>PT%dH0M0S</RemainingWork>`, hours)
	}
	if !strings.Contains(inside, "<Units>") {
		inside += `<Units>1</Units>`
	}
	return fmt.Sprintf(`<Assignment><UID>%d</UID><TaskUID>%d</TaskUID><ResourceUID>%d</ResourceUID><Work>PT%dH0M0S</Work>%s</Assignment>`,
		10*task+resource, task, resource, hours, inside)
}

func one(row string) []string { return []string{row} }

// TestEachCrewOnItsCalendar dates a task by those who are assigned to it, as the plans
// that Microsoft Project stored show: it begins with the first and ends with the last.
func TestEachCrewOnItsCalendar(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		want string
	}{
		{"the night shift ends last", crewed(one(days(1, 6, "")), works(1, 1, 24, ""), works(1, 2, 24, "")), "03-02T08:00 03-05T08:00 - - - -"},
		{"half a crew takes twice as long", crewed(one(days(1, 6, "")), works(1, 1, 24, `<Units>0.5</Units>`), works(1, 2, 24, "")), "03-02T08:00 03-09T17:00 - - - -"},
		{"who works at all hours begins when the day before ends", crewed([]string{days(1, 3, after(2, fs, 0)), days(2, 1, "")}, works(1, 2, 16, ""), works(1, 3, 16, "")),
			"03-02T17:00 03-04T08:00 - - - -"},
		{"who is done has no say", crewed(one(days(1, 6, begun("2026-03-02", "2026-03-04", 4))), works(1, 3, 48, `<RemainingWork>PT0H0M0S</RemainingWork>`), works(1, 1, 24, `<RemainingWork>PT8H0M0S</RemainingWork>`)),
			"03-02T08:00 03-04T17:00 - - - -"},
		{"materials and fees have none", crewed(one(days(1, 2, "")), works(1, 1, 16, ""), works(1, 4, 160, ""), works(1, 5, 160, "")), "03-02T08:00 03-03T17:00 - - - -"},
		{"one crew waits", crewed(one(days(1, 3, "")), works(1, 1, 8, ""), works(1, 1, 16, `<Delay>9600</Delay>`)), "03-02T08:00 03-05T17:00 - - - -"},
		{"levelling lets it wait round the clock", crewed(one(days(1, 3, "")), works(1, 1, 8, ""), works(1, 1, 16, `<LevelingDelay>28800</LevelingDelay>`)), "03-02T08:00 03-05T17:00 - - - -"},
		{"overtime takes no working time", crewed(one(days(1, 2, "")), works(1, 1, 24, `<RemainingOvertimeWork>PT8H0M0S</RemainingOvertimeWork>`)), "03-02T08:00 03-03T17:00 - - - -"},
		{"work that is not even takes as long as its dates say", crewed(one(days(1, 2, "")), works(1, 1, 16, `<WorkContour>8</WorkContour><Start>2026-03-02T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish>`)),
			"03-02T08:00 03-05T17:00 - - - -"},
		{"also where it has begun", crewed(one(days(1, 3, begun("2026-03-02", "2026-03-03", 2))),
			works(1, 1, 24, `<RemainingWork>PT16H0M0S</RemainingWork><WorkContour>8</WorkContour><Start>2026-03-02T08:00:00</Start><Resume>2026-03-03T08:00:00</Resume><Finish>2026-03-06T17:00:00</Finish>`)),
			"03-02T08:00 03-06T17:00 - - - -"},
		{"a turtle takes 10/7 of it, beside another shift", crewed(one(days(1, 9, "")), works(1, 1, 28, `<WorkContour>7</WorkContour>`), works(1, 2, 8, "")), "03-02T08:00 03-06T17:00 - - - -"},
		{"a bell twice as long", crewed(one(days(1, 9, "")), works(1, 1, 16, `<WorkContour>6</WorkContour>`), works(1, 2, 8, "")), "03-02T08:00 03-05T17:00 - - - -"},
		{"a task's calendar holds them as well", crewed(one(days(1, 2, `<CalendarUID>1</CalendarUID>`)), works(1, 1, 16, ""), works(1, 3, 16, "")), "03-02T08:00 03-03T17:00 - - - -"},
		{"or is the only one", crewed(one(days(1, 2, `<CalendarUID>3</CalendarUID><IgnoreResourceCalendar>1</IgnoreResourceCalendar>`)), works(1, 1, 16, ""), works(1, 2, 16, "")), "03-02T08:00 03-03T00:00 - - - -"},
		{"resources of one calendar work the task's duration", crewed(one(days(1, 3, "")), works(1, 1, 24, ""), works(1, 1, 8, "")), "03-02T08:00 03-04T17:00 - - - -"},
		{"each goes on where it stopped", crewed(one(days(1, 6, begun("2026-03-02", "2026-03-03", 4))),
			works(1, 1, 24, `<RemainingWork>PT8H0M0S</RemainingWork><Resume>2026-03-03T08:00:00</Resume>`), works(1, 2, 24, `<RemainingWork>PT8H0M0S</RemainingWork><Resume>2026-03-05T23:00:00</Resume>`)),
			"03-02T08:00 03-06T08:00 - - - -"},
		{"hours that have nothing to do with the duration", crewed(one(days(1, 5, "")), works(1, 1, 4, ""), works(1, 2, 3, "")), "03-02T08:00 03-06T17:00 - - - -"},
		{"no work is stated", crewed(one(days(1, 2, "")), strings.ReplaceAll(works(1, 1, 0, ""), "RemainingWork", "Ignored"), strings.ReplaceAll(works(1, 2, 0, ""), "RemainingWork", "Ignored")),
			"03-02T08:00 03-04T08:00 - - - -"},
		{"what is left follows from what was done", crewed(one(days(1, 6, begun("2026-03-02", "2026-03-03", 4))),
			works(1, 1, 24, `<RemainingWork></RemainingWork><ActualWork>PT8H0M0S</ActualWork>`), works(1, 2, 24, `<RemainingWork></RemainingWork><ActualWork>PT24H0M0S</ActualWork>`)),
			"03-02T08:00 03-04T17:00 - - - -"},
		{"what its heading is assigned lengthens the heading", crewed([]string{row(1, `<OutlineLevel>1</OutlineLevel>`), row(2, `<OutlineLevel>2</OutlineLevel><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>`)}, works(1, 1, 24, "")),
			"03-02T08:00 03-04T17:00 - - - -"},
	} {
		if got := shownDates(t, c.text, c.want); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestCrewsShrinkWithAReport lets the crews' work shrink with what a report leaves.
func TestCrewsShrinkWithAReport(t *testing.T) {
	p, _ := parse(t, crewed(one(days(1, 20, "")), works(1, 1, 80, ""), works(1, 2, 80, "")))
	p.Activities[0].ID = "a"
	folded := masterplan.Fold(p, []masterplan.Entry{{ID: "e", Activity: "a", AsOf: worktime.Date(2026, 3, 6), ActualStart: worktime.Date(2026, 3, 2).At(480), ActualFinish: worktime.None,
		Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 50}}})
	d, err := masterplan.Compute(folded)
	if err != nil {
		t.Fatal(err)
	}
	// Half of 80 h is left to each: the day crew is done on Friday 13 March at 17:00, the
	// night crew works from Saturday 7 March and needs the last hour of the 13th.
	if got := stamp(d.Rows[0].EarlyFinish); got != "03-14T00:00" {
		t.Errorf("finishes %s", got)
	}
	again := read(t, "out.xml", write(t, folded, d))
	if at := dated(t, again).Rows[0].Finish; at != d.Rows[0].Finish {
		t.Errorf("written and read again it finishes %v", at)
	}
	for i, w := range again.Assignments {
		if w.RemainingWork != 2400 {
			t.Errorf("crew %d has %d minutes left", i, w.RemainingWork)
		}
	}
}

// TestReportedCrewsAreWritten carries plans that were reported on through an export:
// every task is shown where it was.
func TestReportedCrewsAreWritten(t *testing.T) {
	heading := row(3, `<OutlineLevel>1</OutlineLevel>`)
	under := row(4, `<OutlineLevel>2</OutlineLevel><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>`)
	for name, text := range map[string]string{
		"two shifts":       crewed(one(days(1, 6, "")), works(1, 1, 24, ""), works(1, 2, 24, "")),
		"a predecessor":    crewed([]string{days(1, 6, after(2, fs, 0)), days(2, 9, "")}, works(1, 1, 24, ""), works(1, 2, 24, "")),
		"a contour":        crewed(one(days(1, 2, "")), works(1, 1, 16, `<WorkContour>8</WorkContour><Start>2026-03-02T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish>`)),
		"one under way":    crewed([]string{days(1, 4, ""), days(2, 6, begun("2026-03-02", "2026-03-03", 4))}, works(2, 1, 24, `<RemainingWork>PT8H0M0S</RemainingWork><Resume>2026-03-03T08:00:00</Resume>`), works(2, 2, 24, `<RemainingWork>PT8H0M0S</RemainingWork><Resume>2026-03-03T23:00:00</Resume>`)),
		"its own calendar": crewed(one(days(1, 2, `<CalendarUID>3</CalendarUID>`)), works(1, 1, 16, ""), works(1, 3, 16, "")),
		"a heading's work": crewed([]string{days(1, 4, ""), heading, under}, works(3, 1, 40, "")),
	} {
		p, _ := parse(t, text)
		for i := range p.Activities {
			p.Activities[i].ID = fmt.Sprint(i)
		}
		folded := masterplan.Fold(p, []masterplan.Entry{{ID: "e", Activity: "0", AsOf: worktime.Date(2026, 3, 3), ActualStart: worktime.Date(2026, 3, 2).At(480), ActualFinish: worktime.None,
			Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 40}}})
		want := dated(t, folded)
		got := dated(t, read(t, "out.xml", write(t, folded, want)))
		for i := range want.Rows {
			if w, g := &want.Rows[i], &got.Rows[i]; w.Start != g.Start || w.Finish != g.Finish {
				t.Errorf("%s: row %d: %v–%v became %v–%v", name, i, w.Start, w.Finish, g.Start, g.Finish)
			}
		}
	}
}

// TestPausesAreWritten ends work that paused where it did before an export: with a
// fixed duration the pause is part of it, else what remains follows it.
func TestPausesAreWritten(t *testing.T) {
	for kind, want := range []string{"03-11T17:00", "03-06T17:00", "03-11T17:00"} {
		p, _ := parse(t, spring(days(1, 5, fmt.Sprintf(`<Type>%d</Type>`, kind)+begun("2026-03-02", "2026-03-05", 5)), days(9, 15, "")))
		again := read(t, "out.xml", write(t, p, dated(t, p)))
		if got := stamp(dated(t, again).Rows[0].Finish); got != want {
			t.Errorf("type %d: finishes %s, want %s", kind, got, want)
		}
	}
}

// TestCrewsAreWritten keeps what dates a task by its crews.
func TestCrewsAreWritten(t *testing.T) {
	p, _ := parse(t, crewed(one(days(1, 6, begun("2026-03-02", "2026-03-03", 4))), works(1, 1, 24,
		`<RemainingWork>PT16H0M0S</RemainingWork><WorkContour>8</WorkContour><Start>2026-03-02T08:00:00</Start><Resume>2026-03-03T08:00:00</Resume><Finish>2026-03-06T17:00:00</Finish><LevelingDelay>4800</LevelingDelay><RemainingOvertimeWork>PT1H0M0S</RemainingOvertimeWork>`), works(1, 2, 8, "")))
	again := read(t, "out.xml", write(t, p, nil))
	if a, b := p.Assignments[0], again.Assignments[0]; a.Contour != b.Contour || a.Overtime != b.Overtime || a.LevelingDelay != b.LevelingDelay || a.Resume != b.Resume || a.Stretch != b.Stretch {
		t.Errorf("was %+v, is %+v", a, b)
	}
	if a, b := p.Activities[0], again.Activities[0]; a.ByCrews != b.ByCrews || a.CrewsFor != b.CrewsFor {
		t.Errorf("by crews %v for %d, is %v for %d", a.ByCrews, a.CrewsFor, b.ByCrews, b.CrewsFor)
	}
}
