package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
)

var morning = time.Date(2020, 2, 21, 8, 0, 0, 0, time.UTC)

func each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, []db.Migrations{audit.Migrations}, f)
}

func record(t *testing.T, d *db.DB, e audit.Entry) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return audit.Record(ctx, tx, e) })
	if err != nil {
		t.Fatal(err)
	}
}

// fill writes n entries each for the zones "a" and "b".
func fill(t *testing.T, d *db.DB, n int) {
	t.Helper()
	for i := range n {
		for _, zone := range []string{"a", "b"} {
			record(t, d, audit.Entry{
				Zone: zone, Actor: fmt.Sprint("actor", i%2), Action: "plan.edit", Object: fmt.Sprint("project/", i%3),
				Detail: map[string]string{"to": "晴", "from": "雨"}, At: morning.Add(time.Duration(i) * time.Hour),
			})
		}
	}
}

func numbers(rows []audit.Row) (list []int64) {
	for _, r := range rows {
		list = append(list, r.Number)
	}
	return list
}

func TestListPagesAndFilters(t *testing.T) {
	cases := []struct {
		filter audit.Filter
		want   []int64
		count  int
	}{
		{audit.Filter{Zone: "a"}, []int64{6, 5, 4, 3, 2, 1}, 6},
		{audit.Filter{Zone: "a", Limit: 2}, []int64{6, 5}, 6},
		{audit.Filter{Zone: "a", Limit: 2, Before: 5}, []int64{4, 3}, 6},
		{audit.Filter{Zone: "a", Actor: "actor1"}, []int64{6, 4, 2}, 3},
		{audit.Filter{Zone: "a", Object: "project/0"}, []int64{4, 1}, 2},
		{audit.Filter{Zone: "a", Action: "plan.view"}, nil, 0},
		{audit.Filter{Zone: "a", From: morning.Add(time.Hour), To: morning.Add(3 * time.Hour)}, []int64{3, 2}, 2},
		{audit.Filter{Zone: "none"}, nil, 0},
	}
	each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 6)
		for _, c := range cases {
			rows, err := audit.List(t.Context(), d, c.filter)
			if err != nil || fmt.Sprint(numbers(rows)) != fmt.Sprint(c.want) {
				t.Errorf("%+v: got %v, %v; want %v", c.filter, numbers(rows), err, c.want)
			}
			if n, err := audit.Count(t.Context(), d, c.filter); err != nil || n != c.count {
				t.Errorf("%+v: counted %d, %v; want %d", c.filter, n, err, c.count)
			}
		}
		rows, err := audit.List(t.Context(), d, audit.Filter{Zone: "a", Limit: 1})
		if err != nil || len(rows) != 1 || rows[0].Detail["to"] != "晴" || !rows[0].At.Equal(morning.Add(5*time.Hour)) {
			t.Errorf("got %+v, %v", rows, err)
		}
	})
}

func TestRecordIsPartOfTheTransaction(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 1)
		sorry := errors.New("sorry")
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(audit.Record(ctx, tx, audit.Entry{Zone: "a", At: morning}), sorry)
		})
		if !errors.Is(err, sorry) {
			t.Fatal(err)
		}
		if n, err := audit.Verify(t.Context(), d); n != 2 || err != nil {
			t.Errorf("verified %d, %v", n, err)
		}
	})
}

func TestChainHoldsUnderConcurrentWriters(t *testing.T) {
	const writers, acts = 6, 5
	each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range acts {
					err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
						return audit.Record(ctx, tx, audit.Entry{Zone: "a", Object: fmt.Sprint(w, i), At: morning})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n, err := audit.Verify(t.Context(), d); n != writers*acts || err != nil {
			t.Errorf("verified %d, %v", n, err)
		}
	})
}

func TestDatabaseRefusesChanges(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 2)
		for _, query := range []string{
			`UPDATE audit_entry SET actor = 'somebody else'`,
			`DELETE FROM audit_entry`,
			`DELETE FROM audit_head`,
			`UPDATE audit_head SET number = 1`,
			`UPDATE audit_head SET number = number + 1, zone_id = 'c' WHERE zone_id = 'a'`,
		} {
			if _, err := db.Exec(t.Context(), d, query); fault.Of(err) != fault.Forbidden {
				t.Errorf("%s: got %v", query, err)
			}
		}
		if n, err := audit.Verify(t.Context(), d); n != 4 || err != nil {
			t.Errorf("verified %d, %v", n, err)
		}
	})
}

