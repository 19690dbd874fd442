package planweb_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fugong/internal/recovery"
)

// worked lets the job of a project's newest solve run.
func (s *site) worked(project string) recovery.Solve {
	s.t.Helper()
	ctx := s.as(s.t.Context(), "dispatcher")
	all, err := s.recovery.Solves(ctx, project)
	if err != nil || len(all) == 0 {
		s.t.Fatalf("no solve: %v", err)
	}
	order, _ := json.Marshal(recovery.Ordered{Zone: zone, Solve: all[0].ID})
	if err := s.recovery.Work(s.t.Context(), order); err != nil {
		s.t.Fatal(err)
	}
	v, err := s.recovery.Solve(ctx, project, all[0].ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func TestLosses(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	page := text(s.page("/projects/" + id + "/losses"))
	for _, want := range []string{"Lost to stoppages", "Epidemic", "28 days", "Still to win", "陈晓东", "2 days at 50%"} {
		if !strings.Contains(page, want) {
			t.Errorf("the losses do not say %q", want)
		}
	}
	if rows := rowsOf(s.page("/stoppages")); len(rows) != 2 || !strings.Contains(fmt.Sprint(rows), "In force") || !strings.Contains(fmt.Sprint(rows), "Corrected") {
		t.Errorf("stoppages: %q", rows)
	}
	v := s.object(s.call("GET", "/projects/"+id+"/losses", ""), 200)
	if v["lost_days"].(float64) < 25 || v["lost_days_by_cause"].(map[string]any)["epidemic"] != v["lost_days"] || len(v["account"].([]any)) < 28 {
		t.Errorf("losses: %.300v", v)
	}
}

// A stoppage is tried, then recorded; what is wrong is said beside its field.
func TestRecordStoppage(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	s.account = "planner"
	f := form("scope", "project", "project", id, "cause", "weather", "from", "2026-12-02", "to", "2026-12-04", "restart", "full", "note", "Blizzard")
	if r := s.post("/stoppages", f); r.StatusCode != 200 || !strings.Contains(text(r.body), "It reaches 1 project") {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	if page := s.page("/projects/" + id + "/losses"); strings.Contains(page, "Blizzard") {
		t.Error("a trial was stored")
	}
	f.Set("do", "save")
	if r := s.post("/stoppages", f); r.StatusCode != 303 || r.Header.Get("Location") != "/projects/"+id+"/losses" {
		t.Errorf("%s to %s", r.Status, r.Header.Get("Location"))
	}
	if page := text(s.page("/projects/" + id + "/losses")); !strings.Contains(page, "Blizzard") || !strings.Contains(page, "Other weather") {
		t.Errorf("it is not booked: %s", page)
	}
	f.Set("to", "2026-12-01")
	f.Del("do")
	if r := s.post("/stoppages", f); r.StatusCode != 422 || !strings.Contains(r.body, `id="to-error"`) {
		t.Errorf("the wrong way round: %s", r.Status)
	}
	f.Set("scope", "zone")
	if r := s.post("/stoppages", f); r.StatusCode != 403 {
		t.Errorf("a planner stops the zone: %s", r.Status)
	}
}

// The workbench from the first question to the tracking of what was accepted.
func TestWorkbench(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	path := "/projects/" + id + "/recovery"
	if page := text(s.page(path)); !strings.Contains(page, "Nothing worked out yet") || !strings.Contains(page, "Work it out") {
		t.Fatalf("the empty workbench: %s", page)
	}
	ask := url.Values{"use": {"overtime_50", "overlap"}, "seconds": {"10"}}
	r := s.post(path, ask)
	if r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	here := r.Header.Get("Location")
	if page := text(s.page(here)); !strings.Contains(page, "Waiting") {
		t.Errorf("waiting for its turn: %s", page)
	}
	if r := s.post(path, ask); r.StatusCode != 409 || !strings.Contains(text(r.body), "Wait for it or stop it") {
		t.Errorf("a second question: %s", r.Status)
	}
	v := s.worked(id)
	page := s.page(here)
	for _, want := range []string{"Proved: no plan finishes before", "Best value", "Earliest possible", "Accept this plan", "Overtime", "Business Roundtable"} {
		if !strings.Contains(text(page), want) {
			t.Errorf("the workbench does not say %q", want)
		}
	}
	for _, row := range regexp.MustCompile(`href="(/projects/[^"]*point=[^"]*)"`).FindAllStringSubmatch(page, -1) {
		s.page(strings.ReplaceAll(row[1], "&amp;", "&"))
	}
	last := v.Answer.Frontier.Points[len(v.Answer.Frontier.Points)-1]
	chart := s.page(path + "/solves/" + v.ID + "/gantt.json?point=" + last.Finish.String())
	if !json.Valid([]byte(chart)) {
		t.Error("the chart is no JSON")
	}
	which := "solve=" + v.ID + "&point=" + last.Finish.String()
	preview := s.page(path + "/accept?" + which)
	if !strings.Contains(text(preview), "Nothing is stored yet") || len(rowsOf(preview)) == 0 {
		t.Errorf("preview: %s", text(preview))
	}
	before := s.book(id)
	decide := form("solve", v.ID, "point", last.Finish.String(), "baseline", "", "revision", fmt.Sprint(v.Revision))
	if r := s.post(path+"/accept", decide); r.StatusCode != 422 {
		t.Errorf("without a name for the baseline: %s", r.Status)
	}
	decide.Set("baseline", "Before recovery")
	if r := s.post(path+"/accept", decide); r.StatusCode != 303 || !strings.HasSuffix(r.Header.Get("Location"), "/tracking") {
		t.Fatalf("accept: %s %s", r.Status, text(r.body))
	}
	page = s.page(path + "/tracking")
	if says := text(page); !strings.Contains(says, "Not begun") || !strings.Contains(says, "陈晓东") || !strings.Contains(says, fmt.Sprintf("Accepted: %d days to be won", last.Days)) {
		t.Errorf("tracking: %s", says)
	}
	undo := undoOf(page)
	if undo == "" {
		t.Error("what was just accepted cannot be undone")
	}
	if b := s.book(id); b.Baseline() == nil || b.Baseline().Name != "Before recovery" || !strings.Contains(text(s.page("/projects/"+id+"/history")), "Accepted a recovery plan") {
		t.Errorf("the old plan is not the baseline: %+v", b.Project)
	}
	if r := s.post(path+"/accept", decide); r.StatusCode != 303 || !strings.Contains(r.Header.Get("Location"), "/recovery?solve=") {
		t.Errorf("accepting it again: %s to %s", r.Status, r.Header.Get("Location"))
	}
	if page := text(s.page(here)); !strings.Contains(page, "The project has changed since") || strings.Contains(page, "Accept this plan") {
		t.Error("an outdated plan can still be accepted")
	}
	s.account = "liaison"
	if r := s.post(undo, form()); r.StatusCode != 403 || undoOf(s.page(path+"/tracking")) != "" {
		t.Errorf("somebody who may not accept undoes it: %s", r.Status)
	}
	s.account = "dispatcher"
	if r := s.post(undo, form()); r.StatusCode != 303 {
		t.Fatalf("undo: %s %s", r.Status, text(r.body))
	}
	page = s.page(path + "/tracking")
	if says := text(page); !strings.Contains(says, "No recovery plan is in force") || !strings.Contains(says, "Undone by 陈晓东") || undoOf(page) != "" {
		t.Errorf("after an undo: %s", says)
	}
	if b := s.book(id); b.Project.Figures.Finish != before.Project.Figures.Finish || b.Project.Baseline != before.Project.Baseline {
		t.Errorf("after an undo %+v, before %+v", b.Project, before.Project)
	}
	if r := s.post(undo, form()); r.StatusCode != 409 || !strings.Contains(text(r.body), "陈晓东 has recorded something since") {
		t.Errorf("undone twice: %s %s", r.Status, text(r.body))
	}
}

// undoOf is where the tracking page undoes an acceptance; empty when it does not.
func undoOf(page string) string {
	found := regexp.MustCompile(`action="([^"]*/adoptions/[^"]*/undo)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return found[1]
}

// What people may not do has no button, and is refused in words.
func TestRecoveryIsForPlanners(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	s.account = "liaison"
	path := "/projects/" + id + "/recovery"
	if page := s.page(path); strings.Contains(page, `action="`+path+`"`) || !strings.Contains(text(page), "Once a planner") {
		t.Errorf("somebody who may not ask: %s", text(page))
	}
	for _, to := range []string{path, path + "/today", path + "/accept", "/measures"} {
		if r := s.post(to, form("seconds", "10", "solve", "x")); r.StatusCode != 403 && r.StatusCode != 404 {
			t.Errorf("%s: %s", to, r.Status)
		}
	}
}

func TestConditionsForm(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	b := s.book(id)
	trades := recovery.Trades(b)
	code := b.Plan.Activities[len(b.Plan.Activities)-2].Code
	f := url.Values{"people": {"300"}, "sensitive": {"on"}, "kind": {"block"}, "hold": {"Inspection"}, "hold_on": {"2026-12-01"}, "hold_of": {code}}
	for i := range trades {
		f["now"], f["used"], f["later"], f["later_from"] = append(f["now"], fmt.Sprint(4+i)), append(f["used"], ""), append(f["later"], ""), append(f["later_from"], "")
	}
	path := "/projects/" + id + "/recovery/today"
	if r := s.post(path, f); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	page := s.page(path)
	for _, want := range []string{`value="Inspection"`, `value="2026-12-01"`, `value="300"`, `value="` + code + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the form has lost %s", want)
		}
	}
	f.Set("hold_of", "NOPE")
	if r := s.post(path, f); r.StatusCode != 422 || !strings.Contains(r.body, "There is no activity with code NOPE") || !strings.Contains(r.body, `value="Inspection"`) {
		t.Errorf("an unknown code: %s", r.Status)
	}
}

func TestMeasuresForm(t *testing.T) {
	s := newSite(t)
	f := form("day_wage", "420")
	f["use"] = []string{"overtime_50", "overlap"}
	if r := s.post("/measures", f); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	if page := s.page("/measures"); !strings.Contains(page, `value="420"`) || !strings.Contains(text(page), "Changed by 陈晓东") {
		t.Error("the wage is not kept")
	}
	f.Set("rework", "900")
	if r := s.post("/measures", f); r.StatusCode != 422 || !strings.Contains(text(r.body), "Between 0 and 100") && !strings.Contains(r.body, "is-wrong") {
		t.Errorf("nine times the work: %s", r.Status)
	}
	if r := s.post("/measures/reset", form()); r.StatusCode != 303 || strings.Contains(s.page("/measures"), `value="420"`) {
		t.Errorf("reset: %s", r.Status)
	}
}

func TestAPIRecovery(t *testing.T) {
	s := newSite(t)
	id, _ := s.auto()
	path := "/projects/" + id
	made := s.object(s.call("POST", path+"/solves", `{"seconds":5,"measures_off":["borrow"]}`), 201)
	s.worked(id)
	one := path + "/solves/" + made["id"].(string)
	v := s.object(s.call("GET", one, ""), 200)
	points := v["frontier"].([]any)
	if v["state"] != "done" || len(points) < 2 || v["lower_bound_finish"] == nil {
		t.Fatalf("solve: %.300v", v)
	}
	n := fmt.Sprint(len(points) - 1)
	draft := s.object(s.call("GET", one+"/points/"+n, ""), 200)
	if len(draft["moves"].([]any)) == 0 {
		t.Errorf("draft: %.200v", draft)
	}
	body := fmt.Sprintf(`{"baseline":"Before","expected_revision":%v}`, draft["revision"])
	first := s.call("POST", one+"/points/"+n+"/accept", body, "Idempotency-Key", "accept-1")
	track := s.object(first, 201)
	if again := s.call("POST", one+"/points/"+n+"/accept", body, "Idempotency-Key", "accept-1"); again.body != first.body {
		t.Errorf("the same key accepted again: %s", again.body)
	}
	task := track["tasks"].([]any)[0].(map[string]any)["id"].(string)
	s.object(s.call("PUT", path+"/recovery/tasks/"+task, `{"owner":"liaison"}`), 200)
	if r := s.call("POST", one+"/points/"+n+"/accept", body); r.StatusCode != 409 {
		t.Errorf("accepted twice: %s", r.body)
	}
	undo := path + "/recovery/adoptions/" + track["id"].(string) + "/undo"
	if back := s.object(s.call("POST", undo, ""), 200); back["revision"] != draft["revision"].(float64)+2 || back["finish"] != draft["finish_in_force"] {
		t.Errorf("undone: %v", back)
	}
	if r := s.call("GET", path+"/recovery", ""); r.StatusCode != 404 {
		t.Errorf("after an undo: %s", r.body)
	}
	if r := s.call("POST", undo, ""); r.StatusCode != 409 || !strings.Contains(r.body, "plan.catchup.recorded") {
		t.Errorf("undone twice: %s", r.body)
	}
	tried := s.object(s.call("POST", "/stoppages", `{"scope":"zone","cause":"weather","from":"2026-12-01","to":"2026-12-03","try":true}`), 201)
	if tried["stored"] != false || len(tried["projects"].([]any)) == 0 {
		t.Errorf("tried: %v", tried)
	}
	entry := s.object(s.call("POST", "/stoppages", `{"scope":"zone","cause":"weather","from":"2026-12-01","to":"2026-12-03"}`), 201)["stoppage"].(map[string]any)
	s.object(s.call("POST", "/stoppages/"+entry["id"].(string)+"/withdraw", ""), 200)
	s.object(s.call("PUT", path+"/conditions", `{"hands":[{"trade":"welders","count":5}],"most_people":90}`), 200)
	if c := s.object(s.call("GET", path+"/conditions", ""), 200); c["most_people"] != 90.0 {
		t.Errorf("conditions: %v", c)
	}
	s.apiOffersAndLoans(id)
	if m := s.object(s.call("PUT", "/measures", `{"figures":{"day_wage":410},"measures_off":["split"]}`), 200); fmt.Sprint(m["measures_off"]) != "[split]" {
		t.Errorf("measures: %v", m)
	}
}

// Offers are for deliveries that work waits for, loans are what others have to
// lend; the page keeps what a program entered.
func (s *site) apiOffersAndLoans(id string) {
	t, path := s.t, "/projects/"+id
	lenders := s.object(s.call("GET", path+"/lenders", ""), 200)["items"].([]any)
	if len(lenders) == 0 {
		t.Fatal("nobody has a crew to lend")
	}
	lender := lenders[0].(map[string]any)
	var awaited string
	b := s.book(id)
	for i := range b.Deliveries {
		if d := &b.Deliveries[i]; d.Arrived() == 0 && len(d.Activities) > 0 {
			awaited = d.ID
		}
	}
	said := fmt.Sprintf(`{"offers":[{"delivery":%q,"on":"2026-12-01","price":500,"by":"Carrier"},{"delivery":%q,"on":"2026-12-03","price":90}],"loans":[{"lender":%q,"trade":%q,"price_per_day":80,"count":9000}]}`,
		awaited, awaited, lender["lender"], lender["trade"])
	s.object(s.call("PUT", path+"/conditions", said), 200)
	form := regexp.MustCompile(`name="(offer_on|offer_price|loan|loan_price)"[^>]*value="([^"]*)"( checked)?`).FindAllStringSubmatch(s.page(path+"/recovery/today"), -1)
	f := url.Values{}
	for _, in := range form {
		if in[1] != "loan" || in[3] != "" {
			f.Add(in[1], in[2])
		}
	}
	if r := s.post(path+"/recovery/today", f); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	}
	c := s.object(s.call("GET", path+"/conditions", ""), 200)
	loan := c["loans"].([]any)[0].(map[string]any)
	if loan["price_per_day"] != 80.0 || loan["count"] != lender["count"] || loan["lender_name"] != lender["lender_name"] {
		t.Errorf("lent %v of %v", loan, lender)
	}
	if got := fmt.Sprint(c["offers"]); !strings.Contains(got, "by:Carrier") || !strings.Contains(got, "on:2026-12-03 price:90") {
		t.Errorf("offers %s", got)
	}
	for body, want := range map[string]string{
		`{"offers":[{"delivery":"none such","on":"2026-12-01","price":5}]}`:                                       "plan.catchup.offer.unknown",
		fmt.Sprintf(`{"offers":[{"delivery":%q,"on":"2026-12-01","price":-5}]}`, awaited):                         "plan.recovery.today.offer",
		fmt.Sprintf(`{"offers":[{"delivery":%q,"on":"soon","price":5}]}`, awaited):                                "web.form.date",
		fmt.Sprintf(`{"loans":[{"lender":%q,"trade":"divers"}]}`, lender["lender"]):                               "plan.catchup.loan.unknown",
		fmt.Sprintf(`{"loans":[{"lender":%q,"trade":%q}]}`, id, lender["trade"]):                                  "plan.catchup.loan.unknown",
		fmt.Sprintf(`{"loans":[{"lender":%q,"trade":%q,"price_per_day":-1}]}`, lender["lender"], lender["trade"]): "plan.recovery.today.loan",
	} {
		if r := s.call("PUT", path+"/conditions", body); r.StatusCode != 422 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %s %s", body, r.Status, r.body)
		}
	}
	if again := s.object(s.call("GET", path+"/conditions", ""), 200); fmt.Sprint(again) != fmt.Sprint(c) {
		t.Errorf("a refusal changed %v to %v", c, again)
	}
	s.object(s.call("PUT", path+"/conditions", `{"most_people":90}`), 200)
	if c := s.object(s.call("GET", path+"/conditions", ""), 200); c["loans"] != nil || c["offers"] != nil {
		t.Errorf("what is left out stays: %v", c)
	}
}
