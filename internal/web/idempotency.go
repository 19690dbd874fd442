package web

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/who"
)

const (
	answerLife = 24 * time.Hour   // how long an answer can be asked for again
	abandoned  = 2 * time.Minute  // work that takes longer has died with its process
	patience   = 10 * time.Second // how long a second delivery waits for the first
	keptBody   = 1 << 20          // larger answers are not kept
)

// newKey is an idempotency key for one showing of a form.
func newKey() string { return id.New() }

// answers keeps what was answered to each idempotency key, so that a request
// delivered twice is worked on once and answered the same.
type answers struct {
	db   *db.DB
	seal Sealer
	now  func() time.Time
}

// claim names one request: whose, under which key, where to.
type claim struct{ zone, account, key, path, print string }

func (c claim) aad() string { return "web_idempotency:" + c.account + ":" + c.key }

// once lets a request that carries an idempotency key pass one time only. The
// key is the header Idempotency-Key or the form field idempotency_key. An
// answer that refuses or fails is not kept: nothing was changed, so the same
// key may try again.
//
// Errors: Conflict "web.idempotency.reused" when the key came with other
// content before; Conflict "web.idempotency.running" when the first delivery
// is still being worked on after a while.
func (a *answers) once(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, ok, err := claimOf(r)
		if err != nil || !ok {
			if err != nil {
				return err
			}
			return next(w, r)
		}
		if a.seal != nil { // a form may hold a password or an ID number: a bare hash could be guessed
			c.print = hex.EncodeToString(a.seal.Index("web.fingerprint", c.print))
		}
		ctx := r.Context()
		mine, err := a.take(ctx, c)
		if err != nil {
			return err
		}
		if !mine {
			return a.repeat(w, r, c)
		}
		return a.work(w, r, c, next)
	}
}

func claimOf(r *http.Request) (claim, bool, error) {
	actor, ok := who.From(r.Context())
	if !ok || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return claim{}, false, nil
	}
	print, err := fingerprint(r)
	if err != nil {
		return claim{}, false, err
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" && r.Form != nil {
		key = r.PostForm.Get("idempotency_key")
	}
	if len(key) > 200 {
		return claim{}, false, fault.New(fault.Invalid, "web.idempotency.key")
	}
	return claim{actor.Zone, actor.Account + actor.Token, key, r.Method + " " + r.URL.Path, print}, key != "", nil
}

// take claims the key; false when someone did before. Work that died is taken
// over.
func (a *answers) take(ctx context.Context, c claim) (mine bool, err error) {
	now := a.now()
	err = a.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		rows, err := db.Exec(ctx, tx, `INSERT INTO web_idempotency (zone_id, account_id, request_key, path, fingerprint, status, header, body, created_ms)
			VALUES ($1, $2, $3, $4, $5, 0, '', $6, $7) ON CONFLICT DO NOTHING`,
			c.zone, c.account, c.key, c.path, c.print, []byte{}, now.UnixMilli())
		if err != nil || rows == 1 {
			mine = rows == 1
			return err
		}
		rows, err = db.Exec(ctx, tx, `UPDATE web_idempotency SET created_ms = $1
			WHERE zone_id = $2 AND account_id = $3 AND request_key = $4 AND path = $5 AND fingerprint = $6 AND status = 0 AND created_ms < $7`,
			now.UnixMilli(), c.zone, c.account, c.key, c.path, c.print, now.Add(-abandoned).UnixMilli())
		mine = rows == 1
		return err
	})
	return mine, err
}

// work lets the handler answer and keeps a success. The claim is dropped when
// it fails, whatever way it fails.
func (a *answers) work(w http.ResponseWriter, r *http.Request, c claim, next Handler) (err error) {
	copied := &copier{recorder: recorder{ResponseWriter: w}}
	done := false
	defer func() {
		if !done {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), patience)
			defer cancel()
			err = firstOf(err, a.drop(ctx, c))
		}
	}()
	if err = next(copied, r); err != nil || copied.Status() >= 400 {
		return err
	}
	done = true
	return a.keep(context.WithoutCancel(r.Context()), c, copied)
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (a *answers) drop(ctx context.Context, c claim) error {
	return a.exec(ctx, `DELETE FROM web_idempotency WHERE zone_id = $1 AND account_id = $2 AND request_key = $3 AND path = $4`,
		c.zone, c.account, c.key, c.path)
}

func (a *answers) keep(ctx context.Context, c claim, answer *copier) error {
	header, err := json.Marshal(keptHeader(answer.Header()))
	if err != nil {
		return err
	}
	return a.exec(ctx, `UPDATE web_idempotency SET status = $1, header = $2, body = $3
		WHERE zone_id = $4 AND account_id = $5 AND request_key = $6 AND path = $7`,
		answer.Status(), string(header), seal(a.seal, answer.body.Bytes(), c.aad()), c.zone, c.account, c.key, c.path)
}

func (a *answers) exec(ctx context.Context, query string, args ...any) error {
	return a.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, query, args...)
		return err
	})
}

func (a *answers) sweep(ctx context.Context) error {
	return a.exec(ctx, `DELETE FROM web_idempotency WHERE created_ms <= $1`, a.now().Add(-answerLife).UnixMilli())
}

// keptHeader is what of an answer's header belongs to its content.
func keptHeader(h http.Header) http.Header {
	kept := http.Header{}
	for _, name := range []string{"Content-Type", "Location", "Hx-Redirect", "Hx-Trigger", "Hx-Push-Url", "Etag"} {
		if v := h.Values(name); len(v) > 0 {
			kept[name] = v
		}
	}
	return kept
}

type answer struct {
	Fingerprint string
	Status      int
	Header      string
	Body        []byte
}

// repeat answers as the first delivery was answered, after waiting for it.
func (a *answers) repeat(w http.ResponseWriter, r *http.Request, c claim) error {
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	for wait := 20 * time.Millisecond; ; wait *= 2 {
		var kept answer
		err := db.Get(ctx, a.db, &kept, `SELECT fingerprint, status, header, body FROM web_idempotency
			WHERE zone_id = $1 AND account_id = $2 AND request_key = $3 AND path = $4`, c.zone, c.account, c.key, c.path)
		switch {
		case ctx.Err() != nil || fault.Of(err) == fault.NotFound: // the first failed: this one may be sent again
			w.Header().Set("Retry-After", "1")
			return fault.New(fault.Conflict, "web.idempotency.running")
		case err != nil:
			return err
		case kept.Fingerprint != c.print:
			return fault.New(fault.Conflict, "web.idempotency.reused")
		case kept.Status != 0:
			return a.replay(w, c, kept)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

func (a *answers) replay(w http.ResponseWriter, c claim, kept answer) error {
	body, err := open(a.seal, kept.Body, c.aad())
	if err != nil {
		return err
	}
	var header http.Header
	if err := json.Unmarshal([]byte(kept.Header), &header); err != nil {
		return err
	}
	for name, values := range header {
		w.Header()[name] = values
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.WriteHeader(kept.Status)
	_, err = w.Write(body)
	return err
}

// copier keeps a copy of the answer as it passes.
type copier struct {
	recorder
	body bytes.Buffer
}

func (w *copier) Write(b []byte) (int, error) {
	if w.body.Len()+len(b) <= keptBody {
		w.body.Write(b)
	}
	return w.recorder.Write(b)
}
