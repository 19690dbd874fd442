package holiday_test

import (
	"testing"

	"fugong/internal/civil"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/holiday"
	"fugong/solve/worktime"
)

func name(s civil.Special) string { return s.Holiday }

// week works from..to of the week, eight hours a day.
func week(from, to int) (w [7]masterplan.DayHours) {
	for d := range w {
		w[d].Set = true
		if d >= from && d <= to {
			w[d].Spans = []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
		}
	}
	return w
}

func clock() (w [7]masterplan.DayHours) {
	for d := range w {
		w[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 0, End: 1440}}}
	}
	return w
}

func TestFill(t *testing.T) {
	day := worktime.Date
	p := &masterplan.Plan{Calendars: []masterplan.Calendar{
		{Name: "night crew, derived", Base: 1},
		{Name: "office", Base: -1, Week: week(1, 5)},
		{Name: "curing", Base: -1, Week: clock()},
		{Name: "works on National Day", Base: -1, Week: week(1, 6), Exceptions: []masterplan.Exception{{From: day(2026, 10, 1), To: day(2026, 10, 1), Spans: []worktime.Span{{Start: 480, End: 720}}}}},
	}}
	s := holiday.Span{From: day(2026, 9, 1), To: day(2027, 2, 28)}
	out, done, err := holiday.Fill(p, s, true, name)
	if err != nil || len(done) != 4 {
		t.Fatal(done, err)
	}
	// 25 September, 1–2 and 5–7 October 2026; 1 January, 5 and 8 February 2027. Worked: 20 September, 10 October.
	want := []holiday.Filled{{Calendar: 0}, {Calendar: 1, Off: 9, Work: 2}, {Calendar: 2, RoundTheClock: true}, {Calendar: 3, Off: 11, Work: 1, Kept: 1}}
	for i := range want {
		if done[i] != want[i] {
			t.Errorf("%s: %+v, want %+v", p.Calendars[i].Name, done[i], want[i])
		}
	}
	hours, err := out.CompiledCalendar(0)
	if err != nil || hours.Minutes(day(2026, 10, 1)) != 0 || hours.Minutes(day(2026, 10, 10)) != 480 || hours.Minutes(day(2027, 2, 5)) != 0 || hours.Minutes(day(2026, 9, 28)) != 480 {
		t.Error("what derives does not inherit the holidays", err)
	}
	if len(p.Calendars[1].Exceptions) != 0 {
		t.Error("the plan given was changed")
	}
	if n := len(out.Calendars[1].Exceptions); n != 8 { // days side by side are one exception
		t.Errorf("%d exceptions: %+v", n, out.Calendars[1].Exceptions)
	}
	again, done, err := holiday.Fill(out, s, true, name)
	if err != nil || done[1] != (holiday.Filled{Calendar: 1}) || len(again.Calendars[1].Exceptions) != len(out.Calendars[1].Exceptions) {
		t.Errorf("a second time: %+v, %v", done, err)
	}
	if _, done, _ := holiday.Fill(p, s, false, name); done[1].Work != 0 || done[1].Off != 9 {
		t.Errorf("without make-up days: %+v", done[1])
	}
}

func TestLook(t *testing.T) {
	at := func(y, m, d int) worktime.Time { return worktime.Date(y, m, d).At(0) }
	p := &masterplan.Plan{Start: at(2026, 9, 1), DataDate: worktime.None, Calendars: []masterplan.Calendar{{Base: -1, Week: week(1, 5)}}}
	o := holiday.Look(p, at(2027, 2, 19))
	if !o.Beyond() || o.Announced != 2026 || o.Ends != 2027 || o.Worked != 9 {
		t.Errorf("%+v", o)
	}
	if o := holiday.Look(p, at(2026, 12, 1)); o.Beyond() || o.Worked != 6 {
		t.Errorf("%+v", o)
	}
	if o := holiday.Look(&masterplan.Plan{Start: worktime.None, DataDate: worktime.None}, worktime.None); o.Beyond() || o.Worked != 0 {
		t.Errorf("without dates: %+v", o)
	}
}
