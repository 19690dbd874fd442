package zone_test

import (
	"context"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone"
)

// What somebody handed to others reaches no further than that person does: a
// token, a link. Each row takes something away from an administrator who made one
// of each before.
func TestWhatSomebodyHandedOutDiesWithTheRole(t *testing.T) {
	for name, take := range map[string]func(k *desk, account string){
		"role withdrawn": func(k *desk, account string) {
			k.must(k.s.Withdraw(k.admin, account, k.authority, "administrator"))
		},
		"account disabled": func(k *desk, account string) { k.must(k.s.Disable(k.admin, account, true)) },
		"password reset": func(k *desk, account string) {
			_, link, err := k.s.ResetPassword(k.admin, account)
			k.must(err)
			_, err = k.s.Accept(nobody, zone.Acceptance{Secret: link, Password: "another " + goodPassword})
			k.must(err)
		},
		"role lost in the database": func(k *desk, account string) {
			_, err := k.db.ExecContext(nobody, `DELETE FROM zone_membership WHERE account_id = $1`, account)
			k.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(k *desk) {
				o := k.organisation("91110000802100433B", "甲建设")
				second := k.member(k.authority, "administrator", "sun", "孙二")
				in := zone.TokenInput{Org: o.ID, Role: "planner", Name: "nightly", Expires: k.now.Add(time.Hour)}
				_, secret, err := k.s.MakeToken(second, in)
				k.must(err)
				kept, _, err := k.s.MakeToken(second, in)
				k.must(err)
				_, own, err := k.s.MakeToken(k.admin, in)
				k.must(err)
				_, link, err := k.s.Invite(second, zone.InvitationInput{Org: k.authority, Role: "administrator", Name: "himself"})
				k.must(err)
				k.must(k.s.TakeToken(k.admin, kept.ID))
				k.audited("zone.token.take")
				_, err = k.s.AuthenticateToken(nobody, secret)
				k.must(err)

				take(k, accountOf(second))
				_, err = k.s.AuthenticateToken(nobody, secret)
				if fault.Of(err) != fault.Unauthenticated || err == nil {
					t.Errorf("the token still acts: %v", err)
				}
				if name != "password reset" { // the owner is still an administrator
					_, err = k.s.OpenInvitation(nobody, link)
					k.refused(err, fault.Conflict, "zone.invitation.revoked")
				}
				_, err = k.s.AuthenticateToken(nobody, own)
				k.must(err)
				tokens, err := k.s.Tokens(k.admin)
				k.must(err)
				for _, one := range tokens {
					if one.ID == kept.ID && (one.Revoked || one.By != accountOf(k.admin)) {
						t.Errorf("what the administrator took over is %+v", one)
					}
				}
			})
		})
	}
}

func TestOnlyTheLivingAreTakenOver(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		planner, hr := k.member(o.ID, "planner", "qian", "钱计划"), k.member(o.ID, "hr", "sun", "孙人事")
		made, _, err := k.s.MakeToken(planner, zone.TokenInput{Org: o.ID, Role: "planner", Name: "nightly", Expires: k.now.Add(time.Hour)})
		k.must(err)
		k.refused(k.s.TakeToken(hr, made.ID), fault.Forbidden, "zone.refused.token.manage")
		k.refused(k.s.RevokeToken(hr, made.ID), fault.Forbidden, "zone.refused.token.manage")
		k.refused(k.s.TakeToken(k.admin, "none"), fault.NotFound, "zone.token.unknown")
		k.must(k.s.RevokeToken(planner, made.ID))
		k.refused(k.s.TakeToken(k.admin, made.ID), fault.Conflict, "zone.token.dead")
	})
}

// A dispatcher invites, but not to every role, and so closes not every link.
func TestOnlyWhoCouldInviteClosesALink(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		dispatcher, hr := k.member(k.authority, "dispatcher", "wang", "王调度"), k.member(o.ID, "hr", "sun", "孙人事")
		invited := func(org, role string) string {
			i, _, err := k.s.Invite(k.admin, zone.InvitationInput{Org: org, Role: role, Name: "x"})
			k.must(err)
			return i.ID
		}
		administrator, auditor, liaison, planner := invited(k.authority, "administrator"), invited(k.authority, "auditor"), invited(o.ID, "liaison"), invited(o.ID, "planner")
		reset, _, err := k.s.ResetPassword(k.admin, accountOf(k.admin))
		k.must(err)
		for _, i := range []string{administrator, auditor} {
			k.refused(k.s.RevokeInvitation(dispatcher, i), fault.Forbidden, "zone.refused.zone.invite")
		}
		k.refused(k.s.RevokeInvitation(dispatcher, reset.ID), fault.Forbidden, "zone.refused.zone.administer")
		k.refused(k.s.RevokeInvitation(hr, liaison), fault.Forbidden, "zone.refused.zone.invite")
		k.must(k.s.RevokeInvitation(hr, planner))
		k.must(k.s.RevokeInvitation(dispatcher, liaison))
		k.must(k.s.RevokeInvitation(k.admin, administrator))
		k.must(k.s.RevokeInvitation(k.admin, reset.ID))
	})
}

// What goes on for longer than a request asks again who is acting.
func TestAgainKnowsWhatChanged(t *testing.T) {
	each(t, func(k *desk) {
		o := k.organisation("91110000802100433B", "甲建设")
		k.member(o.ID, "planner", "qian", "钱计划")
		in, err := k.s.SignIn(nobody, zone.Credentials{Login: "qian", Password: goodPassword})
		k.must(err)
		i, err := k.s.Authenticate(nobody, in.Secret)
		k.must(err)
		ctx := who.With(nobody, i.Actor)
		if now, err := k.s.Again(ctx, i.Session); err != nil || len(now.Roles) != 1 {
			t.Errorf("%+v, %v", now, err)
		}
		k.must(k.s.Grant(k.admin, i.Actor.Account, o.ID, "hr"))
		if now, err := k.s.Again(ctx, i.Session); err != nil || len(now.Roles) != 2 {
			t.Errorf("after another role: %+v, %v", now, err)
		}
		_, secret, err := k.s.MakeToken(ctx, zone.TokenInput{Org: o.ID, Role: "planner", Name: "x", Expires: k.now.Add(time.Hour)})
		k.must(err)
		token, err := k.s.AuthenticateToken(nobody, secret)
		k.must(err)
		program := who.With(nobody, token.Actor)
		_, err = k.s.Again(program, "")
		k.must(err)
		k.must(k.s.Disable(k.admin, i.Actor.Account, true))
		for _, one := range []struct {
			ctx     context.Context
			session string
		}{{ctx, i.Session}, {program, ""}} {
			if _, err := k.s.Again(one.ctx, one.session); err == nil || fault.Of(err) != fault.Unauthenticated {
				t.Errorf("after it was disabled: %v", err)
			}
		}
	})
}
