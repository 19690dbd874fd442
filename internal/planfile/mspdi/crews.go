package mspdi

import (
	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// readUneven reads what an assignment says of work that is not spread evenly over the
// time of its task.
func (r *reader) readUneven(a *masterplan.Assignment, raw *element.Assignment) {
	if n := r.readInformal("WorkContour", raw.Contour, 0); n > 0 && n <= int64(masterplan.Contoured) {
		a.Contour = masterplan.Contour(n)
	}
	a.Overtime = r.work("RemainingOvertimeWork", raw.Overtime)
	a.LevelingDelay = r.readWhole("LevelingDelay", raw.Leveling, 0)
	if at := r.readTime("Resume", raw.Resume); at != worktime.None {
		a.Resume = at
	}
}

// findCrews finds the tasks that their assignments date: where those who are not done
// work at different times, or one of them waits, works overtime or not evenly.
func (r *reader) findCrews() {
	several, stated := r.severalCalendars()
	for at := range r.plan.Assignments {
		w := &r.plan.Assignments[at]
		a := &r.plan.Activities[w.Activity]
		if several[w.Activity] && !stated[w.Activity] && r.labour(w) && a.Kind == masterplan.Task {
			// No work is stated of the task: everybody works its duration, as for
			// Microsoft Project when it opens such a file.
			w.RemainingWork = element.Round(float64(a.Remaining) * w.Units)
			w.Work = w.RemainingWork
		}
		if !r.unfinished(w, a) {
			continue
		}
		r.measureStretch(w, a)
		if several[w.Activity] || a.Kind == masterplan.Summary || w.Delay > 0 || w.LevelingDelay > 0 || w.Overtime > 0 || w.Stretch > 0 {
			a.ByCrews, a.CrewsFor = true, a.Remaining
		}
	}
	for i, fits := range r.durationsExplained() {
		if a := &r.plan.Activities[i]; !fits && a.Kind == masterplan.Task {
			a.ByCrews, a.CrewsFor = false, 0
		}
	}
}

// durationsExplained tells of the tasks that have not begun and are worked evenly whether their duration
// follows from it: it is no shorter than the longest assignment and no longer than all
// together, as the time in which somebody works is. Other tools state hours that have
// nothing to do with the duration; there the duration stands.
func (r *reader) durationsExplained() map[int32]bool {
	longest, together, uneven := map[int32]float64{}, map[int32]float64{}, map[int32]bool{}
	for at := range r.plan.Assignments {
		w := &r.plan.Assignments[at]
		a := &r.plan.Activities[w.Activity]
		if !r.labour(w) || !a.ByCrews || a.ActualStart != worktime.None {
			continue
		}
		uneven[w.Activity] = uneven[w.Activity] || w.Overtime > 0 || w.Contour != masterplan.Flat || w.Units <= 0
		span := float64(w.Work) / max(w.Units, 0.001)
		longest[w.Activity] = max(longest[w.Activity], span)
		together[w.Activity] += span
	}
	out := map[int32]bool{}
	for i, most := range longest {
		duration := float64(r.plan.Activities[i].Duration.Minutes)
		slop := 5 + duration/50 // what rounded units and hours add up to
		out[i] = uneven[i] || most <= duration+slop && together[i] >= duration-slop
	}
	return out
}

// severalCalendars are the tasks whose labour works by different calendars, and those
// of which work is stated.
func (r *reader) severalCalendars() (several, stated map[int32]bool) {
	first := map[int32]int32{}
	several, stated = map[int32]bool{}, map[int32]bool{}
	for at := range r.plan.Assignments {
		w := &r.plan.Assignments[at]
		if !r.labour(w) {
			continue
		}
		calendar := r.plan.PlainCalendar(r.assignmentCalendar(w))
		if known, ok := first[w.Activity]; ok && known != calendar {
			several[w.Activity] = true
		}
		first[w.Activity] = calendar
		stated[w.Activity] = stated[w.Activity] || w.Work+w.ActualWork+w.RemainingWork > 0
	}
	return several, stated
}

func (r *reader) labour(w *masterplan.Assignment) bool {
	return w.Resource >= 0 && r.plan.Resources[w.Resource].Type == masterplan.WorkResource
}

// unfinished reports whether labour of w is still to be done, in working time, on
// something that is dated by its logic.
func (r *reader) unfinished(w *masterplan.Assignment, a *masterplan.Activity) bool {
	if a.Manual || a.Inactive || a.ActualFinish != worktime.None || a.Duration.Elapsed || w.RemainingWork <= w.Overtime {
		return false
	}
	if w.Resource < 0 {
		return w.Contour != masterplan.Flat
	}
	return r.labour(w)
}

// measureStretch measures work that is not even by the dates that the file gives it.
func (r *reader) measureStretch(w *masterplan.Assignment, a *masterplan.Activity) {
	if w.Contour == masterplan.Flat || w.Start == worktime.None || w.Finish == worktime.None {
		return
	}
	from := w.Start
	if a.ActualStart != worktime.None && w.Resume != 0 {
		from = w.Resume
	}
	if hours := r.worksOn(w); hours != nil {
		w.Stretch = max(0, hours.Between(from, w.Finish))
	}
}

// worksOn is the time that w is worked in; nil when that is none.
func (r *reader) worksOn(w *masterplan.Assignment) *worktime.Calendar {
	a := &r.plan.Activities[w.Activity]
	hours, err := r.plan.CompiledCalendar(r.assignmentCalendar(w))
	if err != nil {
		return nil
	}
	if w.Resource < 0 || a.Calendar < 0 || a.IgnoreResourceCalendar {
		return hours
	}
	own, err := r.plan.CompiledCalendar(a.Calendar)
	if err != nil {
		return nil
	}
	if both, err := worktime.Both(own, hours); err == nil {
		return both
	}
	return own
}
