package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"fugong/internal/id"

	"github.com/jackc/pgx/v5"
)

// options of a run.
type options struct {
	builds, engines     []string
	clients, projects   int
	activities, seconds int
}

func main() {
	o := options{}
	builds := flag.String("build", "bin/fugong", "the programs to measure, one after another, separated by commas")
	engines := flag.String("engine", "sqlite,postgres", "the engines to measure on, separated by commas")
	flag.IntVar(&o.clients, "clients", 128, "clients at a time, at most 256")
	flag.IntVar(&o.projects, "projects", 10, "projects that they report on")
	flag.IntVar(&o.activities, "activities", 300, "activities of each project")
	flag.IntVar(&o.seconds, "seconds", 15, "seconds of each measurement, at most 120")
	flag.Parse()
	o.builds, o.engines = strings.Split(*builds, ","), strings.Split(*engines, ",")
	o.clients, o.seconds = min(o.clients, 256), min(o.seconds, 120)
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run measures every build on every engine there is.
func run(o options) error {
	fmt.Printf("%d clients, %d projects of %d activities, %d s each\n", o.clients, o.projects, o.activities, o.seconds)
	fmt.Printf("%-24s %-9s %10s %9s %9s %9s %10s %6s %6s\n", "build", "engine", "entries/s", "p50 ms", "p99 ms", "refused", "ms CPU each", "client", "load")
	for _, engine := range o.engines {
		for _, build := range o.builds {
			if err := measure(o, build, engine); err != nil {
				return fmt.Errorf("%s on %s: %w", build, engine, err)
			}
		}
	}
	return nil
}

func measure(o options, build, engine string) error {
	dir, err := os.MkdirTemp("", "fugong-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	database := "sqlite:" + dir + "/zone.db"
	if engine == "postgres" {
		server := os.Getenv("FUGONG_TEST_POSTGRES")
		if server == "" {
			fmt.Printf("%-24s %-9s not measured: run it under scripts/with-postgres.sh\n", build, engine)
			return nil
		}
		var drop func()
		if database, drop, err = newDatabase(server); err != nil {
			return err
		}
		defer drop()
	}
	s, err := newSite(build, database, dir, o.projects, o.activities)
	if err != nil {
		return err
	}
	before, ownBefore := s.used(), processorTime(os.Getpid())
	took, refused, err := s.load(o)
	used, own := s.used()-before, processorTime(os.Getpid())-ownBefore
	s.kill()
	if err != nil {
		return err
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[min(len(took)-1, int(share*float64(len(took))))].Microseconds()) / 1000
	}
	fmt.Printf("%-24s %-9s %10.1f %9.0f %9.0f %9d %10.2f %6.2f %6s\n", build, engine, float64(len(took))/float64(o.seconds), at(0.5), at(0.99), refused,
		1000*used.Seconds()/float64(len(took)), 1000*own.Seconds()/float64(len(took)), loadAverage())
	return nil
}

// loadAverage is how many processes wanted to run in the last minute, on average.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// newDatabase makes a database of its own on the server.
func newDatabase(server string) (address string, drop func(), err error) {
	ctx := context.Background()
	name := fmt.Sprintf("load_%d", time.Now().UnixNano())
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", nil, err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		conn.Close(ctx)
		return "", nil, err
	}
	u, err := url.Parse(server)
	if err != nil {
		return "", nil, err
	}
	u.Path = "/" + name
	return u.String(), func() {
		_, _ = conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		conn.Close(ctx)
	}, nil
}

// load lets the clients report until the time is up, and returns how long each
// entry that was stored took.
func (s *site) load(o options) (took []time.Duration, refused int, err error) {
	const sessions = 8
	clients := make([]*http.Client, sessions)
	for i := range clients {
		if clients[i], err = s.signIn("dispatcher"); err != nil {
			return nil, 0, err
		}
	}
	wires := make([]*wire, o.clients)
	for c := range wires {
		if wires[c], err = s.newWire(clients[c%sessions]); err != nil {
			return nil, 0, err
		}
		defer wires[c].conn.Close()
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	end := time.Now().Add(time.Duration(o.seconds) * time.Second)
	for c := range o.clients {
		group.Go(func() {
			for n := 0; time.Now().Before(end); n++ {
				p := s.projects[c%len(s.projects)]
				at := (c/len(s.projects)*17 + n*5) % len(p.activities)
				r := report{project: p.id, activity: p.activities[at], kind: kind(c / len(s.projects) % 2), percent: (n*7 + c) % 99,
					key: id.New(), note: fmt.Sprintf("%d of %d", n, c)}
				start := time.Now()
				a, failed := s.send(wires[c], r)
				mu.Lock()
				switch {
				case failed != nil:
					err = failed
				case a.good():
					took = append(took, time.Since(start))
				default:
					refused++
					if refused == 1 {
						fmt.Fprintf(os.Stderr, "refused: %d %.300s\n", a.status, a.body)
					}
				}
				mu.Unlock()
				if failed != nil {
					return
				}
			}
		})
	}
	group.Wait()
	if len(took) == 0 && err == nil {
		err = fmt.Errorf("nothing was stored")
	}
	return took, refused, err
}
