package plansql

import (
	"context"
	"fmt"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/plan"
)

func placeholder(n int) string { return fmt.Sprintf("$%d", n) }

const pendingColumns = "zone_id, id, project_id, org_id, by_account, name, encoding, data, at, expires_at"

// Hold keeps a file until it is confirmed or expires.
func (s *Store) Hold(ctx context.Context, p plan.Pending) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return db.Insert(ctx, tx, "plan_pending", pendingColumns, 1, func(args []any, _ int) []any {
			return append(args, p.Zone, p.ID, p.Project, p.Org, p.By, p.Name, p.Encoding, p.Packed, db.Millis(p.At), db.Millis(p.ExpiresAt))
		})
	})
}

// Pending reads a file that waits.
func (s *Store) Pending(ctx context.Context, zone, id string, now time.Time) (p plan.Pending, err error) {
	err = db.Each(ctx, s.db, func(row db.Row) error {
		var at, expires int64
		err := row.Scan(&p.Zone, &p.ID, &p.Project, &p.Org, &p.By, &p.Name, &p.Encoding, &p.Packed, &at, &expires)
		p.At, p.ExpiresAt = time.UnixMilli(at).UTC(), time.UnixMilli(expires).UTC()
		return err
	}, `SELECT `+pendingColumns+` FROM plan_pending WHERE zone_id = $1 AND id = $2 AND expires_at > $3`, zone, id, db.Millis(now))
	if err == nil && p.ID == "" {
		err = gone()
	}
	return p, err
}

func gone() error { return fault.New(fault.NotFound, "plan.import.gone") }

// applied takes away a file in the transaction that applies it: of two who
// confirm at once, one finds it gone.
func applied(ctx context.Context, tx *db.Tx, zone, id string) error {
	n, err := db.Exec(ctx, tx, `DELETE FROM plan_pending WHERE zone_id = $1 AND id = $2`, zone, id)
	if err == nil && n == 0 {
		return gone()
	}
	return err
}

// Discard forgets a file.
func (s *Store) Discard(ctx context.Context, zone, id string) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM plan_pending WHERE zone_id = $1 AND id = $2`, zone, id)
	return err
}

// Expire drops what has expired.
func (s *Store) Expire(ctx context.Context, now time.Time) error {
	_, err := db.Exec(ctx, s.db, `DELETE FROM plan_pending WHERE expires_at <= $1`, db.Millis(now))
	return err
}
