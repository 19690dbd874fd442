package zone

import (
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
)

// Membership is a role that an account holds in an organisation.
type Membership struct {
	Zone    string
	Account string
	Org     string
	Role    string // one of Roles
	Since   time.Time
}

// Roles lists the roles in the order in which forms show them.
var Roles = []string{who.Dispatcher, who.Liaison, who.Planner, who.Guard, who.HR, who.Clerk, who.Auditor, who.Administrator}

// zoneWide are the roles whose reach is the zone: they are held in the zone's
// authority only. A liaison officer sees the zone too, but may be a member of
// the organisations that he or she looks after.
var zoneWide = []string{who.Dispatcher, who.Clerk, who.Auditor, who.Administrator}

// CheckRole returns an Invalid fault when role is unknown or cannot be held in o.
func CheckRole(role string, o Organisation) error {
	if !slices.Contains(Roles, role) {
		return fault.New(fault.Invalid, "zone.role.unknown")
	}
	if slices.Contains(zoneWide, role) && o.Kind != Authority {
		return fault.New(fault.Invalid, "zone.role.authority_only")
	}
	return nil
}

// lastAdministrator tells whether taking m away would leave its zone without
// an administrator.
func lastAdministrator(all []Membership, m Membership) bool {
	if m.Role != who.Administrator {
		return false
	}
	return !slices.ContainsFunc(all, func(o Membership) bool {
		return o.Role == who.Administrator && o.Account != m.Account
	})
}

// roleResource is the handing-out of role in o, as the policy sees it.
func roleResource(o Organisation, role string) who.Resource {
	return who.Resource{Type: "role", ID: role, Zone: o.Zone, Org: o.ID}
}
