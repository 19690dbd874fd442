package worktime_test

import (
	"errors"
	"testing"

	"fugong/solve/worktime"

	"pgregory.net/rapid"
)

var office = []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}

func fiveDays(t testing.TB, exceptions ...worktime.Exception) *worktime.Calendar {
	t.Helper()
	c, err := worktime.New(worktime.Week{nil, office, office, office, office, office, nil}, exceptions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t testing.TB, s string) worktime.Time {
	t.Helper()
	v, ok := worktime.Parse(s)
	if !ok {
		t.Fatalf("bad time %q", s)
	}
	return v
}

func TestAddAndSub(t *testing.T) {
	c := fiveDays(t,
		worktime.Exception{Day: worktime.Date(2020, 2, 24)}, // a Monday off
		worktime.Exception{Day: worktime.Date(2020, 2, 22), Spans: []worktime.Span{{Start: 480, End: 720}}})
	for _, x := range []struct {
		from    string
		minutes int64
		want    string
	}{
		{"2020-02-20T08:00", 480, "2020-02-20T17:00"},
		{"2020-02-20T08:00", 240, "2020-02-20T12:00"},
		{"2020-02-20T08:00", 241, "2020-02-20T13:01"},
		{"2020-02-21T17:00", 1, "2020-02-22T08:01"},
		{"2020-02-21T17:00", 240, "2020-02-22T12:00"},
		{"2020-02-21T17:00", 241, "2020-02-25T08:01"},
		{"2020-02-23T03:00", 0, "2020-02-23T03:00"},
		{"2020-02-25T08:00", -1, "2020-02-22T11:59"},
		{"2020-02-25T08:00", -240, "2020-02-22T08:00"},
		{"2020-02-25T08:00", -720, "2020-02-21T08:00"},
		{"2020-02-20T17:00", -480, "2020-02-20T08:00"},
		{"1900-01-01T00:00", 480, "1900-01-01T17:00"},
		{"2199-12-31T00:00", 960, "2200-01-01T17:00"},
	} {
		if got := c.Add(at(t, x.from), x.minutes).String(); got != x.want {
			t.Errorf("%s + %d = %s, want %s", x.from, x.minutes, got, x.want)
		}
	}
}

func TestBoundaries(t *testing.T) {
	c := fiveDays(t)
	friday, monday := at(t, "2020-02-21T17:00"), at(t, "2020-02-24T08:00")
	if got := c.NextStart(friday); got != monday {
		t.Errorf("next start after Friday is %s", got)
	}
	if got := c.PrevFinish(monday); got != friday {
		t.Errorf("finish before Monday is %s", got)
	}
	if got := c.NextStart(monday); got != monday {
		t.Errorf("a start stays: %s", got)
	}
	if got := c.Between(friday, monday); got != 0 {
		t.Errorf("a weekend has %d minutes", got)
	}
	if got := c.Between(at(t, "2020-02-24T10:00"), friday); got != -120 {
		t.Errorf("backwards: %d", got)
	}
}

func TestNightShift(t *testing.T) {
	today, next := worktime.Shift(22*60, 6*60)
	night := append(next, today...)
	c, err := worktime.New(worktime.Week{night, night, night, night, night, night, night}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Add(at(t, "2020-02-20T22:00"), 480).String(); got != "2020-02-21T06:00" {
		t.Errorf("a night shift ends %s", got)
	}
	if got := c.PrevFinish(at(t, "2020-02-20T12:00")).String(); got != "2020-02-20T06:00" {
		t.Errorf("PrevFinish = %s", got)
	}
}

func TestMidnightIsAFinish(t *testing.T) {
	c := worktime.RoundTheClock()
	if got := c.Add(at(t, "2020-02-28T00:00"), 2*1440).String(); got != "2020-03-01T00:00" {
		t.Errorf("leap day: %s", got)
	}
}

func TestRefusals(t *testing.T) {
	if _, err := worktime.New(worktime.Week{}, nil); !errors.Is(err, worktime.ErrNoWork) {
		t.Errorf("an empty calendar: %v", err)
	}
	bad := worktime.Week{1: {{Start: 600, End: 500}}}
	if _, err := worktime.New(bad, nil); !errors.Is(err, worktime.ErrSpan) {
		t.Errorf("a span that runs backwards: %v", err)
	}
}

func TestOnlyExceptionsWork(t *testing.T) {
	day := worktime.Date(2020, 2, 20)
	c, err := worktime.New(worktime.Week{}, []worktime.Exception{{Day: day, Spans: office}})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Add(at(t, "2020-01-01T00:00"), 480); got != day.At(1020) {
		t.Errorf("the only day ends %s", got)
	}
	if got := c.Add(day.At(480), 481); got != worktime.Latest {
		t.Errorf("beyond the last work: %s", got)
	}
	if got := c.Sub(day.At(480), 1); got != worktime.Earliest {
		t.Errorf("before the first work: %s", got)
	}
}

func TestDatesRoundTrip(t *testing.T) {
	for d := worktime.Date(1899, 12, 25); d < worktime.Date(2201, 1, 1); d++ {
		y, m, day := d.Civil()
		if worktime.Date(y, m, day) != d {
			t.Fatalf("%s does not come back", d)
		}
		if back, ok := worktime.ParseDay(d.String()); !ok || back != d {
			t.Fatalf("%s does not parse back", d)
		}
	}
	if w := worktime.Date(2020, 2, 21).Weekday(); w != 5 {
		t.Errorf("the Friday of the page is weekday %d", w)
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"2020-02-21T08:30:00": "2020-02-21T08:30", "2020-02-21 08:30": "2020-02-21T08:30",
		"2020-02-21": "2020-02-21T00:00", "2020-02-21T24:00": "2020-02-22T00:00",
		"2020-02-21T08:30:00Z": "2020-02-21T08:30",
		"2020-02-30":           "", "NA": "", "": "", "2020-13-01": "", "2020-02-21T25:00": "", "2020-02-21x08:30": "",
	} {
		got, ok := worktime.Parse(in)
		if got.String() != want || ok != (want != "") {
			t.Errorf("Parse(%q) = %s, %v", in, got, ok)
		}
	}
}

// naive walks minute by minute over the same week and exceptions.
type naive struct {
	week       worktime.Week
	exceptions map[worktime.Day][]worktime.Span
}

func (n naive) works(t worktime.Time) bool {
	spans, ok := n.exceptions[t.Day()]
	if !ok {
		spans = n.week[t.Day().Weekday()]
	}
	for _, s := range spans {
		if m := t.Minute(); int(s.Start) <= m && m < int(s.End) {
			return true
		}
	}
	return false
}

func (n naive) add(t worktime.Time, minutes int64) worktime.Time {
	for ; minutes > 0; t++ {
		if n.works(t) {
			minutes--
		}
	}
	return t
}

func (n naive) sub(t worktime.Time, minutes int64) worktime.Time {
	for ; minutes > 0; t-- {
		if n.works(t - 1) {
			minutes--
		}
	}
	return t
}

func (n naive) between(a, b worktime.Time) (total int64) {
	for ; a < b; a++ {
		if n.works(a) {
			total++
		}
	}
	return total
}

func drawSpans(t *rapid.T, label string) []worktime.Span {
	var spans []worktime.Span
	for range rapid.IntRange(0, 3).Draw(t, label) {
		a := rapid.Int16Range(0, 1439).Draw(t, "start")
		spans = append(spans, worktime.Span{Start: a, End: rapid.Int16Range(a+1, 1440).Draw(t, "end")})
	}
	return spans
}

func drawCalendar(t *rapid.T) (*worktime.Calendar, naive) {
	n := naive{exceptions: map[worktime.Day][]worktime.Span{}}
	for i := range n.week {
		n.week[i] = drawSpans(t, "weekday")
	}
	n.week[2] = append(n.week[2], worktime.Span{Start: 600, End: 660})
	var list []worktime.Exception
	for range rapid.IntRange(0, 12).Draw(t, "exceptions") {
		d := worktime.Date(2020, 2, 1) + worktime.Day(rapid.IntRange(0, 40).Draw(t, "day"))
		e := worktime.Exception{Day: d, Spans: drawSpans(t, "exception")}
		list = append(list, e)
		n.exceptions[d] = e.Spans
	}
	c, err := worktime.New(n.week, list)
	if err != nil {
		t.Fatal(err)
	}
	return c, n
}

func TestAgreesWithAMinuteWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, n := drawCalendar(t)
		from := worktime.Date(2020, 1, 25).At(rapid.IntRange(0, 50*1440).Draw(t, "from"))
		minutes := rapid.Int64Range(1, 5000).Draw(t, "minutes")
		if got, want := c.Add(from, minutes), n.add(from, minutes); got != want {
			t.Fatalf("%s + %d = %s, want %s", from, minutes, got, want)
		}
		if got, want := c.Sub(from, minutes), n.sub(from, minutes); got != want {
			t.Fatalf("%s - %d = %s, want %s", from, minutes, got, want)
		}
		to := from + worktime.Time(rapid.IntRange(0, 20000).Draw(t, "span"))
		if got, want := c.Between(from, to), n.between(from, to); got != want || c.Between(to, from) != -want {
			t.Fatalf("between %s and %s: %d, want %d", from, to, got, want)
		}
		if got, want := c.NextStart(from), n.add(from, 1)-1; got != want {
			t.Fatalf("next start after %s = %s, want %s", from, got, want)
		}
		if got, want := c.PrevFinish(from), n.sub(from, 1)+1; got != want {
			t.Fatalf("finish before %s = %s, want %s", from, got, want)
		}
	})
}

