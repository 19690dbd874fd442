// Package earnedvalue measures progress against the plan by earned value and earned
// schedule, and draws the S-curve.
//
// Value is counted in the weights of masterplan.Weights (planned labour, else planned
// duration), so no prices are needed. Planned value comes from the baseline in
// force; without one from the plan as it would run had nothing happened yet.
//
// Earned schedule (ES) is the time at which the value earned by now was planned
// to be earned. SPI(t) = ES / actual time stays honest to the end of a late
// project, where SPI = EV / PV climbs back to 1 (W. Lipke, "Schedule is
// Different", 2003).
package earnedvalue

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Input is what value is earned from.
type Input struct {
	Stored   *masterplan.Plan // as imported and edited
	Plan     *masterplan.Plan // with progress laid over it
	Dates    *masterplan.Dates
	Baseline *masterplan.Baseline // nil for none
	Entries  []masterplan.Entry   // all ever made
}

// Figures say how a project stands at its data date.
type Figures struct {
	Planned, Earned float64 // percent of the whole
	SPI             float64 // Earned / Planned; 0 when nothing was planned by now
	EarnedDays      float64 // earned schedule, civil days since the start
	ActualDays      float64 // civil days since the start
	SPIt            float64 // EarnedDays / ActualDays; 0 before the start
	PlannedFinish   worktime.Day
	Forecast        worktime.Day // start + planned duration / SPI(t); worktime.NoDay when nothing is earned
}

// Point is one day of the S-curve, at its end, in percent of the whole. Actual
// ends at the data date and Forecast begins there; nil elsewhere.
type Point struct {
	Day      worktime.Day `json:"-"`
	Planned  float64      `json:"planned"`
	Actual   *float64     `json:"actual"`
	Forecast *float64     `json:"forecast"`
}

// curve is the three curves by bucket of step days.
type curve struct {
	first                     worktime.Day
	step                      int
	data                      int // bucket of the data date, -1 before the first
	planned, actual, forecast []float64
}

// Of measures a project. Errors are those of masterplan.Compute.
func Of(in Input) (Figures, error) {
	c, err := drawCurve(in, 1)
	if err != nil || c == nil {
		return Figures{PlannedFinish: worktime.NoDay, Forecast: worktime.NoDay}, err
	}
	f := Figures{PlannedFinish: c.first + worktime.Day(reached(c.planned, 100)), Forecast: worktime.NoDay}
	if c.data < 0 {
		return f, nil
	}
	now := min(c.data, len(c.planned)-1)
	f.Planned, f.Earned = c.planned[now], c.actual[now]
	f.ActualDays = float64(c.data + 1)
	f.EarnedDays = earnedDays(c.planned, f.Earned)
	f.SPIt = f.EarnedDays / f.ActualDays
	if f.Planned > 0 {
		f.SPI = f.Earned / f.Planned
	}
	if f.SPIt > 0 {
		length := float64(f.PlannedFinish-c.first) + 1
		f.Forecast = c.first + worktime.Day(length/f.SPIt)
	}
	return f, nil
}

// full is close enough to a whole for sums of many shares.
const full = 1 - 1e-9

// reached is the first bucket in which the curve comes to a value.
func reached(curve []float64, value float64) int {
	for i, v := range curve {
		if v >= value*full {
			return i
		}
	}
	return len(curve) - 1
}

// earnedDays is ES = C + (EV − PV_C)/(PV_C+1 − PV_C), in buckets from the start.
func earnedDays(planned []float64, earned float64) float64 {
	before := 0.0
	for c, v := range planned {
		if v >= earned*full {
			if v == before {
				return float64(c)
			}
			return float64(c) + min(1, (earned-before)/(v-before))
		}
		before = v
	}
	return float64(len(planned))
}

// Curve is the S-curve with a point each step days. Errors are those of masterplan.Compute.
func Curve(in Input, step int) ([]Point, error) {
	c, err := drawCurve(in, max(step, 1))
	if err != nil || c == nil {
		return nil, err
	}
	points := make([]Point, len(c.planned))
	for k := range points {
		points[k] = Point{Day: c.first + worktime.Day((k+1)*c.step-1), Planned: c.planned[k]}
		if k <= c.data {
			points[k].Actual = &c.actual[k]
		}
		if k >= c.data {
			points[k].Forecast = &c.forecast[k]
		}
	}
	return points, nil
}

func drawCurve(in Input, step int) (*curve, error) {
	weights := masterplan.Weights(in.Plan)
	spans, err := plannedSpans(in)
	if err != nil {
		return nil, err
	}
	c := frameCurve(in, spans, step)
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if c == nil || total == 0 {
		return nil, nil
	}
	history := byActivity(in.Entries)
	for i, w := range weights {
		if w == 0 {
			continue
		}
		w *= 100 / total
		hours := in.Dates.Hours(i)
		c.spreadWork(c.planned, spans[i], w, hours)
		c.earnActivity(in, i, history[in.Plan.Activities[i].ID], w)
		a, row := &in.Plan.Activities[i], &in.Dates.Rows[i]
		c.spreadWork(c.forecast, span{max(row.EarlyStart, in.Plan.DataDate), row.EarlyFinish}, w*(1-a.Share()), hours)
	}
	sum(c.planned)
	sum(c.actual)
	sum(c.forecast)
	now := 0.0
	if c.data >= 0 {
		now = c.actual[min(c.data, len(c.actual)-1)]
	}
	for k := range c.forecast {
		c.forecast[k] = min(100, c.forecast[k]+now)
	}
	return c, nil
}

