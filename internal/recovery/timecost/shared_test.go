package timecost_test

import (
	"os"
	"path/filepath"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/planfile/primavera/xer"
	"fugong/internal/recovery"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/worktime"
)

// sharedPlans are the real plans beside the checkout, or where the environment
// says; none when the folder is absent.
func sharedPlans(t testing.TB) []string {
	t.Helper()
	for _, root := range []string{os.Getenv("FUGONG_SHARED"), "../../../../shared"} {
		if root == "" {
			continue
		}
		if list, _ := filepath.Glob(filepath.Join(root, "data", "plans", "xer", "*.xer")); len(list) > 0 {
			return list
		}
	}
	t.Log("the folder of real plans is absent (set FUGONG_SHARED)")
	return nil
}

func readPlan(t testing.TB, path string) *masterplan.Plan {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := xer.Read(filepath.Base(path), data)
	if err != nil {
		return nil
	}
	best := f.Plans[0]
	for _, p := range f.Plans {
		if len(p.Activities) > len(best.Activities) {
			best = p
		}
	}
	return best
}

// fourWeekStoppage is four weeks from a week after the plan's data date.
func fourWeekStoppage(p *masterplan.Plan) []stoppage.Stoppage {
	at := p.DataDate
	if at == worktime.None {
		at = p.Start
	}
	from := at.Day() + 7
	return []stoppage.Stoppage{{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: from, To: from + 27, Restart: stoppage.DefaultRestart()}}
}

// Stated as a problem and read back, every real plan without measures has the
// dates that its network has, and breaks no rule of the kernel.
func TestRealPlansComeBackAsTheyWere(t *testing.T) {
	for _, path := range sharedPlans(t) {
		p := readPlan(t, path)
		if p == nil {
			continue
		}
		name := filepath.Base(path)
		stops := fourWeekStoppage(p)
		m, err := timecost.Build(recovery.Input{Plan: p, Stoppages: stops, Today: recovery.SiteConditions{Day: stops[0].To + 1}, Keep: worktime.None})
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		checkBase(t, name, m)
	}
}

// checkBase reads the plan without measures back.
func checkBase(t *testing.T, name string, m *timecost.Model) {
	t.Helper()
	sol := withoutMeasures(t, m)
	point, err := m.ReadPoint(&sol)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if point.Finish != m.Dates.Finish || point.Cost != 0 || len(point.Measures) != 0 {
		t.Errorf("%s: finish %v cost %d, the network has %v", name, point.Finish, point.Cost, m.Dates.Finish)
	}
	for i, row := range point.Rows {
		if row.Start != worktime.None && (row.Start != m.Dates.Rows[i].EarlyStart || row.Finish != m.Dates.Rows[i].EarlyFinish) {
			t.Errorf("%s: %s from %v to %v, the network has %v to %v", name, m.In.Plan.Activities[i].Code, row.Start, row.Finish, m.Dates.Rows[i].EarlyStart, m.Dates.Rows[i].EarlyFinish)
			break
		}
	}
	bound, err := m.LowerBound()
	if err != nil || bound > point.Finish || bound < m.Network.DataDate {
		t.Errorf("%s: bound %v of finish %v, %v", name, bound, point.Finish, err)
	}
	modes := 0
	for i := range m.Problem.Tasks {
		modes += len(m.Problem.Tasks[i].Modes)
	}
	t.Logf("%s: %d min a tick, %d tasks, %d modes, %d links; planned %v, lost %d days, finish %v, bound %v", name, m.Tick, len(m.Tasks), modes, len(m.Problem.Links), m.Planned, m.Loss.Days, point.Finish, bound)
}

// withoutMeasures is the plan by its links alone, which must break no rule of the
// kernel: nobody entered hands, so there are as many as it uses.
func withoutMeasures(t *testing.T, m *timecost.Model) schedule.Solution {
	t.Helper()
	p := *m.Problem
	p.Tasks = append([]schedule.Task(nil), p.Tasks...)
	for i := range p.Tasks {
		p.Tasks[i].Modes = p.Tasks[i].Modes[:1]
	}
	p.Horizon = m.Ticks
	k, err := kernel.Compile(&p)
	if err != nil {
		t.Fatal(err)
	}
	sol := schedule.Solution{Start: make([]int, k.N), Mode: make([]int, k.N)}
	for i := range k.Est {
		sol.Start[i] = int(k.Est[i])
	}
	if _, err := schedule.Check(m.Problem, &sol); err != nil {
		t.Error(err)
	}
	return sol
}
