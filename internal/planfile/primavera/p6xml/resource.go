package p6xml

import (
	"cmp"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
)

func (r *reader) unit() {
	r.units[r.row["ObjectId"]] = r.row["Abbreviation"]
}

// readResource keeps the unit's id in Unit until finish turns it into the unit.
func (r *reader) readResource() {
	res := p6.Resource{ID: r.row["ObjectId"], Calendar: r.row["CalendarObjectId"]}
	res.Resource = masterplan.Resource{
		UID: r.integer("ObjectId"), Code: r.row["Id"], Name: r.row["Name"],
		Type: resourceType(r.row["ResourceType"]), Unit: r.row["UnitOfMeasureObjectId"], MaxUnits: 1, Calendar: -1,
	}
	res.Overtime, _ = r.readNumber("OvertimeFactor")
	r.resources[res.ID] = len(r.model.Resources)
	r.model.Resources = append(r.model.Resources, res)
}

// role is a trade that activities are assigned to before anybody has the work.
func (r *reader) role() {
	res := p6.Resource{ID: p6.RoleID(r.row["ObjectId"])}
	res.Resource = masterplan.Resource{UID: r.integer("ObjectId"), Code: r.row["Id"], Name: r.row["Name"], MaxUnits: 1, Calendar: -1, Role: true}
	r.resources[res.ID] = len(r.model.Resources)
	r.model.Resources = append(r.model.Resources, res)
}

// limit is how many of a role there are; the first counts.
func (r *reader) limit() {
	i, ok := r.resources[p6.RoleID(r.row["RoleObjectId"])]
	if most, stated := r.readNumber("MaxUnitsPerTime"); ok && stated && !r.model.Resources[i].Limited {
		r.model.Resources[i].MaxUnits, r.model.Resources[i].Limited = most, true
	}
}

func resourceType(s string) masterplan.ResourceType {
	switch s {
	case "Material":
		return masterplan.MaterialResource
	case "Nonlabor":
		return masterplan.EquipmentResource
	}
	return masterplan.WorkResource
}

// rate belongs to a resource that stands before it in the file.
func (r *reader) rate() {
	rate := p6.Rate{From: r.readTime("EffectiveDate")}
	rate.Price, _ = r.readNumber("PricePerUnit")
	rate.Maximum, rate.HasMaximum = r.readNumber("MaxUnitsPerTime")
	if i, ok := r.resources[cmp.Or(r.row["ResourceObjectId"], p6.RoleID(r.row["RoleObjectId"]))]; ok {
		r.model.Resources[i].Rates = append(r.model.Resources[i].Rates, rate)
	}
}

func (r *reader) readAssignment() {
	a := p6.Assignment{Task: r.row["ActivityObjectId"], Resource: cmp.Or(r.row["ResourceObjectId"], p6.RoleID(r.row["RoleObjectId"])), Line: r.line}
	a.UID = r.integer("ObjectId")
	a.Planned, _ = r.readNumber("PlannedUnits")
	a.Actual, _ = r.readNumber("ActualUnits")
	a.ToCome, _ = r.readNumber("RemainingUnits")
	a.Units, _ = r.readNumber("PlannedUnitsPerTime")
	a.Cost, _ = r.readNumber("PlannedCost")
	delay, _ := r.minutes("PlannedLag")
	a.Delay = delay * 10
	a.Start = p6.First(r.readTime("ActualStartDate"), r.readTime("StartDate"), r.readTime("PlannedStartDate"))
	a.Finish = p6.First(r.readTime("ActualFinishDate"), r.readTime("FinishDate"), r.readTime("PlannedFinishDate"))
	r.model.Assignments = append(r.model.Assignments, a)
}
