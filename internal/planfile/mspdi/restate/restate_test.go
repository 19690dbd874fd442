package restate_test

import (
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/restate"
	"fugong/solve/worktime"
)

func at(t *testing.T, s string) worktime.Time {
	t.Helper()
	v, ok := worktime.Parse(s)
	if !ok {
		t.Fatal(s)
	}
	return v
}

// site is a Primavera plan on two calendars: 0 works five days of eight hours, 1
// every day, 2 round the clock. Its data date is Wednesday 4 March 2026.
func site(t *testing.T, activities ...masterplan.Activity) *masterplan.Plan {
	t.Helper()
	day := []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
	five, seven, all := masterplan.Calendar{Name: "five", Base: -1}, masterplan.Calendar{Name: "seven", Base: -1}, masterplan.Calendar{Name: "all", Base: -1}
	for d := range 7 {
		five.Week[d] = masterplan.DayHours{Set: true}
		if d > 0 && d < 6 {
			five.Week[d].Spans = day
		}
		seven.Week[d] = masterplan.DayHours{Set: true, Spans: day}
		all.Week[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 1440}}}
	}
	none := worktime.None
	p := &masterplan.Plan{
		Code: "P", Start: at(t, "2026-03-02T08:00"), DataDate: at(t, "2026-03-04T08:00"), MustFinish: none, Finish: none,
		Settings:  masterplan.Settings{Dialect: masterplan.Primavera, MinutesPerDay: 480, LagCalendar: masterplan.LagPredecessor},
		Calendars: []masterplan.Calendar{five, seven, all},
	}
	for _, a := range activities {
		a.Parent = -1
		for _, x := range []*worktime.Time{&a.ActualStart, &a.ActualFinish, &a.Suspend, &a.Resume, &a.ExpectedFinish, &a.Deadline} {
			if *x == 0 {
				*x = none
			}
		}
		p.Activities = append(p.Activities, a)
	}
	return p
}

// days is an activity on a calendar; what is left of it equals its duration.
func days(code string, calendar int32, n int64) masterplan.Activity {
	return masterplan.Activity{Code: code, Calendar: calendar, Duration: masterplan.Duration{Minutes: n * 480, Unit: masterplan.Days}, Remaining: n * 480}
}

func link(pred, succ int32, kind masterplan.LinkType, hours int64) masterplan.Link {
	return masterplan.Link{Pred: pred, Succ: succ, Type: kind, Lag: masterplan.Lag{Tenths: hours * 600, Unit: masterplan.Hours}}
}

