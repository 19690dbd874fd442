package primavera_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile"
	"fugong/internal/planfile/primavera"
	"fugong/internal/planfile/primavera/p6xml"
	"fugong/internal/planfile/primavera/xer"
	"fugong/solve/worktime"
)

// formats are the writers under test, and the readers that read what they write.
var formats = map[string]struct {
	prepare func(*masterplan.Plan, *masterplan.Dates) (*masterplan.Draft, error)
	read    func(string, []byte) (*masterplan.File, error)
}{
	"xer":   {xer.Prepare, xer.Read},
	"pmxml": {p6xml.Prepare, p6xml.Read},
}

// examples are our own plans of every format, and where it is at hand the folder
// of real ones: that in FUGONG_SHARED, or "shared" beside the checkout.
func examples(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, pattern := range []string{"../../masterplan/testdata/*.xer", "xer/testdata/*.xer", "p6xml/testdata/*.xml", "../mspdi/testdata/*.xml", "../spreadsheet/*.csv"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal("our own examples are missing:", pattern, err)
		}
		paths = append(paths, found...)
	}
	return append(paths, plantest.SharedFiles(t, "data/plans/*.xml", "data/plans/*/*", "cases/plans/*.xer", "cases/plans/*.xml")...)
}

// plans are those of a file that can be dated; nil for a file that is refused.
func plans(t *testing.T, path string) []*masterplan.Plan {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := planfile.Read(t.Context(), filepath.Base(path), bytes.NewReader(data), planfile.Options{})
	if err != nil {
		return nil // the readers' own tests say which files are refused
	}
	return slices.DeleteFunc(f.Plans, func(p *masterplan.Plan) bool {
		busy := slices.ContainsFunc(p.Activities, func(a masterplan.Activity) bool { return a.Kind != masterplan.Summary && !a.Inactive })
		_, err := masterplan.Compute(p)
		return !busy || err != nil
	})
}

