package plansql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/plan"
)

// saveAdoption adds an accepted recovery plan with its tasks and the plan that it
// replaced.
func saveAdoption(ctx context.Context, tx *db.Tx, zone string, a *plan.Adoption, old *plan.Replaced) error {
	promise, err := db.Document(a.Promise)
	if err != nil {
		return err
	}
	replaced, err := db.Pack(old)
	if err != nil {
		return err
	}
	err = db.Insert(ctx, tx, "plan_adoption", "zone_id, id, project_id, solve_id, revision, baseline_id, body, adopted_at, adopted_by, replaced", 1,
		func(args []any, _ int) []any {
			return append(args, zone, a.ID, a.Project, a.Solve, a.Revision, a.Baseline, promise, db.Millis(a.At), a.By, replaced)
		})
	if err != nil {
		return err
	}
	for i := range a.Tasks {
		t := &a.Tasks[i]
		body, err := db.Document(t.Work)
		if err != nil {
			return err
		}
		err = db.Insert(ctx, tx, "plan_task", "zone_id, id, adoption_id, place, owner, body, updated_at, updated_by", 1, func(args []any, _ int) []any {
			return append(args, zone, t.ID, a.ID, int64(i), t.Owner, body, db.Millis(t.UpdatedAt), t.UpdatedBy)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// takeBack marks an adoption as taken back by whoever made the change.
func takeBack(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	_, err := db.Exec(ctx, tx, `UPDATE plan_adoption SET undone_at = $1, undone_by = $2 WHERE zone_id = $3 AND id = $4`,
		db.Millis(c.Event.At), c.Event.By, c.Project.Zone, c.TakenBack)
	return err
}

// Replaced is the plan that an adoption took the place of.
func (s *Store) Replaced(ctx context.Context, zone, adoption string) (*plan.Replaced, error) {
	var packed []byte
	err := db.Each(ctx, s.read, func(row db.Row) error { return row.Scan(&packed) }, `SELECT replaced FROM plan_adoption WHERE zone_id = $1 AND id = $2`, zone, adoption)
	if err != nil {
		return nil, err
	}
	if len(packed) == 0 {
		return nil, fault.New(fault.NotFound, "plan.catchup.not_kept")
	}
	old := &plan.Replaced{}
	return old, db.Unpack(packed, old)
}

// Adoptions are a project's accepted recovery plans, newest first.
func (s *Store) Adoptions(ctx context.Context, zone, project string) (list []plan.Adoption, err error) {
	place := map[string]int{}
	err = db.Each(ctx, s.read, func(row db.Row) error {
		a, promise, at := plan.Adoption{Project: project}, "", int64(0)
		var undone *int64
		var by *string
		if err := row.Scan(&a.ID, &a.Solve, &a.Revision, &a.Baseline, &promise, &at, &a.By, &undone, &by); err != nil {
			return err
		}
		a.At = time.UnixMilli(at).UTC()
		if undone != nil && by != nil {
			a.UndoneAt, a.UndoneBy = time.UnixMilli(*undone).UTC(), *by
		}
		place[a.ID] = len(list)
		err := db.ParseDocument(promise, &a.Promise)
		list = append(list, a)
		return err
	}, `SELECT id, solve_id, revision, baseline_id, body, adopted_at, adopted_by, undone_at, undone_by FROM plan_adoption
		WHERE zone_id = $1 AND project_id = $2 ORDER BY adopted_at DESC, id DESC`, zone, project)
	if err != nil || len(list) == 0 {
		return list, err
	}
	err = db.Each(ctx, s.read, func(row db.Row) error {
		t, adoption, body, updated := plan.Task{}, "", "", int64(0)
		if err := row.Scan(&t.ID, &adoption, &t.Owner, &body, &updated, &t.UpdatedBy); err != nil {
			return err
		}
		t.UpdatedAt = time.UnixMilli(updated).UTC()
		err := db.ParseDocument(body, &t.Work)
		list[place[adoption]].Tasks = append(list[place[adoption]].Tasks, t)
		return err
	}, `SELECT t.id, t.adoption_id, t.owner, t.body, t.updated_at, t.updated_by FROM plan_adoption a
		JOIN plan_task t ON t.zone_id = a.zone_id AND t.adoption_id = a.id
		WHERE a.zone_id = $1 AND a.project_id = $2 ORDER BY a.id, t.place`, zone, project)
	return list, err
}

// Adopted are the projects of a zone with an accepted plan that nobody took back.
func (s *Store) Adopted(ctx context.Context, zone string) (ids []string, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT DISTINCT project_id FROM plan_adoption WHERE zone_id = $1 AND undone_at IS NULL ORDER BY project_id`, zone)
	return ids, err
}

// GiveTask changes the owner of a task of a plan that was not taken back.
func (s *Store) GiveTask(ctx context.Context, zone, project, task, owner, by string, at time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := db.Exec(ctx, tx, `UPDATE plan_task SET owner = $1, updated_at = $2, updated_by = $3 WHERE zone_id = $4 AND id = $5 AND adoption_id IN
			(SELECT id FROM plan_adoption WHERE zone_id = $4 AND project_id = $6 AND undone_at IS NULL)`, owner, db.Millis(at), by, zone, task, project)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.NotFound, "plan.catchup.task")
		}
		return audit.RecordEvent(ctx, tx, zone, by, plan.ActRecover, "project/"+project, "plan.catchup.given", at)
	})
}
