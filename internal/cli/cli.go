// Package cli is the command line: others script against it, so names, exit
// codes and JSON keys are stable. It exits 0 on success, 1 on a failure that
// it explains in one line on standard error, 2 on wrong usage.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/fault"
	"fugong/internal/i18n"
)

// The exit codes.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

// usage is a wrong call: exit code 2.
type usage struct{ error }

// Main runs one command and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	words, err := app.Catalogue()
	if err != nil {
		fmt.Fprintf(stderr, "fugong: %v\n", err)
		return exitFailed
	}
	return report(words.In(ctx, language(args), nil), root, stderr)
}

func report(ctx context.Context, root *cobra.Command, stderr io.Writer) int {
	err := root.ExecuteContext(ctx)
	var wrong usage
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "fugong: %v\n", err)
		return exitUsage
	default:
		fmt.Fprintf(stderr, "fugong: %s\n", explain(ctx, err))
		return exitFailed
	}
}

// explain is the message of err and of every input that it refuses.
func explain(ctx context.Context, err error) string {
	text := i18n.Error(ctx, err)
	var f *fault.Error
	if errors.As(err, &f) {
		for _, field := range f.Fields {
			text += " " + i18n.Message(ctx, field.Key, field.Args)
		}
	}
	return text
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "fugong",
		Short:         "The restart desk of an industrial zone · 工业园区复工调度台",
		Version:       app.Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage{fmt.Errorf("unknown command %q; fugong --help lists them", args[0])}
			}
			return cmd.Help()
		},
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	root.PersistentFlags().String("lang", "", "language of messages: zh or en (default: from LANG)")
	addConfigFlags(root.PersistentFlags())
	root.AddCommand(newServe(), newDemo(), newMigrate(), newPlan(), newBackup(), newRestore(), newVerify(), newKeys(), newZone(), newSolve())
	return root
}

// language is --lang, else what LANG says, else English.
func language(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return v
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if strings.HasPrefix(v, "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

// exactly is cobra.ExactArgs with our exit code.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usage{fmt.Errorf("want %s", what)}
		}
		return nil
	}
}
