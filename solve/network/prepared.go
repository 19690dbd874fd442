package network

import "fugong/solve/worktime"

// Prepared is a checked problem in its order, to ask again and again when it
// would finish if its calendars were others. It is safe for concurrent use as
// long as the problem is not changed.
type Prepared struct {
	problem *Problem
	graph   *graph
}

// Prepare checks and orders p, which must not change afterwards. Errors are
// those of Schedule.
func Prepare(p *Problem) (*Prepared, error) {
	if err := p.checkProblem(); err != nil {
		return nil, err
	}
	g, err := build(p)
	if err != nil {
		return nil, err
	}
	return &Prepared{p, g}, nil
}

// Finish is the Result.Finish that Schedule would answer with these calendars,
// one for each of the problem's and in their order. Late dates and floats are
// worked out only where the finish hangs on them.
func (n *Prepared) Finish(calendars []*worktime.Calendar) worktime.Time {
	p := *n.problem
	p.Calendars = calendars
	s := newSolver(&p, n.graph)
	switch {
	case p.Options.FromFinish:
		s.fromFinish()
	case n.graph.hasLates:
		s.fromStart()
	default:
		s.forwardPass()
	}
	s.setShownDates()
	s.spans()
	s.findExtent()
	return s.result.Finish
}
