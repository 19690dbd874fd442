package planview

import (
	"io"
	"net/http"
)

// UploadedPhotos reads the files of the field "photos", as uploaded; empty ones, which
// a browser sends for a field left alone, are passed over. It returns the errors of
// reading them.
func UploadedPhotos(r *http.Request) (photos [][]byte, err error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	for _, head := range r.MultipartForm.File["photos"] {
		if head.Size == 0 {
			continue
		}
		file, err := head.Open()
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(file)
		_ = file.Close()
		if err != nil {
			return nil, err
		}
		photos = append(photos, data)
	}
	return photos, nil
}
