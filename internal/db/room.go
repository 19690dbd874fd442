package db

import (
	"context"
	"errors"

	"fugong/internal/fault"
)

// makeRoom leaves a database without any table of ours. It refuses to throw
// rows away unless replace is true, and never touches one with strange tables.
func makeRoom(ctx context.Context, d *DB, replace bool, lines []Migrations) error {
	names, err := tables(ctx, d.engine, d, lines)
	if err != nil {
		return err
	}
	for _, name := range names {
		var found int
		err := Get(ctx, d, &found, `SELECT 1 FROM `+quote(name)+` LIMIT 1`)
		switch {
		case err == nil && !replace:
			return fault.New(fault.Conflict, "db.not_empty")
		case err != nil && fault.Of(err) != fault.NotFound:
			return err
		}
	}
	if d.engine == Postgres {
		return wipePostgres(ctx, d)
	}
	return wipeSQLite(ctx, d)
}

// wipePostgres drops the schema with all that is in it: tables, and the types
// and functions that migrations made.
func wipePostgres(ctx context.Context, d *DB) error {
	return d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		var schema string
		if err := Get(ctx, tx, &schema, `SELECT current_schema()`); err != nil {
			return err
		}
		if _, err := Exec(ctx, tx, `DROP SCHEMA `+quote(schema)+` CASCADE`); err != nil {
			return err
		}
		_, err := Exec(ctx, tx, `CREATE SCHEMA `+quote(schema))
		return err
	})
}

// wipeSQLite drops every table. Foreign keys must be off for that, which the
// engine allows outside a transaction only; the writer has one connection.
func wipeSQLite(ctx context.Context, d *DB) (err error) {
	var names []string
	if err := Select(ctx, d, &names, tablesSQL[SQLite]); err != nil {
		return err
	}
	if _, err := Exec(ctx, d, `PRAGMA foreign_keys = OFF`); err != nil {
		return err
	}
	defer func() {
		_, on := Exec(ctx, d, `PRAGMA foreign_keys = ON`)
		err = errors.Join(err, on)
	}()
	return d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		for _, name := range names {
			if _, err := Exec(ctx, tx, `DROP TABLE `+quote(name)); err != nil {
				return err
			}
		}
		return nil
	})
}

// withoutForeignKeys runs load with references checked at its end only, since
// tables refer to each other and rows to rows of the same table.
func withoutForeignKeys(ctx context.Context, tx *Tx, load func() error) error {
	if tx.Engine() == SQLite {
		if _, err := Exec(ctx, tx, `PRAGMA defer_foreign_keys = ON`); err != nil {
			return err
		}
		return load()
	}
	var keys []struct{ Relation, Name, Definition string }
	err := Select(ctx, tx, &keys, `SELECT c.conrelid::regclass::text AS relation, quote_ident(c.conname) AS name,
		pg_get_constraintdef(c.oid) AS definition
		FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
		WHERE c.contype = 'f' AND n.nspname = current_schema()`)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := Exec(ctx, tx, `ALTER TABLE `+k.Relation+` DROP CONSTRAINT `+k.Name); err != nil {
			return err
		}
	}
	if err := load(); err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := Exec(ctx, tx, `ALTER TABLE `+k.Relation+` ADD CONSTRAINT `+k.Name+` `+k.Definition); err != nil {
			return err
		}
	}
	return nil
}
