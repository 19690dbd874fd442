package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// measured is one request with its answer.
type measured struct {
	what string
	in   int
	answer
}

// refusal is what a problem says.
func (m measured) refusal() string {
	var problem struct {
		Detail string `json:"detail"`
	}
	if m.status < 400 || json.Unmarshal(m.body, &problem) != nil {
		return ""
	}
	return problem.Detail
}

// measure serves the zone in dir anew and sends a shape through every door; with
// walk it opens every page and takes every export of what is accepted.
func measure(program, dir string, sh shape, walk bool, tell func(measured)) error {
	s, err := serve(program, dir)
	if err != nil {
		return err
	}
	defer s.stop()
	content := sh.content()
	ask := func(what string, r request) (answer, error) {
		a, err := s.send(r)
		if err != nil {
			return a, fmt.Errorf("%s: %w", what, err)
		}
		tell(measured{what, len(r.body), a})
		return a, nil
	}
	into := url.Values{"file": {sh.file}, "organisation": {s.org}}
	a, err := ask("upload to the API", request{"POST", "/api/v1/imports?" + into.Encode(), "application/octet-stream", content})
	if err != nil {
		return err
	}
	page, err := ask("upload on the page", form("/projects/import", "file", sh.file, content, "org", s.org))
	if err != nil || a.status >= 300 || page.status >= 400 {
		return err
	}
	if _, err := ask("preview page", request{method: "GET", path: page.location}); err != nil || !walk {
		return err
	}
	return s.walk(page.location, sh, content, ask)
}

// walk confirms a held file and opens what it became.
func (s *site) walk(held string, sh shape, content []byte, ask func(string, request) (answer, error)) error {
	held = strings.TrimPrefix(strings.SplitN(held, "?", 2)[0], "/imports/")
	code := fmt.Sprintf("M%d", len(content))
	a, err := ask("confirm", request{"POST", "/api/v1/imports/" + held + "/confirm", "application/json", []byte(fmt.Sprintf(`{"new":{"code":%q,"name":"Big"}}`, code))})
	if err != nil || a.status >= 300 {
		return err
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(a.body, &made); err != nil {
		return err
	}
	page, api := "/projects/"+made.ID, "/api/v1/projects/"+made.ID
	for _, path := range []string{"/plan", "/gantt.json", "/progress", "/losses", "/history", "/calendars", "/recovery", "/export"} {
		if _, err := ask("GET "+path, request{method: "GET", path: page + path}); err != nil {
			return err
		}
	}
	for _, format := range []string{"mspdi", "xer", "p6xml", "xlsx", "ical"} {
		if _, err := ask("export "+format, request{method: "GET", path: page + "/export/" + format}); err != nil {
			return err
		}
	}
	for _, path := range []string{"/activities?size=500", "/links", "/assignments", "/s-curve", "/progress"} {
		if _, err := ask("API "+path, request{method: "GET", path: api + path}); err != nil {
			return err
		}
	}
	into := url.Values{"file": {sh.file}, "project": {made.ID}}
	a, err = ask("upload again", request{"POST", "/api/v1/imports?" + into.Encode(), "application/octet-stream", content})
	if err != nil || a.status >= 300 {
		return err
	}
	var again struct {
		ID       string `json:"id"`
		Revision int64  `json:"revision"`
	}
	if err := json.Unmarshal(a.body[:min(len(a.body), 1<<20)], &again); err != nil {
		_, _ = fmt.Sscanf(string(a.body), `{"$schema":%q,"id":%q`, new(string), &again.ID)
	}
	if _, err := ask("confirm again", request{"POST", "/api/v1/imports/" + again.ID + "/confirm", "application/json", []byte(`{"expected_revision":` + fmt.Sprint(max(again.Revision, 1)) + `}`)}); err != nil {
		return err
	}
	if _, err := ask("stoppage on trial", request{"POST", "/api/v1/stoppages", "application/json", []byte(`{"scope":"zone","cause":"epidemic","from":"2026-12-14","to":"2026-12-27","try":true}`)}); err != nil {
		return err
	}
	_, err = ask("delete", request{"POST", api + "/delete", "application/json", []byte(fmt.Sprintf(`{"code":%q}`, code))})
	return err
}
