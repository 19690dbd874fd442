package recoverysql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/plan"
	"fugong/internal/recovery"
)

// Conditions are what was entered for a project; the zero value when nothing was.
func (s *Store) Conditions(ctx context.Context, zone, project string) (c recovery.Conditions, err error) {
	err = db.Each(ctx, s.db, func(row db.Row) error {
		var body string
		var at int64
		if err := row.Scan(&body, &at, &c.UpdatedBy); err != nil {
			return err
		}
		c.UpdatedAt = time.UnixMilli(at).UTC()
		return db.ParseDocument(body, &c)
	}, `SELECT body, updated_at, updated_by FROM plan_conditions WHERE zone_id = $1 AND project_id = $2`, zone, project)
	return c, err
}

// SetConditions replaces what was entered for a project.
func (s *Store) SetConditions(ctx context.Context, zone, project string, c recovery.Conditions) error {
	body, err := db.Document(c)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM plan_conditions WHERE zone_id = $1 AND project_id = $2`, zone, project); err != nil {
			return err
		}
		err := db.Insert(ctx, tx, "plan_conditions", "zone_id, project_id, body, updated_at, updated_by", 1, func(args []any, _ int) []any {
			return append(args, zone, project, body, db.Millis(c.UpdatedAt), c.UpdatedBy)
		})
		if err != nil {
			return err
		}
		return audit.RecordEvent(ctx, tx, zone, c.UpdatedBy, plan.ActRecover, "project/"+project, "plan.catchup.conditions", c.UpdatedAt)
	})
}

// Measures are a zone's settings; the zero value when nothing was changed.
func (s *Store) Measures(ctx context.Context, zone string) (m recovery.Measures, err error) {
	err = db.Each(ctx, s.db, func(row db.Row) error {
		var body string
		var at int64
		if err := row.Scan(&body, &at, &m.UpdatedBy); err != nil {
			return err
		}
		m.UpdatedAt = time.UnixMilli(at).UTC()
		return db.ParseDocument(body, &m.Settings)
	}, `SELECT body, updated_at, updated_by FROM plan_measures WHERE zone_id = $1`, zone)
	return m, err
}

// SetMeasures replaces a zone's settings.
func (s *Store) SetMeasures(ctx context.Context, zone string, m recovery.Measures) error {
	body, err := db.Document(m.Settings)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM plan_measures WHERE zone_id = $1`, zone); err != nil {
			return err
		}
		err := db.Insert(ctx, tx, "plan_measures", "zone_id, body, updated_at, updated_by", 1, func(args []any, _ int) []any {
			return append(args, zone, body, db.Millis(m.UpdatedAt), m.UpdatedBy)
		})
		if err != nil {
			return err
		}
		return audit.RecordEvent(ctx, tx, zone, m.UpdatedBy, plan.ActMeasures, "zone/"+zone, "plan.catchup.measures.changed", m.UpdatedAt)
	})
}
