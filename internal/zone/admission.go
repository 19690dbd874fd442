package zone

import (
	"context"
	"math"
	"net/netip"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/zone/credential"
)

// Who may try to sign in. A browser in which somebody signed in to the account
// before has an allowance of wrong tries of its own. Strangers share those of
// their address, for each login and for all together; so nobody can lock out the
// owner of an account where he or she is known, nor at another address. A
// stranger who has to wait may prove password and one-time code at once.

// lane is one count of failures that a try adds to.
type lane struct {
	key   string
	limit credential.Limit
}

// networkOf is what counts as one address: for IPv6 the part that one customer
// has, who could take a new address for every try.
func networkOf(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Is4() {
		return address
	}
	p, err := a.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return p.Masked().String()
}

func besetKey(login string) string { return "login:" + login }

// lanesOf are the counts that a try at a login adds to.
func lanesOf(login, address, device string, beset bool) []lane {
	if device != "" {
		return []lane{{"device:" + device + " " + login, credential.LoginLimit}}
	}
	own := credential.LoginLimit
	if beset {
		own = credential.BesetLimit
	}
	at := networkOf(address)
	return []lane{{"address:" + at + " " + login, own}, {"address:" + at, credential.AddressLimit}}
}

// passwordLanes are the counts of a try at a password.
func passwordLanes(ctx context.Context, r Records, login, address, device string) ([]lane, error) {
	all, err := r.Attempts.Find(ctx, besetKey(login))
	return lanesOf(login, address, device, all.IsBeset()), err
}

// admitTry counts a failure on every lane before what was typed is looked at, so
// that many tries at once count too; success takes it back. With a lane on which
// one has to wait nothing is counted, and left is how long.
func (s *Service) admitTry(ctx context.Context, r Records, lanes []lane) (left time.Duration, err error) {
	now := s.now()
	counts := make([]credential.Attempts, len(lanes))
	for i, l := range lanes {
		a, err := r.Attempts.Find(ctx, l.key)
		if err != nil {
			return 0, err
		}
		counts[i] = a.Settled(now)
		counts[i].Key = l.key
		if a.Last.After(now) { // what a clock left ahead is not waited for twice
			if err := r.Attempts.Save(ctx, counts[i]); err != nil {
				return 0, err
			}
		}
		left = max(left, counts[i].Left(l.limit, now))
	}
	if left > 0 {
		return left, nil
	}
	for i, l := range lanes {
		if err := r.Attempts.Save(ctx, counts[i].Again(l.limit, now)); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// admitPassword is admit for a try at a password; a stranger's is also counted
// for the login as a whole.
func (s *Service) admitPassword(ctx context.Context, login, address, device string) (left time.Duration, err error) {
	err = s.store.Change(ctx, func(ctx context.Context, r Records) error {
		all, err := passwordLanes(ctx, r, login, address, device)
		if err != nil {
			return err
		}
		if left, err = s.admitTry(ctx, r, all); err != nil || left > 0 || device != "" {
			return err
		}
		total, err := r.Attempts.Find(ctx, besetKey(login))
		if err != nil {
			return err
		}
		total.Key = besetKey(login)
		return r.Attempts.Save(ctx, total.Again(credential.Beset, s.now()))
	})
	return left, err
}

// codeLane counts the wrong codes of an account: those of a known browser apart.
// Only who knows the password comes so far.
func codeLane(account, device string) lane {
	return lane{strings.TrimSpace("code:" + account + " " + device), credential.LoginLimit}
}

// ownLane counts the wrong passwords of somebody who is signed in.
func ownLane(account string) lane { return lane{"own:" + account, credential.LoginLimit} }

// admitTo is admit for one lane. TooMany "zone.signin.locked" while waiting.
func (s *Service) admitTo(ctx context.Context, l lane) error {
	var left time.Duration
	err := s.store.Change(ctx, func(ctx context.Context, r Records) (err error) {
		left, err = s.admitTry(ctx, r, []lane{l})
		return err
	})
	if err == nil && left > 0 {
		err = locked(left)
	}
	return err
}

func locked(left time.Duration) error {
	return fault.New(fault.TooMany, "zone.signin.locked", "Minutes", int(math.Ceil(left.Minutes())))
}

// forgiveTries takes back what a good sign-in had counted: all of its own lane and of
// the codes, but of the whole address, and of all strangers at the login, one
// only: somebody with one account must not wipe their slate.
func (s *Service) forgiveTries(ctx context.Context, r Records, a Account, address, device string) error {
	mine := lanesOf(a.Login, address, device, false)
	for _, key := range []string{mine[0].key, codeLane(a.ID, device).key} {
		if err := r.Attempts.Clear(ctx, key); err != nil {
			return err
		}
	}
	if device != "" {
		return nil
	}
	for _, key := range []string{mine[1].key, besetKey(a.Login)} {
		count, err := r.Attempts.Find(ctx, key)
		if err != nil {
			return err
		}
		if count.Count > 0 {
			count.Key, count.Count = key, count.Count-1
			if err := r.Attempts.Save(ctx, count); err != nil {
				return err
			}
		}
	}
	return nil
}

// device is the id of the browser that keeps the tokens given, if it is known for
// the account.
func (s *Service) device(kept string, a Account) string {
	return credential.KnownDevice(s.store.Mark, kept, a.ID, s.now())
}

// KnowBrowser adds to the device tokens that a browser keeps one for an account
// of which the person before it has just proved to be the owner.
func (s *Service) KnowBrowser(kept, account string) (string, error) {
	return credential.KeepDevice(s.store.Mark, s.random, kept, account, s.now())
}
