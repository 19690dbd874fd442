package planweb_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	mathrand "math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// call asks the API with a JSON body; "" for none.
func (s *site) call(method, path, body string, header ...string) reply {
	s.t.Helper()
	r, err := http.NewRequest(method, s.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return s.do(r, header...)
}

// object reads an answer that must have the status.
func (s *site) object(r reply, status int) map[string]any {
	s.t.Helper()
	if r.StatusCode != status {
		s.t.Fatalf("%s %s: %s, want %d\n%s", r.Request.Method, r.Request.URL.Path, r.Status, status, r.body)
	}
	var v map[string]any
	if r.body != "" {
		if err := json.Unmarshal([]byte(r.body), &v); err != nil {
			s.t.Fatal(err)
		}
	}
	return v
}

// TestContract holds the description of the API: every operation has its
// summary, chapter, refusals, and names every variable of its address.
func TestContract(t *testing.T) {
	s := newSite(t)
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string                  `json:"operationId"`
			Summary     string                  `json:"summary"`
			Tags        []string                `json:"tags"`
			Parameters  []struct{ Name string } `json:"parameters"`
			Responses   map[string]any          `json:"responses"`
		} `json:"paths"`
	}
	if err := json.Unmarshal([]byte(s.page("/api/openapi.json")), &doc); err != nil {
		t.Fatal(err)
	}
	operations := 0
	for path, methods := range doc.Paths {
		for method, o := range methods {
			operations++
			name := method + " " + path
			if o.OperationID == "" || o.Summary == "" || len(o.Tags) != 1 {
				t.Errorf("%s is not described: %q %q %v", name, o.OperationID, o.Summary, o.Tags)
			}
			want := []string{"401", "403", "404", "422"}
			if method != "get" {
				want = append(want, "409")
			}
			for _, status := range want {
				if o.Responses[status] == nil {
					t.Errorf("%s does not say when it answers %s", name, status)
				}
			}
			for _, part := range strings.Split(path, "/") {
				variable, found := strings.CutPrefix(part, "{")
				if found && !strings.Contains(fmt.Sprint(o.Parameters), "{"+variable) {
					t.Errorf("%s does not name %s: %v", name, part, o.Parameters)
				}
			}
			if method != "get" && !strings.Contains(fmt.Sprint(o.Parameters), "Idempotency-Key") {
				t.Errorf("%s takes no idempotency key", name)
			}
		}
	}
	if operations < 30 {
		t.Errorf("only %d operations", operations)
	}
}

// auto is the demo's first project with a plan, as the API gives it.
func (s *site) auto() (id string, project map[string]any) {
	s.t.Helper()
	for _, p := range s.demo() {
		if p.Org == "org-auto" && p.Figures.Activities > 0 {
			return p.ID, s.object(s.call("GET", "/projects/"+p.ID, ""), 200)
		}
	}
	s.t.Fatal("the demo has no plan of org-auto")
	return "", nil
}

func TestAPIReads(t *testing.T) {
	s := newSite(t)
	id, project := s.auto()
	for _, key := range []string{"code", "name", "revision", "lamp", "finish", "percent_complete"} {
		if project[key] == nil {
			t.Errorf("a project has no %s: %v", key, project)
		}
	}
	for path, key := range map[string]string{
		"/projects?size=2": "total", "/projects/" + id + "/activities?size=3": "total", "/projects/" + id + "/links": "total",
		"/projects/" + id + "/calendars": "total", "/projects/" + id + "/baselines": "total", "/projects/" + id + "/deliveries": "total",
		"/projects/" + id + "/progress": "total", "/projects/" + id + "/history": "total", "/deliveries?state=late": "total", "/today": "projects",
	} {
		if v := s.object(s.call("GET", path, ""), 200); v[key] == nil {
			t.Errorf("%s: %v", path, v)
		}
	}
	b := s.book(id)
	page := s.object(s.call("GET", "/projects/"+id+"/activities?size=3&page=2", ""), 200)
	if items := page["items"].([]any); len(items) != 3 || items[0].(map[string]any)["id"] != b.Plan.Activities[3].ID {
		t.Errorf("the second page: %v", items)
	}
	last := b.Plan.Activities[len(b.Plan.Activities)-1].ID
	chain := s.object(s.call("GET", "/projects/"+id+"/activities/"+last+"/why", ""), 200)["items"].([]any)
	if len(chain) == 0 || chain[0].(map[string]any)["activity"] != last {
		t.Errorf("why: %v", chain)
	}
}

