package stoppage_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/solve/worktime"
)

var monday = worktime.Date(2020, 2, 17)

func stop(cause stoppage.Cause, from, to int, curve stoppage.RestartCurve) stoppage.Stoppage {
	return stoppage.Stoppage{Scope: stoppage.ForZone, Cause: cause, From: monday + worktime.Day(from), To: monday + worktime.Day(to), Restart: curve}
}

func assess(t testing.TB, p *masterplan.Plan, list ...stoppage.Stoppage) stoppage.Loss {
	t.Helper()
	l, err := stoppage.Assess(p, list)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Five days of work, Monday to Friday; a stoppage from Wednesday to Friday.
func TestLossOfAChain(t *testing.T) {
	p := plantest.Chain("A", "B", "C", "D", "E")
	l := assess(t, p, stop(stoppage.Epidemic, 2, 4, nil))
	if got := l.Planned.String(); got != "2020-02-21T17:00" {
		t.Errorf("planned %s", got)
	}
	if got := l.Finish.String(); got != "2020-02-26T17:00" || l.Days != 5 || l.ByCause.Of(stoppage.Epidemic) != 5 {
		t.Errorf("finish %s, %d days, %v", got, l.Days, l.ByCause)
	}
	if len(l.Slips) != 3 || l.Slips[0].Activity != 2 || l.Slips[0].Days != 5 {
		t.Errorf("slips %+v", l.Slips)
	}
}

// After the stoppage half a day is done on each of the first two working days and
// four fifths on the next three.
func TestRestartCurve(t *testing.T) {
	p := plantest.Chain("A", "B", "C", "D", "E")
	l := assess(t, p, stop(stoppage.Epidemic, 0, 4, stoppage.DefaultRestart()))
	// 0.5 + 0.5 + 0.8 + 0.8 + 0.8 = 3.4 in the week after, 1.6 left.
	if got := l.Finish.String(); got != "2020-03-03T13:48" {
		t.Errorf("finish %s", got)
	}
}

// What time alone does goes on through a stoppage.
func TestCuringGoesOn(t *testing.T) {
	p := plantest.Chain("A", "B", "C")
	all := masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 1440}}}
	p.Calendars = []masterplan.Calendar{{Name: "养护", Base: -1, Week: [7]masterplan.DayHours{all, all, all, all, all, all, all}}}
	p.Activities[1].Calendar = 0
	p.Activities[1].Duration.Minutes, p.Activities[1].Remaining = 4*1440, 4*1440
	// A ends on Monday; curing until Friday 17:00; C on the next Monday.
	l := assess(t, p, stop(stoppage.Weather, 1, 4, nil))
	if l.Days != 0 {
		t.Errorf("lost %d days, finish %v", l.Days, l.Finish)
	}
	p.Resources = []masterplan.Resource{{Code: "R", Type: masterplan.WorkResource, MaxUnits: 1, Calendar: -1}}
	p.Assignments = []masterplan.Assignment{{Activity: 1, Resource: 0, Units: 1}}
	if l := assess(t, p, stop(stoppage.Weather, 1, 4, nil)); l.Days == 0 {
		t.Error("what hands do round the clock stops with them")
	}
}

// A stoppage that is over before the data date is charged as well.
func TestLossBeforeTheDataDate(t *testing.T) {
	p := plantest.Chain("A", "B", "C", "D", "E")
	p.Activities[0].ActualStart, p.Activities[0].ActualFinish, p.Activities[0].Remaining = monday.At(480), monday.At(1020), 0
	p.DataDate = (monday + 7).At(0)
	l := assess(t, p, stop(stoppage.Supply, 1, 4, nil))
	if l.Finish.String() != "2020-02-27T17:00" || l.Planned.String() != "2020-02-21T17:00" || l.ByCause.Of(stoppage.Supply) != 6 {
		t.Errorf("planned %v finish %v %v", l.Planned, l.Finish, l.ByCause)
	}
}

