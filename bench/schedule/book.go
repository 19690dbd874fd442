package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// row is one solver on one instance.
type row struct {
	Set        string  `json:"set"`
	Instance   string  `json:"instance"`
	Solver     string  `json:"solver"` // fugong or cpsat
	Label      string  `json:"label,omitempty"`
	Budget     float64 `json:"budget_seconds"`
	Threads    int     `json:"threads"`
	Seed       uint64  `json:"seed"`
	Tasks      int     `json:"tasks"`
	Status     string  `json:"status"`
	Makespan   int     `json:"makespan,omitempty"`
	LowerBound int     `json:"lower_bound,omitempty"`
	Seconds    float64 `json:"seconds"`
	First      float64 `json:"first_seconds,omitempty"` // from the problem read to the first schedule
	Schedules  int64   `json:"schedules,omitempty"`
	Peak       uint64  `json:"peak_bytes,omitempty"` // of heap above the problem's own
	Checked    bool    `json:"checked"`
	Error      string  `json:"error,omitempty"`
}

// The statuses that both solvers use.
const (
	optimal    = "optimal"
	infeasible = "infeasible"
	unknown    = "unknown"
)

// key says which runs are the same.
type key struct {
	set, instance, solver, label string
	budget                       float64
	threads                      int
	seed                         uint64
}

func (r row) key() key {
	return key{r.Set, r.Instance, r.Solver, r.Label, r.Budget, r.Threads, r.Seed}
}

// book is the file of results; the last row of a key counts.
type book struct {
	rows map[key]row
	file *os.File
}

func openBook(path string) (*book, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	b := &book{map[key]row{}, f}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w; delete the line or the file", path, n, err)
		}
		b.rows[r.key()] = r
	}
	return b, lines.Err()
}

func (b *book) add(r row) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	b.rows[r.key()] = r
	_, err = b.file.Write(append(line, '\n'))
	return err
}

func (b *book) Close() error { return b.file.Close() }
