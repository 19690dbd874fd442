package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
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
	if err := db.Get(t.Context(), d, &print, `SELECT fingerprint FROM web_idempotency`); err != nil {
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

func TestAbandonedWorkIsTakenOver(t *testing.T) {
	d := dbtest.SQLite(t, lines...)
	s := newSite(t, d, func(m *web.Mux) {
		m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error { return web.Redirect(w, r, "/done") })
	})
	s.signIn()
	form := url.Values{"idempotency_key": {"k"}}
	if r := s.post("/add", form); r.StatusCode != 303 {
		t.Fatal(r.Status)
	}
	if _, err := db.Exec(t.Context(), d, `UPDATE web_idempotency SET status = 0`); err != nil { // as a killed process leaves it
		t.Fatal(err)
	}
	s.now = s.now.Add(3 * time.Minute)
	if r := s.post("/add", form); r.StatusCode != 303 || r.Header.Get("Idempotency-Replayed") != "" {
		t.Errorf("%s, replayed %q", r.Status, r.Header.Get("Idempotency-Replayed"))
	}
}
