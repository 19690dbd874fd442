package zone

import (
	"context"
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
		return s.record(ctx, r, Event{Action: "zone.token.add", Object: "token/" + t.ID,
			Detail: fault.Args("organisation", t.Org, "role", t.Role, "expires", t.Expires.UTC().Format(time.RFC3339))})
	})
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
		t, err := r.Tokens.Find(ctx, actor.Zone, token)
		if err != nil {
			return missing(err, "zone.token.unknown")
		}
		if _, err := s.allow(ctx, "token.manage", who.Resource{Type: "token", ID: t.ID, Org: t.Org}); err != nil || t.Revoked {
			return err
		}
		t.Revoked = true
		if err := r.Tokens.Update(ctx, t); err != nil {
			return err
		}
		return s.record(ctx, r, Event{Action: "zone.token.revoke", Object: "token/" + t.ID})
	})
}
