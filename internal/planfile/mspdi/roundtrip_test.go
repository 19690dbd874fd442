package mspdi_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/xer"
)

// shared finds the folder of real plans, which is not part of the project.
func shared(t *testing.T, pattern string) []string {
	t.Helper()
	return plantest.SharedFiles(t, filepath.Join("data", "plans", pattern))
}

func examples(t *testing.T) []string {
	t.Helper()
	own, err := filepath.Glob(filepath.Join("testdata", "*.xml"))
	if err != nil || len(own) == 0 {
		t.Fatal("our own examples are missing", err)
	}
	return append(own, shared(t, "mspdi/*.xml")...)
}

func load(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, name string, data []byte) *masterplan.Plan {
	t.Helper()
	f, err := mspdi.Read(name, data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return f.Plans[0]
}

// write is p as MSPDI, dated by d, or with nil by its own file.
func write(t testing.TB, p *masterplan.Plan, d *masterplan.Dates) []byte {
	t.Helper()
	draft, err := mspdi.Prepare(p, d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := draft.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// normal is what a plan means, without what Write changes on purpose: leaves of other
// tools get a fixed duration, exceptions are sorted, names are cleaned.
func normal(p *masterplan.Plan) *masterplan.Plan {
	q := *p
	q.Source = masterplan.Source{}
	q.Activities = slices.Clone(p.Activities)
	for i := range q.Activities {
		if q.Settings.Dialect != masterplan.MicrosoftProject {
			q.Activities[i].TaskType = masterplan.FixedDuration
		}
	}
	q.Calendars = slices.Clone(p.Calendars)
	for i := range q.Calendars {
		c := &q.Calendars[i]
		c.Name = strings.TrimSpace(string([]rune(c.Name)[:min(51, len([]rune(c.Name)))]))
		c.Exceptions = slices.Clone(c.Exceptions)
		slices.SortStableFunc(c.Exceptions, func(a, b masterplan.Exception) int { return int(a.From) - int(b.From) })
	}
	q.Resources = slices.Clone(p.Resources)
	for i := range q.Resources {
		if q.Resources[i].UID == 0 { // Microsoft Project keeps 0 for itself
			q.Resources[i].UID = int64(i) + 1
		}
		q.Resources[i].Name = strings.Join(strings.FieldsFunc(q.Resources[i].Name, func(r rune) bool { return strings.ContainsRune(" ,[]", r) }), " ")
	}
	return &q
}

func TestRoundTrip(t *testing.T) {
	for _, path := range examples(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			first := read(t, filepath.Base(path), load(t, path))
			out := write(t, first, nil)
			second := read(t, filepath.Base(path), out)
			if diff := cmp.Diff(normal(first), normal(second), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("in, out, in changes the plan (-first +second):\n%s", diff)
			}
			if again := write(t, second, nil); !bytes.Equal(out, again) {
				t.Error("the second writing differs from the first")
			}
		})
	}
}

// TestFromXER carries P6 plans through MSPDI: tasks, links, lags and calendars
// arrive as they left.
func TestFromXER(t *testing.T) {
	own, err := filepath.Glob(filepath.Join("..", "primavera", "xer", "testdata", "*.xer"))
	if err != nil || len(own) == 0 {
		t.Fatal("the XER examples are missing", err)
	}
	for _, path := range append(own, shared(t, "xer/*.xer")...) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, err := xer.Read(filepath.Base(path), load(t, path))
			if err != nil {
				if fault.Of(err) != fault.Invalid {
					t.Error(err)
				}
				t.Logf("the XER reader refuses it: %v", err) // some of the real files are broken on purpose
				return
			}
			for _, first := range f.Plans {
				second := read(t, "out.xml", write(t, first, nil))
				if diff := cmp.Diff(core(first), core(second), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s (-xer +mspdi):\n%s", first.Code, diff)
				}
			}
		})
	}
}

type task struct {
	Code, Name string
	Kind       masterplan.Kind
	Parent     int32
	Minutes    int64
	Calendar   int32
}

type skeleton struct {
	Tasks     []task
	Links     []masterplan.Link
	Calendars []masterplan.Calendar
}

// core is what has to survive a change of format.
func core(p *masterplan.Plan) skeleton {
	var s skeleton
	for i := range p.Activities {
		a := &p.Activities[i]
		s.Tasks = append(s.Tasks, task{a.Code, strings.TrimSpace(a.Name), a.Kind, a.Parent, a.Duration.Minutes, a.Calendar})
	}
	for _, l := range p.Links {
		l.UID = 0
		if l.Lag.Unit == masterplan.UnitNone {
			l.Lag.Unit = masterplan.Days
		}
		s.Links = append(s.Links, l)
	}
	slices.SortStableFunc(s.Links, func(a, b masterplan.Link) int { return int(a.Succ - b.Succ) }) // MSPDI keeps links by successor
	for _, c := range normal(p).Calendars {
		c.UID, c.HoursPerDay, c.Name = 0, 0, ""
		s.Calendars = append(s.Calendars, c)
	}
	return s
}
