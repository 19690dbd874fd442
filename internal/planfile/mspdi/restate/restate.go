package restate

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// rounds bounds how often means are looked for: a link made shorter can uncover
// a constraint, and a constraint a link.
const rounds = 8

// Result is a plan in Microsoft Project's terms, its dates by Microsoft Project's
// rules, and what these terms cannot say.
type Result struct {
	Plan   *masterplan.Plan
	Dates  *masterplan.Dates
	Losses []masterplan.Loss
}

// Plan restates p, dated by d. A plan of Microsoft Project itself comes back as it
// is. The result shares with p what it does not change. Errors are those of
// masterplan.Compute.
func Plan(p *masterplan.Plan, d *masterplan.Dates) (*Result, error) {
	if p.Settings.Dialect == masterplan.MicrosoftProject {
		return &Result{Plan: p, Dates: d}, nil
	}
	r := newRestater(p, d)
	r.restateSettings()
	for i := range r.to.Activities {
		r.restateActivity(i)
	}
	r.sumWork()
	r.restateLags()
	if err := r.holdUntilSettled(); err != nil {
		return nil, err
	}
	r.tellChanges()
	anew, err := r.scheduleResult()
	if err != nil {
		return nil, err
	}
	return &Result{r.to, anew, r.losses.List()}, nil
}

type restater struct {
	from   *masterplan.Plan
	dates  *masterplan.Dates
	to     *masterplan.Plan
	given  []masterplan.DateRow // the dates agreed on
	into   [][]int32            // activity → links that end there
	parent []bool               // has children
	tried  []int                // activity → rounds that looked for means
	means  []means              // activity → what was done to keep it
	losses masterplan.Losses

	longest worktime.Time // lead that a link was written with
}

// means says how an activity was kept where it was agreed.
type means struct {
	held, lagged, eased, freed, dueInstead, stretched, waits, joined, summed, counted bool

	lead worktime.Time // of the link that was shortened most, in minutes; 0 where none became a long lead
}

// longLead is a lead that nobody plans: the link holds nothing in the plan's own tool.
const longLead = 30 * worktime.MinutesPerDay

func newRestater(p *masterplan.Plan, d *masterplan.Dates) *restater {
	to := *p
	to.Activities = slices.Clone(p.Activities)
	to.Links = slices.Clone(p.Links)
	to.Assignments = slices.Clone(p.Assignments)
	n := len(p.Activities)
	r := &restater{
		from: p, dates: d, to: &to, given: slices.Clone(d.Rows),
		into: make([][]int32, n), parent: make([]bool, n), tried: make([]int, n), means: make([]means, n),
	}
	for i := range p.Links {
		r.into[p.Links[i].Succ] = append(r.into[p.Links[i].Succ], int32(i))
	}
	for i := range p.Activities {
		if up := p.Activities[i].Parent; up >= 0 {
			r.parent[up] = true
		}
	}
	return r
}

// restateSettings are Microsoft Project's. Constraints give way to links until one is
// seen that does not.
func (r *restater) restateSettings() {
	s := &r.to.Settings
	s.Dialect, s.LagCalendar, s.FloatBasis = masterplan.MicrosoftProject, masterplan.LagSuccessor, masterplan.SmallestFloat
	if r.to.Start == worktime.None {
		r.to.Start = r.dates.Start
	}
	if r.to.MustFinish != worktime.None && !s.FromFinish {
		r.to.MustFinish = worktime.None
		r.losses.OfPlan(masterplan.LeftOut, "plan.loss.must_finish", 1, nil)
	}
	s.LateFrom, s.FloatFromProject = 0, false
	s.HonourConstraints, s.UseExpectedFinish, s.LagFromEarlyStart, s.CriticalByPath = false, false, false, false
}

// own says whether activity i has dates of its own to be kept.
func (r *restater) own(i int) bool {
	a := &r.from.Activities[i]
	return a.Kind != masterplan.Summary && !r.parent[i] && !a.Inactive && r.dates.Rows[i].Start != worktime.None
}

