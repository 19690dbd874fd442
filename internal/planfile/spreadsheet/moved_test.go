package spreadsheet_test

import (
	"bytes"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/spreadsheet"
	"fugong/solve/worktime"
)

// TestDatesComeBack: a plan of any tool has the same dates when its workbook is
// read again, in either language; what has not was named before.
func TestDatesComeBack(t *testing.T) {
	for path, p := range plans(t) {
		want, err := masterplan.Compute(p)
		if err != nil {
			t.Fatal(path, err)
		}
		for _, lang := range []string{"zh", "en"} {
			draft, err := spreadsheet.Prepare(p, want, lang)
			if err != nil {
				t.Fatal(path, err)
			}
			var out bytes.Buffer
			if err := draft.Write(&out); err != nil {
				t.Fatal(err)
			}
			f, err := spreadsheet.Read("plan.xlsx", out.Bytes())
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			for _, n := range f.Notes {
				if n.Level != masterplan.Info {
					t.Logf("%s in %s: %s %v × %d", path, lang, n.Key, n.Args, n.Count)
				}
			}
			checkDates(t, path+" in "+lang, p, want, f.Plans[0], draft.Losses)
		}
	}
}

func checkDates(t *testing.T, name string, p *masterplan.Plan, want *masterplan.Dates, q *masterplan.Plan, losses []masterplan.Loss) {
	t.Helper()
	got, err := masterplan.Compute(q)
	if err != nil {
		t.Error(name, err)
		return
	}
	named := map[int]bool{}
	for _, l := range losses {
		for _, i := range l.Activities {
			named[int(i)] = true
		}
	}
	moved := 0
	for i := range want.Rows {
		w, g := &want.Rows[i], &got.Rows[i]
		if p.Activities[i].Kind == masterplan.Summary || w.Start == worktime.None || w.Start == g.Start && w.Finish == g.Finish {
			continue
		}
		if moved++; moved <= 3 {
			t.Logf("%s, %s: %v–%v became %v–%v", name, p.Activities[i].Code, w.Start, w.Finish, g.Start, g.Finish)
		}
		if !named[i] {
			t.Errorf("%s: %s moved and was not named", name, p.Activities[i].Code)
		}
	}
	if moved > 0 {
		t.Logf("%s: %d of %d moved, finish %v became %v", name, moved, len(want.Rows), want.Finish, got.Finish)
	}
}
