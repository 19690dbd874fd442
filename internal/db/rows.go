package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// The values of one INSERT. SQLite looks each $n up in a list when it prepares a
// statement, so its cost grows with their square; PostgreSQL counts the way to
// the server.
var maxValues = map[Engine]int{SQLite: 2000, Postgres: 4000}

// maxWaiting bounds the bytes of rows that wait to be written.
const maxWaiting = 1 << 20

// row is one that waits to be written.
type row struct {
	kindOfRow
	values  []any
	missing error // of Change
}

// kindOfRow is what rows that go into one statement have in common.
type kindOfRow struct {
	table, columns string // "a, b, c"
	key            string // columns that tell which row is overwritten; empty for a new one
	change         string // statement of Change: one for each row
}

// Add inserts a row, one value to each of the columns, which are separated by
// commas. In a unit of work it waits for the rows of the other units, and all are
// written together, table by table, before the next other statement or the commit.
// An error of such a row therefore comes later: all who share the transaction run
// again, and then this one gets the error from Add itself, as outside of a unit.
func (t *Tx) Add(ctx context.Context, table, columns string, values ...any) error {
	return t.put(ctx, row{kindOfRow: kindOfRow{table: table, columns: columns}, values: values})
}

// Set is Add, but overwrites the row that has the same values in the columns of
// key, which are the first of columns and a unique key of the table. Of several
// that wait the last one counts.
func (t *Tx) Set(ctx context.Context, table, key, columns string, values ...any) error {
	return t.put(ctx, row{kindOfRow: kindOfRow{table: table, columns: columns, key: key}, values: values})
}

// Change runs a statement that changes rows which are there; it waits as the rows
// of Add do. When it finds none the error is missing, which comes as those of Add;
// nil: that is no error.
func (t *Tx) Change(ctx context.Context, missing error, query string, values ...any) error {
	return t.put(ctx, row{kindOfRow: kindOfRow{change: query}, values: values, missing: missing})
}

func (t *Tx) put(ctx context.Context, r row) error {
	if t.b == nil || t.b.alone && !t.b.closing {
		return Kind(r.runAtOnce(ctx, t.Engine(), t))
	}
	if err := checkStorable(r.values); err != nil {
		return err
	}
	return Kind(t.b.addRow(t.hold(ctx), r))
}

// runAtOnce writes the row at once.
func (r row) runAtOnce(ctx context.Context, engine Engine, q Querier) error {
	result, err := q.ExecContext(ctx, r.statementText(engine, len(r.values), 1), r.values...)
	if err != nil || r.missing == nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = r.missing
	}
	return err
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
		if _, err := tx.ExecContext(ctx, kindOfRow{table: table, columns: columns}.statementText(tx.Engine(), width, size), args...); err != nil {
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

func (k kindOfRow) statementText(engine Engine, width, rows int) string {
	if k.change != "" {
		return k.change
	}
	var b strings.Builder
	b.WriteString("INSERT INTO " + k.table + " (" + k.columns + ") VALUES ")
	for r := range rows {
		sep := "("
		if r > 0 {
			sep = ",("
		}
		for c := range width {
			b.WriteString(sep)
			if engine == SQLite {
				b.WriteByte('?')
			} else {
				b.WriteString("$" + strconv.Itoa(r*width+c+1))
			}
			sep = ","
		}
		b.WriteByte(')')
	}
	if k.key != "" {
		b.WriteString(" ON CONFLICT (" + k.key + ") DO UPDATE SET ")
		for i, c := range strings.Split(k.columns, ", ")[k.keys():] {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(c + " = excluded." + c)
		}
	}
	return b.String()
}

// keys is how many columns the key has.
func (k kindOfRow) keys() int {
	if k.key == "" {
		return 0
	}
	return strings.Count(k.key, ",") + 1
}

func (b *batch) addRow(ctx context.Context, r row) error {
	if b.broken != nil {
		return b.broken
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
	if b.waiting > maxWaiting && !b.closing {
		return b.readyForStatement(ctx, true)
	}
	return nil
}

// writeRows brings the rows up to a place into the database: those of a kind
// together, in the order in which the kinds were first named.
func (b *batch) writeRows(ctx context.Context, upto int) error {
	if b.written == upto {
		return nil
	}
	var kinds []kindOfRow
	rows := map[kindOfRow][]row{}
	for _, r := range b.rows[b.written:upto] {
		if rows[r.kindOfRow] == nil {
			kinds = append(kinds, r.kindOfRow)
		}
		rows[r.kindOfRow] = append(rows[r.kindOfRow], r)
	}
	var all []row
	for _, k := range kinds {
		all = append(all, b.mergeRows(k, lastOf(k, rows[k]))...)
	}
	if err := b.sendRows(ctx, all); err != nil {
		b.broken = errAgain{err}
		return b.broken
	}
	b.written, b.waiting = upto, 0
	return nil
}

// mergeRows makes few rows of many: each has the values of several.
func (b *batch) mergeRows(k kindOfRow, rows []row) (few []row) {
	if k.change != "" {
		return rows
	}
	width := len(rows[0].values)
	for len(rows) > 0 {
		size := chunk(b.tx.d.engine, width, len(rows))
		values := make([]any, 0, size*width)
		for _, r := range rows[:size] {
			values = append(values, r.values...)
		}
		few = append(few, row{kindOfRow: kindOfRow{change: k.statementText(b.tx.d.engine, width, size)}, values: values})
		rows = rows[size:]
	}
	return few
}

// sendRows runs the statements, on PostgreSQL with one way to the server for all.
func (b *batch) sendRows(ctx context.Context, all []row) error {
	if b.tx.d.engine == Postgres {
		return pgConn(b.tx.conn, func(conn *pgx.Conn) error { return sendPostgres(ctx, conn, all) })
	}
	for _, r := range all {
		if err := r.runAtOnce(ctx, b.tx.d.engine, b.tx.Tx); err != nil {
			return err
		}
	}
	return nil
}

func sendPostgres(ctx context.Context, conn *pgx.Conn, all []row) error {
	together := &pgx.Batch{}
	for _, r := range all {
		values := make([]any, len(r.values))
		for i, v := range r.values { // as database/sql does: pgx by itself sees another type's number in a driver.Valuer
			plain, err := driver.DefaultParameterConverter.ConvertValue(v)
			if err != nil {
				return err
			}
			values[i] = plain
		}
		together.Queue(r.change, values...)
	}
	results := conn.SendBatch(ctx, together)
	for _, r := range all {
		tag, err := results.Exec()
		if err == nil && r.missing != nil && tag.RowsAffected() == 0 {
			err = r.missing
		}
		if err != nil {
			return errors.Join(err, results.Close())
		}
	}
	return results.Close()
}

// lastOf drops the rows that a later one overwrites.
func lastOf(k kindOfRow, rows []row) []row {
	if k.key == "" {
		return rows
	}
	at, last := map[string]int{}, rows[:0]
	for _, r := range rows {
		name := fmt.Sprintf("%#v", r.values[:k.keys()])
		i, known := at[name]
		if !known {
			i = len(last)
			at[name], last = i, append(last, r)
		}
		last[i] = r
	}
	return last
}
