package accept

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serve answers on a bounded listener; what is asked at /hold waits for the
// test to end.
func serve(t *testing.T, most int, stall time.Duration) string {
	t.Helper()
	raw, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := Limit(raw, most)
	l.stall = stall
	hold := make(chan struct{})
	server := &http.Server{ConnState: l.State, ConnContext: Context, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := From(r.Context())
		c.Work()
		switch r.URL.Path {
		case "/hold":
			<-hold
		case "/signed-in":
			c.Trust()
			fallthrough
		case "/body":
			c.Wait()
			_, err := io.Copy(io.Discard, r.Body)
			c.Work()
			if err != nil {
				return
			}
		case "/large":
			_, _ = w.Write(make([]byte, 64<<20))
			return
		}
		fmt.Fprint(w, "served")
	})}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { close(hold); server.Close() })
	return raw.Addr().String()
}

type peer struct {
	net.Conn
	in *bufio.Reader
}

func connect(t *testing.T, address, says string) peer {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	fmt.Fprint(c, says)
	return peer{c, bufio.NewReader(c)}
}

func (p peer) answer() string {
	r, err := http.ReadResponse(p.in, nil)
	if err != nil {
		return err.Error()
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return strings.TrimSpace(r.Status + " " + string(b))
}

const served = "200 OK served"

func get(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n" }
func post(path string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n"
}

// Whatever strangers hold, who comes next is served.
func TestStrangersCannotTakeEveryPlace(t *testing.T) {
	for name, says := range map[string]string{"nothing": "", "half a header": "GET / HT", "a header and no body": post("/body")} {
		address := serve(t, 8, stall)
		for range 100 {
			connect(t, address, says)
		}
		for range 20 {
			if got := connect(t, address, get("/")).answer(); got != served {
				t.Fatalf("beside 100 who say %s: %s", name, got)
			}
		}
	}
}

// A body under way of somebody who is signed in is the last to be given up.
func TestTheSignedInKeepTheirPlace(t *testing.T) {
	address := serve(t, 8, stall)
	known := connect(t, address, post("/signed-in"))
	if got := connect(t, address, get("/")).answer(); got != served { // known's header is read by now or soon
		t.Fatal(got)
	}
	time.Sleep(50 * time.Millisecond)
	for range 50 {
		connect(t, address, post("/body"))
	}
	fmt.Fprint(known, "123456789")
	if got := known.answer(); got != served {
		t.Errorf("who sends slowly and is signed in: %s", got)
	}
}

func TestWhoIsServedIsNotSentAway(t *testing.T) {
	address := serve(t, 4, stall)
	for range 50 { // whoever is at work already stays
		connect(t, address, get("/hold"))
		time.Sleep(10 * time.Millisecond)
	}
	for range 50 {
		if got := connect(t, address, "").answer(); strings.HasPrefix(got, "503") {
			return
		}
	}
	t.Error("nobody was told that the server is busy")
}

// A reader that takes nothing is left; a slow one gets everything.
func TestSlowReaders(t *testing.T) {
	address := serve(t, 4, 300*time.Millisecond)
	slow := connect(t, address, get("/large"))
	r, err := http.ReadResponse(slow.in, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := int64(0)
	for err == nil {
		var n int64
		n, err = io.CopyN(io.Discard, r.Body, 4<<20)
		got += n
		time.Sleep(60 * time.Millisecond) // 16 times: longer than a stall
	}
	if err != io.EOF || got != 64<<20 {
		t.Errorf("a slow reader got %d bytes: %v", got, err)
	}
	stalled := connect(t, address, get("/large"))
	time.Sleep(time.Second)
	if n, err := io.Copy(io.Discard, stalled.in); err == nil && n >= 64<<20 {
		t.Errorf("a reader that stalled got %d bytes: %v", n, err)
	}
}

func TestMost(t *testing.T) {
	for files, want := range map[int]int{0: 8192, 50: 64, 1024: 512, 1 << 20: 8192} {
		if got := within(files); got != want {
			t.Errorf("of %d files %d connections, want %d", files, got, want)
		}
	}
	if Most() < 64 {
		t.Errorf("here: %d", Most())
	}
}

func TestRequestsOnOtherListeners(t *testing.T) {
	c := From(t.Context())
	c.Wait()
	c.Trust()
	c.Work()
}
