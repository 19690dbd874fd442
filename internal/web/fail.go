package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/ui"
)

// statuses are the HTTP statuses of the kinds of fault.
var statuses = [...]int{
	fault.Internal:        http.StatusInternalServerError,
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Forbidden:       http.StatusForbidden,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.TooMany:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// statusError is a fault that HTTP has a more exact status for.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string { return e.err.Error() }
func (e *statusError) Unwrap() error { return e.err }

// Status is the HTTP status of err; 200 for nil.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	var exact *statusError
	if errors.As(err, &exact) {
		return exact.status
	}
	return statuses[fault.Of(err)]
}

// faultOfLibrary turns what the standard library says about a request into faults.
func faultOfLibrary(ctx context.Context, err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "web.toolarge", "Limit", i18n.Number(ctx, tooLarge.Limit>>10)).Because(err)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return fault.New(fault.Unavailable, "fault.unavailable").Because(err)
	}
	return err
}

// answerError is the one place where an error becomes an answer: a way to sign in, a
// page, a message in the corner of the page, or a problem for programs.
func (m *Mux) answerError(w http.ResponseWriter, r *http.Request, err error) {
	err = faultOfLibrary(r.Context(), err)
	r = r.WithContext(context.WithoutCancel(r.Context())) // a body that did not come ends it, and is told of
	status := Status(err)
	if status >= 500 {
		requestOf(r.Context()).cause = err
	}
	switch {
	case isAPI(r) || wantsJSON(r):
		writeProblem(w, problemOf(r.Context(), err))
	case status == http.StatusUnauthorized:
		m.askToSignIn(w, r)
	case r.Header.Get("HX-Request") != "":
		m.failFragment(w, r, status, err)
	default:
		m.failPage(w, r, status, err)
	}
}

// tell is what people and programs hear: of a failure of ours only that it
// was one, for its message speaks to operators.
func tell(ctx context.Context, err error) string {
	if fault.Of(err) == fault.Internal {
		return i18n.Kind(ctx, fault.Internal)
	}
	return i18n.Error(ctx, err)
}

func wantsJSON(r *http.Request) bool { return r.Header.Get("Accept") == "application/json" }

// askToSignIn sends a person to the sign-in page and remembers the way back.
func (m *Mux) askToSignIn(w http.ResponseWriter, r *http.Request) {
	back := r.URL.RequestURI()
	if r.Method != http.MethodGet {
		back = pathOf(r.Referer())
	}
	if current := r.Header.Get("HX-Current-URL"); current != "" {
		back = pathOf(current)
	}
	_ = Redirect(w, r, "/sign-in?"+url.Values{"return": {Local(back)}}.Encode())
}

// pathOf is the path and query of an address.
func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	return u.RequestURI()
}

func (m *Mux) failFragment(w http.ResponseWriter, r *http.Request, status int, err error) {
	h := w.Header()
	h.Set("HX-Retarget", "#toasts")
	h.Set("HX-Reswap", "beforeend")
	m.write(w, r, status, ui.ToastView(ui.Toast{Level: ui.Bad, Text: tell(r.Context(), err)}))
}

func (m *Mux) failPage(w http.ResponseWriter, r *http.Request, status int, err error) {
	trouble := ui.Trouble{Status: status, Text: tell(r.Context(), err), Request: RequestID(r.Context())}
	m.write(w, r, status, ui.TroublePage(trouble))
}

func (m *Mux) write(w http.ResponseWriter, r *http.Request, status int, c component) {
	if err := Render(w, r, status, c); err != nil && m.c.Log != nil {
		m.c.Log.ErrorContext(r.Context(), "rendering a failure", "request", RequestID(r.Context()), "cause", err.Error())
	}
}

// Problem is a failure told to a program (RFC 9457). It never repeats what was
// sent, and says nothing of the cause.
type Problem struct {
	Type    string         `json:"type,omitempty"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail,omitempty"`
	Code    string         `json:"code,omitempty" doc:"The message key: stable, for programs"`
	Request string         `json:"request,omitempty" doc:"The number under which the log knows the request"`
	Errors  []ProblemField `json:"errors,omitempty"`
}

// ProblemField is one wrong input.
type ProblemField struct {
	Location string `json:"location"`
	Message  string `json:"message"`
	Code     string `json:"code,omitempty"`
}

func (p *Problem) Error() string             { return p.Title + ": " + p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

func problemOf(ctx context.Context, err error) *Problem {
	status := Status(err)
	p := &Problem{Title: http.StatusText(status), Status: status, Detail: tell(ctx, err), Request: RequestID(ctx)}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind == fault.Internal {
		return p
	}
	p.Code = f.Key
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, ProblemField{field.Name, i18n.Message(ctx, field.Key, field.Args), field.Key})
	}
	return p
}
