package recovery

import (
	"context"
	"math"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// The stop-loss rule: a measure that has run for StopAfter working days and has
// delivered less than StopShare of what it should have by then is to be looked at.
const (
	StopAfter = 3
	StopShare = 0.5
)

// Track is what a task has delivered so far, in days off its own activity or wait.
type Track struct {
	plan.Task
	Index     int     // of the activity in the plan in force; -1 when it is gone or none
	Bought    float64 // over its whole course
	Due       float64 // that it should have delivered by now
	Delivered float64 // negative when it cost time
	Ran       float64 // working days that it has run for
	Begun     bool
	Over      bool // what it is about is done
	Stop      bool // the stop-loss rule holds
}

// Tracking is an adopted plan beside what happened. Its days are days of the
// finish: those that the plan promised, and of them what the tracks together
// should have delivered by now and have.
type Tracking struct {
	plan.Adoption
	Book                   *plan.Book
	Tracks                 []Track
	Bought, Due, Delivered float64
	Forecast               worktime.Time // finish
}

// Tracking is the adoption in force of a project beside what happened, nil when
// there is none, and the others, replaced or taken back, newest first.
func (s *Service) Tracking(ctx context.Context, project string) (*Tracking, []plan.Adoption, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.Accepted.Adoptions(ctx, b.Project.Zone, project)
	if err != nil {
		return nil, nil, err
	}
	i := plan.Adopted(list)
	if i < 0 {
		return nil, list, nil
	}
	now := list[i]
	return trackAdoption(b, now, s.today()), slices.Delete(list, i, i+1), nil
}

// Adopted are the projects of the actor's zone that have a recovery plan in
// force, seen or not.
func (s *Service) Adopted(ctx context.Context) ([]string, error) {
	scope, err := s.Allow.Scope(ctx, plan.ActView)
	if err != nil {
		return nil, err
	}
	return s.Accepted.Adopted(ctx, scope.Zone)
}

// trackAdoption measures an adoption against b as of the evening before today, or of the
// data date when reports go further.
func trackAdoption(b *plan.Book, a plan.Adoption, today worktime.Day) *Tracking {
	t := &Tracking{Adoption: a, Book: b, Forecast: b.Dates.Finish, Bought: float64(a.Promise.Days)}
	shares := map[string]float64{} // days bought on an activity by all its measures
	for i := range a.Tasks {
		if w := &a.Tasks[i].Work; w.Activity != "" && inside(w.Measure.Kind) {
			shares[w.Activity] += w.Measure.Days
		}
	}
	now := max(today.At(0), b.Plan.DataDate)
	bought, due, delivered := 0.0, 0.0, 0.0
	for i := range a.Tasks {
		m := measureTask(b, &a, &a.Tasks[i], now, shares)
		t.Tracks = append(t.Tracks, m)
		bought, due, delivered = bought+m.Bought, due+m.Due, delivered+m.Delivered
	}
	if bought > 0 {
		t.Due, t.Delivered = tenth(t.Bought*due/bought), tenth(t.Bought*delivered/bought)
	}
	return t
}

// inside tells the measures that make work itself shorter from those that let
// it begin earlier.
func inside(k acceleration.Kind) bool {
	return k != acceleration.Overlap && k != acceleration.Expedite && k != acceleration.Split
}

func measureTask(b *plan.Book, a *plan.Adoption, task *plan.Task, now worktime.Time, shares map[string]float64) Track {
	w := &task.Work
	m := Track{Task: *task, Index: -1, Bought: w.Measure.Days}
	if w.Activity != "" {
		m.Index = b.Plan.ByID(w.Activity)
	}
	switch {
	case w.Measure.Kind == acceleration.Expedite:
		m.measureDelivery(b, now)
	case m.Index < 0: // its activity is gone from the plan: nothing can be said
	case inside(w.Measure.Kind):
		m.measureWork(b, a, now, shares[w.Activity])
	default:
		m.measureStart(b, now)
	}
	m.Stop = !m.Over && m.Ran >= StopAfter && m.Due > 0 && m.Delivered < StopShare*m.Due
	return m
}

// measureWork measures what makes work shorter: the work that was done since the plan
// was accepted, in days without measures, less the days that passed.
func (m *Track) measureWork(b *plan.Book, a *plan.Adoption, now worktime.Time, all float64) {
	w, act := &m.Work, &b.Plan.Activities[m.Index]
	hours := b.Dates.Hours(m.Index)
	if hours == nil || act.ActualStart == worktime.None || w.Plain == 0 {
		return
	}
	day := perDay(b.Plan, act)
	from := max(a.Promise.Day.At(0), act.ActualStart)
	to := now
	if act.ActualFinish != worktime.None {
		to, m.Over = act.ActualFinish, true
	}
	passed := float64(max(0, hours.Between(from, to)))
	left := 1.0
	if w.Share < 1 {
		left = min(1, max(0, (1-act.Share())/(1-w.Share)))
	}
	m.Begun, m.Ran = true, passed/day
	won := (float64(w.Plain)*(1-left) - passed) / day
	part := 1.0
	if all > 0 {
		part = m.Bought / all
	}
	m.Delivered = tenth(won * part)
	due := 1.0
	if !m.Over && w.Left > 0 {
		due = min(1, passed/float64(w.Left))
	}
	m.Due = tenth(m.Bought * due)
}

// measureStart measures what lets work begin earlier: by as many days as it began, or
// is forecast to begin, after its place it has delivered less.
func (m *Track) measureStart(b *plan.Book, now worktime.Time) {
	act, row := &b.Plan.Activities[m.Index], &b.Dates.Rows[m.Index]
	if row.Start == worktime.None || now < m.Work.Start && act.ActualStart == worktime.None {
		return
	}
	m.Begun, m.Over = true, act.ActualStart != worktime.None
	late := float64(row.Start.Day() - m.Work.Start.Day())
	m.Due, m.Delivered = m.Bought, tenth(m.Bought-max(0, late))
	m.Ran = max(0, float64(now-m.Work.Start)/worktime.MinutesPerDay)
}

// measureDelivery measures a delivery: it has delivered once the goods are there in
// time, and less by every day that they are late.
func (m *Track) measureDelivery(b *plan.Book, now worktime.Time) {
	for i := range b.Deliveries {
		d := &b.Deliveries[i]
		if d.ID != m.Work.Measure.ID {
			continue
		}
		due := m.Work.Measure.To
		m.Over = d.Arrived() >= d.Quantity
		came := now.Day()
		if m.Over && len(d.Arrivals) > 0 {
			came = d.Arrivals[len(d.Arrivals)-1].On
		}
		if !m.Over && now < due {
			return
		}
		m.Begun, m.Due = true, m.Bought
		m.Delivered = tenth(m.Bought - max(0, float64(came-due.Day())))
		m.Ran = max(0, float64(now-due)/worktime.MinutesPerDay)
	}
}

// perDay is the working minutes that count as a day of an activity.
func perDay(p *masterplan.Plan, a *masterplan.Activity) float64 {
	if a.Duration.Elapsed {
		return worktime.MinutesPerDay
	}
	c := a.Calendar
	if c < 0 {
		c = p.Settings.Calendar
	}
	if c >= 0 && int(c) < len(p.Calendars) && p.Calendars[c].HoursPerDay > 0 {
		return 60 * p.Calendars[c].HoursPerDay
	}
	if p.Settings.MinutesPerDay > 0 {
		return float64(p.Settings.MinutesPerDay)
	}
	return 480
}

func tenth(days float64) float64 { return math.Round(10*days) / 10 }
