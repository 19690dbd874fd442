// Package recovery says what a stoppage cost a project and how its days can be
// won back (抢回工期): the nouns, the rules that judge them, and the loss.
//
// # Words
//
// A Stoppage is a window in which nobody works, with a curve of how work picks
// up again after it. The Loss is what stoppages do to a plan, in civil days, kept
// apart by cause. A Measure is one way to win time on one activity: longer hours,
// a night shift, more hands, an overlap, a split, a delivery hurried, a crew
// borrowed. What a measure wins, costs and may not exceed are Parameters, which a
// zone edits in its Settings. Today is what holds on the site now: hands, what is
// awaited, what is permitted, what blocks. A Frontier is the answer: for every
// finish from the one without measures down to the earliest possible a Point, a
// complete plan of least known cost; and beside it the finish before which no
// plan under these rules can end, and the Conflicts that stand in the way.
//
// # Rooms
//
// Package model states an Input as a schedule.Problem with measures as modes and
// reads solutions back; frontier solves it; risk plays a point a thousand times.
// All of it is pure: no clock, no store; the same input and seed give the same
// answer.
//
// # Days
//
// Days lost, won and slipped are civil days between the days on which something
// ends (plan.EndDay). Costs are whole units of the money that rates are in.
package recovery
