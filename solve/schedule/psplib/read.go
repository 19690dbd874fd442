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
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	base := filepath.Base(name)
	ext := filepath.Ext(base)
	read := format(strings.ToLower(ext), data)
	if read == nil {
		return nil, &Error{Problem: Unknown}
	}
	p, err := read(data)
	if err != nil {
		return nil, err
	}
	p.Name = strings.TrimSuffix(base, ext)
	return p, nil
}

func format(ext string, data []byte) func([]byte) (*schedule.Problem, error) {
	switch ext {
	case ".sm", ".mm":
		return readProGen
	case ".sch":
		return readMax
	case ".rcp":
		return readPatterson
	}
	text := bytes.TrimSpace(data)
	switch {
	case bytes.Contains(text, []byte("RELATIONS")):
		return readProGen
	case bytes.Contains(text, []byte("[")):
		return readMax
	case len(text) > 0 && text[0] >= '0' && text[0] <= '9':
		return readPatterson
	}
	return nil
}
