package mspdi_test

import (
	"fmt"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi"
	"fugong/solve/worktime"
)

// spring wraps tasks into a project that starts on Monday 2 March 2026 at 08:00 on
// Microsoft's Standard calendar.
func spring(rows ...string) string {
	return project(`<ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><HonorConstraints>1</HonorConstraints>`, tasks(rows...))
}

// days is a task of n days with more elements inside.
func days(uid, n int, inside string) string {
	return row(uid, fmt.Sprintf(`<OutlineLevel>1</OutlineLevel><Duration>PT%dH0M0S</Duration><DurationFormat>7</DurationFormat>%s`, 8*n, inside))
}

// begun is what a task says that started on day from and has left of its n days
// still to do, going on at the end of what is done.
func begun(from, resume string, left int) string {
	return fmt.Sprintf(`<ActualStart>%sT08:00:00</ActualStart><RemainingDuration>PT%dH0M0S</RemainingDuration><Resume>%sT08:00:00</Resume>`, from, 8*left, resume)
}

func after(uid, kind, lag int) string {
	return fmt.Sprintf(`<PredecessorLink><PredecessorUID>%d</PredecessorUID><Type>%d</Type><LinkLag>%d</LinkLag><LagFormat>7</LagFormat></PredecessorLink>`, uid, kind, lag)
}

const (
	ff = iota
	fs
	sf
	ss
)

