package web_test

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/web"
)

func TestLive(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Live().Topic("project", func(_ context.Context, id string) (string, error) {
			if id != "p1" {
				return "", fault.New(fault.Forbidden, "fault.forbidden")
			}
			return "1", nil
		})
	})
	if r := s.get("/live/project/p1"); r.StatusCode != 303 {
		t.Errorf("without sign-in: %s", r.Status)
	}
	s.signIn()
	if r := s.get("/live/project/p2"); r.StatusCode != 403 {
		t.Errorf("a foreign project: %s", r.Status)
	}
	if r := s.get("/live/nothing/p1"); r.StatusCode != 404 {
		t.Errorf("an unknown kind: %s", r.Status)
	}
	events := s.follow("/live/project/p1")
	expect(t, events, "retry: 3000")
	s.mux.Live().Publish(t.Context(), "project", "p2")
	s.mux.Live().Publish(t.Context(), "project", "p1")
	expect(t, events, "event: changed")
}

// A change on the way between a page and its stream is not lost.
func TestLiveTellsWhatAPageMissed(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Live().Topic("project", func(context.Context, string) (string, error) { return "1", nil })
	})
	s.signIn()
	s.mux.Live().Publish(t.Context(), "project", "p1")
	events := s.follow("/live/project/p1?age=5000")
	expect(t, events, "retry: 3000")
	expect(t, events, "event: changed")
	quiet := s.follow("/live/project/p2?age=5000")
	expect(t, quiet, "retry: 3000")
	s.mux.Live().Publish(t.Context(), "project", "p1")
	expect(t, events, "event: changed")
	if len(quiet) > 1 { // the empty line after the first
		t.Error("a page hears of what did not change")
	}
}

func TestLiveSeesOtherProcesses(t *testing.T) {
	revision := make(chan string, 1)
	revision <- "1"
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Live().Topic("project", func(context.Context, string) (string, error) {
			now := <-revision
			revision <- now
			return now, nil
		})
	})
	s.signIn()
	events := s.follow("/live/project/p1")
	expect(t, events, "retry: 3000")
	<-revision
	revision <- "2"
	expect(t, events, "event: changed")
}

// A stream does not outlive the session or the role of who follows.
func TestLiveEndsWithTheRightToFollow(t *testing.T) {
	for name, lose := range map[string]func(signedIn, allowed *atomic.Bool){
		"session": func(signedIn, _ *atomic.Bool) { signedIn.Store(false) },
		"role":    func(_, allowed *atomic.Bool) { allowed.Store(false) },
	} {
		var signedIn, allowed atomic.Bool
		signedIn.Store(true)
		allowed.Store(true)
		s := newSiteWith(t, dbtest.SQLite(t, lines...), func(c *web.Config) {
			c.Again = func(ctx context.Context) (context.Context, error) {
				if !signedIn.Load() {
					return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
				}
				return ctx, nil
			}
		}, func(m *web.Mux) {
			m.Live().Topic("project", func(context.Context, string) (string, error) {
				if !allowed.Load() {
					return "", fault.New(fault.Forbidden, "fault.forbidden")
				}
				return "1", nil
			})
		})
		s.signIn()
		events := s.follow("/live/project/p1")
		expect(t, events, "retry: 3000")
		s.mux.Live().Publish(t.Context(), "project", "p1")
		expect(t, events, "event: changed")
		lose(&signedIn, &allowed)
		s.mux.Live().Publish(t.Context(), "project", "p1")
		for line := range events {
			if line == "event: changed" {
				t.Errorf("%s: an event after it was lost", name)
				break
			}
		}
	}
}

func TestLiveLetsTheServerStop(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Live().Topic("project", func(context.Context, string) (string, error) { return "1", nil })
	})
	s.signIn()
	events := s.follow("/live/project/p1")
	expect(t, events, "retry: 3000")
	s.Config.RegisterOnShutdown(s.mux.Live().Close)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if err := s.Config.Shutdown(ctx); err != nil {
		t.Errorf("a stream keeps the server from stopping: %v", err)
	}
}

// follow reads the lines of a stream until the test ends.
func (s *site) follow(path string) <-chan string {
	s.t.Helper()
	r, _ := http.NewRequestWithContext(s.t.Context(), "GET", s.URL+path, nil)
	answer, err := s.browser.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		s.t.Fatalf("%s, %s", answer.Status, kind)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(answer.Body); scan.Scan(); {
			lines <- scan.Text()
		}
	}()
	return lines
}

func expect(t *testing.T, lines <-chan string, want string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case line := <-lines:
			if strings.Contains(line, want) {
				return
			}
		case <-late:
			t.Fatalf("%q did not come", want)
		}
	}
}
