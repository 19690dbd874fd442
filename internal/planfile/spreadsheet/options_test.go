package spreadsheet_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/spreadsheet"
	"fugong/solve/worktime"
)

// seasoned is a plan in which everything is set that changes dates.
func seasoned() *masterplan.Plan {
	none := worktime.None
	day := []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
	calendar := func(name string, from, to int) masterplan.Calendar {
		c := masterplan.Calendar{Name: name, Base: -1}
		for d := range c.Week {
			c.Week[d].Set = true
			if d >= from && d <= to {
				c.Week[d].Spans = day
			}
		}
		return c
	}
	p := &masterplan.Plan{
		Code: "P", Name: "P", Start: march(2, 0), DataDate: march(4, 0), MustFinish: march(31, 0), Finish: none,
		Settings: masterplan.Settings{
			Dialect: masterplan.Primavera, Calendar: 1, Progress: masterplan.ProgressOverride, LagCalendar: masterplan.LagSuccessor,
			FloatBasis: masterplan.SmallestFloat, LagFromEarlyStart: true, UseExpectedFinish: true, OpenEndsCritical: true, CriticalByPath: true,
			CriticalFloat: 90, LateFrom: march(30, 0), MinutesPerDay: 480, MinutesPerWeek: 2400, DaysPerMonth: 20, DefaultStart: 480, DefaultFinish: 1020,
		},
		Calendars: []masterplan.Calendar{calendar("twice", 0, 6), calendar("twice", 1, 5), calendar("never", 9, 9)},
	}
	p.Calendars[1].Base = 0
	p.Calendars[0].Exceptions = []masterplan.Exception{{Name: "flood", From: worktime.Date(2020, 3, 9), To: worktime.Date(2020, 3, 10)}}
	add := func(code string, days int64, change func(a *masterplan.Activity)) {
		a := masterplan.Activity{
			Code: code, Name: code, Parent: -1, Duration: masterplan.Duration{Minutes: days * 480, Unit: masterplan.Days}, Remaining: days * 480, Priority: 500,
			ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
			ManualStart: none, ManualFinish: none, Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		}
		change(&a)
		p.Activities = append(p.Activities, a)
	}
	add("expected", 2, func(a *masterplan.Activity) { a.ExpectedFinish = march(13, 1020) })
	add("both", 2, func(a *masterplan.Activity) {
		a.Primary = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: march(11, 480)}
		a.Secondary = masterplan.Constraint{Type: masterplan.FinishNoLater, Date: march(20, 0)}
	})
	add("mandatory", 2, func(a *masterplan.Activity) {
		a.Primary = masterplan.Constraint{Type: masterplan.MandatoryStart, Date: march(5, 480)}
	})
	add("manual", 2, func(a *masterplan.Activity) {
		a.Manual, a.ManualStart, a.ManualFinish = true, march(17, 600), march(18, 660)
	})
	add("cancelled", 9, func(a *masterplan.Activity) { a.Inactive = true })
	add("stopped", 5, func(a *masterplan.Activity) {
		a.ActualStart, a.Remaining, a.Percent = march(2, 480), 4*480, 20
		a.Suspend, a.Resume = march(3, 1020), march(12, 480)
	})
	add("less", 5, func(a *masterplan.Activity) { a.Remaining = 480 })
	add("last", 1, func(*masterplan.Activity) {})
	p.Activities[7].Calendar = 1
	for _, l := range []struct{ from, to int32 }{{0, 7}, {1, 7}, {5, 7}} {
		p.Links = append(p.Links, masterplan.Link{Pred: l.from, Succ: l.to, Lag: masterplan.Lag{Tenths: 9600, Unit: masterplan.Days}})
	}
	return p
}

// TestWhatChangesDatesComesBack: settings, both constraints, modes, pauses, expected
// finishes, midnights, calendars of one name and inherited days off.
func TestWhatChangesDatesComesBack(t *testing.T) {
	p := seasoned()
	want, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		draft, err := spreadsheet.Prepare(p, want, lang)
		if err != nil {
			t.Fatal(err)
		}
		if len(draft.Losses) > 0 {
			t.Errorf("%s: %+v", lang, draft.Losses)
		}
		var out bytes.Buffer
		if err := draft.Write(&out); err != nil {
			t.Fatal(err)
		}
		f, err := spreadsheet.Read("plan.xlsx", out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		q := f.Plans[0]
		s := p.Settings
		s.Calendar = 0 // the project's comes first
		if diff := cmp.Diff(s, q.Settings); diff != "" {
			t.Errorf("%s: settings (-out +in): %s", lang, diff)
		}
		for i := range p.Activities {
			a, b := &p.Activities[i], &q.Activities[i]
			if a.Primary != b.Primary || a.Secondary != b.Secondary || a.Remaining != b.Remaining || a.Suspend != b.Suspend || a.Resume != b.Resume ||
				a.ExpectedFinish != b.ExpectedFinish || a.Manual != b.Manual || a.ManualFinish != b.ManualFinish || a.Inactive != b.Inactive {
				t.Errorf("%s: %+v\nbecame %+v", lang, a, b)
			}
		}
		if p.Start != q.Start || p.DataDate != q.DataDate || p.MustFinish != q.MustFinish {
			t.Errorf("%s: %v %v %v", lang, q.Start, q.DataDate, q.MustFinish)
		}
		checkDates(t, lang, p, want, q, draft.Losses)
	}
}
