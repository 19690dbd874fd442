// Package effect says what measures do to the pace of work: longer hours that
// tire week by week and stop at the law's cap, crews that grow and crowd,
// newcomers who learn, nights. Everything is played day by day.
package effect

import (
	"math"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
)

// Rules are the settings as numbers.
type Rules struct {
	curve     map[acceleration.Kind]curve
	dayCap    float64 // hours of overtime a day
	MonthCap  float64 // and a month
	Pay, Rest float64 // of the wage
	nightLoss float64
	handOver  float64 // hours
	Premium   float64
	Lighting  float64
	crowd     [4]float64 // loss at 1, 1.5, 2, 2.5 times the crew
	ramp      [2]float64
	Hire      float64
	Fresh     float64 // premium of newcomers
	lossCap   float64
}

// curve is how output falls with weeks of overtime.
type curve struct {
	output, fall, floor float64
	weeks               int
}

// New are the rules that settings give.
func New(s recovery.Settings) *Rules {
	return &Rules{
		curve: map[acceleration.Kind]curve{
			acceleration.Overtime50: {s.Share(recovery.Overtime50Output), s.Share(recovery.Overtime50Fall), s.Share(recovery.Overtime50Floor), int(s.Value(recovery.Overtime50Weeks))},
			acceleration.Overtime60: {s.Share(recovery.Overtime60Output), s.Share(recovery.Overtime60Fall), s.Share(recovery.Overtime60Floor), int(s.Value(recovery.Overtime60Weeks))},
		},
		dayCap: s.Value(recovery.OvertimeDay), MonthCap: s.Value(recovery.OvertimeMonth),
		Pay: s.Share(recovery.OvertimePay), Rest: s.Share(recovery.OvertimeRestPay),
		nightLoss: s.Share(recovery.NightLoss), handOver: s.Value(recovery.NightHandOver) / 60,
		Premium: s.Share(recovery.NightPremium), Lighting: s.Value(recovery.NightLighting),
		crowd: [4]float64{0, s.Share(recovery.CrowdHalf), s.Share(recovery.CrowdDouble), s.Share(recovery.CrowdMost)},
		ramp:  [2]float64{s.Share(recovery.RampFirst), s.Share(recovery.RampSecond)},
		Hire:  s.Value(recovery.HireCost), Fresh: s.Share(recovery.HirePremium), lossCap: s.Share(recovery.LossCap),
	}
}

// Week is an ordinary week of a calendar.
type Week struct {
	Days  int
	Hours float64
}

// Day is the hours of a working day.
func (w Week) Day() float64 { return w.Hours / float64(w.Days) }

// WorkPattern is how an activity is worked on.
type WorkPattern struct {
	Kind    acceleration.Kind // of overtime; empty for none
	curve   curve
	daily   float64 // hours more on each working day
	restDay float64 // hours on one rest day a week
	used    float64 // overtime of this month already worked
	Ratio   float64 // hands for each planned one
	fresh   bool    // the additional ones are newcomers
	night   bool
}

// Overtime is the regime of a kind of overtime on a calendar; false when the law
// or the calendar leaves nothing to gain. Without a kind it is the ordinary one.
//
// Weeks of up to 44 h are lengthened to 50 h, and to 60 h with the rest day; six-day
// weeks to 54 h and 60 h; longer ones not at all.
func (r *Rules) Overtime(w Week, kind acceleration.Kind, used float64) (WorkPattern, bool) {
	out := WorkPattern{Kind: kind, Ratio: 1, used: used}
	if kind == "" {
		return out, true
	}
	target := 60.0
	if kind == acceleration.Overtime50 {
		target = 50
		if w.Hours > 44 {
			target = 54
		}
	}
	more := target - w.Hours
	if more < 2 || r.MonthCap <= 0 || r.dayCap <= 0 {
		return out, false
	}
	out.curve = r.curve[kind]
	out.daily = min(more/float64(w.Days), r.dayCap)
	if kind == acceleration.Overtime60 && w.Days < 6 {
		out.daily = min(2, r.dayCap)
		out.restDay = max(0, more-out.daily*float64(w.Days))
	}
	return out, true
}

