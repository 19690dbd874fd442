package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/ui"
	"fugong/internal/unit"
	"fugong/internal/web"
)

func TestTwiceIsOnce(t *testing.T) {
	dbtest.Each(t, lines, func(t *testing.T, d *db.DB) {
		var worked atomic.Int32
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
				n := worked.Add(1)
				time.Sleep(30 * time.Millisecond)
				return web.Redirect(w, r, fmt.Sprintf("/added/%d", n))
			})
		})
		s.signIn()
		form := url.Values{"name": {"crew"}, "idempotency_key": {"k1"}}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if r := s.post("/add", form); r.StatusCode != 303 || r.Header.Get("Location") != "/added/1" {
					t.Errorf("%s to %q", r.Status, r.Header.Get("Location"))
				}
			})
		}
		group.Wait()
		if worked.Load() != 1 {
			t.Errorf("worked on %d times", worked.Load())
		}
		if r := s.post("/add", url.Values{"name": {"other"}, "idempotency_key": {"k1"}}); r.StatusCode != 409 {
			t.Errorf("the key with other content: %s, want 409", r.Status)
		}
		if r := s.post("/add", url.Values{"name": {"crew"}}, "Idempotency-Key", "k2"); r.Header.Get("Location") != "/added/2" {
			t.Errorf("another key: %s", r.Header.Get("Location"))
		}
		if r := s.post("/add", url.Values{"name": {"crew"}}); r.Header.Get("Location") != "/added/3" {
			t.Errorf("no key: %s", r.Header.Get("Location"))
		}
		s.now = s.now.Add(25 * time.Hour)
		if err := s.mux.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.now = time.Now()
		s.signIn()
		if r := s.post("/add", form); r.Header.Get("Location") != "/added/4" {
			t.Errorf("after a day: %s", r.Header.Get("Location"))
		}
	})
}

// A bare hash of a form would let whoever reads the table guess passwords.
func TestFingerprintsAreKeyed(t *testing.T) {
	d := dbtest.SQLite(t, lines...)
	s := newSite(t, d, func(m *web.Mux) {
		m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error { return web.Redirect(w, r, "/") })
	})
	s.signIn()
	s.post("/add", url.Values{"password": {"secret"}, "idempotency_key": {"k1"}})
	var print string
	if err := db.Get(t.Context(), d, &print, `SELECT fingerprint FROM web_answer`); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("%x", "keyed web.fingerprint"); !strings.HasPrefix(print, want) {
		t.Errorf("fingerprint %s is not made by the key", print)
	}
}

func TestRefusalIsNotKept(t *testing.T) {
	calls := 0
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("POST /try", func(w http.ResponseWriter, r *http.Request) error {
			switch calls++; calls {
			case 1:
				return fault.New(fault.Unavailable, "fault.unavailable")
			case 2:
				panic("died")
			case 3:
				w.WriteHeader(http.StatusUnprocessableEntity)
				return nil
			}
			return web.Redirect(w, r, "/done")
		})
	})
	s.signIn()
	for i, want := range []int{503, 500, 422, 303, 303} {
		if r := s.post("/try", url.Values{"idempotency_key": {"k"}}); r.StatusCode != want {
			t.Errorf("attempt %d: %s, want %d", i+1, r.Status, want)
		}
	}
	if calls != 4 {
		t.Errorf("worked on %d times, want 4", calls)
	}
}

// ledger is a table that handlers of these tests write to.
var ledger = db.Migrations{Domain: "ledger", FS: fstest.MapFS{"migrations/0001_line.sql": {Data: []byte(`-- +goose Up
CREATE TABLE ledger_line (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
`)}}}

var withLedger = []db.Migrations{web.Migrations, ledger}

