package plansql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/plan"
)

// Sealer encrypts what is private: the names of foremen. The vault is one.
type Sealer interface {
	Seal(plain, aad string) []byte
	Unseal(cipher []byte, aad string) (string, error)
}

func cardAAD(zone, id string) string { return "plan_card:" + zone + ":" + id }

// AddCard stores a card with its audit entry.
func (s *Store) AddCard(ctx context.Context, c plan.Card, hash string) error {
	scope, err := db.Document(c.Scope)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := db.Insert(ctx, tx, "plan_card", "zone_id, id, project_id, name, hash, scope, issued_at, issued_by, expires_at", 1, func(args []any, _ int) []any {
			return append(args, c.Zone, c.ID, c.Project, s.seal.Seal(c.Name, cardAAD(c.Zone, c.ID)), hash, scope, db.Millis(c.IssuedAt), c.IssuedBy, db.Millis(c.ExpiresAt))
		})
		if err != nil {
			return err
		}
		return auditCard(ctx, tx, c, "plan.event.card", c.IssuedBy, c.IssuedAt)
	})
}

func auditCard(ctx context.Context, tx *db.Tx, c plan.Card, event, by string, at time.Time) error {
	return audit.Record(ctx, tx, audit.Entry{
		Zone: c.Zone, Actor: by, Action: plan.ActCard, Object: "project/" + c.Project, At: at,
		Detail: map[string]string{"event": event, "card": c.ID, "Until": c.ExpiresAt.Format(time.DateOnly)},
	})
}

// RevokeCard ends a card.
func (s *Store) RevokeCard(ctx context.Context, c plan.Card) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE plan_card SET revoked_at = $1, revoked_by = $2 WHERE zone_id = $3 AND id = $4 AND revoked_at IS NULL`,
			db.Millis(c.RevokedAt), c.RevokedBy, c.Zone, c.ID)
		if err != nil {
			return err
		}
		return auditCard(ctx, tx, c, "plan.event.card_revoked", c.RevokedBy, c.RevokedAt)
	})
}

const cardColumns = `zone_id, id, project_id, name, scope, issued_at, issued_by, expires_at, revoked_at, revoked_by, seen_at`

func (s *Store) scanCard(row db.Row) (c plan.Card, err error) {
	var name []byte
	var scope string
	var issued, expires int64
	var revoked, seen *int64
	var by *string
	err = row.Scan(&c.Zone, &c.ID, &c.Project, &name, &scope, &issued, &c.IssuedBy, &expires, &revoked, &by, &seen)
	if err != nil {
		return c, err
	}
	c.IssuedAt, c.ExpiresAt = time.UnixMilli(issued).UTC(), time.UnixMilli(expires).UTC()
	if revoked != nil && by != nil {
		c.RevokedAt, c.RevokedBy = time.UnixMilli(*revoked).UTC(), *by
	}
	if seen != nil {
		c.SeenAt = time.UnixMilli(*seen).UTC()
	}
	if c.Name, err = s.seal.Unseal(name, cardAAD(c.Zone, c.ID)); err != nil {
		return c, err
	}
	return c, db.ParseDocument(scope, &c.Scope)
}

// Cards lists a project's cards, or a zone's, newest first.
func (s *Store) Cards(ctx context.Context, zone, project string) (list []plan.Card, err error) {
	w := &db.Where{}
	w.And("zone_id = ?", zone)
	if project != "" {
		w.And("project_id = ?", project)
	}
	err = db.Each(ctx, s.read, func(row db.Row) error {
		c, err := s.scanCard(row)
		list = append(list, c)
		return err
	}, `SELECT `+cardColumns+` FROM plan_card`+w.SQL()+` ORDER BY issued_at DESC, id DESC`, w.Args...)
	return list, err
}

// seenEvery bounds how often it is noted that a card was used.
const seenEvery = time.Hour

// CardByHash finds a card and notes that it was seen.
func (s *Store) CardByHash(ctx context.Context, hash string, seen time.Time) (c plan.Card, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) (err error) {
		c, err = s.scanCard(row)
		return err
	}, `SELECT `+cardColumns+` FROM plan_card WHERE hash = $1`, hash)
	if err == nil && c.ID == "" {
		err = fault.New(fault.NotFound, "plan.card.unknown")
	}
	if err != nil || seen.Sub(c.SeenAt).Abs() < seenEvery || !c.Good(seen) {
		return c, err
	}
	_, err = db.Exec(ctx, s.db, `UPDATE plan_card SET seen_at = $1 WHERE zone_id = $2 AND id = $3`, db.Millis(seen), c.Zone, c.ID)
	return c, err
}

// ReportsBetween counts the entries that an actor recorded after a time, up to another.
func (s *Store) ReportsBetween(ctx context.Context, zone, actor string, after, upto time.Time) (n int, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error { return row.Scan(&n) },
		`SELECT COUNT(*) FROM plan_entry WHERE zone_id = $1 AND recorded_by = $2 AND recorded_at > $3 AND recorded_at <= $4`, zone, actor, db.Millis(after), db.Millis(upto))
	return n, err
}

// ResealCards puts every foreman's name under the newest key.
func ResealCards(ctx context.Context, d *db.DB, seal Sealer) (n int, err error) {
	s := New(d, nil).Sealed(seal)
	var all []plan.Card
	err = db.Each(ctx, d, func(row db.Row) error {
		c, err := s.scanCard(row)
		all = append(all, c)
		return err
	}, `SELECT `+cardColumns+` FROM plan_card`)
	if err != nil {
		return 0, err
	}
	for _, c := range all {
		_, err := db.Exec(ctx, d, `UPDATE plan_card SET name = $1 WHERE zone_id = $2 AND id = $3`, seal.Seal(c.Name, cardAAD(c.Zone, c.ID)), c.Zone, c.ID)
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
