// Package linkweb is where a person changes the logic of a plan: adds a link, gives
// one another type or wait, or takes one away, and sees what that does to the
// finish before it is stored.
package linkweb
