package plantest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Change is one thing that a plan lost on its way through a file.
type Change struct {
	Activity int    // row of the first plan; -1 for what belongs to none
	What     string // the field, "link", "assignment work", "calendar hours", …
	Was, Is  string
}

func (c Change) String() string { return fmt.Sprintf("%s: %s became %s", c.What, c.Was, c.Is) }

// Carried compares two plans field by field, whatever order and numbers the second
// has: activities are matched by code, headings by number or by name. Dates are
// those that each plan's own rules give.
func Carried(from, to *masterplan.Plan, was, is *masterplan.Dates) []Change {
	c := &carried{from: from, to: to, was: was, is: is}
	c.matchRows()
	c.compareSettings()
	c.compareCalendars()
	for i := range from.Activities {
		c.compareActivity(i)
	}
	c.compareLinks()
	c.compareResources()
	c.compareAssignments()
	c.compareBaselines()
	return c.changes
}

type carried struct {
	from, to *masterplan.Plan
	was, is  *masterplan.Dates
	at       []int32 // row of from → row of to, -1 for none
	changes  []Change
}

func (c *carried) differ(i int, what string, was, is any) {
	if a, b := showValue(was), showValue(is); a != b {
		c.changes = append(c.changes, Change{i, what, a, b})
	}
}

func showValue(v any) string {
	switch v := v.(type) {
	case float64:
		return fmt.Sprintf("%.4g", math.Round(v*1e4)/1e4)
	case worktime.Time:
		if v == worktime.None {
			return "none"
		}
		return v.String()
	case masterplan.Constraint:
		if v.Type == masterplan.NoConstraint {
			return "none"
		}
		return v.Type.String() + " " + showValue(v.Date)
	}
	return fmt.Sprint(v)
}

// matchRows finds every row of the first plan in the second.
func (c *carried) matchRows() {
	c.at = slices.Repeat([]int32{-1}, len(c.from.Activities))
	codes, names := map[string]int32{}, map[string][]int32{}
	for i := range c.to.Activities {
		a := &c.to.Activities[i]
		if a.Kind != masterplan.Summary {
			codes[strings.TrimSpace(a.Code)] = int32(i)
		}
		names[c.path(a)] = append(names[c.path(a)], int32(i))
	}
	for i := range c.from.Activities {
		a := &c.from.Activities[i]
		if at, ok := codes[strings.TrimSpace(a.Code)]; ok && a.Kind != masterplan.Summary {
			c.at[i] = at
			continue
		}
		up := int32(-1)
		if a.Parent >= 0 {
			up = c.at[a.Parent]
		}
		key := fmt.Sprint(up, a.Kind == masterplan.Summary, Plainly(a.Name))
		if list := names[key]; len(list) > 0 {
			c.at[i], names[key] = list[0], list[1:]
		} else if a.Kind == masterplan.Summary {
			c.at[i] = c.nextHeading(up)
		}
	}
}

// nextHeading is the first heading under up that no row was found to be: its name
// changed.
func (c *carried) nextHeading(up int32) int32 {
	for i := range c.to.Activities {
		if b := &c.to.Activities[i]; b.Kind == masterplan.Summary && b.Parent == up && !slices.Contains(c.at, int32(i)) {
			return int32(i)
		}
	}
	return -1
}

func (c *carried) path(a *masterplan.Activity) string {
	return fmt.Sprint(a.Parent, a.Kind == masterplan.Summary, Plainly(a.Name))
}

// Plainly is a text without what every format cleans: each run of blanks, tabs and
// line ends is one blank, and none stands around it.
func Plainly(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c *carried) compareSettings() {
	a, b := c.from, c.to
	c.differ(-1, "plan code", a.Code, b.Code)
	c.differ(-1, "plan name", Plainly(a.Name), Plainly(b.Name))
	c.differ(-1, "plan start", a.Start, b.Start)
	c.differ(-1, "plan data date", a.DataDate, b.DataDate)
	c.differ(-1, "plan must finish", a.MustFinish, b.MustFinish)
	c.differ(-1, "plan calendar", calendarName(a, a.Settings.Calendar), calendarName(b, b.Settings.Calendar))
	s, u := a.Settings, b.Settings
	c.differ(-1, "setting from finish", s.FromFinish, u.FromFinish)
	c.differ(-1, "setting progress", s.Progress, u.Progress)
	c.differ(-1, "setting lag calendar", s.LagCalendar, u.LagCalendar)
	c.differ(-1, "setting float basis", s.FloatBasis, u.FloatBasis)
	c.differ(-1, "setting expected finish", s.UseExpectedFinish, u.UseExpectedFinish)
	c.differ(-1, "setting open ends", s.OpenEndsCritical, u.OpenEndsCritical)
	c.differ(-1, "setting critical float", s.CriticalFloat, u.CriticalFloat)
	c.differ(-1, "setting critical by path", s.CriticalByPath, u.CriticalByPath)
	c.differ(-1, "setting day", s.MinutesPerDay, u.MinutesPerDay)
	c.differ(-1, "blank rows", len(a.Blank), len(b.Blank))
}

