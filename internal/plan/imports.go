package plan

import "slices"

// ownBaseline is the number of the first baseline taken here. Files number
// theirs 0 to 10.
const ownBaseline = 11

// Adopt prepares a file's plan to replace the one in force: activities keep the
// ids of those they match, baselines taken here are carried over, and everything
// new gets an id. Both plans are left alone.
func Adopt(old, new *Plan, id func() string) *Plan {
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
func carry(old, new *Plan, moved []int32, id func() string) (out []Baseline) {
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
		if b.Number < ownBaseline {
			continue
		}
		rows := make([]BaselineRow, 0, len(b.Rows))
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
