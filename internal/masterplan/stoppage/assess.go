package stoppage

import (
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Assess is the loss that stoppages cause to p from its data date on. Each
// stoppage is charged, in the order in which they began, with the days that it
// adds to those before it, so that causes add up. What of a stoppage lies before
// the data date is charged as well: without it the same progress would have been
// there as much working time earlier.
//
// It returns the faults of masterplan.Compute and of Stop.
func Assess(p *masterplan.Plan, stoppages []Stoppage) (Loss, error) {
	n, err := Forward(p)
	if err != nil {
		return Loss{}, err
	}
	list := InOrder(stoppages)
	runs := make([]*network.Result, len(list)+1)
	for k := range runs {
		if runs[k], err = runWithout(p, n, list[:k], list[k:]); err != nil {
			return Loss{}, err
		}
	}
	return bookLosses(p, list, runs), nil
}

// Forward is p's network as a site goes on with it: from the data date forward,
// what is undone not left in the past, whatever tool the plan came from.
func Forward(p *masterplan.Plan) (*network.Problem, error) {
	own := *p
	own.Settings.FromFinish = false
	if own.Settings.Dialect == masterplan.MicrosoftProject {
		own.Settings.Dialect = masterplan.Own
	}
	return masterplan.Network(&own)
}

// runWithout schedules n with the stoppages there were, as if the others had not been.
func runWithout(p *masterplan.Plan, n *network.Problem, were, not []Stoppage) (*network.Result, error) {
	stopped, err := Stop(p, n, were)
	if err != nil {
		return nil, err
	}
	if n.DataDate != worktime.None && len(not) > 0 {
		if err := collapseStoppages(p, stopped, n, not); err != nil {
			return nil, err
		}
	}
	r, err := network.Schedule(stopped)
	if err != nil {
		return nil, p.Explain(err)
	}
	return r, nil
}

// collapseStoppages moves the data date of out back by the working time that the
// stoppages took before it, counted on the project's calendar.
func collapseStoppages(p *masterplan.Plan, out, n *network.Problem, not []Stoppage) error {
	own, err := p.CompiledCalendar(p.Settings.Calendar)
	if err != nil {
		return err
	}
	cut, err := StopCalendar(own, not)
	if err != nil {
		return err
	}
	first := not[0].From.At(0)
	if first >= n.DataDate {
		return nil
	}
	out.DataDate = own.Sub(n.DataDate, own.Between(first, n.DataDate)-cut.Between(first, n.DataDate))
	out.Activities = append([]network.Activity(nil), out.Activities...)
	for i := range out.Activities {
		a := &out.Activities[i]
		a.ActualStart, a.ActualFinish = min(a.ActualStart, out.DataDate), min(a.ActualFinish, out.DataDate)
		a.Suspend, a.Resume = min(a.Suspend, out.DataDate), min(a.Resume, out.DataDate)
	}
	return nil
}

// bookLosses lays the runs beside one another.
func bookLosses(p *masterplan.Plan, list []Stoppage, runs []*network.Result) Loss {
	first, last := runs[0], runs[len(runs)-1]
	out := Loss{Planned: first.Finish, Finish: last.Finish, Days: days(first.Finish, last.Finish)}
	for k := range list {
		out.ByCause.add(list[k].Cause, days(runs[k].Finish, runs[k+1].Finish))
	}
	for i := range p.Activities {
		a, b := &first.Rows[i], &last.Rows[i]
		if p.Activities[i].ActualFinish != worktime.None || a.Finish == worktime.None || a.Finish == b.Finish {
			continue
		}
		slip := Slip{Activity: int32(i), Planned: a.Finish, Finish: b.Finish, PlannedStart: a.Start, From: b.Start, Days: days(a.Finish, b.Finish)}
		for k := range list {
			slip.ByCause.add(list[k].Cause, days(runs[k].Rows[i].Finish, runs[k+1].Rows[i].Finish))
		}
		out.Slips = append(out.Slips, slip)
	}
	return out
}

// days are the civil days between the days on which a and b end.
func days(a, b worktime.Time) int {
	if a == worktime.None || b == worktime.None {
		return 0
	}
	return int(masterplan.EndDay(b) - masterplan.EndDay(a))
}
