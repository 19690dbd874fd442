package masterplan_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// site is a small plan: dig (5 d), pour (3 d) after it, cure (7 elapsed days)
// after that, and a handover that waits for the cure.
func site(t *testing.T) *masterplan.Plan {
	t.Helper()
	start, _ := worktime.Parse("2020-02-20T08:00")
	p := &masterplan.Plan{
		Start: start, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Settings:  masterplan.Settings{Calendar: 0},
		Calendars: []masterplan.Calendar{{Name: "site", Base: -1}},
	}
	add := func(code string, kind masterplan.Kind, minutes int64) {
		p.Activities = append(p.Activities, activity(code, kind, minutes))
	}
	add("dig", masterplan.Task, 5*480)
	add("pour", masterplan.Task, 3*480)
	add("cure", masterplan.Task, 7*1440)
	p.Activities[2].Duration.Elapsed = true
	add("handover", masterplan.FinishMilestone, 0)
	for i := range 3 {
		p.Links = append(p.Links, masterplan.Link{Pred: int32(i), Succ: int32(i + 1)})
	}
	return p
}

func activity(code string, kind masterplan.Kind, minutes int64) masterplan.Activity {
	none := worktime.None
	return masterplan.Activity{
		Code: code, Kind: kind, Parent: -1, Calendar: -1,
		Duration: masterplan.Duration{Minutes: minutes}, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
		ManualStart: none, ManualFinish: none,
		Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		File: masterplan.FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none},
	}
}

func compute(t *testing.T, p *masterplan.Plan) *masterplan.Dates {
	t.Helper()
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestComputeChain(t *testing.T) {
	p := site(t)
	d := compute(t, p)
	for i, want := range []string{"2020-02-26T17:00", "2020-03-02T17:00", "2020-03-09T17:00", "2020-03-09T17:00"} {
		if got := d.Rows[i].EarlyFinish.String(); got != want {
			t.Errorf("%s finishes %s, want %s", p.Activities[i].Code, got, want)
		}
	}
	if d.Critical != 4 || d.Finish.String() != "2020-03-09T17:00" {
		t.Errorf("critical %d, finish %s", d.Critical, d.Finish)
	}
}

func TestPercentLagIsOfThePredecessor(t *testing.T) {
	p := site(t)
	p.Links[0].Lag = masterplan.Lag{Unit: masterplan.Percent, Percent: 40}
	d := compute(t, p)
	if got := d.Rows[1].EarlyStart.String(); got != "2020-02-28T17:00" && got != "2020-03-02T08:00" {
		t.Errorf("pour starts %s: 40 %% of 5 days is two days after the dig", got)
	}
}

func TestWhyReachesTheStart(t *testing.T) {
	p := site(t)
	d := compute(t, p)
	var codes []string
	chain := masterplan.Why(p, d, 3)
	for _, h := range chain {
		codes = append(codes, p.Activities[h.Activity].Code)
	}
	if got := strings.Join(codes, " "); got != "handover cure pour dig" {
		t.Errorf("chain %s", got)
	}
	if last := chain[len(chain)-1]; last.Held != network.ByProjectStart || last.At != p.Start || last.Calendar != "site" {
		t.Errorf("the chain ends with %+v", last)
	}
}

// What is finished happened: nothing before it holds it any more.
func TestWhyEndsWithWhatHappened(t *testing.T) {
	p := site(t)
	p.Settings.Progress = masterplan.RetainedLogic
	p.DataDate, _ = worktime.Parse("2020-03-03T08:00")
	finish, _ := worktime.Parse("2020-03-02T17:00")
	p.Activities[1].ActualStart, p.Activities[1].ActualFinish, p.Activities[1].Remaining = p.Start, finish, 0 // pour; dig is not done
	chain := masterplan.Why(p, compute(t, p), 1)
	if len(chain) != 1 || chain[0].Held != network.ByActual || chain[0].At != p.Start {
		t.Errorf("chain %+v", chain)
	}
}

func TestWhyNamesTheConstraint(t *testing.T) {
	p := site(t)
	date, _ := worktime.Parse("2020-03-16T08:00")
	p.Activities[1].Primary = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: date}
	chain := masterplan.Why(p, compute(t, p), 1)
	if len(chain) != 1 || chain[0].Held != network.ByConstraint || chain[0].At != date || chain[0].Constraint != masterplan.StartNoEarlier {
		t.Errorf("chain %+v", chain)
	}
}

