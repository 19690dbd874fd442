package db_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/listing"
)

var listLine = db.Migrations{Domain: "list", FS: fstest.MapFS{"migrations/0001_list.sql": {Data: []byte(`-- +goose Up
CREATE TABLE list_item (zone_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, trade TEXT NOT NULL, search TEXT NOT NULL, PRIMARY KEY (zone_id, id));
CREATE INDEX list_item_name ON list_item (zone_id, name, id);
CREATE INDEX list_item_trade ON list_item (zone_id, trade, id);
CREATE INDEX list_item_search ON list_item (zone_id, search, id);
-- +goose Down
DROP TABLE list_item;
`)}}}

type listItem struct{ id, name, trade string }

func (i listItem) text() string { return strings.ToLower(i.name + " " + i.trade) }

var items = db.Listing[listItem]{
	Table: "list_item", Columns: "id, name, trade", ID: "id", Search: "search", Order: "name",
	Sorts: map[string]string{"name": "name", "trade": "trade"}, Chips: map[string]string{"trade": "trade"},
	Scan: func(row db.Row) (i listItem, err error) { return i, row.Scan(&i.id, &i.name, &i.trade) },
}

func inZone() *db.Where { w := &db.Where{}; w.And("zone_id = ?", "z"); return w }

func fillList(t *testing.T, d *db.DB, n int) (all []listItem) {
	t.Helper()
	for i := range n {
		all = append(all, listItem{fmt.Sprintf("i%06d", i), fmt.Sprintf("工人 Worker %d_%%", (i*7919)%n/3), fmt.Sprintf("trade %d", i%7)})
	}
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Add(ctx, "list_item", "zone_id, id, name, trade, search", "other", "x", "Worker", "trade 1", "worker trade 1"); err != nil {
			return err
		}
		return db.Insert(ctx, tx, "list_item", "zone_id, id, name, trade, search", n, func(args []any, i int) []any {
			return append(args, "z", all[i].id, all[i].name, all[i].trade, all[i].text())
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wanted is what a reader should see, worked out in memory.
func wanted(all []listItem, a listing.Asked) (found []listItem) {
	for _, i := range all {
		hit := !slices.ContainsFunc(a.Words, func(w string) bool { return !strings.Contains(i.text(), w) })
		if chosen := a.Chosen["trade"]; hit && (len(chosen) == 0 || slices.Contains(chosen, i.trade)) {
			found = append(found, i)
		}
	}
	key := func(i listItem) string { return i.name }
	if a.Sort == "trade" {
		key = func(i listItem) string { return i.trade }
	}
	slices.SortFunc(found, func(x, y listItem) int {
		if c := strings.Compare(key(x)+"\x00"+x.id, key(y)+"\x00"+y.id); !a.Descending {
			return c
		} else {
			return -c
		}
	})
	return found
}

func TestListingIsWhatSortingInMemoryGives(t *testing.T) {
	dbtest.Each(t, []db.Migrations{listLine}, func(t *testing.T, d *db.DB) {
		all := fillList(t, d, 900)
		rng := rand.New(rand.NewPCG(1, 2))
		pick := func(of ...string) []string { return of[:rng.IntN(len(of)+1)] }
		for range 60 {
			a := listing.Asked{Words: pick([]string{"worker 1", "_%", "trade 3", "人", "nobody"}[rng.IntN(5)]), Sort: []string{"", "name", "trade", "unknown"}[rng.IntN(4)],
				Descending: rng.IntN(2) == 0, From: rng.IntN(3) * 50, Most: 50}
			if rng.IntN(2) == 0 {
				a.Chosen = map[string][]string{"trade": {"trade 1", "trade 5"}}
			}
			want := wanted(all, a)
			found, err := items.Page(t.Context(), d, inZone, a)
			if err != nil {
				t.Fatal(err)
			}
			page := want[min(a.From, len(want)):min(a.From+a.Most, len(want))]
			if !slices.Equal(found.Rows, page) || found.Match != (listing.Count{N: len(want)}) || found.All != (listing.Count{N: 900}) {
				t.Fatalf("%+v: %d rows of %+v of %+v, want %d of %d of 900", a, len(found.Rows), found.Match, found.All, len(page), len(want))
			}
			every := []listItem{}
			if err := items.Each(t.Context(), d, inZone, a, func(i listItem) error { every = append(every, i); return nil }); err != nil || !slices.Equal(every, append([]listItem{}, want...)) {
				t.Fatalf("%+v: all rows are %d, %v; want %d", a, len(every), err, len(want))
			}
			if got, want := found.Chips["trade"]["trade 5"].N, len(wanted(all, listing.Asked{Words: a.Words, Chosen: map[string][]string{"trade": {"trade 5"}}})); got != want {
				t.Fatalf("%+v: %d of trade 5, want %d", a, got, want)
			}
		}
	})
}

// Of a list too long to count, the number is a bound, and a search that hits much of it
// is walked in order.
func TestLongListingsAreBounded(t *testing.T) {
	dbtest.Each(t, []db.Migrations{listLine}, func(t *testing.T, d *db.DB) {
		all := fillList(t, d, listing.Counted+500)
		for _, a := range []listing.Asked{{Most: 50}, {Most: 50, From: listing.Counted - 50}, {Words: []string{"worker"}, Most: 50}, {Words: []string{"worker"}, Most: 50, From: 900, Descending: true}} {
			found, err := items.Page(t.Context(), d, inZone, a)
			if err != nil {
				t.Fatal(err)
			}
			if want := wanted(all, a)[a.From : a.From+50]; !slices.Equal(found.Rows, want) || !found.Match.More || !found.All.More {
				t.Errorf("%+v: %v of %+v of %+v, want %v", a, found.Rows, found.Match, found.All, want)
			}
		}
	})
}
