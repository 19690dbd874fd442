package db

import (
	"context"
	"errors"
	"time"

	"fugong/internal/fault"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5"
)

// use is a process's claim on a database: shared by all who have it open, or
// held by one alone, who restores. A claim ends with its process, however that
// dies.
type use interface {
	// alone claims the database for this process. It returns Conflict
	// "db.in_use" while another process has it open.
	alone(ctx context.Context) error
	share(ctx context.Context) error // goes back from alone
	end() error
}

func errInUse() error     { return fault.New(fault.Conflict, "db.in_use") }
func errRestoring() error { return fault.New(fault.Unavailable, "db.restoring") }

// fileUse claims an SQLite file by a lock on a file beside it. It must be
// another file: closing any handle of the database's own drops SQLite's locks.
// https://www.sqlite.org/howtocorrupt.html section 2.2
type fileUse struct {
	file string
	lock *flock.Flock
}

// shareFile returns Unavailable "db.restoring" while one process has the file alone.
func shareFile(ctx context.Context, file string) (use, error) {
	u := fileUse{file, flock.New(file+"-lock", flock.SetPermissions(0o600))}
	return u, u.share(ctx)
}

func (u fileUse) alone(ctx context.Context) error {
	return u.claim(ctx, u.lock.TryLock, errInUse)
}

func (u fileUse) share(ctx context.Context) error {
	if u.lock.Locked() {
		if err := u.lock.Unlock(); err != nil {
			return fault.New(fault.Unavailable, "db.open", "File", u.file).Because(err)
		}
	}
	return u.claim(ctx, u.lock.TryRLock, errRestoring)
}

func (u fileUse) claim(ctx context.Context, try func() (bool, error), refused func() error) error {
	return tryPatiently(ctx, refused, func() (bool, error) {
		got, err := try()
		if err != nil {
			return false, fault.New(fault.Unavailable, "db.open", "File", u.file).Because(err)
		}
		return got, nil
	})
}

func (u fileUse) end() error { return u.lock.Close() }

// schemaUse claims a schema of PostgreSQL by an advisory lock of a connection
// of its own.
type schemaUse struct{ conn *pgx.Conn }

// useLock is the class of our advisory locks; the schema makes the rest.
const useLock = 0x66756767

// shareSchema returns Unavailable "db.restoring" while one process has the schema alone.
func shareSchema(ctx context.Context, config *pgx.ConnConfig) (use, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, Kind(err)
	}
	u := schemaUse{conn}
	if err := u.claim(ctx, "pg_try_advisory_lock_shared", errRestoring); err != nil {
		u.end()
		return nil, err
	}
	return u, nil
}

func (u schemaUse) alone(ctx context.Context) error {
	return u.claim(ctx, "pg_try_advisory_lock", errInUse)
}

func (u schemaUse) share(ctx context.Context) error {
	return u.claim(context.WithoutCancel(ctx), "pg_advisory_unlock", errRestoring)
}

func (u schemaUse) claim(ctx context.Context, function string, refused func() error) error {
	return tryPatiently(ctx, refused, func() (got bool, err error) {
		err = u.conn.QueryRow(ctx, `SELECT `+function+`($1, hashtext(current_schema()))`, useLock).Scan(&got)
		return got, Kind(err)
	})
}

// end gives the claim back before the connection closes, since the server notices that later.
func (u schemaUse) end() error {
	ctx := context.Background()
	_, err := u.conn.Exec(ctx, `SELECT pg_advisory_unlock_all()`)
	if u.conn.IsClosed() {
		err = nil // the server went away, and the claim with it
	}
	return errors.Join(err, u.conn.Close(ctx))
}

// tryPatiently tries for two seconds: who was killed a moment ago may still count.
func tryPatiently(ctx context.Context, refused func() error, try func() (bool, error)) error {
	for range 20 {
		if got, err := try(); got || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(100 * time.Millisecond):
		}
	}
	return refused()
}
