package schedule_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"fugong/solve/schedule"
)

// week works on ticks 0-4 and 7-11.
var week = &schedule.Calendar{Name: "week", Spans: []schedule.Span{{From: 0, To: 5}, {From: 7, To: 12}}}

// site is a small problem that uses every rule, and a solution that keeps them.
//
//	dig    0-4 round the clock, 2 hands
//	pour   4-9 on the week: works tick 4, rests 5 and 6, works 7 and 8; 2 hands, 3 of money
//	cure   starts within 1 tick after pour, of no duration
//	clear  5-7 while pour rests: both hands
func site() (*schedule.Problem, *schedule.Solution) {
	p := &schedule.Problem{
		Name: "site",
		Tasks: []schedule.Task{
			{Name: "dig", Modes: []schedule.Mode{
				{Duration: 4, Demands: []schedule.Use{{Of: 0, Amount: 2}}, Cost: 5},
				{Duration: 2, Demands: []schedule.Use{{Of: 0, Amount: 2}}, Spends: []schedule.Use{{Of: 0, Amount: 1}}, Cost: 9},
			}, Planned: &schedule.Pin{Start: 0, Mode: 1}, Stay: 3},
			{Name: "pour", Modes: []schedule.Mode{
				{Duration: 3, Calendar: week, Demands: []schedule.Use{{Of: 0, Amount: 2}}, Spends: []schedule.Use{{Of: 0, Amount: 3}}, Cost: 7},
			}, Release: 3, Deadline: 9, Due: 8, Weight: 10},
			{Name: "cure", Modes: []schedule.Mode{{}}, Pin: &schedule.Pin{Start: 10}, Planned: &schedule.Pin{Start: 10}, Stay: 3},
			{Name: "clear", Modes: []schedule.Mode{{Duration: 2, Demands: []schedule.Use{{Of: 0, Amount: 1}, {Of: 0, Amount: 1}}}}},
		},
		Links: []schedule.Link{
			{From: 0, To: 1, FromEnd: schedule.Finish},
			{From: 1, To: 2, FromEnd: schedule.Finish, Lag: 1, Max: true},
			{From: 0, To: 2, Lag: 6, Calendar: week}, // the sixth working tick at or after 0 is 7
		},
		Resources: []schedule.Resource{{Name: "hands", Capacity: []schedule.Step{{From: 0, Amount: 2}, {From: 9, Amount: 0}}}},
		Budgets:   []schedule.Budget{{Name: "money", Amount: 3}},
		Horizon:   10,
	}
	return p, &schedule.Solution{Start: []int{0, 4, 10, 5}, Mode: []int{0, 0, 0, 0}}
}

func TestCheckKeeps(t *testing.T) {
	for goal, want := range map[schedule.Goal]int64{schedule.Makespan: 10, schedule.Lateness: 10, schedule.Cost: 12} {
		p, s := site()
		p.Goal = goal
		got, err := schedule.Check(p, s)
		if err != nil || got != (schedule.Value{Goal: want, Moved: 3}) {
			t.Errorf("goal %d: %+v, %v; want %d and 3 moved", goal, got, err, want)
		}
	}
}

