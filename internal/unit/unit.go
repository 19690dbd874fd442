// Package unit lets the use cases of a request know that they are one unit of
// work: the whole request is one transaction, committed when its answer is
// written. The database begins and ends units; who changes something in memory,
// or tells others of a change, asks here to wait for the commit.
package unit

import "context"

// State is where a unit stands.
type State struct {
	Begun   bool // its transaction has begun: what is read is perhaps not committed yet
	Retried bool // it runs again, because a transaction was in its way
	Over    bool
}

// Unit is one unit of work. The database implements it.
type Unit interface {
	State() State
	AfterCommit(f func())
	Finally(f func())
	Keep(key, value any)
	Kept(key any) any
}

type key struct{}
type apartKey struct{}

// With returns a context inside u.
func With(ctx context.Context, u Unit) context.Context { return context.WithValue(ctx, key{}, u) }

// Of is the unit that ctx is in; nil for none, and when it is over.
func Of(ctx context.Context) Unit {
	u, _ := ctx.Value(key{}).(Unit)
	if u == nil || u.State().Over {
		return nil
	}
	return u
}

// Begun tells whether ctx is in a unit whose transaction has begun. Then no
// other unit of this process is at work, and none may be waited for.
func Begun(ctx context.Context) bool {
	u := Of(ctx)
	return u != nil && u.State().Begun
}

// Retried tells whether ctx is in a unit that runs again.
func Retried(ctx context.Context) bool {
	u := Of(ctx)
	return u != nil && u.State().Retried
}

// AfterCommit runs f once what was done in ctx is durable: after the commit of
// its unit, at once without one. A unit that fails never runs it. f must be
// quick: others wait.
func AfterCommit(ctx context.Context, f func()) {
	if u := Of(ctx); u != nil {
		u.AfterCommit(f)
		return
	}
	f()
}

// Finally runs f when the unit of ctx is over, committed or not, and at once
// without one or before the unit's transaction has begun.
func Finally(ctx context.Context, f func()) {
	if u := Of(ctx); u != nil && u.State().Begun {
		u.Finally(f)
		return
	}
	f()
}

// Waits tells that the unit of ctx waits for something that another unit may hold
// until it is committed, so that no commit waits for this one.
func Waits(ctx context.Context) {
	if u, ok := Of(ctx).(interface{ Waits() }); ok {
		u.Waits()
	}
}

// Keep remembers a value until the transaction that ctx is in is committed, for
// the units that share it. A unit that fails takes its values with it, so values
// are replaced and never changed. Without a begun unit nothing is kept.
func Keep(ctx context.Context, key, value any) {
	if u := Of(ctx); u != nil {
		u.Keep(key, value)
	}
}

// Kept is what Keep remembered; nil for nothing.
func Kept(ctx context.Context, key any) any {
	if u := Of(ctx); u != nil {
		return u.Kept(key)
	}
	return nil
}

// Apart leaves the unit that ctx is in: what is done with the result is
// committed on its own and stays when the unit fails, such as a wrong password
// that is counted. It must come before the unit's transaction has begun.
func Apart(ctx context.Context) context.Context {
	u := Of(ctx)
	if u == nil {
		return ctx
	}
	return context.WithValue(context.WithValue(ctx, key{}, nil), apartKey{}, u)
}

// LeftBy is the unit that Apart left; nil for none.
func LeftBy(ctx context.Context) Unit {
	u, _ := ctx.Value(apartKey{}).(Unit)
	return u
}
