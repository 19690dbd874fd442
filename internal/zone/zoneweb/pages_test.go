package zoneweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"fugong/internal/audit"
	"fugong/internal/db/dbtest"
	"fugong/internal/i18n/i18ntest"
	"fugong/internal/ui"
	"fugong/internal/vault"
	"fugong/internal/web"
	"fugong/internal/zone"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/zonedemo"
	"fugong/internal/zone/zonesql"
	"fugong/internal/zone/zoneweb"
)

// site is the demo zone behind a real server.
type site struct {
	*httptest.Server
	t    *testing.T
	s    *zone.Service
	demo zonedemo.Demo
	log  *bytes.Buffer
	now  time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	k := &site{t: t, log: &bytes.Buffer{}, now: time.Now()}
	d := dbtest.SQLite(t, audit.Migrations, web.Migrations, zonesql.Migrations)
	v, err := vault.Open(filepath.Join(t.TempDir(), "keys"))
	k.must(err)
	access, err := zone.NewAccess(zone.Policy)
	k.must(err)
	clock := func() time.Time { return k.now }
	store := zonesql.New(d, v)
	k.s, err = zone.New(zone.Config{Store: store, Door: store, Access: access, Now: clock, Random: rand.Reader,
		Hashing: credential.Hashing{MemoryKiB: 64, Passes: 1}})
	k.must(err)
	k.demo, err = zonedemo.Fill(context.Background(), k.s)
	k.must(err)
	m, err := web.New(web.Config{DB: d, Catalogue: i18ntest.Load(t, ui.Locale, web.Locale, zoneweb.Locale), Seal: v, Now: clock,
		Log: slog.New(slog.NewTextHandler(k.log, nil)), House: &ui.House{Rooms: []ui.Room{zoneweb.Room(access)}}})
	if err != nil {
		t.Fatalf("%v: run go run ./internal/ui/build first", err)
	}
	m.Use(zoneweb.Authenticate(k.s))
	zoneweb.Routes(m, zoneweb.Config{Service: k.s, Access: access, Now: clock, Demo: k.demo.SignIns})
	k.Server = httptest.NewServer(m)
	t.Cleanup(k.Close)
	return k
}

func (k *site) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// browserName is one person's browser, reading English.
type browserName struct {
	*http.Client
	k *site
}

func (k *site) browser() *browserName {
	jar, err := cookiejar.New(nil)
	k.must(err)
	return &browserName{&http.Client{Jar: jar}, k}
}

// as signs in with a demo account.
func (k *site) as(login string) *browserName {
	k.t.Helper()
	b := k.browser()
	b.post("/sign-in", "login", login, "password", zonedemo.Password)
	return b
}

func (b *browserName) send(r *http.Request) (int, string) {
	b.k.t.Helper()
	r.Header.Set("Accept-Language", "en")
	answer, err := b.Do(r)
	b.k.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	b.k.must(err)
	return answer.StatusCode, string(text)
}

func (b *browserName) get(path string) (int, string) {
	r, err := http.NewRequest(http.MethodGet, b.k.URL+path, nil)
	b.k.must(err)
	return b.send(r)
}

func (b *browserName) post(path string, pairs ...string) (int, string) {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, b.k.URL+path, strings.NewReader(form.Encode()))
	b.k.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// says wants an answer with a status and some words.
func (k *site) says(status int, page string) func(want int, words ...string) {
	return func(want int, words ...string) {
		k.t.Helper()
		if status != want {
			k.t.Errorf("status %d, want %d: %.300s", status, want, page)
		}
		for _, w := range words {
			if !strings.Contains(page, w) {
				k.t.Errorf("the page lacks %q", w)
			}
		}
	}
}

func TestSignInPage(t *testing.T) {
	k := newSite(t)
	b := k.browser()
	k.says(b.get("/administration"))(200, "Sign in", "Demo accounts", "王建国") // sent to the door
	k.says(b.post("/sign-in", "login", "admin", "password", "wrong-wrong"))(401, "User name or password is wrong", `value="admin"`)
	k.says(b.post("/sign-in", "login", "admin", "password", zonedemo.Password, "return", "/account"))(200, "My account", "周明远", "Administrator")
	k.says(b.post("/sign-out"))(200, "Sign in")
	k.says(b.get("/account"))(200, "Demo accounts")
	for range 5 {
		b.post("/sign-in", "login", "nobody", "password", "wrong-wrong")
	}
	k.says(b.post("/sign-in", "login", "nobody", "password", "wrong-wrong"))(429, "Too many wrong tries from here", `name="code"`)
	if strings.Contains(k.log.String(), "周明远") || strings.Contains(k.log.String(), zonedemo.Password) {
		t.Error("the log knows too much")
	}
}

