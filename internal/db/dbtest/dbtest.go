// Package dbtest gives each test a database of its own, migrated, on SQLite
// and on a real PostgreSQL.
//
// The server is the one named by FUGONG_TEST_POSTGRES. Without it the first
// test of a program starts a throw-away server, which ends with the program.
// A test never passes for lack of a server: it fails and says what to install.
package dbtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fugong/internal/db"
	"fugong/internal/fault"
)

// Each runs f as the subtests "sqlite" and "postgres".
func Each(t *testing.T, lines []db.Migrations, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t, lines...)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t, lines...)) })
}

// SQLite opens a migrated database in the test's own folder, for tests of use
// cases that need one engine only.
func SQLite(t testing.TB, lines ...db.Migrations) *db.DB {
	t.Helper()
	template, err := templates.sqliteTemplate(lines)
	if err != nil {
		t.Fatal("dbtest: migrating SQLite: ", explain(err))
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return openMigrated(t, "sqlite:"+file)
}

// Postgres opens a migrated database on the test server.
func Postgres(t testing.TB, lines ...db.Migrations) *db.DB {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	template, err := templates.postgresTemplate(s, lines)
	if err != nil {
		t.Fatal("dbtest: migrating PostgreSQL: ", explain(err))
	}
	name, err := s.createDatabase(template)
	if err != nil {
		t.Fatal("dbtest: ", err)
	}
	t.Cleanup(func() { // runs after the database is closed
		if err := s.drop(name); err != nil {
			t.Error("dbtest: ", err)
		}
	})
	return openMigrated(t, s.url(name))
}

// explain adds the cause that a fault keeps for operators.
func explain(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Err != nil {
		return f.Error() + ": " + f.Err.Error()
	}
	return err.Error()
}

func openMigrated(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// migrated keeps one migrated template per set of lines, since copying one is
// some forty times faster than migrating again.
type migrated struct {
	mu    sync.Mutex
	files map[string][]byte
	names map[string]string
}

var templates = migrated{files: map[string][]byte{}, names: map[string]string{}}

func key(lines []db.Migrations) string {
	var domains []string
	for _, line := range lines {
		domains = append(domains, line.Domain)
	}
	return strings.Join(domains, " ")
}

func (m *migrated) sqliteTemplate(lines []db.Migrations) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if data, ok := m.files[key(lines)]; ok {
		return data, nil
	}
	dir, err := os.MkdirTemp("", "fugong-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "template.db")
	if err := migrateTemplate("sqlite:"+file, lines); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file) // closing folded the write-ahead log in
	m.files[key(lines)] = data
	return data, err
}

func (m *migrated) postgresTemplate(s *postgres, lines []db.Migrations) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if name, ok := m.names[key(lines)]; ok {
		return name, nil
	}
	name, err := s.createDatabase("template0")
	if err != nil {
		return "", err
	}
	if err := migrateTemplate(s.url(name), lines); err != nil {
		return "", err
	}
	m.names[key(lines)] = name
	return name, nil
}

func migrateTemplate(url string, lines []db.Migrations) error {
	ctx := context.Background()
	d, err := db.Open(ctx, url)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, d, lines...); err != nil {
		d.Close()
		return err
	}
	return d.Close()
}