func calendarName(p *masterplan.Plan, i int32) string {
	if i < 0 {
		return "none"
	}
	return p.Calendars[i].Name
}

// compareCalendars compares hours over four years, by name.
func (c *carried) compareCalendars() {
	byName := map[string][]int32{}
	for i := range c.to.Calendars {
		name := c.to.Calendars[i].Name
		byName[name] = append(byName[name], int32(i))
	}
	for i := range c.from.Calendars {
		k := &c.from.Calendars[i]
		list := byName[k.Name]
		if len(list) == 0 {
			c.differ(-1, "calendar", k.Name, "missing")
			continue
		}
		at := list[0]
		byName[k.Name] = list[1:]
		a, errA := c.from.CompiledCalendar(int32(i))
		b, errB := c.to.CompiledCalendar(at)
		if errA != nil || errB != nil {
			c.differ(-1, "calendar error", errA, errB)
			continue
		}
		c.differ(-1, "calendar hours", k.Name+" "+c.workingMinutes(a), k.Name+" "+c.workingMinutes(b))
		c.differ(-1, "calendar resource", fmt.Sprint(k.Name, k.Resource), fmt.Sprint(k.Name, c.to.Calendars[at].Resource))
	}
}

// workingMinutes counts the working minutes of every quarter from the plan's first year on.
func (c *carried) workingMinutes(k *worktime.Calendar) string {
	var out []string
	if k == nil {
		k = worktime.RoundTheClock()
	}
	from := c.from.Start
	if from == worktime.None {
		from = c.was.Start
	}
	if from == worktime.None {
		return ""
	}
	for q := range 16 {
		at := from.Day().At(0) + worktime.Time((q-1)*91*worktime.MinutesPerDay)
		out = append(out, fmt.Sprint(k.Between(at, at+91*worktime.MinutesPerDay)))
	}
	return strings.Join(out, " ")
}

func (c *carried) compareActivity(i int) {
	a := &c.from.Activities[i]
	if c.at[i] < 0 {
		c.differ(i, "row", fmt.Sprint(a.Kind, " ", a.Code), "missing")
		return
	}
	b := &c.to.Activities[c.at[i]]
	up := int32(-1)
	if a.Parent >= 0 {
		up = c.at[a.Parent]
	}
	c.differ(i, "parent", up, b.Parent)
	c.differ(i, "kind", a.Kind, b.Kind)
	c.differ(i, "name", Plainly(a.Name), Plainly(b.Name))
	c.differ(i, "notes", Plainly(a.Notes), Plainly(b.Notes))
	if a.Kind == masterplan.Summary {
		c.differ(i, "heading code", a.Code, b.Code)
		c.differ(i, "heading wbs", a.WBS, b.WBS)
		return
	}
	c.differ(i, "code", a.Code, b.Code)
	c.differ(i, "wbs", a.WBS, b.WBS)
	if c.workingMinutes(c.was.Hours(i)) != c.workingMinutes(c.is.Hours(int(c.at[i]))) {
		c.differ(i, "calendar of activity", calendarName(c.from, c.calendarOf(c.from, a)), calendarName(c.to, c.calendarOf(c.to, b)))
	}
	c.compareSizes(i, a, b)
	c.compareProgress(i, a, b)
	c.compareRules(i, a, b)
	w, g := &c.was.Rows[i], &c.is.Rows[c.at[i]]
	c.differ(i, "start", w.Start, g.Start)
	c.differ(i, "finish", w.Finish, g.Finish)
	if a.ActualFinish == worktime.None {
		c.differ(i, "total float", w.TotalFloat, g.TotalFloat)
	}
}

func (c *carried) calendarOf(p *masterplan.Plan, a *masterplan.Activity) int32 {
	if a.Calendar < 0 {
		return p.Settings.Calendar
	}
	return a.Calendar
}

