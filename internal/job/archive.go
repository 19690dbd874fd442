package job

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"fugong/internal/db"
)

// kept is a job in an archive, the same from either engine.
type kept struct {
	Kind    string          `json:"kind"`
	Payload json.RawMessage `json:"payload"`
	Due     int64           `json:"due_unix_ms"`
	Unique  bool            `json:"unique"`
	Queue   string          `json:"queue,omitempty"`
}

// pending reads what is not done, a running job included: it may not have
// happened. River stores JSON and times in each engine's own way.
var pending = map[db.Engine]string{
	db.SQLite: `SELECT kind, json(args) AS args, CAST(unixepoch(scheduled_at, 'subsec') * 1000 AS INTEGER) AS due,
		unique_key IS NOT NULL AS single, queue FROM river_job WHERE state IN ('available','pending','retryable','running','scheduled') ORDER BY id`,
	db.Postgres: `SELECT kind, args::text AS args, CAST(extract(epoch FROM scheduled_at) * 1000 AS BIGINT) AS due,
		unique_key IS NOT NULL AS single, queue FROM river_job WHERE state IN ('available','pending','retryable','running','scheduled') ORDER BY id`,
}

// dumpJobs reads the jobs still to be done. Those of Every come by themselves.
func dumpJobs(ctx context.Context, engine db.Engine, q db.Querier) ([]json.RawMessage, error) {
	var rows []struct {
		Kind   string `db:"kind"`
		Args   string `db:"args"`
		Due    int64  `db:"due"`
		Single bool   `db:"single"`
		Queue  string `db:"queue"`
	}
	if err := db.Select(ctx, q, &rows, pending[engine]); err != nil {
		return nil, err
	}
	var jobs []json.RawMessage
	for _, row := range rows {
		if strings.HasPrefix(row.Kind, everyPrefix) {
			continue
		}
		var m message
		if err := json.Unmarshal([]byte(row.Args), &m); err != nil {
			return nil, err
		}
		data, err := json.Marshal(kept{row.Kind, m.Payload, row.Due, row.Single, row.Queue})
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, data)
	}
	return jobs, nil
}

// loadJobs records them again.
func loadJobs(ctx context.Context, tx *db.Tx, jobs []json.RawMessage) error {
	for _, data := range jobs {
		var k kept
		if err := json.Unmarshal(data, &k); err != nil {
			return err
		}
		options := []Option{At(time.UnixMilli(k.Due))}
		if k.Unique {
			options = append(options, Unique())
		}
		if k.Queue != "" {
			options = append(options, In(k.Queue))
		}
		if err := Record(ctx, tx, k.Kind, k.Payload, options...); err != nil {
			return err
		}
	}
	return nil
}
