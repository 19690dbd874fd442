// Package catchup wins lost days back: the use cases around package recovery. It
// keeps what holds on a site today and what a zone's measures may do, has
// frontiers worked out by jobs, lets somebody accept a point of one, and tells
// afterwards what the measures have really brought.
//
// # Words
//
// Conditions are what people enter of today: hands, permits, blocks, loans, offers.
// A Solve is one question put to the solver and its answer so far: a Frontier.
// Accepting a point makes its plan the one in force and its measures Tasks with
// an owner. A Track says of each how many days it has delivered. What was accepted
// can be taken back while nothing was recorded since.
//
// # Promises
//
//   - A solve runs outside of transactions and changes nothing but its own row.
//     Killed or failed it leaves the plan in force as it was, and says so.
//   - What was found so far is stored every few seconds and stays when the solve
//     is stopped, fails, or its process dies.
//   - A point is accepted only while the project is at the revision it was worked
//     out for. Nothing moves without it.
package catchup
