package mspdi

import (
	"math"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// lossesOfSchema is what the schema has no place for, whatever the dates.
func (o *writer) lossesOfSchema() []masterplan.Loss {
	var out masterplan.Losses
	p := o.plan
	for i := range p.Activities {
		o.unheldOf(&out, i)
	}
	if p.Settings.Dialect == masterplan.Primavera {
		out.OfPlan(masterplan.Restated, "plan.loss.p6_options", 1, nil)
	}
	numbered, named := 0, 0
	for i := range p.Baselines {
		switch b := &p.Baselines[i]; {
		case b.Number < 0 || b.Number > 10:
			numbered++
		case b.Name != "" || b.Taken != worktime.None:
			named++
		}
	}
	out.OfPlan(masterplan.LeftOut, "plan.loss.baselines", numbered, nil)
	out.OfPlan(masterplan.LeftOut, "plan.loss.baseline_names", named, nil)
	if p.Settings.CriticalByPath {
		out.OfPlan(masterplan.LeftOut, "plan.loss.longest_path", 1, nil)
	}
	o.unheldNames(&out)
	return out.List()
}

// unheldOf is what there is no place for of activity i.
func (o *writer) unheldOf(out *masterplan.Losses, i int) {
	a := &o.plan.Activities[i]
	tell := func(effect masterplan.Effect, key string, is bool) {
		if is {
			out.OfActivity(effect, key, i, nil)
		}
	}
	tell(masterplan.LeftOut, "plan.loss.name_long", clip(a.Name, 512) != a.Name)
	if a.Kind == masterplan.Summary {
		return
	}
	other := o.plan.Settings.Dialect != masterplan.MicrosoftProject
	tell(masterplan.Restated, "plan.loss.expected_finish", a.ExpectedFinish != worktime.None)
	tell(masterplan.LeftOut, "plan.loss.percent_units", a.PercentBasis == masterplan.ByUnits)
	tell(masterplan.Restated, "plan.loss.percent_rounded", !whole(a.Percent) || !whole(a.PercentPhysical) || !whole(a.PercentWork))
	tell(masterplan.Restated, "plan.loss.crews", other && a.ByCrews && o.plan.Source.Format != "mspdi")
	tell(masterplan.Restated, "plan.loss.fixed_duration", other && a.TaskType != masterplan.FixedDuration)
}

// whole says whether a percentage has no decimals, which the schema has no room for.
func whole(percent float64) bool { return math.Abs(percent-math.Round(percent)) < 1e-6 }

// unheldNames counts calendars and resources that go by another name or kind.
func (o *writer) unheldNames(out *masterplan.Losses) {
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
		if r.Type == masterplan.EquipmentResource {
			equipment++
		}
	}
	out.OfPlan(masterplan.Restated, "plan.loss.calendar_names", calendars, nil)
	out.OfPlan(masterplan.Restated, "plan.loss.resource_names", resources, nil)
	out.OfPlan(masterplan.Restated, "plan.loss.equipment", equipment, nil)
}
