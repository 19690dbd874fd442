package plan

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
)

// packed is an uploaded file while it waits: gzip, never whole in memory.
type packed []byte

// packFile packs a file from its start.
func packFile(file io.ReadSeeker) (packed, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(z, file); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}

// unpacking reads a packed file and knows how long it is.
type unpacking struct {
	io.Reader
	size int64
}

// Size is the length of the file in bytes.
func (u unpacking) Size() int64 { return u.size }

// open reads the file from its start. The last four bytes of gzip are the length
// of what was packed, RFC 1952 2.3.1.
func (p packed) open() (unpacking, error) {
	z, err := gzip.NewReader(bytes.NewReader(p))
	if err != nil {
		return unpacking{}, err
	}
	return unpacking{z, int64(binary.LittleEndian.Uint32(p[len(p)-4:]))}, nil
}
