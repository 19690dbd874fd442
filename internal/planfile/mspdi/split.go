package mspdi

import (
	"cmp"
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// findSplits finds the pieces of interrupted tasks in the work that the file
// plans or records day by day. A gap is an interruption only when it holds
// working time: nights and weekends part no work.
func (r *reader) findSplits() {
	byTask := map[int32][]masterplan.Split{}
	hours := map[int32]*worktime.Calendar{}
	for i := range r.plan.Assignments {
		if len(r.pieces[i]) < 2 {
			continue
		}
		a := &r.plan.Assignments[i]
		calendar := r.assignmentCalendar(a)
		if _, known := hours[calendar]; !known {
			c, err := r.plan.CompiledCalendar(calendar)
			if err != nil { // a calendar that never works parts nothing; Compute names it
				c = worktime.RoundTheClock()
			}
			hours[calendar] = c
		}
		pieces := joinPieces(r.pieces[i], hours[calendar])
		byTask[a.Activity] = append(byTask[a.Activity], pieces...)
		if len(pieces) > 1 {
			a.Split = pieces
		}
	}
	r.taskSplits(byTask)
}

// taskSplits gives a task the pieces of all its assignments together, when at
// least one of them is interrupted.
func (r *reader) taskSplits(byTask map[int32][]masterplan.Split) {
	for i := range r.plan.Assignments {
		a := &r.plan.Assignments[i]
		task := &r.plan.Activities[a.Activity]
		if len(a.Split) == 0 || task.Kind == masterplan.Summary || len(task.Splits) > 0 {
			continue
		}
		if pieces := unitePieces(byTask[a.Activity]); len(pieces) > 1 {
			task.Splits = pieces
			r.at("Task", task.Code, 0)
			r.note(masterplan.Info, "plan.note.split")
		}
	}
}

// assignmentCalendar is the calendar that the work runs on: the resource's,
// unless the task has its own and ignores it.
func (r *reader) assignmentCalendar(a *masterplan.Assignment) int32 {
	task := &r.plan.Activities[a.Activity]
	if a.Resource >= 0 && !(task.Calendar >= 0 && task.IgnoreResourceCalendar) {
		if c := r.plan.Resources[a.Resource].Calendar; c >= 0 {
			return c
		}
	}
	if task.Calendar >= 0 {
		return task.Calendar
	}
	return r.plan.Settings.Calendar
}

// joinPieces narrows pieces to working time and joins those with none between.
func joinPieces(pieces []masterplan.Split, hours *worktime.Calendar) []masterplan.Split {
	slices.SortFunc(pieces, func(a, b masterplan.Split) int { return cmp.Compare(a.Start, b.Start) })
	var out []masterplan.Split
	for _, p := range pieces {
		p.Start, p.Finish = hours.NextStart(p.Start), hours.PrevFinish(p.Finish)
		if p.Finish <= p.Start {
			continue
		}
		if n := len(out); n > 0 && (p.Start <= out[n-1].Finish || hours.Between(out[n-1].Finish, p.Start) == 0) {
			out[n-1].Finish = max(out[n-1].Finish, p.Finish)
			continue
		}
		out = append(out, p)
	}
	return out
}

// unitePieces joins pieces that overlap or touch.
func unitePieces(pieces []masterplan.Split) []masterplan.Split {
	slices.SortFunc(pieces, func(a, b masterplan.Split) int { return cmp.Compare(a.Start, b.Start) })
	var out []masterplan.Split
	for _, p := range pieces {
		if n := len(out); n > 0 && p.Start <= out[n-1].Finish {
			out[n-1].Finish = max(out[n-1].Finish, p.Finish)
			continue
		}
		out = append(out, p)
	}
	return out
}
