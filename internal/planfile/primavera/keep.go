package primavera

import (
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Rounds of dating the result and holding what moved. In early rounds only what
// nothing else moved is held, since the rest may follow it back.
const (
	maxRounds    = 60
	carefulUntil = 30
)

// keepDates dates the result by Primavera's rules and holds what would move.
func (t *translator) keepDates() error {
	t.pins, t.lost = map[int32]int{}, map[int32]bool{}
	t.chooseDataDate()
	for round := range maxRounds {
		d, err := masterplan.Compute(&t.out)
		if err != nil && len(t.expanded) > 0 && fault.Of(err) == fault.Invalid {
			t.dropExpanded()
			d, err = masterplan.Compute(&t.out)
			t.losses.OfPlan(masterplan.Moved, "plan.loss.heading_links_dropped", 1, nil)
		}
		if err != nil {
			return err
		}
		t.outDates = d
		moved := t.moved()
		if len(moved) == 0 {
			return nil
		}
		for _, i := range t.movedOrigins(moved, round < carefulUntil) {
			t.holdRow(i)
		}
	}
	d, err := masterplan.Compute(&t.out)
	t.outDates = d
	return err
}

// chooseDataDate sets the date that Primavera schedules from. The tools that do
// not schedule from one let work not reported lie before it; then it is where the
// first of that work lies.
func (t *translator) chooseDataDate() {
	if !t.foreign {
		return
	}
	left, done := worktime.None, t.out.Start
	for n, i := range t.origin {
		a, r := &t.out.Activities[n], &t.dates.Rows[i]
		if a.Kind == masterplan.Summary || r.Start == worktime.None {
			continue
		}
		done = max(done, a.ActualStart, a.ActualFinish)
		if a.ActualFinish == worktime.None {
			left = earlier(left, t.remainderStart(int32(n)))
		}
	}
	switch stated := t.src.DataDate; {
	case stated != worktime.None && (left == worktime.None || stated <= left):
	case left == worktime.None || done != worktime.None && done <= left:
		t.out.DataDate = done
	default:
		t.out.DataDate = left
	}
	if t.out.DataDate != t.src.DataDate {
		t.losses.OfPlan(masterplan.Restated, "plan.loss.data_date", 1, map[string]string{"Date": t.out.DataDate.Day().String()})
	}
	if t.out.Start == worktime.None {
		t.out.Start = t.out.DataDate
	}
}

func earlier(a, b worktime.Time) worktime.Time {
	if a == worktime.None || b != worktime.None && b < a {
		return b
	}
	return a
}

// clock is the calendar of a row of the result.
func (t *translator) clock(i int32) *worktime.Calendar {
	return t.compiled[t.out.Activities[i].Calendar]
}

// remainderStart is where the source goes on with row i.
func (t *translator) remainderStart(i int32) worktime.Time {
	a, r := &t.out.Activities[i], &t.dates.Rows[t.origin[i]]
	if a.ActualStart == worktime.None {
		return r.Start
	}
	if t.src.Settings.Dialect != masterplan.MicrosoftProject && r.EarlyStart != worktime.None {
		return r.EarlyStart
	}
	k := t.clock(i)
	if a.Resume != worktime.None && a.Resume <= r.Finish {
		return k.NextStart(a.Resume)
	}
	return max(a.ActualStart, k.NextStart(k.Sub(r.Finish, a.Remaining)))
}

// moved are the rows whose dates differ from the source's and that something can
// still be done about.
func (t *translator) moved() map[int32]bool {
	out := map[int32]bool{}
	for n, i := range t.origin {
		if at := int32(n); t.datesDiffer(at, i) && !t.lost[at] {
			out[at] = true
		}
	}
	return out
}

func (t *translator) datesDiffer(row, origin int32) bool {
	a, want, got := &t.out.Activities[row], &t.dates.Rows[origin], &t.outDates.Rows[row]
	switch {
	case a.Kind != masterplan.Task && a.Kind != masterplan.StartMilestone && a.Kind != masterplan.FinishMilestone:
		return false // they follow
	case a.ActualFinish != worktime.None || want.Start == worktime.None:
		return false
	}
	return got.Finish != want.Finish || a.ActualStart == worktime.None && got.Start != want.Start
}

// movedOrigins are the moved rows that were not moved by another.
func (t *translator) movedOrigins(moved map[int32]bool, careful bool) (out []int32) {
	all := make([]int32, 0, len(moved))
	for n := range t.out.Activities {
		i := int32(n)
		if !moved[i] {
			continue
		}
		all = append(all, i)
		if careful && (t.pushed(i, moved) || t.pulled(i, moved)) {
			continue
		}
		out = append(out, i)
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// pushed reports whether the link that drives a row comes from one that moved.
func (t *translator) pushed(i int32, moved map[int32]bool) bool {
	r := &t.outDates.Rows[i]
	return r.Reason == network.ByLink && r.Link >= 0 && moved[t.out.Links[r.Link].Pred]
}

// pulled reports whether the link that drove it in the source comes from one that
// moved.
func (t *translator) pulled(i int32, moved map[int32]bool) bool {
	r := &t.dates.Rows[t.origin[i]]
	if r.Reason != network.ByLink || r.Link < 0 {
		return false
	}
	at := t.row[t.src.Links[r.Link].Pred]
	return at >= 0 && moved[at]
}

// holdRow keeps a row that moved in its place, each time by a stronger means.
func (t *translator) holdRow(i int32) {
	t.pins[i]++
	a := &t.out.Activities[i]
	switch {
	case t.pins[i] > 4:
		t.lost[i] = true
	case a.ActualStart != worktime.None:
		t.holdRemainder(i, a)
	default:
		t.holdStart(i, a)
	}
}

// holdRemainder keeps the finish of work under way: it goes on where the source
// goes on, and then takes as long as that leaves.
func (t *translator) holdRemainder(i int32, a *masterplan.Activity) {
	want, got := &t.dates.Rows[t.origin[i]], &t.outDates.Rows[i]
	switch from := t.remainderStart(i); {
	case t.pins[i] == 1 && from > t.out.DataDate && got.EarlyStart < from:
		if a.Suspend == worktime.None || a.Suspend > from {
			a.Suspend = max(a.ActualStart, min(from, t.out.DataDate))
		}
		a.Resume = from
	case t.pins[i] <= 3 && a.Kind == masterplan.Task:
		if t.pins[i] == 3 {
			a.Calendar = t.alwaysOn()
		}
		a.Remaining = max(0, t.clock(i).Between(got.EarlyStart, want.Finish))
	default:
		t.lost[i] = true
	}
}

// holdStart keeps work that has not begun: by a date it may not start before, then
// by one it must start on, at last on a calendar that runs round the clock.
func (t *translator) holdStart(i int32, a *masterplan.Activity) {
	want, got := &t.dates.Rows[t.origin[i]], &t.outDates.Rows[i]
	if a.Kind != masterplan.Task {
		t.holdMilestone(i, a)
		return
	}
	if t.pins[i] == 4 {
		a.Calendar = t.alwaysOn()
	}
	a.ExpectedFinish = worktime.None
	a.Remaining = max(0, t.clock(i).Between(want.Start, want.Finish))
	a.Duration.Minutes = a.Remaining
	switch {
	case got.Start == want.Start && t.pins[i] == 1:
	case got.Start < want.Start && t.pins[i] <= 2:
		t.pinDate(a, masterplan.StartNoEarlier, want.Start)
	default:
		t.pinDate(a, masterplan.MandatoryStart, want.Start)
	}
}

// holdMilestone keeps a milestone, at a start or at a finish.
func (t *translator) holdMilestone(i int32, a *masterplan.Activity) {
	want, got := &t.dates.Rows[t.origin[i]], &t.outDates.Rows[i]
	soft, hard, at := masterplan.StartNoEarlier, masterplan.MandatoryStart, want.Start
	if a.Kind == masterplan.FinishMilestone {
		soft, hard, at = masterplan.FinishNoEarlier, masterplan.MandatoryFinish, want.Finish
	}
	if t.pins[i] == 4 {
		a.Calendar = t.alwaysOn()
	}
	if got.Start < want.Start && t.pins[i] <= 2 {
		t.pinDate(a, soft, at)
		return
	}
	t.pinDate(a, hard, at)
}

// pinDate puts a constraint where there is room: in place of one that it goes beyond,
// else beside the one there is.
func (t *translator) pinDate(a *masterplan.Activity, kind masterplan.ConstraintType, at worktime.Time) {
	c := masterplan.Constraint{Type: kind, Date: at}
	none := masterplan.Constraint{Date: worktime.None}
	switch {
	case kind == masterplan.MandatoryStart || kind == masterplan.MandatoryFinish:
		a.Primary, a.Secondary = c, none // Primavera allows nothing beside a mandatory date
	case a.Primary.Type == kind || a.Primary.Type == masterplan.NoConstraint || a.Primary.Type == masterplan.AsLateAsPossible:
		a.Primary = c
	case a.Secondary.Type == kind || a.Secondary.Type == masterplan.NoConstraint:
		a.Secondary = c
	default:
		a.Primary = c
	}
}

// tellLosses tells what was held, and what moves.
func (t *translator) tellLosses() {
	for n, i := range t.origin {
		row := int32(n)
		switch {
		case t.datesDiffer(row, i):
			t.losses.OfActivity(masterplan.Moved, "plan.loss.p6_moved", int(i), nil)
		case t.pins[row] > 0 && t.out.Activities[row].ActualStart != worktime.None:
			t.losses.OfActivity(masterplan.Restated, "plan.loss.held_remainder", int(i), nil)
		case t.pins[row] > 0:
			t.losses.OfActivity(masterplan.Restated, "plan.loss.p6_held", int(i), nil)
		}
		if was, is := &t.dates.Rows[i], &t.outDates.Rows[row]; !t.foreign && was.TotalFloat != is.TotalFloat && t.out.Activities[row].ActualFinish == worktime.None {
			t.losses.OfActivity(masterplan.Restated, "plan.loss.p6_float", int(i), nil)
		}
	}
}
