package zoneweb

import (
	"context"
	"net/http"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

// What the web session remembers for this room: the secrets of the session
// and of one that waits for its second step.
const (
	rememberSession = "zone.session"
	rememberPending = "zone.pending"
)

type sessionKey struct{}

// currentSession is the id of the session of ctx; empty for a token.
func currentSession(ctx context.Context) string {
	s, _ := ctx.Value(sessionKey{}).(string)
	return s
}

// Authenticate puts the actor of every request into its context: the account
// of the session, or under /api/ the token of the Authorization header. A
// session that ended leaves the request without an actor; a bad token is
// refused. Give it to web.Mux.Use.
func Authenticate(s *zone.Service) func(web.Handler) web.Handler {
	return func(next web.Handler) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			if strings.HasPrefix(r.URL.Path, "/assets/") {
				return next(w, r)
			}
			identity, err := identifyRequest(s, r)
			if err != nil {
				return err
			}
			if identity.Actor.Account == "" {
				return next(w, r)
			}
			ctx := context.WithValue(who.With(r.Context(), identity.Actor), sessionKey{}, identity.Session)
			return next(w, r.WithContext(ctx))
		}
	}
}

// Again is ctx with its actor as he, she or it stands now; an error when the
// session or token ended meanwhile. It is for what goes on for longer than a
// request: streams of events ask it now and then.
func Again(s *zone.Service) func(ctx context.Context) (context.Context, error) {
	return func(ctx context.Context) (context.Context, error) {
		actor, err := s.Again(ctx, currentSession(ctx))
		return who.With(ctx, actor), err
	}
}

// identifyRequest is who sent the request; the zero Identity for nobody.
func identifyRequest(s *zone.Service, r *http.Request) (zone.Identity, error) {
	ctx := r.Context()
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && strings.HasPrefix(r.URL.Path, "/api/") {
		return s.AuthenticateToken(ctx, strings.TrimSpace(bearer))
	}
	secret := web.Recall(ctx, rememberSession)
	if secret == "" {
		return zone.Identity{}, nil
	}
	identity, err := s.Authenticate(ctx, secret)
	if fault.Of(err) == fault.Unauthenticated && err != nil {
		web.Remember(ctx, rememberSession, "")
		return zone.Identity{}, nil
	}
	return identity, err
}
