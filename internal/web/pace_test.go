package web_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/db/dbtest"
	"fugong/internal/web"
)

// quick is a pace that tests can wait for.
var quick = web.Pace{Least: 100, Window: 600 * time.Millisecond}

// pacedSite has an operation and a form, and somebody who is signed in.
func pacedSite(t *testing.T, routes ...func(*web.Mux)) (s *site, session string) {
	s = newSiteWith(t, dbtest.SQLite(t, lines...), func(c *web.Config) { c.Pace = quick }, func(m *web.Mux) {
		web.Register(m, huma.Operation{Method: "POST", Path: "/api/v1/crews", OperationID: "add-crew"}, addCrew)
		form := func(w http.ResponseWriter, r *http.Request) error {
			if _, err := web.ReadForm(r); err != nil {
				return err
			}
			return web.Redirect(w, r, "/")
		}
		m.Handle("POST /form", form)
		m.Handle("POST /open", form, web.Public)
		for _, f := range routes {
			f(m)
		}
	})
	s.signIn()
	home, _ := url.Parse(s.URL)
	for _, c := range s.browser.Jar.Cookies(home) {
		session += c.Name + "=" + c.Value + "; "
	}
	return s, session
}

// wire is a connection on which a test says every byte itself.
type wire struct {
	t *testing.T
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, address string) *wire {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(30 * time.Second)) // a hang is a failure
	return &wire{t, c, bufio.NewReader(c)}
}

// begin sends the head of a POST.
func (c *wire) begin(path, session, kind string, length int, header ...string) {
	fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: here\r\nCookie: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", path, session, kind, length)
	for _, line := range header {
		fmt.Fprint(c, line, "\r\n")
	}
	fmt.Fprint(c, "\r\n")
}

func (c *wire) answer() reply {
	c.t.Helper()
	r, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.t.Fatalf("no answer: %v", err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return reply{r, string(body)}
}

// ended tells whether the other side closed the connection.
func (c *wire) ended() bool {
	_, err := c.in.ReadByte()
	return err == io.EOF
}

const jsonKind = "application/json"

// A phone with bad reception sends for longer than any fixed time.
func TestSlowWritersAreHeard(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t)
	body := `{"name":"x",` + strings.Repeat(" ", 12_000) + `"size":1}`
	c := dial(t, s.URL)
	c.begin("/api/v1/crews", session, jsonKind, len(body))
	for part := range 56 { // longer than the 5 s that huma gives
		size := len(body)/56 + 1
		fmt.Fprint(c, body[part*size:min(len(body), (part+1)*size)])
		time.Sleep(100 * time.Millisecond)
	}
	if r := c.answer(); r.StatusCode != 200 {
		t.Errorf("%s %s", r.Status, r.body)
	}
	c.begin("/api/v1/crews", session, jsonKind, 21)
	fmt.Fprint(c, `{"name":"a","size":1}`)
	if r := c.answer(); r.StatusCode != 200 {
		t.Errorf("the next request on the connection: %s", r.Status)
	}
}

func TestStalledWritersAreToldSo(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t)
	for _, k := range []struct{ path, kind, starts, wants string }{
		{"/api/v1/crews", jsonKind, `{"name":`, `"code":"web.slow"`},
		{"/form", "application/x-www-form-urlencoded", "name=", "每 1 秒至少应收到 100 字节"},
		{"/form", "multipart/form-data; boundary=b", "--b\r\nContent-Disp", "每 1 秒至少应收到 100 字节"},
	} {
		c := dial(t, s.URL)
		c.begin(k.path, session, k.kind, 5000, "Accept-Language: zh-CN")
		fmt.Fprint(c, k.starts)
		if r := c.answer(); r.StatusCode != 408 || !strings.Contains(r.body, k.wants) || !r.Close {
			t.Errorf("%s %s: %s, close %v: %.300s", k.path, k.kind, r.Status, r.Close, r.body)
		}
		if !c.ended() {
			t.Errorf("%s: the connection goes on", k.path)
		}
	}
}

