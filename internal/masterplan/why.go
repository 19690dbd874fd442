package masterplan

import (
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Hold is one link of the chain behind an activity's start: what holds it, and
// where that stands. Holds run from the activity asked about back to where the
// chain begins.
type Hold struct {
	Activity      int            // index
	Start, Finish worktime.Time  // early dates of its remainder
	Held          network.Reason // what holds its start
	At            worktime.Time  // the date that holds it: a constraint's, the data date's, …; None when a link does
	Constraint    ConstraintType // under Held = ByConstraint
	Pred          int            // under ByLink the activity before, else -1
	Link          int            // under ByLink the link's index, else -1
	Type          LinkType       // of that link
	Lag           int64          // of that link, minutes
	Calendar      string         // the activity's calendar; "" is the standard week
}

// Why is the chain of driving links, dates and calendars that explains the early
// start of activity i, back to the data date, the project's start, a constraint
// or what already happened. It is nil when i has no dates. The chain of a summary
// begins with the child that starts first.
func Why(p *Plan, d *Dates, i int) []Hold {
	var steps []Hold
	seen := map[int]bool{}
	for i >= 0 && i < len(d.Rows) && !seen[i] && d.Rows[i].EarlyStart != worktime.None {
		seen[i] = true
		below := len(steps) > 0 && steps[len(steps)-1].Held == network.ByParent
		s := holdOf(p, d, i, below)
		steps = append(steps, s)
		i = s.Pred
		if s.Held == network.BySpan {
			i = firstBelow(p, d, s.Activity)
		}
	}
	return steps
}

// holdOf is what holds activity i. A summary reached from below answers for what
// holds its children, one asked about by itself for what it spans.
func holdOf(p *Plan, d *Dates, i int, below bool) Hold {
	a, r := &p.Activities[i], &d.Rows[i]
	s := Hold{
		Activity: i, Start: r.EarlyStart, Finish: r.EarlyFinish, Held: r.Reason, At: worktime.None, Pred: -1, Link: -1,
		Calendar: p.calendarName(p.calendarOf(i)),
	}
	if !below && (a.Kind == Summary || a.Kind == LevelOfEffort || a.Kind == Hammock) {
		s.Held = network.BySpan
	}
	if a.ActualFinish != worktime.None { // it happened, whatever its links would say
		s.Held = network.ByActual
	}
	switch s.Held {
	case network.ByLink:
		l := &p.Links[r.Link]
		s.Link, s.Pred, s.Type = int(r.Link), int(l.Pred), l.Type
		s.Lag = d.problem.Links[r.Link].Lag
	case network.ByConstraint:
		s.Constraint, s.At = a.Primary.Type, a.Primary.Date
		if a.Primary.Type == NoConstraint {
			s.Constraint, s.At = a.Secondary.Type, a.Secondary.Date
		}
	case network.ByDataDate:
		s.At = p.DataDate
	case network.ByProjectStart:
		s.At = d.problem.Start
	case network.ByActual:
		s.At = a.ActualStart
	case network.ByExpectedFinish:
		s.At = a.ExpectedFinish
	case network.ByManual:
		s.At = a.ManualStart
	case network.ByFinish:
		s.At = d.problem.MustFinish
	case network.ByOutside:
		s.At = d.problem.Activities[i].NotBefore
	case network.ByParent:
		s.Pred = int(a.Parent)
	}
	return s
}

// calendarOf is the calendar of activity i, the plan's when it has none.
func (p *Plan) calendarOf(i int) int32 {
	if at := p.Activities[i].Calendar; at >= 0 {
		return at
	}
	return p.Settings.Calendar
}

// firstBelow is the child of i that starts first; -1 when it has none with
// dates.
func firstBelow(p *Plan, d *Dates, i int) int {
	first := -1
	for j := range p.Activities {
		if int(p.Activities[j].Parent) != i || d.Rows[j].EarlyStart == worktime.None {
			continue
		}
		if first < 0 || d.Rows[j].EarlyStart < d.Rows[first].EarlyStart {
			first = j
		}
	}
	return first
}
