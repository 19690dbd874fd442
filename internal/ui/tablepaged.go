package ui

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/listing"
)

// Source answers a table from where the rows are kept, a page at a time: for lists
// that do not end. Words, chips and the order mean what they mean in a table with Rows,
// but that a word is sought in what the source calls the text of a row.
type Source[T any] interface {
	Page(ctx context.Context, a listing.Asked) (listing.Found[T], error)
	// Each hands over every row that matches, in order: for Excel.
	Each(ctx context.Context, a listing.Asked, f func(T) error) error
}

// asked is what the reader wants of a source.
func (t Table[T]) asked(want query) listing.Asked {
	a := listing.Asked{Words: strings.Fields(strings.ToLower(want.search)), Most: PageSize}
	a.From = min((want.page-1)*PageSize, listing.Counted-PageSize)
	key, down := strings.CutPrefix(want.sort, "-")
	if slices.ContainsFunc(t.Columns, func(c Column[T]) bool { return c.Key == key && !c.Unsorted }) {
		a.Sort, a.Descending = key, down
	}
	for _, f := range t.Filters {
		if picked := f.known(want.picked[f.Key]); len(picked) > 0 {
			if a.Chosen == nil {
				a.Chosen = map[string][]string{}
			}
			a.Chosen[f.Key] = picked
		}
	}
	return a
}

// servePaged is Serve of a table with a source.
func (t Table[T]) servePaged(w http.ResponseWriter, r *http.Request, page func(table templ.Component) templ.Component) error {
	ctx := r.Context()
	want := readQuery(r.URL.Query(), t.Sort)
	a := t.asked(want)
	if r.URL.Query().Get("format") == "xlsx" {
		return t.sendExcel(ctx, w, want, func(f func(T) error) error { return t.Source.Each(ctx, a, f) })
	}
	found, err := t.Source.Page(ctx, a)
	if pages := pagesOf(found.Match.N); err == nil && len(found.Rows) == 0 && found.Match.N > 0 {
		want.page = pages // the address asks for a page behind the last
		found, err = t.Source.Page(ctx, t.asked(want))
	}
	if err != nil {
		return err
	}
	return t.answer(w, r, t.pagedModel(ctx, found, want), page)
}

func pagesOf(rows int) int { return max(1, (rows+PageSize-1)/PageSize) }

func (t Table[T]) pagedModel(ctx context.Context, found listing.Found[T], want query) tableModel {
	t.Rows = found.Rows
	v := t.writeOut(ctx, found.Rows, want)
	v.Total, v.TotalMore, v.Found, v.FoundMore = found.All.N, found.All.More, found.Match.N, found.Match.More
	v.Pages = pagesOf(found.Match.N)
	v.Page = min(want.page, v.Pages)
	v.Search, v.Sort = want.search, want.sort
	v.Narrowed = t.asked(want).Narrowed()
	for _, f := range t.Filters {
		picked, group := f.known(want.picked[f.Key]), chips{Key: f.Key, Label: f.Label}
		counts := found.Chips[f.Key]
		for _, o := range f.Options {
			c := chip{Value: o.Value, Text: o.Text, Count: counts[o.Value].N, On: slices.Contains(picked, o.Value), Uncounted: counts == nil}
			group.Options = append(group.Options, c)
		}
		v.Filters = append(v.Filters, group)
	}
	return v
}

// countText is a number of rows, "10,000+" where there are more.
func countText(ctx context.Context, n int, more bool) string {
	if more {
		return i18n.Number(ctx, n) + "+"
	}
	return i18n.Number(ctx, n)
}
