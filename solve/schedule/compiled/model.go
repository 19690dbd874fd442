package compiled

import (
	"fugong/solve/schedule"
)

// Model is a compiled problem. Slices indexed "by task" have N entries.
type Model struct {
	P       *schedule.Problem
	N       int
	Horizon int32 // no solution worth having ends after it
	Reach   int32 // clocks answer up to it; not before Horizon, so that what is late can be measured
	Cut     bool  // the horizon is maxHorizon, not the problem's: to pass it proves nothing

	WayAt   []int32  // by task, N+1: its first way
	Task    []int32  // by way
	Mode    []int32  // by way: index into Task.Modes
	Dur     []int32  // by way: working ticks
	Clk     []*Clock // by way; nil: round the clock
	Cost    []int64  // by way
	UseAt   []int32  // by way, plus one: its first use, if it has a duration
	UseOf   []int32  // by use: resource
	Use     []int32  // by use: amount, positive
	SpendAt []int32  // by way, plus one
	SpendOf []int32  // by spending: budget
	Spend   []int64  // by spending: amount, positive

	Arcs  []Arc
	OutAt []int32 // by task, N+1: Out[OutAt[i]:OutAt[i+1]] are the arcs that leave i
	Out   []int32
	InAt  []int32 // the same of those that enter
	In    []int32
	Order []int32 // all tasks so that forward arcs run forwards
	Rank  []int32 // by task: its place in Order
	Back  int     // how many arcs run backwards

	Est, Ect, Lst, Lct []int32 // by task
	Empty              int32   // a task whose window is empty: there is no solution; -1: none
	Short              []int   // budgets that cannot pay for any choice of modes; nil: none. Then Empty is set

	Peak   []int32  // by resource: its largest capacity
	CapAt  []int32  // by resource, plus one: Caps[CapAt[r]:CapAt[r+1]]
	Caps   []Step   // the first of each resource from tick 0; neighbours differ
	Budget []int64  // by budget
	Clocks []*Clock // every clock once
}

// Step is a capacity from a tick on.
type Step struct {
	From, Amount int32
}

// Arc asks for to >= from + Lag of the ticks of two ends, Lag counted on Clk if
// there is one.
type Arc struct {
	From, To       int32 // tasks
	FromEnd, ToEnd schedule.End
	Lag            int32
	Clk            *Clock
	Link           int32 // index into Problem.Links; of a maximum link the arc is reversed
	back           bool
}

// After is the earliest tick of its To end when its From end is at t.
func (a *Arc) After(t int32) int32 {
	if a.Clk == nil {
		return t + a.Lag
	}
	return a.Clk.Add(t, a.Lag)
}

// Before is the latest tick of its From end when its To end is at t; may be
// negative: there is none.
func (a *Arc) Before(t int32) int32 {
	if a.Clk == nil {
		return t - a.Lag
	}
	return a.Clk.Sub(t, a.Lag)
}

// Ways is the range of the ways of task i.
func (m *Model) Ways(i int32) (from, to int32) { return m.WayAt[i], m.WayAt[i+1] }

// Outs is the arcs that leave task i.
func (m *Model) Outs(i int32) []int32 { return m.Out[m.OutAt[i]:m.OutAt[i+1]] }

// Ins is the arcs that enter task i.
func (m *Model) Ins(i int32) []int32 { return m.In[m.InAt[i]:m.InAt[i+1]] }

// Pinned reports whether task i stands where it is.
func (m *Model) Pinned(i int32) bool { return m.P.Tasks[i].Pin != nil }

// End is the end of a task started at working tick s in way w; at least Never
// when its calendar has too few working ticks up to Reach.
func (m *Model) End(w, s int32) int32 {
	if k := m.Clk[w]; k != nil && m.Dur[w] > 0 {
		return k.Add(s, m.Dur[w])
	}
	return s + m.Dur[w]
}

// Earliest is the first start of way w not before start, with an end not before
// end; Never: there is none.
func (m *Model) Earliest(w, start, end int32) int32 {
	d := m.Dur[w]
	k := m.Clk[w]
	if k == nil || d == 0 {
		return max(start, end-d)
	}
	return max(k.Next(start), k.First(end, d))
}

// Latest is the last start of way w not after start, with an end not after end;
// negative: there is none.
func (m *Model) Latest(w, start, end int32) int32 {
	d := m.Dur[w]
	k := m.Clk[w]
	if k == nil || d == 0 {
		return min(start, end-d)
	}
	return min(k.Prev(start), k.Sub(end, d))
}

// Tick is the tick of an end of a task.
func Tick(e schedule.End, start, end int32) int32 {
	if e == schedule.Finish {
		return end
	}
	return start
}

// Value measures starts and ways, by task.
func (m *Model) Value(start, way []int32) schedule.Value {
	var v schedule.Value
	for i := range m.P.Tasks {
		t, w := &m.P.Tasks[i], way[i]
		switch m.P.Goal {
		case schedule.Makespan:
			v.Goal = max(v.Goal, int64(m.End(w, start[i])))
		case schedule.Lateness:
			if t.Weight > 0 {
				v.Goal += int64(t.Weight) * int64(max(0, int(m.End(w, start[i]))-t.Due))
			}
		case schedule.Cost:
			v.Goal += m.Cost[w]
		}
		if t.Planned != nil && (t.Planned.Start != int(start[i]) || t.Planned.Mode != int(m.Mode[w])) {
			v.Moved += int64(t.Stay)
		}
	}
	return v
}

// Solution is starts and ways, by task, in the words of the problem.
func (m *Model) Solution(start, way []int32) schedule.Solution {
	s := schedule.Solution{Start: make([]int, m.N), Mode: make([]int, m.N)}
	for i := range m.N {
		s.Start[i], s.Mode[i] = int(start[i]), int(m.Mode[way[i]])
	}
	return s
}

// Read takes a solution apart into starts and ways; false when it has another
// number of tasks, a start outside the horizon or a mode that is not usable.
func (m *Model) Read(s *schedule.Solution) (start, way []int32, ok bool) {
	if s == nil || len(s.Start) != m.N || len(s.Mode) != m.N {
		return nil, nil, false
	}
	start, way = make([]int32, m.N), make([]int32, m.N)
	for i := range int32(m.N) {
		if s.Start[i] < 0 || s.Start[i] > int(m.Horizon) {
			return nil, nil, false
		}
		w := m.WayOf(i, s.Mode[i])
		if w < 0 {
			return nil, nil, false
		}
		start[i], way[i] = int32(s.Start[i]), w
	}
	return start, way, true
}

// WayOf is the way of task i that is its mode; -1: it is not usable.
func (m *Model) WayOf(i int32, mode int) int32 {
	for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
		if int(m.Mode[w]) == mode {
			return w
		}
	}
	return -1
}
