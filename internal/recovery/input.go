package recovery

import (
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/solve/worktime"
)

// Input is the question that a Frontier answers.
type Input struct {
	Plan      *masterplan.Plan    // with progress folded in; left alone
	Stoppages []stoppage.Stoppage // those that stop this project
	Today     SiteConditions
	Settings  Settings
	Keep      worktime.Time // the finish to keep; worktime.None: the planned one
	Planned   worktime.Time // the finish without stoppages, where links alone do not give it; 0 or worktime.None: they do
}

// Check returns a fault of kind Invalid with one field per wrong input: of the
// stoppages, the settings and what holds today. The plan itself is judged where
// its dates are computed.
func (in *Input) Check() error {
	for i := range in.Stoppages {
		if err := stoppage.CheckStoppage(&in.Stoppages[i]); err != nil {
			return err
		}
	}
	if err := CheckSettings(in.Settings); err != nil {
		return err
	}
	bad := fault.New(fault.Invalid, "plan.recovery.today")
	in.Today.checkConditions(bad)
	if in.Keep != worktime.None && in.Today.Day != worktime.NoDay && in.Keep < in.Today.Day.At(0) {
		bad.With("finish", "plan.recovery.keep_past", "Finish", in.Keep.Day(), "Today", in.Today.Day)
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// The most that is believed of a figure of today.
const (
	maxPeople = 1_000_000
	maxPrice  = int64(1_000_000_000_000)
)

func (t *SiteConditions) checkConditions(bad *fault.Error) {
	if t.People < 0 || t.People > maxPeople {
		bad.With("people", "plan.recovery.today.people", "Count", t.People)
	}
	for _, h := range t.Hands {
		if h.Trade == "" {
			bad.With("hands", "plan.recovery.today.trade")
		}
		if h.Count < 0 || h.Count > maxPeople {
			bad.With("hands", "plan.recovery.today.hands", "Trade", h.Trade, "Count", h.Count)
		}
		if !(h.OvertimeUsed >= 0) {
			bad.With("hands", "plan.recovery.today.overtime", "Trade", h.Trade)
		}
	}
	for _, d := range t.Deliveries {
		if !(d.Arrived >= 0 && d.Arrived <= 1) {
			bad.With("deliveries", "plan.recovery.today.arrived", "Item", d.Item)
		}
		checkOffers(bad, "deliveries", d.Item, d.Offers)
	}
	for _, p := range t.Permits {
		checkOffers(bad, "permits", p.Name, p.Offers)
	}
	for _, l := range t.Loans {
		if l.Trade == "" || l.Count < 1 || l.Count > maxPeople || l.To < l.From || l.PerDay < 0 || l.PerDay > maxPrice {
			bad.With("loans", "plan.recovery.today.loan", "Name", l.Name)
		}
	}
}

func checkOffers(bad *fault.Error, field, name string, offers []Offer) {
	for _, o := range offers {
		if o.On == worktime.NoDay || o.Price < 0 || o.Price > maxPrice {
			bad.With(field, "plan.recovery.today.offer", "Name", name)
		}
	}
}
