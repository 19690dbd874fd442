package plan

import (
	"context"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// TakeBaseline freezes today's forecast under a name and makes it the one in
// force. Errors: Invalid "plan.baseline.no_name", Conflict.
func (s *Service) TakeBaseline(ctx context.Context, project, name string, expected int64) (masterplan.Baseline, error) {
	var taken masterplan.Baseline
	_, err := s.mutateProject(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		if err := checkBaselineName(name); err != nil {
			return err
		}
		before := BaselineStep{InForce: b.Project.Baseline, Remove: true}
		taken = masterplan.TakeBaseline(b.Plan, b.Dates, s.ID(), name, masterplan.Civil(s.Now()))
		before.ID = taken.ID
		b.putBaseline(c, taken, len(b.Stored.Baselines))
		b.Project.Baseline = taken.ID
		c.Event.Detail = Detail{Key: "plan.event.baseline", Args: fault.Args("Name", name), Before: &Before{Baseline: &before}}
		return nil
	})
	return taken, err
}

func checkBaselineName(name string) error {
	if strings.TrimSpace(name) == "" {
		return fault.New(fault.Invalid, "plan.baseline.no_name").With("name", "plan.baseline.no_name")
	}
	return nil
}

// ChooseBaseline says which baseline the plan is measured against; an empty id
// for none. Errors: NotFound "plan.baseline.unknown", Conflict.
func (s *Service) ChooseBaseline(ctx context.Context, project, baseline string, expected int64) error {
	_, err := s.mutateProject(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		chosen := b.Stored.BaselineByID(baseline)
		if chosen == nil && baseline != "" {
			return fault.New(fault.NotFound, "plan.baseline.unknown")
		}
		c.Event.Detail = Detail{Key: "plan.event.no_baseline"}
		if chosen != nil {
			c.Event.Detail = Detail{Key: "plan.event.choose_baseline", Args: fault.Args("Name", chosen.Name)}
		}
		c.Event.Detail.Before = &Before{Baseline: &BaselineStep{InForce: b.Project.Baseline}}
		b.Project.Baseline = baseline
		return nil
	})
	return err
}

// RenameBaseline gives a baseline another name. Errors: Invalid
// "plan.baseline.no_name", NotFound "plan.baseline.unknown", Conflict.
func (s *Service) RenameBaseline(ctx context.Context, project, baseline, name string, expected int64) error {
	name = strings.TrimSpace(name)
	_, err := s.mutateProject(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		if err := checkBaselineName(name); err != nil {
			return err
		}
		old := b.Stored.BaselineByID(baseline)
		if old == nil {
			return fault.New(fault.NotFound, "plan.baseline.unknown")
		}
		before := BaselineStep{InForce: b.Project.Baseline, ID: baseline, Name: old.Name}
		c.Event.Detail = Detail{Key: "plan.event.baseline_rename", Args: fault.Args("Old", old.Name, "Name", name), Before: &Before{Baseline: &before}}
		b.nameBaseline(c, baseline, name)
		return nil
	})
	return err
}

// DeleteBaseline takes a baseline away; an undo puts it back. When it was the
// one in force, the plan is measured against none. Errors: NotFound
// "plan.baseline.unknown"; Conflict "plan.baseline.adopted" while an accepted
// recovery plan is measured against it, "plan.conflict".
func (s *Service) DeleteBaseline(ctx context.Context, project, baseline string, expected int64) error {
	_, err := s.mutateProject(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		gone := b.Stored.BaselineByID(baseline)
		if gone == nil {
			return fault.New(fault.NotFound, "plan.baseline.unknown")
		}
		adopted, err := s.Store.Adoptions(ctx, b.Project.Zone, project)
		if err != nil {
			return err
		}
		if i := Adopted(adopted); i >= 0 && adopted[i].Baseline == baseline {
			return fault.New(fault.Conflict, "plan.baseline.adopted", "Name", gone.Name)
		}
		before := BaselineStep{InForce: b.Project.Baseline, ID: baseline, Put: true}
		c.Event.Detail = Detail{Key: "plan.event.baseline_delete", Args: fault.Args("Name", gone.Name), Before: &Before{Baseline: &before}}
		b.dropBaseline(c, baseline)
		return nil
	})
	return err
}

// putBaseline adds a baseline at a place among the others.
func (b *Book) putBaseline(c *Change, base masterplan.Baseline, at int) {
	stored := *b.Stored
	stored.Baselines = slices.Insert(slices.Clone(stored.Baselines), min(at, len(stored.Baselines)), base)
	b.Stored, c.Baseline, c.Rows = &stored, &base, &stored
}

// dropBaseline takes one away, and keeps it in c for an undo.
func (b *Book) dropBaseline(c *Change, id string) {
	stored := *b.Stored
	at := slices.IndexFunc(stored.Baselines, func(o masterplan.Baseline) bool { return o.ID == id })
	gone := stored.Baselines[at]
	stored.Baselines = slices.Delete(slices.Clone(stored.Baselines), at, at+1)
	b.Stored, c.RemoveBaseline, c.Keep = &stored, id, &Kept{Baseline: &gone, At: at}
	if b.Project.Baseline == id {
		b.Project.Baseline = ""
	}
}

func (b *Book) nameBaseline(c *Change, id, name string) {
	stored := *b.Stored
	stored.Baselines = slices.Clone(stored.Baselines)
	named := stored.BaselineByID(id)
	named.Name = name
	b.Stored, c.RenameBaseline = &stored, named
}

// putBaselineBack reverses a step of the baselines.
func (s *Service) putBaselineBack(ctx context.Context, b *Book, c *Change, e *Event) error {
	step := e.Detail.Before.Baseline
	now := BaselineStep{InForce: b.Project.Baseline, ID: step.ID}
	switch {
	case step.Put:
		kept, err := s.Store.Kept(ctx, b.Project.Zone, b.Project.ID, e.Revision)
		if err != nil {
			return err
		}
		b.putBaseline(c, *kept.Baseline, kept.At)
		now.Remove = true
	case step.ID != "":
		old := b.Stored.BaselineByID(step.ID)
		if old == nil {
			return fault.New(fault.NotFound, "plan.baseline.unknown")
		}
		if step.Remove {
			b.dropBaseline(c, step.ID)
			now.Put = true
		} else {
			now.Name = old.Name
			b.nameBaseline(c, step.ID, step.Name)
		}
	}
	b.Project.Baseline = step.InForce
	c.Event.Detail.Before = &Before{Baseline: &now}
	return nil
}
