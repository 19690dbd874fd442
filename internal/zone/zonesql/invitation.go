package zonesql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

type invitations shelf

type invitationRow struct {
	Zone    string `db:"zone_id"`
	ID      string `db:"id"`
	Org     string `db:"org_id"`
	Role    string `db:"role"`
	Name    []byte `db:"name"`
	Phone   []byte `db:"phone"`
	Hash    string `db:"hash"`
	By      string `db:"by_account"`
	Created int64  `db:"created_ms"`
	Expires int64  `db:"expires_ms"`
	Used    int64  `db:"used_ms"`
	Account string `db:"account_id"`
	Revoked bool   `db:"revoked"`
}

const invitationColumns = `zone_id, id, org_id, role, name, phone, hash, by_account, created_ms, expires_ms, used_ms, account_id, revoked`

func (s invitations) noun(r invitationRow) (zone.Invitation, error) {
	f := shelf(s).row("zone_invitation", r.ID)
	i := zone.Invitation{ID: r.ID, Zone: r.Zone, Org: r.Org, Role: r.Role, Name: f.openSealed("name", r.Name),
		Phone: identity.Phone(f.openSealed("phone", r.Phone)), Hash: r.Hash, By: r.By, Created: instant(r.Created),
		Expires: instant(r.Expires), Used: instant(r.Used), Account: r.Account, Revoked: r.Revoked}
	return i, f.err
}

func (s invitations) Add(ctx context.Context, i zone.Invitation) error {
	f := shelf(s).row("zone_invitation", i.ID)
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_invitation (`+invitationColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		i.Zone, i.ID, i.Org, i.Role, f.seal("name", i.Name), f.seal("phone", string(i.Phone)), i.Hash, i.By,
		millis(i.Created), millis(i.Expires), millis(i.Used), i.Account, i.Revoked)
	return err
}

// Save writes what can change of an invitation: whether and by whom it was used.
func (s invitations) Save(ctx context.Context, i zone.Invitation) error {
	return changed(db.Exec(ctx, s.q, `UPDATE zone_invitation SET used_ms = $1, account_id = $2, revoked = $3 WHERE zone_id = $4 AND id = $5`,
		millis(i.Used), i.Account, i.Revoked, i.Zone, i.ID))
}

func (s invitations) one(ctx context.Context, where string, args ...any) (zone.Invitation, error) {
	var r invitationRow
	if err := db.Get(ctx, s.q, &r, `SELECT `+invitationColumns+` FROM zone_invitation WHERE `+where, args...); err != nil {
		return zone.Invitation{}, err
	}
	return s.noun(r)
}

func (s invitations) Find(ctx context.Context, zoneID, id string) (zone.Invitation, error) {
	return s.one(ctx, `zone_id = $1 AND id = $2`, zoneID, id)
}

func (s invitations) ByHash(ctx context.Context, hash string) (zone.Invitation, error) {
	return s.one(ctx, `hash = $1`, hash)
}

func (s invitations) List(ctx context.Context, zoneID string) ([]zone.Invitation, error) {
	var rows []invitationRow
	err := db.Select(ctx, s.q, &rows, `SELECT `+invitationColumns+` FROM zone_invitation WHERE zone_id = $1 ORDER BY created_ms DESC, id DESC`, zoneID)
	if err != nil {
		return nil, err
	}
	return allOf(rows, s.noun)
}
