// Package cardweb is a foreman's way in without an account: the pages on which a
// planner issues and revokes cards, and the pages that a card opens on a phone.
//
// The secret of a card stands behind the # of the address in its QR code, so
// that no server, proxy or log sees it; a script of the page sends it, and the
// session remembers it for a working day. It can be typed as well.
package cardweb

import (
	"context"
	"net/http"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/who"
)

type handlers struct {
	planview.Base
	tries *tries
}

// Routes registers the pages.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b, newTries(b.Now)}
	h.apiRoutes(m)
	m.Handle("GET /projects/{id}/cards", h.cards)
	m.Handle("POST /projects/{id}/cards", h.issueCard)
	m.Handle("POST /projects/{id}/cards/{card}/revoke", h.revoke)
	m.Handle("GET /card", h.door, web.Public)
	m.Handle("POST /card", h.enterByCard, web.Public)
	m.Handle("GET /card/work", h.showWork, web.Public)
	m.Handle("GET /card/work/{activity}", h.showJob, web.Public)
	m.Handle("POST /card/work/{activity}", h.reportJob, web.Public, web.Body(reportBody))
	m.Handle("POST /card/leave", h.leave, web.Public)
}

// reportBody is how many bytes a report with its photos may have.
const reportBody = 54 << 20

// rememberCard is where the session keeps the secret of a card.
const rememberCard = "plan.card"

type cardKey struct{}

// cardOf is the card that the request came with.
func cardOf(ctx context.Context) (plan.Card, bool) {
	c, ok := ctx.Value(cardKey{}).(plan.Card)
	return c, ok
}

// Authenticate makes the holder of a card the actor of what is asked below
// /card/, and of nothing else. Give it to web.Mux.Use.
func Authenticate(o *plan.Service) func(web.Handler) web.Handler {
	return func(next web.Handler) web.Handler {
		return func(w http.ResponseWriter, r *http.Request) error {
			if !strings.HasPrefix(r.URL.Path, "/card/") {
				return next(w, r)
			}
			ctx := r.Context()
			secret := web.Recall(ctx, rememberCard)
			if secret == "" {
				return next(w, r)
			}
			card, actor, err := o.OpenCard(ctx, secret)
			if fault.Of(err) == fault.Unauthenticated && err != nil {
				web.Remember(ctx, rememberCard, "")
				return next(w, r)
			}
			if err != nil {
				return err
			}
			w.Header().Set("Cache-Control", "no-store")
			return next(w, r.WithContext(context.WithValue(who.With(ctx, actor), cardKey{}, card)))
		}
	}
}

// tries counts wrong cards by address, so that nobody can try many.
type tries struct {
	turn chan map[string]int // one holder at a time
	now  func() time.Time
	from time.Time
}

const (
	triesWindow = 10 * time.Minute
	triesMost   = 30
	triesKept   = 10_000 // addresses; beyond that the counts start anew
)

func newTries(now func() time.Time) *tries {
	t := &tries{turn: make(chan map[string]int, 1), now: now}
	t.turn <- map[string]int{}
	return t
}

// countWrong adds n to the wrong ones of an address and tells whether more are allowed.
func (t *tries) countWrong(address string, n int) bool {
	counts := <-t.turn
	if now := t.now(); now.Sub(t.from).Abs() > triesWindow || len(counts) > triesKept {
		counts, t.from = map[string]int{}, now
	}
	counts[address] += n
	allowed := counts[address] < triesMost
	t.turn <- counts
	return allowed
}
