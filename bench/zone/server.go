package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
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

// server is one build that serves a demo zone, and a dispatcher signed in.
type server struct {
	label, address string
	process        *exec.Cmd
	dir            string
	client         *http.Client
}

// startServer serves a fresh demo zone with the program and signs in.
func startServer(label, program string) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	listen := listener.Addr().String()
	listener.Close()
	dir, err := os.MkdirTemp("", "fugong-zone-")
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &server{label: label, address: "http://" + listen, dir: dir, client: &http.Client{Jar: jar, Timeout: 2 * time.Minute}}
	s.process = exec.Command(program, "demo", "--db", "sqlite:"+filepath.Join(dir, "zone.db"), "--keys", filepath.Join(dir, "keys"), "--listen", listen)
	if err := s.process.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	if err := s.waitReady(); err != nil {
		s.stop()
		return nil, err
	}
	if err := s.signIn(); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// stop ends the program and removes its zone.
func (s *server) stop() {
	s.process.Process.Kill()
	s.process.Wait()
	os.RemoveAll(s.dir)
}

func (s *server) waitReady() error {
	for range 600 {
		if answer, err := s.client.Get(s.address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("%s did not become ready in a minute", s.label)
}

func (s *server) signIn() error {
	answer, err := s.client.PostForm(s.address+"/sign-in?lang=en", url.Values{"login": {"dispatcher"}, "password": {password}})
	if err != nil {
		return err
	}
	answer.Body.Close()
	return s.get("/projects")
}

// get reads a page to its end. A page that is not there, or a sign-in, fails.
func (s *server) get(path string) error {
	answer, err := s.client.Get(s.address + path)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK || answer.Request.URL.Path != path {
		return fmt.Errorf("%s answers %s at %s", path, answer.Status, answer.Request.URL.Path)
	}
	return nil
}

// post sends a body to the API and reads the answer into out.
func (s *server) post(path, kind string, body []byte, out any) error {
	answer, err := s.client.Post(s.address+path, kind, bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("POST %s answers %s: %.300s", path, answer.Status, text)
	}
	return json.Unmarshal(text, out)
}

func (s *server) tryStoppage() error {
	var tried struct{ Projects []struct{ Days int } }
	body := `{"scope":"zone","cause":"epidemic","from":"2026-12-14","to":"2026-12-27","try":true}`
	if err := s.post("/api/v1/stoppages", "application/json", []byte(body), &tried); err != nil {
		return err
	}
	if len(tried.Projects) == 0 || tried.Projects[len(tried.Projects)-1].Days == 0 {
		return fmt.Errorf("the trial moved nothing: %v", tried.Projects)
	}
	return nil
}

// importPlans imports n plans, each in the shape of the others and with its own
// code and durations.
func (s *server) importPlans(n, activities int) error {
	org, err := s.organisation()
	if err != nil {
		return err
	}
	for i := range n {
		var held struct {
			ID string `json:"id"`
		}
		query := url.Values{"file": {"plan.csv"}, "organisation": {org}}
		if err := s.post("/api/v1/imports?"+query.Encode(), "application/octet-stream", planFile(i, activities), &held); err != nil {
			return err
		}
		confirm := fmt.Sprintf(`{"new":{"code":"P%04d","name":"Project %04d"}}`, i, i)
		if err := s.post("/api/v1/imports/"+held.ID+"/confirm", "application/json", []byte(confirm), &struct{}{}); err != nil {
			return err
		}
	}
	return nil
}

// organisation is the one that the demo's first project belongs to.
func (s *server) organisation() (string, error) {
	answer, err := s.client.Get(s.address + "/api/v1/projects")
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	var list struct {
		Items []struct {
			Organisation string `json:"organisation"`
		} `json:"items"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		return "", err
	}
	for _, p := range list.Items {
		if p.Organisation != "" {
			return p.Organisation, nil
		}
	}
	return "", fmt.Errorf("no project of the demo names its organisation")
}

// planFile is a plan in the columns of our template: five chains with ties
// between them, under way since two weeks.
func planFile(seed, activities int) []byte {
	var b bytes.Buffer
	b.WriteString("code,name,parent,start,duration,predecessors\n")
	const chains = 5
	start := time.Now().AddDate(0, 0, -14).Format(time.DateOnly)
	for c := range chains {
		fmt.Fprintf(&b, "W%d,Section %d,,,,\n", c, c)
	}
	for i := range activities {
		chain := i % chains
		var before []string
		first := ""
		if i >= chains {
			before = append(before, fmt.Sprintf("A%d", i-chains))
		} else {
			first = start
		}
		if i > chains && i%3 == 0 {
			before = append(before, fmt.Sprintf("A%dSS+%dd", i-1, i%4))
		}
		fmt.Fprintf(&b, "A%d,Activity %d,W%d,%s,%d,%s\n", i, i, chain, first, 1+(i*7+seed*3+chain)%9, strings.Join(before, "; "))
	}
	return b.Bytes()
}

// processorTime is what the program has used so far, in user and kernel mode
// together. It adds up schedstat of its threads, which counts nanoseconds; stat
// counts hundredths of a second, too coarse for a request.
func (s *server) processorTime() (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.process.Process.Pid))
	if err != nil || len(files) == 0 {
		return 0, fmt.Errorf("no processor times in /proc: %w", err)
	}
	var sum time.Duration
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // a thread that ended
		}
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			ns, err := strconv.ParseInt(fields[0], 10, 64)
			if err != nil {
				return 0, err
			}
			sum += time.Duration(ns)
		}
	}
	return sum, nil
}
