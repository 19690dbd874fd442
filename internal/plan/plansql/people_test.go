package plansql_test

import (
	"context"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/who"
)

// zoneOf knows some accounts with their roles and the organisation "o".
type zoneOf map[string][]string

func (z zoneOf) ActorOf(_ context.Context, zone, account string) (who.Actor, error) {
	roles, known := z[account]
	if !known {
		return who.Actor{}, fault.New(fault.Unauthenticated, "zone.session.over")
	}
	actor := who.Actor{Account: account, Zone: zone}
	for _, role := range roles {
		actor.Roles = append(actor.Roles, who.Membership{Org: "o", Role: role})
	}
	return actor, nil
}

func (z zoneOf) HasOrganisation(_ context.Context, _, organisation string) (bool, error) {
	return organisation == "o", nil
}

// plannersOnly lets those issue cards who plan.
type plannersOnly struct{ anyone }

func (p plannersOnly) Allow(ctx context.Context, action string, r who.Resource) error {
	actor, _ := who.From(ctx)
	for _, m := range actor.Roles {
		if m.Role == who.Planner {
			return p.anyone.Allow(ctx, action, r)
		}
	}
	if action == plan.ActCard {
		return fault.New(fault.Forbidden, "zone.refused.plan.card")
	}
	return p.anyone.Allow(ctx, action, r)
}

func TestACardDiesWithTheRoleOfItsIssuer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Config.Allow = plannersOnly{}
		known := zoneOf{"anna": {who.Planner}}
		h.Config.People = known
		p := h.imported(t, grid(10))
		_, secret, err := h.IssueCard(as("anna", "o"), p.ID, plan.NewCard{Name: "王师傅", Days: 30})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.OpenCard(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		known["anna"] = []string{who.Guard}
		if _, _, err := h.OpenCard(t.Context(), secret); key(err) != "plan.card.orphan" || fault.Of(err) != fault.Unauthenticated {
			t.Errorf("without the role: %v", err)
		}
		delete(known, "anna") // disabled
		if _, _, err := h.OpenCard(t.Context(), secret); key(err) != "plan.card.orphan" {
			t.Errorf("without the account: %v", err)
		}
	})
}

func TestUnknownIdsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.Config.People = zoneOf{"anna": {who.Planner}, "li": {who.Liaison}}
		ctx := as("anna")
		for _, c := range []struct{ org, liaison, want string }{
			{"ghost", "", "plan.organisation.unknown"}, {"o", "ghost", "plan.liaison.unknown"}, {"o", "anna", "plan.liaison.unknown"}, {"o", "li", ""}, {"o", "", ""},
		} {
			_, err := h.CreateProject(ctx, plan.NewProject{Org: c.org, Code: "C" + c.org + c.liaison, Name: "x", Liaison: c.liaison})
			if got := fieldKey(err); got != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		p := h.imported(t, grid(4))
		for liaison, want := range map[string]string{"ghost": "plan.liaison.unknown", "li": "", "": ""} {
			if _, err := h.EditProject(ctx, p.ID, plan.ProjectEdit{Liaison: &liaison}); fieldKey(err) != want {
				t.Errorf("edit to %q: %v", liaison, err)
			}
		}
		if _, err := h.Import(ctx, plan.Upload{Org: "ghost", Name: "x.xer"}); fieldKey(err) != "plan.organisation.unknown" {
			t.Errorf("import: %v", err)
		}
		stop := stoppage.Stoppage{Scope: stoppage.ForOrganisation, Of: "ghost", Cause: stoppage.Weather, From: today - 1, To: today}
		if _, err := h.RecordStoppage(ctx, stop, ""); fieldKey(err) != "plan.organisation.unknown" {
			t.Errorf("stoppage: %v", err)
		}
	})
}

// fieldKey is what is wrong with the first input.
func fieldKey(err error) string {
	if f, ok := err.(*fault.Error); ok && len(f.Fields) > 0 {
		return f.Fields[0].Key
	}
	if err == nil {
		return ""
	}
	return key(err)
}
