package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/solve/schedule"
	"fugong/solve/schedule/exact"
	"fugong/solve/schedule/psplib"
	"fugong/solve/schedule/solver"
)

func newSolve() *cobra.Command {
	return commandGroup("solve", newSolveSchedule())
}

// solved is what the command says of a problem. Starts and modes are in the
// order of the file's jobs, its dummy jobs included.
type solved struct {
	Instance   string        `json:"instance"`
	Status     solver.Status `json:"status"`
	Makespan   *int64        `json:"makespan"`    // null: no schedule
	LowerBound *int64        `json:"lower_bound"` // null: none yet, or infeasible
	Seconds    float64       `json:"seconds"`
	Schedules  int64         `json:"schedules"`
	Checked    bool          `json:"checked"` // the schedule keeps every rule
	Start      []int         `json:"start"`
	Mode       []int         `json:"mode"`            // numbered from 1, as in the file
	Clash      []clashing    `json:"clash,omitempty"` // when infeasible: what cannot all hold
}

func newSolveSchedule() *cobra.Command {
	var seconds float64
	var threads int
	var seed uint64
	var asJSON bool
	cmd := &cobra.Command{
		Use:  "schedule FILE",
		Args: exactly(1, "project_file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !(seconds > 0 && seconds <= maxSeconds) {
				return wrong("seconds", "Value", seconds, "Most", maxSeconds)
			}
			if threads < 1 {
				return wrong("at_least", "Flag", "--threads", "Value", threads, "Least", 1)
			}
			begun := time.Now()
			wall := time.Duration(seconds * float64(time.Second))
			ctx, cancel := context.WithDeadline(cmd.Context(), begun.Add(wall))
			defer cancel()
			p, err := readProject(cmd, args[0])
			if err != nil {
				return err
			}
			s, err := solveSchedule(ctx, cmd, p, solver.Options{Seed: seed, Cores: threads, Expect: wall})
			if err != nil {
				return err
			}
			s.Seconds = time.Since(begun).Seconds()
			if asJSON {
				return printJSON(cmd, s)
			}
			return printSolved(cmd, p, s)
		},
	}
	cmd.Flags().Float64Var(&seconds, "seconds", 10, "")
	cmd.Flags().IntVar(&threads, "threads", runtime.GOMAXPROCS(0), "")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "")
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return cmd
}

// maxSeconds is a year: more is a slip, and would overflow a duration.
const maxSeconds = 365 * 24 * 3600

// readProject opens a project file, "-" for standard input.
func readProject(cmd *cobra.Command, name string) (*schedule.Problem, error) {
	in, base := cmd.InOrStdin(), "stdin"
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usage{err}
		}
		defer f.Close()
		in, base = f, filepath.Base(name)
	}
	p, extra, err := psplib.ReadNoting(base, in)
	if extra.Line > 0 {
		fmt.Fprintln(cmd.ErrOrStderr(), i18n.T(cmd.Context(), "app.solve.extra", "File", base, "Line", extra.Line, "Value", extra.Value))
	}
	var wrong *psplib.Error
	switch {
	case err == nil:
		return p, nil
	case errors.As(err, &wrong):
		return nil, refusedFile(base, wrong)
	}
	return nil, usage{err}
}

func refusedFile(base string, e *psplib.Error) error {
	key := "app.solve.file." + string(e.Problem)
	args := []any{"File", base, "Line", e.Line, "Section", e.Section, "Value", e.Value}
	if e.Line > 0 {
		return fault.New(fault.Invalid, key+".line", args...)
	}
	return fault.New(fault.Invalid, key, args...)
}

// solveSchedule solves, shows how far it is where someone looks, and checks the
// schedule.
func solveSchedule(ctx context.Context, cmd *cobra.Command, p *schedule.Problem, o solver.Options) (solved, error) {
	look, stop := watchSolve(cmd)
	o.Observe = look
	r, err := solver.Solve(ctx, p, o)
	stop()
	s := solved{Instance: p.Name, Start: []int{}, Mode: []int{}}
	if err != nil {
		return s.refusedAnswer(cmd.Context(), p, err)
	}
	s.Status, s.Schedules = r.Status, r.Schedules
	if r.Status != solver.Infeasible && r.Bound >= 0 {
		s.LowerBound = &r.Bound
	}
	if r.Clash != nil {
		s.Clash = describe(cmd.Context(), p, r.Clash.Demands)
	}
	if r.Solution == nil {
		return s, nil
	}
	v, err := schedule.Check(p, r.Solution)
	if err != nil {
		return s, fault.New(fault.Internal, "app.solve.broken", "Instance", p.Name, "Rule", err).Because(err)
	}
	s.Makespan, s.Checked, s.Start = &v.Goal, true, r.Solution.Start
	for _, m := range r.Solution.Mode {
		s.Mode = append(s.Mode, m+1)
	}
	return s, nil
}

// refusedAnswer turns links that chase each other round into the answer that there is
// no schedule; every other refusal is an error.
func (s solved) refusedAnswer(ctx context.Context, p *schedule.Problem, err error) (solved, error) {
	var r *schedule.Refusal
	if !errors.As(err, &r) {
		return s, err
	}
	if r.Rule == schedule.LoopRule {
		s.Status = solver.Infeasible
		for _, l := range r.Links {
			if l >= 0 {
				s.Clash = append(s.Clash, describe(ctx, p, []exact.Demand{{Rule: schedule.LinkRule, Of: l}})...)
			}
		}
		return s, nil
	}
	key, names := "app.solve.refused", make([]string, 0, len(r.Tasks))
	for _, i := range r.Tasks {
		names = append(names, p.Tasks[i].Name)
	}
	if special := key + "." + string(r.Rule); i18n.Has(ctx, special) {
		key = special
	}
	return s, fault.New(fault.Invalid, key, "Instance", p.Name, "Tasks", strings.Join(names, ", "), "Detail", r).Because(err)
}

func printSolved(cmd *cobra.Command, p *schedule.Problem, s solved) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	args := []any{"Instance", s.Instance, "Schedules", s.Schedules, "Seconds", i18n.Fixed(ctx, s.Seconds, 2), "Bound", orZero(s.LowerBound), "Makespan", orZero(s.Makespan)}
	fmt.Fprintln(out, i18n.T(ctx, "app.solve.status."+string(s.Status), args...))
	if len(s.Clash) > 0 {
		fmt.Fprintln(out, i18n.T(ctx, "app.solve.clash"))
	}
	for _, c := range s.Clash {
		fmt.Fprintf(out, "  %s\n", c.Text)
	}
	if len(s.Start) == 0 {
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t\n", i18n.T(ctx, "app.solve.job"), i18n.T(ctx, "app.solve.mode"), i18n.T(ctx, "app.solve.start"), i18n.T(ctx, "app.solve.end"))
	for i, t := range p.Tasks {
		m := t.Modes[s.Mode[i]-1]
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t\n", t.Name, m.Name, s.Start[i], s.Start[i]+m.Duration)
	}
	return w.Flush()
}

func orZero(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}
