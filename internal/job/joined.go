package job

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// joined shows a connection that is already within a database/sql transaction
// as the pgx.Tx that River's driver wants. Whoever began the transaction ends
// it, so Commit and Rollback are refused; a nested Begin is a savepoint.
type joined struct{ *connection }

// connection is embedded under its own name, to leave Conn to the method.
type connection = pgx.Conn

var errNotOurs = errors.New("job: the transaction is the caller's to end")

// Begin makes a savepoint.
func (j joined) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := j.Exec(ctx, "SAVEPOINT job"); err != nil {
		return nil, err
	}
	return savepoint{j}, nil
}

// Commit refuses.
func (j joined) Commit(context.Context) error { return errNotOurs }

// Rollback refuses.
func (j joined) Rollback(context.Context) error { return errNotOurs }

// LargeObjects is not used by River.
func (j joined) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Conn is the connection.
func (j joined) Conn() *pgx.Conn { return j.connection }

// savepoint is a transaction within joined.
type savepoint struct{ joined }

// Commit keeps what was done since the savepoint.
func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.Exec(ctx, "RELEASE SAVEPOINT job")
	return err
}

// Rollback undoes what was done since the savepoint.
func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.Exec(ctx, "ROLLBACK TO SAVEPOINT job")
	return err
}
