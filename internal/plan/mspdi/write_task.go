package mspdi

import (
	"math"
	"strconv"

	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// tasks writes the project's own row, then every row in the order people see,
// then the ends of links that lie in other projects.
func (o *writer) tasks() {
	o.projectRow()
	eachRow(o.plan, o.task, o.blank)
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
	o.in("Task", func() {
		o.int("UID", 0)
		o.int("ID", 0)
		o.text("Name", clip(o.plan.Name, 512))
		o.int("Type", 1)
		o.bool("IsNull", false)
		o.text("WBS", "0")
		o.text("OutlineNumber", "0")
		o.int("OutlineLevel", 0)
		o.time("Start", o.plan.Start)
		o.time("Finish", o.finish())
		o.bool("Summary", true)
	})
}

func (o *writer) blank(j int) {
	o.in("Task", func() {
		o.int("UID", o.blankUID[j])
		o.int("ID", o.blankID[j])
		o.bool("IsNull", true)
	})
}

// task writes one activity, its elements in the schema's order.
func (o *writer) task(i int) {
	a, f := &o.plan.Activities[i], o.shownDates(i)
	o.in("Task", func() {
		o.identity(i, a)
		o.time("Start", f.Start)
		o.time("Finish", f.Finish)
		o.minutes("Duration", a.Duration.Minutes)
		o.time("ManualStart", a.ManualStart)
		o.time("ManualFinish", a.ManualFinish)
		o.int("DurationFormat", int64(formatOf(shown{a.Duration.Unit, a.Duration.Elapsed, a.Duration.Estimated})))
		o.minutes("Work", o.workOf(i))
		o.time("Stop", a.Suspend)
		o.time("Resume", a.Resume)
		o.bool("EffortDriven", a.EffortDriven)
		o.bool("Estimated", a.Duration.Estimated)
		o.bool("Milestone", a.Marked || a.Duration.Minutes == 0 && !o.children[i])
		o.bool("Summary", o.children[i])
		o.bool("Critical", f.Critical)
		o.computed(f)
		o.progress(a)
		o.constraint(a)
		o.earned(a)
		o.links(i)
		o.values(i)
		for _, b := range o.frozen[i] {
			o.baseline(b.number, b.row)
		}
	})
}

func (o *writer) identity(i int, a *plan.Activity) {
	o.int("UID", o.taskUID[i])
	o.int("ID", o.rowID[i])
	o.text("Name", clip(a.Name, 512))
	o.bool("Active", !a.Inactive)
	o.bool("Manual", a.Manual)
	o.int("Type", 1)
	o.bool("IsNull", false)
	o.text("WBS", first(a.WBS, o.outline[i]))
	o.text("OutlineNumber", o.outline[i])
	o.int("OutlineLevel", int64(a.Level)+1)
	o.int("Priority", int64(min(max(a.Priority, 0), 1000)))
}

// shownDates are the computed dates, or the file's own.
func (o *writer) shownDates(i int) plan.FileDates {
	a := &o.plan.Activities[i]
	if o.dates == nil {
		return a.File
	}
	r := &o.dates.Rows[i]
	return plan.FileDates{
		Start: r.Start, Finish: r.Finish,
		EarlyStart: r.EarlyStart, EarlyFinish: r.EarlyFinish, LateStart: r.LateStart, LateFinish: r.LateFinish,
		TotalFloat: r.TotalFloat, FreeFloat: r.FreeFloat, HasTotal: true, HasFree: true, Critical: r.Critical,
	}
}

func (o *writer) computed(f plan.FileDates) {
	o.time("EarlyStart", f.EarlyStart)
	o.time("EarlyFinish", f.EarlyFinish)
	o.time("LateStart", f.LateStart)
	o.time("LateFinish", f.LateFinish)
	if f.HasFree {
		o.int("FreeSlack", f.FreeFloat*10)
	}
	if f.HasTotal {
		o.int("TotalSlack", f.TotalFloat*10)
	}
}

func (o *writer) progress(a *plan.Activity) {
	o.int("PercentComplete", int64(math.Round(a.Percent)))
	o.int("PercentWorkComplete", int64(math.Round(a.PercentWork)))
	o.time("ActualStart", a.ActualStart)
	o.time("ActualFinish", a.ActualFinish)
	if a.ActualStart != worktime.None {
		o.minutes("ActualDuration", max(0, a.Duration.Minutes-a.Remaining))
	}
	o.minutes("RemainingDuration", a.Remaining)
}

// constraint writes the primary constraint; P6's mandatory ones are Microsoft
// Project's "must", and its secondary one has no place.
func (o *writer) constraint(a *plan.Activity) {
	kind := a.Primary.Type
	switch kind {
	case plan.MandatoryStart:
		kind = plan.StartOn
	case plan.MandatoryFinish:
		kind = plan.FinishOn
	}
	for code, t := range constraintTypes {
		if t == kind && code != "" {
			o.text("ConstraintType", code)
		}
	}
	o.int("CalendarUID", o.calendarRef(a.Calendar))
	if kind != plan.NoConstraint {
		o.time("ConstraintDate", a.Primary.Date)
	}
	o.time("Deadline", a.Deadline)
	o.int("LevelingDelay", a.LevelingDelay)
	o.int("LevelingDelayFormat", 8)
	o.bool("IgnoreResourceCalendar", a.IgnoreResourceCalendar)
	o.text("Notes", a.Notes)
}

func (o *writer) earned(a *plan.Activity) {
	o.int("PhysicalPercentComplete", int64(math.Round(a.PercentPhysical)))
	o.bool("EarnedValueMethod", a.EarnByPhysical)
}

// workOf is the task's work; one that states none has that of its assignments.
func (o *writer) workOf(i int) int64 {
	if w := o.plan.Activities[i].Work; w != 0 || o.plan.Settings.Dialect == plan.MicrosoftProject {
		return w
	}
	return o.work[i]
}

func (o *writer) links(i int) {
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
		o.in("PredecessorLink", func() {
			o.int("Type", linkCode(x.Type))
			o.bool("CrossProject", true)
			o.text("CrossProjectName", x.Other)
			o.lag(x.Lag)
		})
	}
}

