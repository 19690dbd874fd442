package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"fugong/internal/fault"
)

// Engine is the database program.
type Engine string

const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	url    string
	read   *sql.DB // SQLite refuses to write through it
	write  *sql.DB // SQLite: exactly one connection; PostgreSQL: the same as read
	lane   lane    // of the units of work
	use    use     // nil for a stage
}

// Querier runs statements. *DB and *Tx are Queriers.
type Querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Open opens "sqlite:FILE", which is made when absent, or "postgres://…".
// Errors: Invalid "db.url" for any other address; Unavailable "db.open",
// "db.readonly", "db.full" or "db.unreachable" when it cannot be used, and
// "db.restoring" while a restore has it alone.
func Open(ctx context.Context, url string) (*DB, error) {
	switch {
	case strings.HasPrefix(url, "sqlite:"):
		return openSQLite(ctx, url)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		return openPostgres(ctx, url)
	}
	return nil, fault.New(fault.Invalid, "db.url")
}

// Engine is the program behind d.
func (d *DB) Engine() Engine { return d.engine }

// URL is the address that d was opened with. It may hold a password.
func (d *DB) URL() string { return d.url }

// Writer is the pool that writes, for libraries that want a *sql.DB.
func (d *DB) Writer() *sql.DB { return d.write }

// Close waits for running statements and closes every connection.
func (d *DB) Close() error {
	err := d.read.Close()
	if d.write != d.read {
		err = errors.Join(err, d.write.Close())
	}
	if d.use != nil {
		err = errors.Join(err, d.use.end())
	}
	return err
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.read.PingContext(ctx); err != nil {
		return Kind(err)
	}
	return Kind(d.write.PingContext(ctx))
}

// ExecContext runs one statement in a transaction of its own, or in that of the
// unit of work that ctx is in.
func (d *DB) ExecContext(ctx context.Context, query string, args ...any) (result sql.Result, err error) {
	if err := checkStorable(args); err != nil {
		return nil, err
	}
	if u := unitOf(ctx, d); u != nil {
		return u.execStatement(ctx, query, args...)
	}
	if stuck(ctx) {
		return nil, fault.New(fault.Internal, "db.nested")
	}
	return d.write.ExecContext(ctx, query, args...)
}

// QueryContext reads, in a unit of work that has begun what it wrote too.
// Statements that write and return rows belong in a Tx.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkStorable(args); err != nil {
		return nil, err
	}
	if tx := d.within(ctx); tx != nil {
		return tx.QueryContext(ctx, query, args...)
	}
	return d.read.QueryContext(ctx, query, args...)
}

// QueryRowContext reads one row.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if tx := d.within(ctx); tx != nil {
		return tx.QueryRowContext(ctx, query, args...)
	}
	return d.read.QueryRowContext(ctx, query, args...)
}
