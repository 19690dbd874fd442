// Package solver solves schedule.Problem: it has a complete schedule almost at
// once, improves it while it is watched, and raises a bound that no schedule can
// beat until both meet.
//
// Two kinds of worker share one search. The population (package evolve)
// finds good schedules; the prover (package exact) learns from conflicts and
// raises the bound. They meet at barriers counted in work, not in time: the same
// problem, seed and effort give the same result on one core or on many. What a
// context cuts off is a prefix of that same run.
package solver
