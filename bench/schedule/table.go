package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"
)

// tally is what one solver did on one set.
type tally struct {
	n, solved, refuted int     // instances, with a schedule, proven to have none
	wrong              int     // verdicts and schedules that are false
	falseBounds        int     // above a schedule that is known
	gaps               float64 // sum over those with a schedule and a best known, in %
	compared           int
	atBest, better     int
	proved             int
	seconds            float64
}

// add judges a row by what is known.
func (t *tally) add(r row, k knowledge) {
	t.n++
	t.seconds += r.Seconds
	if r.Error != "" {
		t.wrong++
	}
	if r.Status == optimal || r.Status == infeasible {
		t.proved++
	}
	if r.Status == infeasible {
		t.refuted++
		if k.upper > 0 {
			t.wrong++
		}
		return
	}
	if k.upper > 0 && r.LowerBound > k.upper || r.Status == optimal && k.upper > 0 && r.Makespan > k.upper {
		t.falseBounds++
	}
	if r.Makespan == 0 {
		return
	}
	t.solved++
	if k.infeasible || r.Makespan < k.lower {
		t.wrong++
	}
	if k.upper > 0 {
		t.compared++
		t.gaps += gap(r, k)
		t.atBest += toInt(r.Makespan <= k.upper)
		t.better += toInt(r.Makespan < k.upper)
	}
}

func gap(r row, k knowledge) float64 { return 100 * float64(r.Makespan-k.upper) / float64(k.upper) }

func toInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// printTables prints a table for every set.
func printTables(w io.Writer, o options, list []instance, k known, b *book) error {
	for _, name := range o.sets {
		var of []instance
		for _, in := range list {
			if in.set == name {
				of = append(of, in)
			}
		}
		if len(of) == 0 {
			continue
		}
		print := printSet
		if name == scale {
			print = printScale
		}
		if err := print(w, o, of, k, b); err != nil {
			return err
		}
	}
	return nil
}

// columns are the solvers of a table: ours, the peer, and who published results.
func columns(o options, of []instance, k known, b *book) (names []string, rows map[string]map[string]row) {
	rows = map[string]map[string]row{}
	put := func(name string, r row) {
		if rows[name] == nil {
			rows[name] = map[string]row{}
		}
		rows[name][r.Instance] = r
	}
	for _, in := range of {
		for _, solver := range []string{"fugong", "cpsat"} {
			if r, ok := b.rows[wanted(o, in, solver).key()]; ok {
				put(solver, r)
			}
		}
		for solver, r := range k.published[[2]string{in.set, in.name}] {
			put("published: "+solver, r)
		}
	}
	names = slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	return names, rows
}

// rank puts ours first, then the peer, then the others.
func rank(name string) int {
	switch name {
	case "fugong":
		return 0
	case "cpsat":
		return 1
	}
	return 2
}

func printSet(w io.Writer, o options, of []instance, k known, b *book) error {
	names, rows := columns(o, of, k, b)
	fmt.Fprintf(w, "\n%s: %d instances, %g s, %d threads\n", of[0].set, len(of), o.seconds, o.threads)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "solver\tn\tschedule\tno schedule exists\tavg gap %\tat best known\tbetter\tproved\twrong\tfalse bounds\tavg s\t")
	for _, name := range names {
		var s tally
		for _, r := range rows[name] {
			s.add(r, k.best[[2]string{r.Set, r.Instance}])
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t%d\t%d\t%d\t%d\t%d\t%.2f\t\n", name, s.n, s.solved, s.refuted,
			share(s.gaps, s.compared), s.atBest, s.better, s.proved, s.wrong, s.falseBounds, s.seconds/float64(s.n))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	beside(w, rows["fugong"], rows["cpsat"], k)
	for _, r := range rows["fugong"] {
		complain(w, r, k.best[[2]string{r.Set, r.Instance}])
	}
	return nil
}

// beside compares the two on the instances where both have a schedule.
func beside(w io.Writer, ours, peers map[string]row, k known) {
	var mine, theirs float64
	n, shorter, longer := 0, 0, 0
	for name, r := range ours {
		q, ok := peers[name]
		best := k.best[[2]string{r.Set, r.Instance}]
		if !ok || best.upper == 0 || r.Makespan == 0 || q.Makespan == 0 {
			continue
		}
		n++
		mine += gap(r, best)
		theirs += gap(q, best)
		shorter += toInt(r.Makespan < q.Makespan)
		longer += toInt(r.Makespan > q.Makespan)
	}
	if n > 0 {
		fmt.Fprintf(w, "beside cpsat on %d: gap %.3f %% to %.3f %%, ratio %s; shorter on %d, longer on %d\n",
			n, mine/float64(n), theirs/float64(n), ratio(mine, theirs), shorter, longer)
	}
}

// complain names what ought never to be.
func complain(w io.Writer, r row, k knowledge) {
	var t tally
	if t.add(r, k); t.wrong+t.falseBounds > 0 {
		fmt.Fprintf(w, "FALSE: %s: %s, makespan %d, bound %d; known %d to %d, infeasible %v; %s\n",
			r.Instance, r.Status, r.Makespan, r.LowerBound, k.lower, k.upper, k.infeasible, r.Error)
	}
}

func share(sum float64, n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", sum/float64(n))
}

func ratio(a, b float64) string {
	switch {
	case b > 0:
		return fmt.Sprintf("%.2f", a/b)
	case a > 0:
		return "∞"
	}
	return "-"
}

// printScale shows the generated problems one by one, and how what is measured
// grows with them.
func printScale(w io.Writer, o options, of []instance, _ known, b *book) error {
	fmt.Fprintf(w, "\nscale: networks of %d tasks on %d shared crews, %g s, %d threads\n", networkTasks, crews, o.seconds, o.threads)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "problem\tsolver\tfirst ms\tgrowth\tmakespan\tbound\tstatus\tschedules\tbytes/task\ts\tcomplaint\t")
	last := map[string]row{}
	for _, in := range of {
		for _, solver := range []string{"fugong", "cpsat"} {
			r, ok := b.rows[wanted(o, in, solver).key()]
			if !ok {
				continue
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%d\t%s\t%d\t%.0f\t%.2f\t%s\t\n", in.name, solver, dash(1000*r.First), growth(last[solver], r),
				r.Makespan, r.LowerBound, r.Status, r.Schedules, float64(r.Peak)/float64(r.Tasks), r.Seconds, r.Error)
			last[solver] = r
		}
	}
	return t.Flush()
}

func dash(v float64) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", v)
}

// growth is the exponent by which the time to the first schedule grows from one
// size to the next: 1 is linear.
func growth(a, b row) string {
	if a.First == 0 || b.First == 0 || b.Tasks <= a.Tasks {
		return "-"
	}
	return fmt.Sprintf("n^%.2f", math.Log(b.First/a.First)/math.Log(float64(b.Tasks)/float64(a.Tasks)))
}
