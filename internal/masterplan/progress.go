package masterplan

import (
	"cmp"
	"math"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// Entry is one report of how far an activity is at the end of a day.
type Entry struct {
	ID         string
	Activity   string // id of the activity
	Supersedes string // id of the entry it corrects; empty for a new report
	AsOf       worktime.Day
	Measure    Measure
	// ActualStart and ActualFinish; None when not happened.
	ActualStart, ActualFinish worktime.Time
	Left                      Left
	Note                      string
	Photos                    []string // ids
	Confirmed                 bool     // the reporter saw the doubts and stands by the figures
	RecordedAt                time.Time
	RecordedBy                string // account id
}

// Basis says how progress is measured.
type Basis uint8

const (
	ByQuantity Basis = iota // Done of Total Unit
	ByPercent               // a typed percentage
	BySteps                 // weighted milestones
)

// Measure is how far an activity is.
type Measure struct {
	Basis       Basis
	Done, Total float64 // quantities of Unit
	Unit        string  // "台", "m", …
	Percent     float64 // 0–100
	Steps       []Step
}

// Step is a milestone inside an activity, with its share of the work.
type Step struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	Done   bool    `json:"done"`
}

// Left says how the remaining duration follows from a report.
type Left struct {
	Rule    LeftRule
	Minutes int64 // working minutes, read under Stated
}

// LeftRule is a way to forecast the remainder.
type LeftRule uint8

const (
	ByPlan LeftRule = iota // the undone share of the planned duration
	ByRate                 // at the pace seen since the actual start
	Stated                 // as the reporter says
)

// Share is the part done, 0 to 1 (more when more was done than ordered).
func (m Measure) Share() float64 {
	switch m.Basis {
	case ByQuantity:
		if m.Total <= 0 {
			return 0
		}
		return m.Done / m.Total
	case BySteps:
		var done, all float64
		for _, s := range m.Steps {
			all += s.Weight
			if s.Done {
				done += s.Weight
			}
		}
		if all <= 0 {
			return 0
		}
		return done / all
	default:
		return m.Percent / 100
	}
}

// Doubts are what a report must be confirmed for; Warnings are shown beside it
// and stop nothing.
type Doubts struct{ Confirm, Warnings []Reason }

// typedLimit is the typed percentage above which work is known to stay "almost
// done"; only 100 is believed without an amber mark.
const typedLimit = 90

// Check judges a report against the activity, the entry in force before it and
// today's date.
//
// It returns a fault of kind Invalid with one field per wrong input. Doubts in
// Confirm are a fault too ("plan.progress.confirm") unless e.Confirmed.
func Check(e Entry, a *Activity, before *Entry, today worktime.Day) (Doubts, error) {
	bad := fault.New(fault.Invalid, "plan.progress.invalid")
	checkMeasure(e.Measure, bad)
	checkDates(e, a, today, bad)
	if len(bad.Fields) > 0 {
		return Doubts{}, bad
	}
	d := findDoubts(e, before)
	if len(d.Confirm) > 0 && !e.Confirmed {
		ask := fault.New(fault.Invalid, "plan.progress.confirm")
		for _, r := range d.Confirm {
			ask.Fields = append(ask.Fields, fault.Field{Name: "confirmed", Key: r.Key, Args: r.Args})
		}
		return d, ask
	}
	return d, nil
}

func checkMeasure(m Measure, bad *fault.Error) {
	switch m.Basis {
	case ByQuantity:
		if !(m.Total > 0) || math.IsInf(m.Total, 0) {
			bad.With("total", "plan.progress.total")
		}
		if !(m.Done >= 0) || math.IsInf(m.Done, 0) {
			bad.With("done", "plan.progress.done")
		}
	case ByPercent:
		if !(m.Percent >= 0 && m.Percent <= 100) {
			bad.With("percent", "plan.progress.percent")
		}
	case BySteps:
		var weight float64
		for _, s := range m.Steps {
			weight += s.Weight
			if s.Weight < 0 || s.Name == "" {
				bad.With("steps", "plan.progress.step")
			}
		}
		if !(weight > 0) {
			bad.With("steps", "plan.progress.steps")
		}
	}
}

func checkDates(e Entry, a *Activity, today worktime.Day, bad *fault.Error) {
	end := (e.AsOf + 1).At(0)
	if !a.Worked() {
		bad.With("activity", "plan.progress.heading")
	}
	if e.AsOf == worktime.NoDay || e.AsOf > today {
		bad.With("as_of", "plan.progress.future")
		return
	}
	if e.ActualStart != worktime.None && e.ActualStart > end {
		bad.With("actual_start", "plan.progress.future_start")
	}
	if e.ActualFinish == worktime.None {
		return
	}
	if e.ActualFinish > end {
		bad.With("actual_finish", "plan.progress.future_finish")
	}
	if e.ActualStart != worktime.None && e.ActualFinish < e.ActualStart {
		bad.With("actual_finish", "plan.progress.finish_before_start")
	}
	if e.Measure.Share() < 1 {
		bad.With("actual_finish", "plan.progress.finish_undone")
	}
}

