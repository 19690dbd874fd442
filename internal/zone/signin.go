package zone

import (
	"context"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/unit"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
)

// Credentials are what somebody types at the door. Address is where the request
// came from, Agent what the browser calls itself, Device the tokens it keeps
// (KnowBrowser). Code is asked for together with the password of those who have
// tried too often; others have the second step for it.
type Credentials struct {
	Login, Password, Code  string
	Address, Agent, Device string
}

// SignedIn is a session that began. Secret goes into the cookie and is not
// kept; with Pending the second step is still due.
type SignedIn struct {
	Secret  string
	Pending bool
	Zone    string
	Account string
	// Language is the one the account chose; empty when it chose none.
	Language string
}

// SignIn checks a password. Errors: TooMany "zone.signin.locked" while one has to
// wait; Unauthenticated "zone.signin.wrong", the same and after the same work for
// a wrong password, an unknown login and an account that was disabled.
//
// Who has to wait may give the one-time code as well. Then both are looked at and
// both must be right: a refusal tells nothing of either.
func (s *Service) SignIn(ctx context.Context, in Credentials) (SignedIn, error) {
	ctx = unit.Apart(ctx) // what was counted stays counted when the request is refused
	login := FoldLogin(in.Login)
	if len(in.Password) > 4*credential.PasswordMax || len(login) > 256 {
		return SignedIn{}, fault.New(fault.Unauthenticated, "zone.signin.wrong")
	}
	a, err := s.store.View().Accounts.ByLogin(ctx, login)
	if err != nil && fault.Of(err) != fault.NotFound {
		return SignedIn{}, err
	}
	in.Device = s.device(in.Device, a)
	left, err := s.admitPassword(ctx, login, in.Address, in.Device)
	if err != nil {
		return SignedIn{}, err
	}
	if left > 0 && in.Code == "" {
		return SignedIn{}, locked(left)
	}
	right, err := s.hasher.Matches(ctx, in.Password, a.Password)
	if err != nil {
		return SignedIn{}, err
	}
	right = right && !a.Disabled
	if in.Code != "" && (left > 0 || right && a.TOTP.On()) {
		return s.proveBoth(ctx, a, in, right)
	}
	if !right {
		return SignedIn{}, s.refuseSignIn(ctx, a, "zone.signin.wrong")
	}
	return s.beginSession(ctx, a, in, a.TOTP.On())
}

// proveBoth begins a session for a right password with a right code. Whatever is
// wrong, it does the same work and says the same. Codes are counted only with the
// right password, so that strangers cannot use their tries up.
func (s *Service) proveBoth(ctx context.Context, a Account, in Credentials, right bool) (SignedIn, error) {
	counted := lane{"code:", credential.Beset} // nobody's: the same work
	if right = right && a.TOTP.On(); right {
		counted = codeLane(a.ID, in.Device)
	}
	err := s.admitTo(ctx, counted)
	if err != nil && fault.Of(err) != fault.TooMany {
		return SignedIn{}, err
	}
	if !right || err != nil {
		in.Code = "" // which is nobody's
	}
	right, err = s.useCode(ctx, &a, in.Code, "")
	if err != nil && fault.Of(err) != fault.NotFound {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, s.refuseSignIn(ctx, a, "zone.signin.both")
	}
	return s.beginSession(ctx, a, in, false)
}

// useCode uses up a code of the account and ends the session that waited for it,
// if any; false when the code is wrong.
func (s *Service) useCode(ctx context.Context, a *Account, code, waiting string) (right bool, err error) {
	err = s.store.Change(ctx, func(ctx context.Context, r Records) (err error) {
		right = false
		if *a, err = r.Accounts.Find(ctx, a.ID); err != nil {
			return err
		}
		if *a, right = a.useCode(code, s.now()); !right {
			return nil
		}
		if waiting != "" {
			if _, err := r.Sessions.Remove(ctx, a.ID, waiting); err != nil {
				return err
			}
		}
		return r.Accounts.Save(ctx, *a)
	})
	return right, err
}

// Codes are what the second step asks for: a code of the app or a recovery code.
type Codes struct {
	Secret, Code           string
	Address, Agent, Device string // as in Credentials
}

// SecondStep checks a one-time or recovery code and begins the session proper,
// under a new secret. Errors: Unauthenticated "zone.signin.again" when the
// first step is too long ago, "zone.signin.code" for a wrong or used code;
// TooMany.
func (s *Service) SecondStep(ctx context.Context, in Codes) (SignedIn, error) {
	ctx = unit.Apart(ctx)
	session, a, err := s.findSession(ctx, s.store.View(), in.Secret)
	if err != nil || !session.Pending {
		return SignedIn{}, fault.New(fault.Unauthenticated, "zone.signin.again").Because(err)
	}
	device := s.device(in.Device, a)
	if err := s.admitTo(ctx, codeLane(a.ID, device)); err != nil {
		return SignedIn{}, err
	}
	right, err := s.useCode(ctx, &a, in.Code, session.ID)
	if err != nil {
		return SignedIn{}, err
	}
	if !right {
		return SignedIn{}, s.refuseSignIn(ctx, a, "zone.signin.code")
	}
	return s.beginSession(ctx, a, Credentials{Address: in.Address, Agent: in.Agent, Device: device}, false)
}

