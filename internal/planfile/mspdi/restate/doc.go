// Package restate says a plan of another tool in Microsoft Project's terms, so
// that it keeps the dates agreed on when Microsoft Project schedules it.
//
// The two tools disagree on much: what holds work at the data date, what a
// finished activity out of sequence hands on, the calendar that a lag counts on,
// how many constraints an activity has and whether one overrules links. Restate
// does not know these cases one by one. It lays the agreed dates under Microsoft
// Project's rules and asks of every activity by itself where its neighbours'
// agreed dates would put it (network.Follow). Where that is not where it was
// agreed, the mildest means that keeps it is taken: a lag of the same span round
// the clock, then a start no earlier than, then a shorter lag. This is repeated
// until nothing moves or no means are left. Then the whole is scheduled, and what
// still moves is named.
//
// Rules: Microsoft Project as this project's kernel knows it, package masterplan with
// the dialect masterplan.MicrosoftProject.
package restate
