package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/alexedwards/scs/v2"
)

// The largest answer that is kept, packed, and what it may unpack to. The way
// to a larger one is to open its page again.
const (
	keptBody   = 1 << 20
	unpackedTo = 32 << 20
)

// held is an answer that is not sent before what it tells is committed.
type held struct {
	w      http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

func hold(w http.ResponseWriter) *held { return &held{w: w, header: w.Header().Clone()} }

func (h *held) Header() http.Header         { return h.header }
func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) WriteHeader(status int) {
	if h.status == 0 && status >= 200 {
		h.status = status
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (h *held) Unwrap() http.ResponseWriter { return h.w }

// FlushError keeps http.ResponseController from sending too early.
func (h *held) FlushError() error { return nil }

// Status is the answer's status; 200 when nothing was said.
func (h *held) Status() int {
	if h.status == 0 {
		return http.StatusOK
	}
	return h.status
}

func (h *held) sendAnswer() error {
	to := h.w.Header()
	clear(to)
	for name, values := range h.header {
		to[name] = values
	}
	h.w.WriteHeader(h.Status())
	_, err := h.body.WriteTo(h.w)
	return err
}

// passHeader hands on what a failure's answer may say beside its own content.
func (h *held) passHeader() {
	for name, values := range h.header {
		if name != "Content-Type" && name != "Content-Length" && name != "Content-Disposition" {
			h.w.Header()[name] = values
		}
	}
}

// Secret says that the answer shows what must not be shown a second time from
// storage: a revealed value, a secret that was made. It is not cached, and a
// repeated request is told that it was done, with the message way: what to do to
// see such a thing again.
func Secret(w http.ResponseWriter, r *http.Request, way string) {
	w.Header().Set("Cache-Control", "no-store")
	Unkept(r.Context(), way)
}

// Unkept is Secret for an operation of the API, which sets its headers itself.
func Unkept(ctx context.Context, way string) { requestOf(ctx).secret = way }

// keptForm is what is stored of the answer; of one with a secret only the way.
func (h *held) keptForm(secret string) (k kept, err error) {
	header, err := json.Marshal(keptHeader(h.header))
	if err != nil {
		return k, err
	}
	k = kept{Status: h.Status(), Header: string(header), Body: []byte{}, Way: secret}
	if secret != "" {
		return k, nil
	}
	if k.Body, err = packBody(h.body.Bytes()); err != nil {
		return k, err
	}
	if len(k.Body) > keptBody || h.body.Len() > unpackedTo {
		k.Body, k.Way = []byte{}, "web.done.large"
	}
	return k, nil
}

// restoreAnswer makes h the answer that was kept.
func (h *held) restoreAnswer(k kept) error {
	var header http.Header
	if err := json.Unmarshal([]byte(k.Header), &header); err != nil {
		return err
	}
	for name, values := range header {
		h.header[name] = values
	}
	h.header.Set("Idempotency-Replayed", "true")
	h.status = k.Status
	body, err := unpackBody(k.Body)
	h.body.Write(body)
	return err
}

// keptHeader is what of an answer's header belongs to its content.
func keptHeader(h http.Header) http.Header {
	kept := http.Header{}
	for _, name := range []string{"Content-Type", "Content-Disposition", "Location", "Hx-Redirect", "Hx-Trigger", "Hx-Push-Url", "Hx-Retarget", "Hx-Reswap", "Etag"} {
		if v := h.Values(name); len(v) > 0 {
			kept[name] = v
		}
	}
	return kept
}

// gzipMagic begins what pack made smaller; no page and no JSON begins so.
const gzipMagic = "\x1f\x8b"

// packBody makes a long text small; short ones, and what looks packed, stay as they are.
func packBody(body []byte) ([]byte, error) {
	if len(body) < 1024 && !bytes.HasPrefix(body, []byte(gzipMagic)) {
		return append([]byte{}, body...), nil
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

func unpackBody(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte(gzipMagic)) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(z, unpackedTo))
}

// heldSession is what a request does to its session, as part of its unit of work.
type heldSession struct {
	note   *request
	toasts string
	runs   int
}

func holdSession(ctx context.Context) *heldSession {
	s := &heldSession{note: requestOf(ctx)}
	if m := sessionsOf(ctx); m != nil {
		s.toasts = m.GetString(ctx, sessionToasts)
	}
	return s
}

// reset takes back what a run that is repeated left in memory.
func (s *heldSession) reset(ctx context.Context) {
	s.runs++
	s.note.secret, s.note.cause = "", nil
	if m := sessionsOf(ctx); m != nil && s.runs > 1 {
		m.Put(ctx, sessionToasts, s.toasts)
	}
}

// commit stores a changed session in the transaction of the change, so that a
// message for the next page is there if and only if the change is.
func (s *heldSession) commit(ctx context.Context) error {
	m := sessionsOf(ctx)
	if m == nil || m.Status(ctx) != scs.Modified {
		return nil
	}
	_, _, err := m.Commit(ctx)
	return err
}

// committed keeps the session from being stored a second time.
func (s *heldSession) committed(good bool) { s.note.sessionStored = good }
