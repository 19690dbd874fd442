// Package recovery wins lost days back (抢回工期): its nouns, the rules that judge
// them, and the use cases. It keeps what holds on a site today and what a zone's
// measures may do, has frontiers worked out by jobs, lets somebody accept a point
// of one, and tells afterwards what the measures have really brought.
//
// # Words
//
// Conditions are what people enter of today: hands, permits, blocks, loans, offers;
// Today is what holds on the site now, deliveries included. What a measure
// (package acceleration) wins, costs and may not exceed are Parameters, which a
// zone edits in its Settings. An Input is one question with all that it rests on; a
// Solve is the question put to the solver and its answer so far: a Frontier. That
// holds for every finish from the one without measures down to the earliest
// possible a Point, a complete plan of least known cost; and beside it the finish
// before which no plan under these rules can end, and the Conflicts that stand in
// the way. Accepting a point makes its plan the one in force and its measures
// tasks with an owner. A Track says of each how many days it has delivered. What
// was accepted can be taken back while nothing was recorded since.
//
// # Promises
//
//   - A solve runs outside of transactions and changes nothing but its own row.
//     Killed or failed it leaves the plan in force as it was, and says so.
//   - What was found so far is stored every few seconds and stays when the solve
//     is stopped, fails, or its process dies.
//   - A point is accepted only while the project is at the revision it was worked
//     out for. Nothing moves without it.
//
// # Packages below it
//
// timecost states an Input as a schedule.Problem with measures as modes and reads
// solutions back; frontier solves it; risk simulates a point a thousand times;
// effect holds the rules of output. These are pure: no clock, no store; the same
// input and seed give the same answer. recoverysql is the store, recoveryweb the
// pages and the API.
//
// # Days
//
// Days lost, won and slipped are civil days between the days on which something
// ends (masterplan.EndDay). Costs are whole units of the money that rates are in.
package recovery
