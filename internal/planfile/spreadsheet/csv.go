package spreadsheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"fugong/internal/charset"
	"fugong/internal/fault"
)

// Limits of a table.
const (
	maxRows  = 32_000 // as p6.MaxRows
	maxCells = 200
	maxRow   = 1 << 20 // bytes of a row
)

// readCSV reads text with whichever of comma, semicolon and tab its first
// lines use most.
func readCSV(name string, data []byte) (tables []*table, encoding string, err error) {
	found := charset.Detect(data)
	text := &rowReader{in: strings.NewReader(found.Text)}
	r := csv.NewReader(text)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = findDelimiter(found.Text), true, -1
	t, width := &table{name: "CSV"}, 0
	for {
		text.since = 0
		cells, err := r.Read()
		if errors.Is(err, errLongRow) {
			return nil, "", fault.New(fault.Invalid, "plan.file.row_long", "file", name, "line", t.next(), "limit", maxRow>>20)
		}
		if errors.Is(err, io.EOF) {
			return []*table{t}, found.Name, nil
		}
		if err != nil {
			line := 0
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				line = parse.Line
			}
			return nil, "", fault.New(fault.Invalid, "plan.file.csv", "file", name, "line", line).Because(err)
		}
		if width += len(cells); len(t.rows) >= maxRows || len(cells) > maxCells || width > maxWidths {
			return nil, "", fault.New(fault.TooLarge, "plan.file.too_many", "file", name, "limit", maxRows)
		}
		line, _ := r.FieldPos(0)
		t.rows = append(t.rows, row{line, cells})
	}
}

// next is the line after the last row.
func (t *table) next() int {
	if len(t.rows) == 0 {
		return 1
	}
	return t.rows[len(t.rows)-1].number + 1
}

// rowReader gives up when one row goes on and on, which a parser would hold whole: a
// quotation mark that is never closed makes one row of the rest of a file.
type rowReader struct {
	in    io.Reader
	since int // bytes given since the last row
}

var errLongRow = errors.New("a row is too long")

// Read gives the next bytes.
func (r *rowReader) Read(p []byte) (int, error) {
	n, err := r.in.Read(p)
	if r.since += n; r.since > maxRow {
		return 0, errLongRow
	}
	return n, err
}

func findDelimiter(text string) rune {
	head := []byte(text[:min(len(text), 4096)])
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}
