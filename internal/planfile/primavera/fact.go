package primavera

import (
	"html"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// Status is how far an activity is.
type Status uint8

const (
	NotStarted Status = iota
	Active
	Complete
)

// Facts is what both formats state of an activity besides what the plan says.
// Times are worktime.None where there is nothing to state.
type Facts struct {
	Status                        Status
	Start, Finish                 worktime.Time // as shown
	ActualStart                   worktime.Time
	PlannedStart, PlannedFinish   worktime.Time
	EarlyStart, EarlyFinish       worktime.Time // of what is left
	LateStart, LateFinish         worktime.Time
	TotalFloat, FreeFloat         int64 // minutes; read while not complete
	Labour, Plant                 Quantity
	ExternalStart, ExternalFinish worktime.Time // what other projects allow
	LongestPath                   bool
}

// Quantity is work in hours.
type Quantity struct{ Planned, Actual, ToCome float64 }

// GatherFacts collects the facts of every row of t.
func (t *Translation) GatherFacts() []Facts {
	const none = worktime.None
	out := make([]Facts, len(t.Plan.Activities))
	for i := range out {
		a, r, f := &t.Plan.Activities[i], &t.Dates.Rows[i], &out[i]
		*f = Facts{Start: r.Start, Finish: r.Finish, ActualStart: a.ActualStart,
			EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none, ExternalStart: none, ExternalFinish: none}
		if a.Kind == masterplan.Summary {
			continue
		}
		t.gatherProgress(i, f)
	}
	t.gatherWork(out)
	t.gatherOutside(out)
	return out
}

// gatherProgress says how far row i is, and the dates of what is left.
func (t *Translation) gatherProgress(i int, f *Facts) {
	a, r := &t.Plan.Activities[i], &t.Dates.Rows[i]
	f.PlannedStart, f.PlannedFinish, f.LongestPath = r.Start, r.Finish, r.LongestPath
	switch {
	case a.ActualFinish != worktime.None:
		f.Status = Complete
		if f.ActualStart == worktime.None && a.Kind != masterplan.FinishMilestone {
			f.ActualStart = a.ActualFinish
		}
		return
	case a.ActualStart != worktime.None:
		f.Status = Active
		if hours := t.Dates.Hours(i); hours != nil && a.Duration.Minutes > 0 {
			f.PlannedFinish = hours.Add(a.ActualStart, a.Duration.Minutes)
		}
	}
	f.EarlyStart, f.EarlyFinish, f.LateStart, f.LateFinish = r.EarlyStart, r.EarlyFinish, r.LateStart, r.LateFinish
	f.TotalFloat, f.FreeFloat = r.TotalFloat, r.FreeFloat
}

// gatherWork sums the assignments of every activity. What is done of them is the
// percentage that the plan states.
func (t *Translation) gatherWork(out []Facts) {
	for n := range t.Plan.Assignments {
		a := &t.Plan.Assignments[n]
		q := &out[a.Activity].Labour
		switch t.Plan.Resources[a.Resource].Type {
		case masterplan.MaterialResource, masterplan.CostResource:
			continue
		case masterplan.EquipmentResource:
			q = &out[a.Activity].Plant
			q.Planned += float64(a.Work) / 60
		}
		q.ToCome += float64(a.ActualWork+a.RemainingWork) / 60
	}
	for i := range out {
		a, labour, plant := &t.Plan.Activities[i], &out[i].Labour, &out[i].Plant
		labour.Planned = float64(a.Work) / 60
		if labour.ToCome+plant.ToCome == 0 {
			labour.ToCome = labour.Planned
		}
		for _, q := range []*Quantity{labour, plant} {
			q.Actual = q.ToCome * a.PercentWork / 100
			q.ToCome -= q.Actual
		}
	}
}

// gatherOutside gives activities the dates of links to other projects.
func (t *Translation) gatherOutside(out []Facts) {
	for _, e := range t.Plan.External {
		f := &out[e.Activity]
		switch {
		case !e.HasDate:
		case e.Pred:
			f.ExternalStart = max(f.ExternalStart, e.Date)
		default:
			f.ExternalFinish = earlier(f.ExternalFinish, e.Date)
		}
	}
}

// Quantities is what an assignment states, in hours or in units of a material.
func (t *Translation) Quantities(n int) Quantity {
	a := &t.Plan.Assignments[n]
	scale := 60.0
	if t.Plan.Resources[a.Resource].Type == masterplan.MaterialResource {
		scale = 1000
	}
	return Quantity{float64(a.Work) / scale, float64(a.ActualWork) / scale, float64(a.RemainingWork) / scale}
}

// AssignmentDates are the dates of an assignment, within those of its activity.
func (t *Translation) AssignmentDates(n int) (start, finish worktime.Time) {
	a := &t.Plan.Assignments[n]
	r := &t.Dates.Rows[a.Activity]
	start, finish = a.Start, a.Finish
	if f := &t.Plan.Activities[a.Activity].File; f.Start == r.Start && f.Finish == r.Finish && start != worktime.None && finish >= start {
		return start, finish // nothing moved: they stand as their own tool has them
	}
	if start == worktime.None || start < r.Start || start > r.Finish {
		start = r.Start
	}
	if finish == worktime.None || finish > r.Finish || finish < start {
		finish = r.Finish
	}
	return start, finish
}

// ShortCodes are the short names of WBS elements, each once among its siblings; "" for
// activities. At the top none is the code of an activity as well: rows are told
// apart by their codes when the plan comes back.
func ShortCodes(p *masterplan.Plan) []string {
	out, taken := make([]string, len(p.Activities)), map[int32]map[string]bool{}
	activities := map[string]bool{}
	for i := range p.Activities {
		if p.Activities[i].Kind != masterplan.Summary {
			activities[p.Activities[i].Code] = true
		}
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		if a.Kind != masterplan.Summary {
			continue
		}
		if taken[a.Parent] == nil {
			taken[a.Parent] = map[string]bool{}
		}
		own := ownCode(p, a)
		if a.Parent < 0 && activities[own] {
			own = "W" + own
		}
		code := freeCode(Clean(own, MaxCode), taken[a.Parent], len(taken[a.Parent]))
		taken[a.Parent][strings.ToUpper(code)] = true
		out[i] = code
	}
	return out
}

// ownCode is the last part of a heading's path.
func ownCode(p *masterplan.Plan, a *masterplan.Activity) string {
	path := a.WBS
	if path == "" {
		path = a.Code
	}
	if a.Parent >= 0 {
		up := &p.Activities[a.Parent]
		for _, parent := range []string{up.WBS, up.Code} {
			if rest, ok := strings.CutPrefix(path, parent+"."); ok && parent != "" {
				return rest
			}
		}
	}
	return path
}

// Memo is the part of an activity's notes under one topic.
type Memo struct {
	Topic string
	Lines []string
}

// HTML is the memo's text as Primavera keeps it.
func (m *Memo) HTML() string {
	var b strings.Builder
	for _, line := range m.Lines {
		b.WriteString("<P>" + html.EscapeString(line) + "</P>")
	}
	return "<HTML><BODY>" + b.String() + "</BODY></HTML>"
}

// longestTopic bounds what counts as a topic at the head of a line, in characters.
const longestTopic = 40

// MemosOf takes the notes of row i apart. In those of a plan that came from Primavera
// a line "Remarks: …" opens a topic, as its readers put it; those of other tools have
// none, whatever stands before a colon.
func (t *Translation) MemosOf(i int) (out []Memo) {
	for line := range strings.SplitSeq(t.Plan.Activities[i].Notes, "\n") {
		line = Clean(line, 1<<20)
		if line == "" {
			continue
		}
		topic, rest, found := strings.Cut(line, ": ")
		switch topic = strings.TrimSpace(topic); {
		case t.topics && found && topic != "" && len([]rune(topic)) <= longestTopic && strings.TrimSpace(rest) != "" && topic != p6.GeneralTopic:
			out = append(out, Memo{topic, []string{strings.TrimSpace(rest)}})
		case len(out) == 0:
			out = append(out, Memo{p6.GeneralTopic, []string{line}})
		default:
			last := &out[len(out)-1]
			last.Lines = append(last.Lines, line)
		}
	}
	return out
}

// CalendarKind is who a calendar belongs to.
type CalendarKind uint8

const (
	ProjectCalendar CalendarKind = iota
	GlobalCalendar
	ResourceCalendar
)

// CalendarKinds says whose each calendar of p is. Primavera lets activities work
// on calendars of the project and global ones, resources on global ones and their
// own.
func CalendarKinds(p *masterplan.Plan) []CalendarKind {
	out, worked := make([]CalendarKind, len(p.Calendars)), map[int32]bool{p.Settings.Calendar: true}
	for i := range p.Activities {
		if a := &p.Activities[i]; a.Kind != masterplan.Summary {
			worked[a.Calendar] = true
		}
	}
	for i := range p.Calendars {
		if p.Calendars[i].Resource && !worked[int32(i)] {
			out[i] = ResourceCalendar
		}
	}
	for i := range p.Resources {
		if c := p.Resources[i].Calendar; c >= 0 && out[c] == ProjectCalendar {
			out[c] = GlobalCalendar
		}
	}
	return out
}

// DayLengths are the hours that a day, a week and a year of calendar i count as
// when durations are shown in days.
func DayLengths(p *masterplan.Plan, i int) (day, week, year float64) {
	c := &p.Calendars[i]
	days, minutes := 0, 0
	for _, d := range c.Week {
		for _, s := range d.Spans {
			minutes += int(s.End - s.Start)
		}
		if len(d.Spans) > 0 {
			days++
		}
	}
	week = float64(minutes) / 60
	switch day = c.HoursPerDay; {
	case day > 0:
	case p.Settings.MinutesPerDay > 0:
		day = float64(p.Settings.MinutesPerDay) / 60
	case days > 0:
		day = week / float64(days)
	default:
		day = 8
	}
	return day, week, week * 52
}
