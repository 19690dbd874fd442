package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
	"unicode/utf8"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/id"
	"fugong/internal/text"
	"fugong/internal/who"
)

const (
	answerLife = 24 * time.Hour   // how long an answer can be asked for again
	patience   = 10 * time.Second // how long a second delivery waits for the first
)

// newKey is an idempotency key for one showing of a form.
func newKey() string { return id.New() }

// answers makes every request that may change something a unit of work, and
// keeps, in the transaction of the change, what was answered to its idempotency
// key: a request that is sent again is worked on once and answered the same,
// whatever became of the process that worked on it.
type answers struct {
	db      *db.DB
	seal    Sealer
	access  who.Authorizer // nil: what was allowed once stays so
	now     func() time.Time
	kept    *db.Gathered[claim, kept] // by claim without its print
	mu      sync.Mutex
	running map[claim]chan struct{} // of this process
}

func newAnswers(c Config) *answers {
	return &answers{db: c.DB, seal: c.Seal, access: c.Access, now: c.Now, kept: db.Gather(c.DB, keptAnswers), running: map[claim]chan struct{}{}}
}

// claim names one request: whose, under which key, where to.
type claim struct{ zone, account, key, path, print string }

// aad binds a kept answer to its request; the name is that of the table that held it first.
func (c claim) aad() string { return "web_idempotency:" + c.account + ":" + c.key }

// id is the claim as stored: the beginning of the key, so that keys which grow with
// time lie side by side in the index, and a hash of all but the print.
func (c claim) id() string {
	hash := sha256.Sum256([]byte(c.zone + "\n" + c.account + "\n" + c.key + "\n" + c.path))
	return string([]rune(c.key)[:min(13, utf8.RuneCountInString(c.key))]) + string(hash[:])
}

// name is the claim whatever was sent.
func (c claim) name() claim { c.print = ""; return c }

// errRefused says that the held answer is one that changes nothing.
var errRefused = errors.New("web: the answer refuses")

// answerOnce lets a request that carries an idempotency key pass one time only. The
// key is the header Idempotency-Key or the form field idempotency_key. An
// answer that refuses or fails is not kept, and nothing that its handler wrote
// is: the same key may try again.
//
// Errors: Conflict "web.idempotency.reused" when the key came with other
// content before; Conflict "web.idempotency.running" when the first delivery
// is still being worked on after a while; Conflict "web.done" when it was done
// and its answer cannot be shown a second time.
func (a *answers) answerOnce(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		defer removeUploads(r)
		if _, ok := who.From(r.Context()); !ok || r.Method == http.MethodGet || r.Method == http.MethodHead {
			return next(w, r)
		}
		c, rewind, err := claimOf(r)
		if err != nil {
			return err
		}
		if c.key == "" {
			return a.workInUnit(w, r, c, rewind, next)
		}
		if a.seal != nil { // a form may hold a password or an ID number: a bare hash could be guessed
			c.print = hex.EncodeToString(a.seal.Index("web.fingerprint", c.print))
		}
		done, err := a.waitForFirst(r.Context(), c.name())
		if err != nil {
			w.Header().Set("Retry-After", "1")
			return err
		}
		defer done()
		return a.workInUnit(w, r, c, rewind, next)
	}
}

func claimOf(r *http.Request) (c claim, rewind func(), err error) {
	actor, _ := who.From(r.Context())
	print, rewind, err := fingerprintOf(r)
	if err != nil {
		return claim{}, nil, err
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" && r.Form != nil {
		key = r.PostForm.Get("idempotency_key")
	}
	if len(key) > 200 || text.FlawOf(key) != text.Sound {
		return claim{}, nil, fault.New(fault.Invalid, "web.idempotency.key")
	}
	return claim{actor.Zone, actor.Account + actor.Token, key, r.Method + " " + r.URL.Path, print}, rewind, nil
}

// waitForFirst lets deliveries of one request to this process work one after another.
func (a *answers) waitForFirst(ctx context.Context, c claim) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		a.mu.Lock()
		first, taken := a.running[c]
		if !taken {
			mine := make(chan struct{})
			a.running[c] = mine
			a.mu.Unlock()
			return func() {
				a.mu.Lock()
				defer a.mu.Unlock()
				delete(a.running, c)
				close(mine)
			}, nil
		}
		a.mu.Unlock()
		select {
		case <-first:
		case <-ctx.Done():
			return nil, fault.New(fault.Conflict, "web.idempotency.running")
		}
	}
}

