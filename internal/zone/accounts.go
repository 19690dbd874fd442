package zone

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/who"
)

// Roster is an account with its memberships, as the administration lists it.
type Roster struct {
	Account     Account
	Memberships []Membership
}

// Accounts lists the zone's accounts by login; text finds part of a login or a
// name.
func (s *Service) Accounts(ctx context.Context, text string) ([]Roster, error) {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return nil, err
	}
	r := s.store.View()
	accounts, err := r.Accounts.List(ctx, actor.Zone)
	if err != nil {
		return nil, err
	}
	held, err := r.Memberships.List(ctx, actor.Zone)
	if err != nil {
		return nil, err
	}
	by := map[string][]Membership{}
	for _, m := range held {
		by[m.Account] = append(by[m.Account], m)
	}
	text = strings.ToLower(strings.TrimSpace(text))
	var found []Roster
	for _, a := range accounts {
		if strings.Contains(a.Login, text) || strings.Contains(strings.ToLower(a.Name), text) {
			found = append(found, Roster{a, by[a.ID]})
		}
	}
	slices.SortFunc(found, func(x, y Roster) int { return cmp.Compare(x.Account.Login, y.Account.Login) })
	return found, nil
}

// Account returns one account of the zone with its memberships.
func (s *Service) Account(ctx context.Context, account string) (Roster, error) {
	if _, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"}); err != nil {
		return Roster{}, err
	}
	r := s.store.View()
	a, err := s.account(ctx, r, account)
	if err != nil {
		return Roster{}, err
	}
	held, err := r.Memberships.Of(ctx, a.ID)
	return Roster{a, held}, err
}

// account finds one in the actor's zone.
func (s *Service) account(ctx context.Context, r Records, account string) (Account, error) {
	actor, _ := who.From(ctx)
	a, err := r.Accounts.Find(ctx, account)
	if err == nil && a.Zone != actor.Zone {
		return Account{}, fault.New(fault.NotFound, "zone.account.unknown")
	}
	return a, missing(err, "zone.account.unknown")
}

// Names gives the display names of accounts of the actor's zone, for lists that
// show who did something; unknown ids are left out.
func (s *Service) Names(ctx context.Context, accounts ...string) (map[string]string, error) {
	actor, err := s.allowAction(ctx, "zone.view", who.Resource{Type: "zone"})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, account := range accounts {
		if _, done := names[account]; done || account == "" {
			continue
		}
		a, err := s.store.View().Accounts.Find(ctx, account)
		if err != nil && fault.Of(err) != fault.NotFound {
			return nil, err
		}
		if err == nil && a.Zone == actor.Zone {
			names[account] = a.Name
		}
	}
	return names, nil
}

// Holder is somebody who holds a role, as forms offer them.
type Holder struct{ ID, Name string }

// Holders lists the active accounts of the zone that hold a role.
func (s *Service) Holders(ctx context.Context, role string) ([]Holder, error) {
	actor, err := s.allowAction(ctx, "zone.view", who.Resource{Type: "zone"})
	if err != nil {
		return nil, err
	}
	r := s.store.View()
	held, err := r.Memberships.List(ctx, actor.Zone)
	if err != nil {
		return nil, err
	}
	accounts, err := r.Accounts.List(ctx, actor.Zone)
	if err != nil {
		return nil, err
	}
	var found []Holder
	for _, a := range accounts {
		holds := slices.ContainsFunc(held, func(m Membership) bool { return m.Account == a.ID && m.Role == role })
		if holds && !a.Disabled {
			found = append(found, Holder{a.ID, a.Name})
		}
	}
	return found, nil
}

// Disable ends an account's sessions and tokens and lets nobody sign in with
// it; enable undoes the first only. Conflict "zone.account.self" on one's own.
func (s *Service) Disable(ctx context.Context, account string, disabled bool) error {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return err
	}
	if account == actor.Account {
		return fault.New(fault.Conflict, "zone.account.self")
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		a, err := s.account(ctx, r, account)
		if err != nil || a.Disabled == disabled {
			return err
		}
		a.Disabled = disabled
		action := "zone.account.enable"
		if disabled {
			action = "zone.account.disable"
			if err := s.cutOff(ctx, r, a); err != nil {
				return err
			}
		}
		if err := r.Accounts.Save(ctx, a); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: action, Object: "account/" + a.ID})
	})
}

// cutOff ends what an account has open.
func (s *Service) cutOff(ctx context.Context, r Records, a Account) error {
	if _, err := r.Sessions.Remove(ctx, a.ID, ""); err != nil {
		return err
	}
	return revokeTokens(ctx, r, a.Zone, func(t Token) bool { return t.By == a.ID })
}

func revokeTokens(ctx context.Context, r Records, zone string, which func(Token) bool) error {
	tokens, err := r.Tokens.List(ctx, zone)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.Revoked || !which(t) {
			continue
		}
		t.Revoked = true
		if err := r.Tokens.Update(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// Grant gives an account a role in an organisation. Errors: Invalid with
// fields, NotFound, Conflict "zone.role.held".
func (s *Service) Grant(ctx context.Context, account, org, role string) error {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return err
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		a, err := s.account(ctx, r, account)
		if err != nil {
			return err
		}
		o, err := s.organisation(ctx, r, org)
		if err != nil {
			return field("zone.role.invalid", "organisation", asInvalid(err, "zone.organisation.unknown"))
		}
		if err := CheckRole(role, o); err != nil {
			return field("zone.role.invalid", "role", err)
		}
		m := Membership{Zone: actor.Zone, Account: a.ID, Org: o.ID, Role: role, Since: s.now()}
		if err := r.Memberships.Add(ctx, m); err != nil {
			return taken(err, "zone.role.held")
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.role.grant", Object: "account/" + a.ID, Detail: fault.Args("organisation", o.ID, "role", role)})
	})
}

// Withdraw takes a role away, and revokes the account's tokens that it could no
// longer make without it; those that somebody took over go on. Conflict
// "zone.role.last" for the zone's last administrator.
func (s *Service) Withdraw(ctx context.Context, account, org, role string) error {
	actor, err := s.allowAction(ctx, "zone.administer", who.Resource{Type: "zone"})
	if err != nil {
		return err
	}
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		all, err := r.Memberships.List(ctx, actor.Zone)
		if err != nil {
			return err
		}
		m := Membership{Zone: actor.Zone, Account: account, Org: org, Role: role}
		if lastAdministrator(all, m) {
			return fault.New(fault.Conflict, "zone.role.last")
		}
		if err := r.Memberships.Remove(ctx, m); err != nil {
			return missing(err, "zone.role.not_held")
		}
		if err := s.revokeOrphans(ctx, r, actor.Zone, account); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: "zone.role.withdraw", Object: "account/" + account, Detail: fault.Args("organisation", org, "role", role)})
	})
}
