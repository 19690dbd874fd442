package p6

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// awaitActualStarts finds out what the file's Primavera did with starts recorded
// after the data date. Files of P6 8 show the remainder at the recorded start, those
// of later versions at the data date; neither says which, so the early starts in the
// file decide, and without any the later versions.
func (b *builder) awaitActualStarts() {
	for _, p := range b.plans {
		await := 0
		for i := range p.Activities {
			await += awaitsDataDate(p, &p.Activities[i])
		}
		p.Settings.AwaitActualStart = await > 0
	}
}

// awaitsDataDate is 1 when the file has the remainder of a at a start after the data date,
// -1 when it has it before, and 0 when a tells nothing.
func awaitsDataDate(p *masterplan.Plan, a *masterplan.Activity) int {
	early := a.File.EarlyStart
	if p.DataDate == worktime.None || a.ActualStart <= p.DataDate || a.ActualFinish != worktime.None || early == worktime.None {
		return 0
	}
	calendar := a.Calendar
	if calendar < 0 {
		calendar = p.Settings.Calendar
	}
	k, err := p.CompiledCalendar(calendar)
	switch {
	case err != nil || k.NextStart(p.DataDate) >= k.NextStart(a.ActualStart):
		return 0
	case early < k.NextStart(a.ActualStart):
		return -1
	}
	return 1
}
