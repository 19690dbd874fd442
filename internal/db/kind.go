package db

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"fugong/internal/fault"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// meaning is what an engine's error code says to everybody else.
type meaning struct {
	kind fault.Kind
	key  string
}

// sqliteMeanings are SQLite's result codes, extended before primary.
// https://www.sqlite.org/rescode.html
var sqliteMeanings = map[int]meaning{
	1555: {fault.Conflict, "db.duplicate"}, // SQLITE_CONSTRAINT_PRIMARYKEY
	2067: {fault.Conflict, "db.duplicate"}, // SQLITE_CONSTRAINT_UNIQUE
	2579: {fault.Conflict, "db.duplicate"}, // SQLITE_CONSTRAINT_ROWID
	787:  {fault.Conflict, "db.reference"}, // SQLITE_CONSTRAINT_FOREIGNKEY
	275:  {fault.Invalid, "db.check"},      // SQLITE_CONSTRAINT_CHECK
	1299: {fault.Invalid, "db.required"},   // SQLITE_CONSTRAINT_NOTNULL
	1811: {fault.Forbidden, "db.refused"},  // SQLITE_CONSTRAINT_TRIGGER
	5:    {fault.Unavailable, "db.busy"},   // SQLITE_BUSY
	6:    {fault.Unavailable, "db.busy"},   // SQLITE_LOCKED
	8:    {fault.Unavailable, "db.readonly"},
	10:   {fault.Unavailable, "db.disk"}, // SQLITE_IOERR
	11:   {fault.Internal, "db.corrupt"},
	13:   {fault.Unavailable, "db.full"},
	14:   {fault.Unavailable, "db.open"},
	26:   {fault.Internal, "db.corrupt"}, // SQLITE_NOTADB
}

// pgMeanings are SQLSTATE codes, and the classes that stand for the rest.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
var pgMeanings = map[string]meaning{
	"23505": {fault.Conflict, "db.duplicate"},
	"23503": {fault.Conflict, "db.reference"},
	"23514": {fault.Invalid, "db.check"},
	"23502": {fault.Invalid, "db.required"},
	"22021": {fault.Invalid, "db.text"},      // character_not_in_repertoire
	"22P05": {fault.Invalid, "db.text"},      // untranslatable_character
	"23001": {fault.Forbidden, "db.refused"}, // restrict_violation, raised by our triggers
	"25006": {fault.Unavailable, "db.readonly"},
	"53100": {fault.Unavailable, "db.full"},
	"53300": {fault.Unavailable, "db.busy"},
	"55P03": {fault.Unavailable, "db.busy"},
	"08":    {fault.Unavailable, "db.unreachable"},
	"28":    {fault.Unavailable, "db.unreachable"},
	"3D":    {fault.Unavailable, "db.unreachable"},
	"53":    {fault.Unavailable, "db.full"},
	"57":    {fault.Unavailable, "db.unreachable"},
	"58":    {fault.Unavailable, "db.disk"},
	"XX":    {fault.Internal, "db.corrupt"},
}

// Kind turns an engine's error into a fault. Nil, faults and errors that are
// not the engine's come back unchanged.
func Kind(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if m, ok := engineMeaning(err); ok {
		return fault.New(m.kind, m.key).Because(err)
	}
	return err
}

func engineMeaning(err error) (meaning, bool) {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		m, ok := sqliteMeanings[lite.Code()]
		if !ok {
			m, ok = sqliteMeanings[lite.Code()&0xff]
		}
		return m, ok
	}
	if code := pgCode(err); code != "" {
		m, ok := pgMeanings[code]
		if !ok {
			m, ok = pgMeanings[code[:2]]
		}
		return m, ok
	}
	if lost(err) {
		return meaning{fault.Unavailable, "db.unreachable"}, true
	}
	return meaning{}, false
}

// lost tells whether the connection to the server broke or never stood.
func lost(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
}

// pgCode is the SQLSTATE within err, empty for none.
func pgCode(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && len(pg.Code) == 5 {
		return pg.Code
	}
	return ""
}

// about names the file that an error is about.
func about(err error, file string) error {
	var f *fault.Error
	if errors.As(err, &f) && strings.HasPrefix(f.Key, "db.") && f.Args == nil {
		f.Args = fault.Args("File", file)
	}
	return err
}
