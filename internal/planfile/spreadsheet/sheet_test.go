package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/xer"
	"fugong/internal/planfile/spreadsheet"
	"fugong/solve/worktime"
)

func parse(t *testing.T, text string) (*masterplan.Plan, []masterplan.Note) {
	t.Helper()
	f, err := spreadsheet.Read("计划.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f.Plans[0], f.Notes
}

func march(day, minute int) worktime.Time { return worktime.Date(2020, 3, day).At(minute) }

// TestHeadings: either language, any order, any of the three marks between
// cells, UTF-8 or GBK, with lines above the headings.
func TestHeadings(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("某某工程总控计划\n\n序号;任务名称;工期(天);紧前工序;计划开始时间\n1;测量放线;2;;2020/3/2\n2;基础混凝土浇筑施工;5;1;\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"zh":     "编码,名称,工期（天）,前置任务,开始\n1,测量放线,2,,2020-03-02\n2,基础混凝土浇筑施工,5,1,\n",
		"marked": "\ufeff编码,名称,工期,前置任务,开始\r\n1,测量放线,2,,2020年3月2日\r\n2,基础混凝土浇筑施工,5,1,\r\n",
		"en":     "Start\tPredecessors\tDuration (days)\tTask name\tID\n2020-03-02\t\t2\t测量放线\t1\n\t1\t5\t基础混凝土浇筑施工\t2\n",
		"gbk":    gbk,
	} {
		p, _ := parse(t, text)
		if len(p.Activities) != 2 || len(p.Links) != 1 || p.Start != march(2, 480) {
			t.Errorf("%s: %d activities, %d links, start %s", name, len(p.Activities), len(p.Links), p.Start)
			continue
		}
		if a := p.Activities[1]; a.Name != "基础混凝土浇筑施工" || a.Duration.Minutes != 2400 {
			t.Errorf("%s: %q of %d minutes", name, a.Name, a.Duration.Minutes)
		}
	}
}

func TestPredecessors(t *testing.T) {
	days := masterplan.Lag{Unit: masterplan.Days}
	for in, expect := range map[string][]masterplan.Link{
		"A10":               {{Type: masterplan.FS, Lag: days}},
		"a10fs":             {{Type: masterplan.FS, Lag: days}},
		"A10SS+2d":          {{Type: masterplan.SS, Lag: masterplan.Lag{Tenths: 9600, Unit: masterplan.Days}}},
		"A10 FF - 1.5 天":    {{Type: masterplan.FF, Lag: masterplan.Lag{Tenths: -7200, Unit: masterplan.Days}}},
		"A10SF+3ed":         {{Type: masterplan.SF, Lag: masterplan.Lag{Tenths: 43200, Unit: masterplan.Days, Elapsed: true}}},
		"A10FS+50%":         {{Type: masterplan.FS, Lag: masterplan.Lag{Percent: 50, Unit: masterplan.Percent}}},
		"A10+4h":            {{Type: masterplan.FS, Lag: masterplan.Lag{Tenths: 2400, Unit: masterplan.Hours}}},
		"A10开始-开始+2 个工作日":   {{Type: masterplan.SS, Lag: masterplan.Lag{Tenths: 9600, Unit: masterplan.Days}}},
		"A10+2日历天":          {{Type: masterplan.FS, Lag: masterplan.Lag{Tenths: 28800, Unit: masterplan.Days, Elapsed: true}}},
		"A10；A-20SS":        {{Type: masterplan.FS, Lag: days}, {Pred: 1, Type: masterplan.SS, Lag: days}},
		"A10, A-20+1d":      {{Type: masterplan.FS, Lag: days}, {Pred: 1, Lag: masterplan.Lag{Tenths: 4800, Unit: masterplan.Days}}},
		"XFS":               {{Pred: 2, Lag: days}},
		"A10; A10SS+1w":     {{Lag: days}, {Type: masterplan.SS, Lag: masterplan.Lag{Tenths: 24000, Unit: masterplan.Weeks}}},
		"A10FS+2d 没有; A-20": {{Pred: 1, Lag: days}},
	} {
		p, _ := parse(t, "code,name,duration,predecessors,start\nA10,a,1,,2020-03-02\nA-20,b,1,,\nXFS,c,1,,\nZ,z,1,\""+in+"\",\n")
		for i := range expect {
			expect[i].Succ = 3
		}
		if diff := cmp.Diff(expect, p.Links); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

// TestBadCells: every cell that cannot be read is named with row, column and
// value, and the rest of the table is read.
func TestBadCells(t *testing.T) {
	p, notes := parse(t, `编码,名称,工期,前置任务,开始,日历,限制条件,限制日期,完成%,层级,工程量
A,甲,两天,,2020-03-02,,,,,1,
B,乙,3,Q9,03/04/2020,夜班,不早于开始,,150,x,很多
B,丙,1,B,2020-02-30,,随便,,,1,
`)
	type cell struct{ key, row, column, value string }
	var got []cell
	for _, n := range notes {
		if n.Level == masterplan.Warning {
			got = append(got, cell{strings.TrimPrefix(n.Key, "plan.note."), n.Args["row"], n.Args["column"], n.Args["value"]})
		}
	}
	expect := []cell{
		{"cell_unreadable", "2", "工期", "两天"},
		{"predecessor_unknown", "3", "前置任务", "Q9"}, {"cell_unreadable", "3", "日历", "夜班"}, {"cell_unreadable", "3", "开始", "03/04/2020"},
		{"constraint_date_missing", "3", "限制日期", "不早于开始"}, {"cell_unreadable", "3", "完成%", "150"}, {"cell_unreadable", "3", "层级", "x"},
		{"cell_unreadable", "3", "工程量", "很多"},
		{"code_repeated", "4", "编码", "B"}, {"cell_unreadable", "4", "开始", "2020-02-30"}, {"cell_unreadable", "4", "限制条件", "随便"},
	}
	less := func(a, b cell) bool { return fmt.Sprint(a) < fmt.Sprint(b) }
	if diff := cmp.Diff(expect, got, cmp.AllowUnexported(cell{}), cmpopts.SortSlices(less)); diff != "" {
		t.Error(diff)
	}
	if len(p.Activities) != 3 || len(p.Links) != 1 || p.Activities[2].Code != "B-2" {
		t.Errorf("%d activities, %d links, third code %s", len(p.Activities), len(p.Links), p.Activities[2].Code)
	}
}

func TestDatesAndDurations(t *testing.T) {
	p, _ := parse(t, `code,name,duration,start,finish,actual start,actual finish,% done,deadline
A,first,2,2020-03-02,,,,,
B,between dates,,2020-03-05,2020-03-10,,,,2020-03-12
C,half done,10,2020-03-05 13:00,,2020-03-05 13:00,,50%,
D,finished,1,2020-03-02,,2020-03-03,2020-03-04,,
E,milestone,0,,,,,,
F,round the clock,3ed,,,,,,
G,hours,12h?,,,,,,
H,only a finish,2,,2020-03-13,,,,
`)
	at := map[string]masterplan.Activity{}
	for _, a := range p.Activities {
		at[a.Code] = a
	}
	if a := at["A"]; a.Primary.Type != masterplan.NoConstraint || a.File.Start != march(2, 480) {
		t.Errorf("the first task starts with the project, without a constraint: %+v", a.Primary)
	}
	if b := at["B"]; b.Duration.Minutes != 4*480 || b.Primary != (masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: march(5, 480)}) || b.Deadline != march(12, 1020) {
		t.Errorf("%+v", b)
	}
	if c := at["C"]; c.Percent != 50 || c.Remaining != 2400 || c.ActualStart != march(5, 780) {
		t.Errorf("%+v", c)
	}
	if d := at["D"]; d.Percent != 100 || d.Remaining != 0 || d.ActualFinish != march(4, 1020) {
		t.Errorf("%+v", d)
	}
	if at["E"].Kind != masterplan.FinishMilestone {
		t.Error("no duration is a milestone")
	}
	if f := at["F"].Duration; f.Minutes != 3*1440 || !f.Elapsed {
		t.Errorf("%+v", f)
	}
	if g := at["G"].Duration; g.Minutes != 720 || g.Unit != masterplan.Hours || !g.Estimated {
		t.Errorf("%+v", g)
	}
	if h := at["H"].Primary; h.Date != march(12, 480) {
		t.Errorf("two days before the finish is %s", h.Date)
	}
}

func TestOutline(t *testing.T) {
	for name, text := range map[string]string{
		"level":  "code,name,duration,start,level\nA,a,,2020-03-02,1\nB,b,,,2\nC,c,1,,3\nD,d,1,,2\nE,e,1,,1\n",
		"parent": "code,name,duration,start,parent code\nA,a,,2020-03-02,\nB,b,,,A\nC,c,1,,B\nD,d,1,,A\nE,e,1,,\n",
		"wbs":    "code,name,duration,start,wbs\nA,a,,2020-03-02,1\nB,b,,,1.1\nC,c,1,,1.1.1\nD,d,1,,1.2\nE,e,1,,2\n",
	} {
		p, _ := parse(t, text)
		var got []int32
		for _, a := range p.Activities {
			got = append(got, a.Parent)
		}
		if diff := cmp.Diff([]int32{-1, 0, 1, 0, -1}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if p.Activities[1].Kind != masterplan.Summary || p.Activities[2].Level != 2 {
			t.Errorf("%s: %+v", name, p.Activities)
		}
	}
}

func TestRefused(t *testing.T) {
	var other bytes.Buffer
	if err := excelize.NewFile().Write(&other); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ in, key string }{
		"empty":        {"", "plan.file.no_header"},
		"no headings":  {"1,2,3\n4,5,6\n", "plan.file.no_header"},
		"only names":   {"name,colour\na,red\n", "plan.file.no_header"},
		"no rows":      {"code,name,duration\n,,\n", "plan.file.no_rows"},
		"no date":      {"code,name,duration\nA,a,1\n", "plan.file.no_start"},
		"binary":       {"\x00\x01\x02\xff\xfe", "plan.file.no_header"},
		"broken zip":   {"PK\x03\x04 and then nothing", "plan.file.xlsx"},
		"cut workbook": {other.String()[:other.Len()/2], "plan.file.xlsx"},
		"other sheets": {other.String(), "plan.file.no_header"},
	} {
		_, err := spreadsheet.Read("bad.xlsx", []byte(c.in))
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key || f.Args["file"] != "bad.xlsx" {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

// TestTemplate: what we hand out reads without a warning and can be scheduled,
// in both languages, and means the same in both.
func TestTemplate(t *testing.T) {
	var finish [2]worktime.Time
	for n, lang := range []string{"zh", "en"} {
		data, err := spreadsheet.Template(lang)
		if err != nil {
			t.Fatal(err)
		}
		f, err := spreadsheet.Read("template.xlsx", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, note := range f.Notes {
			if note.Level != masterplan.Info {
				t.Errorf("%s: %+v", lang, note)
			}
		}
		p := f.Plans[0]
		if len(p.Activities) != 10 || len(p.Links) != 8 || len(p.Calendars) != 2 || len(p.Calendars[0].Exceptions) != 3 || len(p.Resources) == 0 {
			t.Errorf("%s: %d activities, %d links, %d calendars", lang, len(p.Activities), len(p.Links), len(p.Calendars))
		}
		d, err := masterplan.Compute(p)
		if err != nil {
			t.Fatal(err)
		}
		finish[n] = d.Finish
	}
	if finish[0] != finish[1] || finish[0] == worktime.None {
		t.Errorf("zh finishes %s, en %s", finish[0], finish[1])
	}
}

// TestSettings reads the further sheets: names, night shifts, made-up days.
func TestSettings(t *testing.T) {
	f := excelize.NewFile()
	put := func(name string, rows ...[]any) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("Sheet1", []any{"编码", "名称", "工期", "日历"}, []any{"001", "夜间吊装", 2, "夜班"})
	put("项目", []any{"项目名称", "厂房"}, []any{"开工日期", "2020-03-02"}, []any{"每天工时", 7.5}, []any{"必须完成", 43920})
	put("日历", []any{"日历", "星期一", "星期二", "星期日", "每天工时"}, []any{"夜班", "20:00-04:00", "20:00～04:00", "休", 8})
	put("节假日和调休", []any{"日历", "从", "到", "事由", "工作时间"}, []any{"", "2020-03-09", "2020-03-10", "停工", "休"}, []any{"夜班", "2020-03-14", "", "调休", "08:00-12:00"})
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	file, err := spreadsheet.Read("a.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	p := file.Plans[0]
	if p.Name != "厂房" || p.Settings.MinutesPerDay != 450 || p.MustFinish != worktime.Date(2020, 3, 30).At(1440) || p.Activities[0].Code != "001" {
		t.Errorf("%s %+v %s %s", p.Name, p.Settings, p.MustFinish, p.Activities[0].Code)
	}
	c := p.Calendars[0]
	if diff := cmp.Diff([]worktime.Span{{Start: 1200, End: 1440}, {Start: 0, End: 240}}, c.Week[2].Spans, cmpopts.SortSlices(func(a, b worktime.Span) bool { return a.Start > b.Start })); diff != "" {
		t.Errorf("Tuesday has the rest of Monday's night and its own evening: %s", diff)
	}
	if len(c.Exceptions) != 2 || c.Exceptions[0].To != worktime.Date(2020, 3, 10) || len(c.Exceptions[1].Spans) != 1 {
		t.Errorf("%+v", c.Exceptions)
	}
	if p.Activities[0].Calendar != 0 || p.Activities[0].Duration.Minutes != 960 {
		t.Errorf("%+v", p.Activities[0])
	}
}

// TestExportShape: real dates, frozen headings, outline groups, filters, and
// the critical path in a word as well as in red.
func TestExportShape(t *testing.T) {
	p, _ := parse(t, "code,name,level,duration,start,predecessors\nA,head,1,,,\nB,one,2,2,2020-03-02,\nC,two,2,5,,B\nD,short,2,1,,B\n")
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := spreadsheet.Write(&b, p, d, "zh"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(f.GetSheetList(), " "); got != "计划 逻辑关系 资源 项目 日历 节假日和调休" {
		t.Errorf("sheets %s", got)
	}
	cols, err := f.GetRows("计划")
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for j, heading := range cols[0] {
		at[heading] = j
	}
	for row, want := range map[int]string{2: "● 关键", 3: "● 关键", 4: ""} {
		if got := cols[row][at["关键"]]; got != want {
			t.Errorf("row %d is marked %q, want %q", row, got, want)
		}
	}
	if got := cols[2][at["开始"]]; got != "2020-03-02 08:00" {
		t.Errorf("start shown as %q", got)
	}
	if level, err := f.GetRowOutlineLevel("计划", 3); err != nil || level != 1 {
		t.Errorf("outline level %d, %v", level, err)
	}
	if panes, err := f.GetPanes("计划"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	props, err := f.GetSheetProps("计划")
	if err != nil || props.OutlineSummaryBelow == nil || *props.OutlineSummaryBelow {
		t.Errorf("headings stand above their rows: %+v, %v", props, err)
	}
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestZipBomb: a workbook of a few kilobytes that unpacks to gigabytes is
// refused before it does.
func TestZipBomb(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(w, zeros{}, 90<<20); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := spreadsheet.Read("bomb.xlsx", b.Bytes())
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != "plan.file.xlsx" {
		t.Errorf("%d bytes: %v", b.Len(), err)
	}
}

type task struct {
	Code, Name string
	Kind       masterplan.Kind
	Parent     int32
	Minutes    int64
	Elapsed    bool
	Primary    masterplan.Constraint
	Deadline   worktime.Time
}

// TestExportComesBack writes real plans as workbooks and reads them again.
func TestExportComesBack(t *testing.T) {
	for path, p := range plans(t) {
		for _, lang := range []string{"zh", "en"} {
			d, err := masterplan.Compute(p)
			if err != nil {
				t.Logf("%s: %v", path, err)
			}
			var b bytes.Buffer
			if err := spreadsheet.Write(&b, p, d, lang); err != nil {
				t.Fatal(path, err)
			}
			f, err := spreadsheet.Read("out.xlsx", b.Bytes())
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			q := f.Plans[0]
			if diff := cmp.Diff(rows(p, q), rows(q, q)); diff != "" {
				t.Errorf("%s in %s (-out +in): %s", path, lang, diff)
			}
			if diff := cmp.Diff(links(p), links(q)); diff != "" {
				t.Errorf("%s in %s (-out +in): %s", path, lang, diff)
			}
		}
	}
}

// rows are what a workbook keeps; where the plan said nothing, the start that
// Read holds a task at is q's own.
func rows(p, q *masterplan.Plan) []task {
	var out []task
	for i := range p.Activities {
		a := &p.Activities[i]
		row := task{a.Code, strings.TrimSpace(a.Name), a.Kind, a.Parent, a.Duration.Minutes, a.Duration.Elapsed, a.Primary, a.Deadline}
		switch {
		case a.Kind == masterplan.Summary:
			row.Minutes, row.Elapsed, row.Primary = 0, false, masterplan.Constraint{}
		case a.Primary.Type == masterplan.NoConstraint && i < len(q.Activities) && q.Activities[i].Primary.Type == masterplan.StartNoEarlier:
			row.Primary = q.Activities[i].Primary
		case a.Primary.Type == masterplan.MandatoryStart:
			row.Primary.Type = masterplan.StartOn
		case a.Primary.Type == masterplan.MandatoryFinish:
			row.Primary.Type = masterplan.FinishOn
		case a.Primary.Type == masterplan.NoConstraint || a.Primary.Type == masterplan.AsLateAsPossible:
			row.Primary.Date = worktime.None
		}
		out = append(out, row)
	}
	return out
}

type link struct {
	Pred, Succ int32
	Type       masterplan.LinkType
	Minutes    int64
	Percent    float64
	Elapsed    bool
}

func links(p *masterplan.Plan) map[link]int {
	out := map[link]int{}
	for _, l := range p.Links {
		out[link{l.Pred, l.Succ, l.Type, l.Lag.Tenths / 10, l.Lag.Percent, l.Lag.Elapsed && (l.Lag.Tenths != 0 || l.Lag.Percent != 0)}]++
	}
	return out
}

// plans reads every plan at hand: our own examples, and the shared folder of
// real ones when it is there.
func plans(t *testing.T) map[string]*masterplan.Plan {
	t.Helper()
	root := plantest.SharedRoot(t)
	out := map[string]*masterplan.Plan{}
	for _, pattern := range []string{
		filepath.Join("..", "primavera", "xer", "testdata", "*.xer"), filepath.Join("..", "mspdi", "testdata", "*.xml"),
		filepath.Join(root, "data", "plans", "mspdi", "*.xml"), filepath.Join(root, "data", "plans", "xer", "*construction*.xer"),
	} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Logf("no plans at %s", pattern)
		}
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			read := mspdi.Read
			if strings.HasSuffix(path, ".xer") {
				read = xer.Read
			}
			if f, err := read(filepath.Base(path), data); err == nil && len(f.Plans[0].Activities) > 0 && f.Plans[0].Start != worktime.None {
				out[filepath.Base(path)] = f.Plans[0]
			}
		}
	}
	return out
}
