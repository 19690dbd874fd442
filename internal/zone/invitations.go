package zone

import (
	"context"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
)

// InvitationInput says whom to invite.
type InvitationInput struct {
	Org, Role, Name, Phone string
}

// Invite makes an invitation; the link's secret is returned once and kept only
// as a hash. Errors: Invalid with fields, Forbidden for a role that the actor
// may not hand out.
func (s *Service) Invite(ctx context.Context, in InvitationInput) (Invitation, string, error) {
	o, err := s.handOut(ctx, "zone.invite", in.Org, in.Role)
	if err != nil {
		return Invitation{}, "", err
	}
	i, secret, err := s.newInvitation(o, in.Role, in.Name)
	if err != nil {
		return Invitation{}, "", err
	}
	if in.Phone != "" {
		if i.Phone, err = identity.ParsePhone(in.Phone); err != nil {
			return Invitation{}, "", field("zone.invitation.invalid", "phone", err)
		}
	}
	actor, _ := who.From(ctx)
	i.By = actor.Account
	return i, secret, s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.Invitations.Add(ctx, i); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.invitation.add", Object: "invitation/" + i.ID, Detail: fault.Args("organisation", o.ID, "role", in.Role)})
	})
}

// ResetPassword makes a link by which the owner of an account sets a new
// password; the second step is taken off, and every session and API token of the
// account ends when it is used.
func (s *Service) ResetPassword(ctx context.Context, account string) (Invitation, string, error) {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return Invitation{}, "", err
	}
	secret, err := credential.NewSecret(s.random, 32)
	if err != nil {
		return Invitation{}, "", err
	}
	now := s.now()
	i := Invitation{ID: id.New(), Zone: actor.Zone, Account: account, By: actor.Account, Hash: credential.Hash(secret), Created: now, Expires: now.Add(InvitationLife)}
	return i, secret, s.store.Change(ctx, func(ctx context.Context, r Records) error {
		a, err := s.account(ctx, r, account)
		if err != nil {
			return err
		}
		i.Name, i.Phone = a.Name, a.Phone
		if err := r.Invitations.Add(ctx, i); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.account.reset", Object: "account/" + account})
	})
}

// Invitations lists the invitations that the actor may see, the newest first.
func (s *Service) Invitations(ctx context.Context) ([]Invitation, error) {
	scope, err := s.access.Scope(ctx, "zone.invite")
	if err != nil {
		return nil, err
	}
	all, err := s.store.View().Invitations.List(ctx, scope.Zone)
	return inScope(scope, all, func(i Invitation) string { return i.Org }), err
}

// RevokeInvitation closes an open link. Errors: Conflict when it is no longer
// open; Forbidden to whoever could not have made it.
func (s *Service) RevokeInvitation(ctx context.Context, invitation string) error {
	actor, err := signedIn(ctx)
	if err != nil {
		return err
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		i, err := r.Invitations.Find(ctx, actor.Zone, invitation)
		if err != nil {
			return missing(err, "zone.invitation.unknown")
		}
		action, asked := i.Asks()
		if err := s.access.Allow(ctx, action, asked); err != nil {
			return err
		}
		if err := i.Open(s.now()); err != nil {
			return err
		}
		i.Revoked = true
		if err := r.Invitations.Save(ctx, i); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.invitation.revoke", Object: "invitation/" + i.ID})
	})
}

// standsBehind asks anew whether whoever invited may still do so: a link reaches
// no further than the person who made it. Conflict "zone.invitation.revoked" when
// not. What the program itself invited, at a zone's founding, stands.
func (s *Service) standsBehind(ctx context.Context, r Records, i Invitation) error {
	if i.By == "" {
		return nil
	}
	actor, err := actorOf(ctx, r, i.Zone, i.By)
	if err == nil {
		action, asked := i.Asks()
		err = s.access.Allow(who.With(who.WithTrail(ctx, nil), actor), action, asked)
	}
	if k := fault.Of(err); err != nil && (k == fault.Unauthenticated || k == fault.Forbidden) {
		return fault.New(fault.Conflict, "zone.invitation.revoked")
	}
	return err
}

// Invited is what the page behind an invitation's link shows.
type Invited struct {
	Invitation   Invitation
	Zone         Zone
	Organisation Organisation // empty for a reset
	Login        string       // of the account whose password is reset
}

// OpenInvitation finds the invitation of a link. Errors: NotFound, and Conflict
// when the link was used, revoked or expired.
func (s *Service) OpenInvitation(ctx context.Context, secret string) (Invited, error) {
	return s.openInvitation(ctx, s.store.View(), secret)
}

func (s *Service) openInvitation(ctx context.Context, r Records, secret string) (in Invited, err error) {
	if in.Invitation, err = r.Invitations.ByHash(ctx, credential.Hash(secret)); err != nil {
		return in, missing(err, "zone.invitation.unknown")
	}
	i := in.Invitation
	if err = i.Open(s.now()); err != nil {
		return in, err
	}
	if err = s.standsBehind(ctx, r, i); err != nil {
		return in, err
	}
	if in.Zone, err = r.Zones.Find(ctx, i.Zone); err != nil {
		return in, err
	}
	if i.Account != "" {
		a, err := r.Accounts.Find(ctx, i.Account)
		in.Login = a.Login
		return in, err
	}
	in.Organisation, err = r.Organisations.Find(ctx, i.Zone, i.Org)
	return in, err
}

