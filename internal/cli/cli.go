// Package cli is the command line: others script against it, so names, exit
// codes and JSON keys are stable. It exits 0 on success, 1 on a failure that
// it explains in one line on standard error, 2 on wrong usage.
//
// What people read stands in the catalogue: what a command is for under
// "app.help.plan.dates", a flag under "app.help.--json" or, where one command
// means something else by it, "app.help.plan.dates.--project".
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/fault"
)

// The exit codes.
const (
	exitOK = iota
	exitFailed
	exitUsage
)

// usage is a wrong call: exit code 2.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// Main runs one command and returns its exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	words, err := app.Catalogue()
	if err != nil {
		fmt.Fprintf(stderr, "fugong: %v\n", err)
		return exitFailed
	}
	lang, err := languageOf(args, os.Getenv)
	ctx = words.In(ctx, lang, nil)
	if err != nil {
		return reportError(ctx, err, stderr)
	}
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetUsageTemplate(usageTemplate(ctx))
	translateHelp(ctx, root)
	return reportError(ctx, root.ExecuteContext(ctx), stderr)
}

// reportError tells err and chooses the exit code.
func reportError(ctx context.Context, err error, stderr io.Writer) int {
	var call usage
	var told *fault.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &call) && !errors.As(err, &told):
		fmt.Fprintf(stderr, "fugong: %v\n", err)
		return exitUsage
	case errors.As(err, &call):
		fmt.Fprintf(stderr, "fugong: %s\n", explainError(ctx, err))
		return exitUsage
	default:
		fmt.Fprintf(stderr, "fugong: %s\n", explainError(ctx, err))
		return exitFailed
	}
}

func newRoot() *cobra.Command {
	root := commandGroup("fugong", newServe(), newDemo(), newMigrate(), newPlan(), newBackup(), newRestore(), newVerify(), newKeys(), newZone(), newSolve(), newHelp())
	root.Version = app.Version()
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.InitDefaultVersionFlag()
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true})
	root.SetFlagErrorFunc(wrongFlag)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return soundFlags(cmd) }
	root.PersistentFlags().String("lang", "", "")
	return root
}

// newHelp prints what --help prints.
func newHelp() *cobra.Command {
	return &cobra.Command{Use: "help", RunE: func(cmd *cobra.Command, args []string) error {
		of, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return unknownCommand(of, rest[0])
		}
		return of.Help()
	}}
}

// exactly is cobra.ExactArgs with our exit code; what is the message
// "app.usage.want."+what.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return wrong("want." + what)
		}
		return nil
	}
}
