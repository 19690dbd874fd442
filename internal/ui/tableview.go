package ui

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/solve/worktime"
)

// tableModel is a Table without its type, ready to be written.
type tableModel struct {
	ID, Name, Search, Sort string
	Heads                  []head
	Rows                   []tableRow
	Filters                []chips
	Total, Found           int
	TotalMore, FoundMore   bool // there are more than that
	Page, Pages            int
	Empty                  Nothing
	Static                 bool
	Narrowed               bool // search or filter is on
	Columns                []columnChoice
}

type head struct {
	Key, Label, Help string
	Num              bool
	Unsorted         bool
	Order            string // "ascending", "descending", ""
	Next             string // the sort that a click asks for
}

// columnChoice is one line of the column menu; usual columns are those shown
// before the reader chooses.
type columnChoice struct {
	Key, Label string
	Usual      bool
}

type tableRow struct {
	Href  string
	Cells []tableCell
}

type tableCell struct {
	Text  string
	View  templ.Component
	Num   bool
	Label string
}

type chips struct {
	Key, Label string
	Options    []chip
}

type chip struct {
	Value, Text string
	Count       int
	On          bool
	Uncounted   bool
}

func (t Table[T]) viewModel(ctx context.Context, found []T, want query) tableModel {
	pages := max(1, (len(found)+PageSize-1)/PageSize)
	want.page = min(want.page, pages)
	shown := found[(want.page-1)*PageSize : min(want.page*PageSize, len(found))]
	v := t.writeOut(ctx, shown, want)
	v.Found, v.Page, v.Pages = len(found), want.page, pages
	v.Search, v.Sort = want.search, want.sort
	v.Filters = t.countChips(ctx, want)
	v.Narrowed = want.search != "" || slices.ContainsFunc(t.Filters, func(f Filter[T]) bool { return len(f.known(want.picked[f.Key])) > 0 })
	return v
}

// writeOut writes the rows out.
func (t Table[T]) writeOut(ctx context.Context, rows []T, want query) tableModel {
	columns := t.shown(want.cols)
	v := tableModel{ID: t.ID, Name: t.Name, Total: len(t.Rows), Found: len(rows), Pages: 1, Page: 1, Empty: t.Empty}
	shapes := make([]shape, len(columns))
	for i, c := range columns {
		shapes[i] = shape{t.isNumeric(c), decimalPlaces(c, rows)}
		h := headOf(c.Key, c.Label, c.Help, shapes[i].num, want.sort)
		h.Unsorted = c.Unsorted
		v.Heads = append(v.Heads, h)
	}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, columnChoice{c.Key, c.Label, !c.Hidden})
	}
	for _, row := range rows {
		line := tableRow{Cells: make([]tableCell, len(columns))}
		if t.Href != nil {
			line.Href = t.Href(row)
		}
		for i, c := range columns {
			line.Cells[i] = cellOf(ctx, c, row, shapes[i])
		}
		v.Rows = append(v.Rows, line)
	}
	return v
}

// shape is how the cells of a column stand: figures right, with the same
// number of decimals.
type shape struct {
	num    bool
	places int
}

// decimalPlaces is the number of decimals, at most 2, that the rows of a column need.
func decimalPlaces[T any](c Column[T], rows []T) int {
	most := 0
	for _, row := range rows {
		if v, ok := c.Value(row).(float64); ok {
			for most < 2 && math.Abs(v*math.Pow10(most)-math.Round(v*math.Pow10(most))) > 1e-9 {
				most++
			}
		}
	}
	return most
}

func cellOf[T any](ctx context.Context, c Column[T], row T, s shape) tableCell {
	cell := tableCell{Num: s.num, Label: c.Label}
	if c.Cell != nil {
		cell.View = c.Cell(row)
		return cell
	}
	value := c.Value(row)
	if lamp, ok := value.(Lamp); ok && lamp.Word != "" {
		cell.View = LampView(lamp)
		return cell
	}
	cell.Text = Text(ctx, value)
	if v, ok := value.(float64); ok {
		cell.Text = i18n.Fixed(ctx, v, s.places)
	}
	return cell
}

