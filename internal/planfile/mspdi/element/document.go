package element

// The types here hold the elements as text, found by local name; Line is where
// the element stands.

// Span is one WorkingTime.
type Span struct {
	From string `xml:"FromTime"`
	To   string `xml:"ToTime"`
}

// Period is a TimePeriod, both days included.
type Period struct {
	From string `xml:"FromDate"`
	To   string `xml:"ToDate"`
}

// WeekDay is a day of the week, or with type 0 a legacy exception.
type WeekDay struct {
	Type    string `xml:"DayType"`
	Working string `xml:"DayWorking"`
	Period  Period `xml:"TimePeriod"`
	Spans   []Span `xml:"WorkingTimes>WorkingTime"`
}

// Exception replaces the hours of days.
type Exception struct {
	ByOccurrences string `xml:"EnteredByOccurrences"`
	Period        Period `xml:"TimePeriod"`
	Occurrences   string `xml:"Occurrences"`
	Name          string `xml:"Name"`
	Type          string `xml:"Type"`
	Every         string `xml:"Period"`
	DaysOfWeek    string `xml:"DaysOfWeek"`
	MonthItem     string `xml:"MonthItem"`
	MonthPosition string `xml:"MonthPosition"`
	Month         string `xml:"Month"`
	MonthDay      string `xml:"MonthDay"`
	Working       string `xml:"DayWorking"`
	Spans         []Span `xml:"WorkingTimes>WorkingTime"`
}

// WorkWeek overrides the week between two dates.
type WorkWeek struct {
	Period Period    `xml:"TimePeriod"`
	Name   string    `xml:"Name"`
	Days   []WeekDay `xml:"WeekDays>WeekDay"`
	Bare   []WeekDay `xml:"WeekDay"` // as the published schema has it
}

// Calendar is a row of Calendars.
type Calendar struct {
	Line       int
	UID        string      `xml:"UID"`
	Name       string      `xml:"Name"`
	IsBase     string      `xml:"IsBaseCalendar"`
	Base       string      `xml:"BaseCalendarUID"`
	Days       []WeekDay   `xml:"WeekDays>WeekDay"`
	Exceptions []Exception `xml:"Exceptions>Exception"`
	WorkWeeks  []WorkWeek  `xml:"WorkWeeks>WorkWeek"`
}

// Link is a PredecessorLink.
type Link struct {
	Pred         string `xml:"PredecessorUID"`
	Type         string `xml:"Type"`
	CrossProject string `xml:"CrossProject"`
	CrossName    string `xml:"CrossProjectName"`
	Lag          string `xml:"LinkLag"`
	Format       string `xml:"LagFormat"`
}

// Baseline is one of a task's baselines.
type Baseline struct {
	Number    string `xml:"Number"`
	Start     string `xml:"Start"`
	Finish    string `xml:"Finish"`
	Duration  string `xml:"Duration"`
	Format    string `xml:"DurationFormat"`
	Estimated string `xml:"EstimatedDuration"`
	Work      string `xml:"Work"`
	Cost      string `xml:"Cost"`
}

// Field is the value of a custom field.
type Field struct {
	ID    string `xml:"FieldID"`
	Value string `xml:"Value"`
}

