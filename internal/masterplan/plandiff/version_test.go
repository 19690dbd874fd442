package plandiff

import (
	"fmt"
	"reflect"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
)

var chain, computed = plantest.Chain, plantest.Computed

func TestBetween(t *testing.T) {
	old := chain("A", "B", "C", "D")
	old.Activities[3].Code = ""
	new := chain("A", "B", "D2", "E")
	new.Activities[1].Duration.Minutes, new.Activities[1].Remaining = 960, 960
	new.Activities[2].Name, new.Activities[2].Code = old.Activities[3].Name, "D9"
	new.Links[0].Lag = masterplan.Lag{Tenths: 4800, Unit: masterplan.Hours}
	d := Between(old, new, computed(t, old), computed(t, new))
	if len(d.Added) != 1 || d.Added[0].Code != "E" || len(d.Removed) != 1 || d.Removed[0].Code != "C" {
		t.Fatalf("added %+v, removed %+v", d.Added, d.Removed)
	}
	want := map[string]int{"duration": 1, "remaining": 1, "predecessors": 2, "start": 2, "finish": 2}
	if !reflect.DeepEqual(d.Fields, want) {
		t.Errorf("fields %v, want %v", d.Fields, want)
	}
	b := d.Changed[0]
	if b.Code != "B" || b.Fields[1].Field != "predecessors" || b.Fields[1].New.Text != "A FS+8h" || b.Fields[0].Old.Number != 480 {
		t.Errorf("B: %+v", b)
	}
	if same := Between(old, old, computed(t, old), computed(t, old)); !same.Empty() {
		t.Errorf("a plan differs from itself: %+v", same)
	}
}

func TestAdoptKeepsIDs(t *testing.T) {
	old := chain("A", "B", "C")
	b := masterplan.TakeBaseline(old, computed(t, old), "own", "ours", old.Start)
	old.Baselines = []masterplan.Baseline{{ID: "file0", Number: 0}, b}
	new := chain("X", "C", "A")
	new.Activities[0].ID = ""
	new.Baselines = []masterplan.Baseline{{Number: 0, Name: "from the file"}}
	n := 0
	got := CarryIDs(old, new, func() string { n++; return fmt.Sprint("new", n) })
	if ids := got.Activities[0].ID + got.Activities[1].ID + got.Activities[2].ID; ids != "new1id-Cid-A" {
		t.Errorf("ids %s", ids)
	}
	if len(got.Baselines) != 2 || got.Baselines[0].ID != "file0" || len(got.Baselines[1].Rows) != 2 || got.Baselines[1].Rows[0].Activity != 2 {
		t.Errorf("baselines %+v", got.Baselines)
	}
	if new.Activities[0].ID != "" {
		t.Error("the file's plan was changed")
	}
}

func TestLostExceptions(t *testing.T) {
	stop := masterplan.Exception{Name: "停工", From: 10, To: 37}
	holiday := masterplan.Exception{Name: "春节", From: 40, To: 46}
	renamed := holiday
	renamed.Name = "Spring Festival"
	old := &masterplan.Plan{Calendars: []masterplan.Calendar{{Name: "6"}, {Name: "5", Exceptions: []masterplan.Exception{stop, holiday}}, {Name: "gone", Exceptions: []masterplan.Exception{stop}}}}
	new := &masterplan.Plan{Calendars: []masterplan.Calendar{{Name: "5", Exceptions: []masterplan.Exception{renamed}}, {Name: "6"}}}
	notes := LostExceptions(old, new)
	if len(notes) != 1 || notes[0].Count != 1 || notes[0].Args["Calendar"] != "5" || notes[0].Level != masterplan.Warning {
		t.Errorf("got %+v", notes)
	}
}
