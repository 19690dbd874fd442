package inferred

import (
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// option is another way that the tool may have been told to schedule.
type option struct {
	key string // of the note
	set func(s *masterplan.Settings)
}

// primavera are the options of Primavera that move dates.
var primavera = []option{
	{"plan.note.lag_of_predecessor", func(s *masterplan.Settings) { s.LagCalendar = masterplan.LagPredecessor }},
	{"plan.note.lag_of_successor", func(s *masterplan.Settings) { s.LagCalendar = masterplan.LagSuccessor }},
	{"plan.note.lag_elapsed", func(s *masterplan.Settings) { s.LagCalendar = masterplan.LagElapsed }},
	{"plan.note.lag_of_project", func(s *masterplan.Settings) { s.LagCalendar = masterplan.LagProject }},
	{"plan.note.lag_from_other_start", func(s *masterplan.Settings) { s.LagFromEarlyStart = !s.LagFromEarlyStart }},
	{"plan.note.retained_logic", func(s *masterplan.Settings) { s.Progress = masterplan.RetainedLogic }},
	{"plan.note.progress_override", func(s *masterplan.Settings) { s.Progress = masterplan.ProgressOverride }},
	{"plan.note.expected_finish_otherwise", func(s *masterplan.Settings) { s.UseExpectedFinish = !s.UseExpectedFinish }},
	{"plan.note.float_by_finish", func(s *masterplan.Settings) { s.FloatBasis = masterplan.FinishFloat }},
	{"plan.note.float_by_start", func(s *masterplan.Settings) { s.FloatBasis = masterplan.StartFloat }},
	{"plan.note.float_smallest", func(s *masterplan.Settings) { s.FloatBasis = masterplan.SmallestFloat }},
}

// lateFrom is the note of late dates that count back from another finish.
const lateFrom = "plan.note.late_from"

// large bounds the activities and links of a plan whose options are tried one by one.
const large = 30_000

// withOtherOptions is the version with up to two options set otherwise.
func (v version) withOtherOptions() version {
	if len(v.plan.Activities)+len(v.plan.Links) > large {
		return v
	}
	for range 2 {
		next, ok := v.inferOption()
		if !ok {
			break
		}
		v = next
	}
	return v
}

// inferOption finds the one option that brings most of the dates to agree, where it
// reconciles half of what does not and at least few of them.
func (v version) inferOption() (best version, ok bool) {
	best = v
	try := func(key, what string, set func(s *masterplan.Settings)) {
		tried := *v.plan
		if set(&tried.Settings); tried.Settings == v.plan.Settings {
			return
		}
		if t, ok := countAgreement(&tried); ok && t.right > best.right {
			note := masterplan.Note{Level: masterplan.Warning, Key: key, Count: 1, Args: fault.Args("what", what, "agree", t.right, "before", v.right, "of", v.of)}
			best = version{&tried, t, append(slices.Clone(v.told), note)}
		}
	}
	if v.plan.Settings.Dialect == masterplan.Primavera {
		for _, o := range primavera {
			try(o.key, "", o.set)
		}
	}
	if last := latest(v.plan); last != worktime.None {
		try(lateFrom, last.String(), func(s *masterplan.Settings) { s.LateFrom = last })
	}
	gain := best.right - v.right
	return best, gain >= few && 2*gain >= v.of-v.right
}

// latest is the last late finish that the file states of what is to be done.
func latest(p *masterplan.Plan) worktime.Time {
	last := worktime.None
	for _, w := range witnessesIn(p) {
		last = max(last, w.LateFinish)
	}
	return last
}

// isOption says whether a key is that of a note of an option.
func isOption(key string) bool {
	return key == lateFrom || slices.ContainsFunc(primavera, func(o option) bool { return o.key == key })
}
