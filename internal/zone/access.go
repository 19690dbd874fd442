package zone

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/maypok86/otter/v2"

	"fugong/internal/fault"
	"fugong/internal/who"
)

//go:embed policy.cedar
var rules []byte

// Policy says what holds in every room, and who may do what to people, accounts and
// the zone.
var Policy = who.Policy{Room: "zone", Rules: rules, Actions: map[string][]string{
	"look":   {"zone.view", "zone.audit", "person.view"},
	"change": {"person.edit"},
	"govern": {"zone.administer", "zone.invite", "token.manage", "person.reveal"},
}}

// orgRoles are the roles that the policy asks for by organisation.
var orgRoles = []string{who.Planner, who.HR, who.Guard, who.Liaison, who.Foreman}

// Access decides by the rooms' policies who may do what. It satisfies who.Authorizer.
type Access struct {
	policies *cedar.PolicySet
	actions  cedar.EntityMap
	allowed  *otter.Cache[question, struct{}] // what the policies, which never change, said yes to
}

// question is all that the policies are told of a request.
type question struct {
	zone, account, roles, action string
	token                        bool
	on                           who.Resource
}

// mostAllowed bounds the questions whose answer is remembered.
const mostAllowed = 20_000

func questionOf(actor who.Actor, action string, r who.Resource) question {
	var roles strings.Builder
	for _, m := range actor.Roles {
		roles.WriteString(m.Role + " " + m.Org + "\n")
	}
	return question{actor.Zone, actor.Account, roles.String(), action, actor.Token != "", r}
}

// NewAccess puts the policies of the rooms together, that of the zone among them. An
// error names the room whose policy makes no sense or uses the name of a rule or an
// action that another has.
func NewAccess(rooms ...who.Policy) (*Access, error) {
	a := &Access{policies: cedar.NewPolicySet(), actions: cedar.EntityMap{}, allowed: otter.Must(&otter.Options[question, struct{}]{MaximumSize: mostAllowed})}
	for _, room := range rooms {
		if err := a.addRoom(room); err != nil {
			return nil, fmt.Errorf("zone: the policy of %s: %w", room.Room, err)
		}
	}
	return a, nil
}

func (a *Access) addRoom(room who.Policy) error {
	list, err := cedar.NewPolicyListFromBytes("policy.cedar", room.Rules)
	if err != nil {
		return err
	}
	for _, p := range list {
		name := cedar.PolicyID(p.Annotations()["id"])
		if name == "" || !a.policies.Add(name, p) {
			return fmt.Errorf("line %d needs an @id of its own", p.Position().Line)
		}
	}
	for group, actions := range room.Actions {
		parent := cedar.NewEntityUIDSet(cedar.NewEntityUID("Action", cedar.String(group)))
		for _, name := range actions {
			uid := cedar.NewEntityUID("Action", cedar.String(name))
			if _, taken := a.actions[uid]; taken {
				return fmt.Errorf("the action %s is another room's", name)
			}
			a.actions[uid] = cedar.Entity{UID: uid, Parents: parent}
		}
	}
	return nil
}

// Allow returns nil when the actor of ctx may do action to r; Unauthenticated
// without an actor; Forbidden, with the rule that stood in the way, otherwise.
func (a *Access) Allow(ctx context.Context, action string, r who.Resource) error {
	actor, ok := who.From(ctx)
	if !ok {
		return fault.New(fault.Unauthenticated, "zone.sign_in_first")
	}
	err := a.decideFor(actor, action, r)
	if err == nil {
		who.NoteAllowed(ctx, who.Asked{Action: action, On: r})
	}
	return err
}

