package zonesql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/zone"
)

type tokens shelf

type tokenRow struct {
	Zone     string `db:"zone_id"`
	ID       string `db:"id"`
	Org      string `db:"org_id"`
	Role     string `db:"role"`
	Name     string `db:"name"`
	Prefix   string `db:"prefix"`
	Hash     string `db:"hash"`
	By       string `db:"by_account"`
	Created  int64  `db:"created_ms"`
	Expires  int64  `db:"expires_ms"`
	LastUsed int64  `db:"last_used_ms"`
	Revoked  bool   `db:"revoked"`
}

const tokenColumns = `zone_id, id, org_id, role, name, prefix, hash, by_account, created_ms, expires_ms, last_used_ms, revoked`

func (r tokenRow) noun() (zone.Token, error) {
	return zone.Token{ID: r.ID, Zone: r.Zone, Org: r.Org, Role: r.Role, Name: r.Name, Prefix: r.Prefix, Hash: r.Hash, By: r.By,
		Created: instant(r.Created), Expires: instant(r.Expires), LastUsed: instant(r.LastUsed), Revoked: r.Revoked}, nil
}

func (s tokens) Add(ctx context.Context, t zone.Token) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_token (`+tokenColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.Zone, t.ID, t.Org, t.Role, t.Name, t.Prefix, t.Hash, t.By, millis(t.Created), millis(t.Expires), millis(t.LastUsed), t.Revoked)
	return err
}

func (s tokens) Update(ctx context.Context, t zone.Token) error {
	return changed(db.Exec(ctx, s.q, `UPDATE zone_token SET last_used_ms = $1, revoked = $2, by_account = $3 WHERE zone_id = $4 AND id = $5`,
		millis(t.LastUsed), t.Revoked, t.By, t.Zone, t.ID))
}

func (s tokens) one(ctx context.Context, where string, args ...any) (zone.Token, error) {
	var r tokenRow
	if err := db.Get(ctx, s.q, &r, `SELECT `+tokenColumns+` FROM zone_token WHERE `+where, args...); err != nil {
		return zone.Token{}, err
	}
	return r.noun()
}

func (s tokens) Find(ctx context.Context, zoneID, id string) (zone.Token, error) {
	return s.one(ctx, `zone_id = $1 AND id = $2`, zoneID, id)
}

func (s tokens) ByHash(ctx context.Context, hash string) (zone.Token, error) {
	return s.one(ctx, `hash = $1`, hash)
}

func (s tokens) List(ctx context.Context, zoneID string) ([]zone.Token, error) {
	var rows []tokenRow
	err := db.Select(ctx, s.q, &rows, `SELECT `+tokenColumns+` FROM zone_token WHERE zone_id = $1 ORDER BY created_ms DESC, id DESC`, zoneID)
	if err != nil {
		return nil, err
	}
	return allOf(rows, tokenRow.noun)
}
