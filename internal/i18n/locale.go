package i18n

import "embed"

// Locale is this package's own messages: kinds of fault and units.
//
//go:embed locale/*.json
var Locale embed.FS
