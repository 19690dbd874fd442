// Package psplibplan makes plans of the scheduling literature's instances, so that a
// recovery can be tried on them: a tick becomes a day, round the clock, from a
// given day on, and a resource a trade with as many hands as it has.
package psplibplan

import (
	"fugong/internal/masterplan"
	"fugong/internal/recovery"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// Plan is p as a plan that begins on a day, with the hands it has. Of a task with
// several modes it takes the first; lags become links in days, maximum lags and
// budgets, which no plan has, are left out.
func Plan(p *schedule.Problem, start worktime.Day) (*masterplan.Plan, []recovery.Headcount) {
	out := &masterplan.Plan{
		Code: p.Name, Name: p.Name, Start: start.At(0), DataDate: start.At(0), Finish: worktime.None, MustFinish: worktime.None,
		Calendars: []masterplan.Calendar{{Name: "7×24", Base: -1}},
		Settings:  masterplan.Settings{MinutesPerDay: worktime.MinutesPerDay, DefaultFinish: worktime.MinutesPerDay},
	}
	for d := range out.Calendars[0].Week {
		out.Calendars[0].Week[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: worktime.MinutesPerDay}}}
	}
	var hands []recovery.Headcount
	for r := range p.Resources {
		name := p.Resources[r].Name
		out.Resources = append(out.Resources, masterplan.Resource{UID: int64(r + 1), Code: name, Name: name, Type: masterplan.WorkResource, MaxUnits: 1, Calendar: -1})
		for _, s := range p.Resources[r].Capacity {
			from := worktime.NoDay
			if s.From > 0 {
				from = start + worktime.Day(s.From)
			}
			hands = append(hands, recovery.Headcount{Trade: name, From: from, Count: s.Amount})
		}
	}
	for i := range p.Tasks {
		addTask(out, i, &p.Tasks[i])
	}
	for _, l := range p.Links {
		if !l.Max {
			out.Links = append(out.Links, masterplan.Link{
				Pred: int32(l.From), Succ: int32(l.To), Type: linkType(l.FromEnd, l.ToEnd), Lag: masterplan.Lag{Tenths: int64(l.Lag) * worktime.MinutesPerDay * 10, Unit: masterplan.Days, Elapsed: true},
			})
		}
	}
	return out, hands
}

func addTask(out *masterplan.Plan, i int, t *schedule.Task) {
	none := worktime.None
	mode := &t.Modes[0]
	minutes := int64(mode.Duration) * worktime.MinutesPerDay
	kind := masterplan.Task
	if minutes == 0 {
		kind = masterplan.FinishMilestone
	}
	out.Activities = append(out.Activities, masterplan.Activity{
		UID: int64(i + 1), Code: t.Name, Name: t.Name, Parent: -1, Kind: kind, Calendar: 0,
		Duration: masterplan.Duration{Minutes: minutes, Unit: masterplan.Days}, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
		ManualStart: none, ManualFinish: none, Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		File: masterplan.FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none},
	})
	for _, u := range mode.Demands {
		out.Assignments = append(out.Assignments, masterplan.Assignment{
			UID: int64(len(out.Assignments) + 1), Activity: int32(i), Resource: int32(u.Of), Units: float64(u.Amount), Work: minutes * int64(u.Amount), RemainingWork: minutes * int64(u.Amount), Start: none, Finish: none,
		})
	}
}

func linkType(from, to schedule.End) masterplan.LinkType {
	switch {
	case from == schedule.Finish && to == schedule.Start:
		return masterplan.FS
	case from == schedule.Start && to == schedule.Start:
		return masterplan.SS
	case from == schedule.Finish:
		return masterplan.FF
	}
	return masterplan.SF
}
