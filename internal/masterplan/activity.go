package masterplan

import (
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Kind says what an activity is.
type Kind uint8

const (
	Task Kind = iota
	StartMilestone
	FinishMilestone
	LevelOfEffort // P6 TT_LOE, hammock by its links
	Hammock       // P6 TT_WBS, spans its heading's activities
	Summary       // outline heading: a WBS node (P6) or a summary task (MSP)
)

// Activity is one row of a plan.
type Activity struct {
	ID     string // ours; empty until stored
	UID    int64  // the file's number (P6 task_id or wbs_id, MSPDI UID)
	RowID  int64  // MSPDI ID, the row number people see; 0 when absent
	Code   string // unique in the plan; what a newer version is matched by (P6 task_code or WBS path, MSPDI UID)
	WBS    string // outline number or path as the tool shows it
	Name   string
	Parent int32 // index of the enclosing Summary, -1 at the top
	Level  int16 // depth, 0 at the top
	Kind   Kind

	Calendar  int32 // index into Plan.Calendars, -1 = the plan's
	Duration  Duration
	Remaining int64 // working minutes still to do
	Work      int64 // minutes of labour

	Percent         float64 // 0–100, by the measure PercentBasis names
	PercentBasis    PercentBasis
	PercentWork     float64
	PercentPhysical float64

	ActualStart, ActualFinish worktime.Time
	Suspend, Resume           worktime.Time // P6 suspend/resume; MSPDI Stop/Resume
	ExpectedFinish            worktime.Time
	Deadline                  worktime.Time
	Primary, Secondary        Constraint

	Manual                               bool // keeps ManualStart/ManualFinish
	ManualStart, ManualFinish            worktime.Time
	Inactive                             bool
	LevelingDelay                        int64 // tenths of a minute (MSPDI), elapsed
	Priority                             int
	TaskType                             TaskType
	EffortDriven, IgnoreResourceCalendar bool
	ByCrews                              bool    // its resources work side by side, each on its own calendar
	CrewsFor                             int64   // Remaining that its assignments' remaining work answers to; 0: as they stand
	Marked                               bool    // shown as a milestone though it has a duration or children (MSPDI)
	EarnByPhysical                       bool    // earned value uses PercentPhysical (MSPDI EarnedValueMethod 1)
	Tenths                               Tenths  // what the file states beyond whole minutes (MSPDI)
	Splits                               []Split // pieces of a task that was interrupted; empty for one piece
	File                                 FileDates
	Notes                                string
}

// ShareOf is how much of minutes of its assignments' remaining work is left when less
// or more remains of a than they answer to; see CrewsFor.
func (a *Activity) ShareOf(minutes int64) int64 {
	return network.ShareOf(minutes, a.Remaining, a.CrewsFor)
}

// Duration is planned working time as the file states it.
type Duration struct {
	Minutes   int64
	Unit      Unit
	Elapsed   bool // round the clock
	Estimated bool // "5 d?"
}

// Unit is the unit that a duration or lag is shown in.
type Unit uint8

const (
	UnitNone Unit = iota
	Minutes
	Hours
	Days
	Weeks
	Months
	Percent
)

// PercentBasis says what Activity.Percent measures.
type PercentBasis uint8

const (
	ByDuration PercentBasis = iota
	ByPhysical
	ByUnits
)

// TaskType is Microsoft Project's rule for effort.
type TaskType uint8

const (
	FixedUnits TaskType = iota
	FixedDuration
	FixedWork
)

// Split is one worked piece of an interrupted task.
type Split struct{ Start, Finish worktime.Time }

// ConstraintType mirrors network.ConstraintType, in the same order.
type ConstraintType uint8

const (
	NoConstraint ConstraintType = iota
	AsLateAsPossible
	StartOn
	StartNoEarlier
	StartNoLater
	FinishOn
	FinishNoEarlier
	FinishNoLater
	MandatoryStart
	MandatoryFinish
)

// Constraint is a date constraint.
type Constraint struct {
	Type ConstraintType
	Date worktime.Time
}

// FileDates are what the file itself says of an activity's dates; worktime.None
// where it says nothing. Floats are working minutes; HasTotal and HasFree say
// whether the file states them (an empty float is not zero).
type FileDates struct {
	Start, Finish           worktime.Time // as shown: actual where it happened, else planned
	EarlyStart, EarlyFinish worktime.Time
	LateStart, LateFinish   worktime.Time
	TotalFloat, FreeFloat   int64
	HasTotal, HasFree       bool
	LongestPath             bool // P6 driving_path_flag
	Critical                bool // MSPDI Critical
}