// TestDatesStay is one row for every way in which the two tools date apart.
func TestDatesStay(t *testing.T) {
	when := func(s string) worktime.Time { return at(t, s) }
	for _, c := range []struct {
		name string
		plan *masterplan.Plan
		does func(p *masterplan.Plan)
		says string // losses, "effect key code"
	}{
		{"work not begun waits for the data date", site(t, days("A", 0, 2)), nil, "restated held A"},
		{"… although it carries a constraint", site(t, days("A", 0, 2)), func(p *masterplan.Plan) {
			p.Activities[0].Primary = masterplan.Constraint{Type: masterplan.FinishNoLater, Date: when("2026-03-20T17:00")}
		}, "restated due A; restated held A"},
		{"an expected finish stretches it", site(t, days("A", 0, 2)), func(p *masterplan.Plan) {
			p.Settings.UseExpectedFinish = true
			p.Activities[0].ExpectedFinish = when("2026-03-12T17:00")
		}, "restated duration A; restated held A"},
		{"a lag counts on the predecessor's calendar", site(t, days("A", 0, 1), days("B", 1, 1)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 24)}
		}, "restated held A; restated lag_span B"},
		{"… to a finish counts in the successor's working time", site(t, days("A", 1, 3), days("B", 0, 3)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{link(0, 1, masterplan.FF, 24)}
		}, "restated held A; restated lag_counted B"},
		{"a start after the data date holds what remains", site(t, days("A", 0, 4)), func(p *masterplan.Plan) {
			a := &p.Activities[0]
			a.ActualStart = p.DataDate + 2*worktime.MinutesPerDay
		}, "restated duration A"},
		{"a lag round the clock loses nothing", site(t, days("A", 2, 1), days("B", 0, 1)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 24)}
		}, "restated held A"},
		{"a lead on another calendar", site(t, days("A", 0, 9), days("B", 1, 1)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, -24)}
		}, "restated held A; restated lag_span B"},
		{"logic through a finished activity out of sequence", site(t, days("X", 0, 5), days("A", 0, 1), days("B", 0, 2)), func(p *masterplan.Plan) {
			a := &p.Activities[1]
			a.ActualStart, a.ActualFinish, a.Remaining = when("2026-03-02T08:00"), when("2026-03-02T17:00"), 0
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 0), link(1, 2, masterplan.FS, 0)}
		}, "restated held X, B"},
		{"a soft date beside one that overrules links", site(t, days("A", 0, 3), days("B", 0, 1), days("C", 0, 1), days("M", 0, 1)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 0), link(0, 3, masterplan.FS, 0)}
			p.Activities[1].Primary = masterplan.Constraint{Type: masterplan.StartOn, Date: when("2026-03-05T08:00")}
			p.Activities[3].Primary = masterplan.Constraint{Type: masterplan.MandatoryStart, Date: when("2026-03-05T08:00")}
		}, "restated due B; restated held A, C"},
		{"two constraints", site(t, days("A", 0, 2)), func(p *masterplan.Plan) {
			a := &p.Activities[0]
			a.Primary = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: when("2026-03-09T08:00")}
			a.Secondary = masterplan.Constraint{Type: masterplan.FinishNoLater, Date: when("2026-03-20T17:00")}
		}, "restated due A"},
		{"as late as possible", site(t, days("A", 0, 1), days("L", 0, 1), days("Z", 0, 9)), func(p *masterplan.Plan) {
			p.Activities[1].Primary.Type = masterplan.AsLateAsPossible
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 0), link(1, 2, masterplan.FF, 0)}
		}, "restated held A, L; restated late L"},
		{"a level of effort drives nothing", site(t, days("A", 0, 2), days("L", 0, 1), days("Z", 0, 1)), func(p *masterplan.Plan) {
			p.Activities[1].Kind = masterplan.LevelOfEffort
			p.Links = []masterplan.Link{link(0, 1, masterplan.SS, 0), link(0, 1, masterplan.FF, 0), link(1, 2, masterplan.FS, 0)}
		}, "restated held A; restated link_eased Z; restated span L"},
		{"work under way goes on at the data date", site(t, days("A", 0, 5)), func(p *masterplan.Plan) {
			a := &p.Activities[0]
			a.ActualStart, a.Remaining = when("2026-03-02T08:00"), 4*480
		}, "restated duration A"},
		{"… or with a predecessor that is late", site(t, days("X", 0, 5), days("A", 0, 5), days("B", 0, 1)), func(p *masterplan.Plan) {
			a := &p.Activities[1]
			a.ActualStart, a.Remaining = when("2026-03-02T08:00"), 3*480
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 0), link(1, 2, masterplan.FS, 0)}
		}, "restated held X; restated wait A"},
		{"a share of the predecessor stays one", site(t, days("A", 0, 4), days("B", 0, 1)), func(p *masterplan.Plan) {
			p.Links = []masterplan.Link{{Succ: 1, Type: masterplan.SS, Lag: masterplan.Lag{Percent: 50, Unit: masterplan.Percent}}}
		}, "restated held A"},
		{"what was cancelled stays so", site(t, days("A", 0, 4), days("B", 0, 1)), func(p *masterplan.Plan) {
			p.Activities[0].Inactive = true
			p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 0)}
		}, "restated held B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.does != nil {
				c.does(c.plan)
			}
			check(t, c.plan, c.says)
		})
	}
}

func check(t *testing.T, p *masterplan.Plan, says string) {
	t.Helper()
	want, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := restate.Plan(p, want)
	if err != nil {
		t.Fatal(err)
	}
	q, got := r.Plan, r.Dates
	for i := range want.Rows {
		if w, g := &want.Rows[i], &got.Rows[i]; !q.Activities[i].Inactive && (w.Start != g.Start || w.Finish != g.Finish) {
			t.Errorf("%s: %v–%v became %v–%v", p.Activities[i].Code, w.Start, w.Finish, g.Start, g.Finish)
		}
		if a := &q.Activities[i]; a.Inactive != p.Activities[i].Inactive || !started(a) && a.Duration.Minutes != a.Remaining {
			t.Errorf("%s became %+v", a.Code, a)
		}
	}
	if told := told(p, r.Losses); told != says {
		t.Errorf("told %q, want %q", told, says)
	}
}

func started(a *masterplan.Activity) bool { return a.ActualStart != worktime.None }

