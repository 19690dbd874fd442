package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
)

// shop is a small domain with every portable column type.
var shop = db.Migrations{Domain: "shop", FS: fstest.MapFS{
	"migrations/0001_item.sql": {Data: []byte(`-- +goose Up
CREATE TABLE shop_slot (zone_id TEXT NOT NULL, id TEXT PRIMARY KEY, capacity BIGINT NOT NULL CHECK (capacity >= 0));
CREATE TABLE shop_item (
	zone_id TEXT NOT NULL,
	id TEXT PRIMARY KEY,
	slot_id TEXT REFERENCES shop_slot (id),
	parent_id TEXT REFERENCES shop_item (id),
	name TEXT NOT NULL,
	minutes BIGINT NOT NULL DEFAULT 0,
	share DOUBLE PRECISION NOT NULL DEFAULT 0,
	done BOOLEAN NOT NULL DEFAULT FALSE,
	secret BYTEA,
	UNIQUE (zone_id, name)
);
`)},
	"migrations/sqlite/0002_frozen.sql": {Data: []byte(`-- +goose Up
-- +goose StatementBegin
CREATE TRIGGER shop_slot_frozen BEFORE DELETE ON shop_slot BEGIN SELECT RAISE(ABORT, 'shop_slot is kept'); END;
-- +goose StatementEnd
`)},
	"migrations/postgres/0002_frozen.sql": {Data: []byte(`-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION shop_slot_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'shop_slot is kept' USING ERRCODE = 'restrict_violation'; END $$;
-- +goose StatementEnd
CREATE TRIGGER shop_slot_frozen BEFORE DELETE ON shop_slot FOR EACH ROW EXECUTE FUNCTION shop_slot_frozen();
`)},
}}

type item struct {
	ID      string  `db:"id"`
	Parent  *string `db:"parent_id"`
	Name    string  `db:"name"`
	Minutes int64   `db:"minutes"`
	Share   float64 `db:"share"`
	Done    bool    `db:"done"`
	Secret  []byte  `db:"secret"`
}

const selectItems = `SELECT id, parent_id, name, minutes, share, done, secret FROM shop_item ORDER BY id`

func each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, []db.Migrations{shop}, f)
}

func must(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(t.Context(), d, query, args...); err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	if err := db.Get(t.Context(), d, &n, "SELECT COUNT(*) FROM "+table); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestColumnTypesComeBackAsWritten(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d, `INSERT INTO shop_item (zone_id, id, name, minutes, share, done, secret) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
			"z", "a", "轧辊", int64(1)<<62, 0.1, true, []byte{0, 255, '\''})
		var got []item
		if err := db.Select(t.Context(), d, &got, selectItems); err != nil {
			t.Fatal(err)
		}
		want := item{ID: "a", Name: "轧辊", Minutes: 1 << 62, Share: 0.1, Done: true, Secret: []byte{0, 255, '\''}}
		if len(got) != 1 || fmt.Sprint(got[0]) != fmt.Sprint(want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

func TestErrorsHaveTheSameKindOnBothEngines(t *testing.T) {
	cases := []struct {
		name, query string
		kind        fault.Kind
		key         string
	}{
		{"unique", `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'b', 'one')`, fault.Conflict, "db.duplicate"},
		{"primary key", `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'a', 'two')`, fault.Conflict, "db.duplicate"},
		{"foreign key", `INSERT INTO shop_item (zone_id, id, name, slot_id) VALUES ('z', 'c', 'three', 'none')`, fault.Conflict, "db.reference"},
		{"check", `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's2', -1)`, fault.Invalid, "db.check"},
		{"null", `INSERT INTO shop_item (zone_id, id) VALUES ('z', 'd')`, fault.Invalid, "db.required"},
		{"trigger", `DELETE FROM shop_slot`, fault.Forbidden, "db.refused"},
	}
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d, `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', 1)`)
		must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'a', 'one')`)
		for _, c := range cases {
			_, err := db.Exec(t.Context(), d, c.query)
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != c.kind || f.Key != c.key {
				t.Errorf("%s: got %v, want %v %s", c.name, err, c.kind, c.key)
			}
		}
		var one item
		if err := db.Get(t.Context(), d, &one, selectItems+` LIMIT 0`); fault.Of(err) != fault.NotFound {
			t.Errorf("no row: got %v", err)
		}
	})
}

func TestLikeMindsTheCaseOnBothEngines(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'a', 'Crane')`)
		for pattern, want := range map[string]int{"cra%": 0, "Cra%": 1} {
			var n int
			if err := db.Get(t.Context(), d, &n, `SELECT COUNT(*) FROM shop_item WHERE name LIKE $1`, pattern); err != nil || n != want {
				t.Errorf("LIKE %s found %d (%v), want %d", pattern, n, err, want)
			}
		}
	})
}

func TestTxRollsBackWhatFailed(t *testing.T) {
	sorry := errors.New("sorry")
	each(t, func(t *testing.T, d *db.DB) {
		insert := func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', 1)`)
			return err
		}
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(insert(ctx, tx), sorry)
		})
		if !errors.Is(err, sorry) || count(t, d, "shop_slot") != 0 {
			t.Errorf("after an error: %v, %d rows", err, count(t, d, "shop_slot"))
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_ = insert(ctx, tx)
				panic("oops")
			})
		}()
		if err := d.Tx(t.Context(), insert); err != nil || count(t, d, "shop_slot") != 1 {
			t.Errorf("after a panic: %v, %d rows", err, count(t, d, "shop_slot"))
		}
	})
}

