package primavera

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// maxPairs bounds the links that one link between headings is written as.
const maxPairs = 400

// translateLinks says the links. A project has one lag calendar: the one that most lags
// are counted on already; the others are written as the working time that they
// take today.
func (t *translator) translateLinks() {
	t.expanded = map[int]bool{}
	t.out.Settings.LagCalendar = t.lagCalendar()
	told := &linkLosses{rows: map[string]map[int32]int{}}
	for n := range t.src.Links {
		l := t.src.Links[n]
		if t.row[l.Pred] < 0 || t.row[l.Succ] < 0 {
			told.add("plan.loss.link_inactive", l.Succ)
			continue
		}
		l.Lag = t.translateLag(n, told)
		if t.isHeading(l.Pred) || t.isHeading(l.Succ) {
			t.expandHeadingLink(l, told)
			continue
		}
		l.Pred, l.Succ = t.row[l.Pred], t.row[l.Succ]
		t.out.Links = append(t.out.Links, l)
	}
	t.keepExternalLinks(told)
	told.tellLinks(t)
}

func (t *translator) isHeading(row int32) bool {
	return t.src.Activities[row].Kind == masterplan.Summary
}

// linkLosses gathers losses of links by their successors, to be told in the
// plan's order.
type linkLosses struct {
	keys []string
	rows map[string]map[int32]int
}

func (l *linkLosses) add(key string, row int32) {
	if l.rows[key] == nil {
		l.keys, l.rows[key] = append(l.keys, key), map[int32]int{}
	}
	l.rows[key][row]++
}

// leftOut are the keys of what is gone; the rest is said in another way.
var leftOut = map[string]bool{
	"plan.loss.link_inactive": true, "plan.loss.heading_finish_link": true, "plan.loss.heading_ring": true, "plan.loss.external": true,
}

func (l *linkLosses) tellLinks(t *translator) {
	for _, key := range l.keys {
		effect := masterplan.Restated
		if leftOut[key] {
			effect = masterplan.LeftOut
		}
		for i := range t.src.Activities {
			for range l.rows[key][int32(i)] {
				t.losses.OfActivity(effect, key, i, nil)
			}
		}
	}
}

// clockOf is the calendar that a lag of the source runs on: out's index of it,
// -1 for round the clock, -2 when the file has none that works so.
func (t *translator) clockOf(n int) int32 {
	c := t.problem.Links[n].LagCalendar
	if c < 0 {
		return -1
	}
	hours := t.problem.Calendars[c]
	if at := slices.IndexFunc(t.compiled, func(k *worktime.Calendar) bool { return sameHours(k, hours) }); at >= 0 {
		return t.equalCalendar(int32(at))
	}
	return -2
}

// equalCalendar is the first calendar that works as the given one does, -1 for one that
// runs round the clock.
func (t *translator) equalCalendar(calendar int32) int32 {
	hours := t.compiled[calendar]
	if calendar == t.around || hours != nil && isRoundTheClock(hours) {
		return -1
	}
	for i, c := range t.compiled[:calendar] {
		if sameHours(c, hours) {
			return int32(i)
		}
	}
	return calendar
}

// clockUnder is the calendar that link l would count its lag on, were the
// project's option c.
func (t *translator) clockUnder(c masterplan.LagCalendar, l *masterplan.Link) int32 {
	of := func(row int32) int32 {
		if t.isHeading(row) {
			return t.equalCalendar(t.out.Settings.Calendar)
		}
		return t.equalCalendar(t.out.Activities[t.row[row]].Calendar)
	}
	switch c {
	case masterplan.LagElapsed:
		return -1
	case masterplan.LagProject:
		return t.equalCalendar(t.out.Settings.Calendar)
	case masterplan.LagSuccessor:
		return of(l.Succ)
	}
	return of(l.Pred)
}

// lagCalendar is the option under which most lags keep their clock; the plan's
// own where it does as well as any.
func (t *translator) lagCalendar() masterplan.LagCalendar {
	own := t.src.Settings.LagCalendar
	score := map[masterplan.LagCalendar]int{}
	for n := range t.src.Links {
		l := &t.src.Links[n]
		if t.problem.Links[n].Lag == 0 || t.row[l.Pred] < 0 || t.row[l.Succ] < 0 {
			continue
		}
		clock := t.clockOf(n)
		for _, c := range []masterplan.LagCalendar{masterplan.LagPredecessor, masterplan.LagSuccessor, masterplan.LagElapsed, masterplan.LagProject} {
			if t.clockUnder(c, l) == clock {
				score[c]++
			}
		}
	}
	best := own
	for _, c := range []masterplan.LagCalendar{masterplan.LagPredecessor, masterplan.LagSuccessor, masterplan.LagElapsed, masterplan.LagProject} {
		if score[c] > score[best] {
			best = c
		}
	}
	return best
}

// translateLag says the lag of link n of the source on the project's lag calendar.
func (t *translator) translateLag(n int, told *linkLosses) masterplan.Lag {
	l, k := &t.src.Links[n], &t.problem.Links[n]
	out := masterplan.Lag{Tenths: l.Lag.Tenths, Unit: masterplan.Days}
	if l.Lag.Unit == masterplan.Percent {
		told.add("plan.loss.lag_percent", l.Succ)
		out.Tenths = k.Lag * 10
	}
	if k.Lag == 0 {
		return out
	}
	under := t.clockUnder(t.out.Settings.LagCalendar, l)
	if under == t.clockOf(n) {
		return out
	}
	from := t.anchor(l)
	if from == worktime.None {
		return out
	}
	key := "plan.loss.lag_calendar"
	if k.LagCalendar < 0 {
		key = "plan.loss.lag_elapsed"
	}
	told.add(key, l.Succ)
	to := from + worktime.Time(k.Lag)
	if k.LagCalendar >= 0 {
		to = shift(t.problem.Calendars[k.LagCalendar], from, k.Lag)
	}
	if under < 0 {
		out.Tenths = int64(to-from) * 10
	} else {
		out.Tenths = t.compiled[under].Between(from, to) * 10
	}
	return out
}

