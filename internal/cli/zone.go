package cli

import (
	"github.com/spf13/cobra"

	"fugong/internal/app"
)

func newZone() *cobra.Command {
	return commandGroup("zone", newFound())
}

func newFound() *cobra.Command {
	var f app.Founding
	cmd := keeping("found", exactly(0, "nothing"),
		func(cmd *cobra.Command, a *app.App, _ []string) error {
			if err := a.Migrate(cmd.Context()); err != nil {
				return err
			}
			link, err := a.Found(cmd.Context(), f)
			if err != nil {
				return err
			}
			return tell(cmd, map[string]string{"zone": f.Code, "invitation": link}, "app.founded", "Name", f.Name, "Link", link)
		})
	cmd.Flags().StringVar(&f.Code, "code", "", "")
	cmd.Flags().StringVar(&f.Name, "name", "", "")
	cmd.Flags().StringVar(&f.NameEN, "name-en", "", "")
	cmd.Flags().StringVar(&f.Authority, "authority", "", "")
	cmd.Flags().StringVar(&f.CreditCode, "credit-code", "", "")
	cmd.Flags().StringVar(&f.Administrator, "administrator", "", "")
	cmd.Flags().String("url", app.Defaults().URL, "")
	cmd.Flags().String("timezone", app.Defaults().TimeZone, "")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		return needFlags(cmd, "code", "name", "authority", "credit-code", "administrator")
	}
	return cmd
}
