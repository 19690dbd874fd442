package plansql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// body is what a plan says as a whole and nobody searches for.
type body struct {
	Settings  masterplan.Settings
	Resources []masterplan.Resource     `json:",omitempty"`
	External  []masterplan.ExternalLink `json:",omitempty"`
	Blank     []masterplan.BlankRow     `json:",omitempty"`
	Source    masterplan.Source
}

// savePlan replaces every row of a project's plan.
func savePlan(ctx context.Context, tx *db.Tx, zone, project string, p *masterplan.Plan) error {
	if err := deletePlan(ctx, tx, zone, project); err != nil {
		return err
	}
	text, err := db.Document(body{p.Settings, p.Resources, p.External, p.Blank, p.Source})
	if err != nil {
		return err
	}
	calendars, err := db.Document(p.Calendars)
	if err != nil {
		return err
	}
	err = db.Insert(ctx, tx, "plan_plan", "zone_id, project_id, uid, code, name, start_at, finish_at, data_date, must_finish, body, calendars", 1,
		func(args []any, _ int) []any {
			return append(args, zone, project, p.UID, p.Code, p.Name, moment(p.Start), moment(p.Finish), moment(p.DataDate), moment(p.MustFinish), text, calendars)
		})
	if err != nil {
		return err
	}
	if err := saveActivities(ctx, tx, zone, project, p.Activities); err != nil {
		return err
	}
	if err := saveLinks(ctx, tx, zone, project, p.Links); err != nil {
		return err
	}
	if err := saveAssignments(ctx, tx, zone, project, p.Assignments); err != nil {
		return err
	}
	for i := range p.Baselines {
		if err := saveBaseline(ctx, tx, zone, project, p, &p.Baselines[i]); err != nil {
			return err
		}
	}
	return nil
}

func deletePlan(ctx context.Context, tx *db.Tx, zone, project string) error {
	for _, query := range []string{
		`DELETE FROM plan_baseline_row WHERE zone_id = $1 AND baseline_id IN (SELECT id FROM plan_baseline WHERE zone_id = $1 AND project_id = $2)`,
		`DELETE FROM plan_baseline WHERE zone_id = $1 AND project_id = $2`,
		`DELETE FROM plan_assignment WHERE zone_id = $1 AND project_id = $2`,
		`DELETE FROM plan_link WHERE zone_id = $1 AND project_id = $2`,
		`DELETE FROM plan_activity WHERE zone_id = $1 AND project_id = $2`,
		`DELETE FROM plan_plan WHERE zone_id = $1 AND project_id = $2`,
	} {
		if _, err := db.Exec(ctx, tx, query, zone, project); err != nil {
			return err
		}
	}
	return nil
}

