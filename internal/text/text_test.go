package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"fugong/internal/text"
)

func TestFlaws(t *testing.T) {
	for s, want := range map[string]text.Flaw{
		"": text.Sound, "焊接 A-1": text.Sound, "two\r\nlines\tand a tab": text.Sound, "😀": text.Sound,
		"a\x00b": text.Control, "\x1b[31m": text.Control, "a\x7f": text.Control, "a\u0085b": text.Control, "a\vb": text.Control, "\ufffe": text.Control,
		"\xc4\xe3\xba\xc3": text.NotUTF8, "\xed\xa0\x80": text.NotUTF8, "a\x00\xff": text.NotUTF8,
	} {
		if got := text.FlawOf(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if got := text.Clean("a\x00b\vc\xff\x1bd"); got != "ab cd" {
		t.Errorf("cleaned %q", got)
	}
}

func TestCleanIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		c := text.Clean(s)
		if text.FlawOf(c) != text.Sound || !text.Storable(c) || text.Clean(c) != c {
			t.Fatalf("%q becomes %q", s, c)
		}
		if text.FlawOf(s) == text.Sound && c != s {
			t.Fatalf("%q was sound and becomes %q", s, c)
		}
		if m := text.MakeStorable(s); !text.Storable(m) || !utf8.ValidString(m) || strings.Contains(m, "\x00") {
			t.Fatalf("%q is stored as %q", s, m)
		}
	})
}

func TestLimits(t *testing.T) {
	for name, want := range map[string]int{"name": text.Name, "note": text.Note, "new.code": text.Name, "codes": text.List, "crews[2].trade": text.Name, "reason": text.Note, "body.photos[0]": text.File} {
		if got := text.Limit(name); got != want {
			t.Errorf("%s: %d", name, got)
		}
	}
}
