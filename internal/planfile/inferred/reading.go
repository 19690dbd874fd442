package inferred

import (
	"fmt"
	"slices"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// reading is what a calendar may have been when the file was scheduled. Its key is
// that of the note that says so, what is the note's detail.
type reading struct {
	masterplan.Calendar
	key, what string
}

// possibleReadings are the calendars that c may have been, the nearest to it first:
// without its days off, on other weekdays, with other hours.
func (g *group) possibleReadings(c masterplan.Calendar) []reading {
	list := withoutDaysOff(c)
	for turn := 1; turn < 7; turn++ {
		turned := c
		for d := range c.Week {
			turned.Week[(d+turn)%7] = c.Week[d]
		}
		list = append(list, reading{turned, weekByDates, weekdays(&turned)})
	}
	for _, hours := range g.possibleShifts() {
		other := c
		for d := range c.Week {
			if len(c.Week[d].Spans) > 0 {
				other.Week[d].Spans = hours
			}
		}
		list = append(list, reading{other, hoursByDates, written(hours)})
	}
	return list
}

// withoutDaysOff is c without the exceptions that are no work; nothing when it has
// none.
func withoutDaysOff(c masterplan.Calendar) []reading {
	days := 0
	var kept []masterplan.Exception
	for i := range c.Exceptions {
		if e := &c.Exceptions[i]; len(e.Spans) > 0 {
			kept = append(kept, *e)
		} else {
			days += len(e.Days())
		}
	}
	if days == 0 {
		return nil
	}
	c.Exceptions = kept
	return []reading{{c, daysOffUnheeded, fmt.Sprint(days)}}
}

// usual are the hours that tools take where a calendar states none.
var usual = [][]worktime.Span{
	{{Start: 8 * 60, End: 16 * 60}},
	{{Start: 8 * 60, End: 12 * 60}, {Start: 13 * 60, End: 17 * 60}},
	{{Start: 0, End: worktime.MinutesPerDay}},
}

// possibleShifts are the shifts that a day may have had: those that the clock times of the
// witnesses bound, in one piece or with a pause, on the half hours, that none of
// them falls into, and the usual ones.
func (g *group) possibleShifts() [][]worktime.Span {
	clocks := g.clockTimes()
	if len(clocks) < 2 {
		return usual
	}
	first, last := clocks[0], clocks[len(clocks)-1]
	list := [][]worktime.Span{{{Start: first, End: last}}}
	for i := 1; i < len(clocks); i++ {
		for from := clocks[i-1] + (30-clocks[i-1]%30)%30; from < clocks[i]; from += 30 {
			for to := from + 30; to <= min(clocks[i], from+longestPause); to += 30 {
				if from > first && to < last {
					list = append(list, []worktime.Span{{Start: first, End: from}, {Start: to, End: last}})
				}
			}
		}
	}
	return append(list, usual...)
}

// longestPause is the longest pause of a day, in minutes.
const longestPause = 150

// clockTimes are the minutes of the day at which witnesses start or finish, in order.
func (g *group) clockTimes() (all []int16) {
	for i := range g.witnesses {
		w := &g.witnesses[i]
		for n, t := range [...]worktime.Time{w.EarlyStart, w.EarlyFinish, w.LateStart, w.LateFinish} {
			at := int16(t.Minute())
			if n%2 == 1 && at == 0 {
				at = worktime.MinutesPerDay
			}
			all = append(all, at)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// written is hours as people write them: "08:00–12:00, 13:00–17:00".
func written(hours []worktime.Span) string {
	parts := make([]string, len(hours))
	for i, s := range hours {
		parts[i] = fmt.Sprintf("%02d:%02d–%02d:%02d", s.Start/60, s.Start%60, s.End/60, s.End%60)
	}
	return strings.Join(parts, ", ")
}

// weekdays are the days of the week that c works, 1 for Monday to 7 for Sunday.
func weekdays(c *masterplan.Calendar) string {
	var days []string
	for d := 1; d <= 7; d++ {
		if len(c.Week[d%7].Spans) > 0 {
			days = append(days, fmt.Sprint(d))
		}
	}
	return strings.Join(days, ", ")
}
