package planweb_test

import (
	"fmt"
	"strings"
	"testing"
)

// stale is a plan of Microsoft Project in which task 2 follows task 1, which is at
// work on 2 and 3 March, and starts on a day of March.
func stale(day int) string {
	task := func(uid int, name, start, finish, link string) string {
		return fmt.Sprintf(`<Task><UID>%d</UID><ID>%d</ID><Name>%s</Name><WBS>%s</WBS><Duration>PT16H0M0S</Duration><Start>%[5]s</Start><Finish>%[6]s</Finish>`+
			`<EarlyStart>%[5]s</EarlyStart><EarlyFinish>%[6]s</EarlyFinish>%[7]s</Task>`, uid, uid, name, name, start, finish, link)
	}
	return `<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>1</CalendarUID><Tasks>` +
		task(1, "Dig", "2026-03-02T08:00:00", "2026-03-03T17:00:00", "") +
		task(2, "Pour", fmt.Sprintf("2026-03-%02dT08:00:00", day), fmt.Sprintf("2026-03-%02dT17:00:00", day+1), `<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink>`) +
		`</Tasks></Project>`
}

// TestImportShowsWhatContradicts: preview, report and API name the two values that
// cannot both hold, say why and what to do; a sound file says nothing of it.
func TestImportShowsWhatContradicts(t *testing.T) {
	s := newSite(t)
	at := s.upload("/projects/import", "stale.xml", stale(3)).Header.Get("Location")
	english := []string{"Where the file contradicts itself", "One pair of values", "2 Early start: 3 Mar 2026", "1 · Early finish: 3 Mar 2026", "starts before what it follows has finished", "here the activity waits for it", "F9"}
	chinese := []string{"文件自相矛盾之处", "1 处数值不能同时成立", "最早开始：", "1 · 最早完成：", "紧前作业完成之前就已开始", "请核实该逻辑关系", "F9"}
	says := func(address, lang string, words []string) {
		t.Helper()
		page := text(s.page(address, "Accept-Language", lang))
		for _, word := range words {
			if !strings.Contains(page, word) {
				t.Errorf("%s does not say %q:\n%s", address, word, page)
			}
		}
	}
	says(at, "en", english)
	says(at, "zh", chinese)
	if rows := rowsOf(s.page(at + "/contradictions?field=early_start")); len(rows) != 1 || !strings.Contains(rows[0], "1 · Early finish") {
		t.Errorf("the list: %q", rows)
	}
	held := s.object(s.call("GET", at, ""), 200)
	tellsOne(t, held)
	if r := s.post(at+"/confirm", form("new", "1", "plan", "0", "code", "ST", "name", "Stale")); r.StatusCode != 303 {
		t.Fatalf("%s %s", r.Status, text(r.body))
	} else {
		report := r.Header.Get("Location")
		says(report, "en", english)
		says(report+"/contradictions", "zh", chinese[2:5])
		tellsOne(t, s.object(s.call("GET", report, ""), 200))
	}

	at = s.upload("/projects/import", "sound.xml", stale(4)).Header.Get("Location")
	if page := text(s.page(at)); strings.Contains(page, "contradicts itself") {
		t.Errorf("a sound file:\n%s", page)
	}
	if none, ok := s.object(s.call("GET", at, ""), 200)["contradictions"].([]any); !ok || len(none) != 0 {
		t.Errorf("a sound file: %v", none)
	}
}

// tellsOne checks what the API says of the stale plan.
func tellsOne(t *testing.T, body map[string]any) {
	t.Helper()
	list, _ := body["contradictions"].([]any)
	if len(list) != 1 || body["contradicts"] != 1.0 {
		t.Fatalf("contradictions: %v", body["contradictions"])
	}
	one := list[0].(map[string]any)
	for key, want := range map[string]string{
		"activity_code": "2", "field": "early_start", "value": "2026-03-03T08:00", "other_activity_code": "1", "other_field": "early_finish", "other": "2026-03-03T17:00",
	} {
		if one[key] != want {
			t.Errorf("%s is %v, want %s", key, one[key], want)
		}
	}
	if one["reason"] == "" || one["advice"] == "" {
		t.Errorf("neither why nor what to do: %v", one)
	}
}
