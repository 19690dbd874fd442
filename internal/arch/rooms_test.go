package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mostImports bounds how many packages of ours one package imports: a package that
// knows more is two. What puts the rooms together knows them all.
const mostImports = 23

func TestNobodyKnowsTooMany(t *testing.T) {
	for _, p := range packages(t) {
		if from, _ := layerOf(p.name()); from.name == "app" || from.name == "cli" || from.name == "bench" {
			continue
		}
		own := 0
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, module) {
				own++
			}
		}
		if own > mostImports {
			t.Errorf("%s imports %d packages of ours, more than %d", p.name(), own, mostImports)
		}
	}
}

// Every room has the same shape: its rules and use cases in <room>, its store in
// <room>sql, its pages and its API in <room>web.
func TestRoomsHaveOneShape(t *testing.T) {
	for _, d := range []string{"plan", "recovery", "zone"} {
		if !slices.Contains(domains, d) {
			t.Fatalf("%s is not found among the rooms: %v", d, domains)
		}
	}
	has := map[string]bool{}
	for _, p := range packages(t) {
		has[p.name()] = true
	}
	for _, d := range domains {
		for _, part := range []string{"", "/" + d + "sql", "/" + d + "web"} {
			if !has["internal/"+d+part] {
				t.Errorf("the room %s has no package internal/%s%s", d, d, part)
			}
		}
	}
}

var (
	operation = regexp.MustCompile(`\bweb\.Register\(`)
	page      = regexp.MustCompile(`\bm\.Handle\(`)
)

// The API of a noun stands beside its pages: deliveries.go and deliveries_api.go.
func TestTheAPIStandsBesideThePages(t *testing.T) {
	for _, p := range packages(t) {
		if !suffix("web")(p.name()) {
			continue
		}
		for _, name := range p.GoFiles {
			src, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			for _, complaint := range misplaced(name, src) {
				t.Errorf("%s/%s %s", p.name(), name, complaint)
			}
		}
	}
}

func misplaced(file string, src []byte) (complaints []string) {
	if api := strings.HasSuffix(file, "_api.go"); api && page.Match(src) {
		complaints = append(complaints, "serves a page: pages stand in the file without _api")
	} else if !api && operation.Match(src) {
		complaints = append(complaints, "registers an operation: those stand in NOUN_api.go")
	}
	return complaints
}

func TestMisplacedAPIIsCaught(t *testing.T) {
	for _, c := range []struct {
		file, src string
		bad       bool
	}{
		{"deliveries.go", `m.Handle("GET /deliveries", h.list)`, false},
		{"deliveries.go", `web.Register(m, op, h.apiList)`, true},
		{"deliveries_api.go", `web.Register(m, op, h.apiList)`, false},
		{"deliveries_api.go", `m.Handle("GET /deliveries", h.list)`, true},
	} {
		if got := len(misplaced(c.file, []byte(c.src))) > 0; got != c.bad {
			t.Errorf("%s with %s: caught %t, want %t", c.file, c.src, got, c.bad)
		}
	}
}
