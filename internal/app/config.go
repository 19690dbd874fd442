package app

import "runtime/debug"

// Config is everything that can be set; the command line documents each.
type Config struct {
	DB       string `config:"db"`
	Keys     string `config:"keys"`
	Listen   string `config:"listen"`
	URL      string `config:"url"`
	TimeZone string `config:"timezone"`
	Log      string `config:"log"`
	Memory   int    `config:"memory"` // MB that a server keeps to while it can
	Dev      bool   `config:"dev"`
}

// Defaults are the settings of a zone on one machine.
func Defaults() Config {
	return Config{
		DB:       "sqlite:fugong.db",
		Keys:     "fugong.keys",
		Listen:   "127.0.0.1:8080",
		TimeZone: "Asia/Shanghai",
		Log:      "info",
		Memory:   190,
	}
}

// Version is what this binary was built from: a tag, a commit, or "dev".
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "dev"
}
