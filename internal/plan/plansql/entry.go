package plansql

import (
	"context"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

const entryColumns = `id, activity_id, supersedes, as_of, basis, done, total, unit, percent, steps, actual_start, actual_finish,
	left_rule, left_minutes, note, photos, confirmed, recorded_at, recorded_by`

func saveEntry(ctx context.Context, tx *db.Tx, zone, project string, e *masterplan.Entry) error {
	steps, err := db.Document(e.Measure.Steps)
	if err != nil {
		return err
	}
	photos, err := db.Document(e.Photos)
	if err != nil {
		return err
	}
	var supersedes any
	if e.Supersedes != "" {
		supersedes = e.Supersedes
	}
	m := &e.Measure
	err = tx.Add(ctx, "plan_entry", "zone_id, project_id, "+entryColumns, zone, project, e.ID, e.Activity, supersedes, int64(e.AsOf), int64(m.Basis), m.Done, m.Total, m.Unit, m.Percent, steps,
		moment(e.ActualStart), moment(e.ActualFinish), int64(e.Left.Rule), e.Left.Minutes, e.Note, photos, e.Confirmed, db.Millis(e.RecordedAt), e.RecordedBy)
	if fault.Of(err) == fault.Conflict {
		return fault.New(fault.Conflict, "plan.progress.superseded").Because(err)
	}
	return err
}

func scanEntry(row db.Row) (e masterplan.Entry, err error) {
	var supersedes *string
	var steps, photos string
	var recorded int64
	m := &e.Measure
	err = row.Scan(&e.ID, &e.Activity, &supersedes, &e.AsOf, &m.Basis, &m.Done, &m.Total, &m.Unit, &m.Percent, &steps,
		at(&e.ActualStart), at(&e.ActualFinish), &e.Left.Rule, &e.Left.Minutes, &e.Note, &photos, &e.Confirmed, &recorded, &e.RecordedBy)
	if err != nil {
		return e, err
	}
	if supersedes != nil {
		e.Supersedes = *supersedes
	}
	e.RecordedAt = time.UnixMilli(recorded).UTC()
	if err := db.ParseDocument(steps, &m.Steps); err != nil {
		return e, err
	}
	return e, db.ParseDocument(photos, &e.Photos)
}

func entries(ctx context.Context, q db.Querier, query string, args ...any) (list []masterplan.Entry, err error) {
	err = db.Each(ctx, q, func(row db.Row) error {
		e, err := scanEntry(row)
		list = append(list, e)
		return err
	}, query, args...)
	return list, err
}

// Entries lists every entry ever made, newest first.
func (s *Store) Entries(ctx context.Context, zone, project, activity string) ([]masterplan.Entry, error) {
	w := &db.Where{}
	w.And("zone_id = ?", zone)
	w.And("project_id = ?", project)
	if activity != "" {
		w.And("activity_id = ?", activity)
	}
	return entries(ctx, s.read, `SELECT `+entryColumns+` FROM plan_entry`+w.SQL()+` ORDER BY recorded_at DESC, id DESC`, w.Args...)
}

// loadEntries reads what speaks: of each activity the latest entry that nothing
// supersedes.
func loadEntries(ctx context.Context, q db.Querier, zone, project string) ([]masterplan.Entry, error) {
	return entries(ctx, q, `SELECT `+entryColumns+` FROM (
		SELECT e.*, ROW_NUMBER() OVER (PARTITION BY activity_id ORDER BY as_of DESC, recorded_at DESC, id DESC) AS place
		FROM plan_entry e
		WHERE e.zone_id = $1 AND e.project_id = $2
			AND NOT EXISTS (SELECT 1 FROM plan_entry c WHERE c.zone_id = e.zone_id AND c.supersedes = e.id)
	) ranked WHERE place = 1 ORDER BY id`, zone, project)
}

func savePhotos(ctx context.Context, tx *db.Tx, zone string, photos []plan.Photo) error {
	return db.Insert(ctx, tx, "plan_photo", "zone_id, id, project_id, content_type, data", len(photos), func(args []any, i int) []any {
		p := &photos[i]
		return append(args, zone, p.ID, p.Project, p.ContentType, p.Data)
	})
}

// Photo reads a photo.
func (s *Store) Photo(ctx context.Context, zone, id string) (p plan.Photo, err error) {
	err = db.Each(ctx, s.db, func(row db.Row) error {
		return row.Scan(&p.ID, &p.Project, &p.ContentType, &p.Data)
	}, `SELECT id, project_id, content_type, data FROM plan_photo WHERE zone_id = $1 AND id = $2`, zone, id)
	if err == nil && p.ID == "" {
		err = fault.New(fault.NotFound, "plan.photo.unknown")
	}
	return p, err
}
