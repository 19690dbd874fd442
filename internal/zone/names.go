package zone

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/who"
)

// NamesOf gives what ids of the actor's zone are called: accounts, organisations
// and, masked, people. What it does not know is left out. It asks for
// "zone.audit", since it is for those who read the audit log.
func (s *Service) NamesOf(ctx context.Context, ids []string) (map[string]string, error) {
	actor, err := s.allowAction(ctx, "zone.audit", who.Resource{Type: "zone"})
	if err != nil {
		return nil, err
	}
	names, err := s.Names(ctx, ids...)
	if err != nil {
		return nil, err
	}
	r := s.store.View()
	organisations, err := r.Organisations.List(ctx, OrganisationQuery{Zone: actor.Zone})
	if err != nil {
		return nil, err
	}
	for _, o := range organisations {
		names[o.ID] = o.Title()
	}
	for _, id := range ids {
		if names[id] != "" {
			continue
		}
		p, err := r.People.Find(ctx, actor.Zone, id)
		if fault.Of(err) == fault.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		names[id] = p.Masked().Name
	}
	return names, nil
}
