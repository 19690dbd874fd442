package db_test

import (
	"bytes"
	"context"
	"testing"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
)

func TestNoEngineTakesTextThatOneCannotStore(t *testing.T) {
	dbtest.Each(t, []db.Migrations{shop}, func(t *testing.T, d *db.DB) {
		stock(t, d)
		for _, bad := range []string{"a\x00b", "\xff", "\xed\xa0\x80"} {
			_, err := db.Exec(t.Context(), d, `UPDATE shop_item SET name = $1`, bad)
			wantKey(t, "a statement", err, "db.text")
			err = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
				_, err := db.Exec(ctx, tx, `UPDATE shop_item SET name = $1`, bad)
				return err
			})
			wantKey(t, "a transaction", err, "db.text")
			if fault.Of(err) != fault.Invalid {
				t.Errorf("%q is a fault of kind %v", bad, fault.Of(err))
			}
			var found []string
			wantKey(t, "a question", db.Select(t.Context(), d, &found, `SELECT id FROM shop_item WHERE name = $1`, bad), "db.text")
		}
	})
}

// A zone whose SQLite database took such text, before it was refused, moves to
// either engine, and hears how many texts lost characters.
func TestOldTextIsCleanedOnTheWay(t *testing.T) {
	from := dbtest.SQLite(t, shop)
	stock(t, from)
	for id, hex := range map[string]string{"0001": "610062", "0002": "e8be8affe8be8a"} {
		if _, err := from.Writer().ExecContext(t.Context(), `UPDATE shop_item SET name = CAST(x'`+hex+`' AS TEXT) WHERE id = $1`, id); err != nil {
			t.Fatal(err)
		}
	}
	var archive bytes.Buffer
	if _, err := db.Backup(t.Context(), from, &archive, evening, shop); err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, []db.Migrations{shop}, func(t *testing.T, d *db.DB) {
		sum, err := db.Restore(t.Context(), d, bytes.NewReader(archive.Bytes()), int64(archive.Len()), db.RestoreOptions{Replace: true}, shop)
		if err != nil || sum.Cleaned != 2 {
			t.Fatalf("%+v, %v", sum, err)
		}
		var names []string
		if err := db.Select(t.Context(), d, &names, `SELECT name FROM shop_item WHERE id IN ('0001', '0002') ORDER BY id`); err != nil || names[0] != "ab" || names[1] != "辊辊" {
			t.Errorf("%q, %v", names, err)
		}
	})
}
