package masterplan

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// DateRow is the computed dates of one activity; see network.Row.
type DateRow = network.Row

// LinkDates is a link's part in the dates; see network.LinkRow.
type LinkDates = network.LinkRow

// Dates are a plan's computed dates. Rows and Links stand in the plan's order.
type Dates struct {
	Rows          []DateRow
	Links         []LinkDates
	Start, Finish worktime.Time // None when nothing is to be dated
	Critical      int           // unfinished tasks and milestones that are critical
	problem       *network.Problem
	solved        *network.Problem // problem, or the same in tenths of a minute
	forecast      forecast
}

// Hours is the compiled calendar of activity i; nil when it runs round the
// clock.
func (d *Dates) Hours(i int) *worktime.Calendar {
	a := &d.problem.Activities[i]
	if a.Elapsed {
		return nil
	}
	return d.problem.Calendars[a.Calendar]
}

// Compute schedules a plan by the rules of its dialect. It returns a fault of
// kind Invalid: "plan.loop" (args activities: the codes along the ring, count, outline: where
// it closes through a heading and its part),
// "plan.calendar.empty" or "plan.calendar.bad" (args calendar), "plan.network"
// (args what, index) for an index that points nowhere.
func Compute(p *Plan) (*Dates, error) {
	m := newMapping(p)
	problem, err := m.buildProblem()
	if err != nil {
		return nil, err
	}
	solved := problem
	if fine := m.inTenths(); fine != nil {
		solved = fine
	}
	result, err := network.Schedule(solved)
	if err != nil {
		return nil, p.Explain(err)
	}
	if solved != problem {
		inMinutes(result)
	}
	d := &Dates{
		Rows: result.Rows, Links: result.Links, Start: result.Start, Finish: result.Finish,
		Critical: result.Critical, problem: problem, solved: solved,
		forecast: forecast{sources: m.sources, bound: m.bound},
	}
	return d, nil
}

// Network is the problem that was solved, in minutes. It is not to be changed.
func (d *Dates) Network() *network.Problem { return d.problem }

// Network is the problem that Compute solves: activities in the plan's order,
// calendars compiled, each tool's habits as options. Errors are Compute's, but
// for loops, which only scheduling finds; see Explain.
func Network(p *Plan) (*network.Problem, error) {
	return newMapping(p).buildProblem()
}

func newMapping(p *Plan) *mapping {
	return &mapping{plan: p, compiled: map[int32]int32{}, assigned: map[int][]int32{}, shared: map[[2]int32]int32{}, spans: make([][]int64, len(p.Activities))}
}

// Explain turns an error of solve/network into the fault that names the
// activities behind it.
func (p *Plan) Explain(err error) error {
	var loop *network.LoopError
	if errors.As(err, &loop) {
		return fault.New(fault.Invalid, "plan.loop", "activities", p.ringText(loop.Activities), "count", len(loop.Activities), "outline", p.outlineSteps(loop.Activities)).Because(err)
	}
	var input *network.InputError
	if errors.As(err, &input) {
		return fault.New(fault.Invalid, "plan.network", "what", input.What, "index", input.Index).Because(err)
	}
	return err
}

// ringShown bounds how many activities of a ring a message names.
const ringShown = 12

func (p *Plan) ringText(activities []int) string {
	var names []string
	for n, i := range activities {
		if n == ringShown {
			names = append(names, "…")
			break
		}
		names = append(names, p.label(i))
	}
	if len(activities) > 0 {
		names = append(names, p.label(activities[0]))
	}
	return strings.Join(names, " → ")
}