func findDoubts(e Entry, before *Entry) (d Doubts) {
	m := e.Measure
	if m.Basis == ByQuantity && m.Done > m.Total {
		d.Confirm = append(d.Confirm, reason("plan.progress.over", "Done", m.Done, "Total", m.Total, "Unit", m.Unit))
	}
	if before != nil && e.Supersedes == "" && m.Share() < before.Measure.Share() {
		d.Confirm = append(d.Confirm, reason("plan.progress.less",
			"Before", math.Round(100*before.Measure.Share()), "Now", math.Round(100*m.Share())))
	}
	if m.Basis == ByPercent && m.Percent > typedLimit && m.Percent < 100 {
		d.Warnings = append(d.Warnings, reason("plan.progress.typed", "Percent", m.Percent))
	}
	return d
}

// Complete fills in what a report leaves out: an activity that has progress has
// started, and one that is wholly done has finished. What is known of a counts
// first, then the working day's hours of s.
func Complete(e Entry, a *Activity, s Settings) Entry {
	share := e.Measure.Share()
	if e.ActualStart == worktime.None && (share > 0 || e.ActualFinish != worktime.None) {
		e.ActualStart = a.ActualStart
		if e.ActualStart == worktime.None {
			e.ActualStart = e.AsOf.At(int(cmp.Or(s.DefaultStart, 8*60)))
		}
	}
	if e.ActualFinish == worktime.None && share >= 1 {
		e.ActualFinish = max(e.ActualStart, e.AsOf.At(int(cmp.Or(s.DefaultFinish, 17*60))))
	}
	return e
}

// InForce are the entries that speak, one per activity id: those that nothing
// supersedes, the latest day first and then the latest recorded.
func InForce(entries []Entry) map[string]Entry {
	at := placesInForce(entries)
	force := make(map[string]Entry, len(at))
	for activity, i := range at {
		force[activity] = entries[i]
	}
	return force
}

// placesInForce is InForce by index of the entries.
func placesInForce(entries []Entry) map[string]int {
	superseded := map[string]bool{}
	for i := range entries {
		if id := entries[i].Supersedes; id != "" {
			superseded[id] = true
		}
	}
	force := make(map[string]int, len(entries))
	for i := range entries {
		e := &entries[i]
		if len(superseded) > 0 && superseded[e.ID] {
			continue
		}
		if f, ok := force[e.Activity]; !ok || later(e, &entries[f]) {
			force[e.Activity] = i
		}
	}
	return force
}

func later(a, b *Entry) bool {
	return cmp.Or(cmp.Compare(a.AsOf, b.AsOf), a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID)) > 0
}

// Fold lays the entries in force over p and returns the plan that results; p is
// left alone. Entries as of a day that ends at or before p's own data date are
// history: the file already knows better. The data date becomes the end of the
// latest day reported. A plan of Microsoft Project is from then on scheduled as
// one of ours, since that tool leaves undone work in the past.
func Fold(p *Plan, entries []Entry) *Plan {
	force := placesInForce(entries)
	out := *p
	out.Activities = slices.Clone(p.Activities)
	for i := range out.Activities {
		a := &out.Activities[i]
		at, ok := force[a.ID]
		if !ok {
			continue
		}
		e := &entries[at]
		if (e.AsOf + 1).At(0) <= p.DataDate {
			continue
		}
		out.DataDate = max(out.DataDate, (e.AsOf + 1).At(0))
		foldOne(a, *e, func(from, to worktime.Time) int64 { return p.workedBetween(a.Calendar, from, to) })
		if out.Settings.Dialect == MicrosoftProject {
			out.Settings.Dialect = Own
		}
	}
	return &out
}

// workedBetween is the working time between two moments on a calendar of the plan,
// round the clock where the calendar makes no sense.
func (p *Plan) workedBetween(calendar int32, from, to worktime.Time) int64 {
	if calendar < 0 {
		calendar = p.Settings.Calendar
	}
	hours, err := p.CompiledCalendar(calendar)
	if err != nil {
		return int64(to - from)
	}
	return hours.Between(from, to)
}

func foldOne(a *Activity, e Entry, worked func(from, to worktime.Time) int64) {
	share := min(e.Measure.Share(), 1)
	a.ActualStart, a.ActualFinish = e.ActualStart, e.ActualFinish
	a.Percent, a.PercentPhysical = 100*share, 100*share
	a.Suspend, a.Resume, a.ExpectedFinish = worktime.None, worktime.None, worktime.None
	a.Tenths = Tenths{Duration: a.Tenths.Duration}
	if a.ActualFinish != worktime.None {
		a.Remaining = 0
		return
	}
	a.Remaining = remainingWork(a.Duration.Minutes, share, e, worked)
}

// grain is how finely a remaining duration follows from a report: nobody counts
// goods to the minute, and a finish a minute into the next day looks like a day lost.
const grain = 15

// remainingWork is the working time still to do, to a quarter of an hour. Work that
// is under way keeps at least a minute, so that it is not taken for finished.
func remainingWork(duration int64, share float64, e Entry, worked func(from, to worktime.Time) int64) int64 {
	left := float64(duration) * (1 - share)
	switch e.Left.Rule {
	case Stated:
		left = float64(e.Left.Minutes)
	case ByRate:
		if share > 0 && e.ActualStart != worktime.None {
			spent := worked(e.ActualStart, (e.AsOf + 1).At(0))
			left = float64(spent) * (1 - share) / share
		}
	}
	minutes := int64(math.Round(left/grain)) * grain
	if duration > 0 {
		minutes = max(minutes, 1)
	}
	return minutes
}
