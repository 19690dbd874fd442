package network

import "fugong/solve/worktime"

// hold is the lower bound on a start, and what set it.
type hold struct {
	at     worktime.Time
	reason Reason
	link   int32
}

func (h *hold) raise(at worktime.Time, reason Reason, link int32) {
	if at > h.at {
		*h = hold{at, reason, link}
	}
}

func (s *solver) forwardPass() {
	for _, u := range s.order {
		switch {
		case int(u) >= s.n:
			s.closeSummary(s.opened[int(u)-s.n])
		case s.closing[u] >= 0:
			s.openSummary(u)
		default:
			s.setEarlyDates(u)
		}
	}
}

// setEarlyDates sets the early dates of activity i.
func (s *solver) setEarlyDates(i int32) {
	a, r := &s.p.Activities[i], &s.rows[i]
	if s.placeUnmoved(i, a, r) {
		return
	}
	k := s.clock(a)
	start := s.startBound(i, a)
	finish := hold{at: worktime.None}
	if s.heldByLinks(a) {
		s.byLinks(i, &start, &finish)
	}
	s.byDates(a, &start, &finish)
	s.placeEarlyDates(a, r, k, start, finish)
	s.applyMandatoryDates(a, r, k)
}

// placeUnmoved places what no logic moves: fixed by hand, or, without a data date,
// what already happened.
func (s *solver) placeUnmoved(i int32, a *Activity, r *Row) bool {
	switch {
	case a.Fixed && !a.started():
		r.EarlyStart, r.EarlyFinish = a.FixedStart, a.FixedFinish
		if r.EarlyFinish == worktime.None {
			r.EarlyFinish = s.clock(a).add(a.FixedStart, a.Duration)
		}
		r.Reason, r.Link = ByManual, -1
		return true
	case s.p.DataDate != worktime.None || !a.started():
		return false
	case a.finished():
		r.EarlyStart, r.EarlyFinish = a.ActualStart, a.ActualFinish
		if a.ActualStart == worktime.None {
			r.EarlyStart = a.ActualFinish
		}
	default:
		s.goOn(i, a, r)
	}
	r.Reason, r.Link = ByActual, -1
	return true
}

// goOn places what remains of activity i, which has begun, without a data date.
func (s *solver) goOn(i int32, a *Activity, r *Row) {
	k := s.clock(a)
	r.EarlyStart = a.ActualStart
	if a.Remaining < a.Duration {
		r.EarlyStart = s.asStart(a, k, k.add(a.ActualStart, a.Duration-a.Remaining))
	}
	if a.Resume > a.ActualStart {
		r.EarlyStart = s.asStart(a, k, a.Resume)
	}
	r.EarlyFinish = k.finish(r.EarlyStart, a.remainder())
	for _, l := range s.ins(i) {
		// Where its work ends as a link to its finish asks, and only a night lies
		// between, it has the hour of the link, as work that has not begun has.
		at := s.earliestReachedBy(l)
		if s.p.Links[l].Type == SF && s.p.Options.LeadsEndWork && at > r.EarlyFinish && k.between(r.EarlyFinish, at) == 0 {
			r.EarlyFinish = at
		}
	}
}

// startBound is where activity i would start were nothing in its way.
func (s *solver) startBound(i int32, a *Activity) hold {
	h := hold{s.start, ByProjectStart, -1}
	if at := s.ownStart(i, a); at != worktime.None && at < s.start {
		h = hold{at, ByConstraint, -1}
	}
	if s.p.Options.EarlyConstraints && s.p.DataDate == worktime.None && s.startedByLink(i) {
		h.at = worktime.None // the project's start holds only what no predecessor does
	}
	if s.p.DataDate != worktime.None {
		if a.started() || (len(s.ins(i)) > 0 && s.parent(s.p, i) < 0) {
			h.at = worktime.None
		}
		h.raise(s.p.DataDate, ByDataDate, -1)
	}
	if a.started() && !a.finished() {
		if s.p.Options.AwaitActualStart {
			h.raise(a.ActualStart, ByActual, -1)
		}
		if a.Resume != worktime.None {
			h.raise(a.Resume, ByActual, -1)
		}
	}
	for up := s.parent(s.p, i); up >= 0 && !a.started(); up = -1 {
		h.raise(s.floor[int(s.closing[up])-s.n], ByParent, -1)
	}
	if !a.finished() {
		h.raise(a.NotBefore, ByOutside, -1)
	}
	return h
}

