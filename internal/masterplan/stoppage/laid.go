package stoppage

import (
	"maps"
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// LayOver is p with the stoppages as exceptions in the calendars that people work
// by, so that they can be seen there; p is left alone. What time alone does, such
// as curing, goes on; see worksThrough.
func LayOver(p *masterplan.Plan, stoppages []Stoppage) *masterplan.Plan {
	if len(stoppages) == 0 {
		return p
	}
	out := *p
	out.Calendars = slices.Clone(p.Calendars)
	if out.Settings.Calendar < 0 {
		out.Settings.Calendar = int32(len(out.Calendars))
		out.Calendars = append(out.Calendars, masterplan.Calendar{Name: "8 h × 5", Base: -1})
	}
	own := allHours(p)
	on := worksThrough(p, own)
	for i := range out.Calendars {
		c, hours := &out.Calendars[i], own[i]
		if hours == nil || on[i] {
			continue // Compute refuses what makes no sense
		}
		c.Exceptions = slices.Clip(c.Exceptions)
		for k := range stoppages {
			c.Exceptions = append(c.Exceptions, masterplan.Exception{Name: title(&stoppages[k]), From: stoppages[k].From, To: stoppages[k].To})
		}
		short := restartShares(hours, stoppages)
		for _, d := range slices.Sorted(maps.Keys(short)) {
			c.Exceptions = append(c.Exceptions, masterplan.Exception{From: d, To: d, Spans: firstPart(hours.Spans(d), short[d])})
		}
	}
	return &out
}

// title is what an exception is called: what people wrote of the stoppage.
func title(s *Stoppage) string {
	if s.Note != "" {
		return s.Note
	}
	return "停工 Stoppage"
}

// allHours are the compiled calendars of p, and last that of a plan which names
// none; nil for one that makes no sense.
func allHours(p *masterplan.Plan) []*worktime.Calendar {
	out := make([]*worktime.Calendar, len(p.Calendars)+1)
	for i := range out {
		at := int32(i)
		if i == len(p.Calendars) {
			at = -1
		}
		if hours, err := p.CompiledCalendar(at); err == nil {
			out[i] = hours
		}
	}
	return out
}

// worksThrough says of every calendar of p, and last of a plan's that names none,
// whether it goes on through a stoppage: it runs round the clock, most tasks of
// the plan do not, and most that run by it nobody is assigned to.
func worksThrough(p *masterplan.Plan, own []*worktime.Calendar) []bool {
	on := make([]bool, len(own))
	for i, hours := range own {
		on[i] = hours != nil && roundTheClock(hours)
	}
	hands := assigned(p)
	all, round, alone := 0, 0, make([]int, len(on))
	for i := range p.Activities {
		a := &p.Activities[i]
		if a.Kind != masterplan.Task || a.Duration.Minutes == 0 {
			continue
		}
		all++
		c := counted(p, a.Calendar)
		if on[c] {
			round++
		}
		if alone[c]++; hands[i] {
			alone[c] -= 2
		}
	}
	for i := range on {
		on[i] = on[i] && 2*round <= all && alone[i] >= 0
	}
	return on
}

// counted is calendar c of p, -1 for the plan's own, as worksThrough counts them.
func counted(p *masterplan.Plan, c int32) int {
	if c < 0 {
		c = p.Settings.Calendar
	}
	if c < 0 {
		return len(p.Calendars)
	}
	return int(c)
}

// assigned says of every activity whether people or machines are assigned to it.
func assigned(p *masterplan.Plan) []bool {
	out := make([]bool, len(p.Activities))
	for _, a := range p.Assignments {
		if a.Resource < 0 || p.Resources[a.Resource].Type == masterplan.WorkResource || p.Resources[a.Resource].Type == masterplan.EquipmentResource {
			out[a.Activity] = true
		}
	}
	return out
}
