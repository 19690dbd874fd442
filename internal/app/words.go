package app

import "embed"

//go:embed locale/*.json
var ownWords embed.FS
