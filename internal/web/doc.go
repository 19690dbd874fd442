// Package web carries requests to handlers and answers back to people and
// programs: routes, sessions, guards, errors, live changes, the JSON API.
//
// # A room
//
// A room's web package registers what it serves, and exports its words:
//
//	//go:embed locale/*.json
//	var Locale embed.FS
//
//	// Routes registers the pages and the API of plans.
//	func Routes(m *web.Mux, s *plan.Service) {
//		h := handlers{s, m.Live()}
//		m.Handle("GET /projects", h.list)
//		m.Handle("POST /projects/import", h.receive, web.Body(65<<20))
//		m.Live().Topic("project", h.revision)
//		web.Register(m, huma.Operation{Method: "GET", Path: "/api/v1/projects", OperationID: "list-projects", …}, h.apiList)
//	}
//
// Its tests call i18ntest.Check(t, []string{"."}, Locale, web.Locale).
//
// # A handler
//
// A Handler answers or returns an error. Errors of kind fault become, in this
// one place, a page in the reader's language with the right status; a message
// in the corner when htmx asked; an RFC 9457 problem under /api/v1/; the way to
// sign in and back when nobody is. An error without kind is logged with the
// request's number and shown as a general sentence.
//
//	func (h handlers) show(w http.ResponseWriter, r *http.Request) error {
//		p, err := h.s.Project(r.Context(), r.PathValue("id"))
//		if err != nil {
//			return err
//		}
//		return web.OK(w, r, projectPage(p))
//	}
//
// Someone is signed in, and who.From(r.Context()) is the actor, unless the
// route is Public. May they do it? The service asks its Authorizer.
//
// # A form
//
// The page that shows it and the one that refuses it are the same component.
// Form shows how the handler reads it. After a change: Flash a message, Publish
// to those who look at the same thing, Redirect.
//
// # Twice is once
//
// A POST that comes with an idempotency key (a form field of every ui form, the
// header Idempotency-Key of a program) is worked on once and answered the same
// each time for a day. Handlers need do nothing, but for Secret where they show
// what must not be shown again. All that a handler writes is one transaction,
// committed before its answer is sent; one that refuses leaves nothing behind.
//
// # Live pages
//
// Topic names a kind of thing that pages can follow and how to learn its
// revision; Publish(ctx, "project", id) tells its followers at once. Pages say
// ui.Meta.Live.
//
// # Files
//
// Download names a file that is sent, Fresh answers 304 to who has it already,
// JSON answers our own scripts.
package web
