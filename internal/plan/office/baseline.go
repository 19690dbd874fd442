package office

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/plan"
)

// TakeBaseline freezes today's forecast under a name and makes it the one in
// force. Errors: Invalid "plan.baseline.no_name", Conflict.
func (s *Service) TakeBaseline(ctx context.Context, project, name string, expected int64) (plan.Baseline, error) {
	var taken plan.Baseline
	_, err := s.change(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		if name == "" {
			return fault.New(fault.Invalid, "plan.baseline.no_name").With("name", "plan.baseline.no_name")
		}
		taken = plan.TakeBaseline(b.Plan, b.Dates, s.ID(), name, plan.Civil(s.Now()))
		stored := *b.Stored
		stored.Baselines = append(stored.Baselines[:len(stored.Baselines):len(stored.Baselines)], taken)
		b.Stored, b.Project.Baseline = &stored, taken.ID
		c.Baseline, c.Rows = &taken, b.Stored
		c.Event.Detail = Detail{Key: "plan.event.baseline", Args: fault.Args("Name", name)}
		return nil
	})
	return taken, err
}

// ChooseBaseline says which baseline the plan is measured against; an empty id
// for none. Errors: NotFound "plan.baseline.unknown", Conflict.
func (s *Service) ChooseBaseline(ctx context.Context, project, baseline string, expected int64) error {
	_, err := s.change(ctx, ActBaseline, project, expected, func(b *Book, c *Change) error {
		chosen := b.Stored.BaselineByID(baseline)
		if chosen == nil && baseline != "" {
			return fault.New(fault.NotFound, "plan.baseline.unknown")
		}
		b.Project.Baseline = baseline
		c.Event.Detail = Detail{Key: "plan.event.no_baseline"}
		if chosen != nil {
			c.Event.Detail = Detail{Key: "plan.event.choose_baseline", Args: fault.Args("Name", chosen.Name)}
		}
		return nil
	})
	return err
}
