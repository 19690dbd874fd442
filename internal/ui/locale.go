package ui

import "embed"

// Locale is the words of the shell and the parts.
//
//go:embed locale/*.json
var Locale embed.FS
