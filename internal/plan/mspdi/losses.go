package mspdi

import (
	"strings"

	"fugong/internal/plan"
)

// unheld is what the schema has no place for, whatever the dates.
func (o *writer) unheld() []plan.Loss {
	var out plan.Losses
	p := o.plan
	for i := range p.Activities {
		if a := &p.Activities[i]; clip(a.Name, 512) != a.Name {
			out.OfActivity(plan.LeftOut, "plan.loss.name_long", i, nil)
		}
	}
	numbered, named := 0, 0
	for i := range p.Baselines {
		switch b := &p.Baselines[i]; {
		case b.Number < 0 || b.Number > 10:
			numbered++
		case b.Name != "":
			named++
		}
	}
	out.OfPlan(plan.LeftOut, "plan.loss.baselines", numbered, nil)
	out.OfPlan(plan.LeftOut, "plan.loss.baseline_names", named, nil)
	if p.Settings.CriticalByPath {
		out.OfPlan(plan.LeftOut, "plan.loss.longest_path", 1, nil)
	}
	o.unheldNames(&out)
	return out.List()
}

// unheldNames counts calendars and resources that go by another name or kind.
func (o *writer) unheldNames(out *plan.Losses) {
	p := o.plan
	calendars, resources, equipment := 0, 0, 0
	for i, name := range o.calendarNames() {
		if name != strings.TrimSpace(p.Calendars[i].Name) {
			calendars++
		}
	}
	for i := range p.Resources {
		r := &p.Resources[i]
		if n := first(r.Name, r.Code); clip(resourceName(n), 255) != strings.TrimSpace(n) {
			resources++
		}
		if r.Type == plan.EquipmentResource {
			equipment++
		}
	}
	out.OfPlan(plan.Restated, "plan.loss.calendar_names", calendars, nil)
	out.OfPlan(plan.Restated, "plan.loss.resource_names", resources, nil)
	out.OfPlan(plan.Restated, "plan.loss.equipment", equipment, nil)
}
