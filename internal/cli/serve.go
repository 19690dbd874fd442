package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/fault"
)

// withApp runs f on the house that the flags describe, and closes it.
func withApp(cmd *cobra.Command, f func(a *app.App) error) error {
	c, err := readConfig(cmd)
	if err != nil {
		return usage{err}
	}
	a, err := app.Open(cmd.Context(), c)
	if err != nil {
		return err
	}
	defer a.Close()
	return f(a)
}

func newServe() *cobra.Command {
	return addServeFlags(&cobra.Command{
		Use:  "serve",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd, func(a *app.App) error {
				if err := a.Migrate(cmd.Context()); err != nil {
					return err
				}
				if _, err := a.Operator(cmd.Context()); fault.Of(err) == fault.NotFound {
					return err // nobody could sign in
				}
				return a.Serve(cmd.Context(), func(address string) {
					fmt.Fprintf(cmd.OutOrStdout(), "Fugong 复工 · %s\n", address)
				})
			})
		},
	})
}

func newDemo() *cobra.Command {
	var loadOnly bool
	cmd := &cobra.Command{
		Use:  "demo",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd, func(a *app.App) error {
				if err := a.Migrate(cmd.Context()); err != nil {
					return err
				}
				signIns, err := a.Demo(cmd.Context())
				if err != nil || loadOnly {
					return err
				}
				return a.Serve(cmd.Context(), func(address string) {
					out := cmd.OutOrStdout()
					fmt.Fprintf(out, "\nFugong 复工 · %s\n\nSign in as · 登录：\n", address)
					for _, s := range signIns {
						fmt.Fprintf(out, "  %-12s %-20s %s, %s\n", s.Login, s.Password, s.Name, s.Organisation)
					}
					fmt.Fprintln(out, "\nCtrl-C stops; the data stay. · 按 Ctrl-C 停止，数据保留。")
				})
			})
		},
	}
	cmd.Flags().BoolVar(&loadOnly, "load-only", false, "")
	return addServeFlags(cmd)
}
