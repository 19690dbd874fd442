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

// site is one build that serves a demo zone with projects to report on.
type site struct {
	program, database, keys, listen string
	process                         *exec.Cmd
	client                          *http.Client // signed in as a dispatcher
	projects                        []project
}

// project is one plan with the ids of what can be reported on.
type project struct {
	id         string
	activities []string
}

// newSite fills a database with the demo zone and n plans of so many
// activities. The site serves until it is stopped.
func newSite(program, database, dir string, n, activities int) (*site, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &site{program: program, database: database, keys: filepath.Join(dir, "keys"), listen: listener.Addr().String()}
	listener.Close()
	load := exec.Command(program, s.args("demo", "--load-only")...)
	if out, err := load.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("filling the zone: %w: %s", err, out)
	}
	if err := s.start(); err != nil {
		return nil, err
	}
	if err := s.fill(n, activities); err != nil {
		s.kill()
		return nil, err
	}
	return s, nil
}

func (s *site) args(command ...string) []string {
	return append(command, "--db", s.database, "--keys", s.keys, "--log", "error")
}

// start serves and waits until the site is ready.
func (s *site) start() error {
	s.process = exec.Command(s.program, s.args("serve", "--listen", s.listen)...)
	s.process.Stderr = os.Stderr
	if err := s.process.Start(); err != nil {
		return err
	}
	quick := &http.Client{Timeout: time.Second}
	for range 6000 {
		if answer, err := quick.Get(s.address("/readyz")); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.kill()
	return fmt.Errorf("%s did not become ready in a minute", s.program)
}

// kill ends the process as a power cut would.
func (s *site) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// used is the processor time of the serving process.
func (s *site) used() time.Duration { return processorTime(s.process.Process.Pid) }

// processorTime is what a process has used; 0 where /proc does not tell.
func processorTime(process int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields, ticks := strings.Fields(rest), 0
	for _, at := range []int{11, 12} { // user and system time, in hundredths of a second
		n, _ := strconv.Atoi(fields[at])
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

func (s *site) address(path string) string { return "http://" + s.listen + path }

// signIn returns a client with a session of its own.
func (s *site) signIn(login string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 256}
	client := &http.Client{Jar: jar, Timeout: 2 * time.Minute, Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(s.address("/sign-in"), url.Values{"login": {login}, "password": {password}})
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return nil, fmt.Errorf("signing in as %s: %s", login, answer.Status)
	}
	return client, nil
}

func (s *site) fill(n, activities int) (err error) {
	if s.client, err = s.signIn("dispatcher"); err != nil {
		return err
	}
	var orgs, list struct {
		Items []struct {
			ID   string `json:"id"`
			Code string `json:"code"`
			Kind string `json:"kind"`
		} `json:"items"`
	}
	if err := s.call(http.MethodGet, "/api/v1/organisations", "", nil, &orgs); err != nil {
		return err
	}
	org := ""
	for _, o := range orgs.Items {
		if o.Kind == "contractor" {
			org = o.ID
		}
	}
	for i := range n {
		p := project{}
		if p.id, err = s.importPlan(org, i, activities); err != nil {
			return err
		}
		for page := 1; len(list.Items) > 0 || page == 1; page++ {
			list.Items = nil
			if err := s.call(http.MethodGet, fmt.Sprintf("/api/v1/projects/%s/activities?size=500&page=%d", p.id, page), "", nil, &list); err != nil {
				return err
			}
			for _, a := range list.Items {
				if strings.HasPrefix(a.Code, "A") {
					p.activities = append(p.activities, a.ID)
				}
			}
		}
		s.projects = append(s.projects, p)
	}
	return nil
}

func (s *site) importPlan(org string, i, activities int) (string, error) {
	var held, made struct {
		ID string `json:"id"`
	}
	query := url.Values{"file": {"plan.csv"}, "organisation": {org}}
	if err := s.call(http.MethodPost, "/api/v1/imports?"+query.Encode(), "application/octet-stream", planFile(i, activities), &held); err != nil {
		return "", err
	}
	body := fmt.Sprintf(`{"new":{"code":"LOAD-%d","name":"Load %d"}}`, i, i)
	return made.ID, s.call(http.MethodPost, "/api/v1/imports/"+held.ID+"/confirm", "application/json", []byte(body), &made)
}

// call asks the API and reads the answer into out.
func (s *site) call(method, path, kind string, body []byte, out any) error {
	r, err := http.NewRequest(method, s.address(path), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s answers %s: %.300s", method, path, answer.Status, text)
	}
	return json.Unmarshal(text, out)
}

// planFile is a plan of five chains that lean on one another, in our CSV.
func planFile(seed, activities int) []byte {
	const chains = 5
	var b bytes.Buffer
	b.WriteString("code,name,parent,start,duration,predecessors\n")
	for c := range chains {
		fmt.Fprintf(&b, "W%d,Section %d,,,,\n", c, c)
	}
	start := time.Now().AddDate(0, 0, -14).Format(time.DateOnly)
	for i := range activities {
		first, before := start, ""
		if i >= chains {
			first, before = "", fmt.Sprintf("A%d", i-chains)
		}
		if i > chains && i%3 == 0 {
			before += fmt.Sprintf("; A%dSS+%dd", i-1, i%4)
		}
		fmt.Fprintf(&b, "A%d,Activity %d,W%d,%s,%d,%s\n", i, i, i%chains, first, 1+(i*7+seed*3)%9, before)
	}
	return b.Bytes()
}
