// Package evolve searches for good schedules of a compiled problem. It has
// one almost at once and improves it as long as it is asked to.
//
// A population of schedules stands behind it. Where the problem looks the same
// in both directions there are two sides, one of left-justified and one of
// right-justified plans, and the children of each feed the other, so that every
// child is justified for nothing (Debels and Vanhoucke 2007). Elsewhere there is
// one side, and children that stay are justified there and back (Valls,
// Ballestín and Quintanilla 2005). A child takes a stretch of time from one
// parent and the rest from the other. A plan is kept as keys, which say in which
// order its tasks are placed, and ways.
//
// Work is counted in placements of single tasks. The same model, seed and calls
// give the same result; what a context cuts off is a prefix of it.
package evolve
