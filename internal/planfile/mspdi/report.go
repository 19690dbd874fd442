package mspdi

import (
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// reportNotes ends the notes with counts and with what a reader of the plan should
// know before trusting its dates.
func (r *reader) reportNotes() []masterplan.Note {
	r.countOf("plan.note.blank_rows", len(r.plan.Blank))
	undated, soft, differ, inactive := 0, 0, 0, 0
	for i := range r.plan.Activities {
		a := &r.plan.Activities[i]
		if a.File.Start == worktime.None && a.File.EarlyStart == worktime.None {
			undated++
		}
		if a.Primary.Type == masterplan.StartNoEarlier {
			soft++
		}
		if a.Percent != a.PercentWork || a.Percent != a.PercentPhysical {
			differ++
		}
		if a.Inactive {
			inactive++
		}
	}
	r.countOf("plan.note.undated", undated)
	r.countOf("plan.note.soft_constraints", soft)
	r.countOf("plan.note.percent_differs", differ)
	r.countOf("plan.note.inactive", inactive)
	p := r.plan
	return append([]masterplan.Note{{Level: masterplan.Info, Key: "plan.note.counts", Args: fault.Args(
		"activities", len(p.Activities), "links", len(p.Links), "calendars", len(p.Calendars),
		"resources", len(p.Resources), "assignments", len(p.Assignments), "baselines", len(p.Baselines),
	)}}, r.notes.List()...)
}
