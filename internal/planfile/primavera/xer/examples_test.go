package xer

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"fugong/internal/charset"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/solve/worktime"
)

func example(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readExample(t *testing.T, name string) *masterplan.File {
	t.Helper()
	f, err := Read(name, example(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The plan of an electric vehicle plant, as a Chinese P6 writes it.
func TestChinesePlan(t *testing.T) {
	f := readExample(t, "xuzhou_ev_plant.xer")
	p := f.Plans[0]
	equal(t, "encoding", f.Source.Encoding, charset.GB18030)
	equal(t, "program", p.Source.Program, "Primavera P6 19.12")
	equal(t, "name", p.Name, "新能源汽车整车基地一期项目")
	equal(t, "data date", fmt.Sprint(p.DataDate), "2020-02-21T08:00")
	equal(t, "must finish", fmt.Sprint(p.MustFinish), "2020-06-15T17:00")
	equal(t, "sizes", fmt.Sprint(len(p.Activities), len(p.Links), len(p.Calendars), len(p.Resources), len(p.Assignments)), "72 86 2 10 55")
	a := find(t, p, "WLD010")
	equal(t, "activity", a.Name, "滚床安装（10 台）")
	equal(t, "heading", p.Activities[a.Parent].Name, "焊装车间")
	equal(t, "path", a.WBS, "WLD")
	equal(t, "physical percent", a.Percent, 60)
	equal(t, "left", a.Remaining, 8*8*60)
	equal(t, "resumes", fmt.Sprint(a.Resume), "2020-02-21T08:00")
	equal(t, "note", a.Notes, "现场说明: 已到货 6 台，其余 4 台待供应商复工后发运。")
	equal(t, "below foundations", find(t, p, "FND030").WBS, "CIV.FND")
	equal(t, "training as late as possible", find(t, p, "COM020").Primary.Type, masterplan.AsLateAsPossible)
	for _, n := range f.Notes {
		if n.Level == masterplan.Warning {
			t.Errorf("unexpected warning %+v", n)
		}
	}
	kinds := map[masterplan.Kind]int{}
	for _, a := range p.Activities {
		kinds[a.Kind]++
	}
	equal(t, "kinds", fmt.Sprint(kinds[masterplan.Task], kinds[masterplan.StartMilestone], kinds[masterplan.FinishMilestone], kinds[masterplan.LevelOfEffort], kinds[masterplan.Summary]), "56 2 3 1 10")
}

func TestTwoProjects(t *testing.T) {
	f := readExample(t, "two_projects.xer")
	equal(t, "plans", len(f.Plans), 2)
	hall, substation := f.Plans[0], f.Plans[1]
	equal(t, "hall", hall.UID+" "+hall.Code+" "+hall.Name, "1 HALL Assembly hall")
	equal(t, "empty project", noted(t, f, "plan.note.project_empty").Args["project"], "EMPTY")
	equal(t, "lag calendar", hall.Settings.LagCalendar, masterplan.LagElapsed)
	equal(t, "progress", fmt.Sprint(hall.Settings.Progress, substation.Settings.Progress), fmt.Sprint(masterplan.ProgressOverride, masterplan.ActualDates))
	equal(t, "critical float", substation.Settings.CriticalFloat, 16*60)
	var rows []string
	for _, a := range hall.Activities {
		rows = append(rows, a.Code)
	}
	equal(t, "outline", strings.Join(rows, " "), "A900 FOUND A100 A110 STEEL A200")
	equal(t, "links", len(hall.Links), 4)
	ready := find(t, hall, "A900")
	equal(t, "milestone", ready.Kind, masterplan.StartMilestone)
	equal(t, "float", fmt.Sprint(ready.File.TotalFloat, ready.File.HasTotal, ready.File.HasFree), "-510 true false")
	from := hall.External[0]
	equal(t, "from the substation", from.Other, `SUBST\A100`)
	equal(t, "its date", fmt.Sprint(from.Date), "2020-02-26T17:00")
	equal(t, "to the hall", substation.External[0].Other, `HALL\A900`)
	equal(t, "to the unknown", substation.External[1].Other, `77\9999`)
	equal(t, "unusual constraint", noted(t, f, "plan.note.constraint_unknown").Args["type"], "CS_MEF")
	night := substation.Calendars[1]
	equal(t, "night shift", fmt.Sprint(night.Base, night.Week[1].Set, night.Exceptions[0].Spans), "0 false [{1200 1440}]")
}

func TestRussianPlan(t *testing.T) {
	f := readExample(t, "sklad_1251.xer")
	equal(t, "encoding", f.Source.Encoding, charset.Windows1251)
	a := find(t, f.Plans[0], "А20")
	equal(t, "name", a.Name, "Устройство фундаментов и монтаж колонн")
	equal(t, "decimal comma", a.Duration.Minutes, 4830)
	equal(t, "said so", noted(t, f, "plan.note.encoding").Args["encoding"], charset.Windows1251)
}

// However a plan is written, it reads the same.
func TestEncodings(t *testing.T) {
	utf8, err := simplifiedchinese.GB18030.NewDecoder().Bytes(example(t, "xuzhou_ev_plant.xer"))
	if err != nil {
		t.Fatal(err)
	}
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().Bytes(utf8)
	if err != nil {
		t.Fatal(err)
	}
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes(utf8)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(readExample(t, "xuzhou_ev_plant.xer").Plans[0].Activities)
	for name, data := range map[string][]byte{
		charset.UTF8: utf8, charset.UTF16LE: little, charset.UTF16BE: big, "marked": append([]byte("\xef\xbb\xbf"), utf8...),
	} {
		f, err := Read("plan.xer", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		equal(t, name, fmt.Sprint(f.Plans[0].Activities) == want, true)
		equal(t, name+" is named", name == "marked" || f.Source.Encoding == name, true)
	}
}

func TestEncodingIsForced(t *testing.T) {
	data := example(t, "sklad_1251.xer")
	f, err := ReadWith("sklad.xer", data, Options{Encoding: charset.Windows1252})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "encoding", f.Source.Encoding, charset.Windows1252)
	want, err := charmap.Windows1252.NewDecoder().String("\xd1\xea\xeb\xe0\xe4")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "name", strings.HasPrefix(f.Plans[0].Name, want), true)
	_, err = ReadWith("sklad.xer", data, Options{Encoding: "runes"})
	var e *fault.Error
	if !errors.As(err, &e) || e.Key != "plan.file.encoding_unknown" || e.Args["file"] != "sklad.xer" {
		t.Errorf("unknown encoding: %v", err)
	}
}

// Any cut of a file is refused: without its end mark nobody knows what is lost.
func TestTruncatedFilesAreRefused(t *testing.T) {
	data := example(t, "two_projects.xer")
	end := bytes.LastIndex(data, []byte("%E"))
	for n := 0; n < end; n += 7 {
		if _, err := Read("cut.xer", data[:n]); err == nil {
			t.Fatalf("the first %d bytes were read as a whole file", n)
		}
	}
}

// shared lists real files where they are at hand: the folder in FUGONG_SHARED, or
// "shared" beside the checkout.
func shared(t testing.TB) []string {
	t.Helper()
	return plantest.SharedFiles(t, "data/plans/xer/*.xer")
}

func TestRealFiles(t *testing.T) {
	for _, path := range shared(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		f, err := Read(name, data)
		if err != nil {
			if !strings.HasPrefix(name, "malformed") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		rows, links := 0, 0
		for _, p := range f.Plans {
			for _, a := range p.Activities {
				if a.Kind != masterplan.Summary {
					rows++
				}
			}
			links += len(p.Links)
			if p.DataDate == worktime.None || len(p.Calendars) == 0 {
				t.Errorf("%s: project %s has no data date or calendars", name, p.Code)
			}
		}
		equal(t, name+": activities", rows, count(data, "TASK"))
		if links > count(data, "TASKPRED") {
			t.Errorf("%s: %d links of %d", name, links, count(data, "TASKPRED"))
		}
	}
}

// count counts a table's rows the plain way.
func count(data []byte, table string) (n int) {
	inside := false
	for line := range bytes.Lines(data) {
		switch {
		case bytes.HasPrefix(line, []byte("%T")):
			inside = string(bytes.TrimSpace(line)) == "%T\t"+table
		case inside && bytes.HasPrefix(line, []byte("%R")):
			n++
		}
	}
	return n
}

func BenchmarkRead(b *testing.B) {
	data := example(b, "xuzhou_ev_plant.xer")
	for _, path := range shared(b) {
		if big, err := os.ReadFile(path); err == nil && len(big) > len(data) {
			data = big
		}
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read("plan.xer", data); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"two_projects.xer", "sklad_1251.xer", "xuzhou_ev_plant.xer"} {
		f.Add(example(f, name))
	}
	f.Add([]byte(small().String()))
	f.Add([]byte("ERMHDR\t1\n%T\tPROJECT\n%F\tproj_id\n%R\t1\n%T\tTASK\n%F\ttask_id\tproj_id\n%R\t1\t1\n%E"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read("fuzz.xer", data)
		if err != nil {
			return
		}
		for _, p := range file.Plans {
			for i, a := range p.Activities {
				if int(a.Parent) >= i || a.Parent < -1 || int(a.Calendar) >= len(p.Calendars) || a.Percent < 0 || a.Percent > 100 {
					t.Errorf("activity %d: %+v", i, a)
				}
			}
			for _, l := range p.Links {
				if l.Pred == l.Succ || int(l.Pred) >= len(p.Activities) || int(l.Succ) >= len(p.Activities) {
					t.Errorf("link %+v", l)
				}
			}
		}
	})
}
