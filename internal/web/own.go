package web

import (
	"io/fs"
	"mime"
	"net/http"
	"path"

	"fugong/internal/fault"
	"fugong/internal/ui"
	"fugong/internal/ui/gallery"
)

// ownRoutes are the routes that belong to no room.
func (m *Mux) ownRoutes() error {
	assets, err := ui.Assets()
	if err != nil {
		return err
	}
	m.Handle("GET /assets/{name}", serveAsset(assets), Public)
	m.Handle("GET /live/{kind}/{id}", m.live.serveEvents)
	m.Handle("GET /signed-in", stillSignedIn)
	m.Handle("GET /healthz", alive, Public)
	m.Handle("GET /readyz", m.ready, Public)
	m.Handle("GET /metrics", standard(m.metrics.handler()), Public)
	m.Handle("POST /preferences", m.setPreferences, Public)
	m.Handle("GET /api/docs", apiDocs)
	if m.c.Dev {
		m.Handle("/dev/ui", gallery.Serve, Public)
	}
	return nil
}

func standard(h http.Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		h.ServeHTTP(w, r)
		return nil
	}
}

// serveAsset sends a built file for good: its name changes with its content.
func serveAsset(assets fs.FS) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		name := r.PathValue("name")
		kind := mime.TypeByExtension(path.Ext(name))
		data, err := fs.ReadFile(assets, name)
		if err != nil || kind == "" {
			return fault.New(fault.NotFound, "fault.notfound")
		}
		h := w.Header()
		h.Set("Content-Type", kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		if wouldCompress(w) {
			if small, err := fs.ReadFile(assets, name+".gz"); err == nil {
				h.Set("Content-Encoding", "gzip")
				data = small
			}
		}
		_, err = w.Write(data)
		return err
	}
}

// stillSignedIn tells a page that the Back button brought up from the
// browser's memory whether it may still be seen.
func stillSignedIn(w http.ResponseWriter, _ *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func alive(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// ready tells whether this process can serve people: its database answers.
func (m *Mux) ready(w http.ResponseWriter, r *http.Request) error {
	if err := m.c.DB.Ping(r.Context()); err != nil {
		return fault.New(fault.Unavailable, "fault.unavailable").Because(err)
	}
	return alive(w, r)
}

func apiDocs(w http.ResponseWriter, r *http.Request) error { return OK(w, r, ui.APIDocs()) }
