package app

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/who"
	"fugong/internal/zone"
)

var update = flag.Bool("update", false, "rewrite testdata/access.md")

// The table of who may do what is a document; a change of policy.cedar that
// alters it shows up in review as a changed table.
func TestAccessTable(t *testing.T) {
	access := testAccess(t)
	var b strings.Builder
	b.WriteString("# Who may do what\n\nWritten by `go test ./internal/app -run TestAccessTable -update` out of the rooms' policies.\n" +
		"`zone`: in every organisation of the zone. `own`: in the own organisation. `charge`: where in charge as liaison\n" +
		"officer. `–`: refused. In another zone everything is refused to everyone.\n")
	table(&b, "A person at a browser", access, func(role string) who.Actor { return member(role) })
	table(&b, "An API token", access, func(role string) who.Actor { a := member(role); a.Token = "token"; return a })
	table(&b, "A person who is an auditor besides", access, func(role string) who.Actor {
		a := member(role)
		a.Roles = append(a.Roles, who.Membership{Org: "authority", Role: who.Auditor})
		return a
	})
	compare(t, "testdata/access.md", b.String())
}

func table(b *strings.Builder, title string, access *zone.Access, actor func(string) who.Actor) {
	fmt.Fprintf(b, "\n## %s\n\n| action | %s |\n|---|%s\n", title, strings.Join(zone.Roles, " | "), strings.Repeat("---|", len(zone.Roles)))
	for _, action := range allActions() {
		fmt.Fprintf(b, "| %s |", action)
		for _, role := range zone.Roles {
			fmt.Fprintf(b, " %s |", reach(access, actor(role), action))
		}
		b.WriteString("\n")
	}
}

// reach says where a may do action.
func reach(access *zone.Access, a who.Actor, action string) string {
	may := func(r who.Resource) bool { return access.Allow(who.With(context.Background(), a), action, r) == nil }
	var places []string
	for _, place := range []struct {
		name string
		r    who.Resource
	}{
		{"ANOTHER ZONE", who.Resource{Zone: "z2", Org: "own", Liaison: "me"}},
		{"zone", who.Resource{Zone: "z1", Org: "foreign"}},
		{"own", who.Resource{Zone: "z1", Org: "own"}},
		{"charge", who.Resource{Zone: "z1", Org: "foreign", Liaison: "me"}},
	} {
		if may(place.r) {
			places = append(places, place.name)
		}
	}
	if slices.Contains(places, "zone") {
		return places[0]
	}
	return cmp.Or(strings.Join(places, " + "), "–")
}

// Which roles somebody may hand out, by invitation or by token.
func TestHandingOutRoles(t *testing.T) {
	access := testAccess(t)
	for _, c := range []struct{ role, action, own, foreign string }{
		{who.Administrator, "zone.invite", strings.Join(zone.Roles, " "), strings.Join(zone.Roles, " ")},
		{who.Dispatcher, "zone.invite", "dispatcher liaison planner guard hr clerk", "dispatcher liaison planner guard hr clerk"},
		{who.HR, "zone.invite", "planner guard hr", ""},
		{who.Planner, "zone.invite", "", ""},
		{who.Planner, "token.manage", "planner", ""},
		{who.HR, "token.manage", "hr", ""},
		{who.Guard, "token.manage", "", ""},
		{who.Auditor, "zone.invite", "", ""},
	} {
		for org, want := range map[string]string{"own": c.own, "foreign": c.foreign} {
			var got []string
			for _, role := range zone.Roles {
				if access.Allow(who.With(context.Background(), member(c.role)), c.action, who.Resource{Type: "role", ID: role, Zone: "z1", Org: org}) == nil {
					got = append(got, role)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s %s in %s organisation: %v, want %s", c.role, c.action, org, got, want)
			}
		}
	}
}

func TestScope(t *testing.T) {
	access := testAccess(t)
	for _, c := range []struct{ role, action, want string }{
		{who.Dispatcher, "plan.view", "all"},
		{who.Auditor, "person.view", "all"},
		{who.Planner, "plan.view", "own"},
		{who.HR, "person.view", "own"},
		{who.Clerk, "plan.edit", "zone.refused.plan.edit"},
		{who.Auditor, "plan.edit", "zone.refused.rule.auditor_changes_nothing"},
	} {
		s, err := access.Scope(who.With(context.Background(), member(c.role)), c.action)
		got := keyOf(err)
		if err == nil && s.All {
			got = "all"
		} else if err == nil {
			got = strings.Join(s.Orgs, " ")
		}
		if got != c.want || err == nil && s.Zone != "z1" {
			t.Errorf("%s %s: %q, want %q", c.role, c.action, got, c.want)
		}
	}
}

func TestRefusalsNameTheRule(t *testing.T) {
	access := testAccess(t)
	ctx := context.Background()
	if err := access.Allow(ctx, "plan.view", who.Resource{}); fault.Of(err) != fault.Unauthenticated {
		t.Errorf("without an actor: %v", err)
	}
	token := member(who.Administrator)
	token.Token = "t"
	for _, c := range []struct {
		actor  who.Actor
		action string
		r      who.Resource
		key    string
	}{
		{member(who.Planner), "plan.import", who.Resource{Zone: "z1", Org: "foreign"}, "zone.refused.plan.import"},
		{member(who.Planner), "plan.view", who.Resource{Zone: "z2", Org: "own"}, "zone.refused.rule.another_zone"},
		{token, "zone.administer", who.Resource{Zone: "z1"}, "zone.refused.rule.token_does_not_govern"},
	} {
		err := access.Allow(who.With(ctx, c.actor), c.action, c.r)
		if fault.Of(err) != fault.Forbidden || keyOf(err) != c.key {
			t.Errorf("%s: %v, want %s", c.action, err, c.key)
		}
	}
	if err := access.Allow(who.With(ctx, member(who.Planner)), "plan.burn", who.Resource{Zone: "z1"}); fault.Of(err) != fault.Internal {
		t.Errorf("an unknown action: %v", err)
	}
}

func allActions() []string {
	var all []string
	for _, room := range policies() {
		for _, actions := range room.Actions {
			all = append(all, actions...)
		}
	}
	slices.Sort(all)
	return all
}

func member(role string) who.Actor {
	return who.Actor{Account: "me", Zone: "z1", Roles: []who.Membership{{Org: "own", Role: role}}}
}

func testAccess(t *testing.T) *zone.Access {
	t.Helper()
	access, err := zone.NewAccess(policies()...)
	if err != nil {
		t.Fatal(err)
	}
	return access
}

func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs from the policy; look at the change and run with -update:\n%s", file, got)
	}
}

