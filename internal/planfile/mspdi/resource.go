package mspdi

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

var resourceTypes = map[string]masterplan.ResourceType{
	"": masterplan.WorkResource, "0": masterplan.MaterialResource, "1": masterplan.WorkResource, "2": masterplan.CostResource,
}

// readResources reads every resource but the nameless number 0, which Microsoft
// Project keeps for work that nobody has yet.
func (r *reader) readResources() {
	for i := range r.doc.Resources {
		raw := &r.doc.Resources[i]
		r.at("Resource", raw.UID, raw.Line)
		uid, name := r.readWhole("UID", raw.UID, -1), strings.TrimSpace(raw.Name)
		if name == "" && (uid == 0 || element.Bool(raw.IsNull)) {
			continue
		}
		if _, twice := r.resourceOf[uid]; twice || uid < 0 {
			r.note(masterplan.Warning, "plan.note.uid_twice", "uid", raw.UID)
			uid = r.freshResource()
		}
		r.resourceOf[uid] = int32(len(r.plan.Resources))
		r.plan.Resources = append(r.plan.Resources, r.readResource(uid, name, raw))
	}
}

func (r *reader) freshResource() int64 {
	top := int64(0)
	for uid := range r.resourceOf {
		top = max(top, uid)
	}
	for i := range r.doc.Resources {
		if n, ok := element.Int(r.doc.Resources[i].UID); ok && n < 1<<40 {
			top = max(top, n)
		}
	}
	return top + 1
}

func (r *reader) readResource(uid int64, name string, raw *element.Resource) masterplan.Resource {
	res := masterplan.Resource{
		UID: uid, Code: strings.TrimSpace(raw.Initials), Name: name, Type: resourceTypes[strings.TrimSpace(raw.Type)],
		Unit: strings.TrimSpace(raw.Unit), MaxUnits: 1, Calendar: -1, Rate: number(raw.Rate),
		Overtime: number(raw.Overtime), CostPerUse: number(raw.CostPerUse), Group: strings.TrimSpace(raw.Group),
		Role: element.Bool(raw.IsGeneric),
	}
	if element.Bool(raw.IsCost) {
		res.Type = masterplan.CostResource
	}
	if units, ok := element.Number(raw.MaxUnits); ok {
		res.MaxUnits = units
	}
	if c, ok := r.calendarRef("CalendarUID", raw.Calendar); ok {
		res.Calendar = c
	}
	return res
}

// readAssignments reads who works on what. Those of the project's own row and of
// tasks that are not there are counted and left out.
func (r *reader) readAssignments() {
	for i := range r.doc.Assignments {
		raw := &r.doc.Assignments[i]
		r.at("Assignment", raw.UID, raw.Line)
		task, ok := r.taskOf[r.readWhole("TaskUID", raw.Task, -1)]
		if !ok {
			r.note(masterplan.Warning, "plan.note.assignment_dangling", "uid", raw.Task)
			continue
		}
		a := r.readAssignment(task, raw)
		r.plan.Assignments = append(r.plan.Assignments, a)
		r.pieces = append(r.pieces, r.readWorked(raw.Timephased))
	}
}

func (r *reader) readAssignment(task int32, raw *element.Assignment) masterplan.Assignment {
	a := masterplan.Assignment{
		UID: r.readInformal("UID", raw.UID, 0), Activity: task, Resource: -1, Units: 1,
		Cost: number(raw.Cost), Delay: r.readWhole("Delay", raw.Delay, 0),
		Start: r.readTime("Start", raw.Start), Finish: r.readTime("Finish", raw.Finish),
	}
	uid := r.readWhole("ResourceUID", raw.Resource, -1)
	if i, ok := r.resourceOf[uid]; ok {
		a.Resource = i
	} else if uid > 0 {
		r.note(masterplan.Warning, "plan.note.resource_missing", "uid", uid)
	}
	if units, ok := element.Number(raw.Units); ok {
		a.Units = units
	}
	amount := r.work
	if a.Resource >= 0 && r.plan.Resources[a.Resource].Type == masterplan.MaterialResource {
		amount = r.thousandths
	}
	a.Work = amount("Work", raw.Work)
	a.ActualWork = amount("ActualWork", raw.ActualWork)
	a.RemainingWork = amount("RemainingWork", raw.Remaining)
	if strings.TrimSpace(raw.Remaining) == "" {
		a.RemainingWork = max(0, a.Work-a.ActualWork)
	}
	r.readUneven(&a, raw)
	return a
}

// thousandths reads the work of a material, which counts a unit as an hour.
func (r *reader) thousandths(field, s string) int64 { return r.readAmount(field, s, 3.6) }

// readWorked reads the stretches with work out of timephased data: type 1 is
// remaining work, 2 actual work.
func (r *reader) readWorked(data []element.Timephased) []masterplan.Split {
	var out []masterplan.Split
	for i := range data {
		d := &data[i]
		kind := strings.TrimSpace(d.Type)
		if kind != "1" && kind != "2" || r.readMinutes("TimephasedData/Value", d.Value) <= 0 {
			continue
		}
		p := masterplan.Split{Start: r.readTime("TimephasedData/Start", d.Start), Finish: r.readTime("TimephasedData/Finish", d.Finish)}
		if p.Start != worktime.None && p.Finish > p.Start {
			out = append(out, p)
		}
	}
	return out
}
