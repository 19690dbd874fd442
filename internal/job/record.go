package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"fugong/internal/db"
	"fugong/internal/unit"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
)

// message is a job as River carries it. The payload stands in an object, since
// River's SQLite driver stores nothing else as arguments.
type message struct {
	kind    string
	Payload json.RawMessage `json:"payload"`
}

// Kind names the job.
func (m message) Kind() string { return m.kind }

// Option changes how a job is recorded.
type Option func(*river.InsertOpts)

// At keeps the job until t.
func At(t time.Time) Option {
	return func(o *river.InsertOpts) { o.ScheduledAt = t }
}

// Unique drops the job when one of the same kind and payload still waits or
// runs.
func Unique() Option {
	return func(o *river.InsertOpts) {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
			rivertype.JobStateRunning, rivertype.JobStateScheduled,
		}}
	}
}

// In puts the job in a queue of its own, worked by as many at a time as
// Config.Queues says, so that long work keeps nobody else waiting.
func In(queue string) Option {
	return func(o *river.InsertOpts) { o.Queue = queue }
}

// The inserters only add jobs, within a transaction of database/sql; they hold
// no connection.
var (
	liteInserter = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
		return river.NewClient(riversqlite.New(nil), &river.Config{})
	})
	pgInserter = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
		return river.NewClient(riverdatabasesql.New(nil), &river.Config{})
	})
)

// Record adds a job that exists once the caller's transaction commits. Those of
// the units that share a transaction are added together, right before the commit.
func Record(ctx context.Context, tx *db.Tx, kind string, payload any, options ...Option) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	opts := &river.InsertOpts{}
	for _, option := range options {
		option(opts)
	}
	mine := river.InsertManyParams{Args: message{kind, data}, InsertOpts: opts}
	if !db.BeforeCommit(ctx, waitingKey{}, insertWaiting) {
		return insertJobs(ctx, tx, []river.InsertManyParams{mine})
	}
	waiting, _ := unit.Kept(ctx, waitingKey{}).([]river.InsertManyParams)
	unit.Keep(ctx, waitingKey{}, append(slices.Clip(waiting), mine))
	return nil
}

// waitingKey is where jobs wait for the commit.
type waitingKey struct{}

func insertWaiting(ctx context.Context, tx *db.Tx) error {
	waiting, _ := unit.Kept(ctx, waitingKey{}).([]river.InsertManyParams)
	unit.Keep(ctx, waitingKey{}, []river.InsertManyParams(nil))
	return insertJobs(ctx, tx, waiting)
}

func insertJobs(ctx context.Context, tx *db.Tx, jobs []river.InsertManyParams) error {
	inserter := liteInserter
	if tx.Engine() == db.Postgres {
		inserter = pgInserter
	}
	client, err := inserter()
	if err != nil {
		return err
	}
	return db.Kind(tx.Lend(ctx, func(inner *sql.Tx) error {
		_, err := client.InsertManyTx(ctx, inner, jobs)
		return err
	}))
}
