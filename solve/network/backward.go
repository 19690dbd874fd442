package network

import "fugong/solve/worktime"

func (s *solver) backwardPass() {
	for n := len(s.order) - 1; n >= 0; n-- {
		u := s.order[n]
		switch {
		case int(u) >= s.n:
			s.limitOf(s.opened[int(u)-s.n])
		case s.closing[u] >= 0:
			s.lateSpan(u)
		default:
			s.setLateDates(u)
		}
	}
}

// setLateDates sets the late dates of activity i.
func (s *solver) setLateDates(i int32) {
	a, r := &s.p.Activities[i], &s.rows[i]
	if s.p.DataDate == worktime.None && a.finished() {
		r.LateStart, r.LateFinish = r.EarlyStart, r.EarlyFinish
		return
	}
	k := s.clock(a)
	work := s.work(a, r, k)
	start, finish := s.lateBounds(i)
	start, finish = s.lateDates(a, r, start, finish)
	if start != far {
		from := start
		if work > 0 {
			from = k.nextStart(start)
		}
		finish = min(finish, k.finish(from, work))
	}
	s.placeLate(a, r, k, finish, work)
	s.startAsGiven(i, r, k)
}

// work is the remainder that the late dates leave room for.
func (s *solver) work(a *Activity, r *Row, k clock) int64 {
	switch {
	case s.expects(a):
		return k.between(r.EarlyStart, r.EarlyFinish)
	case a.Fixed && !a.started() && r.EarlyStart != worktime.None:
		return max(0, k.between(r.EarlyStart, r.EarlyFinish))
	}
	return a.remainder()
}

// lateBounds is what the successors and enclosing summaries allow: the latest
// start and the latest finish.
func (s *solver) lateBounds(i int32) (start, finish worktime.Time) {
	start, finish = far, s.finish
	a := &s.p.Activities[i]
	if len(s.outs(i)) == 0 && s.p.Options.OpenEndsCritical && !a.finished() {
		finish = min(finish, s.rows[i].EarlyFinish)
	}
	for _, l := range s.outs(i) {
		at, t := s.latestAllowedBy(l), s.p.Links[l].Type
		switch {
		case t == FS || t == FF:
			finish = min(finish, at)
		case t == SS && s.p.Options.LateFromFinish && a.Primary.Type == FinishNoEarlier:
		case !a.Fixed: // a fixed start is not asked to be earlier
			start = min(start, at)
		}
	}
	if parent := s.parent(s.p, i); parent >= 0 {
		finish = min(finish, s.limit[int(s.closing[parent])-s.n])
	}
	return start, finish
}

// latestAllowedBy is the latest that link l lets its predecessor finish (FS, FF) or
// start (SS, SF).
func (s *solver) latestAllowedBy(l int32) worktime.Time {
	link := &s.p.Links[l]
	succ := &s.p.Activities[link.Succ]
	if s.p.DataDate == worktime.None && s.happened(link, succ) {
		return far
	}
	if succ.started() && s.p.Options.Progress != RetainedLogic && !s.overridden(link, succ) {
		return far
	}
	r := &s.rows[link.Succ]
	to := r.LateStart
	if link.Type == FF || link.Type == SF {
		to = r.LateFinish
	} else if s.p.DataDate == worktime.None && succ.started() && succ.remainder() > 0 {
		to = r.EarlyStart // its remainder stands where it goes on, whatever its float
	}
	if to == worktime.None {
		return far
	}
	at := s.lagClock(link).sub(to, s.remainingLag(link))
	if link.Type == SF && s.p.Options.MinuteAfterStart {
		if k := s.clock(&s.p.Activities[link.Pred]); k.prevFinish(at) == at && k.nextStart(at) != at {
			at--
		}
	}
	return at
}

// happened reports whether nothing is left for link to hold, without a data date:
// its successor is finished, or the start that it counts from is past.
func (s *solver) happened(link *Link, succ *Activity) bool {
	past := link.Type == SS || link.Type == SF
	return succ.finished() || past && s.p.Activities[link.Pred].started()
}

// overridden says whether link counts in the late pass although progress overrides
// it in the early one: Primavera keeps a finish-to-finish link to what has started
// and is not finished.
func (s *solver) overridden(link *Link, succ *Activity) bool {
	return link.Type == FF && s.p.Options.Progress == ProgressOverride && !succ.finished()
}

// lateDates applies the constraints that pull late dates, and the dates that
// overrule links.
func (s *solver) lateDates(a *Activity, r *Row, start, finish worktime.Time) (worktime.Time, worktime.Time) {
	if a.finished() {
		return start, finish
	}
	for _, c := range [2]Constraint{a.Primary, a.Secondary} {
		switch c.Type {
		case StartOn, StartNoLater:
			if !a.started() {
				start = min(start, c.Date)
			} else if c.Type == StartOn && s.p.Options.HonourDates {
				finish = min(finish, r.EarlyFinish)
			}
		case FinishOn, FinishNoLater:
			finish = min(finish, c.Date)
		case MandatoryStart:
			if !a.started() {
				start, finish = c.Date, far
			}
		case MandatoryFinish:
			start, finish = far, c.Date
		}
	}
	if a.Deadline != worktime.None {
		finish = min(finish, a.Deadline)
	}
	if a.NotAfter != worktime.None {
		finish = min(finish, a.NotAfter)
	}
	return start, finish
}

