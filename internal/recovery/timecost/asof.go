package timecost

import (
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// asOf is the plan's network as it stands on the morning of a day, stoppages in
// its calendars. When the day lies after the data date, what happened between is
// taken to have gone as the plan and the stoppages let it.
func asOf(p *masterplan.Plan, stoppages []stoppage.Stoppage, day worktime.Day) (*network.Problem, error) {
	n, err := stoppage.Forward(p)
	if err != nil {
		return nil, err
	}
	if n, err = stoppage.Stop(p, n, stoppages); err != nil {
		return nil, err
	}
	r, err := network.Schedule(n)
	if err != nil {
		return nil, p.Explain(err)
	}
	at := n.DataDate
	if at == worktime.None {
		at = n.Start
	}
	if day != worktime.NoDay {
		at = max(at, day.At(0))
	}
	if at > n.DataDate {
		advanceTo(n, r, at)
	}
	return n, nil
}

// advanceTo carries out everything that r dates before at.
func advanceTo(n *network.Problem, r *network.Result, at worktime.Time) {
	n.Activities = append([]network.Activity(nil), n.Activities...)
	for i := range n.Activities {
		a, row := &n.Activities[i], &r.Rows[i]
		if a.ActualFinish != worktime.None || a.Kind == network.Summary || row.EarlyStart == worktime.None || row.Start >= at {
			continue
		}
		a.Fixed = false
		if row.Finish <= at {
			a.ActualStart, a.ActualFinish, a.Remaining = row.Start, row.Finish, 0
			continue
		}
		a.ActualStart = row.Start
		a.Suspend, a.Resume = worktime.None, worktime.None
		if a.Kind != network.Task {
			continue
		}
		a.ExpectedFinish = worktime.None
		if row.EarlyStart < at {
			a.Remaining = max(1, minutes(n, a, at, row.EarlyFinish))
			a.Crews = nil // what is left is measured on its calendar
		}
	}
	n.DataDate = at
}

// minutes is a's working time from one moment to another.
func minutes(n *network.Problem, a *network.Activity, from, to worktime.Time) int64 {
	if a.Elapsed {
		return int64(to - from)
	}
	return n.Calendars[a.Calendar].Between(from, to)
}
