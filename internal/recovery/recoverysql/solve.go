package recoverysql

import (
	"context"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/job"
	"fugong/internal/plan"
	"fugong/internal/recovery"
)

// SolveQueue is the job queue of solves; how many run at a time is its size.
const SolveQueue = "solve"

const solveColumns = `zone_id, id, project_id, revision, state, request, steps, reason, asked_at, asked_by, started_at, seen_at, ended_at`

// AddSolve stores a solve with its audit entry and its job.
func (s *Store) AddSolve(ctx context.Context, v recovery.Solve) error {
	request, err := db.Document(v.Request)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		err := db.Insert(ctx, tx, "plan_solve", "stop, result, "+solveColumns, 1, func(args []any, _ int) []any {
			return append(args, false, []byte{}, v.Zone, v.ID, v.Project, v.Revision, string(v.State), request, int64(1), "",
				db.Millis(v.AskedAt), v.AskedBy, nil, nil, nil)
		})
		if err != nil {
			return err
		}
		if err := audit.RecordEvent(ctx, tx, v.Zone, v.AskedBy, plan.ActRecover, "project/"+v.Project, "plan.catchup.asked", v.AskedAt); err != nil {
			return err
		}
		return s.announce(ctx, tx, recovery.SolveKind, recovery.Ordered{Zone: v.Zone, Solve: v.ID}, job.In(SolveQueue))
	})
}

func solves(ctx context.Context, q db.Querier, w *db.Where, order string) (list []recovery.Solve, err error) {
	err = db.Each(ctx, q, func(row db.Row) error {
		v, err := scanSolve(row)
		list = append(list, v)
		return err
	}, `SELECT `+solveColumns+` FROM plan_solve`+w.SQL()+order, w.Args...)
	return list, err
}

func scanSolve(row db.Row) (v recovery.Solve, err error) {
	var request, reason string
	var asked int64
	var started, seen, ended *int64
	err = row.Scan(&v.Zone, &v.ID, &v.Project, &v.Revision, &v.State, &request, &v.Steps, &reason, &asked, &v.AskedBy, &started, &seen, &ended)
	if err != nil {
		return v, err
	}
	v.AskedAt = time.UnixMilli(asked).UTC()
	for _, t := range []struct {
		to   *time.Time
		from *int64
	}{{&v.StartedAt, started}, {&v.SeenAt, seen}, {&v.EndedAt, ended}} {
		if t.from != nil {
			*t.to = time.UnixMilli(*t.from).UTC()
		}
	}
	if err := db.ParseDocument(reason, &v.Reason); err != nil {
		return v, err
	}
	return v, db.ParseDocument(request, &v.Request)
}

// Solve reads one.
func (s *Store) Solve(ctx context.Context, zone, id string) (recovery.Solve, error) {
	w := &db.Where{}
	w.And("zone_id = ?", zone)
	w.And("id = ?", id)
	list, err := solves(ctx, s.db, w, "")
	if err != nil {
		return recovery.Solve{}, err
	}
	if len(list) == 0 {
		return recovery.Solve{}, fault.New(fault.NotFound, "plan.catchup.unknown")
	}
	return list[0], nil
}

// Solves are those of a project, newest first.
func (s *Store) Solves(ctx context.Context, zone, project string) ([]recovery.Solve, error) {
	w := &db.Where{}
	w.And("zone_id = ?", zone)
	w.And("project_id = ?", project)
	return solves(ctx, s.db, w, " ORDER BY asked_at DESC, id DESC LIMIT 50")
}

// Ahead counts the solves of all zones that run, or wait and were asked for earlier.
func (s *Store) Ahead(ctx context.Context, v recovery.Solve) (n int, err error) {
	err = db.Each(ctx, s.db, func(row db.Row) error { return row.Scan(&n) },
		`SELECT COUNT(*) FROM plan_solve WHERE state = $1 OR state = $2 AND (asked_at < $3 OR asked_at = $3 AND id < $4)`,
		string(recovery.Running), string(recovery.Waiting), db.Millis(v.AskedAt), v.ID)
	return n, err
}

// StopSolve asks a running solve to stop and ends one that waits.
func (s *Store) StopSolve(ctx context.Context, zone, id string, now time.Time) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := db.Exec(ctx, tx, `UPDATE plan_solve SET stop = $1, steps = steps + 1 WHERE zone_id = $2 AND id = $3 AND state = $4`,
			true, zone, id, string(recovery.Running))
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, tx, `UPDATE plan_solve SET state = $1, ended_at = $2, steps = steps + 1 WHERE zone_id = $3 AND id = $4 AND state = $5`,
			string(recovery.Stopped), db.Millis(now), zone, id, string(recovery.Waiting))
		return err
	})
}

// Begin marks a waiting solve as running; Conflict "plan.catchup.busy" when it
// waits no more.
func (s *Store) Begin(ctx context.Context, v recovery.Solve) error {
	n, err := db.Exec(ctx, s.db, `UPDATE plan_solve SET state = $1, started_at = $2, seen_at = $3, steps = steps + 1 WHERE zone_id = $4 AND id = $5 AND state = $6`,
		string(v.State), db.Millis(v.StartedAt), db.Millis(v.SeenAt), v.Zone, v.ID, string(recovery.Waiting))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "plan.catchup.busy")
	}
	return err
}

// Beat keeps a sign of life and what is new.
func (s *Store) Beat(ctx context.Context, v recovery.Solve, a *recovery.Answer) (stop bool, err error) {
	if a == nil {
		_, err = db.Exec(ctx, s.db, `UPDATE plan_solve SET seen_at = $1 WHERE zone_id = $2 AND id = $3`, db.Millis(v.SeenAt), v.Zone, v.ID)
	} else {
		var packed []byte
		if packed, err = db.Pack(a); err == nil {
			_, err = db.Exec(ctx, s.db, `UPDATE plan_solve SET seen_at = $1, result = $2, steps = steps + 1 WHERE zone_id = $3 AND id = $4`,
				db.Millis(v.SeenAt), packed, v.Zone, v.ID)
		}
	}
	if err != nil {
		return false, err
	}
	err = db.Each(ctx, s.db, func(row db.Row) error { return row.Scan(&stop) }, `SELECT stop FROM plan_solve WHERE zone_id = $1 AND id = $2`, v.Zone, v.ID)
	return stop, err
}

// End stores how a solve ended.
func (s *Store) End(ctx context.Context, v recovery.Solve, a *recovery.Answer) error {
	reason, err := db.Document(v.Reason)
	if err != nil {
		return err
	}
	if v.Reason.Key == "" {
		reason = ""
	}
	args := []any{string(v.State), reason, db.Millis(v.EndedAt), v.Zone, v.ID}
	result := ""
	if a != nil {
		packed, err := db.Pack(a)
		if err != nil {
			return err
		}
		result, args = ", result = $6", append(args, packed)
	}
	_, err = db.Exec(ctx, s.db, `UPDATE plan_solve SET state = $1, reason = $2, ended_at = $3, steps = steps + 1`+result+` WHERE zone_id = $4 AND id = $5`, args...)
	return err
}

// Answer is what a solve has found.
func (s *Store) Answer(ctx context.Context, zone, id string) (a recovery.Answer, err error) {
	var packed []byte
	err = db.Each(ctx, s.db, func(row db.Row) error { return row.Scan(&packed) }, `SELECT result FROM plan_solve WHERE zone_id = $1 AND id = $2`, zone, id)
	if err != nil || len(packed) == 0 {
		return a, err
	}
	return a, db.Unpack(packed, &a)
}
