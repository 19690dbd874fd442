package recovery

import (
	"context"
	"sync"
	"time"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Store keeps what this package knows. Package recoverysql implements it.
type Store interface {
	SettingStore
	SolveStore
	AnswerStore
}

// SettingStore keeps conditions of projects and measures of zones, each change
// with its audit entry.
type SettingStore interface {
	Conditions(ctx context.Context, zone, project string) (Conditions, error)
	SetConditions(ctx context.Context, zone, project string, c Conditions) error
	Measures(ctx context.Context, zone string) (Measures, error)
	SetMeasures(ctx context.Context, zone string, m Measures) error
}

// SolveStore keeps solves without what they found.
type SolveStore interface {
	// AddSolve stores a solve with its audit entry and the job that works on it.
	AddSolve(ctx context.Context, v Solve) error
	// Solve reads one; NotFound "plan.catchup.unknown".
	Solve(ctx context.Context, zone, id string) (Solve, error)
	// Solves are those of a project, newest first.
	Solves(ctx context.Context, zone, project string) ([]Solve, error)
	// StopSolve asks a running solve to stop and ends one that waits.
	StopSolve(ctx context.Context, zone, id string, now time.Time) error
	// Ahead counts the solves that run, or wait and were asked for earlier.
	Ahead(ctx context.Context, v Solve) (int, error)
}

// AnswerStore is what the worker of a solve writes.
type AnswerStore interface {
	// Begin marks a waiting solve as running.
	Begin(ctx context.Context, v Solve) error
	// Beat keeps a sign of life, and with an answer what was found so far. It
	// tells whether somebody asked to stop.
	Beat(ctx context.Context, v Solve, a *Answer) (stop bool, err error)
	// End stores how a solve ended; with an answer also what it found.
	End(ctx context.Context, v Solve, a *Answer) error
	// Answer is what a solve has found.
	Answer(ctx context.Context, zone, id string) (Answer, error)
}

// AdoptionStore reads accepted plans, which are stored with the project that they
// change, and changes who owns a task. Package plansql implements it.
type AdoptionStore interface {
	// Adoptions are those of a project, newest first.
	Adoptions(ctx context.Context, zone, project string) ([]plan.Adoption, error)
	// Adopted are the projects of a zone with an accepted plan that nobody took back.
	Adopted(ctx context.Context, zone string) ([]string, error)
	// GiveTask changes a task's owner, with its audit entry; NotFound
	// "plan.catchup.task".
	GiveTask(ctx context.Context, zone, project, task, owner, by string, at time.Time) error
}

// Solver works a question out. It calls observe at every improvement and
// returns what it has when ctx ends.
type Solver func(ctx context.Context, in *Input, seed uint64, observe func(Progress)) (*Frontier, error)

// Config is what the service works with.
type Config struct {
	Store    Store
	Accepted AdoptionStore
	Plans    *plan.Service
	Allow    who.Authorizer
	Now      func() time.Time // in the zone's own time zone
	ID       func() string
	Solve    Solver
	// Tell is called with a project whose solves have news; nil for nobody.
	Tell func(project string)
}

// Service is the use cases. It is safe for concurrent use.
//
// What people call asks the Authorizer first and returns its faults: Forbidden,
// and Unauthenticated without an actor; a project of another zone is NotFound.
// Work and Halt are for jobs and for the end of the process and ask nobody.
type Service struct {
	Config
	answers answers
	running running
	told    sync.Mutex
}

// NewService returns the use cases over a store.
func NewService(c Config) *Service {
	return &Service{Config: c, running: running{stops: map[string]context.CancelCauseFunc{}}}
}

// OnSolveProgress lets tell hear of projects whose solves have news. Call it before solves run.
func (s *Service) OnSolveProgress(tell func(project string)) {
	s.told.Lock()
	defer s.told.Unlock()
	s.Tell = tell
}

func (s *Service) tell(project string) {
	s.told.Lock()
	tell := s.Tell
	s.told.Unlock()
	if tell != nil {
		tell(project)
	}
}

func (s *Service) today() worktime.Day { return masterplan.DayOf(masterplan.Civil(s.Now())) }

// openProject returns a project for an action that the actor is allowed.
func (s *Service) openProject(ctx context.Context, action, project string) (*plan.Book, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	p := &b.Project
	if err := s.Allow.Allow(ctx, action, who.Resource{Type: "project", ID: p.ID, Zone: p.Zone, Org: p.Org, Liaison: p.Liaison}); err != nil {
		return nil, err
	}
	return b, plan.CheckState(p, action)
}

// keptAnswers bounds the answers in memory.
const keptAnswers = 4

// answers are those last read, so that a page need not unpack them again.
type answers struct {
	mu   sync.Mutex
	list []kept // the last used first
}

type kept struct {
	id     string
	steps  int64
	answer Answer
}

func (a *answers) getAnswer(id string, steps int64) (Answer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i, k := range a.list {
		if k.id == id && k.steps == steps {
			copy(a.list[1:i+1], a.list[:i])
			a.list[0] = k
			return k.answer, true
		}
	}
	return Answer{}, false
}

func (a *answers) putAnswer(id string, steps int64, answer Answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := []kept{{id, steps, answer}}
	for _, k := range a.list {
		if k.id != id && len(list) < keptAnswers {
			list = append(list, k)
		}
	}
	a.list = list
}
