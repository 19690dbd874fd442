package masterplan

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/solve/worktime"
)

var friday = worktime.Date(2020, 2, 21)

// chain is a plan of tasks of a day each, one after another, from Monday
// 2020-02-17, on the standard week.
func chain(codes ...string) *Plan {
	p := &Plan{
		Start: worktime.Date(2020, 2, 17).At(480), Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Settings: Settings{Calendar: -1, MinutesPerDay: 480, DefaultStart: 480, DefaultFinish: 1020},
	}
	for i, code := range codes {
		p.Activities = append(p.Activities, task(code, 480))
		if i > 0 {
			p.Links = append(p.Links, Link{Pred: int32(i - 1), Succ: int32(i)})
		}
	}
	return p
}

func task(code string, minutes int64) Activity {
	none := worktime.None
	return Activity{
		ID: "id-" + code, Code: code, Name: "工序 " + code, Parent: -1, Calendar: -1,
		Duration: Duration{Minutes: minutes, Unit: Days}, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none,
		ManualStart: none, ManualFinish: none, Primary: Constraint{Date: none}, Secondary: Constraint{Date: none},
		File: FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none},
	}
}

func computed(t *testing.T, p *Plan) *Dates {
	t.Helper()
	d, err := Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func keys(reasons []Reason) string {
	var out []string
	for _, r := range reasons {
		out = append(out, strings.TrimPrefix(r.Key, "plan.lamp."))
	}
	return strings.Join(out, " ")
}

func fieldsOf(err error) string {
	var names []string
	if e, ok := err.(*fault.Error); ok {
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, " ")
}

func TestLight(t *testing.T) {
	target := friday.At(1020)
	day := worktime.Time(worktime.MinutesPerDay)
	cases := []struct {
		name    string
		s       StatusInput
		lamp    Lamp
		reasons string
	}{
		{"no plan", StatusInput{Finish: worktime.None, Target: target}, Unlit, "no_plan"},
		{"no target", StatusInput{Finish: target, Target: worktime.None}, Unlit, "no_target"},
		{"no target, deadline missed", StatusInput{Finish: target, Target: worktime.None, Missed: []string{"A"}}, Red, "deadline no_target"},
		{"on time", StatusInput{Finish: target, Target: target}, Green, "on_time"},
		{"midnight belongs to the day before", StatusInput{Finish: (friday + 1).At(0), Target: target}, Green, "on_time"},
		{"early", StatusInput{Finish: target - 3*day, Target: target}, Green, "early"},
		{"a day late", StatusInput{Finish: target + day, Target: target}, Yellow, "late"},
		{"7 days late", StatusInput{Finish: target + 7*day, Target: target}, Yellow, "late"},
		{"8 days late", StatusInput{Finish: target + 8*day, Target: target}, Orange, "late"},
		{"15 days late", StatusInput{Finish: target + 15*day, Target: target}, Orange, "late"},
		{"16 days late", StatusInput{Finish: target + 16*day, Target: target}, Red, "late"},
		{"deliveries within float", StatusInput{Finish: target - 3*day, Target: target, DeliveryDays: 3}, Green, "early"},
		{"deliveries beyond float", StatusInput{Finish: target - 3*day, Target: target, DeliveryDays: 11}, Orange, "deliveries"},
		{"half the float used", StatusInput{Finish: target - 5*day, Target: target, Baseline: target - 10*day}, Green, "early"},
		{"more than half the float used", StatusInput{Finish: target - 4*day, Target: target, Baseline: target - 10*day}, Yellow, "float early"},
		{"heavier reason first", StatusInput{Finish: target + day, Target: target, Missed: []string{"A", "B"}}, Red, "deadline late"},
	}
	for _, c := range cases {
		if c.s.Baseline == 0 {
			c.s.Baseline = worktime.None
		}
		lamp, reasons := JudgeStatus(c.s)
		if lamp != c.lamp || keys(reasons) != c.reasons {
			t.Errorf("%s: got %v because %q, want %v because %q", c.name, lamp, keys(reasons), c.lamp, c.reasons)
		}
	}
}

func TestLampNames(t *testing.T) {
	for l := Unlit; l <= Red; l++ {
		if got, ok := ParseLamp(l.String()); !ok || got != l {
			t.Errorf("%v comes back as %v", l, got)
		}
	}
	if _, ok := ParseLamp("blue"); ok {
		t.Error("blue is no lamp")
	}
}

func TestShare(t *testing.T) {
	steps := []Step{{"浇筑 Pour", 3, true}, {"拆模 Strip", 1, false}}
	for _, c := range []struct {
		m    Measure
		want float64
	}{
		{Measure{Done: 6, Total: 10}, 0.6}, {Measure{Done: 11, Total: 10}, 1.1}, {Measure{Done: 1}, 0},
		{Measure{Basis: ByPercent, Percent: 35}, 0.35}, {Measure{Basis: BySteps, Steps: steps}, 0.75}, {Measure{Basis: BySteps}, 0},
	} {
		if got := c.m.Share(); got != c.want {
			t.Errorf("%+v: %v, want %v", c.m, got, c.want)
		}
	}
}

// report is a plain one: 6 of 10 as of Friday.
func report() Entry {
	return Entry{ID: "e", Activity: "id-A", AsOf: friday, Measure: Measure{Done: 6, Total: 10, Unit: "台"}, ActualStart: worktime.None, ActualFinish: worktime.None}
}

func TestCheckRefuses(t *testing.T) {
	a := task("A", 4800)
	heading := task("H", 0)
	heading.Kind = Summary
	for _, c := range []struct {
		name   string
		edit   func(e *Entry)
		on     *Activity
		fields string
	}{
		{"good", func(*Entry) {}, &a, ""},
		{"future day", func(e *Entry) { e.AsOf++ }, &a, "as_of"},
		{"no day", func(e *Entry) { e.AsOf = worktime.NoDay }, &a, "as_of"},
		{"no total", func(e *Entry) { e.Measure.Total = 0 }, &a, "total"},
		{"negative", func(e *Entry) { e.Measure.Done = -1 }, &a, "done"},
		{"over a hundred", func(e *Entry) { e.Measure = Measure{Basis: ByPercent, Percent: 101} }, &a, "percent"},
		{"steps without weight", func(e *Entry) { e.Measure = Measure{Basis: BySteps, Steps: []Step{{Name: "x"}}} }, &a, "steps"},
		{"start in the future", func(e *Entry) { e.ActualStart = (friday + 2).At(0) }, &a, "actual_start"},
		{"finish in the future", func(e *Entry) { e.Measure.Done, e.ActualFinish = 10, (friday + 2).At(0) }, &a, "actual_finish"},
		{"finish before start", func(e *Entry) {
			e.Measure.Done, e.ActualStart, e.ActualFinish = 10, friday.At(600), friday.At(540)
		}, &a, "actual_finish"},
		{"finished but not done", func(e *Entry) { e.ActualFinish = friday.At(600) }, &a, "actual_finish"},
		{"a heading", func(*Entry) {}, &heading, "activity"},
		{"more than all", func(e *Entry) { e.Measure.Done = 12 }, &a, "confirmed"},
		{"more than all, confirmed", func(e *Entry) { e.Measure.Done, e.Confirmed = 12, true }, &a, ""},
		{"less than before", func(e *Entry) { e.Measure.Done = 3 }, &a, "confirmed"},
		{"less than before, as a correction", func(e *Entry) { e.Measure.Done, e.Supersedes = 3, "before" }, &a, ""},
	} {
		e := report()
		c.edit(&e)
		before := report()
		before.Measure.Done = 5
		if _, err := Check(e, c.on, &before, friday); fieldsOf(err) != c.fields || (err != nil) != (c.fields != "") {
			t.Errorf("%s: got %v, want fields %q", c.name, err, c.fields)
		}
	}
}

func TestTypedAlmostDoneIsAmber(t *testing.T) {
	a := task("A", 4800)
	for percent, amber := range map[float64]bool{90: false, 95: true, 99.5: true, 100: false} {
		e := report()
		e.Measure = Measure{Basis: ByPercent, Percent: percent}
		if d, err := Check(e, &a, nil, friday); err != nil || (len(d.Warnings) > 0) != amber {
			t.Errorf("%v %%: %v, %v", percent, d.Warnings, err)
		}
	}
}

func TestCompleteFillsStartAndFinish(t *testing.T) {
	a := task("A", 4800)
	s := Settings{DefaultStart: 420, DefaultFinish: 1080}
	if e := Complete(report(), &a, s); e.ActualStart != friday.At(420) || e.ActualFinish != worktime.None {
		t.Errorf("started %v, finished %v", e.ActualStart, e.ActualFinish)
	}
	a.ActualStart = (friday - 9).At(500)
	e := report()
	e.Measure.Done = 10
	if e = Complete(e, &a, s); e.ActualStart != a.ActualStart || e.ActualFinish != friday.At(1080) {
		t.Errorf("started %v, finished %v", e.ActualStart, e.ActualFinish)
	}
	e = report()
	e.Measure.Done = 0
	if e = Complete(e, &Activity{ActualStart: worktime.None}, s); e.ActualStart != worktime.None {
		t.Error("nothing done is not a start")
	}
}

func TestInForce(t *testing.T) {
	at := time.Date(2020, 2, 21, 8, 0, 0, 0, time.UTC)
	e := func(id, corrects string, asOf worktime.Day, minute int) Entry {
		return Entry{ID: id, Activity: "A", Supersedes: corrects, AsOf: asOf, RecordedAt: at.Add(time.Duration(minute) * time.Minute)}
	}
	for name, c := range map[string]struct {
		entries []Entry
		want    string
	}{
		"later day":             {[]Entry{e("1", "", friday, 0), e("2", "", friday-1, 9)}, "1"},
		"later record":          {[]Entry{e("1", "", friday, 0), e("2", "", friday, 9)}, "2"},
		"corrected":             {[]Entry{e("1", "", friday, 0), e("2", "1", friday, 9)}, "2"},
		"corrected to the past": {[]Entry{e("1", "", friday, 0), e("2", "1", friday-3, 9), e("3", "", friday-2, 1)}, "3"},
		"correction corrected":  {[]Entry{e("1", "", friday, 0), e("2", "1", friday, 9), e("3", "2", friday-1, 10)}, "3"},
	} {
		if got := InForce(c.entries)["A"].ID; got != c.want {
			t.Errorf("%s: %s speaks, want %s", name, got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	p := chain("A", "B")
	p.Activities[0].Duration.Minutes, p.Activities[0].Remaining = 4800, 4800
	p.DataDate = (friday - 3).At(0)
	monday := worktime.Date(2020, 2, 17).At(480)
	e := report()
	e.ActualStart = monday
	for _, c := range []struct {
		left Left
		want int64
	}{
		{Left{}, 1920},                            // 4 of 10 days left by plan
		{Left{Rule: ByRate}, 1605},                // five days for 60 %: 3⅓ for the rest
		{Left{Rule: Stated, Minutes: 2400}, 2400}, // as said
		{Left{Rule: Stated}, 1},                   // never taken for finished
	} {
		e.Left = c.left
		out := Fold(p, []Entry{e})
		if got := out.Activities[0]; got.Remaining != c.want || got.Percent != 60 || got.ActualStart != monday || out.DataDate != (friday+1).At(0) {
			t.Errorf("%+v: %d left, %v %%, data date %v; want %d", c.left, got.Remaining, got.Percent, out.DataDate, c.want)
		}
	}
	if p.Activities[0].Percent != 0 || p.DataDate != (friday-3).At(0) {
		t.Error("the stored plan was changed")
	}
	old := e
	old.AsOf = friday - 4
	if out := Fold(p, []Entry{old}); out.Activities[0].Percent != 0 || out.DataDate != p.DataDate {
		t.Error("an entry older than the file counted")
	}
	done := e
	done.Measure.Done, done.ActualFinish = 10, friday.At(900)
	if out := Fold(p, []Entry{done}); out.Activities[0].Remaining != 0 || out.Activities[0].Share() != 1 {
		t.Error("a finished activity has work left")
	}
}

func TestPercentIsWeighted(t *testing.T) {
	p := chain("A", "B", "C")
	p.Activities[0].Percent, p.Activities[0].ActualStart = 50, p.Start
	p.Activities[1].Duration.Minutes = 960
	if got := PercentOf(p); got != 12.5 {
		t.Errorf("by duration %v", got)
	}
	p.Activities[0].Work, p.Activities[1].Work = 3000, 1000
	if got := PercentOf(p); got != 37.5 {
		t.Errorf("by labour %v", got)
	}
	if got := PercentOf(&Plan{}); got != 0 {
		t.Errorf("of nothing %v", got)
	}
}

func TestLagText(t *testing.T) {
	for lag, want := range map[Lag]string{
		{}: "", {Tenths: 4800}: "+8h", {Tenths: -600, Elapsed: true}: "-1eh", {Tenths: 305}: "+30.5m",
		{Percent: 50, Unit: Percent}: "+50%", {Percent: -25, Unit: Percent, Elapsed: true}: "-25e%",
	} {
		if got := lag.String(); got != want {
			t.Errorf("%+v is written %q, want %q", lag, got, want)
		}
	}
}

func TestBaselineAndVariance(t *testing.T) {
	p := chain("A", "B")
	b := TakeBaseline(p, computed(t, p), "b1", "复工前 Before", p.Start)
	p.Baselines = []Baseline{b}
	p.Activities[0].Duration.Minutes, p.Activities[0].Remaining = 1440, 1440
	v := Variances(p, computed(t, p), p.BaselineByID("b1"))
	want := []Variance{{true, 0, 2}, {true, 2, 2}}
	if !reflect.DeepEqual(v, want) || b.Number != OwnBaseline || b.Finish() != (worktime.Date(2020, 2, 18)).At(1020) {
		t.Errorf("got %+v, number %d, finish %v", v, b.Number, b.Finish())
	}
	if p.BaselineByID("") != nil || nextNumber(p) != OwnBaseline+1 {
		t.Error("an empty id names no baseline")
	}
}

func TestSummarise(t *testing.T) {
	p := chain("A", "B")
	p.Activities[1].Deadline = p.Start
	b := TakeBaseline(p, computed(t, p), "b", "b", p.Start)
	p.Baselines = []Baseline{b}
	f := Summarise(Project{Target: friday.At(1020), Baseline: "b"}, p, computed(t, p), 0)
	if f.Activities != 2 || f.Critical != 2 || f.FloatDays != 3 || f.Lamp != Red || keys(f.Reasons) != "deadline early" || f.Start != p.Start {
		t.Errorf("got %+v", f)
	}
	empty := Summarise(Project{Target: friday.At(0)}, &Plan{DataDate: worktime.None}, &Dates{Finish: worktime.None}, 0)
	if empty.Lamp != Unlit || empty.Finish != worktime.None || empty.FloatDays != 0 {
		t.Errorf("got %+v", empty)
	}
}

func TestCivil(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	at := time.Date(2020, 2, 20, 23, 30, 0, 0, time.UTC).In(shanghai)
	if got := Civil(at); got != friday.At(450) {
		t.Errorf("got %v", got)
	}
	if DayOf(worktime.None) != worktime.NoDay || DayOf(-1) != -1 {
		t.Error("the absent time has no day; the minute before 1970 has one")
	}
}
