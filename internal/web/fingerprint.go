package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"

	"fugong/internal/fault"
)

// uploadMemory is what of an uploaded file stays in memory; the rest goes to a
// temporary file, which removeUploads takes away.
const uploadMemory = 4 << 20

// fingerprintOf tells whether two requests say the same: their query, form fields
// and the bytes of what is uploaded. It reads the body; rewind makes it readable
// again, as often as the request has to be worked on.
func fingerprintOf(r *http.Request) (print string, rewind func(), err error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q\n", r.URL.RawQuery)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data", "application/x-www-form-urlencoded":
		rewind, err = func() {}, printForm(sum, r, kind)
	default:
		rewind, err = printBody(sum, r)
	}
	return hex.EncodeToString(sum.Sum(nil)), rewind, err
}

// removeUploads deletes the temporary files of a form's uploads and of a body.
// The server does so for the request it made, not for a copy that carries a
// context.
func removeUploads(r *http.Request) {
	if body, ok := r.Body.(*spooledBody); ok {
		_ = body.spool.Close()
	}
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll()
	}
}

// parseForm reads a form of either kind. Error: TooLarge beyond the route's
// limit, those of pacedBody, Invalid "web.form" when it is malformed.
func parseForm(r *http.Request, kind string) error {
	err := r.ParseForm()
	if kind == "multipart/form-data" && err == nil {
		err = r.ParseMultipartForm(uploadMemory)
	}
	if err != nil { // not every parser hands on why it could not read
		err = cmp.Or(requestOf(r.Context()).body.failure(), err)
	}
	if err = faultOfLibrary(r.Context(), err); err != nil && fault.Of(err) == fault.Internal {
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
			if err := printFile(sum, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func printFile(sum hash.Hash, head *multipart.FileHeader) error {
	f, err := head.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(sum, f)
	return err
}

func printBody(sum hash.Hash, r *http.Request) (rewind func(), err error) {
	if r.Body == nil || r.Body == http.NoBody {
		return func() {}, nil
	}
	body := &spooledBody{}
	if _, err := io.Copy(io.MultiWriter(sum, &body.spool), r.Body); err != nil {
		_ = body.spool.Close()
		return nil, faultOfLibrary(r.Context(), err)
	}
	r.Body = body
	return func() { body.SectionReader = body.spool.Content() }, nil
}

// spooledBody is a request's body that was read, and can be read again.
type spooledBody struct {
	*io.SectionReader
	spool Spool
}

// Close keeps the body: a request is perhaps worked on again.
func (b *spooledBody) Close() error { return nil }