// outlineSteps names where a ring goes from a heading to its part or back without a link:
// "heading › part" each, "" where links alone close it.
func (p *Plan) outlineSteps(ring []int) string {
	var names []string
	for n, a := range ring {
		b := ring[(n+1)%len(ring)]
		if slices.ContainsFunc(p.Links, func(l Link) bool { return int(l.Pred) == a && int(l.Succ) == b }) {
			continue
		}
		heading, part := a, b
		if int(p.Activities[a].Parent) == b {
			heading, part = b, a
		}
		if name := p.label(heading) + " › " + p.label(part); a != b && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > ringShown {
		names = append(names[:ringShown], "…")
	}
	return strings.Join(names, ", ")
}

// label is what people know activity i by.
func (p *Plan) label(i int) string {
	a := &p.Activities[i]
	if a.Code != "" {
		return a.Code
	}
	return a.Name
}

// mapping turns a plan into a network.
type mapping struct {
	plan     *Plan
	out      network.Problem
	compiled map[int32]int32 // plan calendar → network calendar
	assigned map[int][]int32 // activity → its assignments
	shared   map[[2]int32]int32
	sources  []calendarSource // of each network calendar
	bound    bool             // a duration was measured on a calendar
	spans    [][]int64        // by activity, the work of its crews in tenths of a minute
}

func (m *mapping) buildProblem() (*network.Problem, error) {
	p := m.plan
	m.out = network.Problem{Start: p.Start, DataDate: p.DataDate, MustFinish: p.MustFinish, Options: p.networkOptions()}
	if p.Settings.Dialect == MicrosoftProject {
		// Microsoft Project does not reschedule what is late by itself.
		m.out.DataDate = worktime.None
	}
	if p.Settings.LateFrom != 0 && !p.Settings.FromFinish {
		m.out.MustFinish = p.Settings.LateFrom
	}
	if p.Settings.FromFinish && m.out.MustFinish == worktime.None {
		m.out.MustFinish = p.Finish
	}
	for i, a := range p.Assignments {
		m.assigned[int(a.Activity)] = append(m.assigned[int(a.Activity)], int32(i))
	}
	m.out.Activities = make([]network.Activity, len(p.Activities))
	for i := range p.Activities {
		if err := m.mapActivity(i); err != nil {
			return nil, err
		}
	}
	if m.out.Start == worktime.None {
		m.out.Start = m.firstDate()
	}
	m.bindExternal()
	return &m.out, m.mapLinks()
}

// networkOptions maps the settings; what a file left out already has its tool's
// default.
func (p *Plan) networkOptions() network.Options {
	s := &p.Settings
	o := network.Options{
		Progress:          network.Progress(s.Progress),
		FloatBasis:        network.FloatBasis(s.FloatBasis),
		CriticalFloat:     s.CriticalFloat,
		CriticalByPath:    s.CriticalByPath,
		FromFinish:        s.FromFinish,
		LagFromEarlyStart: s.LagFromEarlyStart,
		OpenEndsCritical:  s.OpenEndsCritical,
		UseExpectedFinish: s.UseExpectedFinish,
		HonourDates:       s.HonourConstraints,
		AwaitActualStart:  s.AwaitActualStart,
		MinuteAfterStart:  s.Dialect == Primavera && p.minuteAfterStart(),
		FreeByLinks:       s.Dialect == Primavera,
		LateAsGiven:       p.byMicrosoft() || p.byPowerproject(),
	}
	if p.byMicrosoft() {
		o.MilestonesStay, o.EarlyConstraints, o.LeadsEndWork, o.AsapStaysEarly, o.LateFromFinish = true, true, true, true, true
		o.Late = network.LateDates
	}
	return o
}

// minuteAfterStart says whether the file comes from a Primavera that keeps a minute
// of work after the start that a start-to-finish link asks for. Files of P6 6 show
// the minute; none of P6 8 and later does.
func (p *Plan) minuteAfterStart() bool {
	version, ok := strings.CutPrefix(p.Source.Program, "Primavera P6 ")
	major, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	return ok && err == nil && n < 8
}

// byMicrosoft says whether the plan keeps the habits of Microsoft Project: it is
// dated by its rules, or was until reports on our side put it behind a data date.
func (p *Plan) byMicrosoft() bool {
	return p.Settings.Dialect == MicrosoftProject || p.Settings.Dialect == Own && p.Source.Format == "mspdi"
}

// byPowerproject says whether Asta Powerproject wrote the file, which keeps the
// late date of a finish milestone at the start that follows it.
func (p *Plan) byPowerproject() bool {
	return strings.Contains(strings.ToLower(p.Source.Program), "powerproject")
}

// compileCalendar compiles calendar i once; -1 is the plan's.
func (m *mapping) compileCalendar(i int32) (int32, error) {
	if i < 0 || int(i) >= len(m.plan.Calendars) {
		i = m.plan.Settings.Calendar
	}
	if at, ok := m.compiled[i]; ok {
		return at, nil
	}
	c, err := m.plan.CompiledCalendar(i)
	if err != nil {
		return 0, err
	}
	m.compiled[i] = int32(len(m.out.Calendars))
	m.out.Calendars = append(m.out.Calendars, c)
	m.sources = append(m.sources, calendarSource{plan: i, first: -1, second: -1})
	return m.compiled[i], nil
}

func (m *mapping) mapActivity(i int) error {
	a := &m.plan.Activities[i]
	calendar, err := m.workCalendar(i, a)
	if err != nil {
		return err
	}
	floats, err := m.compileCalendar(a.Calendar)
	if err != nil {
		return err
	}
	out := network.Activity{
		Kind: m.kindOf(a), Parent: a.Parent, Calendar: calendar, Floats: floats,
		Elapsed: a.Duration.Elapsed, Fixed: a.Manual && a.ManualStart != worktime.None, Inactive: a.Inactive,
		Duration: a.Duration.Minutes, Remaining: a.Remaining,
		ActualStart: a.ActualStart, ActualFinish: a.ActualFinish, Suspend: a.Suspend, Resume: a.Resume,
		FixedStart: a.ManualStart, FixedFinish: a.ManualFinish,
		ExpectedFinish: a.ExpectedFinish, Deadline: a.Deadline,
		NotBefore: worktime.None, NotAfter: worktime.None, FreeUntil: worktime.None,
		Primary:   constraint(a.Primary),
		Secondary: constraint(a.Secondary),
	}
	if a.ByCrews && (a.Kind == Task || a.Kind == Summary) {
		if out.Crews, err = m.crewsOf(i); err != nil {
			return err
		}
		out.CrewsFor = a.CrewsFor
	}
	if from, to, ok := m.splitSpan(i); ok && len(out.Crews) == 0 && a.ActualStart == worktime.None && !out.Elapsed {
		// The pauses of a split task are working time in which it does not work.
		out.Remaining = max(out.Remaining, m.out.Calendars[calendar].Between(from, to))
		out.Duration = out.Remaining
		m.bound = true
	}
	if m.plan.byMicrosoft() {
		out.Delay = a.LevelingDelay / 10
	}
	if m.plan.Settings.Dialect == MicrosoftProject && len(out.Crews) == 0 {
		m.keepDuration(a, &out)
	}
	if a.Kind == Summary {
		out.ActualStart, out.ActualFinish = worktime.None, worktime.None
	}
	m.out.Activities[i] = out
	return nil
}

// kindOf is how the plan's own tool schedules an activity. Microsoft Project knows
// work and points only: what spans others elsewhere is a task of its length.
func (m *mapping) kindOf(a *Activity) network.Kind {
	point := a.Kind == StartMilestone || a.Kind == FinishMilestone
	switch {
	case m.plan.Settings.Dialect == MicrosoftProject && (a.Kind == LevelOfEffort || a.Kind == Hammock):
		return network.Task
	case m.plan.Settings.Dialect == MicrosoftProject && point:
		return network.FinishMilestone
	case point:
		return m.milestone(a)
	}
	return network.Kind(a.Kind)
}

// keepDuration ends a task of fixed duration that paused when its duration, counted
// on from its actual start, ends: the pause is part of it. Other tasks work what
// remains after the pause.
func (m *mapping) keepDuration(a *Activity, out *network.Activity) {
	if a.TaskType != FixedDuration || a.Resume == worktime.None || a.ActualStart == worktime.None || a.ActualFinish != worktime.None || out.Elapsed {
		return
	}
	hours := m.out.Calendars[out.Calendar]
	finish := hours.Add(a.ActualStart, out.Duration)
	if worked := hours.Add(a.ActualStart, out.Duration-out.Remaining); hours.Between(worked, a.Resume) > 0 && finish > a.Resume {
		out.Remaining = hours.Between(a.Resume, finish)
		m.bound = true
	}
}

// milestone is the kind of a milestone. Powerproject's stand at a start when
// they were given a duration and at a finish otherwise, whatever their type says.
func (m *mapping) milestone(a *Activity) network.Kind {
	switch {
	case !m.plan.byPowerproject():
		return network.Kind(a.Kind)
	case a.Duration.Minutes > 0:
		return network.StartMilestone
	}
	return network.FinishMilestone
}

// splitSpan is the span of a task that is worked in pieces, as the file lists them.
func (m *mapping) splitSpan(i int) (from, to worktime.Time, ok bool) {
	from, to = worktime.None, worktime.None
	widen := func(list []Split) {
		for _, s := range list {
			if from == worktime.None || s.Start < from {
				from = s.Start
			}
			to = max(to, s.Finish)
		}
		ok = ok || len(list) > 1
	}
	widen(m.plan.Activities[i].Splits)
	for _, at := range m.assigned[i] {
		widen(m.plan.Assignments[at].Split)
	}
	return from, to, ok && from != worktime.None && to > from
}

// constraint drops one that lost its date.
func constraint(c Constraint) network.Constraint {
	if c.Date == worktime.None && c.Type != AsLateAsPossible {
		return network.Constraint{}
	}
	return network.Constraint{Type: network.ConstraintType(c.Type), Date: c.Date}
}

// firstDate stands in for a project start that nobody stated.
func (m *mapping) firstDate() worktime.Time {
	if m.plan.DataDate != worktime.None {
		return m.plan.DataDate
	}
	first := worktime.None
	for i := range m.plan.Activities {
		a := &m.plan.Activities[i]
		for _, t := range [...]worktime.Time{a.ActualStart, a.File.EarlyStart, a.File.Start, a.ManualStart, a.Primary.Date} {
			if t != worktime.None && (first == worktime.None || t < first) {
				first = t
			}
		}
	}
	if first == worktime.None {
		return worktime.Date(1970, 1, 1).At(0)
	}
	return first
}

// bindExternal lets links to the outside bind through their dates.
func (m *mapping) bindExternal() {
	for _, e := range m.plan.External {
		if e.Activity < 0 || int(e.Activity) >= len(m.out.Activities) {
			continue
		}
		a := &m.out.Activities[e.Activity]
		if e.Free != 0 {
			a.FreeUntil = earlier(a.FreeUntil, e.Free)
		}
		switch {
		case !e.HasDate:
		case e.Pred:
			a.NotBefore = max(a.NotBefore, e.Date)
		default:
			a.NotAfter = earlier(a.NotAfter, e.Date)
		}
	}
}

// earlier is the earlier of two times, the first of which may be absent.
func earlier(a, b worktime.Time) worktime.Time {
	if a == worktime.None {
		return b
	}
	return min(a, b)
}

func (m *mapping) mapLinks() error {
	m.out.Links = make([]network.Link, len(m.plan.Links))
	for i, l := range m.plan.Links {
		lag := m.lag(&l)
		calendar, err := m.lagCalendar(&l)
		if err != nil {
			return err
		}
		m.out.Links[i] = network.Link{Pred: l.Pred, Succ: l.Succ, Type: network.LinkType(l.Type), Lag: lag, LagCalendar: calendar}
	}
	return nil
}

// lag is a link's wait in minutes; a share is of the predecessor's duration.
func (m *mapping) lag(l *Link) int64 {
	return roundSpan(m.lagInTenths(l))
}

func (m *mapping) lagCalendar(l *Link) (int32, error) {
	if l.Lag.Elapsed {
		return -1, nil
	}
	switch m.plan.Settings.LagCalendar {
	case LagElapsed:
		return -1, nil
	case LagProject:
		return m.compileCalendar(-1)
	case LagSuccessor:
		if m.plan.byMicrosoft() && l.Succ >= 0 && int(l.Succ) < len(m.out.Activities) {
			return m.out.Activities[l.Succ].Floats, nil // the task's calendar; that of its people has no part in it
		}
		return m.endCalendar(l.Succ)
	}
	return m.endCalendar(l.Pred)
}

// endCalendar is the calendar of activity i, which may point nowhere: the
// kernel refuses that with the link's index.
func (m *mapping) endCalendar(i int32) (int32, error) {
	if i < 0 || int(i) >= len(m.out.Activities) {
		return -1, nil
	}
	return m.out.Activities[i].Calendar, nil
}
