package zone

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestParseLogin(t *testing.T) {
	for in, want := range map[string]string{" Wang.Wei ": "wang.wei", "王伟1": "王伟1", "w@x.cn": "w@x.cn", "ab": "", "a b c": "", "": ""} {
		if got, err := ParseLogin(in); got != want || (err == nil) != (want != "") {
			t.Errorf("ParseLogin(%q) = %q, %v", in, got, err)
		}
	}
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
