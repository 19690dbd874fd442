package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"fugong/internal/plan"
)

// odd are numbers of pages that no list has.
var odd = []string{"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-1", "0", "x", "1e9", "1000000"}

// No list falls over a number of a page that it has not.
func TestListsBearAnyPageNumber(t *testing.T) {
	a, ctx := demoApp(t)
	m, err := a.buildSite()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(m)
	t.Cleanup(server.Close)
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	get := func(path string) (int, string) {
		answer, err := browser.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(body)
	}
	if _, err := browser.PostForm(server.URL+"/sign-in", url.Values{"login": {"dispatcher"}, "password": {"win-back-the-days"}}); err != nil {
		t.Fatal(err)
	}
	all, err := a.Plan.Projects(ctx, plan.Query{})
	if err != nil {
		t.Fatal(err)
	}
	project := all.Projects[0].ID
	for _, path := range pagedOperations(t, get, project) {
		if status, body := get(path + "?page="); status != http.StatusUnprocessableEntity || !strings.Contains(body, "query.page") {
			t.Errorf("%s: a page without a number: %d %.200s", path, status, body)
		}
	}
	for _, path := range append(listsOf(t, get, project), pagedOperations(t, get, project)...) {
		for _, n := range odd {
			for _, name := range []string{"page", "size", "before"} {
				if status, body := get(path + "?" + name + "=" + n); status >= 500 || status == 404 {
					t.Errorf("%s?%s=%s: %d %.200s", path, name, n, status, body)
				}
			}
		}
	}
}

// listsOf are the pages that the rooms and a project lead to.
func listsOf(t *testing.T, get func(string) (int, string), project string) (paths []string) {
	seen := map[string]bool{"/sign-in": true, "/sign-out": true}
	link := regexp.MustCompile(`href="(/[a-z/-]*|/projects/` + project + `[a-z/-]*)["?#]`)
	from := []string{"/", "/administration", "/administration/people", "/stoppages", "/projects/" + project}
	for _, at := range from {
		_, body := get(at)
		for _, found := range link.FindAllStringSubmatch(body, -1) {
			path := found[1]
			if status, _ := get(path); !seen[path] && status == 200 && !strings.HasPrefix(path, "/assets") {
				paths = append(paths, path)
			}
			seen[path] = true
		}
	}
	if len(paths) < 10 {
		t.Errorf("only %d pages found: %v", len(paths), paths)
	}
	return paths
}

// pagedOperations are the lists of the API.
func pagedOperations(t *testing.T, get func(string) (int, string), project string) (paths []string) {
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name string }
		}
	}
	_, body := get("/api/openapi.json")
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		path = strings.Replace(path, "{project}", project, 1)
		if strings.Contains(path, "{") {
			continue
		}
		if strings.Contains(fmt.Sprint(methods["get"].Parameters), "{page}") {
			paths = append(paths, path)
		}
	}
	if len(paths) < 5 {
		t.Errorf("only %d lists found: %v", len(paths), paths)
	}
	return paths
}
