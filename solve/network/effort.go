package network

import "fugong/solve/worktime"

// dateLevelsOfEffort dates level-of-effort activities: from the earliest start that a link
// points at to the latest finish, on early and on late dates. One may hang on
// another, so they are dated in order; a ring of them is dated by what else
// holds it.
func (s *solver) dateLevelsOfEffort() {
	links := s.effortLinks()
	s.effortOuts = s.heldByEffort()
	done := make(map[int32]bool, len(links))
	var date func(i int32)
	date = func(i int32) {
		if done[i] {
			return
		}
		done[i] = true
		for _, l := range links[i] {
			if other := s.otherEnd(l, i); s.p.Activities[other].Kind == LevelOfEffort && !s.p.Activities[other].Inactive {
				date(other)
			}
		}
		s.spanLinkedDates(i, links[i])
	}
	for i := range s.rows {
		if a := &s.p.Activities[i]; a.Kind == LevelOfEffort && !a.Inactive {
			date(int32(i))
		}
	}
}

func (s *solver) effortLinks() map[int32][]int32 {
	links := make(map[int32][]int32)
	for l, link := range s.p.Links {
		for _, end := range [2]int32{link.Pred, link.Succ} {
			if s.p.Activities[end].Kind == LevelOfEffort {
				links[end] = append(links[end], int32(l))
			}
		}
	}
	return links
}

// heldByEffort are the links to a level of effort, by predecessor.
func (s *solver) heldByEffort() map[int32][]int32 {
	outs := make(map[int32][]int32)
	for l, link := range s.p.Links {
		if succ := &s.p.Activities[link.Succ]; succ.Kind == LevelOfEffort && !succ.Inactive {
			outs[link.Pred] = append(outs[link.Pred], int32(l))
		}
	}
	return outs
}

func (s *solver) otherEnd(l, i int32) int32 {
	if link := &s.p.Links[l]; link.Succ == i {
		return link.Pred
	}
	return s.p.Links[l].Succ
}

// spanLinkedDates spans activity i over what its links point at.
func (s *solver) spanLinkedDates(i int32, links []int32) {
	a, r := &s.p.Activities[i], &s.rows[i]
	k := s.clock(a)
	early, late := s.pullThroughLinks(i, links, false), s.pullThroughLinks(i, links, true)
	r.Reason, r.Link = BySpan, -1
	from := s.p.DataDate
	if from == worktime.None {
		from = s.start
	}
	if a.finished() {
		r.EarlyStart, r.EarlyFinish = a.ActualStart, a.ActualFinish
		r.LateStart, r.LateFinish = a.ActualStart, a.ActualFinish
		r.Start, r.Finish = a.ActualStart, a.ActualFinish
		return
	}
	r.Start = early.start
	if early.start == worktime.None {
		r.Start = from
	}
	r.EarlyStart = k.nextStart(max(r.Start, from))
	if r.Start >= from {
		r.Start = r.EarlyStart
	}
	r.EarlyFinish = k.add(r.EarlyStart, a.Remaining)
	if early.finish != worktime.None {
		r.EarlyFinish = max(r.EarlyStart, k.prevFinish(early.finish))
	}
	r.LateFinish = s.finish
	if late.finish != worktime.None {
		r.LateFinish = k.prevFinish(late.finish)
	}
	r.LateStart = r.LateFinish
	if late.start != worktime.None {
		r.LateStart = min(k.nextStart(late.start), r.LateFinish)
	}
	if a.ActualStart != worktime.None {
		r.Start = a.ActualStart
	}
	r.Finish = r.EarlyFinish
}

// pulled is the span that links ask of a level of effort; None where none asks.
type pulled struct{ start, finish worktime.Time }

func (s *solver) pullThroughLinks(i int32, links []int32, late bool) pulled {
	out := pulled{worktime.None, worktime.None}
	for _, l := range links {
		link := &s.p.Links[l]
		other := s.otherEnd(l, i)
		if s.p.Activities[other].Inactive || other == i {
			continue
		}
		at, isStart := s.pulledBy(link, other, link.Succ == i, late)
		switch {
		case at == worktime.None:
		case isStart:
			out.start = least(out.start, at)
		default:
			out.finish = max(out.finish, at)
		}
	}
	return out
}

// pulledBy is the instant that one link points at, and whether it is for the
// start of the level of effort.
func (s *solver) pulledBy(link *Link, other int32, isPred, late bool) (worktime.Time, bool) {
	t := link.Type
	fromStart := t == SS || t == SF // the end of the predecessor
	toStart := t == FS || t == SS   // the end of the successor
	k := s.lagClock(link)
	if isPred {
		at := s.endOf(other, fromStart, late)
		if at == worktime.None {
			return at, toStart
		}
		return k.add(at, link.Lag), toStart
	}
	at := s.endOf(other, toStart, late)
	if at == worktime.None {
		return at, fromStart
	}
	return k.sub(at, link.Lag), fromStart
}

// endOf is the start or finish of activity i: what happened, else early or
// late.
func (s *solver) endOf(i int32, start, late bool) worktime.Time {
	a, r := &s.p.Activities[i], &s.rows[i]
	switch {
	case start && !late && a.ActualStart != worktime.None:
		return a.ActualStart
	case !start && a.ActualFinish != worktime.None:
		return a.ActualFinish
	case start && late:
		return r.LateStart
	case start:
		return r.EarlyStart
	case late:
		return r.LateFinish
	}
	return r.EarlyFinish
}
