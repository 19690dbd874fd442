package planapi

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/plan"
	"fugong/internal/web"
)

// Config is what the API asks.
type Config struct {
	Plans *plan.Service
	Now   func() time.Time // in the zone's time
}

type handlers struct {
	Config
	live *web.Live
}

// Routes registers the operations.
func Routes(m *web.Mux, c Config) {
	h := handlers{c, m.Live()}
	h.projectRoutes(m)
	h.planRoutes(m)
	h.wayBackRoutes(m)
	h.linkRoutes(m)
	h.resourceRoutes(m)
	h.progressRoutes(m)
	h.cardRoutes(m)
	h.deliveryRoutes(m)
	h.frameRoutes(m)
	h.importRoutes(m)
	h.exportRoutes(m)
}

// changed tells everybody who looks at the project.
func (h handlers) changed(ctx context.Context, project string) {
	h.live.Publish(ctx, "project", project)
}

// tags are the chapters of the documentation.
const (
	tagProjects   = "Projects"
	tagPlan       = "Plan"
	tagProgress   = "Progress"
	tagDeliveries = "Deliveries"
	tagCalendars  = "Calendars and baselines"
	tagImports    = "Import and export"
)

const revisionNote = " Give expected_revision to be refused with 409 when somebody changed the project meanwhile."

// file is an answer that is not JSON.
type file struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// answersWith says what kinds of files an operation answers with.
func answersWith(op huma.Operation, kinds ...string) huma.Operation {
	answer := &huma.Response{Description: "The file", Content: map[string]*huma.MediaType{}}
	for _, kind := range kinds {
		answer.Content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	op.Responses = map[string]*huma.Response{"200": answer}
	return op
}

// empty is an answer without a body.
type empty struct{}

func done(err error) (*empty, error) {
	if err != nil {
		return nil, err
	}
	return &empty{}, nil
}
