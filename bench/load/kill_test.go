package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
)

// kills is how often each engine's process is killed: a few in every test, as
// many as FUGONG_KILLS says at night.
func kills(t *testing.T) int {
	if text := os.Getenv("FUGONG_KILLS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 5
}

// TestKilledAmongWriters kills the serving process at random moments. Every
// request that got no answer is sent again at once, and again at the end.
func TestKilledAmongWriters(t *testing.T) {
	program := filepath.Join(t.TempDir(), "fugong")
	if out, err := exec.Command("go", "build", "-o", program, "fugong/cmd/fugong").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	databases := map[string]func(t *testing.T, dir string) string{
		"sqlite":   func(_ *testing.T, dir string) string { return "sqlite:" + filepath.Join(dir, "zone.db") },
		"postgres": func(t *testing.T, _ string) string { return dbtest.Postgres(t).URL() },
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			dir := t.TempDir()
			s, err := newSite(program, databases[engine](t, dir), dir, 3, 40)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { s.kill() }()
			newCrew(t, s).run(kills(t))
		})
	}
}

// sent is a report with the answer that it got.
type sent struct {
	report
	answer     answer
	unanswered int // how often
}

// crew are writers that go on through kills.
type crew struct {
	t       *testing.T
	s       *site
	mu      sync.Mutex
	up      sync.RWMutex // held for writing while the site is down
	all     []*sent
	stop    chan struct{}
	clients []*http.Client // with sessions of their own
}

const writers = 12

func newCrew(t *testing.T, s *site) *crew {
	t.Helper()
	c := &crew{t: t, s: s, stop: make(chan struct{})}
	for range 3 {
		client, err := s.signIn("dispatcher")
		if err != nil {
			t.Fatal(err)
		}
		c.clients = append(c.clients, client)
	}
	return c
}

func (c *crew) run(kills int) {
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() { c.write(w) })
	}
	for range kills {
		time.Sleep(time.Duration(40+rand.IntN(220)) * time.Millisecond)
		c.s.kill()
		c.up.Lock()
		err := c.s.start()
		c.up.Unlock()
		if err != nil {
			c.t.Error(err)
			break
		}
	}
	close(c.stop)
	group.Wait()
	c.again()
	c.count(kills)
}

// write sends one report after another; one without an answer is sent again at
// once until it has one.
func (c *crew) write(w int) {
	client := c.clients[w%len(c.clients)]
	for n := 0; ; n++ {
		select {
		case <-c.stop:
			return
		default:
		}
		p := c.s.projects[(w+n)%len(c.s.projects)]
		r := &sent{report: report{project: p.id, activity: p.activities[(w*5+n)%len(p.activities)], kind: kind((w + n/3) % 3),
			key: fmt.Sprintf("kill-%d-%d", w, n), note: fmt.Sprintf("w%dn%d", w, n), percent: n % 90}}
		for {
			c.up.RLock()
			a, err := c.s.send(client, r.report)
			c.up.RUnlock()
			if err == nil {
				r.answer = a
				break
			}
			r.unanswered++
			client.CloseIdleConnections()
		}
		c.mu.Lock()
		c.all = append(c.all, r)
		c.mu.Unlock()
	}
}

// again sends everything that was unanswered, and some of the rest, once more.
func (c *crew) again() {
	for i, r := range c.all {
		if r.unanswered == 0 && i%5 != 0 {
			continue
		}
		a, err := c.s.send(c.s.client, r.report)
		if err != nil || a != r.answer {
			c.t.Errorf("%s sent again later: %v, %+v; first %+v", r.note, err, a, r.answer)
		}
	}
}

// count compares what is stored with what was answered.
func (c *crew) count(kills int) {
	stored := map[string]int{}
	for _, query := range []string{`SELECT note FROM plan_entry`, `SELECT item FROM plan_delivery`} {
		for _, note := range c.column(query) {
			stored[note]++
		}
	}
	good, unanswered, lost, doubled := 0, 0, 0, 0
	for _, r := range c.all {
		n := stored[r.note]
		unanswered += min(r.unanswered, 1)
		switch {
		case !r.answer.good():
			c.t.Errorf("%s was refused: %+v", r.note, r.answer)
		case n == 0:
			lost++
		case n > 1:
			doubled++
		}
		good++
	}
	c.t.Logf("%d kills, %d acknowledged, %d of them unanswered at first, %d lost, %d doubled", kills, good, unanswered, lost, doubled)
	if lost > 0 || doubled > 0 {
		c.t.Errorf("%d lost, %d doubled", lost, doubled)
	}
	if good == 0 {
		c.t.Error("nothing was written")
	}
	out, err := exec.Command(c.s.program, c.s.args("verify")...).CombinedOutput()
	if err != nil {
		c.t.Errorf("verify: %v: %s", err, out)
	}
}

func (c *crew) column(query string) (values []string) {
	c.t.Helper()
	d, err := db.Open(context.Background(), c.s.database)
	if err != nil {
		c.t.Fatal(err)
	}
	defer d.Close()
	if err := db.Select(context.Background(), d, &values, query); err != nil {
		c.t.Fatal(err)
	}
	return values
}
