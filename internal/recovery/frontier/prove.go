package frontier

import (
	"context"

	"fugong/internal/fault"
	"fugong/solve/schedule"
	"fugong/solve/schedule/sgs"
	"fugong/solve/schedule/solver"
	"fugong/solve/worktime"
)

// The solver of solve/schedule takes every so many-th round on plans of up to so
// many tasks; its effort, in placements for each task, grows with its turns.
const (
	solverEvery   = 3
	solverTasks   = 1500
	solverEffort  = 3_000
	solverMaximum = 20_000_000
)

// solve gives the solver one turn: to end earlier than all, or to end by some day
// at less cost, from the plan known. Its bounds are taken over where ticks are
// exact.
func (s *search) solve(ctx context.Context) error {
	turn := s.round / solverEvery
	effort := min(int64(solverMaximum), solverEffort*int64(s.store.k.N)*int64(1+turn/2))
	if turn%2 == 1 {
		return s.askEarliest(ctx, effort)
	}
	return s.askCheapest(ctx, effort)
}

// askEarliest asks for the earliest finish.
func (s *search) askEarliest(ctx context.Context, effort int64) error {
	days := s.store.days()
	p := *s.store.m.Problem
	p.Goal, p.Horizon = schedule.Makespan, s.store.m.Ticks
	r, err := s.askSolver(ctx, &p, effort, s.store.byDay[days[len(days)-1]])
	if err == nil && s.store.m.Exact && r.Bound > 0 && r.Bound <= int64(p.Horizon) {
		s.store.bound = max(s.store.bound, s.store.m.At(int(r.Bound)))
	}
	return err
}

// askCheapest asks for the least cost of ending by a day, whichever was asked for
// least.
func (s *search) askCheapest(ctx context.Context, effort int64) error {
	days := s.store.days()
	first, last := days[len(days)-1], days[0]
	day := first
	for d := first; d < last; d++ {
		if s.store.asked[d] < s.store.asked[day] {
			day = d
		}
	}
	s.store.asked[day]++
	var from *entry
	for _, d := range days {
		if e := s.store.byDay[d]; d <= day && e.end <= s.store.target(day) {
			from = e
			break
		}
	}
	if from == nil {
		return nil
	}
	p := *s.store.m.Problem
	p.Goal, p.Horizon = schedule.Cost, int(s.store.target(day))
	r, err := s.askSolver(ctx, &p, effort, from)
	if err == nil && s.store.m.Exact {
		s.store.price(day, r.Bound)
	}
	return err
}

// askSolver lets the solver work on p and takes what it finds.
func (s *search) askSolver(ctx context.Context, p *schedule.Problem, effort int64, from *entry) (solver.Result, error) {
	sol := s.store.solution(from.plan)
	r, err := solver.Solve(ctx, p, solver.Options{Seed: s.Seed + uint64(s.round), Effort: effort, Cores: s.Cores, From: &sol})
	if err != nil {
		return r, fault.New(fault.Internal, "plan.recovery.unstated").Because(err)
	}
	w := s.workers[0]
	w.schedules += r.Schedules
	if r.Solution == nil {
		return r, nil
	}
	start, way, ok := w.k.Read(r.Solution)
	if !ok {
		return r, nil
	}
	found := sgs.NewPlan(w.k)
	copy(found.Start, start)
	copy(found.Way, way)
	for i := range found.End {
		found.End[i] = w.k.End(way[i], start[i])
	}
	s.store.offerPlan(found, w.cost(found))
	return r, nil
}

// price notes that ending by a day costs at least so much.
func (s *store) price(day worktime.Day, bound int64) { s.floors[day] = max(s.floors[day], bound) }

// floor is the least that ending by a day costs: no less than ending later does.
func (s *store) floor(day worktime.Day) (least int64) {
	for d, bound := range s.floors {
		if d >= day {
			least = max(least, bound)
		}
	}
	return least
}
