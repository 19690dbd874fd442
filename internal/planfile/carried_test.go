package planfile_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/p6xml"
	"fugong/internal/planfile/primavera/xer"
	"fugong/solve/worktime"
)

var writers = map[string]func(*masterplan.Plan, *masterplan.Dates) (*masterplan.Draft, error){"xer": xer.Prepare, "pmxml": p6xml.Prepare, "mspdi": mspdi.Prepare}

// TestEveryFormatCarriesEveryPlan takes every plan through every format, and what
// came out through every format again. Whatever differs afterwards, field by field,
// was named before the file was taken.
func TestEveryFormatCarriesEveryPlan(t *testing.T) {
	tally := newTally()
	for _, path := range everyPlan(t) {
		for n, p := range plansOf(t, path) {
			for format := range writers {
				name := fmt.Sprintf("%s/%d>%s", filepath.Base(path), n, format)
				q := tally.carry(t, name, p, format)
				if q == nil || len(p.Activities) > twiceUpTo {
					continue
				}
				for again := range writers {
					tally.carry(t, name+">"+again, q, again)
				}
			}
		}
	}
	tally.report(t)
}

// twiceUpTo is how many activities a plan may have that goes through two formats.
const twiceUpTo = 300

// everyPlan are our own examples of every format, and the real plans where they are
// at hand: those of FUGONG_SHARED, or "shared" beside the checkout, and what
// FUGONG_PLANS names besides.
func everyPlan(t *testing.T) []string {
	t.Helper()
	var paths []string
	add := func(pattern string) {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, found...)
	}
	for _, own := range []string{"../masterplan/testdata/*.xer", "primavera/xer/testdata/*.xer", "primavera/p6xml/testdata/*.xml", "mspdi/testdata/*.xml", "spreadsheet/*.csv", "testdata/*.x[em]*"} {
		add(own)
	}
	if only := os.Getenv("FUGONG_PLANS"); only != "" {
		for _, pattern := range strings.Split(only, ",") {
			add(pattern)
		}
		return paths
	}
	return append(paths, plantest.SharedFiles(t, "data/plans/*.xml", "data/plans/*/*", "cases/plans/*.x[em]*")...)
}

func plansOf(t *testing.T, path string) []*masterplan.Plan {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := planfile.Read(t.Context(), filepath.Base(path), bytes.NewReader(data), planfile.Options{})
	if err != nil {
		return nil // the readers' own tests say which files are refused
	}
	return f.Plans
}

// tally counts what differs, by kind.
type tally struct {
	carried, changed int
	bare             map[string][]string // what nothing excuses → where
	count            map[string]int
}

func newTally() *tally { return &tally{bare: map[string][]string{}, count: map[string]int{}} }

// carry takes p through a format and says what came back; nil when p has no dates.
func (s *tally) carry(t *testing.T, name string, p *masterplan.Plan, format string) *masterplan.Plan {
	t.Helper()
	d, err := masterplan.Compute(p)
	undated := err == nil && d.Start == 8*60 // states no date whatever
	if err != nil || undated {
		return nil
	}
	draft, err := writers[format](p, d)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	var b bytes.Buffer
	if err := draft.Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := planfile.Read(t.Context(), "out", &b, planfile.Options{})
	if err != nil {
		t.Errorf("%s: not read again: %v", name, err)
		return nil
	}
	q := f.Plans[0]
	s.carried++
	for _, c := range plantest.Carried(p, q, d, plantest.Computed(t, q)) {
		s.changed++
		if excused(p, format, c, draft.Losses) {
			continue
		}
		key := p.Source.Format + ">" + format + " " + c.What
		s.count[key]++
		if len(s.bare[key]) < 3 {
			at := ""
			if c.Activity >= 0 {
				at = p.Activities[c.Activity].Code
			}
			s.bare[key] = append(s.bare[key], fmt.Sprintf("%s %s %v; losses %v", name, at, c, keysOf(draft.Losses, c.Activity)))
		}
	}
	return q
}

func (s *tally) report(t *testing.T) {
	t.Helper()
	t.Logf("%d plans carried, %d values changed as told", s.carried, s.changed)
	for _, key := range slices.Sorted(func(yield func(string) bool) {
		for k := range s.bare {
			if !yield(k) {
				return
			}
		}
	}) {
		t.Errorf("%s: %d times, and nobody was told:\n\t%s", key, s.count[key], strings.Join(s.bare[key], "\n\t"))
	}
}

func keysOf(losses []masterplan.Loss, activity int) (out []string) {
	for _, l := range losses {
		if activity >= 0 && slices.Contains(l.Activities, int32(activity)) || activity < 0 && len(l.Activities) == 0 {
			out = append(out, strings.TrimPrefix(l.Key, "plan.loss."))
		}
	}
	return out
}