func TestAPIRefuses(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	a := s.book(id).Plan.Activities[2].ID
	for _, c := range []struct {
		account, method, path, body, code string
		status                            int
	}{
		{"dispatcher", "GET", "/projects/nothing", "", "plan.project.unknown", 404},
		{"dispatcher", "GET", "/projects/" + id + "/activities/nothing", "", "plan.activity.unknown", 404},
		{"liaison", "POST", "/projects/" + id + "/baselines", `{"name":"x"}`, "fault.forbidden", 403},
		{"stranger", "GET", "/projects/" + id, "", "fault.forbidden", 403},
		{"planner", "PATCH", "/projects/" + id, `{"name":"x","expected_revision":1}`, "plan.conflict", 409},
		{"planner", "PATCH", "/projects/" + id, `{"target":"soon"}`, "fault.invalid", 422},
		{"planner", "POST", "/projects/" + id + "/deliveries", `{"item":"","quantity":0}`, "plan.delivery.invalid", 422},
		{"planner", "POST", "/projects/" + id + "/activities/" + a + "/progress", `{"as_of":"2200-01-01","basis":"percent","percent":5}`, "plan.progress.invalid", 422},
		{"planner", "GET", "/imports/nothing", "", "plan.import.gone", 404},
	} {
		s.account = c.account
		r := s.call(c.method, c.path, c.body)
		v := s.object(r, c.status)
		if v["code"] != c.code || r.Header.Get("Content-Type") != "application/problem+json" || v["detail"] == "" {
			t.Errorf("%s %s: %s", c.method, c.path, r.body)
		}
	}
}

func TestAPIDeliveries(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	path := "/projects/" + id + "/deliveries"
	body := `{"item":"Roller bed","quantity":10,"unit":"pcs","expected_on":"2026-11-30","confidence":"likely","activities":["` + s.book(id).Plan.Activities[5].ID + `"]}`
	made := s.call("POST", path, body, "Idempotency-Key", "one")
	first := s.object(made, 201)
	again := s.call("POST", path, body, "Idempotency-Key", "one")
	if again.body != made.body || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same key made another: %s", again.body)
	}
	one := path + "/" + first["id"].(string)
	if v := s.object(s.call("POST", one+"/arrivals", `{"on":"2026-11-23","quantity":6,"kind":"arrived"}`), 201); v["arrived"] != 6.0 || v["state"] != "due" {
		t.Errorf("after an arrival: %v", v)
	}
	if r := s.call("POST", one+"/arrivals", `{"on":"2026-11-23","quantity":5,"kind":"arrived"}`); r.StatusCode != 422 || !strings.Contains(r.body, "plan.arrival.over") {
		t.Errorf("eleven of ten: %s", r.body)
	}
	if v := s.object(s.call("GET", one, ""), 200); v["waiting"] == nil || v["finish"] == nil {
		t.Errorf("what it costs: %v", v)
	}
	if r := s.call("DELETE", one, ""); r.StatusCode != 422 {
		t.Errorf("removed what has arrived: %s", r.Status)
	}
}

