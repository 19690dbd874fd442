package db

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"fugong/internal/fault"

	"modernc.org/sqlite"
)

// stage is an empty database beside another, in which a restore is built. Only
// who has the other alone may make one.
type stage struct {
	*DB
	takePlace func(ctx context.Context) error // of the other, in one step
	discard   func(ctx context.Context) error
}

// stage makes the stage of d. What a killed restore left there is thrown away.
func (d *DB) stage(ctx context.Context) (*stage, error) {
	if d.engine == Postgres {
		return d.stageSchema(ctx)
	}
	return d.stageFile(ctx)
}

// stageFile builds in a file beside d's. SQLite's backup then writes its pages
// over d's in one transaction, which a kill undoes as any other.
// https://www.sqlite.org/backup.html
func (d *DB) stageFile(ctx context.Context) (*stage, error) {
	file := strings.TrimPrefix(d.url, "sqlite:") + "-restore"
	if err := removeSQLite(file); err != nil {
		return nil, err
	}
	if err := touchFile(file); err != nil {
		return nil, err
	}
	beside, err := openSQLiteFile(ctx, file)
	if err != nil {
		return nil, errors.Join(err, removeSQLite(file))
	}
	return &stage{
		DB: beside,
		takePlace: func(ctx context.Context) error {
			if err := beside.Close(); err != nil { // folds its write-ahead log in
				return Kind(err)
			}
			return d.copyFrom(ctx, file)
		},
		discard: func(context.Context) error { return errors.Join(beside.Close(), removeSQLite(file)) },
	}, nil
}

// copyFrom makes d what the file is.
func (d *DB) copyFrom(ctx context.Context, file string) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return Kind(err)
	}
	defer conn.Close()
	return Kind(conn.Raw(func(c any) error {
		b, err := c.(interface {
			NewRestore(from string) (*sqlite.Backup, error)
		}).NewRestore(sqliteName(file, "mode=rw"))
		if err != nil {
			return err
		}
		_, err = b.Step(-1)
		return errors.Join(err, b.Finish())
	}))
}

// removeSQLite removes a database file and those that SQLite puts beside it.
func removeSQLite(file string) error {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(file + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Unavailable, "db.open", "File", file+end).Because(err)
		}
	}
	return nil
}

// stageSchema builds in a schema beside d's, which then takes its name in one
// transaction.
func (d *DB) stageSchema(ctx context.Context) (*stage, error) {
	var schema string
	if err := Get(ctx, d, &schema, `SELECT current_schema()`); err != nil {
		return nil, err
	}
	name := schema + "_restore"
	drop := `DROP SCHEMA IF EXISTS ` + quote(name) + ` CASCADE`
	if _, err := Exec(ctx, d, drop); err != nil {
		return nil, err
	}
	if _, err := Exec(ctx, d, `CREATE SCHEMA `+quote(name)); err != nil {
		return nil, err
	}
	beside, err := openSchema(ctx, d.url, name)
	if err != nil {
		return nil, err
	}
	return &stage{
		DB: beside,
		takePlace: func(ctx context.Context) error {
			if err := beside.Close(); err != nil {
				return Kind(err)
			}
			return d.renameFrom(ctx, schema, name)
		},
		discard: func(ctx context.Context) error {
			_, err := Exec(context.WithoutCancel(ctx), d, drop)
			return errors.Join(beside.Close(), err)
		},
	}, nil
}

// openSchema opens another schema of the database at address, without a claim.
func openSchema(ctx context.Context, address, schema string) (*DB, error) {
	base, query, _ := strings.Cut(address, "?")
	options, err := url.ParseQuery(query)
	if err != nil {
		return nil, fault.New(fault.Invalid, "db.url")
	}
	options.Set("search_path", quote(schema))
	address = base + "?" + options.Encode()
	config, err := configOf(address)
	if err != nil {
		return nil, err
	}
	d, err := openPool(ctx, config)
	if err == nil {
		d.url = address
	}
	return d, err
}

func (d *DB) renameFrom(ctx context.Context, schema, from string) error {
	err := d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		if _, err := Exec(ctx, tx, `DROP SCHEMA `+quote(schema)+` CASCADE`); err != nil {
			return err
		}
		_, err := Exec(ctx, tx, `ALTER SCHEMA `+quote(from)+` RENAME TO `+quote(schema))
		return err
	})
	d.forget()
	return err
}
