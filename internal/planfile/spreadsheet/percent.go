package spreadsheet

import (
	"errors"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"fugong/internal/masterplan"
)

// percents are what plain numbers in a percent column are, of a hundred or of one: no
// cell alone tells whether 1 is one per cent or the whole.
type percents struct {
	above, between, whole int // numbers above 1, between 0 and 1, and 1
}

func (p *percents) addCell(cell string) {
	switch v, err := strconv.ParseFloat(cell, 64); {
	case err != nil:
	case v > 1:
		p.above++
	case v == 1:
		p.whole++
	case v > 0:
		p.between++
	}
}

// hundredths says that the column counts to a hundred: some number is above 1.
func (p percents) hundredths() bool { return p.above > 0 }

// doubtful says that the numbers alone do not tell: they are 0 and 1 only, or some are
// above 1 and others would be shares.
func (p percents) doubtful() bool {
	if p.above > 0 {
		return p.between+p.whole > 0
	}
	return p.whole > 0 && p.between == 0
}

// readPercents decides for the whole column what its plain numbers are, and tells where that
// is a guess. Cells that a workbook shows with a per cent sign have been marked before.
func (r *reader) readPercents() {
	var p percents
	for i := range r.lines {
		p.addCell(r.lines[i].text(colPercent))
	}
	r.table.hundredths = p.hundredths()
	if !p.doubtful() {
		return
	}
	key, count := "plan.note.percent_whole", p.whole
	if p.hundredths() {
		key, count = "plan.note.percent_small", p.between+p.whole
	}
	r.note(masterplan.Note{Level: masterplan.Default, Key: key, Table: r.table.name, Count: count, Args: map[string]string{"column": r.headingOf(colPercent)}})
}

// markPercents writes the per cent sign into cells of the percent column that the
// workbook shows with one, where the numbers alone do not tell: a share of 1 is stored
// below it.
func (t *table) markPercents(f *excelize.File) (err error) {
	head, where, _ := t.findHeader()
	at, has := where[colPercent]
	if head < 0 || !has {
		return nil
	}
	var p percents
	cells := map[int]*string{} // by number of the row
	for _, row := range t.rows[head+1:] {
		if at < len(row.cells) {
			cells[row.number] = &row.cells[at]
			p.addCell(row.cells[at])
		}
	}
	if !p.doubtful() {
		return nil
	}
	rows, err := f.Rows(t.name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for n := 1; rows.Next(); n++ {
		shown, err := rows.Columns(excelize.Options{RawCellValue: false})
		if err != nil {
			return err
		}
		if cell := cells[n]; cell != nil && at < len(shown) && strings.HasSuffix(strings.TrimSpace(shown[at]), "%") {
			if v, err := strconv.ParseFloat(*cell, 64); err == nil {
				*cell = decimal(100*v) + "%"
			}
		}
	}
	return rows.Error()
}

// parsePercent reads "60", "60%" and, where the column counts to 1, 0.6.
func (t *table) parsePercent(s string) (float64, bool) {
	number, marked := strings.CutSuffix(strings.TrimSpace(width.Fold.String(s)), "%")
	f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil || f < 0 || f > 100 {
		return 0, false
	}
	if !marked && !t.hundredths {
		f *= 100
	}
	return f, f <= 100
}
