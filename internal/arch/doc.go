// Package arch holds the tests that hold the house's shape: who may import
// whom, that every package says what it is, how large things may grow, and
// which words stay out of which rooms.
package arch
