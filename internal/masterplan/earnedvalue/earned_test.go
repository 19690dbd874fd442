package earnedvalue_test

import (
	"math"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/earnedvalue"
	"fugong/solve/worktime"

	"pgregory.net/rapid"
)

var monday = worktime.Date(2020, 2, 17)

// chain is n tasks of five days each, week after week on the standard calendar.
func chain(n int) *masterplan.Plan {
	none := worktime.None
	p := &masterplan.Plan{
		Start: monday.At(480), Finish: none, DataDate: none, MustFinish: none,
		Settings: masterplan.Settings{Calendar: -1, MinutesPerDay: 480},
	}
	for i := range n {
		p.Activities = append(p.Activities, masterplan.Activity{
			ID: string(rune('a' + i)), Parent: -1, Calendar: -1, Duration: masterplan.Duration{Minutes: 2400}, Remaining: 2400,
			ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
			ManualStart: none, ManualFinish: none, Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		})
		if i > 0 {
			p.Links = append(p.Links, masterplan.Link{Pred: int32(i - 1), Succ: int32(i)})
		}
	}
	return p
}

func input(t testing.TB, p *masterplan.Plan, entries ...masterplan.Entry) earnedvalue.Input {
	in := earnedvalue.Input{Stored: p, Plan: masterplan.Fold(p, entries), Entries: entries}
	var err error
	if in.Dates, err = masterplan.Compute(in.Plan); err != nil {
		t.Fatal(err)
	}
	return in
}

// at reports a share of an activity as of a day.
func at(activity string, day worktime.Day, percent float64) masterplan.Entry {
	e := masterplan.Entry{
		ID: activity + day.String(), Activity: activity, AsOf: day, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: percent},
		ActualStart: monday.At(480), ActualFinish: worktime.None,
	}
	if percent == 100 {
		e.ActualFinish = day.At(1020)
	}
	return e
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.01 }

func TestFigures(t *testing.T) {
	for _, c := range []struct {
		name    string
		entries []masterplan.Entry
		want    earnedvalue.Figures
	}{
		// Two weeks are planned; the second Friday is day 12 of 12.
		{"on plan", []masterplan.Entry{at("a", monday+4, 100)}, earnedvalue.Figures{Planned: 50, Earned: 50, SPI: 1, EarnedDays: 5, ActualDays: 5, SPIt: 1}},
		{"half speed", []masterplan.Entry{at("a", monday+3, 40)}, earnedvalue.Figures{Planned: 40, Earned: 20, SPI: 0.5, EarnedDays: 2, ActualDays: 4, SPIt: 0.5}},
		{"ahead", []masterplan.Entry{at("a", monday+1, 60)}, earnedvalue.Figures{Planned: 20, Earned: 30, SPI: 1.5, EarnedDays: 3, ActualDays: 2, SPIt: 1.5}},
	} {
		got, err := earnedvalue.Of(input(t, chain(2), c.entries...))
		if err != nil || !near(got.Planned, c.want.Planned) || !near(got.Earned, c.want.Earned) || !near(got.SPI, c.want.SPI) ||
			!near(got.EarnedDays, c.want.EarnedDays) || !near(got.ActualDays, c.want.ActualDays) || !near(got.SPIt, c.want.SPIt) {
			t.Errorf("%s: got %+v, %v", c.name, got, err)
		}
		if got.PlannedFinish != monday+11 {
			t.Errorf("%s: planned to finish on %v", c.name, got.PlannedFinish)
		}
	}
}

func TestHalfSpeedForecastsTwiceTheTime(t *testing.T) {
	got, err := earnedvalue.Of(input(t, chain(2), at("a", monday+3, 40)))
	if err != nil || got.Forecast != monday+24 {
		t.Errorf("12 days at half speed end on %v, %v", got.Forecast, err)
	}
}

func TestCurveShowsWhatWasReportedWhen(t *testing.T) {
	corrected := at("a", monday+1, 80)
	corrected.ID = "wrong"
	right := at("a", monday+1, 40)
	right.Supersedes = "wrong"
	points, err := earnedvalue.Curve(input(t, chain(2), at("a", monday, 20), corrected, right, at("a", monday+2, 60)), 1)
	if err != nil || len(points) < 12 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	for k, want := range []float64{10, 20, 30} {
		if points[k].Actual == nil || !near(*points[k].Actual, want) {
			t.Errorf("day %d: %v, want %v", k, points[k].Actual, want)
		}
	}
	if points[3].Actual != nil || points[2].Forecast == nil || !near(*points[2].Forecast, 30) || points[1].Forecast != nil {
		t.Error("actual and forecast do not meet at the data date")
	}
	if last := points[len(points)-1]; !near(last.Planned, 100) || !near(*last.Forecast, 100) {
		t.Errorf("the curves end at %v and %v", last.Planned, *last.Forecast)
	}
}

func TestBaselineSaysWhatWasPlanned(t *testing.T) {
	p := chain(2)
	in := input(t, p)
	b := masterplan.TakeBaseline(p, in.Dates, "b", "b", p.Start)
	p.Activities[0].Duration.Minutes, p.Activities[0].Remaining = 2*2400, 2*2400
	in = input(t, p, at("a", monday+4, 50))
	in.Baseline = &b
	got, err := earnedvalue.Of(in)
	// The first task weighs two of three and was to be done by now.
	if err != nil || !near(got.Planned, 200.0/3) || !near(got.Earned, 100.0/3) || got.PlannedFinish != monday+11 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNothingToMeasure(t *testing.T) {
	p := &masterplan.Plan{Start: worktime.None, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None}
	in := earnedvalue.Input{Stored: p, Plan: p, Dates: &masterplan.Dates{}}
	if got, err := earnedvalue.Of(in); err != nil || got.Earned != 0 || got.Forecast != worktime.NoDay {
		t.Errorf("got %+v, %v", got, err)
	}
	if points, err := earnedvalue.Curve(in, 7); err != nil || points != nil {
		t.Errorf("got %v, %v", points, err)
	}
}

// Curves never fall where nothing is taken back, and all end at 100.
func TestCurvesRise(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		p := chain(rapid.IntRange(1, 5).Draw(r, "tasks"))
		step := rapid.IntRange(1, 9).Draw(r, "step")
		percent := float64(rapid.IntRange(0, 99).Draw(r, "percent"))
		day := monday + worktime.Day(rapid.IntRange(0, 40).Draw(r, "day"))
		in := input(t, p, at("a", day, percent))
		points, err := earnedvalue.Curve(in, step)
		if err != nil {
			r.Fatal(err)
		}
		planned, forecast := 0.0, 0.0
		for _, q := range points {
			if q.Planned < planned-1e-9 || q.Forecast != nil && *q.Forecast < forecast-1e-9 {
				r.Fatalf("a curve falls on %v", q.Day)
			}
			planned = q.Planned
			if q.Forecast != nil {
				forecast = *q.Forecast
			}
		}
		if !near(planned, 100) || !near(forecast, 100) {
			r.Fatalf("the curves end at %v and %v", planned, forecast)
		}
	})
}
