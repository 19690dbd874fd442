package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
	"time"

	"github.com/a-h/templ"
	"github.com/jackc/pgx/v5"

	"fugong/internal/db"
	"fugong/internal/i18n"
	"fugong/internal/listing"
	"fugong/internal/ui"
)

var line = db.Migrations{Domain: "list", FS: fstest.MapFS{"migrations/0001_list.sql": {Data: []byte(`-- +goose Up
CREATE TABLE list_item (zone_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, trade TEXT NOT NULL, team TEXT NOT NULL, badge TEXT NOT NULL, search TEXT NOT NULL, PRIMARY KEY (zone_id, id));
CREATE INDEX list_item_name ON list_item (zone_id, name, id);
CREATE INDEX list_item_trade ON list_item (zone_id, trade, id);
CREATE INDEX list_item_search ON list_item (zone_id, search, id);
-- +goose Down
DROP TABLE list_item;
`)}}}

type item struct{ id, name, trade, team, badge string }

// source is the list in a database.
type source struct{ d *db.DB }

var items = db.Listing[item]{
	Table: "list_item", Columns: "id, name, trade, team, badge", ID: "id", Search: "search", Order: "name",
	Sorts: map[string]string{"name": "name", "trade": "trade"}, Chips: map[string]string{"trade": "trade"},
	Scan: func(row db.Row) (i item, err error) { return i, row.Scan(&i.id, &i.name, &i.trade, &i.team, &i.badge) },
}

func inZone() *db.Where { w := &db.Where{}; w.And("zone_id = ?", "z"); return w }

// Page is a page of the list.
func (s source) Page(ctx context.Context, a listing.Asked) (listing.Found[item], error) {
	return items.Page(ctx, s.d, inZone, a)
}

// Each is all of it.
func (s source) Each(ctx context.Context, a listing.Asked, f func(item) error) error {
	return items.Each(ctx, s.d, inZone, a, f)
}

func main() {
	most := flag.Int("rows", 300_000, "rows of the longest list; the others have a tenth and a hundredth")
	flag.Parse()
	if err := run(*most); err != nil {
		fmt.Fprintln(os.Stderr, "lists:", err)
		os.Exit(1)
	}
}

func run(most int) error {
	catalogue, err := i18n.Load(ui.Locale)
	if err != nil {
		return err
	}
	ctx := catalogue.In(context.Background(), i18n.Chinese, time.FixedZone("CST", 8*3600))
	fmt.Printf("%-9s %9s %9s %9s %9s %9s %9s %9s %10s %9s\n", "engine", "rows", "page ms", "page 200", "sorted", "common", "rare", "nothing", "Excel s", "MB most")
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, n := range []int{most / 100, most / 10, most} {
			if err := measure(ctx, engine, n); err != nil {
				return fmt.Errorf("%s, %d rows: %w", engine, n, err)
			}
		}
	}
	return nil
}

func measure(ctx context.Context, engine string, n int) error {
	d, drop, err := database(ctx, engine)
	if d == nil || err != nil {
		return err
	}
	defer drop()
	if err := fill(ctx, d, n); err != nil {
		return err
	}
	fmt.Printf("%-9s %9d", engine, n)
	for _, query := range []string{"", "page=200", "sort=-trade", "q=worker", fmt.Sprintf("q=%06d", n/2), "q=nobody+at+all"} {
		took, err := ask(ctx, d, query, 9)
		if err != nil {
			return err
		}
		fmt.Printf(" %9.1f", took.Seconds()*1000)
	}
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		return err
	}
	took, err := ask(ctx, d, "format=xlsx", 1)
	if err != nil {
		return err
	}
	peak, err := peakMB()
	fmt.Printf(" %10.1f %9d\n", took.Seconds(), peak)
	return err
}

