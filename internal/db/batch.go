package db

import (
	"context"
	"sync"
	"time"

	"fugong/internal/unit"
)

// What one commit may gather: enough to share its cost, few enough that the
// first who came does not wait long.
const (
	maxMembers = 128
	maxGather  = 100 * time.Millisecond
	// maxPatience bounds how long a commit waits for units on their way.
	maxPatience = 25 * time.Millisecond
)

// batch is one transaction that units share. One unit is at work in it at a
// time; the last one that waits commits for all.
type batch struct {
	tx      *Tx
	began   time.Time
	members int      // that did their work
	broken  error    // why it cannot be committed
	scopes  []*scope // of who is at work, outermost first
	closing bool     // the work before the commit is being done
	alone   bool     // who is at work runs again: its rows are written at once, so that it alone pays for a bad one

	rows    []row // that were asked for; see Tx.Add
	written int   // how many of them are in the database
	waiting int   // bytes of the others, about
	due     int   // how many were asked for by units; the others by steps before the commit

	before  []step
	ran     int // how many of them
	after   []func()
	kept    map[any]any
	journal []former // what kept held before

	done chan struct{}
	err  error // of the commit, once done
}

// step is work that is due before the commit, once for its key.
type step struct {
	key any
	run func(ctx context.Context, tx *Tx) error
}

type former struct {
	key, value any
	had        bool
}

// lane lets units into the transaction one after another.
type lane struct {
	mu      sync.Mutex
	busy    bool
	queue   []chan struct{}
	open    *batch // with members that wait for its commit; changed only by who is in
	nearing int    // units that may come yet: they read and check before they write

	arrived  chan struct{} // told when somebody queues or the last one nearing is gone
	patience time.Duration // how long the last commit took with the work before it
}

// countNearing counts a unit that may come into the lane, and tells when it came or will not.
func (l *lane) countNearing() (gone func()) {
	l.mu.Lock()
	l.nearing++
	if l.arrived == nil {
		l.arrived = make(chan struct{}, 1)
	}
	l.mu.Unlock()
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.nearing--; l.nearing == 0 {
			l.tell()
		}
	})
}

// tell wakes the unit that waits for others, if one does.
func (l *lane) tell() {
	select {
	case l.arrived <- struct{}{}:
	default:
	}
}

// waitForMore waits for another unit while some are on their way, at most as long as the
// last commit took: whoever comes in that time shares this one instead of waiting
// for the next. It reports whether somebody queues.
func (l *lane) waitForMore() bool {
	if l.waited() {
		return true
	}
	var over <-chan time.Time
	for {
		l.mu.Lock()
		queued, nearing, patience := len(l.queue), l.nearing, l.patience
		l.mu.Unlock()
		if queued > 0 || nearing == 0 || patience == 0 {
			return queued > 0
		}
		if over == nil {
			timer := time.NewTimer(patience)
			defer timer.Stop()
			over = timer.C
		}
		select {
		case <-l.arrived:
		case <-over:
			return l.waited()
		}
	}
}

// boardBatch waits for its turn, tells once it queues that it came, and returns the open batch, or a new one.
func (l *lane) boardBatch(ctx context.Context, d *DB, came func()) (*batch, error) {
	if err := l.enterLane(ctx, came); err != nil {
		return nil, err
	}
	if l.open != nil {
		return l.open, nil
	}
	tx, err := d.beginShared(ctx)
	if err != nil {
		l.passOn()
		return nil, err
	}
	l.open = &batch{tx: tx, began: time.Now(), kept: map[any]any{}, done: make(chan struct{})}
	tx.b = l.open
	return l.open, nil
}

func (l *lane) enterLane(ctx context.Context, came func()) error {
	l.mu.Lock()
	if !l.busy {
		l.busy = true
		l.mu.Unlock()
		came()
		return nil
	}
	turn := make(chan struct{})
	l.queue = append(l.queue, turn)
	l.tell()
	l.mu.Unlock()
	came()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, c := range l.queue {
		if c == turn {
			l.queue = append(l.queue[:i:i], l.queue[i+1:]...)
			return context.Cause(ctx)
		}
	}
	return nil // the turn came at the same moment: whoever has it must do its part
}

// passOn lets the next one in.
func (l *lane) passOn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 {
		l.busy = false
		return
	}
	next := l.queue[0]
	l.queue = l.queue[1:]
	close(next)
}

func (l *lane) waited() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queue) > 0
}

// leaveBatch ends u's part. When others wait they may still come in; otherwise the
// batch is committed for all its members.
func (b *batch) leaveBatch(u *work, good bool) error {
	l := &u.d.lane
	switch {
	case b.broken != nil:
	case good:
		b.finish(context.Background(), u.own)
		b.members++
	default:
		b.takeBack(u)
	}
	if b.broken == nil && b.members > 0 && b.members < maxMembers && time.Since(b.began) < maxGather && l.waitForMore() {
		l.passOn()
	} else {
		l.open = nil
		began := time.Now()
		b.endBatch()
		l.patience = min(time.Since(began), maxPatience)
		l.passOn()
	}
	if !good {
		return nil
	}
	<-b.done
	return b.err
}

// takeBack undoes what u did in the batch.
func (b *batch) takeBack(u *work) {
	if u.own.whole {
		b.goBack(u.own.was) // it is alone: end rolls everything back
	} else if err := b.undoScope(u.own); err != nil {
		b.broken = errAgain{err}
	}
}

// endBatch commits, or rolls back what broke or is empty, and tells the members.
func (b *batch) endBatch() {
	defer close(b.done)
	defer b.tx.conn.Close()
	defer b.tx.Rollback() // no effect after Commit
	if b.err = b.broken; b.err != nil || b.members == 0 {
		return
	}
	last := &work{d: b.tx.d, b: b}
	defer last.finish()
	if b.err = b.prepareCommit(last); b.err != nil {
		b.err = errAgain{b.err}
		return
	}
	if b.err = b.tx.Commit(); b.err != nil {
		return
	}
	for _, f := range b.after {
		f()
	}
}

// prepareCommit does the work that is due before the commit, as the unit last. What
// fails here fails the batch, so nothing of it has to be undone apart.
func (b *batch) prepareCommit(last *work) error {
	b.scopes, b.closing, b.due = nil, true, len(b.rows)
	ctx := unit.With(context.Background(), last)
	for b.ran < len(b.before) { // a step may add steps
		b.ran++
		if err := b.before[b.ran-1].run(ctx, b.tx); err != nil {
			return err
		}
	}
	last.over = true
	if last.spoiled != nil {
		return last.spoiled
	}
	return b.writeRows(ctx, len(b.rows))
}

// BeforeCommit runs f in the transaction that ctx is in right before it is
// committed, once for each key however many units of the batch ask for it. It
// returns false, and f is not run, when ctx is in no unit that has begun. When f
// fails every unit of the batch runs again.
func BeforeCommit(ctx context.Context, key any, f func(ctx context.Context, tx *Tx) error) bool {
	u, _ := unit.Of(ctx).(*work)
	if u == nil || u.b == nil {
		return false
	}
	for _, s := range u.b.before[u.b.ran:] {
		if s.key == key {
			return true
		}
	}
	u.b.before = append(u.b.before, step{key, f})
	return true
}