func started(a *masterplan.Activity) bool {
	return a.ActualStart != worktime.None || a.ActualFinish != worktime.None
}

// hours is the calendar of activity i; nil round the clock.
func (r *restater) hours(i int) *worktime.Calendar { return r.dates.Hours(i) }

func between(c *worktime.Calendar, from, to worktime.Time) int64 {
	if c == nil {
		return int64(to - from)
	}
	return c.Between(from, to)
}

func add(c *worktime.Calendar, at worktime.Time, minutes int64) worktime.Time {
	if c == nil {
		return at + worktime.Time(minutes)
	}
	return c.Add(at, minutes)
}

// point says whether a kind takes no time.
func point(k masterplan.Kind) bool {
	return k == masterplan.StartMilestone || k == masterplan.FinishMilestone
}

// restateActivity restates one activity but for what holds it. What is to be worked is
// what lies between its agreed dates: an expected finish or a span over others
// has no other word here. Duration is what was worked and what is to be.
func (r *restater) restateActivity(i int) {
	a, row := &r.to.Activities[i], &r.given[i]
	if !r.own(i) {
		return
	}
	r.restateConstraint(i)
	a.Tenths = masterplan.Tenths{} // what is agreed on is in minutes
	if !r.microsoft() {
		a.IgnoreResourceCalendar = a.IgnoreResourceCalendar || a.Calendar >= 0
	}
	if a.PercentBasis == masterplan.ByPhysical {
		a.EarnByPhysical = true
	}
	switch {
	case a.ActualFinish != worktime.None:
		row.EarlyStart, row.EarlyFinish = a.ActualStart, a.ActualFinish
		if a.ActualStart == worktime.None {
			row.EarlyStart = a.ActualFinish
		}
		a.Remaining, a.Percent = 0, 100
		a.Suspend, a.Resume = worktime.None, worktime.None
		return
	case a.ByCrews && r.microsoft() && a.ActualStart == worktime.None: // its crews date it as before
		r.crews(a)
	case !point(a.Kind):
		done := r.underWay(i)
		a.Remaining = max(0, between(r.hours(i), row.EarlyStart, row.EarlyFinish))
		r.crews(a)
		if total := done + a.Remaining; total != a.Duration.Minutes && !r.means[i].waits {
			r.means[i].stretched = true
		}
		a.Duration.Minutes = done + a.Remaining
		a.Percent = 0
		if a.Duration.Minutes > 0 {
			a.Percent = 100 * float64(done) / float64(a.Duration.Minutes)
		}
	default:
		a.Duration.Minutes, a.Remaining = 0, 0
	}
}

// microsoft says whether the plan came from Microsoft Project and only reports on our
// side put it behind a data date.
func (r *restater) microsoft() bool { return r.from.Source.Format == "mspdi" }

// crews lets those who work on a be dated as its agreed dates are. Those of another
// tool have no say in Microsoft Project, which goes by their activity.
func (r *restater) crews(a *masterplan.Activity) {
	if !r.microsoft() {
		a.ByCrews = false
	}
	a.CrewsFor = 0
	if a.ByCrews {
		a.CrewsFor = a.Remaining
	}
}

