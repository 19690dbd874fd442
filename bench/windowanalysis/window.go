// Package windowanalysis says on which days a project lost or won back time between two
// versions of its plan, and by what (time-slice windows, as the AACE's
// recommended practice 29R-03 observes them contemporaneously).
//
// The older plan is carried through the window day by day with what the newer one
// says happened: started, finished, or under way in even steps of working time. How its forecast
// moves is production. What remains between its last forecast and the newer plan's
// is replanning: logic, durations and scope changed at the newer data date. Days
// that the forecast moves in are recovery, whichever moved it.
package windowanalysis

import (
	"math"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/solve/worktime"
)

// Window is what happened between two data dates.
type Window struct {
	From, To   worktime.Day  // the data dates
	Before     worktime.Time // forecast of the older plan
	Produced   worktime.Time // its forecast with the newer progress
	After      worktime.Time // forecast of the newer plan
	Production int           // civil days by which progress moved the forecast; negative: won back
	Replanning int           // and by which the plan was changed
	Lost, Won  int           // of all days and the replanning, those out and those in
	Days       []Day         // those on which the forecast moved
	Added      int           // activities new in the newer plan
	Removed    int
	Changed    int // activities of both whose planned duration differs
}

// Day is one on which progress moved the forecast.
type Day struct {
	Day    worktime.Day
	Finish worktime.Time // forecast that evening
	Moved  int           // civil days; negative: won back
	Driver int32         // activity of the older plan that held the forecast then; -1: none
}

// Between compares two versions of one plan. It returns the faults of
// masterplan.Compute.
func Between(older, newer *masterplan.Plan) (Window, error) {
	w := Window{From: start(older), To: start(newer)}
	before, err := masterplan.Compute(older)
	if err != nil {
		return w, err
	}
	after, err := masterplan.Compute(newer)
	if err != nil {
		return w, err
	}
	w.Before, w.After = before.Finish, after.Finish
	c := carrier{older: older, newer: newer, partner: partners(older, newer), hours: map[int32]*worktime.Calendar{}}
	c.count(&w)
	last := before
	for d := w.From; d < w.To; d++ {
		carried := c.on(d)
		dates, err := masterplan.Compute(carried)
		if err != nil {
			return w, err
		}
		if moved := days(last.Finish, dates.Finish); moved != 0 {
			w.Days = append(w.Days, Day{Day: d, Finish: dates.Finish, Moved: moved, Driver: driver(carried, dates)})
			w.book(moved)
		}
		last = dates
	}
	w.Produced = last.Finish
	w.Production, w.Replanning = days(w.Before, w.Produced), days(w.Produced, w.After)
	w.book(w.Replanning)
	return w, nil
}

func (w *Window) book(moved int) {
	w.Lost += max(0, moved)
	w.Won += max(0, -moved)
}

func start(p *masterplan.Plan) worktime.Day {
	if p.DataDate != worktime.None {
		return p.DataDate.Day()
	}
	return masterplan.DayOf(p.Start)
}

func days(a, b worktime.Time) int { return int(masterplan.EndDay(b) - masterplan.EndDay(a)) }

// partners are the newer activities by index of the older; -1: gone.
func partners(older, newer *masterplan.Plan) []int {
	out := make([]int, len(older.Activities))
	for i := range out {
		out[i] = -1
	}
	for n, o := range plandiff.MatchActivities(older, newer) {
		if o >= 0 {
			out[o] = n
		}
	}
	return out
}

// carrier carries the older plan through the window.
type carrier struct {
	older, newer *masterplan.Plan
	partner      []int
	hours        map[int32]*worktime.Calendar
}

func (c *carrier) count(w *Window) {
	kept := 0
	for i, n := range c.partner {
		if !c.older.Activities[i].Worked() {
			continue
		}
		if n < 0 {
			w.Removed++
			continue
		}
		kept++
		if c.newer.Activities[n].Duration.Minutes != c.older.Activities[i].Duration.Minutes {
			w.Changed++
		}
	}
	for n := range c.newer.Activities {
		if c.newer.Activities[n].Worked() {
			w.Added++
		}
	}
	w.Added -= kept
}

// on is the older plan on the evening of d, with the newer progress up to then.
func (c *carrier) on(d worktime.Day) *masterplan.Plan {
	out := *c.older
	out.Activities = append([]masterplan.Activity(nil), c.older.Activities...)
	out.DataDate = (d + 1).At(0)
	for i := range out.Activities {
		a := &out.Activities[i]
		if n := c.partner[i]; n >= 0 && a.Worked() && a.ActualFinish == worktime.None {
			c.progress(a, &c.newer.Activities[n], out.DataDate)
		}
	}
	return &out
}

// progress lays what happened to an activity up to a moment over the older plan's
// row. What is under way comes down in even steps, from what the older plan had
// left to what the newer says is left.
func (c *carrier) progress(a, now *masterplan.Activity, at worktime.Time) {
	if now.ActualStart == worktime.None || now.ActualStart >= at {
		return
	}
	a.ActualStart = now.ActualStart
	if now.ActualFinish != worktime.None && now.ActualFinish <= at {
		a.ActualFinish, a.Remaining, a.Percent = now.ActualFinish, 0, 100
		return
	}
	from := max(now.ActualStart, c.older.DataDate)
	to, left := now.ActualFinish, int64(0)
	if to == worktime.None {
		to, left = c.newer.DataDate, min(now.Remaining, a.Remaining)
	}
	if to <= from {
		return
	}
	share := 1.0
	if all := c.worked(a, from, to); all > 0 {
		share = min(1, float64(c.worked(a, from, at))/float64(all))
	}
	a.Remaining = max(1, a.Remaining-int64(math.Round(share*float64(a.Remaining-left))))
}

// worked is an activity's working time from one moment to another.
func (c *carrier) worked(a *masterplan.Activity, from, to worktime.Time) int64 {
	calendar := a.Calendar
	if calendar < 0 {
		calendar = c.older.Settings.Calendar
	}
	hours, known := c.hours[calendar]
	if !known {
		hours, _ = c.older.CompiledCalendar(calendar) // Compute accepted them all
		c.hours[calendar] = hours
	}
	if hours == nil || a.Duration.Elapsed {
		return int64(to - from)
	}
	return hours.Between(from, to)
}

// driver is the activity that holds a forecast: the first of the longest path that
// is under way or could go on at once.
func driver(p *masterplan.Plan, d *masterplan.Dates) int32 {
	best := int32(-1)
	for i := range d.Rows {
		a, row := &p.Activities[i], &d.Rows[i]
		if !row.LongestPath || !a.Worked() || a.ActualFinish != worktime.None || row.EarlyStart == worktime.None {
			continue
		}
		if best < 0 || row.EarlyStart < d.Rows[best].EarlyStart {
			best = int32(i)
		}
	}
	return best
}
