package cli

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/coherence"
	"fugong/internal/planfile/inferred"
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
			f, err := readPlan(cmd, args[0])
			if err != nil {
				return err
			}
			c, own, err := compareDates(f, project, finish)
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
	masterplan.Comparison
	Settled       []settled `json:"settled"`       // calendars and durations taken from the file's dates
	Contradictory bool      `json:"contradictory"` // the file's dates contradict one another, or its calendars, durations or options
	coherence.Report
}

// contradictory says whether a file's own dates part from its calendars, durations or
// options, be they followed or not.
func contradictory(f *masterplan.File) bool {
	if slices.ContainsFunc(f.Notes, inferred.Told) {
		return true
	}
	return slices.ContainsFunc(f.Plans, func(p *masterplan.Plan) bool {
		tried := *p
		return len(inferred.InferSettings(&tried)) > 0
	})
}

// settled is one of these, by the key of its message.
type settled struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

func settledOf(ctx context.Context, f *masterplan.File) []settled {
	list := []settled{}
	for _, n := range f.Notes {
		if inferred.Told(n) {
			list = append(list, settled{n.Key, i18n.Message(ctx, n.Key, n.Args)})
		}
	}
	return list
}

func compareDates(f *masterplan.File, project, finish string) (masterplan.Comparison, coherence.Report, error) {
	var own coherence.Report
	plans := f.Plans
	if project != "" {
		p, err := choosePlan(f, project)
		if err != nil {
			return masterplan.Comparison{}, own, err
		}
		plans = []*masterplan.Plan{p}
	}
	list := make([]masterplan.Comparison, 0, len(plans))
	for _, p := range plans {
		if err := backFrom(p, finish); err != nil {
			return masterplan.Comparison{}, own, err
		}
		d, err := masterplan.Compute(p)
		if err != nil {
			return masterplan.Comparison{}, own, err
		}
		list = append(list, masterplan.Compare(p, d))
		own.Add(p, d)
	}
	return masterplan.Merge(list...), own, nil
}

// backFrom turns p into a plan scheduled back from the end of a day.
func backFrom(p *masterplan.Plan, finish string) error {
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

func printComparison(cmd *cobra.Command, c masterplan.Comparison) error {
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
		count masterplan.Count
		share float64
	}{
		{masterplan.EarlyStart, n.EarlyStart, c.Compared.EarlyStart}, {masterplan.EarlyFinish, n.EarlyFinish, c.Compared.EarlyFinish},
		{masterplan.LateStart, n.LateStart, c.Compared.LateStart}, {masterplan.LateFinish, n.LateFinish, c.Compared.LateFinish},
		{masterplan.TotalFloat, n.TotalFloat, c.Compared.TotalFloat},
		{masterplan.FreeFloat, n.FreeFloat, c.Compared.FreeFloat},
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