// TestCheckFinds breaks one rule after another.
func TestCheckFinds(t *testing.T) {
	type (
		P = *schedule.Problem
		S = *schedule.Solution
	)
	for name, c := range map[string]struct {
		rule  schedule.Rule
		of    int
		tick  int
		spoil func(P, S)
	}{
		"a start too few":                   {schedule.ShapeRule, -1, 0, func(_ P, s S) { s.Start = s.Start[1:] }},
		"a mode too few":                    {schedule.ShapeRule, -1, 0, func(_ P, s S) { s.Mode = s.Mode[1:] }},
		"a mode it has not":                 {schedule.ModeRule, 1, 4, func(_ P, s S) { s.Mode[1] = 1 }},
		"a mode below none":                 {schedule.ModeRule, 1, 4, func(_ P, s S) { s.Mode[1] = -1 }},
		"before tick 0":                     {schedule.StartRule, 3, -1, func(_ P, s S) { s.Start[3] = -1 }},
		"starts while the calendar rests":   {schedule.CalendarRule, 1, 5, func(_ P, s S) { s.Start[1] = 5 }},
		"the calendar runs out":             {schedule.CalendarRule, 1, 10, func(_ P, s S) { s.Start[1] = 10 }},
		"the calendar is over":              {schedule.CalendarRule, 1, 12, func(_ P, s S) { s.Start[1] = 12 }},
		"before its release":                {schedule.ReleaseRule, 1, 4, func(p P, _ S) { p.Tasks[1].Release = 5 }},
		"after its deadline":                {schedule.DeadlineRule, 1, 9, func(p P, _ S) { p.Tasks[1].Deadline = 8 }},
		"not where it is pinned":            {schedule.PinRule, 2, 9, func(_ P, s S) { s.Start[2] = 9 }},
		"not in the mode of its pin":        {schedule.PinRule, 0, 0, func(p P, _ S) { p.Tasks[0].Pin = &schedule.Pin{Mode: 1} }},
		"after the horizon":                 {schedule.HorizonRule, 2, 10, func(p P, _ S) { p.Horizon = 9 }},
		"too early for a minimum link":      {schedule.LinkRule, 0, 4, func(p P, _ S) { p.Links[0].Lag = 1 }},
		"too late for a maximum link":       {schedule.LinkRule, 1, 10, func(p P, _ S) { p.Links[1].Lag = 0 }},
		"too late, start to start":          {schedule.LinkRule, 1, 10, func(p P, _ S) { p.Links[1].FromEnd, p.Links[1].Lag = schedule.Start, 5 }},
		"too early, start to finish":        {schedule.LinkRule, 0, 9, func(p P, _ S) { p.Links[0].ToEnd, p.Links[0].Lag = schedule.Finish, 6 }},
		"too early for a lag on a calendar": {schedule.LinkRule, 2, 10, func(p P, _ S) { p.Links[2].Lag = 9 }},
		"a lag that never ends":             {schedule.LinkRule, 2, 10, func(p P, _ S) { p.Links[2].Lag = 11 }},
		"more hands than there are":         {schedule.CapacityRule, 0, 3, func(_ P, s S) { s.Start[3] = 3 }},
		"held on the tick after a rest":     {schedule.CapacityRule, 0, 7, func(_ P, s S) { s.Start[3] = 6 }},
		"capacity ends under a task":        {schedule.CapacityRule, 0, 8, func(p P, _ S) { p.Resources[0].Capacity[1].From = 8 }},
		"nothing before the first step":     {schedule.CapacityRule, 0, 0, func(p P, _ S) { p.Resources[0].Capacity[0].From = 1 }},
		"no capacity at all":                {schedule.CapacityRule, 0, 0, func(p P, _ S) { p.Resources[0].Capacity = nil }},
		"more money than there is":          {schedule.BudgetRule, 0, 0, func(p P, _ S) { p.Budgets[0].Amount = 2 }},
		"a task without a mode":             {schedule.ProblemRule, 0, 0, func(p P, _ S) { p.Tasks[0].Modes = nil }},
		"a duration below nothing":          {schedule.ProblemRule, 0, 0, func(p P, _ S) { p.Tasks[0].Modes[1].Duration = -1 }},
		"a pin to a mode it has not":        {schedule.ProblemRule, 2, 0, func(p P, _ S) { p.Tasks[2].Pin.Mode = 1 }},
		"a resource there is not":           {schedule.ProblemRule, 3, 0, func(p P, _ S) { p.Tasks[3].Modes[0].Demands[0].Of = 1 }},
		"a demand below nothing":            {schedule.ProblemRule, 3, 0, func(p P, _ S) { p.Tasks[3].Modes[0].Demands[0].Amount = -1 }},
		"a budget there is not":             {schedule.ProblemRule, 1, 0, func(p P, _ S) { p.Tasks[1].Modes[0].Spends[0].Of = -1 }},
		"a link to a task there is not":     {schedule.ProblemRule, 0, 0, func(p P, _ S) { p.Links[0].To = 4 }},
		"a maximum lag on a calendar":       {schedule.ProblemRule, 1, 0, func(p P, _ S) { p.Links[1].Calendar = week }},
		"a capacity out of order":           {schedule.ProblemRule, 0, 0, func(p P, _ S) { p.Resources[0].Capacity[0].From = 10 }},
	} {
		t.Run(name, func(t *testing.T) {
			p, s := site()
			c.spoil(p, s)
			_, err := schedule.Check(p, s)
			var v *schedule.Violation
			if !errors.As(err, &v) {
				t.Fatalf("passes as %v", err)
			}
			if v.Rule != c.rule || v.Of != c.of || v.Tick != c.tick || strings.Contains(v.Text, "%!") {
				t.Errorf("%s of %d at %d (%s), want %s of %d at %d", v.Rule, v.Of, v.Tick, v.Text, c.rule, c.of, c.tick)
			}
		})
	}
}

// TestCheckLargest: 100,000 tasks with pauses pass in one sweep.
func TestCheckLargest(t *testing.T) {
	p, s := large(100_000)
	if _, err := schedule.Check(p, s); err != nil {
		t.Fatal(err)
	}
	s.Start[0] = s.Start[1]
	if _, err := schedule.Check(p, s); err == nil {
		t.Error("two tasks on one pair of hands pass")
	}
}

// large is n tasks one after another on each of four crews, over weekends.
func large(n int) (*schedule.Problem, *schedule.Solution) {
	rng := rand.New(rand.NewPCG(1, 2))
	calendar := &schedule.Calendar{}
	for day := 0; day < 8*n; day += 7 {
		calendar.Spans = append(calendar.Spans, schedule.Span{From: day, To: day + 5})
	}
	p, s := &schedule.Problem{Tasks: make([]schedule.Task, n)}, &schedule.Solution{Start: make([]int, n), Mode: make([]int, n)}
	var work [4]int // ticks worked so far
	for i := range n {
		crew, d := i/2%4, 1+rng.IntN(9)
		p.Tasks[i].Modes = []schedule.Mode{{Duration: d, Calendar: calendar, Demands: []schedule.Use{{Of: crew, Amount: 1}}}}
		s.Start[i] = work[crew]/5*7 + work[crew]%5
		work[crew] += d
	}
	for range work {
		p.Resources = append(p.Resources, schedule.Resource{Capacity: schedule.Constant(1)})
	}
	return p, s
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		p, s := large(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				if v, err := schedule.Check(p, s); err != nil || v.Goal > math.MaxInt32 {
					b.Fatal(v, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/task")
		})
	}
}
