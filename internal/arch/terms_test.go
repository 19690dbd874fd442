package arch

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// term is a row of the glossary's section "One word": the word we say and those
// that we do not.
type term struct {
	say   string
	never []string
}

// glossaryTerms reads the table of docs/glossary.md that decides between words,
// so that what is written there and what is tested cannot differ.
func glossaryTerms(t *testing.T) []term {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), "docs", "glossary.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "## One word")
	if !ok {
		t.Fatal("docs/glossary.md has no section “One word”")
	}
	var terms []term
	for line := range strings.Lines(section) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || strings.Contains(cells[1], "---") || strings.Contains(cells[1], "写作") {
			continue
		}
		terms = append(terms, term{strings.TrimSpace(cells[1]), strings.Split(strings.TrimSpace(cells[2]), "、")})
	}
	if len(terms) < 5 {
		t.Fatalf("the glossary decides %d words only", len(terms))
	}
	return terms
}

// unfinished says 工 of work and not of the end of works.
var unfinished = regexp.MustCompile(`未完工作|已完工作|完工作量`)

// TestOneWordForOneThing holds every text that people read in Chinese to the
// glossary. What people write, and readers therefore know, is no text of ours.
func TestOneWordForOneThing(t *testing.T) {
	terms := glossaryTerms(t)
	for _, path := range textsOfPeople(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(unfinished.ReplaceAllString(string(data), ""), "\n") {
			for _, w := range terms {
				for _, other := range w.never {
					if strings.Contains(line, other) {
						t.Errorf("%s:%d says %s; the glossary says %s", path, n+1, other, w.say)
					}
				}
			}
		}
	}
}

// textsOfPeople are the Chinese catalogues, the templates and the headings that
// an export writes.
func textsOfPeople(t *testing.T) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root(t), "internal"), func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "static":
			return fs.SkipDir
		case strings.HasSuffix(path, "locale/zh.json"), strings.HasSuffix(path, ".zh.json"), strings.HasSuffix(path, ".templ"), strings.HasSuffix(path, "spreadsheet/write_sheets.go"), strings.HasSuffix(path, "icalendar/ical.go"):
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil || len(paths) < 20 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	return paths
}

var messageKey = regexp.MustCompile(`(?m)^  "([^"]+)":`)

// TestOneMessageForOneKey: of two messages with one key only the last is shown,
// and whoever mends the other wonders why nothing changes.
func TestOneMessageForOneKey(t *testing.T) {
	err := filepath.WalkDir(filepath.Join(root(t), "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(filepath.Dir(path)) != "locale" || filepath.Ext(path) != ".json" {
			return err
		}
		data, err := os.ReadFile(path)
		seen := map[string]bool{}
		for _, m := range messageKey.FindAllStringSubmatch(string(data), -1) {
			if seen[m[1]] {
				t.Errorf("%s has two messages %s", path, m[1])
			}
			seen[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
