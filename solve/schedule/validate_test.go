package schedule

import (
	"errors"
	"strings"
	"testing"
)

func sound() *Problem {
	mode := []Mode{{Duration: 2, Demands: []Use{{0, 1}}, Spends: []Use{{0, 1}}, Cost: 3}}
	return &Problem{
		Tasks:     []Task{{Name: "dig", Modes: mode}, {Name: "pour", Modes: mode}, {Name: "cure", Modes: mode}},
		Links:     []Link{{From: 0, To: 1, FromEnd: Finish}, {From: 1, To: 2, FromEnd: Finish}},
		Resources: []Resource{{"crane", Constant(1)}},
		Budgets:   []Budget{{"concrete", 9}},
	}
}

func TestValidateRefuses(t *testing.T) {
	never := &Calendar{Name: "never", Spans: []Span{{0, 1}}}
	for _, c := range []struct {
		name  string
		rule  Rule
		says  string
		spoil func(p *Problem)
	}{
		{"negative horizon", NumberRule, "horizon is -1", func(p *Problem) { p.Horizon = -1 }},
		{"unknown goal", IndexRule, "goal 9", func(p *Problem) { p.Goal = 9 }},
		{"no mode", ModeRule, `"pour": has no mode`, func(p *Problem) { p.Tasks[1].Modes = nil }},
		{"negative duration", NumberRule, "duration is -2", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: -2}} }},
		{"absurd duration", NumberRule, "larger ticks", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: MaxTick + 1}} }},
		{"negative demand", NumberRule, "demand is -1", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Demands: []Use{{0, -1}}}} }},
		{"demand twice", NumberRule, "twice", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Demands: []Use{{0, 1}, {0, 1}}}} }},
		{"unknown resource", IndexRule, "number 3", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Demands: []Use{{3, 1}}}} }},
		{"demand above capacity", CapacityRule, "never has more than 1", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Demands: []Use{{0, 2}}}} }},
		{"spending above budget", CapacityRule, "which has 9", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Spends: []Use{{0, 10}}}} }},
		{"negative cost", NumberRule, "cost is -5", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 1, Cost: -5}} }},
		{"negative capacity", NumberRule, "a capacity is -1", func(p *Problem) { p.Resources[0].Capacity = []Step{{0, -1}, {1, 1}} }},
		{"capacity out of order", NumberRule, "follows one", func(p *Problem) { p.Resources[0].Capacity = []Step{{5, 1}, {1, 2}} }},
		{"negative budget", NumberRule, "amount is -1", func(p *Problem) { p.Budgets = append(p.Budgets, Budget{"x", -1}) }},
		{"negative weight", NumberRule, "weight is -1", func(p *Problem) { p.Tasks[0].Weight = -1 }},
		{"weights beyond sums", NumberRule, "add up", func(p *Problem) {
			for range 20 {
				p.Tasks = append(p.Tasks, Task{Weight: MaxAmount, Modes: []Mode{{}}})
			}
		}},
		{"spans overlap", CalendarRule, "out of order", func(p *Problem) {
			p.Tasks[1].Modes = []Mode{{Duration: 1, Calendar: &Calendar{Spans: []Span{{0, 5}, {3, 8}}}}}
		}},
		{"too little work", CalendarRule, "1 in all", func(p *Problem) { p.Tasks[1].Modes = []Mode{{Duration: 2, Calendar: never}} }},
		{"pin off the calendar", PinRule, "does not work", func(p *Problem) {
			p.Tasks[1].Modes = []Mode{{Duration: 1, Calendar: never}}
			p.Tasks[1].Pin = &Pin{Start: 3}
		}},
		{"pin to no mode", IndexRule, "has mode 1", func(p *Problem) { p.Tasks[1].Pin = &Pin{Mode: 1} }},
		{"link to nowhere", IndexRule, "task number 7", func(p *Problem) { p.Links[0].To = 7 }},
		{"maximum lag on a calendar", NumberRule, "maximum lag", func(p *Problem) { p.Links[0].Calendar, p.Links[0].Max = never, true }},
		{"loop", LoopRule, `"pour"`, func(p *Problem) { p.Links = append(p.Links, Link{From: 2, To: 0, FromEnd: Finish}) }},
		{"loop with itself", LoopRule, "1 ticks after", func(p *Problem) { p.Links = append(p.Links, Link{From: 2, To: 2, Lag: 1}) }},
		{"maximum below minimum", LoopRule, `"dig"`, func(p *Problem) {
			p.Links = append(p.Links, Link{From: 0, To: 2, Lag: 3, Max: true})
		}},
		{"finishes that chase", LoopRule, `"cure"`, func(p *Problem) {
			p.Links = append(p.Links, Link{From: 2, To: 0, FromEnd: Finish, ToEnd: Finish, Lag: -3})
		}},
	} {
		p := sound()
		c.spoil(p)
		err := Validate(p)
		var r *Refusal
		if !errors.As(err, &r) {
			t.Errorf("%s: got %v, want a refusal", c.name, err)
			continue
		}
		if r.Rule != c.rule || !strings.Contains(err.Error(), c.says) || r.Remedy == "" {
			t.Errorf("%s: refused by %s: %v; want %s and %q", c.name, r.Rule, err, c.rule, c.says)
		}
	}
}

func TestValidateLets(t *testing.T) {
	for name, vary := range map[string]func(p *Problem){
		"a sound problem": func(p *Problem) {},
		"one mode of two workable": func(p *Problem) {
			p.Tasks[0].Modes = append([]Mode{{Duration: 1, Demands: []Use{{0, 5}}}}, p.Tasks[0].Modes...)
		},
		"starts tied to each other": func(p *Problem) { p.Links = append(p.Links, Link{From: 0, To: 2, Lag: 4, Max: true}) },
		"a loop that leaves time": func(p *Problem) {
			p.Links = append(p.Links, Link{From: 2, To: 0, FromEnd: Finish, ToEnd: Finish, Lag: -4})
		},
		"no task": func(p *Problem) { *p = Problem{} },
	} {
		p := sound()
		if vary(p); Validate(p) != nil {
			t.Errorf("%s was refused: %v", name, Validate(p))
		}
	}
}
