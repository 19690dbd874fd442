package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// vocabulary is every word of our sources, and the icons they name.
type vocabulary struct {
	all   map[string]bool
	icons map[string]string // name, and a file that names it
}

var (
	word = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*`)
	icon = regexp.MustCompile(`\bIcon(?:\(|:\s*)"([a-z0-9-]+)"`)
	// A table of icons, as for lamps: `Green: "circle-filled"`, ends in -filled
	// or stands in a variable whose name ends in Icons.
	iconTable = regexp.MustCompile(`(?s)\w+Icons = map\[[^\]]+\]string\{(.*?)\n\}`)
	quoted    = regexp.MustCompile(`"([a-z0-9-]+)"`)
)

// wordsOf reads every source below dir whose words can reach a page.
func wordsOf(dir string) (vocabulary, error) {
	w := vocabulary{map[string]bool{}, map[string]string{}}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !speaksWords(path) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w.readWords(path, text)
		return nil
	})
	return w, err
}

func speaksWords(path string) bool {
	if strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "doc.go") {
		return false
	}
	switch filepath.Ext(path) {
	case ".go", ".templ", ".ts":
		return true
	}
	return false
}

func (w vocabulary) readWords(path string, text []byte) {
	for _, m := range word.FindAll(text, -1) {
		w.all[string(m)] = true
	}
	for _, m := range icon.FindAllSubmatch(text, -1) {
		w.icons[string(m[1])] = path
	}
	for _, table := range iconTable.FindAllSubmatch(text, -1) {
		for _, m := range quoted.FindAllSubmatch(table[1], -1) {
			w.icons[string(m[1])] = path
		}
	}
}
