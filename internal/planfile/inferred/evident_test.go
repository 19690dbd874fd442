package inferred_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile/inferred"
	"fugong/solve/worktime"
)

var shifts = []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}

// master is two chains of n tasks, the second of half the work, on one calendar of
// Monday to Friday, with the dates that it is scheduled with as those of its file.
func master(t testing.TB, n int) *masterplan.Plan {
	t.Helper()
	var codes []string
	for i := range 2 * n {
		codes = append(codes, fmt.Sprintf("A%03d", i))
	}
	p := plantest.Chain(codes...)
	p.Links = append(p.Links[:n-1], p.Links[n:]...)
	c := masterplan.Calendar{Name: "Site", Base: -1, HoursPerDay: 8}
	for d := range c.Week {
		c.Week[d].Set = true
		if d >= 1 && d <= 5 {
			c.Week[d].Spans = shifts
		}
	}
	p.Calendars, p.Settings.Calendar = []masterplan.Calendar{c}, 0
	p.Settings.Dialect = masterplan.Primavera
	for i := range p.Activities {
		work := int64(960 + 240*(i%5))
		if i >= n {
			work /= 2
		}
		p.Activities[i].Remaining, p.Activities[i].Duration.Minutes = work, work
	}
	return p
}

// schedule writes the dates that p has into its file.
func schedule(t testing.TB, p *masterplan.Plan) *masterplan.Plan {
	t.Helper()
	d := plantest.Computed(t, p)
	for i, r := range d.Rows {
		p.Activities[i].File = masterplan.FileDates{
			EarlyStart: r.EarlyStart, EarlyFinish: r.EarlyFinish, LateStart: r.LateStart, LateFinish: r.LateFinish,
			TotalFloat: r.TotalFloat, HasTotal: true, Start: r.Start, Finish: r.Finish,
		}
	}
	return p
}

// off are days off on two days of every week of the plan.
func off() (list []masterplan.Exception) {
	for d := worktime.Date(2020, 2, 19); d < worktime.Date(2020, 6, 1); d += 7 {
		list = append(list, masterplan.Exception{From: d, To: d + 1, Name: "off"})
	}
	return list
}

func agreement(t testing.TB, p *masterplan.Plan) (agree, of int) {
	t.Helper()
	for _, k := range masterplan.Tally(p, plantest.Computed(t, p)) {
		agree, of = agree+k.Agree, of+k.Of
	}
	return agree, of
}

func keys(notes []masterplan.Note) string {
	var list []string
	for _, n := range notes {
		list = append(list, strings.TrimPrefix(n.Key, "plan.note."))
		if !inferred.Told(n) || n.Level != masterplan.Warning {
			list = append(list, "not told")
		}
	}
	return strings.Join(list, " ")
}