// A byte now and then is not a pace either.
func TestDrippingIsStalling(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t)
	c := dial(t, s.URL)
	c.begin("/form", session, "application/x-www-form-urlencoded", 5000)
	go func() {
		for range 50 {
			if _, err := c.Write([]byte("x")); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	if r := c.answer(); r.StatusCode != 408 {
		t.Errorf("%s", r.Status)
	}
}

// Whoever must sign in is told so before the body is there, and holds nothing.
func TestRefusedBeforeTheBody(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t)
	for _, k := range []struct {
		path, session string
		length        int
		status        int
		header        string
	}{
		{"/api/v1/crews", "", 5000, 401, "X: y"},
		{"/api/v1/crews", "", 900_000, 401, "X: y"},
		{"/api/v1/crews", "", 5000, 401, "Expect: 100-continue"},
		{"/api/v1/nothing", "", 5000, 404, "X: y"},
		{"/api/v1/crews", "", 5000, 403, "Sec-Fetch-Site: cross-site"},
		{"/api/v1/crews", session, 2_000_000, 413, "X: y"},
		{"/api/v1/crews", session, 2_000_000, 413, "Expect: 100-continue"},
		{"/open", "", 100_000, 413, "X: y"},
	} {
		c := dial(t, s.URL)
		c.begin(k.path, k.session, "application/x-www-form-urlencoded", k.length, k.header)
		if r := c.answer(); r.StatusCode != k.status || !r.Close {
			t.Errorf("%s %d %s: %s, close %v", k.path, k.length, k.header, r.Status, r.Close)
		}
		if !c.ended() {
			t.Errorf("%s: the connection goes on", k.path)
		}
	}
}

// A small body that nobody wanted does not cost a proxy its connection.
func TestRefusalsKeepTheConnection(t *testing.T) {
	s, session := pacedSite(t)
	c := dial(t, s.URL)
	for range 3 {
		c.begin("/api/v1/crews", "", jsonKind, 10)
		fmt.Fprint(c, `{"name":1}`)
		if r := c.answer(); r.StatusCode != 401 || r.Close {
			t.Errorf("%s, close %v", r.Status, r.Close)
		}
	}
	c.begin("/api/v1/crews", session, jsonKind, 21)
	fmt.Fprint(c, `{"name":"a","size":1}`)
	if r := c.answer(); r.StatusCode != 200 {
		t.Errorf("%s", r.Status)
	}
}

// What a body was given to arrive does not bound the work.
func TestWorkMayTakeLonger(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t, func(m *web.Mux) {
		web.Register(m, huma.Operation{Method: "POST", Path: "/api/v1/long", OperationID: "long"},
			func(ctx context.Context, in *crewIn) (*crewOut, error) {
				time.Sleep(5200 * time.Millisecond) // more than huma gives a body, and than our window
				return &crewOut{}, ctx.Err()
			})
	})
	c := dial(t, s.URL)
	c.begin("/api/v1/long", session, jsonKind, 21)
	fmt.Fprint(c, `{"name":"a","size":1}`)
	if r := c.answer(); r.StatusCode != 200 {
		t.Errorf("%s %s", r.Status, r.body)
	}
}

func TestCutBodiesAreNotOurFault(t *testing.T) {
	s, session := pacedSite(t)
	c := dial(t, s.URL)
	fmt.Fprintf(c, "POST /api/v1/crews HTTP/1.1\r\nHost: here\r\nCookie: %s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", session)
	if r := c.answer(); r.StatusCode != 400 || !strings.Contains(r.body, `"code":"web.cut"`) {
		t.Errorf("%s %s", r.Status, r.body)
	}
}

// Four who send slowly, and four who stop, share a proxy with somebody else.
func TestSlowWritersBehindAProxy(t *testing.T) {
	t.Parallel()
	s, session := pacedSite(t)
	back, _ := url.Parse(s.URL)
	proxy := httptest.NewUnstartedServer(&httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(back) },
		Transport: &http.Transport{MaxIdleConnsPerHost: 16},
	})
	proxy.Config.ReadTimeout = 5 * time.Second // or it waits for those who stopped before it hands on the answer
	proxy.Start()
	t.Cleanup(proxy.Close)
	var slow sync.WaitGroup
	for i := range 8 {
		slow.Go(func() {
			c := dial(t, proxy.URL)
			c.begin("/api/v1/crews", session, jsonKind, 1000)
			fmt.Fprint(c, `{"name":`)
			for n := 0; i%2 == 0 && n < 10; n++ {
				time.Sleep(quick.Window / 3)
				fmt.Fprint(c, strings.Repeat(" ", 50))
			}
			want := 408
			if i%2 == 0 {
				fmt.Fprintf(c, "%-492s", `"a","size":1}`)
				want = 200
			}
			if r := c.answer(); r.StatusCode != want {
				t.Errorf("slow writer %d: %s, want %d", i, r.Status, want)
			}
		})
	}
	done := make(chan struct{})
	go func() { slow.Wait(); close(done) }()
	other, served := dial(t, proxy.URL), 0
	for {
		other.begin("/api/v1/crews", session, jsonKind, 21)
		fmt.Fprint(other, `{"name":"a","size":1}`)
		if r := other.answer(); r.StatusCode != 200 {
			t.Fatalf("somebody else after %d good answers: %s", served, r.Status)
		}
		served++
		select {
		case <-done:
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}
