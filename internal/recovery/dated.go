package recovery

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// Dated is the plan of a point as one that can be the plan in force: progress is
// part of it, remaining durations are those under its measures, links that it
// overlaps have a lead, and what it moves behind its links is kept there by a
// date. What its dates come to is for Compute to say.
func Dated(b *plan.Book, p *Point) (*masterplan.Plan, error) {
	d := dater{book: b, point: p, plan: foldedPlan(b), succ: map[int32][]int{}}
	for l := range d.plan.Links {
		d.succ[d.plan.Links[l].Pred] = append(d.succ[d.plan.Links[l].Pred], l)
	}
	for i := range d.plan.Activities {
		d.shortenActivity(i)
	}
	d.overlapLinks()
	return d.plan, d.pinEarly()
}

// foldedPlan is b's plan with its progress, on the calendars as they are stored: the
// stoppages are laid over it again whenever it is opened.
func foldedPlan(b *plan.Book) *masterplan.Plan {
	out := *b.Plan
	out.Calendars = b.Stored.Calendars
	out.Settings.Calendar = b.Stored.Settings.Calendar
	out.Settings.FromFinish = false
	if out.Settings.Dialect == masterplan.MicrosoftProject {
		out.Settings.Dialect = masterplan.Own // that tool leaves undone work in the past
	}
	out.Activities = slices.Clone(b.Plan.Activities)
	out.Links = slices.Clone(b.Plan.Links)
	return &out
}

type dater struct {
	book  *plan.Book
	point *Point
	plan  *masterplan.Plan
	succ  map[int32][]int // links by predecessor
}

// placed is where the point puts an activity; ok is false for what it leaves.
func (d *dater) placed(i int) (Placed, bool) {
	if i >= len(d.point.Rows) {
		return Placed{}, false
	}
	row := d.point.Rows[i]
	return row, row.Start != worktime.None && d.plan.Activities[i].ActualFinish == worktime.None
}

// between is the working time of an activity from one moment to another, with
// the stoppages in its calendar.
func (d *dater) between(i int, from, to worktime.Time) int64 {
	hours := d.book.Dates.Hours(i)
	if hours == nil || d.plan.Activities[i].Duration.Elapsed {
		return int64(to - from)
	}
	return hours.Between(from, to)
}

// shortenActivity gives an activity the remaining work that fills its place.
func (d *dater) shortenActivity(i int) {
	row, ok := d.placed(i)
	a := &d.plan.Activities[i]
	if !ok {
		return
	}
	if a.Manual {
		a.ManualStart, a.ManualFinish = row.Start, row.Finish
	}
	a.ExpectedFinish, a.LevelingDelay, a.Splits = worktime.None, 0, nil
	a.ByCrews, a.CrewsFor = false, 0
	if a.Primary.Type == masterplan.AsLateAsPossible {
		a.Primary = masterplan.Constraint{Date: worktime.None}
	}
	if a.Duration.Minutes == 0 && a.Remaining == 0 {
		return
	}
	left := max(1, d.between(i, row.Start, row.Finish))
	if a.ActualStart == worktime.None {
		a.Duration.Minutes = left
	} else if now := max(d.plan.DataDate, a.ActualStart); row.Start > now {
		a.Suspend, a.Resume = now, row.Start
	}
	a.Remaining = left
}

// overlapLinks lets the follower of a link that the point overlaps begin before its
// predecessor is done, by as much as the point has it.
func (d *dater) overlapLinks() {
	for l := range d.plan.Links {
		link := &d.plan.Links[l]
		before, ok := d.placed(int(link.Pred))
		after, too := d.placed(int(link.Succ))
		if !ok || !too || link.Type != masterplan.FS || after.Start >= before.Finish {
			continue
		}
		link.Lag = masterplan.Lag{Tenths: -10 * int64(before.Finish-after.Start), Unit: masterplan.Hours, Elapsed: true}
	}
}

// rounds bounds how often dates are computed to see which activities need a
// date of their own to stay where the point has them.
const rounds = 24

// pinEarly keeps in place what would begin before its place. What follows from a
// predecessor that is kept needs no date of its own, so those are done first.
func (d *dater) pinEarly() error {
	for round := range rounds {
		dates, err := d.book.With(d.plan)
		if err != nil {
			return err
		}
		early := make([]bool, len(d.plan.Activities))
		any := false
		for i := range early {
			row, ok := d.placed(i)
			if ok && d.plan.Activities[i].ActualStart == worktime.None && dates.Rows[i].EarlyStart.Day() < row.Start.Day() {
				early[i], any = true, true
			}
		}
		if !any {
			return nil
		}
		d.holdEarly(early, round+1 == rounds)
	}
	return nil
}

// holdEarly dates the activities that begin early though no predecessor of theirs
// does; with all, every one.
func (d *dater) holdEarly(early []bool, all bool) {
	follows := make([]bool, len(early))
	for i, is := range early {
		if is && !all {
			for _, l := range d.succ[int32(i)] {
				follows[d.plan.Links[l].Succ] = true
			}
		}
	}
	for i, is := range early {
		if !is || follows[i] {
			continue
		}
		a, bound := &d.plan.Activities[i], masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: d.point.Rows[i].Start}
		switch a.Primary.Type {
		case masterplan.NoConstraint, masterplan.StartNoEarlier:
			a.Primary = bound
		default:
			a.Secondary = bound
		}
	}
}
