package mspdi_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/planfile"
	"fugong/internal/planfile/mspdi"
	"fugong/solve/worktime"
)

// TestOtherToolsKeepTheirDates exports the plans of other tools and schedules what
// was written by Microsoft Project's rules: what moves was named before.
func TestOtherToolsKeepTheirDates(t *testing.T) {
	for _, path := range foreign(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, err := planfile.Read(t.Context(), filepath.Base(path), bytes.NewReader(load(t, path)), planfile.Options{})
			if err != nil {
				t.Logf("the reader refuses it: %v", err) // some of the real files are broken on purpose
				return
			}
			for _, first := range f.Plans {
				checkMoved(t, first)
			}
		})
	}
}

func checkMoved(t *testing.T, first *masterplan.Plan) {
	t.Helper()
	want := dated(t, first)
	draft, err := mspdi.Prepare(first, want)
	if err != nil {
		t.Fatal(err)
	}
	named := map[int]bool{}
	for _, l := range draft.Losses {
		t.Logf("%s: %v %s × %d", first.Code, l.Effect, l.Key, l.Count)
		for _, i := range l.Activities {
			if l.Effect == masterplan.Moved {
				named[int(i)] = true
			}
		}
	}
	second := read(t, "out.xml", write(t, first, want))
	got := dated(t, second)
	moved := 0
	for i := range want.Rows {
		w, g := &want.Rows[i], &got.Rows[i]
		if first.Activities[i].Kind == masterplan.Summary || w.Start == worktime.None || w.Start == g.Start && w.Finish == g.Finish {
			continue
		}
		moved++
		if !named[i] {
			t.Errorf("%s: %v–%v became %v–%v", first.Activities[i].Code, w.Start, w.Finish, g.Start, g.Finish)
		}
	}
	for _, d := range masterplan.Compare(second, got).Differences {
		if at := slices.IndexFunc(second.Activities, func(a masterplan.Activity) bool { return a.Code == d.ID }); strings.HasPrefix(d.Field, "early") && (at < 0 || len(named) == 0) {
			t.Errorf("%s: the file says %s of %s, it is %s", d.ID, d.File, d.Field, d.Ours)
		}
	}
	t.Logf("%s: %d of %d activities moved", first.Code, moved, len(want.Rows))
}

// foreign are plans of other tools: our own, and the real ones where they are.
func foreign(t *testing.T) []string {
	t.Helper()
	own, err := filepath.Glob(filepath.Join("..", "primavera", "xer", "testdata", "*.xer"))
	if err != nil || len(own) == 0 {
		t.Fatal("the XER examples are missing", err)
	}
	return append(append(own, shared(t, "xer/*.xer")...), shared(t, "*pmxml*.xml")...)
}

func dated(t *testing.T, p *masterplan.Plan) *masterplan.Dates {
	t.Helper()
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
