package network_test

import (
	"slices"
	"testing"

	"fugong/solve/network"

	"pgregory.net/rapid"
)

// TestPreparedFinishesAsScheduled holds the short way to the long one: the
// finish under other calendars is that of the whole schedule.
func TestPreparedFinishesAsScheduled(t *testing.T) {
	cals := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, true)
		p.Options.FromFinish = rapid.IntRange(0, 4).Draw(t, "from finish") == 0
		for i := range p.Activities {
			a := &p.Activities[i]
			switch rapid.IntRange(0, 9).Draw(t, "special") {
			case 0:
				a.Primary = network.Constraint{Type: network.AsLateAsPossible}
			case 1:
				a.Kind = network.LevelOfEffort
			case 2:
				a.ActualStart = monday - 1440
			}
		}
		prepared, err := network.Prepare(p)
		if err != nil {
			t.Fatal(err)
		}
		others := slices.Clone(cals)
		others[0], others[1], others[2] = cals[1], cals[2], cals[0]
		moved := *p
		moved.Calendars = others
		want := solve(t, &moved).Finish
		if got := prepared.Finish(others); got != want {
			t.Fatalf("finish %v, scheduled %v", got, want)
		}
		if got, want := prepared.Finish(cals), solve(t, p).Finish; got != want {
			t.Fatalf("with its own calendars: finish %v, scheduled %v", got, want)
		}
	})
}

func TestPrepareRefuses(t *testing.T) {
	p := &network.Problem{Calendars: calendars(t), Activities: []network.Activity{task(0, 60), task(0, 60)}}
	p.Links = []network.Link{{Pred: 0, Succ: 1}, {Pred: 1, Succ: 0}}
	if _, err := network.Prepare(p); err == nil {
		t.Error("a ring was prepared")
	}
	p.Links = []network.Link{{Pred: 0, Succ: 7}}
	if _, err := network.Prepare(p); err == nil {
		t.Error("a link to nowhere was prepared")
	}
}
