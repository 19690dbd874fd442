package db

import (
	"context"
	"crypto/sha256"
	"database/sql/driver"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"fugong/internal/fault"

	"modernc.org/sqlite"
)

// pragmas of every SQLite connection. FULL makes a commit survive a power cut;
// case_sensitive_like makes LIKE the same as PostgreSQL's. What a savepoint may
// have to bring back lies in a file: in memory it was 400 MB when a plan of 40,000
// activities was replaced.
var pragmas = []string{
	"busy_timeout(10000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"wal_autocheckpoint(4000)", // pages; pages written again and again go to the file a quarter as often as by default
	"foreign_keys(1)",
	"case_sensitive_like(1)",
	"temp_store(FILE)",
}

// sha256 of a text, which PostgreSQL has by itself: a migration asks for it.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("sha256", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, ok := args[0].(string)
		if !ok {
			return nil, errors.New("sha256: not a text")
		}
		hash := sha256.Sum256([]byte(text))
		return hash[:], nil
	})
}

func openSQLite(ctx context.Context, address string) (*DB, error) {
	file := strings.TrimPrefix(address, "sqlite:")
	if err := touchFile(file); err != nil {
		return nil, err
	}
	use, err := shareFile(ctx, file)
	if err != nil {
		return nil, err
	}
	d, err := openSQLiteFile(ctx, file)
	if err != nil {
		return nil, errors.Join(err, use.end())
	}
	d.url, d.use = address, use
	return d, nil
}

// openSQLiteFile opens the pools of a file that exists.
func openSQLiteFile(ctx context.Context, file string) (*DB, error) {
	d := &DB{engine: SQLite}
	var err error
	if d.write, err = openLite(sqliteName(file, "_txlock=immediate")); err != nil {
		return nil, Kind(err)
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = openLite(sqliteName(file, "_txlock=deferred", "query_only(1)")); err != nil {
		return nil, Kind(err)
	}
	d.read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	d.read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	if err := d.probe(ctx); err != nil {
		d.Close()
		return nil, about(err, file)
	}
	return d, nil
}

// touchFile makes the file, readable by its owner only: it holds personal data,
// and SQLite gives its side files the same mode.
func touchFile(file string) error {
	if file == "" {
		return fault.New(fault.Invalid, "db.url")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fault.New(fault.Unavailable, "db.open", "File", file).Because(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fault.New(fault.Unavailable, "db.open", "File", file).Because(err)
	}
	return f.Close()
}

// probe writes a page and reads it back, so that a read-only folder or a full
// disk shows at the start and not at the first booking.
func (d *DB) probe(ctx context.Context) error {
	if _, err := d.write.ExecContext(ctx, "BEGIN IMMEDIATE; PRAGMA user_version = 1; COMMIT"); err != nil {
		return Kind(err)
	}
	var v int
	return Kind(d.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&v))
}

func sqliteName(file, option string, more ...string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		abs = file
	}
	q := option
	for _, p := range slices.Concat(pragmas, more) {
		q += "&_pragma=" + p
	}
	return "file:" + (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath() + "?" + q
}
