package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"

	"fugong/internal/i18n"
	"fugong/internal/ui"
)

// A session ends after a working day, signed in or not.
const sessionLife = 12 * time.Hour

// The values of a session.
const (
	sessionZone    = "zone"
	sessionAccount = "account"
	sessionToasts  = "toasts"
)

func newSessions(store *sessionStore, c Config) *scs.SessionManager {
	s := scs.New()
	s.Store, s.Codec, s.Lifetime, s.HashTokenInStore = store, newSessionCodec(), sessionLife, true
	s.Cookie.Name, s.Cookie.HttpOnly, s.Cookie.Secure = "fugong_session", true, c.Secure
	s.Cookie.SameSite = http.SameSiteLaxMode
	s.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		requestOf(r.Context()).cause = err
		http.Error(w, i18n.Error(r.Context(), err), http.StatusServiceUnavailable)
	}
	return s
}

type sessionsKey struct{}

func withSessions(ctx context.Context, m *Mux) context.Context {
	return context.WithValue(ctx, sessionsKey{}, m.sessions)
}

func sessionsOf(ctx context.Context) *scs.SessionManager {
	s, _ := ctx.Value(sessionsKey{}).(*scs.SessionManager)
	return s
}

// SignIn binds the session to an account under a new token, so that a token
// that was planted before is worth nothing.
func SignIn(ctx context.Context, zone, account string) error {
	s := sessionsOf(ctx)
	if err := s.RenewToken(ctx); err != nil {
		return err
	}
	s.Put(ctx, sessionZone, zone)
	s.Put(ctx, sessionAccount, account)
	return nil
}

// SignOut ends the session.
func SignOut(ctx context.Context) error { return sessionsOf(ctx).Destroy(ctx) }

// SignedIn is the account that the session is bound to; false for none. It
// says who signed in, not that the account is still good: ask the zone.
func SignedIn(ctx context.Context) (zone, account string, ok bool) {
	s := sessionsOf(ctx)
	if s == nil {
		return "", "", false
	}
	zone, account = s.GetString(ctx, sessionZone), s.GetString(ctx, sessionAccount)
	return zone, account, account != ""
}

// Remember keeps a value in the session, for what a person does in several
// steps; "" forgets it. Names start with the room: "zone.totp".
func Remember(ctx context.Context, name, value string) {
	if value == "" {
		sessionsOf(ctx).Remove(ctx, name)
		return
	}
	sessionsOf(ctx).Put(ctx, name, value)
}

// Recall is what Remember kept.
func Recall(ctx context.Context, name string) string { return sessionsOf(ctx).GetString(ctx, name) }

// SignOutEverywhere ends every session of the account.
func (m *Mux) SignOutEverywhere(ctx context.Context, zone, account string) error {
	return m.store.forget(ctx, zone, account)
}

// maxToasts is how many messages wait for a page at most: the last ones.
const maxToasts = 8

// Flash leaves a message for the next page that this person sees. One that waits
// already is not said twice.
func Flash(ctx context.Context, level ui.Level, key string, args ...any) {
	s := sessionsOf(ctx)
	waiting, message := readToasts(s.GetString(ctx, sessionToasts)), ui.Toast{Level: level, Text: i18n.T(ctx, key, args...)}
	if slices.Contains(waiting, message) {
		return
	}
	waiting = append(waiting, message)
	data, err := json.Marshal(waiting[max(0, len(waiting)-maxToasts):])
	if err == nil {
		s.Put(ctx, sessionToasts, string(data))
	}
}

func takeToasts(ctx context.Context) []ui.Toast {
	s := sessionsOf(ctx)
	if !s.Exists(ctx, sessionToasts) {
		return nil
	}
	return readToasts(s.PopString(ctx, sessionToasts))
}

func readToasts(data string) (toasts []ui.Toast) {
	if data == "" || json.Unmarshal([]byte(data), &toasts) != nil {
		return nil
	}
	return toasts
}
