package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"

	"fugong/internal/fault"
)

// uploadMemory is what of an uploaded file stays in memory; the rest goes to a
// temporary file.
const uploadMemory = 4 << 20

// fingerprint tells whether two requests say the same. It reads the body and
// leaves it readable.
func fingerprint(r *http.Request) (string, error) {
	sum := sha256.New()
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "multipart/form-data", "application/x-www-form-urlencoded":
		err = printForm(sum, r, kind)
	default:
		err = printBody(sum, r)
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}

// parseForm reads a form of either kind. Error: TooLarge beyond the route's
// limit, Invalid "web.form" when it is malformed.
func parseForm(r *http.Request, kind string) error {
	err := r.ParseForm()
	if kind == "multipart/form-data" && err == nil {
		err = r.ParseMultipartForm(uploadMemory)
	}
	if err = plain(r.Context(), err); err != nil && fault.Of(err) == fault.Internal {
		return fault.New(fault.Invalid, "web.form").Because(err)
	}
	return err
}

func printForm(sum hash.Hash, r *http.Request, kind string) error {
	if err := parseForm(r, kind); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if name != "idempotency_key" {
			fmt.Fprintf(sum, "%q=%q\n", name, r.PostForm[name])
		}
	}
	if r.MultipartForm == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
		for _, f := range r.MultipartForm.File[name] {
			fmt.Fprintf(sum, "%q=%q %d\n", name, f.Filename, f.Size)
		}
	}
	return nil
}

func printBody(sum hash.Hash, r *http.Request) error {
	if r.Body == nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return plain(r.Context(), err)
	}
	sum.Write(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}
