// Package i18ntest fails a room's tests when its words are incomplete: a key
// missing in a language, placeholders that differ between languages, or a key
// used in code that no catalogue has. Every room's web package calls Check.
package i18ntest

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fugong/internal/i18n"
)

// Check holds the catalogue made of rooms to its promises and looks for every
// key that the .go and .templ files of dirs use. Tests and generated files are
// left out.
func Check(t *testing.T, dirs []string, rooms ...fs.FS) {
	t.Helper()
	c := Load(t, rooms...)
	Same(t, c)
	for _, dir := range dirs {
		for key, file := range Used(t, dir) {
			if _, ok := c.Forms(i18n.Chinese, key); !ok {
				t.Errorf("%s uses %q, which no catalogue has", file, key)
			}
		}
	}
}

// Load merges rooms, and fails the test when they do not fit.
func Load(t testing.TB, rooms ...fs.FS) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(rooms...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Context speaks lang with the words of rooms, in the time of Shanghai.
func Context(t testing.TB, lang string, rooms ...fs.FS) context.Context {
	return Load(t, rooms...).In(t.Context(), lang, time.FixedZone("CST", 8*3600))
}

// Same fails when the languages differ in keys, in placeholders or in blanks.
func Same(t *testing.T, c *i18n.Catalogue) {
	t.Helper()
	for _, a := range i18n.Languages {
		for _, key := range c.Keys(a) {
			for _, b := range i18n.Languages {
				compareMessages(t, c, key, a, b)
			}
		}
	}
}

func compareMessages(t *testing.T, c *i18n.Catalogue, key, a, b string) {
	t.Helper()
	mine, _ := c.Forms(a, key)
	theirs, ok := c.Forms(b, key)
	if !ok {
		t.Errorf("%q is missing in %s", key, b)
		return
	}
	for form, text := range mine {
		if strings.TrimSpace(text) == "" {
			t.Errorf("%q (%s) is empty in %s", key, form, a)
		}
	}
	if !slices.Equal(placeholders(mine["other"]), placeholders(theirs["other"])) {
		t.Errorf("%q has %v in %s and %v in %s", key, placeholders(mine["other"]), a, placeholders(theirs["other"]), b)
	}
}

var (
	action      = regexp.MustCompile(`\{\{[^}]*\}\}`)
	placeholder = regexp.MustCompile(`\.(\w+)`)
)

func placeholders(text string) []string {
	names := map[string]bool{}
	for _, a := range action.FindAllString(text, -1) {
		for _, m := range placeholder.FindAllStringSubmatch(a, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// The ways in which code names a message.
var uses = []*regexp.Regexp{
	regexp.MustCompile(`\bi18n\.(?:T|N|Has|Message)\([\w.()]+,\s*"([^"]+)"`),
	regexp.MustCompile(`\bfault\.New\(fault\.\w+,\s*"([^"]+)"`),
	regexp.MustCompile(`\.With\("[^"]*",\s*"([^"]+)"`),
	regexp.MustCompile(`\bweb\.Flash\([\w.()]+,\s*[\w.]+,\s*"([^"]+)"`),
}

var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

// Used finds the keys that the sources in dir (not below it) name literally,
// each with one file that does.
func Used(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, e := range entries {
		if !source(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		code := comment.ReplaceAll(text, nil)
		for _, use := range uses {
			for _, m := range use.FindAllStringSubmatch(string(code), -1) {
				if !strings.HasSuffix(m[1], ".") { // the beginning of a key that code puts together
					keys[m[1]] = e.Name()
				}
			}
		}
	}
	return keys
}

func source(name string) bool {
	if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go") {
		return false
	}
	return strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".templ")
}
