// Package text says which characters a text may hold, and how long one may be:
// one rule for forms, the API, the command line, plan files and the database.
package text

import (
	"strings"
	"unicode/utf8"
)

// Flaw is what is wrong with a text; the message key of the complaint.
type Flaw string

// The flaws. PostgreSQL stores neither NUL nor what is no UTF-8, XML allows no
// control characters, and nobody sees any of them.
const (
	Sound   Flaw = ""
	NotUTF8 Flaw = "web.text.utf8"
	Control Flaw = "web.text.control"
)

// FlawOf finds what is wrong with the characters of s: bytes that are no UTF-8, or
// control characters other than tab and line ends.
func FlawOf(s string) Flaw {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c < ' ' || c == 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return Sound
	}
	if !utf8.ValidString(s) {
		return NotUTF8
	}
	if strings.ContainsFunc(s, isControl) {
		return Control
	}
	return Sound
}

func isControl(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	}
	return r < ' ' || r >= 0x7f && r <= 0x9f || r == 0xfffe || r == 0xffff
}

// Clean is s without what FlawOf complains of. Vertical tabs and form feeds, by
// which other programs break a line, become spaces.
func Clean(s string) string {
	if FlawOf(s) == Sound {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\v' || r == '\f':
			return ' '
		case isControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// Storable tells whether both database engines can store s.
func Storable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// MakeStorable is s without what Storable complains of.
func MakeStorable(s string) string {
	if Storable(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}

// The longest texts, in characters.
const (
	Name = 255     // what something is called, a code, a number: as long as Microsoft Project has them
	Note = 4000    // what somebody says of something
	List = 200000  // many codes or ids in one
	File = 7 << 20 // a photo of 5 MB as base64, which has four characters for three bytes
)

// names are the inputs and fields that hold a name; lists those that hold many;
// files those that hold a file as base64.
var (
	names = words(`name code short site title crew trade unit login phone email number text label of org organisation liaison owner
		prefix heading kind role id material supplier maker model version key currency from to place cause`)
	lists = words(`codes activities ids rows table steps`)
	files = words(`photos`)
)

func words(s string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(s) {
		all[w] = true
	}
	return all
}

// Limit is how many characters the input or field called name may have.
func Limit(name string) int {
	name = strings.ToLower(name)
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '[' || r == ']' }) {
		switch {
		case files[part]:
			return File
		case lists[part]:
			return List
		case names[part]:
			return Name
		}
	}
	return Note
}
