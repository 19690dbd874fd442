package planview

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/ui/gantt"
	"fugong/solve/worktime"
)

// ChartOf is a project's plan as the Gantt draws it.
func ChartOf(b *plan.Book, today worktime.Day) *gantt.Chart {
	p := b.Plan
	c := &gantt.Chart{
		Rows: make([]gantt.Row, len(p.Activities)), Links: linksOf(b),
		Today: int64(today.At(0)), DataDate: int64(p.DataDate), Target: int64(b.Project.Target), MinutesPerDay: p.Settings.MinutesPerDay,
	}
	late, waiting, percent := Lateness(b), waitingFor(b, today), RollUp(p)
	for i := range c.Rows {
		row := barRow(b, i)
		row.Percent = 100 * percent[i]
		if late[i] {
			row.Flags |= gantt.Late
		}
		if waiting[p.Activities[i].ID] {
			row.Flags |= gantt.Delivery
		}
		c.Rows[i] = row
	}
	baselineBars(c.Rows, b.Baseline())
	c.Trades = tradeColumn(c.Rows, p)
	c.Off = offDays(b)
	return c
}

// barRow is one row without what depends on others.
func barRow(b *plan.Book, i int) gantt.Row {
	a, d := &b.Plan.Activities[i], &b.Dates.Rows[i]
	row := gantt.Row{
		ID: a.ID, Code: a.Code, Name: a.Name, Parent: int(a.Parent), Kind: gantt.Kind(a.Kind), Trade: -1,
		Start: int64(d.Start), Finish: int64(d.Finish), BaseStart: gantt.None, BaseFinish: gantt.None,
		Done: filledUpTo(b, i), Duration: inPlanDays(b.Plan, a, a.Duration.Minutes), Float: gantt.None, LateEnd: gantt.None, Flags: rowFlags(a, d), Marks: rowMarks(a),
	}
	if d.Start == worktime.None { // takes no part: it stands where the plan begins
		row.Start = int64(b.Dates.Start)
		row.Finish, row.Done = row.Start, gantt.None
		return row
	}
	if a.ActualFinish == worktime.None {
		row.Float, row.LateEnd = inPlanDays(b.Plan, a, d.TotalFloat), int64(d.LateFinish)
	}
	return row
}

// inPlanDays scales working minutes of an activity so that the chart, which
// knows one length of day, shows them as days of the activity's own calendar.
func inPlanDays(p *masterplan.Plan, a *masterplan.Activity, minutes int64) int64 {
	return int64(float64(minutes) / PerDay(p, a) * DayMinutes(p))
}

func rowFlags(a *masterplan.Activity, d *masterplan.DateRow) (f gantt.Flags) {
	for _, m := range []struct {
		on   bool
		flag gantt.Flags
	}{
		{d.Critical && a.ActualFinish == worktime.None, gantt.Critical}, {d.LongestPath, gantt.Longest},
		{a.ActualStart != worktime.None, gantt.Started}, {a.ActualFinish != worktime.None, gantt.Finished}, {a.Inactive, gantt.Inactive},
	} {
		if m.on {
			f |= m.flag
		}
	}
	return f
}

func rowMarks(a *masterplan.Activity) (out []gantt.Mark) {
	for _, c := range []masterplan.Constraint{a.Primary, a.Secondary} {
		if c.Type != masterplan.NoConstraint && c.Date != worktime.None {
			out = append(out, gantt.Mark{Type: gantt.MarkType(c.Type), Date: int64(c.Date)})
		}
	}
	if a.Deadline != worktime.None {
		out = append(out, gantt.Mark{Type: gantt.Deadline, Date: int64(a.Deadline)})
	}
	return out
}

// filledUpTo is the time up to which an activity's bar is filled: its share of the
// working time between start and finish.
func filledUpTo(b *plan.Book, i int) int64 {
	a, d := &b.Plan.Activities[i], &b.Dates.Rows[i]
	switch {
	case a.ActualFinish != worktime.None:
		return int64(a.ActualFinish)
	case a.ActualStart == worktime.None || a.Kind == masterplan.Summary || d.Start == worktime.None || a.Share() == 0:
		return gantt.None
	}
	hours := b.Dates.Hours(i)
	if hours == nil {
		return int64(d.Start) + int64(a.Share()*float64(d.Finish-d.Start))
	}
	return int64(hours.Add(d.Start, int64(a.Share()*float64(hours.Between(d.Start, d.Finish)))))
}

func linksOf(b *plan.Book) []gantt.Link {
	links := make([]gantt.Link, len(b.Plan.Links))
	for i, l := range b.Plan.Links {
		links[i] = gantt.Link{Pred: int(l.Pred), Succ: int(l.Succ), Type: gantt.LinkType(l.Type), Lag: l.Lag.Tenths / 10, Driving: b.Dates.Links[i].Driving}
	}
	return links
}

