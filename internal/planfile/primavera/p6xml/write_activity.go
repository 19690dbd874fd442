package p6xml

import (
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera"
	"fugong/solve/worktime"
)

var kindNames = [...]string{
	masterplan.Task: "Task Dependent", masterplan.StartMilestone: "Start Milestone", masterplan.FinishMilestone: "Finish Milestone",
	masterplan.LevelOfEffort: "Level of Effort", masterplan.Hammock: "WBS Summary",
}

var percentNames = [...]string{masterplan.ByDuration: "Duration", masterplan.ByPhysical: "Physical", masterplan.ByUnits: "Units"}

var statusNames = [...]string{primavera.NotStarted: "Not Started", primavera.Active: "In Progress", primavera.Complete: "Completed"}

var constraintNames = [...]string{
	masterplan.NoConstraint: "", masterplan.AsLateAsPossible: "As Late As Possible", masterplan.StartOn: "Start On", masterplan.StartNoEarlier: "Start On or After",
	masterplan.StartNoLater: "Start On or Before", masterplan.FinishOn: "Finish On", masterplan.FinishNoEarlier: "Finish On or After",
	masterplan.FinishNoLater: "Finish On or Before", masterplan.MandatoryStart: "Mandatory Start", masterplan.MandatoryFinish: "Mandatory Finish",
}

var priorityNames = map[int]string{900: "Top", 700: "High", 500: "Normal", 300: "Low", 100: "Lowest"}

// writeActivity writes one, its elements in the schema's order.
func (o *writer) writeActivity(i int) {
	a, f := &o.Plan.Activities[i], &o.facts[i]
	o.In("Activity", func() {
		o.hours("ActualDuration", max(0, a.Duration.Minutes-a.Remaining))
		o.Time("ActualFinishDate", a.ActualFinish)
		o.amount("ActualLaborUnits", f.Labour.Actual)
		o.amount("ActualNonLaborUnits", f.Plant.Actual)
		o.Time("ActualStartDate", f.ActualStart)
		o.Bool("AutoComputeActuals", false)
		o.Int("CalendarObjectId", o.ids.Calendars[a.Calendar])
		o.share("DurationPercentComplete", spent(a))
		o.Text("DurationType", "Fixed Duration and Units")
		o.Time("EarlyFinishDate", f.EarlyFinish)
		o.Time("EarlyStartDate", f.EarlyStart)
		o.Time("ExpectedFinishDate", a.ExpectedFinish)
		o.Time("ExternalEarlyStartDate", f.ExternalStart)
		o.Time("ExternalLateFinishDate", f.ExternalFinish)
		o.Time("FinishDate", f.Finish)
		if f.Status != primavera.Complete {
			o.hours("FreeFloat", f.FreeFloat)
		}
		o.Text("Id", a.Code)
		o.Bool("IsLongestPath", f.LongestPath)
		o.Time("LateFinishDate", f.LateFinish)
		o.Time("LateStartDate", f.LateStart)
		o.Text("LevelingPriority", priorityNames[primavera.NearestPriority(a.Priority)])
		o.Text("Name", a.Name)
		o.Int("ObjectId", o.ids.Rows[i])
		o.writeProgress(i, f)
		o.writeRemains(a, f)
	})
}

// spent is the percentage of the planned duration that is gone.
func spent(a *masterplan.Activity) float64 {
	if a.ActualStart == worktime.None || a.Duration.Minutes <= 0 {
		return 0
	}
	return max(0, 100*float64(a.Duration.Minutes-a.Remaining)/float64(a.Duration.Minutes))
}

func (o *writer) writeProgress(i int, f *primavera.Facts) {
	a := &o.Plan.Activities[i]
	o.share("PercentComplete", a.Percent)
	o.Text("PercentCompleteType", percentNames[a.PercentBasis])
	o.share("PhysicalPercentComplete", a.PercentPhysical)
	o.hours("PlannedDuration", a.Duration.Minutes)
	o.Time("PlannedFinishDate", f.PlannedFinish)
	o.amount("PlannedLaborUnits", f.Labour.Planned)
	o.amount("PlannedNonLaborUnits", f.Plant.Planned)
	o.Time("PlannedStartDate", f.PlannedStart)
	o.Time("PrimaryConstraintDate", a.Primary.Date)
	o.Text("PrimaryConstraintType", constraintNames[a.Primary.Type])
	if a.ByCrews { // the search goes through every assignment
		if at, ok := o.Plan.PrimaryResource(i); ok {
			o.Int("PrimaryResourceObjectId", o.ids.Resources[at])
		}
	}
	o.Int("ProjectObjectId", o.ids.Project)
}

