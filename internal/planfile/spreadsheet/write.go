package spreadsheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Write writes p as an Excel workbook for people: the plan with outline
// groups, dates, floats and the critical path, then links, resources,
// calendars and holidays. The dates are d's; with nil those the plan's file
// stated. lang is "zh" or "en". Read takes the workbook back. It returns errors
// of w and of the workbook's own limits (1,048,576 rows).
func Write(w io.Writer, p *masterplan.Plan, d *masterplan.Dates, lang string) error {
	b, err := newBook(p, d, lang)
	if err != nil {
		return err
	}
	for _, sheet := range []func() error{func() error { return b.planSheet(shown, nil) }, b.linkSheet, b.resourceSheet, b.projectSheet, b.calendarSheet, b.holidaySheet} {
		if err := sheet(); err != nil {
			return err
		}
	}
	return b.save(w)
}

// book is a workbook being written.
type book struct {
	file  *excelize.File
	plan  *masterplan.Plan
	dates *masterplan.Dates
	lang  string
	words words
	style styles

	who  [][]string // activity → trades
	by   []string   // activity → responsible
	what []string   // activity → unit of its quantity
	much []float64  // activity → quantity
	pred [][]int    // activity → links that end there

	calendars []string // each its own name
}

func newBook(p *masterplan.Plan, d *masterplan.Dates, lang string) (*book, error) {
	if _, ok := language[lang]; !ok {
		lang = "en"
	}
	b := &book{file: excelize.NewFile(), plan: p, dates: d, lang: lang, words: language[lang]}
	n := len(p.Activities)
	b.who, b.by, b.what, b.much, b.pred = make([][]string, n), make([]string, n), make([]string, n), make([]float64, n), make([][]int, n)
	b.calendars = calendarNames(p)
	for i := range p.Assignments {
		b.gatherResource(&p.Assignments[i])
	}
	for i := range p.Links {
		b.pred[p.Links[i].Succ] = append(b.pred[p.Links[i].Succ], i)
	}
	if err := b.file.SetSheetName("Sheet1", b.words.plan); err != nil {
		return nil, err
	}
	return b, b.makeStyles()
}

func (b *book) gatherResource(a *masterplan.Assignment) {
	if a.Resource < 0 {
		return
	}
	i, r := a.Activity, &b.plan.Resources[a.Resource]
	switch {
	case r.Group == groupResponsible:
		b.by[i] = r.Name
	case r.Type == masterplan.MaterialResource:
		b.what[i], b.much[i] = r.Unit, float64(a.Work)/1000
	case r.Type != masterplan.CostResource:
		b.who[i] = append(b.who[i], first(r.Name, r.Code))
	}
}

func (b *book) save(w io.Writer) error {
	if err := b.file.Write(w); err != nil {
		return err
	}
	return b.file.Close()
}

// shown are the columns of the export, in order.
var shown = []column{
	colCode, colName, colKind, colLevel, colDuration, colStart, colFinish, colPercent, colTotalFloat, colCritical,
	colPredecessors, colTrade, colResponsible, colQuantity, colUnit, colCalendar, colConstraint, colConstraintDate,
	colDeadline, colActualStart, colActualFinish, colRemaining, colEarlyStart, colEarlyFinish, colLateStart, colLateFinish,
	colFreeFloat, colExpected, colSuspend, colResume, colConstraint2, colConstraint2Date, colMode, colDelay, colNotes,
}

// widths in characters; the rest have the width of a date.
var widths = map[column]float64{
	colCode: 14, colName: 44, colKind: 12, colLevel: 6, colDuration: 10, colPercent: 8, colTotalFloat: 11, colCritical: 8,
	colPredecessors: 22, colTrade: 18, colResponsible: 16, colQuantity: 10, colUnit: 8, colConstraint: 20, colNotes: 40,
	colFreeFloat: 11, colRemaining: 12, colConstraint2: 20, colDelay: 11,
}

const dateWidth = 16.5

