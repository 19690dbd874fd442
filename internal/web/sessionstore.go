package web

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/maypok86/otter/v2"

	"fugong/internal/db"
)

// sessionStore keeps sessions in the table web_session under the hash of their
// token. It is an scs.CtxStore.
type sessionStore struct {
	db   *db.DB
	seal Sealer
	now  func() time.Time
	rows *db.Gathered[string, sessionRow] // by hash of the token
}

type sessionRow struct {
	Hash    string `db:"token_hash"`
	Data    []byte
	Expires int64 `db:"expires_ms"`
}

func newSessionStore(d *db.DB, seal Sealer, now func() time.Time) *sessionStore {
	return &sessionStore{db: d, seal: seal, now: now, rows: db.Gather(d, sessionRows)}
}

func sessionRows(ctx context.Context, q db.Querier, hashes []string) (map[string]sessionRow, error) {
	list, args := db.In(hashes)
	var rows []sessionRow
	if err := db.Select(ctx, q, &rows, `SELECT token_hash, data, expires_ms FROM web_session WHERE token_hash IN (`+list+`)`, args...); err != nil {
		return nil, err
	}
	found := map[string]sessionRow{}
	for _, r := range rows {
		found[r.Hash] = r
	}
	return found, nil
}

func (s *sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	row, found, err := s.rows.Get(ctx, token)
	if err != nil || !found || row.Expires <= s.now().UnixMilli() {
		return nil, false, err
	}
	data, err := open(s.seal, row.Data, "web_session:"+token)
	return data, err == nil, nil // a session sealed with a lost key is no session
}

func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if requestOf(ctx).sessionStored {
		return nil
	}
	zone, account := owner(data)
	ctx = context.WithoutCancel(ctx) // it goes with the answer, also of a request that was cut off
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return tx.Set(ctx, "web_session", "token_hash", "token_hash, zone_id, account_id, data, expires_ms",
			token, zone, account, seal(s.seal, data, "web_session:"+token), expiry.UnixMilli())
	})
}

func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.exec(context.WithoutCancel(ctx), `DELETE FROM web_session WHERE token_hash = $1`, token)
}

func (s *sessionStore) forget(ctx context.Context, zone, account string) error {
	return s.exec(ctx, `DELETE FROM web_session WHERE zone_id = $1 AND account_id = $2`, zone, account)
}

func (s *sessionStore) sweep(ctx context.Context) error {
	return s.exec(ctx, `DELETE FROM web_session WHERE expires_ms <= $1`, s.now().UnixMilli())
}

func (s *sessionStore) exec(ctx context.Context, query string, args ...any) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	})
}

// Find, Commit and Delete make an scs.Store of it; scs calls the others.
func (s *sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s *sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s *sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// owner reads whose session it is, so that all of an account's can be ended.
func owner(data []byte) (zone, account string) {
	_, values, err := sessionCodec{}.Decode(data)
	if err != nil {
		return "", ""
	}
	zone, _ = values[sessionZone].(string)
	account, _ = values[sessionAccount].(string)
	return zone, account
}

// sessionCodec writes the values of a session, which are texts, as JSON: gob works
// out anew with every session what a map is.
type sessionCodec struct {
	read *otter.Cache[string, sessionBody] // by their text, what was read lately; nil: nothing is kept
}

// mostSessions bounds the sessions whose text is not read again.
const mostSessions = 10_000

func newSessionCodec() sessionCodec {
	return sessionCodec{otter.Must(&otter.Options[string, sessionBody]{MaximumSize: mostSessions})}
}

type sessionBody struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode refuses values that are no text.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	body := sessionBody{deadline, make(map[string]string, len(values))}
	for name, v := range values {
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("web: the session value %s is a %T", name, v)
		}
		body.Values[name] = text
	}
	return json.Marshal(body)
}

// Decode also reads sessions that an older program wrote.
func (c sessionCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	if len(data) == 0 || data[0] != '{' {
		return scs.GobCodec{}.Decode(data)
	}
	body, err := c.body(data)
	values := make(map[string]any, len(body.Values))
	for name, text := range body.Values {
		values[name] = text
	}
	return body.Deadline, values, err
}

func (c sessionCodec) body(data []byte) (body sessionBody, err error) {
	if c.read != nil {
		if body, known := c.read.GetIfPresent(string(data)); known {
			return body, nil
		}
	}
	if err = json.Unmarshal(data, &body); err == nil && c.read != nil {
		c.read.Set(string(data), body)
	}
	return body, err
}

func seal(s Sealer, plain []byte, aad string) []byte {
	if s == nil {
		return plain
	}
	return s.Seal(string(plain), aad)
}

func open(s Sealer, cipher []byte, aad string) ([]byte, error) {
	if s == nil {
		return cipher, nil
	}
	plain, err := s.Unseal(cipher, aad)
	return []byte(plain), err
}

// Sweep deletes sessions that have ended and answers kept for repeated
// requests for more than a day. The application calls it now and then.
func (m *Mux) Sweep(ctx context.Context) error {
	if err := m.store.sweep(ctx); err != nil {
		return err
	}
	return m.answers.sweep(ctx)
}