// Strangers at the same address do not lock out a browser that is known.
func TestAKnownBrowserComesInDuringALockOut(t *testing.T) {
	k := newSite(t)
	b, stranger := k.browser(), k.browser()
	k.says(b.post("/sign-in", "login", "admin", "password", zonedemo.Password, "return", "/account"))(200)
	b.post("/sign-out")
	for range 8 {
		stranger.post("/sign-in", "login", "admin", "password", "wrong-wrong")
	}
	k.says(stranger.post("/sign-in", "login", "admin", "password", zonedemo.Password))(429, "in which you signed in before")
	k.says(b.post("/sign-in", "login", "admin", "password", zonedemo.Password, "return", "/account"))(200, "周明远")
	at, err := url.Parse(k.URL)
	k.must(err)
	for _, c := range b.Jar.Cookies(at) {
		if c.Name == "fugong_device" && strings.Contains(c.Value, "admin") {
			t.Error("the cookie names the login")
		}
	}
}

func TestAPlantedCookieIsWorthNothing(t *testing.T) {
	k := newSite(t)
	b := k.browser()
	b.get("/sign-in")
	b.post("/sign-in", "login", "nobody", "password", "x")
	at, err := url.Parse(k.URL)
	k.must(err)
	before := b.Jar.Cookies(at)
	b.post("/sign-in", "login", "admin", "password", zonedemo.Password)
	planted := k.browser()
	planted.Jar.SetCookies(at, before)
	k.says(planted.get("/account"))(200, "Demo accounts")
	k.says(b.get("/account"))(200, "周明远")
}

func TestEveryPageOpensForItsRoles(t *testing.T) {
	k := newSite(t)
	pages := []string{"/administration/organisations", "/administration/organisations/new", "/administration/accounts", "/administration/invitations",
		"/administration/invitations/new", "/administration/people", "/administration/people/new", "/administration/tokens", "/administration/tokens/new",
		"/administration/audit", "/administration/audit?verify=1&from=2020-01-01&action=zone.account.add", "/administration/accounts/" + k.demo.Accounts["guard"],
		"/administration/organisations/" + k.demo.Organisations["plant"]}
	open := map[string]string{
		"admin":      "1111110111111", // sees people and does not register them
		"dispatcher": "0001111000000",
		"liaison":    "0000010000000",
		"planner":    "0000000110000",
		"guard":      "0000010000000",
		"hiring":     "0001111110000",
		"clerk":      "0000011000000",
		"auditor":    "0000010001100",
	}
	for login, want := range open {
		b := k.as(login)
		var got strings.Builder
		for i, page := range pages {
			status, text := b.get(page)
			switch status {
			case 200:
				got.WriteByte('1')
			case 403:
				got.WriteByte('0')
			default:
				t.Errorf("%s %s: %d %.200s", login, page, status, text)
			}
			if strings.Contains(text, "zone.") && regexp.MustCompile(`>[^<]*\bzone\.[a-z]+\.[a-z.]+[^<]*<`).MatchString(text) && i != 10 && i != 9 {
				t.Errorf("%s shows a key instead of words: %s", page, regexp.MustCompile(`>[^<]*\bzone\.[a-z]+\.[a-z.]+[^<]*<`).FindString(text))
			}
		}
		if got.String() != want {
			t.Errorf("%s may open %s, want %s", login, got.String(), want)
		}
	}
}

func TestInvitationFromEndToEnd(t *testing.T) {
	k := newSite(t)
	admin := k.as("admin")
	k.says(admin.post("/administration/invitations", "name", " ", "organisation", k.demo.Organisations["builder"], "role", "planner"))(422, "Please fill this in")
	status, page := admin.post("/administration/invitations", "name", "郑新", "organisation", k.demo.Organisations["builder"], "role", "planner")
	k.says(status, page)(200, "shown this once", "<svg")
	link := regexp.MustCompile(`/invitation\?key=[\w-]+`).FindString(page)
	key := strings.TrimPrefix(link, "/invitation?key=")
	if strings.Contains(k.log.String(), key) {
		t.Error("the log has the link's secret")
	}
	guest := k.browser()
	k.says(guest.get(link))(200, "郑新", "淮海一建", "Planner")
	k.says(guest.post("/invitation", "key", key, "login", "zheng", "password", "password12", "again", "password12"))(422, "easy to guess")
	k.says(guest.post("/invitation", "key", key, "login", "zheng", "password", "seven crows on a wire", "again", "other"))(422, "The two passwords differ")
	guest.post("/invitation", "key", key, "login", "zheng", "password", "seven crows on a wire", "again", "seven crows on a wire")
	k.says(guest.get("/account"))(200, "郑新", "zheng", "淮海一建")
	k.says(guest.get(link))(409, "each works once")
	k.says(admin.get("/administration/invitations"))(200, "郑新", "Used")
}

