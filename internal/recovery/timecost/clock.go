package timecost

import (
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// Axis is time in ticks.
type Axis struct {
	Origin worktime.Time // start of tick 0
	Tick   int64         // minutes
	Ticks  int           // how many are looked at
}

// At is the moment at which tick t begins.
func (x Axis) At(t int) worktime.Time { return x.Origin + worktime.Time(int64(t)*x.Tick) }

// Of is the first tick that begins at or after a moment.
func (x Axis) Of(at worktime.Time) int {
	return int((int64(max(at, x.Origin)-x.Origin) + x.Tick - 1) / x.Tick)
}

// Round is how many ticks hold so many minutes.
func (x Axis) Round(minutes int64) int { return int((minutes + x.Tick - 1) / x.Tick) }

// The longest tables that are made, and the days beyond which nothing is planned.
const (
	mostTicks = 60_000
	maxDays   = 60 * 366
)

// chooseAxis chooses the tick for a plan that without measures takes until finish. The
// horizon leaves room for that again and for what hands that are short may add.
func chooseAxis(n *network.Problem, finish worktime.Time, short int64) Axis {
	x := Axis{Origin: n.DataDate.Day().At(0), Tick: 60}
	span := max(int64(finish-x.Origin), worktime.MinutesPerDay)
	horizon := min(2*span+short+60*worktime.MinutesPerDay, maxDays*worktime.MinutesPerDay)
	switch {
	case wholeDays(n):
		x.Tick = worktime.MinutesPerDay
	case areMultiples(n, 120):
		x.Tick = 120
	}
	for horizon/x.Tick > mostTicks && x.Tick < worktime.MinutesPerDay {
		x.Tick *= 2
	}
	x.Ticks = int(horizon/x.Tick) + 1
	return x
}

// wholeDays says whether everything is counted in days round the clock.
func wholeDays(n *network.Problem) bool {
	for i := range n.Activities {
		a := &n.Activities[i]
		if a.Kind == network.Task && (a.Remaining%worktime.MinutesPerDay != 0 || !isRoundTheClock(n.Calendars[a.Calendar])) {
			return false
		}
	}
	for i := range n.Links {
		if n.Links[i].Lag%worktime.MinutesPerDay != 0 {
			return false
		}
	}
	return true
}

// isRoundTheClock says whether c works whole days or not at all.
func isRoundTheClock(c *worktime.Calendar) bool {
	for _, spans := range c.Week() {
		if len(spans) > 1 || len(spans) == 1 && spans[0] != (worktime.Span{Start: 0, End: worktime.MinutesPerDay}) {
			return false
		}
	}
	return true
}

// areMultiples says whether at most two in a hundred of the durations and lags still
// to come are no whole ticks.
func areMultiples(n *network.Problem, tick int64) bool {
	odd, all := 0, 0
	count := func(minutes int64) {
		if minutes != 0 {
			all++
			if minutes%tick != 0 {
				odd++
			}
		}
	}
	for i := range n.Activities {
		if a := &n.Activities[i]; a.Kind == network.Task && a.ActualFinish == worktime.None {
			count(a.Remaining)
		}
	}
	for i := range n.Links {
		count(n.Links[i].Lag)
	}
	return 50*odd <= all
}

// ticked is a working calendar on an axis.
type ticked struct {
	*schedule.Calendar
	at     []int32 // tick of each working tick
	before []int32 // by tick 0..Ticks: working ticks before it
	parted bool    // some tick is worked in part
}

// tickCalendar finds the working ticks of c.
func (x Axis) tickCalendar(c *worktime.Calendar) *ticked {
	k := &ticked{Calendar: &schedule.Calendar{}, before: make([]int32, x.Ticks+1)}
	var sum int64
	for t := range x.Ticks {
		k.before[t] = int32(len(k.at))
		minutes := c.Between(x.At(t), x.At(t+1))
		k.parted = k.parted || minutes != 0 && minutes != x.Tick
		sum += minutes
		if sum < x.Tick {
			continue
		}
		sum -= x.Tick
		k.at = append(k.at, int32(t))
		if n := len(k.Spans); n > 0 && k.Spans[n-1].To == t {
			k.Spans[n-1].To++
		} else {
			k.Spans = append(k.Spans, schedule.Span{From: t, To: t + 1})
		}
	}
	k.before[x.Ticks] = int32(len(k.at))
	return k
}

// shortest is the fewest ticks that hold n working ticks.
func (k *ticked) shortest(n int) int {
	best := 0
	for i := 0; n > 0 && i+n <= len(k.at); i++ {
		if span := int(k.at[i+n-1]-k.at[i]) + 1; best == 0 || span < best {
			best = span
		}
	}
	return best
}
