// Package who says on whose behalf a call is made. The web layer puts an Actor
// into the context after sign-in; services hand it to their Authorizer.
package who

import (
	"context"
	"slices"
)

// Actor is a signed-in account or an API token.
type Actor struct {
	Account string // account id; for a token, the account that made it
	Token   string // API token id; empty for a person at a browser
	Zone    string
	Name    string // display name, for pages only: personal data
	Roles   []Membership
}

// Membership is a role held in an organisation.
type Membership struct {
	Org  string
	Role string // one of the Role constants
}

// The roles.
const (
	Dispatcher    = "dispatcher" // zone staff: sees and steers everything in the zone
	Liaison       = "liaison"    // resident officer: sees the zone, works on assigned projects
	Planner       = "planner"    // a contractor's planner: own organisation's projects
	Guard         = "guard"
	HR            = "hr"
	Clerk         = "clerk"
	Auditor       = "auditor" // reads everything, changes nothing
	Administrator = "administrator"
	Foreman       = "foreman" // whoever holds a card of an organisation; no account has this role
)

// Resource is what an action is done to.
type Resource struct {
	Type string // "project", "organisation", "account", "zone", …
	ID   string
	Zone string
	Org  string // owning organisation

	Liaison string // account of the liaison officer in charge; empty when none
}

// Scope is what an actor may see of a list: everything in the zone, or the
// rows of some organisations.
type Scope struct {
	Zone string
	All  bool
	Orgs []string
}

// Authorizer decides. The zone's policy file satisfies it; services declare it
// as their own small interface or use this one.
type Authorizer interface {
	// Allow returns nil, or a fault of kind Forbidden (Unauthenticated without
	// an actor) that names the rule.
	Allow(ctx context.Context, action string, r Resource) error
	// Scope says which rows the actor may list for action.
	Scope(ctx context.Context, action string) (Scope, error)
}

type key struct{}

// With returns a context that acts for a.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From returns the actor; false when nobody signed in.
func From(ctx context.Context) (Actor, bool) {
	a, ok := ctx.Value(key{}).(Actor)
	return a, ok
}

// Asked is a question that an Authorizer said yes to: one action on one thing,
// or with All on a list.
type Asked struct {
	Action string   `json:"action"`
	On     Resource `json:"on,omitzero"`
	All    bool     `json:"all,omitempty"`
}

// Again asks once more, for the actor of ctx as it is now.
func (q Asked) Again(ctx context.Context, a Authorizer) error {
	if q.All {
		_, err := a.Scope(ctx, q.Action)
		return err
	}
	return a.Allow(ctx, q.Action, q.On)
}

// maxAsked bounds a trail; a request that asks for more lists many things alike.
const maxAsked = 64

// Trail is what was allowed in the course of a request.
type Trail struct{ Asked []Asked }

type trailKey struct{}

// WithTrail returns a context whose Authorizers write into t.
func WithTrail(ctx context.Context, t *Trail) context.Context {
	return context.WithValue(ctx, trailKey{}, t)
}

// NoteAllowed writes down that an Authorizer said yes.
func NoteAllowed(ctx context.Context, q Asked) {
	t, _ := ctx.Value(trailKey{}).(*Trail)
	if t == nil || len(t.Asked) == maxAsked || slices.Contains(t.Asked, q) {
		return
	}
	t.Asked = append(t.Asked, q)
}
