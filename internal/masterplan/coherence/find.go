package coherence

import (
	"cmp"
	"slices"

	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Contradiction is two values of one file that cannot both hold. Values are dates,
// 2006-01-02T15:04, or hours. OtherID is empty where the other value is the project's
// or the activity's own. Rule says in English what both break, Why in words of the
// catalogue.
type Contradiction struct {
	ID         string            `json:"id"`
	Field      string            `json:"field"`
	Value      string            `json:"value"`
	OtherID    string            `json:"other_id"`
	OtherField string            `json:"other_field"`
	Other      string            `json:"other"`
	Rule       string            `json:"rule"`
	Why        masterplan.Reason `json:"why"`

	at    int
	reach reach
}

// Advice is the key of the sentence that says what to do.
func (c *Contradiction) Advice() string { return c.Why.Key + ".do" }

// reach is what depends on a contradictory value.
type reach uint8

const (
	ownFloats reach = iota // the floats of the activity
	lateDates              // late dates and floats of all that is linked with it
	allDates               // early dates as well
	everyLate              // all late dates and floats of the plan
)

// The fields of a contradiction beyond those of masterplan.Difference.
const (
	projectFinish = "project_finish"
	duration      = "duration"
	slack         = "slack"
)

// Find proves contradictions of p's file, dated d. It finds none in the stub of
// another project.
func Find(p *masterplan.Plan, d *masterplan.Dates) []Contradiction {
	if p.Stub {
		return []Contradiction{}
	}
	r := newReader(p, d.Network())
	for i := range p.Activities {
		r.proveFloat(i)
		r.proveSpan(i)
		r.beyondFinish(i)
		r.openEnd(i)
		r.proveHeld(i)
	}
	for at := range p.Links {
		r.proveLink(&p.Links[at])
	}
	slices.SortStableFunc(r.found, func(a, b Contradiction) int { return cmp.Compare(a.at, b.at) })
	return r.found
}

// reader holds one Find.
type reader struct {
	p     *masterplan.Plan
	n     *network.Problem
	outs  [][]int32 // links by predecessor
	tied  []bool    // an activity whose headings hold it: they are linked, limited or fixed by hand
	found []Contradiction
}

func newReader(p *masterplan.Plan, n *network.Problem) *reader {
	r := &reader{p: p, n: n, outs: make([][]int32, len(p.Activities)), found: []Contradiction{}, tied: make([]bool, len(p.Activities))}
	for at, l := range p.Links {
		r.outs[l.Pred] = append(r.outs[l.Pred], int32(at))
	}
	for i := range p.Activities {
		for up := p.Activities[i].Parent; up >= 0; up = p.Activities[up].Parent {
			a := &p.Activities[up]
			r.tied[i] = r.tied[i] || len(r.outs[up]) > 0 || a.Manual || a.Deadline != worktime.None || !isUnforced(a)
		}
	}
	for _, e := range p.External {
		if !e.Pred && e.Activity >= 0 && int(e.Activity) < len(r.tied) {
			r.tied[e.Activity] = true
		}
	}
	return r
}

// tell adds a contradiction between value and other.
func (r *reader) tell(i int, reach reach, rule, field, value, otherID, otherField, other string) {
	why := masterplan.Reason{Key: "plan.contradicts." + rule}
	r.found = append(r.found, Contradiction{
		ID: r.label(i), Field: field, Value: value, OtherID: otherID, OtherField: otherField, Other: other,
		Rule: rules[rule], Why: why, at: i, reach: reach,
	})
}

// rules are in English what the catalogue says too.
var rules = map[string]string{
	"slack":  "the total float is not what lies between the early and the late dates",
	"span":   "the duration does not fit between the two dates",
	"beyond": "an activity finishes after the finish of the project",
	"end":    "nothing follows the activity and nothing limits it, so it may finish as late as the project",
	"held":   "nothing asks the activity to finish before the late start of what follows",
	"late":   "the activity may finish later than what follows may start",
	"early":  "the activity starts before what it follows has finished",
}

func (r *reader) label(i int) string {
	if code := r.p.Activities[i].Code; code != "" {
		return code
	}
	return r.p.Activities[i].Name
}

// works says that activity i is work or a milestone that counts.
func (r *reader) works(i int) bool {
	a := &r.p.Activities[i]
	return !a.Inactive && (a.Kind == masterplan.Task || a.Kind == masterplan.StartMilestone || a.Kind == masterplan.FinishMilestone)
}

// open says that activity i is such work, dated by its tool and not finished.
func (r *reader) open(i int) bool {
	a := &r.p.Activities[i]
	return r.works(i) && !a.Manual && a.ActualFinish == worktime.None && isUnforced(a)
}

// plain says that activity i is open and has not started, been split or levelled.
func (r *reader) plain(i int) bool {
	a := &r.p.Activities[i]
	return r.open(i) && a.ActualStart == worktime.None && a.LevelingDelay == 0 && len(a.Splits) == 0
}

// isUnforced says that no constraint of a overrules links or pulls late dates.
func isUnforced(a *masterplan.Activity) bool {
	for _, c := range [...]masterplan.Constraint{a.Primary, a.Secondary} {
		switch c.Type {
		case masterplan.NoConstraint, masterplan.StartNoEarlier, masterplan.FinishNoEarlier:
		default:
			return false
		}
	}
	return true
}

// overdue says that activity i has started and is shown with its own finish as its
// late one, as Microsoft Project shows what is late.
func (r *reader) overdue(i int) bool {
	a := &r.p.Activities[i]
	return a.ActualStart != worktime.None && a.File.LateFinish <= a.File.EarlyFinish
}

// leastApart is the least working time between two times by any calendar that activity i may
// be worked or measured on: negative where to lies before from, 0 where one calendar
// has none or says otherwise than another.
func (r *reader) leastApart(i int, from, to worktime.Time) int64 {
	if from > to {
		return -r.leastApart(i, to, from)
	}
	a := &r.n.Activities[i]
	if a.Elapsed {
		return int64(to - from)
	}
	least := min(r.n.Calendars[a.Calendar].Between(from, to), r.n.Calendars[a.Floats].Between(from, to))
	for _, c := range a.Crews {
		least = min(least, r.n.Calendars[c.Calendar].Between(from, to))
	}
	return least
}

// far says that working time lies between two times, a minute of rounding left out.
func (r *reader) far(i int, from, to worktime.Time) bool { return r.leastApart(i, from, to) > 1 }

// microsoft says that rules hold which only Microsoft Project is known to keep: late
// dates count back from the finish of the project.
func (r *reader) microsoft() bool {
	s := &r.p.Settings
	return s.Dialect == masterplan.MicrosoftProject && !s.FromFinish && !s.OpenEndsCritical && s.LateFrom == 0 && r.p.MustFinish == worktime.None && r.p.Finish != worktime.None
}
