package network

import "fugong/solve/worktime"

// Reason says what holds an activity's early start where it is.
type Reason uint8

const (
	ByProjectStart Reason = iota
	ByDataDate
	ByLink       // Row.Link names it
	ByConstraint // a date constraint of its own
	ByActual     // it happened, or the remainder goes on from what happened
	ByExpectedFinish
	ByManual  // fixed by hand
	ByParent  // a link or constraint of an enclosing summary
	ByOutside // a link from outside the network
	ByFinish  // scheduled back from the finish
	BySpan    // spans others: level of effort, hammock, summary
)

// Row is the dates of one activity. Times are worktime.None for what takes no
// part and for an empty summary.
type Row struct {
	EarlyStart, EarlyFinish worktime.Time // of the remainder
	LateStart, LateFinish   worktime.Time
	Start, Finish           worktime.Time // as shown: actual where it happened
	TotalFloat, FreeFloat   int64         // working minutes; of a finished activity 0
	Link                    int32         // the driving link under ByLink, else -1
	Reason                  Reason
	Critical, LongestPath   bool
}

// LinkRow is one link's part in the result.
type LinkRow struct {
	Slack   int64 // working minutes, on the successor's calendar, before the link would drive
	Driving bool
}

// Result is a scheduled Problem; rows stand in the problem's order.
type Result struct {
	Rows          []Row
	Links         []LinkRow
	Start, Finish worktime.Time // earliest start and latest early finish; None when empty
	Critical      int           // unfinished tasks and milestones that are critical
}
