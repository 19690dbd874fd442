package planweb_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// table is a plan for those without a planning tool.
const table = "Code,Name,Duration,Predecessors,Start\nA10,Clear the site,5,,2026-12-01\nA20,Lay the base,10,A10,\nA30,Install roller beds,8,A20,\n"

// upload sends a file with the form of an import page.
func (s *site) upload(path, name, content string, header ...string) reply {
	s.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	_ = parts.WriteField("org", "org-auto")
	file, _ := parts.CreateFormFile("file", name)
	_, _ = file.Write([]byte(content))
	_ = parts.Close()
	r, err := http.NewRequest(http.MethodPost, s.URL+path, &body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return s.do(r, header...)
}

func TestImportMakesAProjectOnlyWhenConfirmed(t *testing.T) {
	s := newSite(t)
	if page := s.page("/projects/import"); !strings.Contains(page, "/plan-template.xlsx") {
		t.Error("the page does not offer the template")
	}
	sent := s.upload("/projects/import", "plan.csv", table)
	at := sent.Header.Get("Location")
	if sent.StatusCode != 303 || !strings.HasPrefix(at, "/imports/") {
		t.Fatalf("%s %s", sent.Status, text(sent.body))
	}
	page := text(s.page(at))
	for _, word := range []string{"plan.csv", "Nothing is stored yet", "Notes on reading the file"} {
		if !strings.Contains(page, word) {
			t.Errorf("the preview does not say %q:\n%s", word, page)
		}
	}
	if list, _ := s.office.Projects(s.as(t.Context(), "dispatcher"), plan.Query{}); list.Total != 0 {
		t.Error("a preview stored a project")
	}
	if r := s.post(at+"/confirm", form("new", "1", "plan", "0", "name", "New line")); r.StatusCode != 422 || !strings.Contains(r.body, "New line") {
		t.Errorf("without a code: %s", r.Status)
	}
	made := s.post(at+"/confirm", form("new", "1", "plan", "0", "code", "NEW-1", "name", "New line"))
	report := made.Header.Get("Location")
	if made.StatusCode != 303 || !strings.Contains(report, "/imports/1") {
		t.Fatalf("%s %s %s", made.Status, report, text(made.body))
	}
	if page := text(s.page(report)); !strings.Contains(page, "Import report") || !strings.Contains(page, people["dispatcher"]) {
		t.Errorf("the report:\n%s", page)
	}
	if page := s.page(strings.TrimSuffix(report, "imports/1") + "history"); !strings.Contains(page, `href="`+report+`"`) {
		t.Error("the history does not lead to the report")
	}
	s.newer(strings.TrimSuffix(report, "s/1"))
}

// newer imports a second version over the first.
func (s *site) newer(path string) {
	s.t.Helper()
	changed := strings.Replace(table, "roller beds,8", "roller beds,12", 1) + "A40,Commission,2,A30,\n"
	at := s.upload(path, "plan2.csv", changed).Header.Get("Location")
	page := text(s.page(at))
	for _, word := range []string{"What changes against the plan in force", "Commission", "Duration"} {
		if !strings.Contains(page, word) {
			s.t.Errorf("the preview of a newer plan does not say %q:\n%s", word, page)
		}
	}
	if rows := rowsOf(s.page(at + "/changes?kind=added")); len(rows) != 1 || !strings.Contains(rows[0], "A40") {
		s.t.Errorf("added: %q", rows)
	}
	if r := s.post(at+"/confirm", form("revision", "1", "plan", "0")); r.StatusCode != 303 {
		s.t.Errorf("%s %s", r.Status, text(r.body))
	}
	if r := s.get(at); r.StatusCode != 404 {
		s.t.Errorf("an applied file still waits: %s", r.Status)
	}
}

// A file whose dates contradict a duration is followed by its dates, unless
// somebody chooses otherwise.
func TestImportFollowsTheDatesOrTheDurations(t *testing.T) {
	s := newSite(t)
	data, err := os.ReadFile("../../masterplan/testdata/pipe_rack_changed.xer")
	if err != nil {
		t.Fatal(err)
	}
	at := s.upload("/projects/import", "changed.xer", string(data)).Header.Get("Location")
	if page := text(s.page(at)); !strings.Contains(page, "another duration than the file states now, as early and late dates both show (1): P300") || !strings.Contains(page, "follow the dates in the file") {
		t.Errorf("the preview does not say what it follows:\n%s", page)
	}
	written := s.page(at + "?as_written=1")
	if page := text(written); strings.Contains(page, "another duration than the file states now") || !strings.Contains(page, "16 Mar 2020") || !strings.Contains(written, `name="as_written" value="1"`) {
		t.Errorf("as written:\n%s", page)
	}
	if r := s.post(at+"/confirm", form("new", "1", "plan", "0", "as_written", "1", "code", "PR", "name", "Pipe rack")); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	list, err := s.office.Projects(s.as(t.Context(), "dispatcher"), plan.Query{})
	if err != nil || len(list.Projects) != 1 || list.Projects[0].Figures.Finish.String() != "2020-03-16T12:00" {
		t.Errorf("stored %+v, %v", list, err)
	}
}

func TestImportRefusesInOneMessage(t *testing.T) {
	s := newSite(t)
	r := s.upload("/projects/import", "holiday.pdf", "%PDF-1.7 nothing")
	if r.StatusCode != 422 || !strings.Contains(text(r.body), "holiday.pdf") || !strings.Contains(r.body, `name="file"`) {
		t.Errorf("%s %s", r.Status, text(r.body))
	}
	r = s.upload("/projects/import", "loop.csv", "Code,Name,Duration,Predecessors,Start\nA,One,1,B,2026-12-01\nB,Two,1,A,\n", "HX-Request", "true", "HX-Target", "import-trouble")
	if r.StatusCode != 422 || strings.Contains(r.body, "<html") || !strings.Contains(text(r.body), "A → ") {
		t.Errorf("a loop: %s %s", r.Status, text(r.body))
	}
	s.account = "stranger"
	if r := s.get("/projects/import"); r.StatusCode != 403 {
		t.Errorf("a stranger is asked for a file: %s", r.Status)
	}
}

func TestDeliveryPages(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	path := "/projects/" + id + "/deliveries"
	all := s.book(id).Plan.Activities
	a := all[slices.IndexFunc(all, func(a masterplan.Activity) bool { return a.Worked() })]
	if page := s.page(path + "/activities?q=" + url.QueryEscape(a.Code)); !strings.Contains(page, `name="activity"`) {
		t.Errorf("the search finds nothing: %s", page)
	}
	wrong := s.post(path, form("item", "", "quantity", "10", "supplier", "Heavy Works", "confidence", "likely"))
	if wrong.StatusCode != 422 || !strings.Contains(wrong.body, "Heavy Works") {
		t.Errorf("a refused form lost what was typed: %s", wrong.Status)
	}
	made := s.post(path, form("item", "800 T base", "quantity", "2", "unit", "pcs", "confidence", "uncertain", "activity", a.ID))
	one := made.Header.Get("Location")
	if page := text(s.page(one)); !strings.Contains(page, "No date") || !strings.Contains(page, "0 / 2 pcs") {
		t.Errorf("%s\n%s", made.Status, page)
	}
	if r := s.post(one+"/arrivals", form("what", "installed", "quantity", "1", "on", "2026-11-23")); r.StatusCode != 422 {
		t.Errorf("installed before it arrived: %s", r.Status)
	}
	s.post(one+"/arrivals", form("what", "arrived", "quantity", "2", "on", "2026-11-23"))
	if page := text(s.page(one)); !strings.Contains(page, "2 / 2 pcs") {
		t.Errorf("after the arrival:\n%s", page)
	}
	if page := s.page("/deliveries?q=800+T+base"); !strings.Contains(page, "800 T base") {
		t.Error("the zone's list does not find it")
	}
}

func TestCalendarPages(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	before := s.book(id)
	path := "/projects/" + id + "/calendars"
	stop := form("kind", "stoppage", "from", "2026-11-24", "to", "2026-12-31", "year", "2026")
	tried := s.post(path+"/0", stop)
	if tried.StatusCode != 200 || !strings.Contains(text(tried.body), "What it would do") || s.book(id).Project.Revision != before.Project.Revision {
		t.Fatalf("trying: %s %s", tried.Status, text(tried.body))
	}
	stop.Set("do", "save")
	if r := s.post(path+"/0", stop); r.StatusCode != 303 {
		t.Fatalf("saving: %s %s", r.Status, text(r.body))
	}
	if page := s.page(path + "?calendar=0&year=2026"); !strings.Contains(page, "is-off is-exception") || !strings.Contains(page, "Undo") {
		t.Error("the stoppage is not in the year, or cannot be undone")
	}
	if r := s.post(path+"/0", form("kind", "work", "from", "2026-11-28", "hours", "8 to 5")); r.StatusCode != 422 {
		t.Errorf("hours in words: %s", r.Status)
	}
	if r := s.get(path + "?calendar=99"); r.StatusCode != 404 {
		t.Errorf("an unknown calendar: %s", r.Status)
	}
}

func TestBaselinePages(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	path := "/projects/" + id + "/baselines"
	if rows := rowsOf(s.page(path)); len(rows) == 0 {
		t.Error("no variance against the demo's baseline")
	}
	if r := s.post(path, form("name", "")); r.StatusCode != 422 || !strings.Contains(r.body, "Give the baseline a name") {
		t.Errorf("nameless: %s", r.Status)
	}
	if r := s.post(path, form("name", "After restart")); r.StatusCode != 303 {
		t.Errorf("taken: %s %s", r.Status, text(r.body))
	}
	if r := s.get(path + "?format=xlsx"); !strings.HasPrefix(r.body, "PK") {
		t.Errorf("Excel: %s", r.Status)
	}
	if r := s.post(path+"/choose", form("baseline", "")); r.StatusCode != 303 || s.book(id).Project.Baseline != "" {
		t.Errorf("none: %s", r.Status)
	}
}

// TestPreviewAndReportCountTheSame: what the preview, the report, the history and
// the project's page call activities is one number.
func TestPreviewAndReportCountTheSame(t *testing.T) {
	s := newSite(t)
	outline := "Code,Name,Level,Duration,Predecessors,Start\nS,Site,1,,,\nA10,Clear the site,2,5,,2026-12-01\nA20,Lay the base,2,10,A10,\n"
	at := s.upload("/projects/import", "plan.csv", outline).Header.Get("Location")
	preview := text(s.page(at))
	made := s.post(at+"/confirm", form("new", "1", "plan", "0", "code", "NEW-2", "name", "New line"))
	report := text(s.page(made.Header.Get("Location")))
	list, err := s.office.Projects(s.as(t.Context(), "dispatcher"), plan.Query{})
	if err != nil || list.Total != 1 || list.Projects[0].Figures.Activities != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if !strings.Contains(preview, "Activities 2") || !strings.Contains(preview, "Summaries 1") || !strings.Contains(report, "2 activities, 1 summaries, 1 links") {
		t.Errorf("preview:\n%s\nreport:\n%s", preview, report)
	}
}

// TestReasonsClaimNoProof: why a date differs is told without saying that the file
// contradicts itself, which only package coherence proves.
func TestReasonsClaimNoProof(t *testing.T) {
	for name, claim := range map[string]string{"en": "contradict", "zh": "矛盾"} {
		data, err := os.ReadFile("locale/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]any
		if err := json.Unmarshal(data, &words); err != nil {
			t.Fatal(err)
		}
		told := 0
		for key, text := range words {
			if !strings.HasPrefix(key, "plan.differs.") && key != "plan.compare.origins" {
				continue
			}
			if told++; strings.Contains(fmt.Sprint(text), claim) {
				t.Errorf("%s, %s: %v", name, key, text)
			}
		}
		if told < 15 {
			t.Errorf("%s: only %d reasons are in the catalogue", name, told)
		}
	}
}
