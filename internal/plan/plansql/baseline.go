package plansql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/masterplan"
)

// saveBaseline adds a baseline whose rows index p.
func saveBaseline(ctx context.Context, tx *db.Tx, zone, project string, p *masterplan.Plan, b *masterplan.Baseline) error {
	err := db.Insert(ctx, tx, "plan_baseline", "zone_id, id, project_id, number, name, taken", 1, func(args []any, _ int) []any {
		return append(args, zone, b.ID, project, b.Number, b.Name, moment(b.Taken))
	})
	if err != nil {
		return err
	}
	rows := firstOfEach(b.Rows)
	return db.Insert(ctx, tx, "plan_baseline_row", "zone_id, baseline_id, activity_id, start_at, finish_at, minutes, unit, flags, work, cost", len(rows),
		func(args []any, i int) []any {
			r := &rows[i]
			return append(args, zone, b.ID, p.Activities[r.Activity].ID, moment(r.Start), moment(r.Finish),
				r.Duration.Minutes, int64(r.Duration.Unit), flags(r.Duration.Elapsed, r.Duration.Estimated), r.Work, r.Cost)
		})
}

func removeBaseline(ctx context.Context, tx *db.Tx, zone, project, id string) error {
	for _, query := range []string{
		`DELETE FROM plan_baseline_row WHERE zone_id = $1 AND baseline_id IN (SELECT id FROM plan_baseline WHERE zone_id = $1 AND project_id = $2 AND id = $3)`,
		`DELETE FROM plan_baseline WHERE zone_id = $1 AND project_id = $2 AND id = $3`,
	} {
		if _, err := db.Exec(ctx, tx, query, zone, project, id); err != nil {
			return err
		}
	}
	return nil
}

// firstOfEach keeps the first row of each activity: a damaged file may repeat one.
func firstOfEach(rows []masterplan.BaselineRow) []masterplan.BaselineRow {
	seen := make(map[int32]bool, len(rows))
	out := make([]masterplan.BaselineRow, 0, len(rows))
	for _, r := range rows {
		if !seen[r.Activity] {
			seen[r.Activity] = true
			out = append(out, r)
		}
	}
	return out
}

func loadBaselines(ctx context.Context, q db.Querier, zone string, p *masterplan.Plan) error {
	place := map[string]int{}
	err := db.Each(ctx, q, func(row db.Row) error {
		var b masterplan.Baseline
		err := row.Scan(&b.ID, &b.Number, &b.Name, at(&b.Taken))
		place[b.ID] = len(p.Baselines)
		p.Baselines = append(p.Baselines, b)
		return err
	}, `SELECT id, number, name, taken FROM plan_baseline WHERE zone_id = $1 AND project_id = $2 ORDER BY number, id`, zone, p.ID)
	if err != nil || len(p.Baselines) == 0 {
		return err
	}
	return db.Each(ctx, q, func(row db.Row) error {
		var baseline string
		var r masterplan.BaselineRow
		var f int64
		err := row.Scan(&baseline, &r.Activity, at(&r.Start), at(&r.Finish), &r.Duration.Minutes, &r.Duration.Unit, &f, &r.Work, &r.Cost)
		r.Duration.Elapsed, r.Duration.Estimated = f&elapsedFlag != 0, f&estimatedFlag != 0
		b := &p.Baselines[place[baseline]]
		b.Rows = append(b.Rows, r)
		return err
	}, `SELECT r.baseline_id, a.seq, r.start_at, r.finish_at, r.minutes, r.unit, r.flags, r.work, r.cost
		FROM plan_baseline b
		JOIN plan_baseline_row r ON r.zone_id = b.zone_id AND r.baseline_id = b.id
		JOIN plan_activity a ON a.zone_id = b.zone_id AND a.project_id = b.project_id AND a.id = r.activity_id
		WHERE b.zone_id = $1 AND b.project_id = $2 ORDER BY b.number, b.id, a.seq`, zone, p.ID)
}
