package job

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"fugong/internal/db"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"
)

// Handler does the work of one job. An error makes it run again later.
type Handler func(ctx context.Context, payload json.RawMessage) error

// Config is how a runner works. The zero Config is fit for use.
type Config struct {
	Workers int                              // jobs at a time; 8 when zero
	Queues  map[string]int                   // jobs at a time of the queues beside the common one, see In
	Retry   func(failures int) time.Duration // wait before the next try; River's failures⁴ seconds when nil
	Log     *slog.Logger                     // warnings and errors; nothing when nil
}

// timeout is how long a handler may take, and rescue when a job is taken for
// lost with the process that ran it.
const (
	timeout = 5 * time.Minute
	rescue  = timeout + time.Minute
)

// quiet drops River's reports of its own housekeeping.
var quiet = slog.New(slog.DiscardHandler)

// Runner hands jobs to handlers. On and Every come before Start.
type Runner struct {
	d        *db.DB
	config   Config
	handlers map[string][]Handler
	periodic []*river.PeriodicJob
	client   client
	pool     *pgxpool.Pool // PostgreSQL only
}

// client is a River client of either engine.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
}

// NewRunner makes a runner of the jobs in d.
func NewRunner(d *db.DB, c Config) *Runner {
	if c.Workers == 0 {
		c.Workers = 8
	}
	if c.Log == nil {
		c.Log = quiet
	}
	return &Runner{d: d, config: c, handlers: map[string][]Handler{}}
}

// On adds a handler of a kind. Several handlers of one kind run one after
// another; when one fails, all run again.
func (r *Runner) On(kind string, h Handler) {
	r.handlers[kind] = append(r.handlers[kind], h)
}

// Every runs f when the runner starts and then each interval, on one node of
// all: at most once within each interval however often processes start.
func (r *Runner) Every(interval time.Duration, name string, f func(ctx context.Context) error) {
	m := message{everyPrefix + name, json.RawMessage("null")}
	r.On(m.kind, func(ctx context.Context, _ json.RawMessage) error { return f(ctx) })
	opts := &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: interval}}
	r.periodic = append(r.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return m, opts }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// everyPrefix marks the jobs of Every, which an archive leaves out.
const everyPrefix = "every."

// Start begins to work. Jobs of kinds without a handler stay where they are.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.reclaim(ctx); err != nil {
		return err
	}
	if err := r.connectRiver(ctx); err != nil {
		return err
	}
	return db.Kind(r.client.Start(context.WithoutCancel(ctx))) // only Stop ends it
}

// Stop takes no more jobs and waits for the running ones. When ctx ends first
// they are cancelled, to be tried again by the next process.
func (r *Runner) Stop(ctx context.Context) error {
	if r.client == nil {
		return nil
	}
	err := r.client.Stop(ctx)
	if err != nil && ctx.Err() != nil {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err = r.client.StopAndCancel(last)
	}
	if r.pool != nil {
		r.pool.Close()
	}
	return err
}

// reclaim gives free what a killed process was at. SQLite has one process, so
// nobody can be at it still; on PostgreSQL the rescuer waits for rescue.
func (r *Runner) reclaim(ctx context.Context) error {
	if r.d.Engine() != db.SQLite {
		return nil
	}
	_, err := db.Exec(ctx, r.d, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
	return err
}

func (r *Runner) connectRiver(ctx context.Context) (err error) {
	if r.d.Engine() == db.SQLite {
		r.client, err = river.NewClient(riversqlite.New(r.d.Writer()), r.riverConfig())
		return err
	}
	if r.pool, err = pgxpool.New(ctx, r.d.URL()); err != nil {
		return db.Kind(err)
	}
	r.client, err = river.NewClient(riverpgxv5.New(r.pool), r.riverConfig())
	return err
}

func (r *Runner) riverConfig() *river.Config {
	workers := river.NewWorkers()
	for kind, handlers := range r.handlers {
		river.AddWorkerArgs(workers, message{kind: kind}, river.WorkFunc(func(ctx context.Context, j *river.Job[message]) error {
			return runAll(ctx, handlers, j.Args.Payload)
		}))
	}
	c := &river.Config{
		FetchCooldown:        20 * time.Millisecond, // at 250, fetches of many jobs stand in the way of those who add some (PostgreSQL, serialisable): a sixth of the entries
		FetchOnlyKnownKinds:  true,
		JobTimeout:           timeout,
		RescueStuckJobsAfter: rescue,
		Logger:               slog.New(warnings{r.config.Log.Handler()}),
		PeriodicJobs:         r.periodic,
		Queues:               r.queues(),
		Workers:              workers,
	}
	if r.config.Retry != nil {
		c.RetryPolicy = retry(r.config.Retry)
	}
	return c
}

func (r *Runner) queues() map[string]river.QueueConfig {
	all := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: r.config.Workers}}
	for name, workers := range r.config.Queues {
		all[name] = river.QueueConfig{MaxWorkers: workers}
	}
	return all
}

func runAll(ctx context.Context, handlers []Handler, payload json.RawMessage) error {
	var errs []error
	for _, h := range handlers {
		errs = append(errs, h(ctx, payload))
	}
	return errors.Join(errs...)
}

// retry is a RetryPolicy.
type retry func(failures int) time.Duration

// NextRetry is when a failed job is due again.
func (r retry) NextRetry(j *rivertype.JobRow) time.Time {
	return time.Now().Add(r(len(j.Errors) + 1))
}

// warnings lets through what an operator should see.
type warnings struct{ slog.Handler }

// Enabled holds back all below a warning.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// WithAttrs keeps the level.
func (w warnings) WithAttrs(a []slog.Attr) slog.Handler { return warnings{w.Handler.WithAttrs(a)} }

// WithGroup keeps the level.
func (w warnings) WithGroup(name string) slog.Handler { return warnings{w.Handler.WithGroup(name)} }
