package spreadsheet

import (
	"bytes"
	"errors"
	"slices"

	"github.com/xuri/excelize/v2"

	"fugong/internal/fault"
)

// readXLSX reads every sheet of a workbook, values unformatted: a formatted
// date would come in the exporter's own order of day and month.
func readXLSX(name string, data []byte) (tables []*table, err error) {
	defer func() {
		if broken := recover(); broken != nil { // excelize panics on some damaged files
			tables, err = nil, fault.New(fault.Invalid, "plan.file.xlsx", "file", name)
		}
	}()
	data, err = guardWorkbook(name, data)
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "plan.file.xlsx", "file", name).Because(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	from1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		from1904 = *props.Date1904
	}
	room := maxTexts
	for _, sheet := range f.GetSheetList() {
		t, err := readSheet(f, sheet, &room)
		if err != nil {
			return nil, sheetFault(err, name, sheet)
		}
		t.from1904 = from1904
		tables = append(tables, t)
	}
	return tables, nil
}

// sheetFault names file and sheet.
func sheetFault(err error, name, sheet string) error {
	var known *fault.Error
	if errors.As(err, &known) {
		known.Args["file"], known.Args["sheet"] = name, sheet
		return known
	}
	return fault.New(fault.Invalid, "plan.file.xlsx", "file", name, "sheet", sheet).Because(err)
}

// readSheet reads a sheet's filled rows; room is how many bytes of text are
// still allowed.
func readSheet(f *excelize.File, sheet string, room *int) (t *table, err error) {
	t = &table{name: sheet, numeric: true}
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if len(cells) == 0 {
			continue
		}
		if len(t.rows) >= maxRows {
			return nil, fault.New(fault.TooLarge, "plan.file.too_many", "limit", maxRows)
		}
		cells = slices.Clone(cells[:min(len(cells), maxCells)]) // the rest of a wide row is let go
		for _, cell := range cells {
			*room -= len(cell)
		}
		if *room < 0 {
			return nil, fault.New(fault.TooLarge, "plan.file.zip_too_large", "inner", sheet, "limit", maxTexts>>20)
		}
		t.rows = append(t.rows, row{n, cells})
	}
	if err := rows.Error(); err != nil {
		return t, err
	}
	return t, t.markPercents(f)
}
