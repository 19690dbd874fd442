package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// most is what one request may take, all of the serving process counted.
const most = 300 << 20

// TestRequestsKeepToTheirMemory sends plans as large and as ill-shaped as they are
// accepted to a served build: a few in every test, all of them, with every page and
// export of what was accepted, where FUGONG_SHAPES says "all".
func TestRequestsKeepToTheirMemory(t *testing.T) {
	all := os.Getenv("FUGONG_SHAPES") == "all"
	dir := t.TempDir()
	program := filepath.Join(dir, "fugong")
	if out, err := exec.Command("go", "build", "-o", program, "fugong/cmd/fugong").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := found(program, dir); err != nil {
		t.Fatal(err)
	}
	for _, sh := range shapes() {
		if !sh.quick && !all {
			continue
		}
		t.Run(sh.name, func(t *testing.T) {
			err := measure(program, dir, sh, all, func(m measured) { check(t, m) })
			if err != nil {
				t.Error(err)
			}
		})
	}
	if all {
		t.Run("photos", func(t *testing.T) {
			if err := measurePhotos(program, dir, func(m measured) { check(t, m) }); err != nil {
				t.Error(err)
			}
		})
	}
}

func check(t *testing.T, m measured) {
	t.Helper()
	t.Logf("%s: %d MB in, %d %s, %d MB at most", m.what, m.in>>20, m.status, m.refusal(), m.peak>>20)
	if m.peak > most {
		t.Errorf("%s takes %d MB, more than %d", m.what, m.peak>>20, most>>20)
	}
	if m.status >= 500 {
		t.Errorf("%s answers %d", m.what, m.status)
	}
}
