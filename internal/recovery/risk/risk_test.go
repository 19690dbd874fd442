package risk_test

import (
	"reflect"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/recovery"
	"fugong/internal/recovery/risk"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// played is the risk of p without measures, laid out by its links.
func played(t testing.TB, p *masterplan.Plan, set recovery.Settings, today recovery.SiteConditions, seed uint64) (recovery.Risk, worktime.Time) {
	t.Helper()
	set.Off = acceleration.Kinds
	m, err := timecost.Build(recovery.Input{Plan: p, Keep: worktime.None, Today: today, Settings: set})
	if err != nil {
		t.Fatal(err)
	}
	sol := schedule.Solution{Start: make([]int, len(m.Tasks)), Mode: make([]int, len(m.Tasks))}
	copy(sol.Start, m.Base.Start)
	return risk.NewPlayer(m, seed).Simulate(&sol, m.Dates.Finish), m.Dates.Finish
}

var noDay = recovery.SiteConditions{Day: worktime.NoDay}

func chain() *masterplan.Plan {
	p := plantest.Chain("A", "B", "C", "D", "E", "F", "G", "H")
	for i := range p.Activities {
		p.Activities[i].Duration.Minutes, p.Activities[i].Remaining = 5*480, 5*480
	}
	return p
}

func TestWithoutSpreadNothingIsAtRisk(t *testing.T) {
	r, finish := played(t, chain(), recovery.Settings{Values: map[recovery.Key]float64{recovery.DefaultRisk: 0}}, noDay, 1)
	if r.Runs != risk.Runs || r.P50 != finish || r.P80 != finish || r.Chance != 1 || r.Measured {
		t.Errorf("%+v, finish %v", r, finish)
	}
}

// A chain of eight weeks with a spread of a tenth: half of all runs end about when
// planned, and four in five within some days more.
func TestSpreadOfAChain(t *testing.T) {
	r, finish := played(t, chain(), recovery.Settings{}, noDay, 1)
	if late := masterplan.EndDay(r.P50) - masterplan.EndDay(finish); late < -2 || late > 4 {
		t.Errorf("P50 %v, finish %v", r.P50, finish)
	}
	if late := masterplan.EndDay(r.P80) - masterplan.EndDay(finish); late < 1 || late > 10 {
		t.Errorf("P80 %v, finish %v", r.P80, finish)
	}
	again, _ := played(t, chain(), recovery.Settings{}, noDay, 1)
	other, _ := played(t, chain(), recovery.Settings{}, noDay, 2)
	if !reflect.DeepEqual(r, again) || reflect.DeepEqual(r, other) {
		t.Error("a seed gives one answer, another seed another")
	}
}

// Ten finished activities that took half as long again say so.
func TestOwnRatios(t *testing.T) {
	p := chain()
	start := p.Start
	for n := range 10 {
		a := p.Activities[0]
		a.Code, a.ID = a.Code+string(rune('a'+n)), ""
		a.Duration.Minutes, a.Remaining = 2*480, 0
		a.ActualStart, a.ActualFinish = start, (start.Day() + 2).At(1020) // three days for two
		p.Activities = append(p.Activities, a)
	}
	p.DataDate = (start.Day() + 5).At(0)
	s := risk.SpreadOf(p, recovery.Settings{})
	if !s.Measured || s.Activities != 10 || s.Median < 1.49 || s.Median > 1.51 {
		t.Fatalf("%+v", s)
	}
	r, finish := played(t, p, recovery.Settings{}, noDay, 1)
	if !r.Measured || masterplan.EndDay(r.P50)-masterplan.EndDay(finish) < 20 {
		t.Errorf("P50 %v of finish %v", r.P50, finish)
	}
}

func TestUncertainDelivery(t *testing.T) {
	p := plantest.Chain("A", "B")
	still := recovery.Settings{Values: map[recovery.Key]float64{recovery.DefaultRisk: 0}}
	today := recovery.SiteConditions{Day: worktime.NoDay, Deliveries: []recovery.Awaited{{
		ID: "d", Item: "Pumps", Activities: []string{"id-B"}, Expected: p.Start.Day() + 10, Confidence: delivery.Confirmed,
	}}}
	sure, _ := played(t, p, still, today, 1)
	today.Deliveries[0].Confidence = delivery.Uncertain
	unsure, _ := played(t, p, still, today, 1)
	if masterplan.EndDay(unsure.P80)-masterplan.EndDay(sure.P80) < 7 || masterplan.EndDay(unsure.P80)-masterplan.EndDay(sure.P80) > 16 {
		t.Errorf("sure %v, unsure %v", sure.P80, unsure.P80)
	}
}
