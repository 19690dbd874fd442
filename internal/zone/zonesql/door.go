package zonesql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/zone"
)

// door is what every request asks of the people: who holds a session, and what
// they may do. Requests that come at the same time are answered together.
type door struct {
	sessions *db.Gathered[string, zone.Session] // by hash
	accounts *db.Gathered[string, zone.Account] // by id
	roles    *db.Gathered[string, []zone.Membership]
}

func newDoor(c shelf, d *db.DB) *door {
	return &door{
		sessions: db.Gather(d, func(ctx context.Context, q db.Querier, hashes []string) (map[string]zone.Session, error) {
			list, args := db.In(hashes)
			return byKey(ctx, q, `SELECT `+sessionColumns+` FROM zone_session WHERE hash IN (`+list+`)`, args,
				func(r sessionRow) string { return r.Hash }, sessions(c).noun)
		}),
		accounts: db.Gather(d, func(ctx context.Context, q db.Querier, ids []string) (map[string]zone.Account, error) {
			list, args := db.In(ids)
			return byKey(ctx, q, `SELECT `+accountColumns+` FROM zone_account WHERE id IN (`+list+`)`, args,
				func(r accountRow) string { return r.ID }, accounts(c).noun)
		}),
		roles: db.Gather(d, func(ctx context.Context, q db.Querier, ids []string) (map[string][]zone.Membership, error) {
			list, args := db.In(ids)
			held, err := memberships{q: q, v: c.v}.list(ctx, `account_id IN (`+list+`)`, args...)
			of := map[string][]zone.Membership{}
			for _, m := range held {
				of[m.Account] = append(of[m.Account], m)
			}
			return of, err
		}),
	}
}

// byKey reads rows into nouns by key.
func byKey[R, N any](ctx context.Context, q db.Querier, query string, args []any, key func(R) string, noun func(R) (N, error)) (map[string]N, error) {
	var rows []R
	if err := db.Select(ctx, q, &rows, query, args...); err != nil {
		return nil, err
	}
	nouns := make(map[string]N, len(rows))
	for _, r := range rows {
		n, err := noun(r)
		if err != nil {
			return nil, err
		}
		nouns[key(r)] = n
	}
	return nouns, nil
}
