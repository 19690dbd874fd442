package zone

import (
	"context"
	"errors"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
	"fugong/internal/zone/identity"
)

// OrganisationInput is an organisation as typed into a form.
type OrganisationInput struct {
	Code, Name, Short, Kind string
}

func (in OrganisationInput) parseInput() (Organisation, error) {
	code, err := identity.ParseCreditCode(in.Code)
	o := Organisation{Code: code, Name: in.Name, Short: in.Short, Kind: OrganisationKind(in.Kind)}
	check := o.Check()
	if err == nil {
		return o, check
	}
	f := fault.New(fault.Invalid, "zone.organisation.invalid")
	wrong(f, "code", err)
	if c, ok := errors.AsType[*fault.Error](check); ok {
		for _, other := range c.Fields {
			if other.Name != "code" {
				f.Fields = append(f.Fields, other)
			}
		}
	}
	return o, f
}

// AddOrganisation registers an organisation. Errors: Invalid with fields,
// Conflict "zone.organisation.exists" for a code that is registered.
func (s *Service) AddOrganisation(ctx context.Context, in OrganisationInput) (Organisation, error) {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return Organisation{}, err
	}
	o, err := in.parseInput()
	if err != nil {
		return Organisation{}, err
	}
	o.ID, o.Zone, o.Created = id.New(), actor.Zone, s.now()
	return o, s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.Organisations.Add(ctx, o); err != nil {
			return taken(err, "zone.organisation.exists")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.organisation.add", Object: "organisation/" + o.ID, Detail: fault.Args("code", o.Code, "kind", o.Kind)})
	})
}

// EditOrganisation changes an organisation. Errors as AddOrganisation, and
// NotFound. The kind of the zone's authority stays.
func (s *Service) EditOrganisation(ctx context.Context, orgID string, in OrganisationInput) (Organisation, error) {
	if _, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"}); err != nil {
		return Organisation{}, err
	}
	o, err := in.parseInput()
	if err != nil {
		return Organisation{}, err
	}
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		before, err := s.organisation(ctx, r, orgID)
		if err != nil {
			return err
		}
		o.ID, o.Zone, o.Created = before.ID, before.Zone, before.Created
		if (before.Kind == Authority) != (o.Kind == Authority) {
			return fault.New(fault.Invalid, "zone.organisation.invalid").With("kind", "zone.organisation.kind.fixed")
		}
		if err := r.Organisations.Save(ctx, o); err != nil {
			return taken(err, "zone.organisation.exists")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.organisation.edit", Object: "organisation/" + o.ID,
			Detail: fault.Args("code", o.Code, "code_before", before.Code, "kind", o.Kind, "kind_before", before.Kind)})
	})
	return o, err
}

// Organisation returns one organisation of the actor's zone.
func (s *Service) Organisation(ctx context.Context, orgID string) (Organisation, error) {
	if _, err := s.allowAction(ctx, "zone.view", who.Resource{Type: "zone"}); err != nil {
		return Organisation{}, err
	}
	return s.organisation(ctx, s.store.View(), orgID)
}

// HasOrganisation tells whether an organisation is registered in a zone. It is
// for the other rooms, which asked the policy for what they are about.
func (s *Service) HasOrganisation(ctx context.Context, zone, organisation string) (bool, error) {
	_, err := s.store.View().Organisations.Find(ctx, zone, organisation)
	if err != nil && fault.Of(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// Organisations lists the zone's organisations by name; text finds part of a
// name or code.
func (s *Service) Organisations(ctx context.Context, text string, kind OrganisationKind) ([]Organisation, error) {
	actor, err := s.allowAction(ctx, "zone.view", who.Resource{Type: "zone"})
	if err != nil {
		return nil, err
	}
	return s.store.View().Organisations.List(ctx, OrganisationQuery{Zone: actor.Zone, Text: text, Kind: kind})
}

// organisation finds one in the actor's zone.
func (s *Service) organisation(ctx context.Context, r Records, orgID string) (Organisation, error) {
	actor, _ := who.From(ctx)
	o, err := r.Organisations.Find(ctx, actor.Zone, orgID)
	return o, missing(err, "zone.organisation.unknown")
}

// taken gives a Conflict of the store our own words.
func taken(err error, key string) error {
	if fault.Of(err) == fault.Conflict {
		return fault.New(fault.Conflict, key)
	}
	return err
}

// missing gives a NotFound of the store our own words.
func missing(err error, key string) error {
	if err != nil && fault.Of(err) == fault.NotFound {
		return fault.New(fault.NotFound, key)
	}
	return err
}
