package p6xml

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

func example(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "boiler_house.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t *testing.T) (*masterplan.File, *masterplan.Plan) {
	t.Helper()
	f, err := Read("boiler_house.xml", example(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Plans) != 1 {
		t.Fatalf("%d plans", len(f.Plans))
	}
	return f, f.Plans[0]
}

func find(t *testing.T, p *masterplan.Plan, code string) *masterplan.Activity {
	t.Helper()
	for i := range p.Activities {
		if p.Activities[i].Code == code {
			return &p.Activities[i]
		}
	}
	t.Fatalf("no activity %q", code)
	return nil
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func noted(t *testing.T, f *masterplan.File, key string) masterplan.Note {
	t.Helper()
	for _, n := range f.Notes {
		if n.Key == key {
			return n
		}
	}
	t.Fatalf("no note %s in %v", key, f.Notes)
	return masterplan.Note{}
}

func TestProject(t *testing.T) {
	f, p := read(t)
	equal(t, "source", fmt.Sprint(f.Source), "{boiler_house.xml pmxml Primavera P6 utf-8}")
	equal(t, "names", p.UID+" "+p.Code+" "+p.Name, "500 BH-1 锅炉房改造")
	equal(t, "dates", fmt.Sprint(p.Start, p.DataDate, p.MustFinish), "2020-01-06T08:00 2020-02-21T08:00 2020-04-30T17:00")
	s := p.Settings
	equal(t, "options", fmt.Sprint(s.Progress == masterplan.ProgressOverride, s.LagCalendar == masterplan.LagElapsed, s.FloatBasis == masterplan.StartFloat,
		s.OpenEndsCritical, s.UseExpectedFinish, s.CriticalFloat, s.Calendar), "true true true true false 480 0")
	var outline []string
	for _, a := range p.Activities {
		outline = append(outline, fmt.Sprintf("%d:%s", a.Level, a.Code))
	}
	equal(t, "outline", strings.Join(outline, " "), "0:M90 0:CIV 1:A10 0:INS 1:A20 1:A30")
}

func TestCalendars(t *testing.T) {
	_, p := read(t)
	c := p.Calendars[0]
	for day, want := range []string{"[]", "[{480 720} {780 1020}]", "[{480 1020}]", "[{0 1440}]", "[{960 1440}]", "[{480 960}]", "[{480 720}]"} {
		equal(t, fmt.Sprint("day ", day), fmt.Sprint(c.Week[day].Set, c.Week[day].Spans), "true "+want)
	}
	equal(t, "exceptions", fmt.Sprint(len(c.Exceptions), c.Exceptions[0].From, c.Exceptions[0].Spans, c.Exceptions[1].From, c.Exceptions[1].Spans),
		"2 2020-01-24 [] 2020-02-09 [{480 720}]")
	crew := p.Calendars[1]
	equal(t, "crew", fmt.Sprint(crew.Base, crew.Resource, crew.Week[1].Set), "0 true false")
}

func TestActivities(t *testing.T) {
	_, p := read(t)
	done, going, ahead, ready := find(t, p, "A10"), find(t, p, "A20"), find(t, p, "A30"), find(t, p, "M90")
	equal(t, "done", fmt.Sprint(done.Percent, done.Remaining, done.ActualFinish), "100 0 2020-01-11T12:00")
	equal(t, "going", fmt.Sprint(going.Percent, going.PercentBasis == masterplan.ByPhysical, going.Remaining, going.Suspend, going.Resume), "25 true 1800 2020-01-21T17:00 2020-02-24T08:00")
	equal(t, "its calendar is its resource's", going.Calendar, 1)
	equal(t, "its float", fmt.Sprint(going.File.TotalFloat, going.File.HasTotal, going.File.HasFree), "-750 true false")
	equal(t, "its dates", fmt.Sprint(going.File.Start, going.File.EarlyStart, going.File.EarlyFinish), "2020-01-13T08:00 2020-02-24T08:00 2020-02-27T17:00")
	equal(t, "ahead", fmt.Sprint(ahead.Percent, ahead.Remaining)+" "+ahead.Notes, "0 1440 岩棉已到货")
	equal(t, "constraints", fmt.Sprint(ahead.Primary.Type == masterplan.StartNoEarlier, ahead.Primary.Date, ahead.Secondary.Type == masterplan.FinishNoLater), "true 2020-03-02T08:00 true")
	equal(t, "milestone", ready.Kind, masterplan.FinishMilestone)
}

func TestLinks(t *testing.T) {
	f, p := read(t)
	var links []string
	for _, l := range p.Links {
		links = append(links, fmt.Sprint(p.Activities[l.Pred].Code, ">", p.Activities[l.Succ].Code, " ", l.Type == masterplan.SS, l.Type == masterplan.FF, l.Type == masterplan.SF, " ", l.Lag.Tenths))
	}
	equal(t, "links", strings.Join(links, "; "), "A10>A20 false false false 0; A20>A30 true false false 9600; A20>A30 false true false -2400; A30>M90 false false true 0")
	equal(t, "external", p.External[0].Other, `GAS\GAS-100`)
	equal(t, "table", noted(t, f, "plan.note.link_external").Table, "Relationship")
}

func TestResources(t *testing.T) {
	_, p := read(t)
	equal(t, "labour", fmt.Sprint(p.Resources[0].Rate, p.Resources[0].MaxUnits, p.Resources[0].Calendar), "58 6 1")
	equal(t, "material", fmt.Sprint(p.Resources[1].Type == masterplan.MaterialResource)+" "+p.Resources[1].Unit, "true m3")
	a := p.Assignments[0]
	equal(t, "work", fmt.Sprint(a.Work, a.ActualWork, a.RemainingWork, a.Units, a.Cost), "11520 4320 7200 4 11136")
	equal(t, "thousandths", p.Assignments[1].Work, 36500)
}

func TestBaselines(t *testing.T) {
	f, p := read(t)
	b := p.Baselines[0]
	equal(t, "baseline", fmt.Sprint(b.Number, b.Name, " ", b.Taken, len(b.Rows)), "0合同计划 2020-01-03T08:00 2")
	row := b.Rows[1]
	equal(t, "row", fmt.Sprint(p.Activities[row.Activity].Code, " ", row.Start, row.Finish, row.Duration.Minutes, row.Work), "A20 2020-01-13T08:00 2020-01-18T12:00 2640 10560")
	equal(t, "gone", noted(t, f, "plan.note.baseline_gone").Count, 1)
}

// The baseline that the project calls its current one comes first.
func TestCurrentBaseline(t *testing.T) {
	r := &reader{current: map[string]bool{"8": true}, baselines: []baseline{
		{name: "contract", object: "7", original: "500"}, {name: "approved", object: "8", original: "500"}, {name: "draft", object: "9", original: "500"},
	}}
	p := &masterplan.Plan{UID: "500"}
	r.attachBaselines([]*masterplan.Plan{p})
	var names []string
	for i, b := range p.Baselines {
		names = append(names, fmt.Sprint(i, b.Number, b.Name))
	}
	equal(t, "baselines", strings.Join(names, ", "), "0 0approved, 1 1contract, 2 2draft")
}

func TestAnyNamespaceAndEncoding(t *testing.T) {
	text := string(example(t))
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(strings.Replace(text, "utf-8", "GBK", 1))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(text, "utf-8", "utf-16", 1))
	if err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string]string{
		"no namespace":  strings.Replace(text, `xmlns="http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects" `, "", 1),
		"other version": strings.Replace(text, "V19.12", "V8.4", 1),
		"marked":        "\ufeff" + text,
		"gbk":           gb,
		"utf-16":        wide,
		"control bytes": strings.Replace(text, "锅炉就位", "锅炉就位\x02", 1),
	} {
		f, err := Read("x.xml", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		equal(t, what, find(t, f.Plans[0], "A20").Name, "锅炉就位")
	}
}

func TestOddValuesAreNoted(t *testing.T) {
	for _, tt := range []struct{ from, to, note string }{
		{"<PlannedDuration>48<", "<PlannedDuration>long<", "plan.note.number_unreadable"},
		{"2020-01-13T08:00:00", "yesterday", "plan.note.date_unreadable"},
		{"<Type>Resource Dependent<", "<Type>Magic<", "plan.note.activity_type_unknown"},
		{">Start On or After<", ">Whenever<", "plan.note.constraint_unknown"},
		{">2020-03-02T08:00:00<", "><", "plan.note.constraint_undated"},
		{">Start to Start<", ">End to End<", "plan.note.link_type_unknown"},
		{"<DayOfWeek>Friday<", "<DayOfWeek>Payday<", "plan.note.calendar_unreadable"},
		{"<DataDate>2020-02-21T08:00:00</DataDate>", "", "plan.note.data_date_missing"},
		{"<ActualFinishDate>2020-01-11T12:00:00</ActualFinishDate>", "", "plan.note.complete_without_finish"},
		{"<ActivityDefaultCalendarObjectId>1<", "<ActivityDefaultCalendarObjectId>77<", "plan.note.project_calendar"},
	} {
		text := string(example(t))
		if !strings.Contains(text, tt.from) {
			t.Fatalf("the example has no %s", tt.from)
		}
		f, err := Read("x.xml", []byte(strings.Replace(text, tt.from, tt.to, 1)))
		if err != nil {
			t.Errorf("%s: %v", tt.note, err)
			continue
		}
		noted(t, f, tt.note)
	}
}

func TestRefusals(t *testing.T) {
	text := string(example(t))
	for what, tt := range map[string]struct{ text, key string }{
		"nothing":                  {"", "plan.file.not_pmxml"},
		"other XML":                {"<Project/>", "plan.file.not_pmxml"},
		"no project":               {"<APIBusinessObjects><Resource><Id>1</Id></Resource></APIBusinessObjects>", "plan.file.no_plan"},
		"activities of no project": {"<APIBusinessObjects><Project><Id>1</Id><ObjectId>1</ObjectId></Project><Activity><ObjectId>5</ObjectId><ProjectObjectId>2</ProjectObjectId></Activity></APIBusinessObjects>", "plan.file.no_activities"},
		"cut off":                  {text[:len(text)/2], "plan.file.truncated"},
		"broken":                   {strings.Replace(text, "</Resource>", "</Activity>", 1), "plan.file.xml"},
		"own entities":             {`<!DOCTYPE x [<!ENTITY a "b">]>` + text, "plan.file.xml_doctype"},
		"deep":                     {"<APIBusinessObjects>" + strings.Repeat("<a>", 100_000), "plan.file.deep"},
	} {
		_, err := Read("bad.xml", []byte(tt.text))
		var e *fault.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		equal(t, what, e.Key, tt.key)
		equal(t, what+": file", e.Args["file"], "bad.xml")
		if tt.key == "plan.file.xml" || tt.key == "plan.file.truncated" {
			equal(t, what+": names a line", e.Args["line"] != "" && e.Args["line"] != "0", true)
		}
	}
}

// The one real file at hand, where there is one.
func TestRealFile(t *testing.T) {
	root := os.Getenv("FUGONG_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(root, "data", "plans", "pmxml_simple_10t.xml"))
	if err != nil {
		t.Logf("no real plan file under %s: only our own example is read", root)
		return
	}
	f, err := Read("pmxml_simple_10t.xml", data)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "activities", strings.Count(string(data), "<Activity>")+strings.Count(string(data), "<WBS>"), len(f.Plans[0].Activities))
	equal(t, "links", strings.Count(string(data), "<Relationship>"), len(f.Plans[0].Links))
}

func FuzzRead(f *testing.F) {
	f.Add(example(f))
	f.Add([]byte(`<APIBusinessObjects><Project><Activity><Id>A</Id></Activity></Project></APIBusinessObjects>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read("fuzz.xml", data)
		if err != nil {
			return
		}
		for _, p := range file.Plans {
			for i, a := range p.Activities {
				if int(a.Parent) >= i || int(a.Calendar) >= len(p.Calendars) || a.Percent < 0 || a.Percent > 100 {
					t.Errorf("activity %d: %+v", i, a)
				}
			}
			for _, b := range p.Baselines {
				for _, row := range b.Rows {
					if int(row.Activity) >= len(p.Activities) {
						t.Errorf("baseline row %+v", row)
					}
				}
			}
		}
	})
}

// The last minute of a shift, as Primavera writes it, and its end, as others do.
func TestEndsOfShifts(t *testing.T) {
	for name, x := range map[string]struct {
		hours string
		spans []workTime
		want  string
	}{
		"last minutes":                            {"7.6", []workTime{{"08:00:00", "11:59:00"}, {"12:30:00", "16:05:00"}}, "[{480 720} {750 966}]"},
		"last minutes, told by the day's length":  {"7.6", []workTime{{"08:30:00", "16:05:00"}}, "[{510 966}]"},
		"ends on the hour":                        {"8", []workTime{{"08:00:00", "12:00:00"}, {"13:00:00", "16:35:00"}}, "[{480 720} {780 995}]"},
		"the end of the day":                      {"24", []workTime{{"00:00:00", "23:59:00"}}, "[{0 1440}]"},
		"an odd minute without any other witness": {"", []workTime{{"08:00:00", "15:52:00"}}, "[{480 953}]"},
	} {
		var c xmlCalendar
		c.HoursPerDay = x.hours
		c.Week.Days = append(c.Week.Days, xmlDay{Day: "Monday", Times: x.spans})
		spans, ok := readShifts(x.spans, c.lastMinutes())
		if got := fmt.Sprint(spans); !ok || got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}
