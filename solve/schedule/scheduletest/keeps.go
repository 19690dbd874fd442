package scheduletest

import (
	"fugong/solve/schedule"
)

// Keeps says tick by tick whether a solution of the problem's shape keeps every
// rule, and what it is worth: the slow twin of schedule.Check.
func Keeps(p *schedule.Problem, s *schedule.Solution) (schedule.Value, bool) {
	x := &exhaustion{Problem: p, now: *s, end: make([]int, len(p.Tasks)), spent: make([]int, len(p.Budgets)), until: late(p, s)}
	x.used = make([][]int, x.until)
	for t := range x.used {
		x.used[t] = make([]int, len(p.Resources))
	}
	var v schedule.Value
	for i, t := range p.Tasks {
		m := t.Modes[s.Mode[i]]
		if t.Pin != nil && (t.Pin.Start != s.Start[i] || t.Pin.Mode != s.Mode[i]) || s.Start[i] < max(0, t.Release) {
			return v, false
		}
		ticks, ok := workedTicks(m, s.Start[i], x.until)
		if !ok || !x.spendBudget(m.Spends, 1) || !x.holdResources(ticks, m.Demands, 1) {
			return v, false
		}
		if x.end[i] = s.Start[i]; len(ticks) > 0 {
			x.end[i] = ticks[len(ticks)-1] + 1
		}
		if t.Deadline > 0 && x.end[i] > t.Deadline || p.Horizon > 0 && x.end[i] > p.Horizon {
			return v, false
		}
		v = x.addValue(i, v)
	}
	for _, l := range p.Links {
		if !keepsLink(l, s.Start, x.end) {
			return v, false
		}
	}
	return v, true
}

// late is a tick that no task of the solution can work past.
func late(p *schedule.Problem, s *schedule.Solution) int {
	last := 0
	for i, t := range p.Tasks {
		m := t.Modes[s.Mode[i]]
		last = max(last, s.Start[i]+m.Duration, over(m.Calendar))
	}
	return last
}
