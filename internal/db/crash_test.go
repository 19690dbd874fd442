package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
)

const crashFile = "FUGONG_TEST_CRASH_FILE"

// TestMain is the child of the tests that kill one when it is told so.
func TestMain(m *testing.M) {
	if file := os.Getenv(crashFile); file != "" {
		if err := writeForever(file, os.Getpid()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if told := os.Getenv(crashRestore); told != "" {
		words := strings.Split(told, "\n")
		fmt.Fprintln(os.Stderr, restoreForever(words[0], words[1:]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever prints each id once its transaction is committed.
func writeForever(file string, pid int) error {
	ctx := context.Background()
	d, err := db.Open(ctx, "sqlite:"+file)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, d, shop); err != nil {
		return err
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("%d-%d", pid, n)
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', $1, $1)`, id)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println(id)
	}
}

func TestAcknowledgedSurvivesKill(t *testing.T) {
	file := filepath.Join(t.TempDir(), "crash.db")
	acknowledged := map[string]bool{}
	for _, kill := range []int{50, 120} {
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), crashFile+"="+file)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			acknowledged[lines.Text()] = true
			if n == kill {
				time.Sleep(3 * time.Millisecond) // into the middle of a later one
				if err := child.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := child.Wait(); err == nil {
			t.Fatal("the child was not killed")
		}
		survived(t, file, acknowledged, kill)
	}
}

func survived(t *testing.T, file string, acknowledged map[string]bool, atLeast int) {
	t.Helper()
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := db.Verify(t.Context(), d, shop); err != nil {
		t.Error(err)
	}
	var ids []string
	if err := db.Select(t.Context(), d, &ids, `SELECT id FROM shop_item`); err != nil {
		t.Fatal(err)
	}
	stored := map[string]bool{}
	for _, id := range ids {
		stored[id] = true
	}
	for id := range acknowledged {
		if !stored[id] {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
	if len(acknowledged) <= atLeast {
		t.Errorf("only %d were acknowledged", len(acknowledged))
	}
}

// TestFullDiskIsOneClearErrorAndLosesNothing bounds the file as a disk would.
func TestFullDiskIsOneClearErrorAndLosesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "full.db")
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := db.Migrate(t.Context(), d, shop); err != nil {
		t.Fatal(err)
	}
	must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'before', 'before')`)
	if _, err := d.Writer().ExecContext(t.Context(), `PRAGMA max_page_count = 1`); err != nil {
		t.Fatal(err)
	}
	err = d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `INSERT INTO shop_item (zone_id, id, name, secret) VALUES ('z', 'big', 'big', $1)`, make([]byte, 1<<20))
		return err
	})
	wantKey(t, "full disk", err, "db.full")
	if fault.Of(err) != fault.Unavailable || count(t, d, "shop_item") != 1 {
		t.Errorf("%v, %d rows", err, count(t, d, "shop_item"))
	}
	must(t, d, `PRAGMA max_page_count = 100000`)
	must(t, d, `INSERT INTO shop_item (zone_id, id, name) VALUES ('z', 'after', 'after')`)
}

func TestReadOnlyFolderIsOneClearError(t *testing.T) {
	for _, file := range []string{"/proc/fugong.db", "/proc/self/fugong/a.db"} {
		_, err := db.Open(t.Context(), "sqlite:"+file)
		wantKey(t, file, err, "db.open")
	}
}
