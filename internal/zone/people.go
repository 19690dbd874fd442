package zone

import (
	"context"
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
	"fugong/internal/zone/identity"
)

// AddPerson registers somebody. Errors: Invalid with fields; Conflict
// "zone.person.exists" when the paper is registered in the zone.
func (s *Service) AddPerson(ctx context.Context, in PersonInput) (MaskedPerson, error) {
	in, err := s.fillEmployer(ctx, in)
	if err != nil {
		return MaskedPerson{}, err
	}
	actor, err := s.allowAction(ctx, "person.edit", who.Resource{Type: "person", Org: in.Org})
	if err != nil {
		return MaskedPerson{}, err
	}
	p, err := s.parsePerson(ctx, in)
	if err != nil {
		return MaskedPerson{}, err
	}
	p.ID, p.Zone, p.Created = id.New(), actor.Zone, s.now()
	return p.Masked(), s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.People.Add(ctx, p); err != nil {
			return taken(err, "zone.person.exists")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.person.add", Object: "person/" + p.ID, Detail: fault.Args("organisation", p.Org, "paper", p.Paper.Kind)})
	})
}

// fillEmployer fills the employer in for those who keep the people of one
// organisation; who keeps those of several must say which.
func (s *Service) fillEmployer(ctx context.Context, in PersonInput) (PersonInput, error) {
	scope, err := s.access.Scope(ctx, "person.edit")
	if err != nil || scope.All || in.Org != "" {
		return in, err
	}
	if len(scope.Orgs) != 1 {
		return in, fault.New(fault.Invalid, "zone.person.invalid").With("organisation", "zone.person.which")
	}
	in.Org = scope.Orgs[0]
	return in, nil
}

// EditPerson changes somebody, perhaps to another employer. Errors as
// AddPerson, and NotFound.
func (s *Service) EditPerson(ctx context.Context, person string, in PersonInput) (MaskedPerson, error) {
	in, err := s.fillEmployer(ctx, in)
	if err != nil {
		return MaskedPerson{}, err
	}
	if _, err := s.allowAction(ctx, "person.edit", who.Resource{Type: "person", Org: in.Org}); err != nil {
		return MaskedPerson{}, err
	}
	p, err := s.parsePerson(ctx, in)
	if err != nil {
		return MaskedPerson{}, err
	}
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		before, err := s.findPerson(ctx, r, person, "person.edit")
		if err != nil {
			return err
		}
		p.ID, p.Zone, p.Created = before.ID, before.Zone, before.Created
		if err := r.People.Save(ctx, p); err != nil {
			return taken(err, "zone.person.exists")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.person.edit", Object: "person/" + p.ID, Detail: fault.Args("changed", changedFields(before, p))})
	})
	return p.Masked(), err
}

// changedFields lists which fields differ, not what they say.
func changedFields(a, b Person) string {
	var names []string
	for _, f := range []struct {
		name string
		same bool
	}{{"organisation", a.Org == b.Org}, {"name", a.Name == b.Name}, {"number", a.Paper == b.Paper}, {"phone", a.Phone == b.Phone}, {"email", a.Email == b.Email}} {
		if !f.same {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, " ")
}

func (s *Service) parsePerson(ctx context.Context, in PersonInput) (Person, error) {
	z, err := s.Zone(ctx)
	if err != nil {
		return Person{}, err
	}
	p, err := ParsePerson(in, s.date(z))
	if err != nil || in.Org == "" {
		return p, err
	}
	if _, err := s.organisation(ctx, s.store.View(), in.Org); err != nil {
		return p, field("zone.person.invalid", "organisation", asInvalid(err, "zone.organisation.unknown"))
	}
	return p, nil
}

// date is today's date in the zone, as midnight UTC.
func (s *Service) date(z Zone) time.Time {
	now := s.now()
	if place, err := time.LoadLocation(z.TimeZone); err == nil {
		now = now.In(place)
	}
	y, m, d := now.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// findPerson finds one in the actor's zone and asks the policy about action.
func (s *Service) findPerson(ctx context.Context, r Records, person, action string) (Person, error) {
	actor, err := signedIn(ctx)
	if err != nil {
		return Person{}, err
	}
	p, err := r.People.Find(ctx, actor.Zone, person)
	if err != nil {
		return Person{}, missing(err, "zone.person.unknown")
	}
	return p, s.access.Allow(ctx, action, p.resource())
}

// Person returns somebody masked.
func (s *Service) Person(ctx context.Context, person string) (MaskedPerson, error) {
	p, err := s.findPerson(ctx, s.store.View(), person, "person.view")
	if err != nil {
		return MaskedPerson{}, err
	}
	return p.Masked(), nil
}

// peoplePage is how many people a list shows at once.
const peoplePage = 50

// People lists masked people that the actor may see, in the order in which
// they were registered, after the person with id after. text finds a whole
// name, paper number or phone: these are encrypted, so parts cannot be found.
// more tells whether the list goes on.
func (s *Service) People(ctx context.Context, text, after string) (found []MaskedPerson, more bool, err error) {
	scope, err := s.access.Scope(ctx, "person.view")
	if err != nil {
		return nil, false, err
	}
	q := PeopleQuery{Zone: scope.Zone, All: scope.All, Orgs: scope.Orgs, After: after, Limit: peoplePage + 1}
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		q.Name, q.Number = text, identity.Tidy(text)
		q.Phone, _ = identity.ParsePhone(text) // what is no phone is not looked for among phones
	}
	people, err := s.store.View().People.List(ctx, q)
	if err != nil {
		return nil, false, err
	}
	more = len(people) > peoplePage
	for _, p := range people[:min(len(people), peoplePage)] {
		found = append(found, p.Masked())
	}
	return found, more, nil
}

// Reveal returns the full value of one field for one of RevealReasons; that it
// was read, by whom and why is audited in the same transaction. Errors: Invalid
// without a reason, NotFound, Forbidden.
func (s *Service) Reveal(ctx context.Context, person string, f PersonField, reason string) (value string, err error) {
	if !slices.Contains(RevealReasons, reason) {
		return "", fault.New(fault.Invalid, "zone.reveal.invalid").With("reason", "zone.reveal.reason")
	}
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		p, err := s.findPerson(ctx, r, person, "person.reveal")
		if err != nil {
			return err
		}
		var ok bool
		if value, ok = p.Value(f); !ok {
			return fault.New(fault.NotFound, "zone.person.field")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.person.reveal", Object: "person/" + p.ID, Detail: fault.Args("field", f, "reason", reason)})
	})
	if err != nil {
		return "", err
	}
	return value, nil
}
