package plan

import (
	"context"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/stoppage"
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
	UndoneAt    time.Time // zero: nobody took it back
	UndoneBy    string    // account id
}

// Fresh tells whether the adoption can be taken back: it is the last thing that
// was recorded of its project.
func (a *Adoption) Fresh(p *masterplan.Project) bool {
	return a.UndoneAt.IsZero() && a.Revision == p.Revision
}

// Adopted is the newest of list, newest first, that nobody took back; -1 for none.
func Adopted(list []Adoption) int {
	return slices.IndexFunc(list, func(a Adoption) bool { return a.UndoneAt.IsZero() })
}

// Replaced is what an accepted plan took the place of.
type Replaced struct {
	Plan     masterplan.Plan // as it was stored, without its baselines
	Baseline string          // id of the one in force; empty for none
}

// Promise is what an accepted plan promised: the words of the point that was
// chosen, which what it delivers is held against.
type Promise struct {
	Before, Finish worktime.Time // finish without measures, and of the point
	Days           int           // civil days between them
	Cost           int64
	Bound          worktime.Time // no plan finished before it; worktime.None when unknown
	Day            worktime.Day  // from which it counts
	Lost           Lost          // to stoppages until then: the dates of the new plan no longer show it
}

// Lost is a loss as it stood when a plan was accepted, by activity id.
type Lost struct {
	Loss       stoppage.Loss // its slips are those that moved most
	Activities []string      // of the slips, in their order
}

// keptSlips bounds the slips that are kept with an adoption.
const keptSlips = 500

// lossAsOf is the loss of b as it stands.
func (b *Book) lossAsOf() (Lost, error) {
	loss, err := stoppage.Assess(masterplan.Fold(b.Stored, b.Entries), b.Stoppages)
	if err != nil {
		return Lost{}, err
	}
	loss.Slips = slices.DeleteFunc(loss.Slips, func(s stoppage.Slip) bool { return s.Days == 0 })
	slices.SortStableFunc(loss.Slips, func(a, b stoppage.Slip) int { return b.Days - a.Days })
	loss.Slips = loss.Slips[:min(len(loss.Slips), keptSlips)]
	out := Lost{Loss: loss}
	for i := range loss.Slips {
		out.Activities = append(out.Activities, b.Plan.Activities[loss.Slips[i].Activity].ID)
	}
	return out, nil
}

// lossSince is the loss of b, of which before tells what it was when the plan in
// force was accepted on a day: that, and what stoppages that began later add.
func (b *Book) lossSince(before Lost, day worktime.Day) (stoppage.Loss, error) {
	later := slices.DeleteFunc(slices.Clone(b.Stoppages), func(s stoppage.Stoppage) bool { return s.From < day })
	loss, err := stoppage.Assess(masterplan.Fold(b.Stored, b.Entries), later)
	if err != nil {
		return stoppage.Loss{}, err
	}
	loss.Planned = before.Loss.Planned
	loss.Days += before.Loss.Days
	for c := range loss.ByCause {
		loss.ByCause[c] += before.Loss.ByCause[c]
	}
	for i, s := range before.Loss.Slips {
		at := int32(b.Plan.ByID(before.Activities[i]))
		if at < 0 || b.Plan.Activities[at].ActualFinish != worktime.None {
			continue
		}
		s.Activity = at
		loss.Slips = addSlip(loss.Slips, s)
	}
	return loss, nil
}

// addSlip puts a slip beside one of the same activity, or among them.
func addSlip(slips []stoppage.Slip, s stoppage.Slip) []stoppage.Slip {
	for i := range slips {
		if now := &slips[i]; now.Activity == s.Activity {
			now.Planned, now.Days = s.Planned, now.Days+s.Days
			for c := range now.ByCause {
				now.ByCause[c] += s.ByCause[c]
			}
			return slips
		}
	}
	return append(slips, s)
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
	Measure  acceleration.Measure // its indices are of the plan then; Activity outlives them
	Activity string               // id; empty of a delivery or permit
	Label    string               // what people call the activity or the subject
	Start    worktime.Time        // of the activity in the adopted plan
	Plain    int64                // working minutes that were left to do without measures
	Left     int64                // and under the adopted plan
	Share    float64              // done, 0–1
}

