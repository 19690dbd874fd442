package network

import "fugong/solve/worktime"

// setShownDates sets the dates people see: actual where it happened, else early; when
// scheduled back from the finish, late.
func (s *solver) setShownDates() {
	if s.p.DataDate == worktime.None {
		s.showWhole()
	}
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if !a.binds() || a.Kind == Summary {
			continue
		}
		r.Start, r.Finish = r.EarlyStart, r.EarlyFinish
		if s.p.Options.FromFinish && !a.Fixed && !a.started() && !(s.p.Options.AsapStaysEarly && a.Primary.Type == NoConstraint) {
			r.Start, r.Finish = r.LateStart, r.LateFinish
			r.Reason, r.Link = ByFinish, -1
		}
		if a.ActualStart != worktime.None {
			r.Start = a.ActualStart
		}
		if a.ActualFinish != worktime.None {
			r.Finish = a.ActualFinish
		}
	}
}

// showWhole lets what has begun, without a data date, start when it did: early and
// late start are those of the whole activity, not of its remainder.
func (s *solver) showWhole() {
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if a.binds() && a.Kind != Summary && a.ActualStart != worktime.None {
			r.EarlyStart = a.ActualStart
			if !a.Fixed {
				r.LateStart = a.ActualStart
			}
		}
	}
}

// showOverdue lets what has begun and is late, without a data date, show its own
// finish as its late finish, as Microsoft Project does; its float stays negative.
func (s *solver) showOverdue() {
	for i := range s.rows {
		if r := &s.rows[i]; s.overdue(&s.p.Activities[i], r) {
			r.LateFinish = r.EarlyFinish
		}
	}
}

func (s *solver) overdue(a *Activity, r *Row) bool {
	return s.p.DataDate == worktime.None && a.binds() && a.started() && !a.finished() && a.Kind != Summary && r.LateFinish < r.EarlyFinish
}

// spans dates what spans others: level of effort by its links, summaries by
// their children, hammocks by the activities of their summary.
func (s *solver) spans() {
	if s.hasSpan {
		s.dateLevelsOfEffort()
	}
	s.rollUp()
	if s.hasSpan {
		s.spanHammocks()
	}
}

// rollUp dates summaries by every child, deepest first, and then by the level of
// effort below them, which counts here though it does not drive.
func (s *solver) rollUp() {
	for n := len(s.order) - 1; n >= 0; n-- {
		// A summary opens before its children, so backwards is deepest first.
		u := s.order[n]
		if int(u) >= s.n || s.closing[u] < 0 {
			continue
		}
		s.lateSpan(u)
		s.closeSummary(u)
	}
	for i := range s.rows {
		if a := &s.p.Activities[i]; a.Kind == LevelOfEffort && !a.Inactive {
			for up := a.Parent; up >= 0; up = s.p.Activities[up].Parent {
				s.rows[up].widen(&s.rows[i])
			}
		}
	}
}

// widen makes r cover other as well.
func (r *Row) widen(other *Row) {
	r.EarlyStart, r.EarlyFinish = least(r.EarlyStart, other.EarlyStart), max(r.EarlyFinish, other.EarlyFinish)
	r.LateStart, r.LateFinish = least(r.LateStart, other.LateStart), max(r.LateFinish, other.LateFinish)
	r.Start, r.Finish = least(r.Start, other.Start), max(r.Finish, other.Finish)
}

// spanHammocks span the unfinished activities below their summary, or of the whole
// project when they stand at its top.
func (s *solver) spanHammocks() {
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if a.Kind != Hammock || a.Inactive {
			continue
		}
		r.Reason = BySpan
		if a.Parent >= 0 {
			s.cover(r, a.Parent)
		} else {
			s.coverAll(r)
		}
		if r.EarlyStart == worktime.None {
			continue // nothing is left to span
		}
		r.Start, r.Finish = least(a.ActualStart, r.EarlyStart), max(a.ActualFinish, r.EarlyFinish)
	}
}

// cover widens r over the unfinished activities below summary i.
func (s *solver) cover(r *Row, i int32) {
	for c := s.firstChild[i]; c >= 0; c = s.next[c] {
		if s.p.Activities[c].Kind == Summary {
			s.cover(r, c)
			continue
		}
		s.coverOne(r, c)
	}
}

func (s *solver) coverAll(r *Row) {
	for i := range s.rows {
		if a := &s.p.Activities[i]; a.binds() && a.Kind != Summary {
			s.coverOne(r, int32(i))
		}
	}
}

func (s *solver) coverOne(r *Row, i int32) {
	if child := &s.rows[i]; !s.p.Activities[i].finished() && child.EarlyStart != worktime.None {
		r.widen(child)
	}
}