func (o *writer) writeRemains(a *masterplan.Activity, f *primavera.Facts) {
	o.hours("RemainingDuration", a.Remaining)
	o.Time("RemainingEarlyFinishDate", f.EarlyFinish)
	o.Time("RemainingEarlyStartDate", f.EarlyStart)
	o.amount("RemainingLaborUnits", f.Labour.ToCome)
	o.Time("RemainingLateFinishDate", f.LateFinish)
	o.Time("RemainingLateStartDate", f.LateStart)
	o.amount("RemainingNonLaborUnits", f.Plant.ToCome)
	o.Time("ResumeDate", a.Resume)
	o.Time("SecondaryConstraintDate", a.Secondary.Date)
	o.Text("SecondaryConstraintType", constraintNames[a.Secondary.Type])
	o.Time("StartDate", f.Start)
	o.Text("Status", statusNames[f.Status])
	o.Time("SuspendDate", a.Suspend)
	if f.Status != primavera.Complete {
		o.hours("TotalFloat", f.TotalFloat)
	}
	if a.ByCrews && a.Kind == masterplan.Task {
		o.Text("Type", "Resource Dependent")
	} else {
		o.Text("Type", kindNames[a.Kind])
	}
	o.share("UnitsPercentComplete", a.PercentWork)
	if a.Parent >= 0 {
		o.Int("WBSObjectId", o.ids.Rows[a.Parent])
	}
}

var linkNames = [...]string{masterplan.FS: "Finish to Start", masterplan.SS: "Start to Start", masterplan.FF: "Finish to Finish", masterplan.SF: "Start to Finish"}

func (o *writer) writeRelationships() {
	for n := range o.Plan.Links {
		l := &o.Plan.Links[n]
		o.In("Relationship", func() {
			o.amount("Lag", float64(l.Lag.Tenths)/600)
			o.Int("ObjectId", o.ids.Links[n])
			o.Int("PredecessorActivityObjectId", o.ids.Rows[l.Pred])
			o.Int("PredecessorProjectObjectId", o.ids.Project)
			o.Int("SuccessorActivityObjectId", o.ids.Rows[l.Succ])
			o.Int("SuccessorProjectObjectId", o.ids.Project)
			o.Text("Type", linkNames[l.Type])
		})
	}
}

func (o *writer) writeAssignment(n int) {
	a := &o.Plan.Assignments[n]
	r, f, q := &o.Plan.Resources[a.Resource], &o.facts[a.Activity], o.Quantities(n)
	start, finish := o.AssignmentDates(n)
	source := "Resource"
	if primavera.IsRole(r) {
		source = "Role"
	}
	o.In("ResourceAssignment", func() {
		o.Int("ActivityObjectId", o.ids.Rows[a.Activity])
		if f.Status == primavera.Complete {
			o.Time("ActualFinishDate", finish)
		}
		o.amount("ActualRegularUnits", q.Actual)
		if f.Status != primavera.NotStarted {
			o.Time("ActualStartDate", start)
		}
		o.amount("ActualUnits", q.Actual)
		o.amount("AtCompletionUnits", q.Actual+q.ToCome)
		o.Time("FinishDate", finish)
		o.Bool("IsCostUnitsLinked", false)
		o.Int("ObjectId", o.ids.Assignments[n])
		o.amount("PlannedCost", a.Cost)
		o.Time("PlannedFinishDate", finish)
		o.amount("PlannedLag", float64(a.Delay)/600)
		o.Time("PlannedStartDate", start)
		o.amount("PlannedUnits", q.Planned)
		o.amount("PlannedUnitsPerTime", a.Units)
		o.Int("ProjectObjectId", o.ids.Project)
		o.Text("RateSource", source)
		o.Text("RateType", "Price / Unit")
		o.amount("RemainingUnits", q.ToCome)
		o.amount("RemainingUnitsPerTime", a.Units)
		if source == "Resource" {
			o.Int("ResourceObjectId", o.ids.Resources[a.Resource])
		}
		o.Text("ResourceType", resourceTypes[r.Type])
		if source == "Role" {
			o.Int("RoleObjectId", o.ids.Resources[a.Resource])
		}
		o.Time("StartDate", start)
		if up := o.Plan.Activities[a.Activity].Parent; up >= 0 {
			o.Int("WBSObjectId", o.ids.Rows[up])
		}
	})
}
