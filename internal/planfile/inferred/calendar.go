package inferred

import (
	"fmt"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// inferCalendars puts those in place that the file's dates were evidently computed by,
// where these are not the calendars as written.
func (c court) inferCalendars(p *masterplan.Plan) (notes []masterplan.Note) {
	changed := slices.Clone(p.Calendars)
	for _, g := range c.witnessGroups(p) {
		written, err := p.CompiledCalendar(g.calendars[0])
		if err != nil {
			continue
		}
		before := g.agreeing(written)
		if len(g.witnesses)-before < few {
			continue
		}
		reading, after := g.bestReading(p)
		if all := len(g.witnesses); float64(after) < reconciled*float64(all) || 5*(all-after) > all-before {
			continue
		}
		for _, at := range g.calendars {
			name, uid, resource := changed[at].Name, changed[at].UID, changed[at].Resource
			changed[at] = reading.Calendar
			changed[at].Name, changed[at].UID, changed[at].Resource = name, uid, resource
			notes = append(notes, masterplan.Note{Level: masterplan.Warning, Key: reading.key, Count: 1, Args: fault.Args(
				"calendar", name, "what", reading.what, "agree", after, "before", before, "of", len(g.witnesses))})
		}
	}
	p.Calendars = changed
	return notes
}

// group is calendars that say the same, and who speaks of them.
type group struct {
	calendars []int32
	witnesses []witness
}

// agreeing counts the witnesses that agree with k.
func (g *group) agreeing(k *worktime.Calendar) (n int) {
	for i := range g.witnesses {
		if g.witnesses[i].agrees(k) {
			n++
		}
	}
	return n
}

// bestReading is the reading of the group's calendar that most witnesses agree with, the
// first among equals.
func (g *group) bestReading(p *masterplan.Plan) (best reading, agree int) {
	tried := *p
	for _, r := range g.possibleReadings(wholeCalendar(p, g.calendars[0])) {
		tried.Calendars = []masterplan.Calendar{r.Calendar}
		k, err := tried.CompiledCalendar(0)
		if err != nil {
			continue
		}
		if n := g.agreeing(k); n > agree {
			best, agree = r, n
		}
	}
	return best, agree
}

// witnessGroups are the calendars that activities work by, with the witnesses of p first
// and then those whom the other plans of the file have of the same calendars.
func (c court) witnessGroups(p *masterplan.Plan) (list []*group) {
	same, at := map[string]*group{}, map[int32]*group{}
	for _, w := range c.witnessesOf(p) {
		i := calendarOf(p, &p.Activities[w.at])
		if i < 0 || int(i) >= len(p.Calendars) {
			continue
		}
		g := at[i]
		if g == nil {
			said := says(p, i)
			if g = same[said]; g == nil {
				g = &group{}
				same[said] = g
				list = append(list, g)
			}
			g.calendars = append(g.calendars, i)
			at[i] = g
		}
		g.witnesses = append(g.witnesses, w)
	}
	c.hearOthers(p, same)
	return list
}

// hearOthers adds the witnesses that other plans have of calendars that say the same.
func (c court) hearOthers(p *masterplan.Plan, same map[string]*group) {
	for _, other := range c.others {
		if len(same) == 0 || other.UID == p.UID && other.Code == p.Code {
			continue
		}
		for _, w := range c.witnessesOf(other) {
			i := calendarOf(other, &other.Activities[w.at])
			if i < 0 || int(i) >= len(other.Calendars) {
				continue
			}
			if g := same[says(other, i)]; g != nil {
				g.witnesses = append(g.witnesses, w)
			}
		}
	}
}

// says is what calendar i of p states, as a key. A base counts by its place: plans of
// one file have their calendars in one order.
func says(p *masterplan.Plan, i int32) string {
	c := &p.Calendars[i]
	return fmt.Sprint(c.Base, c.Week, c.WorkWeeks, c.Exceptions)
}

// wholeCalendar is calendar i with all that it inherits, standing on its own.
func wholeCalendar(p *masterplan.Plan, i int32) masterplan.Calendar {
	c := p.Calendars[i]
	c.Base, c.WorkWeeks, c.Exceptions = -1, nil, nil
	for at, steps := i, 0; at >= 0 && int(at) < len(p.Calendars) && steps <= len(p.Calendars); at, steps = p.Calendars[at].Base, steps+1 {
		from := &p.Calendars[at]
		for d := range c.Week {
			if !c.Week[d].Set {
				c.Week[d] = from.Week[d]
			}
		}
		c.WorkWeeks = slices.Concat(from.WorkWeeks, c.WorkWeeks)
		c.Exceptions = slices.Concat(from.Exceptions, c.Exceptions)
	}
	return c
}
