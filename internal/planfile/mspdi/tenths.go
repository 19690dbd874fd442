package mspdi

import (
	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// tenthsBeyond is what a task's row states beyond the whole minutes that were read.
func (r *reader) tenthsBeyond(a *masterplan.Activity, raw *element.Task) masterplan.Tenths {
	t := masterplan.Tenths{
		Duration:    beyondSpan(raw.Duration, a.Duration.Minutes),
		ActualStart: beyond(raw.ActualStart, a.ActualStart), ActualFinish: beyond(raw.ActualFinish, a.ActualFinish),
		Resume: beyond(raw.Resume, a.Resume), Primary: beyond(raw.ConstraintDate, a.Primary.Date),
		ManualStart: beyond(raw.ManualStart, a.ManualStart), ManualFinish: beyond(raw.ManualFinish, a.ManualFinish),
	}
	switch {
	case raw.Remaining != "":
		t.Remaining = beyondSpan(raw.Remaining, a.Remaining)
	case a.Remaining == a.Duration.Minutes:
		t.Remaining = t.Duration
	}
	return t
}

// beyond is how many tenths of a minute a date lies from the minute that was read.
func beyond(s string, at worktime.Time) int8 {
	exact, ok := element.TenthsOf(s)
	if !ok || at == worktime.None {
		return 0
	}
	return within(exact - 10*int64(at))
}

// beyondSpan is how many tenths of a minute a duration has more than was read.
func beyondSpan(s string, minutes int64) int8 {
	seconds, ok := element.Seconds(s)
	if !ok {
		return 0
	}
	return within(element.Round(float64(seconds)/6) - 10*minutes)
}

// within is n where it is no more than a minute's tenths; further off, what was read
// is not what the row states, and it adds nothing.
func within(n int64) int8 {
	if n < -9 || n > 9 {
		return 0
	}
	return int8(n)
}
