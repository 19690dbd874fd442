package masterplan_test

import (
	"testing"

	"fugong/internal/masterplan"
)

func TestCleanTextReachesEverything(t *testing.T) {
	bad := "a\x00b\xff\x1bc"
	f := &masterplan.File{
		Source: masterplan.Source{Program: bad},
		Notes:  []masterplan.Note{{Key: "k", Code: bad, Args: map[string]string{"name": bad}}},
		Plans: []*masterplan.Plan{{
			Name: bad, Calendars: []masterplan.Calendar{{Name: bad}}, Resources: []masterplan.Resource{{Name: bad, Group: "焊接"}},
			Activities: []masterplan.Activity{{Code: bad, Name: "two\nlines"}},
		}},
	}
	f.CleanText()
	p := f.Plans[0]
	for _, s := range []string{f.Source.Program, f.Notes[0].Code, f.Notes[0].Args["name"], p.Name, p.Calendars[0].Name, p.Resources[0].Name, p.Activities[0].Code} {
		if s != "abc" {
			t.Errorf("%q is left", s)
		}
	}
	if p.Activities[0].Name != "two\nlines" || p.Resources[0].Group != "焊接" {
		t.Errorf("sound text was touched: %q %q", p.Activities[0].Name, p.Resources[0].Group)
	}
	last := f.Notes[len(f.Notes)-1]
	if last.Key != "plan.note.text_cleaned" || last.Count != 7 {
		t.Errorf("%+v", last)
	}
	before := len(f.Notes)
	if f.CleanText(); len(f.Notes) != before {
		t.Error("a clean file gets a note")
	}
}