func TestComputeNamesTheLoop(t *testing.T) {
	p := site(t)
	p.Links = append(p.Links, masterplan.Link{Pred: 2, Succ: 0})
	_, err := masterplan.Compute(p)
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Key != "plan.loop" {
		t.Fatalf("a loop gives %v", err)
	}
	for _, code := range []string{"dig", "pour", "cure"} {
		if !strings.Contains(f.Args["activities"], code) {
			t.Errorf("the loop %q does not name %s", f.Args["activities"], code)
		}
	}
}

// A ring that closes through the outline says where; one of links alone does not.
func TestComputeNamesTheOutlineOfALoop(t *testing.T) {
	for _, c := range []struct {
		name              string
		links             []masterplan.Link
		activities, where string
	}{
		{"a heading after its own part", []masterplan.Link{{Pred: 1, Succ: 0}}, "S → A → S", "S › A"},
		{"a part after its heading", []masterplan.Link{{Pred: 0, Succ: 1}}, "A → S → A", "S › A"},
		{"two headings", []masterplan.Link{{Pred: 1, Succ: 2}, {Pred: 3, Succ: 0}}, "S → A → T → B → S", "S › A, T › B"},
		{"links alone", []masterplan.Link{{Pred: 1, Succ: 3}, {Pred: 3, Succ: 1}}, "A → B → A", ""},
	} {
		p := site(t)
		row := p.Activities[0]
		p.Activities = nil
		for i, code := range []string{"S", "A", "T", "B"} {
			a := row
			a.ID, a.UID, a.Code, a.Name, a.Kind, a.Parent = code, int64(i+1), code, code, masterplan.Task, int32(i)-1
			if i%2 == 0 {
				a.Kind, a.Parent = masterplan.Summary, -1
			}
			p.Activities = append(p.Activities, a)
		}
		p.Links, p.Assignments, p.External, p.Baselines = c.links, nil, nil, nil
		_, err := masterplan.Compute(p)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != "plan.loop" {
			t.Fatalf("%s: %v", c.name, err)
		}
		if !sameRing(f.Args["activities"], c.activities) || !slices.Equal(sorted(f.Args["outline"]), sorted(c.where)) {
			t.Errorf("%s: %q, outline %q", c.name, f.Args["activities"], f.Args["outline"])
		}
	}
}

func sorted(list string) []string {
	names := strings.Split(list, ", ")
	slices.Sort(names)
	return names
}

// sameRing says whether two rings are one, wherever each is told to begin.
func sameRing(a, b string) bool {
	x, y := strings.Split(a, " → "), strings.Split(b, " → ")
	if len(x) != len(y) {
		return false
	}
	round := strings.Join(append(y[:len(y)-1:len(y)-1], y...), " ")
	return strings.Contains(" "+round+" ", " "+strings.Join(x, " ")+" ")
}

func TestComputeRefusesAnEmptyCalendar(t *testing.T) {
	p := site(t)
	for i := range p.Calendars[0].Week {
		p.Calendars[0].Week[i].Set = true
	}
	_, err := masterplan.Compute(p)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "plan.calendar.empty" || f.Args["calendar"] != "site" {
		t.Errorf("a calendar that never works gives %v", err)
	}
}

func TestRecurringExceptions(t *testing.T) {
	from, to := worktime.Date(2020, 1, 1), worktime.Date(2021, 12, 31)
	for name, x := range map[string]struct {
		r    *masterplan.Recurrence
		want string
	}{
		"every other day, 3 times":  {&masterplan.Recurrence{Type: 1, Period: 2, Occurrences: 3, ByOccurrences: true}, "2020-01-01 2020-01-03 2020-01-05"},
		"1 May":                     {&masterplan.Recurrence{Type: 2, Month: 4, MonthDay: 1}, "2020-05-01 2021-05-01"},
		"last Monday of May":        {&masterplan.Recurrence{Type: 3, Month: 4, MonthItem: 4, MonthPosition: 4}, "2020-05-25 2021-05-31"},
		"second weekday of January": {&masterplan.Recurrence{Type: 3, Month: 0, MonthItem: 1, MonthPosition: 1}, "2020-01-02 2021-01-04"},
		"Tuesdays, every 4 weeks, 3 times": {&masterplan.Recurrence{Type: 6, Period: 4, DaysOfWeek: 4, Occurrences: 3, ByOccurrences: true},
			"2020-01-28 2020-02-25 2020-03-24"},
		"the 31st, 2 times": {&masterplan.Recurrence{Type: 4, Period: 1, MonthDay: 31, Occurrences: 2, ByOccurrences: true}, "2020-01-31 2020-03-31"},
	} {
		e := masterplan.Exception{From: from, To: to, Recurrence: x.r}
		var got []string
		for _, d := range e.Days() {
			got = append(got, d.String())
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", name, s, x.want)
		}
	}
}

