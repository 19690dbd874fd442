package db

import "context"

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