// planSheet writes one row per activity. prepare, when given, sees the sheet
// before its rows: validation lists have to be there first.
func (b *book) planSheet(columns []column, prepare func(sheet string) error) error {
	sheet := b.words.plan
	if prepare != nil {
		if err := prepare(sheet); err != nil {
			return err
		}
	}
	if err := b.setUpPage(sheet, len(columns)); err != nil {
		return err
	}
	s, err := b.openStream(sheet, b.headingRow(columns), layout{
		width: func(j int) float64 {
			if w := widths[columns[j]]; w > 0 {
				return w
			}
			return dateWidth
		},
		format: func(j int) format { return formatOf[columns[j]] },
		frozen: 2,
	})
	if err != nil {
		return err
	}
	for i := range b.plan.Activities {
		opts := excelize.RowOpts{OutlineLevel: min(int(b.plan.Activities[i].Level), 7)}
		if err := s.SetRow(cellName(1, i+2), b.activityRow(i, columns), opts); err != nil {
			return err
		}
	}
	return s.Flush()
}

// setUpPage sets outline, filter and print: landscape, all columns on one page's
// width, the heading on every page.
func (b *book) setUpPage(sheet string, columns int) error {
	below, fit, wide, tall, across := false, true, "landscape", 0, 1
	// The filter comes first: it resets the sheet's other properties.
	if err := b.file.AutoFilter(sheet, "A1:"+cellName(columns, len(b.plan.Activities)+1), nil); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{OutlineSummaryBelow: &below, FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &wide, FitToHeight: &tall, FitToWidth: &across}); err != nil {
		return err
	}
	title := &excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$1", sheet), Scope: sheet}
	return b.file.SetDefinedName(title)
}

func (b *book) headingRow(columns []column) []any {
	row := make([]any, len(columns))
	for j, c := range columns {
		row[j] = headings[b.lang][c]
	}
	return row
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "A1" // both are positive
	}
	return name
}

// layout is how a sheet's columns look: their widths, the format of cells that
// nobody has filled in yet, and how many stay in view.
type layout struct {
	width  func(int) float64
	format func(int) format
	frozen int
}

// openStream opens a sheet with a frozen heading row.
func (b *book) openStream(sheet string, heading []any, look layout) (*excelize.StreamWriter, error) {
	if _, err := b.file.NewSheet(sheet); err != nil {
		return nil, err
	}
	s, err := b.file.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	for j := len(heading) - 1; j >= 0; j-- { // each goes before the others, and Excel wants them in order
		if err := s.SetColWidth(j+1, j+1, look.width(j)); err != nil {
			return nil, err
		}
		if look.format == nil {
			continue
		}
		if err := s.SetColStyle(j+1, j+1, b.style.styleFor(styleKey{format: look.format(j), empty: true})); err != nil {
			return nil, err
		}
	}
	pane := &excelize.Panes{Freeze: true, XSplit: look.frozen, YSplit: 1, TopLeftCell: cellName(look.frozen+1, 2), ActivePane: "bottomRight"}
	if look.frozen == 0 {
		pane.ActivePane = "bottomLeft"
	}
	if err := s.SetPanes(pane); err != nil {
		return nil, err
	}
	cells := make([]any, len(heading))
	for j := range heading {
		cells[j] = excelize.Cell{StyleID: b.style.heading, Value: heading[j]}
	}
	return s, s.SetRow("A1", cells, excelize.RowOpts{Height: 22})
}

// activityRow is one activity's cells with their styles.
func (b *book) activityRow(i int, columns []column) []any {
	critical, summary := b.critical(i), b.plan.Activities[i].Kind == masterplan.Summary
	row := make([]any, len(columns))
	for j, c := range columns {
		row[j] = excelize.Cell{StyleID: b.style.of(c, summary, critical, int(b.plan.Activities[i].Level)), Value: b.cellValue(i, c)}
	}
	return row
}

func (b *book) critical(i int) bool {
	if b.dates != nil {
		return b.dates.Rows[i].Critical
	}
	return b.plan.Activities[i].File.Critical
}

