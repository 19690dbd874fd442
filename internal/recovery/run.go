package recovery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// beat is how often a running solve gives a sign of life and stores what is new.
const beat = time.Second

// Why a solve's context ended.
var (
	errStopped = errors.New("somebody stopped the solve")
	errHalted  = errors.New("the process ends")
)

// running are the solves of this process.
type running struct {
	mu    sync.Mutex
	stops map[string]context.CancelCauseFunc
}

func (r *running) begin(id string, stop context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stops[id] = stop
}

func (r *running) end(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.stops, id)
}

func (r *running) stop(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if stop := r.stops[id]; stop != nil {
		stop(errStopped)
	}
}

// Halt ends every solve of this process, for a process that stops. What they
// found stays, and they say that they were lost.
func (s *Service) Halt() {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	for _, stop := range s.running.stops {
		stop(errHalted)
	}
}

// Work is the handler of SolveKind: it works on a solve that waits until its
// time is up, nothing better is possible, or it is stopped. One that a process
// left behind running is marked as lost. How it went stands in the solve; the
// error is about the store alone.
func (s *Service) Work(ctx context.Context, payload json.RawMessage) error {
	var o Ordered
	if err := json.Unmarshal(payload, &o); err != nil {
		return err
	}
	v, err := s.Store.Solve(ctx, o.Zone, o.Solve)
	if err != nil {
		if fault.Of(err) == fault.NotFound {
			return nil
		}
		return err
	}
	switch v.State {
	case Waiting:
		return s.workOn(ctx, v)
	case Running:
		v.State, v.Reason, v.EndedAt = Lost, masterplan.Reason{Key: "plan.catchup.lost"}, s.Now()
		err = s.Store.End(ctx, v, nil)
		s.tell(v.Project)
	}
	return err
}

func (s *Service) workOn(ctx context.Context, v Solve) error {
	v.State, v.StartedAt, v.SeenAt = Running, s.Now(), s.Now()
	if err := s.Store.Begin(ctx, v); err != nil {
		return err
	}
	s.tell(v.Project)
	solving, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s.running.begin(v.ID, stop)
	defer s.running.end(v.ID)
	var latest latest
	found := make(chan error, 1) // one answer, then closed
	go func() {
		defer close(found)
		defer func() {
			if r := recover(); r != nil {
				found <- fault.New(fault.Internal, "plan.catchup.failed").Because(fmt.Errorf("the solver panicked: %v", r))
			}
		}()
		found <- s.findAnswer(solving, v, &latest)
	}()
	err := s.watchSolve(solving, v, &latest, found, stop)
	v.State, v.Reason = endingState(context.Cause(solving), err)
	v.EndedAt = s.Now()
	if err := s.end(ctx, v, &latest); err != nil || v.State != Stopped {
		return err
	}
	// The solver explains what it found before it returns; it keeps its turn until then.
	<-found
	return s.end(ctx, v, &latest)
}

// end stores how a solve ended with what it has found. The process may be told
// to end meanwhile; it is stored all the same.
func (s *Service) end(ctx context.Context, v Solve, latest *latest) error {
	answer, _ := latest.latestResult()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := s.Store.End(last, v, answer)
	s.tell(v.Project)
	return err
}

// watchSolve beats until the solver is done, and returns its error, or until its
// context ends for another reason than its time.
func (s *Service) watchSolve(ctx context.Context, v Solve, latest *latest, found <-chan error, stop context.CancelCauseFunc) error {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		select {
		case err := <-found:
			return err
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		answer, fresh := latest.latestResult()
		if !fresh {
			answer = nil
		}
		v.SeenAt = s.Now()
		stopped, err := s.Store.Beat(context.WithoutCancel(ctx), v, answer)
		if stopped {
			stop(errStopped)
		}
		if fresh && err == nil {
			s.tell(v.Project)
		}
	}
}

// findAnswer asks the solver and keeps what it says. The time of the request counts
// once there is a first frontier; a large plan may need more for that.
func (s *Service) findAnswer(ctx context.Context, v Solve, latest *latest) error {
	b, err := s.Plans.Standing(ctx, v.Zone, v.Project)
	if err != nil {
		return err
	}
	if b.Project.Revision != v.Revision {
		return fault.New(fault.Conflict, "plan.catchup.moved")
	}
	in, err := s.solverInput(ctx, b, v.Request)
	if err != nil {
		return err
	}
	limited, cancel := context.WithCancel(ctx)
	defer cancel()
	timer := time.AfterFunc(time.Duration(v.Request.Seconds)*time.Second, func() { latest.deadlineReached(cancel) })
	defer timer.Stop()
	frontier, err := s.Config.Solve(limited, &in, v.Request.Seed, latest.putLatest)
	if frontier != nil {
		latest.finish(frontier)
	}
	if err != nil && limited.Err() != nil && latest.hasFrontier() {
		return nil // its time was up
	}
	return err
}

// endingState is the state of a solve whose context ended by cause and whose solver
// returned err.
func endingState(cause, err error) (State, masterplan.Reason) {
	switch {
	case errors.Is(cause, errStopped):
		return Stopped, masterplan.Reason{}
	case errors.Is(cause, context.DeadlineExceeded): // of the job
		return Failed, masterplan.Reason{Key: "plan.catchup.too_long"}
	case cause != nil: // halted
		return Lost, masterplan.Reason{Key: "plan.catchup.lost"}
	case err == nil:
		return Done, masterplan.Reason{}
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return Failed, masterplan.Reason{Key: "plan.catchup.failed"}
	}
	if len(f.Fields) > 0 {
		return Failed, masterplan.Reason{Key: f.Fields[0].Key, Args: f.Fields[0].Args}
	}
	return Failed, masterplan.Reason{Key: f.Key, Args: f.Args}
}

// latest is what a solver said last.
type latest struct {
	mu     sync.Mutex
	answer Answer
	fresh  bool
	stop   context.CancelFunc // called as soon as there is a frontier; nil while time is left
}

// deadlineReached says that the time is up: stop is called once there is a frontier.
func (l *latest) deadlineReached(stop context.CancelFunc) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stop = stop; l.answer.Frontier != nil {
		stop()
	}
}

func (l *latest) putLatest(p Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	frontier := p.Frontier
	if frontier == nil {
		frontier = l.answer.Frontier
	}
	l.answer = Answer{Stage: p.Stage, Share: p.Share, Schedules: p.Schedules, Improved: p.Improved, Frontier: frontier}
	l.fresh = true
	if l.stop != nil && frontier != nil {
		l.stop()
	}
}

func (l *latest) finish(f *Frontier) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answer.Frontier, l.answer.Stage, l.answer.Share, l.fresh = f, StageDone, 1, true
}

func (l *latest) hasFrontier() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answer.Frontier != nil
}

// latestResult is what was said last, and whether it is new since the last take.
func (l *latest) latestResult() (*Answer, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a, fresh := l.answer, l.fresh
	l.fresh = false
	return &a, fresh
}
