package zone_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/vault"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/zonesql"
)

var nobody = context.Background()

func TestOrganisations(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "百分之百_建设")
		k.audited("zone.organisation.add")
		_, err := k.s.AddOrganisation(k.admin, zone.OrganisationInput{Code: string(o.Code), Name: "again", Kind: "contractor"})
		k.refused(err, fault.Conflict, "zone.organisation.exists")
		_, err = k.s.AddOrganisation(k.admin, zone.OrganisationInput{Code: "91110000802100433A", Name: "x", Kind: "contractor"})
		k.wrongInput(err, "code", "zone.credit.check")

		o, err = k.s.EditOrganisation(k.admin, o.ID, zone.OrganisationInput{Code: string(o.Code), Name: o.Name, Short: "百建", Kind: "supervisor"})
		k.must(err)
		if got, _ := k.s.Organisation(k.admin, o.ID); got.Short != "百建" || got.Kind != zone.Supervisor {
			t.Errorf("edited: %+v", got)
		}
		_, err = k.s.EditOrganisation(k.admin, k.authority, zone.OrganisationInput{Code: "914403001922038216", Name: "x", Kind: "contractor"})
		k.wrongInput(err, "kind", "zone.organisation.kind.fixed")
		_, err = k.s.EditOrganisation(k.admin, "none", zone.OrganisationInput{Code: string(o.Code), Name: "x", Kind: "supplier"})
		k.refused(err, fault.NotFound, "zone.organisation.unknown")

		for text, want := range map[string]int{"": 2, "百建": 1, "80210043": 1, "分_": 0, "之百_": 1, "%": 0, "zzz": 0} {
			if found, err := k.s.Organisations(k.admin, text, ""); err != nil || len(found) != want {
				t.Errorf("search %q finds %d, %v; want %d", text, len(found), err, want)
			}
		}
	})
}

func TestAnotherZoneIsOutOfReach(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "百度")
		_, _, err := k.s.Found(nobody, zone.Zone{Code: "XEDZ", Name: "again", TimeZone: "UTC"}, zone.Organisation{Code: "91110000802100433B", Name: "x"}, "x")
		k.refused(err, fault.Conflict, "zone.zone.exists")
		_, _, other := k.found("NEXT", "9144030071526726XG", "wu.admin")
		_, err = k.s.Organisation(other, o.ID)
		k.refused(err, fault.NotFound, "zone.organisation.unknown")
		_, err = k.s.Account(other, accountOf(k.admin))
		k.refused(err, fault.NotFound, "zone.account.unknown")
		k.refused(k.s.Disable(other, accountOf(k.admin), true), fault.NotFound, "zone.account.unknown")
		k.refused(k.s.Grant(other, accountOf(k.admin), o.ID, "planner"), fault.NotFound, "zone.account.unknown")
		k.refused(k.s.Withdraw(other, accountOf(k.admin), k.authority, "administrator"), fault.NotFound, "zone.role.not_held")
		_, _, err = k.s.ResetPassword(other, accountOf(k.admin))
		k.refused(err, fault.NotFound, "zone.account.unknown")
		if names, err := k.s.Names(other, accountOf(k.admin)); err != nil || len(names) != 0 {
			t.Errorf("names of another zone: %v, %v", names, err)
		}
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		p, err := k.s.AddPerson(clerk, zone.PersonInput{Name: plainName, PaperKind: "id_card", Number: plainNumber})
		k.must(err)
		_, err = k.s.Person(other, p.ID)
		k.refused(err, fault.NotFound, "zone.person.unknown")
		_, err = k.s.Reveal(other, p.ID, zone.FieldName, "contact")
		k.refused(err, fault.NotFound, "zone.person.unknown")
		if found, _, err := k.s.People(other, plainNumber, ""); err != nil || len(found) != 0 {
			t.Errorf("people of another zone: %v, %v", found, err)
		}
		i, _, err := k.s.Invite(k.admin, zone.InvitationInput{Org: k.authority, Role: "clerk", Name: "钱七"})
		k.must(err)
		k.refused(k.s.RevokeInvitation(other, i.ID), fault.NotFound, "zone.invitation.unknown")
		_, _, err = k.s.Invite(other, zone.InvitationInput{Org: o.ID, Role: "planner", Name: "x"})
		k.wrongInput(err, "organisation", "zone.organisation.unknown")
		_, secret, err := k.s.MakeToken(k.admin, zone.TokenInput{Org: o.ID, Role: "planner", Name: "import", Expires: k.now.Add(time.Hour)})
		k.must(err)
		tokens, err := k.s.Tokens(k.admin)
		k.must(err)
		k.refused(k.s.RevokeToken(other, tokens[0].ID), fault.NotFound, "zone.token.unknown")
		if i, err := k.s.AuthenticateToken(nobody, secret); err != nil || i.Actor.Zone != k.zone.ID {
			t.Errorf("the token acts in %q, %v", i.Actor.Zone, err)
		}
		if events, _, err := k.s.Audit(other, zone.AuditQuery{}); err != nil || len(events) != 3 {
			t.Errorf("the other zone's log has %d lines, %v; want its founding, its account and its sign-in", len(events), err)
		}
	})
}

