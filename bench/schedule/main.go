package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

// options are the flags.
type options struct {
	sets    []string
	step    int
	limit   int
	seconds float64
	threads int
	seed    uint64
	only    string
	label   string
	python  string
	peer    string
	out     string
	again   bool
	print   bool
}

func parse() options {
	var o options
	sets := flag.String("sets", "all", "sets to run, with commas: "+strings.Join(setNames(), ", "))
	flag.IntVar(&o.step, "step", 0, "take every step-th instance of a set (0: the set's own sample)")
	flag.IntVar(&o.limit, "limit", 0, "take no more than so many instances of a set (0: all)")
	flag.Float64Var(&o.seconds, "seconds", 10, "wall time for each instance and solver")
	flag.IntVar(&o.threads, "threads", 2, "threads for each solver")
	flag.Uint64Var(&o.seed, "seed", 1, "our seed")
	flag.StringVar(&o.only, "only", "", "run only ours or only the peer: fugong, cpsat")
	flag.StringVar(&o.label, "label", "work", "name of the version measured, so that versions lie side by side in one file")
	flag.StringVar(&o.python, "python", ".cache/peers/bin/python", "Python with the peer installed")
	flag.StringVar(&o.peer, "peer", "bench/peers/cpsat.py", "the peer's driver")
	flag.StringVar(&o.out, "out", ".cache/bench/schedule.jsonl", "file of results")
	flag.BoolVar(&o.again, "again", false, "run ours again where this label's results are there already")
	flag.BoolVar(&o.print, "print", false, "only print the tables of what was measured")
	flag.Parse()
	o.sets = strings.Split(*sets, ",")
	if *sets == "all" {
		o.sets = setNames()
	}
	return o
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, parse()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, o options) error {
	root := shared()
	if root == "" {
		fmt.Println("the folder of public instances is absent (set FUGONG_SHARED): only generated problems are run")
	}
	list, err := instances(o, root)
	if err != nil {
		return err
	}
	known, err := readKnown(root)
	if err != nil {
		return err
	}
	book, err := openBook(o.out)
	if err != nil {
		return err
	}
	defer book.Close()
	if !o.print {
		if err := runAll(ctx, o, list, book); err != nil {
			return err
		}
	}
	return printTables(os.Stdout, o, list, known, book)
}

// shared finds the folder of public instances; "" when there is none.
func shared() string {
	for _, root := range []string{os.Getenv("FUGONG_SHARED"), "../shared", "../../../shared"} {
		dir := filepath.Join(root, "data", "psplib")
		if info, err := os.Stat(dir); root != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}
