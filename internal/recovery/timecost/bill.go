package timecost

import (
	"math"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery/effect"
)

// bill is what a way costs more than the ordinary one.
type bill struct{ overtime, hands int64 }

// billOf charges overtime at its rates, additional hands for all their hours less
// those that everybody saves by being done sooner, and what the kind of hands
// costs besides. No measure is free.
func billOf(r *effect.Rules, g effect.Gain, o option, c *crew, trades []Trade, extra, hours, machines float64) bill {
	var out bill
	day := g.Hours / max(g.Days, 1e-9)
	wage, each := c.wage, 0.0
	if c.lead >= 0 {
		each = trades[c.lead].Wage
	}
	saved := (hours - g.Hours) * c.wage
	if o.Kind != "" {
		weekday := g.Overtime - g.RestDays
		cost := (weekday*r.Pay+g.RestDays*r.Rest)*(wage+extra*each) + max(0, g.Hours+g.Overtime-hours)*machines
		if o.help == nil {
			cost -= saved
		}
		out.overtime = atLeastOne(cost)
	}
	if o.help != nil {
		cost := extra*each*g.Hours - saved
		switch {
		case o.help.fresh:
			cost += extra*each*g.Hours*r.Fresh + extra*r.Hire
		case o.help.kind == acceleration.NightShift:
			cost += extra*each*g.Hours*r.Premium + extra*r.Lighting*g.Days + machines*g.Hours
		case o.help.kind == acceleration.Borrow:
			cost += extra * o.help.perDay * math.Ceil(g.Hours/max(day, 1e-9))
		}
		out.hands = atLeastOne(cost)
	}
	return out
}

func atLeastOne(cost float64) int64 { return int64(max(1, math.Ceil(cost-1e-6))) }