func TestAPIProgressAndEdits(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	b := s.book(id)
	a := ""
	for i := range b.Plan.Activities {
		if x := &b.Plan.Activities[i]; x.Worked() && x.Duration.Minutes > 0 && b.Entry(x.ID) == nil && x.Share() == 0 {
			a = x.ID
		}
	}
	path := "/projects/" + id + "/activities/" + a
	e := s.object(s.call("POST", path+"/progress", `{"as_of":"2026-11-23","basis":"quantity","done":6,"total":10,"unit":"pcs"}`), 201)
	if e["share_done"] != 0.6 || e["actual_start"] == nil {
		t.Errorf("an entry: %v", e)
	}
	fix := fmt.Sprintf(`{"as_of":"2026-11-23","basis":"quantity","done":5,"total":10,"unit":"pcs","corrects":%q}`, e["id"])
	s.object(s.call("POST", path+"/progress", fix), 201)
	if r := s.call("POST", path+"/progress", fix); r.StatusCode != 409 {
		t.Errorf("corrected twice: %s", r.body)
	}
	if v := s.object(s.call("GET", path+"/progress", ""), 200); v["total"] != 2.0 {
		t.Errorf("entries: %v", v)
	}
	if v := s.object(s.call("PATCH", path, `{"name":"Renamed"}`), 200); v["name"] != "Renamed" {
		t.Errorf("edited: %v", v)
	}
	s.object(s.call("POST", "/projects/"+id+"/undo", `{}`), 200)
	if v := s.object(s.call("GET", path, ""), 200); v["name"] == "Renamed" {
		t.Error("undo left the name")
	}
}

func TestAPILinks(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	b := s.book(p.ID)
	from, to := activityOf(t, b, "P160").ID, activityOf(t, b, "P530").ID
	path := "/projects/" + p.ID + "/links"
	add := `{"predecessor":"` + from + `","successor":"` + to + `","type":"FS","lag_minutes":4800,"try":%t}`
	tried := s.object(s.call("POST", path, fmt.Sprintf(add, true)), 201)
	if tried["stored"] != false || linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.FS) != nil {
		t.Errorf("trying stored something: %v", tried)
	}
	if stored := s.object(s.call("POST", path, fmt.Sprintf(add, false)), 201); stored["finish"] != tried["finish"] {
		t.Errorf("tried %v, stored %v", tried, stored)
	}
	if l := linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.FS); l == nil || l.Lag.Tenths != 48_000 {
		t.Errorf("stored %+v", l)
	}
	one := path + "/" + from + "/" + to
	s.object(s.call("PUT", one+"/FS", `{"type":"SS","lag_percent":25}`), 200)
	if r := s.call("PUT", one+"/FS", `{"type":"FS"}`); r.StatusCode != 404 || !strings.Contains(r.body, "plan.link.unknown") {
		t.Errorf("a link that is gone: %s", r.body)
	}
	if r := s.call("DELETE", one+"/SS", ""); r.StatusCode != 204 || linkOf(s.book(p.ID).Stored, "P160", "P530", masterplan.SS) != nil {
		t.Errorf("removing: %s %s", r.Status, r.body)
	}
	if r := s.call("POST", path, `{"predecessor":"`+to+`","successor":"`+to+`","type":"FS"}`); r.StatusCode != 422 || !strings.Contains(r.body, "plan.link.itself") {
		t.Errorf("a link to itself: %s", r.body)
	}
}

func TestAPIReadsResourcesAndTheCurve(t *testing.T) {
	s := newSite(t)
	p := s.demo()["EV-2019-01"]
	path := "/projects/" + p.ID
	resources := s.object(s.call("GET", path+"/resources?size=500", ""), 200)
	if first := resources["items"].([]any)[0].(map[string]any); first["type"] != "work" || first["name"] == "" {
		t.Errorf("a resource: %v", first)
	}
	assigned := s.object(s.call("GET", path+"/assignments?size=1", ""), 200)
	if assigned["total"].(float64) < 1 || assigned["items"].([]any)[0].(map[string]any)["activity"] == "" {
		t.Errorf("assignments: %v", assigned)
	}
	curve := s.object(s.call("GET", path+"/s-curve?days_per_point=30", ""), 200)
	points := curve["points"].([]any)
	if last := points[len(points)-1].(map[string]any); last["planned"].(float64) < 99.9 || last["forecast"].(float64) < 99.9 || last["actual"] != nil || curve["spi"].(float64) <= 0 {
		t.Errorf("curve ends with %v, %v", last, curve["spi"])
	}
}

