package frontier_test

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/solve/worktime"
)

// Whatever a plan and a day look like, the answer is sane or says why there is none.
func TestRandomPlans(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := randomInput(rt)
		f, err := frontier.Solve(t.Context(), in, frontier.Options{Seed: 1, Cores: 1, Rounds: 2})
		var refusal *fault.Error
		if errors.As(err, &refusal) && refusal.Kind == fault.Invalid {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		sane(rt, &in, f)
	})
}

func randomInput(t *rapid.T) recovery.Input {
	s := draw()
	s.Resources = append(s.Resources, masterplan.Resource{UID: 2, Code: "crane", Name: "Crane", Type: masterplan.EquipmentResource, MaxUnits: 1, Calendar: -1})
	s.Calendars = []masterplan.Calendar{sixDays()}
	n := rapid.IntRange(2, 9).Draw(t, "activities")
	for i := range n {
		a := s.add(task{fmt.Sprintf("T%d", i), int64(rapid.IntRange(0, 20).Draw(t, "days")), 0})
		randomWork(t, s, a)
		if i > 0 {
			for range rapid.IntRange(0, 2).Draw(t, "links") {
				s.Links = append(s.Links, masterplan.Link{
					Pred: int32(rapid.IntRange(0, i-1).Draw(t, "pred")), Succ: a, Type: masterplan.LinkType(rapid.IntRange(0, 3).Draw(t, "type")),
					Lag: masterplan.Lag{Tenths: 4800 * int64(rapid.IntRange(-2, 3).Draw(t, "lag")), Elapsed: rapid.Bool().Draw(t, "elapsed")},
				})
			}
		}
	}
	in := s.ask()
	in.Stoppages[0].From += worktime.Day(rapid.IntRange(-5, 10).Draw(t, "from"))
	in.Stoppages[0].To = in.Stoppages[0].From + worktime.Day(rapid.IntRange(0, 20).Draw(t, "length"))
	if rapid.Bool().Draw(t, "curve") {
		in.Stoppages[0].Restart = stoppage.DefaultRestart()
	}
	in.Today.Day = monday + worktime.Day(rapid.IntRange(0, 6).Draw(t, "today"))
	randomDay(t, &in, n)
	return in
}

func sixDays() masterplan.Calendar {
	c := masterplan.Calendar{Name: "six days", Base: -1}
	for d := 1; d <= 6; d++ {
		c.Week[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 420, End: 690}, {Start: 750, End: 1020}}}
	}
	c.Week[0].Set = true
	return c
}

func randomWork(t *rapid.T, s *sketch, i int32) {
	a := &s.Activities[i]
	if rapid.Bool().Draw(t, "six days") {
		a.Calendar = 0
	}
	if a.Duration.Minutes == 0 {
		a.Kind = masterplan.Kind(rapid.IntRange(0, 2).Draw(t, "kind"))
		return
	}
	if crew := rapid.IntRange(0, 9).Draw(t, "crew"); crew > 0 {
		s.Assignments = append(s.Assignments, masterplan.Assignment{Activity: i, Units: float64(crew), Start: worktime.None, Finish: worktime.None})
	}
	if rapid.IntRange(0, 4).Draw(t, "crane") == 0 {
		s.Assignments = append(s.Assignments, masterplan.Assignment{Activity: i, Resource: 1, Units: 0.5, Start: worktime.None, Finish: worktime.None})
	}
	switch rapid.IntRange(0, 6).Draw(t, "special") {
	case 0:
		a.ActualStart, a.Remaining = (monday - 3).At(480), max(1, a.Remaining/2)
	case 1:
		a.ActualStart, a.ActualFinish, a.Remaining = (monday - 5).At(480), (monday - 2).At(1020), 0
	case 2:
		a.Primary = masterplan.Constraint{Type: masterplan.ConstraintType(rapid.IntRange(1, 9).Draw(t, "constraint")), Date: (monday + 12).At(480)}
	case 3:
		a.Duration.Elapsed = true
	}
}

// randomDay is what holds today.
func randomDay(t *rapid.T, in *recovery.Input, n int) {
	id := func() []string { return []string{fmt.Sprintf("T%d", rapid.IntRange(0, n-1).Draw(t, "of"))} }
	if rapid.Bool().Draw(t, "hands") {
		in.Today.Hands = []recovery.Headcount{{Trade: "crew", From: worktime.NoDay, Count: rapid.IntRange(1, 12).Draw(t, "count"), OvertimeUsed: float64(rapid.IntRange(0, 36).Draw(t, "used"))}}
	}
	if rapid.IntRange(0, 3).Draw(t, "cap") == 0 {
		in.Today.People = rapid.IntRange(2, 15).Draw(t, "people")
	}
	if rapid.Bool().Draw(t, "delivery") {
		d := recovery.Awaited{ID: "d", Item: "Goods", Activities: id(), Expected: monday + worktime.Day(rapid.IntRange(0, 40).Draw(t, "expected")), Confidence: delivery.Likely, Arrived: rapid.Float64Range(0, 1).Draw(t, "arrived")}
		if rapid.Bool().Draw(t, "offer") {
			d.Offers = []recovery.Offer{{On: monday + worktime.Day(rapid.IntRange(0, 30).Draw(t, "on")), Price: 700}}
		}
		in.Today.Deliveries = []recovery.Awaited{d}
	}
	if rapid.Bool().Draw(t, "permit") {
		in.Today.Permits = []recovery.Permit{{ID: "p", Name: "Permit", Activities: id(), Expected: monday + worktime.Day(rapid.IntRange(0, 30).Draw(t, "granted"))}}
	}
	in.Today.Night.Sensitive = rapid.Bool().Draw(t, "sensitive")
}
