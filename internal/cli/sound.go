package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fugong/internal/text"
)

// soundFlags refuses flags whose text could not be stored or is too long, by the
// rule that holds for forms and the API. Names of files are the system's own.
func soundFlags(cmd *cobra.Command) (err error) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		value, limit := f.Value.String(), text.Limit(f.Name)
		switch {
		case err != nil || f.Value.Type() != "string" || f.Name == "db" || f.Name == "keys" || f.Name == "config":
		case text.FlawOf(value) != text.Sound:
			err = wrong("text", "Flag", "--"+f.Name)
		case len([]rune(value)) > limit:
			err = wrong("long", "Flag", "--"+f.Name, "Max", limit)
		}
	})
	return err
}
