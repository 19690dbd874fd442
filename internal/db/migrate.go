package db

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"fugong/internal/fault"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Migrations is one domain's line of numbered SQL files, NNNN_name.sql in the
// folder migrations of FS. What the engines say differently (a trigger) goes
// under the same number into migrations/sqlite and migrations/postgres.
type Migrations struct {
	Domain string
	FS     fs.FS
	Prefix string // of its tables' names; Domain and "_" when empty

	// A library that makes its own tables, in each engine's way, gives these
	// instead: Run migrates; Dump and Load carry the rows through an archive.
	Run  func(ctx context.Context, d *DB) error
	Dump func(ctx context.Context, engine Engine, q Querier) ([]json.RawMessage, error)
	Load func(ctx context.Context, tx *Tx, rows []json.RawMessage) error
}

// Version says how far one domain's line has come.
type Version struct {
	Domain  string `json:"domain"`
	Current int64  `json:"current"`
	Target  int64  `json:"target"` // the last file the program knows
}

// gooseTable begins the names of the tables that keep the versions.
const gooseTable = "goose_"

// latest asks a line for all its files.
const latest = -1

// Migrate brings each line up to its last file, in the order given. Several
// processes may call it at once. It returns Conflict "db.newer" when the
// database was written by a newer program, Internal "db.migration" when a file
// fails; that file leaves no trace.
func Migrate(ctx context.Context, d *DB, lines ...Migrations) error {
	for _, line := range lines {
		if err := migrateTo(ctx, d, line, latest); err != nil {
			return err
		}
	}
	return nil
}

// Versions reports each line that has files.
func Versions(ctx context.Context, d *DB, lines ...Migrations) ([]Version, error) {
	var versions []Version
	for _, line := range lines {
		if line.FS == nil {
			continue
		}
		p, err := gooseProvider(d, line)
		if err != nil {
			return nil, err
		}
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return nil, migrationFault(line, err)
		}
		versions = append(versions, Version{line.Domain, current, target})
	}
	return versions, nil
}

func migrateTo(ctx context.Context, d *DB, line Migrations, version int64) error {
	if line.Run != nil {
		if err := line.Run(ctx, d); err != nil {
			return migrationFault(line, err)
		}
	}
	if line.FS == nil {
		return nil
	}
	p, err := gooseProvider(d, line)
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return migrationFault(line, err)
	}
	if current > target || version > target {
		return fault.New(fault.Conflict, "db.newer", "Domain", line.Domain)
	}
	if version == latest {
		version = target
	}
	err = climbTo(ctx, p, current, version)
	d.forget()
	return migrationFault(line, err)
}

// climbTo applies the files above current. A file that failed while the line
// went on was applied by another process (SQLite has no lock to wait for).
func climbTo(ctx context.Context, p *goose.Provider, current, version int64) error {
	for current < version {
		_, failed := p.UpTo(ctx, version)
		now, _, err := p.GetVersions(ctx)
		if err != nil {
			return err
		}
		if failed != nil && now == current {
			return failed
		}
		current = now
	}
	return nil
}

func migrationFault(line Migrations, err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if kind := Kind(err); errors.As(kind, &known) && known.Kind == fault.Unavailable {
		return kind
	}
	return fault.New(fault.Internal, "db.migration", "Domain", line.Domain).Because(err)
}

func gooseProvider(d *DB, line Migrations) (*goose.Provider, error) {
	options := []goose.ProviderOption{
		goose.WithTableName(gooseTable + line.Domain),
		goose.WithDisableGlobalRegistry(true),
	}
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300), lock.WithUnlockTimeout(1, 60))
		if err != nil {
			return nil, migrationFault(line, err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, d.write, engineFS{line.FS, d.engine}, options...)
	return p, migrationFault(line, err)
}

// lastFile is the highest number of a line's files.
func lastFile(line Migrations) (last int64, err error) {
	for _, engine := range []Engine{SQLite, Postgres} {
		files, err := engineFS{line.FS, engine}.ReadDir(".")
		if err != nil {
			return 0, err
		}
		for _, f := range files {
			n, err := goose.NumericComponent(f.Name())
			if err != nil {
				return 0, err
			}
			last = max(last, n)
		}
	}
	return last, nil
}

// engineFS shows the shared files and one engine's own as a single folder.
type engineFS struct {
	fs.FS
	engine Engine
}

const folder = "migrations"

// Open finds a shared file first, then the engine's.
func (e engineFS) Open(name string) (fs.File, error) {
	f, err := e.FS.Open(path.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return e.FS.Open(path.Join(folder, string(e.engine), name))
	}
	return f, err
}

// ReadDir lists the SQL files of both folders by name.
func (e engineFS) ReadDir(string) ([]fs.DirEntry, error) {
	shared, err := fs.ReadDir(e.FS, folder)
	if err != nil {
		return nil, err
	}
	own, err := fs.ReadDir(e.FS, path.Join(folder, string(e.engine)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	all := append(slices.Clone(shared), own...)
	all = slices.DeleteFunc(all, func(f fs.DirEntry) bool { return f.IsDir() })
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
