package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// importResult is what the command says of an import.
type importResult struct {
	Project    string `json:"project"`
	Name       string `json:"name"`
	Activities int    `json:"activities"` // that are no summaries
	Summaries  int    `json:"summaries"`
	Links      int    `json:"links"`
	Added      int    `json:"added"`
	Changed    int    `json:"changed"`
	Removed    int    `json:"removed"`
	Applied    bool   `json:"applied"`
	Notes      []told `json:"notes"` // what the reader took for granted or left out
}

// told is one note, by the key of its message.
type told struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

func newImport() *cobra.Command {
	var org, project, chosen string
	var confirm bool
	cmd := keeping("import FILE", exactly(1, "plan_file"),
		func(cmd *cobra.Command, a *app.App, args []string) error {
			if err := a.Migrate(cmd.Context()); err != nil {
				return err
			}
			ctx, err := a.Operator(cmd.Context())
			if err != nil {
				return err
			}
			u, err := uploadPlan(ctx, cmd, a, args[0], org, project)
			if err != nil {
				return err
			}
			result, err := importFile(ctx, a, u, chosen, confirm)
			if err != nil {
				return err
			}
			if asJSON, _ := cmd.Flags().GetBool("json"); !asJSON {
				for _, n := range result.Notes {
					fmt.Fprintln(cmd.OutOrStdout(), n.Text)
				}
			}
			key := "app.import.preview"
			if result.Applied {
				key = "app.import.applied"
			}
			return tell(cmd, result, key, "Project", result.Project, "Name", result.Name, "Activities", result.Activities, "Summaries", result.Summaries,
				"Links", result.Links, "Added", result.Added, "Changed", result.Changed, "Removed", result.Removed)
		})
	cmd.Flags().StringVar(&chosen, "plan", "", "")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return needZone(cmd) }
	cmd.Flags().StringVar(&org, "org", "", "")
	cmd.Flags().StringVar(&project, "project", "", "")
	cmd.Flags().BoolVar(&confirm, "yes", false, "")
	return cmd
}

func uploadPlan(ctx context.Context, cmd *cobra.Command, a *app.App, name, org, project string) (plan.Upload, error) {
	if (org == "") == (project == "") {
		return plan.Upload{}, wrong("org_or_project")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return plan.Upload{}, usage{err}
	}
	u := plan.Upload{Name: filepath.Base(name), Content: bytes.NewReader(data), Choice: plan.Choice{Plan: -1}}
	u.Choice.Encoding, _ = cmd.Flags().GetString("encoding")
	u.Choice.AsWritten, _ = cmd.Flags().GetBool("as-written")
	u.Choice.NoEndMark, _ = cmd.Flags().GetBool("no-end-mark")
	if org != "" {
		u.Org, err = a.OrganisationByCode(ctx, org)
	} else {
		u.Project, err = a.ProjectByCode(ctx, project)
	}
	return u, err
}

// needZone refuses where there is no database to import into, so that none is left
// behind.
func needZone(cmd *cobra.Command) error {
	c, err := readConfig(cmd)
	if err != nil {
		return usage{err}
	}
	name, local := strings.CutPrefix(c.DB, "sqlite:")
	if _, err := os.Stat(name); local && errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.NotFound, "app.no_zone")
	}
	return nil
}

// pickPlan is the number of the file's project with a code; a file with several asks
// for one.
func pickPlan(f *masterplan.File, code string) (int, error) {
	var codes []string
	for i, p := range f.Plans {
		if code != "" && p.Code == code {
			return i, nil
		}
		codes = append(codes, p.Code)
	}
	switch {
	case code != "":
		return 0, wrong("project", "Code", code, "Known", strings.Join(codes, ", "))
	case len(codes) > 1:
		return 0, wrong("several_plans", "Known", strings.Join(codes, ", "))
	}
	return 0, nil
}

// previewPicked previews the picked plan of the file.
func previewPicked(ctx context.Context, a *app.App, u plan.Upload, chosen string) (*plan.Preview, error) {
	p, err := a.Plan.Import(ctx, u)
	if err != nil {
		return nil, err
	}
	id := p.ID
	at, err := pickPlan(p.File, chosen)
	if err == nil && at != p.Chosen {
		u.Choice.Plan = at
		p, err = a.Plan.PreviewImport(ctx, id, u.Choice)
	}
	if err != nil {
		return nil, errors.Join(err, a.Plan.DiscardImport(ctx, id))
	}
	return p, nil
}

// noted are the notes of defaults taken and of what was left out.
func noted(ctx context.Context, f *masterplan.File) []told {
	list := []told{}
	for _, n := range f.Notes {
		if n.Level == masterplan.Default || n.Level == masterplan.Warning {
			list = append(list, told{n.Key, i18n.Message(ctx, n.Key, n.Args)})
		}
	}
	return list
}

func importFile(ctx context.Context, a *app.App, u plan.Upload, chosen string, confirm bool) (importResult, error) {
	p, err := previewPicked(ctx, a, u, chosen)
	if err != nil {
		return importResult{}, err
	}
	r := importResult{Notes: noted(ctx, p.File), Project: p.Project.Code, Name: p.Project.Name, Activities: p.Plan.CountWork(), Links: len(p.Plan.Links), Applied: confirm}
	r.Summaries = len(p.Plan.Activities) - r.Activities
	if p.New {
		r.Added, r.Project, r.Name = r.Activities, p.Plan.Code, p.Plan.Name
	}
	if p.Diff != nil {
		r.Added, r.Changed, r.Removed = len(p.Diff.Added), len(p.Diff.Changed), len(p.Diff.Removed)
	}
	if !confirm {
		return r, a.Plan.DiscardImport(ctx, p.ID)
	}
	_, err = a.Plan.ConfirmImport(ctx, p.ID, plan.Confirmation{Choice: plan.Choice{Plan: p.Chosen, Encoding: u.Choice.Encoding, AsWritten: u.Choice.AsWritten, NoEndMark: u.Choice.NoEndMark}, Expected: p.Revision})
	return r, err
}