// Scope says which rows the actor of ctx may list for action: the whole zone
// when it may do action to what belongs to nobody, else the organisations of
// its memberships in which it may. Forbidden when there are none.
func (a *Access) Scope(ctx context.Context, action string) (who.Scope, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return who.Scope{}, fault.New(fault.Unauthenticated, "zone.sign_in_first")
	}
	s := who.Scope{Zone: actor.Zone}
	refusal := a.decideFor(actor, action, who.Resource{Zone: actor.Zone})
	if refusal == nil {
		who.NoteAllowed(ctx, who.Asked{Action: action, All: true})
		s.All = true
		return s, nil
	}
	for _, m := range actor.Roles {
		own := who.Resource{Zone: actor.Zone, Org: m.Org}
		if !slices.Contains(s.Orgs, m.Org) && a.decideFor(actor, action, own) == nil {
			s.Orgs = append(s.Orgs, m.Org)
		}
	}
	if len(s.Orgs) == 0 {
		return who.Scope{}, refusal
	}
	who.NoteAllowed(ctx, who.Asked{Action: action, All: true})
	return s, nil
}

func (a *Access) decideFor(actor who.Actor, action string, r who.Resource) error {
	asked := questionOf(actor, action, r)
	if _, before := a.allowed.GetIfPresent(asked); before {
		return nil
	}
	err := a.askPolicies(actor, action, r)
	if err == nil {
		a.allowed.Set(asked, struct{}{})
	}
	return err
}

// askPolicies asks anew.
func (a *Access) askPolicies(actor who.Actor, action string, r who.Resource) error {
	principal, resource := principalEntity(actor), resourceEntity(r)
	entities := entities{a.actions, principal, resource}
	verb := cedar.NewEntityUID("Action", cedar.String(action))
	if _, known := a.actions[verb]; !known {
		return fault.New(fault.Internal, "zone.action.unknown", "Action", action)
	}
	decision, why := cedar.Authorize(a.policies, entities, cedar.Request{
		Principal: principal.UID, Action: verb, Resource: resource.UID,
	})
	if len(why.Errors) > 0 {
		return fault.New(fault.Internal, "zone.policy.broken").Because(fmt.Errorf("%s: %s", why.Errors[0].PolicyID, why.Errors[0].Message))
	}
	if decision == cedar.Allow {
		return nil
	}
	return refuseAction(action, why)
}

// refuseAction names the forbidding rule, or says who may do the action.
func refuseAction(action string, why cedar.Diagnostic) error {
	if len(why.Reasons) == 0 {
		return fault.New(fault.Forbidden, "zone.refused."+action)
	}
	rules := make([]string, len(why.Reasons))
	for i, r := range why.Reasons {
		rules[i] = string(r.PolicyID)
	}
	return fault.New(fault.Forbidden, "zone.refused.rule."+slices.Min(rules))
}

// entities are the actions and the two parties of one request.
type entities struct {
	actions             cedar.EntityMap
	principal, resource cedar.Entity
}

func (e entities) Get(uid cedar.EntityUID) (cedar.Entity, bool) {
	switch uid {
	case e.principal.UID:
		return e.principal, true
	case e.resource.UID:
		return e.resource, true
	}
	return e.actions.Get(uid)
}

func principalEntity(actor who.Actor) cedar.Entity {
	orgs := map[string][]cedar.Value{}
	var roles []cedar.EntityUID
	for _, m := range actor.Roles {
		orgs[m.Role] = append(orgs[m.Role], cedar.String(m.Org))
		roles = append(roles, cedar.NewEntityUID("Role", cedar.String(m.Role)))
	}
	attributes := cedar.RecordMap{
		"zone":    cedar.String(actor.Zone),
		"account": cedar.String(actor.Account),
		"token":   cedar.Boolean(actor.Token != ""),
	}
	for _, role := range orgRoles {
		attributes[cedar.String(role)] = cedar.NewSet(orgs[role]...)
	}
	return cedar.Entity{
		UID:        cedar.NewEntityUID("Account", cedar.String(actor.Account)),
		Parents:    cedar.NewEntityUIDSet(roles...),
		Attributes: cedar.NewRecord(attributes),
	}
}

func resourceEntity(r who.Resource) cedar.Entity {
	return cedar.Entity{
		UID: cedar.NewEntityUID("Resource", cedar.String(r.Type+":"+r.ID)),
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"type":    cedar.String(r.Type),
			"id":      cedar.String(r.ID),
			"zone":    cedar.String(r.Zone),
			"org":     cedar.String(r.Org),
			"liaison": cedar.String(r.Liaison),
		}),
	}
}
