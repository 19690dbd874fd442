package masterplan

import (
	"time"

	"fugong/solve/worktime"
)

// DayOf is the civil day that t falls on; worktime.NoDay when t is absent.
func DayOf(t worktime.Time) worktime.Day {
	if t == worktime.None {
		return worktime.NoDay
	}
	return t.Day()
}

// Civil is what the wall clock of t's own location shows.
func Civil(t time.Time) worktime.Time {
	_, offset := t.Zone()
	return worktime.Time((t.Unix() + int64(offset)) / 60)
}

// EndDay is the last day that work until t touches: a finish at 00:00 belongs
// to the day before.
func EndDay(t worktime.Time) worktime.Day {
	if t == worktime.None {
		return worktime.NoDay
	}
	return DayOf(t - 1)
}
