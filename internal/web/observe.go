package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"fugong/internal/accept"
	"fugong/internal/fault"
	"fugong/internal/id"
)

// request is what is noted about a request for the log and the figures.
type request struct {
	id      string
	pattern string
	cause   error           // of a failure, for operators
	acting  context.Context // with the actor, once known
	secret  string          // message of Secret, when the answer shows one
	// sessionStored tells that the session is stored as it is, with the change.
	sessionStored bool
	body          *pacedBody // nil for none
	conn          *accept.Conn
}

type requestKey struct{}

func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey{}).(*request); ok {
		return r
	}
	return &request{}
}

// RequestID is the number under which the log knows this request.
func RequestID(ctx context.Context) string { return requestOf(ctx).id }

// observeRequests numbers, times, counts and logs every request, and turns a panic
// into a failure. The log has neither query strings nor anything personal.
func (m *Mux) observeRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		note := &request{id: id.New(), conn: accept.From(r.Context())}
		note.conn.Work()
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, note))
		if r.Body != nil && r.Body != http.NoBody {
			note.body = newPacedBody(w, r, m.c.Pace)
			r.Body = note.body
		}
		rec := &recorder{ResponseWriter: w, body: note.body}
		rec.Header().Set("X-Request-Id", note.id)
		defer func() {
			if p := recover(); p != nil {
				m.panicked(rec, r, note, p)
			}
			rec.begin()
			note.conn.Wait() // for the answer to be taken
			m.noteRequest(r, note, rec, time.Since(start))
		}()
		next.ServeHTTP(rec, r)
	})
}

func (m *Mux) panicked(rec *recorder, r *http.Request, note *request, p any) {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	note.cause = fault.New(fault.Internal, "").Because(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
	if rec.status == 0 {
		m.answerError(rec, m.withLanguageOf(r), note.cause)
	}
}

func (m *Mux) noteRequest(r *http.Request, note *request, rec *recorder, took time.Duration) {
	m.metrics.observeRequest(note.pattern, r.Method, rec.Status(), took)
	if m.c.Log == nil {
		return
	}
	level, attrs := slog.LevelInfo, []slog.Attr{
		slog.String("request", note.id),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status", rec.Status()),
		slog.Int64("bytes", rec.bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000),
	}
	switch {
	case rec.Status() >= 500:
		level = slog.LevelError
	case quiet[note.pattern]:
		level = slog.LevelDebug
	}
	if note.cause != nil {
		attrs = append(attrs, slog.String("cause", note.cause.Error()))
	}
	m.c.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// quiet are routes that machines ask all the time.
var quiet = map[string]bool{"GET /assets/{name}": true, "GET /healthz": true, "GET /readyz": true, "GET /metrics": true}

// recorder notes the status and size of an answer as it passes.
type recorder struct {
	http.ResponseWriter
	body   *pacedBody
	begun  bool
	status int
	bytes  int64
}

// begin settles the request's body before the answer is sent.
func (w *recorder) begin() {
	if !w.begun {
		w.begun = true
		w.body.settleUnread(w.Header())
	}
}

func (w *recorder) WriteHeader(status int) {
	if status >= 200 {
		w.begin()
	}
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	w.begin()
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Status is the answer's status; 200 when nothing was said.
func (w *recorder) Status() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// Unwrap lets http.ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
