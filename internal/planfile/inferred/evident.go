package inferred

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

const (
	// proven is the share of all dates and floats in the file that must come out
	// right for a change to stand.
	proven = 0.90
	// few is the least number of witnesses that can speak against a calendar.
	few = 5
	// reconciled is the share of its witnesses that must agree with another one.
	reconciled = 0.95
)

// The notes of what was changed. Those of calendars have args calendar, what, agree,
// before and of; those of activities count and activities; those of options what,
// agree, before and of.
const (
	daysOffUnheeded  = "plan.note.days_off_unheeded"
	weekByDates      = "plan.note.week_by_dates"
	hoursByDates     = "plan.note.hours_by_dates"
	workByDates      = "plan.note.work_by_dates"
	milestoneByDates = "plan.note.milestone_by_dates"
)

// Told says whether n tells of something that Settle changed.
func Told(n masterplan.Note) bool {
	switch n.Key {
	case daysOffUnheeded, weekByDates, hoursByDates, workByDates, milestoneByDates:
		return true
	}
	return isOption(n.Key)
}

// InferSettings changes calendars, durations and options of p to those that the dates in
// its file were evidently computed with, and tells what it changed. It leaves p
// alone when that proves nothing. Witnesses of a calendar are also asked in the other
// plans of the file. Where late dates are left over from another schedule, the early
// ones are judged by themselves, and only calendars are changed.
func InferSettings(p *masterplan.Plan, others ...*masterplan.Plan) []masterplan.Note {
	c := court{others: others}
	if told := c.settlePlan(p); len(told) > 0 {
		return told
	}
	early, ok := byEarly(p)
	if !ok {
		return nil
	}
	before, fine := countAgreement(p)
	c.early = true
	told := c.settlePlan(early)
	if len(told) == 0 || !fine {
		return nil
	}
	settled := *p
	settled.Calendars, settled.Settings = early.Calendars, early.Settings
	if after, fine := countAgreement(&settled); !fine || after.right <= before.right {
		return nil
	}
	*p = settled
	return told
}

// court is who is heard of a plan's dates.
type court struct {
	others []*masterplan.Plan // of the same file
	early  bool               // early dates alone
}

// byEarly is p without late dates and floats; false when it has no late dates.
func byEarly(p *masterplan.Plan) (*masterplan.Plan, bool) {
	out := *p
	out.Activities = slices.Clone(p.Activities)
	any := false
	for i := range out.Activities {
		f := &out.Activities[i].File
		any = any || f.LateStart != worktime.None || f.LateFinish != worktime.None
		f.LateStart, f.LateFinish, f.HasTotal, f.HasFree = worktime.None, worktime.None, false, false
	}
	return &out, any
}

func (c court) settlePlan(p *masterplan.Plan) []masterplan.Note {
	written, ok := countAgreement(p)
	if !ok || written.right == written.of {
		return nil
	}
	best := version{plan: p, tally: written}
	for _, v := range c.planVersions(p, written) {
		if v = v.withOtherOptions(); v.better(&written) && v.right > best.right {
			best = v
		}
	}
	if len(best.told) == 0 || float64(best.right) < proven*float64(best.of) {
		return nil
	}
	*p = *best.plan
	return best.told
}

// version is what a plan may have been when its file was scheduled.
type version struct {
	plan *masterplan.Plan
	tally
	told []masterplan.Note // what differs from the plan as written
}

// planVersions are the plan as written, with other calendars, with other durations, and
// with both, as far as its dates speak for them.
func (c court) planVersions(p *masterplan.Plan, written tally) []version {
	list := []version{{plan: p, tally: written}}
	changes := []func(*masterplan.Plan) []masterplan.Note{c.inferCalendars, inferDurations}
	if c.early {
		changes = changes[:1] // one span is no proof of another duration
	}
	for _, change := range changes {
		for _, v := range list {
			tried := *v.plan
			notes := change(&tried)
			if len(notes) == 0 {
				continue
			}
			if t, ok := countAgreement(&tried); ok {
				list = append(list, version{&tried, t, slices.Concat(v.told, notes)})
			}
		}
	}
	return list
}

// tally is how many of the dates and floats that a file states agree, by kind and
// together.
type tally struct {
	kinds     [5]masterplan.Count
	right, of int
}

// countAgreement computes a plan's dates and lays them beside the file's. It fails when
// the plan cannot be dated.
func countAgreement(p *masterplan.Plan) (t tally, ok bool) {
	d, err := masterplan.Compute(p)
	if err != nil {
		return t, false
	}
	counts := masterplan.Tally(p, d)
	t.kinds = [5]masterplan.Count(counts[:5]) // free float follows from the others
	for _, k := range t.kinds {
		t.right += k.Agree
		t.of += k.Of
	}
	return t, true
}

// better says that more agrees than in b, and no kind less.
func (t *tally) better(b *tally) bool {
	for i := range t.kinds {
		if t.kinds[i].Agree < b.kinds[i].Agree {
			return false
		}
	}
	return t.right > b.right
}

// named lists codes for a note, cut short.
func named(codes []string) []string {
	const shown = 12
	if len(codes) <= shown {
		return codes
	}
	return append(slices.Clone(codes[:shown]), "…")
}
