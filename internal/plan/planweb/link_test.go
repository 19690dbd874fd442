package planweb_test

import (
	"net/url"
	"strings"
	"testing"

	"fugong/internal/masterplan"
)

// linkOf finds a link by the codes of its ends; nil when there is none.
func linkOf(p *masterplan.Plan, pred, succ string, kind masterplan.LinkType) *masterplan.Link {
	for i := range p.Links {
		if l := &p.Links[i]; p.Activities[l.Pred].Code == pred && p.Activities[l.Succ].Code == succ && l.Type == kind {
			return l
		}
	}
	return nil
}

// A planner adds a link, sees what it does before it is stored, gives it a lag,
// takes it away, and takes that back.
func TestEditingLinks(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	from, to := activityOf(t, b, "P160"), activityOf(t, b, "P530")
	if linkOf(b.Stored, "P160", "P530", masterplan.FS) != nil {
		t.Fatal("the demo has the link already")
	}
	if page := s.page("/projects/" + p.ID + "/activities/" + to.ID); !strings.Contains(text(page), "Add a predecessor") || !strings.Contains(page, "/link?at="+to.ID) {
		t.Error("the activity does not lead to its links")
	}
	add := form("at", to.ID, "other", from.ID, "type", "FS", "lag", "2.5", "unit", "work_days")
	path := "/projects/" + p.ID + "/link"
	if page := s.page(path + "?at=" + to.ID); !strings.Contains(text(page), "Predecessor") {
		t.Error("the page does not ask for the predecessor")
	}
	if list := s.page(path + "/activities?at=" + to.ID + "&q=" + from.Code); !strings.Contains(list, from.ID) {
		t.Errorf("the search finds nothing: %s", list)
	}
	if r := s.post(path, add); r.StatusCode != 200 || !strings.Contains(text(r.body), "What it would do") {
		t.Fatalf("preview: %s", r.Status)
	}
	if linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.FS) != nil {
		t.Fatal("a preview stored the link")
	}
	add.Set("do", "save")
	if r := s.post(path, add); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	l := linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.FS)
	if l == nil || l.Lag.Tenths != 12_000 || l.Lag.Unit != masterplan.Days {
		t.Fatalf("stored %+v", l)
	}
	old := form("at", to.ID, "pred", from.ID, "succ", to.ID, "was", "FS", "do", "save")
	change := merged(old, "type", "SS", "lag", "50", "unit", "percent")
	if r := s.post(path, change); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	if l := linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.SS); l == nil || l.Lag.Percent != 50 {
		t.Fatalf("changed to %+v", l)
	}
	old.Set("was", "SS")
	if r := s.post(path, merged(old, "remove", "on")); r.StatusCode != 303 || linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.SS) != nil {
		t.Fatalf("removing: %s", r.Status)
	}
	if page := text(s.page("/projects/" + p.ID + "/history")); !strings.Contains(page, "Link taken away: P160") || !strings.Contains(page, "(SS+50%)") {
		t.Error("the history does not tell")
	}
	for i, step := range []string{"/undo", "/redo", "/undo"} {
		want := i != 1
		if r := s.post("/projects/"+p.ID+step, form()); r.StatusCode != 303 || (linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.SS) != nil) != want {
			t.Fatalf("undo: %s, want the link %t", r.Status, want)
		}
	}
}

func merged(f url.Values, pairs ...string) url.Values {
	out := form(pairs...)
	for k, v := range f {
		out[k] = v
	}
	return out
}

func TestLinksAreRefused(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	from, to := activityOf(t, b, "P520"), activityOf(t, b, "P530")
	path := "/projects/" + p.ID + "/link"
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"nothing chosen":  {form("at", to.ID, "type", "FS", "unit", "work_days"), "This is needed"},
		"itself":          {form("at", to.ID, "other", to.ID, "type", "FS", "unit", "work_days"), "cannot wait for itself"},
		"twice":           {form("at", to.ID, "other", from.ID, "type", "SS", "unit", "work_days"), "such a link between these two"},
		"round":           {form("at", from.ID, "other", to.ID, "type", "FS", "unit", "work_days"), "P520 → "},
		"round, the ring": {form("at", from.ID, "other", to.ID, "type", "FS", "unit", "work_days"), "this link"},
		"round, way back": {form("at", from.ID, "other", to.ID, "type", "FS", "unit", "work_days", "do", "save"), "Take this link back"},
		"endless":         {form("at", to.ID, "other", from.ID, "type", "SF", "lag", "999999", "unit", "elapsed_days"), "ten years"},
	} {
		t.Run(name, func(t *testing.T) {
			if r := s.post(path, c.form); r.StatusCode != 422 || !strings.Contains(text(r.body), c.says) || strings.Contains(r.body, "planning tool") {
				t.Errorf("%s %s", r.Status, text(r.body))
			}
		})
	}
	if r := s.post(path, form("at", to.ID, "pred", to.ID, "succ", from.ID, "was", "FF")); r.StatusCode != 404 {
		t.Errorf("a link that is not there: %s", r.Status)
	}
	s.account = "liaison"
	if r := s.post(path, form("at", to.ID, "lag", "many")); r.StatusCode != 403 {
		t.Errorf("who may only look: %s", r.Status)
	}
	if r := s.post("/projects/"+p.ID+"/activities/"+to.ID+"/progress", form("percent", "many")); r.StatusCode != 403 {
		t.Errorf("a wrong report of one who may only look: %s", r.Status)
	}
}
