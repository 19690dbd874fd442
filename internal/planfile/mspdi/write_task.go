package mspdi

import (
	"cmp"
	"math"
	"strconv"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// writeTasks writes the project's own row, then every row in the order people see,
// then the ends of links that lie in other projects.
func (o *writer) writeTasks() {
	o.projectRow()
	eachRow(o.plan, o.writeTask, o.blank)
	next := int64(0)
	for _, ids := range [][]int64{o.rowID, o.blankID} {
		for _, id := range ids {
			next = max(next, id)
		}
	}
	for i := range o.plan.External {
		if o.ghost(i) {
			next++
			o.externalTask(i, next)
		}
	}
}

func (o *writer) projectRow() {
	o.In("Task", func() {
		o.Int("UID", 0)
		o.Int("ID", 0)
		o.Text("Name", clip(o.plan.Name, 512))
		o.Int("Type", 1)
		o.Bool("IsNull", false)
		o.Text("WBS", "0")
		o.Text("OutlineNumber", "0")
		o.Int("OutlineLevel", 0)
		o.Time("Start", o.start())
		o.Time("Finish", o.projectFinish())
		o.Bool("Summary", true)
	})
}

func (o *writer) blank(j int) {
	o.In("Task", func() {
		o.Int("UID", o.blankUID[j])
		o.Int("ID", o.blankID[j])
		o.Bool("IsNull", true)
	})
}

// writeTask writes one activity, its elements in the schema's order.
func (o *writer) writeTask(i int) {
	a, f := &o.plan.Activities[i], o.shownDates(i)
	o.In("Task", func() {
		o.writeIdentity(i, a)
		o.Time("Start", f.Start)
		o.Time("Finish", f.Finish)
		o.MinutesTenths("Duration", a.Duration.Minutes, a.Tenths.Duration)
		o.TimeTenths("ManualStart", a.ManualStart, a.Tenths.ManualStart)
		o.TimeTenths("ManualFinish", a.ManualFinish, a.Tenths.ManualFinish)
		o.Int("DurationFormat", int64(formatOf(shown{a.Duration.Unit, a.Duration.Elapsed, a.Duration.Estimated})))
		o.Minutes("Work", a.Work)
		o.Time("Stop", a.Suspend)
		o.TimeTenths("Resume", a.Resume, a.Tenths.Resume)
		o.Bool("EffortDriven", a.EffortDriven)
		o.Bool("Estimated", a.Duration.Estimated)
		o.Bool("Milestone", a.Marked || a.Duration.Minutes == 0 && !o.heading(i))
		o.Bool("Summary", o.heading(i))
		o.Bool("Critical", f.Critical)
		o.writeComputedDates(f)
		o.writeProgress(i)
		o.writeConstraint(a.Calendar, a.Primary, a.Tenths.Primary)
		o.settings(i)
		o.earned(a)
		o.writeLinks(i)
		o.writeValues(i)
		for _, b := range o.frozen[i] {
			o.writeBaseline(b.number, b.row)
		}
	})
}

func (o *writer) writeIdentity(i int, a *masterplan.Activity) {
	o.Int("UID", o.taskUID[i])
	o.Int("ID", o.rowID[i])
	o.Text("Name", clip(a.Name, 512))
	o.Bool("Active", !a.Inactive)
	o.Bool("Manual", a.Manual)
	o.Int("Type", int64(o.taskType(a)))
	o.Bool("IsNull", false)
	o.Text("WBS", first(a.WBS, o.outline[i]))
	o.Text("OutlineNumber", o.outline[i])
	o.Int("OutlineLevel", int64(a.Level)+1)
	o.Int("Priority", int64(min(max(a.Priority, 0), 1000)))
}

// taskType is how Microsoft Project weighs duration against work. Tasks of its own
// plans keep theirs, for dates depend on it; those of others last as long as they say.
func (o *writer) taskType(a *masterplan.Activity) masterplan.TaskType {
	if o.plan.Settings.Dialect == masterplan.MicrosoftProject && !o.restated {
		return a.TaskType
	}
	return masterplan.FixedDuration
}

// shownDates are the dates agreed on and what Microsoft Project derives from them,
// or the file's own.
func (o *writer) shownDates(i int) masterplan.FileDates {
	a := &o.plan.Activities[i]
	if o.dates == nil {
		return a.File
	}
	agreed, r := &o.dates.Rows[i], &o.anew.Rows[i]
	return masterplan.FileDates{
		Start: agreed.Start, Finish: agreed.Finish,
		EarlyStart: r.EarlyStart, EarlyFinish: r.EarlyFinish, LateStart: r.LateStart, LateFinish: r.LateFinish,
		TotalFloat: r.TotalFloat, FreeFloat: r.FreeFloat, HasTotal: true, HasFree: true, Critical: r.Critical,
	}
}

func (o *writer) writeComputedDates(f masterplan.FileDates) {
	o.Time("EarlyStart", f.EarlyStart)
	o.Time("EarlyFinish", f.EarlyFinish)
	o.Time("LateStart", f.LateStart)
	o.Time("LateFinish", f.LateFinish)
	if f.HasFree {
		o.Int("FreeSlack", f.FreeFloat*10)
	}
	if f.HasTotal {
		o.Int("TotalSlack", f.TotalFloat*10)
	}
}

func (o *writer) writeProgress(i int) {
	a := &o.plan.Activities[i]
	o.Int("PercentComplete", int64(math.Round(a.Percent)))
	o.Int("PercentWorkComplete", int64(math.Round(a.PercentWork)))
	o.TimeTenths("ActualStart", a.ActualStart, a.Tenths.ActualStart)
	o.TimeTenths("ActualFinish", a.ActualFinish, a.Tenths.ActualFinish)
	if a.ActualStart != worktime.None || o.restated {
		o.Minutes("ActualDuration", max(0, a.Duration.Minutes-a.Remaining))
	}
	if o.restated {
		o.Minutes("ActualWork", o.work[i])
	}
	o.MinutesTenths("RemainingDuration", a.Remaining, a.Tenths.Remaining)
	if o.restated {
		o.Minutes("RemainingWork", max(0, a.Work-o.work[i]))
	}
}

// writeConstraint writes one; P6's mandatory ones are Microsoft Project's "must".
func (o *writer) writeConstraint(calendar int32, c masterplan.Constraint, more int8) {
	switch c.Type {
	case masterplan.MandatoryStart:
		c.Type = masterplan.StartOn
	case masterplan.MandatoryFinish:
		c.Type = masterplan.FinishOn
	}
	for code, t := range constraintTypes {
		if t == c.Type && code != "" {
			o.Text("ConstraintType", code)
		}
	}
	o.Int("CalendarUID", o.calendarRef(calendar))
	if c.Type != masterplan.NoConstraint {
		o.TimeTenths("ConstraintDate", c.Date, more)
	}
}

// settings writes what else moves the task.
func (o *writer) settings(i int) {
	a := &o.plan.Activities[i]
	o.Time("Deadline", a.Deadline)
	o.Int("LevelingDelay", a.LevelingDelay)
	o.Int("LevelingDelayFormat", 8)
	o.Bool("IgnoreResourceCalendar", a.IgnoreResourceCalendar)
	o.Text("Notes", a.Notes)
}

func (o *writer) earned(a *masterplan.Activity) {
	o.Int("PhysicalPercentComplete", int64(math.Round(a.PercentPhysical)))
	o.Bool("EarnedValueMethod", a.EarnByPhysical)
}

func (o *writer) writeLinks(i int) {
	for _, n := range o.preds[i] {
		l := &o.plan.Links[n]
		o.link(o.taskUID[l.Pred], l.Type, l.Lag)
	}
	for n := range o.plan.External {
		x := &o.plan.External[n]
		if !x.Pred || int(x.Activity) != i {
			continue
		}
		if o.ghost(n) {
			o.link(o.ghostUID[n], x.Type, x.Lag)
			continue
		}
		o.In("PredecessorLink", func() {
			o.Int("Type", linkCode(x.Type))
			o.Bool("CrossProject", true)
			o.Text("CrossProjectName", x.Other)
			o.writeLag(x.Lag)
		})
	}
}

func (o *writer) link(pred int64, kind masterplan.LinkType, lag masterplan.Lag) {
	o.In("PredecessorLink", func() {
		o.Int("PredecessorUID", pred)
		o.Int("Type", linkCode(kind))
		o.Bool("CrossProject", false)
		o.writeLag(lag)
	})
}

func linkCode(t masterplan.LinkType) int64 {
	return [...]int64{masterplan.FS: 1, masterplan.SS: 3, masterplan.FF: 0, masterplan.SF: 2}[t]
}

// writeLag writes tenths of a minute, or a percentage; the schema has no lag
// without a unit.
func (o *writer) writeLag(l masterplan.Lag) {
	if l.Unit == masterplan.Percent {
		o.Number("LinkLag", l.Percent)
	} else {
		o.Int("LinkLag", l.Tenths)
	}
	if l.Unit == masterplan.UnitNone {
		l.Unit = masterplan.Days
	}
	o.Int("LagFormat", int64(formatOf(shown{l.Unit, l.Elapsed, l.Estimated})))
}

// writeValues writes our two text fields.
func (o *writer) writeValues(i int) {
	for _, v := range [][2]string{{codeFieldID, o.codeOf(i)}, {kindFieldID, o.kindOf(i)}} {
		if v[1] == "" {
			continue
		}
		o.In("ExtendedAttribute", func() {
			o.Text("FieldID", v[0])
			o.Text("Value", v[1])
		})
	}
}

func (o *writer) writeBaseline(number int, r *masterplan.BaselineRow) {
	o.In("Baseline", func() {
		o.Int("Number", int64(number))
		o.Time("Start", r.Start)
		o.Time("Finish", r.Finish)
		o.Minutes("Duration", r.Duration.Minutes)
		o.Int("DurationFormat", int64(formatOf(shown{r.Duration.Unit, r.Duration.Elapsed, r.Duration.Estimated})))
		o.Bool("EstimatedDuration", r.Duration.Estimated)
		o.Minutes("Work", r.Work)
		o.Text("Cost", strconv.FormatFloat(r.Cost, 'f', -1, 64))
	})
}

// ghost says whether an outside end needs a row of its own: a successor, since
// links stand with their successor, and a predecessor with a date.
func (o *writer) ghost(n int) bool {
	x := &o.plan.External[n]
	return !x.Pred || x.HasDate
}

// outsideDate is the date of the outside end of a link. Where only what the link allows is
// known, it is that much before it.
func (o *writer) outsideDate(x *masterplan.ExternalLink) worktime.Time {
	if x.Outside != 0 || !x.Pred || x.Lag.Percent != 0 {
		return cmp.Or(x.Outside, x.Date)
	}
	hours, err := o.plan.CompiledCalendar(o.plan.Activities[x.Activity].Calendar)
	if o.plan.Activities[x.Activity].Calendar < 0 {
		hours, err = o.plan.CompiledCalendar(o.plan.Settings.Calendar)
	}
	if err != nil {
		return x.Date
	}
	at, lag := x.Date, x.Lag.Tenths/10
	if x.Type == masterplan.FF || x.Type == masterplan.SF {
		at = hours.Add(at, o.plan.Activities[x.Activity].Remaining)
	}
	if x.Lag.Elapsed {
		return at - worktime.Time(lag)
	}
	return hours.Add(at, -lag)
}

func (o *writer) externalTask(n int, id int64) {
	x, date := &o.plan.External[n], worktime.None
	switch {
	case x.HasDate:
		date = o.outsideDate(x)
	case !x.Pred && o.dates != nil: // binds nothing, but readers ask for a date
		date = o.dates.Rows[x.Activity].Finish
	}
	o.In("Task", func() {
		o.Int("UID", o.ghostUID[n])
		o.Int("ID", id)
		o.Text("Name", clip(x.Other, 512))
		o.Int("Type", 1)
		o.Bool("IsNull", false)
		o.Int("OutlineLevel", 1)
		o.Time("Start", date)
		o.Time("Finish", date)
		o.Minutes("Duration", 0) // MPXJ schedules no file with a task that leaves these out, or its early and late dates
		o.Int("DurationFormat", 7)
		o.Bool("Summary", false)
		o.Bool("ExternalTask", true)
		o.Text("ExternalTaskProject", clip(x.Other, 512))
		for _, name := range []string{"EarlyStart", "EarlyFinish", "LateStart", "LateFinish"} {
			o.Time(name, date)
		}
		o.Minutes("ActualDuration", 0)
		o.Minutes("RemainingDuration", 0)
		if !x.Pred {
			o.link(o.taskUID[x.Activity], x.Type, x.Lag)
		}
	})
}
