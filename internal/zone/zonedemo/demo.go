// Package zonedemo fills an empty installation with a zone to try things in:
// the Xuzhou zone of the page that Fugong comes from, with organisations and
// people made up by us, and one account for each role.
//
// Its passwords are known to everyone. Nothing but the demo may call it.
package zonedemo

import (
	"context"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone"
)

// Password opens every demo account.
const Password = "win-back-the-days"

const zoneCode = "XEDZ"

// SignIn is one way into the demo.
type SignIn struct {
	Login, Password string
	Name            string
	Role            string
	Organisation    string // its short name
}

// Demo is what was made.
type Demo struct {
	Zone          zone.Zone
	Organisations map[string]string // id by key: "authority", "builder", …
	Accounts      map[string]string // id by role
	SignIns       []SignIn
}

type organisation struct {
	key string
	in  zone.OrganisationInput
}

var authority = organisation{"authority", zone.OrganisationInput{Code: "11320301DEM0000146", Name: "徐州经济技术开发区管理委员会", Short: "开发区管委会", Kind: "authority"}}

var others = []organisation{
	{"builder", zone.OrganisationInput{Code: "91320301MADEM002X4", Name: "淮海第一建设有限公司", Short: "淮海一建", Kind: "contractor"}},
	{"installer", zone.OrganisationInput{Code: "91320301MADEM00384", Name: "彭城设备安装工程有限公司", Short: "彭城安装", Kind: "contractor"}},
	{"owner", zone.OrganisationInput{Code: "91320301MADEM0046Y", Name: "云龙新能源汽车有限公司", Short: "云龙新能源", Kind: "developer"}},
	{"plant", zone.OrganisationInput{Code: "91320301MADEM0054R", Name: "大黄山装备制造有限公司", Short: "大黄山装备", Kind: "employer"}},
	{"supervisor", zone.OrganisationInput{Code: "91320301MADEM0062L", Name: "徐海工程监理有限公司", Short: "徐海监理", Kind: "supervisor"}},
}

type member struct{ role, login, name, organisation string }

// members are the people of the demo, the administrator first: the others are
// invited by him.
var members = []member{
	{who.Administrator, "admin", "周明远", "authority"},
	{who.Dispatcher, "dispatcher", "陈晓东", "authority"},
	{who.Liaison, "liaison", "林静", "authority"},
	{who.Planner, "planner", "王建国", "builder"},
	{who.Guard, "guard", "刘铁柱", "builder"},
	{who.HR, "hiring", "孙丽", "plant"},
	{who.Clerk, "clerk", "赵敏", "authority"},
	{who.Auditor, "auditor", "吴正", "authority"},
}

// Fill makes the demo zone, or finds it when it is there. It goes through the
// same use cases as people do, so that the audit log tells how it came about.
func Fill(ctx context.Context, s *zone.Service) (Demo, error) {
	zones, err := s.Zones(ctx)
	if err != nil {
		return Demo{}, err
	}
	for _, z := range zones {
		if z.Code == zoneCode {
			return findZone(ctx, s, z)
		}
	}
	z, err := foundZone(ctx, s)
	if err != nil {
		return Demo{}, err
	}
	return findZone(ctx, s, z)
}

// foundZone makes the zone and everything in it.
func foundZone(ctx context.Context, s *zone.Service) (zone.Zone, error) {
	z, secret, err := s.Found(ctx,
		zone.Zone{Code: zoneCode, Name: "徐州经济技术开发区", NameEN: "Xuzhou Economic and Technological Development Zone", TimeZone: "Asia/Shanghai"},
		zone.Organisation{Code: "11320301DEM0000146", Name: authority.in.Name, Short: authority.in.Short}, members[0].name)
	if err != nil {
		return z, err
	}
	if err := accept(ctx, s, secret, members[0]); err != nil {
		return z, err
	}
	ctx, err = asAdministrator(ctx, s)
	if err != nil {
		return z, err
	}
	for _, o := range others {
		if _, err := s.AddOrganisation(ctx, o.in); err != nil {
			return z, err
		}
	}
	ids, err := organisationIDs(ctx, s)
	if err != nil {
		return z, err
	}
	for _, m := range members[1:] {
		_, secret, err := s.Invite(ctx, zone.InvitationInput{Org: ids[m.organisation], Role: m.role, Name: m.name})
		if err != nil {
			return z, err
		}
		if err := accept(ctx, s, secret, m); err != nil {
			return z, err
		}
	}
	return z, nil
}

func accept(ctx context.Context, s *zone.Service, secret string, m member) error {
	_, err := s.Accept(ctx, zone.Acceptance{Secret: secret, Login: m.login, Password: Password})
	return err
}

// findZone looks the demo up as its administrator.
func findZone(ctx context.Context, s *zone.Service, z zone.Zone) (Demo, error) {
	ctx, err := asAdministrator(ctx, s)
	if err != nil {
		return Demo{}, err
	}
	d := Demo{Zone: z, Accounts: map[string]string{}}
	if d.Organisations, err = organisationIDs(ctx, s); err != nil {
		return Demo{}, err
	}
	accounts, err := s.Accounts(ctx, "")
	if err != nil {
		return Demo{}, err
	}
	for _, m := range members {
		for _, a := range accounts {
			if a.Account.Login == m.login {
				d.Accounts[m.role] = a.Account.ID
				d.SignIns = append(d.SignIns, SignIn{m.login, Password, m.name, m.role, short(m.organisation)})
			}
		}
	}
	return d, nil
}

// asAdministrator returns a context that acts for the demo's administrator, and
// leaves no session behind. Conflict "zone.demo.changed" when the demo's
// password was changed: then the zone is in use and not a demo any more.
func asAdministrator(ctx context.Context, s *zone.Service) (context.Context, error) {
	in, err := s.SignIn(ctx, zone.Credentials{Login: members[0].login, Password: Password, Address: "demo"})
	if fault.Of(err) == fault.Unauthenticated || err == nil && in.Pending {
		return nil, fault.New(fault.Conflict, "zone.demo.changed").Because(err)
	}
	if err != nil {
		return nil, err
	}
	identity, err := s.Authenticate(ctx, in.Secret)
	if err != nil {
		return nil, err
	}
	return who.With(ctx, identity.Actor), s.SignOut(ctx, in.Secret)
}

// organisationIDs finds the ids of the demo's organisations by their codes.
func organisationIDs(ctx context.Context, s *zone.Service) (map[string]string, error) {
	list, err := s.Organisations(ctx, "", "")
	ids := map[string]string{}
	for _, o := range list {
		for _, made := range append(others, authority) {
			if made.in.Code == string(o.Code) {
				ids[made.key] = o.ID
			}
		}
	}
	return ids, err
}

func short(key string) string {
	for _, o := range others {
		if o.key == key {
			return o.in.Short
		}
	}
	return authority.in.Short
}
