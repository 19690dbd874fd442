package db

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/text"
)

// RestoreOptions say how an archive is taken in.
type RestoreOptions struct {
	Replace bool                                   // what the database holds is given up for the archive
	Check   func(ctx context.Context, d *DB) error // asked of the restored rows before they take the place; nil: nothing
}

// RestoreFile is Restore from a file.
func RestoreFile(ctx context.Context, d *DB, path string, o RestoreOptions, lines ...Migrations) (Summary, error) {
	f, err := os.Open(path)
	if err != nil {
		return Summary{}, fileFault(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Summary{}, fileFault(path, err)
	}
	return Restore(ctx, d, f, info.Size(), o, lines...)
}

// Restore fills the database from an archive of either engine and migrates it
// to this program's last files. All of that happens in a database beside d, which takes d's
// place in one step once it is verified and checked: whatever fails, and
// whenever the program dies, d holds what it held before or the whole archive.
//
// Errors: Invalid "db.archive" for a file that is not a whole archive, with the
// Part that is wrong; Conflict "db.newer" when a newer program wrote it;
// Conflict "db.not_empty" when rows are there and Replace is false; Conflict
// "db.in_use" while another process has the database open; those of Verify and Check.
func Restore(ctx context.Context, d *DB, r io.ReaderAt, size int64, o RestoreOptions, lines ...Migrations) (Summary, error) {
	a, err := openArchive(r, size, lines)
	if err != nil {
		return Summary{}, err
	}
	if err := d.use.alone(ctx); err != nil {
		return Summary{}, err
	}
	defer d.use.share(ctx)
	if err := mayReplace(ctx, d, o.Replace, lines); err != nil {
		return Summary{}, err
	}
	s, err := d.stage(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer s.discard(ctx)
	if err := a.fillDatabase(ctx, s.DB, o, lines); err != nil {
		return Summary{}, err
	}
	sum := a.summary()
	sum.Cleaned = a.cleaned
	return sum, s.takePlace(ctx)
}

// mayReplace refuses to give up rows unless replace is true, and a database
// with tables that are not ours always.
func mayReplace(ctx context.Context, d *DB, replace bool, lines []Migrations) error {
	names, err := archivedTables(ctx, d.engine, d, lines)
	if err != nil || replace {
		return err
	}
	for _, name := range names {
		var found int
		err := Get(ctx, d, &found, `SELECT 1 FROM `+quote(name)+` LIMIT 1`)
		if err == nil {
			return fault.New(fault.Conflict, "db.not_empty")
		}
		if fault.Of(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

// fillDatabase builds the archive's database in d, which is empty, and checks it.
func (a *archive) fillDatabase(ctx context.Context, d *DB, o RestoreOptions, lines []Migrations) error {
	for _, line := range lines {
		if err := migrateTo(ctx, d, line, a.version(line)); err != nil {
			return err
		}
	}
	err := d.Tx(ctx, func(ctx context.Context, tx *Tx) error {
		return withoutForeignKeys(ctx, tx, func() error { return a.loadRows(ctx, tx, lines) })
	})
	if err != nil {
		return err
	}
	if err := Migrate(ctx, d, lines...); err != nil {
		return err
	}
	if _, err := Verify(ctx, d, lines...); err != nil || o.Check == nil {
		return err
	}
	return o.Check(ctx, d)
}

// archive is an archive that was found whole.
type archive struct {
	manifest
	zip     *zip.Reader
	cleaned int64 // texts that had to be
}

func openArchive(r io.ReaderAt, size int64, lines []Migrations) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged("manifest.json", err)
	}
	a := &archive{zip: z}
	file, err := z.Open("manifest.json")
	if err != nil {
		return nil, damaged("manifest.json", err)
	}
	defer file.Close()
	if err := json.NewDecoder(file).Decode(&a.manifest); err != nil || a.Format != archiveFormat {
		return nil, damaged("manifest.json", err)
	}
	for _, v := range a.Versions {
		if !known(v, lines) {
			return nil, fault.New(fault.Conflict, "db.newer", "Domain", v.Domain)
		}
	}
	for _, p := range a.Parts {
		if err := a.checkPart(p, lines); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func damaged(part string, err error) error {
	return fault.New(fault.Invalid, "db.archive", "Part", part).Because(err)
}

// known tells whether a line of this program goes as far as the archive's.
func known(v Version, lines []Migrations) bool {
	for _, line := range lines {
		if line.Domain == v.Domain && line.FS != nil {
			last, err := lastFile(line)
			return err == nil && v.Current <= last
		}
	}
	return false
}

// version is how far the archive's line had come; a line that it does not know
// starts empty and follows afterwards.
func (a *archive) version(line Migrations) int64 {
	for _, v := range a.Versions {
		if v.Domain == line.Domain {
			return v.Current
		}
	}
	return 0
}

// checkPart compares a part with its checksum and count, and its name with the
// tables that are ours to fill.
func (a *archive) checkPart(p part, lines []Migrations) error {
	file, err := a.zip.Open(p.File)
	if err != nil {
		return damaged(p.File, err)
	}
	defer file.Close()
	hash := sha256.New()
	var n lineCounter
	if _, err := io.Copy(io.MultiWriter(hash, &n), file); err != nil {
		return damaged(p.File, err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != p.SHA256 || int64(n) != p.Rows {
		return damaged(p.File, nil)
	}
	for _, line := range lines {
		if p.Domain == line.Domain && line.Load != nil || p.Table != "" && strings.HasPrefix(p.Table, line.prefix()) {
			return nil
		}
	}
	return damaged(p.File, nil)
}

type lineCounter int64

// Write counts line ends.
func (n *lineCounter) Write(data []byte) (int, error) {
	for _, b := range data {
		if b == '\n' {
			*n++
		}
	}
	return len(data), nil
}

func (a *archive) loadRows(ctx context.Context, tx *Tx, lines []Migrations) error {
	a.cleaned = 0
	for _, p := range a.Parts {
		file, err := a.zip.Open(p.File)
		if err != nil {
			return damaged(p.File, err)
		}
		if p.Table != "" {
			err = a.loadTable(ctx, tx, p, file)
		} else {
			err = loadLine(ctx, tx, p, file, lines)
		}
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// loadTable fills a table. What its migrations had put there comes with the
// archive again, so it is taken out first. Texts that an older program let into
// SQLite and that PostgreSQL cannot store are cleaned, on either engine.
func (a *archive) loadTable(ctx context.Context, tx *Tx, p part, r io.Reader) error {
	if _, err := Exec(ctx, tx, `DELETE FROM `+quote(p.Table)); err != nil {
		return err
	}
	decoder := json.NewDecoder(bufio.NewReader(r))
	// Both engines take 30,000 parameters in one statement.
	batch := min(500, 30000/max(1, len(p.Columns)))
	var args []any
	rows := 0
	for decoder.More() {
		var row []value
		if err := decoder.Decode(&row); err != nil || len(row) != len(p.Columns) {
			return damaged(p.File, err)
		}
		for _, x := range row {
			if s, ok := x.v.(string); ok && !text.Storable(s) {
				x.v = text.MakeStorable(s)
				a.cleaned++
			}
			args = append(args, x.v)
		}
		if rows++; rows == batch || !decoder.More() {
			if _, err := Exec(ctx, tx, insertSQL(p, rows), args...); err != nil {
				return err
			}
			args, rows = args[:0], 0
		}
	}
	return nil
}

func insertSQL(p part, rows int) string {
	columns := make([]string, len(p.Columns))
	for i, name := range p.Columns {
		columns[i] = quote(name)
	}
	n := 0
	tuple := func() string {
		marks := make([]string, len(columns))
		for i := range marks {
			n++
			marks[i] = "$" + strconv.Itoa(n)
		}
		return "(" + strings.Join(marks, ", ") + ")"
	}
	tuples := make([]string, rows)
	for i := range tuples {
		tuples[i] = tuple()
	}
	return `INSERT INTO ` + quote(p.Table) + ` (` + strings.Join(columns, ", ") + `) VALUES ` + strings.Join(tuples, ", ")
}

func loadLine(ctx context.Context, tx *Tx, p part, r io.Reader, lines []Migrations) error {
	var rows []json.RawMessage
	decoder := json.NewDecoder(r)
	for decoder.More() {
		var row json.RawMessage
		if err := decoder.Decode(&row); err != nil {
			return damaged(p.File, err)
		}
		rows = append(rows, row)
	}
	for _, line := range lines {
		if line.Domain == p.Domain {
			return line.Load(ctx, tx, rows)
		}
	}
	return nil
}
