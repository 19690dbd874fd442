package web

import (
	"context"
	"maps"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"fugong/internal/fault"
	"fugong/internal/i18n"
)

// apiRoutes lets huma register its operations on our routes, where they pass
// the same guards as the pages.
type apiRoutes struct{ m *Mux }

func (a apiRoutes) HandleFunc(pattern string, f func(http.ResponseWriter, *http.Request)) {
	h := func(w http.ResponseWriter, r *http.Request) error {
		a.m.bound.Do(a.m.boundSchemas) // by now every operation is registered
		f(w, r)
		return nil
	}
	if strings.HasPrefix(pattern, "GET /api/openapi") {
		a.m.Handle(pattern, h, Public)
		return
	}
	a.m.Handle(pattern, soundBody(h), Body(a.m.apiBodies[pattern]))
}

func (a apiRoutes) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.m.ServeHTTP(w, r) }

func newAPI(m *Mux) huma.API {
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		ctx := context.Background()
		if c != nil {
			ctx = c.Context()
		}
		return refuseRequest(ctx, status, msg, errs)
	}
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return refuseRequest(context.Background(), status, msg, errs)
	}
	config := huma.DefaultConfig("Fugong", m.c.Version)
	config.CreateHooks, config.DocsPath, config.SchemasPath = nil, "", ""
	config.OpenAPIPath = "/api/openapi"
	config.Formats = maps.Clone(huma.DefaultFormats)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "An API token of an organisation"},
	}
	config.Security = []map[string][]string{{"token": {}}}
	return humago.New(apiRoutes{m}, config)
}

// refuseRequest is huma's complaint about a request, without the values that were
// sent and without the cause of a failure.
func refuseRequest(ctx context.Context, status int, msg string, errs []error) huma.StatusError {
	p := &Problem{Title: http.StatusText(status), Status: status, Request: RequestID(ctx)}
	if status >= 500 {
		p.Detail = i18n.Kind(ctx, fault.Internal)
		return p
	}
	p.Detail = msg
	for _, err := range errs {
		if d, ok := err.(huma.ErrorDetailer); ok {
			detail := d.ErrorDetail()
			p.Errors = append(p.Errors, ProblemField{Location: detail.Location, Message: detail.Message})
		}
	}
	return p
}

// refusalStatuses are the statuses that an operation can answer with, beside its own.
func refusalStatuses(op huma.Operation) []int {
	all := []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict,
		http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
	if op.Method != http.MethodGet {
		all = append(all, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	return append(all, op.Errors...)
}

// API is where operations are described; see Register.
func (m *Mux) API() huma.API { return m.api }

// Register adds an operation to the API. Paths start with /api/v1/. What the
// handler returns as a fault becomes a problem in the reader's language. A body
// may have 1 MB unless op.MaxBodyBytes says more.
//
//	web.Register(m, huma.Operation{Method: "GET", Path: "/api/v1/projects/{id}", OperationID: "get-project",
//		Summary: "A project", Tags: []string{"Projects"}}, func(ctx context.Context, in *struct{ ID string `path:"id"` }) (*projectOut, error) { … })
func Register[I, O any](m *Mux, op huma.Operation, h func(context.Context, *I) (*O, error)) {
	if op.Method != http.MethodGet {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string", MaxLength: new(int)},
			Description: "A text of your choice, at most 200 characters. A request that is repeated under the same key is worked on once.",
		})
		*op.Parameters[len(op.Parameters)-1].Schema.MaxLength = 200
	}
	m.apiBodies[op.Method+" "+op.Path] = op.MaxBodyBytes
	op.BodyReadTimeout = -1 // pacedBody sees to it
	op.Errors = refusalStatuses(op)
	op.Middlewares = append(op.Middlewares, m.refuseEmpty)
	huma.Register(m.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := h(ctx, in)
		if err == nil {
			return out, nil
		}
		err = faultOfLibrary(ctx, err)
		if Status(err) >= 500 {
			requestOf(ctx).cause = err
		}
		return nil, problemOf(ctx, err)
	})
}

// refuseEmpty refuses a number that is named in the query without a value; huma
// would take it for one that was not named.
func (m *Mux) refuseEmpty(c huma.Context, next func(huma.Context)) {
	u := c.URL()
	query := u.Query()
	for _, p := range c.Operation().Parameters {
		if p.In != "query" || p.Schema == nil || p.Schema.Type == huma.TypeString || p.Schema.Type == huma.TypeArray {
			continue
		}
		if query.Has(p.Name) && query.Get(p.Name) == "" {
			_ = huma.WriteErr(m.api, c, http.StatusUnprocessableEntity, "validation failed",
				&huma.ErrorDetail{Message: "expected " + p.Schema.Type, Location: "query." + p.Name})
			return
		}
	}
	next(c)
}
