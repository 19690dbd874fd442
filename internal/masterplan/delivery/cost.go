package delivery

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Cost explains what one delivery does to the finish of a plan.
type Cost struct {
	Ready         worktime.Time // when work that waits can go on; None when it is here or nobody can say
	Waiting       []Waiting     // in the plan's order
	Finish, After worktime.Time // the forecast without and with the wait
	Days          int           // civil days between them
}

// Waiting is one activity that waits for a delivery.
type Waiting struct {
	Activity   int           // index
	Start      worktime.Time // as forecast without the wait
	Held       bool          // the delivery holds it back
	Until      worktime.Time // its start, or going on, with the wait; None when it is not held
	TotalFloat int64         // working minutes it can give without moving the finish
}

// CostOf explains one delivery as of a day. It returns the faults of Compute.
func CostOf(p *masterplan.Plan, d *masterplan.Dates, del *Delivery, today worktime.Day) (Cost, error) {
	c := Cost{Ready: del.readyAt(today), Finish: d.Finish, After: d.Finish}
	bounds := waitingActivities(p, d, del, today)
	dates := d
	if len(bounds) > 0 {
		with, err := masterplan.Compute(holdBack(p, bounds))
		if err != nil {
			return Cost{}, err
		}
		dates, c.After = with, with.Finish
		c.Days = max(0, int(masterplan.EndDay(with.Finish)-masterplan.EndDay(d.Finish)))
	}
	for _, id := range del.Activities {
		i := p.ByID(id)
		if i < 0 {
			continue
		}
		w := Waiting{Activity: i, Start: d.Rows[i].Start, Until: worktime.None, TotalFloat: d.Rows[i].TotalFloat}
		if _, w.Held = bounds[int32(i)]; w.Held {
			w.Until = dates.Rows[i].EarlyStart
		}
		c.Waiting = append(c.Waiting, w)
	}
	return c, nil
}
