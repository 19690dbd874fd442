package zone_test

import (
	"fmt"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/internal/zone"
)

// besiege tries wrong passwords from an address whenever it may, for eight hours,
// and more often besides.
func (k *desk) besiege(login, address string) {
	k.t.Helper()
	for range 30 {
		for range 3 {
			_, err := k.s.SignIn(nobody, zone.Credentials{Login: login, Password: "wrong", Address: address})
			if err == nil {
				k.t.Fatal("let in with a wrong password")
			}
		}
		k.now = k.now.Add(16 * time.Minute)
	}
}

// known signs in and returns what the browser keeps.
func (k *desk) known(login, address string) string {
	k.t.Helper()
	in, err := k.s.SignIn(nobody, zone.Credentials{Login: login, Password: goodPassword, Address: address})
	k.must(err)
	device, err := k.s.KnowBrowser("", in.Account)
	k.must(err)
	return device
}

// withTOTP switches the second step on and returns its secret.
func (k *desk) withTOTP() string {
	k.t.Helper()
	secret, _, err := k.s.BeginTOTP(k.admin, goodPassword)
	k.must(err)
	_, err = k.s.ConfirmTOTP(k.admin, k.code(secret))
	k.must(err)
	k.now = k.now.Add(time.Minute)
	return secret
}

func TestStrangersLockNobodyOutWhereHeIsKnown(t *testing.T) {
	each(t, func(k *desk) {
		device := k.known("li.admin", "192.0.2.1")
		k.besiege("li.admin", "203.0.113.9")
		for range 6 { // the same wrong tries from the owner's own address
			_, _ = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: "wrong", Address: "192.0.2.1"})
		}
		_, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1"})
		k.refused(err, fault.TooMany, "zone.signin.locked")
		_, err = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1", Device: device})
		k.must(err)
		_, err = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "198.51.100.7"}) // a new one elsewhere
		k.must(err)
	})
}

func TestAKnownBrowserHasNoEndlessTries(t *testing.T) {
	each(t, func(k *desk) {
		device := k.known("li.admin", "192.0.2.1")
		try := func(login, device string) error {
			_, err := k.s.SignIn(nobody, zone.Credentials{Login: login, Password: "wrong", Address: "192.0.2.1", Device: device})
			return err
		}
		for range 5 {
			k.refused(try("li.admin", device), fault.Unauthenticated, "zone.signin.wrong")
		}
		k.refused(try("li.admin", device), fault.TooMany, "zone.signin.locked")
		// A token that was changed, is of another account or too old is a stranger's.
		other := k.known("li.admin", "192.0.2.1")
		k.now = k.now.Add(181 * 24 * time.Hour)
		for _, bad := range []string{device[:len(device)-2] + "AA", "x.y.z", "~~~", other} {
			for range 6 {
				_ = try("li.admin", bad)
			}
			k.refused(try("li.admin", bad), fault.TooMany, "zone.signin.locked")
			k.now = k.now.Add(48 * time.Hour)
		}
	})
}

// Whoever has to wait and has the second step gives both at once; a refusal tells
// nothing of either, and strangers cannot use the owner's codes up.
func TestPasswordAndCodeAtOnceNeedNotWait(t *testing.T) {
	each(t, func(k *desk) {
		secret := k.withTOTP()
		k.besiege("li.admin", "192.0.2.1")
		try := func(login, password, code string) error {
			_, err := k.s.SignIn(nobody, zone.Credentials{Login: login, Password: password, Code: code, Address: "192.0.2.1"})
			return err
		}
		for range 6 {
			_ = try("li.admin", "wrong", "")
		}
		k.refused(try("li.admin", goodPassword, ""), fault.TooMany, "zone.signin.locked")
		for range 40 {
			k.refused(try("li.admin", "wrong", "123456"), fault.Unauthenticated, "zone.signin.both")
		}
		k.refused(try("li.admin", goodPassword, "123456"), fault.Unauthenticated, "zone.signin.both")
		k.must(try("li.admin", goodPassword, k.code(secret)))
		// With the password, codes are not endless either.
		for range 6 {
			_ = try("li.admin", "wrong", "")
		}
		k.now = k.now.Add(time.Minute)
		for range 6 {
			k.refused(try("li.admin", goodPassword, "123456"), fault.Unauthenticated, "zone.signin.both")
		}
		k.refused(try("li.admin", goodPassword, k.code(secret)), fault.Unauthenticated, "zone.signin.both")
		// Logins without a second step, and unknown ones, hear the same.
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		_ = clerk
		for _, login := range []string{"zhao", "nobody.here"} {
			for range 6 {
				_ = try(login, "wrong", "")
			}
			k.refused(try(login, "wrong", ""), fault.TooMany, "zone.signin.locked")
			k.refused(try(login, goodPassword, "123456"), fault.Unauthenticated, "zone.signin.both")
			k.refused(try(login, "wrong", "123456"), fault.Unauthenticated, "zone.signin.both")
		}
	})
}

