package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"fugong/internal/fault"
)

// component is a templ.Component.
type component interface {
	Render(ctx context.Context, w io.Writer) error
}

// Render answers with a page or a fragment. Nothing is sent when rendering
// fails, so that the failure can be told properly.
func Render(w http.ResponseWriter, r *http.Request, status int, c component) error {
	var page bytes.Buffer
	if err := c.Render(r.Context(), &page); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := page.WriteTo(w)
	return err
}

// OK renders with status 200.
func OK(w http.ResponseWriter, r *http.Request, c component) error {
	return Render(w, r, http.StatusOK, c)
}

// Refuse answers with the form again when what was sent is at fault: page shows
// it with f.Failed(ctx, err). Any other error is returned, to be told and
// logged in its one place.
func Refuse(w http.ResponseWriter, r *http.Request, err error, page component) error {
	if !Refusal(err) {
		return err
	}
	return Render(w, r, Status(err), page)
}

// Refusal tells whether an error is one that the person at the form can do
// something about, so that the form says it.
func Refusal(err error) bool {
	switch fault.Of(err) {
	case fault.Invalid, fault.Conflict, fault.Unauthenticated, fault.TooLarge, fault.TooMany:
		return true
	}
	return false
}

// JSON answers pages' own scripts with v.
func JSON(w http.ResponseWriter, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(data)
	return err
}

// Redirect sends the reader to an address of this site after a change (303).
// A request by htmx loads the whole new page.
func Redirect(w http.ResponseWriter, r *http.Request, address string) error {
	address = Local(address)
	if r.Header.Get("HX-Request") != "" && r.Header.Get("HX-Boosted") == "" {
		w.Header().Set("HX-Redirect", address)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// Local is address when it stays on this site, else "/": no one can be sent
// elsewhere by a crafted link.
func Local(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.ContainsAny(address, "\\\r\n\t") ||
		!strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return "/"
	}
	return address
}

// ReturnTo is the page that sent the reader to sign in: form field or
// parameter "return", if it is on this site.
func ReturnTo(r *http.Request) string { return Local(r.FormValue("return")) }

// Fresh sets the ETag of what is going to be sent and tells whether the reader
// has it already; then the answer 304 is given and nothing is left to do.
// Version is anything that changes with the content.
func Fresh(w http.ResponseWriter, r *http.Request, version string) bool {
	sum := sha256.Sum256([]byte(version))
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == tag {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// Download names the file that is going to be sent. Chinese names are kept.
func Download(w http.ResponseWriter, name, contentType string) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}
