package planweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fugong/internal/app/plandemo"
	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/i18n/i18ntest"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/photo"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/plan/planweb"
	"fugong/internal/plan/planweb/cardweb"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/planfile"
	"fugong/internal/recovery"
	"fugong/internal/recovery/recoverysql"
	"fugong/internal/recovery/recoverytest"
	"fugong/internal/recovery/recoveryweb"
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

const zone = "zone-1"

// place is the zone's time.
var place = time.FixedZone("CST", 8*3600)

// now is a morning on which the demo zone goes back to work.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, place)

// people are the accounts of the tests and their names.
var people = map[string]string{"dispatcher": "陈晓东", "liaison": "林静", "planner": "王建国", "stranger": "赵四", "": ""}

// rules lets the dispatcher do everything, the planner and the officer what is
// theirs, and the stranger see nothing but the organisation "org-none".
type rules struct{}

func (rules) Allow(ctx context.Context, action string, r who.Resource) error {
	actor, ok := who.From(ctx)
	switch {
	case !ok:
		return fault.New(fault.Unauthenticated, "web.signin")
	case strings.HasPrefix(actor.Account, "card/") && action == plan.ActProgress && actor.Roles[0].Org == r.Org:
		return nil
	case actor.Account == "dispatcher", actor.Account == "planner" && r.Org == "org-auto", actor.Account == "liaison" && action == plan.ActView:
		return nil
	}
	return fault.New(fault.Forbidden, "fault.forbidden")
}

func (r rules) Scope(ctx context.Context, action string) (who.Scope, error) {
	actor, _ := who.From(ctx)
	switch actor.Account {
	case "dispatcher", "liaison":
		return who.Scope{Zone: zone, All: true}, nil
	case "planner":
		return who.Scope{Zone: zone, Orgs: []string{"org-auto"}}, nil
	}
	return who.Scope{Zone: zone, Orgs: []string{"org-none"}}, nil
}

// site is the room over a real store with the demo's projects, and a browser.
type site struct {
	*httptest.Server
	t        testing.TB
	office   *plan.Service
	recovery *recovery.Service
	store    *plansql.Store
	mux      *web.Mux
	browser  *http.Client
	account  string
}

var lines = []db.Migrations{audit.Migrations, web.Migrations, plansql.Migrations}

func newSite(t testing.TB) *site {
	t.Helper()
	d := dbtest.SQLite(t, lines...)
	quiet := func(context.Context, *db.Tx, string, any, ...job.Option) error { return nil }
	s := &site{t: t, store: plansql.New(d, quiet).Sealed(clear{}), account: "dispatcher"}
	s.office = plan.NewService(plan.Config{
		Store: s.store, Allow: rules{}, Now: func() time.Time { return now }, ID: id.New, Photo: photo.Clean, Secret: rand.Text,
		Read: func(ctx context.Context, name string, r io.Reader, c plan.Choice) (*masterplan.File, error) {
			return planfile.Read(ctx, name, r, planfile.Options{Encoding: c.Encoding, AsWritten: c.AsWritten})
		},
	})
	catalogue := i18ntest.Load(t, ui.Locale, web.Locale, gantt.Locale, planweb.Locale, recovery.Locale)
	m, err := web.New(web.Config{DB: d, Catalogue: catalogue, House: &ui.House{}, Place: place, Now: time.Now, Seal: clear{}, Version: "test"})
	if err != nil {
		t.Fatalf("%v: run go run ./internal/ui/build first", err)
	}
	s.recovery = recovery.NewService(recovery.Config{
		Store: recoverysql.New(d, quiet), Accepted: s.store, Plans: s.office, Allow: rules{}, Now: func() time.Time { return now }, ID: id.New, Solve: recoverytest.Cut,
	})
	m.Use(s.act)
	m.Use(cardweb.Authenticate(s.office))
	pages := planview.NewBase(m.Live(), planview.Config{
		Plans: s.office, Now: func() time.Time { return now }, Names: names, Organisations: organisations, Officers: officers, Owners: officers,
		Matters: []planview.Source{recoveryweb.Matters(s.recovery)},
	})
	planweb.Routes(m, pages)
	recoveryweb.Routes(m, pages, s.recovery)
	s.mux, s.Server = m, httptest.NewServer(m)
	t.Cleanup(s.Close)
	jar, _ := cookiejar.New(nil)
	s.browser = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// act makes everybody the account that the test says.
func (s *site) act(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if s.account == "" {
			return next(w, r)
		}
		return next(w, r.WithContext(s.as(r.Context(), s.account)))
	}
}