// useCode uses up a one-time code or a recovery code; false when it is neither.
func (a Account) useCode(code string, now time.Time) (Account, bool) {
	if totp, ok := a.TOTP.Use(code, now); ok {
		a.TOTP = totp
		return a, true
	}
	at := slices.Index(a.Recovery, credential.Hash(credential.Hear(code)))
	if at < 0 {
		return a, false
	}
	a.Recovery = slices.Delete(slices.Clone(a.Recovery), at, at+1)
	return a, true
}

// refuseSignIn audits a refusal in the account's zone. An unknown login has none:
// as much is written for it, so that the time taken tells nobody which exist.
func (s *Service) refuseSignIn(ctx context.Context, a Account, key string) error {
	err := s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if a.ID == "" {
			return r.Attempts.Save(ctx, credential.Attempts{Key: "nobody", Last: s.now()})
		}
		return s.recordEvent(ctx, r, Event{Zone: a.Zone, Actor: a.ID, Action: "zone.signin.refuse", Object: "account/" + a.ID, Detail: fault.Args("reason", key)})
	})
	if err != nil {
		return err
	}
	return fault.New(fault.Unauthenticated, key)
}

// beginSession writes a new session; in.Device is the id of a known browser. While the second step is due the failures stay
// counted, so that knowing the password gives no endless tries at the code.
func (s *Service) beginSession(ctx context.Context, a Account, in Credentials, pending bool) (SignedIn, error) {
	secret, err := credential.NewSecret(s.random, 32)
	if err != nil {
		return SignedIn{}, err
	}
	now := s.now()
	session := Session{ID: id.New(), Zone: a.Zone, Account: a.ID, Hash: credential.Hash(secret), Pending: pending,
		Agent: shorten(in.Agent, 200), Address: in.Address, Created: now, Seen: now}
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		if err := r.Sessions.Add(ctx, session); err != nil || pending {
			return err
		}
		if err := s.forgiveTries(ctx, r, a, in.Address, in.Device); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Zone: a.Zone, Actor: a.ID, Action: "zone.signin", Object: "session/" + session.ID})
	})
	return SignedIn{Secret: secret, Pending: pending, Zone: a.Zone, Account: a.ID, Language: a.Language}, err
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// Identity is who stands behind a request.
type Identity struct {
	Actor   who.Actor
	Session string // id; empty for a token
}

// Authenticate finds who a session's secret belongs to. Unauthenticated when
// it ended, waits for its second step, or the account was disabled.
func (s *Service) Authenticate(ctx context.Context, secret string) (Identity, error) {
	in, err := s.door.Admit(ctx, credential.Hash(secret))
	if fault.Of(err) == fault.NotFound || err == nil && (in.Account.Disabled || !in.Session.Alive(s.now())) {
		return Identity{}, fault.New(fault.Unauthenticated, "zone.session.over")
	}
	if err != nil {
		return Identity{}, err
	}
	if in.Session.Pending {
		return Identity{}, fault.New(fault.Unauthenticated, "zone.sign_in_first")
	}
	if now := s.now(); in.Session.stale(now) {
		err = s.store.Change(ctx, func(ctx context.Context, r Records) error { return r.Sessions.Touch(ctx, in.Session.ID, now) })
	}
	return Identity{Actor: in.Account.actor(in.Memberships), Session: in.Session.ID}, err
}

// findSession is the living session of a secret and its account.
func (s *Service) findSession(ctx context.Context, r Records, secret string) (Session, Account, error) {
	over := fault.New(fault.Unauthenticated, "zone.session.over")
	session, err := r.Sessions.ByHash(ctx, credential.Hash(secret))
	if fault.Of(err) == fault.NotFound || err == nil && !session.Alive(s.now()) {
		return Session{}, Account{}, over
	}
	if err != nil {
		return Session{}, Account{}, err
	}
	a, err := r.Accounts.Find(ctx, session.Account)
	if err == nil && a.Disabled {
		return Session{}, Account{}, over
	}
	return session, a, err
}

// AuthenticateToken finds the token of a secret. Unauthenticated when there is
// none, it was revoked, it expired, or whoever answers for it may no longer give
// a program its role.
func (s *Service) AuthenticateToken(ctx context.Context, secret string) (Identity, error) {
	if !looksLikeToken(secret) {
		return Identity{}, fault.New(fault.Unauthenticated, "zone.token.unknown")
	}
	r := s.store.View()
	t, err := r.Tokens.ByHash(ctx, credential.Hash(secret))
	if fault.Of(err) == fault.NotFound {
		return Identity{}, fault.New(fault.Unauthenticated, "zone.token.unknown")
	}
	if err != nil {
		return Identity{}, err
	}
	now := s.now()
	if err := t.Usable(now); err != nil {
		return Identity{}, err
	}
	if err := s.answersFor(ctx, r, t); err != nil {
		return Identity{}, err
	}
	if since := now.Sub(t.LastUsed); since >= touchEvery || since < 0 {
		err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
			t, err := r.Tokens.ByHash(ctx, t.Hash) // again: it may be revoked by now
			if err != nil {
				return err
			}
			t.LastUsed = now
			return r.Tokens.Update(ctx, t)
		})
	}
	return Identity{Actor: t.actor()}, err
}

// SignOut ends the session of a secret; an unknown one has ended already.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	return s.store.Change(ctx, func(ctx context.Context, r Records) error {
		session, err := r.Sessions.ByHash(ctx, credential.Hash(secret))
		if fault.Of(err) == fault.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := r.Sessions.Remove(ctx, session.Account, session.ID); err != nil {
			return err
		}
		return s.recordEvent(ctx, r, Event{Zone: session.Zone, Actor: session.Account, Action: "zone.signout", Object: "session/" + session.ID})
	})
}