func TestInvitationWorksOnce(t *testing.T) {
	each(t, func(k *desk) {
		i, secret, err := k.s.Invite(k.admin, zone.InvitationInput{Org: k.authority, Role: "dispatcher", Name: "王 建国", Phone: "13812345678"})
		k.must(err)
		if open, err := k.s.OpenInvitation(nobody, secret); err != nil || open.Invitation.Name != "王 建国" || open.Organisation.ID != k.authority || open.Zone.Code != "XEDZ" {
			t.Errorf("%+v, %v", open, err)
		}
		_, err = k.s.Accept(nobody, zone.Acceptance{Secret: secret, Login: "wang", Password: "password12"})
		k.wrongInput(err, "password", "zone.password.common")
		_, err = k.s.Accept(nobody, zone.Acceptance{Secret: secret, Login: "LI.admin", Password: goodPassword})
		k.wrongInput(err, "login", "zone.login.taken")

		var wins, losses int
		var mu sync.Mutex
		var all sync.WaitGroup
		for n := range 4 {
			all.Go(func() {
				_, err := k.s.Accept(nobody, zone.Acceptance{Secret: secret, Login: fmt.Sprintf("wang%d", n), Password: goodPassword, Language: "zh"})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					wins++
				} else {
					losses++
					k.refused(err, fault.Conflict, "zone.invitation.used")
				}
			})
		}
		all.Wait()
		if wins != 1 || losses != 3 {
			t.Errorf("%d accounts came of one invitation", wins)
		}
		k.refused(k.s.RevokeInvitation(k.admin, i.ID), fault.Conflict, "zone.invitation.used")
		_, err = k.s.OpenInvitation(nobody, "guess")
		k.refused(err, fault.NotFound, "zone.invitation.unknown")
	})
}

func TestInvitationEnds(t *testing.T) {
	each(t, func(k *desk) {
		in := zone.InvitationInput{Org: k.authority, Role: "clerk", Name: "赵六"}
		revoked, secret, err := k.s.Invite(k.admin, in)
		k.must(err)
		k.must(k.s.RevokeInvitation(k.admin, revoked.ID))
		_, err = k.s.OpenInvitation(nobody, secret)
		k.refused(err, fault.Conflict, "zone.invitation.revoked")
		_, secret, err = k.s.Invite(k.admin, in)
		k.must(err)
		k.now = k.now.Add(zone.InvitationLife)
		_, err = k.s.Accept(nobody, zone.Acceptance{Secret: secret, Login: "zhao", Password: goodPassword})
		k.refused(err, fault.Conflict, "zone.invitation.expired")
		_, _, err = k.s.Invite(k.admin, zone.InvitationInput{Org: k.authority, Role: "king", Name: "x"})
		k.wrongInput(err, "role", "zone.role.unknown")
		_, _, err = k.s.Invite(k.admin, zone.InvitationInput{Org: k.authority, Role: "clerk", Name: "x", Phone: "1"})
		k.wrongInput(err, "phone", "zone.phone.shape")
	})
}