// underWay says how far activity i is, and returns what was worked. Elsewhere what
// is left of work under way is planned from the data date, or from a later
// predecessor. Microsoft Project plans it straight on from what was done, and loses
// a pause where work is assigned. So all the time up to the data date counts as
// worked, and a wait after it as still to do.
func (r *restater) underWay(i int) int64 {
	a, row := &r.to.Activities[i], &r.given[i]
	a.Suspend, a.Resume = worktime.None, worktime.None
	if a.ActualStart == worktime.None {
		return 0
	}
	if row.EarlyFinish > a.ActualStart {
		row.EarlyStart = max(row.EarlyStart, a.ActualStart) // nothing goes on before it began, which Primavera allows
	}
	hours, stop := r.hours(i), row.EarlyStart
	if r.from.DataDate == worktime.None {
		// Without a data date what was done lies at its head, as long as it took.
		if span := between(hours, stop, row.EarlyFinish); span > a.Remaining && a.Remaining > 0 {
			stop = add(hours, stop, span-a.Remaining)
			row.EarlyStart = stop
		}
	} else {
		stop = min(max(a.ActualStart, r.from.DataDate), stop)
	}
	done := max(0, between(hours, a.ActualStart, stop))
	switch {
	case between(hours, stop, row.EarlyStart) == 0:
	case between(hours, row.EarlyStart, row.EarlyFinish) == 0: // nothing but a wait: no work can end at a start
		a.Suspend, a.Resume = stop, row.EarlyStart
		return done
	default:
		r.means[i].waits = true
	}
	row.EarlyStart = stop
	if hours != nil && !(a.ByCrews && r.microsoft()) { // crews go on at hours of their own
		row.EarlyStart, stop = hours.NextStart(stop), max(a.ActualStart, hours.PrevFinish(stop))
	}
	a.Suspend, a.Resume = stop, row.EarlyStart
	return done
}

// restateConstraint leaves one where P6 has two, and none where a date is only agreed on:
// what is as late as possible stands where it stands.
func (r *restater) restateConstraint(i int) {
	a := &r.to.Activities[i]
	first, second := a.Primary, a.Secondary
	a.Secondary = masterplan.Constraint{Date: worktime.None}
	if first.Type == masterplan.NoConstraint {
		first, second = second, masterplan.Constraint{}
	}
	switch first.Type {
	case masterplan.AsLateAsPossible, masterplan.NoConstraint:
		first = masterplan.Constraint{Date: worktime.None}
	case masterplan.MandatoryStart:
		first.Type = masterplan.StartOn
	case masterplan.MandatoryFinish:
		first.Type = masterplan.FinishOn
	}
	a.Primary = r.givesWay(i, first)
	if !r.turnIntoDeadline(i, second) && second.Type != masterplan.NoConstraint {
		r.losses.OfActivity(masterplan.LeftOut, "plan.loss.second_constraint", i, nil)
	}
}

// givesWay is what stands for a constraint that its activity is agreed to miss: only
// a mandatory one overrules links in Primavera. What it bounds late dates by becomes a
// deadline, for a reader that honours constraints would pull the activity back.
func (r *restater) givesWay(i int, c masterplan.Constraint) masterplan.Constraint {
	row, kept := &r.given[i], masterplan.Constraint{Date: worktime.None}
	mandatory := r.from.Activities[i].Primary.Type == masterplan.MandatoryStart || r.from.Activities[i].Primary.Type == masterplan.MandatoryFinish
	missed := row.EarlyStart > c.Date
	switch c.Type {
	case masterplan.StartOn:
		kept = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: c.Date}
	case masterplan.FinishOn:
		missed, kept = row.EarlyFinish > c.Date, masterplan.Constraint{Type: masterplan.FinishNoEarlier, Date: c.Date}
	case masterplan.FinishNoLater:
		missed = row.EarlyFinish > c.Date
	case masterplan.StartNoLater:
	default:
		return c
	}
	if mandatory || !missed || started(&r.from.Activities[i]) || !r.turnIntoDeadline(i, c) {
		return c
	}
	return kept
}

// turnIntoDeadline turns a constraint that only bounds late dates into a deadline, which does
// the same and needs no place among constraints; false when it is none or there
// is a deadline already.
func (r *restater) turnIntoDeadline(i int, c masterplan.Constraint) bool {
	a := &r.to.Activities[i]
	at := c.Date
	switch c.Type {
	case masterplan.StartNoLater, masterplan.StartOn, masterplan.MandatoryStart:
		at = add(r.hours(i), at, a.Remaining)
	case masterplan.FinishNoLater, masterplan.FinishOn, masterplan.MandatoryFinish:
	default:
		return false
	}
	if a.Deadline != worktime.None || c.Date == worktime.None {
		return false
	}
	a.Deadline = at
	r.means[i].dueInstead = true
	return true
}

