package db

import (
	"context"
	"database/sql"
	"errors"

	"fugong/internal/fault"
	"fugong/internal/unit"
)

// work is a unit of work: that of one request as one transaction, which it may share with
// the units of other requests that wait at the same time (see batch).
type work struct {
	d       *DB
	b       *batch // nil until the first transaction
	over    bool
	own     *scope   // what is undone when the unit fails
	spoiled error    // of a single statement, after which PostgreSQL does no more
	early   []func() // asked for before the first transaction
	finally []func()
	gone    func() // tells the lane that the unit has come, or will not
	again   bool   // the work is to be run again, alone at fault or not
	try     int
}

// errAgain wraps a failure after which the units of a batch are run again.
type errAgain struct{ error }

func (e errAgain) Unwrap() error { return e.error }

// Unit runs f as one unit of work: the first Tx that f begins begins a
// transaction, later ones and single statements join it, and all is committed
// when f returns nil. What f reads through d before the first Tx is read
// outside of the transaction; after it, inside. Units that wait at the same
// time share one durable commit; one that fails takes nothing of the others
// with it.
//
// f is run again when another transaction was in the way, so it must be
// repeatable, as f of Tx. It must not wait for another unit once it has begun.
// A Unit inside another is part of it.
//
// Errors: those of f and of Tx.
func (d *DB) Unit(ctx context.Context, f func(ctx context.Context) error) error {
	if unitOf(ctx, d) != nil || ctx.Value(txKey{}) == d {
		return f(ctx)
	}
	for n := range attempts {
		u := &work{d: d, try: n}
		err := u.runUnit(ctx, f)
		if !u.again || n+1 == attempts {
			var last errAgain
			if errors.As(err, &last) {
				err = last.error
			}
			return Kind(err)
		}
		if err := pauseBeforeTry(ctx, n); err != nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, "db.contended")
}

func (u *work) runUnit(ctx context.Context, f func(ctx context.Context) error) (err error) {
	left := false
	u.gone = u.d.lane.countNearing()
	defer func() {
		u.gone()
		if !left { // f panicked
			u.leaveUnit(false)
		}
		u.finish()
	}()
	err = f(unit.With(ctx, u))
	left = true
	if err == nil {
		err = u.spoiled
	}
	if ended := u.leaveUnit(err == nil && !u.again); ended != nil {
		u.again = u.again || worthAnotherTry(ended, u.try)
		return ended
	}
	return err
}

// finish does what is due when the unit is over.
func (u *work) finish() {
	for _, f := range u.finally {
		f()
	}
}

// leaveUnit ends the unit's part of its batch, and waits until the batch is
// committed. The error is the batch's.
func (u *work) leaveUnit(good bool) error {
	u.over = true
	if u.b != nil {
		u.again = u.again || u.b.broken != nil // perhaps by what another unit did
		u.b.after = append(u.b.after, u.early...)
		return u.b.leaveBatch(u, good)
	}
	if good {
		for _, f := range u.early {
			f()
		}
	}
	return nil
}

// joinTx runs f in the unit's transaction: what a failed f wrote is undone, and
// the unit may go on.
func (u *work) joinTx(ctx context.Context, f func(ctx context.Context, tx *Tx) error) error {
	if err := u.beginUnit(ctx); err != nil {
		return err
	}
	b := u.b
	ctx = context.WithValue(context.WithoutCancel(ctx), txKey{}, u.d)
	part := b.enter()
	err := f(ctx, b.tx)
	if err == nil {
		b.finish(ctx, part)
		return b.broken
	}
	undone := b.undoScope(part)
	switch {
	case b.broken != nil, part.whole, undone != nil, worthAnotherTry(err, 2), lost(err): // the whole transaction is lost
		b.broken = errAgain{err}
		u.again = true
	case worthAnotherTry(err, u.try): // perhaps a serialisation failure in disguise: this unit alone tries again
		u.again = true
	}
	return err
}

// execStatement runs one statement in the unit's transaction. When it fails the unit
// cannot be committed on PostgreSQL.
func (u *work) execStatement(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := u.beginUnit(ctx); err != nil {
		return nil, err
	}
	result, err := u.b.tx.ExecContext(ctx, query, args...)
	if err != nil && u.d.engine == Postgres {
		u.spoiled = err
		u.again = u.again || worthAnotherTry(err, u.try)
		if worthAnotherTry(err, 2) || lost(err) {
			u.b.broken = errAgain{err}
		}
	}
	return result, err
}

// Begin begins the transaction of the unit that ctx is in, so that what is read
// from here on is what stands until the commit; false outside of a unit.
func (d *DB) Begin(ctx context.Context) (bool, error) {
	u := unitOf(ctx, d)
	if u == nil {
		return false, nil
	}
	return true, Kind(u.beginUnit(ctx))
}

// beginUnit brings the unit into a batch.
func (u *work) beginUnit(ctx context.Context) error {
	if u.b != nil {
		return u.b.broken
	}
	b, err := u.d.lane.boardBatch(ctx, u.d, u.gone)
	if err != nil {
		return err
	}
	u.b, u.own = b, b.enter()
	u.own.whole = b.members == 0
	b.alone = u.try > 0
	return nil
}

// unitOf is the unit of d that ctx is in; nil for none.
func unitOf(ctx context.Context, d *DB) *work {
	u, _ := unit.Of(ctx).(*work)
	if u == nil || u.d != d {
		return nil
	}
	return u
}

// within is the transaction of the unit that ctx is in; nil outside of a unit,
// and before its first Tx.
func (d *DB) within(ctx context.Context) *Tx {
	if u := unitOf(ctx, d); u != nil && u.b != nil {
		return u.b.tx
	}
	return nil
}

// State is where the unit stands.
func (u *work) State() unit.State {
	return unit.State{Begun: u.b != nil, Retried: u.try > 0, Over: u.over}
}

// AfterCommit runs f right after the commit.
func (u *work) AfterCommit(f func()) {
	if u.b == nil {
		u.early = append(u.early, f)
		return
	}
	u.b.after = append(u.b.after, f)
}

// Waits tells the lane that the unit waits for others.
func (u *work) Waits() {
	if u.gone != nil {
		u.gone()
	}
}

// Finally runs f when the unit is over.
func (u *work) Finally(f func()) { u.finally = append(u.finally, f) }

// Keep remembers a value for the batch.
func (u *work) Keep(key, value any) {
	if u.b == nil {
		return
	}
	old, had := u.b.kept[key]
	u.b.journal = append(u.b.journal, former{key, old, had})
	u.b.kept[key] = value
}

// Kept is what Keep remembered.
func (u *work) Kept(key any) any {
	if u.b == nil {
		return nil
	}
	return u.b.kept[key]
}

// stuck tells whether a transaction of ctx would wait for a unit that waits for it.
func stuck(ctx context.Context) bool {
	u := unit.LeftBy(ctx)
	return u != nil && u.State().Begun && !u.State().Over
}

// beginShared begins a transaction that no request's end cuts off.
func (d *DB) beginShared(ctx context.Context) (*Tx, error) {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var opts *sql.TxOptions
	if d.engine == Postgres {
		opts = &sql.TxOptions{Isolation: sql.LevelSerializable}
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), opts)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &Tx{Tx: tx, d: d, conn: conn}, nil
}