func TestOwnAccountPages(t *testing.T) {
	k := newSite(t)
	b, other := k.as("planner"), k.as("planner")
	k.says(b.post("/account/password", "password", "wrong", "fresh", "seven crows on a wire", "again", "seven crows on a wire"))(422, "present password is wrong")
	k.says(b.post("/account/password", "password", zonedemo.Password, "fresh", "seven crows on a wire", "again", "seven crows on a wire"))(200, "Password changed")
	k.says(other.get("/account"))(200, "Demo accounts")
	k.says(b.post("/account/language", "language", "zh"))(200, "我的账号")
	k.says(k.browser().post("/sign-in", "login", "planner", "password", "seven crows on a wire", "return", "/account"))(200, "我的账号")
	k.says(b.post("/account/sessions/none/end"))(404)
	b.post("/account/sessions/end")
	k.says(b.get("/account"))(200, "演示账号")
}

func TestSecondStepPages(t *testing.T) {
	k := newSite(t)
	b := k.as("clerk")
	k.says(b.post("/account/second-step", "password", "wrong"))(422, "present password is wrong")
	status, page := b.post("/account/second-step", "password", zonedemo.Password)
	k.says(status, page)(200, "<svg", "enter the six digits")
	secret := regexp.MustCompile(`name="secret" value="(\w+)"`).FindStringSubmatch(page)[1]
	code := func() string {
		c, err := hotp.GenerateCode(secret, uint64(k.now.Unix()/30))
		k.must(err)
		return c
	}
	k.says(b.post("/account/second-step/confirm", "secret", secret, "link", "otpauth://x", "code", "000000"))(422, "The code is wrong")
	status, page = b.post("/account/second-step/confirm", "secret", secret, "link", "otpauth://x", "code", code())
	k.says(status, page)(200, "Recovery codes")
	recovery := regexp.MustCompile(`[A-Z2-7]{5}-[A-Z2-7]{5}`).FindAllString(page, -1)
	if len(recovery) != 10 {
		t.Fatalf("%d recovery codes", len(recovery))
	}
	again := k.browser()
	k.says(again.get("/sign-in/code"))(200, "Demo accounts")
	k.says(again.post("/sign-in", "login", "clerk", "password", zonedemo.Password, "return", "/account"))(200, "Second step", "six digits")
	k.says(again.get("/account"))(200, "Demo accounts")
	k.says(again.post("/sign-in/code", "code", "000000"))(401, "The code is wrong")
	k.says(again.post("/sign-in/code", "code", recovery[0], "return", "/account"))(200, "9 recovery codes left")
	k.says(again.post("/account/second-step/stop", "password", zonedemo.Password))(200, "The second step is off")
}

const idNumber = "11010519491231002X" // the example of GB 11643

func TestPeoplePages(t *testing.T) {
	k := newSite(t)
	b := k.as("clerk")
	k.says(b.post("/administration/people", "name", "诸葛亮", "paper_kind", "id_card", "number", "110105194912310021"))(422, "check digit does not fit")
	status, page := b.post("/administration/people", "name", "诸葛亮", "paper_kind", "id_card", "number", idNumber, "phone", "13812345678")
	k.says(status, page)(200, "诸**", "110***********002X", "138****5678", "Registered")
	if strings.Contains(page, "诸葛亮") || strings.Contains(page, idNumber) {
		t.Error("the page shows more than the mask")
	}
	address := regexp.MustCompile(`/administration/people/[0-9a-f-]{36}`).FindString(page)
	k.says(b.post(address+"/reveal/number"))(422, "Choose a reason")
	k.says(b.post(address+"/reveal/number", "reason", "identity_check"))(200, idNumber)
	k.says(k.as("liaison").post(address+"/reveal/number", "reason", "identity_check"))(403, "Only HR of the person")
	k.says(b.post("/administration/people/search", "text", idNumber))(200, "诸**")
	k.says(b.post("/administration/people/search", "text", "诸葛"))(200, "Nobody found")
	k.says(b.post(address, "name", "诸葛孔明", "paper_kind", "id_card", "number", idNumber))(200, "诸**", "Saved")
	k.says(b.get(address+"/edit"))(200, "Enter the corrected details in full")
	k.says(k.as("auditor").get("/administration/audit?action=zone.person.reveal"))(200, "Read a personal detail", "reason Checking identity", "赵敏")
	for _, private := range []string{"诸葛", idNumber, "13812345678"} {
		if strings.Contains(k.log.String(), private) {
			t.Errorf("the log knows %s", private)
		}
	}
}