// ask is the middle of some answers to a request.
func ask(ctx context.Context, d *db.DB, query string, times int) (time.Duration, error) {
	var all []time.Duration
	for range times {
		q, err := url.ParseQuery(query)
		if err != nil {
			return 0, err
		}
		r := httptest.NewRequest(http.MethodGet, "/list?"+query, nil)
		r = r.WithContext(ui.With(ctx, &ui.Visit{Path: "/list", Query: q}))
		began := time.Now()
		w := &answer{header: http.Header{}}
		err = table(source{d}).Serve(w, r, func(view templ.Component) templ.Component { return view })
		all = append(all, time.Since(began))
		if err != nil || w.size == 0 {
			return 0, fmt.Errorf("%q answers %d bytes: %w", query, w.size, err)
		}
	}
	slices.Sort(all)
	return all[len(all)/2], nil
}

func table(s source) ui.Table[item] {
	trades := ui.Filter[item]{Key: "trade", Label: "Trade"}
	for i := range 40 {
		name := fmt.Sprintf("trade %d", i)
		trades.Options = append(trades.Options, ui.Choice{Value: name, Text: name})
	}
	return ui.Table[item]{
		ID: "list", Name: "List", Source: s, Sort: "name", Filters: []ui.Filter[item]{trades},
		Columns: []ui.Column[item]{
			{Key: "name", Label: "Name", Value: func(i item) any { return i.name }},
			{Key: "trade", Label: "Trade", Value: func(i item) any { return i.trade }},
			{Key: "team", Label: "Team", Value: func(i item) any { return i.team }, Unsorted: true},
			{Key: "badge", Label: "Badge", Value: func(i item) any { return i.badge }, Unsorted: true},
		},
	}
}

func fill(ctx context.Context, d *db.DB, n int) error {
	const part = 20_000
	for from := 0; from < n; from += part {
		err := d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			return db.Insert(ctx, tx, "list_item", "zone_id, id, name, trade, team, badge, search", min(part, n-from), func(args []any, i int) []any {
				i += from
				name, trade, team, badge := fmt.Sprintf("工人 Worker %06d", (i*7919)%n), fmt.Sprintf("trade %d", i%40), fmt.Sprintf("team %d", i%3000), fmt.Sprintf("B%08d", i)
				return append(args, "z", fmt.Sprintf("i%08d", i), name, trade, team, badge, strings.ToLower(strings.Join([]string{name, trade, team, badge}, " ")))
			})
		})
		if err != nil {
			return err
		}
	}
	if d.Engine() == db.Postgres {
		return d.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
			_, err := db.Exec(ctx, tx, "ANALYZE list_item")
			return err
		})
	}
	return nil
}

func database(ctx context.Context, engine string) (d *db.DB, drop func(), err error) {
	dir, err := os.MkdirTemp("", "fugong-lists-")
	if err != nil {
		return nil, nil, err
	}
	address, drop := "sqlite:"+filepath.Join(dir, "list.db"), func() { os.RemoveAll(dir) }
	if engine == "postgres" {
		server := os.Getenv("FUGONG_TEST_POSTGRES")
		if server == "" {
			fmt.Println("postgres not measured: run it under scripts/with-postgres.sh")
			return nil, nil, nil
		}
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			return nil, nil, err
		}
		name := fmt.Sprintf("lists_%d", time.Now().UnixNano())
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
			return nil, nil, err
		}
		u, err := url.Parse(server)
		if err != nil {
			return nil, nil, err
		}
		u.Path, address = "/"+name, ""
		address = u.String()
		drop = func() {
			_, _ = conn.Exec(ctx, "DROP DATABASE "+name+" WITH (FORCE)")
			conn.Close(ctx)
			os.RemoveAll(dir)
		}
	}
	if d, err = db.Open(ctx, address); err != nil {
		return nil, nil, err
	}
	end := drop
	return d, func() { d.Close(); end() }, db.Migrate(ctx, d, line)
}

// answer counts what is sent and lets it go.
type answer struct {
	header http.Header
	size   int64
}

// Header is what the answer says of itself.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader takes the status.
func (a *answer) WriteHeader(int) {}

// Write takes a part of the body.
func (a *answer) Write(b []byte) (int, error) {
	n, err := io.Discard.Write(b)
	a.size += int64(n)
	return n, err
}

// peakMB is the most memory of this process since the peak was forgotten: VmHWM.
func peakMB() (int64, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for l := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(l, "VmHWM:"); found {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb >> 10, err
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc/self/status")
}
