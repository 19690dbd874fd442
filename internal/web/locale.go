package web

import "embed"

// Locale is the words of forms, sessions and refusals.
//
//go:embed locale/*.json
var Locale embed.FS
