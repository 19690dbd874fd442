package db

import (
	"context"

	"fugong/internal/fault"

	"github.com/georgysavva/scany/v2/sqlscan"
)

// Select reads every row into dst, a pointer to a slice of structs (columns by
// `db` tag) or of plain values.
func Select(ctx context.Context, q Querier, dst any, query string, args ...any) error {
	return Kind(sqlscan.Select(ctx, q, dst, query, args...))
}

// Get reads exactly one row into dst, a pointer to a struct or plain value.
// It returns NotFound "db.not_found" when there is none.
func Get(ctx context.Context, q Querier, dst any, query string, args ...any) error {
	err := sqlscan.Get(ctx, q, dst, query, args...)
	if sqlscan.NotFound(err) {
		return fault.New(fault.NotFound, "db.not_found")
	}
	return Kind(err)
}

// Exec runs a statement that returns no rows, and counts the rows it changed.
func Exec(ctx context.Context, q Querier, query string, args ...any) (rows int64, err error) {
	result, err := q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, Kind(err)
	}
	rows, err = result.RowsAffected()
	return rows, Kind(err)
}
