package plan_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"

	"fugong/internal/plan"
	"fugong/internal/plan/mspdi"
	"fugong/internal/plan/xer"
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

// foreign are files whose early and late dates were not computed by the tool
// whose format they have. Their differences are listed like all others.
var foreign = map[string]string{
	"mpxj_duration_units.xml":  "late dates count back from a finish that the file does not have",
	"aspose_calendars_11t.xml": "work on weekends that no calendar of the file has",
}

func compareFile(t testing.TB, path string) (plan.Comparison, bool) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read := xer.Read
	if strings.EqualFold(filepath.Ext(path), ".xml") {
		read = mspdi.Read
	}
	file, err := read(filepath.Base(path), data)
	if err != nil {
		return plan.Comparison{}, false
	}
	var list []plan.Comparison
	for _, p := range file.Plans {
		d, err := plan.Compute(p)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		list = append(list, plan.Compare(p, d))
	}
	return plan.Merge(list...), true
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
	fmt.Fprintln(w, "file\tactivities\tES\tEF\tLS\tLF\tfloat\torigins\tsound: activities\tES\tEF\tLS\tLF\tfloat\t")
	for _, format := range []string{"xer", "mspdi"} {
		pattern := map[string]string{"xer": "testdata/*.xer", "mspdi": "mspdi/testdata/*.xml"}[format] // our own examples
		if dir != "" {
			pattern = filepath.Join(dir, format, "*")
		}
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no %s files at %s: %v", format, pattern, err)
		}
		var known, all []plan.Comparison
		for _, path := range paths {
			c, ok := compareFile(t, path)
			if !ok {
				continue
			}
			name := filepath.Base(path)
			row(w, name, c)
			checkReasons(t, name, c)
			all = append(all, c)
			if foreign[name] == "" {
				known = append(known, c)
				checkFloor(t, name, c.Sound, 0.99, 0.98)
			}
		}
		row(w, format+", all", plan.Merge(all...))
		row(w, format+", not foreign", plan.Merge(known...))
		checkFloor(t, format, plan.Merge(known...).Sound, 0.99, 0.98)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
}

func row(w *tabwriter.Writer, name string, c plan.Comparison) {
	a := c.Compared
	s := c.Sound
	fmt.Fprintf(w, "%s\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t%d\t%d\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\t\n",
		name, a.Activities, a.EarlyStart, a.EarlyFinish, a.LateStart, a.LateFinish, a.TotalFloat, a.Origins,
		s.Activities, s.EarlyStart, s.EarlyFinish, s.LateStart, s.LateFinish, s.TotalFloat)
}

// checkFloor holds what the product promises of dates that no contradiction in
// their file reaches; it allows two differences in a small file.
func checkFloor(t *testing.T, name string, a plan.Agreement, dates, floats float64) {
	t.Helper()
	n := a.Counts
	for field, x := range map[string]plan.Count{"early start": n.EarlyStart, "early finish": n.EarlyFinish, "late start": n.LateStart, "late finish": n.LateFinish} {
		if off := x.Of - x.Agree; off > 2 && float64(x.Agree) < dates*float64(x.Of) {
			t.Errorf("%s: %s agrees in %d of %d", name, field, x.Agree, x.Of)
		}
	}
	if x := n.TotalFloat; x.Of-x.Agree > 2 && float64(x.Agree) < floats*float64(x.Of) {
		t.Errorf("%s: total float agrees in %d of %d", name, x.Agree, x.Of)
	}
}

// checkReasons asks that every difference says why, in full, and that no file
// differs without an activity where its own dates part from our rules.
func checkReasons(t *testing.T, name string, c plan.Comparison) {
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
	c, ok := compareFile(t, "testdata/pipe_rack.xer")
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
