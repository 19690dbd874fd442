// Package inferred finds out what a file was really scheduled with. Files state
// calendars and durations, and the dates that a tool once computed from them; now
// and then the two do not belong together: a holiday was added, or a duration
// changed, after the last schedule, or a program wrote durations by a calendar of
// its own. A contractor who opens the file still sees the dates, and so should we.
//
// Words. A witness is an unfinished activity whose file states its early and late
// dates. It agrees with a calendar when both its spans, measured on it, are the
// work it has left and both begin and end in working time.
//
// Promises. Nothing is changed on a hunch: a calendar only when at least five
// witnesses speak against it as written, and with the change 95 of 100 agree and
// four of five of those who did not; a duration only when early and late dates show
// the same other one; a scheduling option only when it brings half of what does not
// agree to agree. All of it stands only when then 90 of 100 of all dates that the
// file states come out of the network to the minute, and none of the five kinds
// agrees worse than before. Every change is a note of the import's report. A plan
// whose dates agree as written, or that states none, is left alone.
package inferred
