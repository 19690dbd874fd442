package plansql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// Extent counts what belongs to a project, in one statement.
func (s *Store) Extent(ctx context.Context, zone, project string) (x plan.Extent, err error) {
	count := func(table string) string {
		return `(SELECT COUNT(*) FROM ` + table + ` WHERE zone_id = $1 AND project_id = $2)`
	}
	err = db.Each(ctx, s.read, func(row db.Row) error {
		return row.Scan(&x.Activities, &x.Links, &x.Baselines, &x.Entries, &x.Photos, &x.Deliveries, &x.Stoppages, &x.Recoveries, &x.Cards, &x.Events, &x.Arrivals)
	}, `SELECT `+count("plan_activity")+`, `+count("plan_link")+`, `+count("plan_baseline")+`, `+count("plan_entry")+`, `+count("plan_photo")+`, `+
		count("plan_delivery")+`, `+count("plan_stoppage")+`, `+count("plan_solve")+`, `+count("plan_card")+`, `+count("plan_event")+`,
		(SELECT COUNT(*) FROM plan_delivery d JOIN plan_arrival a ON a.zone_id = d.zone_id AND a.delivery_id = d.id WHERE d.zone_id = $1 AND d.project_id = $2)`, zone, project)
	return x, err
}

// purged are the statements that take a project's rows away, besides those of
// deletePlan. A new table of a project belongs here; a test looks for rows that
// stay behind.
var purged = []string{
	`DELETE FROM plan_arrival WHERE zone_id = $1 AND delivery_id IN (SELECT id FROM plan_delivery WHERE zone_id = $1 AND project_id = $2)`,
	`DELETE FROM plan_delivery WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_task WHERE zone_id = $1 AND adoption_id IN (SELECT id FROM plan_adoption WHERE zone_id = $1 AND project_id = $2)`,
	`DELETE FROM plan_adoption WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_solve WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_conditions WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_forecast WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_stoppage WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_photo WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_entry WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_pending WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_card WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_kept WHERE zone_id = $1 AND project_id = $2`,
	`DELETE FROM plan_event WHERE zone_id = $1 AND project_id = $2`,
}

// Purge takes every row of a project away. Its audit entries stay: a chain that
// lost a link would prove nothing any more.
func (s *Store) Purge(ctx context.Context, p masterplan.Project, at time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `DELETE FROM plan_project WHERE zone_id = $1 AND id = $2 AND revision = $3 AND state = $4`,
			p.Zone, p.ID, p.Revision, string(masterplan.Deleted))
		if err != nil {
			return err
		}
		if n == 0 {
			return plan.Stale(&p)
		}
		if err := deletePlan(ctx, tx, p.Zone, p.ID); err != nil {
			return err
		}
		for _, query := range purged {
			if _, err := db.Exec(ctx, tx, query, p.Zone, p.ID); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Entry{
			Zone: p.Zone, Actor: "system", Action: plan.ActDelete, Object: "project/" + p.ID, At: at,
			Detail: map[string]string{"event": "plan.event.purged", "Code": p.Code, "Name": p.Name},
		})
	})
}

// Deleted lists the projects that were deleted before a time.
func (s *Store) Deleted(ctx context.Context, before time.Time) (list []masterplan.Project, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error {
		p, err := scanProject(row)
		list = append(list, p)
		return err
	}, `SELECT `+projectColumns+` FROM plan_project WHERE state = $1 AND state_at < $2 ORDER BY zone_id, id`, string(masterplan.Deleted), db.Millis(before))
	return list, err
}
