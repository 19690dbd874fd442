// Package zonesql keeps a zone's people and trust in the database: one SQL
// text for SQLite and PostgreSQL, private fields sealed by the vault and found
// by blind index.
package zonesql

import (
	"context"
	"embed"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/vault"
	"fugong/internal/zone"
)

//go:embed migrations
var files embed.FS

// Migrations make the zone tables; they need those of audit.
var Migrations = db.Migrations{Domain: "zone", FS: files}

// Sealed are the sealed columns, for rotating the keys.
var Sealed = []vault.Column{
	{Table: "zone_person", Name: "name"}, {Table: "zone_person", Name: "number"},
	{Table: "zone_person", Name: "phone"}, {Table: "zone_person", Name: "email"},
	{Table: "zone_account", Name: "login"}, {Table: "zone_account", Name: "name"}, {Table: "zone_account", Name: "phone"},
	{Table: "zone_account", Name: "password"}, {Table: "zone_account", Name: "totp"},
	{Table: "zone_invitation", Name: "name"}, {Table: "zone_invitation", Name: "phone"},
	{Table: "zone_session", Name: "address"},
}

// Reseal puts every sealed field of this domain under the vault's newest key
// and counts those it changed. It may be stopped and started again.
func Reseal(ctx context.Context, d *db.DB, v *vault.Vault) (resealed int, err error) {
	for _, c := range Sealed {
		n, err := v.ResealColumn(ctx, d, c)
		resealed += n
		if err != nil {
			return resealed, err
		}
	}
	return resealed, nil
}

// Store is the zone.Store of a database. It is safe for concurrent use.
type Store struct {
	db    *db.DB
	vault *vault.Vault
	door  *db.Gathered[string, zone.Admission]
}

// New returns the store of a migrated database.
func New(d *db.DB, v *vault.Vault) *Store {
	return &Store{d, v, gatherAdmissions(shelf{q: d, v: v}, d)}
}

// View reads what is committed.
func (s *Store) View() zone.Records { return s.records(s.db, nil) }

// Change runs f in one serialisable transaction.
func (s *Store) Change(ctx context.Context, f func(ctx context.Context, r zone.Records) error) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return f(ctx, s.records(tx, tx)) })
}

// records are the shelves over q; without a transaction they cannot record.
func (s *Store) records(q db.Querier, tx *db.Tx) zone.Records {
	c := shelf{q, s.vault}
	return zone.Records{
		Zones: zones(c), Organisations: organisations(c), People: people(c), Accounts: accounts(c), Memberships: memberships(c),
		Invitations: invitations(c), Sessions: sessions(c), Tokens: tokens(c), Attempts: attempts(c), Journal: journal{q, tx},
	}
}

// Mark is a keyed mark of a value.
func (s *Store) Mark(value string) []byte { return s.vault.Index("zone.device", value) }

// VerifyAudit proves the chains of every zone.
func (s *Store) VerifyAudit(ctx context.Context) (int, error) { return audit.Verify(ctx, s.db) }

// Sweep deletes old sessions and counts of failures.
func (s *Store) Sweep(ctx context.Context, sessions, attempts time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM zone_session WHERE created_ms < $1`, millis(sessions)); err != nil {
			return err
		}
		_, err := db.Exec(ctx, tx, `DELETE FROM zone_attempt WHERE last_ms < $1`, millis(attempts))
		return err
	})
}

// shelf is what every noun's part of the store is made of.
type shelf struct {
	q db.Querier
	v *vault.Vault
}

// row seals and opens the fields of one row.
type row struct {
	v         *vault.Vault
	table, id string
	err       error // the first field that did not open
}

func (c shelf) row(table, id string) *row { return &row{v: c.v, table: table, id: id} }

// seal encrypts a field; an absent one stays absent.
func (r *row) seal(column, plain string) []byte {
	if plain == "" {
		return nil
	}
	return r.v.Seal(plain, vault.AAD(r.table, column, r.id))
}

func (r *row) openSealed(column string, sealed []byte) string {
	if len(sealed) == 0 {
		return ""
	}
	plain, err := r.v.Unseal(sealed, vault.AAD(r.table, column, r.id))
	if err != nil && r.err == nil {
		r.err = err
	}
	return plain
}

// index is the blind index of a value; absent values have none.
func (c shelf) index(purpose, value string) []byte {
	if value == "" {
		return nil
	}
	return c.v.Index("zone."+purpose, value)
}

// allOf turns rows into nouns.
func allOf[R, N any](rows []R, noun func(R) (N, error)) ([]N, error) {
	nouns := make([]N, 0, len(rows))
	for _, r := range rows {
		n, err := noun(r)
		if err != nil {
			return nil, err
		}
		nouns = append(nouns, n)
	}
	return nouns, nil
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