func (c *carried) compareSizes(i int, a, b *masterplan.Activity) {
	c.differ(i, "duration", a.Duration.Minutes, b.Duration.Minutes)
	c.differ(i, "duration unit", a.Duration.Unit, b.Duration.Unit)
	c.differ(i, "duration elapsed", a.Duration.Elapsed, b.Duration.Elapsed)
	c.differ(i, "duration estimated", a.Duration.Estimated, b.Duration.Estimated)
	c.differ(i, "remaining", a.Remaining, b.Remaining)
	c.differ(i, "work", a.Work, b.Work)
	c.differ(i, "priority", a.Priority, b.Priority)
	c.differ(i, "leveling delay", a.LevelingDelay, b.LevelingDelay)
	c.differ(i, "marked", a.Marked, b.Marked)
	c.differ(i, "splits", len(a.Splits), len(b.Splits))
}

func (c *carried) compareProgress(i int, a, b *masterplan.Activity) {
	c.differ(i, "percent", a.Percent, b.Percent)
	c.differ(i, "percent basis", a.PercentBasis, b.PercentBasis)
	c.differ(i, "percent work", a.PercentWork, b.PercentWork)
	c.differ(i, "percent physical", a.PercentPhysical, b.PercentPhysical)
	c.differ(i, "actual start", a.ActualStart, b.ActualStart)
	c.differ(i, "actual finish", a.ActualFinish, b.ActualFinish)
	c.differ(i, "suspend", a.Suspend, b.Suspend)
	c.differ(i, "resume", a.Resume, b.Resume)
}

func (c *carried) compareRules(i int, a, b *masterplan.Activity) {
	c.differ(i, "expected finish", a.ExpectedFinish, b.ExpectedFinish)
	c.differ(i, "deadline", a.Deadline, b.Deadline)
	c.differ(i, "constraints", constraints(a), constraints(b))
	c.differ(i, "manual", a.Manual, b.Manual)
	c.differ(i, "inactive", a.Inactive, b.Inactive)
	c.differ(i, "by crews", a.ByCrews, b.ByCrews)
	c.differ(i, "ignores crews", a.IgnoreResourceCalendar, b.IgnoreResourceCalendar)
	c.differ(i, "task type", a.TaskType, b.TaskType)
	c.differ(i, "effort driven", a.EffortDriven, b.EffortDriven)
	c.differ(i, "earn by physical", a.EarnByPhysical, b.EarnByPhysical)
}

