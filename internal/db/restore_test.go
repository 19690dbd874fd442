package db_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
)

// resealed changes the rows of an archive and its checksum with them.
func resealed(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	var was, is string
	sum := func(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
	data = rewrite(t, data, "tables/shop_item.jsonl", func(b []byte) []byte {
		changed := bytes.Replace(b, []byte(old), []byte(new), 1)
		was, is = sum(b), sum(changed)
		return changed
	})
	return rewrite(t, data, "manifest.json", func(b []byte) []byte { return bytes.Replace(b, []byte(was), []byte(is), 1) })
}

// withFile is a line with one more file.
func withFile(line db.Migrations, name, content string) db.Migrations {
	files := maps.Clone(line.FS.(fstest.MapFS))
	files[name] = &fstest.MapFile{Data: []byte(content)}
	line.FS = files
	return line
}

// stood fills d, and returns what it holds and an archive of another content.
func stood(t *testing.T, d *db.DB) (before string, archive []byte) {
	t.Helper()
	must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'archived', 'archived')`)
	archive = backup(t, d)
	must(t, d, `DELETE FROM shop_item`)
	stock(t, d)
	return contents(t, d), archive
}

func TestAFailedRestoreLeavesWhatStands(t *testing.T) {
	refused := errors.New("refused")
	cases := map[string]struct {
		options db.RestoreOptions
		lines   []db.Migrations
		spoil   func(*testing.T, []byte) []byte
	}{
		"refused by the check": {
			options: db.RestoreOptions{Replace: true, Check: func(context.Context, *db.DB) error { return refused }},
			lines:   []db.Migrations{shop},
		},
		"a row that no table takes": {
			options: db.RestoreOptions{Replace: true},
			lines:   []db.Migrations{shop},
			spoil: func(t *testing.T, data []byte) []byte {
				return resealed(t, data, `null,"archived"`, `null,null`)
			},
		},
		"a migration that fails": {
			options: db.RestoreOptions{Replace: true},
			lines:   []db.Migrations{withFile(shop, "migrations/0009_bad.sql", "-- +goose Up\nCREATE TABLE shop_bad (;\n")},
		},
	}
	each(t, func(t *testing.T, d *db.DB) {
		before, data := stood(t, d)
		for name, c := range cases {
			data := data
			if c.spoil != nil {
				data = c.spoil(t, data)
			}
			_, err := db.Restore(t.Context(), d, bytes.NewReader(data), int64(len(data)), c.options, c.lines...)
			if err == nil {
				t.Errorf("%s: restored", name)
			}
			if contents(t, d) != before {
				t.Errorf("%s: the database was changed", name)
			}
			if _, err := db.Verify(t.Context(), d, shop); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := db.Restore(t.Context(), d, bytes.NewReader(data), int64(len(data)), db.RestoreOptions{Replace: true}, shop); err != nil {
			t.Fatal("after the failures: ", err)
		}
		if n := count(t, d, "shop_item"); n != 1 {
			t.Errorf("%d rows restored", n)
		}
		must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'after', 'after')`)
	})
}

// TestARestoreHasTheDatabaseAlone also opens it once more, as a server would.
func TestARestoreHasTheDatabaseAlone(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		before, data := stood(t, d)
		server, err := db.Open(t.Context(), d.URL())
		if err != nil {
			t.Fatal(err)
		}
		_, err = restore(t, d, data, true, shop)
		wantKey(t, "while a server runs", err, "db.in_use")
		if contents(t, server) != before {
			t.Error("the database was changed")
		}
		if err := server.Close(); err != nil {
			t.Fatal(err)
		}
		_, err = db.Restore(t.Context(), d, bytes.NewReader(data), int64(len(data)), db.RestoreOptions{Replace: true,
			Check: func(ctx context.Context, _ *db.DB) error {
				other, err := db.Open(ctx, d.URL())
				wantKey(t, "opened during a restore", err, "db.restoring")
				if err == nil {
					other.Close()
				}
				return nil
			}}, shop)
		if err != nil {
			t.Fatal(err)
		}
		again, err := db.Open(t.Context(), d.URL())
		if err != nil {
			t.Fatal("after the restore: ", err)
		}
		if n := count(t, again, "shop_item"); n != 1 {
			t.Errorf("%d rows restored", n)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	})
}

const crashRestore = "FUGONG_TEST_CRASH_RESTORE"

// restoreForever takes two archives in turn and prints a line after each.
func restoreForever(url string, archives []string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		if _, err := db.RestoreFile(ctx, d, archives[n%len(archives)], db.RestoreOptions{Replace: true}, shop); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func TestARestoreThatIsKilledLeavesOneOfTheTwo(t *testing.T) {
	dbtest.Each(t, []db.Migrations{shop}, func(t *testing.T, d *db.DB) {
		small, big := filepath.Join(t.TempDir(), "small.zip"), filepath.Join(t.TempDir(), "big.zip")
		before, data := stood(t, d)
		err := os.WriteFile(small, data, 0o600)
		if err == nil {
			err = os.WriteFile(big, backup(t, d), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		url := d.URL()
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		for kill := range 8 {
			killRestore(t, url, []string{small, big}, kill)
			whole(t, url, before)
		}
	})
}

// killRestore kills a child in the middle of its third or fourth restore.
func killRestore(t *testing.T, url string, archives []string, kill int) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), crashRestore+"="+strings.Join(append([]string{url}, archives...), "\n"))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	var took time.Duration
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if n == kill%2 {
			took = time.Since(started) / time.Duration(n+1)
			time.Sleep(took * time.Duration(kill+1) / 9)
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := child.Wait(); err == nil || took == 0 {
		t.Fatal("the child was not killed: ", err)
	}
}

// whole makes sure that a database is one of the two archives.
func whole(t *testing.T, url, big string) {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	s, err := db.Verify(t.Context(), d, shop)
	if err != nil {
		t.Error(err)
	}
	if n := count(t, d, "shop_item"); n != 1 && contents(t, d) != big {
		t.Errorf("half of a restore: %+v", s)
	}
}
