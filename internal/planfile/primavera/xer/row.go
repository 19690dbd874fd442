package xer

import (
	"math"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// row is one row under the eyes, its cells split. It is overwritten by the next.
type row struct {
	*reader
	table   string
	line    int
	columns map[string]int
	cells   []string
}

// eachRow shows every row of a table. Rows that are too short are padded, cells
// beyond the fields ignored; both are noted.
func (r *reader) eachRow(table string, show func(*row)) {
	var cells []string
	for i := range r.sections[table] {
		s := &r.sections[table][i]
		for _, rec := range s.rows {
			cells = splitCells(cells[:0], rec.text, s.width+1)
			if len(cells) != s.width {
				r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.row_ragged", Table: table, Line: rec.line})
			}
			show(&row{r, table, rec.line, s.columns, cells[:min(len(cells), s.width)]})
		}
	}
}

// splitCells cuts s at its tabs, into at most limit cells.
func splitCells(cells []string, s string, limit int) []string {
	for len(cells) < limit-1 {
		i := strings.IndexByte(s, '\t')
		if i < 0 {
			break
		}
		cells = append(cells, s[:i])
		s = s[i+1:]
	}
	return append(cells, s)
}

// raw is the cell of a field, "" where the row has none.
func (r *row) raw(field string) string {
	if i, ok := r.columns[field]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// states says whether the table has a field.
func (r *row) states(field string) bool {
	_, ok := r.columns[field]
	return ok
}

// word is a cell without the blanks around it: an id, a flag, a type.
func (r *row) word(field string) string { return strings.TrimSpace(r.raw(field)) }

// text is a cell for people: P6 doubles quotation marks.
func (r *row) text(field string) string {
	s := strings.TrimSpace(r.raw(field))
	if strings.Contains(s, `""`) {
		s = strings.ReplaceAll(s, `""`, `"`)
	}
	return s
}

func (r *row) is(field, value string) bool { return strings.EqualFold(r.word(field), value) }

// flag is a Y/N cell, or what holds where the file has no such field.
func (r *row) flag(field string, otherwise bool) bool {
	switch strings.ToUpper(r.word(field)) {
	case "Y", "1", "TRUE":
		return true
	case "N", "0", "FALSE":
		return false
	}
	return otherwise
}

// readNumber is a decimal cell, 0 and false when it is empty or no number (noted).
// Exporters on many systems write a decimal comma.
func (r *row) readNumber(field string) (float64, bool) {
	s := r.word(field)
	if s == "" {
		return 0, false
	}
	v, ok := p6.Number(s)
	if !ok {
		r.wrong("plan.note.number_unreadable", field, s)
	}
	return v, ok
}

// minutes is a cell of hours in whole minutes.
func (r *row) minutes(field string) (int64, bool) {
	h, ok := r.readNumber(field)
	return int64(math.Round(h * 60)), ok
}

func (r *row) integer(field string) int64 {
	v, err := strconv.ParseInt(r.word(field), 10, 64)
	if err != nil {
		return 0
	}
	return v
}

// readTime is a date cell, None when it is empty or unreadable (noted).
func (r *row) readTime(field string) worktime.Time {
	s := r.word(field)
	if s == "" {
		return worktime.None
	}
	t, ok := p6.Time(s)
	if !ok {
		r.wrong("plan.note.date_unreadable", field, s)
	}
	return t
}

// wrong notes a cell that could not be read.
func (r *row) wrong(key, field, value string) {
	if len(value) > 40 {
		value = strings.ToValidUTF8(value[:40], "") + "…"
	}
	r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: key, Table: r.table, Line: r.line,
		Args: fault.Args("field", field, "value", value)})
}
