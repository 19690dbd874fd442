package mspdi_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi"
	"fugong/solve/worktime"
)

// project wraps sections into a file.
func project(sections ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">` + strings.Join(sections, "\n") + `</Project>`
}

func tasks(rows ...string) string { return "<Tasks>" + strings.Join(rows, "\n") + "</Tasks>" }

func row(uid int, inside string) string {
	return fmt.Sprintf("<Task><UID>%d</UID><ID>%d</ID><Name>T%d</Name>%s</Task>", uid, uid, uid, inside)
}

func parse(t *testing.T, text string) (*masterplan.Plan, []masterplan.Note) {
	t.Helper()
	f, err := mspdi.Read("a.xml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f.Plans[0], f.Notes
}

func noted(notes []masterplan.Note, key string) bool {
	for _, n := range notes {
		if n.Key == key {
			return true
		}
	}
	return false
}

func want(t *testing.T, notes []masterplan.Note, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if !noted(notes, key) {
			t.Errorf("the report does not say %s: %+v", key, notes)
		}
	}
}

func TestLag(t *testing.T) {
	for _, c := range []struct {
		in   string
		want masterplan.Link
	}{
		{"<LinkLag>4800</LinkLag><LagFormat>7</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Tenths: 4800, Unit: masterplan.Days}}},
		{"<LinkLag>-4800</LinkLag><LagFormat>5</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Tenths: -4800, Unit: masterplan.Hours}}},
		{"<LinkLag>14400</LinkLag><LagFormat>8</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Tenths: 14400, Unit: masterplan.Days, Elapsed: true}}},
		{"<LinkLag>14400</LinkLag><LagFormat>40</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Tenths: 14400, Unit: masterplan.Days, Elapsed: true, Estimated: true}}},
		{"<LinkLag>50</LinkLag><LagFormat>19</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Percent: 50, Unit: masterplan.Percent}}},
		{"<LinkLag>-25</LinkLag><LagFormat>20</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Percent: -25, Unit: masterplan.Percent, Elapsed: true}}},
		{"<LinkLag>50</LinkLag><LagFormat>51</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Percent: 50, Unit: masterplan.Percent, Estimated: true}}},
		{"<LinkLag>50</LinkLag><LagFormat>52</LagFormat>", masterplan.Link{Lag: masterplan.Lag{Percent: 50, Unit: masterplan.Percent, Elapsed: true, Estimated: true}}},
		{"<LinkLag>9600</LinkLag>", masterplan.Link{Lag: masterplan.Lag{Tenths: 9600, Unit: masterplan.Days}}},
		{"", masterplan.Link{Lag: masterplan.Lag{Unit: masterplan.Days}}},
		{"<Type>0</Type><LagFormat>7</LagFormat>", masterplan.Link{Type: masterplan.FF, Lag: masterplan.Lag{Unit: masterplan.Days}}},
		{"<Type>1</Type><LagFormat>7</LagFormat>", masterplan.Link{Type: masterplan.FS, Lag: masterplan.Lag{Unit: masterplan.Days}}},
		{"<Type>2</Type><LagFormat>7</LagFormat>", masterplan.Link{Type: masterplan.SF, Lag: masterplan.Lag{Unit: masterplan.Days}}},
		{"<Type>3</Type><LagFormat>7</LagFormat>", masterplan.Link{Type: masterplan.SS, Lag: masterplan.Lag{Unit: masterplan.Days}}},
	} {
		p, notes := parse(t, project(tasks(row(1, ""), row(2, "<PredecessorLink><PredecessorUID>1</PredecessorUID>"+c.in+"</PredecessorLink>"))))
		c.want.Succ = 1
		if diff := cmp.Diff([]masterplan.Link{c.want}, p.Links); diff != "" {
			t.Errorf("%s: %s", c.in, diff)
		}
		if !strings.Contains(c.in, "LagFormat") {
			want(t, notes, "plan.note.lag_unit")
		}
	}
}

func TestLinksThatLeadNowhere(t *testing.T) {
	link := func(uid string) string {
		return "<PredecessorLink><PredecessorUID>" + uid + "</PredecessorUID></PredecessorLink>"
	}
	p, notes := parse(t, project(tasks(row(1, link("1")+link("99")))))
	if len(p.Links) != 0 {
		t.Errorf("kept %v", p.Links)
	}
	want(t, notes, "plan.note.link_self", "plan.note.predecessor_missing")
}

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		in   string
		want masterplan.Duration
	}{
		{"<Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>", masterplan.Duration{Minutes: 960, Unit: masterplan.Days}},
		{"<Duration>PT1H30M0S</Duration><DurationFormat>5</DurationFormat>", masterplan.Duration{Minutes: 90, Unit: masterplan.Hours}},
		{"<Duration>PT24H0M0S</Duration><DurationFormat>8</DurationFormat>", masterplan.Duration{Minutes: 1440, Unit: masterplan.Days, Elapsed: true}},
		{"<Duration>P1D</Duration><DurationFormat>7</DurationFormat>", masterplan.Duration{Minutes: 1440, Unit: masterplan.Days}},
		{"<Duration>PT8H0M0S</Duration><DurationFormat>39</DurationFormat>", masterplan.Duration{Minutes: 480, Unit: masterplan.Days, Estimated: true}},
		{"<Duration>PT8H0M0S</Duration><DurationFormat>53</DurationFormat>", masterplan.Duration{Minutes: 480, Estimated: true}},
		{"<Duration>PT8H0M0S</Duration><DurationFormat>21</DurationFormat>", masterplan.Duration{Minutes: 480}},
		{"<Duration>PT40H0M0S</Duration>", masterplan.Duration{Minutes: 2400, Unit: masterplan.Days}},
		{"<Duration>PT4H0M0S</Duration><DurationFormat>12</DurationFormat>", masterplan.Duration{Minutes: 240, Unit: masterplan.Months, Elapsed: true}},
	} {
		p, _ := parse(t, project(tasks(row(1, c.in))))
		if diff := cmp.Diff(c.want, p.Activities[0].Duration); diff != "" {
			t.Errorf("%s: %s", c.in, diff)
		}
	}
}

// TestOutline trusts the depth, not the flag; keeps blank rows; takes row 0 for
// the project; and reads rows by ID when the file stores them otherwise.
func TestOutline(t *testing.T) {
	p, notes := parse(t, project(tasks(
		"<Task><UID>0</UID><ID>0</ID><Name>whole</Name><OutlineLevel>0</OutlineLevel></Task>",
		"<Task><UID>7</UID><ID>2</ID><Name>child</Name><OutlineLevel>2</OutlineLevel><Summary>1</Summary></Task>",
		"<Task><UID>8</UID><ID>1</ID><Name>head</Name><OutlineLevel>1</OutlineLevel><Summary>0</Summary></Task>",
		"<Task><UID>9</UID><ID>3</ID><IsNull>1</IsNull></Task>",
		"<Task><UID>10</UID><ID>4</ID><Name>jump</Name><OutlineLevel>4</OutlineLevel><Duration>PT8H0M0S</Duration></Task>",
	)))
	type line struct {
		name   string
		parent int32
		kind   masterplan.Kind
	}
	var got []line
	for _, a := range p.Activities {
		got = append(got, line{a.Name, a.Parent, a.Kind})
	}
	expect := []line{{"head", -1, masterplan.Summary}, {"child", 0, masterplan.Summary}, {"jump", 1, masterplan.Task}}
	if diff := cmp.Diff(expect, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]masterplan.BlankRow{{UID: 9, ID: 3, After: 1}}, p.Blank); diff != "" {
		t.Error(diff)
	}
	want(t, notes, "plan.note.rows_sorted", "plan.note.project_row", "plan.note.summary_flag", "plan.note.blank_rows")
}

// TestProjectRowAbsent: a file whose tasks start at number 0 has no row for
// the project.
func TestProjectRowAbsent(t *testing.T) {
	p, _ := parse(t, project(tasks(
		"<Task><UID>0</UID><ID>0</ID><Name>a</Name><OutlineLevel>1</OutlineLevel></Task>",
		"<Task><UID>1</UID><ID>1</ID><Name>b</Name><OutlineLevel>1</OutlineLevel></Task>")))
	if len(p.Activities) != 2 {
		t.Errorf("%d activities, want 2", len(p.Activities))
	}
}

func TestMissingAndRepeatedNumbers(t *testing.T) {
	p, notes := parse(t, project(tasks("<Task><Name>a</Name></Task>", row(5, ""), row(5, ""), "<Task><Name>b</Name></Task>")))
	seen := map[int64]bool{}
	for _, a := range p.Activities {
		if a.UID <= 0 || a.RowID <= 0 || seen[a.UID] {
			t.Errorf("%s has UID %d, row %d", a.Name, a.UID, a.RowID)
		}
		seen[a.UID] = true
	}
	want(t, notes, "plan.note.uid_made", "plan.note.uid_twice")
}

const week = `<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking><WorkingTimes>
<WorkingTime><FromTime>22:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime>
<WorkingTime><FromTime>00:00:00</FromTime><ToTime>06:00:00</ToTime></WorkingTime>
<WorkingTime><FromTime>08:00:00</FromTime><ToTime>10:00:00</ToTime></WorkingTime>
<WorkingTime><FromTime>12:00:00</FromTime><ToTime>14:00:00</ToTime></WorkingTime>
<WorkingTime><FromTime>16:00:00</FromTime><ToTime>18:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>
<WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>%s</WeekDays>%s`

func calendar(uid int, base bool, of int, inside string) string {
	flag := map[bool]int{true: 1, false: 0}[base]
	return fmt.Sprintf("<Calendar><UID>%d</UID><Name>C%d</Name><IsBaseCalendar>%d</IsBaseCalendar><BaseCalendarUID>%d</BaseCalendarUID>%s</Calendar>", uid, uid, flag, of, inside)
}

const legacy = `<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2020-01-24T00:00:00</FromDate><ToDate>2020-01-30T23:59:00</ToDate></TimePeriod></WeekDay>`

const recent = `<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>2020-01-24T00:00:00</FromDate><ToDate>2020-01-30T23:59:00</ToDate></TimePeriod>
<Occurrences>7</Occurrences><Name>春节</Name><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions>`

func TestCalendarHours(t *testing.T) {
	p, _ := parse(t, project("<Calendars>", calendar(1, true, -1, fmt.Sprintf(week, "", "")), calendar(2, false, 1,
		"<WeekDays><WeekDay><DayType>2</DayType><DayWorking>1</DayWorking></WeekDay></WeekDays>"), "</Calendars>"))
	monday := p.Calendars[0].Week[1]
	expect := []worktime.Span{{Start: 0, End: 360}, {Start: 480, End: 600}, {Start: 720, End: 840}, {Start: 960, End: 1080}, {Start: 1320, End: 1440}}
	if diff := cmp.Diff(masterplan.DayHours{Set: true, Spans: expect}, monday); diff != "" {
		t.Errorf("five spans, the last to midnight: %s", diff)
	}
	if sunday := p.Calendars[0].Week[0]; !sunday.Set || len(sunday.Spans) != 0 {
		t.Errorf("Sunday is %v, want a day off", sunday)
	}
	if own := p.Calendars[1].Week[1]; own.Set || p.Calendars[1].Base != 0 || !p.Calendars[1].Resource {
		t.Errorf("a derived calendar's day without times is %v on base %d, want inherited from 0", own, p.Calendars[1].Base)
	}
}

// TestExceptionsOnce: the two lists repeat each other; one of them counts.
func TestExceptionsOnce(t *testing.T) {
	spring := masterplan.Exception{From: worktime.Date(2020, 1, 24), To: worktime.Date(2020, 1, 30)}
	for name, c := range map[string]struct {
		in   string
		name string
	}{
		"both":   {fmt.Sprintf(week, legacy, recent), "春节"},
		"legacy": {fmt.Sprintf(week, legacy, ""), ""},
		"recent": {fmt.Sprintf(week, "", recent), "春节"},
	} {
		p, _ := parse(t, project("<Calendars>", calendar(1, true, 0, c.in), "</Calendars>"))
		spring.Name = c.name
		if diff := cmp.Diff([]masterplan.Exception{spring}, p.Calendars[0].Exceptions); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRecurrenceAndWorkWeeks(t *testing.T) {
	p := read(t, "calendars.xml", load(t, filepath.Join("testdata", "calendars.xml")))
	c := p.Calendars[0]
	if len(c.Exceptions) != 7 || len(c.WorkWeeks) != 1 {
		t.Fatalf("%d exceptions, %d work weeks", len(c.Exceptions), len(c.WorkWeeks))
	}
	for i, x := range c.Exceptions {
		if (i == 0) != (x.Recurrence == nil) {
			t.Errorf("exception %d: recurrence %v", i, x.Recurrence)
		}
	}
	expect := &masterplan.Recurrence{Type: 3, Occurrences: 3, MonthItem: 4, MonthPosition: 4, Month: 4}
	if diff := cmp.Diff(expect, c.Exceptions[3].Recurrence); diff != "" {
		t.Error(diff)
	}
	w := c.WorkWeeks[0]
	if w.From != worktime.Date(2020, 2, 24) || w.To != worktime.Date(2020, 3, 22) || w.Week[6].Spans[0].End != 18*60 || w.Week[0].Set {
		t.Errorf("work week %+v", w)
	}
}

func TestCalendarLoop(t *testing.T) {
	p, notes := parse(t, project("<Calendars>", calendar(1, false, 2, ""), calendar(2, false, 1, ""), "</Calendars>"))
	if p.Calendars[0].Base >= 0 && p.Calendars[1].Base >= 0 {
		t.Error("the circle stands")
	}
	want(t, notes, "plan.note.calendar_loop")
}

func TestNoCalendar(t *testing.T) {
	p, notes := parse(t, project(tasks(row(1, "<CalendarUID>-1</CalendarUID>"), row(2, "<CalendarUID>77</CalendarUID>"))))
	if p.Activities[0].Calendar != -1 || p.Activities[1].Calendar != -1 || len(p.Calendars) != 1 {
		t.Errorf("calendars %d and %d of %d", p.Activities[0].Calendar, p.Activities[1].Calendar, len(p.Calendars))
	}
	want(t, notes, "plan.note.no_calendar", "plan.note.calendar_unknown")
}

func TestManual(t *testing.T) {
	p, _ := parse(t, project(tasks(
		row(1, "<Manual>1</Manual><Start>2020-03-02T08:00:00</Start><Finish>2020-03-03T17:00:00</Finish><ManualStart>2020-03-09T08:00:00</ManualStart><ManualFinish>2020-03-10T17:00:00</ManualFinish>"),
		row(2, "<Manual>1</Manual><Start>2020-03-02T08:00:00</Start><Finish>2020-03-03T17:00:00</Finish>"))))
	for i, day := range []int{9, 2} {
		if a := p.Activities[i]; !a.Manual || a.ManualStart != worktime.Date(2020, 3, day).At(480) {
			t.Errorf("task %d: manual %v from %s", i, a.Manual, a.ManualStart)
		}
	}
}

func TestThreePercentages(t *testing.T) {
	p, notes := parse(t, project("<StatusDate>2020-02-20T17:00:00</StatusDate>", tasks(row(1,
		"<Duration>PT40H0M0S</Duration><PercentComplete>40</PercentComplete><PercentWorkComplete>20</PercentWorkComplete><PhysicalPercentComplete>60</PhysicalPercentComplete><EarnedValueMethod>1</EarnedValueMethod>"))))
	a := p.Activities[0]
	if a.Percent != 40 || a.PercentWork != 20 || a.PercentPhysical != 60 || a.PercentBasis != masterplan.ByDuration || !a.EarnByPhysical || a.Remaining != 1440 {
		t.Errorf("%+v", a)
	}
	if p.DataDate != worktime.Date(2020, 2, 20).At(17*60) {
		t.Errorf("data date %s", p.DataDate)
	}
	want(t, notes, "plan.note.percent_differs")
}

func TestDates(t *testing.T) {
	for in, expect := range map[string]worktime.Time{
		"2020-02-20T08:30:00":       worktime.Date(2020, 2, 20).At(510),
		"2020-02-20T08:30:00Z":      worktime.Date(2020, 2, 20).At(510),
		"2020-02-20T08:30:00+08:00": worktime.Date(2020, 2, 20).At(510),
		"2020-02-20T08:30:00.176":   worktime.Date(2020, 2, 20).At(510),
		"2020-02-20":                worktime.Date(2020, 2, 20).At(0),
		"NA":                        worktime.None,
		"":                          worktime.None,
		"1984-01-01T00:00:00":       worktime.None,
		"2049-12-31T23:59:00":       worktime.None,
		"1970-01-01T01:00:00":       worktime.None,
		"0001-01-01T00:00:00":       worktime.None,
		"2000-01-01T00:00:00":       worktime.None,
	} {
		p, _ := parse(t, project("<StartDate>2020-02-17T08:00:00</StartDate>", tasks(row(1, "<Start>"+in+"</Start>"))))
		if got := p.Activities[0].File.Start; got != expect {
			t.Errorf("%q is %s, want %s", in, got, expect)
		}
	}
}

func TestSlackIsTenthsOfAMinute(t *testing.T) {
	p, _ := parse(t, project(tasks(row(1, "<TotalSlack>33600</TotalSlack>"), row(2, "<FreeSlack>-4800</FreeSlack>"))))
	if f := p.Activities[0].File; !f.HasTotal || f.HasFree || f.TotalFloat != 7*480 {
		t.Errorf("%+v", f)
	}
	if f := p.Activities[1].File; f.HasTotal || !f.HasFree || f.FreeFloat != -480 {
		t.Errorf("%+v", f)
	}
}

func TestConstraints(t *testing.T) {
	const date = "<ConstraintDate>2020-03-02T08:00:00</ConstraintDate>"
	for code, kind := range []masterplan.ConstraintType{
		masterplan.NoConstraint, masterplan.AsLateAsPossible, masterplan.StartOn, masterplan.FinishOn,
		masterplan.StartNoEarlier, masterplan.StartNoLater, masterplan.FinishNoEarlier, masterplan.FinishNoLater,
	} {
		p, _ := parse(t, project(tasks(row(1, fmt.Sprintf("<ConstraintType>%d</ConstraintType>%s", code, date)))))
		c := p.Activities[0].Primary
		if c.Type != kind || (code >= 2) != (c.Date == worktime.Date(2020, 3, 2).At(480)) {
			t.Errorf("type %d is %+v, want %d", code, c, kind)
		}
	}
	p, notes := parse(t, project(tasks(row(1, "<ConstraintType>4</ConstraintType><ConstraintDate>NA</ConstraintDate>"), row(2, "<ConstraintType>4</ConstraintType>"+date))))
	if p.Activities[0].Primary.Type != masterplan.NoConstraint {
		t.Error("a constraint without a date binds")
	}
	want(t, notes, "plan.note.constraint_undated", "plan.note.soft_constraints")
}

func TestProjectSettings(t *testing.T) {
	p, notes := parse(t, project(`<Title>厂房</Title><ScheduleFromStart>0</ScheduleFromStart><StartDate>2020-02-17T08:00:00</StartDate>
<FinishDate>2020-06-30T17:00:00</FinishDate><CriticalSlackLimit>2</CriticalSlackLimit><DefaultStartTime>07:30:00</DefaultStartTime>
<MinutesPerDay>450</MinutesPerDay><HonorConstraints>0</HonorConstraints><MultipleCriticalPaths>1</MultipleCriticalPaths><SplitsInProgressTasks>0</SplitsInProgressTasks>`))
	s := p.Settings
	if !s.FromFinish || p.MustFinish != worktime.Date(2020, 6, 30).At(1020) || s.CriticalFloat != 900 || s.DefaultStart != 450 ||
		s.HonourConstraints || !s.OpenEndsCritical || s.Progress != masterplan.ProgressOverride || s.Dialect != masterplan.MicrosoftProject || p.Name != "厂房" {
		t.Errorf("%+v %s", s, p.MustFinish)
	}
	want(t, notes, "plan.note.from_finish", "plan.note.conversion")
	if p, _ := parse(t, project("")); !p.Settings.HonourConstraints || p.Settings.FromFinish {
		t.Error("Microsoft Project's own defaults are to honour constraints and to schedule from the start")
	}
}

func TestExternalTasks(t *testing.T) {
	p, notes := parse(t, project(tasks(
		row(1, `<PredecessorLink><PredecessorUID>9</PredecessorUID><Type>3</Type><CrossProject>1</CrossProject><CrossProjectName>D:\plans\steel.mpp\12</CrossProjectName><LagFormat>7</LagFormat></PredecessorLink>`+
			`<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type><LagFormat>7</LagFormat></PredecessorLink>`),
		row(2, `<ExternalTask>1</ExternalTask><ExternalTaskProject>road.mpp\3</ExternalTaskProject><Finish>2020-04-01T17:00:00</Finish>`),
		row(3, `<ExternalTask>1</ExternalTask><PredecessorLink><PredecessorUID>1</PredecessorUID><LagFormat>7</LagFormat></PredecessorLink>`))))
	days := masterplan.Lag{Unit: masterplan.Days}
	expect := []masterplan.ExternalLink{
		{Pred: true, Other: `D:\plans\steel.mpp\12`, Type: masterplan.SS, Lag: days, Date: worktime.None},
		{Pred: true, Other: `road.mpp\3\T2`, Lag: days, HasDate: true, Date: worktime.Date(2020, 4, 1).At(1020), Outside: worktime.Date(2020, 4, 1).At(1020)},
		{Other: "T3", Lag: days, Date: worktime.None},
	}
	if diff := cmp.Diff(expect, p.External); diff != "" || len(p.Activities) != 1 {
		t.Errorf("%d activities; %s", len(p.Activities), diff)
	}
	want(t, notes, "plan.note.link_external")
}

// TestSplit finds interruptions by working time: the night between two days is
// none, a day without work is one.
func TestSplit(t *testing.T) {
	p := read(t, "split.xml", load(t, filepath.Join("testdata", "split.xml")))
	at := func(d, m int) worktime.Time { return worktime.Date(2020, 3, d).At(m) }
	expect := []masterplan.Split{{Start: at(2, 480), Finish: at(3, 1020)}, {Start: at(5, 480), Finish: at(9, 1020)}}
	if diff := cmp.Diff(expect, p.Activities[0].Splits); diff != "" {
		t.Error(diff)
	}
	if s := p.Activities[1].Splits; s != nil {
		t.Errorf("a weekend is no interruption, got %v", s)
	}
}

// TestSplitOfRealFile: the pieces that Microsoft Project wrote hold exactly the
// task's duration.
func TestSplitOfRealFile(t *testing.T) {
	for _, path := range shared(t, "mspdi/mpxj_split_task.xml") {
		p := read(t, "split.xml", load(t, path))
		hours, err := p.CompiledCalendar(-1)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range p.Activities {
			sum := int64(0)
			for _, s := range a.Splits {
				sum += hours.Between(s.Start, s.Finish)
			}
			if sum != a.Duration.Minutes || a.Splits[len(a.Splits)-1].Finish != a.File.Finish {
				t.Errorf("%s: %d minutes in %v, want %d to %s", a.Name, sum, a.Splits, a.Duration.Minutes, a.File.Finish)
			}
		}
	}
}

func TestBaselines(t *testing.T) {
	const one = "<Baseline><Number>%d</Number><Start>2020-03-02T08:00:00</Start><Finish>2020-03-03T17:00:00</Finish><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat><Cost>5</Cost></Baseline>"
	in := fmt.Sprintf(one, 10) + fmt.Sprintf(one, 0) + fmt.Sprintf(one, 11) + "<Baseline><Number>3</Number><Work>PT0H0M0S</Work></Baseline>"
	p, notes := parse(t, project(tasks(row(1, in), row(2, fmt.Sprintf(one, 0)))))
	if len(p.Baselines) != 2 || p.Baselines[0].Number != 0 || len(p.Baselines[0].Rows) != 2 || p.Baselines[1].Number != 10 {
		t.Errorf("%+v", p.Baselines)
	}
	want(t, notes, "plan.note.baseline_number")
}

func TestEncodings(t *testing.T) {
	text := `<?xml version="1.0" encoding="%s"?><Project><Title>复工计划</Title></Project>`
	wide := func(order binary.AppendByteOrder, mark bool) []byte {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xFEFF)
		}
		for _, u := range utf16.Encode([]rune(fmt.Sprintf(text, "UTF-16"))) {
			b = order.AppendUint16(b, u)
		}
		return b
	}
	gbk := append([]byte(`<?xml version="1.0" encoding="GBK"?><Project><Title>`), 0xB8, 0xB4, 0xB9, 0xA4, 0xBC, 0xC6, 0xBB, 0xAE)
	for name, data := range map[string][]byte{
		"utf-8":          []byte(fmt.Sprintf(text, "UTF-8")),
		"utf-8 marked":   []byte("\ufeff" + fmt.Sprintf(text, "UTF-8")),
		"utf-16 little":  wide(binary.LittleEndian, true),
		"utf-16 big":     wide(binary.BigEndian, true),
		"utf-16 no mark": wide(binary.LittleEndian, false),
		"gbk":            append(gbk, "</Title></Project>"...),
	} {
		f, err := mspdi.Read("a.xml", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := f.Plans[0].Name; got != "复工计划" {
			t.Errorf("%s: title %q read as %s", name, got, f.Source.Encoding)
		}
	}
}

func TestControlCharacters(t *testing.T) {
	p, notes := parse(t, project(tasks("<Task><UID>1</UID><Name>a\x07b&#x1F;c&#10;d</Name></Task>")))
	if got := p.Activities[0].Name; got != "a b c\nd" {
		t.Errorf("%q", got)
	}
	want(t, notes, "plan.note.control_characters")
}

// TestBadFiles: one message that names file and place, whatever is wrong.
func TestBadFiles(t *testing.T) {
	good := project(tasks(row(1, "<Duration>PT8H0M0S</Duration>")))
	for name, c := range map[string]struct{ in, key string }{
		"no xml":         {"hello", "plan.file.not_mspdi"},
		"empty":          {"", "plan.file.not_mspdi"},
		"other xml":      {"<html></html>", "plan.file.not_mspdi"},
		"cut off":        {good[:len(good)-30], "plan.file.truncated"},
		"mismatched":     {"<Project><Tasks></Task></Project>", "plan.file.xml"},
		"entity bomb":    {`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project><Title>&b;</Title></Project>`, "plan.file.xml_doctype"},
		"unknown entity": {"<Project><Title>&nbsp;</Title></Project>", "plan.file.xml"},
		"deep":           {"<Project>" + strings.Repeat("<a>", 5000), "plan.file.deep"},
		"huge duration":  {project(tasks(row(1, "<Duration>PT99999999999H0M0S</Duration>"))), "plan.file.value"},
		"no duration":    {project(tasks(row(1, "<Duration>8 days</Duration>"))), "plan.file.value"},
		"negative":       {project(tasks(row(1, "<Duration>-PT8H0M0S</Duration>"))), "plan.file.value"},
		"no date":        {project(tasks(row(1, "<Start>31.12.2020</Start>"))), "plan.file.value"},
		"no number":      {project(tasks("<Task><UID>x</UID></Task>")), "plan.file.value"},
		"no type":        {project(tasks(row(1, "<ConstraintType>12</ConstraintType>"))), "plan.file.value"},
		"no time":        {project("<Calendars>", calendar(1, true, -1, strings.Replace(fmt.Sprintf(week, "", ""), "22:00", "late", 1)), "</Calendars>"), "plan.file.value"},
	} {
		_, err := mspdi.Read("bad.xml", []byte(c.in))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Kind != fault.Invalid {
			t.Errorf("%s: %v, want %s", name, err, c.key)
			continue
		}
		if f.Args["file"] != "bad.xml" || c.key != "plan.file.not_mspdi" && f.Args["line"] == "" {
			t.Errorf("%s: the message names %v", name, f.Args)
		}
	}
}

// A converter that wrote another tool's plan leaves the scheduled dates out;
// Microsoft Project never does.
func TestAnotherToolScheduledThePlan(t *testing.T) {
	const status = "<StatusDate>2024-08-07T08:00:00</StatusDate>"
	early := "<Duration>PT8H0M0S</Duration><EarlyStart>2024-08-07T08:00:00</EarlyStart><EarlyFinish>2024-08-07T17:00:00</EarlyFinish>"
	scheduled := early + "<Start>2024-08-07T08:00:00</Start><Finish>2024-08-07T17:00:00</Finish>"
	for _, c := range []struct {
		name, text string
		want       masterplan.Dialect
	}{
		{"early dates only", project(status, tasks(row(1, early), row(2, early))), masterplan.Primavera},
		{"one is scheduled", project(status, tasks(row(1, early), row(2, scheduled))), masterplan.MicrosoftProject},
		{"no data date", project(tasks(row(1, early))), masterplan.MicrosoftProject},
		{"no dates at all", project(status, tasks(row(1, "<Duration>PT8H0M0S</Duration>"))), masterplan.MicrosoftProject},
	} {
		p, notes := parse(t, c.text)
		if got := p.Settings.Dialect; got != c.want {
			t.Errorf("%s: dialect %d, want %d", c.name, got, c.want)
		}
		if got := noted(notes, "plan.note.other_scheduler"); got != (c.want == masterplan.Primavera) {
			t.Errorf("%s: noted %v", c.name, got)
		}
	}
	begun := early + "<ActualStart>2024-08-06T08:00:00</ActualStart>"
	p, _ := parse(t, project(status, tasks(row(1, begun), row(2, strings.ReplaceAll(begun, "08-07T08", "08-06T08")))))
	if a, b := p.Activities[0].File.EarlyStart, p.Activities[1].File.EarlyStart; a == worktime.None || b != worktime.None {
		t.Errorf("what remains starts %v and %v: an actual start says nothing of it", a, b)
	}
}
