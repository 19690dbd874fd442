package web_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/i18n/i18ntest"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
)

func TestWordsAreComplete(t *testing.T) {
	i18ntest.Check(t, []string{"."}, ui.Locale, web.Locale)
}

// site is a Mux with a few handlers, and a browser that keeps cookies.
type site struct {
	*httptest.Server
	t       *testing.T
	mux     *web.Mux
	browser *http.Client
	log     *bytes.Buffer
	now     time.Time
}

var lines = []db.Migrations{web.Migrations}

func newSite(t *testing.T, d *db.DB, routes func(*web.Mux)) *site {
	t.Helper()
	return newSiteWith(t, d, func(*web.Config) {}, routes)
}

// newSiteWith sets more of the configuration.
func newSiteWith(t *testing.T, d *db.DB, set func(*web.Config), routes func(*web.Mux)) *site {
	t.Helper()
	s := &site{t: t, log: &bytes.Buffer{}, now: time.Now()} // sessions take their end from the real clock
	c := web.Config{
		DB: d, Catalogue: i18ntest.Load(t, ui.Locale, web.Locale), Dev: true, Version: "test",
		Log: slog.New(slog.NewTextHandler(s.log, nil)), Now: func() time.Time { return s.now }, Seal: rot{},
	}
	set(&c)
	m, err := web.New(c)
	if err != nil {
		t.Fatalf("%v: run go run ./internal/ui/build first", err)
	}
	m.Use(actFromSession)
	m.Handle("POST /enter", enter, web.Public)
	routes(m)
	s.mux, s.Server = m, httptest.NewServer(m)
	t.Cleanup(s.Close)
	jar, _ := cookiejar.New(nil)
	s.browser = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// rot is a Sealer that can be told from plain text.
type rot struct{}

func (rot) Seal(plain, aad string) []byte {
	out := []byte(aad + "|" + plain)
	for i := range out {
		out[i] ^= 0x55
	}
	return out
}

func (rot) Unseal(cipher []byte, aad string) (string, error) {
	out := bytes.Clone(cipher)
	for i := range out {
		out[i] ^= 0x55
	}
	plain, ok := strings.CutPrefix(string(out), aad+"|")
	if !ok {
		return "", errors.New("sealed for something else")
	}
	return plain, nil
}

func (rot) Index(purpose, value string) []byte { return []byte("keyed " + purpose + value[:8]) }

func actFromSession(next web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if zone, account, ok := web.SignedIn(r.Context()); ok {
			r = r.WithContext(who.With(r.Context(), who.Actor{Zone: zone, Account: account, Name: "Li"}))
		}
		return next(w, r)
	}
}

func enter(w http.ResponseWriter, r *http.Request) error {
	if err := web.SignIn(r.Context(), "zone", "li"); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "ui.work.finished")
	return web.Redirect(w, r, web.ReturnTo(r))
}

type reply struct {
	*http.Response
	body string
}

// send does a request with name, value pairs of headers.
func (s *site) send(method, path, body string, header ...string) reply {
	s.t.Helper()
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept-Language", "en")
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
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
	return s.send(http.MethodGet, path, "", header...)
}

func (s *site) post(path string, form url.Values, header ...string) reply {
	return s.send(http.MethodPost, path, form.Encode(), header...)
}

func (s *site) signIn() {
	s.t.Helper()
	if r := s.post("/enter", url.Values{"x": {"1"}}); r.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("signing in: %s", r.Status)
	}
}

