package coherence

import (
	"strconv"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// proveFloat proves that a total float is not what lies between its activity's dates by any
// of its calendars.
func (r *reader) proveFloat(i int) {
	a := &r.p.Activities[i]
	f := &a.File
	if r.p.Settings.Dialect != masterplan.MicrosoftProject || !f.HasTotal || !stated(f.EarlyStart, f.EarlyFinish, f.LateStart, f.LateFinish) {
		return
	}
	if a.Manual || a.Inactive || !isUnforced(a) || a.ActualFinish != worktime.None || r.overdue(i) {
		return
	}
	start, finish := r.spansByCalendar(i, f.EarlyStart, f.LateStart), r.spansByCalendar(i, f.EarlyFinish, f.LateFinish)
	if a.ActualStart != worktime.None {
		start = finish
	}
	for n := range start {
		low, high := min(start[n], finish[n]), max(start[n], finish[n])
		if a.Kind != masterplan.Summary && (near(f.TotalFloat, low) || near(f.TotalFloat, high)) {
			return
		}
		if a.Kind == masterplan.Summary && f.TotalFloat >= min(low, 0)-1 && f.TotalFloat <= high+1 && low != high || near(f.TotalFloat, low) {
			return
		}
	}
	r.tell(i, ownFloats, "slack", masterplan.TotalFloat, hours(f.TotalFloat), "", slack, hours(min(start[0], finish[0])))
}

// spansByCalendar is the working time between two times by each calendar of activity i.
func (r *reader) spansByCalendar(i int, from, to worktime.Time) (list []int64) {
	a := &r.n.Activities[i]
	if a.Elapsed {
		return []int64{int64(to - from)}
	}
	list = append(list, r.n.Calendars[a.Floats].Between(from, to), r.n.Calendars[a.Calendar].Between(from, to))
	for _, c := range a.Crews {
		list = append(list, r.n.Calendars[c.Calendar].Between(from, to))
	}
	return list
}

// proveSpan proves that the dates of plain work leave more or less room than its duration.
func (r *reader) proveSpan(i int) {
	a, n := &r.p.Activities[i], &r.n.Activities[i]
	if a.Kind != masterplan.Task || !r.plain(i) || len(n.Crews) > 0 || n.Elapsed {
		return
	}
	f := &a.File
	fits := func(from, to worktime.Time) bool {
		if !stated(from, to) {
			return true
		}
		for _, span := range r.spansByCalendar(i, from, to) {
			if near(span, n.Remaining) || near(span, a.Duration.Minutes) || near(span, a.Remaining) {
				return true
			}
		}
		return false
	}
	switch {
	case !fits(f.EarlyStart, f.EarlyFinish):
		r.tell(i, allDates, "span", masterplan.EarlyFinish, f.EarlyFinish.String(), "", duration, hours(a.Duration.Minutes))
	case !fits(f.LateStart, f.LateFinish):
		r.tell(i, lateDates, "span", masterplan.LateFinish, f.LateFinish.String(), "", duration, hours(a.Duration.Minutes))
	}
}

// beyondFinish proves that the finish that late dates count back from is older than
// the early dates.
func (r *reader) beyondFinish(i int) {
	a := &r.p.Activities[i]
	if r.microsoft() && r.works(i) && stated(a.File.EarlyFinish) && a.File.EarlyFinish > r.p.Finish+1 {
		r.tell(i, everyLate, "beyond", masterplan.EarlyFinish, a.File.EarlyFinish.String(), "", projectFinish, r.p.Finish.String())
	}
}

// openEnd proves that late dates of what nothing follows do not count back from the
// project's finish.
func (r *reader) openEnd(i int) {
	a := &r.p.Activities[i]
	if !r.microsoft() || !r.open(i) || r.tied[i] || len(r.outs[i]) > 0 || a.Deadline != worktime.None || !stated(a.File.LateFinish) || r.overdue(i) {
		return
	}
	if late := a.File.LateFinish; r.far(i, late, r.p.Finish) || r.far(i, r.p.Finish, late) {
		r.tell(i, lateDates, "end", masterplan.LateFinish, late.String(), "", projectFinish, r.p.Finish.String())
	}
}

// proveHeld proves that plain work must finish although nothing that follows, each by its
// own late start, and no limit asks for it so early.
func (r *reader) proveHeld(i int) {
	a := &r.p.Activities[i]
	if !r.microsoft() || !r.plain(i) || r.tied[i] || len(r.outs[i]) == 0 || a.Deadline != worktime.None || !stated(a.File.LateFinish) {
		return
	}
	bound, by := worktime.Time(0), int32(-1)
	for _, at := range r.outs[i] {
		l := &r.p.Links[at]
		to := r.p.Activities[l.Succ].File.LateStart
		if l.Type != masterplan.FS || l.Lag.Tenths != 0 || l.Lag.Percent != 0 || !r.plain(int(l.Succ)) || !stated(to) {
			return
		}
		if by < 0 || to < bound {
			bound, by = to, l.Succ
		}
	}
	if late := a.File.LateFinish; r.far(i, late, min(bound, r.p.Finish)) {
		r.tell(i, lateDates, "held", masterplan.LateFinish, late.String(), r.label(int(by)), masterplan.LateStart, bound.String())
	}
}

// proveLink proves that two activities joined finish to start overlap, by their early or
// their late dates.
func (r *reader) proveLink(l *masterplan.Link) {
	i, j := int(l.Pred), int(l.Succ)
	if l.Type != masterplan.FS || l.Lag.Tenths < 0 || l.Lag.Percent < 0 || !r.plain(j) {
		return
	}
	a, b := &r.p.Activities[i].File, &r.p.Activities[j].File
	if r.works(i) && r.p.Activities[i].ActualFinish == worktime.None && stated(a.EarlyFinish, b.EarlyStart) && r.far(j, b.EarlyStart, a.EarlyFinish) {
		r.tell(j, allDates, "early", masterplan.EarlyStart, b.EarlyStart.String(), r.label(i), masterplan.EarlyFinish, a.EarlyFinish.String())
	}
	if r.open(i) && stated(a.LateFinish, b.LateStart) && !r.overdue(i) && r.far(i, b.LateStart, a.LateFinish) {
		r.tell(i, lateDates, "late", masterplan.LateFinish, a.LateFinish.String(), r.label(j), masterplan.LateStart, b.LateStart.String())
	}
}

func stated(list ...worktime.Time) bool {
	for _, t := range list {
		if t == worktime.None {
			return false
		}
	}
	return true
}

// near says that two spans are equal but for a minute of rounding.
func near(a, b int64) bool { return a-b <= 1 && b-a <= 1 }

func hours(minutes int64) string { return strconv.FormatFloat(float64(minutes)/60, 'f', -1, 64) }
