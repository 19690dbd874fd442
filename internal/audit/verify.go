package audit

import (
	"bytes"
	"context"
	"fmt"

	"fugong/internal/db"
)

// batch is how many entries Verify holds in memory.
const batch = 1000

// Verify walks every zone's chain and counts the entries. It returns Internal
// "audit.broken" with Zone and Number of the first entry that is changed,
// missing or not covered by the head.
func Verify(ctx context.Context, d *db.DB) (n int, err error) {
	err = d.View(ctx, func(ctx context.Context, q db.Querier) error {
		zones, err := zones(ctx, q)
		if err != nil {
			return err
		}
		for _, zone := range zones {
			counted, err := verifyZone(ctx, q, zone)
			n += counted
			if err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// Head is the number and hash of a zone's last entry, to be noted down where
// nobody who writes the database can reach: "17 9f86d0…".
func Head(ctx context.Context, q db.Querier, zone string) (string, error) {
	var h head
	err := db.Get(ctx, q, &h, `SELECT number, hash FROM audit_head WHERE zone_id = $1`, zone)
	return fmt.Sprintf("%d %x", h.Number, h.Hash), err
}

// zones are those with a head or, when a head was removed, with entries.
func zones(ctx context.Context, q db.Querier) (all []string, err error) {
	err = db.Select(ctx, q, &all, `SELECT zone_id FROM audit_head UNION SELECT DISTINCT zone_id FROM audit_entry ORDER BY zone_id`)
	return all, err
}

func verifyZone(ctx context.Context, q db.Querier, zone string) (n int, err error) {
	last := head{Hash: []byte{}}
	for {
		var page []record
		err := db.Select(ctx, q, &page, `SELECT `+columns+` FROM audit_entry WHERE zone_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
			zone, last.Number, batch)
		if err != nil {
			return n, err
		}
		for _, r := range page {
			if r.Number != last.Number+1 || !bytes.Equal(r.Previous, last.Hash) || !bytes.Equal(r.Hash, r.hashSum()) {
				return n, broken(zone, last.Number+1)
			}
			last = head{r.Number, r.Hash}
			n++
		}
		if len(page) < batch {
			return n, verifyHead(ctx, q, zone, last)
		}
	}
}

// verifyHead finds entries cut off the end, or slipped in behind it.
func verifyHead(ctx context.Context, q db.Querier, zone string, last head) error {
	var heads []head
	if err := db.Select(ctx, q, &heads, `SELECT number, hash FROM audit_head WHERE zone_id = $1`, zone); err != nil {
		return err
	}
	switch {
	case len(heads) == 0:
		return broken(zone, 1)
	case heads[0].Number != last.Number:
		return broken(zone, min(heads[0].Number, last.Number)+1)
	case !bytes.Equal(heads[0].Hash, last.Hash):
		return broken(zone, last.Number)
	}
	return nil
}
