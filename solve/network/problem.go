package network

import "fugong/solve/worktime"

// Kind says how an activity takes part in the network.
type Kind uint8

const (
	Task            Kind = iota // has a duration on its calendar
	StartMilestone              // a point, shown at a start
	FinishMilestone             // a point, shown at a finish
	LevelOfEffort               // spans its links; drives nothing
	Hammock                     // P6 "WBS summary": spans the activities of its Parent; drives nothing
	Summary                     // outline heading: rolls up its children; links to it bind every child
)

// LinkType is the pair of ends that a link joins.
type LinkType uint8

const (
	FS LinkType = iota
	SS
	FF
	SF
)

// ConstraintType is one of the date constraints of Microsoft Project and
// Primavera. The comments give both names.
type ConstraintType uint8

const (
	NoConstraint     ConstraintType = iota // ASAP
	AsLateAsPossible                       // ALAP · CS_ALAP
	StartOn                                // CS_MSO (soft: bounds both passes)
	StartNoEarlier                         // SNET · CS_MSOA
	StartNoLater                           // SNLT · CS_MSOB
	FinishOn                               // CS_MEO (soft)
	FinishNoEarlier                        // FNET · CS_MEOA
	FinishNoLater                          // FNLT · CS_MEOB
	MandatoryStart                         // CS_MANDSTART · MSO under "honour constraints": overrules links
	MandatoryFinish                        // CS_MANDFIN · MFO under "honour constraints": overrules links
)

// Constraint is a date constraint; Date is ignored for NoConstraint and
// AsLateAsPossible.
type Constraint struct {
	Type ConstraintType
	Date worktime.Time
}

// Activity is one node. Indices point into the slices of Problem.
type Activity struct {
	Kind      Kind
	Parent    int32 // index of the enclosing Summary, or -1
	Calendar  int32 // index into Problem.Calendars
	Floats    int32 // calendar that its floats are counted on; normally Calendar
	Elapsed   bool  // Duration runs round the clock, whatever the calendar
	Fixed     bool  // manually scheduled: stays at FixedStart/FixedFinish
	Inactive  bool  // takes no part
	Delay     int64 // minutes round the clock that its start is put off, as resource levelling leaves it (MSP)
	Duration  int64 // planned, working minutes
	Remaining int64 // working minutes still to do; equals Duration when not started

	ActualStart, ActualFinish worktime.Time // None when not happened
	Suspend, Resume           worktime.Time // None when not suspended
	FixedStart, FixedFinish   worktime.Time // read when Fixed
	ExpectedFinish            worktime.Time // None; else sets Remaining (P6)
	Deadline                  worktime.Time // None; bounds the late finish only (MSP)
	NotBefore, NotAfter       worktime.Time // None; what links from outside the network ask for (P6 external dates)
	FreeUntil                 worktime.Time // None; a later finish moves an early date outside the network, which counts with FreeByLinks

	Primary, Secondary Constraint

	// Crews work on it side by side, each on its own calendar; it begins with the
	// first and ends with the last. Empty: Calendar and Remaining alone. Those of a
	// summary work on it from its start, beside its children (MSP). Their Work answers
	// to CrewsFor minutes of Remaining and grows or shrinks with it; 0: it is as it is.
	Crews    []Crew
	CrewsFor int64
}

// Crew is somebody's work on an activity.
type Crew struct {
	Calendar int32         // index into Problem.Calendars
	Work     int64         // working minutes still to do
	Wait     int64         // minutes round the clock that it begins after the activity, as resource levelling leaves it (MSP)
	Delay    int64         // working minutes that it begins after the activity, on its own calendar (MSP)
	From     worktime.Time // it goes on no earlier than this; 0 or None for nothing said (MSP)
}

// Link joins two activities. Lag may be negative (a lead).
type Link struct {
	Pred, Succ  int32
	Type        LinkType
	Lag         int64 // minutes on LagCalendar
	LagCalendar int32 // index into Problem.Calendars, or -1 for round the clock
}

// Progress says what an activity that started out of sequence waits for.
type Progress uint8

const (
	RetainedLogic    Progress = iota // the remainder waits for unfinished predecessors
	ProgressOverride                 // the remainder ignores them
	ActualDates                      // P6's third option
)

// FloatBasis says which ends total float is measured between.
type FloatBasis uint8

const (
	FinishFloat   FloatBasis = iota // late finish - early finish
	StartFloat                      // late start - early start
	SmallestFloat                   // the smaller of both
)

// LateMode says what AsLateAsPossible does.
type LateMode uint8

const (
	ZeroFreeFloat LateMode = iota // as late as the successors' early dates allow (P6)
	LateDates                     // on the late dates, and successors follow (MSP)
)

// Options are the rules on which tools differ.
type Options struct {
	Progress          Progress
	FloatBasis        FloatBasis
	Late              LateMode
	CriticalFloat     int64 // total float up to this is critical, in minutes
	CriticalByPath    bool  // critical means on the longest path
	FromFinish        bool  // schedule back from MustFinish: everything as late as possible
	LagFromEarlyStart bool  // a start lag of a started predecessor counts on from its remainder; else from its actual start
	OpenEndsCritical  bool  // what has no successor has no float
	UseExpectedFinish bool  // ExpectedFinish sets the remainder
	AwaitActualStart  bool  // what remains of a start recorded after the data date waits for it (P6 8; later versions plan it from the data date)
	MinuteAfterStart  bool  // a start-to-finish link keeps a minute of work after its start (P6 before 8)
	FreeByLinks       bool  // free float is the gap to the successors, level of effort included, whatever the total float; at an open end to the last early finish (P6)
	MilestonesStay    bool  // what has no duration stands where it is put, also outside of working time (MSP)
	EarlyConstraints  bool  // a start date of an activity without predecessors holds also before the project's start (MSP)
	LeadsEndWork      bool  // a lead between finishes ends at the close of working time, not at the start of the next (MSP)
	AsapStaysEarly    bool  // scheduled back from the finish, what is not to be as late as possible shows its early dates (MSP)
	LateAsGiven       bool  // late dates of milestones and fixed activities, and late starts of start-to-finish links, stand where links put them, at a finish or a start (MSP)
	LateFromFinish    bool  // start-to-start links do not bind the late dates of what must not finish before a date (MSP)
	HonourDates       bool  // no-later-than and fixed dates bind the early dates too, against links; what started on such a date has no float (MSP)
}

// Problem is a project network.
type Problem struct {
	Calendars  []*worktime.Calendar
	Activities []Activity
	Links      []Link
	Start      worktime.Time // nothing unstarted begins before it
	DataDate   worktime.Time // None when nothing was recorded yet
	MustFinish worktime.Time // None, or the date the late dates count back from
	Parts      int64         // times and spans, here and in the result, are in so many parts of a minute; 0 is 1
	Options    Options
}
