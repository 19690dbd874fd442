// Package catchuptest has a solver for the tests of what stands around one: it
// is quick, always answers, and its plans can be checked by hand.
package recoverytest

import (
	"context"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/solve/worktime"
)

// Cut is a recovery.Solver that cuts the critical activities of a plan by a tenth,
// a fifth and so on, for 1,000 a working day, without regard to hands. It
// observes every point.
func Cut(ctx context.Context, in *recovery.Input, _ uint64, observe func(recovery.Progress)) (*recovery.Frontier, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	base, err := masterplan.Compute(in.Plan)
	if err != nil {
		return nil, err
	}
	f := &recovery.Frontier{
		Planned: base.Finish, WithoutMeasures: base.Finish, Keep: in.Keep, KeepAt: -1, LowerBound: worktime.None,
	}
	for tenths := range 5 {
		if ctx.Err() != nil {
			break
		}
		p, err := cutPoint(in, base, tenths)
		if err != nil {
			return nil, err
		}
		if n := len(f.Points); n > 0 && masterplan.EndDay(f.Points[n-1].Finish) <= masterplan.EndDay(p.Finish) {
			continue
		}
		f.Points = append(slices.Clip(f.Points), p)
		named(f)
		seen := *f
		observe(recovery.Progress{Stage: recovery.StageImproving, Frontier: &seen, Schedules: int64(tenths + 1), Share: float64(tenths+1) / 5})
	}
	f.LowerBound = f.Points[len(f.Points)-1].Finish
	return f, nil
}

// named marks the points that have a name.
func named(f *recovery.Frontier) {
	f.SoonestAt, f.BestAt, f.KeepAt = len(f.Points)-1, len(f.Points)/2, -1
	for i := range f.Points {
		if f.Keep != worktime.None && f.Points[i].Finish <= f.Keep {
			f.KeepAt = i
			return
		}
	}
}

func cutPoint(in *recovery.Input, base *masterplan.Dates, tenths int) (recovery.Point, error) {
	p := *in.Plan
	p.Activities = slices.Clone(p.Activities)
	var out recovery.Point
	for i := range p.Activities {
		a := &p.Activities[i]
		if !base.Rows[i].Critical || !a.Worked() || a.ActualFinish != worktime.None || tenths == 0 {
			continue
		}
		won := a.Remaining * int64(tenths) / 10
		a.Remaining -= won
		if a.ActualStart == worktime.None {
			a.Duration.Minutes = a.Remaining
		}
		days := float64(won) / 480
		out.Measures = append(out.Measures, acceleration.Measure{
			Kind: acceleration.Overtime50, Activity: int32(i), Before: -1, Days: days, Cost: int64(1000 * days),
			From: base.Rows[i].Start, To: base.Rows[i].Finish, Hands: 2,
		})
		out.Cost += int64(1000 * days)
	}
	dates, err := masterplan.Compute(&p)
	if err != nil {
		return out, err
	}
	out.Finish, out.Net = dates.Finish, out.Cost
	out.Days = int(masterplan.EndDay(base.Finish) - masterplan.EndDay(dates.Finish))
	out.Rows = make([]recovery.Placed, len(p.Activities))
	for i := range out.Rows {
		row, a := &dates.Rows[i], &p.Activities[i]
		out.Rows[i] = recovery.Placed{Start: worktime.None, Finish: worktime.None}
		if a.Worked() && a.ActualFinish == worktime.None && row.EarlyStart != worktime.None {
			out.Rows[i] = recovery.Placed{Start: max(row.EarlyStart, p.DataDate), Finish: row.EarlyFinish, Remaining: a.Remaining}
		}
	}
	return out, nil
}
