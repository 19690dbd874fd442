package version

import (
	"slices"

	"fugong/internal/plan"
)

// Adopt prepares a file's plan to replace the one in force: activities keep the
// ids of those they match, baselines taken here are carried over, and everything
// new gets an id. Both plans are left alone.
func Adopt(old, new *plan.Plan, id func() string) *plan.Plan {
	out := *new
	out.ID = old.ID
	out.Activities = slices.Clone(new.Activities)
	pairs := Match(old, new)
	moved := make([]int32, len(old.Activities)) // new index of each old activity, -1 when gone
	for j := range moved {
		moved[j] = -1
	}
	for i := range out.Activities {
		if j := pairs[i]; j >= 0 {
			out.Activities[i].ID, moved[j] = old.Activities[j].ID, int32(i)
		} else {
			out.Activities[i].ID = id()
		}
	}
	out.Baselines = carry(old, new, moved, id)
	return &out
}

// carry joins the file's baselines with those taken here.
func carry(old, new *plan.Plan, moved []int32, id func() string) (out []plan.Baseline) {
	for _, b := range new.Baselines {
		b.ID = id()
		for _, o := range old.Baselines {
			if o.Number == b.Number {
				b.ID = o.ID
			}
		}
		out = append(out, b)
	}
	for _, b := range old.Baselines {
		if b.Number < plan.OwnBaseline {
			continue
		}
		rows := make([]plan.BaselineRow, 0, len(b.Rows))
		for _, r := range b.Rows {
			if r.Activity = moved[r.Activity]; r.Activity >= 0 {
				rows = append(rows, r)
			}
		}
		b.Rows = rows
		out = append(out, b)
	}
	return out
}
