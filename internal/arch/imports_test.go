package arch

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "fugong/"

// domains are the rooms, which must not know one another: whoever has pages of its own
// is one, so a new room is held to all of this from its first page on.
var domains = findRooms("../../internal")

func findRooms(dir string) (rooms []string) {
	pages, err := filepath.Glob(filepath.Join(dir, "*", "*web"))
	if err != nil {
		panic(err)
	}
	for _, p := range pages {
		if d := filepath.Base(filepath.Dir(p)); filepath.Base(p) == d+"web" {
			rooms = append(rooms, d)
		}
	}
	return rooms
}

// ofRooms matches all packages of all rooms.
func ofRooms(path string) bool { return domainOf(path) != "" }

// relatives are the rooms that one room may know: recovery wins back the days of
// the projects that plan holds.
var relatives = map[string][]string{"recovery": {"plan"}}

type pkg struct {
	ImportPath   string
	Dir          string
	Doc          string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
}

// name is the package's path inside the module.
func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module) }

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Doc,GoFiles,TestGoFiles,XTestGoFiles,Imports", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(p.ImportPath, "node_modules") {
			continue
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// layer is what a package may be imported as and what it may import itself.
type layer struct {
	name string
	is   func(path string) bool
	may  []string // layers, besides its own
}

var layers = []layer{
	{"solve", under("solve"), nil},
	{"leaf", one("internal/fault", "internal/id", "internal/who", "internal/civil", "internal/unit", "internal/accept", "internal/text", "internal/charset", "internal/photo", "internal/listing"), []string{"solve"}},
	{"ground", under("internal/db", "internal/vault", "internal/audit", "internal/job"), []string{"leaf", "solve"}},
	{"i18n", under("internal/i18n"), []string{"leaf", "solve"}},
	{"ui", under("internal/ui"), []string{"i18n", "leaf", "solve"}},
	{"web", under("internal/web"), []string{"ui", "i18n", "ground", "leaf", "solve"}},
	{"masterplan", under("internal/masterplan"), []string{"leaf", "solve"}},
	{"planfile", under("internal/planfile"), []string{"masterplan", "leaf", "solve"}},
	{"domainsql", suffix("sql"), []string{"domain", "masterplan", "ground", "leaf", "solve"}},
	{"domainweb", suffix("web"), []string{"domain", "planfile", "masterplan", "web", "ui", "i18n", "leaf", "solve"}},
	{"domain", ofRooms, []string{"masterplan", "leaf", "solve"}},
	{"app", under("internal/app"), []string{"domain", "planfile", "masterplan", "domainsql", "domainweb", "web", "ui", "i18n", "ground", "leaf", "solve"}},
	{"cli", under("internal/cli"), []string{"app", "domain", "planfile", "masterplan", "i18n", "ground", "leaf", "solve"}},
	{"cmd", under("cmd"), []string{"cli"}},
	{"arch", under("internal/arch"), nil},
	{"bench", under("bench"), []string{"app", "ui", "i18n", "domain", "planfile", "masterplan", "domainsql", "ground", "leaf", "solve"}},
}

func under(roots ...string) func(string) bool {
	return func(p string) bool {
		return slices.ContainsFunc(roots, func(r string) bool { return p == r || strings.HasPrefix(p, r+"/") })
	}
}

func one(paths ...string) func(string) bool {
	return func(p string) bool { return slices.Contains(paths, p) }
}

// suffix matches a domain's adapter and what it is made of: internal/plan/plansql,
// internal/plan/planweb/planview.
func suffix(s string) func(string) bool {
	return func(p string) bool {
		return slices.ContainsFunc(domains, func(d string) bool { return under("internal/" + d + "/" + d + s)(p) })
	}
}

func either(a, b func(string) bool) func(string) bool {
	return func(p string) bool { return a(p) || b(p) }
}

func layerOf(path string) (layer, bool) {
	for _, l := range layers {
		if l.is(path) {
			return l, true
		}
	}
	return layer{}, false
}

func TestImportsRunOneWay(t *testing.T) {
	for _, p := range packages(t) {
		for _, complaint := range checkImports(p) {
			t.Error(complaint)
		}
	}
}

func checkImports(p pkg) (complaints []string) {
	from, ok := layerOf(p.name())
	if !ok {
		return []string{p.name() + " belongs to no layer: name it in internal/arch"}
	}
	for _, imp := range p.Imports {
		path, ours := strings.CutPrefix(imp, module)
		if !ours {
			if from.name == "solve" && strings.Contains(strings.Split(imp, "/")[0], ".") {
				complaints = append(complaints, p.name()+" is a kernel and imports "+imp)
			}
			continue
		}
		to, _ := layerOf(path)
		if to.name != from.name && !slices.Contains(from.may, to.name) {
			complaints = append(complaints, p.name()+" ("+from.name+") may not import "+path+" ("+to.name+")")
		}
		if a, b := domainOf(p.name()), domainOf(path); a != "" && b != "" && a != b && !slices.Contains(relatives[a], b) {
			complaints = append(complaints, p.name()+" imports another domain: "+path)
		}
	}
	return complaints
}

func domainOf(path string) string {
	rest, ok := strings.CutPrefix(path, "internal/")
	if d := strings.Split(rest, "/")[0]; ok && slices.Contains(domains, d) {
		return d
	}
	return ""
}

// The rules themselves are tested: each of these must be caught.
func TestImportRulesCatch(t *testing.T) {
	for _, bad := range []struct{ from, to string }{
		{"solve/network", "github.com/google/uuid"},
		{"solve/network", module + "internal/fault"},
		{"internal/plan", module + "internal/zone"},
		{"internal/plan", module + "internal/plan/plansql"},
		{"internal/plan/planweb", module + "internal/plan/plansql"},
		{"internal/plan/planweb/planview", module + "internal/plan/plansql"},
		{"internal/plan", module + "internal/plan/planweb/planview"},
		{"internal/plan", module + "internal/recovery"},
		{"internal/plan/planweb", module + "internal/recovery/recoveryweb"},
		{"internal/plan", module + "internal/planfile"},
		{"internal/masterplan", module + "internal/plan"},
		{"internal/masterplan/stoppage", module + "internal/planfile/mspdi"},
		{"internal/planfile/mspdi", module + "internal/plan"},
		{"internal/zone/zoneweb", module + "internal/plan"},
		{"internal/ui", module + "internal/plan"},
		{"internal/fault", module + "internal/db"},
	} {
		if len(checkImports(pkg{ImportPath: module + bad.from, Imports: []string{bad.to}})) == 0 {
			t.Errorf("%s importing %s went unseen", bad.from, bad.to)
		}
	}
}
