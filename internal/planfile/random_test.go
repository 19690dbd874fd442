package planfile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// TestEveryFormatCarriesAnyPlan is TestEveryFormatCarriesEveryPlan over plans drawn at
// random, with what names may hold: quotes, tabs, marks of XML, Chinese, emoji, length.
func TestEveryFormatCarriesAnyPlan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt)
		tally := newTally()
		for format := range writers {
			q := tally.carry(t, format, p, format)
			if q == nil {
				continue
			}
			tally.carry(t, format+" twice", q, format)
		}
		for key, where := range tally.bare {
			rt.Errorf("%s: nobody was told:\n\t%s", key, strings.Join(where, "\n\t"))
		}
	})
}

// texts are what names are put together from.
var texts = []string{"泵房", "Ёлка", "ø", `"`, `""`, "'", "\t", "\n", "<&>", "]]>", "%R", "|", "😀", "²", ": ", "\\", "x", "  ", strings.Repeat("长", 90), "(0||1()())"}

func drawText(t *rapid.T, label string) string {
	return strings.TrimSpace(label + strings.Join(rapid.SliceOfN(rapid.SampledFrom(texts), 0, 4).Draw(t, label), ""))
}

const monday = 480 + worktime.Time(18_323)*worktime.MinutesPerDay // 2020-03-02 08:00

// drawPlan is a small plan of one tool or another.
func drawPlan(t *rapid.T) *masterplan.Plan {
	p := &masterplan.Plan{UID: "7", Code: "P", Name: drawText(t, "plan"), Start: monday, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None, Settings: p6.Settings()}
	format := rapid.SampledFrom([]string{"xer", "pmxml", "mspdi", "csv"}).Draw(t, "format")
	p.Source = masterplan.Source{Format: format, Encoding: "utf-8"}
	switch format {
	case "mspdi":
		p.Settings = masterplan.Settings{Dialect: masterplan.MicrosoftProject, LagCalendar: masterplan.LagSuccessor, FloatBasis: masterplan.SmallestFloat, MinutesPerDay: 480, MinutesPerWeek: 2400, DaysPerMonth: 20, DefaultStart: 480, DefaultFinish: 1020}
	case "csv":
		p.Settings.Dialect = masterplan.Own
	default:
		p.Settings.LagCalendar = masterplan.LagCalendar(rapid.IntRange(0, 3).Draw(t, "lags"))
		p.Settings.Progress = masterplan.ProgressMode(rapid.IntRange(0, 2).Draw(t, "progress"))
	}
	p.Settings.Calendar = 0
	if format != "csv" && format != "mspdi" || rapid.Bool().Draw(t, "dated") {
		p.DataDate = monday + worktime.Time(rapid.IntRange(0, 4).Draw(t, "data date"))*worktime.MinutesPerDay
	}
	drawCalendars(t, p)
	drawResources(t, p)
	for n := range rapid.IntRange(2, 7).Draw(t, "rows") {
		drawRow(t, p, n)
	}
	drawLinks(t, p)
	drawBaselines(t, p)
	return p
}

func drawCalendars(t *rapid.T, p *masterplan.Plan) {
	for n := range rapid.IntRange(1, 3).Draw(t, "calendars") {
		c := masterplan.Calendar{UID: int64(n + 1), Name: fmt.Sprint("calendar ", n), Base: -1, Week: p6.StandardWeek()}
		if n == 1 {
			for d := range c.Week {
				c.Week[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 720}, {Start: 780, End: 1440}}}
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "exceptions") {
			day := monday.Day() + worktime.Day(rapid.IntRange(0, 30).Draw(t, "day"))
			if !slices.ContainsFunc(c.Exceptions, func(e masterplan.Exception) bool { return e.From == day }) {
				c.Exceptions = append(c.Exceptions, masterplan.Exception{From: day, To: day})
			}
		}
		p.Calendars = append(p.Calendars, c)
	}
}

func drawResources(t *rapid.T, p *masterplan.Plan) {
	for n := range rapid.IntRange(0, 3).Draw(t, "resources") {
		r := masterplan.Resource{UID: int64(n + 1), Code: fmt.Sprint("R", n), Name: drawText(t, fmt.Sprint("resource", n)), MaxUnits: 2, Calendar: -1, Rate: 30, Overtime: 45}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 1:
			r.Type, r.Unit, r.MaxUnits, r.Overtime = masterplan.MaterialResource, "m3", 1, 0
		case 2:
			r.Type = masterplan.EquipmentResource
		case 3:
			r.Role, r.Overtime = true, 0
		}
		p.Resources = append(p.Resources, r)
	}
}

