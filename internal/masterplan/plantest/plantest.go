// Package plantest makes small plans for the tests of the packages that work
// on plans.
package plantest

import (
	"testing"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Chain is a plan of tasks of a day each, one after another, from Monday
// 2020-02-17, on the standard week.
func Chain(codes ...string) *masterplan.Plan {
	p := &masterplan.Plan{
		Start: worktime.Date(2020, 2, 17).At(480), Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Settings: masterplan.Settings{Calendar: -1, MinutesPerDay: 480, DefaultStart: 480, DefaultFinish: 1020},
	}
	for i, code := range codes {
		p.Activities = append(p.Activities, plainTask(code, 480))
		if i > 0 {
			p.Links = append(p.Links, masterplan.Link{Pred: int32(i - 1), Succ: int32(i)})
		}
	}
	return p
}

// plainTask is one that has not begun, on the plan's calendar.
func plainTask(code string, minutes int64) masterplan.Activity {
	none := worktime.None
	return masterplan.Activity{
		ID: "id-" + code, Code: code, Name: "工序 " + code, Parent: -1, Calendar: -1,
		Duration: masterplan.Duration{Minutes: minutes, Unit: masterplan.Days}, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
		ManualStart: none, ManualFinish: none, Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		File: masterplan.FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none},
	}
}

// Computed are the dates of p; without dates the test ends.
func Computed(t testing.TB, p *masterplan.Plan) *masterplan.Dates {
	t.Helper()
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
