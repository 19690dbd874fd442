package cli

import (
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/cobra"

	"fugong/internal/app"
)

// addStoreFlags declares what a command about the database can be told; the same
// names work in the environment (FUGONG_DB) and in the file that --config names.
func addStoreFlags(cmd *cobra.Command) *cobra.Command {
	d := app.Defaults()
	f := cmd.Flags()
	f.String("config", "", "")
	f.String("db", d.DB, "")
	f.String("keys", d.Keys, "")
	f.String("log", d.Log, "")
	return cmd
}

// addZoneFlags declares what a zone's links and times are made of.
func addZoneFlags(cmd *cobra.Command) *cobra.Command {
	d := app.Defaults()
	cmd.Flags().String("url", d.URL, "")
	cmd.Flags().String("timezone", d.TimeZone, "")
	return addStoreFlags(cmd)
}

// addServeFlags declares all that can be configured.
func addServeFlags(cmd *cobra.Command) *cobra.Command {
	d := app.Defaults()
	cmd.Flags().String("listen", d.Listen, "")
	cmd.Flags().Bool("dev", d.Dev, "")
	cmd.Flags().Int("memory", d.Memory, "")
	return addZoneFlags(cmd)
}

// readConfig merges file, environment and flags; a flag typed by hand wins, and what
// the command has no flag for keeps its default.
func readConfig(cmd *cobra.Command) (app.Config, error) {
	k := koanf.New(".")
	if name, _ := cmd.Flags().GetString("config"); name != "" {
		if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
			return app.Config{}, wrong("config", "File", name, "Wrong", err)
		}
	}
	fromEnv := env.Provider(".", env.Opt{Prefix: "FUGONG_", TransformFunc: func(key, value string) (string, any) {
		return strings.ToLower(strings.TrimPrefix(key, "FUGONG_")), value
	}})
	if err := k.Load(fromEnv, nil); err != nil {
		return app.Config{}, err
	}
	if err := k.Load(posflag.Provider(cmd.Flags(), ".", k), nil); err != nil {
		return app.Config{}, err
	}
	c := app.Defaults()
	if err := k.UnmarshalWithConf("", &c, koanf.UnmarshalConf{Tag: "config"}); err != nil {
		return app.Config{}, err
	}
	return c, nil
}
