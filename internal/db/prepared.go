package db

import (
	"container/list"
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// maxPrepared bounds the statements that one SQLite connection keeps prepared.
const maxPrepared = 256

// openLite opens a pool of SQLite connections, each of which keeps the statements
// that it ran last prepared: parsing and planning one takes longer than running it.
// PostgreSQL's driver does so by itself.
func openLite(name string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(liteConnector{connector}), nil
}

type liteConnector struct{ driver.Connector }

// Connect opens a connection.
func (c liteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &liteConn{driverConn: conn.(driverConn), at: map[string]*list.Element{}, order: list.New()}, nil
}

// driverConn is what SQLite's driver offers of a connection, but for running a
// text, which liteConn does by statements that it keeps.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	pooled
	NewRestore(source string) (*sqlite.Backup, error)
}

type pooled interface {
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// liteConn keeps statements. The pool lets one goroutine at a time use it.
type liteConn struct {
	driverConn
	at    map[string]*list.Element // by text
	order *list.List               // of *prepared, last used first
}

type prepared struct {
	text string
	stmt liteStmt
	busy bool // its rows are being read: it cannot be run a second time
	kept bool
}

type liteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// release gives a statement back; it ends here when it is not kept.
func (p *prepared) release() error {
	p.busy = false
	if p.kept {
		return nil
	}
	return p.stmt.Close()
}

// takePrepared prepares a text, or finds it prepared.
func (c *liteConn) takePrepared(ctx context.Context, text string) (*prepared, error) {
	e, known := c.at[text]
	if known && !e.Value.(*prepared).busy {
		c.order.MoveToFront(e)
		p := e.Value.(*prepared)
		p.busy = true
		return p, nil
	}
	stmt, err := c.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p := &prepared{text: text, stmt: stmt.(liteStmt), busy: true}
	if !known && keepsPrepared(text) {
		c.keepPrepared(p)
	}
	return p, nil
}

// keepPrepared lets go of the statement that was not used for longest.
func (c *liteConn) keepPrepared(p *prepared) {
	p.kept = true
	c.at[p.text] = c.order.PushFront(p)
	if c.order.Len() <= maxPrepared {
		return
	}
	old := c.order.Remove(c.order.Back()).(*prepared)
	delete(c.at, old.text)
	if old.kept = false; !old.busy {
		_ = old.stmt.Close()
	}
}

// keepsPrepared tells the statements that are run again and again from those that
// define tables, set options or mark a place in a transaction.
func keepsPrepared(text string) bool {
	text = strings.TrimSpace(text)
	for strings.HasPrefix(text, "--") {
		_, rest, _ := strings.Cut(text, "\n")
		text = strings.TrimSpace(rest)
	}
	end := strings.IndexAny(text, " \t\r\n")
	if end < 0 {
		return false
	}
	switch strings.ToUpper(text[:end]) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// ExecContext runs a statement without rows.
func (c *liteConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	p, err := c.takePrepared(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := p.stmt.ExecContext(ctx, args)
	if closed := p.release(); err == nil {
		err = closed
	}
	return result, err
}

// QueryContext runs a statement that has rows.
func (c *liteConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	p, err := c.takePrepared(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := p.stmt.QueryContext(ctx, args)
	if err != nil {
		_ = p.release()
		return nil, err
	}
	return &liteRows{rows.(typedRows), p}, nil
}

// Close ends the connection and its statements.
func (c *liteConn) Close() error {
	for e := c.order.Front(); e != nil; e = e.Next() {
		_ = e.Value.(*prepared).stmt.Close()
	}
	return c.driverConn.Close()
}

// typedRows is what SQLite's driver offers of rows.
type typedRows interface {
	driver.Rows
	columnTypes
}

type columnTypes interface {
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypeNullable
	driver.RowsColumnTypePrecisionScale
	driver.RowsColumnTypeScanType
}

// liteRows give their statement back when they are closed.
type liteRows struct {
	typedRows
	from *prepared
}

// Close ends the reading.
func (r *liteRows) Close() error {
	if r.from == nil {
		return nil
	}
	err := r.typedRows.Close()
	if closed := r.from.release(); err == nil {
		err = closed
	}
	r.from = nil
	return err
}
