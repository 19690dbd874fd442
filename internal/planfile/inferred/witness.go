package inferred

import (
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// witness is an unfinished activity whose file states its early and late dates,
// with the work that it has left.
type witness struct {
	at   int // in the plan's activities
	work int64
	masterplan.FileDates
}

// witnessesOf are those of a plan; where early dates are judged by themselves, they
// stand for the late ones too.
func (c court) witnessesOf(p *masterplan.Plan) []witness {
	if !c.early {
		return witnessesIn(p)
	}
	alone := *p
	alone.Activities = slices.Clone(p.Activities)
	for i := range alone.Activities {
		f := &alone.Activities[i].File
		f.LateStart, f.LateFinish = f.EarlyStart, f.EarlyFinish
	}
	return witnessesIn(&alone)
}

// witnessesIn are the activities of a plan that can speak. What spans others has no
// span of its own; what a tool does not schedule by its work, or has begun in a
// tool that shows early dates from the actual start, proves nothing.
func witnessesIn(p *masterplan.Plan) (list []witness) {
	for i := range p.Activities {
		a := &p.Activities[i]
		f := &a.File
		switch {
		case a.ActualFinish != worktime.None || a.Inactive || a.Manual || a.Duration.Elapsed,
			a.Kind == masterplan.Summary || a.Kind == masterplan.LevelOfEffort || a.Kind == masterplan.Hammock,
			a.Suspend != worktime.None || a.Resume != worktime.None || len(a.Splits) > 1,
			a.ExpectedFinish != worktime.None && p.Settings.UseExpectedFinish,
			a.ActualStart != worktime.None && p.Settings.Dialect == masterplan.MicrosoftProject,
			f.EarlyStart == worktime.None || f.EarlyFinish == worktime.None || f.LateStart == worktime.None || f.LateFinish == worktime.None:
			continue
		}
		w := witness{at: i, FileDates: *f}
		if a.Kind == masterplan.Task {
			w.work = a.Remaining
		}
		list = append(list, w)
	}
	return list
}

// span is the working time that both the early and the late dates take on k; false
// when they take different ones, or begin or end where k does not work.
func (w *witness) span(k *worktime.Calendar) (minutes int64, ok bool) {
	early, late := k.Between(w.EarlyStart, w.EarlyFinish), k.Between(w.LateStart, w.LateFinish)
	if early != late {
		return 0, false
	}
	begins := k.NextStart(w.EarlyStart) == w.EarlyStart && k.NextStart(w.LateStart) == w.LateStart
	return early, early == 0 || begins && ends(k, w.EarlyFinish) && ends(k, w.LateFinish)
}

// ends says whether work can end at t; some tools write the end of a day as the
// beginning of the next.
func ends(k *worktime.Calendar, t worktime.Time) bool {
	return k.PrevFinish(t) == t || k.NextStart(t) == t
}

// agrees says that both spans on k are the work left, and end where k ends.
func (w *witness) agrees(k *worktime.Calendar) bool {
	minutes, ok := w.span(k)
	return ok && minutes == w.work && (minutes == 0 || k.PrevFinish(w.EarlyFinish) == w.EarlyFinish && k.PrevFinish(w.LateFinish) == w.LateFinish)
}
