package mspdi

import (
	"fugong/internal/plan"
	"fugong/internal/plan/mspdi/element"
	"fugong/solve/worktime"
)

// uneven reads what an assignment says of work that is not spread evenly over the
// time of its task.
func (r *reader) uneven(a *plan.Assignment, raw *element.Assignment) {
	if n := r.informal("WorkContour", raw.Contour, 0); n > 0 && n <= int64(plan.Contoured) {
		a.Contour = plan.Contour(n)
	}
	a.Overtime = r.work("RemainingOvertimeWork", raw.Overtime)
	a.LevelingDelay = r.whole("LevelingDelay", raw.Leveling, 0)
	if at := r.time("Resume", raw.Resume); at != worktime.None {
		a.Resume = at
	}
}

// crews finds the tasks that their assignments date: where those who are not done
// work at different times, or one of them waits, works overtime or not evenly.
func (r *reader) crews() {
	first, several := map[int32]int32{}, map[int32]bool{}
	for at := range r.plan.Assignments {
		w := &r.plan.Assignments[at]
		if w.Resource < 0 || r.plan.Resources[w.Resource].Type != plan.WorkResource {
			continue
		}
		calendar := r.plan.Plain(r.assignmentCalendar(w))
		if known, ok := first[w.Activity]; ok && known != calendar {
			several[w.Activity] = true
		}
		first[w.Activity] = calendar
	}
	for at := range r.plan.Assignments {
		w := &r.plan.Assignments[at]
		a := &r.plan.Activities[w.Activity]
		if !r.unfinished(w, a) {
			continue
		}
		r.stretch(w, a)
		if several[w.Activity] || a.Kind == plan.Summary || w.Delay > 0 || w.LevelingDelay > 0 || w.Overtime > 0 || w.Stretch > 0 {
			a.ByCrews, a.CrewsFor = true, a.Remaining
		}
	}
}

// unfinished reports whether labour of w is still to be done, in working time, on
// something that is dated by its logic.
func (r *reader) unfinished(w *plan.Assignment, a *plan.Activity) bool {
	if a.Manual || a.Inactive || a.ActualFinish != worktime.None || a.Duration.Elapsed || w.RemainingWork <= w.Overtime {
		return false
	}
	if w.Resource < 0 {
		return w.Contour != plan.Flat
	}
	return r.plan.Resources[w.Resource].Type == plan.WorkResource
}

// stretch measures work that is not even by the dates that the file gives it.
func (r *reader) stretch(w *plan.Assignment, a *plan.Activity) {
	if w.Contour == plan.Flat || w.Start == worktime.None || w.Finish == worktime.None {
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
func (r *reader) worksOn(w *plan.Assignment) *worktime.Calendar {
	a := &r.plan.Activities[w.Activity]
	hours, err := r.plan.Hours(r.assignmentCalendar(w))
	if err != nil {
		return nil
	}
	if w.Resource < 0 || a.Calendar < 0 || a.IgnoreResourceCalendar {
		return hours
	}
	own, err := r.plan.Hours(a.Calendar)
	if err != nil {
		return nil
	}
	if both, err := worktime.Both(own, hours); err == nil {
		return both
	}
	return own
}