type span struct{ from, to worktime.Time }

// plannedSpans is when each activity was to be worked.
func plannedSpans(in Input) ([]span, error) {
	spans := make([]span, len(in.Plan.Activities))
	rows := in.Dates.Rows
	if in.Baseline == nil {
		fresh, err := masterplan.Compute(withoutProgress(in.Stored))
		if err != nil {
			return nil, err
		}
		rows = fresh.Rows
	}
	for i := range spans {
		spans[i] = span{rows[i].Start, rows[i].Finish}
	}
	if in.Baseline != nil {
		for _, r := range in.Baseline.Rows {
			if r.Start != worktime.None && r.Finish != worktime.None {
				spans[r.Activity] = span{r.Start, r.Finish}
			}
		}
	}
	return spans, nil
}

// withoutProgress is p as if nothing had been done yet.
func withoutProgress(p *masterplan.Plan) *masterplan.Plan {
	out := *p
	out.DataDate = worktime.None
	out.Activities = slices.Clone(p.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		a.ActualStart, a.ActualFinish, a.Suspend, a.Resume = worktime.None, worktime.None, worktime.None, worktime.None
		a.Percent, a.Remaining = 0, a.Duration.Minutes
	}
	return &out
}

// frameCurve finds the days that the curves cover; nil for a plan without dates.
func frameCurve(in Input, spans []span, step int) *curve {
	first, last := worktime.None, worktime.None
	cover := func(s span) {
		if s.from != worktime.None && (first == worktime.None || s.from < first) {
			first = s.from
		}
		last = max(last, s.to)
	}
	for i := range spans {
		if in.Plan.Activities[i].Worked() {
			cover(spans[i])
			cover(span{in.Dates.Rows[i].Start, in.Dates.Rows[i].Finish})
		}
	}
	if first == worktime.None {
		return nil
	}
	c := &curve{first: first.Day(), step: step, data: -1}
	if in.Plan.DataDate != worktime.None {
		last = max(last, in.Plan.DataDate)
		if d := (in.Plan.DataDate - 1).Day(); d >= c.first {
			c.data = int(d-c.first) / step
		}
	}
	n := int((last-1).Day()-c.first)/step + 1
	c.planned, c.actual, c.forecast = make([]float64, n), make([]float64, n), make([]float64, n)
	return c
}

// spreadWork adds w over the working time of s. A span without working time counts
// in its last bucket.
func (c *curve) spreadWork(to []float64, s span, w float64, hours *worktime.Calendar) {
	if w <= 0 || s.from == worktime.None || s.to == worktime.None {
		return
	}
	whole, done := between(hours, s.from, s.to), 0.0
	for k := c.bucket(s.from); k < len(to); k++ {
		end := (c.first + worktime.Day((k+1)*c.step)).At(0)
		share := 1.0
		if end < s.to && whole > 0 {
			share = between(hours, s.from, end) / whole
		} else if end < s.to {
			continue
		}
		to[k] += w * (share - done)
		if done = share; end >= s.to {
			return
		}
	}
}

func (c *curve) bucket(t worktime.Time) int {
	return min(max(int(t.Day()-c.first)/c.step, 0), len(c.planned)-1)
}

func between(hours *worktime.Calendar, from, to worktime.Time) float64 {
	if hours == nil {
		return float64(to - from)
	}
	return float64(hours.Between(from, to))
}

// earnActivity adds what activity i has earned: what the file says, spread over the time
// it was worked, and then each report on its day.
func (c *curve) earnActivity(in Input, i int, reports []masterplan.Entry, w float64) {
	a := &in.Stored.Activities[i]
	known := a.Share()
	if a.ActualStart != worktime.None {
		to := a.ActualFinish
		if to == worktime.None {
			to = max(in.Stored.DataDate, a.ActualStart)
		}
		c.spreadWork(c.actual, span{a.ActualStart, to}, w*known, in.Dates.Hours(i))
	} else {
		known = 0
	}
	for _, e := range reports {
		end := e.AsOf.At(worktime.MinutesPerDay)
		if end <= in.Stored.DataDate {
			continue
		}
		share := min(e.Measure.Share(), 1)
		c.actual[c.bucket(end-1)] += w * (share - known)
		known = share
	}
}

// byActivity sorts the entries that nothing supersedes by day, the last of each
// day only.
func byActivity(entries []masterplan.Entry) map[string][]masterplan.Entry {
	superseded := map[string]bool{}
	for _, e := range entries {
		superseded[e.Supersedes] = true
	}
	out := map[string][]masterplan.Entry{}
	for _, e := range entries {
		if !superseded[e.ID] {
			out[e.Activity] = append(out[e.Activity], e)
		}
	}
	for id, list := range out {
		slices.SortStableFunc(list, func(a, b masterplan.Entry) int {
			if a.AsOf != b.AsOf {
				return int(a.AsOf - b.AsOf)
			}
			return a.RecordedAt.Compare(b.RecordedAt)
		})
		out[id] = list
	}
	return out
}

func sum(increments []float64) {
	for k := 1; k < len(increments); k++ {
		increments[k] += increments[k-1]
	}
}
