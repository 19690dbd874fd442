package masterplan

import "fugong/solve/worktime"

// OwnBaseline is the number of the first baseline taken here. Files number
// theirs 0 to 10.
const OwnBaseline = 11

// TakeBaseline freezes the dates d of p under a name. Headings are frozen too,
// so that their bars can be drawn.
func TakeBaseline(p *Plan, d *Dates, id, name string, at worktime.Time) Baseline {
	b := Baseline{ID: id, Name: name, Taken: at, Number: nextNumber(p), Rows: make([]BaselineRow, 0, len(p.Activities))}
	for i := range p.Activities {
		r := &d.Rows[i]
		if r.Start == worktime.None {
			continue
		}
		b.Rows = append(b.Rows, BaselineRow{
			Activity: int32(i), Start: r.Start, Finish: r.Finish,
			Duration: p.Activities[i].Duration, Work: p.Activities[i].Work,
		})
	}
	return b
}

func nextNumber(p *Plan) int {
	n := OwnBaseline - 1
	for i := range p.Baselines {
		n = max(n, p.Baselines[i].Number)
	}
	return n + 1
}

// BaselineByID finds a baseline; nil when the plan has none of that id.
func (p *Plan) BaselineByID(id string) *Baseline {
	for i := range p.Baselines {
		if id != "" && p.Baselines[i].ID == id {
			return &p.Baselines[i]
		}
	}
	return nil
}

// Finish is the last finish in the baseline; None when it is empty.
func (b *Baseline) Finish() worktime.Time {
	last := worktime.None
	for i := range b.Rows {
		last = max(last, b.Rows[i].Finish)
	}
	return last
}

// Variance is how far an activity has moved from its baseline, in civil days;
// positive is later. Known is false when the baseline does not hold it.
type Variance struct {
	Known                 bool
	StartDays, FinishDays int
}

// Variances compares dates with a baseline, by activity index.
func Variances(p *Plan, d *Dates, b *Baseline) []Variance {
	v := make([]Variance, len(p.Activities))
	for i := range b.Rows {
		r := &b.Rows[i]
		now := &d.Rows[r.Activity]
		if r.Start == worktime.None || r.Finish == worktime.None || now.Start == worktime.None {
			continue
		}
		v[r.Activity] = Variance{
			Known:      true,
			StartDays:  int(DayOf(now.Start) - DayOf(r.Start)),
			FinishDays: int(EndDay(now.Finish) - EndDay(r.Finish)),
		}
	}
	return v
}
