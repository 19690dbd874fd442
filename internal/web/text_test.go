package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/web"
)

// What no engine stores is refused with the input's name, on every way in.
func TestBadTextIsRefused(t *testing.T) {
	dbtest.Each(t, withLedger, func(t *testing.T, d *db.DB) {
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("POST /add", func(w http.ResponseWriter, r *http.Request) error { // never asks f.Fault()
				f, err := web.ReadForm(r)
				if err != nil {
					return err
				}
				if err := write(r.Context(), d, strings.ToValidUTF8(strings.ReplaceAll(f.Text("name"), "\x00", ""), "")); err != nil {
					return err
				}
				return web.Redirect(w, r, "/done")
			})
			m.Handle("POST /open", func(w http.ResponseWriter, r *http.Request) error {
				if _, err := web.ReadForm(r); err != nil {
					return err
				}
				return web.Redirect(w, r, "/done")
			}, web.Public)
			m.Handle("GET /things/{id}", func(w http.ResponseWriter, r *http.Request) error { _, err := fmt.Fprint(w, "ok"); return err })
			type in struct {
				Body struct {
					Name  string   `json:"name"`
					Codes []string `json:"codes,omitempty"`
				}
			}
			web.Register(m, huma.Operation{Method: http.MethodPost, Path: "/api/v1/things", OperationID: "add-thing"}, func(ctx context.Context, in *in) (*struct{}, error) {
				return nil, write(ctx, d, in.Body.Name)
			})
		})
		s.signIn()
		form := func(body string) []string {
			return []string{body, "Content-Type", "application/x-www-form-urlencoded"}
		}
		for name, bad := range map[string]string{"NUL": "a%00b", "escape": "%1B[31m", "GBK": "%C4%E3", "surrogate": "%ED%A0%80", "long": strings.Repeat("长", 300)} {
			for _, path := range []string{"/add", "/open"} {
				f := form("name=" + bad)
				r := s.send(http.MethodPost, path, f[0], "Content-Type", f[2], "Accept", "application/json")
				if r.StatusCode != 422 || !strings.Contains(r.body, `"location":"name"`) {
					t.Errorf("%s of %s: %s %s", path, name, r.Status, r.body)
				}
			}
			if r := s.send(http.MethodGet, "/things/1?name="+bad, "", "Accept", "application/json"); r.StatusCode != 422 || !strings.Contains(r.body, `"location":"name"`) {
				t.Errorf("query of %s: %s %s", name, r.Status, r.body)
			}
			if name == "long" {
				continue
			}
			if r := s.send(http.MethodGet, "/things/"+bad, "", "Accept", "application/json"); r.StatusCode != 422 || !strings.Contains(r.body, `"location":"path"`) {
				t.Errorf("path of %s: %s %s", name, r.Status, r.body)
			}
		}
		for body, where := range map[string]string{
			`{"name":"a\u0000b"}`: "body.name", `{"name":"a\ud800"}`: "body.name", `{"name":"a\udc00\ud800"}`: "body.name",
			"{\"name\":\"a\xff\"}": "body.name", `{"name":"a","codes":["b","\u001b"]}`: "body.codes[1]",
			`{"name":"` + strings.Repeat("n", 900_000) + `"}`: "body.name", `{"name":"a","na\u0000me":"x"}`: "",
		} {
			r := s.send(http.MethodPost, "/api/v1/things", body, "Content-Type", "application/json")
			if r.StatusCode != 422 || !strings.Contains(r.body, `"location":"`+where) {
				t.Errorf("%.60q: %s %.300s", body, r.Status, r.body)
			}
		}
		if lines := written(t, d); len(lines) > 0 {
			t.Errorf("written: %q", lines)
		}
		if r := s.send(http.MethodGet, "/api/openapi.json", ""); !strings.Contains(r.body, `"maxLength":255`) || !strings.Contains(r.body, `"maxLength":200000`) {
			t.Errorf("the schema lacks the bounds: %.2000s", r.body)
		}
		for _, good := range []string{`{"name":"😀 焊接\n\t"}`, `{"name":"\ud83d\ude00"}`} {
			if r := s.send(http.MethodPost, "/api/v1/things", good, "Content-Type", "application/json"); r.StatusCode >= 300 {
				t.Errorf("%s: %s %s", good, r.Status, r.body)
			}
		}
		if r := s.post("/add", url.Values{"name": {"two\r\nlines"}}); r.StatusCode != 303 {
			t.Errorf("two lines: %s", r.Status)
		}
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		part, _ := m.CreateFormFile("file", "\xc4\xe3.xer")
		_, _ = part.Write([]byte("x"))
		_ = m.Close()
		if r := s.send(http.MethodPost, "/add", body.String(), "Content-Type", m.FormDataContentType(), "Accept", "application/json"); r.StatusCode != 422 || !strings.Contains(r.body, `"location":"file"`) {
			t.Errorf("file name: %s %s", r.Status, r.body)
		}
	})
}
