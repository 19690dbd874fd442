package mspdi

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// noResource is how Microsoft Project marks work that nobody has yet.
const noResource = -65535

// resourceName drops what Microsoft Project keeps for lists of resources.
func resourceName(name string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(",", " ", "[", " ", "]", " ").Replace(name)), " ")
}

func (o *writer) resources() {
	for i := range o.plan.Resources {
		o.writeResource(i, &o.plan.Resources[i])
	}
}

func (o *writer) writeResource(i int, r *masterplan.Resource) {
	kind := map[masterplan.ResourceType]int64{masterplan.MaterialResource: 0, masterplan.WorkResource: 1, masterplan.EquipmentResource: 1, masterplan.CostResource: 2}[r.Type]
	o.In("Resource", func() {
		o.Int("UID", o.resourceUID[i])
		o.Int("ID", int64(i+1))
		o.Text("Name", clip(resourceName(first(r.Name, r.Code)), 255))
		o.Int("Type", kind)
		o.Bool("IsNull", false)
		o.Text("Initials", clip(resourceName(r.Code), 512))
		if r.Type == masterplan.MaterialResource {
			o.Text("MaterialLabel", clip(r.Unit, 512))
		}
		o.Text("Group", clip(r.Group, 512))
		o.Number("MaxUnits", r.MaxUnits)
		o.Number("StandardRate", r.Rate)
		o.Number("OvertimeRate", r.Overtime)
		o.Number("CostPerUse", r.CostPerUse)
		o.Int("CalendarUID", o.calendarRef(r.Calendar))
		if r.Role {
			o.Bool("IsGeneric", true)
		}
		o.Bool("IsCostResource", r.Type == masterplan.CostResource)
	})
}

func (o *writer) assignments() {
	uids := givenNumbers(len(o.plan.Assignments), func(i int) int64 { return o.plan.Assignments[i].UID }, 0)
	for i := range o.plan.Assignments {
		o.writeAssignment(uids[i], &o.plan.Assignments[i])
	}
}

// writeAssignment writes the work even when it is nought: without it the units
// count as nought too.
func (o *writer) writeAssignment(uid int64, of *masterplan.Assignment) {
	w := *of
	a := &w
	task := &o.plan.Activities[a.Activity]
	resource, amount := int64(noResource), o.Minutes
	left := task.ShareOf(a.RemainingWork)
	o.redateUneven(a, task)
	if a.Resource >= 0 {
		resource = o.resourceUID[a.Resource]
		if o.plan.Resources[a.Resource].Type == masterplan.MaterialResource {
			amount = func(name string, thousandths int64) { o.Seconds(name, element.Round(float64(thousandths)*3.6)) }
		}
	}
	o.In("Assignment", func() {
		o.Int("UID", uid)
		o.Int("TaskUID", o.taskUID[a.Activity])
		o.Int("ResourceUID", resource)
		amount("ActualWork", a.ActualWork)
		o.Number("Cost", a.Cost)
		o.Int("Delay", a.Delay)
		o.Time("Finish", a.Finish)
		if a.LevelingDelay != 0 {
			o.Int("LevelingDelay", a.LevelingDelay)
		}
		if a.Overtime != 0 {
			o.Minutes("RemainingOvertimeWork", task.ShareOf(a.Overtime))
		}
		amount("RemainingWork", left)
		o.Time("Start", a.Start)
		if a.Resume != 0 {
			o.Time("Resume", a.Resume)
		}
		o.Number("Units", a.Units)
		amount("Work", a.Work)
		if len(a.Split) > 1 {
			o.Int("WorkContour", int64(masterplan.Contoured))
			o.writeTimephased(uid, a)
		} else if a.Contour != masterplan.Flat {
			o.Int("WorkContour", int64(a.Contour))
		}
	})
}

// redateUneven gives uneven work, whose length is read from its dates, those of its task
// where a report or a change on our side moved it.
func (o *writer) redateUneven(a *masterplan.Assignment, task *masterplan.Activity) {
	if o.dates == nil || a.Stretch == 0 || task.Remaining == task.CrewsFor {
		return
	}
	r := &o.dates.Rows[a.Activity]
	a.Start, a.Finish = r.Start, r.Finish
	if task.ActualStart != worktime.None {
		a.Resume = max(r.EarlyStart, task.Resume)
	}
}

// writeTimephased writes the pieces of interrupted work, and nought between them;
// what lies before the task's stop is actual work.
func (o *writer) writeTimephased(uid int64, a *masterplan.Assignment) {
	task := &o.plan.Activities[a.Activity]
	stop := task.Suspend
	if task.ActualFinish != worktime.None {
		stop = task.ActualFinish
	}
	for i, p := range a.Split {
		if i > 0 {
			o.writeStretch(uid, 1, masterplan.Split{Start: a.Split[i-1].Finish, Finish: p.Start}, false)
		}
		if stop > p.Start && stop < p.Finish {
			o.writeStretch(uid, 2, masterplan.Split{Start: p.Start, Finish: stop}, true)
			p.Start = stop
		}
		kind := int64(1)
		if p.Finish <= stop {
			kind = 2
		}
		o.writeStretch(uid, kind, p, true)
	}
}

// writeStretch writes one piece. Its value is the civil time it spans, by days of
// eight hours: readers take the pieces' ends from it, not the amount.
func (o *writer) writeStretch(uid, kind int64, p masterplan.Split, works bool) {
	value := int64(0)
	if works {
		value = max(1, int64(p.Finish.Day()-p.Start.Day())*480+480)
	}
	o.In("TimephasedData", func() {
		o.Int("Type", kind)
		o.Int("UID", uid)
		o.Time("Start", p.Start)
		o.Time("Finish", p.Finish)
		o.Int("Unit", 2)
		o.Minutes("Value", value)
	})
}
