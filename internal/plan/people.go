package plan

import (
	"context"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/who"
)

// People knows the zone's accounts and organisations. The zone's service is one.
type People interface {
	// ActorOf is an account of a zone with the roles that it holds now;
	// Unauthenticated when it was disabled or is not there.
	ActorOf(ctx context.Context, zone, account string) (who.Actor, error)
	// HasOrganisation tells whether an organisation is registered in a zone.
	HasOrganisation(ctx context.Context, zone, organisation string) (bool, error)
}

// actorOf is the account as it is now; false when it may not sign in.
func (s *Service) actorOf(ctx context.Context, zone, account string) (who.Actor, bool, error) {
	actor, err := s.People.ActorOf(ctx, zone, account)
	if err != nil && fault.Of(err) == fault.Unauthenticated {
		return who.Actor{}, false, nil
	}
	return actor, err == nil, err
}

// KnowAccount returns an Invalid fault about the input called name unless the
// account is one of the zone that may sign in; "" is nobody and passes.
func (s *Service) KnowAccount(ctx context.Context, zone, account, name string) error {
	if account == "" || s.People == nil {
		return nil
	}
	if _, known, err := s.actorOf(ctx, zone, account); known || err != nil {
		return err
	}
	return fault.New(fault.Invalid, "plan.project.invalid").With(name, "plan.account.unknown")
}

// knowOrganisation is KnowAccount for an organisation.
func (s *Service) knowOrganisation(ctx context.Context, zone, org, name string) error {
	if org == "" || s.People == nil {
		return nil
	}
	if known, err := s.People.HasOrganisation(ctx, zone, org); known || err != nil {
		return err
	}
	return fault.New(fault.Invalid, "plan.project.invalid").With(name, "plan.organisation.unknown")
}

// knowLiaison wants the officer in charge to be a liaison officer of the zone.
func (s *Service) knowLiaison(ctx context.Context, zone, account string) error {
	if account == "" || s.People == nil {
		return nil
	}
	actor, known, err := s.actorOf(ctx, zone, account)
	if err != nil || known && slices.ContainsFunc(actor.Roles, func(m who.Membership) bool { return m.Role == who.Liaison }) {
		return err
	}
	return fault.New(fault.Invalid, "plan.project.invalid").With("liaison", "plan.liaison.unknown")
}

// stillVouched tells whether whoever issued a card may still issue cards of the
// project: a card reaches no further than that person does.
func (s *Service) stillVouched(ctx context.Context, c *Card, p *masterplan.Project) (bool, error) {
	if s.People == nil {
		return true, nil
	}
	actor, known, err := s.actorOf(ctx, c.Zone, c.IssuedBy)
	if err != nil || !known {
		return false, err
	}
	err = s.Allow.Allow(who.With(who.WithTrail(ctx, nil), actor), ActCard, resource(p))
	if err != nil && fault.Of(err) == fault.Forbidden {
		return false, nil
	}
	return err == nil, err
}
