package zone

import (
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/zone/identity"
)

// Organisation is a legal body that takes part in the zone.
type Organisation struct {
	ID      string
	Zone    string
	Code    identity.CreditCode
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
