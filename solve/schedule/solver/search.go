package solver

import (
	"context"
	"fmt"
	"math"
	"sync"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// The work of an epoch, in single task placements. It begins small, so that
// small problems end at once, and grows to where a barrier costs nothing.
const (
	firstEpoch = 20_000
	lastEpoch  = 1_000_000
)

// search is one Solve under way.
type search struct {
	p       *schedule.Problem
	m       *compiled.Model
	options Options
	lanes   [2]lane
	best    Progress
	spent   int64
	better  bool  // the solution is new since the last barrier
	met     int64 // spent when the bound was met; 0: not yet
}

// lane is work that one core does beside the other.
type lane interface {
	step(ctx context.Context, budget int64)
	best() (*schedule.Solution, schedule.Value) // nil: none yet
	bound() int64                               // proven; math.MaxInt64: there is no solution
	learn(now Progress, better bool)            // better: the solution is new
	counts() (schedules, conflicts int64)
}

// runLanes has a first schedule built, then steps the lanes from barrier to barrier.
func (s *search) runLanes(ctx context.Context) error {
	s.best.Bound = s.m.Bound()
	s.lanes[0].step(ctx, 1)
	if err := s.exchangeResults(); err != nil {
		return err
	}
	for epoch := int64(firstEpoch); !s.isClosed(); epoch = min(epoch+epoch/2, lastEpoch) {
		if left := s.options.Effort - s.spent; s.options.Effort > 0 {
			epoch = min(epoch, left)
		}
		if epoch <= 0 || ctx.Err() != nil {
			return nil
		}
		s.stepLanes(ctx, epoch)
		if err := s.exchangeResults(); err != nil {
			return err
		}
		s.spent += epoch
	}
	return nil
}

// stepLanes gives every lane the same work, side by side where there are cores.
func (s *search) stepLanes(ctx context.Context, budget int64) {
	if s.options.Cores < 2 {
		for _, l := range s.lanes {
			l.step(ctx, budget)
		}
		return
	}
	var both sync.WaitGroup
	for _, l := range s.lanes {
		both.Go(func() { l.step(ctx, budget) })
	}
	both.Wait()
}

// exchangeResults is the barrier: a new best solution and bound reach every lane, and
// whoever observes.
func (s *search) exchangeResults() error {
	before := s.best.Bound
	s.best.Schedules = 0
	for _, l := range s.lanes {
		if sol, v := l.best(); sol != nil && (s.best.Solution == nil || v.Less(s.best.Value)) {
			if err := s.offerSolution(sol); err != nil {
				return err
			}
		}
		s.best.Bound = max(s.best.Bound, l.bound())
		built, _ := l.counts()
		s.best.Schedules += built
	}
	if s.best.Solution != nil && s.best.Bound > s.best.Value.Goal {
		return fmt.Errorf("a bound of %d was proven and a schedule of %d found", s.best.Bound, s.best.Value.Goal)
	}
	if s.better || s.best.Bound > before {
		s.tell()
	}
	return nil
}

func (s *search) tell() {
	if s.options.Observe != nil {
		s.options.Observe(s.best)
	}
	for _, l := range s.lanes {
		l.learn(s.best, s.better)
	}
	s.better = false
}

// offerSolution takes a solution that keeps every rule and is better than the best.
func (s *search) offerSolution(sol *schedule.Solution) error {
	v, err := schedule.Check(s.p, sol)
	if err != nil {
		return err
	}
	if s.best.Solution == nil || v.Less(s.best.Value) {
		s.best.Solution, s.best.Value, s.better = sol, v, true
	}
	return nil
}

// keepPositionsWork is the work that is spent on keeping tasks where they were planned
// after the optimum is known, besides as much as finding it took.
const keepPositionsWork = 300_000

// isClosed reports whether enough was done: there is no solution, or the bound is
// met and the tasks that could have stayed were sought for long enough.
func (s *search) isClosed() bool {
	if s.best.Bound == math.MaxInt64 {
		return true
	}
	if s.best.Solution == nil || s.best.Value.Goal > s.best.Bound {
		return false
	}
	if s.met == 0 {
		s.met = s.spent
	}
	return s.best.Value.Moved == 0 || s.spent >= 2*s.met+keepPositionsWork
}

// resultSoFar is what is known at the end.
func (s *search) resultSoFar() Result {
	r := Result{Status: Unknown, Progress: s.best}
	_, r.Conflicts = s.lanes[1].counts()
	switch {
	case s.best.Bound == math.MaxInt64:
		r.Status = Infeasible
	case s.best.Solution == nil:
	case s.best.Value.Goal == s.best.Bound:
		r.Status = Optimal
	default:
		r.Status = Feasible
	}
	return r
}
