package psplib

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"fugong/solve/schedule"
)

// Read reads a project file. The name's extension says which format it is; with
// any other name its content does. The problem is named after the file, without
// folder and extension.
func Read(name string, r io.Reader) (*schedule.Problem, error) {
	p, _, err := ReadNoting(name, r)
	return p, err
}

// Extra is a number after the last job of a Patterson file, where some collections
// keep the best length known; it is passed over. Line 0 means that there was none.
type Extra struct {
	Line  int
	Value string
}

// ReadNoting is Read, and tells of a number that was passed over. Files of old
// archives may end with DOS's mark for the end of a file, the byte 1A.
func ReadNoting(name string, r io.Reader) (*schedule.Problem, Extra, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, Extra{}, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.TrimRight(data, "\x1a")
	base := filepath.Base(name)
	ext := filepath.Ext(base)
	read := readerFor(strings.ToLower(ext), data)
	if read == nil {
		return nil, Extra{}, &Error{Problem: Unknown}
	}
	p, extra, err := read(data)
	if err != nil {
		return nil, Extra{}, err
	}
	p.Name = strings.TrimSuffix(base, ext)
	return p, extra, nil
}

// reader reads one format.
type reader func([]byte) (*schedule.Problem, Extra, error)

// exact is the reader of a format in which nothing is passed over.
func exact(read func([]byte) (*schedule.Problem, error)) reader {
	return func(data []byte) (*schedule.Problem, Extra, error) {
		p, err := read(data)
		return p, Extra{}, err
	}
}

func readerFor(ext string, data []byte) reader {
	switch ext {
	case ".sm", ".mm":
		return exact(readProGen)
	case ".sch":
		return exact(readMax)
	case ".rcp":
		return readPatterson
	}
	text := bytes.TrimSpace(data)
	switch {
	case bytes.Contains(text, []byte("RELATIONS")):
		return exact(readProGen)
	case bytes.Contains(text, []byte("[")):
		return exact(readMax)
	case len(text) > 0 && text[0] >= '0' && text[0] <= '9':
		return readPatterson
	}
	return nil
}
