package cli

import (
	"fmt"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fugong/internal/app"
)

// addConfigFlags declares what can be configured; the same names work in the
// environment (FUGONG_LISTEN) and in the file that --config names.
func addConfigFlags(f *pflag.FlagSet) {
	d := app.Defaults()
	f.String("config", "", "YAML file with any of these settings")
	f.String("db", d.DB, "database: sqlite:FILE or postgres://…")
	f.String("keys", d.Keys, "file with the keys of private fields, kept apart from the database")
	f.String("listen", d.Listen, "address to serve on")
	f.String("url", d.URL, "address people use, for links (default: from --listen)")
	f.String("timezone", d.TimeZone, "the zone's time zone")
	f.String("log", d.Log, "log level: debug, info, warn, error")
	f.Bool("dev", d.Dev, "serve the component gallery at /dev/ui")
}

// config merges file, environment and flags; a flag typed by hand wins.
func config(cmd *cobra.Command) (app.Config, error) {
	k := koanf.New(".")
	if name, _ := cmd.Flags().GetString("config"); name != "" {
		if err := k.Load(file.Provider(name), yaml.Parser()); err != nil {
			return app.Config{}, fmt.Errorf("--config %s: %w", name, err)
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
	var c app.Config
	if err := k.UnmarshalWithConf("", &c, koanf.UnmarshalConf{Tag: "config"}); err != nil {
		return app.Config{}, err
	}
	return c, nil
}
