package frontier

import (
	"context"
	"math/rand/v2"
	"time"

	"fugong/internal/fault"
	"fugong/internal/recovery"
	"fugong/internal/recovery/risk"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule/sgs"
	"fugong/solve/worktime"
)

// Options steer a Solve. The zero value uses one core and improves until the
// context ends.
type Options struct {
	Seed    uint64
	Cores   int                     // goroutines; does not change the result
	Rounds  int                     // of improvement to stop after; 0: no limit
	Observe func(recovery.Progress) // called from one goroutine; must return soon
}

// Solve answers in. When ctx ends once there is a plan at all, what is known so
// far is the answer; before that, the error of ctx is. Besides it returns the
// faults of model.Build.
func Solve(ctx context.Context, in recovery.Input, o Options) (*recovery.Frontier, error) {
	if o.Observe == nil {
		o.Observe = func(recovery.Progress) {}
	}
	o.Cores = max(1, o.Cores)
	o.Observe(recovery.Progress{Stage: recovery.StageReading})
	m, err := timecost.Build(in)
	if err != nil {
		return nil, err
	}
	s := &search{Options: o, in: in}
	if err := s.beginSearch(m); err != nil {
		return nil, err
	}
	if err := s.firstFrontier(ctx); err != nil {
		return nil, err
	}
	if err := s.improveRounds(ctx); err != nil {
		return nil, err
	}
	return s.finishSearch(ctx)
}

// Level is the finish of in's plan without its stoppages and without measures,
// its hands heeded: the planned finish of a plan that its links alone do not date.
// It returns the faults of model.Build.
func Level(in recovery.Input) (worktime.Time, error) {
	in.Stoppages = nil
	m, err := timecost.Build(in)
	if err != nil {
		return worktime.None, err
	}
	w, err := newWorker(m)
	if err != nil {
		return worktime.None, err
	}
	p, err := w.basePlan(context.Background(), 0)
	if err != nil {
		return worktime.None, err
	}
	sol := w.k.Solution(p.Start, p.Way)
	return m.Finish(&sol)
}

// search is one Solve.
type search struct {
	Options
	in      recovery.Input
	store   store
	workers []*worker
	player  *risk.Simulator
	round   int
	shown   *recovery.Frontier
	pending []worktime.Day // whose plans were not yet asked what they do not need

	conflicts []recovery.Conflict
}

// worker is what one goroutine works with.
type worker struct {
	*engine
	cutter *crasher
	giver  *relaxer
	plan   *sgs.Plan
}

func newWorker(m *timecost.Model) (*worker, error) {
	e, err := newEngine(m)
	if err != nil {
		return nil, err
	}
	return &worker{engine: e, cutter: newCutter(e), giver: newGiver(e), plan: sgs.NewPlan(e.k)}, nil
}

func (s *search) beginSearch(m *timecost.Model) error {
	for range s.Cores {
		w, err := newWorker(m)
		if err != nil {
			return err
		}
		s.workers = append(s.workers, w)
	}
	bound, err := m.LowerBound()
	if err != nil {
		return err
	}
	keep := s.in.Keep
	if keep == worktime.None {
		keep = m.Planned
	}
	s.player = risk.NewPlayer(m, s.Seed)
	s.store = store{m: m, k: s.workers[0].k, byDay: map[worktime.Day]*entry{}, asked: map[worktime.Day]int{}, floors: map[worktime.Day]int64{}, bound: bound, keep: keep}
	return nil
}

// firstFrontier cuts the first frontier.
func (s *search) firstFrontier(ctx context.Context) error {
	if done(ctx) {
		return ctx.Err()
	}
	w := s.workers[0]
	p, err := w.basePlan(ctx, s.Seed)
	if err != nil {
		return err
	}
	if p.Late > 0 {
		return s.never(p)
	}
	if !s.store.offerPlan(p, 0) {
		return fault.New(fault.Internal, "plan.recovery.unstated")
	}
	s.tell(recovery.StageCutting, nil, 0)
	w.cutter.crashUntil(ctx, p, 0, hasty, s.takerFor(w))
	s.store.first = true
	if err := s.showFrontier(recovery.StageCutting); err != nil {
		return err
	}
	s.pending = s.store.days()
	if err := s.explainLimit(ctx); err != nil {
		return err
	}
	return s.showFrontier(recovery.StageImproving)
}

// never names what finds no place in the plan.
func (s *search) never(p *sgs.Plan) error {
	for i, end := range p.End {
		if end > s.store.k.Horizon {
			return fault.New(fault.Invalid, "plan.recovery.never", "Activity", s.store.m.Problem.Tasks[i].Name, "Until", s.store.m.At(s.store.m.Ticks).Day())
		}
	}
	return fault.New(fault.Internal, "plan.recovery.unstated")
}

// showFrontier reads the frontier back, plays the points that people ask for by name, and
// hands it over.
func (s *search) showFrontier(stage recovery.Stage) error {
	f, err := s.store.readFrontier(s.Cores)
	if err != nil {
		return err
	}
	s.simulatePoints(f, f.KeepAt, f.BestAt, f.SoonestAt)
	f.Conflicts = s.conflicts
	s.shown = f
	s.tell(stage, f, s.share())
	return nil
}

// share is the part of the rounds allowed that is done; 0 without limit.
func (s *search) share() float64 {
	if s.Rounds == 0 {
		return 0
	}
	return min(1, float64(s.round)/float64(s.Rounds))
}

// simulatePoints plays points that were not played yet.
func (s *search) simulatePoints(f *recovery.Frontier, list ...int) {
	for _, at := range list {
		if at < 0 || f.Points[at].Risk.Runs > 0 {
			continue
		}
		e := s.store.at(f.Points[at].Finish, f.Points[at].Cost)
		sol := s.store.solution(e.plan)
		e.point.Risk = s.player.Simulate(&sol, e.point.Finish)
		f.Points[at].Risk = e.point.Risk
	}
}

func (s *search) tell(stage recovery.Stage, f *recovery.Frontier, share float64) {
	p := recovery.Progress{Stage: stage, Frontier: f, Improved: s.store.better, Share: share}
	for _, w := range s.workers {
		p.Schedules += w.schedules
	}
	s.Observe(p)
}

// chance is the random numbers of one try, whoever makes it.
func (s *search) chance(try int) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, uint64(s.round)<<32|uint64(try)))
}

// closing is how long a Solve that was stopped may still look for what stands in
// the way.
const closing = 500 * time.Millisecond

// finishSearch says what stands in the way and plays the points left, as far as time
// allows.
func (s *search) finishSearch(ctx context.Context) (*recovery.Frontier, error) {
	explaining := ctx
	if done(ctx) {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		explaining = late
	}
	if err := s.explainLimit(explaining); err != nil {
		return nil, err
	}
	if err := s.showFrontier(recovery.StageSimulating); err != nil {
		return nil, err
	}
	f, err := s.store.readFrontier(s.Cores) // what was handed over is not changed any more
	if err != nil {
		return nil, err
	}
	f.Conflicts = s.conflicts
	for at := range f.Points {
		if done(ctx) && s.Rounds == 0 {
			break
		}
		s.simulatePoints(f, at)
	}
	s.tell(recovery.StageDone, f, 1)
	return f, nil
}
