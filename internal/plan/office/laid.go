package office

import (
	"slices"

	"fugong/internal/plan"
	"fugong/internal/plan/recovery"
	"fugong/solve/worktime"
)

// laid lays stoppages over the calendars of p that people work by, and leaves p
// alone. What goes on round the clock, such as curing, does not stop.
func laid(p *plan.Plan, stoppages []recovery.Stoppage) *plan.Plan {
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
		if err != nil || neverRests(hours) {
			continue // Compute refuses what makes no sense
		}
		c.Exceptions = slices.Clip(c.Exceptions)
		for k := range stoppages {
			c.Exceptions = append(c.Exceptions, plan.Exception{Name: title(&stoppages[k]), From: stoppages[k].From, To: stoppages[k].To})
		}
		c.Exceptions = append(c.Exceptions, restarts(hours, stoppages)...)
	}
	return &out
}

// title is what an exception is called: what people wrote of the stoppage.
func title(s *recovery.Stoppage) string {
	if s.Note != "" {
		return s.Note
	}
	return "停工 Stoppage"
}

// neverRests tells the calendar of what nature or a machine does by itself.
func neverRests(hours *worktime.Calendar) bool {
	for _, spans := range hours.Week() {
		total := 0
		for _, s := range spans {
			total += int(s.End - s.Start)
		}
		if total < worktime.MinutesPerDay {
			return false
		}
	}
	return true
}

// restarts are the shortened working days after stoppages: a day at half output
// counts as half a day. Where stoppages follow one another the lower share holds.
func restarts(hours *worktime.Calendar, stoppages []recovery.Stoppage) (out []plan.Exception) {
	share := map[worktime.Day]int{}
	stopped := func(d worktime.Day) bool {
		return slices.ContainsFunc(stoppages, func(s recovery.Stoppage) bool { return s.From <= d && d <= s.To })
	}
	for i := range stoppages {
		d := stoppages[i].To
		for _, step := range stoppages[i].Restart {
			for range step.Days {
				for d++; d-stoppages[i].To < maxRestart && (stopped(d) || hours.Minutes(d) == 0); d++ {
				}
				if now, ok := share[d]; !ok || step.Percent < now {
					share[d] = step.Percent
				}
			}
		}
	}
	days := make([]worktime.Day, 0, len(share))
	for d := range share {
		days = append(days, d)
	}
	slices.Sort(days)
	for _, d := range days {
		if spans := first(hours.Spans(d), hours.Minutes(d)*share[d]/100); len(spans) > 0 {
			out = append(out, plan.Exception{From: d, To: d, Spans: spans})
		}
	}
	return out
}

// maxRestart bounds how far a restart is looked for on a calendar that hardly works.
const maxRestart = 400

// first are the first minutes of a day's spans.
func first(spans []worktime.Span, minutes int) (out []worktime.Span) {
	for _, s := range spans {
		n := min(minutes, int(s.End-s.Start))
		if n <= 0 {
			break
		}
		out = append(out, worktime.Span{Start: s.Start, End: s.Start + int16(n)})
		minutes -= n
	}
	return out
}
