package zone

import (
	"regexp"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
)

// Account is somebody who signs in. Name, login and phone are personal data.
type Account struct {
	ID       string
	Zone     string
	Login    string // unique over all zones, folded to lower case
	Name     string
	Phone    identity.Phone
	Language string // "zh" or "en"; empty follows the browser
	Disabled bool
	Created  time.Time

	Password        string // argon2id hash
	PasswordChanged time.Time
	TOTP            credential.TOTP
	Recovery        []string // hashes of unused recovery codes
}

var loginShape = regexp.MustCompile(`^[\p{Han}a-z0-9][\p{Han}a-z0-9._@+-]{2,63}$`)

// ParseLogin folds the name that somebody signs in with. It returns an Invalid
// fault unless it has 3 to 64 letters, digits or . _ @ + -.
func ParseLogin(s string) (string, error) {
	s = FoldLogin(s)
	if !loginShape.MatchString(s) {
		return "", fault.New(fault.Invalid, "zone.login.shape")
	}
	return s, nil
}

// FoldLogin makes the ways to type one login alike.
func FoldLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// actor is the account with its memberships as services see it.
func (a Account) actor(held []Membership) who.Actor {
	actor := who.Actor{Account: a.ID, Zone: a.Zone, Name: a.Name}
	for _, m := range held {
		actor.Roles = append(actor.Roles, who.Membership{Org: m.Org, Role: m.Role})
	}
	return actor
}