func TestHoursInheritAndExcept(t *testing.T) {
	p := &masterplan.Plan{Calendars: []masterplan.Calendar{
		{Name: "zone", Base: -1, Exceptions: []masterplan.Exception{{From: worktime.Date(2020, 1, 24), To: worktime.Date(2020, 1, 30)}}},
		{Name: "crew", Base: 0, WorkWeeks: []masterplan.WorkWeek{{From: worktime.Date(2020, 2, 1), To: worktime.Date(2020, 2, 29),
			Week: [7]masterplan.DayHours{6: {Set: true, Spans: []worktime.Span{{Start: 480, End: 720}}}}}}},
	}}
	c, err := p.CompiledCalendar(1)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[worktime.Day]int{
		worktime.Date(2020, 1, 24): 0, worktime.Date(2020, 1, 31): 480, worktime.Date(2020, 2, 1): 240, worktime.Date(2020, 3, 7): 0,
	} {
		if got := c.Minutes(day); got != want {
			t.Errorf("%s has %d minutes, want %d", day, got, want)
		}
	}
}

func TestCompareTellsWhereDifferencesBegin(t *testing.T) {
	p := site(t)
	d := compute(t, p)
	for i := range p.Activities {
		r, f := d.Rows[i], &p.Activities[i].File
		f.EarlyStart, f.EarlyFinish, f.LateStart, f.LateFinish = r.EarlyStart, r.EarlyFinish, r.LateStart, r.LateFinish
		f.TotalFloat, f.HasTotal = r.TotalFloat, true
	}
	if c := masterplan.Compare(p, d); len(c.Differences) != 0 || c.Compared.Activities != 4 || c.Compared.LateFinish != 1 {
		t.Fatalf("a file with our own dates differs: %+v", c)
	}
	p.Activities[0].Remaining -= 480 // the file was edited after it was scheduled
	c := masterplan.Compare(p, compute(t, p))
	if len(c.Differences) == 0 || c.Compared.Origins == 0 {
		t.Fatalf("no difference seen: %+v", c)
	}
	for _, diff := range c.Differences {
		if strings.Contains(diff.Reason, "contradict") {
			t.Errorf("%s: says without proof that the file contradicts itself: %s", diff.ID, diff.Reason)
		}
		if diff.ID == "dig" && diff.Field == masterplan.EarlyFinish && !strings.Contains(diff.Reason, "h remain to be done") {
			t.Errorf("dig: %s", diff.Reason)
		}
		if diff.ID == "pour" && diff.Field == masterplan.EarlyStart && !strings.Contains(diff.Reason, "dig") {
			t.Errorf("pour: %s", diff.Reason)
		}
	}
}

// In Microsoft Project a task works when its crew does; where crews differ, by the
// plan's calendar.
func TestTasksWorkWhenTheirCrewDoes(t *testing.T) {
	friday := worktime.Date(2020, 2, 21)
	for _, c := range []struct {
		name    string
		dialect masterplan.Dialect
		crews   []int32 // calendars of those on the task
		want    string
	}{
		{"nobody", masterplan.MicrosoftProject, nil, "2020-02-26T17:00"},
		{"a crew with two days off", masterplan.MicrosoftProject, []int32{1}, "2020-02-28T17:00"},
		{"two such", masterplan.MicrosoftProject, []int32{1, 1}, "2020-02-28T17:00"},
		{"crews that differ", masterplan.MicrosoftProject, []int32{1, 0}, "2020-02-26T17:00"},
		{"another tool", masterplan.Primavera, []int32{1}, "2020-02-26T17:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := site(t)
			p.Settings.Dialect = c.dialect
			p.Calendars = append(p.Calendars, masterplan.Calendar{Name: "crew", Base: 0, Resource: true, Exceptions: []masterplan.Exception{
				{From: friday, To: friday}, {From: friday + 3, To: friday + 3}}})
			for i, calendar := range c.crews {
				p.Resources = append(p.Resources, masterplan.Resource{Type: masterplan.WorkResource, Calendar: calendar})
				p.Assignments = append(p.Assignments, masterplan.Assignment{Activity: 0, Resource: int32(i)})
			}
			d, err := masterplan.Compute(p)
			if err != nil || d.Rows[0].EarlyFinish.String() != c.want {
				t.Errorf("%v, %v", d.Rows[0].EarlyFinish, err)
			}
		})
	}
}
