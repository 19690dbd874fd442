package network_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// TestEveryStepOfARingIsReal: from each activity of a loop that is named to the next
// there is a link, or one is the heading of the other.
func TestEveryStepOfARingIsReal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := &network.Problem{Calendars: chain(t, 1).Calendars, Start: at(t, "2020-02-17T08:00"), DataDate: worktime.None, MustFinish: worktime.None}
		n := rapid.IntRange(2, 12).Draw(rt, "activities")
		for i := range n {
			a := chain(t, 1).Activities[0]
			a.Parent = -1
			if up := rapid.IntRange(-1, i-1).Draw(rt, "parent"); up >= 0 && p.Activities[up].Kind == network.Summary {
				a.Parent = int32(up)
			}
			if rapid.Bool().Draw(rt, "heading") {
				a.Kind = network.Summary
			}
			p.Activities = append(p.Activities, a)
		}
		for range rapid.IntRange(1, 14).Draw(rt, "links") {
			p.Links = append(p.Links, network.Link{Pred: int32(rapid.IntRange(0, n-1).Draw(rt, "pred")), Succ: int32(rapid.IntRange(0, n-1).Draw(rt, "succ")), LagCalendar: -1})
		}
		_, err := network.Schedule(p)
		var loop *network.LoopError
		if !errors.As(err, &loop) {
			return
		}
		for k, i := range loop.Activities {
			j := loop.Activities[(k+1)%len(loop.Activities)]
			linked := slices.ContainsFunc(p.Links, func(l network.Link) bool { return int(l.Pred) == i && int(l.Succ) == j })
			if !linked && int(p.Activities[i].Parent) != j && int(p.Activities[j].Parent) != i {
				rt.Fatalf("the ring %v goes from %d to %d, which nothing joins", loop.Activities, i, j)
			}
		}
	})
}
