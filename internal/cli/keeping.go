package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/i18n"
)

// tell prints v as JSON with --json, else the sentence key.
func tell(cmd *cobra.Command, v any, key string, args ...any) error {
	if asJSON, _ := cmd.Flags().GetBool("json"); asJSON {
		return printJSON(cmd, v)
	}
	fmt.Fprintln(cmd.OutOrStdout(), i18n.T(cmd.Context(), key, args...))
	return nil
}

func printJSON(cmd *cobra.Command, v any) error {
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// keeping is a command about the database as a whole.
func keeping(use string, args cobra.PositionalArgs, run func(cmd *cobra.Command, a *app.App, args []string) error) *cobra.Command {
	cmd := &cobra.Command{Use: use, Args: args, RunE: func(cmd *cobra.Command, args []string) error {
		return withApp(cmd, func(a *app.App) error { return run(cmd, a, args) })
	}}
	cmd.Flags().Bool("json", false, "")
	return addStoreFlags(cmd)
}

func newMigrate() *cobra.Command {
	return keeping("migrate", exactly(0, "nothing"),
		func(cmd *cobra.Command, a *app.App, _ []string) error {
			if err := a.Migrate(cmd.Context()); err != nil {
				return err
			}
			versions, err := a.Versions(cmd.Context())
			if err != nil {
				return err
			}
			return tell(cmd, versions, "app.migrated", "Count", len(versions))
		})
}

func newBackup() *cobra.Command {
	return keeping("backup FILE", exactly(1, "archive_to_write"),
		func(cmd *cobra.Command, a *app.App, args []string) error {
			sum, err := a.Backup(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return tell(cmd, sum, "app.backed_up", "File", args[0], "Tables", sum.Tables, "Rows", sum.Rows)
		})
}

func newRestore() *cobra.Command {
	var replace bool
	cmd := keeping("restore FILE", exactly(1, "archive_to_read"),
		func(cmd *cobra.Command, a *app.App, args []string) error {
			sum, err := a.Restore(cmd.Context(), args[0], replace)
			if err != nil {
				return err
			}
			if sum.Cleaned > 0 {
				return tell(cmd, sum, "app.restored.cleaned", "File", args[0], "Tables", sum.Tables, "Rows", sum.Rows, "Cleaned", sum.Cleaned)
			}
			return tell(cmd, sum, "app.restored", "File", args[0], "Tables", sum.Tables, "Rows", sum.Rows)
		})
	cmd.Flags().BoolVar(&replace, "replace", false, "")
	return cmd
}

func newVerify() *cobra.Command {
	return keeping("verify", exactly(0, "nothing"),
		func(cmd *cobra.Command, a *app.App, _ []string) error {
			w, err := a.Verify(cmd.Context())
			if err != nil {
				return err
			}
			return tell(cmd, w, "app.verified", "Tables", w.Tables, "Rows", w.Rows, "Entries", w.AuditEntries)
		})
}

func newKeys() *cobra.Command {
	return commandGroup("keys", keeping("rotate", exactly(0, "nothing"),
		func(cmd *cobra.Command, a *app.App, _ []string) error {
			n, err := a.RotateKeys(cmd.Context())
			if err != nil {
				return err
			}
			return tell(cmd, map[string]int{"resealed": n}, "app.rotated", "Count", n)
		}))
}
