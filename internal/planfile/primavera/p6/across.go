package p6

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// across is a link between two projects of the file: what it joins, and where it
// stands in the external links of the predecessor's and the successor's plan.
type across struct {
	link       *Link
	pred, succ place
	out, in    int
}

// bindAcross lets links between projects of the file bind as when Primavera opens
// these together: by the dates that the file states of the other end, and where it
// states none by those that its own plan gives it. Links that go back and forth
// settle in a few rounds; those that close a ring never do, and bind by stated dates
// alone.
func (b *builder) bindAcross() {
	computed := make([]*masterplan.Dates, len(b.plans))
	for round := range min(2*len(b.plans)+2, maxRounds) {
		changed := false
		for i := range b.across {
			if b.bindLink(&b.across[i], computed) {
				changed = true
			}
		}
		if !changed && round > 0 {
			return
		}
		for i := range b.across {
			for _, at := range [...]int{b.across[i].pred.plan, b.across[i].succ.plan} {
				computed[at] = nil
			}
		}
		b.computeLinked(computed)
	}
	b.unbindRing()
}

// maxRounds bounds how often the plans of a file are dated for one another.
const maxRounds = 12

// unbindRing takes back what was computed for links between projects in a ring.
func (b *builder) unbindRing() {
	if len(b.across) == 0 {
		return
	}
	none := make([]*masterplan.Dates, len(b.plans))
	for i := range b.across {
		x := &b.across[i]
		b.plans[x.pred.plan].External[x.out].HasDate = false
		b.plans[x.succ.plan].External[x.in].HasDate = false
		b.bindLink(x, none)
	}
	b.noteLink("plan.note.link_ring_across", masterplan.Warning, b.across[0].link)
}

// computeLinked dates the plans that links across join; one that cannot be dated tells
// nothing.
func (b *builder) computeLinked(dates []*masterplan.Dates) {
	for i := range b.across {
		for _, at := range [...]int{b.across[i].pred.plan, b.across[i].succ.plan} {
			if dates[at] != nil {
				continue
			}
			if d, err := masterplan.Compute(b.plans[at]); err == nil {
				dates[at] = d
			}
		}
	}
}

// bindLink dates both sides of x, and says whether that changed anything.
func (b *builder) bindLink(x *across, computed []*masterplan.Dates) bool {
	from, to := b.plans[x.pred.plan], b.plans[x.succ.plan]
	early := ends{from, computed[x.pred.plan], x.pred.row}.earlyEnd(x.link)
	late := ends{to, computed[x.succ.plan], x.succ.row}.lateEnd(x.link)
	changed := false
	if early != worktime.None {
		changed = set(&to.External[x.in], b.allowed(x, early))
	}
	free := &from.External[x.out].Free
	if *free = 0; !to.Stub && to.Activities[x.succ.row].ActualFinish == worktime.None { // a stub was not open when from was scheduled
		if at := (ends{to, computed[x.succ.plan], x.succ.row}).moved(x.link); at != worktime.None {
			*free = b.required(x, at)
		}
	}
	if late != worktime.None {
		changed = set(&from.External[x.out], b.required(x, late)) || changed
	}
	return changed
}

func set(e *masterplan.ExternalLink, at worktime.Time) bool {
	if e.HasDate && e.Date == at {
		return false
	}
	e.HasDate, e.Date = true, at
	return true
}

// ends is an activity of a plan with what is known of its dates.
type ends struct {
	plan *masterplan.Plan
	*masterplan.Dates
	row int32
}

// earlyEnd is the end that l counts from, None where nothing tells it.
func (e ends) earlyEnd(l *Link) worktime.Time {
	a := &e.plan.Activities[e.row]
	if l.Type == masterplan.SS || l.Type == masterplan.SF {
		if l.LagMinutes != 0 && a.ActualStart != worktime.None {
			return a.ActualStart
		}
		return First(a.File.EarlyStart, e.row4().EarlyStart, a.ActualStart)
	}
	return First(a.ActualFinish, a.File.EarlyFinish, e.row4().EarlyFinish)
}

// lateEnd is the end that l must keep, None for what is finished.
func (e ends) lateEnd(l *Link) worktime.Time {
	a := &e.plan.Activities[e.row]
	switch {
	case a.ActualFinish != worktime.None:
		return worktime.None
	case l.Type == masterplan.FF || l.Type == masterplan.SF:
		return First(a.File.LateFinish, e.row4().LateFinish)
	}
	return First(a.File.LateStart, e.row4().LateStart)
}

// moved is the early end of the successor that l holds.
func (e ends) moved(l *Link) worktime.Time {
	a := &e.plan.Activities[e.row]
	if l.Type == masterplan.FF || l.Type == masterplan.SF {
		return First(a.File.EarlyFinish, e.row4().EarlyFinish)
	}
	return First(a.File.EarlyStart, e.row4().EarlyStart)
}

// computed is the computed dates, nothing when there are none.
func (e ends) row4() masterplan.DateRow {
	if e.Dates == nil {
		const none = worktime.None
		return masterplan.DateRow{EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none}
	}
	return e.Rows[e.row]
}

// allowed is the earliest start of the successor when the predecessor's end is at.
func (b *builder) allowed(x *across, at worktime.Time) worktime.Time {
	at = b.addLag(x, at, x.link.LagMinutes)
	if x.link.Type == masterplan.FF || x.link.Type == masterplan.SF {
		at = b.worked(x.succ, at, -1)
	}
	return at
}

// required is the latest finish of the predecessor when the successor's end is at.
func (b *builder) required(x *across, at worktime.Time) worktime.Time {
	at = b.addLag(x, at, -x.link.LagMinutes)
	if x.link.Type == masterplan.SS || x.link.Type == masterplan.SF {
		at = b.worked(x.pred, at, 1)
	}
	return at
}

// addLag is at and so many minutes on the calendar that lags run on.
func (b *builder) addLag(x *across, at worktime.Time, minutes int64) worktime.Time {
	p, on := b.plans[x.pred.plan], x.pred
	switch b.plans[x.succ.plan].Settings.LagCalendar {
	case masterplan.LagElapsed:
		return at + worktime.Time(minutes)
	case masterplan.LagSuccessor:
		p, on = b.plans[x.succ.plan], x.succ
	case masterplan.LagProject:
		on.row = -1
	}
	return stepOnCalendar(p, on.row, at, minutes)
}

// worked is at and the remainder of an activity, forwards or back.
func (b *builder) worked(x place, at worktime.Time, sign int64) worktime.Time {
	p := b.plans[x.plan]
	return stepOnCalendar(p, x.row, at, sign*p.Activities[x.row].Remaining)
}

// stepOnCalendar is at and so many minutes on the calendar of a row; -1 is the plan's own.
func stepOnCalendar(p *masterplan.Plan, row int32, at worktime.Time, minutes int64) worktime.Time {
	if minutes == 0 {
		return at
	}
	calendar := p.Settings.Calendar
	if row >= 0 && p.Activities[row].Calendar >= 0 {
		calendar = p.Activities[row].Calendar
	}
	k, err := p.CompiledCalendar(calendar)
	if err != nil {
		return at
	}
	return k.Add(at, minutes)
}
