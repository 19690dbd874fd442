package db

import (
	"context"
	"math/bits"
	"strconv"
	"strings"
)

// The values of one INSERT. SQLite looks each $n up in a list when it prepares a
// statement, so its cost grows with their square; PostgreSQL counts the way to
// the server.
var maxValues = map[Engine]int{SQLite: 240, Postgres: 4000}

// maxWaiting bounds the bytes of rows that wait to be written.
const maxWaiting = 1 << 20

// row is one that waits to be written.
type row struct {
	table, columns string // "a, b, c"
	values         []any
}

// Add inserts a row, one value to each of the columns, which are separated by
// commas. In a unit of work it waits for the rows of the other units, and all are
// written together, table by table, before the next other statement or the commit.
// An error of such a row therefore comes later: all who share the transaction run
// again, and then this one gets the error from Add itself, as outside of a unit.
func (t *Tx) Add(ctx context.Context, table, columns string, values ...any) error {
	if t.b == nil {
		_, err := t.ExecContext(ctx, insertText(table, columns, len(values), 1), values...)
		return Kind(err)
	}
	return Kind(t.b.add(t.hold(ctx), row{table, columns, values}))
}

// Insert writes n rows, many to a statement; values appends the i-th row's
// columns to args.
func Insert(ctx context.Context, tx *Tx, table, columns string, n int, values func(args []any, i int) []any) error {
	width := strings.Count(columns, ",") + 1
	var args []any
	for from := 0; from < n; {
		size := chunk(tx.Engine(), width, n-from)
		args = args[:0]
		for i := from; i < from+size; i++ {
			args = values(args, i)
		}
		if _, err := tx.ExecContext(ctx, insertText(table, columns, width, size), args...); err != nil {
			return Kind(err)
		}
		from += size
	}
	return nil
}

// chunk is how many of n rows go into the next statement: a power of two, so
// that few different statements have to be prepared.
func chunk(engine Engine, width, n int) int {
	n = min(n, max(maxValues[engine]/width, 1))
	return 1 << (bits.Len(uint(n)) - 1)
}

func insertText(table, columns string, width, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + columns + ") VALUES ")
	for r := range rows {
		sep := "("
		if r > 0 {
			sep = ",("
		}
		for c := range width {
			b.WriteString(sep + "$" + strconv.Itoa(r*width+c+1))
			sep = ","
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (b *batch) add(ctx context.Context, r row) error {
	if b.broken != nil {
		return b.broken
	}
	if b.alone {
		_, err := b.tx.ExecContext(ctx, insertText(r.table, r.columns, len(r.values), 1), r.values...)
		return err
	}
	b.rows = append(b.rows, r)
	for _, v := range r.values {
		switch v := v.(type) {
		case string:
			b.waiting += len(v)
		case []byte:
			b.waiting += len(v)
		default:
			b.waiting += 8
		}
	}
	if b.waiting > maxWaiting {
		return b.ready(ctx, true)
	}
	return nil
}

// write brings the rows up to a place into the database: those of a table
// together, the tables in the order in which they were first named.
func (b *batch) write(ctx context.Context, upto int) error {
	due := b.rows[b.written:upto]
	if len(due) == 0 {
		return nil
	}
	for len(due) > 0 {
		first := due[0]
		var same, rest []row
		for _, r := range due {
			if r.table == first.table && r.columns == first.columns {
				same = append(same, r)
			} else {
				rest = append(rest, r)
			}
		}
		if err := b.writeTable(ctx, same); err != nil {
			b.broken = errAgain{err}
			return b.broken
		}
		due = rest
	}
	b.written, b.waiting = upto, 0
	return nil
}

func (b *batch) writeTable(ctx context.Context, rows []row) error {
	width := len(rows[0].values)
	for len(rows) > 0 {
		size := chunk(b.tx.d.engine, width, len(rows))
		var args []any
		for _, r := range rows[:size] {
			args = append(args, r.values...)
		}
		if _, err := b.tx.Tx.ExecContext(ctx, insertText(rows[0].table, rows[0].columns, width, size), args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}
