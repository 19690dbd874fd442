package plantest

import (
	"os"
	"path/filepath"
	"testing"
)

// SharedFiles are the real plans that patterns name below the folder that is no part
// of the project: the one in FUGONG_SHARED, or "shared" beside the checkout. The log
// of the test says where there are none.
func SharedFiles(t testing.TB, patterns ...string) []string {
	t.Helper()
	root := SharedRoot(t)
	var all []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		t.Logf("no real plans under %s: only our own examples are tried", root)
	}
	return all
}

// SharedRoot is that folder, be it there or not.
func SharedRoot(t testing.TB) string {
	t.Helper()
	if root := os.Getenv("FUGONG_SHARED"); root != "" {
		return root
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for at := dir; at != filepath.Dir(at); at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(filepath.Dir(at), "shared")
		}
	}
	t.Fatalf("no go.mod above %s", dir)
	return ""
}
