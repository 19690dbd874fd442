// Command recovery runs a series of versions of one plan through the loss and
// recovery rules and prints what docs/recovery-colorado-springs.md reports:
//
//	go run ./bench/recovery FILE FILE…
//
// For every pair of versions: the days lost and won back between their data
// dates, by day, apart by production and replanning. For every version: what
// keeping the first version's finish would have cost from there, the earliest
// finish, and the bound. The same seed and rounds give the same figures.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"fugong/bench/windowanalysis"
	"fugong/internal/masterplan"
	"fugong/internal/planfile"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/solve/worktime"
)

func main() {
	rounds := flag.Int("rounds", 40, "rounds of improvement for each version")
	seed := flag.Uint64("seed", 1, "seed of the random choices")
	severe := flag.Bool("severe", false, "count with the harshest studies of overtime")
	flag.Parse()
	if err := run(flag.Args(), *rounds, *seed, *severe); err != nil {
		fmt.Fprintln(os.Stderr, "recovery:", err)
		os.Exit(1)
	}
}

func run(files []string, rounds int, seed uint64, severe bool) error {
	var plans []*masterplan.Plan
	for _, name := range files {
		p, err := open(name)
		if err != nil {
			return err
		}
		plans = append(plans, p)
	}
	if len(plans) == 0 {
		return fmt.Errorf("no plan files given")
	}
	first, err := masterplan.Compute(plans[0])
	if err != nil {
		return err
	}
	for n, p := range plans {
		if n > 0 {
			if err := printWindow(files[n-1], files[n], plans[n-1], p); err != nil {
				return err
			}
		}
		if err := printRecovery(files[n], p, first.Finish, frontier.Options{Seed: seed, Rounds: rounds, Cores: runtime.GOMAXPROCS(0)}, severe); err != nil {
			return err
		}
	}
	return nil
}

func open(name string) (*masterplan.Plan, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := planfile.Read(context.Background(), filepath.Base(name), f, planfile.Options{})
	if err != nil {
		return nil, err
	}
	best := file.Plans[0]
	for _, p := range file.Plans {
		if len(p.Activities) > len(best.Activities) {
			best = p
		}
	}
	return best, nil
}

func printWindow(a, b string, older, newer *masterplan.Plan) error {
	w, err := windowanalysis.Between(older, newer)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s → %s: %s to %s\n", filepath.Base(a), filepath.Base(b), w.From, w.To)
	fmt.Printf("  forecast %s → %s by progress → %s as replanned\n", masterplan.EndDay(w.Before), masterplan.EndDay(w.Produced), masterplan.EndDay(w.After))
	fmt.Printf("  production %+d, replanning %+d days; lost %d, won back %d; activities +%d −%d, durations changed %d\n",
		w.Production, w.Replanning, w.Lost, w.Won, w.Added, w.Removed, w.Changed)
	for _, d := range w.Days {
		driver := ""
		if d.Driver >= 0 {
			driver = older.Activities[d.Driver].Code + " " + older.Activities[d.Driver].Name
		}
		fmt.Printf("  %s  %+4d  forecast %s  %s\n", d.Day, d.Moved, masterplan.EndDay(d.Finish), driver)
	}
	return nil
}

func printRecovery(name string, p *masterplan.Plan, keep worktime.Time, o frontier.Options, severe bool) error {
	in := recovery.Input{Plan: p, Keep: (masterplan.EndDay(keep) + 1).At(0), Today: recovery.SiteConditions{Day: worktime.NoDay}}
	if severe {
		in.Settings = recovery.Severe()
	}
	begin := time.Now()
	f, err := frontier.Solve(context.Background(), in, o)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s: data date %s, forecast %s, to keep %s\n", filepath.Base(name), masterplan.DayOf(p.DataDate), masterplan.EndDay(f.WithoutMeasures), masterplan.EndDay(f.Keep))
	fmt.Printf("  no plan finishes before %s; %d points in %.1f s\n", masterplan.EndDay(f.LowerBound), len(f.Points), time.Since(begin).Seconds())
	for _, at := range []struct {
		what string
		i    int
	}{{"keeps the finish", f.KeepAt}, {"best value", f.BestAt}, {"earliest", f.SoonestAt}} {
		if at.i < 0 {
			fmt.Printf("  %-17s no plan found\n", at.what)
			continue
		}
		printPoint(at.what, p, &f.Points[at.i])
	}
	for _, c := range f.Conflicts {
		fmt.Printf("  in the way: %s %s, %d days\n", c.Kind, c.Subject, c.Days)
	}
	return nil
}

// measuresShown is how many measures of a point are named.
const measuresShown = 5

func printPoint(what string, p *masterplan.Plan, x *recovery.Point) {
	fmt.Printf("  %-17s %s, %d days won for %d; P50 %s, P80 %s; %d measures\n",
		what, masterplan.EndDay(x.Finish), x.Days, x.Cost, masterplan.EndDay(x.Risk.P50), masterplan.EndDay(x.Risk.P80), len(x.Measures))
	for n, m := range x.Measures {
		if n == measuresShown {
			break
		}
		name := m.Subject
		if m.Activity >= 0 {
			name = p.Activities[m.Activity].Code + " " + p.Activities[m.Activity].Name
		}
		fmt.Printf("      %-12s %4.1f days for %6d: %s\n", m.Kind, m.Days, m.Cost, name)
	}
}
