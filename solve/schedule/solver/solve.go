package solver

import (
	"context"
	"fmt"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// Solve works on p until the optimum is proven, options.Effort is spent or ctx
// is done, whatever comes first; a ctx that is done is no error. Every solution
// that it reports has passed schedule.Check.
//
// It returns every *schedule.Refusal, joined, of a problem that is not sound, and an error
// of its own should a worker ever contradict Check.
func Solve(ctx context.Context, p *schedule.Problem, options Options) (Result, error) {
	m, err := compiled.Compile(p)
	if err != nil {
		return Result{Status: Unknown}, err
	}
	s := &search{p: p, m: m, options: options, lanes: newLanes(m, options)}
	if options.From != nil {
		if err := s.offerSolution(options.From); err != nil {
			return Result{Status: Unknown}, fmt.Errorf("the solution to start from: %w", err)
		}
	}
	if err := s.runLanes(ctx); err != nil {
		return Result{Status: Unknown}, err
	}
	r := s.resultSoFar()
	if r.Status == Infeasible {
		r.Clash, err = s.findClash(ctx)
	}
	return r, err
}
