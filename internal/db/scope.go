package db

import (
	"context"
	"slices"
	"strconv"
)

// scope is what is undone together: the part of a unit in its batch, or one Tx of
// it. It needs a savepoint only when it runs statements that change something:
// rows that wait to be written are forgotten.
type scope struct {
	was   place
	mark  string // savepoint; empty for none yet
	whole bool   // what is undone is the whole batch
}

// place is how far a batch has come in memory.
type place struct{ before, after, journal, rows int }

func (b *batch) place() place { return place{len(b.before), len(b.after), len(b.journal), len(b.rows)} }

// enter begins a scope.
func (b *batch) enter() *scope {
	s := &scope{was: b.place(), whole: b.closing}
	b.scopes = append(b.scopes, s)
	return s
}

// finish ends a scope that succeeded. Its savepoint goes: as long as there is one,
// the engine keeps what every page or row was before.
func (b *batch) finish(ctx context.Context, s *scope) {
	b.forget(s)
	if s.mark == "" || b.broken != nil {
		return
	}
	if _, err := b.tx.Tx.ExecContext(ctx, "RELEASE SAVEPOINT "+s.mark); err != nil {
		b.broken = errAgain{err}
	}
}

// forget takes s, and what was left open in it, off the scopes.
func (b *batch) forget(s *scope) {
	if i := slices.Index(b.scopes, s); i >= 0 {
		b.scopes = b.scopes[:i]
	}
}

// undoScope takes back what was done in s and ends it.
func (b *batch) undoScope(s *scope) error {
	b.forget(s)
	b.goBack(s.was)
	if s.mark == "" {
		return nil
	}
	ctx := context.Background()
	if _, err := b.tx.Tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT "+s.mark); err != nil {
		return err
	}
	_, err := b.tx.Tx.ExecContext(ctx, "RELEASE SAVEPOINT "+s.mark)
	return err
}

// readyForStatement makes the transaction fit for a statement: rows that wait are written
// before it, and who is at work gets a savepoint before the first that changes
// something. What the steps before the commit add is written after all of them.
func (b *batch) readyForStatement(ctx context.Context, changes bool) error {
	if b.broken != nil {
		return b.broken
	}
	if b.closing {
		return b.writeRows(ctx, max(b.written, b.due))
	}
	for i, s := range b.scopes {
		if s.mark != "" || s.whole || !changes && s.was.rows >= len(b.rows) {
			continue
		}
		if err := b.writeRows(ctx, s.was.rows); err != nil {
			return err
		}
		s.mark = "unit" + strconv.Itoa(i)
		if _, err := b.tx.Tx.ExecContext(ctx, "SAVEPOINT "+s.mark); err != nil {
			b.broken = errAgain{err}
			return b.broken
		}
	}
	return b.writeRows(ctx, len(b.rows))
}

// goBack forgets what was asked for and kept since p.
func (b *batch) goBack(p place) {
	for i := len(b.journal) - 1; i >= p.journal; i-- {
		f := b.journal[i]
		if b.kept[f.key] = f.value; !f.had {
			delete(b.kept, f.key)
		}
	}
	b.before, b.after, b.journal, b.rows = b.before[:p.before], b.after[:p.after], b.journal[:p.journal], b.rows[:p.rows]
	b.written = min(b.written, p.rows)
}
