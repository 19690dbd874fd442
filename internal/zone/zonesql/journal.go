package zonesql

import (
	"context"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/zone"
)

// journal is the zone's part of the audit log.
type journal struct {
	q  db.Querier
	tx *db.Tx // nil outside Change
}

func (j journal) Record(ctx context.Context, e zone.Event) error {
	if j.tx == nil {
		return fault.New(fault.Internal, "zone.record_outside_change")
	}
	return audit.Record(ctx, j.tx, audit.Entry{Zone: e.Zone, Actor: e.Actor, Action: e.Action, Object: e.Object, Detail: e.Detail, At: e.At})
}

func (j journal) List(ctx context.Context, q zone.AuditQuery) ([]zone.Event, error) {
	rows, err := audit.List(ctx, j.q, audit.Filter{Zone: q.Zone, Actor: q.Actor, Action: q.Action, Object: q.Object,
		From: q.From, To: q.Until, Before: q.Before, Limit: q.Limit})
	events := make([]zone.Event, len(rows))
	for i, r := range rows {
		events[i] = zone.Event{Seq: r.Number, Zone: r.Zone, Actor: r.Actor, Action: r.Action, Object: r.Object, Detail: r.Detail, At: r.At}
	}
	return events, err
}
