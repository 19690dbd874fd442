// Package recoverysql keeps solves, what was entered of a site, and the measures of
// a zone in the database: recovery.Store over one SQL text that serves SQLite and
// PostgreSQL. Its tables stand in plan's line of migrations, beside the projects
// that they belong to and are deleted with.
package recoverysql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/job"
	"fugong/internal/recovery"
)

// Announce records a fact in the transaction that made it true.
type Announce func(ctx context.Context, tx *db.Tx, kind string, payload any, options ...job.Option) error

// Store keeps solves in a database.
type Store struct {
	db       *db.DB
	announce Announce
}

var _ recovery.Store = (*Store)(nil)

// New returns the store; announce is job.Record.
func New(d *db.DB, announce Announce) *Store { return &Store{d, announce} }
