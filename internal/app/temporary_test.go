package app

import (
	"os"
	"path/filepath"
	"testing"
)

// What a killed process left is gone with the next start; what a living one holds
// stays, and so does what is not ours.
func TestFoldersOfDeadProcessesAreSwept(t *testing.T) {
	parent := t.TempDir()
	t.Setenv("TMPDIR", parent)
	dead, other := filepath.Join(parent, "fugong-dead"), filepath.Join(parent, "fugong-load-1")
	for _, dir := range []string{dead, other} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{filepath.Join(dead, temporaryLock), filepath.Join(dead, "multipart-1"), filepath.Join(other, "keys")} {
		if err := os.WriteFile(file, []byte("a name"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	remove, err := ownTemporary(parent)
	if err != nil {
		t.Fatal(err)
	}
	own := os.TempDir()
	if filepath.Dir(own) != parent {
		t.Errorf("uploads go to %s", own)
	}
	again, err := ownTemporary(parent) // another process starts
	if err != nil {
		t.Fatal(err)
	}
	for path, there := range map[string]bool{dead: false, other: true, own: true, os.TempDir(): true} {
		if _, err := os.Stat(path); (err == nil) != there {
			t.Errorf("%s: %v", path, err)
		}
	}
	second := os.TempDir()
	for _, end := range []func() error{again, remove} {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
	for _, path := range []string{own, second} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is left", path)
		}
	}
	if os.TempDir() != parent {
		t.Errorf("the environment says %s", os.TempDir())
	}
}
