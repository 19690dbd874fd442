package arch

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The budgets: a size is a smell, and these are where it is one.
const (
	maxFile      = 600
	maxFunction  = 80
	maxPackage   = 4100
	maxInterface = 5
)

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no package comment", p.name())
		}
	}
}

func TestSizes(t *testing.T) {
	for _, p := range packages(t) {
		total := 0
		for _, name := range p.GoFiles {
			if !generated(name) {
				total += checkFile(t, p.name(), filepath.Join(p.Dir, name))
			}
		}
		if total > maxPackage {
			t.Errorf("%s has %d lines, more than %d", p.name(), total, maxPackage)
		}
	}
}

func generated(name string) bool { return strings.HasSuffix(name, "_templ.go") }

func checkFile(t *testing.T, pkg, path string) int {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	name := pkg + "/" + filepath.Base(path)
	lines := bytes.Count(src, []byte("\n"))
	if lines > maxFile {
		t.Errorf("%s has %d lines, more than %d", name, lines, maxFile)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			long := set.Position(n.End()).Line - set.Position(n.Pos()).Line
			if long > maxFunction {
				t.Errorf("%s: func %s has %d lines, more than %d", name, n.Name.Name, long, maxFunction)
			}
		case *ast.TypeSpec:
			if i, ok := n.Type.(*ast.InterfaceType); ok && i.Methods.NumFields() > maxInterface {
				t.Errorf("%s: interface %s has %d methods, more than %d", name, n.Name.Name, i.Methods.NumFields(), maxInterface)
			}
		}
		return true
	})
	return lines
}

// word is a text that stays out of some rooms.
type word struct {
	re     *regexp.Regexp
	in     func(path string) bool // where it is forbidden
	reason string
}

var words = []word{
	{regexp.MustCompile(`\btime\.Now\(`), either(ofRooms, under("solve", "internal/masterplan", "internal/planfile", "internal/civil")), "rules and use cases get the time as an argument"},
	{regexp.MustCompile(`\bfmt\.Print(ln|f)?\(`), either(ofRooms, under("solve", "internal/masterplan", "internal/planfile", "internal/web", "internal/ui", "internal/db", "internal/app")), "only the command line prints"},
	{regexp.MustCompile(`\brand\.(Int\w*|N|Float\w*|Perm|Shuffle)\(`), either(ofRooms, under("solve", "internal/masterplan", "internal/planfile")), "randomness comes in as an argument"},
	{regexp.MustCompile(`(?i)\b(ILIKE|GREATEST|SKIP LOCKED|json_extract)\b|(?i)\bnow\(\)|->>|= ANY\(`), suffix("sql"), "one SQL text serves both engines"},
	{regexp.MustCompile(`t\.Skip|TODO|FIXME|not implemented`), under("solve", "internal", "cmd"), "finish it or file it"},
}

func TestWordsStayOut(t *testing.T) {
	for _, p := range packages(t) {
		files := append(append(p.GoFiles, p.TestGoFiles...), p.XTestGoFiles...)
		for _, name := range files {
			if p.name() == "internal/arch" || generated(name) {
				continue
			}
			src, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range words {
				test := strings.HasSuffix(name, "_test.go") && !strings.Contains(w.reason, "finish")
				if hit := w.re.Find(src); hit != nil && w.in(p.name()) && !test {
					t.Errorf("%s/%s says %q: %s", p.name(), name, hit, w.reason)
				}
			}
		}
	}
}