func failing(err error) web.Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func TestErrorsBecomePages(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("GET /invalid", failing(fault.New(fault.Invalid, "web.form")))
		m.Handle("GET /forbidden", failing(fault.New(fault.Forbidden, "no.such.key")))
		m.Handle("GET /lost", failing(errors.New("password=hunter2")))
		m.Handle("GET /operators", failing(fault.New(fault.Internal, "web.toolarge", "Limit", "hunter2")))
		m.Handle("GET /panic", func(http.ResponseWriter, *http.Request) error { panic("hunter2") })
	})
	s.signIn()
	for _, c := range []struct {
		path, says string
		status     int
	}{
		{"/invalid", "The form could not be read", 422},
		{"/forbidden", "Your role does not allow this", 403},
		{"/lost", "Something went wrong on our side", 500},
		{"/operators", "Something went wrong on our side", 500},
		{"/panic", "Something went wrong on our side", 500},
		{"/nowhere", "There is nothing at this address", 404},
	} {
		r := s.get(c.path)
		if r.StatusCode != c.status || !strings.Contains(r.body, c.says) || !strings.Contains(r.body, "<html") || c.path != "/panic" && !strings.Contains(r.body, `class="top"`) {
			t.Errorf("%s: %d %.300s", c.path, r.StatusCode, r.body)
		}
		if strings.Contains(r.body, "hunter2") {
			t.Errorf("%s shows the cause", c.path)
		}
		if id := r.Header.Get("X-Request-Id"); c.status == 500 && (!strings.Contains(r.body, id) || !strings.Contains(s.log.String(), id)) {
			t.Errorf("%s: request number %q is not on the page and in the log", c.path, id)
		}
	}
	if r := s.get("/lost", "Accept-Language", "zh-CN"); !strings.Contains(r.body, "系统出现故障") || !strings.Contains(r.body, `lang="zh-CN"`) {
		t.Errorf("no Chinese: %.300s", r.body)
	}
	if r := s.get("/lost", "HX-Request", "true"); r.Header.Get("HX-Retarget") != "#toasts" || strings.Contains(r.body, "<html") {
		t.Errorf("a fragment's failure is no message in the corner: %.200s", r.body)
	}
	if r := s.send("DELETE", "/invalid", ""); r.StatusCode != 405 || r.Header.Get("Allow") == "" {
		t.Errorf("wrong method: %s, Allow %q", r.Status, r.Header.Get("Allow"))
	}
	if !strings.Contains(s.log.String(), "hunter2") {
		t.Error("operators cannot see the cause")
	}
}

func TestSignInIsAskedForAndLeadsBack(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("GET /projects", hello)
	})
	r := s.get("/projects?state=red")
	if want := "/sign-in?return=%2Fprojects%3Fstate%3Dred"; r.StatusCode != 303 || r.Header.Get("Location") != want {
		t.Errorf("%s to %q, want %q", r.Status, r.Header.Get("Location"), want)
	}
	r = s.get("/projects", "HX-Request", "true", "HX-Current-URL", s.URL+"/projects?page=2")
	if want := "/sign-in?return=%2Fprojects%3Fpage%3D2"; r.Header.Get("HX-Redirect") != want {
		t.Errorf("htmx is sent to %q, want %q", r.Header.Get("HX-Redirect"), want)
	}
	for given, want := range map[string]string{
		"/projects?state=red": "/projects?state=red", "//evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/", "": "/", "javascript:alert(1)": "/", "/a\r\nSet-Cookie: x=y": "/",
	} {
		if r := s.post("/enter", url.Values{"return": {given}}); r.Header.Get("Location") != want {
			t.Errorf("return %q leads to %q, want %q", given, r.Header.Get("Location"), want)
		}
	}
	if r := s.get("/signed-in"); r.StatusCode != 204 {
		t.Errorf("still signed in? %s", r.Status)
	}
	if r := s.get("/projects"); r.body != "hello" {
		t.Errorf("after signing in: %s", r.Status)
	}
}

func hello(w http.ResponseWriter, _ *http.Request) error {
	_, err := io.WriteString(w, "hello")
	return err
}

func TestOtherSitesMayNotPost(t *testing.T) {
	posted := 0
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("POST /change", func(http.ResponseWriter, *http.Request) error { posted++; return nil }, web.Public)
	})
	for _, c := range []struct {
		name, value string
		status      int
	}{
		{"Sec-Fetch-Site", "cross-site", 403}, {"Sec-Fetch-Site", "same-site", 403}, {"Origin", "https://evil.example", 403},
		{"Sec-Fetch-Site", "same-origin", 200}, {"X-Any", "command line", 200},
	} {
		if r := s.post("/change", url.Values{"a": {"b"}}, c.name, c.value); r.StatusCode != c.status {
			t.Errorf("%s %s: %s, want %d", c.name, c.value, r.Status, c.status)
		}
	}
	if posted != 2 {
		t.Errorf("the handler ran %d times, want 2", posted)
	}
}

func TestHeadersAssetsAndCompression(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(*web.Mux) {})
	r := s.get("/dev/ui", "Accept-Encoding", "gzip")
	policy := r.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy %q lacks %q", policy, part)
		}
	}
	if strings.Contains(policy, "script-src 'self' ") || r.Header.Get("X-Content-Type-Options") != "nosniff" || r.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("headers: %v", r.Header)
	}
	plain := s.get("/dev/ui", "Accept-Encoding", "identity")
	if strings.Contains(plain.body, "<script>") || strings.Contains(plain.body, " onclick=") || strings.Contains(plain.body, "https://") {
		t.Error("the page has inline scripts or asks other hosts")
	}
	total := len(r.body)
	for _, name := range []string{"app.css", "app.js", "boot.js", "icons.svg"} {
		a := s.get(ui.Asset(name), "Accept-Encoding", "gzip")
		if a.StatusCode != 200 || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") || a.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %s %v", name, a.Status, a.Header)
		}
		total += len(a.body)
	}
	if total > 300_000 {
		t.Errorf("a page weighs %d bytes", total)
	}
	if r := s.get("/healthz"); r.body != "ok\n" {
		t.Errorf("healthz: %s", r.body)
	}
	if r := s.get("/readyz"); r.StatusCode != 200 {
		t.Errorf("readyz: %s", r.Status)
	}
	if r := s.get("/metrics"); !strings.Contains(r.body, `fugong_http_request_seconds_count{method="GET",route="GET /healthz",status="200"} 1`) {
		t.Error("metrics do not count requests by route")
	}
}

