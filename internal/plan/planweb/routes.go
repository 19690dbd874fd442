package planweb

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"time"

	"fugong/internal/plan/office"
	"fugong/internal/plan/planapi"
	"fugong/internal/web"
)

// Locale is the room's words in both languages.
//
//go:embed locale/*.json
var Locale embed.FS

// Config is what the pages ask.
type Config struct {
	Office *office.Service
	Now    func() time.Time // in the zone's time
	// Names gives the display names of accounts, for "who did it".
	Names func(ctx context.Context, accounts ...string) (map[string]string, error)
	// Organisations and Officers are what a form offers to choose from, and how
	// a list names what it holds the id of.
	Organisations, Officers func(ctx context.Context) ([]Named, error)
}

// Named is an id with the name people know it by.
type Named struct{ ID, Name string }

// handlers answers the requests of this room.
type handlers struct {
	Config
	live *web.Live
	dues *dues
}

// Routes registers the pages and the API of plans.
func Routes(m *web.Mux, c Config) {
	h := handlers{c, m.Live(), newDues()}
	m.Live().Topic("project", h.revision)
	h.projectRoutes(m)
	h.planRoutes(m)
	h.activityRoutes(m)
	h.historyRoutes(m)
	h.todayRoutes(m)
	h.importRoutes(m)
	h.deliveryRoutes(m)
	h.calendarRoutes(m)
	h.baselineRoutes(m)
	h.exportRoutes(m)
	planapi.Routes(m, planapi.Config{Office: c.Office, Now: c.Now})
}

// revision is what live pages watch.
func (h handlers) revision(ctx context.Context, project string) (string, error) {
	b, err := h.Office.Project(ctx, project)
	if err != nil {
		return "", err
	}
	return strconv.FormatInt(b.Project.Revision, 10), nil
}

// changed tells everybody who looks at the project.
func (h handlers) changed(project string) { h.live.Publish("project", project) }

// seen is the revision a form was shown at; 0 when it does not say.
func seen(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.FormValue("revision"), 10, 64)
	return n
}
