// Package sgs builds schedules from orders: the serial and the parallel
// schedule generation scheme, forwards and backwards, and justification, on
// packed capacity profiles (Kolisch 1996; Valls, Ballestín and Quintanilla 2005).
//
// Words. A Plan is a start, an end and a way of every task. A Decoder belongs to
// one goroutine; after New it allocates nothing. Forwards every task is placed as
// early as the tasks placed before it let it, so the plan is left-justified;
// backwards as late, right-justified. What does not fit before the windows of
// the model end is placed behind them and counted in Plan.Late.
//
// Free capacity is kept as words of equal lanes, one lane a resource, with the
// top bit of each lane set. A demand fits where subtracting it leaves all top
// bits set: one subtraction and one comparison for up to eight resources.
package sgs