// Task is a row of Tasks.
type Task struct {
	Line            int
	UID             string     `xml:"UID"`
	ID              string     `xml:"ID"`
	Name            string     `xml:"Name"`
	Active          string     `xml:"Active"`
	Manual          string     `xml:"Manual"`
	Type            string     `xml:"Type"`
	IsNull          string     `xml:"IsNull"`
	WBS             string     `xml:"WBS"`
	OutlineNumber   string     `xml:"OutlineNumber"`
	OutlineLevel    string     `xml:"OutlineLevel"`
	Priority        string     `xml:"Priority"`
	Start           string     `xml:"Start"`
	Finish          string     `xml:"Finish"`
	Duration        string     `xml:"Duration"`
	ManualStart     string     `xml:"ManualStart"`
	ManualFinish    string     `xml:"ManualFinish"`
	DurationFormat  string     `xml:"DurationFormat"`
	Work            string     `xml:"Work"`
	Stop            string     `xml:"Stop"`
	Resume          string     `xml:"Resume"`
	EffortDriven    string     `xml:"EffortDriven"`
	Estimated       string     `xml:"Estimated"`
	Milestone       string     `xml:"Milestone"`
	Summary         string     `xml:"Summary"`
	Critical        string     `xml:"Critical"`
	IsSubproject    string     `xml:"IsSubproject"`
	External        string     `xml:"ExternalTask"`
	ExternalProject string     `xml:"ExternalTaskProject"`
	EarlyStart      string     `xml:"EarlyStart"`
	EarlyFinish     string     `xml:"EarlyFinish"`
	LateStart       string     `xml:"LateStart"`
	LateFinish      string     `xml:"LateFinish"`
	FreeSlack       string     `xml:"FreeSlack"`
	TotalSlack      string     `xml:"TotalSlack"`
	Percent         string     `xml:"PercentComplete"`
	PercentWork     string     `xml:"PercentWorkComplete"`
	ActualStart     string     `xml:"ActualStart"`
	ActualFinish    string     `xml:"ActualFinish"`
	ActualDuration  string     `xml:"ActualDuration"`
	Remaining       string     `xml:"RemainingDuration"`
	ConstraintType  string     `xml:"ConstraintType"`
	Calendar        string     `xml:"CalendarUID"`
	ConstraintDate  string     `xml:"ConstraintDate"`
	Deadline        string     `xml:"Deadline"`
	LevelingDelay   string     `xml:"LevelingDelay"`
	IgnoreResource  string     `xml:"IgnoreResourceCalendar"`
	Notes           string     `xml:"Notes"`
	PercentPhysical string     `xml:"PhysicalPercentComplete"`
	EarnedValue     string     `xml:"EarnedValueMethod"`
	Links           []Link     `xml:"PredecessorLink"`
	Fields          []Field    `xml:"ExtendedAttribute"`
	Baselines       []Baseline `xml:"Baseline"`
	Inserted        *Inserted  `xml:"Project"`
}

// Inserted is a sub-project that a master plan carries inside the task that stands
// for it.
type Inserted struct {
	Calendar    string       `xml:"CalendarUID"`
	Calendars   []Calendar   `xml:"Calendars>Calendar"`
	Tasks       []Task       `xml:"Tasks>Task"`
	Resources   []Resource   `xml:"Resources>Resource"`
	Assignments []Assignment `xml:"Assignments>Assignment"`
}

// Resource is a row of Resources.
type Resource struct {
	Line       int
	UID        string `xml:"UID"`
	Name       string `xml:"Name"`
	Type       string `xml:"Type"`
	IsNull     string `xml:"IsNull"`
	Initials   string `xml:"Initials"`
	Unit       string `xml:"MaterialLabel"`
	Group      string `xml:"Group"`
	MaxUnits   string `xml:"MaxUnits"`
	Rate       string `xml:"StandardRate"`
	Overtime   string `xml:"OvertimeRate"`
	CostPerUse string `xml:"CostPerUse"`
	Calendar   string `xml:"CalendarUID"`
	IsGeneric  string `xml:"IsGeneric"`
	IsCost     string `xml:"IsCostResource"`
}

// Timephased is the work of a stretch of time.
type Timephased struct {
	Type   string `xml:"Type"`
	Start  string `xml:"Start"`
	Finish string `xml:"Finish"`
	Value  string `xml:"Value"`
}

// Assignment is a row of Assignments.
type Assignment struct {
	Line       int
	UID        string       `xml:"UID"`
	Task       string       `xml:"TaskUID"`
	Resource   string       `xml:"ResourceUID"`
	Units      string       `xml:"Units"`
	Work       string       `xml:"Work"`
	ActualWork string       `xml:"ActualWork"`
	Remaining  string       `xml:"RemainingWork"`
	Cost       string       `xml:"Cost"`
	Delay      string       `xml:"Delay"`
	Leveling   string       `xml:"LevelingDelay"`
	Start      string       `xml:"Start"`
	Finish     string       `xml:"Finish"`
	Resume     string       `xml:"Resume"`
	Contour    string       `xml:"WorkContour"`
	Overtime   string       `xml:"RemainingOvertimeWork"`
	Timephased []Timephased `xml:"TimephasedData"`
}

// FieldDef declares a custom field.
type FieldDef struct {
	ID    string `xml:"FieldID"`
	Name  string `xml:"FieldName"`
	Alias string `xml:"Alias"`
}

// Document is the whole file before it means anything. Props are the project's
// own leaf elements.
type Document struct {
	Props       map[string]string
	Fields      []FieldDef
	Calendars   []Calendar
	Tasks       []Task
	Resources   []Resource
	Assignments []Assignment
}