// cellValue is a cell of the plan sheet; nil leaves it empty.
func (b *book) cellValue(i int, c column) any {
	a := &b.plan.Activities[i]
	switch c {
	case colCode:
		return safeText(a.Code)
	case colName:
		return safeText(a.Name)
	case colKind:
		return b.pick(kindWords[a.Kind].zh, kindWords[a.Kind].en)
	case colLevel:
		return int(a.Level) + 1
	case colDuration:
		return b.days(i, a.Duration.Minutes, a.Duration.Elapsed)
	case colRemaining:
		if a.ActualStart == worktime.None && a.Remaining == a.Duration.Minutes {
			return nil
		}
		return b.days(i, a.Remaining, a.Duration.Elapsed)
	case colPercent:
		return a.Percent / 100
	case colCritical:
		if b.critical(i) {
			return map[string]string{"zh": "● 关键", "en": "● yes"}[b.lang]
		}
		return nil
	case colPredecessors:
		return safeText(b.predecessorsText(i))
	case colTrade:
		return safeText(strings.Join(b.who[i], "; "))
	case colResponsible:
		return safeText(b.by[i])
	case colQuantity:
		return positive(b.much[i])
	case colUnit:
		return safeText(b.what[i])
	case colMode:
		return safeText(b.modesText(a))
	case colDelay:
		if a.LevelingDelay != 0 {
			return decimal(float64(a.LevelingDelay)/10/worktime.MinutesPerDay) + "ed"
		}
		return nil
	case colNotes:
		return safeText(clip(a.Notes, 32000))
	}
	return b.dateValue(i, c)
}

// dateValue is a cell that holds a date, a float or what limits one.
func (b *book) dateValue(i int, c column) any {
	a, f := &b.plan.Activities[i], b.fileDates(i)
	switch c {
	case colStart:
		return exact(f.Start)
	case colFinish:
		return exact(f.Finish)
	case colTotalFloat:
		return b.float(i, f.TotalFloat, f.HasTotal)
	case colFreeFloat:
		return b.float(i, f.FreeFloat, f.HasFree)
	case colCalendar:
		if a.Calendar >= 0 {
			return safeText(b.calendars[a.Calendar])
		}
	case colConstraint:
		if a.Primary.Type != masterplan.NoConstraint || b.startsLate(i, f.Start) {
			return constraintName(a.Primary.Type, b.lang)
		}
	case colConstraintDate:
		return constraintDate(a.Primary)
	case colConstraint2:
		if a.Secondary.Type != masterplan.NoConstraint {
			return constraintName(a.Secondary.Type, b.lang)
		}
	case colConstraint2Date:
		return constraintDate(a.Secondary)
	case colDeadline:
		return exact(a.Deadline)
	case colActualStart:
		return exact(a.ActualStart)
	case colActualFinish:
		return exact(a.ActualFinish)
	case colExpected:
		return exact(a.ExpectedFinish)
	case colSuspend:
		return exact(a.Suspend)
	case colResume:
		return exact(a.Resume)
	case colEarlyStart:
		return date(f.EarlyStart)
	case colEarlyFinish:
		return date(f.EarlyFinish)
	case colLateStart:
		return date(f.LateStart)
	case colLateFinish:
		return date(f.LateFinish)
	}
	return nil
}

func (b *book) fileDates(i int) masterplan.FileDates {
	if b.dates == nil {
		return b.plan.Activities[i].File
	}
	r := &b.dates.Rows[i]
	return masterplan.FileDates{
		Start: r.Start, Finish: r.Finish, EarlyStart: r.EarlyStart, EarlyFinish: r.EarlyFinish,
		LateStart: r.LateStart, LateFinish: r.LateFinish, TotalFloat: r.TotalFloat, FreeFloat: r.FreeFloat,
		HasTotal: true, HasFree: true,
	}
}

// constraintDate is empty where the type needs none.
func constraintDate(c masterplan.Constraint) any {
	if c.Type == masterplan.NoConstraint || c.Type == masterplan.AsLateAsPossible {
		return nil
	}
	return exact(c.Date)
}

// startsLate says whether Read would hold an activity at its start, since no link
// gives it one, unless the row says that nothing holds it.
func (b *book) startsLate(i int, start worktime.Time) bool {
	a := &b.plan.Activities[i]
	return a.Kind != masterplan.Summary && start > b.plan.Start && len(b.pred[i]) == 0
}

func constraintName(t masterplan.ConstraintType, lang string) string {
	if lang == "zh" {
		return constraintWords[t].zh
	}
	return constraintWords[t].en
}
