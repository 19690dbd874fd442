package spreadsheet

import (
	"bytes"
	"embed"
	"fmt"

	"github.com/xuri/excelize/v2"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// examples are the plans that fill the template in, one per language.
//
//go:embed example_zh.csv example_en.csv help_zh.txt help_en.txt
var examples embed.FS

// templateColumns are what a person fills in; the rest is computed.
var templateColumns = []column{
	colCode, colName, colLevel, colDuration, colPredecessors, colStart, colFinish, colCalendar, colConstraint,
	colConstraintDate, colDeadline, colPercent, colActualStart, colActualFinish, colQuantity, colUnit, colResponsible, colTrade, colNotes,
}

// templateRows is how far down lists and checks reach.
const templateRows = 5000

// Template makes the workbook that people without a planning tool fill in: an
// example to overwrite, lists to choose from, calendars with a holiday and a
// made-up working day, and a sheet that explains every column. lang is "zh" or
// "en". What it makes, Read reads without a warning.
func Template(lang string) ([]byte, error) {
	if _, ok := language[lang]; !ok {
		lang = "en"
	}
	p, err := examplePlan(lang)
	if err != nil {
		return nil, err
	}
	b, err := newBook(p, nil, lang)
	if err != nil {
		return nil, err
	}
	steps := []func() error{
		func() error { return b.planSheet(templateColumns, b.addValidations) },
		b.projectSheet, b.calendarSheet, b.holidaySheet, b.helpSheet,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = b.save(&out)
	return out.Bytes(), err
}

// examplePlan is the example plan with its calendars.
func examplePlan(lang string) (*masterplan.Plan, error) {
	data, err := examples.ReadFile("example_" + lang + ".csv")
	if err != nil {
		return nil, err
	}
	f, err := Read("example.csv", data)
	if err != nil {
		return nil, err
	}
	p, w := f.Plans[0], language[lang]
	zh := lang == "zh"
	name := func(z, e string) string {
		if zh {
			return z
		}
		return e
	}
	p.Name, p.Code = name("示例：厂房续建工程", "Example: finishing a plant hall"), "DEMO-1"
	p.Calendars[0].Name = w.standard
	p.Calendars[0].Exceptions = []masterplan.Exception{
		{Name: name("清明节", "Tomb-sweeping Day"), From: worktime.Date(2020, 4, 4), To: worktime.Date(2020, 4, 6)},
		{Name: name("劳动节", "Labour Day"), From: worktime.Date(2020, 5, 1), To: worktime.Date(2020, 5, 5)},
		{Name: name("调休上班", "Made-up working day"), From: worktime.Date(2020, 5, 9), To: worktime.Date(2020, 5, 9), Spans: p.Calendars[0].Week[1].Spans},
	}
	seven := masterplan.Calendar{UID: 2, Base: -1, Name: name("七天两班", "Seven days, two shifts"), HoursPerDay: 16}
	for d := range seven.Week {
		seven.Week[d] = masterplan.DayHours{Set: true, Spans: []worktime.Span{{Start: 6 * 60, End: 22 * 60}}}
	}
	p.Calendars = append(p.Calendars, seven)
	return p, nil
}

// addValidations adds lists and checks to the columns people fill in.
func (b *book) addValidations(sheet string) error {
	for j, c := range templateColumns {
		v := excelize.NewDataValidation(true)
		letter, err := excelize.ColumnNumberToName(j + 1)
		if err != nil {
			return err
		}
		v.Sqref = fmt.Sprintf("%s2:%s%d", letter, letter, templateRows)
		switch c {
		case colConstraint:
			err = v.SetDropList(b.constraintList())
		case colCalendar:
			v.SetSqrefDropList(fmt.Sprintf("'%s'!$A$2:$A$50", b.words.calendars))
		case colLevel:
			err = v.SetRange(1, 20, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween)
		case colPercent:
			err = v.SetRange(0, 1, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorBetween)
		default:
			continue
		}
		if err != nil {
			return err
		}
		v.SetError(excelize.DataValidationErrorStyleStop, headings[b.lang][c], b.pick("请按“填写说明”填写", "See the sheet “How to fill in”"))
		if err := b.file.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) constraintList() []string {
	var names []string
	for t := masterplan.NoConstraint; t <= masterplan.FinishNoLater; t++ {
		names = append(names, constraintName(t, b.lang))
	}
	return names
}

// helpSheet explains the columns, one line of the text per row.
func (b *book) helpSheet() error {
	text, err := examples.ReadFile("help_" + b.lang + ".txt")
	if err != nil {
		return err
	}
	var rows [][]any
	for _, line := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
		name, says, _ := bytes.Cut(line, []byte("|"))
		rows = append(rows, []any{safeText(string(bytes.TrimSpace(name))), safeText(string(bytes.TrimSpace(says)))})
	}
	return b.writeSheet(b.words.help, []any{b.pick("栏目", "Column"), b.pick("怎么填", "What to write")}, []float64{20, 110}, rows)
}