func FuzzCalendar(f *testing.F) {
	f.Add([]byte{8, 12, 13, 17, 8, 12}, int64(26_000_000), int64(480))
	f.Fuzz(func(t *testing.T, hours []byte, from, minutes int64) {
		var week worktime.Week
		for i := 0; i+1 < len(hours) && i < 40; i += 2 {
			a, b := int16(hours[i])*60, int16(hours[i+1])*60
			week[i/2%7] = append(week[i/2%7], worktime.Span{Start: a, End: b})
		}
		c, err := worktime.New(week, nil)
		if err != nil {
			return
		}
		from, minutes = from%40_000_000, minutes%1_000_000
		start := worktime.Time(from)
		finish := c.Add(start, minutes)
		if got := c.Between(start, finish); got != minutes {
			t.Fatalf("%s + %d = %s, but %d lie between", start, minutes, finish, got)
		}
		if c.NextStart(start) < start || c.PrevFinish(start) > start {
			t.Fatalf("%s: next start %s, previous finish %s", start, c.NextStart(start), c.PrevFinish(start))
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	var holidays []worktime.Exception
	for i := range 300 {
		holidays = append(holidays, worktime.Exception{Day: worktime.Date(2020, 1, 1+11*i)})
	}
	c := fiveDays(b, holidays...)
	from := at(b, "2020-02-20T08:00")
	b.ReportAllocs()
	for i := range b.N {
		c.Add(from, int64(i%100000))
	}
}
