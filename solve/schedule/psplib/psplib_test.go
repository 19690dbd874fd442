package psplib_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/psplib"
)

func example(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func uses(amounts ...int) (out []schedule.Use) {
	for of, a := range amounts {
		if a > 0 {
			out = append(out, schedule.Use{Of: of, Amount: a})
		}
	}
	return out
}

func after(pairs ...[2]int) (out []schedule.Link) {
	for _, p := range pairs {
		out = append(out, schedule.Link{From: p[0] - 1, To: p[1] - 1, FromEnd: schedule.Finish})
	}
	return out
}

func mode(name string, duration int, demands ...int) schedule.Mode {
	return schedule.Mode{Name: name, Duration: duration, Demands: uses(demands...)}
}

// house is what house.sm and house.rcp say.
func house() *schedule.Problem {
	p := &schedule.Problem{
		Name:      "house",
		Links:     after([2]int{1, 2}, [2]int{1, 3}, [2]int{2, 4}, [2]int{2, 5}, [2]int{3, 5}, [2]int{4, 6}, [2]int{5, 6}),
		Resources: []schedule.Resource{{Name: "R1", Capacity: schedule.Constant(4)}, {Name: "R2", Capacity: schedule.Constant(1)}},
	}
	for i, m := range []schedule.Mode{mode("1", 0), mode("1", 3, 2), mode("1", 4, 3, 1), mode("1", 4, 1, 1), mode("1", 2, 2), mode("1", 0)} {
		p.Tasks = append(p.Tasks, schedule.Task{Name: string(rune('1' + i)), Modes: []schedule.Mode{m}})
	}
	return p
}

func multi() *schedule.Problem {
	spending := func(m schedule.Mode, amount int) schedule.Mode { m.Spends = uses(amount); return m }
	return &schedule.Problem{
		Name: "house",
		Tasks: []schedule.Task{
			{Name: "1", Modes: []schedule.Mode{mode("1", 0)}},
			{Name: "2", Modes: []schedule.Mode{spending(mode("1", 3, 4), 5), mode("2", 6, 2)}},
			{Name: "3", Modes: []schedule.Mode{spending(mode("1", 4, 2), 3), mode("2", 8, 1)}},
			{Name: "4", Modes: []schedule.Mode{mode("1", 0)}},
		},
		Links:     after([2]int{1, 2}, [2]int{1, 3}, [2]int{2, 4}, [2]int{3, 4}),
		Resources: []schedule.Resource{{Name: "R1", Capacity: schedule.Constant(4)}},
		Budgets:   []schedule.Budget{{Name: "N1", Amount: 6}},
	}
}

func lagged() *schedule.Problem {
	p := &schedule.Problem{
		Name: "house",
		Links: []schedule.Link{
			{From: 0, To: 1}, {From: 0, To: 2}, {From: 0, To: 3}, {From: 1, To: 2, Lag: 2}, {From: 1, To: 4, Lag: 3},
			{From: 2, To: 3}, {From: 1, To: 2, Lag: 4, Max: true}, {From: 2, To: 4, Lag: 4}, {From: 3, To: 4, Lag: 2},
		},
		Resources: []schedule.Resource{{Name: "R1", Capacity: schedule.Constant(3)}},
	}
	for i, m := range []schedule.Mode{mode("1", 0), mode("1", 3, 2), mode("1", 4, 1), mode("1", 2, 2), mode("1", 0)} {
		p.Tasks = append(p.Tasks, schedule.Task{Name: string(rune('0' + i)), Modes: []schedule.Mode{m}})
	}
	return p
}

// spoilt forms of a file that say the same.
var spoilt = map[string]func(string) string{
	"as it is":        func(s string) string { return s },
	"CRLF":            func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	"CR":              func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
	"byte order mark": func(s string) string { return "\ufeff" + s },
	"blank lines":     func(s string) string { return "\n \t\n" + strings.ReplaceAll(s, "\n", " \n\n") },
	"tabs":            func(s string) string { return strings.ReplaceAll(s, " ", "\t") },
	"no last newline": func(s string) string { return strings.TrimRight(s, "*\n") },
}

func TestRead(t *testing.T) {
	for file, want := range map[string]*schedule.Problem{"house.sm": house(), "house.rcp": house(), "house.mm": multi(), "house.sch": lagged()} {
		for how, spoil := range spoilt {
			text := spoil(string(example(t, file)))
			for _, name := range []string{"a/" + file, "house.txt", "house"} {
				got, err := psplib.Read(name, strings.NewReader(text))
				if err != nil {
					t.Errorf("%s as %s, %s: %v", file, name, how, err)
				} else if !reflect.DeepEqual(got, want) {
					t.Errorf("%s as %s, %s:\n got %+v\nwant %+v", file, name, how, got, want)
				}
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		file, old, new string
		want           psplib.Error
	}{
		{"house.sm", "PRECEDENCE RELATIONS:", "", psplib.Error{Line: 18, Section: "PROJECT INFORMATION", Problem: psplib.NotNumber, Value: `"jobnr.    #modes  #successors   successors"`}},
		{"house.sm", "jobs (incl", "hobs (incl", psplib.Error{Section: "heading", Problem: psplib.Missing, Value: "JOBS(INCL.SUPERSOURCE/SINK)"}},
		{"house.sm", "):  6", "):  0", psplib.Error{Line: 6, Section: "heading", Problem: psplib.Range, Value: "0"}},
		{"house.sm", "):  6", "):  900000000", psplib.Error{Line: 17, Section: "PRECEDENCE RELATIONS", Problem: psplib.CutOff}},
		{"house.sm", "):  6", "):  5", psplib.Error{Line: 22, Section: "PRECEDENCE RELATIONS", Problem: psplib.Range, Value: "6"}},
		{"house.sm", "0   D", "1   D", psplib.Error{Line: 11, Section: "heading", Problem: psplib.Doubly}},
		{"house.sm", "  3        1          1           5", "  3        1          1           7", psplib.Error{Line: 21, Section: "PRECEDENCE RELATIONS", Problem: psplib.Range, Value: "7"}},
		{"house.sm", "  3        1          1           5", "  3        1          1           x", psplib.Error{Line: 21, Section: "PRECEDENCE RELATIONS", Problem: psplib.NotNumber, Value: `"x"`}},
		{"house.sm", "  3        1          1           5", "  7        1          1           5", psplib.Error{Line: 21, Section: "PRECEDENCE RELATIONS", Problem: psplib.Order, Value: "7"}},
		{"house.sm", "  4        1          1           6", "  4        1          1           2", psplib.Error{Section: "PRECEDENCE RELATIONS", Problem: psplib.Loop, Value: "2 → 4 → 2"}},
		{"house.sm", "  3      1     4", "  3      1    -4", psplib.Error{Line: 31, Section: "REQUESTS/DURATIONS", Problem: psplib.Range, Value: "-4"}},
		{"house.sm", "  3      1     4", "  3      1  4e99", psplib.Error{Line: 31, Section: "REQUESTS/DURATIONS", Problem: psplib.NotNumber, Value: `"4e99"`}},
		{"house.sm", "  3      1     4", "  3      2     4", psplib.Error{Line: 31, Section: "REQUESTS/DURATIONS", Problem: psplib.Order, Value: "2"}},
		{"house.sm", "  3      1     4", "three    1     4", psplib.Error{Line: 31, Section: "REQUESTS/DURATIONS", Problem: psplib.NotNumber, Value: `"three    1     4       3    1"`}},
		{"house.sm", "    4    1\n", "    4\n", psplib.Error{Line: 38, Section: "RESOURCE AVAILABILITIES", Problem: psplib.CutOff}},
		{"house.sm", "    4    1\n", "    4    1    1\n", psplib.Error{Line: 38, Section: "RESOURCE AVAILABILITIES", Problem: psplib.LeftOver, Value: `"1"`}},
		{"house.mm", "   2        2   ", "   2        3   ", psplib.Error{Line: 24, Section: "REQUESTS/DURATIONS", Problem: psplib.Order, Value: "2"}},
		{"house.mm", "   2        2   ", "   2        0   ", psplib.Error{Line: 13, Section: "PRECEDENCE RELATIONS", Problem: psplib.Range, Value: "0"}},
		{"house.sch", "3\t1\t0\t0", "3\t1\t0\t1", psplib.Error{Line: 1, Section: "counts", Problem: psplib.Doubly}},
		{"house.sch", "3\t1\t0\t0", "4\t1\t0\t0", psplib.Error{Line: 7, Section: "arcs", Problem: psplib.Order, Value: "0"}},
		{"house.sch", "3\t1\t1\t4\t[2]", "3\t2\t1\t4\t[2 3]", psplib.Error{Line: 5, Section: "arcs", Problem: psplib.ModeLags, Value: "2"}},
		{"house.sch", "2\t1\t4\t1", "2\t1\t4", psplib.Error{Line: 10, Section: "durations and uses", Problem: psplib.Order, Value: "1"}},
		{"house.sch", "\n3\n", "\n3\n3\n", psplib.Error{Line: 13, Section: "availabilities", Problem: psplib.LeftOver, Value: `"3"`}},
		{"house.rcp", "\n0 0 0 0\n", "\n0 0 0 0 7\n", psplib.Error{Line: 9, Section: "jobs", Problem: psplib.LeftOver, Value: `"7"`}},
		{"house.rcp", "\n0 0 0 0\n", "\n0 0 0 0\n7\n8\n", psplib.Error{Line: 10, Section: "jobs", Problem: psplib.LeftOver, Value: `"7"`}},
		{"house.rcp", "6 2", "0 2", psplib.Error{Line: 1, Section: "counts", Problem: psplib.Range, Value: "0"}},
		{"house.rcp", "6 2", "6000000 2", psplib.Error{Line: 1, Section: "counts", Problem: psplib.CutOff}},
		{"house.rcp", "2 2 0 1 6", "2 2 0 1 3", psplib.Error{Section: "successors", Problem: psplib.Loop, Value: "3 → 5 → 3"}},
		{"house.rcp", "\n0 0 0 0\n", "\n", psplib.Error{Line: 8, Section: "jobs", Problem: psplib.CutOff}},
	} {
		text := strings.Replace(string(example(t, c.file)), c.old, c.new, 1)
		_, err := psplib.Read(c.file, strings.NewReader(text))
		var got *psplib.Error
		if !errors.As(err, &got) {
			t.Errorf("%s with %q: %v", c.file, c.new, err)
			continue
		}
		if *got != c.want {
			t.Errorf("%s with %q:\n got %+v\nwant %+v", c.file, c.new, *got, c.want)
		}
		if text := err.Error(); strings.Contains(text, "%!") || strings.Contains(text, "\n") {
			t.Errorf("%s with %q says %q", c.file, c.new, text)
		}
	}
	head, _, _ := strings.Cut(string(example(t, "house.sm")), "REQUESTS")
	var got *psplib.Error
	if _, err := psplib.Read("house.sm", strings.NewReader(head)); !errors.As(err, &got) || *got != (psplib.Error{Section: "REQUESTS/DURATIONS", Problem: psplib.Missing}) {
		t.Errorf("without requests: %v", err)
	}
	for _, text := range []string{"", "Remember to call the supplier.", "\x00\xff"} {
		var got *psplib.Error
		if _, err := psplib.Read("notes.txt", strings.NewReader(text)); !errors.As(err, &got) || got.Problem != psplib.Unknown {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzRead: whatever comes in is refused by an *Error, or is a problem whose
// references lead somewhere.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"house.sm", "house.mm", "house.sch", "house.rcp"} {
		f.Add(name, example(f, name))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		p, err := psplib.Read(name, bytes.NewReader(data))
		if err != nil {
			var e *psplib.Error
			if !errors.As(err, &e) || p != nil {
				t.Fatalf("%v, %v", p, err)
			}
			return
		}
		s := &schedule.Solution{Start: make([]int, len(p.Tasks)), Mode: make([]int, len(p.Tasks))}
		var v *schedule.Violation
		if _, err := schedule.Check(p, s); errors.As(err, &v) && v.Rule == schedule.ProblemRule {
			t.Fatal(err)
		}
	})
}

// The tails of old archives: DOS's end mark, and the best length known.
func TestTails(t *testing.T) {
	for file, tail := range map[string]string{"house.sm": "\r\n\x1a", "house.mm": "\x1a\x1a", "house.sch": "\x1a", "house.rcp": "\n\n11\n\x1a"} {
		text := strings.TrimRight(string(example(t, file)), "\n") + tail
		p, extra, err := psplib.ReadNoting(file, strings.NewReader(text))
		if err != nil || len(p.Tasks) == 0 {
			t.Errorf("%s: %v", file, err)
		}
		if told := extra.Value == "11" && extra.Line > 0; told != (file == "house.rcp") {
			t.Errorf("%s: passed over %+v", file, extra)
		}
	}
}
