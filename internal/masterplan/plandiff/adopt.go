package plandiff

import (
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// CarryIDs prepares a file's plan to replace the one in force: activities keep the
// ids of those they match, baselines taken here are carried over, and everything
// new gets an id. Both plans are left alone.
func CarryIDs(old, new *masterplan.Plan, id func() string) *masterplan.Plan {
	out := *new
	out.ID = old.ID
	out.Activities = slices.Clone(new.Activities)
	pairs := MatchActivities(old, new)
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
	out.Baselines = carryBaselines(old, new, moved, id)
	return &out
}

// carryBaselines joins the file's baselines with those taken here.
func carryBaselines(old, new *masterplan.Plan, moved []int32, id func() string) (out []masterplan.Baseline) {
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
		if b.Number < masterplan.OwnBaseline {
			continue
		}
		rows := make([]masterplan.BaselineRow, 0, len(b.Rows))
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

// LostExceptions warns of holidays and stoppages that the plan in force has and
// a newer file does not: a stoppage entered here is easily lost that way. Calendars
// are matched by name.
func LostExceptions(old, new *masterplan.Plan) (notes []masterplan.Note) {
	for i := range old.Calendars {
		c := &old.Calendars[i]
		at := slices.IndexFunc(new.Calendars, func(n masterplan.Calendar) bool { return n.Name == c.Name })
		if at < 0 {
			continue
		}
		lost := 0
		for _, e := range c.Exceptions {
			if !slices.ContainsFunc(new.Calendars[at].Exceptions, func(n masterplan.Exception) bool { return same(&e, &n) }) {
				lost++
			}
		}
		if lost > 0 {
			notes = append(notes, masterplan.Note{Level: masterplan.Warning, Key: "plan.note.exceptions_lost", Args: fault.Args("Calendar", c.Name), Count: lost})
		}
	}
	return notes
}

func same(a, b *masterplan.Exception) bool {
	return a.From == b.From && a.To == b.To && slices.Equal(a.Spans, b.Spans)
}
