package db_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"fugong/internal/db"
	"fugong/internal/fault"
)

const newItem = "id, zone_id, name, minutes"

func add(ctx context.Context, tx *db.Tx, id string) error {
	return tx.Add(ctx, "shop_item", newItem, id, "z", id, 0)
}

func insert(ctx context.Context, tx *db.Tx, id string) error {
	_, err := db.Exec(ctx, tx, `INSERT INTO shop_item (`+newItem+`) VALUES ($1, 'z', $1, 0)`, id)
	return err
}

func set(ctx context.Context, tx *db.Tx, id string, minutes int) error {
	return tx.Set(ctx, "shop_item", "id", newItem, id, "z", id, minutes)
}

func minutesOf(t *testing.T, d *db.DB) map[string]int64 {
	t.Helper()
	var items []item
	if err := db.Select(t.Context(), d, &items, selectItems); err != nil {
		t.Fatal(err)
	}
	all := map[string]int64{}
	for _, i := range items {
		all[i.ID] = i.Minutes
	}
	return all
}

// script is what one unit does, the same each time it runs.
type script struct {
	n     int
	seed  uint64
	mine  map[string]bool // rows that must be there when it succeeds
	sets  map[string]bool
	fails bool
}

var errOops = errors.New("oops")

// run does random things: rows that wait and rows that do not, in transactions that
// fail or not, among reads of what was written.
func (s *script) run(ctx context.Context, d *db.DB) error {
	r := rand.New(rand.NewPCG(s.seed, uint64(s.n)))
	s.mine, s.sets = map[string]bool{}, map[string]bool{}
	for step := range 1 + r.IntN(5) {
		own, set, fails := maps.Clone(s.mine), maps.Clone(s.sets), r.IntN(4) == 0
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			for part := range 1 + r.IntN(3) {
				if err := s.part(ctx, tx, r.IntN(5), fmt.Sprintf("u%d-%d-%d", s.n, step, part), own, set); err != nil {
					return err
				}
			}
			if fails {
				return errOops
			}
			return nil
		})
		if err == nil {
			s.mine, s.sets = own, set
		} else if err != errOops && fault.Of(err) != fault.Conflict {
			return err
		}
		var n int
		if err := db.Get(ctx, d, &n, `SELECT COUNT(*) FROM shop_item WHERE id LIKE $1`, fmt.Sprintf("u%d-%%", s.n)); err != nil {
			return err
		}
	}
	if s.fails = r.IntN(5) == 0; s.fails {
		return errOops
	}
	return nil
}

func (s *script) part(ctx context.Context, tx *db.Tx, kind int, id string, own, sets map[string]bool) error {
	switch kind {
	case 0:
		own[id] = true
		return insert(ctx, tx, id)
	case 1:
		var n int
		err := db.Get(ctx, tx, &n, `SELECT COUNT(*) FROM shop_item WHERE id LIKE $1`, fmt.Sprintf("u%d-%%", s.n))
		if err == nil && n != len(own) {
			err = fmt.Errorf("unit %d reads %d of its %d rows", s.n, n, len(own))
		}
		return err
	case 2:
		shared := fmt.Sprint("shared", s.n%5)
		sets[shared] = true
		return set(ctx, tx, shared, s.n)
	case 3:
		if s.n%7 == 0 {
			return add(ctx, tx, "taken")
		}
		if s.n%7 == 1 {
			return tx.Change(ctx, fault.New(fault.Conflict, ""), `UPDATE shop_item SET minutes = 1 WHERE id = $1`, "nobody")
		}
		if err := tx.Change(ctx, nil, `UPDATE shop_item SET minutes = 1 WHERE id = $1`, "nobody"); err != nil {
			return err
		}
	}
	own[id] = true
	return add(ctx, tx, id)
}

