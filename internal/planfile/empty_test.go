package planfile_test

import (
	"bytes"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// TestAnEmptyPlanIsAPlan: a project that nobody has planned yet goes through every
// format and comes back with its calendars, said to be empty.
func TestAnEmptyPlanIsAPlan(t *testing.T) {
	heading := p6.Row(masterplan.Summary)
	heading.UID, heading.Code, heading.WBS, heading.Name = 1, "W", "W", "Foundations"
	for name, rows := range map[string][]masterplan.Activity{"nothing": nil, "a heading": {heading}} {
		for format, prepare := range writers {
			p := &masterplan.Plan{
				UID: "7", Code: "P", Name: "New line", Start: monday, Finish: worktime.None, DataDate: monday, MustFinish: worktime.None, Settings: p6.Settings(),
				Source: masterplan.Source{Format: format, Encoding: "utf-8"}, Calendars: []masterplan.Calendar{{UID: 1, Name: "site", Base: -1, Week: p6.StandardWeek()}},
				Resources: []masterplan.Resource{{UID: 1, Code: "R", Name: "Crew", MaxUnits: 2, Calendar: -1}}, Activities: rows,
			}
			p.Settings.Calendar = 0
			d, err := masterplan.Compute(p)
			if err != nil {
				t.Fatal(err)
			}
			draft, err := prepare(p, d)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := draft.Write(&out); err != nil {
				t.Fatal(err)
			}
			f, err := planfile.Read(t.Context(), "empty."+format, &out, planfile.Options{})
			if err != nil {
				t.Errorf("%s as %s: %v", name, format, err)
				continue
			}
			got := f.Plans[0]
			if len(f.Plans) != 1 || got.CountWork() != 0 || len(got.Activities) != len(rows) || got.Name != p.Name || len(got.Resources) != 1 {
				t.Errorf("%s as %s: %d plans, %d rows, %q, %d resources", name, format, len(f.Plans), len(got.Activities), got.Name, len(got.Resources))
			}
			if !strings.Contains(notesOf(f), "plan.note.no_activities") {
				t.Errorf("%s as %s: nobody is told: %s", name, format, notesOf(f))
			}
			dates, err := masterplan.Compute(got)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range plantest.Carried(p, got, d, dates) {
				if strings.HasPrefix(c.What, "calendar") {
					t.Errorf("%s as %s: %s", name, format, c)
				}
			}
		}
	}
}

func notesOf(f *masterplan.File) string {
	var keys []string
	for _, n := range f.Notes {
		keys = append(keys, n.Key)
	}
	return strings.Join(keys, " ")
}
