package db

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fugong/internal/listing"
)

// fewMatches bounds the rows that are sorted by themselves: where more match they lie
// close together in every order, and the order is walked until a page is full.
const fewMatches = 1_000

// farthest is how far a reader may page where more than fewMatches match.
const farthest = 1_000

// Listing is a long list in one table, searched, narrowed, sorted and paged in SQL. For
// each of Sorts there is an index of the columns of the scope, the column and ID; for
// each of Chips one of scope, column and ID; and one of scope, Search and ID, so that
// rows are found in an index alone.
type Listing[T any] struct {
	Table, Columns string
	ID             string            // unique within the scope; the end of every order
	Search         string            // column with all text of a row in lower case
	Sorts          map[string]string // columns by key
	Order          string            // key of the order before the reader chooses one
	Chips          map[string]string // columns by key
	Scan           func(Row) (T, error)
}

// Page reads a page. scope makes the condition that every row must keep.
func (l Listing[T]) Page(ctx context.Context, q Querier, scope func() *Where, a listing.Asked) (found listing.Found[T], err error) {
	if found.All, err = l.count(ctx, q, scope()); err != nil {
		return found, err
	}
	if !a.Narrowed() {
		found.Match = found.All
		if found.Rows, err = l.rows(ctx, q, scope(), a); err != nil {
			return found, err
		}
		found.Chips, err = l.countChips(ctx, q, scope, scope, a)
		return found, err
	}
	ids, err := l.matching(ctx, q, l.narrow(scope(), a, ""))
	if err != nil {
		return found, err
	}
	if len(ids) > fewMatches {
		found.Match = listing.Count{N: fewMatches, More: true}
		a.From = min(a.From, farthest-a.Most)
		found.Rows, err = l.rows(ctx, q, l.narrow(scope(), a, ""), a)
		return found, err
	}
	found.Match.N = len(ids)
	among := func() *Where {
		w := scope()
		w.In(l.ID, ids)
		return w
	}
	if found.Rows, err = l.rows(ctx, q, among(), a); err != nil {
		return found, err
	}
	found.Chips, err = l.countChips(ctx, q, scope, among, a)
	return found, err
}

// Each hands every row that matches to f, in order, as it is read.
func (l Listing[T]) Each(ctx context.Context, q Querier, scope func() *Where, a listing.Asked, f func(T) error) error {
	w := l.narrow(scope(), a, "")
	return Each(ctx, q, func(row Row) error {
		v, err := l.Scan(row)
		if err != nil {
			return err
		}
		return f(v)
	}, "SELECT "+l.Columns+" FROM "+l.Table+w.SQL()+l.order(a), w.Args...)
}

func (l Listing[T]) rows(ctx context.Context, q Querier, w *Where, a listing.Asked) (rows []T, err error) {
	args := append(w.Args, a.Most, max(0, a.From))
	err = Each(ctx, q, func(row Row) error {
		v, err := l.Scan(row)
		rows = append(rows, v)
		return err
	}, fmt.Sprintf("SELECT %s FROM %s%s%s LIMIT $%d OFFSET $%d", l.Columns, l.Table, w.SQL(), l.order(a), len(args)-1, len(args)), args...)
	return rows, err
}

// matching are the ids of the rows that match, one more than few at the most.
func (l Listing[T]) matching(ctx context.Context, q Querier, w *Where) (ids []string, err error) {
	args := append(w.Args, fewMatches+1)
	err = Each(ctx, q, func(row Row) error {
		id := ""
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, fmt.Sprintf("SELECT %s FROM %s%s LIMIT $%d", l.ID, l.Table, w.SQL(), len(args)), args...)
	return ids, err
}

// count counts rows up to listing.Counted.
func (l Listing[T]) count(ctx context.Context, q Querier, w *Where) (listing.Count, error) {
	args, n := append(w.Args, listing.Counted+1), 0
	err := Each(ctx, q, func(row Row) error { return row.Scan(&n) },
		fmt.Sprintf("SELECT COUNT(*) FROM (SELECT 1 FROM %s%s LIMIT $%d) AS counted", l.Table, w.SQL(), len(args)), args...)
	return listing.Count{N: min(n, listing.Counted), More: n > listing.Counted}, err
}

// countChips counts the values that the reader may choose: among the rows that match,
// which among finds again at no cost, but for the chips in which something is chosen.
func (l Listing[T]) countChips(ctx context.Context, q Querier, scope, among func() *Where, a listing.Asked) (map[string]map[string]listing.Count, error) {
	chips := map[string]map[string]listing.Count{}
	for _, key := range slices.Sorted(maps.Keys(l.Chips)) {
		w := among()
		if len(a.Chosen[key]) > 0 {
			w = l.narrow(scope(), a, key)
		}
		values, err := l.values(ctx, q, w, l.Chips[key])
		if err != nil {
			return nil, err
		}
		chips[key] = values
	}
	return chips, nil
}

// values counts rows by the value of a column, among the first that match.
func (l Listing[T]) values(ctx context.Context, q Querier, w *Where, column string) (map[string]listing.Count, error) {
	args, all, values := append(w.Args, listing.Counted+1), 0, map[string]listing.Count{}
	err := Each(ctx, q, func(row Row) error {
		value, n := "", 0
		err := row.Scan(&value, &n)
		values[value] = listing.Count{N: n}
		all += n
		return err
	}, fmt.Sprintf("SELECT v, COUNT(*) FROM (SELECT %s AS v FROM %s%s LIMIT $%d) AS counted GROUP BY v", column, l.Table, w.SQL(), len(args)), args...)
	if all > listing.Counted {
		return nil, err // a part of the rows says nothing of the whole
	}
	return values, err
}

// narrow adds what the reader asks for, but for the choice of one chip.
func (l Listing[T]) narrow(w *Where, a listing.Asked, but string) *Where {
	for _, word := range a.Words {
		w.Like(l.Search, word)
	}
	for _, key := range slices.Sorted(maps.Keys(a.Chosen)) {
		if column := l.Chips[key]; column != "" && key != but {
			w.In(column, a.Chosen[key])
		}
	}
	return w
}

// order is the order that is asked for; what the list does not know is its own.
func (l Listing[T]) order(a listing.Asked) string {
	column, way := l.Sorts[a.Sort], ""
	if column == "" {
		column = l.Sorts[l.Order]
	}
	if a.Descending {
		way = " DESC"
	}
	return " ORDER BY " + strings.Join([]string{column, l.ID}, way+", ") + way
}
