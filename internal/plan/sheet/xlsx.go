package sheet

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"

	"fugong/internal/fault"
)

// maxUnzipped bounds what a workbook may unpack to.
const maxUnzipped = 256 << 20

// readXLSX reads every sheet of a workbook, values unformatted: a formatted
// date would come in the exporter's own order of day and month.
func readXLSX(name string, data []byte) (tables []*table, err error) {
	defer func() {
		if broken := recover(); broken != nil { // excelize panics on some damaged files
			tables, err = nil, fault.New(fault.Invalid, "plan.file.xlsx", "file", name)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped,
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "plan.file.xlsx", "file", name).Because(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	from1904 := false
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		from1904 = *props.Date1904
	}
	for _, sheet := range f.GetSheetList() {
		t, err := readSheet(f, sheet)
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

func readSheet(f *excelize.File, sheet string) (t *table, err error) {
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
		if len(cells) > maxCells {
			cells = cells[:maxCells]
		}
		if len(t.rows) >= maxRows {
			return nil, fault.New(fault.TooLarge, "plan.file.too_many", "limit", maxRows)
		}
		if len(cells) > 0 {
			t.rows = append(t.rows, row{n, cells})
		}
	}
	return t, rows.Error()
}
