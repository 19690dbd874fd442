package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/web"
)

type crewIn struct {
	Body struct {
		Name string `json:"name" minLength:"1"`
		Size int    `json:"size" minimum:"1"`
	}
}

type crewOut struct {
	Body struct {
		Name string `json:"name"`
	}
}

func addCrew(_ context.Context, in *crewIn) (*crewOut, error) {
	switch in.Body.Name {
	case "taken":
		return nil, fault.New(fault.Conflict, "fault.conflict").With("name", "web.form.choose")
	case "broken":
		return nil, errors.New("secret cause")
	}
	out := &crewOut{}
	out.Body.Name = in.Body.Name
	return out, nil
}

func TestAPI(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		web.Register(m, huma.Operation{Method: "POST", Path: "/api/v1/crews", OperationID: "add-crew", Summary: "Add a crew"}, addCrew)
	})
	const path = "/api/v1/crews"
	send := func(body string, header ...string) reply {
		return s.send("POST", path, body, append([]string{"Content-Type", "application/json"}, header...)...)
	}
	if r := send(`{"name":"a","size":1}`); r.StatusCode != 401 || r.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("without token: %s %s", r.Status, r.Header.Get("Content-Type"))
	}
	s.signIn()
	for _, c := range []struct {
		body, says string
		status     int
	}{
		{`{"name":"a","size":1}`, `"name":"a"`, 200},
		{`{"name":"taken","size":1}`, `"location":"name","message":"Choose one of the answers"`, 409},
		{`{"name":"broken","size":1}`, "Something went wrong", 500},
		{`{"name":"","size":"110101199003077758"}`, `"location":"body.size"`, 422},
		{`{`, `"status":400`, 400},
	} {
		r := send(c.body)
		if !json.Valid([]byte(r.body)) {
			t.Errorf("%s: not one document: %s", c.body, r.body)
		}
		if r.StatusCode != c.status || !strings.Contains(r.body, c.says) {
			t.Errorf("%s: %d %s", c.body, r.StatusCode, r.body)
		}
		if strings.Contains(r.body, "secret cause") || strings.Contains(r.body, "110101199003077758") || strings.Contains(r.body, "$schema") {
			t.Errorf("%s leaks: %s", c.body, r.body)
		}
	}
	first, again := send(`{"name":"a","size":1}`, "Idempotency-Key", "k"), send(`{"name":"a","size":1}`, "Idempotency-Key", "k")
	if first.body != again.body || again.Header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("twice: %s and %s", first.body, again.body)
	}
	if r := s.get("/api/v1/nothing"); r.StatusCode != 404 || !strings.Contains(r.body, `"status":404`) {
		t.Errorf("unknown address: %s", r.body)
	}
	if r := s.get("/api/docs"); r.StatusCode != 200 || strings.Contains(r.body, "unpkg") {
		t.Errorf("docs: %s", r.Status)
	}
}

func TestOpenAPIIsPublic(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		web.Register(m, huma.Operation{Method: "POST", Path: "/api/v1/crews", OperationID: "add-crew"}, addCrew)
	})
	r := s.get("/api/openapi.json")
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(r.body), &doc); err != nil || doc.OpenAPI != "3.1.0" || doc.Paths["/api/v1/crews"]["post"] == nil {
		t.Errorf("%v %s %.200s", err, r.Status, r.body)
	}
	if !strings.Contains(r.body, "Idempotency-Key") {
		t.Error("the idempotency key is not described")
	}
}