func baselineBars(rows []gantt.Row, base *masterplan.Baseline) {
	if base == nil {
		return
	}
	for _, r := range base.Rows {
		if r.Start != worktime.None && r.Finish != worktime.None && int(r.Activity) < len(rows) {
			rows[r.Activity].BaseStart, rows[r.Activity].BaseFinish = int64(r.Start), int64(r.Finish)
		}
	}
}

// Lateness tells, by index, what will finish after its baseline, its deadline
// or the project's target, or has no float left to lose.
func Lateness(b *plan.Book) []bool {
	late := make([]bool, len(b.Plan.Activities))
	for i := range late {
		a, d := &b.Plan.Activities[i], &b.Dates.Rows[i]
		if d.Start == worktime.None || a.ActualFinish != worktime.None {
			continue
		}
		late[i] = d.TotalFloat < 0 || a.Deadline != worktime.None && d.Finish > a.Deadline ||
			b.Project.Target != worktime.None && d.Finish > b.Project.Target
	}
	if base := b.Baseline(); base != nil {
		for _, r := range base.Rows {
			if d := &b.Dates.Rows[r.Activity]; r.Finish != worktime.None && d.Start != worktime.None && b.Plan.Activities[r.Activity].ActualFinish == worktime.None && d.Finish > r.Finish {
				late[r.Activity] = true
			}
		}
	}
	return late
}

// waitingFor are the ids of the activities that a late or missing delivery
// holds up.
func waitingFor(b *plan.Book, today worktime.Day) map[string]bool {
	held := map[string]bool{}
	for i := range b.Deliveries {
		d := &b.Deliveries[i]
		if state := d.State(today); state != delivery.Late && state != delivery.Missing {
			continue
		}
		for _, id := range d.Activities {
			held[id] = true
		}
	}
	return held
}

// RollUp is the share done of each activity, 0 to 1, and of each heading what
// the work below it comes to.
func RollUp(p *masterplan.Plan) []float64 {
	weights := masterplan.Weights(p)
	earned := make([]float64, len(weights))
	for i := range weights {
		earned[i] = weights[i] * p.Activities[i].Share()
	}
	share := make([]float64, len(weights))
	for i := len(weights) - 1; i >= 0; i-- {
		a := &p.Activities[i]
		if share[i] = a.Share(); a.Kind == masterplan.Summary && weights[i] > 0 {
			share[i] = earned[i] / weights[i]
		}
		if up := a.Parent; up >= 0 && int(up) < i {
			weights[up] += weights[i]
			earned[up] += earned[i]
		}
	}
	return share
}

// TradesOf names the trade that carries each activity out, by index: the group
// of the first crew assigned to it, or its name where groups tell nothing apart.
func TradesOf(p *masterplan.Plan) []string {
	grouped := groups(p) > 1
	trades := make([]string, len(p.Activities))
	for _, at := range p.Assignments {
		if at.Resource < 0 || at.Activity < 0 || int(at.Activity) >= len(trades) || trades[at.Activity] != "" {
			continue
		}
		if r := &p.Resources[at.Resource]; r.Type == masterplan.WorkResource {
			if trades[at.Activity] = r.Name; grouped && r.Group != "" {
				trades[at.Activity] = r.Group
			}
		}
	}
	return trades
}

// groups counts the groups of crews.
func groups(p *masterplan.Plan) int {
	seen := map[string]bool{}
	for i := range p.Resources {
		if r := &p.Resources[i]; r.Type == masterplan.WorkResource && r.Group != "" {
			seen[r.Group] = true
		}
	}
	return len(seen)
}

func tradeColumn(rows []gantt.Row, p *masterplan.Plan) []string {
	trades := TradesOf(p)
	names := slices.Compact(slices.Sorted(slices.Values(trades)))
	if len(names) > 0 && names[0] == "" {
		names = names[1:]
	}
	for i, t := range trades {
		if at, ok := slices.BinarySearch(names, t); ok {
			rows[i].Trade = at
		}
	}
	return names
}

// maxOffDays bounds how many days of a plan are shaded: twenty years.
const maxOffDays = 7305

// offDays are the days on which the plan's own calendar does not work.
func offDays(b *plan.Book) (off []gantt.Off) {
	hours, err := b.Plan.CompiledCalendar(b.Plan.Settings.Calendar)
	if err != nil || b.Dates.Start == worktime.None {
		return nil
	}
	week := hours.Week()
	first := b.Dates.Start.Day() - 7
	last := min(b.Dates.Finish.Day()+31, first+maxOffDays)
	for d := first; d <= last; d++ {
		if hours.Minutes(d) > 0 {
			continue
		}
		holiday := len(week[d.Weekday()]) > 0
		if n := len(off) - 1; n >= 0 && off[n].Day+int64(off[n].Days) == int64(d) && off[n].Holiday == holiday {
			off[n].Days++
			continue
		}
		off = append(off, gantt.Off{Day: int64(d), Days: 1, Holiday: holiday})
	}
	return off
}