// What was changed after the file was scheduled is found, and the dates are those
// of the file again.
func TestSettle(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(p *masterplan.Plan) // the plan as it was scheduled
		after  func(p *masterplan.Plan) // what was changed afterwards
		want   string
	}{
		{"nothing", nil, func(*masterplan.Plan) {}, ""},
		{"days off were added", nil, func(p *masterplan.Plan) { p.Calendars[0].Exceptions = off() }, "days_off_unheeded"},
		{"days off were added to what it derives from", func(p *masterplan.Plan) {
			p.Calendars = append(p.Calendars, masterplan.Calendar{Name: "Base", Base: -1})
			p.Calendars[0].Base = 1
		}, func(p *masterplan.Plan) { p.Calendars[1].Exceptions = off() }, "days_off_unheeded"},
		{"other weekdays", func(p *masterplan.Plan) {
			w := &p.Calendars[0].Week
			w[0], w[5] = masterplan.DayHours{Set: true, Spans: shifts}, masterplan.DayHours{Set: true}
		}, func(p *masterplan.Plan) {
			w := &p.Calendars[0].Week
			w[0], w[5] = masterplan.DayHours{Set: true}, masterplan.DayHours{Set: true, Spans: shifts}
		}, "week_by_dates"},
		{"other hours", func(p *masterplan.Plan) {
			p.Start -= 60
			for d := 1; d <= 5; d++ {
				p.Calendars[0].Week[d].Spans = []worktime.Span{{Start: 420, End: 690}, {Start: 780, End: 990}}
			}
		}, func(p *masterplan.Plan) {
			for d := 1; d <= 5; d++ {
				p.Calendars[0].Week[d].Spans = shifts
			}
		}, "hours_by_dates"},
		{"durations", nil, func(p *masterplan.Plan) {
			for i := 1; i < len(p.Activities); i += 3 {
				p.Activities[i].Remaining += 480
				p.Activities[i].Duration.Minutes += 480
			}
		}, "work_by_dates"},
		{"a milestone that lasts", nil, func(p *masterplan.Plan) {
			p.Activities[0].Kind, p.Activities[0].Remaining, p.Activities[0].Duration.Minutes = masterplan.StartMilestone, 0, 0
		}, "milestone_by_dates"},
		{"lags on another calendar", func(p *masterplan.Plan) {
			for i := range p.Links {
				p.Links[i].Lag = masterplan.Lag{Tenths: 14400, Unit: masterplan.Days}
			}
			p.Settings.LagCalendar = masterplan.LagElapsed
		}, func(p *masterplan.Plan) { p.Settings.LagCalendar = masterplan.LagPredecessor }, "lag_elapsed"},
		{"late dates from a finish that is gone", func(p *masterplan.Plan) {
			p.MustFinish = worktime.Date(2020, 7, 31).At(1020)
		}, func(p *masterplan.Plan) { p.MustFinish = worktime.None }, "late_from"},
		{"a finish that was set afterwards", nil, func(p *masterplan.Plan) { p.MustFinish = worktime.Date(2020, 3, 2).At(1020) }, "late_from"},
		{"days off and lags", func(p *masterplan.Plan) {
			for i := range p.Links {
				p.Links[i].Lag = masterplan.Lag{Tenths: 14400, Unit: masterplan.Days}
			}
			p.Settings.LagCalendar = masterplan.LagElapsed
		}, func(p *masterplan.Plan) {
			p.Settings.LagCalendar, p.Calendars[0].Exceptions = masterplan.LagPredecessor, off()
		}, "days_off_unheeded lag_elapsed"},
		{"days off and a duration", nil, func(p *masterplan.Plan) {
			p.Calendars[0].Exceptions = off()
			p.Activities[3].Remaining += 60
		}, "days_off_unheeded work_by_dates"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := master(t, 10)
			if c.before != nil {
				c.before(p)
			}
			c.after(schedule(t, p))
			if got := keys(inferred.InferSettings(p)); got != c.want {
				t.Errorf("told %q, want %q", got, c.want)
			}
			if agree, of := agreement(t, p); agree != of {
				t.Errorf("%d of %d agree", agree, of)
			}
		})
	}
}

// What does not prove anything changes nothing.
func TestSettleLeavesAlone(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T) *masterplan.Plan{
		"too few speak of the calendar": func(t *testing.T) *masterplan.Plan {
			p := schedule(t, master(t, 2))
			p.Calendars[0].Exceptions = off()
			return p
		},
		"no dates in the file": func(t *testing.T) *masterplan.Plan {
			p := master(t, 10)
			for i := range p.Activities {
				p.Activities[i].Remaining += 60
			}
			return p
		},
		"dates of another network": func(t *testing.T) *masterplan.Plan {
			p := schedule(t, master(t, 10))
			p.Calendars[0].Exceptions = off()
			for i := range p.Links {
				p.Links[i].Pred, p.Links[i].Succ = p.Links[i].Succ, p.Links[i].Pred
			}
			return p
		},
		"dates at random": func(t *testing.T) *masterplan.Plan {
			p := schedule(t, master(t, 10))
			for i := range p.Activities {
				f := &p.Activities[i].File
				by := worktime.Time(1440 * (i * i % 11))
				f.EarlyStart, f.EarlyFinish, f.LateStart = f.EarlyStart+by, f.EarlyFinish+2*by, f.LateStart-by
			}
			return p
		},
		"durations of what is said to be late only": func(t *testing.T) *masterplan.Plan {
			p := schedule(t, master(t, 10))
			for i := range p.Activities {
				p.Activities[i].File.LateStart -= 1440
			}
			return p
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := spoil(t)
			before := fmt.Sprintf("%+v", *p)
			if notes := inferred.InferSettings(p); len(notes) != 0 || fmt.Sprintf("%+v", *p) != before {
				t.Errorf("changed the plan and told %q", keys(notes))
			}
		})
	}
}

