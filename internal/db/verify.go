package db

import (
	"context"
	"database/sql"
	"errors"

	"fugong/internal/fault"
)

// Verify checks the database: its pages and indexes (SQLite; PostgreSQL reads
// every row, which finds pages with wrong checksums), its references, and that
// it is migrated. Errors: Internal "db.corrupt", Internal "db.reference_broken"
// with the Table, Conflict "db.outdated" or "db.newer", Internal "db.stray".
func Verify(ctx context.Context, d *DB, lines ...Migrations) (s Summary, err error) {
	if d.engine == SQLite {
		if err := verifyPages(ctx, d); err != nil {
			return s, err
		}
	}
	if err := verifyReferences(ctx, d); err != nil {
		return s, err
	}
	if err := verifyVersions(ctx, d, lines); err != nil {
		return s, err
	}
	names, err := archivedTables(ctx, d.engine, d, lines)
	if err != nil {
		return s, err
	}
	for _, name := range names {
		var n int64
		if err := Get(ctx, d, &n, `SELECT COUNT(*) FROM `+quote(name)); err != nil {
			return s, err
		}
		s.Tables++
		s.Rows += n
	}
	return s, nil
}

func verifyPages(ctx context.Context, d *DB) error {
	var found []string
	if err := Select(ctx, d, &found, `PRAGMA integrity_check(1)`); err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		return fault.New(fault.Internal, "db.corrupt").Because(errors.New(found[0]))
	}
	return nil
}

func verifyReferences(ctx context.Context, d *DB) error {
	query := `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`
	if d.engine == Postgres {
		query = `SELECT conrelid::regclass::text FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
			WHERE NOT convalidated AND n.nspname = current_schema() LIMIT 1`
	}
	var table sql.NullString
	err := Get(ctx, d, &table, query)
	if fault.Of(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Internal, "db.reference_broken", "Table", table.String)
}

func verifyVersions(ctx context.Context, d *DB, lines []Migrations) error {
	versions, err := Versions(ctx, d, lines...)
	for _, v := range versions {
		switch {
		case v.Current < v.Target:
			return fault.New(fault.Conflict, "db.outdated", "Domain", v.Domain)
		case v.Current > v.Target:
			return fault.New(fault.Conflict, "db.newer", "Domain", v.Domain)
		}
	}
	return err
}