// loadPlan reads a whole plan.
func loadPlan(ctx context.Context, q db.Querier, zone, project string) (*masterplan.Plan, error) {
	p := &masterplan.Plan{ID: project}
	err := db.Each(ctx, q, func(row db.Row) error {
		var text, calendars string
		err := row.Scan(&p.UID, &p.Code, &p.Name, at(&p.Start), at(&p.Finish), at(&p.DataDate), at(&p.MustFinish), &text, &calendars)
		if err != nil {
			return err
		}
		var b body
		if err := db.ParseDocument(text, &b); err != nil {
			return err
		}
		p.Settings, p.Resources, p.External, p.Blank, p.Source = b.Settings, b.Resources, b.External, b.Blank, b.Source
		return db.ParseDocument(calendars, &p.Calendars)
	}, `SELECT uid, code, name, start_at, finish_at, data_date, must_finish, body, calendars FROM plan_plan WHERE zone_id = $1 AND project_id = $2`, zone, project)
	if err != nil {
		return nil, err
	}
	for _, load := range []func(context.Context, db.Querier, string, *masterplan.Plan) error{loadActivities, loadLinks, loadAssignments, loadBaselines} {
		if err := load(ctx, q, zone, p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

const linkColumns = "zone_id, project_id, seq, uid, pred, succ, type, lag_tenths, lag_percent, lag_unit, lag_flags"

// The bits of lag_flags, and of flags in plan_baseline_row.
const (
	elapsedFlag = 1 << iota
	estimatedFlag
)

func flags(elapsed, estimated bool) (f int64) {
	if elapsed {
		f |= elapsedFlag
	}
	if estimated {
		f |= estimatedFlag
	}
	return f
}

func saveLinks(ctx context.Context, tx *db.Tx, zone, project string, links []masterplan.Link) error {
	return db.Insert(ctx, tx, "plan_link", linkColumns, len(links), func(args []any, i int) []any {
		l := &links[i]
		return append(args, zone, project, i, l.UID, int64(l.Pred), int64(l.Succ), int64(l.Type),
			l.Lag.Tenths, l.Lag.Percent, int64(l.Lag.Unit), flags(l.Lag.Elapsed, l.Lag.Estimated))
	})
}

func loadLinks(ctx context.Context, q db.Querier, zone string, p *masterplan.Plan) error {
	return db.Each(ctx, q, func(row db.Row) error {
		var l masterplan.Link
		var f int64
		err := row.Scan(&l.UID, &l.Pred, &l.Succ, &l.Type, &l.Lag.Tenths, &l.Lag.Percent, &l.Lag.Unit, &f)
		l.Lag.Elapsed, l.Lag.Estimated = f&elapsedFlag != 0, f&estimatedFlag != 0
		p.Links = append(p.Links, l)
		return err
	}, `SELECT uid, pred, succ, type, lag_tenths, lag_percent, lag_unit, lag_flags FROM plan_link WHERE zone_id = $1 AND project_id = $2 ORDER BY seq`, zone, p.ID)
}

// assigned is what few assignments have.
type assigned struct {
	ActualWork, RemainingWork int64              `json:",omitzero"`
	Cost                      float64            `json:",omitzero"`
	Delay                     int64              `json:",omitzero"`
	Start, Finish             moment             `json:",omitzero"`
	Split                     []masterplan.Split `json:",omitempty"`
	Contour                   int                `json:",omitzero"`
	Overtime, LevelingDelay   int64              `json:",omitzero"`
	Resume                    int64              `json:",omitzero"`
	Stretch                   int64              `json:",omitzero"`
}

func saveAssignments(ctx context.Context, tx *db.Tx, zone, project string, list []masterplan.Assignment) error {
	more := make([]string, len(list))
	for i := range list {
		a := &list[i]
		var err error
		if more[i], err = db.Document(assigned{a.ActualWork, a.RemainingWork, a.Cost, a.Delay, moment(a.Start), moment(a.Finish), a.Split,
			int(a.Contour), a.Overtime, a.LevelingDelay, int64(a.Resume), a.Stretch}); err != nil {
			return err
		}
	}
	return db.Insert(ctx, tx, "plan_assignment", "zone_id, project_id, seq, uid, activity, resource, units, work, more", len(list), func(args []any, i int) []any {
		a := &list[i]
		return append(args, zone, project, i, a.UID, int64(a.Activity), int64(a.Resource), a.Units, a.Work, more[i])
	})
}

func loadAssignments(ctx context.Context, q db.Querier, zone string, p *masterplan.Plan) error {
	return db.Each(ctx, q, func(row db.Row) error {
		var a masterplan.Assignment
		var text string
		if err := row.Scan(&a.UID, &a.Activity, &a.Resource, &a.Units, &a.Work, &text); err != nil {
			return err
		}
		m := assigned{Start: absent, Finish: absent}
		if err := db.ParseDocument(text, &m); err != nil {
			return err
		}
		a.ActualWork, a.RemainingWork, a.Cost, a.Delay, a.Split = m.ActualWork, m.RemainingWork, m.Cost, m.Delay, m.Split
		a.Contour, a.Overtime, a.LevelingDelay, a.Resume, a.Stretch = masterplan.Contour(m.Contour), m.Overtime, m.LevelingDelay, worktime.Time(m.Resume), m.Stretch
		toTimes(m.Start, &a.Start, m.Finish, &a.Finish)
		p.Assignments = append(p.Assignments, a)
		return nil
	}, `SELECT uid, activity, resource, units, work, more FROM plan_assignment WHERE zone_id = $1 AND project_id = $2 ORDER BY seq`, zone, p.ID)
}
