package zone

import (
	"io"
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
)

// Token lets a program act for one organisation in one role.
type Token struct {
	ID       string
	Zone     string
	Org      string
	Role     string // one of TokenRoles
	Name     string // what it is for
	Prefix   string // the first letters, to recognise it by
	Hash     string
	By       string // the account that answers for it: who made it, or took it over
	Created  time.Time
	Expires  time.Time
	LastUsed time.Time // zero when never used
	Revoked  bool
}

// TokenRoles are the roles a token may carry: none that administers.
var TokenRoles = []string{who.Planner, who.Guard, who.HR, who.Auditor}

// TokenLife is the longest life of a token.
const TokenLife = 366 * 24 * time.Hour

// tokenMark begins every token, so that leaked ones can be searched for.
const tokenMark = "fgt_"

// newToken returns a token's secret and its recognisable beginning.
func newToken(random io.Reader) (secret, prefix string, err error) {
	s, err := credential.NewSecret(random, 32)
	if err != nil {
		return "", "", err
	}
	return tokenMark + s, tokenMark + s[:6], nil
}

// looksLikeToken tells a token from a session's secret.
func looksLikeToken(s string) bool {
	return strings.HasPrefix(s, tokenMark) && len(s) == len(tokenMark)+43
}

// Check returns an Invalid fault with one field per wrong input at now.
func (t Token) Check(now time.Time) error {
	f := fault.New(fault.Invalid, "zone.token.invalid")
	if n := len([]rune(strings.TrimSpace(t.Name))); n == 0 || n > 100 {
		f.With("name", "zone.required")
	}
	if !slices.Contains(TokenRoles, t.Role) {
		f.With("role", "zone.token.role")
	}
	if !t.Expires.After(now) || t.Expires.After(now.Add(TokenLife)) {
		f.With("expires", "zone.token.expires")
	}
	return orNil(f)
}

// Usable returns an Unauthenticated fault when the token was revoked or expired.
func (t Token) Usable(now time.Time) error {
	if t.Revoked {
		return fault.New(fault.Unauthenticated, "zone.token.revoked")
	}
	if !now.Before(t.Expires) {
		return fault.New(fault.Unauthenticated, "zone.token.expired")
	}
	return nil
}

// Resource is the giving of the token's role to a program, as the policy sees it.
func (t Token) Resource() who.Resource {
	return who.Resource{Type: "role", ID: t.Role, Zone: t.Zone, Org: t.Org}
}

// actor is the token as services see it.
func (t Token) actor() who.Actor {
	return who.Actor{Account: t.By, Token: t.ID, Zone: t.Zone, Name: t.Name,
		Roles: []who.Membership{{Org: t.Org, Role: t.Role}}}
}
