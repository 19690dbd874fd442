package solver

import (
	"time"

	"fugong/solve/schedule"
)

// Status says what is known about a problem.
type Status string

const (
	Optimal    Status = "optimal"    // the solution's Goal equals the bound
	Feasible   Status = "feasible"   // a solution is known
	Infeasible Status = "infeasible" // proven: there is none; see Result.Clash
	Unknown    Status = "unknown"    // neither solution nor proof yet
)

// Options steer a Solve. The zero value uses one core and stops only when the
// context does or the optimum is proven.
type Options struct {
	Seed    uint64
	Effort  int64              // work to stop after, about the number of single task placements; 0: no limit
	Expect  time.Duration      // how long the solve will be let run, as far as the caller knows; with Effort not needed; sizes what is bred, so it is part of what gives the result
	Cores   int                // goroutines to use, at least 1; does not change the result
	From    *schedule.Solution // a solution to start from; nil: none
	Observe func(Progress)     // called from one goroutine at every improvement of solution or bound; must return soon
}

// Progress is what is known at a moment.
type Progress struct {
	Solution  *schedule.Solution // best so far, not to be changed; nil: none yet
	Value     schedule.Value
	Bound     int64 // no solution has a smaller Goal
	Schedules int64 // built so far
}

// Result is where a Solve stopped.
type Result struct {
	Status Status
	Progress
	Conflicts int64  // learned from by the prover
	Clash     *Clash // with Infeasible; nil when there was no time to find it
}