// Units that run at the same time come to the same as one by one: what succeeded
// stands, what failed leaves nothing, in whatever way it was written.
func TestUnitsTogetherAreAsOneByOne(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for seed := range uint64(5) {
			must(t, d, `DELETE FROM shop_item`)
			must(t, d, `INSERT INTO shop_item (`+newItem+`) VALUES ('taken', 'z', 'taken', 0)`)
			units := make([]*script, 40)
			var group sync.WaitGroup
			for i := range units {
				units[i] = &script{n: i, seed: seed}
				group.Go(func() {
					err := d.Unit(t.Context(), func(ctx context.Context) error { return units[i].run(ctx, d) })
					if err != nil && err != errOops || err == nil && units[i].fails {
						t.Errorf("unit %d: %v", i, err)
					}
				})
			}
			group.Wait()
			compare(t, units, minutesOf(t, d))
		}
	})
}

func compare(t *testing.T, units []*script, stored map[string]int64) {
	t.Helper()
	want, setters := map[string]bool{"taken": true}, map[string][]int64{}
	for _, u := range units {
		if u.fails {
			continue
		}
		maps.Copy(want, u.mine)
		for id := range u.sets {
			setters[id] = append(setters[id], int64(u.n))
		}
	}
	for id, minutes := range stored {
		if strings.HasPrefix(id, "shared") && !slices.Contains(setters[id], minutes) {
			t.Errorf("%s is of unit %d; it may be of %d", id, minutes, setters[id])
		}
	}
	maps.DeleteFunc(stored, func(id string, _ int64) bool { return strings.HasPrefix(id, "shared") && len(setters[id]) > 0 })
	found := map[string]bool{}
	for id := range stored {
		found[id] = true
	}
	if !maps.Equal(found, want) {
		t.Errorf("stored are %d rows, want %d: %v, want %v", len(found), len(want), slices.Sorted(maps.Keys(found)), slices.Sorted(maps.Keys(want)))
	}
}

// A row that cannot be stored is refused to whoever asked for it, and to nobody else.
func TestBadRowIsRefusedToItsUnitAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d, `INSERT INTO shop_item (`+newItem+`) VALUES ('taken', 'z', 'taken', 0)`)
		var group sync.WaitGroup
		for i := range 30 {
			id := fmt.Sprintf("row%d", i)
			if i%10 == 3 {
				id = "taken"
			}
			group.Go(func() {
				err := d.Unit(t.Context(), func(ctx context.Context) error {
					return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error { return add(ctx, tx, id) })
				})
				if id == "taken" && fault.Of(err) != fault.Conflict || id != "taken" && err != nil {
					t.Errorf("%s: %v", id, err)
				}
			})
		}
		group.Wait()
		if n := count(t, d, "shop_item"); n != 28 {
			t.Errorf("%d rows, want 28", n)
		}
	})
}

// A unit that panics, or whose reader goes away, harms nobody.
func TestPanickingAndCancelledUnitsLeaveNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var group sync.WaitGroup
		for i := range 30 {
			group.Go(func() {
				defer func() { _ = recover() }()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				_ = d.Unit(ctx, func(ctx context.Context) error {
					return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
						if i%3 == 1 {
							cancel() // its work is done, and told to nobody
						}
						if err := insert(ctx, tx, fmt.Sprintf("a%d", i)); err != nil {
							return err
						}
						if i%3 == 2 {
							panic("oops")
						}
						return add(ctx, tx, fmt.Sprintf("b%d", i))
					})
				})
			})
		}
		group.Wait()
		if n := count(t, d, "shop_item"); n != 40 {
			t.Errorf("%d rows, want 40", n)
		}
	})
}

// What is due before the commit is done once for all, sees their rows, and may ask
// for more; when it fails all run again.
func TestWorkBeforeTheCommitIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		steps, failed := 0, false
		step := func(ctx context.Context, tx *db.Tx) error {
			var n int
			if err := db.Get(ctx, tx, &n, `SELECT COUNT(*) FROM shop_item WHERE id LIKE 'r%'`); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			if steps++; !failed {
				failed = true
				return errOops
			}
			return set(ctx, tx, "seen", n)
		}
		var group sync.WaitGroup
		for i := range 40 {
			group.Go(func() {
				err := d.Unit(t.Context(), func(ctx context.Context) error {
					return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
						if !db.BeforeCommit(ctx, "step", step) {
							t.Error("no unit has begun")
						}
						return add(ctx, tx, fmt.Sprintf("r%d", i))
					})
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := minutesOf(t, d); len(got) != 41 || got["seen"] != 40 || steps > 40 {
			t.Errorf("%d rows, %d seen last, %d steps", len(got), got["seen"], steps)
		}
	})
}

