package planview

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

// Config is what the pages ask.
type Config struct {
	Plans *plan.Service
	Now   func() time.Time // in the zone's time
	// Names gives the display names of accounts, for "who did it".
	Names func(ctx context.Context, accounts ...string) (map[string]string, error)
	URL   string // of the site, for what is printed; "" takes the request's host
	// Organisations and Officers are what a form offers to choose from, and how
	// a list names what it holds the id of.
	Organisations, Officers func(ctx context.Context) ([]Named, error)
	// Owners are the people to whom a measure of a recovery plan can be given.
	Owners func(ctx context.Context) ([]Named, error)
	// Matters are what other rooms put on the Today page.
	Matters []Source
}

// Named is an id with the name people know it by.
type Named struct{ ID, Name string }

// Base is what the handlers of every page of a plan stand on.
type Base struct {
	Config
	live *web.Live
}

// NewBase announces the topic project to the live pages.
func NewBase(live *web.Live, c Config) Base {
	h := Base{c, live}
	live.Topic("project", h.revision)
	return h
}

// revision is what live pages watch.
func (h Base) revision(ctx context.Context, project string) (string, error) {
	b, err := h.Plans.Project(ctx, project)
	if err != nil {
		return "", err
	}
	return strconv.FormatInt(b.Project.Revision, 10), nil
}

// Changed tells everybody who looks at the project.
func (h Base) Changed(ctx context.Context, project string) { h.live.Publish(ctx, "project", project) }

// Seen is the revision a form was shown at; 0 when it does not say.
func Seen(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.FormValue("revision"), 10, 64)
	return n
}

// See opens a project for a page.
func (h Base) See(ctx context.Context, project string) (*Sight, error) {
	b, err := h.Plans.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	return h.Sight(ctx, b)
}

// Sight is a book that is open already, for a page.
func (h Base) Sight(ctx context.Context, b *plan.Book) (*Sight, error) {
	orgs, err := NameMap(ctx, h.Organisations)
	if err != nil {
		return nil, err
	}
	officers, err := h.Names(ctx, b.Project.Liaison)
	if err != nil {
		return nil, err
	}
	return &Sight{Book: b, Org: orgs[b.Project.Org], Liaison: officers[b.Project.Liaison], Today: h.Today(), allow: h.Plans.Allow}, nil
}

// Today is the civil date in the zone.
func (h Base) Today() worktime.Day { return masterplan.DayOf(masterplan.Civil(h.Now())) }

// WithName is err with the name of who was faster instead of the account's id.
func (h Base) WithName(ctx context.Context, err error) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Args["By"] == "" {
		return err
	}
	names, other := h.Names(ctx, e.Args["By"])
	if other != nil {
		return other
	}
	told := *e
	told.Args = maps.Clone(e.Args)
	told.Args["By"] = names[e.Args["By"]]
	return &told
}
