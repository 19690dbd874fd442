package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	program := flag.String("build", "bin/fugong", "the program to measure")
	only := flag.String("only", "", "measure shapes whose names contain this")
	flag.Parse()
	if err := run(*program, *only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program, only string) error {
	dir, err := os.MkdirTemp("", "fugong-memory-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := found(program, dir); err != nil {
		return err
	}
	fmt.Printf("%-34s %-34s %7s %6s %7s %7s %6s\n", "shape", "request", "in MB", "status", "out kB", "peak MB", "s")
	for _, sh := range shapes() {
		if !strings.Contains(sh.name, only) {
			continue
		}
		err := measure(program, dir, sh, true, func(m measured) {
			fmt.Printf("%-34s %-34s %7.1f %6d %7d %7d %6.1f %s\n", sh.name, m.what, float64(m.in)/(1<<20), m.status, m.size>>10, m.peak>>20, m.took.Seconds(), m.refusal())
		})
		if err != nil {
			return fmt.Errorf("%s: %w", sh.name, err)
		}
	}
	return nil
}