// Readers that wait share a statement; each gets its own, as it stands.
func TestGatheredReadersGetTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var statements sync.Map
		fails := false
		g := db.Gather(d, func(ctx context.Context, q db.Querier, ids []string) (map[string]int64, error) {
			statements.Store(strings.Join(ids, ","), true)
			if fails {
				return nil, errOops
			}
			list, args := db.In(ids)
			var items []item
			err := db.Select(ctx, q, &items, `SELECT id, minutes FROM shop_item WHERE id IN (`+list+`)`, args...)
			found := map[string]int64{}
			for _, i := range items {
				found[i.ID] = i.Minutes
			}
			return found, err
		})
		for i := range 50 {
			must(t, d, `INSERT INTO shop_item (`+newItem+`) VALUES ($1, 'z', $1, $2)`, fmt.Sprint("i", i), i)
		}
		var group sync.WaitGroup
		for i := range 200 {
			group.Go(func() {
				minutes, ok, err := g.Get(t.Context(), fmt.Sprint("i", i%60))
				if err != nil || ok != (i%60 < 50) || ok && minutes != int64(i%60) {
					t.Errorf("i%d: %d, %v, %v", i%60, minutes, ok, err)
				}
			})
		}
		group.Wait()
		err := d.Unit(t.Context(), func(ctx context.Context) error {
			return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
				if err := errors.Join(set(ctx, tx, "i7", 600), set(ctx, tx, "i8", 800), set(ctx, tx, "i7", 700)); err != nil {
					return err
				}
				if minutes, err := g.Need(ctx, "i7"); err != nil || minutes != 700 {
					t.Errorf("the unit reads %d, %v of its own row", minutes, err)
				}
				return nil
			})
		})
		if _, missing := g.Need(t.Context(), "none"); err != nil || fault.Of(missing) != fault.NotFound {
			t.Errorf("%v, %v", err, missing)
		}
		fails = true
		if _, _, err := g.Get(t.Context(), "i1"); err != errOops {
			t.Errorf("got %v", err)
		}
	})
}

// Statements that SQLite keeps prepared give what new ones would: while the rows
// of the same text are being read, beyond those that are kept, and after the table
// has changed.
func TestPreparedStatementsAreAsNew(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for i := range 3 {
			must(t, d, `INSERT INTO shop_item (`+newItem+`) VALUES ($1, 'z', $1, $2)`, fmt.Sprint("i", i), i)
		}
		err := d.View(t.Context(), func(ctx context.Context, q db.Querier) error {
			var seen []string
			rows, err := q.QueryContext(ctx, `SELECT id FROM shop_item ORDER BY id`)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() && d.Engine() == db.SQLite { // PostgreSQL reads one thing at a time
				var inner []string
				if err := db.Select(ctx, q, &inner, `SELECT id FROM shop_item ORDER BY id`); err != nil || len(inner) != 3 {
					t.Errorf("%v, %v", inner, err)
				}
				seen = append(seen, "x")
			}
			if d.Engine() == db.SQLite && len(seen) != 3 {
				t.Errorf("%d rows", len(seen))
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 600 {
			var n int
			if err := db.Get(t.Context(), d, &n, fmt.Sprintf(`SELECT COUNT(*) + %d FROM shop_item`, i%300)); err != nil || n != 3+i%300 {
				t.Fatalf("%d: %d, %v", i, n, err)
			}
		}
		must(t, d, `ALTER TABLE shop_item ADD COLUMN more TEXT NOT NULL DEFAULT 'm'`)
		var id string
		if err := db.Get(t.Context(), d, &id, `SELECT id FROM shop_item WHERE more = 'm' ORDER BY id LIMIT 1`); err != nil || id != "i0" {
			t.Errorf("%q, %v", id, err)
		}
	})
}
