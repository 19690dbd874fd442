package plan

import (
	"context"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/who"
)

// DeliveryList answers for a zone or a project: what the site waits for, the
// costliest first.
type DeliveryList struct {
	Rows   []DeliveryRow
	States map[delivery.State]int // how many are in each state, before Query's states filter
}

// Deliveries lists deliveries that the actor may see, in the given states (all
// when none is given).
func (s *Service) Deliveries(ctx context.Context, q DeliveryQuery, states ...delivery.State) (DeliveryList, error) {
	scope, err := s.Allow.Scope(ctx, ActView)
	if err != nil {
		return DeliveryList{}, err
	}
	q.Scope = scope
	rows, err := s.Store.Deliveries(ctx, q)
	if err != nil {
		return DeliveryList{}, err
	}
	list, today := DeliveryList{States: map[delivery.State]int{}}, s.today()
	for _, r := range rows {
		state := r.State(today)
		list.States[state]++
		if len(states) == 0 || slices.Contains(states, state) {
			list.Rows = append(list.Rows, r)
		}
	}
	return list, nil
}

// AddDelivery registers something the project waits for. Errors: Invalid
// "plan.delivery.invalid" with fields; NotFound "plan.activity.unknown".
func (s *Service) AddDelivery(ctx context.Context, project string, d delivery.Delivery) (delivery.Delivery, error) {
	d.ID, d.Arrivals = s.ID(), nil
	return s.putDelivery(ctx, project, 0, d, "plan.event.delivery_add")
}

// EditDelivery changes all of a delivery but its arrivals. Errors as of
// AddDelivery, and NotFound "plan.delivery.unknown", Conflict.
func (s *Service) EditDelivery(ctx context.Context, project string, d delivery.Delivery, expected int64) (delivery.Delivery, error) {
	return s.putDelivery(ctx, project, expected, d, "plan.event.delivery_edit")
}

func (s *Service) putDelivery(ctx context.Context, project string, expected int64, d delivery.Delivery, key string) (delivery.Delivery, error) {
	actor, _ := who.From(ctx)
	d.Project, d.UpdatedAt, d.UpdatedBy = project, s.Now(), actor.Account
	_, err := s.mutateProject(ctx, ActDeliver, project, expected, func(b *Book, c *Change) error {
		if err := delivery.Check(&d); err != nil {
			return err
		}
		for _, a := range d.Activities {
			if _, err := b.index(a); err != nil {
				return err
			}
		}
		i := slices.IndexFunc(b.Deliveries, func(o delivery.Delivery) bool { return o.ID == d.ID })
		b.Deliveries = slices.Clone(b.Deliveries)
		if i < 0 && key == "plan.event.delivery_edit" {
			return fault.New(fault.NotFound, "plan.delivery.unknown")
		}
		if i < 0 {
			b.Deliveries = append(b.Deliveries, d)
		} else {
			d.Arrivals = b.Deliveries[i].Arrivals
			b.Deliveries[i] = d
		}
		c.Delivery = &d
		c.Event.Detail = Detail{Key: key, Args: fault.Args("Item", d.Item)}
		return nil
	})
	return d, err
}

// RemoveDelivery takes away a delivery that was registered by mistake. What has
// arrived cannot be removed: Invalid "plan.delivery.arrived". Other errors:
// NotFound "plan.delivery.unknown", Conflict.
func (s *Service) RemoveDelivery(ctx context.Context, project, id string, expected int64) error {
	_, err := s.mutateProject(ctx, ActDeliver, project, expected, func(b *Book, c *Change) error {
		i := slices.IndexFunc(b.Deliveries, func(o delivery.Delivery) bool { return o.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "plan.delivery.unknown")
		}
		if len(b.Deliveries[i].Arrivals) > 0 {
			return fault.New(fault.Invalid, "plan.delivery.arrived")
		}
		c.RemoveDelivery = id
		c.Event.Detail = Detail{Key: "plan.event.delivery_remove", Args: fault.Args("Item", b.Deliveries[i].Item)}
		b.Deliveries = slices.Delete(slices.Clone(b.Deliveries), i, i+1)
		return nil
	})
	return err
}

// RecordArrival adds what came in or was built in. Errors: Invalid
// "plan.arrival.invalid" with fields, NotFound "plan.delivery.unknown".
func (s *Service) RecordArrival(ctx context.Context, project, id string, a delivery.Arrival) (delivery.Delivery, error) {
	actor, _ := who.From(ctx)
	a.ID, a.RecordedAt, a.RecordedBy = s.ID(), s.Now(), actor.Account
	var after delivery.Delivery
	_, err := s.mutateProject(ctx, ActDeliver, project, 0, func(b *Book, c *Change) error {
		i := slices.IndexFunc(b.Deliveries, func(o delivery.Delivery) bool { return o.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "plan.delivery.unknown")
		}
		if err := delivery.CheckArrival(&b.Deliveries[i], a, s.today()); err != nil {
			return err
		}
		b.Deliveries = slices.Clone(b.Deliveries)
		after = b.Deliveries[i]
		after.Arrivals = append(slices.Clone(after.Arrivals), a)
		b.Deliveries[i] = after
		c.Delivery, c.Arrival = &after, &a
		key := "plan.event.arrived"
		if a.Installed {
			key = "plan.event.installed"
		}
		c.Event.Detail = Detail{Key: key, Args: fault.Args("Item", after.Item, "Quantity", a.Quantity, "Unit", after.Unit)}
		return nil
	})
	return after, err
}
