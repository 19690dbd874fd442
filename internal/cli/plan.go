package cli

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fugong/internal/app"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/planfile"
	"fugong/internal/planfile/spreadsheet"
)

func newPlan() *cobra.Command {
	return commandGroup("plan", addFileFlags(newDates()), addFileFlags(newExport()), addFileFlags(newImport()), addFileFlags(newRecover()), newTemplate())
}

// addFileFlags declares how a plan file is read.
func addFileFlags(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().String("encoding", "", "")
	cmd.Flags().Bool("as-written", false, "")
	cmd.Flags().Bool("no-end-mark", false, "")
	return cmd
}

// readPlan opens a plan file, "-" for standard input.
func readPlan(cmd *cobra.Command, name string) (*masterplan.File, error) {
	in := cmd.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usage{err}
		}
		defer f.Close()
		in = f
	}
	encoding, _ := cmd.Flags().GetString("encoding")
	asWritten, _ := cmd.Flags().GetBool("as-written")
	noEndMark, _ := cmd.Flags().GetBool("no-end-mark")
	return planfile.Read(cmd.Context(), filepath.Base(name), in, planfile.Options{Encoding: encoding, AsWritten: asWritten, NoEndMark: noEndMark})
}

// choosePlan is the plan with the given code; without a code the one with the most
// activities.
func choosePlan(f *masterplan.File, code string) (*masterplan.Plan, error) {
	if code == "" {
		return slices.MaxFunc(f.Plans, func(a, b *masterplan.Plan) int { return len(a.Activities) - len(b.Activities) }), nil
	}
	var codes []string
	for _, p := range f.Plans {
		if p.Code == code {
			return p, nil
		}
		codes = append(codes, p.Code)
	}
	return nil, wrong("project", "Code", code, "Known", strings.Join(codes, ", "))
}

// formatNames are what --as takes.
func formatNames() []string { return slices.Sorted(maps.Keys(app.Formats())) }

// writeOutput gives f the named file, "-" for standard output. A file appears whole
// or not at all.
func writeOutput(cmd *cobra.Command, name string, f func(w io.Writer) error) error {
	if name == "-" {
		return f(cmd.OutOrStdout())
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".fugong-*")
	if err != nil {
		return usage{err}
	}
	defer os.Remove(tmp.Name())
	if err := f(tmp); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Chmod(tmp.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

func newTemplate() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:  "template",
		Args: exactly(0, "nothing"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, err := spreadsheet.Template(i18n.Lang(cmd.Context()))
			if err != nil {
				return err
			}
			return writeOutput(cmd, out, func(w io.Writer) error { _, err := w.Write(data); return err })
		},
	}
	cmd.Flags().StringVarP(&out, "out", "o", "-", "")
	return cmd
}