// ownStart is when activity i starts by a date of its own where no predecessor has a
// say, with the option that lets it start before the project does; else None.
func (s *solver) ownStart(i int32, a *Activity) worktime.Time {
	if !s.p.Options.EarlyConstraints || len(s.ins(i)) > 0 {
		return worktime.None
	}
	switch a.Primary.Type {
	case StartNoEarlier, StartOn, MandatoryStart:
		return a.Primary.Date
	case FinishNoEarlier, FinishOn, MandatoryFinish:
		return s.clock(a).begin(a.Primary.Date, a.remainder())
	}
	return worktime.None
}

// startedByLink reports whether a predecessor says when activity i may start.
func (s *solver) startedByLink(i int32) bool {
	for _, l := range s.ins(i) {
		if t := s.p.Links[l].Type; (t == FS || t == SS) && s.earliestReachedBy(l) != worktime.None {
			return true
		}
	}
	return false
}

func (s *solver) heldByLinks(a *Activity) bool {
	return !a.started() || s.p.Options.Progress == RetainedLogic
}

func (s *solver) byLinks(i int32, start, finish *hold) {
	for _, l := range s.ins(i) {
		at := s.earliestReachedBy(l)
		if t := s.p.Links[l].Type; t == FF || t == SF {
			finish.raise(at, ByLink, l)
		} else {
			start.raise(at, ByLink, l)
		}
	}
}

// byDates applies the constraints that push early dates.
func (s *solver) byDates(a *Activity, start, finish *hold) {
	for _, c := range [2]Constraint{a.Primary, a.Secondary} {
		switch c.Type {
		case StartOn, StartNoEarlier:
			if !a.started() {
				start.raise(c.Date, ByConstraint, -1)
			}
		case FinishOn, FinishNoEarlier:
			if !a.started() {
				finish.raise(c.Date, ByConstraint, -1)
			}
		}
	}
}

// placeEarlyDates turns the bounds into early dates.
func (s *solver) placeEarlyDates(a *Activity, r *Row, k clock, start, finish hold) {
	work := a.remainder()
	at := s.asStart(a, k, start.at)
	if a.Delay > 0 && !a.started() {
		from := at
		if start.reason == ByDataDate {
			from = s.start // waiting for the data date uses the delay up
		}
		at = max(at, s.asStart(a, k, from+worktime.Time(a.Delay)))
	}
	late := worktime.None
	if finish.at != worktime.None {
		ends := s.moveIntoWork(a, k, finish)
		from := s.asStart(a, k, k.begin(ends, work))
		if from > at {
			at, start, late = from, finish, ends
		} else if from == at && s.p.Options.LeadsEndWork {
			late = ends // no later in working time, but a link that asks for the start of a day has it
		}
	}
	if s.late && (a.Primary.Type == AsLateAsPossible || a.Secondary.Type == AsLateAsPossible) && r.LateStart > at {
		at, start = r.LateStart, hold{reason: ByConstraint, link: -1}
	}
	r.EarlyStart, r.EarlyFinish = at, k.finish(at, work)
	if late != worktime.None {
		r.EarlyFinish = max(late, r.EarlyFinish)
	}
	r.Reason, r.Link = start.reason, start.link
	if s.expects(a) {
		s.expect(a, r, k)
	}
}

// expect ends a at its expected finish; one that is past before a can begin is
// passed over.
func (s *solver) expect(a *Activity, r *Row, k clock) {
	if ends := k.prevFinish(a.ExpectedFinish); ends > r.EarlyStart {
		r.EarlyFinish, r.Reason = ends, ByExpectedFinish
	}
}

// expects says whether the expected finish sets the remainder.
func (s *solver) expects(a *Activity) bool {
	return s.p.Options.UseExpectedFinish && a.ExpectedFinish != worktime.None && !a.finished() && a.Kind == Task
}

// asStart moves at to where work can begin; a finish milestone may stand at a
// finish, and what is done moves no more.
func (s *solver) asStart(a *Activity, k clock, at worktime.Time) worktime.Time {
	switch {
	case a.finished(), a.Kind == FinishMilestone && k.prevFinish(at) == at:
		return at
	case s.p.Options.MilestonesStay && a.remainder() == 0:
		return at
	}
	return k.nextStart(at)
}

// moveIntoWork moves the finish that a link asks for on into working time.
func (s *solver) moveIntoWork(a *Activity, k clock, h hold) worktime.Time {
	if h.link < 0 || a.finished() || a.Kind != Task || k.prevFinish(h.at) == h.at {
		return h.at
	}
	at := k.nextStart(h.at)
	if at == h.at && s.p.Links[h.link].Type == SF && s.p.Options.MinuteAfterStart {
		at++
	}
	return at
}

