package psplib_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fugong/solve/schedule/psplib"
)

// sets are the public instances: how many files, and of how many jobs each.
var sets = map[string]struct{ files, jobs int }{
	"j30": {480, 32}, "j60": {480, 62}, "j120": {300, 122},
	"mm_j10": {536, 12}, "mm_j20": {554, 22}, "mm_j30": {640, 32}, "max_ubo100": {90, 102},
}

// shared finds the folder of public instances, beside the checkout or where the
// environment says; "" when there is none.
func shared() string {
	for _, root := range []string{os.Getenv("FUGONG_SHARED"), "../../../../shared"} {
		dir := filepath.Join(root, "data", "psplib")
		if info, err := os.Stat(dir); root != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// TestReadsThePublicInstances reads every file there is.
func TestReadsThePublicInstances(t *testing.T) {
	dir := shared()
	if dir == "" {
		t.Log("the folder of public instances is absent (set FUGONG_SHARED): only our own examples are read")
		return
	}
	for set, want := range sets {
		files, err := filepath.Glob(filepath.Join(dir, set, "*"))
		if err != nil || len(files) < want.files {
			t.Errorf("%s has %d files, not %d: %v", set, len(files), want.files, err)
		}
		for _, name := range files {
			readOne(t, name, want.jobs)
		}
	}
}

func readOne(t *testing.T, name string, jobs int) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	p, err := psplib.Read(name, file)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if len(p.Tasks) != jobs || len(p.Links) < jobs-1 || len(p.Resources) == 0 || strings.Contains(p.Name, ".") {
		t.Errorf("%s: %d tasks, %d links, %d resources", p.Name, len(p.Tasks), len(p.Links), len(p.Resources))
	}
}
