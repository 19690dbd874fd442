package job

import (
	"context"

	"fugong/internal/db"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// Migrations make River's tables. An archive keeps the jobs still to be done.
var Migrations = db.Migrations{Domain: "job", Prefix: "river_", Run: migrateJobs, Dump: dumpJobs, Load: loadJobs}

// lockNumber keeps two processes from migrating PostgreSQL at once.
const lockNumber = 0x6675676f6e67 // "fugong"

func migrateJobs(ctx context.Context, d *db.DB) error {
	if d.Engine() == db.SQLite {
		return migrateLite(ctx, d)
	}
	pool, err := pgxpool.New(ctx, d.URL())
	if err != nil {
		return db.Kind(err)
	}
	defer pool.Close()
	lock, err := pool.Acquire(ctx)
	if err != nil {
		return db.Kind(err)
	}
	defer lock.Release()
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockNumber)); err != nil {
		return db.Kind(err)
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet})
	if err == nil {
		_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	}
	return db.Kind(err) // closing the pool gives the lock back
}

// migrateLite tries again when it failed because another process was faster.
func migrateLite(ctx context.Context, d *db.DB) error {
	migrator, err := rivermigrate.New(riversqlite.New(d.Writer()), &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	for range 3 {
		if _, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err == nil {
			return nil
		}
	}
	return db.Kind(err)
}
