package zone

import (
	"context"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/unit"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
)

// What people do with their own account: every method needs a person at a
// browser; API tokens have no account of their own.

// Own is somebody's own account with what it holds.
type Own struct {
	Account       Account
	Memberships   []Membership
	Organisations map[string]Organisation // of the memberships, by id
	Sessions      []Session               // living ones, the latest used first
}

// Me returns the actor's own account.
func (s *Service) Me(ctx context.Context) (Own, error) {
	a, err := s.ownAccount(ctx, s.store.View())
	if err != nil {
		return Own{}, err
	}
	r := s.store.View()
	own := Own{Account: a, Organisations: map[string]Organisation{}}
	if own.Memberships, err = r.Memberships.Of(ctx, a.ID); err != nil {
		return Own{}, err
	}
	for _, m := range own.Memberships {
		if own.Organisations[m.Org], err = r.Organisations.Find(ctx, a.Zone, m.Org); err != nil {
			return Own{}, err
		}
	}
	sessions, err := r.Sessions.Of(ctx, a.ID)
	for _, session := range sessions {
		if session.Alive(s.now()) && !session.Pending {
			own.Sessions = append(own.Sessions, session)
		}
	}
	return own, err
}

// ownAccount is the actor's own account.
func (s *Service) ownAccount(ctx context.Context, r Records) (Account, error) {
	actor, err := signedIn(ctx)
	if err != nil {
		return Account{}, err
	}
	if actor.Token != "" {
		return Account{}, fault.New(fault.Forbidden, "zone.refused.rule.token_does_not_govern")
	}
	return r.Accounts.Find(ctx, actor.Account)
}

// Sweep deletes what has expired, once a day: sessions and counts of failed
// sign-ins. It runs for the program itself.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.now()
	return s.store.Sweep(ctx, now.Add(-SessionLife), now.Add(-credential.Forgotten))
}

// confirmPassword makes sure that the person at the browser knows the password.
// Wrong ones are counted, apart from those at the door.
func (s *Service) confirmPassword(ctx context.Context, password string) (Account, error) {
	ctx = unit.Apart(ctx) // what was counted stays counted when the request is refused
	a, err := s.ownAccount(ctx, s.store.View())
	if err != nil {
		return Account{}, err
	}
	if err := s.admitTo(ctx, ownLane(a.ID)); err != nil {
		return Account{}, err
	}
	right, err := s.hasher.Matches(ctx, password, a.Password)
	if err != nil {
		return Account{}, err
	}
	if !right {
		return Account{}, fault.New(fault.Invalid, "zone.own.invalid").With("password", "zone.password.wrong")
	}
	return a, s.store.Change(ctx, func(ctx context.Context, r Records) error { return r.Attempts.Clear(ctx, ownLane(a.ID).key) })
}

// changeSelf loads the actor's account, changes and saves it, and audits that.
func (s *Service) changeSelf(ctx context.Context, action string, change func(r Records, a *Account) error) error {
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		a, err := s.ownAccount(ctx, r)
		if err != nil {
			return err
		}
		if err := change(r, &a); err != nil {
			return err
		}
		if err := r.Accounts.Save(ctx, a); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Action: action, Object: "account/" + a.ID})
	})
}

// ChangePassword sets a new password and ends every other session than keep.
// Errors: Invalid with fields "password" (the present one) and "fresh"; TooMany.
func (s *Service) ChangePassword(ctx context.Context, password, fresh, keep string) error {
	a, err := s.confirmPassword(ctx, password)
	if err != nil {
		return err
	}
	if fresh == password {
		return fault.New(fault.Invalid, "zone.own.invalid").With("fresh", "zone.password.same")
	}
	if err := credential.CheckPassword(fresh, a.Login, a.Name); err != nil {
		return field("zone.own.invalid", "fresh", err)
	}
	hash, err := s.hasher.Hash(ctx, fresh)
	if err != nil {
		return err
	}
	return s.changeSelf(ctx, "zone.own.password", func(r Records, a *Account) error {
		a.Password, a.PasswordChanged = hash, s.now()
		return s.endOthers(ctx, r, a.ID, keep)
	})
}

func (s *Service) endOthers(ctx context.Context, r Records, account, keep string) error {
	sessions, err := r.Sessions.Of(ctx, account)
	if err != nil {
		return err
	}
	for _, session := range sessions {
		if session.ID == keep {
			continue
		}
		if _, err := r.Sessions.Remove(ctx, account, session.ID); err != nil {
			return err
		}
	}
	return nil
}

