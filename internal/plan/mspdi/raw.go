package mspdi

// The raw types hold the elements as text, found by local name.

type rawSpan struct {
	From string `xml:"FromTime"`
	To   string `xml:"ToTime"`
}

type rawPeriod struct {
	From string `xml:"FromDate"`
	To   string `xml:"ToDate"`
}

type rawWeekDay struct {
	Type    string    `xml:"DayType"`
	Working string    `xml:"DayWorking"`
	Period  rawPeriod `xml:"TimePeriod"`
	Spans   []rawSpan `xml:"WorkingTimes>WorkingTime"`
}

type rawException struct {
	ByOccurrences string    `xml:"EnteredByOccurrences"`
	Period        rawPeriod `xml:"TimePeriod"`
	Occurrences   string    `xml:"Occurrences"`
	Name          string    `xml:"Name"`
	Type          string    `xml:"Type"`
	Every         string    `xml:"Period"`
	DaysOfWeek    string    `xml:"DaysOfWeek"`
	MonthItem     string    `xml:"MonthItem"`
	MonthPosition string    `xml:"MonthPosition"`
	Month         string    `xml:"Month"`
	MonthDay      string    `xml:"MonthDay"`
	Working       string    `xml:"DayWorking"`
	Spans         []rawSpan `xml:"WorkingTimes>WorkingTime"`
}

type rawWorkWeek struct {
	Period rawPeriod    `xml:"TimePeriod"`
	Name   string       `xml:"Name"`
	Days   []rawWeekDay `xml:"WeekDays>WeekDay"`
	Bare   []rawWeekDay `xml:"WeekDay"` // as the published schema has it
}

type rawCalendar struct {
	line       int
	UID        string         `xml:"UID"`
	Name       string         `xml:"Name"`
	IsBase     string         `xml:"IsBaseCalendar"`
	Base       string         `xml:"BaseCalendarUID"`
	Days       []rawWeekDay   `xml:"WeekDays>WeekDay"`
	Exceptions []rawException `xml:"Exceptions>Exception"`
	WorkWeeks  []rawWorkWeek  `xml:"WorkWeeks>WorkWeek"`
}

type rawLink struct {
	Pred         string `xml:"PredecessorUID"`
	Type         string `xml:"Type"`
	CrossProject string `xml:"CrossProject"`
	CrossName    string `xml:"CrossProjectName"`
	Lag          string `xml:"LinkLag"`
	Format       string `xml:"LagFormat"`
}

type rawBaseline struct {
	Number    string `xml:"Number"`
	Start     string `xml:"Start"`
	Finish    string `xml:"Finish"`
	Duration  string `xml:"Duration"`
	Format    string `xml:"DurationFormat"`
	Estimated string `xml:"EstimatedDuration"`
	Work      string `xml:"Work"`
	Cost      string `xml:"Cost"`
}

type rawField struct {
	ID    string `xml:"FieldID"`
	Value string `xml:"Value"`
}

type rawTask struct {
	line            int
	UID             string        `xml:"UID"`
	ID              string        `xml:"ID"`
	Name            string        `xml:"Name"`
	Active          string        `xml:"Active"`
	Manual          string        `xml:"Manual"`
	Type            string        `xml:"Type"`
	IsNull          string        `xml:"IsNull"`
	WBS             string        `xml:"WBS"`
	OutlineNumber   string        `xml:"OutlineNumber"`
	OutlineLevel    string        `xml:"OutlineLevel"`
	Priority        string        `xml:"Priority"`
	Start           string        `xml:"Start"`
	Finish          string        `xml:"Finish"`
	Duration        string        `xml:"Duration"`
	ManualStart     string        `xml:"ManualStart"`
	ManualFinish    string        `xml:"ManualFinish"`
	DurationFormat  string        `xml:"DurationFormat"`
	Work            string        `xml:"Work"`
	Stop            string        `xml:"Stop"`
	Resume          string        `xml:"Resume"`
	EffortDriven    string        `xml:"EffortDriven"`
	Estimated       string        `xml:"Estimated"`
	Milestone       string        `xml:"Milestone"`
	Summary         string        `xml:"Summary"`
	Critical        string        `xml:"Critical"`
	IsSubproject    string        `xml:"IsSubproject"`
	External        string        `xml:"ExternalTask"`
	ExternalProject string        `xml:"ExternalTaskProject"`
	EarlyStart      string        `xml:"EarlyStart"`
	EarlyFinish     string        `xml:"EarlyFinish"`
	LateStart       string        `xml:"LateStart"`
	LateFinish      string        `xml:"LateFinish"`
	FreeSlack       string        `xml:"FreeSlack"`
	TotalSlack      string        `xml:"TotalSlack"`
	Percent         string        `xml:"PercentComplete"`
	PercentWork     string        `xml:"PercentWorkComplete"`
	ActualStart     string        `xml:"ActualStart"`
	ActualFinish    string        `xml:"ActualFinish"`
	ActualDuration  string        `xml:"ActualDuration"`
	Remaining       string        `xml:"RemainingDuration"`
	ConstraintType  string        `xml:"ConstraintType"`
	Calendar        string        `xml:"CalendarUID"`
	ConstraintDate  string        `xml:"ConstraintDate"`
	Deadline        string        `xml:"Deadline"`
	LevelingDelay   string        `xml:"LevelingDelay"`
	IgnoreResource  string        `xml:"IgnoreResourceCalendar"`
	Notes           string        `xml:"Notes"`
	PercentPhysical string        `xml:"PhysicalPercentComplete"`
	EarnedValue     string        `xml:"EarnedValueMethod"`
	Links           []rawLink     `xml:"PredecessorLink"`
	Fields          []rawField    `xml:"ExtendedAttribute"`
	Baselines       []rawBaseline `xml:"Baseline"`
}

type rawResource struct {
	line       int
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
	IsCost     string `xml:"IsCostResource"`
}

type rawTimephased struct {
	Type   string `xml:"Type"`
	Start  string `xml:"Start"`
	Finish string `xml:"Finish"`
	Value  string `xml:"Value"`
}

type rawAssignment struct {
	line       int
	UID        string          `xml:"UID"`
	Task       string          `xml:"TaskUID"`
	Resource   string          `xml:"ResourceUID"`
	Units      string          `xml:"Units"`
	Work       string          `xml:"Work"`
	ActualWork string          `xml:"ActualWork"`
	Remaining  string          `xml:"RemainingWork"`
	Cost       string          `xml:"Cost"`
	Delay      string          `xml:"Delay"`
	Start      string          `xml:"Start"`
	Finish     string          `xml:"Finish"`
	Timephased []rawTimephased `xml:"TimephasedData"`
}

type rawFieldDef struct {
	ID    string `xml:"FieldID"`
	Name  string `xml:"FieldName"`
	Alias string `xml:"Alias"`
}

// document is the whole file before it means anything.
type document struct {
	props       map[string]string // the project's own leaf elements
	fields      []rawFieldDef
	calendars   []rawCalendar
	tasks       []rawTask
	resources   []rawResource
	assignments []rawAssignment
}
