package recovery

import (
	"context"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// State says how a solve stands.
type State string

const (
	Waiting State = "waiting" // for its turn
	Running State = "running"
	Done    State = "done"    // used the time it was given, or proved that nothing is better
	Stopped State = "stopped" // by somebody; what was found stays
	Failed  State = "failed"  // Reason says why
	Lost    State = "lost"    // its process ended; what was found stays
)

// Over tells whether nothing more comes.
func (s State) Over() bool { return s != Waiting && s != Running }

// Request is what is asked of a solve.
type Request struct {
	Off     []acceleration.Kind `json:"off,omitempty"`    // not to be used, besides those of the zone
	Keep    worktime.Time       `json:"keep"`             // the finish to keep; worktime.None: the target, else the planned one
	Seconds int                 `json:"seconds"`          // to work for
	Seed    uint64              `json:"seed"`             // of everything that is drawn
	Severe  bool                `json:"severe,omitempty"` // by the conservative figures
	Title   string              `json:"title,omitempty"`  // what people call it
}

// The limits of a solve's time, in seconds.
const (
	DefaultSeconds = 20
	MaxSeconds     = 240
)

// Solve is one question to the solver and what it has answered so far.
type Solve struct {
	Zone, ID, Project string
	Revision          int64 // of the project that it was asked of
	State             State
	Request           Request
	Reason            masterplan.Reason // of a failure
	Steps             int64             // rises with everything that is new
	AskedAt           time.Time
	AskedBy           string
	StartedAt         time.Time // zero: not yet
	SeenAt            time.Time // the last sign of life
	EndedAt           time.Time
	Answer            Answer
}

// Answer is what a solve has found.
type Answer struct {
	Stage     Stage
	Share     float64
	Schedules int64
	Improved  int
	Frontier  *Frontier // nil: nothing yet
}

// silence is how long a running solve may give no sign before it counts as lost.
const silence = 30 * time.Second

// withLostDetected is s as it really stands: one that says nothing any more is lost.
func (s Solve) withLostDetected(now time.Time) Solve {
	if s.State == Running && now.Sub(s.SeenAt).Abs() > silence {
		s.State, s.Reason = Lost, masterplan.Reason{Key: "plan.catchup.lost"}
	}
	return s
}

// Ordered is what the job queue is asked to do.
type Ordered struct {
	Zone  string `json:"zone"`
	Solve string `json:"solve"`
}

// SolveKind is the kind of the jobs that solve.
const SolveKind = "plan.solve"

// Ask puts a question. It is worked on when its turn comes.
//
// Errors: Invalid "plan.catchup.request" with fields, Invalid
// "plan.catchup.no_plan" for a project without activities, Conflict
// "plan.catchup.busy" while another solve of the project is not over.
func (s *Service) Ask(ctx context.Context, project string, q Request) (Solve, error) {
	actor, _ := who.From(ctx)
	b, err := s.openProject(ctx, plan.ActRecover, project)
	if err != nil {
		return Solve{}, err
	}
	if q.Seconds == 0 {
		q.Seconds = DefaultSeconds
	}
	if err := checkRequest(b, &q, s.today()); err != nil {
		return Solve{}, err
	}
	earlier, err := s.Store.Solves(ctx, b.Project.Zone, project)
	if err != nil {
		return Solve{}, err
	}
	for i := range earlier {
		if !earlier[i].withLostDetected(s.Now()).State.Over() {
			return Solve{}, fault.New(fault.Conflict, "plan.catchup.busy")
		}
	}
	v := Solve{
		Zone: b.Project.Zone, ID: s.ID(), Project: project, Revision: b.Project.Revision, State: Waiting,
		Request: q, AskedAt: s.Now(), AskedBy: actor.Account,
	}
	return v, s.Store.AddSolve(ctx, v)
}

func checkRequest(b *plan.Book, q *Request, today worktime.Day) error {
	if len(b.Plan.Activities) == 0 {
		return fault.New(fault.Invalid, "plan.catchup.no_plan")
	}
	bad := fault.New(fault.Invalid, "plan.catchup.request")
	if q.Seconds < 1 || q.Seconds > MaxSeconds {
		bad.With("seconds", "plan.catchup.seconds", "Most", MaxSeconds)
	}
	if q.Keep != worktime.None && q.Keep < today.At(0) {
		bad.With("keep", "plan.catchup.keep")
	}
	for _, k := range q.Off {
		if !slices.Contains(acceleration.Kinds, k) {
			bad.With("off", "plan.recovery.settings.measure", "Name", k)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Solves are the solves of a project, newest first, without what they found.
func (s *Service) Solves(ctx context.Context, project string) ([]Solve, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	list, err := s.Store.Solves(ctx, b.Project.Zone, project)
	for i := range list {
		list[i] = list[i].withLostDetected(s.Now())
	}
	return list, err
}

// Solve is one solve of a project with what it has found. Error: NotFound
// "plan.catchup.unknown".
func (s *Service) Solve(ctx context.Context, project, id string) (Solve, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return Solve{}, err
	}
	v, err := s.readSolve(ctx, b.Project.Zone, id)
	if err == nil && v.Project != project {
		err = fault.New(fault.NotFound, "plan.catchup.unknown")
	}
	return v, err
}

// readSolve reads a solve, its answer from memory while it is the same.
func (s *Service) readSolve(ctx context.Context, zone, id string) (Solve, error) {
	head, err := s.Store.Solve(ctx, zone, id)
	if err != nil {
		return Solve{}, err
	}
	if a, ok := s.answers.getAnswer(id, head.Steps); ok {
		head.Answer = a
		return head.withLostDetected(s.Now()), nil
	}
	if head.Answer, err = s.Store.Answer(ctx, zone, id); err != nil {
		return Solve{}, err
	}
	s.answers.putAnswer(id, head.Steps, head.Answer)
	return head.withLostDetected(s.Now()), nil
}

// Stop ends a solve; what it has found stays. One that is over stays as it is.
// Error: NotFound "plan.catchup.unknown".
func (s *Service) Stop(ctx context.Context, project, id string) error {
	b, err := s.openProject(ctx, plan.ActRecover, project)
	if err != nil {
		return err
	}
	v, err := s.Store.Solve(ctx, b.Project.Zone, id)
	if err != nil {
		return err
	}
	if v.Project != project {
		return fault.New(fault.NotFound, "plan.catchup.unknown")
	}
	if err := s.Store.StopSolve(ctx, b.Project.Zone, id, s.Now()); err != nil {
		return err
	}
	s.running.stop(id)
	return nil
}

// Ahead is how many solves of all projects will be worked on before one.
func (s *Service) Ahead(ctx context.Context, v *Solve) (int, error) {
	if v.State != Waiting {
		return 0, nil
	}
	return s.Store.Ahead(ctx, *v)
}

// solverInput is the question in the solver's words.
func (s *Service) solverInput(ctx context.Context, b *plan.Book, q Request) (Input, error) {
	c, err := s.Store.Conditions(ctx, b.Project.Zone, b.Project.ID)
	if err != nil {
		return Input{}, err
	}
	m, err := s.Store.Measures(ctx, b.Project.Zone)
	if err != nil {
		return Input{}, err
	}
	settings := m.Settings
	if q.Severe {
		settings = harsher(settings)
	}
	settings.Off = append(slices.Clone(settings.Off), q.Off...)
	in := Input{
		Plan: masterplan.Fold(b.Stored, b.Entries), Stoppages: b.Stoppages,
		Today: c.Today(b, s.today()), Settings: settings, Keep: q.Keep,
	}
	if in.Keep == worktime.None && b.Project.Target != worktime.None && b.Project.Target >= s.today().At(0) {
		in.Keep = b.Project.Target
	}
	return in, nil
}

// harsher are settings with the conservative value of every figure that the
// zone has not set itself.
func harsher(s Settings) Settings {
	values := Severe().Values
	for k, v := range s.Values {
		values[k] = v
	}
	s.Values = values
	return s
}
