package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// password is that of every account of the demo zone.
const password = "win-back-the-days"

// site is one build that serves a demo zone, and a dispatcher signed in.
type site struct {
	address string
	process *exec.Cmd
	client  *http.Client
	org     string // a contractor's
}

// found fills dir with the demo zone.
func found(program, dir string) error {
	out, err := exec.Command(program, store(dir, "demo", "--load-only")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("filling the zone: %w: %s", err, out)
	}
	return nil
}

func store(dir string, command ...string) []string {
	return append(command, "--db", "sqlite:"+filepath.Join(dir, "zone.db"), "--keys", filepath.Join(dir, "keys"), "--log", "error")
}

// serve starts the program on the zone in dir and signs in.
func serve(program, dir string) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	listen := listener.Addr().String()
	listener.Close()
	s := &site{address: "http://" + listen, process: exec.Command(program, store(dir, "serve", "--listen", listen)...)}
	s.process.Stderr = os.Stderr
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	if err = s.ready(); err == nil {
		err = s.signIn()
	}
	if err != nil {
		s.stop()
	}
	return s, err
}

func (s *site) stop() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

func (s *site) ready() error {
	quick := &http.Client{Timeout: time.Second}
	for range 6000 {
		if answer, err := quick.Get(s.address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("not ready within a minute")
}

func (s *site) signIn() error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	s.client = &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: time.Minute}, Timeout: 5 * time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := s.client.PostForm(s.address+"/sign-in?lang=en", url.Values{"login": {"dispatcher"}, "password": {password}})
	if err != nil {
		return err
	}
	answer.Body.Close()
	var orgs struct {
		Items []struct {
			ID   string `json:"id"`
			Kind string `json:"kind"`
		} `json:"items"`
	}
	a, err := s.send(request{method: "GET", path: "/api/v1/organisations"})
	if err == nil {
		err = json.Unmarshal(a.body, &orgs)
	}
	for _, o := range orgs.Items {
		if o.Kind == "contractor" {
			s.org = o.ID
		}
	}
	return err
}

// request is what is sent; body may be empty.
type request struct {
	method, path, kind string
	body               []byte
}

// form is a request with a file and fields, as a page sends it.
func form(path, field, name string, content []byte, fields ...string) request {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		_ = w.WriteField(fields[i], fields[i+1])
	}
	if f, err := w.CreateFormFile(field, name); err == nil {
		_, _ = f.Write(content)
	}
	_ = w.Close()
	return request{"POST", path, w.FormDataContentType(), body.Bytes()}
}

// answer is what came back, and the most memory that the process held meanwhile.
type answer struct {
	status   int
	location string
	body     []byte // its first megabyte
	size     int64
	peak     int64 // bytes
	took     time.Duration
}

// send sends a request by itself and measures it.
func (s *site) send(r request) (a answer, err error) {
	if err := s.forgetPeak(); err != nil {
		return a, err
	}
	q, err := http.NewRequest(r.method, s.address+r.path, bytes.NewReader(r.body))
	if err != nil {
		return a, err
	}
	if r.kind != "" {
		q.Header.Set("Content-Type", r.kind)
	}
	q.Header.Set("Expect", "100-continue") // what is too large is refused before it is sent
	start := time.Now()
	got, err := s.client.Do(q)
	if err != nil {
		return a, err
	}
	defer got.Body.Close()
	a.status, a.location = got.StatusCode, got.Header.Get("Location")
	if a.body, err = io.ReadAll(io.LimitReader(got.Body, 1<<20)); err != nil {
		return a, err
	}
	rest, err := io.Copy(io.Discard, got.Body)
	if err != nil {
		return a, err
	}
	a.size, a.took = int64(len(a.body))+rest, time.Since(start)
	a.peak, err = s.peak()
	return a, err
}

// forgetPeak lets the kernel count the peak anew: see proc(5), clear_refs.
func (s *site) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.process.Process.Pid), []byte("5"), 0)
}

// peak is the most memory that the process held since forgetPeak: VmHWM.
func (s *site) peak() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n << 10, err
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc")
}
