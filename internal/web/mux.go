package web

import (
	"cmp"
	"context"
	"embed"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/who"
)

//go:embed migrations
var migrations embed.FS

// Migrations are the tables of sessions and idempotency keys.
var Migrations = db.Migrations{Domain: "web", FS: migrations}

// Handler answers a request, or says why it cannot: the error becomes a page
// or a problem in one place.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Sealer encrypts what is kept of answers and sessions. The vault is one.
type Sealer interface {
	Seal(plain, aad string) []byte
	Unseal(cipher []byte, aad string) (string, error)
	Index(purpose, value string) []byte // keyed: says whether two values are equal, and nothing else
}

// Config is what a Mux needs to know.
type Config struct {
	DB        *db.DB
	Catalogue *i18n.Catalogue
	House     *ui.House
	Log       *slog.Logger
	Place     *time.Location   // the zone's time; nil: UTC
	Now       func() time.Time // nil: time.Now
	Seal      Sealer
	// Again is a context with its actor as it is now, an error when nobody is signed
	// in any more; streams of events ask it. Nil: who came in stays.
	Again   func(ctx context.Context) (context.Context, error)
	Access  who.Authorizer // is asked again before an answer is repeated; nil: nobody is
	Secure  bool           // the site is served over https: cookies and HSTS say so
	Pace    Pace           // of requests' bodies; zero: the usual one
	Dev     bool           // shows the gallery at /dev/ui
	Version string
}

// Mux routes pages and the API. Register everything before serving.
type Mux struct {
	c        Config
	routes   *http.ServeMux
	around   []func(Handler) Handler
	sessions *scs.SessionManager
	store    *sessionStore
	answers  *answers
	live     *Live
	api      huma.API
	// apiBodies are the sizes of bodies that operations ask for, by pattern.
	apiBodies map[string]int64
	bound     sync.Once // of the API's texts, see boundSchemas
	metrics   *metrics
	top       http.Handler
}

// New makes a Mux with its own routes: /assets/, /live/, /signed-in, /healthz, /readyz,
// /metrics, /preferences, /api/docs and /api/openapi.json, and with Dev the
// gallery. Error: Internal "ui.assets" when the assets were not built.
func New(c Config) (*Mux, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.House == nil {
		c.House = &ui.House{}
	}
	m := &Mux{c: c, routes: http.NewServeMux(), live: newLive(), metrics: newMetrics(), apiBodies: map[string]int64{}}
	m.store = newSessionStore(c.DB, c.Seal, c.Now)
	m.answers = newAnswers(c)
	m.live.again = c.Again
	m.sessions = newSessions(m.store, c)
	m.api = newAPI(m)
	compress, err := newCompress()
	if err != nil {
		return nil, err
	}
	m.top = m.wrapRoutes(compress)
	return m, m.ownRoutes()
}

// wrapRoutes wraps the routes in what every request passes, outermost first.
func (m *Mux) wrapRoutes(compress func(http.Handler) http.HandlerFunc) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m.answerError(w, r, fault.New(fault.Forbidden, "web.crossorigin"))
	}))
	h := http.Handler(http.HandlerFunc(m.routeRequest))
	h = m.withVisit(h)
	h = m.sessions.LoadAndSave(h)
	h = guard.Handler(h)
	h = m.withLanguage(h)
	h = compress(h)
	h = m.withHeaders(h)
	return m.observeRequests(h)
}

// Option changes how one route is guarded.
type Option func(*route)

type route struct {
	public bool
	limit  int64
}

// Public opens a route to people who are not signed in.
func Public(r *route) { r.public = true }

// How many bytes a request's body may have when its route says nothing.
const (
	usualBody  = 1 << 20
	publicBody = 64 << 10 // of people who are not signed in: what they type
)

func (r route) usualBody() int64 {
	if r.public {
		return publicBody
	}
	return usualBody
}

// Body sets how many bytes a request's body may have; otherwise 1 MB, and 64 KB
// on a Public route.
func Body(limit int64) Option { return func(r *route) { r.limit = limit } }

// Handle answers requests that match the pattern of http.ServeMux, such as
// "GET /projects/{id}". Someone must be signed in unless Public is given, and is
// asked to before the body is read; how large that may be says Body. What is not a GET is one unit of
// work: all that it writes is committed when it has answered, or nothing; with
// an idempotency key it is worked on once.
func (m *Mux) Handle(pattern string, h Handler, options ...Option) {
	var rt route
	for _, o := range options {
		o(&rt)
	}
	rt.limit = cmp.Or(rt.limit, rt.usualBody())
	m.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		note := requestOf(r.Context())
		note.pattern = pattern
		note.body.allow(rt.limit)
		m.answer(w, r, m.wrapHandler(rt, h))
	})
}

// answer lets h answer, and tells its error to whoever Use found to be acting.
func (m *Mux) answer(w http.ResponseWriter, r *http.Request, h Handler) {
	if err := h(w, r); err != nil {
		if acting := requestOf(r.Context()).acting; acting != nil {
			r = r.WithContext(acting)
		}
		m.answerError(w, r, err)
	}
}

// wrapHandler puts what Use was given, the guard and the idempotency around h.
func (m *Mux) wrapHandler(rt route, h Handler) Handler {
	h = m.answers.answerOnce(soundForm(h))
	if !rt.public {
		h = signedIn(h)
	}
	h = sound(h)
	h = noteActor(h)
	for i := len(m.around) - 1; i >= 0; i-- {
		h = m.around[i](h)
	}
	return h
}

// Use wraps every handler, of pages and of the API alike, inside the session:
// the place to say who is acting. What was given first is outermost.
func (m *Mux) Use(around func(Handler) Handler) { m.around = append(m.around, around) }

func noteActor(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		note := requestOf(r.Context())
		note.acting = r.Context()
		if _, ok := who.From(r.Context()); ok {
			note.conn.Trust()
		}
		return next(w, r)
	}
}

func signedIn(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, ok := who.From(r.Context()); !ok {
			return fault.New(fault.Unauthenticated, "web.signin")
		}
		return next(w, r)
	}
}

// Live is the hub of changes that pages follow.
func (m *Mux) Live() *Live { return m.live }

func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.top.ServeHTTP(w, r) }

// routeRequest finds the handler, and turns the standard "not found" and "method not
// allowed" into our own words.
func (m *Mux) routeRequest(w http.ResponseWriter, r *http.Request) {
	h, pattern := m.routes.Handler(r)
	if pattern != "" {
		m.routes.ServeHTTP(w, r)
		return
	}
	probe := &statusProbe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
	}
	if location := probe.header.Get("Location"); location != "" {
		http.Redirect(w, r, location, probe.status)
		return
	}
	m.answer(w, r, m.wrapHandler(route{public: true}, func(http.ResponseWriter, *http.Request) error { return notRouted(probe.status) }))
}

func notRouted(status int) error {
	if status == http.StatusMethodNotAllowed {
		return &statusError{status, fault.New(fault.Invalid, "web.method")}
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

// statusProbe learns what the standard mux would have answered.
type statusProbe struct {
	header http.Header
	status int
}

func (p *statusProbe) Header() http.Header         { return p.header }
func (p *statusProbe) Write(b []byte) (int, error) { return len(b), nil }
func (p *statusProbe) WriteHeader(status int)      { p.status = status }

// isAPI tells whether programs, not people, read the answer.
func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/v1/") }
