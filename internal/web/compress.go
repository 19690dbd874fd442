package web

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// newCompress makes what gzips text on its way out when the reader accepts that
// (RFC 9110, 12.5.3). What is smaller than a packet, encoded already or a
// stream of events passes as it is.
func newCompress() (func(http.Handler) http.HandlerFunc, error) {
	return gzhttp.NewWrapper(gzhttp.CompressionLevel(5), gzhttp.EnableZstd(false), gzhttp.ContentTypeFilter(isCompressible))
}

func isCompressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch kind {
	case "text/event-stream":
		return false
	case "application/json", "application/problem+json", "application/xml", "image/svg+xml", "application/manifest+json":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}

// wouldCompress reports whether the reader of w accepts gzip, as newCompress
// has found.
func wouldCompress(w http.ResponseWriter) bool {
	for {
		switch inner := w.(type) {
		case *gzhttp.GzipResponseWriter, gzhttp.GzipResponseWriterWithCloseNotify:
			return true
		case interface{ Unwrap() http.ResponseWriter }:
			w = inner.Unwrap()
		default:
			return false
		}
	}
}
