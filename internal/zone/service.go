package zone

import (
	"context"
	"io"
	"time"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
)

// Service is the use cases. Every method but those of signing in asks the
// policy; every change is audited in its own transaction.
type Service struct {
	store  Store
	door   Door
	access who.Authorizer
	now    func() time.Time
	random io.Reader
	hasher *credential.Hasher
}

// Config is what a service needs.
type Config struct {
	Store   Store
	Door    Door
	Access  who.Authorizer
	Now     func() time.Time
	Random  io.Reader          // crypto/rand.Reader
	Hashing credential.Hashing // zero for the usual cost
}

// New returns the use cases over a store.
func New(c Config) (*Service, error) {
	h, err := credential.NewHasher(c.Hashing)
	if err != nil {
		return nil, err
	}
	return &Service{store: c.Store, door: c.Door, access: c.Access, now: c.Now, random: c.Random, hasher: h}, nil
}

// Zone returns the actor's zone.
func (s *Service) Zone(ctx context.Context) (Zone, error) {
	actor, err := signedIn(ctx)
	if err != nil {
		return Zone{}, err
	}
	return s.store.View().Zones.Find(ctx, actor.Zone)
}

// Zones lists every zone of the installation, for the program's own start.
func (s *Service) Zones(ctx context.Context) ([]Zone, error) { return s.store.View().Zones.List(ctx) }

// Found makes a zone with its authority, and an invitation for its first
// administrator; the link's secret is returned once. Only the program itself
// calls it: there is nobody yet whom the policy could ask about. Errors: Invalid
// with fields, Conflict "zone.zone.exists" for a code that is taken.
func (s *Service) Found(ctx context.Context, z Zone, authority Organisation, administrator string) (Zone, string, error) {
	z.ID, z.Created = id.New(), s.now()
	authority.ID, authority.Zone, authority.Kind, authority.Created = id.New(), z.ID, Authority, z.Created
	if err := z.Check(); err != nil {
		return Zone{}, "", err
	}
	if err := authority.Check(); err != nil {
		return Zone{}, "", err
	}
	invitation, secret, err := s.newInvitation(authority, who.Administrator, administrator)
	if err != nil {
		return Zone{}, "", err
	}
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.Zones.Add(ctx, z); err != nil {
			return taken(err, "zone.zone.exists")
		}
		if err := r.Organisations.Add(ctx, authority); err != nil {
			return err
		}
		if err := r.Invitations.Add(ctx, invitation); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Zone: z.ID, Action: "zone.found", Object: "zone/" + z.ID, Detail: fault.Args("code", z.Code)})
	})
	return z, secret, err
}

// allowAction asks the policy about r in the actor's own zone.
func (s *Service) allowAction(ctx context.Context, action string, r who.Resource) (who.Actor, error) {
	actor, err := signedIn(ctx)
	if err != nil {
		return who.Actor{}, err
	}
	if r.Zone == "" {
		r.Zone = actor.Zone
	}
	return actor, s.access.Allow(ctx, action, r)
}

func signedIn(ctx context.Context) (who.Actor, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return who.Actor{}, fault.New(fault.Unauthenticated, "zone.sign_in_first")
	}
	return actor, nil
}

// recordEvent writes e into the audit log: by the actor of ctx unless e says whom,
// in the actor's zone, now.
func (s *Service) recordEvent(ctx context.Context, r Records, e Event) error {
	actor, _ := who.From(ctx)
	if e.Zone == "" {
		e.Zone = actor.Zone
	}
	if e.Actor == "" {
		e.Actor = actor.Account
	}
	if e.Actor == "" {
		e.Actor = "system"
	}
	if actor.Token != "" {
		if e.Detail == nil {
			e.Detail = map[string]string{}
		}
		e.Detail["token"] = actor.Token
	}
	e.At = s.now()
	return r.Journal.Record(ctx, e)
}

// field is a fault about one input of a form.
func field(form, name string, err error) error {
	f := fault.New(fault.Invalid, form)
	wrong(f, name, err)
	if len(f.Fields) == 0 {
		return err
	}
	return f
}
