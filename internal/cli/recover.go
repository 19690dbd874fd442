package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/planfile"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/internal/recovery/psplibplan"
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
	quiet                        bool
	measures                     int
}

func newRecover() *cobra.Command {
	var f recoverFlags
	cmd := &cobra.Command{
		Use:  "recover FILE",
		Args: exactly(1, "plan_file"),
		RunE: func(cmd *cobra.Command, args []string) error { return runRecover(cmd, &f, args[0]) },
	}
	cmd.Flags().StringArrayVar(&f.stops, "stop", nil, "")
	cmd.Flags().StringVar(&f.cause, "cause", string(stoppage.Epidemic), "")
	cmd.Flags().BoolVar(&f.atOnce, "at-once", false, "")
	cmd.Flags().StringVar(&f.dataDate, "data-date", "", "")
	cmd.Flags().StringVar(&f.finish, "finish", "", "")
	cmd.Flags().Float64Var(&f.seconds, "seconds", 15, "")
	cmd.Flags().IntVar(&f.rounds, "rounds", 0, "")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "")
	cmd.Flags().IntVar(&f.cores, "cores", runtime.GOMAXPROCS(0), "")
	cmd.Flags().BoolVar(&f.severe, "severe", false, "")
	cmd.Flags().StringVar(&f.project, "project", "", "")
	cmd.Flags().BoolVar(&f.full, "full", false, "")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "")
	cmd.Flags().BoolVar(&f.quiet, "quiet", false, "")
	cmd.Flags().IntVar(&f.measures, "measures", 20, "")
	return cmd
}

func runRecover(cmd *cobra.Command, f *recoverFlags, name string) error {
	start := time.Now()
	in, err := f.readInput(cmd, name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithDeadline(cmd.Context(), start.Add(time.Duration(f.seconds*float64(time.Second))))
	defer cancel()
	watch := watchRecovery(cmd, time.Duration(f.seconds*float64(time.Second)), f.quiet)
	answer, err := frontier.Solve(ctx, in, frontier.Options{Seed: f.seed, Cores: f.cores, Rounds: f.rounds, Observe: watch.observe})
	watch.end()
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.New(fault.Unavailable, "app.recover.too_short", "Seconds", math.Round(10*time.Since(start).Seconds())/10)
	}
	if err != nil {
		return err
	}
	out := recovered{ctx: cmd.Context(), in: &in, f: answer, seconds: time.Since(start).Seconds(), schedules: watch.schedules(), full: f.full, most: f.measures}
	if f.asJSON {
		return printJSON(cmd, out.jsonBody())
	}
	return out.printTable(cmd)
}

// readInput checks the flags and reads the file.
func (f *recoverFlags) readInput(cmd *cobra.Command, name string) (recovery.Input, error) {
	in := recovery.Input{Keep: worktime.None, Planned: worktime.None, Today: recovery.SiteConditions{Day: worktime.NoDay}}
	if f.severe {
		in.Settings = recovery.Severe()
	}
	switch {
	case len(f.stops) == 0 && f.finish == "":
		return in, wrong("no_stoppage")
	case !(f.seconds > 0 && f.seconds <= 1e6):
		return in, wrong("seconds", "Value", f.seconds, "Most", 1000000)
	case f.rounds < 0:
		return in, wrong("at_least", "Flag", "--rounds", "Value", f.rounds, "Least", 0)
	case f.measures < 0:
		return in, wrong("at_least", "Flag", "--measures", "Value", f.measures, "Least", 0)
	case f.cores < 1:
		return in, wrong("at_least", "Flag", "--cores", "Value", f.cores, "Least", 1)
	}
	for _, text := range f.stops {
		s, err := f.parseStoppage(text)
		if err != nil {
			return in, err
		}
		in.Stoppages = append(in.Stoppages, s)
	}
	today, err := parseDay("data-date", f.dataDate)
	if err != nil {
		return in, err
	}
	keep, err := parseDay("finish", f.finish)
	if err != nil {
		return in, err
	}
	if keep != worktime.NoDay {
		in.Keep = (keep + 1).At(0)
	}
	return in, f.readPlanInput(cmd, name, &in, today)
}

func (f *recoverFlags) parseStoppage(text string) (stoppage.Stoppage, error) {
	from, to, ok := strings.Cut(text, "..")
	first, a := worktime.ParseDay(from)
	last, b := worktime.ParseDay(to)
	if !ok || !a || !b {
		return stoppage.Stoppage{}, wrong("stop", "Value", text)
	}
	s := stoppage.Stoppage{Scope: stoppage.ForZone, Cause: stoppage.Cause(f.cause), From: first, To: last, Restart: stoppage.DefaultRestart()}
	if f.atOnce {
		s.Restart = nil
	}
	return s, stoppage.CheckStoppage(&s)
}

// parseDay reads a date flag; worktime.NoDay when it is not given.
func parseDay(flag, text string) (worktime.Day, error) {
	if text == "" {
		return worktime.NoDay, nil
	}
	d, ok := worktime.ParseDay(text)
	if !ok {
		return worktime.NoDay, wrong("date", "Flag", "--"+flag, "Value", text)
	}
	return d, nil
}

// readPlanInput opens the file and sets what depends on it.
func (f *recoverFlags) readPlanInput(cmd *cobra.Command, name string, in *recovery.Input, today worktime.Day) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".sm", ".mm", ".sch", ".rcp":
		return f.readInstance(name, in, today)
	}
	file, err := readPlan(cmd, name)
	if err != nil {
		return err
	}
	if in.Plan, err = choosePlan(file, f.project); err != nil {
		return err
	}
	return fillParameters(in, today)
}

// readInstance reads a file of the scheduling literature.
func (f *recoverFlags) readInstance(name string, in *recovery.Input, today worktime.Day) error {
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
	if today == worktime.NoDay && len(in.Stoppages) == 0 {
		return wrong("instance_dates")
	}
	if today == worktime.NoDay {
		today = in.Stoppages[0].From
	}
	in.Plan, in.Today.Hands = psplibplan.Plan(p, today)
	in.Today.Day = today
	if err := fillParameters(in, today); err != nil {
		return err
	}
	in.Planned, err = frontier.Level(*in)
	return err
}

// fillParameters chooses the day from which work is planned, and refuses windows that lie
// beside the plan and dates that lie before it.
func fillParameters(in *recovery.Input, today worktime.Day) error {
	p := in.Plan
	known := p.DataDate
	if known == worktime.None {
		known = p.Start
	}
	if today != worktime.NoDay && known != worktime.None && today < known.Day() {
		return fault.New(fault.Invalid, "app.recover.data_date", "Date", today, "Known", known.Day())
	}
	last := worktime.NoDay
	for _, s := range in.Stoppages {
		last = max(last, s.To)
	}
	dates, err := masterplan.Compute(p)
	if err != nil {
		return err
	}
	for _, s := range in.Stoppages {
		if dates.Finish != worktime.None && (s.From > masterplan.EndDay(dates.Finish) || s.To < dates.Start.Day()) {
			return fault.New(fault.Invalid, "app.recover.window", "From", s.From, "To", s.To, "Start", dates.Start.Day(), "Finish", masterplan.EndDay(dates.Finish))
		}
	}
	in.Today.Day = today
	if today == worktime.NoDay {
		in.Today.Day = masterplan.DayOf(known)
		if last != worktime.NoDay {
			in.Today.Day = max(last+1, in.Today.Day)
		}
	}
	return nil
}
