package ui

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/xuri/excelize/v2"

	"fugong/internal/i18n"
	"fugong/solve/worktime"
)

const excelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendExcel sends all rows that were found, on every page, in the columns and the
// order shown. each hands them over one by one; none is kept in memory.
func (t Table[T]) sendExcel(ctx context.Context, w http.ResponseWriter, want query, each func(func(T) error) error) error {
	book := excelize.NewFile()
	defer book.Close()
	s, err := newSheet(book)
	if err != nil {
		return err
	}
	columns := t.shown(want.cols)
	heads := make([]any, len(columns))
	for i, c := range columns {
		heads[i] = excelize.Cell{StyleID: s.head, Value: c.Label}
	}
	if err := s.write(heads); err != nil {
		return err
	}
	line := make([]any, len(columns))
	if err := each(func(row T) error {
		for i, c := range columns {
			line[i] = s.cellOf(ctx, c.Value(row))
		}
		return s.write(line)
	}); err != nil {
		return err
	}
	if err := s.stream.Flush(); err != nil {
		return err
	}
	name := t.Name
	if name == "" {
		name = t.ID
	}
	w.Header().Set("Content-Type", excelType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".xlsx"}))
	_, err = book.WriteTo(w)
	return err
}

// sheet writes lines in order; dates are dates in Excel too.
type sheet struct {
	stream              *excelize.StreamWriter
	line                int
	head, day, dateTime int
}

func newSheet(book *excelize.File) (*sheet, error) {
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	s := &sheet{stream: stream}
	day, dateTime := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	for _, style := range []struct {
		id *int
		as *excelize.Style
	}{
		{&s.head, &excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.day, &excelize.Style{CustomNumFmt: &day}},
		{&s.dateTime, &excelize.Style{CustomNumFmt: &dateTime}},
	} {
		if *style.id, err = book.NewStyle(style.as); err != nil {
			return nil, err
		}
	}
	if err := stream.SetColWidth(1, 1, 40); err != nil {
		return nil, err
	}
	if err := stream.SetColWidth(2, 30, 18); err != nil {
		return nil, err
	}
	return s, stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (s *sheet) write(line []any) error {
	s.line++
	return s.stream.SetRow(fmt.Sprintf("A%d", s.line), line)
}

func (s *sheet) cellOf(ctx context.Context, v any) any {
	switch x := v.(type) {
	case int, int64, float64, string, nil:
		return x
	case time.Time:
		if x.IsZero() {
			return nil
		}
		local := x.In(i18n.Place(ctx))
		return excelize.Cell{StyleID: s.dateTime, Value: time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), local.Second(), 0, time.UTC)}
	case worktime.Time:
		if x == worktime.None {
			return nil
		}
		return excelize.Cell{StyleID: s.dateTime, Value: time.Unix(int64(x)*60, 0).UTC()}
	case worktime.Day:
		return excelize.Cell{StyleID: s.day, Value: time.Unix(int64(x)*86400, 0).UTC()}
	}
	return Text(ctx, v)
}