// placeLate turns the latest finish into late dates.
func (s *solver) placeLate(a *Activity, r *Row, k clock, finish worktime.Time, work int64) {
	if a.Fixed && s.p.Options.LateAsGiven && !a.finished() {
		s.placeFixedLate(a, r, k, finish)
		return
	}
	r.LateFinish = finish
	if !a.finished() && !(s.asGiven(a) && k.nextStart(finish) == finish) {
		r.LateFinish = k.prevFinish(finish)
	}
	r.LateStart = k.begin(finish, work)
	if work == 0 {
		r.LateStart = r.LateFinish
	}
}

// placeFixedLate puts the stated duration before the latest finish, whatever the
// fixed dates span; without float the late start is the fixed one.
func (s *solver) placeFixedLate(a *Activity, r *Row, k clock, finish worktime.Time) {
	r.LateStart, r.LateFinish = k.sub(finish, a.Duration), finish
	if k.between(r.EarlyFinish, finish) == 0 {
		r.LateStart = r.EarlyStart
	}
}

// startAsGiven leaves a late start at the finish that a start-to-finish link ties
// it to, where that is the end of working time, as Microsoft Project does.
func (s *solver) startAsGiven(i int32, r *Row, k clock) {
	if !s.p.Options.LateAsGiven {
		return
	}
	for _, l := range s.outs(i) {
		if s.p.Links[l].Type != SF {
			continue
		}
		if at := s.latestAllowedBy(l); k.nextStart(at) == r.LateStart {
			r.LateStart = min(r.LateStart, at)
		}
	}
}

// asGiven says whether a late date that is a start may stay one: of a start
// milestone always.
func (s *solver) asGiven(a *Activity) bool {
	return a.Kind == StartMilestone || (s.p.Options.LateAsGiven && (a.Kind == FinishMilestone || a.Fixed))
}

// limitOf finds what the children of summary i may not finish after.
func (s *solver) limitOf(i int32) {
	limit := s.finish
	for _, l := range s.outs(i) {
		if t := s.p.Links[l].Type; t == FS || t == FF {
			limit = min(limit, s.latestAllowedBy(l))
		}
	}
	if parent := s.parent(s.p, i); parent >= 0 {
		limit = min(limit, s.limit[int(s.closing[parent])-s.n])
	}
	a := &s.p.Activities[i]
	if a.Primary.Type == FinishNoLater || a.Primary.Type == FinishOn {
		limit = min(limit, a.Primary.Date)
	}
	if a.Deadline != worktime.None {
		limit = min(limit, a.Deadline)
	}
	s.limit[int(s.closing[i])-s.n] = limit
}

// lateSpan rolls up the late dates of summary i, those that its children show.
func (s *solver) lateSpan(i int32) {
	r := &s.rows[i]
	r.LateStart, r.LateFinish = worktime.None, worktime.None
	for c := s.firstChild[i]; c >= 0; c = s.next[c] {
		child, row := &s.p.Activities[c], &s.rows[c]
		from, to := row.LateStart, row.LateFinish
		if s.p.DataDate == worktime.None && child.started() {
			from = least(from, child.ActualStart) // what is before the summary is asked for by its start
		}
		if s.overdue(child, row) {
			to = row.EarlyFinish
		}
		if s.p.Options.LateAsGiven && child.Fixed && child.Kind != Summary && !child.started() {
			from, to = row.EarlyStart, row.EarlyFinish // it stays where it was put
		}
		r.LateStart, r.LateFinish = least(r.LateStart, from), max(r.LateFinish, to)
	}
}

// zeroFreeFloat moves what should be as late as possible up to its successors'
// early dates, last first so that chains move together. It moves nothing else.
func (s *solver) zeroFreeFloat() {
	for n := len(s.order) - 1; n >= 0; n-- {
		u := s.order[n]
		if int(u) >= s.n || s.p.Activities[u].Primary.Type != AsLateAsPossible {
			continue
		}
		a := &s.p.Activities[u]
		if s.closing[u] >= 0 || a.finished() {
			continue
		}
		s.moveLate(u, a)
	}
}

func (s *solver) moveLate(i int32, a *Activity) {
	r, k := &s.rows[i], s.clock(a)
	work := s.work(a, r, k)
	start, finish := far, s.last
	for _, l := range s.outs(i) {
		link := &s.p.Links[l]
		succ := &s.rows[link.Succ]
		to := succ.EarlyStart
		if link.Type == FF || link.Type == SF {
			to = succ.EarlyFinish
		}
		at := s.lagClock(link).sub(to, s.remainingLag(link))
		if link.Type == SS || link.Type == SF {
			start = min(start, at)
		} else {
			finish = min(finish, at)
		}
	}
	if start != far {
		finish = min(finish, k.add(start, work))
	}
	if from := s.asStart(a, k, k.sub(k.prevFinish(finish), work)); from > r.EarlyStart {
		r.EarlyStart, r.EarlyFinish = from, k.add(from, work)
		r.Reason, r.Link = ByConstraint, -1
	}
}
