package plansql

import (
	"context"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/internal/recovery"
)

// Conditions are what was entered for a project; the zero value when nothing was.
func (s *Store) Conditions(ctx context.Context, zone, project string) (c recovery.Conditions, err error) {
	err = each(ctx, s.read, func(row scanner) error {
		var body string
		var at int64
		if err := row.Scan(&body, &at, &c.UpdatedBy); err != nil {
			return err
		}
		c.UpdatedAt = time.UnixMilli(at).UTC()
		return parse(body, &c)
	}, `SELECT body, updated_at, updated_by FROM plan_conditions WHERE zone_id = $1 AND project_id = $2`, zone, project)
	return c, err
}

// SetConditions replaces what was entered for a project.
func (s *Store) SetConditions(ctx context.Context, zone, project string, c recovery.Conditions) error {
	body, err := document(c)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM plan_conditions WHERE zone_id = $1 AND project_id = $2`, zone, project); err != nil {
			return err
		}
		err := db.Insert(ctx, tx, "plan_conditions", "zone_id, project_id, body, updated_at, updated_by", 1, func(args []any, _ int) []any {
			return append(args, zone, project, body, instant(c.UpdatedAt), c.UpdatedBy)
		})
		if err != nil {
			return err
		}
		return told(ctx, tx, zone, c.UpdatedBy, plan.ActRecover, project, "plan.catchup.conditions", c.UpdatedAt)
	})
}

// Measures are a zone's settings; the zero value when nothing was changed.
func (s *Store) Measures(ctx context.Context, zone string) (m recovery.Measures, err error) {
	err = each(ctx, s.read, func(row scanner) error {
		var body string
		var at int64
		if err := row.Scan(&body, &at, &m.UpdatedBy); err != nil {
			return err
		}
		m.UpdatedAt = time.UnixMilli(at).UTC()
		return parse(body, &m.Settings)
	}, `SELECT body, updated_at, updated_by FROM plan_measures WHERE zone_id = $1`, zone)
	return m, err
}

// SetMeasures replaces a zone's settings.
func (s *Store) SetMeasures(ctx context.Context, zone string, m recovery.Measures) error {
	body, err := document(m.Settings)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if _, err := db.Exec(ctx, tx, `DELETE FROM plan_measures WHERE zone_id = $1`, zone); err != nil {
			return err
		}
		err := db.Insert(ctx, tx, "plan_measures", "zone_id, body, updated_at, updated_by", 1, func(args []any, _ int) []any {
			return append(args, zone, body, instant(m.UpdatedAt), m.UpdatedBy)
		})
		if err != nil {
			return err
		}
		return told(ctx, tx, zone, m.UpdatedBy, plan.ActMeasures, "", "plan.catchup.measures.changed", m.UpdatedAt)
	})
}

// GiveTask changes the owner of a task of a plan that was not taken back.
func (s *Store) GiveTask(ctx context.Context, zone, project, task, owner, by string, at time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `UPDATE plan_task SET owner = $1, updated_at = $2, updated_by = $3 WHERE zone_id = $4 AND id = $5 AND adoption_id IN
			(SELECT id FROM plan_adoption WHERE zone_id = $4 AND project_id = $6 AND undone_at IS NULL)`, owner, instant(at), by, zone, task, project)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "plan.catchup.task")
		}
		return told(ctx, tx, zone, by, plan.ActRecover, project, "plan.catchup.given", at)
	})
}
