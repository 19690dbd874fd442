package solver

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/exact"
)

// Clash is demands of a problem that cannot all hold. When it is Smallest,
// leaving out any one of them lets the rest hold.
type Clash struct {
	Demands  []exact.Demand
	Smallest bool
}

// clashing is the work that finding a clash may take, in steps of the prover.
const clashing = 50_000_000

// findClash finds what clashes in an infeasible problem; nil when ctx or the work
// ends before it is found.
func (s *search) findClash(ctx context.Context) (*Clash, error) {
	if s.m.Short != nil {
		c := &Clash{Smallest: true}
		for _, b := range s.m.Short {
			c.Demands = append(c.Demands, exact.Demand{Rule: schedule.BudgetRule, Of: b})
		}
		return c, nil
	}
	demands, smallest, err := exact.Core(ctx, s.p, clashing)
	if err != nil || len(demands) == 0 {
		return nil, err
	}
	return &Clash{demands, smallest}, nil
}
