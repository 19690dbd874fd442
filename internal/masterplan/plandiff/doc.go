// Package plandiff tells how one version of a plan becomes the next: which
// activities are the same, what a newer file changes, and how it takes the place
// of the plan in force. Values come out typed, so that each reader's language
// can write them.
package plandiff
