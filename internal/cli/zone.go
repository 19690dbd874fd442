package cli

import (
	"github.com/spf13/cobra"

	"fugong/internal/app"
)

func newZone() *cobra.Command {
	cmd := &cobra.Command{Use: "zone", Short: "Zones of this database"}
	cmd.AddCommand(newFound())
	return cmd
}

func newFound() *cobra.Command {
	var f app.Founding
	cmd := keeping("found", "Make a zone in an empty database and invite its administrator", exactly(0, "no arguments"),
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
	cmd.Flags().StringVar(&f.Code, "code", "", "short code of the zone, like XEDZ")
	cmd.Flags().StringVar(&f.Name, "name", "", "name of the zone")
	cmd.Flags().StringVar(&f.NameEN, "name-en", "", "name of the zone in English")
	cmd.Flags().StringVar(&f.Authority, "authority", "", "name of the zone's authority")
	cmd.Flags().StringVar(&f.CreditCode, "credit-code", "", "unified social credit code of the authority")
	cmd.Flags().StringVar(&f.Administrator, "administrator", "", "name of the first administrator")
	for _, name := range []string{"code", "name", "authority", "credit-code", "administrator"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // a flag that is not declared
		}
	}
	return cmd
}