func TestAdministrationPages(t *testing.T) {
	k := newSite(t)
	b := k.as("admin")
	k.says(b.post("/administration/organisations", "name", "新单位", "code", "91110000802100433O", "kind", "supplier"))(422, "in place 18 never occurs")
	k.says(b.post("/administration/organisations", "name", "新单位", "code", "91110000802100433B", "kind", "supplier"))(200, "新单位", "The organisation is registered")
	plant := "/administration/organisations/" + k.demo.Organisations["plant"]
	k.says(b.post(plant, "name", "大黄山装备", "code", "91320301MADEM0054R", "kind", "employer"))(200, "Saved")
	guard := "/administration/accounts/" + k.demo.Accounts["guard"]
	k.says(b.post(guard+"/roles", "organisation", k.demo.Organisations["builder"], "role", "auditor"))(422, "held in the zone’s authority only")
	k.says(b.post(guard+"/roles", "organisation", k.demo.Organisations["builder"], "role", "planner"))(200, "Saved", "Planner")
	k.says(b.post(guard+"/roles/withdraw", "organisation", k.demo.Organisations["builder"], "role", "planner"))(200, "withdrawn")
	k.says(b.post(guard+"/disable"))(200, "Disabled")
	k.says(b.post(guard+"/enable"))(200, "Active")
	k.says(b.post(guard+"/reset"))(200, "shown this once")
	k.says(b.get("/administration/audit?verify=1"))(200, "The log is whole", "Began a password reset", "周明远")
	k.says(b.get("/administration/accounts?q=guard"))(200, "刘铁柱")
	if status, file := b.get("/administration/audit?format=xlsx"); status != 200 || !strings.HasPrefix(file, "PK") {
		t.Errorf("Excel of the audit log: %d %.20q", status, file)
	}
}

func TestTokenPagesAndAPI(t *testing.T) {
	k := newSite(t)
	b := k.as("planner")
	k.says(b.post("/administration/tokens", "name", "nightly", "organisation", k.demo.Organisations["builder"], "role", "planner", "expires", "900"))(422, "Between 1 and 366 days")
	status, page := b.post("/administration/tokens", "name", "nightly", "organisation", k.demo.Organisations["builder"], "role", "planner", "expires", "30")
	k.says(status, page)(200, "shown this once")
	secret := regexp.MustCompile(`fgt_[\w-]{43}`).FindString(page)
	call := func(method, path, token string) (int, string) {
		r, err := http.NewRequest(method, k.URL+path, nil)
		k.must(err)
		r.Header.Set("Authorization", "Bearer "+token)
		return k.browser().send(r)
	}
	k.says(call("GET", "/api/v1/me", secret))(200, `"role":"planner"`, k.demo.Organisations["builder"])
	k.says(call("GET", "/api/v1/organisations?text=%E5%BD%AD%E5%9F%8E", secret))(200, "91320301MADEM00384")
	k.says(call("GET", "/api/v1/organisations/"+k.demo.Organisations["plant"], secret))(200, "大黄山装备")
	k.says(call("GET", "/api/v1/tokens", secret))(403, "zone.refused.rule.token_does_not_govern")
	k.says(call("GET", "/api/v1/me", secret+"x"))(401, "zone.token.unknown")
	k.says(call("GET", "/account", secret))(200, "Demo accounts") // tokens open no pages
	status, page = b.get("/api/v1/tokens")
	k.says(status, page)(200, `"name":"nightly"`)
	if strings.Contains(page, secret) {
		t.Error("the list shows the secret")
	}
	id := regexp.MustCompile(`"id":"([0-9a-f-]{36})"`).FindStringSubmatch(page)[1]
	r, err := http.NewRequest(http.MethodDelete, k.URL+"/api/v1/tokens/"+id, nil)
	k.must(err)
	k.says(b.send(r))(204)
	k.says(call("GET", "/api/v1/me", secret))(401, "zone.token.revoked")
	k.says(b.get("/administration/tokens"))(200, "Revoked")
}
