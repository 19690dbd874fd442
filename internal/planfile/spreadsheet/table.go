package spreadsheet

import (
	"strings"

	"fugong/internal/masterplan"
)

// row is one line of a table with its number as people see it.
type row struct {
	number int
	cells  []string
}

// table is a sheet of cells. Numeric says that dates may come as Excel's day
// numbers, counted from 1904 when From1904.
type table struct {
	name       string
	rows       []row
	numeric    bool
	from1904   bool
	hundredths bool // plain numbers in the percent column are of a hundred, and not of one
}

// headerRows is how far down a heading row is looked for.
const headerRows = 25

// findHeader finds the heading row: the first that names the activities and says
// anything else about them. It returns where each column stands.
func (t *table) findHeader() (at int, where map[column]int, unknown []string) {
	for i := range t.rows[:min(len(t.rows), headerRows)] {
		where, unknown = map[column]int{}, nil
		for j, cell := range t.rows[i].cells {
			c, ok := known[normalHeading(cell)]
			if _, twice := where[c]; ok && !twice {
				where[c] = j
			} else if strings.TrimSpace(cell) != "" {
				unknown = append(unknown, strings.TrimSpace(cell))
			}
		}
		if _, named := where[colName]; named && len(where) >= 2 && schedules(where) {
			return i, where, unknown
		}
	}
	return -1, nil, nil
}

// schedules says whether the columns can carry a plan.
func schedules(where map[column]int) bool {
	for _, c := range []column{colDuration, colStart, colFinish, colPredecessors} {
		if _, ok := where[c]; ok {
			return true
		}
	}
	return false
}

// line is one activity's row with its cells by column.
type line struct {
	*reader
	number int
	cells  []string
}

func (l *line) text(c column) string {
	j, ok := l.where[c]
	if !ok || j >= len(l.cells) {
		return ""
	}
	return strings.TrimSpace(l.cells[j])
}

// bad notes a cell that could not be read and is left out.
func (l *line) bad(c column, value string) {
	l.cellNote(masterplan.Warning, "plan.note.cell_unreadable", c, value)
}

// cellNote names row, column and value. Every cell is its own note.
func (l *line) cellNote(level masterplan.Level, key string, c column, value string) {
	if r := []rune(value); len(r) > 60 {
		value = string(r[:60]) + "…"
	}
	heading := l.headingOf(c)
	l.note(masterplan.Note{
		Level: level, Key: key, Table: l.table.name, Line: l.number, Code: l.text(colCode),
		Args: map[string]string{"row": itoa(l.number), "column": heading, "value": value, "type": itoa(l.number) + "/" + heading},
	})
}

// headingOf is the heading as the file has it.
func (r *reader) headingOf(c column) string {
	if j, ok := r.where[c]; ok && j < len(r.heading) {
		return strings.TrimSpace(r.heading[j])
	}
	return headings["en"][c]
}
