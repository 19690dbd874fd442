package recovery

import (
	"context"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Move is one activity that a point moves.
type Move struct {
	Activity              int // index
	Start, Finish         worktime.Time
	NewStart, NewFinish   worktime.Time
	StartDays, FinishDays int   // civil days, positive is later
	Minutes, NewMinutes   int64 // remaining work
	Measures              []acceleration.Kind
}

// Draft is what accepting a point would do. Nothing is stored.
type Draft struct {
	Solve         Solve
	Index         int // of the point
	Point         *Point
	Book          *plan.Book
	Plan          *masterplan.Plan  // that would be in force
	Dates         *masterplan.Dates // its dates
	Moves         []Move            // in the plan's order
	InForce       worktime.Time     // finish of the plan in force, which counts with nothing that is late
	Before, After worktime.Time     // finish without measures, and of the draft on the plan's own calendars
	Tasks         []plan.Task
}

// Preview is what accepting point n of a solve would do. Errors: NotFound
// "plan.catchup.unknown", "plan.recovery.no_points"; Conflict
// "plan.catchup.moved" when the project has changed since the solve was asked for.
func (s *Service) Preview(ctx context.Context, project, solve string, n int) (*Draft, error) {
	v, err := s.Solve(ctx, project, solve)
	if err != nil {
		return nil, err
	}
	b, err := s.openProject(ctx, plan.ActRecover, project)
	if err != nil {
		return nil, err
	}
	return draftOf(b, v, n)
}

func draftOf(b *plan.Book, v Solve, n int) (*Draft, error) {
	f := v.Answer.Frontier
	if f == nil || n < 0 || n >= len(f.Points) {
		return nil, fault.New(fault.NotFound, "plan.recovery.no_points", "Number", n+1)
	}
	if b.Project.Revision != v.Revision {
		return nil, fault.New(fault.Conflict, "plan.catchup.moved")
	}
	d := &Draft{Solve: v, Index: n, Point: &f.Points[n], Book: b, InForce: b.Dates.Finish, Before: f.WithoutMeasures}
	var err error
	if d.Plan, err = Dated(b, d.Point); err != nil {
		return nil, err
	}
	if d.Dates, err = b.With(d.Plan); err != nil {
		return nil, err
	}
	d.After = d.Dates.Finish
	d.Moves = movesOf(d)
	d.Tasks = tasksOf(d)
	return d, nil
}

// movesOf are the activities whose dates or work the draft changes.
func movesOf(d *Draft) (out []Move) {
	kinds := map[int][]acceleration.Kind{}
	for _, m := range d.Point.Measures {
		if at := int(m.Activity); m.Activity >= 0 && !slices.Contains(kinds[at], m.Kind) {
			kinds[at] = append(kinds[at], m.Kind)
		}
	}
	for i := range d.Plan.Activities {
		a := &d.Book.Plan.Activities[i]
		before, after := &d.Book.Dates.Rows[i], &d.Dates.Rows[i]
		if !a.Worked() || before.Start == worktime.None || after.Start == worktime.None || a.ActualFinish != worktime.None {
			continue
		}
		m := Move{
			Activity: i, Start: before.Start, Finish: before.Finish, NewStart: after.Start, NewFinish: after.Finish,
			StartDays: int(after.Start.Day() - before.Start.Day()), FinishDays: int(masterplan.EndDay(after.Finish) - masterplan.EndDay(before.Finish)),
			Minutes: a.Remaining, NewMinutes: d.Plan.Activities[i].Remaining, Measures: kinds[i],
		}
		if m.StartDays != 0 || m.FinishDays != 0 || len(m.Measures) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// tasksOf are the measures of the draft as jobs without an owner yet.
func tasksOf(d *Draft) (out []plan.Task) {
	for _, m := range d.Point.Measures {
		w := plan.Work{Measure: m, Label: m.Subject, Start: m.From}
		if i := int(m.Activity); m.Activity >= 0 {
			a := &d.Book.Plan.Activities[i]
			w.Activity, w.Share = a.ID, a.Share()
			w.Plain, w.Left = a.Remaining, d.Plan.Activities[i].Remaining
			w.Start = d.Dates.Rows[i].Start
			if w.Label == "" {
				w.Label = a.Label()
			}
		}
		out = append(out, plan.Task{Work: w})
	}
	return out
}

// Acceptance is what a person decides on.
type Acceptance struct {
	Solve    string
	Point    int
	Baseline string   // name under which the plan it replaces is kept
	Owners   []string // accounts, one a measure; empty for whoever accepts
	Expected int64    // revision the person saw
}

// Accept makes point n of a solve the plan in force. The plan it replaces is
// kept as the baseline in force, the measures become tasks. Errors as of
// Preview; Invalid "plan.baseline.no_name"; Conflict "plan.conflict".
func (s *Service) Accept(ctx context.Context, project string, a Acceptance) (plan.Adoption, error) {
	if a.Baseline == "" {
		return plan.Adoption{}, fault.New(fault.Invalid, "plan.baseline.no_name").With("baseline", "plan.baseline.no_name")
	}
	v, err := s.Solve(ctx, project, a.Solve)
	if err != nil {
		return plan.Adoption{}, err
	}
	actor, _ := who.From(ctx)
	for _, owner := range a.Owners {
		if err := s.Plans.KnowAccount(ctx, actor.Zone, owner, "owner"); err != nil {
			return plan.Adoption{}, err
		}
	}
	expected := a.Expected
	if expected == 0 {
		expected = v.Revision
	}
	_, done, err := s.Plans.Accept(ctx, project, a.Baseline, expected, func(b *plan.Book) (*plan.Accepted, error) {
		d, err := draftOf(b, v, a.Point)
		if err != nil {
			return nil, err
		}
		for i := range d.Tasks {
			if i < len(a.Owners) {
				d.Tasks[i].Owner = a.Owners[i]
			}
		}
		return &plan.Accepted{Plan: d.Plan, Adoption: plan.Adoption{
			Solve: v.ID, Tasks: d.Tasks,
			Promise: plan.Promise{
				Before: d.Before, Finish: d.Point.Finish, Days: d.Point.Days, Cost: d.Point.Cost,
				Bound: v.Answer.Frontier.LowerBound, Day: s.today(),
			},
		}}, nil
	})
	return done, err
}

// Give makes somebody the owner of a task. Error: NotFound "plan.catchup.task".
func (s *Service) Give(ctx context.Context, project, task, owner string) error {
	actor, _ := who.From(ctx)
	b, err := s.openProject(ctx, plan.ActRecover, project)
	if err != nil {
		return err
	}
	if owner == "" {
		return fault.New(fault.Invalid, "plan.catchup.owner_missing").With("owner", "plan.catchup.owner_missing")
	}
	if err := s.Plans.KnowAccount(ctx, b.Project.Zone, owner, "owner"); err != nil {
		return err
	}
	return s.Accepted.GiveTask(ctx, b.Project.Zone, project, task, owner, actor.Account, s.Now())
}