func (s *site) as(ctx context.Context, account string) context.Context {
	return who.With(ctx, who.Actor{Account: account, Zone: zone, Name: people[account]})
}

// clear is a Sealer for tests.
type clear struct{}

func (clear) Seal(plain, _ string) []byte {
	return []byte(base64.StdEncoding.EncodeToString([]byte(plain)))
}
func (clear) Index(purpose, value string) []byte { return []byte(purpose + value) }

func (clear) Unseal(cipher []byte, _ string) (string, error) {
	plain, err := base64.StdEncoding.DecodeString(string(cipher))
	return string(plain), err
}

func names(_ context.Context, accounts ...string) (map[string]string, error) {
	found := map[string]string{}
	for _, a := range accounts {
		found[a] = people[a]
	}
	return found, nil
}

func organisations(context.Context) (list []planview.Named, err error) {
	for _, o := range plandemo.Organisations {
		list = append(list, planview.Named{ID: "org-" + o.Key, Name: o.Name})
	}
	return list, nil
}

func officers(context.Context) ([]planview.Named, error) {
	return []planview.Named{{ID: "liaison", Name: people["liaison"]}}, nil
}

// demo fills the zone and gives the projects by code.
func (s *site) demo() map[string]masterplan.Project {
	s.t.Helper()
	orgs := map[string]string{}
	for _, o := range plandemo.Organisations {
		orgs[o.Key] = "org-" + o.Key
	}
	err := plandemo.Load(s.t.Context(), plandemo.Input{
		Store: s.store, Zone: zone, Today: masterplan.DayOf(masterplan.Civil(now)), Location: place, ID: id.New, Orgs: orgs, Planner: "planner", Liaison: "liaison", Dispatcher: "dispatcher",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	page, err := s.office.Projects(s.as(s.t.Context(), "dispatcher"), plan.Query{})
	if err != nil {
		s.t.Fatal(err)
	}
	all := map[string]masterplan.Project{}
	for _, p := range page.Projects {
		all[p.Code] = p
	}
	return all
}

// book is a project as the service has it.
func (s *site) book(project string) *plan.Book {
	s.t.Helper()
	b, err := s.office.Project(s.as(s.t.Context(), "dispatcher"), project)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

type reply struct {
	*http.Response
	body string
}

func (s *site) do(r *http.Request, header ...string) reply {
	s.t.Helper()
	r.Header.Set("Accept-Language", "en")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := s.browser.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return reply{answer, string(text)}
}

func (s *site) get(path string, header ...string) reply {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(r, header...)
}

// page is a page that must be there.
func (s *site) page(path string, header ...string) string {
	s.t.Helper()
	r := s.get(path, header...)
	if r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %s\n%s", path, r.Status, text(r.body))
	}
	return r.body
}

func (s *site) post(path string, form url.Values, header ...string) reply {
	s.t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			_ = parts.WriteField(name, v)
		}
	}
	_ = parts.Close()
	r, err := http.NewRequest(http.MethodPost, s.URL+path, &body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", parts.FormDataContentType())
	return s.do(r, header...)
}

var (
	tags   = regexp.MustCompile(`<(script|style)[\s\S]*?</(script|style)>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// text is what a page says.
func text(page string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(tags.ReplaceAllString(page, " "), " "))
}

// rowsOf are the lines of the table id of a page, in order.
func rowsOf(page string) (rows []string) {
	_, rest, _ := strings.Cut(page, "<tbody>")
	body, _, _ := strings.Cut(rest, "</tbody>")
	for _, row := range strings.Split(body, "<tr")[1:] {
		rows = append(rows, text("<tr"+row))
	}
	return rows
}

func form(pairs ...string) url.Values {
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func activityOf(t testing.TB, b *plan.Book, code string) *masterplan.Activity {
	t.Helper()
	i := slices.IndexFunc(b.Plan.Activities, func(a masterplan.Activity) bool { return a.Code == code })
	if i < 0 {
		t.Fatalf("no activity %s", code)
	}
	return &b.Plan.Activities[i]
}

func TestWordsAreComplete(t *testing.T) {
	i18ntest.Check(t, []string{".", "planview", "importweb", "deliveryweb", "linkweb", "../../recovery/recoveryweb"}, ui.Locale, web.Locale, gantt.Locale, planweb.Locale, recovery.Locale)
}

func TestProjectList(t *testing.T) {
	s := newSite(t)
	if page := s.page("/projects"); !strings.Contains(page, `href="/projects/import"`) || !strings.Contains(page, "No projects yet") {
		t.Errorf("an empty zone does not lead to the import:\n%s", text(page))
	}
	s.demo()
	rows := rowsOf(s.page("/projects"))
	if len(rows) != 8 || !strings.Contains(rows[0], "Far behind") || !strings.Contains(rows[len(rows)-1], "LOG-2020-02") {
		t.Errorf("not the worst lamp first: %q", rows)
	}
	for query, want := range map[string]int{
		"?lamp=red": 2, "?lamp=red&lamp=orange": 3, "?q=apartments": 1, "?q=APT-2020": 1, "?org=org-park": 2, "?org=org-park&lamp=green": 2, "?q=nothing+at+all": 0,
	} {
		if got := len(rowsOf(s.page("/projects" + query))); got != want {
			t.Errorf("%s finds %d projects, not %d", query, got, want)
		}
	}
	if byName := rowsOf(s.page("/projects?sort=name")); byName[0] == rows[0] {
		t.Errorf("sorted by name, %q is still first", byName[0])
	}
	if r := s.get("/projects?format=xlsx"); r.StatusCode != 200 || !strings.Contains(r.Header.Get("Content-Type"), "spreadsheet") || !strings.HasPrefix(r.body, "PK") {
		t.Errorf("Excel: %s %s", r.Status, r.Header.Get("Content-Type"))
	}
	if zh := s.page("/projects", "Accept-Language", "zh"); !strings.Contains(zh, "严重滞后") || !strings.Contains(zh, "待抢回工期") {
		t.Errorf("no Chinese: %s", text(zh))
	}
	s.account = "planner"
	if got := len(rowsOf(s.page("/projects"))); got != 2 {
		t.Errorf("the planner sees %d projects, not the two of the own organisation", got)
	}
}

func TestRegisteringAProject(t *testing.T) {
	s := newSite(t)
	bad := s.post("/projects", form("code", "X-1", "name", "", "org", "org-auto"))
	if bad.StatusCode != 422 || !strings.Contains(bad.body, `value="X-1"`) {
		t.Errorf("a wrong form: %s, what was typed is lost: %s", bad.Status, text(bad.body))
	}
	made := s.post("/projects", form("code", "X-1", "name", "热处理车间", "org", "org-auto", "liaison", "liaison", "target", "2027-03-31"))
	if made.StatusCode != 303 || !strings.HasSuffix(made.Header.Get("Location"), "/import") {
		t.Fatalf("%s to %s", made.Status, made.Header.Get("Location"))
	}
	at := strings.TrimSuffix(made.Header.Get("Location"), "/import")
	if open := s.get(at); open.Header.Get("Location") != at+"/plan?view=gantt" {
		t.Errorf("the project leads to %q", open.Header.Get("Location"))
	}
	if page := s.page(at + "/plan?view=gantt"); !strings.Contains(page, "No plan yet") {
		t.Errorf("a project without a plan: %s", text(page))
	}
	b := s.book(strings.TrimPrefix(at, "/projects/"))
	if b.Project.Target != worktime.Date(2027, 3, 31).At(17*60) || b.Project.Liaison != "liaison" {
		t.Errorf("stored %+v", b.Project)
	}
	stale := s.post(at, form("name", "新名称", "revision", "99"))
	if stale.StatusCode != 409 || !strings.Contains(stale.body, "新名称") || !strings.Contains(stale.body, people["dispatcher"]) {
		t.Errorf("an edit of an old revision: %s %s", stale.Status, text(stale.body))
	}
	if ok := s.post(at, form("name", "新名称", "revision", "1", "target", "")); ok.StatusCode != 303 {
		t.Fatalf("edit: %s %s", ok.Status, text(ok.body))
	}
	if b := s.book(b.Project.ID); b.Project.Name != "新名称" || b.Project.Target != worktime.None {
		t.Errorf("stored %+v", b.Project)
	}
}

// wire is the part of the chart's JSON that is checked.
type wire struct {
	Epoch    int64  `json:"epoch"`
	DataDate int64  `json:"data_date"`
	Prefix   string `json:"prefix"`
	Rows     struct {
		ID      []string `json:"id"`
		Code    []string `json:"code"`
		Start   []int64  `json:"start"`
		Span    []int64  `json:"span"`
		Flags   []int    `json:"flags"`
		Percent []int    `json:"percent"`
		Base    []*int64 `json:"base_start"`
	} `json:"rows"`
	Links struct {
		Succ    []int `json:"succ"`
		Driving []int `json:"driving"`
	} `json:"links"`
}

func TestGanttData(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	r := s.get("/projects/" + p.ID + "/gantt.json")
	var c wire
	if err := json.Unmarshal([]byte(r.body), &c); err != nil {
		t.Fatal(err)
	}
	b := s.book(p.ID)
	if len(c.Rows.ID) != len(b.Plan.Activities) || len(c.Links.Succ) != len(b.Plan.Links) || c.DataDate != int64(b.Plan.DataDate) {
		t.Fatalf("%d rows, %d links, data date %d", len(c.Rows.ID), len(c.Links.Succ), c.DataDate)
	}
	late, driving := 0, 0
	for i := range c.Rows.ID {
		a, d := &b.Plan.Activities[i], &b.Dates.Rows[i]
		if c.Prefix+c.Rows.ID[i] != a.ID || c.Epoch+c.Rows.Start[i] != int64(d.Start) || c.Rows.Span[i] != int64(d.Finish-d.Start) {
			t.Errorf("%s stands at %d for %d, not %v–%v", a.Code, c.Rows.Start[i], c.Rows.Span[i], d.Start, d.Finish)
		}
		if a.Kind != masterplan.Summary && c.Rows.Percent[i] != int(100*a.Share()+0.5) {
			t.Errorf("%s is %d %% done, not %.1f", a.Code, c.Rows.Percent[i], 100*a.Share())
		}
		if gantt.Flags(c.Rows.Flags[i])&gantt.Late != 0 {
			late++
		}
	}
	for _, d := range c.Links.Driving {
		driving += d
	}
	if late == 0 || driving == 0 || len(c.Rows.Base) == 0 {
		t.Errorf("%d late, %d driving, %d with a baseline", late, driving, len(c.Rows.Base))
	}
	tag := r.Header.Get("ETag")
	if again := s.get("/projects/"+p.ID+"/gantt.json", "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again: %s", again.Status)
	}
	s.report(b, "W510", form("basis", "percent", "percent", "75", "as_of", "2026-11-23", "left", "plan"))
	if after := s.get("/projects/"+p.ID+"/gantt.json", "If-None-Match", tag); after.StatusCode != http.StatusOK {
		t.Errorf("asked after a change: %s", after.Status)
	}
}

// report sends the progress form of an activity, which must be taken.
func (s *site) report(b *plan.Book, code string, f url.Values, header ...string) reply {
	s.t.Helper()
	r := s.post("/projects/"+b.Project.ID+"/activities/"+activityOf(s.t, b, code).ID+"/progress", f, header...)
	if r.StatusCode >= 400 {
		s.t.Fatalf("report on %s: %s %s", code, r.Status, text(r.body))
	}
	return r
}

func TestWhyThisDate(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	panel := func(code, lang string) string {
		return s.page("/projects/"+p.ID+"/panel?activity="+activityOf(t, b, code).ID, "Accept-Language", lang, "HX-Request", "true")
	}
	for i := range b.Plan.Activities {
		a, row := &b.Plan.Activities[i], &b.Dates.Rows[i]
		if row.Link < 0 || a.ActualStart != worktime.None || !a.Worked() {
			continue
		}
		pred := &b.Plan.Activities[b.Plan.Links[row.Link].Pred]
		zh, en := panel(a.Code, "zh"), panel(a.Code, "en")
		if !strings.Contains(zh, "“"+pred.Name+"”") || !strings.Contains(zh, "按“") || !strings.Contains(zh, "/activities/"+pred.ID) {
			t.Fatalf("%s does not name what drives it, %s: %s", a.Code, pred.Name, text(zh))
		}
		if !strings.Contains(en, "“"+pred.Name+"”") || !strings.Contains(en, "is-cause") {
			t.Fatalf("%s: %s", a.Code, text(en))
		}
		return
	}
	t.Fatal("nothing in the plan is driven by a link")
}

func TestWhyCountsTheDaysOff(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	for i := range b.Plan.Activities {
		a := &b.Plan.Activities[i]
		if a.Worked() && a.ActualStart == worktime.None && strings.Contains(s.page("/projects/"+p.ID+"/panel?activity="+a.ID), "off in between") {
			return
		}
	}
	t.Error("no activity tells that days off lie before it")
}

func TestProgressIsReported(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	at := "/projects/" + p.ID + "/activities/" + activityOf(t, b, "P520").ID
	if page := s.page(at); !strings.Contains(page, `name="done"`) || !strings.Contains(page, `value="6"`) || !strings.Contains(page, "Correct") {
		t.Errorf("the form does not know the last report: %s", text(page))
	}
	good := form("basis", "quantity", "done", "8", "total", "10", "unit", "台", "as_of", "2026-11-23", "left", "plan", "note", "吊装 2 台", "idempotency_key", "k-1")
	r := s.report(b, "P520", good)
	if r.StatusCode != 303 || r.Header.Get("Location") != at {
		t.Errorf("%s to %s", r.Status, r.Header.Get("Location"))
	}
	twice := s.report(b, "P520", good)
	after := s.book(p.ID)
	if twice.StatusCode != 303 || after.Project.Revision != b.Project.Revision+1 || activityOf(t, after, "P520").Share() != 0.8 {
		t.Errorf("sent twice: %s, revision %d after %d, share %v", twice.Status, after.Project.Revision, b.Project.Revision, activityOf(t, after, "P520").Share())
	}
	page := s.page(at)
	if !strings.Contains(page, "吊装 2 台") || !strings.Contains(page, "8 of 10 台 (80%)") || !strings.Contains(page, people["dispatcher"]) {
		t.Errorf("the report does not show: %s", text(page))
	}
}

func TestWrongProgressKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	at := "/projects/" + p.ID + "/activities/" + activityOf(t, b, "P520").ID
	for name, c := range map[string]struct {
		f    url.Values
		says string
	}{
		"future":      {form("basis", "quantity", "done", "7", "total", "10", "as_of", "2027-01-01", "left", "plan", "note", "kept note"), "day to come"},
		"no quantity": {form("basis", "quantity", "done", "", "total", "10", "as_of", "2026-11-23", "left", "plan", "note", "kept note"), "Please"},
		"over":        {form("basis", "quantity", "done", "12", "total", "10", "unit", "台", "as_of", "2026-11-23", "left", "plan", "note", "kept note"), "more than the total"},
		"less":        {form("basis", "percent", "percent", "10", "as_of", "2026-11-23", "left", "plan", "note", "kept note"), "less than reported before"},
		"percent":     {form("basis", "percent", "percent", "x", "as_of", "2026-11-23", "left", "plan", "note", "kept note"), "number"},
		"no steps":    {form("basis", "steps", "as_of", "2026-11-23", "left", "plan", "note", "kept note"), "weights"},
	} {
		r := s.post(at+"/progress", c.f)
		if r.StatusCode != 422 || !strings.Contains(r.body, "kept note") || !strings.Contains(text(r.body), c.says) {
			t.Errorf("%s: %s: %s", name, r.Status, text(r.body))
		}
	}
	if after := s.book(p.ID); after.Project.Revision != b.Project.Revision {
		t.Error("something was stored")
	}
	over := form("basis", "quantity", "done", "12", "total", "10", "unit", "台", "as_of", "2026-11-23", "left", "plan", "confirmed", "on")
	if r := s.post(at+"/progress", over); r.StatusCode != 303 {
		t.Errorf("confirmed: %s %s", r.Status, text(r.body))
	}
}

func TestCorrectingAReport(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	a := activityOf(t, b, "P520")
	at := "/projects/" + p.ID + "/activities/" + a.ID
	wrong := b.Entry(a.ID)
	page := s.page(at + "?correct=" + wrong.ID)
	if !strings.Contains(page, `name="corrects" value="`+wrong.ID+`"`) || !strings.Contains(page, "The old one is kept") {
		t.Fatalf("no form to correct with: %s", text(page))
	}
	f := form("basis", "quantity", "done", "5", "total", "10", "unit", "台", "as_of", wrong.AsOf.String(), "left", "plan", "corrects", wrong.ID)
	s.report(b, "P520", f)
	if share := activityOf(t, s.book(p.ID), "P520").Share(); share != 0.5 {
		t.Errorf("share %v after the correction", share)
	}
	if again := s.post(at+"/progress", f); again.StatusCode != 409 || !strings.Contains(again.body, "corrected this entry already") {
		t.Errorf("corrected twice: %s %s", again.Status, text(again.body))
	}
	if page := s.page(at); !strings.Contains(page, "is-superseded") {
		t.Error("the old report does not show as corrected")
	}
}

func TestPanelTakesAReport(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	r := s.report(b, "P520", form("basis", "quantity", "done", "7", "total", "10", "unit", "台", "as_of", "2026-11-23", "left", "plan"),
		"HX-Request", "true", "HX-Boosted", "true", "HX-Target", "plan-panel")
	if r.StatusCode != 200 || strings.Contains(r.body, "<html") || !strings.Contains(r.body, "Progress was recorded") {
		t.Errorf("%s: %s", r.Status, text(r.body))
	}
}

func TestEditingAnActivity(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	i := slices.IndexFunc(b.Plan.Activities, func(a masterplan.Activity) bool {
		return a.Kind == masterplan.Task && a.ActualStart == worktime.None && !a.Duration.Elapsed && a.Primary.Type == masterplan.NoConstraint
	})
	a := &b.Plan.Activities[i]
	at := "/projects/" + p.ID + "/activities/" + a.ID
	if page := s.page(at + "/edit"); !strings.Contains(page, `name="duration"`) || !strings.Contains(page, `name="calendar"`) {
		t.Fatalf("no form: %s", text(page))
	}
	rev := fmt.Sprint(b.Project.Revision)
	bad := s.post(at, form("name", a.Name, "duration", "7", "constraint", "start_no_earlier", "constraint_date", "", "revision", rev))
	if bad.StatusCode != 422 || !strings.Contains(bad.body, `value="7"`) {
		t.Errorf("a constraint without date: %s", bad.Status)
	}
	ok := s.post(at, form("name", a.Name, "duration", "7", "calendar", "0", "constraint", "none", "deadline", "2027-05-01T17:00", "revision", rev))
	if ok.StatusCode != 303 {
		t.Fatalf("%s %s", ok.Status, text(ok.body))
	}
	after := &s.book(p.ID).Plan.Activities[i]
	if after.Duration.Minutes != 7*int64(b.Plan.Settings.MinutesPerDay) || after.Calendar != 0 || after.Deadline == worktime.None {
		t.Errorf("stored %+v", after)
	}
	history := s.page("/projects/" + p.ID + "/history")
	if !strings.Contains(history, "Activity changed") || !strings.Contains(history, "/undo") {
		t.Errorf("history: %s", text(history))
	}
	undone := s.post("/projects/"+p.ID+"/undo", form("revision", fmt.Sprint(b.Project.Revision+1), "return", "/projects/"+p.ID+"/history"))
	if undone.StatusCode != 303 || s.book(p.ID).Plan.Activities[i].Duration.Minutes != a.Duration.Minutes {
		t.Errorf("undo: %s", undone.Status)
	}
}

func TestTableView(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	at := "/projects/" + p.ID + "/plan?view=table"
	all := rowsOf(s.page(at))
	if len(all) != ui.PageSize {
		t.Errorf("%d rows on the first page", len(all))
	}
	for _, state := range []string{"critical", "late", "progress", "week"} {
		if n := len(rowsOf(s.page(at + "&state=" + state))); n == 0 {
			t.Errorf("nothing is %s", state)
		}
	}
	if rows := rowsOf(s.page(at + "&q=P520")); len(rows) != 1 || !strings.Contains(rows[0], "P520") {
		t.Errorf("search finds %q", rows)
	}
}

func TestProgressPage(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	page := s.page("/projects/" + p.ID + "/progress")
	for _, want := range []string{"SPI(t)", `id="s-curve"`, "Checked again", "/activities/"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in %s", want, text(page))
		}
	}
}

func TestTodayIsOrderedByDaysAtStake(t *testing.T) {
	s := newSite(t)
	s.demo()
	rows := rowsOf(s.page("/"))
	if len(rows) < 10 {
		t.Fatalf("only %d matters: %q", len(rows), rows)
	}
	stake := regexp.MustCompile(`(\d+) days?`)
	last := 1 << 20
	for _, row := range rows[:5] {
		m := stake.FindStringSubmatch(row)
		if m == nil {
			t.Fatalf("no days at stake in %q", row)
		}
		var days int
		if _, err := fmt.Sscan(m[1], &days); err != nil || days > last {
			t.Errorf("%d days after %d", days, last)
		}
		last = days
	}
	for _, kind := range []string{"project", "delivery", "activity"} {
		if len(rowsOf(s.page("/?kind="+kind))) == 0 {
			t.Errorf("nothing of kind %s", kind)
		}
	}
	s.account = "liaison"
	if page := s.page("/"); !strings.Contains(page, "/?whose=all") {
		t.Error("the officer cannot choose between own and all projects")
	}
}

func TestForeignOrganisationsAreRefused(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	a := activityOf(t, s.book(p.ID), "P520")
	s.account = "stranger"
	at := "/projects/" + p.ID
	for _, path := range []string{"/plan?view=gantt", "/plan?view=table", "/gantt.json", "/progress", "/history", "/edit", "/headline", "/panel?activity=" + a.ID, "/activities/" + a.ID, "/activities/" + a.ID + "/edit"} {
		if r := s.get(at + path); r.StatusCode != http.StatusForbidden || strings.Contains(r.body, p.Name) {
			t.Errorf("%s: %s", path, r.Status)
		}
	}
	if rows := rowsOf(s.page("/projects")); len(rows) != 0 {
		t.Errorf("the list shows %q", rows)
	}
	report := form("basis", "percent", "percent", "90", "as_of", "2026-11-23", "left", "plan")
	if r := s.post(at+"/activities/"+a.ID+"/progress", report); r.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger reports: %s", r.Status)
	}
	s.account = "liaison" // sees, and may not change
	if page := s.page(at + "/activities/" + a.ID); strings.Contains(page, `name="basis"`) || strings.Contains(page, "/edit") {
		t.Error("buttons that lead to a refusal")
	}
	if r := s.post(at+"/activities/"+a.ID+"/progress", report); r.StatusCode != http.StatusForbidden {
		t.Errorf("an officer without the right reports: %s", r.Status)
	}
}

func TestPagesFollowTheProject(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	if page := s.page("/projects/" + p.ID + "/plan?view=gantt"); !strings.Contains(page, `data-live="project/`+p.ID+`"`) {
		t.Fatal("the page does not follow the project")
	}
	answer, err := s.browser.Get(s.URL + "/live/project/" + p.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	heard := make(chan string, 1)
	go func() {
		buf := make([]byte, 256)
		for said := ""; ; {
			n, err := answer.Body.Read(buf)
			if said += string(buf[:n]); err != nil || strings.Contains(said, "event: changed") {
				heard <- said
				return
			}
		}
	}()
	time.Sleep(50 * time.Millisecond)
	s.report(s.book(p.ID), "P520", form("basis", "quantity", "done", "9", "total", "10", "unit", "台", "as_of", "2026-11-23", "left", "plan"))
	select {
	case said := <-heard:
		if !strings.Contains(said, "event: changed") {
			t.Errorf("heard %q", said)
		}
	case <-time.After(2 * time.Second):
		t.Error("nobody was told of the change")
	}
}
