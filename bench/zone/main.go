package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// question is a request that is measured.
type question struct {
	name string
	ask  func(s *server) error
}

var questions = []question{
	{"project list", func(s *server) error { return s.get("/projects") }},
	{"Today", func(s *server) error { return s.get("/") }},
	{"trial of a stoppage of the zone", func(s *server) error { return s.tryStoppage() }},
}

func main() {
	projects := flag.Int("projects", 1000, "plans to import into each zone")
	activities := flag.Int("activities", 60, "activities of a plan")
	repeat := flag.Int("repeat", 15, "measured requests of a kind and build")
	only := flag.String("only", "", "ask only the question with this in its name")
	flag.Parse()
	questions = slices.DeleteFunc(questions, func(q question) bool { return !strings.Contains(q.name, *only) })
	if err := run(flag.Args(), *projects, *activities, *repeat); err != nil {
		fmt.Fprintln(os.Stderr, "zone:", err)
		os.Exit(1)
	}
}

// run measures the builds, given as LABEL=PROGRAM.
func run(builds []string, projects, activities, repeat int) error {
	if len(builds) == 0 {
		builds = []string{"now=bin/fugong"}
	}
	var servers []*server
	defer func() {
		for _, s := range servers {
			s.stop()
		}
	}()
	for _, b := range builds {
		label, program, ok := strings.Cut(b, "=")
		if !ok {
			return fmt.Errorf("%q is not LABEL=PROGRAM", b)
		}
		s, err := startServer(label, program)
		if err != nil {
			return err
		}
		servers = append(servers, s)
		began := time.Now()
		if err := s.importPlans(projects, activities); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: %d plans of %d activities in %.0f s\n", label, projects, activities, time.Since(began).Seconds())
	}
	fmt.Printf("\n%d projects of %d activities, processor ms a request (median of %d), share of the first build\n\n", projects, activities, repeat)
	for _, q := range questions {
		if err := measure(q, servers, repeat); err != nil {
			return err
		}
	}
	return nil
}

// measure asks every build in turn and prints the medians.
func measure(q question, servers []*server, repeat int) error {
	used := make([][]float64, len(servers))
	for n := range repeat + 2 {
		for i, s := range servers {
			before, err := s.processorTime()
			if err != nil {
				return err
			}
			if err := q.ask(s); err != nil {
				return fmt.Errorf("%s, %s: %w", s.label, q.name, err)
			}
			after, err := s.processorTime()
			if err != nil {
				return err
			}
			if n >= 2 { // the first ones warm up
				used[i] = append(used[i], float64((after-before).Microseconds())/1000)
			}
		}
	}
	first := median(used[0])
	for i, s := range servers {
		fmt.Printf("%-34s %-10s %8.1f  %5.2f\n", q.name, s.label, median(used[i]), median(used[i])/cmp.Or(first, 1))
	}
	return nil
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