func dated(t testing.TB, p *masterplan.Plan) *masterplan.Dates {
	t.Helper()
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func written(t testing.TB, format string, p *masterplan.Plan, d *masterplan.Dates) ([]byte, []masterplan.Loss) {
	t.Helper()
	draft, err := formats[format].prepare(p, d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := draft.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), draft.Losses
}

func readBack(t testing.TB, format string, data []byte) *masterplan.Plan {
	t.Helper()
	f, err := formats[format].read("out", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Plans) != 1 {
		t.Fatalf("%d plans came back", len(f.Plans))
	}
	for _, n := range f.Notes {
		if n.Level != masterplan.Info {
			t.Errorf("our own reader complains: %+v", n)
		}
	}
	return f.Plans[0]
}

// TestEveryPlanComesBack carries every plan through both formats: what is in the
// file is what Translate said, and the dates are the plan's own.
func TestEveryPlanComesBack(t *testing.T) {
	for _, path := range examples(t) {
		for n, p := range plans(t, path) {
			for format := range formats {
				t.Run(fmt.Sprintf("%s/%d/%s", filepath.Base(path), n, format), func(t *testing.T) {
					comesBack(t, format, p)
				})
			}
		}
	}
}

func comesBack(t *testing.T, format string, p *masterplan.Plan) {
	d := dated(t, p)
	said, err := primavera.Translate(p, d)
	if err != nil {
		t.Fatal(err)
	}
	keepsDates(t, p, d, said)
	out, losses := written(t, format, p, d)
	back := readBack(t, format, out)
	if slices.ContainsFunc(losses, func(l masterplan.Loss) bool { return l.Key == "plan.loss.characters" }) {
		for i := range said.Plan.Resources { // the code page lacks m³
			r := &said.Plan.Resources[i]
			r.Code, r.Name, r.Unit = plainly(r.Code), plainly(r.Name), plainly(r.Unit)
		}
	}
	if diff := gocmp.Diff(contents(t, said.Plan, said.Dates, format), contents(t, back, dated(t, back), format), cmpopts.EquateEmpty(), cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Errorf("what was written is not what was read (-written +read):\n%s", diff)
	}
	again := dated(t, back)
	for i := range said.Plan.Activities {
		w, g := &said.Dates.Rows[i], &again.Rows[rowOf(back, &said.Plan.Activities[i])]
		if said.Plan.Activities[i].Kind != masterplan.Summary && (w.Start != g.Start || w.Finish != g.Finish || w.EarlyStart != g.EarlyStart ||
			w.LateStart != g.LateStart || w.LateFinish != g.LateFinish || w.TotalFloat != g.TotalFloat) {
			t.Errorf("%s is dated otherwise: %+v became %+v", said.Plan.Activities[i].Code, *w, *g)
		}
	}
}

func plainly(s string) string { return strings.NewReplacer("²", "2", "³", "3").Replace(s) }

// keepsDates asks that no activity has other dates by Primavera's rules than the
// plan has.
func keepsDates(t *testing.T, p *masterplan.Plan, d *masterplan.Dates, said *primavera.Translation) {
	t.Helper()
	row := 0
	for i := range p.Activities {
		a := &p.Activities[i]
		if row >= len(said.Plan.Activities) || said.Plan.Activities[row].UID != a.UID || said.Plan.Activities[row].Kind == masterplan.Summary != (a.Kind == masterplan.Summary) {
			if !a.Inactive {
				t.Fatalf("row %d, %s, is not in the file", i, a.Code)
			}
			continue
		}
		w, g := &d.Rows[i], &said.Dates.Rows[row]
		if a.Kind != masterplan.Summary && (w.Start != g.Start || w.Finish != g.Finish) {
			t.Errorf("%s moves: %v–%v became %v–%v", a.Code, w.Start, w.Finish, g.Start, g.Finish)
		}
		row++
	}
}

// rowOf is where an activity stands; Primavera lists those of a heading before
// the headings under it.
func rowOf(p *masterplan.Plan, a *masterplan.Activity) int {
	return slices.IndexFunc(p.Activities, func(b masterplan.Activity) bool {
		return b.UID == a.UID && (b.Kind == masterplan.Summary) == (a.Kind == masterplan.Summary)
	})
}

// content is what a file holds of a plan, in an order that does not depend on its
// own.
type content struct {
	Code, Name, Calendar        string
	Start, DataDate, MustFinish worktime.Time
	Settings                    masterplan.Settings
	Activities                  map[string]string
	Links                       map[string]int
	Assignments                 map[string]int
	Resources                   map[string]string
	Baselines                   int
	Hours                       map[string]int64 // working minutes of four years, by calendar in use
}

// contents gathers what both formats hold of a plan that was said in Primavera's
// terms.
func contents(t testing.TB, p *masterplan.Plan, d *masterplan.Dates, format string) content {
	t.Helper()
	c := content{Code: p.Code, Name: p.Name, Start: p.Start, DataDate: p.DataDate, MustFinish: p.MustFinish, Settings: p.Settings,
		Activities: map[string]string{}, Links: map[string]int{}, Assignments: map[string]int{}, Resources: map[string]string{}, Hours: map[string]int64{}}
	c.Settings.MinutesPerDay, c.Settings.MinutesPerWeek, c.Settings.DaysPerMonth = 0, 0, 0
	c.Settings.DefaultStart, c.Settings.DefaultFinish, c.Settings.LateFrom, c.Settings.Calendar = 0, 0, 0, 0
	if at := p.Settings.Calendar; at >= 0 {
		c.Calendar = p.Calendars[at].Name
	}
	name := func(i int32) string {
		if i < 0 {
			return ""
		}
		return fmt.Sprint(p.Activities[i].UID, p.Activities[i].Kind == masterplan.Summary)
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		says := fmt.Sprint(a.Name, " under ", name(a.Parent))
		if a.Kind != masterplan.Summary {
			says = fmt.Sprint(a.Code, says, a.Kind, a.Duration.Minutes, a.Remaining, a.ActualStart, a.ActualFinish, a.Suspend, a.Resume,
				a.ExpectedFinish, a.Primary, a.Secondary, a.PercentBasis, a.ByCrews)
			if hours := d.Hours(i); hours != nil {
				c.Hours[name(int32(i))] = hours.Between(p.Start, p.Start+4*365*24*60)
			}
		}
		c.Activities[name(int32(i))] = says
	}
	for _, l := range p.Links {
		c.Links[fmt.Sprint(name(l.Pred), name(l.Succ), l.Type, l.Lag.Tenths, l.Lag.Elapsed)]++
	}
	for _, a := range p.Assignments {
		if a.Resource >= 0 {
			c.Assignments[fmt.Sprint(name(a.Activity), p.Resources[a.Resource].Name, a.Work, a.RemainingWork)]++
		}
	}
	for _, r := range p.Resources {
		c.Resources[fmt.Sprint(r.Code, r.Name)] = fmt.Sprint(r.Type, r.Unit, r.Calendar >= 0)
	}
	if format == "pmxml" {
		c.Baselines = len(p.Baselines)
	}
	return c
}