// Whoever is refused reads why, whichever room the action is of.
func TestRefusalsOfEveryRoomHaveWords(t *testing.T) {
	words, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range allActions() {
		if text, found := words.Forms(i18n.Chinese, "zone.refused."+action); action != "zone.view" && !found {
			t.Errorf("a refusal of %s has no words: %v", action, text)
		}
	}
}

func TestRoomsDoNotShareActionsOrRules(t *testing.T) {
	for _, c := range []struct {
		name string
		p    who.Policy
	}{
		{"action", who.Policy{Room: "toy", Actions: map[string][]string{"look": {"plan.view"}}}},
		{"rule", who.Policy{Room: "toy", Rules: []byte(`@id("another_zone") permit (principal, action, resource);`)}},
		{"rule without a name", who.Policy{Room: "toy", Rules: []byte(`permit (principal, action, resource);`)}},
		{"nonsense", who.Policy{Room: "toy", Rules: []byte(`permit everything`)}},
	} {
		if _, err := zone.NewAccess(append(policies(), c.p)...); err == nil || !strings.Contains(err.Error(), "toy") {
			t.Errorf("%s: %v, want an error that names the room", c.name, err)
		}
	}
}

// keyOf is the message key of a fault; "" for none.
func keyOf(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

// What was allowed once is remembered for the same question only: a role that was
// withdrawn, another organisation and another officer in charge are asked about anew.
func TestRememberedPermissionsEndWithTheirReasons(t *testing.T) {
	access := testAccess(t)
	ctx := func(a who.Actor) context.Context { return who.With(context.Background(), a) }
	planner, liaison := member(who.Planner), member(who.Liaison)
	own, charge := who.Resource{Zone: "z1", Org: "own"}, who.Resource{Zone: "z1", Org: "foreign", Liaison: "me"}
	for range 2 { // the second time from memory
		if err := access.Allow(ctx(planner), "plan.edit", own); err != nil {
			t.Fatal(err)
		}
		if err := access.Allow(ctx(liaison), "plan.progress", charge); err != nil {
			t.Fatal(err)
		}
	}
	withdrawn := planner
	withdrawn.Roles = nil
	handedOn := charge
	handedOn.Liaison = "somebody else"
	for name, err := range map[string]error{
		"without the role":          access.Allow(ctx(withdrawn), "plan.edit", own),
		"in another organisation":   access.Allow(ctx(planner), "plan.edit", who.Resource{Zone: "z1", Org: "foreign"}),
		"after the officer changed": access.Allow(ctx(liaison), "plan.progress", handedOn),
		"another action":            access.Allow(ctx(liaison), "plan.edit", charge),
		"in another zone":           access.Allow(ctx(planner), "plan.edit", who.Resource{Zone: "z2", Org: "own"}),
	} {
		if fault.Of(err) != fault.Forbidden {
			t.Errorf("%s: %v, want a refusal", name, err)
		}
	}
}