// Acceptance is what somebody invited types.
type Acceptance struct {
	Secret, Login, Password, Language string
}

// Accept makes the invited account, or sets the new password of the account
// that is reset. Errors: Invalid with fields; those of OpenInvitation; a login
// that is taken.
func (s *Service) Accept(ctx context.Context, in Acceptance) (Account, error) {
	invited, err := s.OpenInvitation(ctx, in.Secret)
	if err != nil {
		return Account{}, err
	}
	login, err := s.checkAcceptance(invited, in)
	if err != nil {
		return Account{}, err
	}
	hash, err := s.hasher.Hash(ctx, in.Password)
	if err != nil {
		return Account{}, err
	}
	var a Account
	fresh := id.New()
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		invited, err := s.openInvitation(ctx, r, in.Secret)
		if err != nil {
			return err
		}
		i, now := invited.Invitation, s.now()
		if i.Account != "" {
			a, err = s.renewPassword(ctx, r, i.Account, hash, now)
		} else {
			a = Account{ID: fresh, Zone: i.Zone, Login: login, Name: i.Name, Phone: i.Phone, Language: in.Language,
				Created: now, Password: hash, PasswordChanged: now}
			err = s.enrolAccount(ctx, r, a, i)
		}
		if err != nil {
			return err
		}
		i.Used, i.Account = now, a.ID
		return r.Invitations.Save(ctx, i)
	})
	return a, err
}

func (s *Service) checkAcceptance(invited Invited, in Acceptance) (string, error) {
	f := fault.New(fault.Invalid, "zone.invitation.invalid")
	login := invited.Login
	if login == "" {
		var err error
		login, err = ParseLogin(in.Login)
		wrong(f, "login", err)
	}
	wrong(f, "password", credential.CheckPassword(in.Password, login, invited.Invitation.Name))
	return login, orNil(f)
}

// enrolAccount adds a new account with the membership it was invited to.
func (s *Service) enrolAccount(ctx context.Context, r Records, a Account, i Invitation) error {
	if err := r.Accounts.Add(ctx, a); err != nil {
		return field("zone.invitation.invalid", "login", asInvalid(err, "zone.login.taken"))
	}
	m := Membership{Zone: a.Zone, Account: a.ID, Org: i.Org, Role: i.Role, Since: a.Created}
	if err := r.Memberships.Add(ctx, m); err != nil {
		return err
	}
	return s.recordEvent(ctx, r, Event{Zone: a.Zone, Actor: a.ID, Action: "zone.account.add", Object: "account/" + a.ID,
		Detail: fault.Args("organisation", i.Org, "role", i.Role, "invitation", i.ID)})
}

// renewPassword gives an account a new password and nothing else that it had open.
func (s *Service) renewPassword(ctx context.Context, r Records, account, hash string, now time.Time) (Account, error) {
	a, err := r.Accounts.Find(ctx, account)
	if err != nil {
		return a, err
	}
	a.Password, a.PasswordChanged, a.TOTP, a.Recovery = hash, now, credential.TOTP{}, nil
	if err := r.Accounts.Save(ctx, a); err != nil {
		return a, err
	}
	if err := s.cutOff(ctx, r, a); err != nil {
		return a, err
	}
	if err := r.Attempts.Clear(ctx, codeLane(a.ID, "").key); err != nil {
		return a, err
	}
	return a, s.recordEvent(ctx, r, Event{Zone: a.Zone, Actor: a.ID, Action: "zone.account.renew", Object: "account/" + a.ID})
}

// newInvitation is a new one with its secret.
func (s *Service) newInvitation(o Organisation, role, name string) (Invitation, string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" || len([]rune(name)) > 100 {
		return Invitation{}, "", fault.New(fault.Invalid, "zone.invitation.invalid").With("name", "zone.required")
	}
	secret, err := credential.NewSecret(s.random, 32)
	now := s.now()
	return Invitation{ID: id.New(), Zone: o.Zone, Org: o.ID, Role: role, Name: name, Hash: credential.Hash(secret),
		Created: now, Expires: now.Add(InvitationLife)}, secret, err
}

// handOut finds the organisation in which the actor hands out role, and asks
// the policy whether he or she may.
func (s *Service) handOut(ctx context.Context, action, org, role string) (Organisation, error) {
	if _, err := signedIn(ctx); err != nil {
		return Organisation{}, err
	}
	o, err := s.organisation(ctx, s.store.View(), org)
	if err != nil {
		return Organisation{}, field("zone.invitation.invalid", "organisation", asInvalid(err, "zone.organisation.unknown"))
	}
	if err := CheckRole(role, o); err != nil {
		return Organisation{}, field("zone.invitation.invalid", "role", err)
	}
	return o, s.access.Allow(ctx, action, roleResource(o, role))
}

// asInvalid turns what the store says of one input into a wrong input.
func asInvalid(err error, key string) error {
	switch fault.Of(err) {
	case fault.NotFound, fault.Conflict:
		return fault.New(fault.Invalid, key)
	}
	return err
}

// inScope keeps what belongs to the scope's organisations.
func inScope[T any](s who.Scope, all []T, org func(T) string) []T {
	if s.All {
		return all
	}
	var kept []T
	for _, one := range all {
		for _, o := range s.Orgs {
			if org(one) == o {
				kept = append(kept, one)
			}
		}
	}
	return kept
}
