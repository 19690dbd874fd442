package zone

import (
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
)

// Organisation is a legal body that takes part in the zone.
type Organisation struct {
	ID      string
	Zone    string
	Code    CreditCode
	Name    string // the registered name
	Short   string // what people call it; empty when the name is short enough
	Kind    OrganisationKind
	Created time.Time
}

// OrganisationKind is the part an organisation plays.
type OrganisationKind string

// The kinds. Zone-wide roles are held in an Authority only.
const (
	Authority  OrganisationKind = "authority"  // the zone's own administration
	Contractor OrganisationKind = "contractor" // builds
	Developer  OrganisationKind = "developer"  // owns the project
	Employer   OrganisationKind = "employer"   // runs a plant, hires
	Supervisor OrganisationKind = "supervisor" // construction supervision
	Supplier   OrganisationKind = "supplier"
)

// OrganisationKinds lists the kinds in the order in which forms show them.
var OrganisationKinds = []OrganisationKind{Authority, Developer, Contractor, Supervisor, Employer, Supplier}

// Check returns an Invalid fault with one field per wrong input.
func (o Organisation) Check() error {
	f := fault.New(fault.Invalid, "zone.organisation.invalid")
	if o.Code == "" {
		f.With("code", "zone.required")
	}
	if strings.TrimSpace(o.Name) == "" {
		f.With("name", "zone.required")
	}
	if !slices.Contains(OrganisationKinds, o.Kind) {
		f.With("kind", "zone.organisation.kind.unknown")
	}
	return orNil(f)
}

// Title is the short name, or the registered one.
func (o Organisation) Title() string {
	if o.Short != "" {
		return o.Short
	}
	return o.Name
}

// resource is the organisation as the policy sees it.
func (o Organisation) resource() who.Resource {
	return who.Resource{Type: "organisation", ID: o.ID, Zone: o.Zone, Org: o.ID}
}

// CreditCode is a unified social credit code (GB 32100-2015) that was checked.
type CreditCode string

// creditLetters are the code's letters in the order of their values: the
// standard leaves out I, O, S, V and Z, which are easily misread.
const creditLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditWeights are the powers of 3 modulo 31 (GB 32100-2015, 4.6).
var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// ParseCreditCode reads a code as people type it: spaces, hyphens, small
// letters and full-width characters are forgiven. It returns an Invalid fault
// that says what is wrong: the length, a letter the standard leaves out, or
// the check letter.
func ParseCreditCode(s string) (CreditCode, error) {
	s = tidy(s)
	if n := len([]rune(s)); n != 18 {
		return "", fault.New(fault.Invalid, "zone.credit.length", "N", n)
	}
	for i, c := range []rune(s) {
		if !strings.ContainsRune(creditLetters, c) {
			return "", fault.New(fault.Invalid, "zone.credit.letter", "Letter", string(c), "Place", i+1)
		}
	}
	if s[17] != creditCheck(s[:17]) {
		return "", fault.New(fault.Invalid, "zone.credit.check")
	}
	return CreditCode(s), nil
}

// creditCheck is the check letter of the first 17 letters.
func creditCheck(s string) byte {
	sum := 0
	for i, w := range creditWeights {
		sum += w * strings.IndexByte(creditLetters, s[i])
	}
	return creditLetters[(31-sum%31)%31]
}

// tidy makes typed codes and numbers alike: no spaces or hyphens, capital
// letters, half-width characters.
func tidy(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case r == '\u3000' || r == '\u00a0':
			return -1
		}
		if r == ' ' || r == '-' || r == '\t' || r == '\r' || r == '\n' {
			return -1
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}, s)
}
