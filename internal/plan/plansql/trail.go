package plansql

import (
	"context"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/plan"
)

// Trail is the newest events of a project without their details.
func (s *Store) Trail(ctx context.Context, zone, project string, limit int) (list []plan.Event, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error {
		e, at := plan.Event{Project: project}, int64(0)
		err := row.Scan(&e.Revision, &e.Action, &e.Activity, &e.By, &at, &e.Step, &e.Of)
		e.At = time.UnixMilli(at).UTC()
		list = append(list, e)
		return err
	}, `SELECT revision, action, activity_id, by_account, at, step, of_revision FROM plan_event
		WHERE zone_id = $1 AND project_id = $2 ORDER BY revision DESC LIMIT $3`, zone, project, limit)
	return list, err
}

// Kept is what the change of a revision replaced.
func (s *Store) Kept(ctx context.Context, zone, project string, revision int64) (*plan.Kept, error) {
	var packed []byte
	err := db.Each(ctx, s.read, func(row db.Row) error { return row.Scan(&packed) },
		`SELECT body FROM plan_kept WHERE zone_id = $1 AND project_id = $2 AND revision = $3`, zone, project, revision)
	if err != nil {
		return nil, err
	}
	if len(packed) == 0 {
		return nil, fault.New(fault.NotFound, "plan.undo.not_kept")
	}
	kept := &plan.Kept{}
	return kept, db.Unpack(packed, kept)
}
