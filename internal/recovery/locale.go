package recovery

import "embed"

// Locale is the room's messages.
//
//go:embed locale/*.json
var Locale embed.FS
