package vault

import (
	"bytes"
	"context"
	"embed"

	"fugong/internal/db"
	"fugong/internal/fault"
)

//go:embed migrations
var files embed.FS

// Migrations make the table that ties a database to its key file.
var Migrations = db.Migrations{Domain: "vault", FS: files}

// Column is a sealed column of a table whose rows have a TEXT column id. Its
// fields are sealed for AAD(Table, Name, id). The names come from our own
// stores, never from input.
type Column struct{ Table, Name string }

// batch bounds how long one transaction of ResealColumn holds the writer.
const batch = 200

// ResealColumn puts every field of a column under the newest key and counts
// those it changed. It may be stopped and started again at any time, and runs
// beside other writers: a field that changed meanwhile is left as it is.
func (v *Vault) ResealColumn(ctx context.Context, d *db.DB, c Column) (resealed int, err error) {
	after := ""
	for {
		var n int
		var last string
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			var err error
			n, last, err = v.resealBatch(ctx, tx, c, after)
			return err
		})
		if err != nil || last == "" {
			return resealed, err
		}
		resealed += n
		after = last
	}
}

func (v *Vault) resealBatch(ctx context.Context, tx *db.Tx, c Column, after string) (n int, last string, err error) {
	var rows []struct {
		ID     string `db:"id"`
		Sealed []byte `db:"sealed"`
	}
	err = db.Select(ctx, tx, &rows, `SELECT id, `+c.Name+` AS sealed FROM `+c.Table+
		` WHERE id > $1 AND `+c.Name+` IS NOT NULL ORDER BY id LIMIT $2`, after, batch)
	if err != nil {
		return 0, "", err
	}
	for _, row := range rows {
		last = row.ID
		resealed, fresh, err := v.Reseal(row.Sealed, AAD(c.Table, c.Name, row.ID))
		if err != nil {
			return 0, "", err
		}
		if !fresh {
			continue
		}
		if _, err := db.Exec(ctx, tx, `UPDATE `+c.Table+` SET `+c.Name+` = $1 WHERE id = $2`, resealed, row.ID); err != nil {
			return 0, "", err
		}
		n++
	}
	return n, last, nil
}

// VerifyColumn opens every field of a column. It returns Internal
// "vault.unseal" when one cannot be read with these keys.
func (v *Vault) VerifyColumn(ctx context.Context, d *db.DB, c Column) error {
	return d.View(ctx, func(ctx context.Context, q db.Querier) error {
		rows, err := q.QueryContext(ctx, `SELECT id, `+c.Name+` FROM `+c.Table+` WHERE `+c.Name+` IS NOT NULL`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var sealed []byte
			if err := rows.Scan(&id, &sealed); err != nil {
				return err
			}
			if _, err := v.Unseal(sealed, AAD(c.Table, c.Name, id)); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// matchWord is what both tables hold sealed.
const matchWord = "fugong"

// Match makes sure that the key file belongs to the database and is as new as
// it, ties the two together the first time, and records the key in use. Without
// it a lost key file would be replaced by a new one unnoticed, and every name in
// the zone be unreadable.
//
// Errors: Unavailable "vault.mismatch" when the keys are another database's;
// "vault.stale" when the file lacks a key that was in use, since it is a copy from
// before a rotation.
func (v *Vault) Match(ctx context.Context, d *db.DB) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := v.matchFile(ctx, tx); err != nil {
			return err
		}
		return v.matchKeys(ctx, tx)
	})
}

func (v *Vault) matchFile(ctx context.Context, tx *db.Tx) error {
	aad := AAD("vault_match", "sealed", matchWord)
	var row struct {
		Sealed  []byte `db:"sealed"`
		Indexed []byte `db:"indexed"`
	}
	err := db.Get(ctx, tx, &row, `SELECT sealed, indexed FROM vault_match WHERE id = $1`, matchWord)
	if fault.Of(err) == fault.NotFound {
		_, err = db.Exec(ctx, tx, `INSERT INTO vault_match (id, sealed, indexed) VALUES ($1, $2, $3)`,
			matchWord, v.Seal(matchWord, aad), v.Index("vault.match", matchWord))
		return err
	}
	if err != nil {
		return err
	}
	plain, err := v.Unseal(row.Sealed, aad)
	if err != nil || plain != matchWord || !bytes.Equal(row.Indexed, v.Index("vault.match", matchWord)) {
		return fault.New(fault.Unavailable, "vault.mismatch", "File", v.path).Because(err)
	}
	return nil
}

// matchKeys asks for every key that the database was used with.
func (v *Vault) matchKeys(ctx context.Context, tx *db.Tx) error {
	var rows []struct {
		ID     int64  `db:"id"`
		Sealed []byte `db:"sealed"`
	}
	if err := db.Select(ctx, tx, &rows, `SELECT id, sealed FROM vault_key`); err != nil {
		return err
	}
	aad := AAD("vault_key", "sealed", matchWord)
	known := false
	sealed := v.Seal(matchWord, aad)
	number := keyNumber(sealed)
	for _, row := range rows {
		if plain, err := v.Unseal(row.Sealed, aad); err != nil || plain != matchWord {
			return fault.New(fault.Unavailable, "vault.stale", "File", v.path).Because(err)
		}
		known = known || row.ID == number
	}
	if known {
		return nil
	}
	_, err := db.Exec(ctx, tx, `INSERT INTO vault_key (id, sealed) VALUES ($1, $2)`, number, sealed)
	return err
}