func TestAPICalendarsAndBaselines(t *testing.T) {
	s := newSite(t)
	id, project := s.auto()
	path := "/projects/" + id
	stop := `{"name":"Stoppage","from":"2026-11-24","to":"2026-12-31","try":%t}`
	tried := s.object(s.call("POST", path+"/calendars/0/exceptions", fmt.Sprintf(stop, true)), 201)
	if tried["stored"] != false || s.book(id).Project.Revision != int64(project["revision"].(float64)) {
		t.Errorf("trying changed something: %v", tried)
	}
	stored := s.object(s.call("POST", path+"/calendars/0/exceptions", fmt.Sprintf(stop, false)), 201)
	if stored["finish"] != tried["finish"] || stored["stored"] != true {
		t.Errorf("tried %v, stored %v", tried, stored)
	}
	b := s.object(s.call("POST", path+"/baselines", `{"name":"After restart"}`), 201)
	v := s.object(s.call("GET", path+"/baselines/"+b["id"].(string)+"/variance", ""), 200)
	if v["total"].(float64) == 0 {
		t.Errorf("variance: %v", v)
	}
	if v := s.object(s.call("PUT", path+"/baseline", `{"baseline":""}`), 200); v["baseline"] != nil {
		t.Errorf("measured against none: %v", v)
	}
}

func TestAPIImport(t *testing.T) {
	s := newSite(t)
	send := func(body string) reply {
		return s.call("POST", "/imports?organisation=org-auto&file=plan.csv", body, "Content-Type", "application/octet-stream")
	}
	if r := send("nothing of a plan"); r.StatusCode != 422 || !strings.Contains(r.body, "plan.csv") {
		t.Errorf("no plan: %s", r.body)
	}
	p := s.object(send(table), 201)
	if p["critical"] == nil || len(p["plans"].([]any)) != 1 {
		t.Errorf("preview: %v", p)
	}
	path := "/imports/" + p["id"].(string)
	made := s.object(s.call("POST", path+"/confirm", `{"new":{"code":"NEW-1","name":"New line"}}`), 200)
	if made["code"] != "NEW-1" || made["activities"] != 3.0 {
		t.Errorf("made: %v", made)
	}
	report := s.object(s.call("GET", "/projects/"+made["id"].(string)+"/imports/1", ""), 200)
	if report["file"] != "plan.csv" || report["activities"] != 3.0 || len(report["notes"].([]any)) == 0 {
		t.Errorf("what the import did: %v", report)
	}
	if r := s.call("GET", "/projects/"+made["id"].(string)+"/imports/7", ""); r.StatusCode != 404 {
		t.Errorf("an import that was not: %s", r.Status)
	}
	if r := s.call("POST", path+"/confirm", `{}`); r.StatusCode != 404 {
		t.Errorf("applied twice: %s", r.Status)
	}
}

// A photo through the API is as long as a photo: the limits of texts are not its own.
func TestAPITakesAPhoto(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	picture := image.NewGray(image.Rect(0, 0, 400, 300))
	noise := mathrand.New(mathrand.NewPCG(2020, 2))
	for i := range picture.Pix {
		picture.Pix[i] = byte(noise.Uint32())
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, nil); err != nil {
		t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString(file.Bytes())
	if len(text) < 2*4000 {
		t.Fatalf("%d characters are too few to tell", len(text))
	}
	b := s.book(id)
	i := slices.IndexFunc(b.Plan.Activities, func(a masterplan.Activity) bool {
		return a.Worked() && a.ActualStart != worktime.None && a.ActualFinish == worktime.None
	})
	body := fmt.Sprintf(`{"as_of":%q,"basis":"percent","percent":99,"confirmed":true,"photos":[%q]}`, now.Format(time.DateOnly), text)
	e := s.object(s.call("POST", "/projects/"+id+"/activities/"+b.Plan.Activities[i].ID+"/progress", body), 201)
	if photos, _ := e["photos"].([]any); len(photos) != 1 {
		t.Errorf("the entry has the photos %v", e["photos"])
	}
	if r := s.call("POST", "/projects/"+id+"/activities/"+b.Plan.Activities[i].ID+"/progress", strings.Replace(body, text, text+"!", 1)); r.StatusCode != 422 {
		t.Errorf("what is no base64 is answered with %d: %s", r.StatusCode, r.body)
	}
}
