package network

import "fugong/solve/worktime"

// measureFloats computes floats, driving links, the longest path and what is
// critical.
func (s *solver) measureFloats() {
	for l := range s.result.Links {
		s.linkSlack(int32(l))
	}
	s.markBegun()
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if r.EarlyStart == worktime.None || a.finished() {
			continue
		}
		k := s.measuring(a)
		r.TotalFloat = s.totalFloat(i, k)
		r.FreeFloat = s.freeFloat(int32(i), k)
	}
	s.findExtent()
	s.longestPath()
	s.markCritical()
}

// markBegun marks the summaries below which something has started.
func (s *solver) markBegun() {
	if len(s.opened) == 0 {
		return // there are no summaries
	}
	s.underWay = make([]bool, len(s.rows))
	for i := range s.rows {
		a := &s.p.Activities[i]
		if !a.started() || !a.binds() {
			continue
		}
		for up := a.Parent; up >= 0 && !s.underWay[up]; up = s.p.Activities[up].Parent {
			s.underWay[up] = true
		}
	}
}

// measuring is the clock that floats of a are counted on.
func (s *solver) measuring(a *Activity) clock {
	if a.Elapsed {
		return clock{}
	}
	return s.hours(a.Floats)
}

// totalFloat is what Options.FloatBasis says. Of a summary an end without float
// does not count, nor its start once something below it has started, as Microsoft
// Project has it; what is fixed by hand has the float of its finish.
func (s *solver) totalFloat(i int, k clock) int64 {
	a, r := &s.p.Activities[i], &s.rows[i]
	start, finish := k.between(r.EarlyStart, r.LateStart), k.between(r.EarlyFinish, r.LateFinish)
	switch {
	case a.Kind == Summary && (start == 0 || s.underWay[i]):
		return finish
	case a.Kind == Summary && finish == 0:
		return start
	case a.Fixed && s.p.Options.LateAsGiven && a.Kind != Summary:
		return finish
	case s.p.Options.FloatBasis == StartFloat && !a.started():
		return start
	case s.p.Options.FloatBasis == SmallestFloat && !a.started():
		return min(start, finish)
	}
	return finish
}

// linkSlack is how far link l could move before it drove its successor.
func (s *solver) linkSlack(l int32) {
	if !s.linked[l] {
		return
	}
	link := &s.p.Links[l]
	a, r := &s.p.Activities[link.Succ], &s.rows[link.Succ]
	at := s.earliestReachedBy(l)
	if at == worktime.None || r.EarlyStart == worktime.None || s.loose(a) {
		return
	}
	k := s.clock(a)
	to := r.EarlyStart
	if link.Type == FF || link.Type == SF {
		to = r.EarlyFinish
	}
	row := &s.result.Links[l]
	row.Slack = k.between(at, to)
	row.Driving = row.Slack <= 0 && r.Reason == ByLink
}

// loose says whether links do not move a at all.
func (s *solver) loose(a *Activity) bool {
	return a.Fixed || (a.started() && (s.p.DataDate == worktime.None || s.p.Options.Progress != RetainedLogic))
}

// freeFloat is how far i could slip before an early date of a successor moved;
// without successors, before the finish moved. Primavera's own plans show the gap
// where it is beyond the total float, count it to the last early finish and not to
// the one that must be kept, and let a level of effort, and what follows in another
// project of the file, hold what it follows.
func (s *solver) freeFloat(i int32, k clock) int64 {
	r := &s.rows[i]
	free := s.leastGap(s.outs(i), k)
	if !s.p.Options.FreeByLinks {
		if free == unbounded {
			free = k.between(r.EarlyFinish, s.finish)
		}
		return max(0, min(free, max(0, r.TotalFloat)))
	}
	if s.expects(&s.p.Activities[i]) {
		return 0 // its finish is given: no slip of its start moves it
	}
	free = min(free, s.leastGap(s.effortOuts[i], k))
	if until := s.p.Activities[i].FreeUntil; until != worktime.None {
		free = min(free, k.between(r.EarlyFinish, until))
	}
	if free == unbounded {
		free = k.between(r.EarlyFinish, s.last)
	}
	return max(0, free)
}

// unbounded is the gap of what has no successors.
const unbounded = int64(far)

// leastGap is the least time that links leave before they move their successors.
func (s *solver) leastGap(links []int32, k clock) int64 {
	least := unbounded
	for _, l := range links {
		link := &s.p.Links[l]
		to := s.rows[link.Succ].EarlyStart
		if link.Type == FF || link.Type == SF {
			to = s.rows[link.Succ].EarlyFinish
		}
		at := s.earliestReachedBy(l)
		if s.p.DataDate == worktime.None && s.happened(link, &s.p.Activities[link.Succ]) && !s.lagRuns(link, at) {
			continue
		}
		if at != worktime.None && to != worktime.None {
			least = min(least, k.between(at, to))
		}
	}
	return least
}

// lagRuns reports whether the lag of a link that counts from a past start goes on
// beyond the work that is done, to at; only then the link still leaves a gap.
func (s *solver) lagRuns(link *Link, at worktime.Time) bool {
	a := &s.p.Activities[link.Pred]
	return !s.p.Activities[link.Succ].finished() && at > s.clock(a).sub(s.rows[link.Pred].EarlyFinish, a.remainder())
}

// findExtent finds the first start and the last finish.
func (s *solver) findExtent() {
	res := s.result
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if r.Start == worktime.None || !a.binds() {
			continue
		}
		res.Start = least(res.Start, r.Start)
		res.Finish = max(res.Finish, r.Finish)
	}
}

// longestPath marks the activities with the last finish and back along the
// links that drive them.
func (s *solver) longestPath() {
	last := worktime.None
	for i := range s.rows {
		if a := &s.p.Activities[i]; a.binds() && a.Kind != Summary && !a.finished() {
			last = max(last, s.rows[i].EarlyFinish)
		}
	}
	var stack []int32
	for i := range s.rows {
		a := &s.p.Activities[i]
		if a.binds() && a.Kind != Summary && !a.finished() && s.rows[i].EarlyFinish == last && last != worktime.None {
			s.rows[i].LongestPath = true
			stack = append(stack, int32(i))
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, l := range s.ins(i) {
			pred := s.p.Links[l].Pred
			if s.result.Links[l].Driving && !s.rows[pred].LongestPath {
				s.rows[pred].LongestPath = true
				stack = append(stack, pred)
			}
		}
	}
}

func (s *solver) markCritical() {
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if r.EarlyStart == worktime.None || a.finished() {
			continue
		}
		r.Critical = r.TotalFloat <= s.p.Options.CriticalFloat
		if s.p.Options.CriticalByPath {
			r.Critical = r.LongestPath
		}
		if r.Critical && a.binds() && a.Kind != Summary {
			s.result.Critical++
		}
	}
}
