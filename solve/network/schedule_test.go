package network_test

import (
	"errors"
	"slices"
	"testing"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

func at(t testing.TB, s string) worktime.Time {
	t.Helper()
	v, ok := worktime.Parse(s)
	if !ok {
		t.Fatalf("bad time %q", s)
	}
	return v
}

// chain is n office tasks of a day each, chained finish to start.
func chain(t testing.TB, n int) *network.Problem {
	t.Helper()
	p := &network.Problem{Calendars: calendars(t), Start: monday, DataDate: worktime.None, MustFinish: worktime.None}
	for i := range n {
		p.Activities = append(p.Activities, task(0, 480))
		if i > 0 {
			p.Links = append(p.Links, network.Link{Pred: int32(i - 1), Succ: int32(i)})
		}
	}
	return p
}

// The office chain starts Monday 17 February 2020; Wednesday 26 is a holiday and
// Saturday 29 is worked.
func TestRules(t *testing.T) {
	for name, x := range map[string]struct {
		change func(p *network.Problem)
		row    int
		want   [4]string // early start and finish, late start and finish
	}{
		"chain": {func(*network.Problem) {}, 2,
			[4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-19T08:00", "2020-02-19T17:00"}},
		"must finish": {func(p *network.Problem) { p.MustFinish = at(t, "2020-02-18T17:00") }, 0,
			[4]string{"2020-02-17T08:00", "2020-02-17T17:00", "2020-02-14T08:00", "2020-02-14T17:00"}},
		"back from the finish": {func(p *network.Problem) { p.Options.FromFinish, p.MustFinish = true, at(t, "2020-02-27T17:00") }, 1,
			[4]string{"2020-02-25T08:00", "2020-02-25T17:00", "2020-02-25T08:00", "2020-02-25T17:00"}},
		"start no earlier": {func(p *network.Problem) {
			p.Activities[1].Primary = network.Constraint{Type: network.StartNoEarlier, Date: at(t, "2020-02-20T00:00")}
		}, 1, [4]string{"2020-02-20T08:00", "2020-02-20T17:00", "2020-02-20T08:00", "2020-02-20T17:00"}},
		"finish no later, second constraint": {func(p *network.Problem) {
			p.Activities[2].Secondary = network.Constraint{Type: network.FinishNoLater, Date: at(t, "2020-02-18T17:00")}
		}, 2, [4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"mandatory start overrules the link": {func(p *network.Problem) {
			p.Activities[1].Primary = network.Constraint{Type: network.MandatoryStart, Date: at(t, "2020-02-17T08:00")}
		}, 1, [4]string{"2020-02-17T08:00", "2020-02-17T17:00", "2020-02-17T08:00", "2020-02-17T17:00"}},
		"a date honoured against the link": {func(p *network.Problem) {
			p.Options.HonourDates = true
			p.Activities[1].Primary = network.Constraint{Type: network.FinishNoLater, Date: at(t, "2020-02-17T17:00")}
		}, 1, [4]string{"2020-02-17T08:00", "2020-02-17T17:00", "2020-02-17T08:00", "2020-02-17T17:00"}},
		"deadline bounds the late finish only": {func(p *network.Problem) { p.Activities[2].Deadline = at(t, "2020-02-18T17:00") }, 2,
			[4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"elapsed": {func(p *network.Problem) {
			p.Activities[2].Elapsed, p.Activities[2].Remaining = true, 2880
		}, 2, [4]string{"2020-02-18T17:00", "2020-02-20T17:00", "2020-02-18T17:00", "2020-02-20T17:00"}},
		"fixed by hand": {func(p *network.Problem) {
			a := &p.Activities[2]
			a.Fixed, a.FixedStart, a.FixedFinish = true, at(t, "2020-02-17T10:00"), at(t, "2020-02-17T15:00")
		}, 2, [4]string{"2020-02-17T10:00", "2020-02-17T15:00", "2020-02-18T13:00", "2020-02-18T17:00"}},
		"inactive holds nothing": {func(p *network.Problem) { p.Activities[1].Inactive = true }, 2,
			[4]string{"2020-02-17T08:00", "2020-02-17T17:00", "2020-02-17T08:00", "2020-02-17T17:00"}},
		"from outside": {func(p *network.Problem) { p.Activities[0].NotBefore = at(t, "2020-02-18T00:00") }, 0,
			[4]string{"2020-02-18T08:00", "2020-02-18T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"as late as the successor's start": {func(p *network.Problem) {
			p.Links[0].Succ = 2
			p.Activities[0].Primary.Type = network.AsLateAsPossible
			p.Links[1].Lag, p.Links[1].LagCalendar = 960, 0
		}, 0, [4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-19T08:00", "2020-02-19T17:00"}},
		"data date": {func(p *network.Problem) { p.DataDate = at(t, "2020-02-18T00:00") }, 0,
			[4]string{"2020-02-18T08:00", "2020-02-18T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"in progress": {func(p *network.Problem) {
			p.DataDate = at(t, "2020-02-19T00:00")
			p.Activities[0].ActualStart, p.Activities[0].Remaining = monday, 120
		}, 0, [4]string{"2020-02-19T08:00", "2020-02-19T10:00", "2020-02-19T08:00", "2020-02-19T10:00"}},
		"suspended": {func(p *network.Problem) {
			p.DataDate = at(t, "2020-02-19T00:00")
			p.Activities[0].ActualStart, p.Activities[0].Remaining, p.Activities[0].Resume = monday, 120, at(t, "2020-02-20T13:00")
		}, 0, [4]string{"2020-02-20T13:00", "2020-02-20T15:00", "2020-02-20T13:00", "2020-02-20T15:00"}},
		"expected finish": {func(p *network.Problem) {
			p.Options.UseExpectedFinish = true
			p.Activities[0].ExpectedFinish = at(t, "2020-02-18T17:00")
		}, 0, [4]string{"2020-02-17T08:00", "2020-02-18T17:00", "2020-02-17T08:00", "2020-02-18T17:00"}},
		"out of sequence, retained": {func(p *network.Problem) {
			p.DataDate = at(t, "2020-02-18T00:00")
			p.Activities[1].ActualStart, p.Activities[1].Remaining = monday, 240
		}, 1, [4]string{"2020-02-19T08:00", "2020-02-19T12:00", "2020-02-19T08:00", "2020-02-19T12:00"}},
		"out of sequence, override": {func(p *network.Problem) {
			p.DataDate, p.Options.Progress = at(t, "2020-02-18T00:00"), network.ProgressOverride
			p.Activities[1].ActualStart, p.Activities[1].Remaining = monday, 240
		}, 1, [4]string{"2020-02-18T08:00", "2020-02-18T12:00", "2020-02-18T08:00", "2020-02-18T12:00"}},
		"finished passes logic on": {func(p *network.Problem) {
			p.DataDate = at(t, "2020-02-18T00:00")
			p.Activities[1].ActualStart, p.Activities[1].ActualFinish = monday, monday+100
		}, 2, [4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-19T08:00", "2020-02-19T17:00"}},
	} {
		p := chain(t, 3)
		x.change(p)
		r := solve(t, p)
		g := r.Rows[x.row]
		got := [4]string{g.EarlyStart.String(), g.EarlyFinish.String(), g.LateStart.String(), g.LateFinish.String()}
		if got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}

func TestStartLagsCountFromWhatHappened(t *testing.T) {
	for name, x := range map[string]struct {
		early  bool
		resume string
		want   string
	}{
		"from the remainder: a day of three is used up":  {true, "", "2020-02-20T08:00"},
		"from the actual start":                          {false, "", "2020-02-20T08:00"},
		"from the remainder, when that goes on later":    {true, "2020-02-21T08:00", "2020-02-25T08:00"},
		"from the actual start, whatever comes after it": {false, "2020-02-21T08:00", "2020-02-20T08:00"},
	} {
		p := chain(t, 2)
		p.DataDate, p.Options.LagFromEarlyStart = at(t, "2020-02-18T00:00"), x.early
		p.Activities[0].ActualStart, p.Activities[0].Remaining = monday, 2400
		if x.resume != "" {
			p.Activities[0].Resume = at(t, x.resume)
		}
		p.Links[0].Type, p.Links[0].Lag, p.Links[0].LagCalendar = network.SS, 3*480, 0
		if got := solve(t, p).Rows[1].EarlyStart.String(); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func TestSpansDriveNothing(t *testing.T) {
	p := chain(t, 3)
	p.Activities = append(p.Activities, task(0, 99999))
	p.Activities[3].Kind = network.LevelOfEffort
	p.Links = append(p.Links, network.Link{Pred: 0, Succ: 3, Type: network.SS}, network.Link{Pred: 2, Succ: 3, Type: network.FF},
		network.Link{Pred: 3, Succ: 1, Type: network.FS})
	r := solve(t, p)
	if g := r.Rows[3]; g.EarlyStart != monday || g.EarlyFinish != r.Rows[2].EarlyFinish || g.LateFinish != r.Rows[2].LateFinish {
		t.Errorf("level of effort spans %s–%s", g.EarlyStart, g.EarlyFinish)
	}
	if got := r.Finish.String(); got != "2020-02-19T17:00" || r.Critical != 3 {
		t.Errorf("finish %s, %d critical", got, r.Critical)
	}
}

func TestSummaries(t *testing.T) {
	p := chain(t, 4)
	// 1 and 2 stand under summary 4, which follows 0 and precedes 3.
	s := task(0, 0)
	s.Kind = network.Summary
	p.Activities = append(p.Activities, s)
	p.Activities[1].Parent, p.Activities[2].Parent = 4, 4
	p.Links = []network.Link{{Pred: 0, Succ: 4}, {Pred: 1, Succ: 2}, {Pred: 4, Succ: 3}}
	r := solve(t, p)
	for i, want := range []string{"2020-02-17T08:00", "2020-02-18T08:00", "2020-02-19T08:00", "2020-02-20T08:00", "2020-02-18T08:00"} {
		if got := r.Rows[i].EarlyStart.String(); got != want {
			t.Errorf("%d starts %s, want %s", i, got, want)
		}
	}
	if g := r.Rows[4]; g.EarlyFinish.String() != "2020-02-19T17:00" || r.Rows[1].Reason != network.ByParent {
		t.Errorf("summary ends %s, its first child is held by %d", g.EarlyFinish, r.Rows[1].Reason)
	}
	if r.Rows[0].TotalFloat != 0 {
		t.Errorf("what precedes the summary has float %d", r.Rows[0].TotalFloat)
	}
}

func TestDriversAndLongestPath(t *testing.T) {
	p := chain(t, 4)
	p.Links[1] = network.Link{Pred: 0, Succ: 2}
	p.Activities[1].Remaining = 60
	p.Links = append(p.Links, network.Link{Pred: 1, Succ: 3})
	r := solve(t, p)
	if got := r.Rows[3]; got.Reason != network.ByLink || got.Link != 2 {
		t.Errorf("3 is driven by link %d (%d)", got.Link, got.Reason)
	}
	var path []bool
	for _, row := range r.Rows {
		path = append(path, row.LongestPath)
	}
	if !slices.Equal(path, []bool{true, false, true, true}) {
		t.Errorf("longest path %v", path)
	}
	if l := r.Links[3]; l.Driving || l.Slack != 420 {
		t.Errorf("the short way has slack %d", l.Slack)
	}
	if r.Rows[1].FreeFloat != 420 || r.Rows[1].TotalFloat != 420 {
		t.Errorf("floats of the short way: %d, %d", r.Rows[1].FreeFloat, r.Rows[1].TotalFloat)
	}
}

func TestLoopsAreNamed(t *testing.T) {
	p := chain(t, 6)
	p.Links = append(p.Links, network.Link{Pred: 5, Succ: 0}, network.Link{Pred: 3, Succ: 2})
	_, err := network.Schedule(p)
	var loop *network.LoopError
	if !errors.As(err, &loop) {
		t.Fatalf("no loop: %v", err)
	}
	slices.Sort(loop.Activities)
	if !slices.Equal(loop.Activities, []int{2, 3}) {
		t.Errorf("the shortest loop is %v", loop.Activities)
	}
	p = chain(t, 2)
	p.Links = append(p.Links, network.Link{Pred: 1, Succ: 1})
	if _, err = network.Schedule(p); !errors.As(err, &loop) || !slices.Equal(loop.Activities, []int{1}) {
		t.Errorf("a link to itself: %v", err)
	}
}

func TestNonsenseIsNamed(t *testing.T) {
	for field, change := range map[string]func(p *network.Problem){
		"Pred":        func(p *network.Problem) { p.Links[0].Pred = 9 },
		"Succ":        func(p *network.Problem) { p.Links[0].Succ = -1 },
		"LagCalendar": func(p *network.Problem) { p.Links[0].LagCalendar = 7 },
		"Type":        func(p *network.Problem) { p.Links[0].Type = 4 },
		"Duration":    func(p *network.Problem) { p.Activities[1].Duration = -1 },
		"Remaining":   func(p *network.Problem) { p.Activities[1].Remaining = -1 },
		"Calendar":    func(p *network.Problem) { p.Activities[1].Calendar = 4 },
		"Floats":      func(p *network.Problem) { p.Activities[1].Floats = -1 },
		"Parent":      func(p *network.Problem) { p.Activities[1].Parent = 0 },
		"Kind":        func(p *network.Problem) { p.Activities[1].Kind = 9 },
	} {
		p := chain(t, 2)
		change(p)
		_, err := network.Schedule(p)
		var input *network.InputError
		if !errors.As(err, &input) || input.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	p := chain(t, 2)
	for i := range p.Activities {
		p.Activities[i].Kind, p.Activities[i].Parent = network.Summary, int32(1-i)
	}
	var input *network.InputError
	if _, err := network.Schedule(p); !errors.As(err, &input) || input.Field != "Parent" {
		t.Errorf("a ring of parents: %v", err)
	}
}

func TestNothingToDate(t *testing.T) {
	r := solve(t, &network.Problem{Start: monday, DataDate: worktime.None, MustFinish: worktime.None})
	if r.Finish != worktime.None || len(r.Rows) != 0 {
		t.Errorf("an empty network finishes %s", r.Finish)
	}
}

func TestBackFromAFinishTooEarly(t *testing.T) {
	p := chain(t, 3)
	s := task(0, 0)
	s.Kind = network.Summary
	p.Activities = append(p.Activities, s)
	for i := range 3 {
		p.Activities[i].Parent = 3
	}
	p.DataDate, p.Options.FromFinish, p.MustFinish = monday, true, at(t, "2020-02-18T17:00")
	r := solve(t, p)
	if got := r.Rows[3]; got.Start.String() != "2020-02-14T08:00" || got.Finish != p.MustFinish || r.Finish != p.MustFinish {
		t.Errorf("the summary is %s–%s, the project ends %s", got.Start, got.Finish, r.Finish)
	}
	if r.Rows[2].TotalFloat != -480 {
		t.Errorf("a day too little is float %d", r.Rows[2].TotalFloat)
	}
}
