package ui

import (
	"embed"
	"encoding/json"
	"io/fs"
	"sync"

	"fugong/internal/fault"
)

//go:embed all:static
var static embed.FS

// manifest maps an asset's plain name to its hashed one: "app.js" to
// "app-4F3A.js".
var manifest = sync.OnceValues(func() (map[string]string, error) {
	data, err := static.ReadFile("static/dist/manifest.json")
	if err != nil {
		return nil, fault.New(fault.Internal, "ui.assets").Because(err)
	}
	var names map[string]string
	err = json.Unmarshal(data, &names)
	return names, err
})

// Assets is the folder of built files, each under its hashed name with a
// gzipped twin NAME.gz. Error: Internal "ui.assets" when they were not built.
func Assets() (fs.FS, error) {
	if _, err := manifest(); err != nil {
		return nil, err
	}
	return fs.Sub(static, "static/dist")
}

// Asset is the address of a built file, for instance Asset("gantt.js").
func Asset(name string) string {
	names, _ := manifest()
	if hashed, ok := names[name]; ok {
		return "/assets/" + hashed
	}
	return "/assets/" + name
}