// constraints are both, whichever stands first.
func constraints(a *masterplan.Activity) string {
	out := []string{showValue(a.Primary), showValue(a.Secondary)}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// compareLinks compares those of every successor.
func (c *carried) compareLinks() {
	theirs := map[[2]int32][]masterplan.Link{}
	for _, l := range c.to.Links {
		theirs[[2]int32{l.Pred, l.Succ}] = append(theirs[[2]int32{l.Pred, l.Succ}], l)
	}
	for _, l := range c.from.Links {
		key := [2]int32{c.at[l.Pred], c.at[l.Succ]}
		list := theirs[key]
		n := slices.IndexFunc(list, func(k masterplan.Link) bool { return k.Type == l.Type })
		if n < 0 {
			c.differ(int(l.Succ), "link", fmt.Sprint(l.Type, " from ", c.from.Activities[l.Pred].Code), "missing")
			continue
		}
		same := slices.IndexFunc(list, func(k masterplan.Link) bool { return k.Type == l.Type && lagText(k.Lag) == lagText(l.Lag) })
		if same >= 0 {
			n = same
		}
		c.differ(int(l.Succ), "lag", lagText(l.Lag), lagText(list[n].Lag))
		theirs[key] = slices.Delete(slices.Clone(list), n, n+1)
	}
	extra := 0
	for _, list := range theirs {
		extra += len(list)
	}
	c.differ(-1, "links added", 0, extra)
	c.differ(-1, "external links", len(c.from.External), len(c.to.External))
}

func lagText(l masterplan.Lag) string {
	if l.Unit == masterplan.Percent {
		return fmt.Sprint(l.Percent, "% ", l.Elapsed)
	}
	return fmt.Sprint(l.Tenths, l.Elapsed && l.Tenths != 0)
}

func (c *carried) compareResources() {
	theirs := map[string][]*masterplan.Resource{}
	for i := range c.to.Resources {
		r := &c.to.Resources[i]
		theirs[Plainly(r.Name)] = append(theirs[Plainly(r.Name)], r)
	}
	for i := range c.from.Resources {
		r := &c.from.Resources[i]
		if r.Role && idle(c.from, i) {
			continue // readers of Primavera leave roles out that nobody is assigned to
		}
		list := theirs[Plainly(r.Name)]
		if len(list) == 0 {
			c.differ(-1, "resource", r.Name, "missing")
			continue
		}
		b := list[0]
		theirs[Plainly(r.Name)] = list[1:]
		of := func(what string, was, is any) {
			c.differ(-1, "resource "+what, fmt.Sprint(r.Name, " ", showValue(was)), fmt.Sprint(r.Name, " ", showValue(is)))
		}
		of("code", r.Code, b.Code)
		of("type", r.Type, b.Type)
		of("unit", r.Unit, b.Unit)
		of("max units", r.MaxUnits, b.MaxUnits)
		of("rate", r.Rate, b.Rate)
		of("overtime", r.Overtime, b.Overtime)
		of("cost per use", r.CostPerUse, b.CostPerUse)
		of("group", r.Group, b.Group)
		of("calendar", calendarName(c.from, r.Calendar), calendarName(c.to, b.Calendar))
	}
	c.differ(-1, "resources count", people(c.from), people(c.to))
}

func idle(p *masterplan.Plan, resource int) bool {
	return !slices.ContainsFunc(p.Assignments, func(a masterplan.Assignment) bool { return int(a.Resource) == resource })
}

// people counts resources but for roles that nobody is assigned to.
func people(p *masterplan.Plan) (n int) {
	for i := range p.Resources {
		if !p.Resources[i].Role || !idle(p, i) {
			n++
		}
	}
	return n
}

func resourceName(p *masterplan.Plan, i int32) string {
	if i < 0 {
		return "nobody"
	}
	return Plainly(p.Resources[i].Name)
}

func (c *carried) compareAssignments() {
	type key struct {
		row  int32
		name string
	}
	theirs := map[key][]*masterplan.Assignment{}
	for i := range c.to.Assignments {
		a := &c.to.Assignments[i]
		k := key{a.Activity, resourceName(c.to, a.Resource)}
		theirs[k] = append(theirs[k], a)
	}
	for n := range c.from.Assignments {
		a := &c.from.Assignments[n]
		i := int(a.Activity)
		k := key{c.at[i], resourceName(c.from, a.Resource)}
		if len(theirs[k]) == 0 {
			c.differ(i, "assignment", k.name, "missing")
			continue
		}
		b := theirs[k][0]
		theirs[k] = theirs[k][1:]
		c.differ(i, "assignment units", a.Units, b.Units)
		c.differ(i, "assignment work", a.Work, b.Work)
		c.differ(i, "assignment actual", a.ActualWork, b.ActualWork)
		c.differ(i, "assignment remaining", a.RemainingWork, b.RemainingWork)
		c.differ(i, "assignment cost", a.Cost, b.Cost)
		c.differ(i, "assignment delay", a.Delay, b.Delay)
		if w, f := &c.was.Rows[i], &c.from.Activities[i].File; a.Start != worktime.None && f.Start == w.Start && f.Finish == w.Finish {
			c.differ(i, "assignment start", a.Start, b.Start) // where the plan was dated anew they follow it
			c.differ(i, "assignment finish", a.Finish, b.Finish)
		}
		c.differ(i, "assignment contour", a.Contour, b.Contour)
		c.differ(i, "assignment overtime", a.Overtime, b.Overtime)
	}
}

func (c *carried) compareBaselines() {
	c.differ(-1, "baselines", len(c.from.Baselines), len(c.to.Baselines))
	if len(c.from.Baselines) != len(c.to.Baselines) {
		return
	}
	for n := range c.from.Baselines {
		a, b := &c.from.Baselines[n], &c.to.Baselines[n]
		c.differ(-1, "baseline name", a.Name, b.Name)
		c.differ(-1, "baseline number", a.Number, b.Number)
		c.differ(-1, "baseline taken", a.Taken, b.Taken)
		rows := map[int32]*masterplan.BaselineRow{}
		for j := range b.Rows {
			rows[b.Rows[j].Activity] = &b.Rows[j]
		}
		for j := range a.Rows {
			r := &a.Rows[j]
			i := int(r.Activity)
			g := rows[c.at[i]]
			if g == nil {
				c.differ(i, "baseline row", c.from.Activities[i].Kind, "missing")
				continue
			}
			c.differ(i, "baseline start", r.Start, g.Start)
			c.differ(i, "baseline finish", r.Finish, g.Finish)
			c.differ(i, "baseline duration", r.Duration.Minutes, g.Duration.Minutes)
			c.differ(i, "baseline work", r.Work, g.Work)
			c.differ(i, "baseline cost", r.Cost, g.Cost)
		}
	}
}