// workInUnit lets the handler answer as one unit of work, and sends the answer when
// all is committed. A request that was answered before is answered the same.
func (a *answers) workInUnit(w http.ResponseWriter, r *http.Request, c claim, rewind func(), next Handler) error {
	session := holdSession(r.Context())
	var out *held
	err := a.db.Unit(r.Context(), func(ctx context.Context) error {
		rewind()
		session.reset(ctx)
		out = hold(w)
		trail := &who.Trail{}
		r := r.WithContext(who.WithTrail(ctx, trail))
		if c.key != "" {
			if found, err := a.repeatAnswer(r.Context(), out, c); found || err != nil {
				return err
			}
		}
		if err := next(out, r); err != nil {
			return err
		}
		if out.Status() >= 400 {
			return errRefused
		}
		if err := session.commit(ctx); err != nil || c.key == "" {
			return err
		}
		return a.keepAnswer(ctx, c, out, trail)
	})
	if err != nil && !errors.Is(err, errRefused) {
		out.passHeader()
		return err
	}
	session.committed(err == nil)
	return out.sendAnswer()
}

// kept is an answer as stored.
type kept struct {
	Claim       []byte
	Fingerprint string
	Status      int
	Header      string
	Body        []byte
	Way         string // message: why the answer is not shown again, and what to do
	Allowed     string // what the actor was allowed for it
	CreatedMS   int64  `db:"created_ms"`
}

// keepAnswer stores the answer in the transaction of the change.
func (a *answers) keepAnswer(ctx context.Context, c claim, out *held, trail *who.Trail) error {
	k, err := out.keptForm(requestOf(ctx).secret)
	if err != nil {
		return err
	}
	allowed, err := json.Marshal(trail.Asked)
	if err != nil {
		return err
	}
	return a.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		return tx.Add(ctx, "web_answer", "claim, fingerprint, status, header, body, way, allowed, created_ms",
			[]byte(c.id()), c.print, k.Status, k.Header, seal(a.seal, k.Body, c.aad()), k.Way, string(allowed), a.now().UnixMilli())
	})
}

// keptAnswers reads the answers to some requests.
func keptAnswers(ctx context.Context, q db.Querier, claims []claim) (map[claim]kept, error) {
	of, ids := map[string]claim{}, make([][]byte, len(claims))
	for i, c := range claims {
		name := c.id()
		of[name], ids[i] = c, []byte(name)
	}
	list, args := db.In(ids)
	var rows []kept
	err := db.Select(ctx, q, &rows, `SELECT claim, fingerprint, status, header, body, way, allowed, created_ms FROM web_answer WHERE claim IN (`+list+`)`, args...)
	found := map[claim]kept{}
	for _, k := range rows {
		found[of[string(k.Claim)]] = k
	}
	return found, err
}

// repeatAnswer answers as the request was answered before; found tells whether it was.
func (a *answers) repeatAnswer(ctx context.Context, out *held, c claim) (found bool, err error) {
	k, found, err := a.kept.Get(ctx, c.name())
	switch {
	case err != nil:
		return false, err
	case !found || k.CreatedMS <= a.now().Add(-answerLife).UnixMilli():
		return false, nil
	case k.Fingerprint != c.print:
		return true, fault.New(fault.Conflict, "web.idempotency.reused")
	}
	if err := a.stillAllowed(ctx, k.Allowed); err != nil {
		return true, err
	}
	if k.Way != "" {
		at := i18n.DateTime(ctx, time.UnixMilli(k.CreatedMS))
		return true, fault.New(fault.Conflict, "web.done", "Time", at, "Way", i18n.T(ctx, k.Way))
	}
	if k.Body, err = open(a.seal, k.Body, c.aad()); err != nil {
		return true, err
	}
	return true, out.restoreAnswer(k)
}

// stillAllowed asks again for what the actor was allowed when the answer was
// made: a role that is gone sees it no more.
func (a *answers) stillAllowed(ctx context.Context, allowed string) error {
	var asked []who.Asked
	if a.access == nil || allowed == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(allowed), &asked); err != nil {
		return err
	}
	for _, q := range asked {
		if err := q.Again(ctx, a.access); err != nil {
			return err
		}
	}
	return nil
}

func (a *answers) sweep(ctx context.Context) error {
	return a.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `DELETE FROM web_answer WHERE created_ms <= $1`, a.now().Add(-answerLife).UnixMilli())
		return err
	})
}
