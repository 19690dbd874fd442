package mspdi_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"fugong/internal/plan"
	"fugong/internal/plan/mspdi"
	"fugong/internal/plan/xer"
)

// TestXERKeepsItsDates carries a P6 plan that is under way through MSPDI, and
// dates it by Microsoft Project's rules. Its crews have hours of their own, work
// waits for the data date, for its successors and for a second constraint, and it
// ends after the finish asked for: nothing moves.
func TestXERKeepsItsDates(t *testing.T) {
	path := filepath.Join("..", "xer", "testdata", "xuzhou_ev_plant.xer")
	f, err := xer.Read(filepath.Base(path), load(t, path))
	if err != nil {
		t.Fatal(err)
	}
	first := f.Plans[0]
	want := dated(t, first)
	var out bytes.Buffer
	if err := mspdi.Write(&out, first, want); err != nil {
		t.Fatal(err)
	}
	got := dated(t, read(t, "out.xml", out.Bytes()))
	for i := range want.Rows {
		w, g := &want.Rows[i], &got.Rows[i]
		if w.Start != g.Start || w.Finish != g.Finish {
			t.Errorf("%s: %v–%v became %v–%v", first.Activities[i].Code, w.Start, w.Finish, g.Start, g.Finish)
		}
	}
}

func dated(t *testing.T, p *plan.Plan) *plan.Dates {
	t.Helper()
	d, err := plan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
