package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/internal/plan/planfile"
	"fugong/internal/plan/recovery"
	"fugong/internal/plan/recovery/frontier"
	"fugong/internal/plan/recovery/library"
	"fugong/solve/schedule/psplib"
	"fugong/solve/worktime"
)

// recoverFlags are what a recovery is asked with.
type recoverFlags struct {
	stops                        []string
	cause, dataDate, finish      string
	project                      string
	seconds                      float64
	rounds                       int
	seed                         uint64
	cores                        int
	asJSON, severe, full, atOnce bool
}

func newRecover() *cobra.Command {
	var f recoverFlags
	cmd := &cobra.Command{
		Use:   "recover FILE",
		Short: "Say what a stoppage costs a plan, which measures win the days back, and what each day costs",
		Long: `Reads a plan file of Primavera, Microsoft Project or our own template, or an instance of PSPLIB
(.sm, .mm, .sch, .rcp; a tick is a day from the data date, which then must be given or is the first
day of the stoppage). Without --data-date work is planned from the day after the last stoppage on,
and until then it is taken to have gone as the plan and the stoppages let it.`,
		Args: exactly(1, "one plan file"),
		RunE: func(cmd *cobra.Command, args []string) error { return runRecover(cmd, &f, args[0]) },
	}
	cmd.Flags().StringArrayVar(&f.stops, "stop", nil, "stoppage, first and last day: 2020-01-27..2020-02-16; may be repeated")
	cmd.Flags().StringVar(&f.cause, "cause", string(recovery.Epidemic), "why: epidemic, weather, supply or own")
	cmd.Flags().BoolVar(&f.atOnce, "at-once", false, "full output from the first day after a stoppage, instead of the restart curve")
	cmd.Flags().StringVar(&f.dataDate, "data-date", "", "plan from this day on (YYYY-MM-DD)")
	cmd.Flags().StringVar(&f.finish, "finish", "", "the finish to keep (YYYY-MM-DD); without it the planned one")
	cmd.Flags().Float64Var(&f.seconds, "seconds", 15, "how long to improve the answer")
	cmd.Flags().IntVar(&f.rounds, "rounds", 0, "rounds of improvement to stop after, for the same answer on any machine; 0: as the time allows")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "seed of the random choices")
	cmd.Flags().IntVar(&f.cores, "cores", runtime.GOMAXPROCS(0), "cores to use; does not change the answer of a number of rounds")
	cmd.Flags().BoolVar(&f.severe, "severe", false, "count with the harshest studies of overtime")
	cmd.Flags().StringVar(&f.project, "project", "", "code of the project, when the file holds several")
	cmd.Flags().BoolVar(&f.full, "full", false, "with --json: the dates of every activity for every point")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	return cmd
}

func runRecover(cmd *cobra.Command, f *recoverFlags, name string) error {
	start := time.Now()
	in, err := f.input(cmd, name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithDeadline(cmd.Context(), start.Add(time.Duration(f.seconds*float64(time.Second))))
	defer cancel()
	watch := newWatch(cmd, start, time.Duration(f.seconds*float64(time.Second)))
	answer, err := frontier.Solve(ctx, in, frontier.Options{Seed: f.seed, Cores: f.cores, Rounds: f.rounds, Observe: watch.observe})
	watch.end()
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.New(fault.Unavailable, "app.recover.too_short", "Seconds", math.Round(10*time.Since(start).Seconds())/10)
	}
	if err != nil {
		return err
	}
	out := recovered{ctx: cmd.Context(), in: &in, f: answer, seconds: time.Since(start).Seconds(), schedules: watch.schedules, full: f.full}
	if f.asJSON {
		return printJSON(cmd, out.body())
	}
	return out.print(cmd)
}

// input checks the flags and reads the file.
func (f *recoverFlags) input(cmd *cobra.Command, name string) (recovery.Input, error) {
	in := recovery.Input{Keep: worktime.None, Planned: worktime.None, Today: recovery.Today{Day: plan.NoDay}}
	if f.severe {
		in.Settings = recovery.Severe()
	}
	switch {
	case len(f.stops) == 0 && f.finish == "":
		return in, usage{errors.New("no stoppage: give --stop FROM..TO, first and last day, or the --finish to win back")}
	case !(f.seconds > 0 && f.seconds <= 1e6):
		return in, usage{fmt.Errorf("--seconds %v: want a number above 0", f.seconds)}
	case f.rounds < 0:
		return in, usage{fmt.Errorf("--rounds %d: want 0 or more", f.rounds)}
	case f.cores < 1:
		return in, usage{fmt.Errorf("--cores %d: want 1 or more", f.cores)}
	}
	for _, text := range f.stops {
		s, err := f.stoppage(text)
		if err != nil {
			return in, err
		}
		in.Stoppages = append(in.Stoppages, s)
	}
	today, err := day("data-date", f.dataDate)
	if err != nil {
		return in, err
	}
	keep, err := day("finish", f.finish)
	if err != nil {
		return in, err
	}
	if keep != plan.NoDay {
		in.Keep = (keep + 1).At(0)
	}
	return in, f.read(cmd, name, &in, today)
}

