package dates

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/coherence"
	"fugong/internal/planfile"
	"fugong/internal/planfile/inferred"
)

// plans lists the real plan files; ours when there are none.
func plans(b *testing.B) []string {
	b.Helper()
	roots := []string{"../../../shared/data/plans/*/*", "../../internal/planfile/*/testdata/*"}
	if root := os.Getenv("FUGONG_SHARED"); root != "" {
		roots = append([]string{filepath.Join(root, "data", "plans", "*", "*")}, roots...)
	}
	for i, pattern := range roots {
		files, err := filepath.Glob(pattern)
		if err != nil {
			b.Fatal(err)
		}
		if len(files) > 0 {
			if i == len(roots)-1 {
				b.Log("the folder of real plans is absent: measuring our own examples")
			}
			return files
		}
	}
	b.Fatal("no plan files")
	return nil
}

// dated reads a file and dates its plans; false when it is no plan we read.
func dated(path string, data []byte, asWritten bool, own *coherence.Report) (out []masterplan.Comparison, contradicts, ok bool) {
	file, err := planfile.Read(context.Background(), filepath.Base(path), bytes.NewReader(data), planfile.Options{AsWritten: asWritten})
	if err != nil {
		return nil, false, false
	}
	for _, p := range file.Plans {
		tried := *p
		contradicts = contradicts || asWritten && len(inferred.InferSettings(&tried)) > 0
		if d, err := masterplan.Compute(p); err == nil {
			out = append(out, masterplan.Compare(p, d))
			own.Add(p, d)
		}
	}
	return out, contradicts, true
}

// BenchmarkAgreement prints the table of agreement and times reading, dating and
// comparing every file, by the dates and as written. The last row
// leaves out what is linked with dates that contradict one another. As written, files
// whose dates contradict their calendars, durations or options are counted apart.
func BenchmarkAgreement(b *testing.B) {
	for name, asWritten := range map[string]bool{"ByDates": false, "AsWritten": true} {
		b.Run(name, func(b *testing.B) { agreement(b, asWritten) })
	}
}

func agreement(b *testing.B, asWritten bool) {
	files := plans(b)
	var table strings.Builder
	for b.Loop() {
		table.Reset()
		w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(w, "file\tcompared\tearly start\tearly finish\tlate start\tlate finish\ttotal float\tfree float\tdifferences\t")
		var all, apart []masterplan.Comparison
		var own coherence.Report
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			list, contradicts, ok := dated(path, data, asWritten, &own)
			switch {
			case !ok:
			case contradicts:
				apart = append(apart, list...)
				row(w, filepath.Base(path)+" contradicts itself", masterplan.Merge(list...))
			default:
				all = append(all, list...)
				row(w, filepath.Base(path), masterplan.Merge(list...))
			}
		}
		row(w, "all", masterplan.Merge(all...))
		if len(apart) > 0 {
			row(w, "that contradict themselves", masterplan.Merge(apart...))
		}
		fmt.Fprintf(w, "of all, not linked with what contradicts itself\t\t")
		for _, n := range own.Consistent.All() {
			fmt.Fprintf(w, "%.2f %%\t", 100*n.Share())
		}
		fmt.Fprintf(w, "%d contradictions\t\n", len(own.Contradictions))
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	fmt.Print("\n", table.String())
}

func row(w *tabwriter.Writer, name string, c masterplan.Comparison) {
	a := c.Compared
	fmt.Fprintf(w, "%s\t%d\t%.2f %%\t%.2f %%\t%.2f %%\t%.2f %%\t%.2f %%\t%.2f %%\t%d\t\n", name, a.Activities,
		100*a.EarlyStart, 100*a.EarlyFinish, 100*a.LateStart, 100*a.LateFinish, 100*a.TotalFloat, 100*a.FreeFloat, len(c.Differences))
}

// BenchmarkLargestImport takes the largest file from its bytes to its dates.
func BenchmarkLargestImport(b *testing.B) {
	var name string
	var data []byte
	for _, path := range plans(b) {
		if !strings.EqualFold(filepath.Ext(path), ".xer") {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		if len(content) > len(data) {
			name, data = filepath.Base(path), content
		}
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	activities := 0
	for b.Loop() {
		file, err := planfile.Read(context.Background(), name, bytes.NewReader(data), planfile.Options{})
		if err != nil {
			b.Fatal(err)
		}
		activities = 0
		for _, p := range file.Plans {
			if _, err := masterplan.Compute(p); err != nil {
				b.Fatal(err)
			}
			activities += len(p.Activities)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/import")
	b.ReportMetric(float64(activities), "rows")
}

// BenchmarkGrowth dates the largest plan one, two, four and eight times over, side
// by side in one plan.
func BenchmarkGrowth(b *testing.B) {
	var largest *masterplan.Plan
	for _, path := range plans(b) {
		data, err := os.ReadFile(path)
		if err != nil || !strings.EqualFold(filepath.Ext(path), ".xer") {
			continue
		}
		file, err := planfile.Read(context.Background(), filepath.Base(path), bytes.NewReader(data), planfile.Options{})
		if err != nil {
			continue
		}
		for _, p := range file.Plans {
			if largest == nil || len(p.Activities) > len(largest.Activities) {
				largest = p
			}
		}
	}
	for _, times := range []int{1, 2, 4, 8} {
		p := repeat(largest, times)
		items := float64(len(p.Activities) + len(p.Links))
		b.Run(fmt.Sprintf("rows=%d", len(p.Activities)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := masterplan.Compute(p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/items, "ns/item")
		})
	}
}

// repeat is p with its activities and links several times over.
func repeat(p *masterplan.Plan, times int) *masterplan.Plan {
	out := *p
	out.Activities, out.Links, out.External, out.Assignments = nil, nil, nil, nil
	n := int32(len(p.Activities))
	for k := range int32(times) {
		for _, a := range p.Activities {
			if a.Parent >= 0 {
				a.Parent += k * n
			}
			out.Activities = append(out.Activities, a)
		}
		for _, l := range p.Links {
			l.Pred, l.Succ = l.Pred+k*n, l.Succ+k*n
			out.Links = append(out.Links, l)
		}
	}
	return &out
}
