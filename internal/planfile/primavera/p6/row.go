package p6

import (
	"strconv"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// NoDates is a FileDates that says nothing.
func NoDates() masterplan.FileDates {
	const none = worktime.None
	return masterplan.FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none}
}

// Row is an activity of kind k that says nothing: its dates are absent.
func Row(k masterplan.Kind) masterplan.Activity {
	const none = worktime.None
	return masterplan.Activity{
		Parent: -1, Calendar: -1, Kind: k, TaskType: masterplan.FixedDuration,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none,
		ExpectedFinish: none, Deadline: none, ManualStart: none, ManualFinish: none,
		Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		File: NoDates(),
	}
}

func summary(n *Node, parent int32, level int16, path string) masterplan.Activity {
	a := Row(masterplan.Summary)
	a.UID, _ = strconv.ParseInt(n.ID, 10, 64) // 0 for an id that is no number
	a.Code, a.WBS, a.Name = path, path, n.Name
	a.Parent, a.Level = parent, level
	return a
}

// First is the first time that is there.
func First(times ...worktime.Time) worktime.Time {
	for _, t := range times {
		if t != worktime.None {
			return t
		}
	}
	return worktime.None
}

// Spent is P6's duration percent: what is gone of the planned duration.
func Spent(a *masterplan.Activity) float64 {
	if a.ActualStart == worktime.None || a.Duration.Minutes <= 0 {
		return 0
	}
	return Share(100 * float64(a.Duration.Minutes-a.Remaining) / float64(a.Duration.Minutes))
}

// Share holds a percentage within 0–100.
func Share(percent float64) float64 { return min(max(percent, 0), 100) }