func (f *recoverFlags) stoppage(text string) (recovery.Stoppage, error) {
	from, to, ok := strings.Cut(text, "..")
	first, a := worktime.ParseDay(from)
	last, b := worktime.ParseDay(to)
	if !ok || !a || !b {
		return recovery.Stoppage{}, usage{fmt.Errorf("--stop %q: want two dates, YYYY-MM-DD..YYYY-MM-DD", text)}
	}
	s := recovery.Stoppage{Scope: recovery.ForZone, Cause: recovery.Cause(f.cause), From: first, To: last, Restart: recovery.DefaultRestart()}
	if f.atOnce {
		s.Restart = nil
	}
	return s, recovery.CheckStoppage(&s)
}

// day reads a date flag; plan.NoDay when it is not given.
func day(flag, text string) (worktime.Day, error) {
	if text == "" {
		return plan.NoDay, nil
	}
	d, ok := worktime.ParseDay(text)
	if !ok {
		return plan.NoDay, usage{fmt.Errorf("--%s %q: want YYYY-MM-DD", flag, text)}
	}
	return d, nil
}

// read opens the file and sets what depends on it.
func (f *recoverFlags) read(cmd *cobra.Command, name string, in *recovery.Input, today worktime.Day) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".sm", ".mm", ".sch", ".rcp":
		return f.instance(name, in, today)
	}
	file, err := read(cmd, name)
	if err != nil {
		return err
	}
	if in.Plan, err = choose(file, f.project); err != nil {
		return err
	}
	return settle(in, today)
}

// instance reads a file of the scheduling literature.
func (f *recoverFlags) instance(name string, in *recovery.Input, today worktime.Day) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return usage{err}
	}
	if len(data) > planfile.Limit {
		return fault.New(fault.TooLarge, "plan.file.too_large", "file", filepath.Base(name), "limit", planfile.Limit>>20)
	}
	p, err := psplib.Read(filepath.Base(name), io.Reader(bytes.NewReader(data)))
	if err != nil {
		return fault.New(fault.Invalid, "app.recover.instance", "File", filepath.Base(name), "Wrong", err.Error()).Because(err)
	}
	if today == plan.NoDay && len(in.Stoppages) == 0 {
		return usage{errors.New("an instance has no dates: give --data-date")}
	}
	if today == plan.NoDay {
		today = in.Stoppages[0].From
	}
	in.Plan, in.Today.Hands = library.Plan(p, today)
	in.Today.Day = today
	if err := settle(in, today); err != nil {
		return err
	}
	in.Planned, err = frontier.Level(*in)
	return err
}

// settle chooses the day from which work is planned, and refuses windows that lie
// beside the plan and dates that lie before it.
func settle(in *recovery.Input, today worktime.Day) error {
	p := in.Plan
	known := p.DataDate
	if known == worktime.None {
		known = p.Start
	}
	if today != plan.NoDay && known != worktime.None && today < known.Day() {
		return fault.New(fault.Invalid, "app.recover.data_date", "Date", today, "Known", known.Day())
	}
	last := plan.NoDay
	for _, s := range in.Stoppages {
		last = max(last, s.To)
	}
	dates, err := plan.Compute(p)
	if err != nil {
		return err
	}
	for _, s := range in.Stoppages {
		if dates.Finish != worktime.None && (s.From > plan.EndDay(dates.Finish) || s.To < dates.Start.Day()) {
			return fault.New(fault.Invalid, "app.recover.window", "From", s.From, "To", s.To, "Start", dates.Start.Day(), "Finish", plan.EndDay(dates.Finish))
		}
	}
	in.Today.Day = today
	if today == plan.NoDay {
		in.Today.Day = plan.DayOf(known)
		if last != plan.NoDay {
			in.Today.Day = max(last+1, in.Today.Day)
		}
	}
	return nil
}
