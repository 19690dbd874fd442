package p6

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

func TestNumber(t *testing.T) {
	for s, want := range map[string]float64{
		"0": 0, "-1.5": -1.5, "1,5": 1.5, "1.234,5": 1234.5, "1,234.5": 1234.5, "1,234,567": 1234567, "0.0000000000": 0, " 7 ": 7, "1e3": 1000, ".5": 0.5,
	} {
		if got, ok := Number(s); !ok || got != want {
			t.Errorf("%q = %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", " ", "NaN", "inf", "-Infinity", "0x1p4", "1_000", "1e13", "twelve", "1,2,3,x", "--1", "１"} {
		if got, ok := Number(s); ok {
			t.Errorf("%q = %v, want no number", s, got)
		}
	}
}

func TestNumberReadsWhatItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "v")) / 1000
		point := fmt.Sprintf("%.3f", v)
		comma := strings.Replace(point, ".", ",", 1)
		for _, s := range []string{point, comma} {
			if got, ok := Number(s); !ok || fmt.Sprintf("%.3f", got) != point {
				t.Fatalf("%q = %v %v", s, got, ok)
			}
		}
	})
}

func TestTimeReadsWhatItPrints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := worktime.Time(rapid.Int64Range(-30_000_000, 120_000_000).Draw(t, "at"))
		text := at.String() // 2006-01-02T15:04
		for _, s := range []string{text, strings.Replace(text, "T", " ", 1), strings.ReplaceAll(strings.Replace(text, "T", " ", 1), ":", "."), text + ":59", text + ":00Z"} {
			if got, ok := Time(s); !ok || got != at {
				t.Fatalf("%q = %v %v, want %v", s, got, ok, at)
			}
		}
	})
}

func TestClock(t *testing.T) {
	for s, want := range map[string]int16{"08:00": 480, "8:05": 485, "00:00": 0, "24:00": 1440, "23:59:00": 1439, " 7:30 ": 450} {
		if got, ok := Clock(s); !ok || got != want {
			t.Errorf("%q = %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "8", "25:00", "24:01", "-1:00", "08:60", "a:b", ":"} {
		if got, ok := Clock(s); ok {
			t.Errorf("%q = %v, want no time", s, got)
		}
	}
}

// Tidy shifts stand in order and apart, and cover what was covered before.
func TestTidy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spans []worktime.Span
		covered := map[int16]bool{}
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			start := rapid.Int16Range(0, 1439).Draw(t, "start")
			s := worktime.Span{Start: start, End: rapid.Int16Range(start+1, 1440).Draw(t, "end")}
			for m := s.Start; m < s.End; m++ {
				covered[m] = true
			}
			spans = append(spans, s)
		}
		minutes, end := 0, int16(-1)
		for _, s := range TidyShifts(spans) {
			if s.Start <= end || s.End <= s.Start {
				t.Fatalf("%v not tidy", spans)
			}
			minutes += int(s.End - s.Start)
			end = s.End
		}
		if minutes != len(covered) {
			t.Fatalf("covers %d minutes, want %d", minutes, len(covered))
		}
	})
}

func TestPlainText(t *testing.T) {
	for s, want := range map[string]string{
		"":          "",
		"plain":     "plain",
		"a &amp; b": "a & b",
		"<HTML><HEAD><META x=\"y\"></HEAD><BODY><P>One  two</P><P>Three</P></BODY></HTML>": "One two\nThree",
		"<p>a<br/>b</p><ul><li>c</li></ul>":                                                "a\nb\nc",
		"<p>never closed":                                                                  "never closed",
		"broken <":                                                                         "broken",
	} {
		if got := PlainText(s); got != want {
			t.Errorf("%q = %q, want %q", s, got, want)
		}
	}
}

func TestNotesStayBounded(t *testing.T) {
	notes := ""
	for range 100_000 {
		notes = AddNote(notes, "again and again")
	}
	if len(notes) > maxNotes || !strings.HasPrefix(notes, "again and again\nagain") {
		t.Errorf("%d bytes", len(notes))
	}
}

// What no project needs is refused before it is held.
func TestLimits(t *testing.T) {
	many := make([]Project, MaxProjects+1)
	for name, m := range map[string]*Model{
		"rows":     {Tasks: make([]Task, MaxRows), Nodes: make([]Node, 1)},
		"projects": {Projects: many},
		"copies":   {Projects: make([]Project, 1000), Calendars: make([]Calendar, 5000)},
	} {
		_, err := Build(m, &masterplan.Notes{})
		if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.too_many" || e.Kind != fault.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	wide := &Model{Projects: []Project{{ID: "1"}}, Tasks: []Task{{ID: "1", Project: "1"}}}
	for i := range 100_000 {
		wide.Nodes = append(wide.Nodes, Node{ID: fmt.Sprint(i), Project: "1", Parent: fmt.Sprint(min(i, 150) - 1), Code: strings.Repeat("x", 200)})
	}
	if _, err := Build(wide, &masterplan.Notes{}); err == nil {
		t.Error("endless WBS paths were accepted")
	}
}
