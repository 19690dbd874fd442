package masterplan_test

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
	"fugong/internal/planfile"
)

// shared finds the folder of real plans, beside the checkout or where the
// environment says; "" when there is none.
func shared() string {
	for _, root := range []string{os.Getenv("FUGONG_SHARED"), "../../../shared"} {
		if root == "" {
			continue // not set
		}
		if dir := filepath.Join(root, "data", "plans"); isDir(dir) {
			return dir
		}
	}
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// odd are files with dates that follow from nothing in them. Their differences are
// listed like all others, and count in what all files together must reach.
var odd = map[string]string{
	"mpxj_duration_units.xml":              "four late dates count back from a finish that the file does not have",
	"mpxj_sample_20t.xml":                  "two tasks end with the night shift of a resource, though they begin with the day shift",
	"harbour_point_dcp03_baseline_60t.xer": "late dates held by levels of effort, which hold nothing in Primavera",
}

func compareFile(t testing.TB, path string, asWritten bool) (masterplan.Comparison, bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := planfile.Read(context.Background(), filepath.Base(path), bytes.NewReader(data), planfile.Options{AsWritten: asWritten})
	if err != nil {
		return masterplan.Comparison{}, false
	}
	var list []masterplan.Comparison
	for _, p := range file.Plans {
		d, err := masterplan.Compute(p)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		list = append(list, masterplan.Compare(p, d))
	}
	return masterplan.Merge(list...), true
}

// TestDatesAgreeWithTheFiles scores our dates against those that Primavera and
// Microsoft Project wrote into real files.
func TestDatesAgreeWithTheFiles(t *testing.T) {
	dir := shared()
	if dir == "" {
		t.Log("the folder of real plans is absent (set FUGONG_SHARED): only our own examples are compared")
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "file\tactivities\tas written: ES\tEF\tLS\tLF\tfloat\tby its dates:\tES\tEF\tLS\tLF\tfloat\torigins\t")
	for _, format := range []string{"xer", "mspdi"} {
		pattern := map[string]string{"xer": "testdata/*.xer", "mspdi": "../planfile/mspdi/testdata/*.xml"}[format] // our own examples
		if dir != "" {
			pattern = filepath.Join(dir, format, "*")
		}
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no %s files at %s: %v", format, pattern, err)
		}
		var written, settled []masterplan.Comparison
		for _, path := range paths {
			c, ok := compareFile(t, path, false)
			if !ok {
				continue
			}
			before, _ := compareFile(t, path, true)
			name := filepath.Base(path)
			row(w, name, before, c)
			checkReasons(t, name, c)
			noWorse(t, name, before, c)
			written, settled = append(written, before), append(settled, c)
			if odd[name] == "" {
				checkFloor(t, name, c.Compared)
			}
		}
		all := masterplan.Merge(settled...)
		row(w, format+", all", masterplan.Merge(written...), all)
		checkFloor(t, format, all.Compared)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
}

func row(w *tabwriter.Writer, name string, written, settled masterplan.Comparison) {
	a, b := written.Compared, settled.Compared
	fmt.Fprintf(w, "%s\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t\n",
		name, a.Activities, a.EarlyStart, a.EarlyFinish, a.LateStart, a.LateFinish, a.TotalFloat,
		b.EarlyStart, b.EarlyFinish, b.LateStart, b.LateFinish, b.TotalFloat, b.Origins)
}

// checkFloor holds what the product promises, 99 of 100 dates and 98 of 100 floats;
// it allows two differences in a small file.
func checkFloor(t *testing.T, name string, a masterplan.Agreement) {
	t.Helper()
	n := a.Counts
	for _, x := range []struct {
		field string
		masterplan.Count
		floor float64
	}{
		{"early start", n.EarlyStart, 0.99}, {"early finish", n.EarlyFinish, 0.99}, {"late start", n.LateStart, 0.99},
		{"late finish", n.LateFinish, 0.99}, {"total float", n.TotalFloat, 0.98},
	} {
		if off := x.Of - x.Agree; off > 2 && float64(x.Agree) < x.floor*float64(x.Of) {
			t.Errorf("%s: %s agrees in %d of %d", name, x.field, x.Agree, x.Of)
		}
	}
}

// noWorse asks that following the dates never costs an agreement.
func noWorse(t *testing.T, name string, written, settled masterplan.Comparison) {
	t.Helper()
	a, b := written.Compared.Counts, settled.Compared.Counts
	for _, x := range [][2]masterplan.Count{
		{a.EarlyStart, b.EarlyStart}, {a.EarlyFinish, b.EarlyFinish}, {a.LateStart, b.LateStart},
		{a.LateFinish, b.LateFinish}, {a.TotalFloat, b.TotalFloat},
	} {
		if x[0].Of != x[1].Of || x[1].Agree < x[0].Agree {
			t.Errorf("%s: %d of %d agree as written, %d of %d by the dates", name, x[0].Agree, x[0].Of, x[1].Agree, x[1].Of)
		}
	}
}

// checkReasons asks that every difference says why, in full, and that no file
// differs without an activity where its own dates part from our rules.
func checkReasons(t *testing.T, name string, c masterplan.Comparison) {
	t.Helper()
	for _, d := range c.Differences {
		if d.Reason == "" || strings.Contains(d.Reason, "{{") || d.ID == "" || d.File == d.Ours {
			t.Errorf("%s: difference without its reason: %+v", name, d)
		}
	}
	if len(c.Differences) > 0 && c.Compared.Origins == 0 {
		t.Errorf("%s: %d differences, none of them an origin", name, len(c.Differences))
	}
}

// TestOwnExampleAgrees holds the rules that real files taught us, in a plan of our
// own: finish links over two calendars, a start-to-finish link, progress, as late
// as possible, level of effort, milestones between shifts, a fixed finish.
func TestOwnExampleAgrees(t *testing.T) {
	c, ok := compareFile(t, "testdata/pipe_rack.xer", false)
	if !ok {
		t.Fatal("our own example cannot be read")
	}
	if c.Compared.Activities != 11 || len(c.Differences) != 0 {
		t.Errorf("%d compared, differences %+v", c.Compared.Activities, c.Differences)
	}
	if c.Links != 15 || c.Finish != "2020-03-12T12:00" {
		t.Errorf("%d links, finish %s", c.Links, c.Finish)
	}
}