// drawRow adds a heading or an activity.
func drawRow(t *rapid.T, p *masterplan.Plan, n int) {
	a := p6.Row(masterplan.Task)
	a.UID, a.Name, a.Priority = int64(n+1), drawText(t, fmt.Sprint("row", n)), 500
	a.Code = fmt.Sprint("A", n)
	if p.Settings.Dialect == masterplan.MicrosoftProject {
		a.Code, a.WBS, a.TaskType = fmt.Sprint(n+1), fmt.Sprint("w", n), masterplan.TaskType(rapid.IntRange(0, 2).Draw(t, "type"))
	}
	if n == 0 {
		a.Kind, a.WBS = masterplan.Summary, "1"
		if p.Settings.Dialect == masterplan.Primavera {
			a.Code = a.WBS
		}
		p.Activities = append(p.Activities, a)
		return
	}
	if (n == 1 || p.Activities[n-1].Parent == 0) && rapid.Bool().Draw(t, "under") {
		a.Parent, a.Level = 0, 1
		if p.Settings.Dialect == masterplan.Primavera {
			a.WBS = p.Activities[0].WBS
		}
	}
	a.Calendar = int32(rapid.IntRange(-1, len(p.Calendars)-1).Draw(t, "calendar"))
	a.Duration = masterplan.Duration{Minutes: 480 * rapid.Int64Range(1, 6).Draw(t, "days"), Unit: masterplan.Days}
	a.Remaining = a.Duration.Minutes
	if rapid.IntRange(0, 4).Draw(t, "point") == 0 {
		a.Kind, a.Duration.Minutes, a.Remaining = masterplan.FinishMilestone, 0, 0
	} else {
		drawProgress(t, p, &a)
	}
	a.Notes = rapid.SampledFrom([]string{"", "9/18: late", "Remarks: none", "一\n二: 三"}).Draw(t, "notes")
	drawConstraints(t, p, &a)
	p.Activities = append(p.Activities, a)
	for i := range p.Resources {
		if a.Kind == masterplan.Task && rapid.IntRange(0, 3).Draw(t, "assigned") == 0 {
			drawAssignment(t, p, int32(n), int32(i))
		}
	}
}

func drawProgress(t *rapid.T, p *masterplan.Plan, a *masterplan.Activity) {
	if p.DataDate == worktime.None {
		return
	}
	switch rapid.IntRange(0, 4).Draw(t, "status") {
	case 0:
		a.ActualStart, a.ActualFinish = monday-7*worktime.MinutesPerDay, monday-3*worktime.MinutesPerDay+540
		a.Remaining, a.Percent, a.PercentPhysical = 0, 100, 100
	case 1:
		a.ActualStart = monday - 7*worktime.MinutesPerDay
		a.Remaining = a.Duration.Minutes / 2
		a.Percent = 50
	}
}

func drawConstraints(t *rapid.T, p *masterplan.Plan, a *masterplan.Activity) {
	draw := func(label string) masterplan.Constraint {
		kinds := []masterplan.ConstraintType{masterplan.NoConstraint, masterplan.NoConstraint, masterplan.StartNoEarlier, masterplan.FinishNoLater, masterplan.StartOn, masterplan.FinishNoEarlier, masterplan.StartNoLater, masterplan.FinishOn}
		c := masterplan.Constraint{Type: rapid.SampledFrom(kinds).Draw(t, label), Date: worktime.None}
		if c.Type != masterplan.NoConstraint {
			c.Date = monday + worktime.Time(rapid.IntRange(0, 20).Draw(t, label+" day"))*worktime.MinutesPerDay
		}
		return c
	}
	a.Primary = draw("constraint")
	switch {
	case p.Settings.Dialect == masterplan.Primavera && a.Primary.Type != masterplan.NoConstraint:
		a.Secondary = draw("second")
	case p.Settings.Dialect == masterplan.MicrosoftProject && rapid.IntRange(0, 3).Draw(t, "due") == 0:
		a.Deadline = monday + 25*worktime.MinutesPerDay
	}
}

func drawAssignment(t *rapid.T, p *masterplan.Plan, row, resource int32) {
	a := &p.Activities[row]
	w := masterplan.Assignment{UID: int64(len(p.Assignments) + 1), Activity: row, Resource: resource, Units: 1, Work: a.Duration.Minutes, Start: worktime.None, Finish: worktime.None}
	w.RemainingWork = a.Remaining
	w.ActualWork = w.Work - w.RemainingWork
	if r := &p.Resources[resource]; r.Type == masterplan.MaterialResource {
		w.Work, w.ActualWork, w.RemainingWork = 3000, 0, 3000
	}
	p.Assignments = append(p.Assignments, w)
}

func drawLinks(t *rapid.T, p *masterplan.Plan) {
	for succ := 2; succ < len(p.Activities); succ++ {
		pred := rapid.IntRange(1, succ-1).Draw(t, "pred")
		l := masterplan.Link{UID: int64(succ), Pred: int32(pred), Succ: int32(succ), Type: masterplan.LinkType(rapid.IntRange(0, 3).Draw(t, "link")),
			Lag: masterplan.Lag{Tenths: 4800 * rapid.Int64Range(-2, 3).Draw(t, "lag"), Unit: masterplan.Days}}
		if p.Settings.Dialect == masterplan.MicrosoftProject {
			l.Lag.Elapsed = rapid.Bool().Draw(t, "elapsed")
		}
		p.Links = append(p.Links, l)
	}
}

func drawBaselines(t *rapid.T, p *masterplan.Plan) {
	for n := range rapid.IntRange(0, 2).Draw(t, "baselines") {
		b := masterplan.Baseline{Number: n, Taken: worktime.None}
		for i := 1; i < len(p.Activities); i++ {
			if a := &p.Activities[i]; i == 1 || rapid.Bool().Draw(t, "held") {
				b.Rows = append(b.Rows, masterplan.BaselineRow{Activity: int32(i), Start: monday, Finish: monday + 540, Duration: a.Duration, Work: 60, Cost: 12.5})
			}
		}
		p.Baselines = append(p.Baselines, b)
	}
}