func TestHRInvitesColleaguesOnly(t *testing.T) {
	each(t, func(k *desk) {
		o, foreign := k.organisation("91110000802100433B", "甲建设"), k.organisation("9144030071526726XG", "乙建设")
		hr := k.member(o.ID, "hr", "sun.hr", "孙人事")
		_, _, err := k.s.Invite(hr, zone.InvitationInput{Org: o.ID, Role: "guard", Name: "门卫"})
		k.must(err)
		_, _, err = k.s.Invite(hr, zone.InvitationInput{Org: foreign.ID, Role: "guard", Name: "门卫"})
		k.refused(err, fault.Forbidden, "zone.refused.zone.invite")
		_, _, err = k.s.Invite(hr, zone.InvitationInput{Org: o.ID, Role: "administrator", Name: "x"})
		k.wrongInput(err, "role", "zone.role.authority_only")
		_, _, err = k.s.Invite(hr, zone.InvitationInput{Org: o.ID, Role: "liaison", Name: "x"})
		k.refused(err, fault.Forbidden, "zone.refused.zone.invite")
		if list, err := k.s.Invitations(hr); err != nil || len(list) != 2 {
			t.Errorf("HR sees %d invitations, %v; want the own organisation's two", len(list), err)
		}
		_, err = k.s.Accounts(hr, "")
		k.refused(err, fault.Forbidden, "zone.refused.zone.administer")
	})
}

func TestLockoutByLogin(t *testing.T) {
	each(t, func(k *desk) {
		try := func(login, password string) error {
			_, err := k.s.SignIn(nobody, zone.Credentials{Login: login, Password: password, Address: "192.0.2.7"})
			return err
		}
		for _, login := range []string{"li.admin", "nobody.here"} { // an unknown login behaves the same
			for range 5 {
				k.refused(try(login, "wrong"), fault.Unauthenticated, "zone.signin.wrong")
			}
			k.refused(try(login, goodPassword), fault.TooMany, "zone.signin.locked")
		}
		k.now = k.now.Add(31 * time.Second)
		k.must(try("Li.Admin ", goodPassword))
		k.refused(try("li.admin", "wrong"), fault.Unauthenticated, "zone.signin.wrong") // the slate is clean
		if e := k.audited("zone.signin.refuse"); e.Object != "account/"+accountOf(k.admin) {
			t.Errorf("%+v", e)
		}
	})
}

func TestLockoutByAddress(t *testing.T) {
	each(t, func(k *desk) {
		var err error
		for n := range 31 {
			_, err = k.s.SignIn(nobody, zone.Credentials{Login: fmt.Sprintf("guess%d", n), Password: "wrong", Address: "192.0.2.9"})
		}
		k.refused(err, fault.TooMany, "zone.signin.locked")
		_, err = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.10"})
		k.must(err)
	})
}

func TestParallelGuessesAreCounted(t *testing.T) {
	each(t, func(k *desk) {
		var all sync.WaitGroup
		var mu sync.Mutex
		locked := 0
		for range 12 {
			all.Go(func() {
				_, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: "wrong", Address: "192.0.2.1"})
				mu.Lock()
				defer mu.Unlock()
				if fault.Of(err) == fault.TooMany {
					locked++
				}
			})
		}
		all.Wait()
		if locked != 7 {
			t.Errorf("of 12 guesses at once %d had to wait, want 7", locked)
		}
	})
}

// code is what the app shows at the desk's time.
func (k *desk) code(secret string) string {
	k.t.Helper()
	c, err := hotp.GenerateCode(secret, uint64(k.now.Unix()/30))
	k.must(err)
	return c
}