func TestTxInsideTxIsRefusedAndNotADeadlock(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Tx(t.Context(), func(ctx context.Context, _ *db.Tx) error {
			return d.Tx(ctx, func(context.Context, *db.Tx) error { return nil })
		})
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != "db.nested" {
			t.Errorf("got %v", err)
		}
	})
}

// TestNoOverbooking is the race that a weaker isolation loses: count, then
// insert when there is room.
func TestNoOverbooking(t *testing.T) {
	const capacity, callers = 5, 30
	full := errors.New("full")
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d, `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', $1)`, capacity)
		book := func(n int) error {
			return d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				var taken int
				if err := db.Get(ctx, tx, &taken, `SELECT COUNT(*) FROM shop_item WHERE slot_id = 's'`); err != nil {
					return err
				}
				if taken == capacity {
					return full
				}
				_, err := db.Exec(ctx, tx, `INSERT INTO shop_item (zone_id, id, slot_id, name) VALUES ('z', $1, 's', $1)`, fmt.Sprint(n))
				return err
			})
		}
		var wg sync.WaitGroup
		results := make([]error, callers)
		for n := range callers {
			wg.Go(func() { results[n] = book(n) })
		}
		wg.Wait()
		booked := 0
		for _, err := range results {
			switch {
			case err == nil:
				booked++
			case !errors.Is(err, full):
				t.Error(err)
			}
		}
		if stored := count(t, d, "shop_item"); booked != capacity || stored != capacity {
			t.Errorf("booked %d and stored %d of %d", booked, stored, capacity)
		}
	})
}

func TestMigrateTwiceAndOlderProgram(t *testing.T) {
	older := db.Migrations{Domain: "shop", FS: fstest.MapFS{"migrations/0001_item.sql": shop.FS.(fstest.MapFS)["migrations/0001_item.sql"]}}
	each(t, func(t *testing.T, d *db.DB) {
		if err := db.Migrate(t.Context(), d, shop); err != nil {
			t.Error("again: ", err)
		}
		if v, err := db.Versions(t.Context(), d, shop); err != nil || len(v) != 1 || v[0] != (db.Version{Domain: "shop", Current: 2, Target: 2}) {
			t.Errorf("versions %+v, %v", v, err)
		}
		if err := db.Migrate(t.Context(), d, older); fault.Of(err) != fault.Conflict {
			t.Errorf("older program: got %v", err)
		}
	})
}

func TestMigrateBySeveralProcessesAtOnce(t *testing.T) {
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				other, err := db.Open(t.Context(), d.URL())
				if err != nil {
					t.Error(err)
					return
				}
				defer other.Close()
				if err := db.Migrate(t.Context(), other, shop); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "shop_item"); n != 0 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestFailedMigrationLeavesNoTrace(t *testing.T) {
	broken := db.Migrations{Domain: "broken", FS: fstest.MapFS{"migrations/0001_b.sql": {Data: []byte(
		"-- +goose Up\nCREATE TABLE broken_a (id TEXT);\nCREATE TABLE broken_a (id TEXT);\n")}}}
	each(t, func(t *testing.T, d *db.DB) {
		err := db.Migrate(t.Context(), d, broken)
		if fault.Of(err) != fault.Internal {
			t.Errorf("got %v", err)
		}
		if _, err := db.Exec(t.Context(), d, "CREATE TABLE broken_a (id TEXT)"); err != nil {
			t.Error("the table was left behind: ", err)
		}
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is a letter and no database, however long it may be, no, no"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ url, key string }{
		{"mysql://x", "db.url"},
		{"sqlite:", "db.url"},
		{"sqlite:" + dir, "db.open"},
		{"sqlite:" + text, "db.corrupt"},
		{"sqlite:" + text + "/deeper/a.db", "db.open"},
		{"postgres://nobody@127.0.0.1:1/none?connect_timeout=2", "db.unreachable"},
		{"postgres://x:secret@:badport/none", "db.url"},
	}
	for _, c := range cases {
		d, err := db.Open(t.Context(), c.url)
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key {
			t.Errorf("%s: got %v, want %s", c.url, err, c.key)
		}
		if d != nil {
			d.Close()
		}
	}
}

func TestSQLiteFileIsPrivateWhateverItsName(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new folder", "100% 计划?#.db")
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	must(t, d, "CREATE TABLE t (id TEXT)")
	for _, name := range []string{file, file + "-wal"} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != fs.FileMode(0o600) {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	if _, err := d.QueryContext(t.Context(), "INSERT INTO t VALUES ('a') RETURNING id"); err == nil {
		t.Error("the read pool wrote")
	}
}

// TestFindOrInsertAtOnce is the race in which PostgreSQL calls the loser's row
// a duplicate although the loser had looked first.
func TestFindOrInsertAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for n := range 12 {
			wg.Go(func() {
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					var taken int
					if err := db.Get(ctx, tx, &taken, `SELECT COUNT(*) FROM shop_item WHERE name = 'one'`); err != nil || taken > 0 {
						return err
					}
					_, err := db.Exec(ctx, tx, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', $1, 'one')`, fmt.Sprint(n))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, "shop_item"); n != 1 {
			t.Errorf("%d rows", n)
		}
	})
}

func TestLostConnectionIsOneClearErrorAndTheNextCallWorks(t *testing.T) {
	d := dbtest.Postgres(t, shop)
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		var pid int
		if err := db.Get(ctx, tx, &pid, `SELECT pg_backend_pid()`); err != nil {
			return err
		}
		if _, err := d.ExecContext(ctx, `SELECT pg_terminate_backend($1)`, pid); err != nil {
			return err
		}
		_, err := db.Exec(ctx, tx, `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', 1)`)
		return err
	})
	wantKey(t, "lost", err, "db.unreachable")
	must(t, d, `INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', 1)`)
}
