package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"fugong/internal/fault"
)

// attempts bounds how often a transaction is run again after a serialisation
// failure. With 30 writers on one row fewer than ten were needed.
const attempts = 24

// Tx is a transaction. It is a Querier.
type Tx struct {
	*sql.Tx
	d    *DB
	conn *sql.Conn
	b    *batch // whose transaction it is: the end of one request does not cut it off; nil for none
}

// Engine is the program behind the transaction.
func (t *Tx) Engine() Engine { return t.d.engine }

// Lend lends the transaction to a library.
func (t *Tx) Lend(ctx context.Context, f func(*sql.Tx) error) error {
	if err := t.ready(ctx, true); err != nil {
		return err
	}
	return f(t.Tx)
}

// ready lets what waits go first; see batch.ready.
func (t *Tx) ready(ctx context.Context, changes bool) error {
	if t.b == nil {
		return nil
	}
	return t.b.readyForStatement(t.hold(ctx), changes)
}

// ExecContext runs a statement.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := checkStorable(args); err != nil {
		return nil, err
	}
	if err := t.ready(ctx, true); err != nil {
		return nil, err
	}
	return t.Tx.ExecContext(t.hold(ctx), query, args...)
}

// QueryContext reads rows.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := checkStorable(args); err != nil {
		return nil, err
	}
	if err := t.ready(ctx, !onlyReads(query)); err != nil {
		return nil, err
	}
	return t.Tx.QueryContext(t.hold(ctx), query, args...)
}

// QueryRowContext reads one row.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = t.ready(ctx, !onlyReads(query)) // a failure stays in the batch, which is then not committed
	return t.Tx.QueryRowContext(t.hold(ctx), query, args...)
}

// PrepareContext prepares a statement.
func (t *Tx) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := t.ready(ctx, true); err != nil {
		return nil, err
	}
	return t.Tx.PrepareContext(t.hold(ctx), query)
}

// onlyReads tells a statement that changes nothing by its first word.
func onlyReads(query string) bool { return strings.HasPrefix(strings.TrimSpace(query), "SELECT") }

// hold keeps a reader who goes away from ending a transaction that others
// share: a driver closes the connection of a statement that is cancelled.
func (t *Tx) hold(ctx context.Context) context.Context {
	if t.b != nil {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

type txKey struct{}

// Tx runs f in a serialisable transaction and commits when f returns nil. Within
// a Unit it joins the unit's transaction, which is committed at the unit's end.
// On PostgreSQL f runs again when another transaction was in the way, so it
// must be repeatable: no sends, no counters outside, results assigned anew.
// A transaction inside another is refused; pass the Tx down instead.
//
// Errors: what f returns; Unavailable "db.contended" when the retries are used
// up, and the kinds of Kind.
func (d *DB) Tx(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if ctx.Value(txKey{}) == d {
		return fault.New(fault.Internal, "db.nested")
	}
	if u := unitOf(ctx, d); u != nil {
		return Kind(u.joinTx(ctx, f))
	}
	if stuck(ctx) {
		return fault.New(fault.Internal, "db.nested")
	}
	ctx = context.WithValue(ctx, txKey{}, d)
	for n := range attempts {
		err := d.runOnce(ctx, f)
		if err == nil || !worthAnotherTry(err, n) {
			return Kind(err)
		}
		if err := pauseBeforeTry(ctx, n); err != nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, "db.contended")
}

func (d *DB) runOnce(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var opts *sql.TxOptions // SQLite's driver begins immediate by _txlock
	if d.engine == Postgres {
		opts = &sql.TxOptions{Isolation: sql.LevelSerializable}
	}
	tx, err := conn.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback() // no effect after Commit; runs when f panics
	if err := f(ctx, &Tx{Tx: tx, d: d, conn: conn}); err != nil {
		return err
	}
	return tx.Commit()
}

// pauseBeforeTry waits before try n+1: doubling from 1 ms to 64 ms, half of it chance.
func pauseBeforeTry(ctx context.Context, n int) error {
	wait := time.Millisecond << min(n, 6)
	wait = wait/2 + rand.N(wait)
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(wait):
		return nil
	}
}

// View runs f on one unchanging state of the database, for reports and copies
// that read many tables. f must not write.
func (d *DB) View(ctx context.Context, f func(ctx context.Context, q Querier) error) error {
	if tx := d.within(ctx); tx != nil {
		return Kind(f(ctx, tx))
	}
	tx, err := d.read.BeginTx(ctx, d.viewOptions())
	if err != nil {
		return Kind(err)
	}
	defer tx.Rollback()
	return Kind(f(ctx, tx))
}

func (d *DB) viewOptions() *sql.TxOptions {
	if d.engine == Postgres {
		return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return nil
}

// worthAnotherTry tells whether try n failed only because another transaction was in the
// way. PostgreSQL may report the loser of two inserts as a duplicate instead of
// a serialisation failure, so a duplicate gets two more tries before it counts.
// https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
func worthAnotherTry(err error, n int) bool {
	if errors.As(err, &errAgain{}) {
		return true
	}
	switch pgCode(err) {
	case "40001", "40P01":
		return true
	case "23505":
		return n < 2
	}
	return false
}