// excuses are the losses that tell of a change: of the activity where it is one's,
// else of the plan.
var excuses = map[string]string{
	"row": "inactive", "kind": "span milestone_kind", "name": "name name_long characters", "notes": "heading_notes characters", "code": "code characters",
	"duration":      "duration wait held span elapsed_duration split manual p6_held held_remainder fixed_duration expected_finish",
	"remaining":     "duration wait held span elapsed_duration split manual p6_held held_remainder expected_finish p6_moved",
	"duration unit": "duration_unit elapsed_duration manual", "duration elapsed": "elapsed_duration", "duration estimated": "estimated",
	"work": "work_sums", "percent work": "work_sums percent_rounded percent_work", "priority": "priority", "leveling delay": "leveling_delay",
	"marked": "marked", "splits": "split", "percent": "percent_rounded duration wait held_remainder percent_units held p6_moved span",
	"percent physical": "percent_rounded", "suspend": "held_remainder wait duration", "resume": "held_remainder wait duration",
	"expected finish": "expected_finish", "deadline": "due deadline deadline_constraint heading_dates",
	"constraints": "held due late constraint p6_held manual deadline_constraint leveling_delay second_constraint",
	"manual":      "manual", "inactive": "inactive", "by crews": "crews", "ignores crews": "effort", "task type": "effort fixed_duration", "effort driven": "effort",
	"start": "moved p6_moved", "finish": "moved p6_moved", "total float": "float p6_float moved p6_moved", "calendar of activity": "p6_moved held_remainder elapsed_duration p6_held crews",
	"link": "heading_link heading_finish_link heading_ring link_inactive", "lag": "lag_span lag_counted lag_calendar lag_elapsed lag_percent link_eased link_lead",
	"assignment": "assignment inactive resource_names characters names_cut", "assignment work": "work_sums", "assignment actual": "work_sums",
	"assignment contour": "contour", "assignment overtime": "overtime", "assignment delay": "crew_delay",
	"baseline row": "inactive baseline_headings", "percent basis": "percent_units",

	"calendar": "calendar_names names_cut characters", "calendar hours": "calendar_horizon", "blank rows": "blank_rows", "plan data date": "data_date",
	"plan calendar": "calendar_names", "plan name": "characters names_cut",
	"plan must finish": "must_finish from_finish", "setting from finish": "from_finish", "setting critical by path": "longest_path",
	"resource": "resource_names characters names_cut", "resource code": "resource_codes resource_names characters names_cut", "resource unit": "names_cut characters", "resource type": "equipment cost_resource",
	"resource cost per use": "resource_extras", "resource group": "resource_extras", "resource overtime": "resource_extras",
	"links added": "heading_link", "external links": "external external_date", "baselines": "baselines baseline_xer",
	"baseline name": "baseline_names", "baseline taken": "baseline_names",
}

// excused says whether a change was told, or is how every plan looks in the other
// format.
func excused(p *masterplan.Plan, format string, c plantest.Change, losses []masterplan.Loss) bool {
	for _, l := range losses {
		if !slices.Contains(strings.Fields(excuses[c.What]), strings.TrimPrefix(l.Key, "plan.loss.")) {
			continue
		}
		if c.Activity < 0 || len(l.Activities) == 0 || slices.Contains(l.Activities, int32(c.Activity)) {
			return true
		}
	}
	tool := masterplan.Primavera
	if format == "mspdi" {
		tool = masterplan.MicrosoftProject
	}
	switch c.What {
	case "calendar resource":
		if tool == masterplan.Primavera { // where activities work on shared calendars only
			return true
		}
	case "plan code", "plan calendar", "plan start": // every file has these
		if c.Was == "" || c.Was == "none" {
			return true
		}
	}
	foreign := p.Settings.Dialect != tool || (p.Source.Format == "mspdi") != (format == "mspdi")
	return foreign && ofTheFormat(p, tool, c)
}

// ofTheFormat are differences between the families of tools that change nothing.
func ofTheFormat(p *masterplan.Plan, tool masterplan.Dialect, c plantest.Change) bool {
	var a masterplan.Activity
	if c.Activity >= 0 {
		a = p.Activities[c.Activity]
	}
	switch c.What {
	case "wbs", "heading wbs", "heading code": // paths of headings to one, outline numbers to the other
		return true
	case "setting expected finish", "setting lag calendar", "setting float basis", "setting progress", "setting critical float", "setting open ends":
		return true // said in the dates
	case "ignores crews", "task type", "effort driven": // P6 has no such choice
		return tool == masterplan.MicrosoftProject
	case "total float": // each counts floats in its own way
		return true
	case "suspend", "resume": // Microsoft Project has both of all that was begun
		return a.ActualStart != worktime.None
	case "percent":
		if tool == masterplan.Primavera && a.PercentBasis == masterplan.ByDuration {
			return true // Primavera takes it from the durations
		}
		fallthrough
	case "percent basis", "earn by physical":
		return a.PercentBasis == masterplan.ByPhysical || a.EarnByPhysical
	case "assignment":
		return strings.HasPrefix(c.Was, "nobody") // the task has the work
	case "resource code":
		return strings.HasSuffix(c.Was, " ") // Primavera knows resources by it
	case "lag": // Primavera's lags count on one calendar, which may run round the clock
		return strings.Fields(c.Was)[0] == strings.Fields(c.Is)[0]
	case "constraints": // must start on; at a milestone start and finish are one
		return point(a.Kind) || sameConstraints(c.Was, c.Is)
	}
	return false
}

func point(k masterplan.Kind) bool {
	return k == masterplan.StartMilestone || k == masterplan.FinishMilestone
}

// sameConstraints says whether constraints mean the same in Microsoft Project.
func sameConstraints(was, is string) bool {
	plain := func(s string) []string {
		return slices.Sorted(slices.Values(strings.Split(strings.NewReplacer("mandatory_start", "start_on", "mandatory_finish", "finish_on").Replace(s), ", ")))
	}
	return slices.Equal(plain(was), plain(is))
}
