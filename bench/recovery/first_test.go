package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/solve/worktime"
)

// BenchmarkFirstFrontier times the first complete frontier after four weeks of
// standstill, of the real hotel plan where it is at hand and of a tower of a
// thousand activities whose trades are short of hands.
func BenchmarkFirstFrontier(b *testing.B) {
	b.Run("tower-1000", func(b *testing.B) { first(b, tower(40, 25), hands(25)) })
	for _, root := range []string{os.Getenv("FUGONG_SHARED"), "../../../shared"} {
		name := filepath.Join(root, "data", "plans", "xer", "hotel_4236t.xer")
		if p, err := open(name); err == nil {
			b.Run("hotel-4236", func(b *testing.B) { first(b, p, nil) })
			return
		}
	}
	b.Log("the hotel plan is absent (set FUGONG_SHARED)")
}

func first(b *testing.B, p *masterplan.Plan, hands []recovery.Headcount) {
	from := p.DataDate.Day() + 30
	in := recovery.Input{
		Plan: p, Keep: worktime.None, Today: recovery.SiteConditions{Day: from + 28, Hands: hands},
		Stoppages: []stoppage.Stoppage{{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: from, To: from + 27, Restart: stoppage.DefaultRestart()}},
	}
	for b.Loop() {
		ctx, stop := context.WithCancel(context.Background())
		points := 0
		_, err := frontier.Solve(ctx, in, frontier.Options{Seed: 1, Cores: 2, Observe: func(p recovery.Progress) {
			if p.Frontier != nil && points == 0 {
				points = len(p.Frontier.Points)
				b.StopTimer() // what follows is not the first
				stop()
			}
		}})
		stop()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(points), "points")
		b.StartTimer()
	}
}

// tower is so many floors of so many trades, each following the one before it on
// its floor and itself on the floor below, in crews of eight.
func tower(floors, trades int) *masterplan.Plan {
	start := worktime.Date(2020, 1, 6)
	p := &masterplan.Plan{
		Code: "tower", Start: start.At(480), DataDate: start.At(0), Finish: worktime.None, MustFinish: worktime.None,
		Settings: masterplan.Settings{Calendar: -1, MinutesPerDay: 480, DefaultStart: 480, DefaultFinish: 1020},
	}
	for t := range trades {
		p.Resources = append(p.Resources, masterplan.Resource{UID: int64(t + 1), Code: fmt.Sprintf("trade%02d", t), Type: masterplan.WorkResource, MaxUnits: 16, Calendar: -1, Rate: 40})
	}
	none := worktime.None
	for f := range floors {
		for t := range trades {
			minutes := int64(2+(3*f+7*t)%5) * 480
			i := int32(len(p.Activities))
			p.Activities = append(p.Activities, masterplan.Activity{
				Code: fmt.Sprintf("F%02dT%02d", f, t), Name: "work", Parent: -1, Calendar: -1, Duration: masterplan.Duration{Minutes: minutes}, Remaining: minutes,
				ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none, ManualStart: none, ManualFinish: none,
				Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
			})
			p.Assignments = append(p.Assignments, masterplan.Assignment{Activity: i, Resource: int32(t), Units: 8, Start: none, Finish: none})
			if t > 0 {
				p.Links = append(p.Links, masterplan.Link{Pred: i - 1, Succ: i})
			}
			if f > 0 {
				p.Links = append(p.Links, masterplan.Link{Pred: i - int32(trades), Succ: i, Type: masterplan.SS, Lag: masterplan.Lag{Tenths: 4800}})
			}
		}
	}
	return p
}

// hands are ten of every trade, so that two floors wait for one another.
func hands(trades int) (out []recovery.Headcount) {
	for t := range trades {
		out = append(out, recovery.Headcount{Trade: fmt.Sprintf("trade%02d", t), From: worktime.NoDay, Count: 10})
	}
	return out
}
