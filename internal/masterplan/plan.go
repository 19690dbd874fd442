package masterplan

import "fugong/solve/worktime"

// Plan is one project's master plan, whichever tool it came from. Activities
// stand in outline order; every other slice points at them by index.
type Plan struct {
	ID         string // ours; empty until stored
	UID        string // the file's own number of the project
	Code, Name string

	Start      worktime.Time // nothing unstarted begins before it
	Finish     worktime.Time // the finish the file states; None when absent
	DataDate   worktime.Time // progress is known up to here; None when absent
	MustFinish worktime.Time // the date the late dates count back from; None when absent
	Settings   Settings

	Calendars   []Calendar
	Activities  []Activity
	Links       []Link
	External    []ExternalLink
	Resources   []Resource
	Assignments []Assignment
	Baselines   []Baseline
	Blank       []BlankRow
	Source      Source
	Stub        bool // only what other projects of the file are linked with (P6)
}

// Settings are the options that change dates.
type Settings struct {
	Dialect           Dialect
	FromFinish        bool  // schedule back from MustFinish (or Finish)
	Calendar          int32 // index of the project's calendar, -1 for none
	Progress          ProgressMode
	LagCalendar       LagCalendar
	FloatBasis        FloatBasis
	AwaitActualStart  bool          // P6 8: what remains of a start recorded after the data date waits for it
	LagFromEarlyStart bool          // P6: start-to-start lag counts from the early start, not the actual
	UseExpectedFinish bool          // P6
	OpenEndsCritical  bool          // P6
	FloatFromProject  bool          // P6: each project's float from its own finish
	LateFrom          worktime.Time // what late dates count back from whatever the plan must keep to; 0 for nothing said
	HonourConstraints bool          // MSP: MSO/MFO overrule links
	CriticalFloat     int64         // minutes; float <= this is critical
	CriticalByPath    bool          // P6: critical means longest path
	MinutesPerDay     int           // conversion only
	MinutesPerWeek    int
	DaysPerMonth      int
	DefaultStart      int16 // minute of the day, 480 = 08:00
	DefaultFinish     int16
}

// Dialect is the tool whose conventions a plan follows.
type Dialect uint8

const (
	Own Dialect = iota
	Primavera
	MicrosoftProject
)

// ProgressMode mirrors network.Progress.
type ProgressMode uint8

const (
	RetainedLogic ProgressMode = iota
	ProgressOverride
	ActualDates
)

// LagCalendar says on which calendar a link's lag runs.
type LagCalendar uint8

const (
	LagPredecessor LagCalendar = iota
	LagSuccessor
	LagElapsed
	LagProject
)

// FloatBasis mirrors network.FloatBasis.
type FloatBasis uint8

const (
	FinishFloat FloatBasis = iota
	StartFloat
	SmallestFloat
)

// Source says where a plan came from.
type Source struct {
	File     string // base name, no path
	Format   string // "xer", "mspdi", "pmxml", "csv", "xlsx"
	Program  string // "Primavera P6 17.12", "Microsoft Project 16", …
	Encoding string // "utf-8", "gb18030", "windows-1251", …; how the bytes were read
}

// BlankRow is an empty line that Microsoft Project keeps between tasks.
type BlankRow struct {
	UID, ID int64
	After   int32 // index of the activity it follows, -1 at the top
}
