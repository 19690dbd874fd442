package plan

import "fugong/solve/worktime"

// Contradiction is a late finish that a file states against its own dates: what
// follows it, or the project's finish, asks for another.
type Contradiction struct {
	ID    string `json:"id"`             // the activity's code
	File  string `json:"file"`           // the late finish that the file states
	Asked string `json:"asked"`          // the late finish that the file's other dates ask for
	Next  string `json:"next,omitempty"` // the activity that asks; empty for the project's finish
}

// Contradictions finds late finishes that part from the file's own dates by any
// tool's rules: of activities not started, without constraint, deadline or links of
// the summaries above them, which are followed by plain finish-to-start links
// alone, or by nothing. They prove that the file was changed after it was last
// scheduled. d are our dates of p, of which only the calendars are read.
func Contradictions(p *Plan, d *Dates) []Contradiction {
	if p.Settings.FromFinish {
		return nil
	}
	c := contradicting{plan: p, dates: d, outs: make([][]int32, len(p.Activities)), bound: make([]bool, len(p.Activities))}
	c.prepare()
	var found []Contradiction
	for i := range p.Activities {
		if x, ok := c.judge(int32(i)); ok {
			found = append(found, x)
		}
	}
	return found
}

type contradicting struct {
	plan  *Plan
	dates *Dates
	outs  [][]int32 // links by predecessor
	bound []bool    // by a link from outside
}

// prepare marks what links from outside bind.
func (c *contradicting) prepare() {
	for l := range c.plan.Links {
		link := &c.plan.Links[l]
		c.outs[link.Pred] = append(c.outs[link.Pred], int32(l))
	}
	for _, e := range c.plan.External {
		c.bound[e.Activity] = true
	}
}

func (c *contradicting) judge(i int32) (Contradiction, bool) {
	a := &c.plan.Activities[i]
	file := a.File.LateFinish
	if file == worktime.None || c.bound[i] || !c.free(i) || c.headed(i) {
		return Contradiction{}, false
	}
	asked, next, ok := c.asked(i)
	if !ok || asked == worktime.None || c.between(int(i), file, asked) == 0 {
		return Contradiction{}, false
	}
	out := Contradiction{ID: c.plan.label(int(i)), File: file.String(), Asked: asked.String()}
	if next >= 0 {
		out.Next = c.plan.label(int(next))
	}
	return out, true
}

// free reports whether nothing but links binds the late dates of an activity.
func (c *contradicting) free(i int32) bool {
	a := &c.plan.Activities[i]
	return (a.Kind == Task || a.Kind == FinishMilestone) && !a.Manual && !a.ByCrews && !a.Inactive && !a.Duration.Elapsed &&
		a.ActualStart == worktime.None && a.ActualFinish == worktime.None &&
		a.Primary.Type == NoConstraint && a.Secondary.Type == NoConstraint && a.Deadline == worktime.None && len(a.Splits) == 0
}

// headed reports whether a summary above i has links, a deadline or a constraint.
func (c *contradicting) headed(i int32) bool {
	for up := c.plan.Activities[i].Parent; up >= 0; up = c.plan.Activities[up].Parent {
		a := &c.plan.Activities[up]
		if len(c.outs[up]) > 0 || a.Deadline != worktime.None || a.Primary.Type != NoConstraint || a.Manual {
			return true
		}
	}
	return false
}

// asked is the late finish that the file's late starts of what follows leave, or
// the project's finish. False where another kind of link would have to be weighed.
func (c *contradicting) asked(i int32) (at worktime.Time, next int32, ok bool) {
	if len(c.outs[i]) == 0 {
		open := c.plan.Settings.Dialect == MicrosoftProject && !c.plan.Settings.OpenEndsCritical && c.plan.MustFinish == worktime.None
		return c.plan.Finish, -1, open
	}
	at, next = worktime.None, -1
	for _, l := range c.outs[i] {
		link := &c.plan.Links[l]
		succ := &c.plan.Activities[link.Succ]
		plain := link.Type == FS && link.Lag.Tenths == 0 && link.Lag.Percent == 0
		if !plain || succ.File.LateStart == worktime.None || succ.ActualStart != worktime.None || succ.ActualFinish != worktime.None || succ.Inactive || succ.Kind == Summary || succ.Kind == LevelOfEffort {
			return worktime.None, -1, false
		}
		if at == worktime.None || succ.File.LateStart < at {
			at, next = succ.File.LateStart, link.Succ
		}
	}
	return at, next, true
}

func (c *contradicting) between(i int, a, b worktime.Time) int64 {
	if k := c.dates.Hours(i); k != nil {
		return k.Between(a, b)
	}
	return int64(b - a)
}
