package plan

import (
	"context"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/who"
)

// ActDelete is deleting a project, and restoring it.
const ActDelete = "plan.delete"

// Extent is how much belongs to a project: what goes when it is deleted.
type Extent struct {
	Activities, Links, Baselines int
	Entries, Photos              int
	Deliveries, Arrivals         int
	Stoppages                    int // of the project alone
	Recoveries                   int // worked out, accepted or not
	Cards                        int // of foremen
	Events                       int // lines of history
}

// lifeKeys are the lines of history by the state that a project comes to.
var lifeKeys = map[masterplan.State]string{
	masterplan.Open: "plan.event.reopened", masterplan.Closed: "plan.event.closed", masterplan.Archived: "plan.event.archived", masterplan.Deleted: "plan.event.deleted",
}

// SetState closes, archives or reopens a project. Errors: Invalid
// "plan.state.unknown"; Conflict "plan.state.same", "plan.conflict".
func (s *Service) SetState(ctx context.Context, project string, to masterplan.State, expected int64) (masterplan.Project, error) {
	if to == masterplan.Deleted || lifeKeys[to] == "" {
		return masterplan.Project{}, fault.New(fault.Invalid, "plan.state.unknown")
	}
	return s.changeLifecycle(ctx, ActEdit, project, to, expected)
}

// DeleteProject takes a project out of everything. Its rows stay for
// masterplan.DeletedDays, so that RestoreProject can bring it back. code is the
// project's, typed to confirm. Errors: Invalid "plan.delete.invalid" with field
// "code"; Conflict.
func (s *Service) DeleteProject(ctx context.Context, project, code string, expected int64) (masterplan.Project, error) {
	b, err := s.openAny(ctx, ActDelete, project)
	if err != nil {
		return masterplan.Project{}, err
	}
	if strings.TrimSpace(code) != b.Project.Code {
		return masterplan.Project{}, fault.New(fault.Invalid, "plan.delete.invalid").With("code", "plan.delete.code", "Code", b.Project.Code)
	}
	return s.changeLifecycle(ctx, ActDelete, project, masterplan.Deleted, expected)
}

// RestoreProject brings a deleted project back, open. Errors: Conflict
// "plan.state.same" for one that was not deleted.
func (s *Service) RestoreProject(ctx context.Context, project string) (masterplan.Project, error) {
	b, err := s.openAny(ctx, ActDelete, project)
	if err != nil {
		return masterplan.Project{}, err
	}
	if b.Project.State != masterplan.Deleted {
		return masterplan.Project{}, fault.New(fault.Conflict, "plan.state.same")
	}
	return s.changeLifecycle(ctx, ActDelete, project, masterplan.Open, 0)
}

// changeLifecycle brings a project to another state. A deleted one is reached by ActDelete
// only. What happened in the zone while a project was put away counts from
// when it is opened again.
func (s *Service) changeLifecycle(ctx context.Context, action, project string, to masterplan.State, expected int64) (masterplan.Project, error) {
	fresh := func(ctx context.Context, zone, project string) (*Book, error) {
		if _, err := s.openAny(ctx, action, project); err != nil {
			return nil, err
		}
		return s.loadBook(ctx, zone, project)
	}
	b, err := s.updateProject(ctx, action, project, expected, fresh, func(b *Book, c *Change) error {
		if b.Project.State == to {
			return fault.New(fault.Conflict, "plan.state.same")
		}
		if b.Project.State == masterplan.Deleted && action != ActDelete {
			return goneFault()
		}
		key := lifeKeys[to]
		if b.Project.State == masterplan.Deleted {
			key = "plan.event.restored"
		}
		b.Project.State, b.Project.StateAt = to, s.Now()
		c.Event.Step, c.Event.Detail = AsideStep, Detail{Key: key, Args: fault.Args("Code", b.Project.Code, "Name", b.Project.Name)}
		return nil
	})
	if err != nil {
		return masterplan.Project{}, err
	}
	return b.Project, nil
}

// Gone is a deleted project and what belongs to it, for the page that restores it,
// or a project that somebody is about to delete. Errors as of DeleteProject.
func (s *Service) Gone(ctx context.Context, project string) (masterplan.Project, Extent, error) {
	b, err := s.openAny(ctx, ActDelete, project)
	if err != nil {
		return masterplan.Project{}, Extent{}, err
	}
	extent, err := s.Store.Extent(ctx, b.Project.Zone, project)
	return b.Project, extent, err
}

// PurgeDeleted takes away for good what was deleted long enough ago. It asks
// nobody's permission; the app calls it every hour.
func (s *Service) PurgeDeleted(ctx context.Context) error {
	now := s.Now()
	list, err := s.Store.Deleted(ctx, now.AddDate(0, 0, -masterplan.DeletedDays))
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := s.Store.Purge(ctx, p, now); err != nil && !isStale(err) {
			return err
		}
	}
	return nil
}

// openAny opens a project in whatever state for an action that the actor is
// allowed.
func (s *Service) openAny(ctx context.Context, action, project string) (*Book, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return nil, fault.New(fault.Unauthenticated, "auth.required")
	}
	b, err := s.currentBook(ctx, actor.Zone, project)
	if err != nil {
		return nil, err
	}
	return b, s.Allow.Allow(ctx, action, resource(&b.Project))
}

// reading are the actions that a project that is closed or archived still allows.
var reading = map[string]bool{ActView: true, ActExport: true}

// CheckState refuses an action that the project's state does not allow: Conflict
// "plan.state.closed" or "plan.state.archived", NotFound for a deleted one.
func CheckState(p *masterplan.Project, action string) error {
	switch {
	case p.State == masterplan.Open || p.State != masterplan.Deleted && reading[action]:
		return nil
	case p.State == masterplan.Deleted:
		return goneFault()
	}
	return fault.New(fault.Conflict, "plan.state."+string(p.State), "Name", p.Name, "Since", p.StateAt.Format(time.DateOnly))
}

func goneFault() error { return fault.New(fault.NotFound, "plan.project.deleted") }