// disarm takes the triggers away, as someone with full rights could.
func disarm(t *testing.T, d *db.DB) {
	t.Helper()
	statements := []string{
		`DROP TRIGGER audit_entry_update`, `DROP TRIGGER audit_entry_delete`,
		`DROP TRIGGER audit_head_update`, `DROP TRIGGER audit_head_delete`,
	}
	if d.Engine() == db.Postgres {
		statements = []string{`ALTER TABLE audit_entry DISABLE TRIGGER USER`, `ALTER TABLE audit_head DISABLE TRIGGER USER`}
	}
	for _, s := range statements {
		if _, err := db.Exec(t.Context(), d, s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifyNamesTheFirstBrokenEntry(t *testing.T) {
	cases := []struct {
		name, query string
		number      string
	}{
		{"actor changed", `UPDATE audit_entry SET actor = 'x' WHERE zone_id = 'b' AND number = 3`, "3"},
		{"time changed", `UPDATE audit_entry SET at = at + 1 WHERE zone_id = 'b' AND number = 2`, "2"},
		{"detail changed", `UPDATE audit_entry SET detail = '{}' WHERE zone_id = 'b' AND number = 5`, "5"},
		{"first deleted", `DELETE FROM audit_entry WHERE zone_id = 'b' AND number = 1`, "1"},
		{"middle deleted", `DELETE FROM audit_entry WHERE zone_id = 'b' AND number = 4`, "4"},
		{"last deleted", `DELETE FROM audit_entry WHERE zone_id = 'b' AND number = 5`, "5"},
		{"all deleted", `DELETE FROM audit_entry WHERE zone_id = 'b'`, "1"},
		{"head deleted", `DELETE FROM audit_head WHERE zone_id = 'b'`, "1"},
		{"head moved back", `UPDATE audit_head SET number = 4 WHERE zone_id = 'b'`, "5"},
		{"head hash changed", `UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE zone_id = 'a' AND number = 5) WHERE zone_id = 'b'`, "5"},
		{"moved to another zone", `UPDATE audit_entry SET zone_id = 'c' WHERE zone_id = 'b' AND number = 5`, "5"},
		{"forged behind the head", `INSERT INTO audit_entry SELECT zone_id, 6, at, actor, action, object, detail, hash, hash FROM audit_entry WHERE zone_id = 'b' AND number = 5`, "6"},
	}
	each(t, func(t *testing.T, d *db.DB) {
		fill(t, d, 5)
		if n, err := audit.Verify(t.Context(), d); n != 10 || err != nil {
			t.Fatalf("before: verified %d, %v", n, err)
		}
		disarm(t, d)
		for _, c := range cases {
			got := tampered(t, d, c.query)
			var f *fault.Error
			if !errors.As(got, &f) || f.Key != "audit.broken" || f.Args["Zone"] != "b" || f.Args["Number"] != c.number {
				t.Errorf("%s: got %v, want entry %s", c.name, got, c.number)
			}
		}
		if n, err := audit.Verify(t.Context(), d); n != 10 || err != nil {
			t.Errorf("after all was put back: verified %d, %v", n, err)
		}
	})
}

// tampered runs query, verifies, and puts the tables back.
func tampered(t *testing.T, d *db.DB, query string) error {
	t.Helper()
	exec := func(statements ...string) {
		t.Helper()
		for _, s := range statements {
			if _, err := db.Exec(t.Context(), d, s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
	exec(`CREATE TABLE kept_entry AS SELECT * FROM audit_entry`, `CREATE TABLE kept_head AS SELECT * FROM audit_head`, query)
	_, err := audit.Verify(t.Context(), d)
	exec(`DELETE FROM audit_entry`, `INSERT INTO audit_entry SELECT * FROM kept_entry`,
		`DELETE FROM audit_head`, `INSERT INTO audit_head SELECT * FROM kept_head`,
		`DROP TABLE kept_entry`, `DROP TABLE kept_head`)
	return err
}

func TestHeadChangesWithEveryEntry(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		seen := map[string]bool{}
		for range 3 {
			record(t, d, audit.Entry{Zone: "a", At: morning})
			h, err := audit.Head(t.Context(), d, "a")
			if err != nil || seen[h] {
				t.Errorf("head %s, %v", h, err)
			}
			seen[h] = true
		}
	})
}

func TestChainSurvivesTheArchiveToEitherEngine(t *testing.T) {
	each(t, func(t *testing.T, from *db.DB) {
		fill(t, from, 4)
		var b bytes.Buffer
		if _, err := db.Backup(t.Context(), from, &b, morning, audit.Migrations); err != nil {
			t.Fatal(err)
		}
		want, err := audit.Head(t.Context(), from, "b")
		if err != nil {
			t.Fatal(err)
		}
		each(t, func(t *testing.T, to *db.DB) {
			fill(t, to, 1) // an append-only log is still replaced whole
			if _, err := db.Restore(t.Context(), to, bytes.NewReader(b.Bytes()), int64(b.Len()), db.RestoreOptions{Replace: true}, audit.Migrations); err != nil {
				t.Fatal(err)
			}
			if n, err := audit.Verify(t.Context(), to); n != 8 || err != nil {
				t.Errorf("verified %d, %v", n, err)
			}
			if got, err := audit.Head(t.Context(), to, "b"); got != want || err != nil {
				t.Errorf("head %s, %v; want %s", got, err, want)
			}
		})
	})
}