func (o *writer) link(pred int64, kind plan.LinkType, lag plan.Lag) {
	o.in("PredecessorLink", func() {
		o.int("PredecessorUID", pred)
		o.int("Type", linkCode(kind))
		o.bool("CrossProject", false)
		o.lag(lag)
	})
}

func linkCode(t plan.LinkType) int64 {
	return [...]int64{plan.FS: 1, plan.SS: 3, plan.FF: 0, plan.SF: 2}[t]
}

// lag writes tenths of a minute, or a percentage; the schema has no lag
// without a unit.
func (o *writer) lag(l plan.Lag) {
	if l.Unit == plan.Percent {
		o.number("LinkLag", l.Percent)
	} else {
		o.int("LinkLag", l.Tenths)
	}
	if l.Unit == plan.UnitNone {
		l.Unit = plan.Days
	}
	o.int("LagFormat", int64(formatOf(shown{l.Unit, l.Elapsed, l.Estimated})))
}

// values writes our two text fields.
func (o *writer) values(i int) {
	for _, v := range [][2]string{{codeFieldID, o.codeOf(i)}, {kindFieldID, o.kindOf(i)}} {
		if v[1] == "" {
			continue
		}
		o.in("ExtendedAttribute", func() {
			o.text("FieldID", v[0])
			o.text("Value", v[1])
		})
	}
}

func (o *writer) baseline(number int, r *plan.BaselineRow) {
	o.in("Baseline", func() {
		o.int("Number", int64(number))
		o.time("Start", r.Start)
		o.time("Finish", r.Finish)
		o.minutes("Duration", r.Duration.Minutes)
		o.int("DurationFormat", int64(formatOf(shown{r.Duration.Unit, r.Duration.Elapsed, r.Duration.Estimated})))
		o.bool("EstimatedDuration", r.Duration.Estimated)
		o.minutes("Work", r.Work)
		o.text("Cost", strconv.FormatFloat(r.Cost, 'f', -1, 64))
	})
}

// ghost says whether an outside end needs a row of its own: a successor, since
// links stand with their successor, and a predecessor with a date.
func (o *writer) ghost(n int) bool {
	x := &o.plan.External[n]
	return !x.Pred || x.HasDate
}

func (o *writer) externalTask(n int, id int64) {
	x := &o.plan.External[n]
	o.in("Task", func() {
		o.int("UID", o.ghostUID[n])
		o.int("ID", id)
		o.text("Name", clip(x.Other, 512))
		o.int("Type", 1)
		o.bool("IsNull", false)
		o.int("OutlineLevel", 1)
		if x.HasDate {
			o.time("Start", x.Date)
			o.time("Finish", x.Date)
		}
		o.bool("Summary", false)
		o.bool("ExternalTask", true)
		o.text("ExternalTaskProject", clip(x.Other, 512))
		if !x.Pred {
			o.link(o.taskUID[x.Activity], x.Type, x.Lag)
		}
	})
}
