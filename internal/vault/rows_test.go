package vault

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
)

var people = db.Migrations{Domain: "people", FS: fstest.MapFS{"migrations/0001_p.sql": {Data: []byte(
	"-- +goose Up\nCREATE TABLE people_person (zone_id TEXT NOT NULL, id TEXT PRIMARY KEY, name BYTEA);\n")}}}

var name = Column{"people_person", "name"}

func insertPeople(t *testing.T, d *db.DB, v *Vault, n int) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		for i := range n {
			id := fmt.Sprintf("p%04d", i)
			if _, err := db.Exec(ctx, tx, `INSERT INTO people_person (zone_id, id, name) VALUES ('z', $1, $2)`,
				id, v.Seal("name "+id, AAD(name.Table, name.Name, id))); err != nil {
				return err
			}
		}
		_, err := db.Exec(ctx, tx, `INSERT INTO people_person (zone_id, id) VALUES ('z', 'p0100x')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResealColumnReachesEveryRow(t *testing.T) {
	const n = 2*batch + 7
	dbtest.Each(t, []db.Migrations{people}, func(t *testing.T, d *db.DB) {
		v, path := opened(t)
		insertPeople(t, d, v, n)
		if err := Rotate(path); err != nil {
			t.Fatal(err)
		}
		v.reloadKeys()
		for _, want := range []int{n, 0} {
			if got, err := v.ResealColumn(t.Context(), d, name); err != nil || got != want {
				t.Errorf("resealed %d, %v; want %d", got, err, want)
			}
		}
		var rows []struct {
			ID   string
			Name []byte
		}
		if err := db.Select(t.Context(), d, &rows, `SELECT id, name FROM people_person WHERE name IS NOT NULL`); err != nil || len(rows) != n {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for _, r := range rows {
			if plain, err := v.Unseal(r.Name, AAD(name.Table, name.Name, r.ID)); err != nil || plain != "name "+r.ID {
				t.Errorf("%s: %q, %v", r.ID, plain, err)
			}
		}
	})
}

func TestResealColumnStopsAtAFieldItCannotOpen(t *testing.T) {
	v, _ := opened(t)
	d := dbtest.SQLite(t, people)
	insertPeople(t, d, v, 3)
	stranger, err := Open(filepath.Join(t.TempDir(), "k"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = stranger.ResealColumn(t.Context(), d, name)
	wantKey(t, err, "vault.unseal")
}

func TestMatchRefusesAnotherKeyFile(t *testing.T) {
	dbtest.Each(t, []db.Migrations{Migrations}, func(t *testing.T, d *db.DB) {
		v, path := opened(t)
		for range 2 {
			if err := v.Match(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if err := Rotate(path); err != nil {
			t.Fatal(err)
		}
		rotated, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := rotated.Match(t.Context(), d); err != nil {
			t.Error("after a rotation: ", err)
		}
		stranger, _ := opened(t)
		wantKey(t, stranger.Match(t.Context(), d), "vault.mismatch")
	})
}

func TestMatchRefusesAKeyFileFromBeforeARotation(t *testing.T) {
	dbtest.Each(t, []db.Migrations{Migrations, people}, func(t *testing.T, d *db.DB) {
		v, path := opened(t)
		if err := v.Match(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := Rotate(path); err != nil {
			t.Fatal(err)
		}
		rotated, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := rotated.Match(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		insertPeople(t, d, rotated, 3)
		stale := filepath.Join(t.TempDir(), "copy")
		if err := os.WriteFile(stale, old, 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := Open(stale)
		if err != nil {
			t.Fatal(err)
		}
		wantKey(t, before.Match(t.Context(), d), "vault.stale")
		wantKey(t, before.VerifyColumn(t.Context(), d, name), "vault.unseal")
		if err := rotated.VerifyColumn(t.Context(), d, name); err != nil {
			t.Error(err)
		}
		if err := rotated.Match(t.Context(), d); err != nil {
			t.Error("the newest key file: ", err)
		}
	})
}
