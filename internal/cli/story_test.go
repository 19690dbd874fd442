package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"fugong": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestStories runs what people and their scripts do at the command line.
// $PLANS is the folder above the packages that hold our own example plans.
func TestStories(t *testing.T) {
	plans, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("PLANS", plans)
			e.Setenv("LANG", "en_GB.UTF-8")
			e.Setenv("FUGONG_DB", "sqlite:"+filepath.Join(e.WorkDir, "zone.db"))
			e.Setenv("FUGONG_KEYS", filepath.Join(e.WorkDir, "zone.keys"))
			return nil
		},
	})
}
