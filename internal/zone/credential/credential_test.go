package credential

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"
	"pgregory.net/rapid"

	"fugong/internal/fault"
)

var today = time.Date(2020, 2, 21, 0, 0, 0, 0, time.UTC)

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct{ in, key string }{
		{"correct horse battery", ""},
		{"竹杖芒鞋轻胜马谁怕一蓑", ""},
		{"rQ7-uN2_kfbm", ""},
		{"ninechars", "zone.password.short"},
		{strings.Repeat("long ", 30), "zone.password.long"},
		{"password12", "zone.password.common"},
		{"P@ssw0rd2020", "zone.password.common"},
		{"1234567890", "zone.password.common"},
		{"qwertyuiop", "zone.password.common"},
		{"1qaz2wsx3edc", "zone.password.common"},
		{"abcdefghijkl", "zone.password.common"},
		{"aaaaaaaaaaaa", "zone.password.common"},
		{"abababababab", "zone.password.common"},
		{"woaini1314520", "zone.password.common"},
		{"wangjianguo1", "zone.password.common"},
		{"xuzhou2020!!", "zone.password.common"},
		{"Fugong-2020-Fugong", "zone.password.common"},
	} {
		if got := keyOf(CheckPassword(c.in, "wangjianguo", "王建国")); got != c.key {
			t.Errorf("CheckPassword(%q) = %q, want %q", c.in, got, c.key)
		}
	}
}

func TestWaitsGrowAndAreForgotten(t *testing.T) {
	want := []time.Duration{0, 0, 0, 0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute}
	for n, w := range want {
		if got := LoginLimit.Wait(n); got != w {
			t.Errorf("after %d failures wait %v, want %v", n, got, w)
		}
	}
	at := today
	a := Attempts{}
	for range 5 {
		a = a.Again(LoginLimit, at)
	}
	if got := a.Left(LoginLimit, at.Add(10*time.Second)); got != 20*time.Second {
		t.Errorf("left %v", got)
	}
	if got := a.Left(LoginLimit, at.Add(time.Minute)); got != 0 {
		t.Errorf("left %v after the wait", got)
	}
	if b := a.Again(LoginLimit, at.Add(2*time.Hour+time.Minute)); b.Count != 4 {
		t.Errorf("two hours forgive two of five: with the next %d, want 4", b.Count)
	}
	if a = a.Again(LoginLimit, at.Add(25*time.Hour)); a.Count != 1 {
		t.Errorf("a quiet day leaves %d failures", a.Count)
	}
}

// An office where somebody mistypes twice an hour is never made to wait.
func TestSlipsDoNotAddUp(t *testing.T) {
	a, at := Attempts{}, today
	for range 1000 {
		at = at.Add(30 * time.Minute)
		if a.Left(AddressLimit, at) > 0 {
			t.Fatalf("waiting after %d slips", a.Count)
		}
		a = a.Again(AddressLimit, at)
	}
}

func TestWaitNeverShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1<<20).Draw(t, "n")
		if a, b := LoginLimit.Wait(n), LoginLimit.Wait(n+1); a > b || b > longest {
			t.Fatalf("%v then %v", a, b)
		}
	})
}

func TestCodeWorksOnceAndDriftsOneStep(t *testing.T) {
	totp, err := NewTOTP(bytes.NewReader(make([]byte, 20)))
	if err != nil {
		t.Fatal(err)
	}
	now := today.Add(15 * time.Second)
	code := func(at time.Time) string {
		c, err := hotp.GenerateCode(totp.Secret, uint64(at.Unix()/totpPeriod))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, c := range []struct {
		drift time.Duration
		want  bool
	}{{0, true}, {-30 * time.Second, true}, {30 * time.Second, true}, {-time.Minute, false}, {time.Minute, false}} {
		if _, ok := totp.Use(code(now.Add(c.drift)), now); ok != c.want {
			t.Errorf("drift %v: %v", c.drift, ok)
		}
	}
	used, ok := totp.Use(code(now), now)
	if !ok {
		t.Fatal("a right code is refused")
	}
	if _, again := used.Use(code(now), now); again {
		t.Error("a code works twice")
	}
	if _, ok := (TOTP{}).Use("000000", now); ok {
		t.Error("a code without a secret")
	}
	if got := totp.Address("Fugong XEDZ", "wang"); !strings.HasPrefix(got, "otpauth://totp/Fugong%20XEDZ:wang?") {
		t.Error(got)
	}
}

func TestSpokenSecretsSurviveTyping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := Spoken(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 7, 7).Draw(t, "bytes")))
		if err != nil {
			t.Fatal(err)
		}
		typed := strings.ToLower(strings.ReplaceAll(s, "-", " "))
		typed = strings.NewReplacer("o", "0", "i", "1", "b", "8").Replace(typed)
		if Hear(typed) != s || len(s) != 11 {
			t.Fatalf("%q typed %q is heard as %q", s, typed, Hear(typed))
		}
	})
}

// keyOf is the message key of err; empty for nil.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	f, ok := err.(*fault.Error)
	if !ok {
		return err.Error()
	}
	return f.Key
}
