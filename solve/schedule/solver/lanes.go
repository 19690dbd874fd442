package solver

import (
	"context"
	"math"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/evolve"
	"fugong/solve/schedule/exact"
)

// improver is a lane that only looks for better solutions.
type improver struct {
	pop *evolve.Population
}

func (l *improver) step(ctx context.Context, budget int64) { l.pop.Step(ctx, budget) }

func (l *improver) best() (*schedule.Solution, schedule.Value) {
	s, v, ok := l.pop.Best()
	if !ok {
		return nil, v
	}
	return &s, v
}

func (l *improver) bound() int64 { return math.MinInt64 }

func (l *improver) learn(now Progress, better bool) {
	if better {
		l.pop.Inject(*now.Solution)
	}
	l.pop.SetBound(now.Bound)
}

func (l *improver) counts() (schedules, conflicts int64) { return l.pop.Schedules(), 0 }

// mixed is a lane that proves, and improves besides when proving does not get
// on: the farther bound and solution are apart, the less the prover gets.
type mixed struct {
	improver
	m      *compiled.Model
	prover *exact.Prover // made in the first step; nil: there are too many tasks
	now    Progress      // as last learned
	spent  int64
}

// mostProved is how many tasks the prover can do anything for.
const mostProved = 20_000

// The share of the prover, in percent, once it had its first try.
const (
	firstTry  = 3_000_000 // placements that the prover has to itself
	nearShare = 70        // where bound and solution are within nearGap
	farShare  = 25
	nearGap   = 0.03
	lateShare = 95 // once improving is settled
)

// populationSettledWork is the work, by task to the third power, after which the population of
// the other lane hardly finds anything that one more would help with.
const populationSettledWork = 50

func (l *mixed) step(ctx context.Context, budget int64) {
	if l.spent == 0 && l.m.N <= mostProved {
		l.prover = exact.New(l.m)
		l.learn(l.now, l.now.Solution != nil)
	}
	prove := budget * l.share() / 100
	l.spent += budget
	if prove > 0 {
		l.prover.Step(ctx, prove)
	}
	if rest := budget - prove; rest > 0 && ctx.Err() == nil && !l.closed() {
		l.pop.Step(ctx, rest)
	}
}

func (l *mixed) share() int64 {
	if l.prover == nil || l.prover.Done() {
		return 0
	}
	if l.spent < firstTry {
		return 100
	}
	if n := int64(l.m.N); l.spent > populationSettledWork*n*n*n {
		return lateShare
	}
	goal := float64(l.now.Value.Goal)
	if l.now.Solution != nil && goal-float64(l.now.Bound) <= nearGap*math.Abs(goal) {
		return nearShare
	}
	return farShare
}

// closed reports whether the prover ended the search.
func (l *mixed) closed() bool {
	return l.prover != nil && l.prover.Done() && (l.now.Solution == nil || l.prover.Bound() >= l.now.Value.Goal)
}

func (l *mixed) best() (*schedule.Solution, schedule.Value) {
	s, v := l.improver.best()
	if l.prover == nil {
		return s, v
	}
	if found, goal := l.prover.Solution(); found != nil && (s == nil || goal < v.Goal) {
		return found, schedule.Value{Goal: goal, Moved: math.MaxInt64}
	}
	return s, v
}

func (l *mixed) learn(now Progress, better bool) {
	l.now = now
	if l.prover != nil && better {
		l.prover.SetIncumbent(now.Solution, now.Value.Goal)
	}
	l.improver.learn(now, better)
}

func (l *mixed) bound() int64 {
	switch {
	case l.prover == nil:
		return math.MinInt64
	case l.prover.Infeasible():
		return math.MaxInt64
	}
	return l.prover.Bound()
}

func (l *mixed) counts() (schedules, conflicts int64) {
	if l.prover != nil {
		conflicts = l.prover.Conflicts()
	}
	return l.pop.Schedules(), conflicts
}

func newLanes(m *compiled.Model, options Options) [2]lane {
	// The second is bred small and fast: it is the better of the two early on.
	first, second := evolve.New(m, options.Seed), evolve.New(m, options.Seed+1)
	if work := expectedWork(m, options); work > 0 {
		first.Expect(work)
	}
	return [2]lane{
		&improver{first},
		&mixed{improver: improver{second}, m: m},
	}
}

// Placements that a lane does in a second on a core of its own, about: plain
// ones, and those that look at calendars or bounded lags.
const (
	plainSpeed = 12_000_000
	slowSpeed  = 3_000_000
)

// expectedWork is the work that a lane will do, as far as it is known; 0: it is not.
func expectedWork(m *compiled.Model, options Options) int64 {
	if options.Effort > 0 {
		return options.Effort
	}
	speed := float64(plainSpeed)
	if len(m.Clocks) > 0 || m.Back > 0 {
		speed = slowSpeed
	}
	if options.Cores < 2 {
		speed /= 2
	}
	return int64(options.Expect.Seconds() * speed)
}