func TestSecondStep(t *testing.T) {
	each(t, func(k *desk) {
		secret, link, err := k.s.BeginTOTP(k.admin, goodPassword)
		k.must(err)
		if !strings.Contains(link, "otpauth://totp/Fugong%20XEDZ:li.admin") {
			t.Error(link)
		}
		_, err = k.s.ConfirmTOTP(k.admin, "000000")
		k.wrongInput(err, "code", "zone.totp.code")
		recovery, err := k.s.ConfirmTOTP(k.admin, k.code(secret))
		k.must(err)
		_, _, err = k.s.BeginTOTP(k.admin, goodPassword)
		k.refused(err, fault.Conflict, "zone.totp.on")

		first := func() string {
			in, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1"})
			k.must(err)
			if !in.Pending {
				t.Fatal("signed in without the second step")
			}
			_, err = k.s.Authenticate(nobody, in.Secret)
			k.refused(err, fault.Unauthenticated, "zone.sign_in_first")
			return in.Secret
		}
		_, err = k.s.SecondStep(nobody, zone.Codes{Secret: first(), Code: k.code(secret), Address: "192.0.2.1"})
		k.refused(err, fault.Unauthenticated, "zone.signin.code") // used by the enrolment
		k.now = k.now.Add(30 * time.Second)
		in, err := k.s.SecondStep(nobody, zone.Codes{Secret: first(), Code: k.code(secret), Address: "192.0.2.1"})
		k.must(err)
		k.as(in.Secret)

		_, err = k.s.SecondStep(nobody, zone.Codes{Secret: first(), Code: strings.ToLower(recovery[3])})
		k.must(err)
		_, err = k.s.SecondStep(nobody, zone.Codes{Secret: first(), Code: recovery[3]})
		k.refused(err, fault.Unauthenticated, "zone.signin.code")
		late := first()
		k.now = k.now.Add(5 * time.Minute)
		_, err = k.s.SecondStep(nobody, zone.Codes{Secret: late, Code: recovery[4]})
		k.refused(err, fault.Unauthenticated, "zone.signin.again")
		k.must(k.s.StopTOTP(k.admin, goodPassword))
		k.signIn("li.admin")
	})
}

func TestKnowingThePasswordGivesNoEndlessCodes(t *testing.T) {
	each(t, func(k *desk) {
		secret, _, err := k.s.BeginTOTP(k.admin, goodPassword)
		k.must(err)
		_, err = k.s.ConfirmTOTP(k.admin, k.code(secret))
		k.must(err)
		for n := range 10 {
			in, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.1"})
			if fault.Of(err) == fault.TooMany {
				return
			}
			k.must(err)
			_, err = k.s.SecondStep(nobody, zone.Codes{Secret: in.Secret, Code: fmt.Sprintf("%06d", n), Address: "192.0.2.1"})
			if fault.Of(err) == fault.TooMany {
				return
			}
		}
		t.Error("ten codes could be guessed in a row")
	})
}

func TestSessions(t *testing.T) {
	each(t, func(k *desk) {
		in, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword, Address: "192.0.2.5", Agent: strings.Repeat("A", 500)})
		k.must(err)
		me, err := k.s.Me(k.as(in.Secret))
		k.must(err)
		if len(me.Sessions) != 2 || len(me.Memberships) != 1 || me.Organisations[k.authority].ID != k.authority || me.Account.Name != "李管理" {
			t.Errorf("%+v", me)
		}
		i, err := k.s.Authenticate(nobody, in.Secret)
		k.must(err)
		k.must(k.s.ChangePassword(k.admin, goodPassword, "eight geese over the lake", i.Session))
		if me, _ := k.s.Me(k.admin); len(me.Sessions) != 1 || me.Sessions[0].ID != i.Session || me.Sessions[0].Address != "192.0.2.5" {
			t.Errorf("after a new password %d sessions live", len(me.Sessions))
		}
		k.refused(k.s.EndSession(k.admin, "none"), fault.NotFound, "zone.session.unknown")
		k.must(k.s.EndSession(k.admin, ""))
		k.audited("zone.own.session.end_all")
		_, err = k.s.Authenticate(nobody, in.Secret)
		k.refused(err, fault.Unauthenticated, "zone.session.over")
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	each(t, func(k *desk) {
		in, err := k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword})
		k.must(err)
		for k.now = k.now.Add(11 * time.Hour); k.now.Before(time.Date(2020, 2, 28, 1, 0, 0, 0, time.UTC)); k.now = k.now.Add(11 * time.Hour) {
			k.as(in.Secret) // each use prolongs the idle time
		}
		k.now = time.Date(2020, 2, 28, 1, 0, 0, 0, time.UTC)
		_, err = k.s.Authenticate(nobody, in.Secret)
		k.refused(err, fault.Unauthenticated, "zone.session.over")
		k.now = k.now.Add(time.Hour)
		k.must(k.s.Sweep(nobody))
		var left int
		k.must(db.Get(nobody, k.db, &left, `SELECT COUNT(*) FROM zone_session`))
		if left != 0 {
			t.Errorf("%d dead sessions are kept", left)
		}
		in, err = k.s.SignIn(nobody, zone.Credentials{Login: "li.admin", Password: goodPassword})
		k.must(err)
		k.must(k.s.SignOut(nobody, in.Secret))
		k.must(k.s.SignOut(nobody, in.Secret))
		_, err = k.s.Authenticate(nobody, in.Secret)
		k.refused(err, fault.Unauthenticated, "zone.session.over")
	})
}

