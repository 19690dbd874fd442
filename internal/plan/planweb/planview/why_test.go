package planview_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/planfile"
	"fugong/solve/worktime"
)

// Pages tell the chain of masterplan.Why, which programs get, of every public
// plan: the same activities in the same order.
func TestPagesAndProgramsAreToldTheSameChain(t *testing.T) {
	own, err := filepath.Glob("../../../masterplan/testdata/*.xer")
	if err != nil || len(own) == 0 {
		t.Fatalf("our own examples: %v", err)
	}
	for _, path := range append(own, plantest.SharedFiles(t, "data/plans/*/*", "data/plans/*.xml")...) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file, err := planfile.Read(context.Background(), filepath.Base(path), bytes.NewReader(data), planfile.Options{})
		if err != nil {
			continue // a refused file is the reader's test
		}
		for _, p := range file.Plans {
			if d, err := masterplan.Compute(p); err == nil {
				sameChains(t, filepath.Base(path), p, d)
			}
		}
	}
}

// enough bounds how many chains of a plan are compared: every n-th activity's.
const enough = 400

func sameChains(t *testing.T, name string, p *masterplan.Plan, d *masterplan.Dates) {
	t.Helper()
	for i := range p.Activities {
		p.Activities[i].ID = strconv.Itoa(i)
	}
	sight := &planview.Sight{Book: &plan.Book{Plan: p, Dates: d}}
	asked, differ := 0, 0
	for i := 0; i < len(p.Activities); i += 1 + len(p.Activities)/enough {
		if d.Rows[i].Start == worktime.None {
			continue
		}
		asked++
		holds, steps := masterplan.Why(p, d, i), planview.Why(t.Context(), sight, i)
		same := len(holds) == len(steps)
		for k := 0; same && k < len(holds); k++ {
			same = steps[k].Href == sight.Href("activities", p.Activities[holds[k].Activity].ID) && steps[k].Detail != ""
		}
		if !same {
			differ++
		}
	}
	if differ > 0 {
		t.Errorf("%s: %d of %d chains differ", name, differ, asked)
	}
}
