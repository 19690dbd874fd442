package audit

import (
	"context"
	"embed"
	"fmt"
	"strings"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/unit"
)

//go:embed migrations
var files embed.FS

// Migrations make the audit tables.
var Migrations = db.Migrations{Domain: "audit", FS: files}

const columns = `zone_id, number, at, actor, action, object, detail, previous, hash`

// head is the end of a zone's chain.
type head struct {
	Number int64  `db:"number"`
	Hash   []byte `db:"hash"`
}

// headKey is where the end of a zone's chain is kept while units share a
// transaction.
type headKey struct{ zone string }

// Record appends e to its zone's chain within the caller's transaction.
func Record(ctx context.Context, tx *db.Tx, e Entry) error {
	last, shared := unit.Kept(ctx, headKey{e.Zone}).(head)
	if !shared {
		var err error
		if last, err = storedHead(ctx, tx, e.Zone); err != nil {
			return err
		}
	}
	r, err := followEntry(e, last.Number, last.Hash)
	if err != nil {
		return err
	}
	if err := moveHead(ctx, tx, r.Zone, head{r.Number, r.Hash}, shared); err != nil {
		return err
	}
	return tx.Add(ctx, "audit_entry", columns, r.Zone, r.Number, r.At, r.Actor, r.Action, r.Object, r.Detail, r.Previous, r.Hash)
}

// RecordEvent is Record for an entry whose detail is one event: a message key that
// the journal shows in the reader's words. The object is "KIND/ID".
func RecordEvent(ctx context.Context, tx *db.Tx, zone, actor, action, object, event string, at time.Time) error {
	return Record(ctx, tx, Entry{Zone: zone, Actor: actor, Action: action, Object: object, At: at, Detail: map[string]string{"event": event}})
}

// moveHead moves the end of a zone's chain. The first who does so in a transaction
// writes it at once: writers of one zone, in whatever process, then queue at its
// row. Of the others only the last one's is written.
func moveHead(ctx context.Context, tx *db.Tx, zone string, h head, shared bool) error {
	unit.Keep(ctx, headKey{zone}, h)
	if shared {
		return tx.Set(ctx, "audit_head", "zone_id", "zone_id, number, hash", zone, h.Number, h.Hash)
	}
	return saveHead(ctx, tx, zone, h)
}

// storedHead is the end of a zone's chain as the table has it.
func storedHead(ctx context.Context, tx *db.Tx, zone string) (last head, err error) {
	err = db.Get(ctx, tx, &last, `SELECT number, hash FROM audit_head WHERE zone_id = $1`, zone)
	if fault.Of(err) == fault.NotFound {
		last.Hash, err = []byte{}, nil
	}
	return last, err
}

func saveHead(ctx context.Context, tx *db.Tx, zone string, h head) error {
	_, err := db.Exec(ctx, tx, `INSERT INTO audit_head (zone_id, number, hash) VALUES ($1, $2, $3)
		ON CONFLICT (zone_id) DO UPDATE SET number = excluded.number, hash = excluded.hash`, zone, h.Number, h.Hash)
	return err
}

// Filter chooses entries of one zone; a zero field does not restrict.
type Filter struct {
	Zone                  string
	Actor, Action, Object string
	From, To              time.Time // From <= At < To
	Before                int64     // entries with a smaller number: the next page
	Limit                 int       // 50 when zero, 1000 at most
}

// List returns the entries that f chooses, newest first. The number of the
// last one is the Before of the next page.
func List(ctx context.Context, q db.Querier, f Filter) ([]Row, error) {
	where, args := f.whereClause()
	limit := f.Limit
	if limit <= 0 {
		limit = 50
	}
	args = append(args, min(limit, 1000))
	var records []record
	err := db.Select(ctx, q, &records, fmt.Sprintf(`SELECT %s FROM audit_entry WHERE %s ORDER BY number DESC LIMIT $%d`,
		columns, where, len(args)), args...)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(records))
	for i, r := range records {
		if rows[i], err = r.row(); err != nil {
			return nil, broken(r.Zone, r.Number)
		}
	}
	return rows, nil
}

// Count is how many entries f chooses on all pages.
func Count(ctx context.Context, q db.Querier, f Filter) (n int, err error) {
	f.Before = 0
	where, args := f.whereClause()
	err = db.Get(ctx, q, &n, `SELECT COUNT(*) FROM audit_entry WHERE `+where, args...)
	return n, err
}

func (f Filter) whereClause() (string, []any) {
	terms, args := []string{"zone_id = $1"}, []any{f.Zone}
	add := func(wanted bool, term string, value any) {
		if wanted {
			args = append(args, value)
			terms = append(terms, fmt.Sprintf("%s $%d", term, len(args)))
		}
	}
	add(f.Actor != "", "actor =", f.Actor)
	add(f.Action != "", "action =", f.Action)
	add(f.Object != "", "object =", f.Object)
	add(!f.From.IsZero(), "at >=", f.From.UnixMilli())
	add(!f.To.IsZero(), "at <", f.To.UnixMilli())
	add(f.Before > 0, "number <", f.Before)
	return strings.Join(terms, " AND "), args
}

func broken(zone string, number int64) error {
	return fault.New(fault.Internal, "audit.broken", "Zone", zone, "Number", number)
}
