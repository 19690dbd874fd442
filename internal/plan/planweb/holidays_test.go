package planweb_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
)

// TestPublicHolidaysReachEveryCalendar: a plan that runs into a year without a
// notice says so; one press, after a preview, lays the holidays over all calendars,
// and one takes them back. Stoppages show in the year.
func TestPublicHolidaysReachEveryCalendar(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	at := "/projects/" + id + "/calendars"
	page := s.page(at + "?year=2027")
	for _, want := range []string{"holidays of 2027 not announced", "The plan runs into 2027", "These are the days that the regulation gives", "is-expected", "5 Feb 2027 – 8 Feb 2027"} {
		if !strings.Contains(page, want) {
			t.Errorf("the calendars do not say %q", want)
		}
	}
	if !strings.Contains(text(s.page("/projects/"+id+"/recovery")), "The plan runs into 2027") {
		t.Error("the recovery does not say that holidays are missing")
	}
	if page := s.page(at + "?year=2026"); !strings.Contains(page, "is-stopped") || !strings.Contains(page, "is-restart") || !strings.Contains(page, "/stoppages/") {
		t.Error("the stoppage does not show in the calendar")
	}

	before := s.book(id)
	f := form("revision", fmt.Sprint(before.Project.Revision), "year", "2027", "make_up", "on")
	tried := s.post(at+"/holidays", f)
	if tried.StatusCode != 200 || !strings.Contains(text(tried.body), "Apply to all calendars") || s.book(id).Project.Revision != before.Project.Revision {
		t.Fatalf("%s %s", tried.Status, text(tried.body))
	}
	f.Set("do", "save")
	if saved := s.post(at+"/holidays", f); saved.StatusCode != 303 {
		t.Fatalf("%s %s", saved.Status, text(saved.body))
	}
	after := s.book(id)
	named := func(c masterplan.Calendar) bool {
		return slices.ContainsFunc(c.Exceptions, func(e masterplan.Exception) bool { return strings.Contains(e.Name, "(expected)") })
	}
	if !slices.ContainsFunc(after.Stored.Calendars, named) || len(after.Stored.Calendars) != len(before.Stored.Calendars) {
		t.Errorf("%+v", after.Stored.Calendars)
	}
	f.Set("revision", fmt.Sprint(after.Project.Revision))
	if again := s.post(at+"/holidays", f); again.StatusCode != 422 || !strings.Contains(again.body, "already") {
		t.Errorf("again: %s", again.Status)
	}
	if back := s.post("/projects/"+id+"/undo", form("revision", fmt.Sprint(after.Project.Revision), "return", at)); back.StatusCode != 303 || slices.ContainsFunc(s.book(id).Stored.Calendars, named) {
		t.Errorf("undo: %s", back.Status)
	}
}