// alignAssignmentStart keeps the hours that are left to an assignment in step with its activity. An
// assignment of another tool begins with its activity: there a later one dates nothing,
// here it would put the finish off.
func (r *restater) alignAssignmentStart(a *masterplan.Assignment) {
	from := &r.from.Activities[a.Activity]
	if r.microsoft() {
		a.RemainingWork, a.Overtime, a.Stretch = from.ShareOf(a.RemainingWork), from.ShareOf(a.Overtime), from.ShareOf(a.Stretch)
		row := &r.dates.Rows[a.Activity]
		if a.Stretch > 0 {
			a.Start, a.Finish = row.Start, row.Finish
		}
		if from.ByCrews && from.Kind == masterplan.Task && from.ActualStart != worktime.None {
			a.Resume = row.EarlyStart // with what its activity waits for
		}
		return
	}
	r.means[a.Activity].joined = r.means[a.Activity].joined || a.Delay != 0 && from.ActualFinish == worktime.None
	a.Delay = 0
}

// sumWork makes the sums that Microsoft Project expects: the work of an assignment is
// what was and what is to be done, that of a task is that of its assignments.
func (r *restater) sumWork() {
	total, actual := make([]int64, len(r.to.Activities)), make([]int64, len(r.to.Activities))
	assigned := make([]bool, len(r.to.Activities))
	for n := range r.to.Assignments {
		a := &r.to.Assignments[n]
		task := &r.to.Activities[a.Activity]
		r.alignAssignmentStart(a)
		switch {
		case a.ActualWork+a.RemainingWork > 0:
			r.means[a.Activity].summed = r.means[a.Activity].summed || a.Work != a.ActualWork+a.RemainingWork
			a.Work = a.ActualWork + a.RemainingWork
		case task.ActualFinish == worktime.None:
			a.RemainingWork = a.Work
		default:
			r.means[a.Activity].summed = r.means[a.Activity].summed || a.ActualWork != a.Work
			a.ActualWork = a.Work
		}
		if a.Resource >= 0 && labour(r.to.Resources[a.Resource].Type) {
			assigned[a.Activity] = true
			total[a.Activity] += a.Work
			actual[a.Activity] += a.ActualWork
		}
	}
	for i := range r.to.Activities {
		a := &r.to.Activities[i]
		if !assigned[i] {
			continue
		}
		r.means[i].summed = r.means[i].summed || a.Work != total[i]
		a.Work = total[i]
		a.PercentWork = 0
		if total[i] > 0 {
			a.PercentWork = 100 * float64(actual[i]) / float64(total[i])
		}
	}
}

// labour says whether Microsoft Project counts a resource's work.
func labour(t masterplan.ResourceType) bool {
	return t == masterplan.WorkResource || t == masterplan.EquipmentResource
}

// network is the problem that Microsoft Project would solve. Dates from outside
// the file are left to the constraint that stands for them.
func (r *restater) network() (*network.Problem, error) {
	judged := *r.to
	judged.External = nil
	return masterplan.Network(&judged)
}

// scheduleResult dates the whole by Microsoft Project's rules and names what moves.
func (r *restater) scheduleResult() (*masterplan.Dates, error) {
	judged := *r.to
	judged.External = nil
	d, err := masterplan.Compute(&judged)
	if err != nil {
		return nil, err
	}
	for i := range r.given {
		if !r.own(i) {
			continue
		}
		was, is := &r.dates.Rows[i], &d.Rows[i]
		if is.Start != was.Start || is.Finish != was.Finish {
			r.losses.OfActivity(masterplan.Moved, "plan.loss.moved", i, nil)
		}
		if r.from.Activities[i].ActualFinish == worktime.None && (is.TotalFloat != was.TotalFloat || is.Critical != was.Critical) {
			r.restated("plan.loss.float", i)
		}
	}
	return d, nil
}
