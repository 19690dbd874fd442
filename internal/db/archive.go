package db

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fugong/internal/fault"
)

// An archive is a zip file, the same from either engine: tables/NAME.jsonl has
// one JSON array for each row, lines/DOMAIN.jsonl what a library dumped, and
// manifest.json, which comes last, what belongs there.

const archiveFormat = "fugong-archive/1"

type manifest struct {
	Format   string    `json:"format"`
	Created  time.Time `json:"created"`
	Engine   Engine    `json:"engine"`
	Versions []Version `json:"versions"`
	Parts    []part    `json:"parts"`
}

// part is one file of the archive.
type part struct {
	File    string   `json:"file"`
	Table   string   `json:"table,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Domain  string   `json:"domain,omitempty"` // of a library's dump
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"`
}

// Summary counts what was copied or checked.
type Summary struct {
	Tables int   `json:"tables"`
	Rows   int64 `json:"rows"`
	// Cleaned counts the texts that a restore had to clean of what no engine
	// should hold: NUL, and bytes that are no UTF-8.
	Cleaned int64 `json:"cleaned,omitempty"`
}

func (m manifest) summary() (s Summary) {
	for _, p := range m.Parts {
		s.Tables++
		s.Rows += p.Rows
	}
	return s
}

// BackupFile writes an archive to path, readable by its owner only. The file
// appears when it is whole and flushed; an older one is replaced then.
func BackupFile(ctx context.Context, d *DB, path string, at time.Time, lines ...Migrations) (Summary, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".backup-*") // made with mode 0600
	if err != nil {
		return Summary{}, fileFault(path, err)
	}
	defer os.Remove(f.Name())
	s, err := Backup(ctx, d, f, at, lines...)
	if err != nil {
		f.Close()
		return s, err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return s, fileFault(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return s, fileFault(path, err)
	}
	return s, nil
}

func fileFault(path string, err error) error {
	key := "db.archive_file"
	if errors.Is(err, fs.ErrNotExist) {
		key = "db.archive_missing"
	}
	return fault.New(fault.Unavailable, key, "File", path).Because(err)
}

// Backup writes an archive of one state of the database while others go on
// working. The key file of the vault is not in it. Errors: Internal "db.stray"
// for a table of no line.
func Backup(ctx context.Context, d *DB, w io.Writer, at time.Time, lines ...Migrations) (Summary, error) {
	versions, err := Versions(ctx, d, lines...)
	if err != nil {
		return Summary{}, err
	}
	m := manifest{Format: archiveFormat, Created: at.UTC().Truncate(time.Second), Engine: d.engine, Versions: versions}
	z := zip.NewWriter(w)
	err = d.View(ctx, func(ctx context.Context, q Querier) error {
		m.Parts, err = writeParts(ctx, d.engine, q, z, lines)
		return err
	})
	if err != nil {
		return Summary{}, err
	}
	file, err := z.Create("manifest.json")
	if err == nil {
		err = json.NewEncoder(file).Encode(m)
	}
	return m.summary(), errors.Join(err, z.Close())
}

func writeParts(ctx context.Context, engine Engine, q Querier, z *zip.Writer, lines []Migrations) (parts []part, err error) {
	names, err := archivedTables(ctx, engine, q, lines)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		p := part{File: "tables/" + name + ".jsonl", Table: name}
		err := p.writePart(z, func(emit func(any) error) error { return p.copyRows(ctx, q, emit) })
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	for _, line := range lines {
		if line.Dump == nil {
			continue
		}
		p := part{File: "lines/" + line.Domain + ".jsonl", Domain: line.Domain}
		err := p.writePart(z, func(emit func(any) error) error { return dumpLine(ctx, engine, q, line, emit) })
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// writePart makes the part's file of what fill emits, and counts and hashes it.
func (p *part) writePart(z *zip.Writer, fill func(emit func(any) error) error) error {
	file, err := z.Create(p.File)
	if err != nil {
		return err
	}
	hash := sha256.New()
	encoder := json.NewEncoder(io.MultiWriter(file, hash))
	encoder.SetEscapeHTML(false)
	err = fill(func(row any) error {
		p.Rows++
		return encoder.Encode(row)
	})
	p.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return err
}

func dumpLine(ctx context.Context, engine Engine, q Querier, line Migrations, emit func(any) error) error {
	rows, err := line.Dump(ctx, engine, q)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := emit(row); err != nil {
			return err
		}
	}
	return nil
}

func (p *part) copyRows(ctx context.Context, q Querier, emit func(any) error) error {
	rows, err := q.QueryContext(ctx, `SELECT * FROM `+quote(p.Table))
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	for _, t := range types {
		p.Columns = append(p.Columns, t.Name())
	}
	for rows.Next() {
		row, err := readRow(rows, types)
		if err != nil {
			return err
		}
		if err := emit(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func readRow(rows *sql.Rows, types []*sql.ColumnType) ([]value, error) {
	row := make([]value, len(types))
	pointers := make([]any, len(types))
	for i := range row {
		pointers[i] = &row[i].v
	}
	err := rows.Scan(pointers...)
	for i, t := range types { // SQLite stores a boolean as a number
		if n, ok := row[i].v.(int64); ok && t.DatabaseTypeName() == "BOOLEAN" {
			row[i].v = n != 0
		}
	}
	return row, err
}