// A login that is tried from everywhere leaves each stranger one try, and its
// owner at a new address gets in with it.
func TestALoginUnderAttackFromEverywhere(t *testing.T) {
	each(t, func(k *desk) {
		try := func(password, address string) error {
			_, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: password, Address: address})
			return err
		}
		for n := range 110 {
			_ = try("wrong", fmt.Sprintf("203.0.113.%d", n))
		}
		k.refused(try("wrong", "198.51.100.1"), fault.Unauthenticated, "zone.signin.wrong")
		k.refused(try("wrong", "198.51.100.1"), fault.TooMany, "zone.signin.locked")
		k.must(try(goodPassword, "198.51.100.2"))
		for n := range 5 { // one customer's addresses are one
			_ = try("wrong", fmt.Sprintf("2001:db8:1:1::%d", n))
		}
		k.refused(try(goodPassword, "2001:db8:1:1::77"), fault.TooMany, "zone.signin.locked")
		k.must(try(goodPassword, "2001:db8:1:2::77"))
	})
}

// A clock that is set back, by minutes or by a year, keeps nobody out for longer
// than the usual wait, and lets nothing live for longer than it would from now on.
func TestAClockThatIsSetBack(t *testing.T) {
	for _, back := range []time.Duration{10 * time.Minute, 25 * time.Hour, 40 * 24 * time.Hour, 366 * 24 * time.Hour} {
		t.Run(back.String(), func(t *testing.T) {
			each(t, func(k *desk) {
				secret := k.withTOTP()
				in, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1"})
				k.must(err)
				open, err := k.s.SecondStep(nobody, zone.Codes{Secret: in.Secret, Code: k.code(secret), Address: "192.0.2.1"})
				k.must(err)
				clerk := k.member(k.authority, "clerk", "zhao", "赵六")
				o := k.organisation("91110000802100433B", "甲建设")
				_, token, err := k.s.MakeToken(k.admin, zone.TokenInput{Org: o.ID, Role: "planner", Name: "x", Expires: k.now.Add(48 * time.Hour)})
				k.must(err)
				_, err = k.s.AuthenticateToken(nobody, token)
				k.must(err)
				try := func() error {
					_, err := k.s.SignIn(nobody, zone.Credentials{Login: "zhao", Password: goodPassword, Address: "192.0.2.8"})
					return err
				}
				for range 12 {
					_, _ = k.s.SignIn(nobody, zone.Credentials{Login: "zhao", Password: "wrong", Address: "192.0.2.8"})
					_ = k.s.StopTOTP(clerk, "wrong")
				}

				k.now = k.now.Add(-back)
				k.refused(try(), fault.TooMany, "zone.signin.locked")
				_ = k.s.StopTOTP(clerk, goodPassword)
				k.now = k.now.Add(15 * time.Minute)
				k.must(try())
				k.must(k.s.StopTOTP(clerk, goodPassword))
				// The second step works, and a session goes on, but not for ever.
				in, err = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1"})
				k.must(err)
				_, err = k.s.SecondStep(nobody, zone.Codes{Secret: in.Secret, Code: k.code(secret), Address: "192.0.2.1"})
				k.must(err)
				_, err = k.s.Authenticate(nobody, open.Secret)
				k.must(err)
				_, err = k.s.AuthenticateToken(nobody, token)
				k.must(err)
				if list, _ := k.s.Tokens(k.admin); len(list) != 1 || list[0].LastUsed.After(k.now) {
					t.Errorf("last used %v, now %v", list[0].LastUsed, k.now)
				}
				k.now = k.now.Add(zone.SessionIdle)
				if _, err = k.s.Authenticate(nobody, open.Secret); err == nil {
					t.Error("a session outlives the clock")
				}
			})
		})
	}
}
