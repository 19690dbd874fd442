package zone

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"
	"pgregory.net/rapid"
)

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

func TestParseLogin(t *testing.T) {
	for in, want := range map[string]string{" Wang.Wei ": "wang.wei", "王伟1": "王伟1", "w@x.cn": "w@x.cn", "ab": "", "a b c": "", "": ""} {
		if got, err := ParseLogin(in); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseLogin(%q) = %q, %v", in, got, err)
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
		a = a.Again(at)
	}
	if got := a.Left(LoginLimit, at.Add(10*time.Second)); got != 20*time.Second {
		t.Errorf("left %v", got)
	}
	if got := a.Left(LoginLimit, at.Add(time.Minute)); got != 0 {
		t.Errorf("left %v after the wait", got)
	}
	if a = a.Again(at.Add(25 * time.Hour)); a.Count != 1 {
		t.Errorf("a quiet day leaves %d failures", a.Count)
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
	totp, err := newTOTP(bytes.NewReader(make([]byte, 20)))
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
		s, err := spoken(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 7, 7).Draw(t, "bytes")))
		if err != nil {
			t.Fatal(err)
		}
		typed := strings.ToLower(strings.ReplaceAll(s, "-", " "))
		typed = strings.NewReplacer("o", "0", "i", "1", "b", "8").Replace(typed)
		if hear(typed) != s || len(s) != 11 {
			t.Fatalf("%q typed %q is heard as %q", s, typed, hear(typed))
		}
	})
}

func TestSessionLives(t *testing.T) {
	s := Session{Created: today, Seen: today}
	for _, c := range []struct {
		pending bool
		seen    time.Duration
		at      time.Duration
		want    bool
	}{
		{false, 0, SessionIdle - 1, true},
		{false, 0, SessionIdle, false},
		{false, SessionLife - time.Hour, SessionLife - 1, true},
		{false, SessionLife - time.Hour, SessionLife, false},
		{true, 0, secondStepFor - 1, true},
		{true, 0, secondStepFor, false},
	} {
		s.Pending, s.Seen = c.pending, today.Add(c.seen)
		if got := s.Alive(today.Add(c.at)); got != c.want {
			t.Errorf("%+v: alive %v", c, got)
		}
	}
}

func TestInvitationStates(t *testing.T) {
	i := Invitation{Expires: today}
	for _, c := range []struct {
		change func(*Invitation)
		at     time.Time
		want   string
	}{
		{func(*Invitation) {}, today.Add(-1), ""},
		{func(*Invitation) {}, today, "zone.invitation.expired"},
		{func(i *Invitation) { i.Revoked = true }, today.Add(-1), "zone.invitation.revoked"},
		{func(i *Invitation) { i.Used = today }, today.Add(-1), "zone.invitation.used"},
	} {
		j := i
		c.change(&j)
		if got := keyOf(j.Open(c.at)); got != c.want {
			t.Errorf("open: %q, want %q", got, c.want)
		}
	}
}

func TestTokenRules(t *testing.T) {
	good := Token{Name: "nightly import", Role: "planner", Expires: today.Add(time.Hour)}
	if err := good.Check(today); err != nil {
		t.Error(err)
	}
	bad := Token{Role: "administrator", Expires: today.Add(TokenLife + 1)}
	if got := fieldsOf(bad.Check(today)); got != "name role expires" {
		t.Errorf("wrong inputs %q", got)
	}
	if keyOf(good.Usable(today.Add(time.Hour))) != "zone.token.expired" {
		t.Error("an expired token is usable")
	}
	good.Revoked = true
	if keyOf(good.Usable(today)) != "zone.token.revoked" {
		t.Error("a revoked token is usable")
	}
	secret, prefix, err := newToken(bytes.NewReader(make([]byte, 32)))
	if err != nil || !looksLikeToken(secret) || !strings.HasPrefix(secret, prefix) || looksLikeToken("x"+secret) {
		t.Errorf("%q %q %v", secret, prefix, err)
	}
}

func TestZoneAndRoleRules(t *testing.T) {
	if got := fieldsOf(Zone{Code: "x", TimeZone: "Mars/Base"}.Check()); got != "code name time_zone" {
		t.Errorf("wrong inputs %q", got)
	}
	if err := (Zone{Code: "XEDZ", Name: "徐州", TimeZone: "Asia/Shanghai"}).Check(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		role string
		kind OrganisationKind
		key  string
	}{
		{"planner", Contractor, ""}, {"liaison", Contractor, ""}, {"administrator", Authority, ""},
		{"administrator", Contractor, "zone.role.authority_only"}, {"auditor", Employer, "zone.role.authority_only"},
		{"king", Authority, "zone.role.unknown"},
	} {
		if got := keyOf(CheckRole(c.role, Organisation{Kind: c.kind})); got != c.key {
			t.Errorf("%s in %s: %q", c.role, c.kind, got)
		}
	}
}