// BeginTOTP makes a secret for an authenticator app, and the address that its
// QR code says; signing in asks for codes only after ConfirmTOTP. Conflict
// when the second step is on.
func (s *Service) BeginTOTP(ctx context.Context, password string) (secret, link string, err error) {
	a, err := s.confirmPassword(ctx, password)
	if err != nil {
		return "", "", err
	}
	z, err := s.store.View().Zones.Find(ctx, a.Zone)
	if err != nil {
		return "", "", err
	}
	totp, err := credential.NewTOTP(s.random)
	if err != nil {
		return "", "", err
	}
	err = s.changeSelf(ctx, "zone.own.totp.begin", func(_ Records, a *Account) error {
		if a.TOTP.On() {
			return fault.New(fault.Conflict, "zone.totp.on")
		}
		a.TOTP = totp
		return nil
	})
	return totp.Secret, totp.Address("Fugong "+z.Code, a.Login), err
}

// recoveryCodes is how many come with the second step.
const recoveryCodes = 10

// ConfirmTOTP switches the second step on when the app shows a right code, and
// returns the recovery codes, once. Invalid with field "code" otherwise.
func (s *Service) ConfirmTOTP(ctx context.Context, code string) ([]string, error) {
	codes := make([]string, recoveryCodes)
	hashes := make([]string, recoveryCodes)
	for i := range codes {
		var err error
		if codes[i], err = credential.Spoken(s.random); err != nil {
			return nil, err
		}
		hashes[i] = credential.Hash(codes[i])
	}
	err := s.changeSelf(ctx, "zone.own.totp.on", func(_ Records, a *Account) error {
		if a.TOTP.On() {
			return fault.New(fault.Conflict, "zone.totp.on")
		}
		totp, ok := a.TOTP.Use(code, s.now())
		if !ok {
			return fault.New(fault.Invalid, "zone.own.invalid").With("code", "zone.totp.code")
		}
		totp.Confirmed = true
		a.TOTP, a.Recovery = totp, hashes
		return nil
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// StopTOTP switches the second step off.
func (s *Service) StopTOTP(ctx context.Context, password string) error {
	if _, err := s.confirmPassword(ctx, password); err != nil {
		return err
	}
	return s.changeSelf(ctx, "zone.own.totp.off", func(_ Records, a *Account) error {
		a.TOTP, a.Recovery = credential.TOTP{}, nil
		return nil
	})
}

// SetLanguage keeps the language in which somebody reads: "zh" or "en".
func (s *Service) SetLanguage(ctx context.Context, lang string) error {
	if lang != "zh" && lang != "en" {
		return fault.New(fault.Invalid, "zone.own.invalid").With("language", "zone.language.unknown")
	}
	return s.changeSelf(ctx, "zone.own.language", func(_ Records, a *Account) error {
		a.Language = lang
		return nil
	})
}

// nameLetters bounds a name.
const nameLetters = 60

// ChangeProfile changes what somebody is called and where the zone reaches him
// or her; an empty phone leaves the present one. Errors: Invalid
// "zone.own.invalid" with fields "name" and "phone".
func (s *Service) ChangeProfile(ctx context.Context, name, phone string) error {
	bad := fault.New(fault.Invalid, "zone.own.invalid")
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		bad.With("name", "zone.required")
	}
	if len([]rune(name)) > nameLetters {
		bad.With("name", "zone.name.long", "Max", nameLetters)
	}
	number, err := identity.Phone(""), error(nil)
	if strings.TrimSpace(phone) != "" {
		number, err = identity.ParsePhone(phone)
		wrong(bad, "phone", err)
	}
	if err := orNil(bad); err != nil {
		return err
	}
	return s.changeSelf(ctx, "zone.own.profile", func(_ Records, a *Account) error {
		a.Name = name
		if number != "" {
			a.Phone = number
		}
		return nil
	})
}

// EndSession signs the actor out of one session, or of every one for "".
func (s *Service) EndSession(ctx context.Context, session string) error {
	action := "zone.own.session.end"
	if session == "" {
		action = "zone.own.session.end_all"
	}
	return s.changeSelf(ctx, action, func(r Records, a *Account) error {
		n, err := r.Sessions.Remove(ctx, a.ID, session)
		if err == nil && n == 0 && session != "" {
			return fault.New(fault.NotFound, "zone.session.unknown")
		}
		return err
	})
}