func TestOwnPassword(t *testing.T) {
	each(t, func(k *desk) {
		k.wrongInput(k.s.ChangePassword(k.admin, "wrong", "eight geese over the lake", ""), "password", "zone.password.wrong")
		k.wrongInput(k.s.ChangePassword(k.admin, goodPassword, goodPassword, ""), "fresh", "zone.password.same")
		k.wrongInput(k.s.ChangePassword(k.admin, goodPassword, "li.admin12", ""), "fresh", "zone.password.common")
		for range 4 {
			k.wrongInput(k.s.ChangePassword(k.admin, "wrong", "x", ""), "password", "zone.password.wrong")
		}
		k.wrongInput(k.s.ChangePassword(k.admin, "wrong", "x", ""), "password", "zone.password.wrong")
		k.refused(k.s.ChangePassword(k.admin, goodPassword, "eight geese over the lake", ""), fault.TooMany, "zone.signin.locked")
		k.wrongInput(k.s.SetLanguage(k.admin, "xx"), "language", "zone.language.unknown")
		k.must(k.s.SetLanguage(k.admin, "en"))
		if me, _ := k.s.Me(k.admin); me.Account.Language != "en" {
			t.Error(me.Account.Language)
		}
	})
}

func TestResetPassword(t *testing.T) {
	each(t, func(k *desk) {
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		totp, _, err := k.s.BeginTOTP(clerk, goodPassword)
		k.must(err)
		_, err = k.s.ConfirmTOTP(clerk, k.code(totp))
		k.must(err)
		_, _, err = k.s.ResetPassword(clerk, accountOf(clerk))
		k.refused(err, fault.Forbidden, "zone.refused.zone.administer")
		_, secret, err := k.s.ResetPassword(k.admin, accountOf(clerk))
		k.must(err)
		if open, err := k.s.OpenInvitation(nobody, secret); err != nil || open.Login != "zhao" {
			t.Errorf("%+v, %v", open, err)
		}
		a, err := k.s.Accept(nobody, zone.Acceptance{Secret: secret, Password: "eight geese over the lake"})
		k.must(err)
		if a.ID != accountOf(clerk) {
			t.Error("a reset made another account")
		}
		in, err := k.s.SignIn(nobody, zone.Credentials{Login: "zhao", Password: "eight geese over the lake"})
		if err != nil || in.Pending {
			t.Errorf("%+v, %v", in, err)
		}
	})
}

func TestAccountsAndRoles(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		planner := k.member(o.ID, "planner", "qian", "钱计划")
		account := accountOf(planner)
		k.must(k.s.Grant(k.admin, account, o.ID, "hr"))
		k.audited("zone.role.grant")
		k.refused(k.s.Grant(k.admin, account, o.ID, "hr"), fault.Conflict, "zone.role.held")
		k.wrongInput(k.s.Grant(k.admin, account, o.ID, "auditor"), "role", "zone.role.authority_only")
		k.wrongInput(k.s.Grant(k.admin, account, "none", "hr"), "organisation", "zone.organisation.unknown")
		if a, _ := who.From(k.signIn("qian")); len(a.Roles) != 2 {
			t.Errorf("roles %v", a.Roles)
		}
		_, token, err := k.s.MakeToken(planner, zone.TokenInput{Org: o.ID, Role: "planner", Name: "nightly", Expires: k.now.Add(time.Hour)})
		k.must(err)
		k.must(k.s.Withdraw(k.admin, account, o.ID, "planner"))
		_, err = k.s.AuthenticateToken(nobody, token)
		k.refused(err, fault.Unauthenticated, "zone.token.revoked")
		k.refused(k.s.Withdraw(k.admin, account, o.ID, "planner"), fault.NotFound, "zone.role.not_held")
		k.refused(k.s.Withdraw(k.admin, accountOf(k.admin), k.authority, "administrator"), fault.Conflict, "zone.role.last")
		for text, want := range map[string]int{"": 2, "QIAN": 1, "钱": 1, "x": 0} {
			if found, err := k.s.Accounts(k.admin, text); err != nil || len(found) != want {
				t.Errorf("search %q: %d, %v", text, len(found), err)
			}
		}
		if names, err := k.s.Names(k.admin, account, account, "none", ""); err != nil || len(names) != 1 || names[account] != "钱计划" {
			t.Errorf("%v, %v", names, err)
		}
		if holders, err := k.s.Holders(planner, "hr"); err != nil || len(holders) != 1 || holders[0] != (zone.Holder{ID: account, Name: "钱计划"}) {
			t.Errorf("%v, %v", holders, err)
		}
		_, err = k.s.Account(k.admin, account)
		k.must(err)
	})
}

