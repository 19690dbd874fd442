package model

import (
	"math"

	"fugong/internal/plan/recovery"
)

// rules are the settings as numbers.
type rules struct {
	curve     map[recovery.MeasureKind]curve
	dayCap    float64 // hours of overtime a day
	monthCap  float64 // and a month
	pay, rest float64 // of the wage
	nightLoss float64
	handOver  float64 // hours
	premium   float64
	lighting  float64
	crowd     [4]float64 // loss at 1, 1.5, 2, 2.5 times the crew
	ramp      [2]float64
	hire      float64
	fresh     float64 // premium of newcomers
	lossCap   float64
}

// curve is how output falls with weeks of overtime.
type curve struct {
	output, fall, floor float64
	weeks               int
}

func newRules(s recovery.Settings) *rules {
	return &rules{
		curve: map[recovery.MeasureKind]curve{
			recovery.Overtime50: {s.Share(recovery.Overtime50Output), s.Share(recovery.Overtime50Fall), s.Share(recovery.Overtime50Floor), int(s.Value(recovery.Overtime50Weeks))},
			recovery.Overtime60: {s.Share(recovery.Overtime60Output), s.Share(recovery.Overtime60Fall), s.Share(recovery.Overtime60Floor), int(s.Value(recovery.Overtime60Weeks))},
		},
		dayCap: s.Value(recovery.OvertimeDay), monthCap: s.Value(recovery.OvertimeMonth),
		pay: s.Share(recovery.OvertimePay), rest: s.Share(recovery.OvertimeRestPay),
		nightLoss: s.Share(recovery.NightLoss), handOver: s.Value(recovery.NightHandOver) / 60,
		premium: s.Share(recovery.NightPremium), lighting: s.Value(recovery.NightLighting),
		crowd: [4]float64{0, s.Share(recovery.CrowdHalf), s.Share(recovery.CrowdDouble), s.Share(recovery.CrowdMost)},
		ramp:  [2]float64{s.Share(recovery.RampFirst), s.Share(recovery.RampSecond)},
		hire:  s.Value(recovery.HireCost), fresh: s.Share(recovery.HirePremium), lossCap: s.Share(recovery.LossCap),
	}
}

// week is an ordinary week of a calendar.
type week struct {
	days  int
	hours float64
}

func (w week) day() float64 { return w.hours / float64(w.days) }

// regime is how an activity is worked on.
type regime struct {
	kind    recovery.MeasureKind // of overtime; empty for none
	curve   curve
	daily   float64 // hours more on each working day
	restDay float64 // hours on one rest day a week
	used    float64 // overtime of this month already worked
	ratio   float64 // hands for each planned one
	fresh   bool    // the additional ones are newcomers
	night   bool
}

// overtime is the regime of a kind of overtime on a calendar; false when the law
// or the calendar leaves nothing to gain. Without a kind it is the ordinary one.
//
// Weeks of up to 44 h are lengthened to 50 h, and to 60 h with the rest day; six-day
// weeks to 54 h and 60 h; longer ones not at all.
func (r *rules) overtime(w week, kind recovery.MeasureKind, used float64) (regime, bool) {
	out := regime{kind: kind, ratio: 1, used: used}
	if kind == "" {
		return out, true
	}
	target := 60.0
	if kind == recovery.Overtime50 {
		target = 50
		if w.hours > 44 {
			target = 54
		}
	}
	more := target - w.hours
	if more < 2 || r.monthCap <= 0 || r.dayCap <= 0 {
		return out, false
	}
	out.curve = r.curve[kind]
	out.daily = min(more/float64(w.days), r.dayCap)
	if kind == recovery.Overtime60 && w.days < 6 {
		out.daily = min(2, r.dayCap)
		out.restDay = max(0, more-out.daily*float64(w.days))
	}
	return out, true
}

// hands is a regime with so many hands for each planned one.
func (r *rules) hands(base regime, ratio float64, fresh bool) regime {
	base.ratio, base.fresh = ratio, fresh
	return base
}

// night is a second shift of as many hands; false on calendars that already work
// into the night.
func (r *rules) night(w week) (regime, bool) {
	return regime{ratio: 2, night: true}, w.day() <= 12
}

// gain is what a regime makes of an activity.
type gain struct {
	hours    float64 // working hours of the ordinary calendar until it is done
	overtime float64 // hours of overtime that each hand works
	restDays float64 // of these on rest days
	days     float64 // days worked
}

