package compiled

import (
	"testing"

	"fugong/solve/schedule"
	"pgregory.net/rapid"
)

func calendars(t *rapid.T, horizon int) *schedule.Calendar {
	c := &schedule.Calendar{Name: "c"}
	for at := rapid.IntRange(0, 4).Draw(t, "first"); at < horizon; {
		to := at + rapid.IntRange(1, 6).Draw(t, "work")
		c.Spans = append(c.Spans, schedule.Span{From: at, To: to})
		at = to + rapid.IntRange(0, 4).Draw(t, "rest")
	}
	return c
}

// Every answer of a clock is that of counting tick by tick.
func TestClockCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const horizon = 40
		c := calendars(t, horizon)
		k := &Clock{spans: c.Spans}
		k.fillMaps(horizon)
		works := func(u int32) bool {
			for _, s := range c.Spans {
				if s.From <= int(u) && int(u) < s.To && u < horizon {
					return true
				}
			}
			return false
		}
		add := func(u, n int32) int32 {
			for ; n > 0; u++ {
				if u >= horizon {
					return Never
				}
				if works(u) {
					n--
				}
			}
			return u
		}
		at, n := rapid.Int32Range(0, horizon).Draw(t, "t"), rapid.Int32Range(0, 12).Draw(t, "n")
		if got := k.Works(at); got != works(at) {
			t.Fatalf("Works(%d) = %v", at, got)
		}
		if got := k.Add(at, n); got != add(at, n) {
			t.Fatalf("Add(%d, %d) = %d, want %d", at, n, got, add(at, n))
		}
		sub := int32(-1)
		for u := int32(0); u <= horizon; u++ {
			if add(u, n) <= at {
				sub = u
			}
		}
		if got := k.Sub(at, n); got != sub {
			t.Fatalf("Sub(%d, %d) = %d, want %d", at, n, got, sub)
		}
		first, next, prev := int32(Never), int32(Never), int32(-1)
		for u := int32(horizon - 1); u >= 0; u-- {
			if works(u) && n > 0 && add(u, n) >= at && add(u, n) < Never {
				first = u
			}
			if works(u) && u >= at {
				next = u
			}
			if works(u) && u <= at {
				prev = max(prev, u)
			}
		}
		if got := k.First(at, n); n > 0 && first < Never && got != first {
			t.Fatalf("First(%d, %d) = %d, want %d", at, n, got, first)
		}
		if got := k.Next(at); got != next {
			t.Fatalf("Next(%d) = %d, want %d", at, got, next)
		}
		if got := k.Prev(at); got != prev {
			t.Fatalf("Prev(%d) = %d, want %d", at, got, prev)
		}
	})
}

func one(d int, uses ...schedule.Use) schedule.Task {
	return schedule.Task{Modes: []schedule.Mode{{Duration: d, Demands: uses}}}
}

func compile(t *testing.T, p *schedule.Problem) *Model {
	t.Helper()
	m, err := Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWindowsOfAChain(t *testing.T) {
	p := &schedule.Problem{
		Tasks: []schedule.Task{one(3), one(4), one(2)},
		Links: []schedule.Link{
			{From: 0, To: 1, FromEnd: schedule.Finish},
			{From: 1, To: 2, FromEnd: schedule.Finish, ToEnd: schedule.Finish, Lag: 1},
		},
		Horizon: 20,
	}
	m := compile(t, p)
	want := [][4]int32{{0, 3, 2, 5}, {3, 7, 5, 9}, {6, 8, 8, 10}} // serial work: 3 + 4 + 1 + 2
	for i, w := range want {
		if got := [4]int32{m.Est[i], m.Ect[i], m.Lst[i], m.Lct[i]}; got != w {
			t.Errorf("task %d: est, ect, lst, lct = %v, want %v", i, got, w)
		}
	}
	if m.Empty >= 0 || m.Back != 0 || m.Horizon != 10 {
		t.Errorf("empty %d, back %d, horizon %d", m.Empty, m.Back, m.Horizon)
	}
}

func TestMaximumLagTightensWindows(t *testing.T) {
	p := &schedule.Problem{
		Tasks: []schedule.Task{one(1), one(5), one(1)},
		Links: []schedule.Link{
			{From: 0, To: 2},
			{From: 1, To: 2, FromEnd: schedule.Finish},
			{From: 0, To: 2, Lag: 2, Max: true}, // 2 starts within 2 ticks of 0
		},
	}
	m := compile(t, p)
	if m.Est[0] != 3 || m.Est[2] != 5 || m.Back != 1 || m.Rank[0] > m.Rank[2] {
		t.Errorf("est %v, back %d, order %v", m.Est, m.Back, m.Order)
	}
	p.Tasks[0].Pin = &schedule.Pin{Start: 1}
	if m := compile(t, p); m.Empty < 0 {
		t.Error("a pin that the maximum lag forbids went unseen")
	}
}

func TestCalendarsStretchWindows(t *testing.T) {
	week := &schedule.Calendar{Name: "week", Spans: []schedule.Span{{From: 0, To: 5}, {From: 7, To: 12}, {From: 14, To: 19}, {From: 21, To: 26}}}
	task := one(3)
	task.Modes[0].Calendar, task.Release = week, 4
	p := &schedule.Problem{Tasks: []schedule.Task{task, task}, Links: []schedule.Link{{From: 0, To: 1, FromEnd: schedule.Finish, Lag: 2, Calendar: week}}}
	m := compile(t, p)
	if m.Est[0] != 4 || m.Ect[0] != 9 || m.Est[1] != 11 || m.Ect[1] != 16 {
		t.Errorf("est %v, ect %v", m.Est, m.Ect)
	}
}

// A horizon that Compile derives holds serial work through shortages.
func TestHorizonWaitsForCapacity(t *testing.T) {
	p := &schedule.Problem{
		Tasks:     []schedule.Task{one(3, schedule.Use{Of: 0, Amount: 2}), one(2, schedule.Use{Of: 0, Amount: 1})},
		Resources: []schedule.Resource{{Name: "crew", Capacity: []schedule.Step{{From: 0, Amount: 1}, {From: 10, Amount: 2}, {From: 12, Amount: 1}, {From: 20, Amount: 2}}}},
	}
	if m := compile(t, p); m.Horizon != 25 {
		t.Errorf("horizon %d, want 25: the crew of two is there from 20 on", m.Horizon)
	}
}

func TestUnusableModesAreLeftOut(t *testing.T) {
	p := &schedule.Problem{
		Tasks: []schedule.Task{{Modes: []schedule.Mode{
			{Duration: 1, Demands: []schedule.Use{{Of: 0, Amount: 9}}},
			{Duration: 4, Demands: []schedule.Use{{Of: 0, Amount: 2}}},
		}}},
		Resources: []schedule.Resource{{Capacity: schedule.Constant(3)}},
	}
	m := compile(t, p)
	if len(m.Task) != 1 || m.Mode[0] != 1 {
		t.Errorf("ways of modes %v, want only mode 1", m.Mode)
	}
	if _, _, ok := m.Read(&schedule.Solution{Start: []int{0}, Mode: []int{0}}); ok {
		t.Error("a solution in a mode that cannot be worked was read")
	}
}
