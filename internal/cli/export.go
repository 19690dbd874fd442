package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/civil"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
)

func newExport() *cobra.Command {
	var as, out, project string
	var asJSON bool
	formats := app.Formats()
	cmd := &cobra.Command{
		Use:  "export FILE",
		Args: exactly(1, "plan_file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, ok := formats[as]
			if !ok {
				return wrong("as", "Format", as, "Known", strings.Join(formatNames(), ", "))
			}
			f, err := readPlan(cmd, args[0])
			if err != nil {
				return err
			}
			p, err := choosePlan(f, project)
			if err != nil {
				return err
			}
			d, err := masterplan.Compute(p)
			if err != nil {
				return err
			}
			ctx, err := inZone(cmd)
			if err != nil {
				return err
			}
			draft, err := format.Prepare(ctx, p, d, 0)
			if err != nil {
				return err
			}
			return deliverFile(cmd, p, draft, as, out, asJSON)
		},
	}
	cmd.Flags().StringVar(&as, "as", "mspdi", "")
	cmd.Flags().StringVarP(&out, "out", "o", "-", "")
	cmd.Flags().StringVar(&project, "project", "", "")
	cmd.Flags().String("timezone", app.Defaults().TimeZone, "")
	cmd.Flags().BoolVar(&asJSON, "json", false, "")
	return cmd
}

// inZone is the command's context with the zone's time: calendars need to know
// what a plan's wall-clock times mean.
func inZone(cmd *cobra.Command) (context.Context, error) {
	c, err := readConfig(cmd)
	if err != nil {
		return nil, err
	}
	place, err := civil.Location(c.TimeZone)
	if err != nil {
		return nil, err
	}
	words, err := app.Catalogue()
	if err != nil {
		return nil, err
	}
	return words.In(cmd.Context(), i18n.Lang(cmd.Context()), place), nil
}

// deliverFile tells what the format cannot hold and writes the file.
func deliverFile(cmd *cobra.Command, p *masterplan.Plan, draft *masterplan.Draft, format, out string, asJSON bool) error {
	if !asJSON {
		printLosses(cmd.Context(), cmd.ErrOrStderr(), p, draft.Losses, format)
		return writeOutput(cmd, out, draft.Write)
	}
	if out != "-" {
		if err := writeOutput(cmd, out, draft.Write); err != nil {
			return err
		}
	}
	return printJSON(cmd, exported{format, lossesOf(cmd.Context(), p, draft.Losses)})
}

// exported is what the command prints as JSON.
type exported struct {
	Format string `json:"format"`
	Losses []loss `json:"losses"` // what the format cannot hold
}

type loss struct {
	Effect     string   `json:"effect"` // moved, left_out, restated
	Key        string   `json:"key"`
	Message    string   `json:"message"`
	Count      int      `json:"count"`
	Activities []string `json:"activities"` // codes
}

func lossesOf(ctx context.Context, p *masterplan.Plan, list []masterplan.Loss) []loss {
	out := make([]loss, 0, len(list))
	for _, l := range list {
		out = append(out, loss{l.Effect.String(), l.Key, i18n.Message(ctx, l.Key, l.Args), l.Count, p.Labels(l.Activities)})
	}
	return out
}

// namedLosses bounds how many activities a line names.
const namedLosses = 12

func printLosses(ctx context.Context, w io.Writer, p *masterplan.Plan, list []masterplan.Loss, format string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintln(w, i18n.T(ctx, "app.export.losses", "Format", i18n.T(ctx, "plan.export."+format)))
	for _, l := range list {
		names := p.Labels(l.Activities[:min(len(l.Activities), namedLosses)])
		if len(l.Activities) > namedLosses {
			names = append(names, "…")
		}
		line := fmt.Sprintf("  %s: %s × %d", i18n.T(ctx, "plan.loss.effect."+l.Effect.String()), i18n.Message(ctx, l.Key, l.Args), l.Count)
		if len(names) > 0 {
			line += ": " + strings.Join(names, ", ")
		}
		fmt.Fprintln(w, line)
	}
}
