package gantt

import "embed"

// Locale is the words of the chart: every one of Keys with the prefix "ui.gantt.".
//
//go:embed locale/*.json
var Locale embed.FS