func TestDisabledAccountIsCutOff(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		planner := k.member(o.ID, "planner", "qian", "钱计划")
		session, err := k.s.SignIn(nobody, zone.Credentials{Login: "qian", Password: goodPassword})
		k.must(err)
		_, token, err := k.s.MakeToken(planner, zone.TokenInput{Org: o.ID, Role: "planner", Name: "nightly", Expires: k.now.Add(time.Hour)})
		k.must(err)
		k.refused(k.s.Disable(k.admin, accountOf(k.admin), true), fault.Conflict, "zone.account.self")
		k.must(k.s.Disable(k.admin, accountOf(planner), true))
		k.audited("zone.account.disable")
		_, err = k.s.Authenticate(nobody, session.Secret)
		k.refused(err, fault.Unauthenticated, "zone.session.over")
		_, err = k.s.AuthenticateToken(nobody, token)
		k.refused(err, fault.Unauthenticated, "zone.token.revoked")
		_, err = k.s.SignIn(nobody, zone.Credentials{Login: "qian", Password: goodPassword})
		k.refused(err, fault.Unauthenticated, "zone.signin.wrong")
		k.must(k.s.Disable(k.admin, accountOf(planner), false))
		k.signIn("qian")
	})
}

func TestTokens(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		planner := k.member(o.ID, "planner", "qian", "钱计划")
		in := zone.TokenInput{Org: o.ID, Role: "planner", Name: "nightly", Expires: k.now.Add(48 * time.Hour)}
		made, secret, err := k.s.MakeToken(planner, in)
		k.must(err)
		in.Role = "hr"
		_, _, err = k.s.MakeToken(planner, in)
		k.refused(err, fault.Forbidden, "zone.refused.token.manage")
		in.Role = "administrator"
		in.Org = k.authority
		_, _, err = k.s.MakeToken(k.admin, in)
		k.wrongInput(err, "role", "zone.token.role")

		i, err := k.s.AuthenticateToken(nobody, secret)
		k.must(err)
		program := who.With(nobody, i.Actor)
		_, _, err = k.s.MakeToken(program, zone.TokenInput{Org: o.ID, Role: "planner", Name: "more", Expires: k.now.Add(time.Hour)})
		k.refused(err, fault.Forbidden, "zone.refused.rule.token_does_not_govern")
		_, err = k.s.Me(program)
		k.refused(err, fault.Forbidden, "zone.refused.rule.token_does_not_govern")
		k.now = k.now.Add(2 * time.Minute)
		_, err = k.s.AuthenticateToken(nobody, secret)
		k.must(err)
		if list, _ := k.s.Tokens(planner); len(list) != 1 || !list[0].LastUsed.Equal(k.now) || list[0].Hash == secret {
			t.Errorf("%+v", list)
		}
		k.must(k.s.RevokeToken(planner, made.ID))
		_, err = k.s.AuthenticateToken(nobody, secret)
		k.refused(err, fault.Unauthenticated, "zone.token.revoked")
		_, err = k.s.AuthenticateToken(nobody, secret[:len(secret)-1]+"?")
		k.refused(err, fault.Unauthenticated, "zone.token.unknown")
		_, err = k.s.AuthenticateToken(nobody, "guess")
		k.refused(err, fault.Unauthenticated, "zone.token.unknown")
	})
}

const (
	plainName   = "诸葛孔明"
	plainNumber = "11010519491231002X"
	plainPhone  = "13812345678"
	plainEmail  = "kongming@example.com"
)

