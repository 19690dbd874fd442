package db_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
)

var evening = time.Date(2020, 2, 21, 18, 0, 0, 0, time.UTC)

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != key {
		t.Errorf("%s: got %v, want %s", what, err, key)
	}
}

// stock fills the shop with 620 rows that refer to each other in an order
// that no foreign key would allow one by one, and with awkward values.
func stock(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		insert := func(query string, args ...any) error {
			_, err := db.Exec(ctx, tx, query, args...)
			return err
		}
		err := insert(`INSERT INTO shop_slot (zone_id, id, capacity) VALUES ('z', 's', 9)`)
		for i := range 620 {
			if err != nil {
				return err
			}
			err = insert(`INSERT INTO shop_item (zone_id, id, slot_id, name, minutes, share, done, secret) VALUES ('z', $1, 's', $2, $3, $4, $5, $6)`,
				fmt.Sprintf("%04d", i), fmt.Sprint("辊\"\\\n<&>", i), int64(i)<<52, float64(i)/7, i%2 == 0, bytes.Repeat([]byte{byte(i)}, i%5))
		}
		if err != nil {
			return err
		}
		return insert(`UPDATE shop_item SET parent_id = '0619', share = 5, secret = NULL WHERE id = '0000'`)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func contents(t *testing.T, d *db.DB) string {
	t.Helper()
	var items []struct {
		item
		Null bool `db:"no_secret"`
	}
	err := db.Select(t.Context(), d, &items, `SELECT id, parent_id, name, minutes, share, done, secret, secret IS NULL AS no_secret FROM shop_item ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, i := range items {
		parent := "-"
		if i.Parent != nil {
			parent = *i.Parent
		}
		fmt.Fprintf(&b, "%s %s %q %d %v %v %x %v\n", i.ID, parent, i.Name, i.Minutes, i.Share, i.Done, i.Secret, i.Null)
	}
	return b.String()
}

func firstDifference(a, b string) string {
	theirs := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(theirs) || line != theirs[i] {
			return fmt.Sprintf("%s became %s", line, theirs[min(i, len(theirs)-1)])
		}
	}
	return "more rows"
}

func backup(t *testing.T, d *db.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := db.Backup(t.Context(), d, &b, evening, shop); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func restore(t *testing.T, d *db.DB, data []byte, replace bool, lines ...db.Migrations) (db.Summary, error) {
	t.Helper()
	return db.Restore(t.Context(), d, bytes.NewReader(data), int64(len(data)), db.RestoreOptions{Replace: replace}, lines...)
}

func TestArchiveRestoresOnEitherEngine(t *testing.T) {
	each(t, func(t *testing.T, from *db.DB) {
		stock(t, from)
		data := backup(t, from)
		dbtest.Each(t, nil, func(t *testing.T, to *db.DB) {
			s, err := restore(t, to, data, false, shop)
			if err != nil || s != (db.Summary{Tables: 2, Rows: 621}) {
				t.Fatalf("restored %+v, %v", s, err)
			}
			if a, b := contents(t, from), contents(t, to); a != b {
				t.Errorf("the rows differ: %s", firstDifference(a, b))
			}
			if s, err := db.Verify(t.Context(), to, shop); err != nil || s.Rows != 621 {
				t.Errorf("verified %+v, %v", s, err)
			}
			_, err = db.Exec(t.Context(), to, `INSERT INTO shop_item (zone_id, id, name, slot_id) VALUES ('z', 'x', 'x', 'none')`)
			wantKey(t, "a reference into nothing after the restore", err, "db.reference")
			_, err = db.Exec(t.Context(), to, `DELETE FROM shop_slot`)
			wantKey(t, "the trigger after the restore", err, "db.refused")
		})
	})
}

func TestRestoreRefusesRowsUnlessTold(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		stock(t, d)
		data, before := backup(t, d), contents(t, d)
		must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'later', 'later')`)
		_, err := restore(t, d, data, false, shop)
		wantKey(t, "rows are there", err, "db.not_empty")
		if n := count(t, d, "shop_item"); n != 621 {
			t.Errorf("%d rows after the refusal", n)
		}
		if _, err := restore(t, d, data, true, shop); err != nil {
			t.Fatal(err)
		}
		if contents(t, d) != before {
			t.Error("the rows differ")
		}
	})
}

