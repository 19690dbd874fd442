package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"fugong/solve/schedule"
)

// plan says which problem to generate: so many tasks in independent networks of
// 120 that share four crews. In a "wide" one the crews grow with the square
// root of the number of networks, in a "long" one they stay as they are, so that
// the work goes on for longer.
type plan struct {
	kind  string
	tasks int
}

var generated = []plan{{"wide", 1_000}, {"wide", 10_000}, {"wide", 100_000}, {"long", 1_000}, {"long", 10_000}, {"long", 100_000}}

const (
	networkTasks = 120
	crews        = 4
	crewHands    = 20
)

// networks generates a problem; the same plan gives the same problem on every
// machine. Task 0 is the source, the last one the sink. Durations are 1 to 10
// days, demands 1 to 10 hands of one to two crews, and every task but the first
// few of a network waits for one to three of the fifteen before it.
func networks(g plan) *schedule.Problem {
	rng := rand.New(rand.NewPCG(uint64(g.tasks), 120))
	count := (g.tasks + networkTasks - 1) / networkTasks
	hands := crewHands
	if g.kind == "wide" {
		hands = int(crewHands * math.Sqrt(float64(count)))
	}
	p := &schedule.Problem{Name: g.kind}
	for range crews {
		p.Resources = append(p.Resources, schedule.Resource{Capacity: schedule.Constant(hands)})
	}
	add := func(m schedule.Mode) int {
		p.Tasks = append(p.Tasks, schedule.Task{Modes: []schedule.Mode{m}})
		return len(p.Tasks) - 1
	}
	after := func(i, j int) {
		p.Links = append(p.Links, schedule.Link{From: i, To: j, FromEnd: schedule.Finish})
	}
	source := add(schedule.Mode{})
	waited := make([]bool, g.tasks+2)
	for first := 1; first <= g.tasks; first += networkTasks {
		for i := first; i < min(first+networkTasks, g.tasks+1); i++ {
			add(someWork(rng))
			for _, j := range before(rng, first, i) {
				after(j, i)
				waited[j] = true
			}
			if i < first+3 {
				after(source, i)
			}
		}
	}
	sink := add(schedule.Mode{})
	for i := 1; i < sink; i++ {
		if !waited[i] {
			after(i, sink)
		}
	}
	return p
}

func someWork(rng *rand.Rand) schedule.Mode {
	m := schedule.Mode{Duration: 1 + rng.IntN(10)}
	first := rng.IntN(crews)
	for k := range 1 + rng.IntN(2) {
		m.Demands = append(m.Demands, schedule.Use{Of: (first + k) % crews, Amount: 1 + rng.IntN(10)})
	}
	return m
}

// before draws what task i of the network from first on waits for.
func before(rng *rand.Rand, first, i int) (out []int) {
	if i < first+3 {
		return nil
	}
	for range 1 + rng.IntN(3) {
		j := i - 1 - rng.IntN(min(15, i-first))
		if !slices.Contains(out, j) {
			out = append(out, j)
		}
	}
	return out
}

// writeProGen writes a problem of one mode a task as .sm, unless the file is there.
func writeProGen(path string, p *schedule.Problem) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	var text bytes.Buffer
	proGen(&text, p)
	return os.WriteFile(path, text.Bytes(), 0o644)
}

func proGen(w *bytes.Buffer, p *schedule.Problem) {
	rule := strings.Repeat("*", 72)
	next := make([][]int, len(p.Tasks))
	for _, l := range p.Links {
		next[l.From] = append(next[l.From], l.To+1)
	}
	fmt.Fprintf(w, "%s\nprojects                      :  1\njobs (incl. supersource/sink ):  %d\nRESOURCES\n", rule, len(p.Tasks))
	fmt.Fprintf(w, "  - renewable                 :  %d   R\n  - nonrenewable              :  0   N\n  - doubly constrained        :  0   D\n%s\n", len(p.Resources), rule)
	fmt.Fprintf(w, "PRECEDENCE RELATIONS:\njobnr.    #modes  #successors   successors\n")
	for i, to := range next {
		fmt.Fprintf(w, "%d 1 %d %s\n", i+1, len(to), strings.Trim(fmt.Sprint(to), "[]"))
	}
	fmt.Fprintf(w, "%s\nREQUESTS/DURATIONS:\njobnr. mode duration  R\n", rule)
	for i, t := range p.Tasks {
		uses := make([]int, len(p.Resources))
		for _, d := range t.Modes[0].Demands {
			uses[d.Of] = d.Amount
		}
		fmt.Fprintf(w, "%d 1 %d %s\n", i+1, t.Modes[0].Duration, strings.Trim(fmt.Sprint(uses), "[]"))
	}
	fmt.Fprintf(w, "%s\nRESOURCEAVAILABILITIES:\nR\n", rule)
	for _, r := range p.Resources {
		fmt.Fprintf(w, " %d", r.Capacity[0].Amount)
	}
	fmt.Fprintf(w, "\n%s\n", rule)
}