// Accepted is what makes a plan the one in force.
type Accepted struct {
	Plan     *masterplan.Plan // replaces the rows of the one in force; activities keep their ids
	Adoption Adoption
}

// Accept replaces the plan in force by one that make derives from the book as it
// stands, and keeps the old one as the baseline in force under a name. Errors:
// those of make and of Compute; Conflict "plan.conflict".
func (s *Service) Accept(ctx context.Context, project, baseline string, expected int64, make func(b *Book) (*Accepted, error)) (*Book, Adoption, error) {
	actor, _ := who.From(ctx)
	var done Adoption
	b, err := s.mutateProject(ctx, ActRecover, project, expected, func(b *Book, c *Change) error {
		accepted, err := make(b)
		if err != nil {
			return err
		}
		lost, err := b.lossAsOf()
		if err != nil {
			return err
		}
		kept := masterplan.TakeBaseline(b.Plan, b.Dates, s.ID(), baseline, masterplan.Civil(s.Now()))
		c.Replaced = &Replaced{Plan: *b.Stored, Baseline: b.Project.Baseline}
		c.Replaced.Plan.Baselines = nil
		next := *accepted.Plan
		next.Baselines = append(next.Baselines[:len(next.Baselines):len(next.Baselines)], kept)
		b.Stored, b.Project.Baseline = &next, kept.ID
		done = accepted.Adoption
		done.ID, done.Project, done.Baseline, done.Revision = s.ID(), project, kept.ID, b.Project.Revision+1
		done.At, done.By, done.Promise.Lost = s.Now(), actor.Account, lost
		for i := range done.Tasks {
			t := &done.Tasks[i]
			t.ID, t.UpdatedAt, t.UpdatedBy = s.ID(), done.At, done.By
			if t.Owner == "" {
				t.Owner = actor.Account
			}
		}
		c.Plan, c.Adoption, c.Event.Step = b.Stored, &done, AcceptStep
		c.Event.Detail = Detail{
			Key: "plan.event.recovery", Adoption: done.ID,
			Args: fault.Args("Days", done.Promise.Days, "Finish", masterplan.EndDay(done.Promise.Finish), "Measures", len(done.Tasks)),
		}
		return nil
	})
	return b, done, err
}

// TakeBack puts back the plan that an accepted one replaced, while nothing was
// recorded since. The adoption, its tasks and the baseline that was kept with it
// stay. Errors: NotFound "plan.catchup.none"; Conflict "plan.catchup.recorded"
// with the revision since and who made it; those of Replaced of the store.
func (s *Service) TakeBack(ctx context.Context, project, adoption string) (*Book, error) {
	return s.mutateProject(ctx, ActRecover, project, 0, func(b *Book, c *Change) error {
		all, err := s.Store.Adoptions(ctx, b.Project.Zone, project)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(a Adoption) bool { return a.ID == adoption })
		if i < 0 {
			return fault.New(fault.NotFound, "plan.catchup.none")
		}
		a := &all[i]
		if !a.Fresh(&b.Project) {
			return fault.New(fault.Conflict, "plan.catchup.recorded", "Revision", b.Project.Revision, "By", b.Project.UpdatedBy)
		}
		old, err := s.Store.Replaced(ctx, b.Project.Zone, a.ID)
		if err != nil {
			return err
		}
		old.Plan.Baselines = b.Stored.Baselines
		b.Stored, b.Project.Baseline = &old.Plan, old.Baseline
		c.Plan, c.TakenBack = b.Stored, a.ID
		c.Event.Step, c.Event.Of = BackStep, a.Revision
		c.Event.Detail = Detail{
			Key: "plan.event.recovery_undone", Adoption: a.ID,
			Args: fault.Args("Days", a.Promise.Days, "Finish", masterplan.EndDay(a.Promise.Finish)),
		}
		return nil
	})
}
