// Package plansql keeps projects in the database: plan.Store over one SQL text
// that serves SQLite and PostgreSQL.
//
// A plan is stored row by row, in outline order, so that one edit touches one
// row; whole plans go in with statements of many rows each. What few activities
// have is kept as JSON in the column more, which is empty for most of them.
package plansql

import (
	"context"
	"embed"

	"fugong/internal/db"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

//go:embed migrations
var files embed.FS

// Migrations are this domain's tables.
var Migrations = db.Migrations{Domain: "plan", FS: files}

// Announce records a fact in the transaction that made it true.
type Announce func(ctx context.Context, tx *db.Tx, kind string, payload any, options ...job.Option) error

// Store keeps projects in d.
type Store struct {
	db        *db.DB
	read      db.Querier // lists; db itself but in tests, which count statements
	projects  *db.Gathered[projectKey, masterplan.Project]
	revisions *db.Gathered[projectKey, int64]
	announce  Announce
	seal      Sealer // of foremen's names
}

var _ plan.Store = (*Store)(nil)

// New returns the store; announce is job.Record.
func New(d *db.DB, announce Announce) *Store {
	return &Store{db: d, read: d, projects: db.Gather(d, projectRows), revisions: db.Gather(d, revisionRows), announce: announce}
}

// Sealed returns the store with what seals private fields.
func (s *Store) Sealed(seal Sealer) *Store {
	out := *s
	out.seal = seal
	return &out
}
