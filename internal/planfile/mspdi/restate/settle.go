package restate

import (
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// holdUntilSettled looks for means until every activity is where it was agreed.
func (r *restater) holdUntilSettled() error {
	if r.to.Settings.FromFinish {
		return nil // everything stands as late as it can, in both tools
	}
	r.holdAwaited()
	for range rounds {
		problem, err := r.network()
		if err != nil {
			return err
		}
		asked, err := network.Follow(problem, r.given)
		if err != nil {
			return r.to.Explain(err)
		}
		if r.preferConstraints(asked) {
			continue
		}
		if !r.mendMoved(asked) {
			return nil
		}
	}
	return nil
}

// holdAwaited holds what follows nothing but another project, whose end lies before it:
// Microsoft Project schedules it from there, also before the project's start.
func (r *restater) holdAwaited() {
	for _, e := range r.from.External {
		i := int(e.Activity)
		if !e.Pred || !e.HasDate || !r.own(i) || len(r.into[i]) > 0 {
			continue
		}
		if start := r.given[i].EarlyStart; e.Date < start && r.to.Activities[i].Primary.Type == masterplan.NoConstraint {
			r.placeConstraint(i, masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: start})
		}
	}
}

// preferConstraints makes constraints go before links, which is one choice for the whole
// file, where an activity that overrules them needs it.
func (r *restater) preferConstraints(asked []network.Row) bool {
	if r.to.Settings.HonourConstraints {
		return false
	}
	for i := range asked {
		a := &r.from.Activities[i]
		mandatory := a.Primary.Type == masterplan.MandatoryStart || a.Primary.Type == masterplan.MandatoryFinish
		if mandatory && r.own(i) && !started(a) && asked[i].EarlyStart > r.given[i].EarlyStart {
			r.to.Settings.HonourConstraints = true
			return true
		}
	}
	return false
}

// mendMoved takes the next means for every activity that would move; false when there
// was nothing to do.
func (r *restater) mendMoved(asked []network.Row) bool {
	some := false
	for i := range asked {
		if !r.own(i) || r.to.Activities[i].ActualFinish != worktime.None || r.tried[i] > rounds {
			continue
		}
		want, get := &r.given[i], &asked[i]
		if get.EarlyStart == want.EarlyStart && get.EarlyFinish == want.EarlyFinish {
			continue
		}
		r.tried[i]++
		switch {
		case get.EarlyStart > want.EarlyStart || get.EarlyStart == want.EarlyStart && get.EarlyFinish > want.EarlyFinish:
			some = r.easeLinks(i) || some
		case get.EarlyStart < want.EarlyStart:
			some = r.placeConstraint(i, masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: want.EarlyStart}) || some
		default:
			some = r.placeConstraint(i, masterplan.Constraint{Type: masterplan.FinishNoEarlier, Date: want.EarlyFinish}) || some
		}
	}
	return some
}

// placeConstraint puts a constraint in the one place there is. One that bounds late dates
// becomes a deadline.
func (r *restater) placeConstraint(i int, c masterplan.Constraint) bool {
	a := &r.to.Activities[i]
	if started(a) || a.Primary == c {
		return false
	}
	switch was := a.Primary; was.Type {
	case masterplan.NoConstraint, masterplan.StartNoEarlier, masterplan.FinishNoEarlier:
	default:
		if !r.turnIntoDeadline(i, was) {
			r.means[i].freed = true
		}
	}
	a.Primary = c
	r.means[i].held = true
	return true
}

// easeLinks shortens the links that would put activity i later than agreed, and then
// frees it of a constraint that does.
func (r *restater) easeLinks(i int) bool {
	some := false
	for _, n := range r.into[i] {
		l := &r.to.Links[n]
		from, to := r.linkEnd(l), r.given[i].EarlyStart
		if l.Type == masterplan.FF || l.Type == masterplan.SF {
			to = r.given[i].EarlyFinish
		}
		if from == worktime.None || r.reach(l, from) <= to {
			continue
		}
		l.Lag = elapsed(l.Lag, to-from)
		if lead := from - to; lead > longLead {
			r.means[i].lead = max(r.means[i].lead, lead)
		} else {
			r.means[i].eased = true
		}
		some = true
	}
	a := &r.to.Activities[i]
	if some || started(a) || a.Primary.Type == masterplan.NoConstraint {
		return some
	}
	if !r.turnIntoDeadline(i, a.Primary) {
		r.means[i].freed = true
	}
	a.Primary = masterplan.Constraint{Date: worktime.None}
	return true
}