// write adds a line in a transaction of its own.
func write(ctx context.Context, d *db.DB, name string) error {
	return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO ledger_line (id, name) VALUES ($1, $2)`, id.New(), name)
		return err
	})
}

func written(t *testing.T, d *db.DB) (names []string) {
	t.Helper()
	if err := db.Select(t.Context(), d, &names, `SELECT name FROM ledger_line ORDER BY name`); err != nil {
		t.Fatal(err)
	}
	return names
}

// Several transactions of a request are one: nothing of a refusal stays, and
// what is told in memory waits for the commit.
func TestRequestIsOneUnitOfWork(t *testing.T) {
	dbtest.Each(t, withLedger, func(t *testing.T, d *db.DB) {
		var told atomic.Int32
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
				ctx := r.Context()
				if err := write(ctx, d, r.FormValue("name")); err != nil {
					return err
				}
				unit.AfterCommit(ctx, func() { told.Add(1) })
				if err := write(ctx, d, r.FormValue("second")); fault.Of(err) != fault.Conflict && err != nil {
					return err
				}
				var inside int
				if err := db.Get(ctx, d, &inside, `SELECT COUNT(*) FROM ledger_line WHERE name = $1`, r.FormValue("name")); err != nil || inside != 1 {
					return fmt.Errorf("%d lines within, %v", inside, err)
				}
				switch r.FormValue("end") {
				case "error":
					return fault.New(fault.NotFound, "fault.notfound")
				case "panic":
					panic("died")
				case "refuse":
					w.WriteHeader(http.StatusUnprocessableEntity)
					return nil
				}
				return web.Redirect(w, r, "/done")
			})
		})
		s.signIn()
		for end, want := range map[string]int{"error": 404, "panic": 500, "refuse": 422} {
			if r := s.post("/add", url.Values{"name": {"a"}, "second": {"b"}, "end": {end}, "idempotency_key": {"k"}}); r.StatusCode != want {
				t.Errorf("%s: %s", end, r.Status)
			}
		}
		if lines := written(t, d); len(lines) != 0 || told.Load() != 0 {
			t.Errorf("after refusals %q are written, %d told", lines, told.Load())
		}
		if r := s.post("/add", url.Values{"name": {"a"}, "second": {"a"}}); r.StatusCode != 303 {
			t.Errorf("a part that failed and was caught: %s", r.Status)
		}
		if lines := written(t, d); len(lines) != 1 || told.Load() != 1 {
			t.Errorf("%q are written, %d told", lines, told.Load())
		}
	})
}

// Requests that wait at the same time share a commit; each stands for itself.
func TestManyAtOnceShareCommits(t *testing.T) {
	dbtest.Each(t, withLedger, func(t *testing.T, d *db.DB) {
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
				if err := write(r.Context(), d, r.FormValue("name")); err != nil {
					return err
				}
				web.Flash(r.Context(), ui.Good, "ui.work.finished")
				return web.Redirect(w, r, "/at/"+r.FormValue("name"))
			})
		})
		s.signIn()
		var group sync.WaitGroup
		for i := range 60 {
			group.Go(func() {
				name := fmt.Sprintf("%02d", i/2) // every name twice under different keys: one of both is refused
				r := s.post("/add", url.Values{"name": {name}, "idempotency_key": {fmt.Sprint(i)}})
				if r.StatusCode != 303 && r.StatusCode != 409 || r.StatusCode == 303 && r.Header.Get("Location") != "/at/"+name {
					t.Errorf("%s: %s %q", name, r.Status, r.Header.Get("Location"))
				}
			})
		}
		group.Wait()
		if n := len(written(t, d)); n != 30 {
			t.Errorf("%d lines, want 30", n)
		}
		var answers int
		if err := db.Get(t.Context(), d, &answers, `SELECT COUNT(*) FROM web_answer`); err != nil || answers != 30 {
			t.Errorf("%d answers are kept, %v; want 30", answers, err)
		}
	})
}

// The key, what was sent and the answer are stored with the change: another
// process, which never saw the first delivery, gives the same answer.
func TestAnotherProcessGivesTheFirstAnswer(t *testing.T) {
	dbtest.Each(t, withLedger, func(t *testing.T, d *db.DB) {
		routes := func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
				if err := write(r.Context(), d, id.New()); err != nil {
					return err
				}
				_, err := fmt.Fprint(w, id.New(), strings.Repeat("long", 1<<20))
				return err
			})
		}
		first, second := newSite(t, d, routes), newSite(t, d, routes)
		first.signIn()
		second.signIn()
		form := url.Values{"name": {"crew"}, "idempotency_key": {"k"}}
		a, b := first.post("/add?x=1", form), second.post("/add?x=1", form)
		if a.body != b.body || len(b.body) < 4<<20 || b.Header.Get("Idempotency-Replayed") == "" {
			t.Errorf("the answers have %d and %d bytes", len(a.body), len(b.body))
		}
		if n := len(written(t, d)); n != 1 {
			t.Errorf("%d lines, want 1", n)
		}
		if r := second.post("/add?x=2", form); r.StatusCode != 409 {
			t.Errorf("the key with another query: %s, want 409", r.Status)
		}
	})
}

func TestUploadedBytesCountAndLeaveNoFile(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	d := dbtest.SQLite(t, lines...)
	s := newSite(t, d, func(m *web.Mux) {
		m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
			f, err := web.ReadForm(r)
			if err != nil {
				return err
			}
			if file, _ := f.File("file"); file == nil {
				return f.Fault()
			}
			if f.Value("name") == "refuse" {
				return fault.New(fault.NotFound, "fault.notfound")
			}
			return web.Redirect(w, r, "/done")
		}, web.Body(20<<20))
		m.Handle("POST /open", func(w http.ResponseWriter, r *http.Request) error {
			_, err := web.ReadForm(r)
			return err
		}, web.Public, web.Body(20<<20))
	})
	s.signIn()
	upload := func(path, key, name string, fill byte) int {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("idempotency_key", key)
		_ = m.WriteField("name", name)
		part, _ := m.CreateFormFile("file", "plan.xer")
		_, _ = part.Write(bytes.Repeat([]byte{fill}, 6<<20))
		_ = m.Close()
		return s.send(http.MethodPost, path, body.String(), "Content-Type", m.FormDataContentType()).StatusCode
	}
	for _, c := range []struct {
		path, key, name string
		fill            byte
		want            int
	}{
		{"/add", "k1", "", 'a', 303}, {"/add", "k1", "", 'a', 303}, {"/add", "k1", "", 'b', 409},
		{"/add", "k2", "refuse", 'a', 404}, {"/add", "", "", 'a', 303}, {"/open", "", "", 'a', 200},
	} {
		if got := upload(c.path, c.key, c.name, c.fill); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What was shown once is not kept: a repeated request hears that it was done
// and how to see such a thing again.
func TestSecretsAreNeverRepeated(t *testing.T) {
	d := dbtest.SQLite(t, withLedger...)
	s := newSite(t, d, func(m *web.Mux) {
		m.Handle("POST /token", func(w http.ResponseWriter, r *http.Request) error {
			if err := write(r.Context(), d, "token"); err != nil {
				return err
			}
			web.Secret(w, r, "web.done.large")
			_, err := fmt.Fprint(w, "fgt_verysecret")
			return err
		})
	})
	s.signIn()
	form := url.Values{"idempotency_key": {"k"}}
	a, b := s.post("/token", form), s.post("/token", form)
	if a.body != "fgt_verysecret" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("first: %q, %q", a.body, a.Header.Get("Cache-Control"))
	}
	if b.StatusCode != 409 || strings.Contains(b.body, "verysecret") || !strings.Contains(b.body, "This was done on") || !strings.Contains(b.body, "Open the page again") {
		t.Errorf("second: %s %q", b.Status, b.body)
	}
	var body []byte
	if err := db.Get(t.Context(), d, &body, `SELECT body FROM web_answer`); err != nil || strings.Contains(string(body), "secret") {
		t.Errorf("stored %q, %v", body, err)
	}
	if n := len(written(t, d)); n != 1 {
		t.Errorf("%d tokens", n)
	}
}

// A request that went unanswered before an upgrade and is sent again after it is
// not worked on twice: answers under the old, long keys are kept.
func TestAnswersOutliveTheUpgradeOfTheirTable(t *testing.T) {
	dbtest.Each(t, lines, func(t *testing.T, d *db.DB) {
		worked := 0
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error {
				worked++
				return web.Redirect(w, r, fmt.Sprintf("/added/%d", worked))
			})
		})
		s.signIn()
		key := id.New() + "-工地"
		send := func() string {
			return s.post("/add", url.Values{"name": {"crew"}, "idempotency_key": {key}}).Header.Get("Location")
		}
		send()
		must := func(statement string, args ...any) {
			t.Helper()
			if err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, statement, args...)
				return err
			}); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		must(`CREATE TABLE web_idempotency AS SELECT '' AS zone_id, '' AS account_id, '' AS request_key, '' AS path, fingerprint, status, header, body, way, allowed, created_ms FROM web_answer`)
		must(`UPDATE web_idempotency SET zone_id = $1, account_id = $2, request_key = $3, path = $4`, "zone", "li", key, "POST /add")
		must(`DROP TABLE web_answer`)
		must(`DELETE FROM goose_web WHERE version_id = 3`)
		if err := db.Migrate(t.Context(), d, web.Migrations); err != nil {
			t.Fatal(err)
		}
		if at := send(); at != "/added/1" || worked != 1 {
			t.Errorf("after the upgrade: %q, worked on %d times; want the first answer", at, worked)
		}
	})
}
