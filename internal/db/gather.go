package db

import (
	"context"
	"math/bits"
	"strconv"
	"strings"
	"sync"

	"fugong/internal/fault"
	"fugong/internal/unit"
)

// maxGathered bounds the keys of one statement.
const maxGathered = 32

// Gathered reads one thing by its key. Readers that wait at the same time share a
// statement, as units that wait share a commit: each sees what is committed when
// it asks, or later. Alone, a reader asks at once.
type Gathered[K comparable, V any] struct {
	d    *DB
	read func(ctx context.Context, q Querier, keys []K) (map[K]V, error)

	mu      sync.Mutex
	busy    bool
	waiting []*round[K, V]
}

// round is one statement for several readers.
type round[K comparable, V any] struct {
	keys  []K
	asked map[K]bool
	done  chan struct{}
	found map[K]V
	err   error
}

// Gather returns readers of d; read is given each key once and returns what there
// is, with the faults of Kind.
func Gather[K comparable, V any](d *DB, read func(ctx context.Context, q Querier, keys []K) (map[K]V, error)) *Gathered[K, V] {
	return &Gathered[K, V]{d: d, read: read}
}

// Get reads the thing of a key; false when there is none. In a unit of work that
// has begun it is read inside, by itself.
func (g *Gathered[K, V]) Get(ctx context.Context, key K) (v V, ok bool, err error) {
	if unit.Begun(ctx) {
		found, err := g.read(ctx, g.d, []K{key})
		v, ok = found[key]
		return v, ok, err
	}
	r, first := g.joinRound(key)
	if first {
		g.readNextRound()
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		return v, false, context.Cause(ctx)
	}
	v, ok = r.found[key]
	return v, ok, r.err
}

// Need is Get of a thing that must be there, as db.Get: NotFound "db.not_found" when
// it is not.
func (g *Gathered[K, V]) Need(ctx context.Context, key K) (V, error) {
	v, ok, err := g.Get(ctx, key)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "db.not_found")
	}
	return v, err
}

// joinRound waits for the next round; first tells that nobody else will begin it.
func (g *Gathered[K, V]) joinRound(key K) (r *round[K, V], first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if n := len(g.waiting); n > 0 && len(g.waiting[n-1].keys) < maxGathered {
		r = g.waiting[n-1]
	} else {
		r = &round[K, V]{asked: map[K]bool{}, done: make(chan struct{})}
		g.waiting = append(g.waiting, r)
	}
	if !r.asked[key] {
		r.asked[key] = true
		r.keys = append(r.keys, key)
	}
	first, g.busy = !g.busy, true
	return r, first
}

// readNextRound reads for those who wait longest, and leaves the others to another
// goroutine: who read has an answer and goes.
func (g *Gathered[K, V]) readNextRound() {
	g.mu.Lock()
	if len(g.waiting) == 0 {
		g.busy = false
		g.mu.Unlock()
		return
	}
	r := g.waiting[0]
	g.waiting = g.waiting[1:]
	g.mu.Unlock()
	defer func() {
		close(r.done)
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.busy = len(g.waiting) > 0; g.busy {
			go g.readNextRound()
		}
	}()
	r.found, r.err = g.read(context.Background(), g.d, r.keys)
}

// In is a list of placeholders for the values of a condition "x IN (…)", from $1
// on. It repeats the last value up to a power of two, so that few different
// statements have to be prepared. There must be a value.
func In[K any](values []K) (list string, args []any) {
	n := 1 << bits.Len(uint(len(values)-1))
	marks := make([]string, n)
	for i := range n {
		marks[i] = "$" + strconv.Itoa(i+1)
		args = append(args, values[min(i, len(values)-1)])
	}
	return strings.Join(marks, ","), args
}
