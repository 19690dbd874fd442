// Package lazyclause is a solver for constraints over bounded integers that learns from
// every conflict: lazy clause generation (Ohrimenko, Stuckey and Codish 2009).
//
// A Var has a lower and an upper bound. A Lit is a bound that may hold, [x >= a]
// or [x <= a]; constraints are clauses over such bounds, arcs between two
// variables, and propagators (cumulative resources, weighted sums, choices of
// modes), each of which can say from which bounds a bound followed. A conflict is
// traced back through these reasons to one new clause (first unique implication
// point), so that no part of the search is made twice. Bounds become atoms, with
// clauses that watch them, only when a learned clause speaks of
// them.
//
// The package knows nothing of projects. All work is counted, never timed: the
// same calls give the same answers.
package lazyclause
