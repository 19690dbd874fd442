package masterplan

import (
	"sync"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// calendarSource is what a calendar of the network was made from: a calendar of
// the plan (-1 for the standard week), or the time that two earlier calendars of
// the network share.
type calendarSource struct {
	plan          int32
	first, second int32 // -1 when it was made from one of the plan
}

// forecast is what FinishWith keeps of a plan that was dated.
type forecast struct {
	sources  []calendarSource
	bound    bool // a duration was measured on a calendar: other calendars give another network
	once     sync.Once
	prepared *network.Prepared
}

// FinishWith is the Finish that Compute would give p, which is the plan of d
// but for its calendars: as when a stoppage is tried. It is many times cheaper
// than dating the plan. ok is false when p must be computed to know, because
// durations hang on its calendars or a calendar of p makes no sense.
func (d *Dates) FinishWith(p *Plan) (finish worktime.Time, ok bool) {
	f := &d.forecast
	if d.problem == nil || f.bound || len(f.sources) != len(d.problem.Calendars) || len(p.Activities) != len(d.problem.Activities) {
		return worktime.None, false
	}
	f.once.Do(func() { f.prepared, _ = network.Prepare(d.solved) })
	calendars, ok := f.compileCalendars(p)
	if f.prepared == nil || !ok {
		return worktime.None, false
	}
	finish = f.prepared.Finish(calendars)
	if d.solved.Parts == tenths {
		roundTimes(&finish)
	}
	return finish, true
}

// compileCalendars makes the network's calendars anew from those of p.
func (f *forecast) compileCalendars(p *Plan) ([]*worktime.Calendar, bool) {
	out := make([]*worktime.Calendar, len(f.sources))
	for i, s := range f.sources {
		var err error
		if s.first >= 0 {
			out[i], err = worktime.Both(out[s.first], out[s.second])
		} else {
			at := s.plan
			if at < 0 || int(at) >= len(p.Calendars) {
				at = p.Settings.Calendar
			}
			out[i], err = p.CompiledCalendar(at)
		}
		if err != nil {
			return nil, false
		}
	}
	return out, true
}
