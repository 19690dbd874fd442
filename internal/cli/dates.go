package cli

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/coherence"
	"fugong/internal/plan/evident"
	"fugong/solve/worktime"
)

func newDates() *cobra.Command {
	var project, finish string
	var asJSON bool
	cmd := &cobra.Command{
		Use:  "dates FILE",
		Args: exactly(1, "plan_file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			start := time.Now()
			f, err := read(cmd, args[0])
			if err != nil {
				return err
			}
			c, own, err := compare(f, project, finish)
			if err != nil {
				return err
			}
			c.Seconds = time.Since(start).Seconds()
			settled := settledOf(cmd.Context(), f)
			if asJSON {
				return printJSON(cmd, agreement{c, settled, len(own.Contradictions) > 0 || contradictory(f), own})
			}
			for _, s := range settled {
				fmt.Fprintln(cmd.OutOrStdout(), s.Text)
			}
			if err := printComparison(cmd, c); err != nil {
				return err
			}
			return printContradictions(cmd, own)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	cmd.Flags().StringVar(&project, "project", "", "")
	cmd.Flags().StringVar(&finish, "finish", "", "")
	return cmd
}

// agreement is what the command prints as JSON.
type agreement struct {
	plan.Comparison
	Settled       []settled `json:"settled"`       // calendars and durations taken from the file's dates
	Contradictory bool      `json:"contradictory"` // the file's dates contradict one another, or its calendars, durations or options
	coherence.Report
}

// contradictory says whether a file's own dates part from its calendars, durations or
// options, be they followed or not.
func contradictory(f *plan.File) bool {
	if slices.ContainsFunc(f.Notes, evident.Told) {
		return true
	}
	return slices.ContainsFunc(f.Plans, func(p *plan.Plan) bool {
		tried := *p
		return len(evident.Settle(&tried)) > 0
	})
}

// settled is one of these, by the key of its message.
type settled struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

func settledOf(ctx context.Context, f *plan.File) []settled {
	list := []settled{}
	for _, n := range f.Notes {
		if evident.Told(n) {
			list = append(list, settled{n.Key, i18n.Message(ctx, n.Key, n.Args)})
		}
	}
	return list
}

func compare(f *plan.File, project, finish string) (plan.Comparison, coherence.Report, error) {
	var own coherence.Report
	plans := f.Plans
	if project != "" {
		p, err := choose(f, project)
		if err != nil {
			return plan.Comparison{}, own, err
		}
		plans = []*plan.Plan{p}
	}
	list := make([]plan.Comparison, 0, len(plans))
	for _, p := range plans {
		if err := backFrom(p, finish); err != nil {
			return plan.Comparison{}, own, err
		}
		d, err := plan.Compute(p)
		if err != nil {
			return plan.Comparison{}, own, err
		}
		list = append(list, plan.Compare(p, d))
		own.Add(p, d)
	}
	return plan.Merge(list...), own, nil
}

// backFrom turns p into a plan scheduled back from the end of a day.
func backFrom(p *plan.Plan, finish string) error {
	if finish == "" {
		return nil
	}
	day, err := time.Parse(time.DateOnly, finish)
	if err != nil {
		return wrong("date", "Flag", "--finish", "Value", finish)
	}
	p.Settings.FromFinish = true
	p.MustFinish = worktime.Day(day.Unix() / 86400).At(worktime.MinutesPerDay)
	return nil
}

func printComparison(cmd *cobra.Command, c plan.Comparison) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	fmt.Fprintln(out, i18n.T(ctx, "app.dates.summary", "Activities", c.Activities, "Links", c.Links,
		"Finish", c.Finish, "Critical", c.Critical, "Milliseconds", int(c.Seconds*1000)))
	if c.Compared.Activities == 0 {
		fmt.Fprintln(out, i18n.T(ctx, "app.dates.none"))
		return nil
	}
	fmt.Fprintln(out, i18n.T(ctx, "app.dates.compared", "Count", c.Compared.Activities))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	n := c.Compared.Counts
	for _, row := range []struct {
		field string
		count plan.Count
		share float64
	}{
		{plan.EarlyStart, n.EarlyStart, c.Compared.EarlyStart}, {plan.EarlyFinish, n.EarlyFinish, c.Compared.EarlyFinish},
		{plan.LateStart, n.LateStart, c.Compared.LateStart}, {plan.LateFinish, n.LateFinish, c.Compared.LateFinish},
		{plan.TotalFloat, n.TotalFloat, c.Compared.TotalFloat},
		{plan.FreeFloat, n.FreeFloat, c.Compared.FreeFloat},
	} {
		fmt.Fprintf(w, "  %s\t%.2f%%\t%d/%d\n", i18n.T(ctx, "app.dates."+row.field), 100*row.share, row.count.Agree, row.count.Of)
	}
	for _, d := range c.Differences {
		fmt.Fprintf(w, "%s\t%s\t%s → %s\t%s\n", d.ID, i18n.T(ctx, "app.dates."+d.Field), d.File, d.Ours, i18n.Message(ctx, d.Why.Key, d.Why.Args))
	}
	return w.Flush()
}

// printContradictions names what in the file contradicts itself and how much agrees
// without what depends on it.
func printContradictions(cmd *cobra.Command, own coherence.Report) error {
	if len(own.Contradictions) == 0 {
		return nil
	}
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	fmt.Fprintln(out, i18n.T(ctx, "app.dates.contradicts", "Count", len(own.Contradictions)))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for field, n := range own.Consistent.All() {
		fmt.Fprintf(w, "  %s\t%.2f%%\t%d/%d\n", i18n.T(ctx, "app.dates."+coherence.Fields[field]), 100*n.Share(), n.Agree, n.Of)
	}
	for _, x := range own.Contradictions {
		fmt.Fprintf(w, "%s\t%s %s\t%s %s %s\t%s\n", x.ID, i18n.T(ctx, "app.dates."+x.Field), x.Value,
			x.OtherID, i18n.T(ctx, "app.dates."+x.OtherField), x.Other, i18n.Message(ctx, x.Why.Key, x.Why.Args))
	}
	return w.Flush()
}