// TestMicrosoftDates says of small plans what Microsoft Project shows. The rules
// come from the dates that it stored in public plans.
func TestMicrosoftDates(t *testing.T) {
	long := days(9, 15, "") // holds the project's finish at Friday 20 March
	for _, c := range []struct {
		name string
		text string
		want string // of task 1: early start, early finish, late start, late finish, total and free float in hours; "-" for not asked
	}{
		{"late start of what has begun is its actual start", spring(days(1, 5, begun("2026-03-02", "2026-03-04", 3)), long),
			"03-02T08:00 03-06T17:00 03-02T08:00 03-20T17:00 80 80"},
		{"a finished successor asks for nothing", spring(days(1, 5, ""), days(2, 1, `<ActualStart>2026-03-03T08:00:00</ActualStart><ActualFinish>2026-03-03T17:00:00</ActualFinish>`+after(1, fs, 0)), long),
			"03-02T08:00 03-06T17:00 - 03-20T17:00 80 80"},
		{"a start that has happened holds no more", spring(days(1, 5, begun("2026-03-02", "2026-03-04", 3)), days(2, 15, after(1, ss, 0)), long),
			"- 03-06T17:00 - 03-20T17:00 80 80"},
		{"what has begun stands where it goes on", spring(days(1, 3, ""), days(2, 5, begun("2026-03-02", "2026-03-09", 3)+after(1, fs, 0)), long),
			"- 03-04T17:00 - 03-06T17:00 16 -"},
		{"what is late shows its own finish", spring(days(1, 5, begun("2026-03-02", "2026-03-04", 3)+`<Deadline>2026-03-04T17:00:00</Deadline>`), long),
			"- 03-06T17:00 - 03-06T17:00 -16 -"},
		{"levelling puts the start off round the clock", spring(days(1, 1, `<LevelingDelay>28800</LevelingDelay>`+after(2, fs, 0)), days(2, 3, ""), long),
			"03-09T08:00 - - - - -"},
		{"a start constraint before the project's start", spring(days(1, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-02-23T08:00:00</ConstraintDate>`), long),
			"02-23T08:00 02-23T17:00 - - - -"},
		{"its successor follows", spring(days(1, 1, after(2, fs, 0)), days(2, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-02-23T08:00:00</ConstraintDate>`), long),
			"02-24T08:00 - - - - -"},
		{"a milestone stays on a day off", spring(days(1, 0, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-08T08:00:00</ConstraintDate>`), long),
			"03-08T08:00 03-08T08:00 - - - -"},
		{"a lead to a finish ends with the day", spring(days(1, 1, after(2, ff, -14400)), days(2, 10, "")),
			"03-10T08:00 03-10T17:00 - - - -"},
		{"a lead from a start keeps its hour", spring(days(1, 1, after(2, sf, -14400)), days(2, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-12T08:00:00</ConstraintDate>`)),
			"03-06T08:00 03-09T08:00 - - - -"},
		{"also what has begun has it", spring(days(1, 5, begun("2026-03-02", "2026-03-04", 3)+after(2, sf, 0)), days(2, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-09T08:00:00</ConstraintDate>`)),
			"03-02T08:00 03-09T08:00 - - - -"},
		{"a milestone that has begun stays at its hour", spring(days(1, 0, `<ActualStart>2026-03-04T17:00:00</ActualStart><Resume>2026-03-04T17:00:00</Resume><PercentComplete>30</PercentComplete>`), long),
			"03-04T17:00 03-04T17:00 - - - -"},
		{"a resume before the start says nothing", spring(days(1, 2, `<ActualStart>2026-03-05T08:00:00</ActualStart><Resume>2026-03-02T08:00:00</Resume><RemainingDuration>PT16H0M0S</RemainingDuration>`), long),
			"03-05T08:00 03-06T17:00 - - - -"},
		{"a finish constraint before the project's start", spring(days(1, 1, `<ConstraintType>6</ConstraintType><ConstraintDate>2026-02-24T17:00:00</ConstraintDate>`), long),
			"02-24T08:00 02-24T17:00 - - - -"},
		{"a start link to a finish keeps the start of a day", spring(days(1, 1, after(2, sf, 0)), days(2, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-03T08:00:00</ConstraintDate>`)),
			"03-02T08:00 03-03T08:00 - - - -"},
		{"a task of fixed duration ends when it does, pause or not", spring(days(1, 5, `<Type>1</Type>`+begun("2026-03-02", "2026-03-05", 5)), long),
			"- 03-06T17:00 - - - -"},
		{"another works what remains after the pause", spring(days(1, 5, `<Type>0</Type>`+begun("2026-03-02", "2026-03-05", 5)), long),
			"- 03-11T17:00 - - - -"},
		{"half a minute costs no night", spring(days(1, 5, `<ActualStart>2026-03-02T08:00:00</ActualStart><RemainingDuration>PT31H59M30S</RemainingDuration><Resume>2026-03-03T08:00:30</Resume>`), long),
			"- 03-06T17:00 - - - -"},
		{"a start link does not bind the late dates of what must not finish before a date", spring(days(1, 5, `<ConstraintType>6</ConstraintType><ConstraintDate>2026-03-06T17:00:00</ConstraintDate>`), days(2, 14, after(1, ss, 4800)), long),
			"03-02T08:00 03-06T17:00 03-16T08:00 03-20T17:00 80 0"},
		{"it binds those of others", spring(days(1, 5, ""), days(2, 14, after(1, ss, 4800)), long),
			"03-02T08:00 03-06T17:00 03-02T08:00 03-06T17:00 0 0"},
		{"a late start before a start-to-finish link keeps the hour of the finish", spring(days(1, 5, ""), days(2, 2, after(1, sf, 0)+`<Deadline>2026-03-10T17:00:00</Deadline>`), long),
			"- - 03-10T17:00 03-17T17:00 - -"},
		{"fixed by hand: its duration before the latest finish, whatever its dates span", spring(days(1, 3, `<Manual>1</Manual><ManualStart>2026-03-02T07:00:00</ManualStart><ManualFinish>2026-03-03T16:00:00</ManualFinish>`), long),
			"03-02T07:00 03-03T16:00 03-18T08:00 03-20T17:00 105 105"},
		{"fixed by hand and begun: the same", spring(days(1, 3, `<Manual>1</Manual><ManualStart>2026-03-02T08:00:00</ManualStart><ManualFinish>2026-03-04T17:00:00</ManualFinish>`+begun("2026-03-02", "2026-03-03", 2)), long),
			"03-02T08:00 03-04T17:00 03-18T08:00 03-20T17:00 96 96"},
		{"fixed by hand without float: its own start", spring(days(1, 20, `<Manual>1</Manual><ManualStart>2026-03-02T07:00:00</ManualStart><ManualFinish>2026-03-20T17:00:00</ManualFinish>`), long),
			"03-02T07:00 03-20T17:00 03-02T07:00 03-20T17:00 0 0"},
		{"what must start on a day and did has no float", spring(days(1, 5, `<ConstraintType>2</ConstraintType><ConstraintDate>2026-03-02T08:00:00</ConstraintDate>`+begun("2026-03-02", "2026-03-04", 3)), long),
			"03-02T08:00 03-06T17:00 03-02T08:00 03-06T17:00 0 0"},
		{"before a milestone that has begun and not come: its late finish", spring(days(1, 3, ""), days(2, 0, `<ActualStart>2026-03-05T08:00:00</ActualStart><Resume>2026-03-05T08:00:00</Resume><PercentComplete>30</PercentComplete>`+after(1, fs, 0)), long),
			"- 03-04T17:00 03-18T08:00 03-20T17:00 96 -"},
		{"a lag that still runs after the start leaves a gap", spring(days(1, 5, begun("2026-03-02", "2026-03-04", 3)), days(2, 1, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-13T08:00:00</ConstraintDate>`+after(1, ss, 24000)), long),
			"- 03-06T17:00 - 03-20T17:00 80 32"},
	} {
		if got := shownDates(t, c.text, c.want); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// shownDates are the dates of task 1 in the form of want, "-" where want has it.
func shownDates(t *testing.T, text, want string) string {
	t.Helper()
	f, err := mspdi.Read("a.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	d, err := masterplan.Compute(f.Plans[0])
	if err != nil {
		t.Fatal(err)
	}
	r := d.Rows[0]
	got := []string{stamp(r.EarlyStart), stamp(r.EarlyFinish), stamp(r.LateStart), stamp(r.LateFinish),
		fmt.Sprint(r.TotalFloat / 60), fmt.Sprint(r.FreeFloat / 60)}
	for i, w := range strings.Fields(want) {
		if w == "-" {
			got[i] = "-"
		}
	}
	return strings.Join(got, " ")
}

func stamp(at worktime.Time) string { return strings.TrimPrefix(at.String(), "2026-") }

// TestSummariesOfMicrosoft rolls up what has begun from its actual start, and a task
// fixed by hand where it was put.
func TestSummariesOfMicrosoft(t *testing.T) {
	child := func(uid int, inside string) string {
		return row(uid, `<OutlineLevel>2</OutlineLevel><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>`+inside)
	}
	top := row(1, `<OutlineLevel>1</OutlineLevel>`)
	long := days(9, 10, "")
	started := spring(top, child(2, `<ActualStart>2026-03-02T08:00:00</ActualStart><RemainingDuration>PT4H0M0S</RemainingDuration><Resume>2026-03-04T13:00:00</Resume>`), long)
	if got := shownDates(t, started, "x - x - - -"); got != "03-02T08:00 - 03-02T08:00 - - -" {
		t.Errorf("over what has begun: %s", got)
	}
	if got := shownDates(t, spring(top, child(2, `<ActualStart>2026-03-02T08:00:00</ActualStart><RemainingDuration>PT4H0M0S</RemainingDuration><Resume>2026-03-02T13:00:00</Resume>`), child(3, ""), long), "- - x x x -"); got != "- - 03-02T08:00 03-13T17:00 72 -" {
		t.Errorf("float after something started: %s", got)
	}
	before := spring(days(1, 2, ""), row(2, `<OutlineLevel>1</OutlineLevel>`+after(1, fs, 0)), child(3, `<ActualStart>2026-03-04T08:00:00</ActualStart><RemainingDuration>PT4H0M0S</RemainingDuration><Resume>2026-03-06T13:00:00</Resume>`), long)
	if got := shownDates(t, before, "- - - x x -"); got != "- - - 03-03T17:00 0 -" {
		t.Errorf("before a summary that has begun: %s", got)
	}
	manual := spring(top, child(2, `<Manual>1</Manual><ManualStart>2026-03-02T08:00:00</ManualStart><ManualFinish>2026-03-02T17:00:00</ManualFinish>`), long)
	if got := shownDates(t, manual, "- - x x x -"); got != "- - 03-02T08:00 03-02T17:00 0 -" {
		t.Errorf("over what is fixed by hand: %s", got)
	}
	late := spring(top, row(2, `<OutlineLevel>2</OutlineLevel><Duration>PT40H0M0S</Duration><DurationFormat>7</DurationFormat><Deadline>2026-03-03T17:00:00</Deadline>`+begun("2026-03-02", "2026-03-04", 3)), child(3, `<Deadline>2026-03-04T17:00:00</Deadline>`), long)
	if got := shownDates(t, late, "- - - x - -"); got != "- - - 03-06T17:00 - -" {
		t.Errorf("over what is late and shows its own finish: %s", got)
	}
	heading := spring(top, row(2, `<OutlineLevel>2</OutlineLevel><Manual>1</Manual><ManualStart>2026-03-02T08:00:00</ManualStart><ManualFinish>2026-03-03T17:00:00</ManualFinish>`),
		row(3, `<OutlineLevel>3</OutlineLevel><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>`), long)
	if got := shownDates(t, heading, "- - - x x -"); got != "- - - 03-13T17:00 64 -" {
		t.Errorf("over a heading fixed by hand: %s", got)
	}
}

// TestHeadingsFixedByHand holds what is under such a heading from its own start on; a
// heading above covers both.
func TestHeadingsFixedByHand(t *testing.T) {
	leaf := func(uid, hours int, inside string) string {
		return row(uid, fmt.Sprintf(`<OutlineLevel>3</OutlineLevel><Duration>PT%dH0M0S</Duration><DurationFormat>7</DurationFormat>%s`, hours, inside))
	}
	fixed := row(2, `<OutlineLevel>2</OutlineLevel><Manual>1</Manual><ManualStart>2026-03-04T08:00:00</ManualStart><ManualFinish>2026-03-05T17:00:00</ManualFinish>`)
	text := spring(row(1, `<OutlineLevel>1</OutlineLevel>`), fixed, leaf(3, 32, ""))
	if got := shownDates(t, text, "x x - - - -"); got != "03-04T08:00 03-09T17:00 - - - -" {
		t.Errorf("above it stands %s", got)
	}
	p, _ := parse(t, text)
	for i, want := range []string{"03-04T08:00 03-09T17:00", "03-04T08:00 03-05T17:00", "03-04T08:00 03-09T17:00"} {
		r := dated(t, p).Rows[i]
		if got := stamp(r.Start) + " " + stamp(r.Finish); got != want {
			t.Errorf("row %d shows %s, want %s", i+1, got, want)
		}
	}
}

// TestAsapInAPlanFromItsFinish shows the early dates of what is to be as soon as
// possible; the rest stands as late as the finish allows.
func TestAsapInAPlanFromItsFinish(t *testing.T) {
	text := project(`<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-31T17:00:00</FinishDate>`, tasks(
		days(1, 1, `<ConstraintType>1</ConstraintType>`+after(3, fs, 0)), days(2, 1, `<ConstraintType>0</ConstraintType>`), days(3, 4, `<ConstraintType>1</ConstraintType>`)))
	f, err := mspdi.Read("a.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	d, err := masterplan.Compute(f.Plans[0])
	if err != nil {
		t.Fatal(err)
	}
	if late, early := d.Rows[0].Start.String(), d.Rows[1].Start.String(); late != "2026-03-31T08:00" || early != "2026-03-25T08:00" {
		t.Errorf("as late as possible %s, as soon as possible %s", late, early)
	}
}

// TestWorkDoneInAPlanFromItsFinish keeps what happened where it did: finished work
// bounds nothing, and work under way ends when it does.
func TestWorkDoneInAPlanFromItsFinish(t *testing.T) {
	text := project(`<ScheduleFromStart>0</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><FinishDate>2026-03-31T17:00:00</FinishDate>`, tasks(
		days(1, 1, `<ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-02T17:00:00</ActualFinish>`),
		days(2, 5, begun("2026-03-03", "2026-03-05", 3)+after(1, fs, 0)), days(3, 1, `<ConstraintType>1</ConstraintType>`+after(2, fs, 0))))
	p, _ := parse(t, text)
	d := dated(t, p)
	for i, want := range []string{"03-02T08:00 03-02T17:00 03-02T17:00", "03-03T08:00 03-09T17:00 03-30T17:00", "03-31T08:00 03-31T17:00 03-31T17:00"} {
		if r := &d.Rows[i]; stamp(r.Start)+" "+stamp(r.Finish)+" "+stamp(r.LateFinish) != want {
			t.Errorf("task %d: %s %s, late finish %s; want %s", i+1, stamp(r.Start), stamp(r.Finish), stamp(r.LateFinish), want)
		}
	}
}

// TestLagOfACrewsTask counts a lag on the task's calendar; the calendar of its people
// has no part in it.
func TestLagOfACrewsTask(t *testing.T) {
	week := `<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar>
		<Calendar><UID>2</UID><Name>Crew</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID><WeekDays><WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay></WeekDays></Calendar></Calendars>`
	crew := `<Resources><Resource><UID>1</UID><Name>Crew</Name><Type>1</Type><CalendarUID>2</CalendarUID></Resource></Resources>
		<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units></Assignment></Assignments>`
	text := project(`<StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID>`, week, tasks(days(1, 1, after(2, fs, 4800)), days(2, 4, "")), crew)
	if got := shownDates(t, text, "x - - - - -"); got != "03-09T08:00 - - - - -" {
		t.Errorf("starts %s: Thursday's finish, a day of lag on Friday, and the crew is back on Monday", got)
	}
}

// TestExternalLags lets a task of another project bind with a lag, as every type.
func TestExternalLags(t *testing.T) {
	outside := row(8, `<ExternalTask>1</ExternalTask><ExternalTaskProject>road.mpp\3</ExternalTaskProject><Start>2026-03-09T08:00:00</Start><Finish>2026-03-10T17:00:00</Finish>`)
	for _, c := range []struct {
		kind int
		want string
	}{{fs, "03-13T08:00"}, {ss, "03-11T08:00"}, {ff, "03-12T08:00"}, {sf, "03-10T08:00"}} {
		got := shownDates(t, spring(days(1, 1, after(8, c.kind, 9600)), outside), "x - - - - -")
		if want := c.want + " - - - - -"; got != want {
			t.Errorf("type %d: starts %s, want %s", c.kind, got, want)
		}
	}
}

// TestExternalLinkOfAHeading lets it hold what is under the heading.
func TestExternalLinkOfAHeading(t *testing.T) {
	outside := row(8, `<ExternalTask>1</ExternalTask><ExternalTaskProject>road.mpp\3</ExternalTaskProject><Start>2026-03-09T08:00:00</Start><Finish>2026-03-10T17:00:00</Finish>`)
	text := spring(row(1, `<OutlineLevel>1</OutlineLevel>`+after(8, fs, 0)), row(2, `<OutlineLevel>2</OutlineLevel><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>`), outside)
	if got := shownDates(t, text, "x x - - - -"); got != "03-11T08:00 03-12T17:00 - - - -" {
		t.Errorf("stands %s", got)
	}
}

// TestExceptionsThatMeet lets a plain exception hold over a repeated one, wherever it
// stands, and a rarer repetition over a more frequent one.
func TestExceptionsThatMeet(t *testing.T) {
	plain := `<Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>2026-03-04T00:00:00</FromDate><ToDate>2026-03-04T23:59:00</ToDate></TimePeriod><Type>1</Type><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes></Exception>`
	weekly := `<Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>2026-03-01T00:00:00</FromDate><ToDate>2026-12-31T23:59:00</ToDate></TimePeriod><Type>6</Type><Period>1</Period><DaysOfWeek>8</DaysOfWeek><DayWorking>0</DayWorking></Exception>`
	for name, list := range map[string]string{"plain first": plain + weekly, "plain last": weekly + plain} {
		calendars := `<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><Exceptions>` + list + `</Exceptions></Calendar></Calendars>`
		text := project(`<StartDate>2026-03-03T08:00:00</StartDate><CalendarUID>1</CalendarUID>`, calendars, tasks(row(1, `<Duration>PT12H0M0S</Duration><DurationFormat>7</DurationFormat>`)))
		if got := shownDates(t, text, "- x - - - -"); got != "- 03-04T12:00 - - - -" {
			t.Errorf("%s: finishes %s", name, got)
		}
	}
}

// TestInsertedProject reads a sub-project that stands inside its task.
func TestInsertedProject(t *testing.T) {
	inside := `<Project><CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar></Calendars>` +
		tasks(row(0, `<OutlineLevel>0</OutlineLevel>`), days(1, 2, ""), days(2, 1, after(1, fs, 0))) +
		`<Resources><Resource><UID>1</UID><Name>Crew</Name><Type>1</Type></Resource></Resources><Assignments><Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units></Assignment></Assignments></Project>`
	p, notes := parse(t, project(`<StartDate>2026-03-02T08:00:00</StartDate>`, tasks(days(1, 3, inside), days(2, 1, after(1, fs, 0)))))
	want(t, notes, "plan.note.project_inserted")
	if len(p.Activities) != 4 || p.Activities[1].Parent != 0 || p.Activities[2].Parent != 0 || p.Activities[3].Parent != -1 {
		t.Fatalf("outline %+v", p.Activities)
	}
	if len(p.Links) != 2 || p.Links[0].Pred != 1 || p.Links[0].Succ != 2 || p.Links[1].Pred != 0 || p.Links[1].Succ != 3 {
		t.Errorf("links %+v", p.Links)
	}
	if len(p.Assignments) != 1 || p.Assignments[0].Activity != 2 || p.Assignments[0].Resource != 0 {
		t.Errorf("assignments %+v", p.Assignments)
	}
}

// TestValuesNoDateDependsOn costs a note and not the plan.
func TestValuesNoDateDependsOn(t *testing.T) {
	p, notes := parse(t, spring(days(1, 2, `<Priority>high</Priority><Work>much</Work>`)))
	want(t, notes, "plan.note.value_left_out")
	if len(p.Activities) != 1 || p.Activities[0].Priority != 500 {
		t.Errorf("read %+v", p.Activities)
	}
	if _, err := mspdi.Read("a.xml", []byte(spring(row(1, `<Duration>much</Duration>`)))); err == nil {
		t.Error("a duration that cannot be read was taken")
	}
}

// TestHabitsOutliveAReport keeps levelling delays, milestones on days off and crews'
// calendars where they were when somebody reports on another task.
func TestHabitsOutliveAReport(t *testing.T) {
	p, _ := parse(t, spring(days(1, 1, `<LevelingDelay>28800</LevelingDelay>`), days(2, 0, `<ConstraintType>4</ConstraintType><ConstraintDate>2026-03-08T08:00:00</ConstraintDate>`), days(9, 15, "")))
	p.Activities[2].ID = "long"
	before, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	folded := masterplan.Fold(p, []masterplan.Entry{{ID: "e", Activity: "long", AsOf: worktime.Date(2026, 3, 2), Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 10},
		ActualStart: worktime.Date(2026, 3, 2).At(480), ActualFinish: worktime.None}})
	after, err := masterplan.Compute(folded)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if before.Rows[i].EarlyStart < folded.DataDate || before.Rows[i].EarlyStart != after.Rows[i].EarlyStart {
			t.Errorf("task %d started %v and now %v, data date %v", i+1, before.Rows[i].EarlyStart, after.Rows[i].EarlyStart, folded.DataDate)
		}
	}
}
