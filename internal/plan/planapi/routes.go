package planapi

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/plan/catchup"
	"fugong/internal/plan/office"
	"fugong/internal/web"
)

// Config is what the API asks.
type Config struct {
	Office  *office.Service
	Catchup *catchup.Service
	Now     func() time.Time // in the zone's time
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
	h.linkRoutes(m)
	h.resourceRoutes(m)
	h.progressRoutes(m)
	h.deliveryRoutes(m)
	h.frameRoutes(m)
	h.importRoutes(m)
	h.stoppageRoutes(m)
	h.conditionRoutes(m)
	h.solveRoutes(m)
}

// changed tells everybody who looks at the project.
func (h handlers) changed(project string) { h.live.Publish("project", project) }

// tags are the chapters of the documentation.
const (
	tagProjects   = "Projects"
	tagPlan       = "Plan"
	tagProgress   = "Progress"
	tagDeliveries = "Deliveries"
	tagCalendars  = "Calendars and baselines"
	tagImports    = "Import and export"
	tagRecovery   = "Losses and recovery"
)

const revisionNote = " Give expected_revision to be refused with 409 when somebody changed the project meanwhile."

// op describes an operation with the refusals that it can answer with.
func op(method, path, id, tag, summary, description string) huma.Operation {
	o := huma.Operation{
		Method: method, Path: "/api/v1" + path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: description,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound},
	}
	switch method {
	case http.MethodPost:
		o.DefaultStatus = http.StatusCreated
	case http.MethodDelete:
		o.DefaultStatus = http.StatusNoContent
	}
	if method != http.MethodGet {
		o.Errors = append(o.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	o.Errors = append(o.Errors, http.StatusUnprocessableEntity)
	return o
}

// ok makes an operation answer 200 although it is a POST: it made nothing.
func ok(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusOK
	return o
}

// answer is a body.
type answer[T any] struct{ Body T }

func answered[T any](body T, err error) (*answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &answer[T]{body}, nil
}

// list is some items of all there are.
type list[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total" doc:"How many there are on all pages"`
}

// Paging is asked for by lists.
type Paging struct {
	Page int `query:"page" minimum:"1" default:"1"`
	Size int `query:"size" minimum:"1" maximum:"500" default:"100"`
}

// paged is one page of a list.
func paged[N, B any](nouns []N, p Paging, body func(N) B) *answer[list[B]] {
	out := &answer[list[B]]{list[B]{Items: []B{}, Total: len(nouns)}}
	first := min((p.Page-1)*p.Size, len(nouns))
	for _, n := range nouns[first:min(first+p.Size, len(nouns))] {
		out.Body.Items = append(out.Body.Items, body(n))
	}
	return out
}

// mapped turns nouns into bodies; never nil, so that JSON has a list.
func mapped[N, B any](nouns []N, body func(N) B) []B {
	out := make([]B, 0, len(nouns))
	for _, n := range nouns {
		out = append(out, body(n))
	}
	return out
}

// InProject names a project in the path.
type InProject struct {
	Project string `path:"project" doc:"Id of the project"`
}

// file is an answer that is not JSON.
type file struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// empty is an answer without a body.
type empty struct{}

func done(err error) (*empty, error) {
	if err != nil {
		return nil, err
	}
	return &empty{}, nil
}
