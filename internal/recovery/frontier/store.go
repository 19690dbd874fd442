package frontier

import (
	"errors"
	"slices"
	"sync"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/recovery"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/schedule/sgs"
	"fugong/solve/worktime"
)

// store keeps, for every day, the cheapest plan known that ends on it.
type store struct {
	m      *timecost.Model
	k      *kernel.Model
	byDay  map[worktime.Day]*entry
	bound  worktime.Time
	keep   worktime.Time
	first  bool                   // the first frontier is complete
	better int                    // points improved since
	asked  map[worktime.Day]int   // how often the solver was asked for a day
	floors map[worktime.Day]int64 // the least that ending by a day costs
}

// entry is one plan kept.
type entry struct {
	plan   *sgs.Plan
	cost   int64
	end    int32
	point  *recovery.Point // read back; nil: not yet
	failed int             // tries in a row that did not improve it
}

// at is the entry behind a point.
func (s *store) at(finish worktime.Time, cost int64) *entry {
	for _, e := range s.byDay {
		if e.point != nil && e.point.Finish == finish && e.cost == cost {
			return e
		}
	}
	panic("frontier: a point without a plan")
}

// day is the civil day on which a plan that ends at a tick ends at the latest.
func (s *store) day(end int32) worktime.Day { return masterplan.EndDay(s.m.At(int(end))) }

// target is the last tick at which a plan surely ends on a day.
func (s *store) target(d worktime.Day) int32 {
	return int32(int64((d+1).At(0)-s.m.Origin) / s.m.Tick)
}

// offerPlan takes a plan in when none that ends as early, to the minute's day, is as
// cheap, and drops those that it beats. It reports whether it did.
func (s *store) offerPlan(p *sgs.Plan, cost int64) bool {
	end := p.Last()
	if p.Late > 0 || s.beaten(s.day(end)-1, cost, end) {
		return false
	}
	sol := s.solution(p)
	finish, err := s.m.Finish(&sol)
	if err != nil || !s.m.WithinOvertimeCap(&sol) {
		return false
	}
	d := masterplan.EndDay(finish)
	if s.beaten(d, cost, end) {
		return false
	}
	kept := sgs.NewPlan(s.k)
	kept.Copy(p)
	for other, e := range s.byDay {
		if other >= d && e.cost >= cost {
			delete(s.byDay, other)
		}
	}
	s.byDay[d] = &entry{plan: kept, cost: cost, end: end}
	if s.first {
		s.better++
	}
	return true
}

// beaten says whether a plan is known that costs no more and ends by a day.
func (s *store) beaten(by worktime.Day, cost int64, end int32) bool {
	for d, e := range s.byDay {
		if d <= by && e.cost <= cost && !(e.cost == cost && end < e.end) {
			return true
		}
	}
	return false
}

func (s *store) solution(p *sgs.Plan) schedule.Solution { return s.k.Solution(p.Start, p.Way) }

// days are those with a plan, the latest first.
func (s *store) days() []worktime.Day {
	out := make([]worktime.Day, 0, len(s.byDay))
	for d := range s.byDay {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b worktime.Day) int { return int(b - a) })
	return out
}

// readFrontier reads the plans back. Plans whose minutes end on the same day are one
// point, the cheapest.
func (s *store) readFrontier(cores int) (*recovery.Frontier, error) {
	if err := s.readPlans(cores); err != nil {
		return nil, err
	}
	f := &recovery.Frontier{Planned: s.m.Planned, LowerBound: s.bound, Keep: s.keep, Loss: s.m.Loss, KeepAt: -1}
	for _, d := range s.days() {
		e := s.byDay[d]
		p := *e.point
		p.Bound = min(p.Cost, s.floor(d))
		p.Proven = p.Bound == p.Cost
		if n := len(f.Points); n > 0 && masterplan.EndDay(p.Finish) >= masterplan.EndDay(f.Points[n-1].Finish) {
			continue
		}
		f.Points = append(f.Points, p)
	}
	f.WithoutMeasures = f.Points[0].Finish
	s.namePoints(f)
	return f, nil
}

// readPlans reads back the plans that were not yet, on all cores, and holds each to the
// kernel's own rules before anybody sees it.
func (s *store) readPlans(cores int) error {
	var list []*entry
	for _, e := range s.byDay {
		if e.point == nil {
			list = append(list, e)
		}
	}
	errs := make([]error, len(list))
	var wait sync.WaitGroup
	for c := range cores {
		wait.Go(func() {
			for n := c; n < len(list); n += cores {
				errs[n] = s.readOne(list[n])
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func (s *store) readOne(e *entry) error {
	sol := s.solution(e.plan)
	if _, err := schedule.Check(s.m.Problem, &sol); err != nil {
		return fault.New(fault.Internal, "plan.recovery.unstated").Because(err)
	}
	p, err := s.m.ReadPoint(&sol)
	e.point = &p
	return err
}

// namePoints counts days won and marks the points that people ask for by name.
func (s *store) namePoints(f *recovery.Frontier) {
	set := &s.m.In.Settings
	overhead, penalty := set.Value(recovery.OverheadDay), set.Value(recovery.PenaltyDay)
	late := func(t worktime.Time) float64 {
		return float64(max(0, int(masterplan.EndDay(t)-masterplan.EndDay(f.Keep))))
	}
	for i := range f.Points {
		p := &f.Points[i]
		p.Days = int(masterplan.EndDay(f.WithoutMeasures) - masterplan.EndDay(p.Finish))
		p.Net = p.Cost - int64(overhead*float64(p.Days)+penalty*(late(f.WithoutMeasures)-late(p.Finish)))
		if f.KeepAt < 0 && masterplan.EndDay(p.Finish) <= masterplan.EndDay(f.Keep) {
			f.KeepAt = i
		}
	}
	f.SoonestAt = len(f.Points) - 1
	f.BestAt = bestValue(f.Points, overhead > 0 || penalty > 0)
}

// bestValue is the point of the least net cost; where nothing says what a day is worth,
// the one farthest from the straight line between no measures and all of them, up
// to which days are cheap and from which they are dear.
func bestValue(points []recovery.Point, valued bool) (at int) {
	last := &points[len(points)-1]
	score := func(p *recovery.Point) float64 {
		if valued || last.Days == 0 || last.Cost == 0 {
			return -float64(p.Net)
		}
		return float64(p.Days)/float64(last.Days) - float64(p.Cost)/float64(last.Cost)
	}
	for i := range points {
		if score(&points[i]) > score(&points[at]) {
			at = i
		}
	}
	return at
}
