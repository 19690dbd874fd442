// Package network schedules a project by the critical path method.
//
// Schedule takes a Problem (calendars, activities, links, dates) and answers a
// Result: early and late dates, floats, what drives each activity, the longest
// path. It is pure: no clock, no I/O, no state; the same problem gives the same
// result. Time and memory are linear in activities and links, but for the
// logarithm of a calendar's exceptions.
//
// Words. The remainder of an activity is its work still to do: all of it before
// it starts, none after it finishes. Early and late dates are those of the
// remainder, as Primavera has them; Start and Finish are the dates shown, with
// what already happened. A finished activity keeps its place in the logic as a
// point, so that under retained logic it passes on what its own predecessors
// still ask for. Float is working minutes on the activity's own calendar.
package network
