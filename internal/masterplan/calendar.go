package masterplan

import "fugong/solve/worktime"

// Calendar is working time as a file defines it. A day that is not Set
// inherits from Base, and without a base from the standard week.
type Calendar struct {
	UID         int64
	Name        string
	Base        int32       // index of the calendar it derives from, -1 for none
	Resource    bool        // belongs to one resource
	Week        [7]DayHours // 0 = Sunday
	WorkWeeks   []WorkWeek
	Exceptions  []Exception
	HoursPerDay float64 // conversion only; 0 = the plan's
}

// DayHours is one weekday. Set with no Spans is a day off.
type DayHours struct {
	Set   bool
	Spans []worktime.Span
}

// WorkWeek overrides the week between two dates, both included.
type WorkWeek struct {
	Name     string
	From, To worktime.Day
	Week     [7]DayHours
}

// Exception replaces the hours of dates; no Spans is a holiday. Without
// Recurrence it holds on every day From–To, both included.
type Exception struct {
	Name       string
	From, To   worktime.Day
	Spans      []worktime.Span
	Recurrence *Recurrence
}

// Recurrence is MSPDI's repeating exception, kept as the schema has it.
type Recurrence struct {
	Type          int // 1 daily 2 yearly by day 3 yearly by position 4 monthly by day 5 monthly by position 6 weekly 7 by count
	Occurrences   int
	Period        int
	DaysOfWeek    int // bit set, 1 = Sunday
	MonthItem     int
	MonthPosition int
	Month         int
	MonthDay      int
	ByOccurrences bool // EnteredByOccurrences
}
