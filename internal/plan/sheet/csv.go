package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/plan/charset"
)

// Limits of a table.
const (
	maxRows  = 200_000
	maxCells = 200
)

// readCSV reads text with whichever of comma, semicolon and tab its first
// lines use most.
func readCSV(name string, data []byte) (tables []*table, encoding string, err error) {
	found := charset.Detect(data)
	r := csv.NewReader(strings.NewReader(found.Text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = delimiter(found.Text), true, -1
	t, width := &table{name: "CSV"}, 0
	for {
		cells, err := r.Read()
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

func delimiter(text string) rune {
	head := []byte(text[:min(len(text), 4096)])
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(head, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}
