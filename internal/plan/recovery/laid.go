package recovery

import (
	"maps"
	"slices"

	"fugong/internal/plan"
)

// Laid is p with the stoppages as exceptions in the calendars that people work
// by, so that they can be seen there; p is left alone. What goes on round the
// clock, such as curing, does not stop.
func Laid(p *plan.Plan, stoppages []Stoppage) *plan.Plan {
	if len(stoppages) == 0 {
		return p
	}
	out := *p
	out.Calendars = slices.Clone(p.Calendars)
	if out.Settings.Calendar < 0 {
		out.Settings.Calendar = int32(len(out.Calendars))
		out.Calendars = append(out.Calendars, plan.Calendar{Name: "8 h × 5", Base: -1})
	}
	for i := range out.Calendars {
		c := &out.Calendars[i]
		hours, err := p.Hours(int32(i))
		if i == len(p.Calendars) {
			hours, err = p.Hours(-1)
		}
		if err != nil || roundTheClock(hours) {
			continue // Compute refuses what makes no sense
		}
		c.Exceptions = slices.Clip(c.Exceptions)
		for k := range stoppages {
			c.Exceptions = append(c.Exceptions, plan.Exception{Name: title(&stoppages[k]), From: stoppages[k].From, To: stoppages[k].To})
		}
		short := restarts(hours, stoppages)
		for _, d := range slices.Sorted(maps.Keys(short)) {
			c.Exceptions = append(c.Exceptions, plan.Exception{From: d, To: d, Spans: firstPart(hours.Spans(d), short[d])})
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