// applyMandatoryDates applies the constraints that go before links.
func (s *solver) applyMandatoryDates(a *Activity, r *Row, k clock) {
	if a.started() {
		return
	}
	for _, c := range [2]Constraint{a.Primary, a.Secondary} {
		start, binds := s.fixedStart(a, r, k, c)
		if binds {
			r.EarlyStart, r.EarlyFinish = start, k.finish(start, a.remainder())
			r.Reason, r.Link = ByConstraint, -1
		}
	}
}

// fixedStart is the start that constraint c dictates whatever the links say.
func (s *solver) fixedStart(a *Activity, r *Row, k clock, c Constraint) (worktime.Time, bool) {
	switch c.Type {
	case MandatoryStart:
		return s.asStart(a, k, c.Date), true
	case MandatoryFinish:
		return s.notPast(k, k.begin(c.Date, a.remainder())), true
	case StartOn, StartNoLater:
		start := s.asStart(a, k, c.Date)
		return start, s.p.Options.HonourDates && r.EarlyStart > start
	case FinishOn, FinishNoLater:
		return k.sub(c.Date, a.remainder()), s.p.Options.HonourDates && r.EarlyFinish > c.Date
	}
	return 0, false
}

// notPast is at, or the first working time from the data date on where that is
// later: no mandatory finish pulls what is still to do into the past.
func (s *solver) notPast(k clock, at worktime.Time) worktime.Time {
	if dd := s.p.DataDate; dd != worktime.None && at < dd {
		return k.nextStart(dd)
	}
	return at
}

// openSummary finds what the children of summary i may not start before.
func (s *solver) openSummary(i int32) {
	h := hold{at: worktime.None}
	for _, l := range s.ins(i) {
		if t := s.p.Links[l].Type; t == FS || t == SS {
			h.raise(s.earliestReachedBy(l), ByLink, l)
		}
	}
	if parent := s.parent(s.p, i); parent >= 0 {
		h.raise(s.floor[int(s.closing[parent])-s.n], ByParent, -1)
	}
	a := &s.p.Activities[i]
	if a.Primary.Type == StartNoEarlier {
		h.raise(a.Primary.Date, ByConstraint, -1)
	}
	h.raise(a.NotBefore, ByOutside, -1)
	if a.Fixed {
		h.raise(a.FixedStart, ByManual, -1) // nothing in it starts before it was put
	}
	s.floor[int(s.closing[i])-s.n] = h.at
	s.rows[i].Reason, s.rows[i].Link = h.reason, h.link
	if h.at == worktime.None {
		s.rows[i].Reason = BySpan
	}
}

// closeSummary rolls up the early dates of summary i, and those shown where they are known.
func (s *solver) closeSummary(i int32) {
	r, a := &s.rows[i], &s.p.Activities[i]
	if a.Fixed {
		r.EarlyStart, r.EarlyFinish, r.Reason = a.FixedStart, a.FixedFinish, ByManual
		r.Start, r.Finish = r.EarlyStart, r.EarlyFinish
		return
	}
	r.EarlyStart, r.EarlyFinish, r.Start, r.Finish = worktime.None, worktime.None, worktime.None, worktime.None
	s.coverEarly(r, i)
	if len(a.Crews) > 0 && r.EarlyStart != worktime.None {
		ends := s.clock(a).finish(s.firstBegunBelow(i), 0)
		r.EarlyFinish, r.Finish = max(r.EarlyFinish, ends), max(r.Finish, ends)
	}
}

// firstBegunBelow is when the first activity below summary i began or is to begin.
func (s *solver) firstBegunBelow(i int32) worktime.Time {
	first := worktime.None
	for c := s.firstChild[i]; c >= 0; c = s.next[c] {
		switch a := &s.p.Activities[c]; {
		case a.Kind == Summary:
			first = least(first, s.firstBegunBelow(c))
		case a.ActualStart != worktime.None:
			first = least(first, a.ActualStart)
		default:
			first = least(first, s.rows[c].EarlyStart)
		}
	}
	return first
}

// coverEarly widens the early and the shown dates of r over what stands below summary
// i, also over what a summary fixed by hand does not cover itself.
func (s *solver) coverEarly(r *Row, i int32) {
	for c := s.firstChild[i]; c >= 0; c = s.next[c] {
		a, child := &s.p.Activities[c], &s.rows[c]
		r.EarlyStart, r.EarlyFinish = least(r.EarlyStart, child.EarlyStart), max(r.EarlyFinish, child.EarlyFinish)
		r.Start, r.Finish = least(r.Start, child.Start), max(r.Finish, child.Finish)
		if a.Fixed && a.Kind == Summary {
			s.coverEarly(r, c)
		}
	}
}

// least is the earlier time; None gives way.
func least(a, b worktime.Time) worktime.Time {
	if a == worktime.None {
		return b
	}
	if b == worktime.None {
		return a
	}
	return min(a, b)
}
