package masterplan

import (
	"time"

	"fugong/solve/worktime"
)

// Project is one row of the zone's list: who builds what, by when, and how it
// stands.
type Project struct {
	Zone, ID   string
	Org        string // the contractor that owns it
	Code, Name string
	Site       string        // where in the zone
	Liaison    string        // account id of the resident officer (驻厂员); empty for none
	Target     worktime.Time // finish promised to the zone; None when none was
	Baseline   string        // id of the baseline in force; empty for none
	Revision   int64         // 0 until first stored
	State      State
	StateAt    time.Time // since when; zero for a project that was always open
	Figures    Figures
	UpdatedAt  time.Time
	UpdatedBy  string // account id
}

// State is how far a project's life has come. Only an open one is worked on;
// from every other there is a way back.
type State string

const (
	Open     State = ""         // worked on
	Closed   State = "closed"   // its work is over: it is read, and stays in the list
	Archived State = "archived" // put away: out of the lists, found by filter
	Deleted  State = "deleted"  // gone to everybody; purged for good after DeletedDays
)

// DeletedDays is how long a deleted project can still be restored.
const DeletedDays = 30

// PurgeAt is when the rows of a deleted project go for good.
func (p *Project) PurgeAt() time.Time { return p.StateAt.AddDate(0, 0, DeletedDays) }

// Figures sum a project up for the list; they are stored with every change.
type Figures struct {
	Activities, Critical int
	DataDate             worktime.Time
	Start, Finish        worktime.Time // forecast
	FloatDays            int           // civil days from forecast to target; negative is lost days to win back
	Percent              float64       // 0–100, weighted by work
	DeliveryDays         int           // days that late and missing deliveries would add
	Lamp                 Lamp
	Reasons              []Reason
}

// Reason is a sentence of the catalogue.
type Reason struct {
	Key  string            `json:"key"`
	Args map[string]string `json:"args,omitempty"`
}

// Lamp sums up how a project stands.
type Lamp uint8

const (
	Unlit Lamp = iota // no target or no plan to judge by
	Green
	Yellow
	Orange
	Red
)

var lamps = [...]string{"unlit", "green", "yellow", "orange", "red"}

func (l Lamp) String() string { return lamps[l] }

// ParseLamp reads the name of a lamp.
func ParseLamp(s string) (Lamp, bool) {
	for i, name := range lamps {
		if name == s {
			return Lamp(i), true
		}
	}
	return Unlit, false
}

// The lamp's limits in civil days behind target, from the warning levels of
// Shenzhen's schedule rule: up to 7 yellow, up to 15 orange, beyond that red.
const (
	yellowDays = 7
	orangeDays = 15
	floatShare = 0.5 // of the float once planned; more than this used is yellow
)

// StatusInput is what the lamp is judged by.
type StatusInput struct {
	Finish, Target worktime.Time
	Baseline       worktime.Time // finish of the baseline; None when there is none
	DeliveryDays   int           // late and missing deliveries add these to Finish
	Missed         []string      // names of activities forecast behind a hard deadline
}

// JudgeStatus judges a project: the lamp and every reason for it, the heaviest first.
func JudgeStatus(s StatusInput) (Lamp, []Reason) {
	if s.Finish == worktime.None {
		return Unlit, []Reason{{Key: "plan.lamp.no_plan"}}
	}
	lamp, reasons := Unlit, []Reason(nil)
	raise := func(to Lamp, key string, args ...any) {
		if to >= lamp {
			reasons = append([]Reason{reason(key, args...)}, reasons...)
		} else {
			reasons = append(reasons, reason(key, args...))
		}
		lamp = max(lamp, to)
	}
	if n := len(s.Missed); n > 0 {
		raise(Red, "plan.lamp.deadline", "Name", s.Missed[0], "Count", n)
	}
	if s.Target == worktime.None {
		raise(Unlit, "plan.lamp.no_target")
	} else {
		judgeFinish(s, raise)
	}
	return lamp, reasons
}

func judgeFinish(s StatusInput, raise func(Lamp, string, ...any)) {
	late := int(EndDay(s.Finish) - EndDay(s.Target))
	switch worst := late + s.DeliveryDays; {
	case late > 0:
		raise(latenessLamp(late), "plan.lamp.late", "Days", late)
	case worst > 0:
		raise(latenessLamp(worst), "plan.lamp.deliveries", "Days", worst)
	case late == 0:
		raise(Green, "plan.lamp.on_time")
	default:
		raise(Green, "plan.lamp.early", "Days", -late)
	}
	if s.Baseline == worktime.None || late > 0 {
		return
	}
	planned := int(EndDay(s.Target) - EndDay(s.Baseline))
	used := int(EndDay(s.Finish) - EndDay(s.Baseline))
	if planned > 0 && float64(used) > floatShare*float64(planned) {
		raise(Yellow, "plan.lamp.float", "Used", used, "Planned", planned)
	}
}

func latenessLamp(days int) Lamp {
	switch {
	case days > orangeDays:
		return Red
	case days > yellowDays:
		return Orange
	default:
		return Yellow
	}
}

// Summarise gives a project's figures from its plan and dates.
func Summarise(p Project, pl *Plan, d *Dates, deliveryDays int) Figures {
	s := Figures{DataDate: pl.DataDate, Start: worktime.None, Finish: worktime.None, DeliveryDays: deliveryDays, Percent: PercentOf(pl)}
	st := StatusInput{Finish: worktime.None, Target: p.Target, Baseline: worktime.None, DeliveryDays: deliveryDays}
	if d != nil && len(pl.Activities) > 0 {
		s.Activities, s.Critical = pl.CountWork(), d.Critical
		s.Start, s.Finish = d.Start, d.Finish
		st.Finish, st.Missed = d.Finish, missedDeadlines(pl, d)
	}
	if b := pl.BaselineByID(p.Baseline); b != nil {
		st.Baseline = b.Finish()
	}
	if p.Target != worktime.None && s.Finish != worktime.None {
		s.FloatDays = int(EndDay(p.Target) - EndDay(s.Finish))
	}
	s.Lamp, s.Reasons = JudgeStatus(st)
	return s
}

// Settle takes over what a first plan says of its project where nobody said it.
func (p *Project) Settle(pl *Plan) {
	if p.Target == worktime.None {
		p.Target = pl.MustFinish
	}
	if pl.BaselineByID(p.Baseline) == nil {
		p.Baseline = ""
		if len(pl.Baselines) > 0 {
			p.Baseline = pl.Baselines[0].ID
		}
	}
}

// missedDeadlines names the unfinished activities whose forecast lies behind a hard
// deadline, in the plan's order.
func missedDeadlines(p *Plan, d *Dates) (names []string) {
	for i := range p.Activities {
		a := &p.Activities[i]
		if a.ActualFinish != worktime.None || a.Inactive || a.Kind == Summary {
			continue
		}
		if limit := hardFinish(a); limit != worktime.None && d.Rows[i].Finish > limit {
			names = append(names, a.Name)
		}
	}
	return names
}

// hardFinish is the date an activity must be done by, as the plan itself says.
func hardFinish(a *Activity) worktime.Time {
	limit := a.Deadline
	for _, c := range []Constraint{a.Primary, a.Secondary} {
		if (c.Type == FinishNoLater || c.Type == MandatoryFinish) && c.Date != worktime.None && (limit == worktime.None || c.Date < limit) {
			limit = c.Date
		}
	}
	return limit
}
