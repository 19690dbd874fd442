package schedule_test

import (
	"reflect"
	"testing"

	"fugong/solve/schedule"
)

// TestHolds pours two slabs with one crew that rests on ticks 4 to 6; the second
// slab waits for the crew, the wall for the second slab to cure, the door for
// nobody.
func TestHolds(t *testing.T) {
	week := &schedule.Calendar{Spans: []schedule.Span{{From: 0, To: 4}, {From: 6, To: 20}}}
	crew := []schedule.Use{{Of: 0, Amount: 2}}
	p := &schedule.Problem{
		Resources: []schedule.Resource{{Name: "crew", Capacity: schedule.Constant(3)}},
		Tasks: []schedule.Task{
			{Name: "slab 1", Modes: []schedule.Mode{{Duration: 3, Calendar: week, Demands: crew}}},
			{Name: "slab 2", Modes: []schedule.Mode{{Duration: 3, Calendar: week, Demands: crew}}},
			{Name: "wall", Modes: []schedule.Mode{{Duration: 2}}},
			{Name: "door", Modes: []schedule.Mode{{Duration: 1}}},
			{Name: "handover", Release: 15, Modes: []schedule.Mode{{}}},
		},
		Links: []schedule.Link{{From: 1, FromEnd: schedule.Finish, To: 2, Lag: 2}},
	}
	s := &schedule.Solution{Start: []int{0, 3, 10, 5, 15}, Mode: make([]int, 5)}
	if _, err := schedule.Check(p, s); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		task  int
		holds []schedule.Hold
	}{
		{0, []schedule.Hold{{Rule: schedule.StartRule, Of: 0, Tick: 0}}},
		{1, []schedule.Hold{{Rule: schedule.CapacityRule, Of: 0, Tick: 2, Tasks: []int{0}}}},
		{2, []schedule.Hold{{Rule: schedule.LinkRule, Of: 0, Tick: 9, Tasks: []int{1}}}},
		{3, nil},
		{4, []schedule.Hold{{Rule: schedule.ReleaseRule, Of: 4, Tick: 14}}},
	} {
		if got := schedule.Holds(p, s, want.task); !reflect.DeepEqual(got, want.holds) {
			t.Errorf("%s: %+v, want %+v", p.Tasks[want.task].Name, got, want.holds)
		}
	}
}