// Whether a page and an asset travel gzipped is the reader's choice, as RFC
// 9110 (12.5.3) lets readers say it.
func TestGzipIsSentToWhoAcceptsIt(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(*web.Mux) {})
	for accept, want := range map[string]string{
		"gzip": "gzip", "br, gzip;q=0.2": "gzip", "GZIP": "gzip",
		"": "", "identity": "", "gzip;q=0": "", "br, gzip; q=0.0": "", "x-gzippy": "",
	} {
		for _, path := range []string{"/dev/ui", ui.Asset("app.css")} {
			r := s.get(path, "Accept-Encoding", accept)
			if got := r.Header.Get("Content-Encoding"); got != want || r.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s for %q: encoding %q, want %q; Vary %q", path, accept, got, want, r.Header["Vary"])
			}
		}
	}
}

func TestLanguageAndThemeAreKept(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(*web.Mux) {})
	if r := s.get("/dev/ui", "Accept-Language", "zh"); !strings.Contains(r.body, `lang="zh-CN"`) {
		t.Error("Accept-Language does not choose")
	}
	s.post("/preferences", url.Values{"theme": {"dark"}, "lang": {"zh"}, "return": {"/dev/ui"}})
	if r := s.get("/dev/ui"); !strings.Contains(r.body, `lang="zh-CN" data-bs-theme="dark"`) {
		t.Errorf("not kept: %.200s", r.body)
	}
	if r := s.get("/dev/ui?lang=en"); !strings.Contains(r.body, `lang="en"`) {
		t.Error("?lang= does not choose")
	}
	if r := s.get("/dev/ui"); !strings.Contains(r.body, `lang="en"`) {
		t.Error("?lang= is not kept")
	}
}

func TestSessionsOnBothEngines(t *testing.T) {
	dbtest.Each(t, lines, func(t *testing.T, d *db.DB) {
		s := newSite(t, d, func(m *web.Mux) {
			m.Handle("GET /page", func(w http.ResponseWriter, r *http.Request) error { return web.OK(w, r, ui.Page(ui.Meta{Title: "x"})) })
			m.Handle("POST /leave", func(w http.ResponseWriter, r *http.Request) error {
				if err := web.SignOut(r.Context()); err != nil {
					return err
				}
				return web.Redirect(w, r, "/")
			})
		})
		s.signIn()
		if r := s.get("/page"); !strings.Contains(r.body, "Finished") {
			t.Error("the message left at sign-in is not shown")
		}
		if r := s.get("/page"); r.StatusCode != 200 || strings.Contains(r.body, "Finished") {
			t.Errorf("%s; the message is shown twice", r.Status)
		}
		var row struct {
			TokenHash, AccountID string
			Data                 []byte
		}
		if err := db.Get(t.Context(), d, &row, `SELECT token_hash, account_id, data FROM web_session`); err != nil {
			t.Fatal(err)
		}
		token := s.cookie("fugong_session")
		if row.AccountID != "li" || row.TokenHash == token || token == "" || bytes.Contains(row.Data, []byte("account")) {
			t.Errorf("stored session %q of %q under token %q", row.TokenHash, row.AccountID, token)
		}
		if r := s.post("/leave", url.Values{"x": {""}}); r.StatusCode != 303 || s.get("/page").StatusCode != 303 {
			t.Error("signing out does not end the session")
		}
		s.signIn()
		if err := s.mux.SignOutEverywhere(t.Context(), "zone", "li"); err != nil || s.get("/page").StatusCode != 303 {
			t.Error("signing out everywhere does not end the session", err)
		}
		s.signIn()
		s.now = s.now.Add(13 * time.Hour)
		if s.get("/page").StatusCode != 303 {
			t.Error("a session outlives its time")
		}
		if err := s.mux.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.Get(t.Context(), d, &n, `SELECT count(*) FROM web_session WHERE account_id = 'li'`); err != nil || n != 0 {
			t.Errorf("%d sessions are left after sweeping, %v", n, err)
		}
	})
}