// However stoppages overlap, causes add up and more of them never bring the finish in.
func TestCausesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plantest.Chain("A", "B", "C", "D", "E", "F", "G")
		var list []stoppage.Stoppage
		for range rapid.IntRange(1, 4).Draw(t, "stoppages") {
			from := rapid.IntRange(0, 12).Draw(t, "from")
			curve := stoppage.RestartCurve(nil)
			if rapid.Bool().Draw(t, "curve") {
				curve = stoppage.DefaultRestart()
			}
			list = append(list, stop(rapid.SampledFrom(stoppage.Causes).Draw(t, "cause"), from, from+rapid.IntRange(0, 9).Draw(t, "days"), curve))
		}
		l, err := stoppage.Assess(p, list)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, c := range stoppage.Causes {
			if l.ByCause.Of(c) < 0 {
				t.Fatalf("%s gave back %d days", c, l.ByCause.Of(c))
			}
			sum += l.ByCause.Of(c)
		}
		if sum != l.Days || l.Days < 0 {
			t.Fatalf("%v do not add up to %d", l.ByCause, l.Days)
		}
		for _, s := range l.Slips {
			sum := 0
			for _, d := range s.ByCause {
				sum += d
			}
			if sum != s.Days {
				t.Fatalf("activity %d: %v do not add up to %d", s.Activity, s.ByCause, s.Days)
			}
		}
	})
}

func TestLedger(t *testing.T) {
	at := func(d int) worktime.Time { return (monday + worktime.Day(d)).At(1020) }
	got := stoppage.Ledger(at(30), []stoppage.Observation{{Day: monday, Finish: at(30)}, {Day: monday + 1, Finish: at(58)}, {Day: monday + 2, Finish: worktime.None}, {Day: monday + 3, Finish: at(51)}, {Day: monday + 4, Finish: at(52)}})
	want := []stoppage.LedgerDay{{Day: monday}, {Day: monday + 1, Lost: 28, StillToWin: 28}, {Day: monday + 2, Lost: 28, StillToWin: 28}, {Day: monday + 3, Lost: 28, WonBack: 7, StillToWin: 21}, {Day: monday + 4, Lost: 29, WonBack: 7, StillToWin: 22}}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("day %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestRefusals(t *testing.T) {
	good := stop(stoppage.Epidemic, 0, 4, stoppage.DefaultRestart())
	if err := stoppage.CheckStoppage(&good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(s *stoppage.Stoppage){
		"to":      func(s *stoppage.Stoppage) { s.To = s.From - 1 },
		"from":    func(s *stoppage.Stoppage) { s.From = worktime.NoDay },
		"cause":   func(s *stoppage.Stoppage) { s.Cause = "boredom" },
		"scope":   func(s *stoppage.Stoppage) { s.Scope = "town" },
		"of":      func(s *stoppage.Stoppage) { s.Scope = stoppage.ForProject },
		"restart": func(s *stoppage.Stoppage) { s.Restart = stoppage.RestartCurve{{2, 0}} },
	} {
		s := good
		spoil(&s)
		refused(t, name, stoppage.CheckStoppage(&s))
	}
	refused(t, "to", func() error { s := good; s.To = s.From + 5000; return stoppage.CheckStoppage(&s) }())
	refused(t, "restart", func() error {
		s := good
		s.Restart = stoppage.RestartCurve{{2, 80}, {3, 50}}
		return stoppage.CheckStoppage(&s)
	}())
	refused(t, "rework", recovery.CheckSettings(recovery.Settings{Values: map[recovery.Key]float64{recovery.Rework: -1}}))
	refused(t, "nonsense", recovery.CheckSettings(recovery.Settings{Values: map[recovery.Key]float64{"nonsense": 1}}))
	refused(t, "off", recovery.CheckSettings(recovery.Settings{Off: []acceleration.Kind{"prayer"}}))
	if err := recovery.CheckSettings(recovery.Severe()); err != nil {
		t.Errorf("the severe preset: %v", err)
	}
}

func refused(t *testing.T, field string, err error) {
	t.Helper()
	e, ok := err.(*fault.Error)
	if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 || e.Fields[0].Name != field {
		t.Errorf("%s: %v", field, err)
	}
}

func TestCausesAsJSON(t *testing.T) {
	in := stoppage.CauseDays{0: 3, 10: 2} // epidemic, supply
	data, err := json.Marshal(in)
	if err != nil || string(data) != `{"accident":0,"change":0,"environment":0,"epidemic":3,"event":0,"flood":0,"heat":0,"own":0,"owner_goods":0,"power":0,"supply":2,"weather":0}` {
		t.Fatalf("%s, %v", data, err)
	}
	var out stoppage.CauseDays
	if err := json.Unmarshal(data, &out); err != nil || out != in {
		t.Errorf("%v, %v", out, err)
	}
}
