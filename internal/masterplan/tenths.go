package masterplan

import (
	"math"
	"slices"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Tenths are what a file states beyond the whole minutes of an activity, in tenths of
// a minute to be added; Microsoft Project reckons in tenths and shows minutes.
type Tenths struct {
	Duration, Remaining       int8 `json:",omitzero"`
	ActualStart, ActualFinish int8 `json:",omitzero"`
	Resume, Primary           int8 `json:",omitzero"`
	ManualStart, ManualFinish int8 `json:",omitzero"`
}

const tenths = 10

// inTenths is the problem in tenths of a minute; nil where the plan has nothing beyond
// whole minutes.
func (m *mapping) inTenths() *network.Problem {
	if !m.plan.byMicrosoft() || !m.hasTenths() {
		return nil
	}
	out := m.out
	out.Parts = tenths
	scaleTimes(&out.Start, &out.DataDate, &out.MustFinish)
	out.Options.CriticalFloat *= tenths
	out.Activities = slices.Clone(m.out.Activities)
	for i := range out.Activities {
		m.activityInTenths(i, &out.Activities[i])
	}
	out.Links = slices.Clone(m.out.Links)
	for i := range out.Links {
		out.Links[i].Lag = m.lagInTenths(&m.plan.Links[i])
	}
	return &out
}

func (m *mapping) hasTenths() bool {
	for i := range m.plan.Activities {
		a := &m.plan.Activities[i]
		if a.Tenths != (Tenths{}) || a.LevelingDelay%tenths != 0 {
			return true
		}
	}
	for i := range m.plan.Links {
		if m.lagInTenths(&m.plan.Links[i])%tenths != 0 {
			return true
		}
	}
	return slices.ContainsFunc(m.spans, func(list []int64) bool {
		return slices.ContainsFunc(list, func(n int64) bool { return n%tenths != 0 })
	})
}

// activityInTenths adds to activity i what its file states beyond minutes, where the
// network has the minutes of the file.
func (m *mapping) activityInTenths(i int, out *network.Activity) {
	a := &m.plan.Activities[i]
	more := &a.Tenths
	whole := *out
	scaleTimes(&out.ActualStart, &out.ActualFinish, &out.Suspend, &out.Resume, &out.FixedStart, &out.FixedFinish,
		&out.ExpectedFinish, &out.Deadline, &out.NotBefore, &out.NotAfter, &out.FreeUntil, &out.Primary.Date, &out.Secondary.Date)
	addTo(&out.ActualStart, more.ActualStart)
	addTo(&out.ActualFinish, more.ActualFinish)
	addTo(&out.Resume, more.Resume)
	addTo(&out.FixedStart, more.ManualStart)
	addTo(&out.FixedFinish, more.ManualFinish)
	addTo(&out.Primary.Date, more.Primary)
	out.Duration, out.Remaining = tenths*out.Duration, tenths*out.Remaining
	if whole.Duration == a.Duration.Minutes {
		out.Duration = max(0, out.Duration+int64(more.Duration))
	}
	if whole.Remaining == a.Remaining {
		out.Remaining = max(0, out.Remaining+int64(more.Remaining))
	}
	out.Delay = a.LevelingDelay
	out.CrewsFor = tenths * whole.CrewsFor
	if whole.CrewsFor == whole.Remaining {
		out.CrewsFor = out.Remaining
	}
	out.Crews = slices.Clone(whole.Crews)
	for n := range out.Crews {
		w := &out.Crews[n]
		w.Work, w.Wait, w.Delay = m.spans[i][n], tenths*w.Wait, tenths*w.Delay
		scaleTimes(&w.From)
	}
}

// lagInTenths is a link's wait; a share is of the predecessor's duration.
func (m *mapping) lagInTenths(l *Link) int64 {
	if l.Lag.Unit != Percent {
		return l.Lag.Tenths
	}
	if l.Pred < 0 || int(l.Pred) >= len(m.plan.Activities) {
		return 0
	}
	pred := &m.plan.Activities[l.Pred]
	return int64(math.Round(float64(tenths*pred.Duration.Minutes+int64(pred.Tenths.Duration)) * l.Lag.Percent / 100))
}

func scaleTimes(list ...*worktime.Time) {
	for _, t := range list {
		if *t != worktime.None {
			*t *= tenths
		}
	}
}

func addTo(t *worktime.Time, more int8) {
	if *t != worktime.None {
		*t += worktime.Time(more)
	}
}

// inMinutes rounds a result in tenths to the minutes that people see.
func inMinutes(r *network.Result) {
	roundTimes(&r.Start, &r.Finish)
	for i := range r.Rows {
		row := &r.Rows[i]
		roundTimes(&row.EarlyStart, &row.EarlyFinish, &row.LateStart, &row.LateFinish, &row.Start, &row.Finish)
		row.TotalFloat, row.FreeFloat = roundSpan(row.TotalFloat), roundSpan(row.FreeFloat)
	}
	for i := range r.Links {
		r.Links[i].Slack = roundSpan(r.Links[i].Slack)
	}
}

func roundTimes(list ...*worktime.Time) {
	for _, t := range list {
		if *t != worktime.None {
			*t = worktime.Time(math.Floor(float64(*t)/tenths + 0.5))
		}
	}
}

func roundSpan(n int64) int64 { return int64(math.Round(float64(n) / tenths)) }
