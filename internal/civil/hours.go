package civil

import (
	"slices"

	"fugong/solve/worktime"
)

// Hours are a week and the dates that differ from it, to build a calendar of.
type Hours struct {
	Week       worktime.Week
	Exceptions []worktime.Exception // in order of days
}

// shifts are the eight hours from 08:00 with an hour's rest at noon.
func shifts() []worktime.Span {
	return []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
}

// FiveDays is the office week: Monday to Friday, eight hours, public holidays
// off and make-up days worked.
func FiveDays() Hours { return hoursBetween(1, 5) }

// SixDays is the usual week of a building site: Monday to Saturday, else as
// FiveDays.
func SixDays() Hours { return hoursBetween(1, 6) }

func hoursBetween(from, to int) Hours {
	var h Hours
	for weekday := from; weekday <= to; weekday++ {
		h.Week[weekday] = shifts()
	}
	for day, special := range holidays().days {
		worked := len(h.Week[day.Weekday()]) > 0
		switch {
		case worked && !special.Work:
			h.Exceptions = append(h.Exceptions, worktime.Exception{Day: day})
		case !worked && special.Work:
			h.Exceptions = append(h.Exceptions, worktime.Exception{Day: day, Spans: shifts()})
		}
	}
	slices.SortFunc(h.Exceptions, func(a, b worktime.Exception) int { return int(a.Day - b.Day) })
	return h
}
