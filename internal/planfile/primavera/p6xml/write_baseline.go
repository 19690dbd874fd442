package p6xml

import (
	"fmt"
	"strconv"

	"fugong/internal/masterplan"
)

// baselineID is the id of the project that baseline n is, beyond the plan's own.
func (o *writer) baselineID(n int) int64 { return o.ids.Project + int64(n) + 1 }

// baselineOffset keeps the rows of a baseline apart from the plan's and those of
// other baselines.
func (o *writer) baselineOffset(n int) int64 {
	top := o.ids.Root
	for _, id := range o.ids.Rows {
		top = max(top, id)
	}
	return top * int64(n+1)
}

// baselineProject writes a baseline as Primavera keeps it: a project of its own,
// with the headings and the activities that it holds as they were planned. What was
// linked to what then is not kept.
func (o *writer) baselineProject(n int) {
	b, id, offset := &o.Plan.Baselines[n], o.baselineID(n), o.baselineOffset(n)
	name := b.Name
	if name == "" {
		name = strconv.Itoa(b.Number)
	}
	o.In("BaselineProject", func() {
		o.projectDefaults()
		o.Time("DataDate", b.Taken)
		o.Text("Id", fmt.Sprintf("%s - B%d", o.Plan.Code, n+1))
		o.Time("LastBaselineUpdateDate", b.Taken)
		o.Text("Name", name)
		o.Int("ObjectId", id)
		o.Int("OriginalProjectObjectId", o.ids.Project)
		o.Time("PlannedStartDate", o.Plan.Start)
		o.Text("Status", "Active")
		o.Text("WBSCodeSeparator", ".")
		o.writeWbs(id, offset)
		for j := range b.Rows {
			o.baselineActivity(&b.Rows[j], id, offset)
		}
	})
}

func (o *writer) baselineActivity(r *masterplan.BaselineRow, project, offset int64) {
	a := &o.Plan.Activities[r.Activity]
	o.In("Activity", func() {
		o.Int("CalendarObjectId", o.ids.Calendars[a.Calendar])
		o.Text("DurationType", "Fixed Duration and Units")
		o.Time("FinishDate", r.Finish)
		o.Text("Id", a.Code)
		o.Text("Name", a.Name)
		o.Int("ObjectId", o.ids.Rows[r.Activity]+offset)
		o.Text("PercentCompleteType", percentNames[a.PercentBasis])
		o.hours("PlannedDuration", r.Duration.Minutes)
		o.Time("PlannedFinishDate", r.Finish)
		o.amount("PlannedLaborUnits", float64(r.Work)/60)
		o.Time("PlannedStartDate", r.Start)
		o.amount("PlannedTotalCost", r.Cost)
		o.Int("ProjectObjectId", project)
		o.hours("RemainingDuration", r.Duration.Minutes)
		o.Time("StartDate", r.Start)
		o.Text("Status", "Not Started")
		o.Text("Type", kindNames[a.Kind])
		if a.Parent >= 0 {
			o.Int("WBSObjectId", o.ids.Rows[a.Parent]+offset)
		}
	})
}