func (s *site) cookie(name string) string {
	u, _ := url.Parse(s.URL)
	for _, c := range s.browser.Jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func TestLogHasNothingPersonal(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) { m.Handle("GET /people", hello, web.Public) })
	s.get("/people?phone=13800000000", "Cookie", "secret=crumb", "User-Agent", "agent-x")
	for _, word := range []string{"13800000000", "crumb", "agent-x"} {
		if strings.Contains(s.log.String(), word) {
			t.Errorf("the log has %q: %s", word, s.log)
		}
	}
	if !strings.Contains(s.log.String(), "path=/people") {
		t.Errorf("the request is not logged: %s", s.log)
	}
}

func TestFormCollectsComplaints(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("POST /form", func(w http.ResponseWriter, r *http.Request) error {
			f, err := web.ReadForm(r)
			if err != nil {
				return err
			}
			f.Need("name")
			f.Int("size")
			f.Decimal("share")
			f.Day("from")
			f.Time("at")
			f.One("trade", "weld", "rig")
			f.File("plan")
			if err := f.Fault(); err != nil {
				return web.Refuse(w, r, err, ui.TextField(f.Failed(r.Context(), err), ui.Input{Name: r.URL.Query().Get("show")}))
			}
			return hello(w, r)
		}, web.Public, web.Body(2000))
	})
	wrong := map[string]string{"name": " ", "size": "1.5", "share": "many", "from": "2020-02-30", "at": "08:00", "trade": "cook", "plan": ""}
	for field := range wrong {
		body, kind := multipartOf(wrong, "")
		r := s.send("POST", "/form?show="+field, body, "Content-Type", kind)
		if r.StatusCode != 422 || !strings.Contains(r.body, "field-error") {
			t.Errorf("%s: %s %s", field, r.Status, r.body)
		}
	}
	right := map[string]string{"name": "n", "size": "1,500", "share": "0.5", "from": "2020-02-29", "at": "2020-02-21T08:00", "trade": "rig"}
	body, kind := multipartOf(right, "content")
	if r := s.send("POST", "/form?show=x", body, "Content-Type", kind); r.body != "hello" {
		t.Errorf("a right form is refused: %s %s", r.Status, r.body)
	}
	body, kind = multipartOf(right, strings.Repeat("x", 3000))
	if r := s.send("POST", "/form?show=x", body, "Content-Type", kind); r.StatusCode != 413 {
		t.Errorf("too large: %s", r.Status)
	}
	if r := s.send("POST", "/form", "--x", "Content-Type", "multipart/form-data"); r.StatusCode != 422 {
		t.Errorf("malformed: %s", r.Status)
	}
}

func TestRefuseShowsTheFormOnlyForWhatWasSent(t *testing.T) {
	for _, c := range []struct {
		kind fault.Kind
		form bool
	}{{fault.Invalid, true}, {fault.Conflict, true}, {fault.TooLarge, true}, {fault.Internal, false}, {fault.Forbidden, false}, {fault.Unavailable, false}, {fault.NotFound, false}} {
		w, err := httptest.NewRecorder(), fault.New(c.kind, "web.form")
		got := web.Refuse(w, httptest.NewRequest("POST", "/", nil), err, ui.Icon("x"))
		if shown := w.Body.Len() > 0; shown != c.form || (got == nil) != c.form {
			t.Errorf("%s: form shown %t, error %v", c.kind, shown, got)
		}
	}
}

func multipartOf(values map[string]string, file string) (body, kind string) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for name, value := range values {
		_ = w.WriteField(name, value)
	}
	if file != "" {
		part, _ := w.CreateFormFile("plan", "plan.xer")
		_, _ = io.WriteString(part, file)
	}
	_ = w.Close()
	return out.String(), w.FormDataContentType()
}

func TestFresh(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
		m.Handle("GET /data", func(w http.ResponseWriter, r *http.Request) error {
			if web.Fresh(w, r, "7"+i18n.Lang(r.Context())) {
				return nil
			}
			web.Download(w, "计划.txt", "text/plain")
			return hello(w, r)
		}, web.Public)
	})
	first := s.get("/data")
	if first.body != "hello" || !strings.Contains(first.Header.Get("Content-Disposition"), "utf-8''") {
		t.Fatalf("%s %v", first.Status, first.Header)
	}
	if r := s.get("/data", "If-None-Match", first.Header.Get("ETag")); r.StatusCode != 304 || r.body != "" {
		t.Errorf("again: %s %q", r.Status, r.body)
	}
	if r := s.get("/data", "If-None-Match", first.Header.Get("ETag"), "Accept-Language", "zh"); r.StatusCode != 200 {
		t.Errorf("in another language: %s", r.Status)
	}
}
