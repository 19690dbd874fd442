package network

import "fugong/solve/worktime"

// earliestReachedBy is the instant that link l lets its successor start (FS, SS) or finish
// (FF, SF) at the earliest; None when an empty summary stands before it.
func (s *solver) earliestReachedBy(l int32) worktime.Time {
	link := &s.p.Links[l]
	pred := &s.p.Activities[link.Pred]
	r := &s.rows[link.Pred]
	from := r.EarlyFinish
	if link.Type == SS || link.Type == SF {
		from = s.startOf(pred, r)
	}
	if from == worktime.None {
		return worktime.None
	}
	if at, ok := s.fromActual(link, pred); ok {
		return at
	}
	k := s.lagClock(link)
	lag := s.remainingLag(link)
	switch {
	case link.Type == SS && lag == 0 && !s.p.Options.MilestonesStay:
		return k.nextStart(from)
	case lag < 0 && s.p.Options.LeadsEndWork && link.Type == FF:
		return k.prevFinish(k.add(from, lag))
	}
	return k.add(from, lag)
}

// startOf is the start that start links count from. Without a data date that
// is the start itself; with one, that of the remainder.
func (s *solver) startOf(a *Activity, r *Row) worktime.Time {
	if s.p.DataDate == worktime.None && a.ActualStart != worktime.None {
		return a.ActualStart
	}
	return r.EarlyStart
}

// fromActual is where a start lag ends that counts from the actual start.
func (s *solver) fromActual(link *Link, pred *Activity) (worktime.Time, bool) {
	if s.p.Options.LagFromEarlyStart || s.p.DataDate == worktime.None || pred.ActualStart == worktime.None {
		return 0, false
	}
	if link.Type != SS && link.Type != SF {
		return 0, false
	}
	return s.lagClock(link).add(pred.ActualStart, link.Lag), true
}

// remainingLag is the part of a lag that the time up to the data date has not
// used up. A finish lag begins at the actual finish, a start lag at the actual
// start; a lead of what already happened is spent.
func (s *solver) remainingLag(link *Link) int64 {
	pred := &s.p.Activities[link.Pred]
	dd := s.p.DataDate
	if dd == worktime.None || link.Lag == 0 || !pred.started() {
		return link.Lag
	}
	since := pred.ActualFinish
	k := s.lagClock(link)
	if link.Type == SS || link.Type == SF {
		since = pred.ActualStart
		if !pred.finished() {
			k = s.clock(pred)
		}
	}
	if since == worktime.None {
		return link.Lag
	}
	if link.Type == FS && s.p.Activities[link.Succ].started() {
		return 0
	}
	used := max(0, k.between(since, dd))
	return max(0, link.Lag-used)
}
