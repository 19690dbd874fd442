package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"fugong/internal/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// poolSize bounds the connections of one process: PostgreSQL allows 100 by
// default, shared by every node and by the job workers.
const poolSize = 16

func openPostgres(ctx context.Context, url string) (*DB, error) {
	config, err := configOf(url)
	if err != nil {
		return nil, err
	}
	use, err := shareSchema(ctx, config)
	if err != nil {
		return nil, err
	}
	d, err := openPool(ctx, config)
	if err != nil {
		return nil, errors.Join(err, use.end())
	}
	d.url, d.use = url, use
	return d, nil
}

func configOf(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fault.New(fault.Invalid, "db.url") // the cause repeats the password
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "fugong"
	}
	return config, nil
}

func openPool(ctx context.Context, config *pgx.ConnConfig) (*DB, error) {
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(poolSize)
	pool.SetMaxIdleConns(poolSize)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, Kind(err)
	}
	return &DB{engine: Postgres, read: pool, write: pool}, nil
}

// forget drops idle connections, since each remembers statements that a
// migration may have made wrong ("cached plan must not change result type").
func (d *DB) forget() {
	if d.engine == Postgres {
		d.write.SetMaxIdleConns(0)
		d.write.SetMaxIdleConns(poolSize)
	}
}

// pgConn lends the pgx connection behind a transaction's connection to f.
func pgConn(conn *sql.Conn, f func(*pgx.Conn) error) error {
	return conn.Raw(func(driver any) error { return f(driver.(*stdlib.Conn).Conn()) })
}
