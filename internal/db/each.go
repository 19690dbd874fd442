package db

import (
	"context"
)

// Row is one row of an answer, to be scanned.
type Row interface{ Scan(dst ...any) error }

// Each runs a query and hands its rows to scan one by one; it ends at the first
// error.
func Each(ctx context.Context, q Querier, scan func(Row) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return Kind(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return Kind(err)
		}
	}
	return Kind(rows.Err())
}
