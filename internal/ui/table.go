package ui

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
)

// lastPage bounds the page that an address asks for: no list is so long.
const lastPage = 1_000_000

// PageSize is how many rows a page of a table shows.
const PageSize = 50

// Table is a list that people search, filter, sort, page through and take home
// as Excel. Fill it with all rows that the reader may see, or for a list that may
// grow beyond a few thousand give it their Source, and call Serve; what the reader
// wants is in the address.
type Table[T any] struct {
	ID      string      // of the element, and the Excel file's name when Name is empty
	Name    string      // translated: the caption, the Excel sheet and file
	Columns []Column[T] // the first one names the row and carries its link
	Filters []Filter[T]
	Rows    []T
	Source  Source[T]      // instead of Rows
	Href    func(T) string // where a row leads; nil: nowhere
	Sort    string         // the order before the reader chooses one: "finish", "-float"
	Empty   Nothing        // when there is no row at all
	Search  func(T) string // more words that find a row, beside its texts; may be nil
}

// Column is one property of the rows.
type Column[T any] struct {
	Key    string                  // in the address
	Label  string                  // translated
	Value  func(T) any             // what Text knows: for sorting, searching, Excel
	Cell   func(T) templ.Component // how it looks; nil: Text(Value)
	Hidden bool                    // shown only when chosen
	Help   string                  // its definition
	Less   func(a, b T) bool       // an order of its own, such as the weight of lamps
	// Unsorted columns cannot be sorted by: their source has no such order.
	Unsorted bool
}

// Filter narrows a table by chips.
type Filter[T any] struct {
	Key     string
	Label   string
	Options []Choice
	Match   func(row T, value string) bool
}

// query is what the reader wants to see.
type query struct {
	search string
	sort   string
	page   int
	cols   []string
	picked map[string][]string
}

func readQuery(q url.Values, fallback string) query {
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	page = min(page, lastPage)
	want := query{search: strings.TrimSpace(q.Get("q")), sort: q.Get("sort"), page: page, cols: q["col"], picked: q}
	if want.sort == "" {
		want.sort = fallback
	}
	return want
}

// Serve answers with the page around the table, with the table alone when
// htmx asks for it, or with an Excel file at ?format=xlsx.
func (t Table[T]) Serve(w http.ResponseWriter, r *http.Request, page func(table templ.Component) templ.Component) error {
	if t.Source != nil {
		return t.servePaged(w, r, page)
	}
	ctx := r.Context()
	want := readQuery(r.URL.Query(), t.Sort)
	rows := t.findRows(ctx, want)
	if r.URL.Query().Get("format") == "xlsx" {
		return t.sendExcel(ctx, w, want, func(f func(T) error) error { return eachOf(rows, f) })
	}
	return t.answer(w, r, t.viewModel(ctx, rows, want), page)
}

func eachOf[T any](rows []T, f func(T) error) error {
	for _, row := range rows {
		if err := f(row); err != nil {
			return err
		}
	}
	return nil
}

// answer sends the page around the table, or the table alone.
func (t Table[T]) answer(w http.ResponseWriter, r *http.Request, v tableModel, page func(table templ.Component) templ.Component) error {
	ctx, view := r.Context(), tableView(v)
	if From(ctx).Fragment != t.ID {
		view = page(view)
	}
	var out bytes.Buffer
	if err := view.Render(ctx, &out); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := out.WriteTo(w)
	return err
}

// View is the table as it stands in a page that has several: all rows, without
// search and pages, not bound to the address.
func (t Table[T]) View(ctx context.Context) templ.Component {
	want := query{sort: t.Sort, page: 1}
	v := t.writeOut(ctx, t.findRows(ctx, want), want)
	v.Static = true
	return tableView(v)
}

// findRows is the rows that the reader wants, in order.
func (t Table[T]) findRows(ctx context.Context, want query) []T {
	words := strings.Fields(strings.ToLower(want.search))
	rows := make([]T, 0, len(t.Rows))
	for _, row := range t.Rows {
		if t.matches(row, want) && (len(words) == 0 || t.matchesWords(ctx, row, words)) {
			rows = append(rows, row)
		}
	}
	t.orderRows(ctx, rows, want.sort)
	return rows
}

// matches tells whether the row passes every filter; chips of one filter add.
func (t Table[T]) matches(row T, want query) bool {
	for _, f := range t.Filters {
		picked := f.known(want.picked[f.Key])
		if len(picked) > 0 && !slices.ContainsFunc(picked, func(v string) bool { return f.Match(row, v) }) {
			return false
		}
	}
	return true
}

func (f Filter[T]) known(values []string) []string {
	var known []string
	for _, v := range values {
		if slices.ContainsFunc(f.Options, func(c Choice) bool { return c.Value == v }) {
			known = append(known, v)
		}
	}
	return known
}

// matchesWords tells whether every word occurs in the row.
func (t Table[T]) matchesWords(ctx context.Context, row T, words []string) bool {
	var text strings.Builder
	for _, c := range t.Columns {
		text.WriteString(Text(ctx, c.Value(row)))
		text.WriteByte('\n')
	}
	if t.Search != nil {
		text.WriteString(t.Search(row))
	}
	all := strings.ToLower(text.String())
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(all, w) })
}

// orderRows sorts by the column that sort names, "-" before it for the reverse.
func (t Table[T]) orderRows(ctx context.Context, rows []T, sort string) {
	key, down := strings.CutPrefix(sort, "-")
	i := slices.IndexFunc(t.Columns, func(c Column[T]) bool { return c.Key == key })
	if key == "" || i < 0 {
		return
	}
	column := t.Columns[i]
	if column.Less != nil {
		slices.SortStableFunc(rows, func(a, b T) int { return sign(column.Less(a, b), column.Less(b, a), down) })
		return
	}
	sortValues(ctx, rows, column.Value, down)
}

func sign(less, more, down bool) int {
	switch {
	case less == more:
		return 0
	case less != down:
		return -1
	}
	return 1
}

// sortValues puts absent values last either way.
func sortValues[T any](ctx context.Context, rows []T, value func(T) any, down bool) {
	var absent, numbers, texts []T
	for _, row := range rows {
		v := value(row)
		switch _, isNumber := magnitudeOf(v); {
		case isNumber:
			numbers = append(numbers, row)
		case Text(ctx, v) == "":
			absent = append(absent, row)
		default:
			texts = append(texts, row)
		}
	}
	slices.SortStableFunc(numbers, func(a, b T) int {
		x, _ := magnitudeOf(value(a))
		y, _ := magnitudeOf(value(b))
		return sign(x < y, y < x, down)
	})
	i18n.Sort(ctx, texts, func(row T) string { return Text(ctx, value(row)) })
	if down {
		slices.Reverse(texts)
	}
	copy(rows, slices.Concat(numbers, texts, absent))
}
