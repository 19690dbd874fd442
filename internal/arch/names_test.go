package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// shortest is how many lines a function may have before its name needs a verb and
// an object to be found and read aloud by.
const shortest = 8

// mostOneWord bounds the share of longer functions and methods that are called by
// one word. It only goes down: whoever renames some lowers it. Most of what is left
// is exported and read with its package: planfile.Check, recovery.Accept.
var mostOneWord = map[string]int{"solve": 12, "internal": 12} // percent

// wellKnown names say all there is to say.
var wellKnown = map[string]bool{
	"String": true, "Error": true, "Len": true, "Less": true, "Swap": true, "Read": true, "Write": true, "Close": true, "Scan": true, "Value": true,
	"New": true, "Open": true, "Main": true, "main": true, "init": true, "Add": true, "Save": true, "Find": true, "List": true, "Push": true, "Pop": true,
}

func TestFunctionsAreNamedByVerbAndObject(t *testing.T) {
	one, all := map[string]int{}, map[string]int{}
	set := token.NewFileSet()
	for _, p := range packages(t) {
		tree, _, _ := strings.Cut(p.name(), "/")
		if mostOneWord[tree] == 0 {
			continue
		}
		for _, name := range p.GoFiles {
			if generated(name) {
				continue
			}
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				f, ok := d.(*ast.FuncDecl)
				if !ok || wellKnown[f.Name.Name] || set.Position(f.End()).Line-set.Position(f.Pos()).Line <= shortest {
					continue
				}
				all[tree]++
				if oneWord(f.Name.Name) {
					one[tree]++
				}
			}
		}
	}
	for tree, most := range mostOneWord {
		share := 100 * one[tree] / max(1, all[tree])
		t.Logf("%s: %d of %d longer functions are called by one word", tree, one[tree], all[tree])
		if share > most {
			t.Errorf("%s: %d %% of the functions of more than %d lines are called by one word, more than %d %%", tree, share, shortest, most)
		}
	}
}

// oneWord reports whether a name has no capital but perhaps its first.
func oneWord(name string) bool {
	return !strings.ContainsFunc(name[1:], unicode.IsUpper)
}
