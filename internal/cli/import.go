package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/plan/office"
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
}

func newImport() *cobra.Command {
	var org, project string
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
			u, err := upload(ctx, cmd, a, args[0], org, project)
			if err != nil {
				return err
			}
			result, err := importFile(ctx, a, u, confirm)
			if err != nil {
				return err
			}
			key := "app.import.preview"
			if result.Applied {
				key = "app.import.applied"
			}
			return tell(cmd, result, key, "Project", result.Project, "Name", result.Name, "Activities", result.Activities, "Summaries", result.Summaries,
				"Links", result.Links, "Added", result.Added, "Changed", result.Changed, "Removed", result.Removed)
		})
	cmd.Flags().StringVar(&org, "org", "", "")
	cmd.Flags().StringVar(&project, "project", "", "")
	cmd.Flags().BoolVar(&confirm, "yes", false, "")
	return cmd
}

func upload(ctx context.Context, cmd *cobra.Command, a *app.App, name, org, project string) (office.Upload, error) {
	if (org == "") == (project == "") {
		return office.Upload{}, wrong("org_or_project")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return office.Upload{}, usage{err}
	}
	u := office.Upload{Name: filepath.Base(name), Content: bytes.NewReader(data), Choice: office.Choice{Plan: -1}}
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

func importFile(ctx context.Context, a *app.App, u office.Upload, confirm bool) (importResult, error) {
	p, err := a.Plan.Import(ctx, u)
	if err != nil {
		return importResult{}, err
	}
	r := importResult{Project: p.Project.Code, Name: p.Project.Name, Activities: p.Plan.CountWork(), Links: len(p.Plan.Links), Applied: confirm}
	r.Summaries = len(p.Plan.Activities) - r.Activities
	if p.Diff != nil {
		r.Added, r.Changed, r.Removed = len(p.Diff.Added), len(p.Diff.Changed), len(p.Diff.Removed)
	}
	if !confirm {
		return r, a.Plan.DiscardImport(ctx, p.ID)
	}
	_, err = a.Plan.ConfirmImport(ctx, p.ID, office.Confirmation{Choice: office.Choice{Plan: p.Chosen, Encoding: u.Choice.Encoding, AsWritten: u.Choice.AsWritten, NoEndMark: u.Choice.NoEndMark}, Expected: p.Revision})
	return r, err
}
