// Command lint is what make check lets go vet ask beside its own questions and
// staticcheck's. It is a module of its own, so that what it needs stays out of
// the product's.
//
// Asked: errorlint (an error is compared and converted as if it were wrapped),
// gocognit (no function harder to follow than today's hardest), nilness and
// unusedwrite. Tests and generated code are not asked: a test compares the very
// error it made, and a long table of steps is easy to read.
//
// Left out, with the reason:
//
//	golangci-lint   from source it takes four minutes of a new machine's two cores, and
//	                24 seconds of them each time after; go vet remembers each package
//	unparam         needs the whole program at once, most of golangci-lint's time
//	misspell        found seven words on 90,000 lines, all names of the field (ect, est)
//	gosec           warns of every file opened by a name; paths are checked where they come in
//	gocyclo, funlen, lll, dupl   internal/arch holds sizes; gocognit holds the rest
//	revive, stylecheck           staticcheck asks what of it finds faults
//	wrapcheck       a fault keeps its cause and is told by its key, not by a chain of words
//	exhaustruct, varnamelen, wsl, nlreturn, paralleltest   taste, not faults
package main

import (
	"strings"

	"github.com/polyfloyd/go-errorlint/errorlint"
	"github.com/uudashr/gocognit"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/nilness"
	"golang.org/x/tools/go/analysis/passes/unusedwrite"
	"golang.org/x/tools/go/analysis/unitchecker"
)

// hardest is the cognitive complexity of the function that is hardest to follow:
// the windows of energy reasoning. It may fall; 25 is meant.
const hardest = "35"

func main() {
	if err := gocognit.Analyzer.Flags.Set("over", hardest); err != nil {
		panic(err)
	}
	unitchecker.Main(product(errorlint.NewAnalyzer()), product(gocognit.Analyzer), product(nilness.Analyzer), product(unusedwrite.Analyzer))
}

// product lets a speak of the product alone.
func product(a *analysis.Analyzer) *analysis.Analyzer {
	run := a.Run
	a.Run = func(pass *analysis.Pass) (any, error) {
		report := pass.Report
		pass.Report = func(d analysis.Diagnostic) {
			name := pass.Fset.Position(d.Pos).Filename
			if !strings.HasSuffix(name, "_test.go") && !strings.HasSuffix(name, "_templ.go") {
				report(d)
			}
		}
		return run(pass)
	}
	return a
}