func headOf(key, label, help string, num bool, sort string) head {
	h := head{Key: key, Label: label, Help: help, Num: num, Next: key}
	switch sort {
	case key:
		h.Order, h.Next = "ascending", "-"+key
	case "-" + key:
		h.Order = "descending"
	}
	return h
}

// shown is the columns to show: those chosen, else those not hidden. The first
// is always there.
func (t Table[T]) shown(chosen []string) []Column[T] {
	var columns []Column[T]
	for i, c := range t.Columns {
		if i == 0 || (len(chosen) == 0 && !c.Hidden) || slices.Contains(chosen, c.Key) {
			columns = append(columns, c)
		}
	}
	return columns
}

// isNumeric tells whether a column holds figures, which stand right: the first
// rows decide.
func (t Table[T]) isNumeric(c Column[T]) bool {
	for _, row := range t.Rows[:min(20, len(t.Rows))] {
		switch c.Value(row).(type) {
		case int, int64, float64:
			return true
		case nil:
		default:
			return false
		}
	}
	return false
}

// countChips counts how many rows each chip would find, the search and the other
// filters staying as they are.
func (t Table[T]) countChips(ctx context.Context, want query) []chips {
	if len(t.Filters) == 0 {
		return nil
	}
	searched := t
	searched.Filters = nil
	rows := searched.findRows(ctx, query{search: want.search})
	var all []chips
	for i, f := range t.Filters {
		others := t
		others.Filters = slices.Delete(slices.Clone(t.Filters), i, i+1)
		picked := f.known(want.picked[f.Key])
		group := chips{Key: f.Key, Label: f.Label}
		for _, o := range f.Options {
			n := 0
			for _, row := range rows {
				if f.Match(row, o.Value) && others.matches(row, want) {
					n++
				}
			}
			group.Options = append(group.Options, chip{Value: o.Value, Text: o.Text, Count: n, On: slices.Contains(picked, o.Value)})
		}
		all = append(all, group)
	}
	return all
}

// magnitudeOf is a figure, a time or yes/no as a number; false for anything else
// and for what is absent.
func magnitudeOf(v any) (float64, bool) {
	switch x := v.(type) {
	case int:
		return float64(x), true
	case int64:
		return float64(x), true
	case float64:
		return x, x == x
	case bool:
		if x {
			return 1, true
		}
		return 0, true
	case time.Time:
		return float64(x.UnixMilli()), !x.IsZero()
	case worktime.Time:
		return float64(x), x != worktime.None
	case worktime.Day:
		return float64(x), true
	}
	return 0, false
}

// address is this table's address on another page or in another order.
func (v tableModel) address(ctx context.Context, pairs ...string) string {
	return From(ctx).Address(pairs...)
}

// pageNumbers is the page numbers to offer: the first, the last, and some around the
// current; 0 stands for a gap.
func (v tableModel) pageNumbers() []int {
	var pages []int
	last := 0
	for p := 1; p <= v.Pages; p++ {
		if p != 1 && p != v.Pages && (p < v.Page-2 || p > v.Page+2) {
			continue
		}
		if p > last+1 {
			pages = append(pages, 0)
		}
		pages = append(pages, p)
		last = p
	}
	return pages
}

// foreign tells whether a parameter of the address is not the table's own, and
// so stays as it is when the reader asks for other rows.
func (v tableModel) foreign(name string) bool {
	own := slices.Contains([]string{"q", "sort", "page", "col", "format", "lang"}, name)
	return !own && !slices.ContainsFunc(v.Filters, func(c chips) bool { return c.Key == name })
}

func (v tableModel) has(column string) bool {
	return slices.ContainsFunc(v.Heads, func(h head) bool { return h.Key == column })
}

func numClass(num bool) string {
	if num {
		return "num"
	}
	return ""
}

func firstAndLast(v tableModel) (first, last int) {
	if v.Found == 0 {
		return 0, 0
	}
	first = (v.Page-1)*PageSize + 1
	return first, min(first+PageSize-1, v.Found)
}