// linkEnd is where a link begins, at the agreed dates.
func (r *restater) linkEnd(l *masterplan.Link) worktime.Time {
	a, row := &r.to.Activities[l.Pred], &r.given[l.Pred]
	switch {
	case l.Type == masterplan.FS || l.Type == masterplan.FF:
		return row.EarlyFinish
	case a.ActualStart != worktime.None:
		return a.ActualStart
	}
	return row.EarlyStart
}

// reach is where a link leads by Microsoft Project's rules: a lag counts on the
// calendar of the task it leads to.
func (r *restater) reach(l *masterplan.Link, from worktime.Time) worktime.Time {
	if l.Lag.Elapsed {
		return from + worktime.Time(l.Lag.Tenths/10)
	}
	return add(r.hours(int(l.Succ)), from, minutes(r.to, l))
}

// minutes is a lag's wait; a share is one of the predecessor's duration.
func minutes(p *masterplan.Plan, l *masterplan.Link) int64 {
	if l.Lag.Unit == masterplan.Percent {
		return int64(float64(p.Activities[l.Pred].Duration.Minutes) * l.Lag.Percent / 100)
	}
	return l.Lag.Tenths / 10
}

// elapsed is a lag of the same unit that runs round the clock.
func elapsed(l masterplan.Lag, span worktime.Time) masterplan.Lag {
	if l.Unit == masterplan.UnitNone || l.Unit == masterplan.Percent {
		l.Unit = masterplan.Days
	}
	return masterplan.Lag{Tenths: int64(span) * 10, Unit: l.Unit, Elapsed: true}
}

// restateLags gives every lag that counts on another calendar than the successor's the
// span that it has at the agreed dates: to a start round the clock, to a finish in the
// successor's working time, for readers count a lag round the clock before the
// duration (MPXJ) or after it. One on a calendar that
// never rests is that already; one that leads to the same moment stays.
func (r *restater) restateLags() {
	for n := range r.to.Links {
		l := &r.to.Links[n]
		if l.Lag.Elapsed || l.Lag.Tenths == 0 && l.Lag.Percent == 0 {
			continue
		}
		theirs, ours := r.lagHours(l), r.hours(int(l.Succ))
		if theirs == ours {
			continue
		}
		from, wait := r.linkEnd(l), minutes(r.from, &r.from.Links[n])
		if from == worktime.None {
			continue
		}
		switch at := add(theirs, from, wait); {
		case worksAlways(theirs) && at == from+worktime.Time(wait):
			l.Lag = elapsed(l.Lag, at-from)
		case at == add(ours, from, wait):
		case l.Type == masterplan.FF || l.Type == masterplan.SF:
			l.Lag = masterplan.Lag{Tenths: 10 * between(ours, from, at), Unit: masterplan.Days}
			r.means[l.Succ].counted = true
		default:
			l.Lag = elapsed(l.Lag, at-from)
			r.means[l.Succ].lagged = true
		}
	}
}

// lagHours is the calendar that the plan's own tool counts a lag on.
func (r *restater) lagHours(l *masterplan.Link) *worktime.Calendar {
	switch r.from.Settings.LagCalendar {
	case masterplan.LagElapsed:
		return nil
	case masterplan.LagSuccessor:
		return r.hours(int(l.Succ))
	case masterplan.LagProject:
		if c, err := r.from.CompiledCalendar(r.from.Settings.Calendar); err == nil {
			return c
		}
	}
	return r.hours(int(l.Pred))
}

// worksAlways says whether a calendar works all the time.
func worksAlways(c *worktime.Calendar) bool {
	if c == nil {
		return true
	}
	for _, day := range c.Week() {
		if len(day) != 1 || day[0] != (worktime.Span{Start: 0, End: worktime.MinutesPerDay}) {
			return false
		}
	}
	return true
}
