package zonesql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/zone"
)

// gatherAdmissions reads the sessions of hashes with their accounts and roles: what every
// request asks. Requests that come at the same time are answered by one statement.
func gatherAdmissions(c shelf, d *db.DB) *db.Gathered[string, zone.Admission] {
	return db.Gather(d, func(ctx context.Context, q db.Querier, hashes []string) (map[string]zone.Admission, error) {
		list, args := db.In(hashes)
		found := make(map[string]zone.Admission, len(hashes))
		err := db.Each(ctx, q, func(row db.Row) error { return c.readAdmission(row, found) }, `SELECT s.hash, s.id, s.pending, s.created_ms, s.seen_ms,
			a.zone_id, a.id, a.name, a.disabled, m.org_id, m.role
			FROM zone_session s JOIN zone_account a ON a.id = s.account_id LEFT JOIN zone_membership m ON m.account_id = a.id
			WHERE s.hash IN (`+list+`) ORDER BY s.id, m.since_ms, m.org_id, m.role`, args...)
		return found, err
	})
}

// readAdmission reads a session's row with one of its roles, if it has any.
func (c shelf) readAdmission(row db.Row, found map[string]zone.Admission) error {
	var hash string
	var created, seen int64
	var name []byte
	var org, role *string
	var s zone.Session
	var a zone.Account
	if err := row.Scan(&hash, &s.ID, &s.Pending, &created, &seen, &a.Zone, &a.ID, &name, &a.Disabled, &org, &role); err != nil {
		return err
	}
	in, known := found[hash]
	if !known {
		f := c.row("zone_account", a.ID)
		s.Hash, s.Zone, s.Account, s.Created, s.Seen = hash, a.Zone, a.ID, instant(created), instant(seen)
		a.Name = f.openSealed("name", name)
		if f.err != nil {
			return f.err
		}
		in.Session, in.Account = s, a
	}
	if org != nil && role != nil {
		in.Memberships = append(in.Memberships, zone.Membership{Zone: a.Zone, Account: a.ID, Org: *org, Role: *role})
	}
	found[hash] = in
	return nil
}

// Admit is the session of a secret's hash with its account and roles.
func (s *Store) Admit(ctx context.Context, hash string) (zone.Admission, error) {
	return s.door.Need(ctx, hash)
}