// anchor is where the lag of a link begins to run.
func (t *translator) anchor(l *masterplan.Link) worktime.Time {
	r := &t.dates.Rows[l.Pred]
	if l.Type == masterplan.FS || l.Type == masterplan.FF {
		return r.Finish
	}
	return r.Start
}

// shift moves t by working minutes of c, back for negative ones.
func shift(c *worktime.Calendar, t worktime.Time, minutes int64) worktime.Time {
	if minutes < 0 {
		return c.Sub(t, -minutes)
	}
	return c.Add(t, minutes)
}

// expandHeadingLink writes a link of a heading as links of the activities under it: from the
// last ones of a predecessor's phase, or from its first one; to the first ones of
// a successor's phase.
func (t *translator) expandHeadingLink(l masterplan.Link, told *linkLosses) {
	switch {
	case t.isHeading(l.Succ) && (l.Type == masterplan.FF || l.Type == masterplan.SF):
		told.add("plan.loss.heading_finish_link", l.Succ)
		return
	case t.under(l.Pred, l.Succ) || t.under(l.Succ, l.Pred):
		told.add("plan.loss.heading_ring", l.Succ)
		return
	}
	preds, succs := t.linkEnds(l.Pred, l.Type, true), t.linkEnds(l.Succ, l.Type, false)
	if len(preds)*len(succs) > maxPairs {
		preds = preds[:1] // the one that ends last
	}
	told.add("plan.loss.heading_link", l.Succ)
	for _, pred := range preds {
		for _, succ := range succs {
			if t.linked(pred, succ, l.Type) {
				continue
			}
			t.expanded[len(t.out.Links)] = true
			t.out.Links = append(t.out.Links, masterplan.Link{Pred: t.row[pred], Succ: t.row[succ], Type: l.Type, Lag: l.Lag})
		}
	}
}

// linked reports whether there is such a link already: Primavera takes one of a
// type between two activities.
func (t *translator) linked(pred, succ int32, kind masterplan.LinkType) bool {
	a, b := t.row[pred], t.row[succ]
	return slices.ContainsFunc(t.out.Links, func(l masterplan.Link) bool { return l.Pred == a && l.Succ == b && l.Type == kind })
}

// under reports whether row stands below heading.
func (t *translator) under(row, heading int32) bool {
	for up := t.src.Activities[row].Parent; up >= 0; up = t.src.Activities[up].Parent {
		if up == heading {
			return true
		}
	}
	return false
}

// linkEnds are the activities that stand for one end of a link: the row itself, or of
// a heading those that nothing under the same heading follows (or comes before).
func (t *translator) linkEnds(row int32, kind masterplan.LinkType, pred bool) []int32 {
	if !t.isHeading(row) {
		return []int32{row}
	}
	fromStart := kind == masterplan.SS || kind == masterplan.SF
	inner := t.boundBelow(row, pred && !fromStart)
	var out []int32
	for i := range t.src.Activities {
		at := int32(i)
		if t.row[at] >= 0 && !t.isHeading(at) && t.under(at, row) && t.dates.Rows[i].Start != worktime.None && (pred && fromStart || !inner[at]) {
			out = append(out, at)
		}
	}
	slices.SortStableFunc(out, func(a, b int32) int {
		if pred && !fromStart {
			return int(t.dates.Rows[b].Finish - t.dates.Rows[a].Finish)
		}
		return int(t.dates.Rows[a].Start - t.dates.Rows[b].Start)
	})
	if pred && fromStart && len(out) > 1 {
		out = out[:1]
	}
	return out
}

// boundBelow are the activities under a heading that another one there follows at its
// finish (forwards), or holds at its start.
func (t *translator) boundBelow(heading int32, forwards bool) map[int32]bool {
	out := map[int32]bool{}
	for n := range t.src.Links {
		l := &t.src.Links[n]
		if t.problem.Links[n].Lag < 0 || t.row[l.Pred] < 0 || t.row[l.Succ] < 0 || t.isHeading(l.Pred) || t.isHeading(l.Succ) ||
			!t.under(l.Pred, heading) || !t.under(l.Succ, heading) {
			continue
		}
		if forwards && (l.Type == masterplan.FS || l.Type == masterplan.FF) {
			out[l.Pred] = true
		}
		if !forwards && (l.Type == masterplan.FS || l.Type == masterplan.SS) {
			out[l.Succ] = true
		}
	}
	return out
}

// keepExternalLinks keeps what links to other projects allow: the file cannot name an
// activity of a project that is not in it.
func (t *translator) keepExternalLinks(told *linkLosses) {
	for _, e := range t.src.External {
		at := t.row[e.Activity]
		switch {
		case at < 0 || !e.HasDate || t.isHeading(e.Activity):
			told.add("plan.loss.external", e.Activity)
		default:
			if e.Other != "" {
				told.add("plan.loss.external_date", e.Activity)
			}
			e.Activity = at
			t.out.External = append(t.out.External, e)
		}
	}
}

// dropExpanded takes the links that stand for those of headings out again, where
// they close a ring that the headings did not.
func (t *translator) dropExpanded() {
	var kept []masterplan.Link
	for n, l := range t.out.Links {
		if !t.expanded[n] {
			kept = append(kept, l)
		}
	}
	t.out.Links, t.expanded = kept, nil
}