func TestPeople(t *testing.T) {
	each(t, func(k *desk) {
		o, foreign := k.organisation("91110000802100433B", "甲建设"), k.organisation("9144030071526726XG", "乙建设")
		hr, other := k.member(o.ID, "hr", "sun", "孙人事"), k.member(foreign.ID, "hr", "zhou", "周人事")
		in := zone.PersonInput{Org: o.ID, Name: plainName, PaperKind: "id_card", Number: plainNumber, Phone: plainPhone, Email: plainEmail}
		p, err := k.s.AddPerson(hr, in)
		k.must(err)
		want := zone.MaskedPerson{ID: p.ID, Org: o.ID, Name: "诸**", PaperKind: "id_card", Number: "110***********002X", Phone: "138****5678", Email: "k***@example.com"}
		if p != want {
			t.Errorf("masked %+v", p)
		}
		_, err = k.s.AddPerson(hr, in)
		k.refused(err, fault.Conflict, "zone.person.exists")
		in.Org = foreign.ID
		_, err = k.s.AddPerson(hr, in)
		k.refused(err, fault.Forbidden, "zone.refused.person.edit")

		for _, text := range []string{"", plainName, " " + plainNumber + " ", strings.ToLower(plainNumber), plainPhone, "+86 138 1234 5678"} {
			if found, more, err := k.s.People(hr, text, ""); err != nil || more || len(found) != 1 || found[0] != want {
				t.Errorf("search %q: %v, %v", text, found, err)
			}
		}
		for _, text := range []string{"诸葛", "1381234", "nobody"} {
			if found, _, err := k.s.People(hr, text, ""); err != nil || len(found) != 0 {
				t.Errorf("search %q: %v, %v", text, found, err)
			}
		}
		if found, _, err := k.s.People(other, plainName, ""); err != nil || len(found) != 0 {
			t.Errorf("another organisation's HR finds %v, %v", found, err)
		}
		_, err = k.s.Person(other, p.ID)
		k.refused(err, fault.Forbidden, "zone.refused.person.view")
		in.Org, in.Phone = o.ID, ""
		if p, err = k.s.EditPerson(hr, p.ID, in); err != nil || p.Phone != "" {
			t.Errorf("%+v, %v", p, err)
		}
		if e := k.audited("zone.person.edit"); e.Detail["changed"] != "phone" {
			t.Errorf("%+v", e)
		}
		_, err = k.s.EditPerson(other, p.ID, zone.PersonInput{Org: foreign.ID, Name: "x", PaperKind: "passport", Number: "E12345678"})
		k.refused(err, fault.Forbidden, "zone.refused.person.edit")
	})
}

func TestPeoplePages(t *testing.T) {
	each(t, func(k *desk) {
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		for n := range 52 {
			_, err := k.s.AddPerson(clerk, zone.PersonInput{Name: "某人", PaperKind: "passport", Number: fmt.Sprintf("E%07d", n)})
			k.must(err)
		}
		first, more, err := k.s.People(clerk, "", "")
		k.must(err)
		rest, end, err := k.s.People(clerk, "某人", first[49].ID)
		k.must(err)
		if len(first) != 50 || !more || len(rest) != 2 || end {
			t.Errorf("%d then %d", len(first), len(rest))
		}
	})
}

