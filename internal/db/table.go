package db

import (
	"context"
	"slices"
	"strings"

	"fugong/internal/fault"
)

// tablesSQL lists the tables of the database, each engine in its own way.
var tablesSQL = map[Engine]string{
	SQLite:   `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
	Postgres: `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename`,
}

// archivedTables are the tables of the lines that an archive copies row by row. It
// returns Internal "db.stray" when a table belongs to no line: it would be lost.
func archivedTables(ctx context.Context, engine Engine, q Querier, lines []Migrations) ([]string, error) {
	var all []string
	if err := Select(ctx, q, &all, tablesSQL[engine]); err != nil {
		return nil, err
	}
	var ours []string
	for _, name := range all {
		if strings.HasPrefix(name, gooseTable) {
			continue
		}
		i := slices.IndexFunc(lines, func(l Migrations) bool { return strings.HasPrefix(name, l.prefix()) })
		if i < 0 {
			return nil, fault.New(fault.Internal, "db.stray", "Table", name)
		}
		if lines[i].Dump == nil {
			ours = append(ours, name)
		}
	}
	return ours, nil
}

func (m Migrations) prefix() string {
	if m.Prefix != "" {
		return m.Prefix
	}
	return m.Domain + "_"
}

// quote makes a name safe to stand in a statement.
func quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
