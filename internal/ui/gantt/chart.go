package gantt

import "math"

// None is the absent time; worktime.None has the same value.
const None int64 = math.MinInt64

// Kind says how a row is drawn; the values are those of masterplan.Kind.
type Kind uint8

const (
	Task Kind = iota
	StartMilestone
	FinishMilestone
	LevelOfEffort
	Hammock
	Summary
)

// Flags are what a row is marked with.
type Flags uint8

const (
	Critical Flags = 1 << iota // float is at or below the plan's limit
	Longest                    // on the longest path
	Late                       // will finish after its baseline, deadline or target
	Started
	Finished
	Inactive
	Issue    // an open issue blocks it
	Delivery // a delivery it waits on is late or missing
)

// LinkType is finish-to-start and so on; the values are those of masterplan.LinkType.
type LinkType uint8

const (
	FS LinkType = iota
	SS
	FF
	SF
)

// MarkType is a date imposed on a row. 1–9 are those of masterplan.ConstraintType.
type MarkType uint8

const (
	AsLateAsPossible MarkType = 1 + iota
	StartOn
	StartNoEarlier
	StartNoLater
	FinishOn
	FinishNoEarlier
	FinishNoLater
	MandatoryStart
	MandatoryFinish
	Deadline
)

// Chart is everything that one Gantt shows.
type Chart struct {
	Rows   []Row  // in outline order
	Links  []Link // in any order
	Off    []Off  // days without work of the plan's calendar, ascending
	Trades []string

	Today    int64 // civil minutes, None to draw no line
	DataDate int64
	Target   int64 // the finish that was promised

	MinutesPerDay int // working minutes of a day; 0 means 480
}

// Row is one activity.
type Row struct {
	ID, Code, Name string
	Parent         int // index of the enclosing summary, -1 at the top
	Kind           Kind
	Flags          Flags
	Start, Finish  int64

	BaseStart, BaseFinish int64 // None without a baseline

	Done     int64 // the time up to which work is done, None when none is
	Percent  float64
	Duration int64 // working minutes
	Float    int64 // total float in working minutes, None when not known
	LateEnd  int64 // late finish: where the float's tail ends; None when not known
	Trade    int   // index into Chart.Trades, -1 for none
	Marks    []Mark
}

// Mark is a constraint or deadline.
type Mark struct {
	Type MarkType
	Date int64
}

// Link joins two rows by index. Links to rows that do not exist are left out.
type Link struct {
	Pred, Succ int
	Type       LinkType
	Lag        int64 // minutes
	Driving    bool
}

// Off is a run of days without work.
type Off struct {
	Day     int64 // civil days since 1970-01-01
	Days    int
	Holiday bool // not explained by the usual week
}
