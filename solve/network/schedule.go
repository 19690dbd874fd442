package network

import "fugong/solve/worktime"

// far is later than every date of a plan: the bound that does not bind.
const far = worktime.Time(1) << 50

// Schedule computes the dates of p. It returns *InputError for an index or
// duration that makes no sense and *LoopError when activities wait for one
// another in a ring.
func Schedule(p *Problem) (*Result, error) {
	if err := p.checkProblem(); err != nil {
		return nil, err
	}
	g, err := build(p)
	if err != nil {
		return nil, err
	}
	s := newSolver(p, g)
	if p.Options.FromFinish {
		s.fromFinish()
	} else {
		s.fromStart()
	}
	s.setShownDates()
	s.spans()
	s.measureFloats()
	s.showOverdue()
	return s.result, nil
}

// Follow answers, for every activity by itself, the dates that its neighbours'
// given dates ask of it: early dates from its predecessors', late dates from its
// successors'. Where given already keeps the rules of p it comes back as it
// went in, so the rows that differ are where somebody else's dates part from
// these rules. Rows of what spans others come back as given. Errors are those
// of Schedule; given has one row per activity.
func Follow(p *Problem, given []Row) ([]Row, error) {
	if err := p.checkProblem(); err != nil {
		return nil, err
	}
	if len(given) != len(p.Activities) {
		return nil, &InputError{"activity", len(given), "rows", int64(len(given))}
	}
	g, err := build(p)
	if err != nil {
		return nil, err
	}
	s := newSolver(p, g)
	copy(s.rows, given)
	s.resumeStarted()
	out := s.followGivenDates()
	copy(s.rows, out)
	if p.DataDate == worktime.None {
		s.showWhole()
	}
	return s.rows, nil
}

// resumeStarted puts the early start of what has begun, given as that of the whole
// activity, to where its remainder goes on, as the passes reckon.
func (s *solver) resumeStarted() {
	for i := range s.rows {
		a, r := &s.p.Activities[i], &s.rows[i]
		if s.p.DataDate != worktime.None || !a.binds() || !a.started() || a.finished() || a.Kind == Summary {
			continue
		}
		ours := *r
		if s.placeUnmoved(int32(i), a, &ours) {
			r.EarlyStart = ours.EarlyStart
		}
	}
}

func (s *solver) followGivenDates() []Row {
	out := make([]Row, len(s.rows))
	copy(out, s.rows)
	s.last = s.lastFinish()
	s.finish = s.last
	if s.p.MustFinish != worktime.None {
		s.finish = s.p.MustFinish
	}
	for _, u := range s.order {
		switch {
		case int(u) >= s.n:
		case s.closing[u] >= 0:
			s.openSummary(u)
		default:
			before := s.rows[u]
			s.setEarlyDates(u)
			if a := &s.p.Activities[u]; s.p.Options.Late == ZeroFreeFloat && a.Primary.Type == AsLateAsPossible && !a.finished() {
				s.moveLate(u, a)
			}
			out[u], s.rows[u] = s.rows[u], before
		}
	}
	for n := len(s.order) - 1; n >= 0; n-- {
		u := s.order[n]
		switch {
		case int(u) >= s.n:
			s.limitOf(s.opened[int(u)-s.n])
		case s.closing[u] < 0:
			before := s.rows[u]
			s.setLateDates(u)
			out[u].LateStart, out[u].LateFinish = s.rows[u].LateStart, s.rows[u].LateFinish
			s.rows[u] = before
		}
	}
	return out
}

// solver holds the working state of one Schedule.
type solver struct {
	*graph
	p      *Problem
	result *Result
	rows   []Row
	floor  []worktime.Time // of a summary: what its children may not start before
	limit  []worktime.Time // of a summary: what its children may not finish after
	start  worktime.Time   // nothing unstarted begins before it
	finish worktime.Time   // late dates count back from it
	last   worktime.Time   // the latest early finish
	late   bool            // second pass: as-late-as-possible stands on its late dates

	underWay []bool // of a summary: something below it has started

	effortOuts map[int32][]int32 // links to a level of effort, by predecessor; see effort
}

func newSolver(p *Problem, g *graph) *solver {
	s := &solver{graph: g, p: p, start: p.Start}
	s.result = &Result{
		Rows: make([]Row, len(p.Activities)), Links: make([]LinkRow, len(p.Links)),
		Start: worktime.None, Finish: worktime.None,
	}
	s.rows = s.result.Rows
	for i := range s.rows {
		none := worktime.None
		s.rows[i] = Row{EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none, Start: none, Finish: none, Link: -1}
	}
	if len(g.opened) > 0 {
		s.floor = make([]worktime.Time, len(g.opened))
		s.limit = make([]worktime.Time, len(g.opened))
	}
	return s
}

func (s *solver) fromStart() {
	s.forwardPass()
	s.last = s.lastFinish()
	s.finish = s.last
	if s.p.MustFinish != worktime.None {
		s.finish = s.p.MustFinish
	}
	s.backwardPass()
	switch {
	case !s.hasLates:
	case s.p.Options.Late == ZeroFreeFloat:
		s.zeroFreeFloat()
	default:
		s.late = true
		s.forwardPass()
	}
}

// fromFinish counts back first: the project starts when its latest dates ask.
func (s *solver) fromFinish() {
	s.forwardPass() // where what has happened stands
	s.finish = s.p.MustFinish
	if s.finish == worktime.None {
		s.finish = s.lastFinish()
	}
	s.backwardPass()
	s.start = far
	for i := range s.rows {
		if s.p.Activities[i].binds() && s.rows[i].LateStart != worktime.None {
			s.start = min(s.start, s.rows[i].LateStart)
		}
	}
	s.forwardPass()
}

// lastFinish is the latest early finish of what drives; the start of the
// project when nothing does.
func (s *solver) lastFinish() worktime.Time {
	last := worktime.None
	for i := range s.rows {
		if s.p.Activities[i].binds() {
			last = max(last, s.rows[i].EarlyFinish)
		}
	}
	if last == worktime.None {
		return s.start
	}
	return last
}

func (s *solver) lagClock(l *Link) clock {
	if l.LagCalendar < 0 {
		return clock{}
	}
	return s.hours(l.LagCalendar)
}

func (a *Activity) started() bool {
	return a.ActualStart != worktime.None || a.ActualFinish != worktime.None
}

func (a *Activity) finished() bool { return a.ActualFinish != worktime.None }

// remainder is the work still to do.
func (a *Activity) remainder() int64 {
	switch {
	case a.finished() || a.Kind == StartMilestone || a.Kind == FinishMilestone:
		return 0
	}
	return a.Remaining
}
