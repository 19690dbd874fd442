package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"fugong/internal/i18n/i18ntest"
)

// Every message that any room can give is there, in both languages.
func TestEveryMessageIsWritten(t *testing.T) {
	var dirs []string
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != "ui/gallery" {
			dirs = append(dirs, filepath.Join("..", path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	i18ntest.Check(t, dirs, words()...)
}
