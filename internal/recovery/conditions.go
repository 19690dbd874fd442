package recovery

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Conditions are what people entered of what holds on a project today. Awaited
// deliveries are not among them: they stand in the project.
type Conditions struct {
	Hands   []Headcount        `json:"hands,omitempty"`
	People  int                `json:"people,omitempty"`
	Night   Night              `json:"night,omitzero"`
	Permits []Permit           `json:"permits,omitempty"`
	Blocks  []Block            `json:"blocks,omitempty"`
	Loans   []Loan             `json:"loans,omitempty"`
	Offers  map[string][]Offer `json:"offers,omitempty"` // by id of the delivery

	UpdatedAt time.Time `json:"-"` // zero: nobody entered anything yet
	UpdatedBy string    `json:"-"`
}

// Today is what bounds every plan of b from today on.
func (c *Conditions) Today(b *plan.Book, today worktime.Day) SiteConditions {
	t := SiteConditions{
		Day: today, Hands: c.Hands, People: c.People, Night: c.Night,
		Permits: c.Permits, Blocks: c.Blocks, Loans: c.Loans,
	}
	if c.Night.From == 0 && c.Night.To == 0 {
		t.Night.From, t.Night.To = worktime.NoDay, worktime.NoDay
	}
	for i := range b.Deliveries {
		if a, ok := awaitedDelivery(&b.Deliveries[i], today); ok {
			a.Offers = c.Offers[a.ID]
			t.Deliveries = append(t.Deliveries, a)
		}
	}
	return t
}

// awaitedDelivery is a delivery that work still waits for. One that is late is taken to
// come tomorrow, as the forecast does.
func awaitedDelivery(d *delivery.Delivery, today worktime.Day) (Awaited, bool) {
	a := Awaited{ID: d.ID, Item: d.Item, Activities: d.Activities, Expected: d.Expected, Confidence: d.Confidence}
	if d.Quantity > 0 {
		a.Arrived = min(1, max(0, d.Arrived()/d.Quantity))
	}
	switch d.State(today) {
	case delivery.Arrived, delivery.Installed:
		return a, false
	case delivery.Late:
		a.Expected, a.Confidence = today+1, delivery.Uncertain
	}
	return a, len(d.Activities) > 0
}

// Trade is a trade of a plan with the hands that the plan counts on.
type Trade struct {
	Code    string // as recovery.Hands names it
	Name    string
	Planned int
}

// Trades are the trades that still have work in b, by name.
func Trades(b *plan.Book) []Trade {
	open := map[int32]bool{}
	for _, at := range b.Plan.Assignments {
		if at.Resource >= 0 && at.Activity >= 0 && int(at.Activity) < len(b.Plan.Activities) && b.Plan.Activities[at.Activity].ActualFinish == worktime.None {
			open[at.Resource] = true
		}
	}
	var out []Trade
	for i := range b.Plan.Resources {
		r := &b.Plan.Resources[i]
		if open[int32(i)] && (r.Type == masterplan.WorkResource || r.Type == masterplan.EquipmentResource) {
			out = append(out, Trade{cmp.Or(r.Code, r.Name), cmp.Or(r.Name, r.Code), int(r.MaxUnits + 0.5)})
		}
	}
	slices.SortStableFunc(out, func(a, b Trade) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Conditions are what was entered for a project. Offers for deliveries that no
// work waits for any more are not among them.
func (s *Service) Conditions(ctx context.Context, project string) (Conditions, error) {
	b, err := s.Plans.Project(ctx, project)
	if err != nil {
		return Conditions{}, err
	}
	c, err := s.Store.Conditions(ctx, b.Project.Zone, project)
	maps.DeleteFunc(c.Offers, func(delivery string, _ []Offer) bool { return !s.waitsFor(b, delivery) })
	return c, err
}

// waitsFor tells whether work of b waits for a delivery.
func (s *Service) waitsFor(b *plan.Book, id string) bool {
	i := slices.IndexFunc(b.Deliveries, func(d delivery.Delivery) bool { return d.ID == id })
	if i < 0 {
		return false
	}
	_, ok := awaitedDelivery(&b.Deliveries[i], s.today())
	return ok
}

// SetConditions replaces what was entered for a project. Of a loan its lender, its
// trade and the price are taken; the rest is what Lenders says. Errors: NotFound
// "plan.activity.unknown"; Invalid "plan.recovery.today" with fields.
func (s *Service) SetConditions(ctx context.Context, project string, c Conditions) (Conditions, error) {
	actor, _ := who.From(ctx)
	b, err := s.openProject(ctx, plan.ActRecover, project)
	if err != nil {
		return Conditions{}, err
	}
	c.UpdatedAt, c.UpdatedBy = s.Now(), actor.Account
	if err := s.checkOffersAndLoans(ctx, b, &c); err != nil {
		return Conditions{}, err
	}
	in := Input{Plan: b.Plan, Today: c.Today(b, s.today()), Keep: worktime.None}
	if err := in.Check(); err != nil {
		return Conditions{}, err
	}
	if err := checkActivitiesExist(b, &c); err != nil {
		return Conditions{}, err
	}
	return c, s.Store.SetConditions(ctx, b.Project.Zone, project, c)
}

// checkOffersAndLoans checks that work waits for every delivery that there is an offer for, and
// that others have what the loans name.
func (s *Service) checkOffersAndLoans(ctx context.Context, b *plan.Book, c *Conditions) error {
	bad := fault.New(fault.Invalid, "plan.recovery.today")
	for _, id := range slices.Sorted(maps.Keys(c.Offers)) {
		if !s.waitsFor(b, id) {
			bad.With("offers", "plan.catchup.offer.unknown", "Delivery", id)
		}
	}
	if len(c.Loans) > 0 {
		lenders, err := s.Lenders(ctx, b.Project.ID)
		if err != nil {
			return err
		}
		c.Loans = slices.Clone(c.Loans)
		for i := range c.Loans {
			asked := &c.Loans[i]
			at := slices.IndexFunc(lenders, func(l Loan) bool { return l.Lender == asked.Lender && l.Trade == asked.Trade })
			if at < 0 {
				bad.With("loans", "plan.catchup.loan.unknown", "Trade", asked.Trade, "Lender", cmp.Or(asked.Name, asked.Lender))
				continue
			}
			price := asked.PerDay
			*asked = lenders[at]
			asked.PerDay = price
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// checkActivitiesExist checks that every activity that the conditions name is in the plan.
func checkActivitiesExist(b *plan.Book, c *Conditions) error {
	var ids []string
	for i := range c.Permits {
		ids = append(ids, c.Permits[i].Activities...)
	}
	for i := range c.Blocks {
		ids = append(ids, c.Blocks[i].Activities...)
	}
	for _, id := range append(ids, c.Night.Quiet...) {
		if b.Plan.ByID(id) < 0 {
			return fault.New(fault.NotFound, "plan.activity.unknown")
		}
	}
	return nil
}