// monthDays is how many working days pass until a month's overtime starts anew.
func (w week) monthDays() int { return int(math.Round(30 * float64(w.days) / 7)) }

// play works an activity of so many ordinary hours under a regime, day by day.
func (r *rules) play(g regime, w week, hours float64) gain {
	out := gain{}
	left, month, onEnd := hours/w.day(), g.used, 0.0
	for day := 0; left > 1e-9 && day < 20_000; day++ {
		if day > 0 && day%w.monthDays() == 0 {
			month = 0
		}
		if day%w.days == 0 {
			onEnd = r.nextWeek(onEnd, g, month)
		}
		rate, overtime, rest := r.rate(g, w, day, onEnd, month)
		share := 1.0
		if rate > left {
			share = left / rate
		}
		left -= rate * share
		month += overtime * share
		out.overtime += overtime * share
		out.restDays += rest * share
		out.days += share
	}
	out.hours = out.days * w.day()
	return out
}

// nextWeek counts weeks of overtime on end; after as many as are allowed, or when
// the month's hours are used up, a week off begins the count anew.
func (r *rules) nextWeek(onEnd float64, g regime, month float64) float64 {
	if g.kind == "" || onEnd >= float64(g.curve.weeks) || month >= r.monthCap-1e-9 {
		return 0
	}
	return onEnd + 1
}

// rate is the output of a day in ordinary days, and its overtime.
func (r *rules) rate(g regime, w week, day int, onEnd, month float64) (rate, overtime, rest float64) {
	output, hours := 1.0, w.day()
	if onEnd > 0 {
		each := g.daily + g.restDay/float64(w.days)
		overtime = max(0, min(each, r.monthCap-month))
		if each > 0 {
			rest = overtime * g.restDay / float64(w.days) / each
		}
		if overtime > 0 {
			output *= max(g.curve.floor, g.curve.output-g.curve.fall*(onEnd-1))
		}
		hours += overtime
	}
	hands := g.ratio
	switch {
	case g.night:
		output *= 1 - min(r.nightLoss, max(0, 0.22052+0.07152*math.Log(0.5)))
		output *= max(0, 1-r.handOver/w.day())
	case g.ratio > 1:
		output *= 1 - r.crowding(g.ratio)
		if g.fresh {
			hands = 1 + (g.ratio-1)*r.learning(day)
		}
	}
	return max(output, 1-r.lossCap) * hands * hours / w.day(), overtime, rest
}

// crowding is the output that all lose at a ratio of hands to planned ones.
func (r *rules) crowding(ratio float64) float64 {
	at := min((ratio-1)*2, 3)
	k := min(int(at), 2)
	return r.crowd[k] + (r.crowd[k+1]-r.crowd[k])*(at-float64(k))
}

// learning is the output of newcomers on their n-th day from 0.
func (r *rules) learning(day int) float64 {
	switch {
	case day < 3:
		return r.ramp[0]
	case day < 7:
		return r.ramp[1]
	}
	return 1
}

// bill is what a way costs more than the ordinary one.
type bill struct{ overtime, hands int64 }

// bill charges overtime at its rates, additional hands for all their hours less
// those that everybody saves by being done sooner, and what the kind of hands
// costs besides. No measure is free.
func (r *rules) bill(g gain, o option, c *crew, trades []Trade, extra, hours, machines float64) bill {
	var out bill
	day := g.hours / max(g.days, 1e-9)
	wage, each := c.wage, 0.0
	if c.lead >= 0 {
		each = trades[c.lead].Wage
	}
	saved := (hours - g.hours) * c.wage
	if o.kind != "" {
		weekday := g.overtime - g.restDays
		cost := (weekday*r.pay+g.restDays*r.rest)*(wage+extra*each) + max(0, g.hours+g.overtime-hours)*machines
		if o.help == nil {
			cost -= saved
		}
		out.overtime = atLeastOne(cost)
	}
	if o.help != nil {
		cost := extra*each*g.hours - saved
		switch {
		case o.help.fresh:
			cost += extra*each*g.hours*r.fresh + extra*r.hire
		case o.help.kind == recovery.NightShift:
			cost += extra*each*g.hours*r.premium + extra*r.lighting*g.days + machines*g.hours
		case o.help.kind == recovery.Borrow:
			cost += extra * o.help.perDay * math.Ceil(g.hours/max(day, 1e-9))
		}
		out.hands = atLeastOne(cost)
	}
	return out
}

func atLeastOne(cost float64) int64 { return int64(max(1, math.Ceil(cost-1e-6))) }