func TestRestoreOfAnOlderArchiveGoesThroughTheMigrations(t *testing.T) {
	newer := db.Migrations{Domain: "shop", FS: fstest.MapFS{
		"migrations/0003_colour.sql": {Data: []byte("-- +goose Up\nALTER TABLE shop_item ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';\nINSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'seed', 'seed');\n")},
	}}
	for name, f := range shop.FS.(fstest.MapFS) {
		newer.FS.(fstest.MapFS)[name] = f
	}
	each(t, func(t *testing.T, d *db.DB) {
		stock(t, d)
		old := backup(t, d)
		if _, err := restore(t, d, old, true, newer); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d, "shop_item WHERE colour = 'grey'"); n != 621 {
			t.Errorf("%d grey rows", n)
		}
		var b bytes.Buffer
		if _, err := db.Backup(t.Context(), d, &b, evening, newer); err != nil {
			t.Fatal(err)
		}
		_, err := restore(t, d, b.Bytes(), true, shop)
		wantKey(t, "an archive of a newer program", err, "db.newer")
		if _, err := restore(t, d, b.Bytes(), true, newer); err != nil {
			t.Error("a row that a migration puts there: ", err)
		}
		_, err = db.Verify(t.Context(), d, shop)
		wantKey(t, "verify by an older program", err, "db.newer")
	})
}

// rewrite copies an archive with one file changed, or left out for nil.
func rewrite(t *testing.T, data []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			if content = change(content); content == nil {
				continue
			}
		}
		out, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRestoreChecksBeforeItTouchesAnything(t *testing.T) {
	d := dbtest.SQLite(t, shop)
	stock(t, d)
	data, before := backup(t, d), contents(t, d)
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
	}
	drop := func([]byte) []byte { return nil }
	const table, list = "tables/shop_item.jsonl", "manifest.json"
	cases := map[string][]byte{
		"no archive":          []byte("hello"),
		"empty":               nil,
		"truncated":           data[:len(data)/2],
		"value changed":       rewrite(t, data, table, replace("0007", "0008")),
		"row lost":            rewrite(t, data, table, func(b []byte) []byte { return b[bytes.IndexByte(b, '\n')+1:] }),
		"part lost":           rewrite(t, data, table, drop),
		"manifest lost":       rewrite(t, data, list, drop),
		"strange format":      rewrite(t, data, list, replace("fugong-archive/1", "fugong-archive/9")),
		"a table not of ours": rewrite(t, data, list, replace(`"table":"shop_item"`, `"table":"river_job"`)),
	}
	for name, broken := range cases {
		_, err := restore(t, d, broken, true, shop)
		wantKey(t, name, err, "db.archive")
	}
	flipped := bytes.Clone(data)
	flipped[len(data)/3] ^= 0x10
	_, err := restore(t, d, flipped, true, shop)
	wantKey(t, "a flipped bit", err, "db.archive")
	if contents(t, d) != before {
		t.Error("the database was touched")
	}
}

func TestBackupFileIsPrivateAndAppearsWhole(t *testing.T) {
	d := dbtest.SQLite(t, shop)
	stock(t, d)
	file := filepath.Join(t.TempDir(), "a.zip")
	if _, err := db.BackupFile(t.Context(), d, file, evening, shop); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	must(t, d, "CREATE TABLE stray (id TEXT)")
	_, err = db.BackupFile(t.Context(), d, file, evening, shop)
	wantKey(t, "a table of no line", err, "db.stray")
	_, err = db.BackupFile(t.Context(), d, filepath.Join(file, "no", "folder"), evening, shop)
	wantKey(t, "no folder", err, "db.archive_file")
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind %v, %v", left, err)
	}
	to := dbtest.SQLite(t)
	if s, err := db.RestoreFile(t.Context(), to, file, db.RestoreOptions{}, shop); err != nil || s.Rows != 621 {
		t.Errorf("restored %+v, %v", s, err)
	}
	_, err = db.RestoreFile(t.Context(), to, file+"x", db.RestoreOptions{}, shop)
	wantKey(t, "no such file", err, "db.archive_missing")
}

func TestVerifyFindsADanglingReference(t *testing.T) {
	d := dbtest.SQLite(t, shop)
	must(t, d, `PRAGMA foreign_keys = OFF`)
	must(t, d, `INSERT INTO shop_item (zone_id, id, name, slot_id) VALUES ('z', 'a', 'a', 'none')`)
	_, err := db.Verify(t.Context(), d, shop)
	wantKey(t, "dangling", err, "db.reference_broken")
}

func TestVerifyFindsADamagedPage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), d, shop); err != nil {
		t.Fatal(err)
	}
	stock(t, d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.LastIndex(data, []byte("辊"))
	page := at / 4096 * 4096
	copy(data[page:], bytes.Repeat([]byte{0xff}, 64))
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err = db.Open(t.Context(), "sqlite:"+file); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	_, err = db.Verify(t.Context(), d, shop)
	wantKey(t, "damaged page", err, "db.corrupt")
}

func TestVerifyAsksForTheMigration(t *testing.T) {
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		_, err := db.Verify(t.Context(), d, shop)
		wantKey(t, "not migrated", err, "db.outdated")
	})
}
