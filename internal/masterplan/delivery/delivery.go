// Package delivery knows what a site waits for: equipment and materials ordered,
// expected, arrived and installed, how late they are, and how many days that
// costs the plan.
package delivery

import (
	"math"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Delivery is equipment or material that a project waits for.
type Delivery struct {
	ID, Project string
	Item        string
	Quantity    float64 // ordered, in Unit
	Unit        string
	Supplier    string       // firm
	OrderedOn   worktime.Day // worktime.NoDay when unknown
	Expected    worktime.Day // worktime.NoDay when nobody can say
	Confidence  Confidence
	Activities  []string // ids of the activities that wait for it
	Note        string
	Arrivals    []Arrival // oldest first
	Days        int       // lost to it at the last change of the project; kept for lists
	UpdatedAt   time.Time
	UpdatedBy   string
}

// Confidence says how sure the expected date is.
type Confidence uint8

const (
	Uncertain Confidence = iota
	Likely
	Confirmed
)

var confidences = [...]string{"uncertain", "likely", "confirmed"}

func (c Confidence) String() string { return confidences[c] }

// Arrival is one report of goods that came in or were built in. A negative
// quantity takes back one that was reported wrongly.
type Arrival struct {
	ID         string
	On         worktime.Day
	Quantity   float64
	Installed  bool // built in, else arrived on site
	Note       string
	RecordedAt time.Time
	RecordedBy string
}

// Arrived is the quantity on site, whether built in or not.
func (d *Delivery) Arrived() float64 { return d.sum(false) }

// Installed is the quantity built in.
func (d *Delivery) Installed() float64 { return d.sum(true) }

func (d *Delivery) sum(installed bool) (q float64) {
	for _, a := range d.Arrivals {
		if a.Installed == installed {
			q += a.Quantity
		}
	}
	return q
}

// State says how a delivery stands.
type State string

const (
	Installed State = "installed" // all built in
	Arrived   State = "arrived"   // all on site
	Late      State = "late"      // should have come and did not, or not wholly
	Missing   State = "missing"   // nobody can say when it comes
	Doubtful  State = "doubtful"  // still to come, and the date is uncertain
	Due       State = "due"       // still to come on a likely or confirmed date
)

// State is how d stands on a day.
func (d *Delivery) State(today worktime.Day) State {
	switch {
	case d.Installed() >= d.Quantity:
		return Installed
	case d.Arrived() >= d.Quantity:
		return Arrived
	case d.Expected == worktime.NoDay:
		return Missing
	case d.Expected < today:
		return Late
	case d.Confidence == Uncertain:
		return Doubtful
	default:
		return Due
	}
}

// readyAt is when work that waits for d can begin: the morning after it comes, and
// for what is overdue the morning after tomorrow at the earliest. None when it
// is here or when nobody can say.
func (d *Delivery) readyAt(today worktime.Day) worktime.Time {
	switch d.State(today) {
	case Late:
		return (today + 2).At(0)
	case Due, Doubtful:
		return (d.Expected + 1).At(0)
	default:
		return worktime.None
	}
}

// Check returns a fault of kind Invalid with one field per wrong input.
func Check(d *Delivery) error {
	bad := fault.New(fault.Invalid, "plan.delivery.invalid")
	if d.Item == "" {
		bad.With("item", "plan.delivery.item")
	}
	if !(d.Quantity > 0) || math.IsInf(d.Quantity, 0) {
		bad.With("quantity", "plan.delivery.quantity")
	}
	if d.OrderedOn != worktime.NoDay && d.Expected != worktime.NoDay && d.Expected < d.OrderedOn {
		bad.With("expected", "plan.delivery.expected")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// CheckArrival judges one more arrival. More than was ordered, or more built in
// than arrived, is refused, and so is taking back more than there is.
func CheckArrival(d *Delivery, a Arrival, today worktime.Day) error {
	bad := fault.New(fault.Invalid, "plan.arrival.invalid")
	after := *d
	after.Arrivals = append(after.Arrivals[:len(after.Arrivals):len(after.Arrivals)], a)
	if a.On > today || a.On == worktime.NoDay {
		bad.With("on", "plan.arrival.future")
	}
	switch {
	case a.Quantity == 0 || math.IsNaN(a.Quantity) || math.IsInf(a.Quantity, 0):
		bad.With("quantity", "plan.arrival.quantity")
	case after.Arrived() > d.Quantity:
		bad.With("quantity", "plan.arrival.over", "Ordered", d.Quantity, "Unit", d.Unit)
	case after.Installed() > after.Arrived():
		bad.With("quantity", "plan.arrival.not_here", "Arrived", after.Arrived(), "Unit", d.Unit)
	case after.Arrived() < 0 || after.Installed() < 0:
		bad.With("quantity", "plan.arrival.below_zero")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// DaysLost computes what deliveries do to the finish of p, in civil days: one
// figure for each alone, by index, and one for all together. What nobody can
// date costs nothing here; it is listed as missing instead.
//
// It returns the faults of Compute.
func DaysLost(p *masterplan.Plan, d *masterplan.Dates, ds []Delivery, today worktime.Day) (each []int, all int, err error) {
	each = make([]int, len(ds))
	bounds := map[int32]worktime.Time{}
	for i := range ds {
		alone := waitingActivities(p, d, &ds[i], today)
		for a, t := range alone {
			bounds[a] = max(bounds[a], t)
		}
		if each[i], err = delayOf(p, d, alone); err != nil {
			return nil, 0, err
		}
	}
	all, err = delayOf(p, d, bounds)
	return each, all, err
}

// waitingActivities are the activities that cannot go on as forecast because of one
// delivery, and when they can.
func waitingActivities(p *masterplan.Plan, d *masterplan.Dates, del *Delivery, today worktime.Day) map[int32]worktime.Time {
	ready := del.readyAt(today)
	if ready == worktime.None {
		return nil
	}
	bounds := map[int32]worktime.Time{}
	for _, id := range del.Activities {
		i := p.ByID(id)
		if i < 0 || p.Activities[i].ActualFinish != worktime.None || !p.Activities[i].Worked() {
			continue
		}
		if p.Activities[i].ActualStart != worktime.None || d.Rows[i].EarlyStart < ready {
			bounds[int32(i)] = ready
		}
	}
	return bounds
}

// delayOf is by how many days the finish moves when activities wait until bounds.
func delayOf(p *masterplan.Plan, d *masterplan.Dates, bounds map[int32]worktime.Time) (int, error) {
	if len(bounds) == 0 {
		return 0, nil
	}
	with, err := masterplan.Compute(holdBack(p, bounds))
	if err != nil {
		return 0, err
	}
	return max(0, int(masterplan.EndDay(with.Finish)-masterplan.EndDay(d.Finish))), nil
}

// holdBack is p with its activities kept from starting, or when they have
// started from going on, before bounds.
func holdBack(p *masterplan.Plan, bounds map[int32]worktime.Time) *masterplan.Plan {
	out := *p
	out.Activities = append([]masterplan.Activity(nil), p.Activities...)
	for i, t := range bounds {
		a := &out.Activities[i]
		bound := masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: t}
		switch {
		case a.ActualStart != worktime.None:
			a.Suspend, a.Resume = max(a.ActualStart, p.DataDate), max(a.Resume, t)
		case a.Primary.Type == masterplan.NoConstraint:
			a.Primary = bound
		case a.Primary.Type == masterplan.StartNoEarlier:
			a.Primary.Date = max(a.Primary.Date, t)
		default:
			a.Secondary = bound
		}
	}
	return &out
}
