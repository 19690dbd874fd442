// Package id makes identifiers: UUIDs of version 7, which sort by the time they
// were made and need no database to hand them out.
package id

import "github.com/google/uuid"

// New returns a new identifier.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid tells whether s is written as an identifier.
func Valid(s string) bool { return uuid.Validate(s) == nil && len(s) == 36 }
