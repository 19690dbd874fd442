// Command build makes the files that browsers load, from npm's packages and
// our sources, into internal/ui/static/dist: one script for each assets/src
// entry, one style sheet for each assets/css entry, the icons that the sources
// name in one file. Every file's name carries the hash of its content, every
// file has a gzipped twin, and manifest.json maps plain names to hashed ones.
//
// Run it at the root of the repository after npm ci: go run ./internal/ui/build
package main

import (
	"fmt"
	"os"
)

func main() {
	sizes, err := buildAssets()
	if err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
	for _, s := range sizes {
		fmt.Fprintf(os.Stdout, "assets: %-14s %8d bytes, %7d gzipped\n", s.name, s.plain, s.gzipped)
	}
}