// Whatever is done to a plan, settling it never costs an agreement, and does
// nothing a second time.
func TestSettleNeverCostsAgreement(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := schedule(t, master(t, rapid.IntRange(2, 8).Draw(r, "tasks")))
		if rapid.Bool().Draw(r, "days off") {
			p.Calendars[0].Exceptions = off()[:rapid.IntRange(0, 5).Draw(r, "how many")]
		}
		for range rapid.IntRange(0, 6).Draw(r, "changes") {
			a := &p.Activities[rapid.IntRange(0, len(p.Activities)-1).Draw(r, "which")]
			switch rapid.IntRange(0, 3).Draw(r, "what") {
			case 0:
				a.Remaining = rapid.Int64Range(0, 3000).Draw(r, "work")
			case 1:
				a.File.LateFinish += worktime.Time(rapid.IntRange(-2000, 2000).Draw(r, "late"))
			case 2:
				a.Kind = masterplan.Kind(rapid.IntRange(0, 3).Draw(r, "kind"))
			case 3:
				a.File.EarlyStart = worktime.None
			}
		}
		before, of := agreement(t, p)
		inferred.InferSettings(p)
		after, now := agreement(t, p)
		if after < before || of != now {
			r.Fatalf("%d of %d agreed, %d of %d now", before, of, after, now)
		}
		settled := *p
		if notes := inferred.InferSettings(p); len(notes) > 0 && reflect.DeepEqual(settled, *p) {
			r.Fatalf("told %q and changed nothing", keys(notes))
		}
	})
}

// A plan with too few witnesses hears those of the file's other plans.
func TestSettleHearsOtherPlans(t *testing.T) {
	few, many := schedule(t, master(t, 2)), schedule(t, master(t, 10))
	many.Code = "other"
	few.Calendars[0].Exceptions, many.Calendars[0].Exceptions = off(), off()
	if got := keys(inferred.InferSettings(few, many)); got != "days_off_unheeded" {
		t.Errorf("told %q", got)
	}
	if agree, of := agreement(t, few); agree != of {
		t.Errorf("%d of %d agree", agree, of)
	}
	stranger := schedule(t, master(t, 2))
	stranger.Calendars[0].Exceptions = off()[1:]
	if got := keys(inferred.InferSettings(stranger, many)); got != "" {
		t.Errorf("another calendar's witnesses were heard: %q", got)
	}
}

// Early dates are judged by themselves where the late ones are left over.
func TestSettleByEarlyDates(t *testing.T) {
	p := schedule(t, master(t, 10))
	for i := range p.Activities {
		f := &p.Activities[i].File
		f.LateStart, f.LateFinish = f.LateStart+worktime.Time(1440*(i*i%7)), f.LateFinish+worktime.Time(1440*(i*i%11))
	}
	p.Calendars[0].Exceptions = off()
	if got := keys(inferred.InferSettings(p)); got != "days_off_unheeded" {
		t.Errorf("told %q", got)
	}
	kinds := masterplan.Tally(p, plantest.Computed(t, p))
	for n, k := range kinds[:2] {
		if k.Agree != k.Of || k.Of == 0 {
			t.Errorf("early date %d: %d of %d agree", n, k.Agree, k.Of)
		}
	}
}

// A link from another project whose dates are not in the file holds its activity where
// the file has it, as long as nothing else does.
func TestOutside(t *testing.T) {
	for name, held := range map[string]bool{"it holds": true, "it does not": false} {
		p := master(t, 8)
		link := masterplan.ExternalLink{Activity: 4, Pred: true, Other: "road", Date: worktime.None}
		if held {
			link.Date, link.HasDate = plantest.Computed(t, p).Rows[4].EarlyStart+7*worktime.MinutesPerDay, true
		}
		p.External = []masterplan.ExternalLink{link}
		schedule(t, p)
		p.External[0].Date, p.External[0].HasDate = worktime.None, false
		notes := inferred.HoldOutsideLinks(p)
		if len(notes) == 1 != held || p.External[0].HasDate != held {
			t.Errorf("%s: %v, %+v", name, notes, p.External)
		}
		if agree, of := agreement(t, p); agree != of {
			t.Errorf("%s: %d of %d agree", name, agree, of)
		}
	}
}