// Hands is a regime with so many hands for each planned one.
func (r *Rules) Hands(base WorkPattern, ratio float64, fresh bool) WorkPattern {
	base.Ratio, base.fresh = ratio, fresh
	return base
}

// Night is a second shift of as many hands; false on calendars that already work
// into the night.
func (r *Rules) Night(w Week) (WorkPattern, bool) {
	return WorkPattern{Ratio: 2, night: true}, w.Day() <= 12
}

// Gain is what a regime makes of an activity.
type Gain struct {
	Hours    float64 // working hours of the ordinary calendar until it is done
	Overtime float64 // hours of overtime that each hand works
	RestDays float64 // of these on rest days
	Days     float64 // days worked
}

// monthDays is how many working days pass until a month's overtime starts anew.
func (w Week) monthDays() int { return int(math.Round(30 * float64(w.Days) / 7)) }

// ApplyRules works an activity of so many ordinary hours under a regime, day by day.
func (r *Rules) ApplyRules(g WorkPattern, w Week, hours float64) Gain {
	out := Gain{}
	left, month, onEnd := hours/w.Day(), g.used, 0.0
	for day := 0; left > 1e-9 && day < 20_000; day++ {
		if day > 0 && day%w.monthDays() == 0 {
			month = 0
		}
		if day%w.Days == 0 {
			onEnd = r.nextWeek(onEnd, g, month)
		}
		rate, overtime, rest := r.dayOutput(g, w, day, onEnd, month)
		share := 1.0
		if rate > left {
			share = left / rate
		}
		left -= rate * share
		month += overtime * share
		out.Overtime += overtime * share
		out.RestDays += rest * share
		out.Days += share
	}
	out.Hours = out.Days * w.Day()
	return out
}

// nextWeek counts weeks of overtime on end; after as many as are allowed, or when
// the month's hours are used up, a week off begins the count anew.
func (r *Rules) nextWeek(onEnd float64, g WorkPattern, month float64) float64 {
	if g.Kind == "" || onEnd >= float64(g.curve.weeks) || month >= r.MonthCap-1e-9 {
		return 0
	}
	return onEnd + 1
}

// dayOutput is the output of a day in ordinary days, and its overtime.
func (r *Rules) dayOutput(g WorkPattern, w Week, day int, onEnd, month float64) (rate, overtime, rest float64) {
	output, hours := 1.0, w.Day()
	if onEnd > 0 {
		each := g.daily + g.restDay/float64(w.Days)
		overtime = max(0, min(each, r.MonthCap-month))
		if each > 0 {
			rest = overtime * g.restDay / float64(w.Days) / each
		}
		if overtime > 0 {
			output *= max(g.curve.floor, g.curve.output-g.curve.fall*(onEnd-1))
		}
		hours += overtime
	}
	hands := g.Ratio
	switch {
	case g.night:
		output *= 1 - r.nightLoss // Night's second shift has half of all hours, for which the setting stands
		output *= max(0, 1-r.handOver/w.Day())
	case g.Ratio > 1:
		output *= 1 - r.crowding(g.Ratio)
		if g.fresh {
			hands = 1 + (g.Ratio-1)*r.learning(day)
		}
	}
	return max(output, 1-r.lossCap) * hands * hours / w.Day(), overtime, rest
}

// crowding is the output that all lose at a ratio of hands to planned ones.
func (r *Rules) crowding(ratio float64) float64 {
	at := min((ratio-1)*2, 3)
	k := min(int(at), 2)
	return r.crowd[k] + (r.crowd[k+1]-r.crowd[k])*(at-float64(k))
}

// learning is the output of newcomers on their n-th day from 0.
func (r *Rules) learning(day int) float64 {
	switch {
	case day < 3:
		return r.ramp[0]
	case day < 7:
		return r.ramp[1]
	}
	return 1
}
