// Command fugong is the restart desk of an industrial zone.
package main

import (
	"os"

	"fugong/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
