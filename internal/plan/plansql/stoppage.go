package plansql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

const stoppageColumns = `zone_id, id, org_id, project_id, from_day, to_day, cause, restart, note, supersedes, withdrawn, recorded_at, recorded_by`

// AddStoppage stores an entry with its audit entry and the fact plan.Stopped.
func (s *Store) AddStoppage(ctx context.Context, e plan.StoppageEntry) error {
	restart, err := db.Document(e.Restart)
	if err != nil {
		return err
	}
	org, project := "", ""
	switch e.Scope {
	case stoppage.ForOrganisation:
		org = e.Of
	case stoppage.ForProject:
		project = e.Of
	}
	var supersedes any
	event := "plan.event.stoppage"
	if e.Supersedes != "" {
		supersedes, event = e.Supersedes, "plan.event.stoppage_corrected"
	}
	if e.Withdrawn {
		event = "plan.event.stoppage_withdrawn"
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := db.Insert(ctx, tx, "plan_stoppage", stoppageColumns, 1, func(args []any, _ int) []any {
			return append(args, e.Zone, e.ID, org, project, int64(e.From), int64(e.To), string(e.Cause), restart, e.Note,
				supersedes, e.Withdrawn, db.Millis(e.RecordedAt), e.RecordedBy)
		})
		if fault.Of(err) == fault.Conflict {
			return fault.New(fault.Conflict, "plan.stoppage.superseded").Because(err)
		}
		if err != nil {
			return err
		}
		err = audit.Record(ctx, tx, audit.Entry{
			Zone: e.Zone, Actor: e.RecordedBy, Action: plan.ActStoppage, Object: "stoppage/" + e.ID, At: e.RecordedAt,
			Detail: map[string]string{"event": event, "from": e.From.String(), "to": e.To.String(), "of": e.Of, "supersedes": e.Supersedes},
		})
		if err != nil {
			return err
		}
		return s.announce(ctx, tx, plan.StoppedKind, plan.Stopped{Zone: e.Zone, Entry: e.ID})
	})
}

// Stoppages are the entries of a zone, superseded or not, newest first.
func (s *Store) Stoppages(ctx context.Context, zone string) ([]plan.StoppageEntry, error) {
	return stoppages(ctx, s.read, zone)
}

func stoppages(ctx context.Context, q db.Querier, zone string) (list []plan.StoppageEntry, err error) {
	err = db.Each(ctx, q, func(row db.Row) error {
		e, err := scanStoppage(row)
		list = append(list, e)
		return err
	}, `SELECT `+stoppageColumns+` FROM plan_stoppage WHERE zone_id = $1 ORDER BY recorded_at DESC, id DESC`, zone)
	return list, err
}

func scanStoppage(row db.Row) (e plan.StoppageEntry, err error) {
	var org, project, restart string
	var supersedes *string
	var recorded int64
	err = row.Scan(&e.Zone, &e.ID, &org, &project, &e.From, &e.To, &e.Cause, &restart, &e.Note, &supersedes, &e.Withdrawn, &recorded, &e.RecordedBy)
	if err != nil {
		return e, err
	}
	switch {
	case project != "":
		e.Scope, e.Of = stoppage.ForProject, project
	case org != "":
		e.Scope, e.Of = stoppage.ForOrganisation, org
	default:
		e.Scope = stoppage.ForZone
	}
	if supersedes != nil {
		e.Supersedes = *supersedes
	}
	e.RecordedAt = time.UnixMilli(recorded).UTC()
	return e, db.ParseDocument(restart, &e.Restart)
}

// saveForecast keeps the finish that a project forecasts on a day.
func saveForecast(ctx context.Context, tx *db.Tx, p *masterplan.Project, day worktime.Day) error {
	if p.Figures.Finish == worktime.None {
		_, err := db.Exec(ctx, tx, `DELETE FROM plan_forecast WHERE zone_id = $1 AND project_id = $2 AND day = $3`, p.Zone, p.ID, int64(day))
		return err
	}
	return tx.Set(ctx, "plan_forecast", "zone_id, project_id, day", "zone_id, project_id, day, finish_at", p.Zone, p.ID, int64(day), moment(p.Figures.Finish))
}

// Forecasts are the finishes that a project forecast, by day.
func (s *Store) Forecasts(ctx context.Context, zone, project string) (list []stoppage.Observation, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error {
		var o stoppage.Observation
		err := row.Scan(&o.Day, at(&o.Finish))
		list = append(list, o)
		return err
	}, `SELECT day, finish_at FROM plan_forecast WHERE zone_id = $1 AND project_id = $2 ORDER BY day`, zone, project)
	return list, err
}
