package main

import (
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fugong/solve/schedule"
)

func TestTally(t *testing.T) {
	k := knowledge{lower: 90, upper: 100}
	for _, c := range []struct {
		name string
		row  row
		k    knowledge
		want tally
	}{
		{"above the best", row{Status: "feasible", Makespan: 105, LowerBound: 95}, k, tally{n: 1, solved: 1, compared: 1, gaps: 5}},
		{"at the best, proved", row{Status: optimal, Makespan: 100, LowerBound: 100}, k, tally{n: 1, solved: 1, compared: 1, atBest: 1, proved: 1}},
		{"better", row{Status: "feasible", Makespan: 95}, k, tally{n: 1, solved: 1, compared: 1, gaps: -5, atBest: 1, better: 1}},
		{"below what is possible", row{Status: "feasible", Makespan: 80}, k, tally{n: 1, solved: 1, wrong: 1, compared: 1, gaps: -20, atBest: 1, better: 1}},
		{"a bound above a known schedule", row{Status: "feasible", Makespan: 105, LowerBound: 101}, k, tally{n: 1, solved: 1, falseBounds: 1, compared: 1, gaps: 5}},
		{"a false optimum", row{Status: optimal, Makespan: 101}, k, tally{n: 1, solved: 1, falseBounds: 1, compared: 1, gaps: 1, proved: 1}},
		{"a false refutation", row{Status: infeasible}, k, tally{n: 1, refuted: 1, wrong: 1, proved: 1}},
		{"a refutation", row{Status: infeasible}, knowledge{infeasible: true}, tally{n: 1, refuted: 1, proved: 1}},
		{"a schedule where there is none", row{Status: "feasible", Makespan: 5}, knowledge{infeasible: true}, tally{n: 1, solved: 1, wrong: 1}},
		{"a broken schedule", row{Status: "feasible", Error: "broken"}, k, tally{n: 1, wrong: 1}},
		{"nothing", row{Status: unknown, Seconds: 2}, k, tally{n: 1, seconds: 2}},
	} {
		var got tally
		if got.add(c.row, c.k); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestGenerated: a generated problem is the same each time, and is read back as
// it was written.
func TestGenerated(t *testing.T) {
	for _, g := range generated {
		if g.tasks > 10_000 {
			continue
		}
		p := networks(g)
		if len(p.Tasks) != g.tasks+2 || !reflect.DeepEqual(p, networks(g)) {
			t.Errorf("%+v: %d tasks, or another problem each time", g, len(p.Tasks))
		}
		path := filepath.Join(t.TempDir(), "a.sm")
		if err := writeProGen(path, p); err != nil {
			t.Fatal(err)
		}
		q, err := load(path)
		if err != nil {
			t.Fatal(err)
		}
		if !sameWork(p, q) {
			t.Errorf("%+v is not read as it was written", g)
		}
	}
}

func sameWork(p, q *schedule.Problem) bool {
	slices.SortStableFunc(p.Links, func(a, b schedule.Link) int { return a.From - b.From })
	return reflect.DeepEqual(p.Links, q.Links) && slices.EqualFunc(p.Tasks, q.Tasks, func(a, b schedule.Task) bool {
		a.Modes[0].Demands = slices.SortedFunc(slices.Values(a.Modes[0].Demands), func(x, y schedule.Use) int { return x.Of - y.Of })
		return a.Modes[0].Duration == b.Modes[0].Duration && slices.Equal(a.Modes[0].Demands, b.Modes[0].Demands)
	})
}

// TestResults: what a book is told is there when it is opened again, the later
// row of one run counts, and the tables show it.
func TestResults(t *testing.T) {
	o := options{sets: []string{"j30"}, seconds: 1, threads: 2, out: filepath.Join(t.TempDir(), "b.jsonl")}
	in := instance{set: "j30", name: "j301_1"}
	for _, makespan := range []int{44, 43} {
		b, err := openBook(o.out)
		if err != nil {
			t.Fatal(err)
		}
		r := wanted(o, in, "fugong")
		r.Status, r.Makespan, r.Checked = "feasible", makespan, true
		if err := b.add(r); err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	b, err := openBook(o.out)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	var out strings.Builder
	k := known{best: map[[2]string]knowledge{{"j30", "j301_1"}: {lower: 43, upper: 43}}}
	if err := printTables(&out, o, []instance{in}, k, b); err != nil {
		t.Fatal(err)
	}
	for _, row := range strings.Split(out.String(), "\n") {
		if strings.Contains(row, "fugong") {
			if got := strings.Join(strings.Fields(row), " "); got != "fugong 1 1 0 0.000 1 0 0 0 0 0.00" {
				t.Errorf("the table says %q", got)
			}
			return
		}
	}
	t.Errorf("no row of ours:\n%s", out.String())
}

func TestNatural(t *testing.T) {
	names := []string{"psp10.sch", "psp2.sch", "psp1.sch", "j3010_2.sm", "j301_10.sm", "j301_9.sm"}
	slices.SortFunc(names, natural)
	if got := strings.Join(names, " "); got != "j301_9.sm j301_10.sm j3010_2.sm psp1.sch psp2.sch psp10.sch" {
		t.Error(got)
	}
}
