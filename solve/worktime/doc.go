// Package worktime counts working time on civil calendars.
//
// A Time is a wall-clock minute without a zone, a Day a civil date. A Calendar
// is compiled once from a week, its shifts and the dates that differ, and
// never changes after; every question is answered without allocating, in the
// logarithm of the number of exceptions, for any date from 1700 to 2300.
//
// Words. An instant between two shifts is one point of working time but many
// of the clock: a finish stands at the end of the earlier shift (Friday 17:00),
// a start at the beginning of the later one (Monday 08:00). Add answers with
// finishes, NextStart turns a finish into a start, PrevFinish a start into a
// finish, and Between counts the same for either.
package worktime
