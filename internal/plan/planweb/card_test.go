package planweb_test

import (
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// A planner makes a card; a phone without an account scans it, sees the work of
// the card and nothing else, and reports once however often it sends.
func TestAForemanReportsByCard(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	asked := form("name", "王师傅", "reach", "all", "days", "30", "idempotency_key", "one-card")
	made := s.post("/projects/"+p.ID+"/cards", asked)
	typed := regexp.MustCompile(`qr-typed">([A-Z0-9 ]+)<`).FindStringSubmatch(made.body)
	if made.StatusCode != http.StatusOK || typed == nil || made.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("no card: %s %s", made.Status, text(made.body))
	}
	if strings.Contains(s.page("/projects/"+p.ID+"/cards"), strings.ReplaceAll(typed[1], " ", "")) {
		t.Error("the secret is shown again")
	}
	if again := s.post("/projects/"+p.ID+"/cards", asked); strings.Contains(again.body, typed[1]) {
		t.Error("the secret was kept for who asks again")
	}
	if strings.Contains(regexp.MustCompile(`(?s)<svg role="img".*?</svg>`).FindString(made.body), "href") {
		t.Error("the code links to its secret")
	}
	s.account = "" // a phone without an account
	jar, _ := cookiejar.New(nil)
	s.browser.Jar = jar
	if r := s.get("/card/work"); r.StatusCode != http.StatusUnauthorized || !strings.Contains(r.body, `name="key"`) {
		t.Errorf("without a card: %s", r.Status)
	}
	if r := s.post("/card", form("key", "AAAA")); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("a wrong card: %s", r.Status)
	}
	if r := s.post("/card", form("key", typed[1])); r.StatusCode != http.StatusSeeOther || strings.Contains(r.Header.Get("Location"), typed[1][:4]) {
		t.Fatalf("the card does not open: %s", r.Status)
	}
	link := regexp.MustCompile(`href="(/card/work/[^"]+)"`).FindStringSubmatch(s.page("/card/work?all=1"))
	if link == nil {
		t.Fatal("no work on the card")
	}
	if r := s.get("/projects/" + p.ID + "/plan"); r.StatusCode == http.StatusOK {
		t.Error("a card opens the plan")
	}
	before := len(s.entries(p.ID))
	report := form("percent", "100", "done", "2300", "note", "缺钢筋", "idempotency_key", "one-report")
	for range 2 {
		if r := s.post(link[1], report); r.StatusCode != http.StatusSeeOther {
			t.Fatalf("report: %s %s", r.Status, text(r.body))
		}
	}
	entries := s.entries(p.ID)
	if len(entries) != before+1 || !strings.HasPrefix(entries[0].RecordedBy, "card/") || entries[0].Note != "缺钢筋" {
		t.Errorf("%d entries more, the newest %+v", len(entries)-before, entries[0])
	}
	if r := s.post(link[1], form("percent", "200", "done", "-5", "note", "typed")); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "typed") {
		t.Errorf("a wrong figure: %s, or the text is lost", r.Status)
	}
}

// A program does with cards what the page does, and no more; the secret comes once.
func TestAPICards(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	at := "/projects/" + p.ID + "/cards"
	const body = `{"name":"王师傅","days":30}`
	made := s.call("POST", at, body, "Idempotency-Key", "one-card")
	card := s.object(made, 201)
	secret := card["secret"].(string)
	if len(secret) != 26 || made.Header.Get("Cache-Control") != "no-store" || card["good"] != true {
		t.Fatalf("made %v, cached %q", card, made.Header.Get("Cache-Control"))
	}
	if again := s.call("POST", at, body, "Idempotency-Key", "one-card"); again.StatusCode != 409 && again.StatusCode != 201 || strings.Contains(again.body, secret) {
		t.Errorf("sent again: %s %s", again.Status, again.body)
	}
	list := s.call("GET", at, "")
	if v := s.object(list, 200); v["total"].(float64) != 1 || strings.Contains(list.body, secret) {
		t.Errorf("listed: %s", list.body)
	}
	if _, _, err := s.office.OpenCard(t.Context(), secret); err != nil {
		t.Errorf("the card does not open: %v", err)
	}
	one := at + "/" + card["id"].(string)
	if r := s.call("DELETE", one, ""); r.StatusCode != 204 {
		t.Errorf("revoking: %s %s", r.Status, r.body)
	}
	if _, _, err := s.office.OpenCard(t.Context(), secret); err == nil {
		t.Error("a revoked card opens")
	}
	for body, want := range map[string]int{
		`{"name":"","days":30}`: 422, `{"name":"王","days":181}`: 422, `{"name":"王","days":3,"scope":{"activities":["nope"]}}`: 422,
	} {
		if r := s.call("POST", at, body); r.StatusCode != want {
			t.Errorf("%s: %s", body, r.Status)
		}
	}
	s.account = "liaison"
	for _, r := range []reply{s.call("GET", at, ""), s.call("POST", at, body), s.call("DELETE", one, "")} {
		if r.StatusCode != 403 {
			t.Errorf("a liaison officer: %s %s", r.Request.Method, r.Status)
		}
	}
}

func TestCardsAreForThoseWhoMayIssueThem(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	s.account = "liaison"
	if r := s.get("/projects/" + p.ID + "/cards"); r.StatusCode != http.StatusForbidden {
		t.Errorf("a liaison officer sees the cards: %s", r.Status)
	}
	s.account = "planner"
	if r := s.post("/projects/"+p.ID+"/cards", form("name", "", "reach", "codes", "codes", "NOPE", "days", "30")); r.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(r.body, "NOPE") {
		t.Errorf("a wrong card: %s", r.Status)
	}
	card, secret, err := s.office.IssueCard(s.as(t.Context(), "planner"), p.ID, plan.NewCard{Name: "李", Days: 5})
	if err != nil {
		t.Fatal(err)
	}
	if r := s.post("/projects/"+p.ID+"/cards/"+card.ID+"/revoke", form()); r.StatusCode != http.StatusSeeOther {
		t.Errorf("revoking: %s", r.Status)
	}
	if r := s.post("/card", form("key", secret)); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("a revoked card opens: %s", r.Status)
	}
}

// entries are all reports of a project, newest first.
func (s *site) entries(project string) []masterplan.Entry {
	s.t.Helper()
	_, list, err := s.office.Progress(s.as(s.t.Context(), "dispatcher"), project)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}
