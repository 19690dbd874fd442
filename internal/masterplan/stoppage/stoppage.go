package stoppage

import (
	"cmp"
	"slices"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

// Cause is why work stood still. Losses are booked by it.
type Cause string

const (
	Epidemic    Cause = "epidemic"
	Flood       Cause = "flood"
	Heat        Cause = "heat"
	Weather     Cause = "weather"     // any other: storm, snow, frost
	Environment Cause = "environment" // work stopped to keep the air or water clean
	Power       Cause = "power"       // electricity rationed or gone
	Accident    Cause = "accident"    // work stopped after an accident or by a safety order
	Event       Cause = "event"       // a public event, an examination, a visit
	Change      Cause = "change"      // the owner changes what is built
	OwnerGoods  Cause = "owner_goods" // goods or drawings that the owner supplies are late
	Supply      Cause = "supply"      // the contractor's own supplies are late
	Own         Cause = "own"         // the contractor's own: machines, people who did not come
)

// Causes in the order that tables show them: what nobody on site answers for,
// what an authority orders, what the owner causes, what the contractor causes.
var Causes = []Cause{Epidemic, Flood, Heat, Weather, Environment, Power, Accident, Event, Change, OwnerGoods, Supply, Own}

// ParseCause reads a cause's name.
func ParseCause(s string) (Cause, bool) {
	i := slices.Index(Causes, Cause(s))
	return Cause(s), i >= 0
}

// Scope says whom a stoppage stops.
type Scope string

const (
	ForZone         Scope = "zone"
	ForOrganisation Scope = "organisation"
	ForProject      Scope = "project"
)

// Stoppage is a window of days on which nobody works.
type Stoppage struct {
	ID       string
	Scope    Scope
	Of       string // id of the organisation or project; empty for the zone
	Cause    Cause
	From, To worktime.Day // both included; To may still be a forecast
	Restart  RestartCurve // nil: full output from the first day after it
	Note     string
}

// RestartCurve is how work picks up after a stoppage, as steps over working
// days of each calendar; after the last step output is full.
type RestartCurve []RestartStep

// RestartStep is a share of the usual output on so many working days.
type RestartStep struct {
	Days    int `json:"days"`
	Percent int `json:"percent"` // 1–100
}

// DefaultRestart is what a zone starts from until it has measured its own: half
// on the first two days, four fifths on the next three. An assumption (source
// key plan.recovery.source.assumed).
func DefaultRestart() RestartCurve { return RestartCurve{{2, 50}, {3, 80}} }

// The limits of what is believed of a stoppage.
const (
	maxStoppage = 730 // days; two years
	maxRestart  = 90  // working days until output is full again
)

// CheckStoppage returns a fault of kind Invalid with one field per wrong input
// (cause, scope, from, to, restart).
func CheckStoppage(s *Stoppage) error {
	bad := fault.New(fault.Invalid, "plan.recovery.stoppage")
	if _, ok := ParseCause(string(s.Cause)); !ok {
		bad.With("cause", "plan.recovery.stoppage.cause", "Cause", s.Cause)
	}
	switch s.Scope {
	case ForZone:
	case ForOrganisation, ForProject:
		if s.Of == "" {
			bad.With("of", "plan.recovery.stoppage.of")
		}
	default:
		bad.With("scope", "plan.recovery.stoppage.scope", "Scope", s.Scope)
	}
	s.checkDays(bad)
	s.Restart.checkCurve(bad)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (s *Stoppage) checkDays(bad *fault.Error) {
	earliest, latest := worktime.Date(1950, 1, 1), worktime.Date(2150, 12, 31)
	switch {
	case s.From == worktime.NoDay || s.From < earliest || s.From > latest:
		bad.With("from", "plan.recovery.stoppage.from")
	case s.To == worktime.NoDay || s.To < earliest || s.To > latest:
		bad.With("to", "plan.recovery.stoppage.to")
	case s.To < s.From:
		bad.With("to", "plan.recovery.stoppage.order", "From", s.From, "To", s.To)
	case s.Days() > maxStoppage:
		bad.With("to", "plan.recovery.stoppage.long", "Days", s.Days(), "Limit", maxStoppage)
	}
}

func (c RestartCurve) checkCurve(bad *fault.Error) {
	days, before := 0, 0
	for _, step := range c {
		if step.Days < 1 || step.Percent < 1 || step.Percent > 100 {
			bad.With("restart", "plan.recovery.stoppage.step", "Days", step.Days, "Percent", step.Percent)
			return
		}
		if step.Percent < before {
			bad.With("restart", "plan.recovery.stoppage.falling", "Before", before, "Percent", step.Percent)
			return
		}
		days, before = days+step.Days, step.Percent
	}
	if days > maxRestart {
		bad.With("restart", "plan.recovery.stoppage.slow", "Days", days, "Limit", maxRestart)
	}
}

// Days is how many days the window has.
func (s *Stoppage) Days() int { return int(s.To-s.From) + 1 }

// Stops says whether s stops a project of an organisation in its zone.
func (s *Stoppage) Stops(project, organisation string) bool {
	switch s.Scope {
	case ForOrganisation:
		return s.Of == organisation
	case ForProject:
		return s.Of == project
	}
	return s.Scope == ForZone
}

// InOrder are the stoppages by the day they began, then by the day they ended.
func InOrder(list []Stoppage) []Stoppage {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Stoppage) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.ID, b.ID))
	})
	return out
}
