package primavera

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// translateRows says the activities. Cancelled ones are left out: written as ordinary ones
// they would come alive.
func (t *translator) translateRows() {
	src := t.src.Activities
	alive := aliveRows(src)
	t.row = make([]int32, len(src))
	for i := range src {
		if !alive[i] {
			t.row[i] = -1
			t.losses.OfActivity(masterplan.LeftOut, "plan.loss.inactive", i, nil)
			continue
		}
		a := src[i] // a copy
		a.Parent, a.Level = t.heading(a.Parent)
		a.Inactive = false
		if t.src.Settings.Dialect != masterplan.Primavera {
			a.ByCrews, a.CrewsFor = false, 0 // waits, contours and overtime of its crews have no word in Primavera
		}
		if a.Kind == masterplan.Summary {
			t.restateHeading(i, &a)
		} else {
			a.Calendar = t.workCalendar(i)
			if !t.foreign && (a.Kind == masterplan.StartMilestone || a.Kind == masterplan.FinishMilestone) {
				a.Kind = masterplan.Kind(t.problem.Activities[i].Kind) // Powerproject tells them apart by their duration
				if a.Kind != src[i].Kind {
					t.losses.OfActivity(masterplan.Restated, "plan.loss.milestone_kind", i, nil)
				}
			}
			t.restateRow(i, &a)
		}
		t.row[i] = int32(len(t.out.Activities))
		t.out.Activities, t.origin = append(t.out.Activities, a), append(t.origin, int32(i))
	}
}

// aliveRows are the rows that take part: a heading does while something under it
// does.
func aliveRows(rows []masterplan.Activity) []bool {
	alive := make([]bool, len(rows))
	for i := len(rows) - 1; i >= 0; i-- {
		alive[i] = alive[i] || !rows[i].Inactive
		if up := rows[i].Parent; alive[i] && up >= 0 {
			alive[up] = true
		}
	}
	return alive
}

// heading is where the heading of the source stands, and the level below it.
func (t *translator) heading(parent int32) (row int32, level int16) {
	if parent < 0 {
		return -1, 0
	}
	row = t.row[parent]
	return row, t.out.Activities[row].Level + 1
}

// workCalendar is the calendar of the file that activity i works on.
func (t *translator) workCalendar(i int) int32 {
	a := &t.src.Activities[i]
	hours := t.dates.Hours(i)
	if hours == nil {
		return t.alwaysOn()
	}
	preferred := a.Calendar
	if preferred < 0 || int(preferred) >= len(t.src.Calendars) {
		preferred = t.out.Settings.Calendar
	}
	return t.calendarFor(hours, preferred, t.out.Calendars[preferred].Name)
}

// restateHeading drops what a WBS element cannot have.
func (t *translator) restateHeading(i int, a *masterplan.Activity) {
	if a.Manual || a.Primary.Type != masterplan.NoConstraint || a.Deadline != worktime.None {
		t.losses.OfActivity(masterplan.LeftOut, "plan.loss.heading_dates", i, nil)
	}
	if a.Notes != "" {
		t.losses.OfActivity(masterplan.LeftOut, "plan.loss.heading_notes", i, nil)
	}
	a.Calendar, a.Manual = -1, false
	a.ManualStart, a.ManualFinish, a.Deadline = worktime.None, worktime.None, worktime.None
	a.Primary, a.Secondary = masterplan.Constraint{Date: worktime.None}, masterplan.Constraint{Date: worktime.None}
	a.ActualStart, a.ActualFinish = worktime.None, worktime.None
}

// restateRow says in Primavera's words what it has no word for.
func (t *translator) restateRow(i int, a *masterplan.Activity) {
	tell := func(effect masterplan.Effect, key string, is bool) {
		if is {
			t.losses.OfActivity(effect, key, i, nil)
		}
	}
	if a.Priority == 0 && t.src.Source.Format != "mspdi" {
		a.Priority = 500 // none was stated
	}
	tell(masterplan.Restated, "plan.loss.manual", a.Manual)
	tell(masterplan.Restated, "plan.loss.elapsed_duration", a.Duration.Elapsed)
	tell(masterplan.LeftOut, "plan.loss.estimated", a.Duration.Estimated)
	tell(masterplan.Restated, "plan.loss.split", len(a.Splits) > 1)
	tell(masterplan.Restated, "plan.loss.leveling_delay", a.LevelingDelay != 0)
	tell(masterplan.LeftOut, "plan.loss.priority", t.foreign && a.Priority != NearestPriority(a.Priority))
	tell(masterplan.Restated, "plan.loss.effort", t.foreign && (a.EffortDriven || a.IgnoreResourceCalendar || a.TaskType != masterplan.FixedDuration))
	tell(masterplan.Restated, "plan.loss.crews", t.foreign && t.src.Activities[i].ByCrews)
	tell(masterplan.LeftOut, "plan.loss.duration_unit", a.Duration.Unit != masterplan.Days && a.Duration.Unit != masterplan.UnitNone && a.Kind == masterplan.Task)
	tell(masterplan.LeftOut, "plan.loss.marked", a.Marked && a.Duration.Minutes > 0)
	t.moveDeadline(i, a)
	if t.foreign && a.Kind == masterplan.FinishMilestone {
		a.Primary.Type = asFinish(a.Primary.Type)
	}
	a.Manual, a.ManualStart, a.ManualFinish = false, worktime.None, worktime.None
	a.Duration = masterplan.Duration{Minutes: a.Duration.Minutes, Unit: masterplan.Days}
	a.Splits, a.LevelingDelay, a.Marked = nil, 0, false
	if t.foreign && a.EarnByPhysical {
		a.PercentBasis, a.Percent = masterplan.ByPhysical, a.PercentPhysical
	}
}

// moveDeadline turns a deadline into "finish on or before", which bounds the late
// finish just so.
func (t *translator) moveDeadline(i int, a *masterplan.Activity) {
	if a.Deadline == worktime.None {
		return
	}
	by := masterplan.Constraint{Type: masterplan.FinishNoLater, Date: a.Deadline}
	a.Deadline = worktime.None
	switch {
	case a.Primary.Type == masterplan.NoConstraint:
		a.Primary = by
	case a.Secondary.Type == masterplan.NoConstraint && a.Primary.Type != masterplan.AsLateAsPossible:
		a.Secondary = by
	default:
		t.losses.OfActivity(masterplan.LeftOut, "plan.loss.deadline", i, nil)
		return
	}
	t.losses.OfActivity(masterplan.Restated, "plan.loss.deadline_constraint", i, nil)
}

// asFinish is the constraint that a finish milestone may have in place of one on
// its start: both stand at the same moment.
func asFinish(c masterplan.ConstraintType) masterplan.ConstraintType {
	switch c {
	case masterplan.StartOn:
		return masterplan.FinishOn
	case masterplan.StartNoEarlier:
		return masterplan.FinishNoEarlier
	case masterplan.StartNoLater:
		return masterplan.FinishNoLater
	case masterplan.MandatoryStart:
		return masterplan.MandatoryFinish
	}
	return c
}

// NearestPriority is the nearest of Primavera's five priorities on the scale of
// 0 to 1000.
func NearestPriority(p int) int {
	switch {
	case p > 800:
		return 900
	case p > 600:
		return 700
	case p >= 400:
		return 500
	case p >= 200:
		return 300
	}
	return 100
}
