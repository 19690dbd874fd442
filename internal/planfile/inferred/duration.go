package inferred

import (
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// inferDurations gives every activity whose early and late dates both take another time
// than it has left the time that they take. A milestone with such dates was
// scheduled as work, and becomes a task that is shown as a milestone.
func inferDurations(p *masterplan.Plan) []masterplan.Note {
	activities := slices.Clone(p.Activities)
	var work, milestones []string
	for _, w := range witnessesIn(p) {
		a := &activities[w.at]
		k, err := p.CompiledCalendar(calendarOf(p, a))
		if err != nil {
			continue
		}
		minutes, ok := w.span(k)
		if !ok || minutes == 0 || minutes == w.work {
			continue
		}
		if a.Kind != masterplan.Task {
			a.Kind, a.Marked = masterplan.Task, true
			a.Duration.Minutes = minutes
			milestones = append(milestones, a.Code)
		} else {
			work = append(work, a.Code)
		}
		if a.ActualStart == worktime.None && a.Duration.Minutes == a.Remaining {
			a.Duration.Minutes = minutes
		}
		a.Remaining = minutes
	}
	p.Activities = activities
	return slices.Concat(listed(workByDates, work), listed(milestoneByDates, milestones))
}

// listed is one note for a list of activities; none for none.
func listed(key string, codes []string) []masterplan.Note {
	if len(codes) == 0 {
		return nil
	}
	return []masterplan.Note{{Level: masterplan.Warning, Key: key, Count: 1, Args: fault.Args("count", len(codes), "activities", strings.Join(named(codes), ", "))}}
}

func calendarOf(p *masterplan.Plan, a *masterplan.Activity) int32 {
	if a.Calendar < 0 {
		return p.Settings.Calendar
	}
	return a.Calendar
}
