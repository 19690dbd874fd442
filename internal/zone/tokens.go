package zone

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
)

// TokenInput is a token as asked for in a form.
type TokenInput struct {
	Org, Role, Name string
	Expires         time.Time
}

// MakeToken makes an API token; its secret is returned once. Errors: Invalid
// with fields, Forbidden for a role that the actor may not give to a program.
func (s *Service) MakeToken(ctx context.Context, in TokenInput) (Token, string, error) {
	o, err := s.handOut(ctx, "token.manage", in.Org, in.Role)
	if err != nil {
		return Token{}, "", err
	}
	actor, _ := who.From(ctx)
	secret, prefix, err := newToken(s.random)
	if err != nil {
		return Token{}, "", err
	}
	t := Token{ID: id.New(), Zone: o.Zone, Org: o.ID, Role: in.Role, Name: in.Name, Prefix: prefix, Hash: credential.Hash(secret),
		By: actor.Account, Created: s.now(), Expires: in.Expires}
	if err := t.Check(t.Created); err != nil {
		return Token{}, "", err
	}
	return t, secret, s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.Tokens.Add(ctx, t); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.token.add", Object: "token/" + t.ID,
			Detail: fault.Args("organisation", t.Org, "role", t.Role, "expires", t.Expires.UTC().Format(time.RFC3339))})
	})
}

// ActorOf is an account of a zone as it is now, for what acts on somebody's
// behalf. Unauthenticated "zone.session.over" when it was disabled or is not there.
func (s *Service) ActorOf(ctx context.Context, zone, account string) (who.Actor, error) {
	return actorOf(ctx, s.store.View(), zone, account)
}

func actorOf(ctx context.Context, r Records, zone, account string) (who.Actor, error) {
	a, err := r.Accounts.Find(ctx, account)
	if fault.Of(err) == fault.NotFound && err != nil || err == nil && (a.Disabled || a.Zone != zone) {
		return who.Actor{}, fault.New(fault.Unauthenticated, "zone.session.over")
	}
	if err != nil {
		return who.Actor{}, err
	}
	held, err := r.Memberships.Of(ctx, a.ID)
	return a.actor(held), err
}

// Again is who acts in ctx as he, she or it stands now: with the roles held today.
// session is the id of the session of a person at a browser. Unauthenticated when
// the session or the token ended, or the account was disabled. It is for what
// goes on for longer than a request.
func (s *Service) Again(ctx context.Context, session string) (who.Actor, error) {
	actor, err := signedIn(ctx)
	if err != nil {
		return who.Actor{}, err
	}
	r, over := s.store.View(), fault.New(fault.Unauthenticated, "zone.session.over")
	if actor.Token != "" {
		t, err := r.Tokens.Find(ctx, actor.Zone, actor.Token)
		if err == nil {
			err = cmp.Or(t.Usable(s.now()), s.answersFor(ctx, r, t))
		}
		return t.actor(), err
	}
	open, err := r.Sessions.Of(ctx, actor.Account)
	if err != nil {
		return who.Actor{}, err
	}
	if !slices.ContainsFunc(open, func(o Session) bool { return o.ID == session && !o.Pending && o.Alive(s.now()) }) {
		return who.Actor{}, over
	}
	return actorOf(ctx, r, actor.Zone, actor.Account)
}

// answersFor asks anew whether whoever answers for t may give a program its
// role, as when it was made: a token reaches no further than that person does.
// Unauthenticated "zone.token.orphan" when not.
func (s *Service) answersFor(ctx context.Context, r Records, t Token) error {
	orphan := fault.New(fault.Unauthenticated, "zone.token.orphan")
	actor, err := actorOf(ctx, r, t.Zone, t.By)
	if fault.Of(err) == fault.Unauthenticated && err != nil {
		return orphan
	}
	if err != nil {
		return err
	}
	err = s.access.Allow(who.With(who.WithTrail(ctx, nil), actor), "token.manage", t.Resource())
	if fault.Of(err) == fault.Forbidden && err != nil {
		return orphan
	}
	return err
}

// TakeToken makes the actor answer for a token from now on, by a decision of his
// or her own: the programs that use it go on when its former owner leaves.
// Errors: NotFound; Conflict "zone.token.dead" for one that was revoked or
// expired; Forbidden for a role that the actor may not give to a program.
func (s *Service) TakeToken(ctx context.Context, token string) error {
	actor, err := signedIn(ctx)
	if err != nil {
		return err
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		t, err := s.managedToken(ctx, r, actor.Zone, token)
		if err != nil || t.By == actor.Account {
			return err
		}
		if t.Usable(s.now()) != nil {
			return fault.New(fault.Conflict, "zone.token.dead")
		}
		before := t.By
		t.By = actor.Account
		if err := r.Tokens.Update(ctx, t); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.token.take", Object: "token/" + t.ID, Detail: fault.Args("before", before)})
	})
}

// managedToken finds a token that the actor may manage.
func (s *Service) managedToken(ctx context.Context, r Records, zone, token string) (Token, error) {
	t, err := r.Tokens.Find(ctx, zone, token)
	if err != nil {
		return t, missing(err, "zone.token.unknown")
	}
	_, err = s.allowAction(ctx, "token.manage", t.Resource())
	return t, err
}

// revokeOrphans ends an account's tokens that it may make no longer.
func (s *Service) revokeOrphans(ctx context.Context, r Records, zone, account string) error {
	var trouble error
	err := revokeTokens(ctx, r, zone, func(t Token) bool {
		if t.By != account {
			return false
		}
		err := s.answersFor(ctx, r, t)
		if err != nil && fault.Of(err) != fault.Unauthenticated {
			trouble = err
		}
		return err != nil
	})
	if trouble != nil {
		return trouble
	}
	return err
}

// Tokens lists the tokens that the actor may see, the newest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	scope, err := s.access.Scope(ctx, "token.manage")
	if err != nil {
		return nil, err
	}
	all, err := s.store.View().Tokens.List(ctx, scope.Zone)
	return inScope(scope, all, func(t Token) string { return t.Org }), err
}

// RevokeToken ends a token at once. Errors: NotFound, Forbidden.
func (s *Service) RevokeToken(ctx context.Context, token string) error {
	actor, err := signedIn(ctx)
	if err != nil {
		return err
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		t, err := s.managedToken(ctx, r, actor.Zone, token)
		if err != nil || t.Revoked {
			return err
		}
		t.Revoked = true
		if err := r.Tokens.Update(ctx, t); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.token.revoke", Object: "token/" + t.ID})
	})
}
