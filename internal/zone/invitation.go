package zone

import (
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone/identity"
)

// InvitationLife is how long an invitation's link can be used.
const InvitationLife = 72 * time.Hour

// Invitation asks somebody to make an account; its link works once. The name
// and phone are personal data.
type Invitation struct {
	ID      string
	Zone    string
	Org     string
	Role    string
	Name    string
	Phone   identity.Phone
	Hash    string // of the link's secret
	By      string // the account that invites
	Created time.Time
	Expires time.Time
	Used    time.Time // zero while open
	Account string    // the account it became
	Revoked bool
}

// Asks is what the policy is asked of whoever makes or closes the invitation: to
// hand out its role, or to administer the zone for a password reset.
func (i Invitation) Asks() (action string, r who.Resource) {
	if i.Role == "" {
		return "zone.administer", who.Resource{Type: "zone", Zone: i.Zone}
	}
	return "zone.invite", who.Resource{Type: "role", ID: i.Role, Zone: i.Zone, Org: i.Org}
}

// State is "open", "used", "revoked" or "expired" at now.
func (i Invitation) State(now time.Time) string {
	switch {
	case !i.Used.IsZero():
		return "used"
	case i.Revoked:
		return "revoked"
	case !now.Before(i.Expires):
		return "expired"
	}
	return "open"
}

// Open returns a Conflict fault that says why the link no longer works.
func (i Invitation) Open(now time.Time) error {
	if s := i.State(now); s != "open" {
		return fault.New(fault.Conflict, "zone.invitation."+s)
	}
	return nil
}
