package stoppage

import (
	"errors"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Stop is n with the stoppages in the calendars of what people do, as Laid has
// them in the plan: what runs by a calendar that goes on is not stopped, nor a
// lag on it.
//
// n is p's own network (masterplan.Network) and is left alone. It returns a fault
// Invalid "plan.calendar.empty" when a calendar has no working time left.
func Stop(p *masterplan.Plan, n *network.Problem, stoppages []Stoppage) (*network.Problem, error) {
	out := *n
	if len(stoppages) == 0 {
		return &out, nil
	}
	s := stopper{out: &out, stoppages: InOrder(stoppages), stopped: map[int32]int32{}}
	out.Calendars = append([]*worktime.Calendar(nil), n.Calendars...)
	out.Activities = append([]network.Activity(nil), n.Activities...)
	out.Links = append([]network.Link(nil), n.Links...)
	on := worksThrough(p, allHours(p))
	goes := func(c int, hours int32) bool { return on[c] && roundTheClock(n.Calendars[hours]) }
	var err error
	for i := range out.Activities {
		if a := &out.Activities[i]; !goes(counted(p, p.Activities[i].Calendar), a.Calendar) {
			if a.Calendar, err = s.stoppedCalendar(a.Calendar); err != nil {
				return nil, err
			}
			if a.Crews, err = s.stoppedCrews(a.Crews); err != nil {
				return nil, err
			}
		}
	}
	for i := range out.Links {
		if l := &out.Links[i]; l.LagCalendar >= 0 && l.Lag != 0 && !goes(counted(p, lagCalendar(p, l)), l.LagCalendar) {
			if l.LagCalendar, err = s.stoppedCalendar(l.LagCalendar); err != nil {
				return nil, err
			}
		}
	}
	return &out, nil
}

// lagCalendar is the calendar of p by which the lag of l runs; -1: the plan's own.
func lagCalendar(p *masterplan.Plan, l *network.Link) int32 {
	switch p.Settings.LagCalendar {
	case masterplan.LagSuccessor:
		return p.Activities[l.Succ].Calendar
	case masterplan.LagProject:
		return -1
	}
	return p.Activities[l.Pred].Calendar
}

// Waiting says of every activity whether time alone does it: curing, drying, a
// wait for goods.
func Waiting(p *masterplan.Plan, n *network.Problem) []bool {
	hands := assigned(p)
	out := make([]bool, len(p.Activities))
	round, all := 0, 0
	for i := range n.Activities {
		a := &n.Activities[i]
		if a.Kind != network.Task || a.Duration == 0 {
			continue
		}
		all++
		if a.Elapsed || roundTheClock(n.Calendars[a.Calendar]) {
			round++
			out[i] = !hands[i]
		}
	}
	if 2*round > all { // the plan itself is in civil days: nothing can be told from that
		clear(out)
	}
	return out
}

func roundTheClock(c *worktime.Calendar) bool {
	for _, spans := range c.Week() {
		if len(spans) != 1 || spans[0] != (worktime.Span{Start: 0, End: worktime.MinutesPerDay}) {
			return false
		}
	}
	return true
}

// stopper makes each stopped calendar once.
type stopper struct {
	out       *network.Problem
	stoppages []Stoppage
	stopped   map[int32]int32
}

func (s *stopper) stoppedCalendar(i int32) (int32, error) {
	if at, ok := s.stopped[i]; ok {
		return at, nil
	}
	c, err := StopCalendar(s.out.Calendars[i], s.stoppages)
	if err != nil {
		return 0, err
	}
	s.stopped[i] = int32(len(s.out.Calendars))
	s.out.Calendars = append(s.out.Calendars, c)
	return s.stopped[i], nil
}

// stoppedCrews are those of an activity, each on its own stopped calendar.
func (s *stopper) stoppedCrews(list []network.Crew) ([]network.Crew, error) {
	out := slices.Clone(list)
	for i := range out {
		var err error
		if out[i].Calendar, err = s.stoppedCalendar(out[i].Calendar); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// StopCalendar is c without the days of the stoppages and with its working days
// after them cut to what the restart curves give, from the start of the day.
// Where several curves hold, the lowest does. It returns a fault Invalid
// "plan.calendar.empty" when nothing is left.
func StopCalendar(c *worktime.Calendar, stoppages []Stoppage) (*worktime.Calendar, error) {
	all := []worktime.Span{{Start: 0, End: worktime.MinutesPerDay}}
	week := worktime.Week{all, all, all, all, all, all, all}
	var cut []worktime.Exception
	for i := range stoppages {
		for d := stoppages[i].From; d <= stoppages[i].To; d++ {
			cut = append(cut, worktime.Exception{Day: d})
		}
	}
	for d, percent := range restartShares(c, stoppages) {
		cut = append(cut, worktime.Exception{Day: d, Spans: firstPart(c.Spans(d), percent)})
	}
	mask, err := worktime.New(week, cut)
	if err == nil {
		c, err = worktime.Both(c, mask)
	}
	if errors.Is(err, worktime.ErrNoWork) {
		return nil, fault.New(fault.Invalid, "plan.calendar.empty", "calendar", "").Because(err)
	}
	return c, err
}

// restartReach bounds the search for working days after a stoppage.
const restartReach = 400

// restartShares is the percentage of every working day on which less than all is done.
func restartShares(c *worktime.Calendar, stoppages []Stoppage) map[worktime.Day]int {
	out := map[worktime.Day]int{}
	for i := range stoppages {
		s := &stoppages[i]
		if !stops(s, c) {
			continue // who rested anyway has nothing to start again
		}
		step, done := 0, 0
		for d := s.To + 1; step < len(s.Restart) && d <= s.To+restartReach; d++ {
			if c.Minutes(d) == 0 || stoppedOn(d, stoppages) {
				continue
			}
			if before, ok := out[d]; !ok || s.Restart[step].Percent < before {
				out[d] = s.Restart[step].Percent
			}
			if done++; done == s.Restart[step].Days {
				step, done = step+1, 0
			}
		}
	}
	return out
}

// stops says whether c works on any day of s.
func stops(s *Stoppage, c *worktime.Calendar) bool {
	for d := s.From; d <= s.To; d++ {
		if c.Minutes(d) > 0 {
			return true
		}
	}
	return false
}

func stoppedOn(d worktime.Day, stoppages []Stoppage) bool {
	for i := range stoppages {
		if d >= stoppages[i].From && d <= stoppages[i].To {
			return true
		}
	}
	return false
}

// firstPart is the first percent of the minutes of spans, at least one minute.
func firstPart(spans []worktime.Span, percent int) []worktime.Span {
	total := 0
	for _, s := range spans {
		total += int(s.End - s.Start)
	}
	left := max(1, total*percent/100)
	var out []worktime.Span
	for _, s := range spans {
		if left <= 0 {
			break
		}
		length := min(left, int(s.End-s.Start))
		out = append(out, worktime.Span{Start: s.Start, End: s.Start + int16(length)})
		left -= length
	}
	return out
}