func told(p *masterplan.Plan, losses []masterplan.Loss) string {
	var out []string
	for _, l := range losses {
		if l.Key == "plan.loss.float" { // late dates are the other tool's
			continue
		}
		out = append(out, l.Effect.String()+" "+strings.TrimPrefix(l.Key, "plan.loss.")+" "+strings.Join(p.Labels(l.Activities), ", "))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// TestMicrosoftStays: what Microsoft Project dated needs no other words.
func TestMicrosoftStays(t *testing.T) {
	p := site(t, days("A", 0, 2), days("B", 1, 1))
	p.Settings.Dialect, p.Settings.LagCalendar = masterplan.MicrosoftProject, masterplan.LagSuccessor
	p.Links = []masterplan.Link{link(0, 1, masterplan.FS, 24)}
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := restate.Plan(p, d); err != nil || r.Plan != p || r.Dates != d || len(r.Losses) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestSums: the work of an assignment is what was and is to be done, that of a task
// that of its assignments, and the percentage is that of the duration.
func TestSums(t *testing.T) {
	p := site(t, days("A", 0, 10))
	a := &p.Activities[0]
	a.ActualStart, a.Remaining, a.PercentBasis, a.Percent, a.PercentPhysical = at(t, "2026-03-02T08:00"), 8*480, masterplan.ByPhysical, 35, 35
	p.Resources = []masterplan.Resource{{Name: "crew", Calendar: -1}, {Name: "crane", Type: masterplan.EquipmentResource, Calendar: -1}, {Name: "cement", Type: masterplan.MaterialResource, Calendar: -1}}
	p.Assignments = []masterplan.Assignment{
		{Resource: 0, Work: 100, ActualWork: 30, RemainingWork: 90}, {Resource: 1, Work: 50}, {Resource: 2, Work: 7000},
	}
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := restate.Plan(p, d)
	if err != nil {
		t.Fatal(err)
	}
	q := r.Plan
	b := &q.Activities[0]
	if q.Assignments[0].Work != 120 || q.Assignments[1].RemainingWork != 50 || b.Work != 170 || int(b.PercentWork) != 17 {
		t.Errorf("work %d, %.1f %%, assignments %+v", b.Work, b.PercentWork, q.Assignments)
	}
	if b.Percent != 20 || b.PercentPhysical != 35 || !b.EarnByPhysical || b.Duration.Minutes != 10*480 || b.Remaining != 8*480 {
		t.Errorf("%+v", b)
	}
	if p.Assignments[0].Work != 100 || p.Activities[0].Percent != 35 {
		t.Error("the plan itself was changed")
	}
}

// TestLongLeadsAreTold: a link from what spans years holds nothing in Primavera. In
// Microsoft Project it would; it stays, with a lead of years that is told by its length,
// and nothing moves.
func TestLongLeadsAreTold(t *testing.T) {
	p := site(t, days("A", 1, 700), days("L", 1, 1), days("B", 1, 5))
	p.Activities[1].Kind = masterplan.LevelOfEffort
	p.Links = []masterplan.Link{link(0, 1, masterplan.SS, 0), link(0, 1, masterplan.FF, 0), link(1, 2, masterplan.FS, 0)}
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := restate.Plan(p, d)
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, l := range r.Losses {
		if l.Key == "plan.loss.link_eased" || l.Effect == masterplan.Moved {
			t.Errorf("%s of %v", l.Key, p.Labels(l.Activities))
		}
		if l.Key == "plan.loss.link_lead" {
			told = strings.Join(p.Labels(l.Activities), " ") + " " + l.Args["Days"]
		}
	}
	if told != "B 699" {
		t.Errorf("told: %q", told)
	}
	if got := r.Plan.Links[2]; got.Pred != 1 || got.Succ != 2 || got.Lag.Tenths > -699*14_400 || !got.Lag.Elapsed {
		t.Errorf("the link became %+v", got)
	}
	if was, is := d.Rows[2], r.Dates.Rows[2]; was.Start != is.Start || was.Finish != is.Finish {
		t.Errorf("B moves from %s to %s", was.Start, is.Start)
	}
}

// TestWhatFollowsAnotherProjectStays: the end of what it follows lies before its own
// project begins, and would pull it there.
func TestWhatFollowsAnotherProjectStays(t *testing.T) {
	for date, want := range map[string]masterplan.ConstraintType{"2025-11-10T17:00": masterplan.StartNoEarlier, "2026-03-04T08:00": masterplan.NoConstraint} {
		p := site(t, days("A", 1, 2))
		p.Start = at(t, "2026-03-04T08:00")
		p.External = []masterplan.ExternalLink{{Activity: 0, Pred: true, Other: "X", HasDate: true, Date: at(t, date)}}
		d, err := masterplan.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		r, err := restate.Plan(p, d)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Plan.Activities[0].Primary; got.Type != want || want != masterplan.NoConstraint && got.Date != d.Rows[0].Start {
			t.Errorf("after an end at %s it is held by %+v", date, got)
		}
	}
}
