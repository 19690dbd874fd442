package gantt_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"fugong/internal/ui/gantt"

	"github.com/evanw/esbuild/pkg/api"
)

// TestScript bundles the script's own tests and runs them in Node.
func TestScript(t *testing.T) {
	tests, err := filepath.Glob("../assets/src/gantt/*.test.ts")
	if err != nil || len(tests) == 0 {
		t.Fatalf("no script tests found: %v", err)
	}
	dir := t.TempDir()
	built := api.Build(api.BuildOptions{
		EntryPoints: tests, Outdir: dir, Bundle: true, Write: true,
		Platform: api.PlatformNode, Format: api.FormatESModule, OutExtension: map[string]string{".js": ".mjs"},
	})
	for _, m := range built.Errors {
		t.Errorf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.test.mjs"))
	if err != nil || t.Failed() {
		t.Fatalf("the script's tests do not build: %v", err)
	}
	out, err := exec.CommandContext(t.Context(), "node", append([]string{"--test"}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

var asked = regexp.MustCompile(`\b(?:t|text)\("([a-z0-9_]+)"`)

// TestScriptAsksOnlyForKeys finds a message that the script wants and the host
// does not send.
func TestScriptAsksOnlyForKeys(t *testing.T) {
	files, err := filepath.Glob("../assets/src/gantt/*.ts")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range asked.FindAllSubmatch(source, -1) {
			found++
			if !slices.Contains(gantt.Keys, string(m[1])) {
				t.Errorf("%s asks for %q", filepath.Base(f), m[1])
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d messages found in the script", found)
	}
}