func TestRevealIsAudited(t *testing.T) {
	each(t, func(k *desk) {
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		p, err := k.s.AddPerson(clerk, zone.PersonInput{Name: plainName, PaperKind: "id_card", Number: plainNumber, Phone: plainPhone})
		k.must(err)
		_, err = k.s.Reveal(clerk, p.ID, zone.FieldNumber, "curiosity")
		k.wrongInput(err, "reason", "zone.reveal.reason")
		_, err = k.s.Reveal(clerk, p.ID, "secret", "contact")
		k.refused(err, fault.NotFound, "zone.person.field")
		_, err = k.s.Reveal(k.admin, p.ID, zone.FieldNumber, "contact")
		k.refused(err, fault.Forbidden, "zone.refused.person.reveal")
		value, err := k.s.Reveal(clerk, p.ID, zone.FieldNumber, "identity_check")
		if err != nil || value != plainNumber {
			t.Errorf("%q, %v", value, err)
		}
		e := k.audited("zone.person.reveal")
		if e.Actor != accountOf(clerk) || e.Object != "person/"+p.ID || e.Detail["field"] != "number" || e.Detail["reason"] != "identity_check" {
			t.Errorf("%+v", e)
		}
		if n, err := k.s.VerifyAudit(k.admin); err != nil || n == 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
}

// Nothing private is readable in any table, log line or error.
func TestNoPersonalDataLeaks(t *testing.T) {
	each(t, func(k *desk) {
		clerk := k.member(k.authority, "clerk", "liubei.clerk", "刘玄德")
		in := zone.PersonInput{Name: plainName, PaperKind: "id_card", Number: plainNumber, Phone: plainPhone, Email: plainEmail}
		p, err := k.s.AddPerson(clerk, in)
		k.must(err)
		_, err = k.s.Reveal(clerk, p.ID, zone.FieldName, "contact")
		k.must(err)
		var said []string
		note := func(err error) {
			for ; err != nil; err = errors.Unwrap(err) {
				said = append(said, fmt.Sprintf("%+v", err))
			}
		}
		_, err = k.s.AddPerson(clerk, in)
		note(err)
		in.Number = plainNumber[:17] + "1"
		_, err = k.s.AddPerson(clerk, in)
		note(err)
		_, err = k.s.SignIn(nobody, zone.Credentials{Login: "liubei.clerk", Password: "wrong", Address: "192.0.2.77"})
		note(err)
		said = append(said, k.log.String(), k.dump())
		for _, private := range []string{plainName, plainNumber, plainPhone, plainEmail, "刘玄德", "liubei", goodPassword, "192.0.2.77"} {
			if strings.Contains(strings.Join(said, "\n"), private) {
				t.Errorf("%q can be read", private)
			}
		}
	})
}

// dump is every value of every zone and audit table as text.
func (k *desk) dump() string {
	k.t.Helper()
	var b strings.Builder
	for _, table := range []string{"zone_person", "zone_account", "zone_membership", "zone_invitation", "zone_session", "zone_token", "zone_attempt", "audit_entry"} {
		rows, err := k.db.QueryContext(nobody, "SELECT * FROM "+table)
		k.must(err)
		columns, err := rows.Columns()
		k.must(err)
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		for rows.Next() {
			k.must(rows.Scan(values...))
			for _, v := range values {
				fmt.Fprintf(&b, "%s\n", *v.(*any))
			}
		}
		k.must(rows.Err())
		k.must(rows.Close())
	}
	return b.String()
}

func TestKeysRotate(t *testing.T) {
	each(t, func(k *desk) {
		clerk := k.member(k.authority, "clerk", "zhao", "赵六")
		p, err := k.s.AddPerson(clerk, zone.PersonInput{Name: plainName, PaperKind: "id_card", Number: plainNumber, Phone: plainPhone, Email: plainEmail})
		k.must(err)
		before := k.dump()
		k.must(vault.Rotate(k.keys))
		fresh, err := vault.Open(k.keys)
		k.must(err)
		n, err := zonesql.Reseal(nobody, k.db, fresh)
		if err != nil || n < 10 {
			t.Errorf("%d fields resealed, %v", n, err)
		}
		if again, err := zonesql.Reseal(nobody, k.db, fresh); err != nil || again != 0 {
			t.Errorf("a second walk reseals %d, %v", again, err)
		}
		if before == k.dump() {
			t.Error("nothing changed in the tables")
		}
		if found, _, err := k.s.People(clerk, plainPhone, ""); err != nil || len(found) != 1 || found[0] != p {
			t.Errorf("%v, %v", found, err)
		}
		k.signIn("zhao")
	})
}

// Every sealed column is in the list that the rotation walks.
func TestEverySealedColumnRotates(t *testing.T) {
	each(t, func(k *desk) {
		listed := map[string]bool{}
		for _, c := range zonesql.Sealed {
			listed[c.Table+"."+c.Name] = true
		}
		for _, table := range []string{"zone_person", "zone_account", "zone_invitation", "zone_session", "zone_token"} {
			rows, err := k.db.QueryContext(nobody, "SELECT * FROM "+table)
			k.must(err)
			columns, err := rows.ColumnTypes()
			k.must(err)
			for _, c := range columns {
				if c.DatabaseTypeName() == "BYTEA" && !strings.HasSuffix(c.Name(), "_index") && !listed[table+"."+c.Name()] {
					t.Errorf("%s.%s is not resealed", table, c.Name())
				}
			}
			k.must(rows.Close())
		}
	})
}
