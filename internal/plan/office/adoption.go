package office

import (
	"context"
	"time"

	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/internal/plan/recovery"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Adoption is a recovery plan that was accepted: what it promised and the tasks
// that it bought its days with.
type Adoption struct {
	ID, Project string
	Solve       string // id of the solve that found it
	Revision    int64  // of the project since it is in force
	Baseline    string // id of the baseline that keeps the plan it replaced
	At          time.Time
	By          string // account id
	Promise     Promise
	Tasks       []Task
}

// Promise is what an accepted plan promised.
type Promise struct {
	Before, Finish worktime.Time // finish without measures, and its own
	Days           int           // civil days between them
	Cost           int64
	Bound          worktime.Time // no plan finished before it; worktime.None when unknown
	Day            worktime.Day  // from which it counts
}

// Task is a measure of an adopted plan as somebody's job.
type Task struct {
	ID        string
	Owner     string // account id
	Work      Work
	UpdatedAt time.Time
	UpdatedBy string
}

// Work is what a task is about, as of the adoption.
type Work struct {
	Measure  recovery.Measure // its indices are of the plan then; Activity outlives them
	Activity string           // id; empty of a delivery or permit
	Label    string           // what people call the activity or the subject
	Start    worktime.Time    // of the activity in the adopted plan
	Plain    int64            // working minutes that were left to do without measures
	Left     int64            // and under the adopted plan
	Share    float64          // done, 0–1
}

// Accepted is what makes a plan the one in force.
type Accepted struct {
	Plan     *plan.Plan // replaces the rows of the one in force; activities keep their ids
	Adoption Adoption
}

// Accept replaces the plan in force by one that make derives from the book as it
// stands, and keeps the old one as the baseline in force under a name. Errors:
// those of make and of Compute; Conflict "plan.conflict".
func (s *Service) Accept(ctx context.Context, project, baseline string, expected int64, make func(b *Book) (*Accepted, error)) (*Book, Adoption, error) {
	actor, _ := who.From(ctx)
	var done Adoption
	b, err := s.change(ctx, ActRecover, project, expected, func(b *Book, c *Change) error {
		accepted, err := make(b)
		if err != nil {
			return err
		}
		kept := plan.TakeBaseline(b.Plan, b.Dates, s.ID(), baseline, plan.Civil(s.Now()))
		next := *accepted.Plan
		next.Baselines = append(next.Baselines[:len(next.Baselines):len(next.Baselines)], kept)
		b.Stored, b.Project.Baseline = &next, kept.ID
		done = accepted.Adoption
		done.ID, done.Project, done.Baseline, done.Revision = s.ID(), project, kept.ID, b.Project.Revision+1
		done.At, done.By = s.Now(), actor.Account
		for i := range done.Tasks {
			t := &done.Tasks[i]
			t.ID, t.UpdatedAt, t.UpdatedBy = s.ID(), done.At, done.By
			if t.Owner == "" {
				t.Owner = actor.Account
			}
		}
		c.Plan, c.Adoption = b.Stored, &done
		c.Event.Detail = Detail{
			Key: "plan.event.recovery", Adoption: done.ID,
			Args: fault.Args("Days", done.Promise.Days, "Finish", plan.EndDay(done.Promise.Finish), "Measures", len(done.Tasks)),
		}
		return nil
	})
	return b, done, err
}
