package zonesql

import (
	"context"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/zone"
	"fugong/internal/zone/credential"
)

type sessions shelf

type sessionRow struct {
	Zone    string `db:"zone_id"`
	ID      string `db:"id"`
	Account string `db:"account_id"`
	Hash    string `db:"hash"`
	Pending bool   `db:"pending"`
	Agent   string `db:"agent"`
	Address []byte `db:"address"`
	Created int64  `db:"created_ms"`
	Seen    int64  `db:"seen_ms"`
}

const sessionColumns = `zone_id, id, account_id, hash, pending, agent, address, created_ms, seen_ms`

func (s sessions) noun(r sessionRow) (zone.Session, error) {
	f := shelf(s).row("zone_session", r.ID)
	n := zone.Session{ID: r.ID, Zone: r.Zone, Account: r.Account, Hash: r.Hash, Pending: r.Pending, Agent: r.Agent,
		Address: f.openSealed("address", r.Address), Created: instant(r.Created), Seen: instant(r.Seen)}
	return n, f.err
}

func (s sessions) Add(ctx context.Context, n zone.Session) error {
	f := shelf(s).row("zone_session", n.ID)
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_session (`+sessionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.Zone, n.ID, n.Account, n.Hash, n.Pending, n.Agent, f.seal("address", n.Address), millis(n.Created), millis(n.Seen))
	return err
}

func (s sessions) Touch(ctx context.Context, id string, seen time.Time) error {
	_, err := db.Exec(ctx, s.q, `UPDATE zone_session SET seen_ms = $1, created_ms = CASE WHEN created_ms > $1 THEN $1 ELSE created_ms END WHERE id = $2`, millis(seen), id)
	return err
}

func (s sessions) ByHash(ctx context.Context, hash string) (zone.Session, error) {
	var r sessionRow
	if err := db.Get(ctx, s.q, &r, `SELECT `+sessionColumns+` FROM zone_session WHERE hash = $1`, hash); err != nil {
		return zone.Session{}, err
	}
	return s.noun(r)
}

func (s sessions) Of(ctx context.Context, account string) ([]zone.Session, error) {
	var rows []sessionRow
	err := db.Select(ctx, s.q, &rows, `SELECT `+sessionColumns+` FROM zone_session WHERE account_id = $1 ORDER BY seen_ms DESC, id DESC`, account)
	if err != nil {
		return nil, err
	}
	return allOf(rows, s.noun)
}

func (s sessions) Remove(ctx context.Context, account, id string) (int, error) {
	n, err := db.Exec(ctx, s.q, `DELETE FROM zone_session WHERE account_id = $1 AND ($2 = '' OR id = $2)`, account, id)
	return int(n), err
}

type attempts shelf

type attemptRow struct {
	Failures int   `db:"failures"`
	Last     int64 `db:"last_ms"`
}

func (s attempts) key(key string) []byte { return shelf(s).index("attempt", key) }

func (s attempts) Find(ctx context.Context, key string) (credential.Attempts, error) {
	var r attemptRow
	err := db.Get(ctx, s.q, &r, `SELECT failures, last_ms FROM zone_attempt WHERE key_index = $1`, s.key(key))
	if fault.Of(err) == fault.NotFound {
		err = nil
	}
	return credential.Attempts{Key: key, Count: r.Failures, Last: instant(r.Last)}, err
}

func (s attempts) Save(ctx context.Context, a credential.Attempts) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_attempt (key_index, failures, last_ms) VALUES ($1, $2, $3)
		ON CONFLICT (key_index) DO UPDATE SET failures = excluded.failures, last_ms = excluded.last_ms`, s.key(a.Key), a.Count, millis(a.Last))
	return err
}

func (s attempts) Clear(ctx context.Context, key string) error {
	_, err := db.Exec(ctx, s.q, `DELETE FROM zone_attempt WHERE key_index = $1`, s.key(key))
	return err
}
