package planfile

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"fugong/internal/charset"
	"fugong/internal/planfile/primavera/xer"
)

// format is what a file's content shows it to be.
type format uint8

const (
	unknown  format = iota
	empty           // nothing, or only blanks and zero bytes
	xerText         // Primavera XER
	xmlText         // any XML
	workbook        // Excel
	table           // text in columns
	zipped          // a zip that is no Office document
	document        // an Office document that is no workbook
	compound        // Microsoft's old container: .mpp, .xls, .doc
	pdf
	archive // rar, 7z, gzip
	mpx
	javaObject // ProjectLibre's .pod
	html
	image
)

var refusals = map[format]string{
	empty:      "plan.file.empty",
	compound:   "plan.file.mpp",
	document:   "plan.file.document",
	pdf:        "plan.file.pdf",
	archive:    "plan.file.archive",
	mpx:        "plan.file.mpx",
	javaObject: "plan.file.pod",
	html:       "plan.file.html",
	image:      "plan.file.image",
}

var magics = []struct {
	head   string
	format format
}{
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", compound},
	{"%PDF", pdf},
	{"Rar!", archive},
	{"7z\xBC\xAF\x27\x1C", archive},
	{"\x1F\x8B", archive},
	{"\xAC\xED\x00\x05", javaObject},
	{"\x89PNG", image},
	{"\xFF\xD8\xFF", image},
	{"GIF8", image},
	{"MPX,", mpx},
	{"MPX;", mpx},
}

// sniffFormat looks at the head of a file.
func sniffFormat(data []byte) format {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.head)) {
			return m.format
		}
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return containerFormat(data)
	}
	if len(bytes.Trim(data, "\x00 \t\r\n\xEF\xBB\xBF\xFE\xFF")) == 0 {
		return empty
	}
	head := strings.TrimLeft(charset.Detect(wholeLines(data)).Text, "\ufeff \t\r\n")
	switch lower := strings.ToLower(head[:min(len(head), 20)]); {
	case xer.Looks(head):
		return xerText
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
		return html
	case strings.HasPrefix(head, "<"):
		return xmlText
	case looksLikeColumns(head):
		return table
	}
	return unknown
}

// headSize is how much of a text is looked at.
const headSize = 4096

// wholeLines is the head of data, cut after a complete line where there is one so that
// no character is split.
func wholeLines(data []byte) []byte {
	if len(data) <= headSize {
		return data
	}
	head := data[:headSize]
	if i := bytes.LastIndexByte(head, '\n'); i > 0 {
		if i+1 < headSize && head[i+1] == 0 { // UTF-16LE: the line break's second half
			i++
		}
		return head[:i+1]
	}
	for len(head) > headSize-4 && !utf8.RuneStart(head[len(head)-1]) {
		head = head[:len(head)-1]
	}
	return head
}

// looksLikeColumns reports whether text reads as rows of separated cells.
func looksLikeColumns(head string) bool {
	line, _, _ := strings.Cut(head, "\n")
	if strings.Count(line, ",")+strings.Count(line, ";")+strings.Count(line, "\t")+strings.Count(line, "，") == 0 {
		return false
	}
	for _, r := range head {
		if r == utf8.RuneError || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
