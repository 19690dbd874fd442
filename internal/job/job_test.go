package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/job"
)

func each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, []db.Migrations{job.Migrations}, f)
}

func record(t *testing.T, d *db.DB, kind string, payload any, options ...job.Option) {
	t.Helper()
	err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return job.Record(ctx, tx, kind, payload, options...) })
	if err != nil {
		t.Fatal(err)
	}
}

// started runs r until the test ends.
func started(t *testing.T, r *job.Runner) {
	t.Helper()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, r) })
}

func stop(t *testing.T, r *job.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := r.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func soon() job.Config {
	return job.Config{Retry: func(int) time.Duration { return time.Millisecond }}
}

// receive waits for n values.
func receive[T any](t *testing.T, c <-chan T, n int) (got []T) {
	t.Helper()
	for range n {
		select {
		case v := <-c:
			got = append(got, v)
		case <-time.After(20 * time.Second):
			t.Fatalf("waited in vain after %v", got)
		}
	}
	return got
}

func silent[T any](t *testing.T, c <-chan T) {
	t.Helper()
	select {
	case v := <-c:
		t.Errorf("unexpected %v", v)
	case <-time.After(300 * time.Millisecond):
	}
}

func TestCommitDeliversAndRollbackLeavesNoJob(t *testing.T) {
	sorry := errors.New("sorry")
	each(t, func(t *testing.T, d *db.DB) {
		got := make(chan string, 10)
		r := job.NewRunner(d, soon())
		r.On("plan.imported", func(_ context.Context, payload json.RawMessage) error {
			var p struct{ Project string }
			err := json.Unmarshal(payload, &p)
			got <- p.Project
			return err
		})
		started(t, r)
		err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(job.Record(ctx, tx, "plan.imported", map[string]string{"Project": "undone"}), sorry)
		})
		if !errors.Is(err, sorry) {
			t.Fatal(err)
		}
		record(t, d, "plan.imported", map[string]string{"Project": "0198"})
		if p := receive(t, got, 1); p[0] != "0198" {
			t.Errorf("got %q", p)
		}
		silent(t, got)
		var rows int
		if err := db.Get(t.Context(), d, &rows, `SELECT COUNT(*) FROM river_job`); err != nil || rows != 1 {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}

func TestSeveralJobsInOneTransactionAmongWriters(t *testing.T) {
	const writers, jobs = 5, 4
	each(t, func(t *testing.T, d *db.DB) {
		got := make(chan string, 100)
		r := job.NewRunner(d, soon())
		r.On("test.k", func(_ context.Context, p json.RawMessage) error { got <- string(p); return nil })
		started(t, r)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				err := d.Tx(t.Context(), func(ctx context.Context, tx *db.Tx) error {
					for n := range jobs {
						if err := job.Record(ctx, tx, "test.k", fmt.Sprint(w, n)); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		different := map[string]bool{}
		for _, p := range receive(t, got, writers*jobs) {
			different[p] = true
		}
		if len(different) != writers*jobs {
			t.Errorf("got %v", different)
		}
	})
}

func TestFailureAndPanicAreTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var tries atomic.Int32
		done, second := make(chan int32, 10), make(chan int32, 10)
		r := job.NewRunner(d, soon())
		r.On("test.k", func(context.Context, json.RawMessage) error {
			switch n := tries.Add(1); n {
			case 1:
				return errors.New("the gateway is down")
			case 2:
				panic("oops")
			default:
				done <- n
				return nil
			}
		})
		r.On("test.k", func(context.Context, json.RawMessage) error { second <- tries.Load(); return nil })
		started(t, r)
		record(t, d, "test.k", nil)
		if n := receive(t, done, 1); n[0] != 3 {
			t.Errorf("done at try %d", n)
		}
		if n := receive(t, second, 2); n[0] != 1 || n[1] != 3 {
			t.Errorf("the second handler ran at tries %v", n)
		}
	})
}

func TestUniqueAndLater(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		later := time.Now().Add(time.Hour)
		for range 3 {
			record(t, d, "test.k", map[string]int{"b": 1, "a": 2}, job.Unique(), job.At(later))
		}
		record(t, d, "test.k", map[string]int{"a": 3}, job.Unique(), job.At(later))
		record(t, d, "now", nil)
		got := make(chan string, 10)
		r := job.NewRunner(d, soon())
		for _, kind := range []string{"test.k", "now"} {
			r.On(kind, func(context.Context, json.RawMessage) error { got <- kind; return nil })
		}
		started(t, r)
		if kinds := receive(t, got, 1); kinds[0] != "now" {
			t.Errorf("ran %v before it was due", kinds)
		}
		silent(t, got)
		var rows int
		if err := db.Get(t.Context(), d, &rows, `SELECT COUNT(*) FROM river_job WHERE kind = 'test.k'`); err != nil || rows != 2 {
			t.Errorf("%d jobs wait, %v; want 2", rows, err)
		}
	})
}

func TestStopWaitsForARunningJob(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		began, done := make(chan bool, 1), atomic.Bool{}
		r := job.NewRunner(d, soon())
		r.On("slow", func(ctx context.Context, _ json.RawMessage) error {
			began <- true
			time.Sleep(300 * time.Millisecond)
			done.Store(true)
			return ctx.Err()
		})
		if err := r.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		record(t, d, "slow", nil)
		receive(t, began, 1)
		stop(t, r)
		if !done.Load() {
			t.Error("Stop did not wait")
		}
		stateIs(t, d, "completed")
	})
}

func TestStopOutOfTimeCancelsAndTheNextProcessDelivers(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		began, again := make(chan bool, 1), make(chan bool, 1)
		r := job.NewRunner(d, soon())
		r.On("endless", func(ctx context.Context, _ json.RawMessage) error {
			began <- true
			<-ctx.Done()
			return ctx.Err()
		})
		if err := r.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		record(t, d, "endless", nil)
		receive(t, began, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
		next := job.NewRunner(d, soon())
		next.On("endless", func(context.Context, json.RawMessage) error { again <- true; return nil })
		started(t, next)
		receive(t, again, 1)
	})
}

func TestKilledProcessLeavesNoJobBehind(t *testing.T) {
	d := dbtest.SQLite(t, job.Migrations)
	record(t, d, "test.k", nil)
	if _, err := db.Exec(t.Context(), d, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = CURRENT_TIMESTAMP`); err != nil {
		t.Fatal(err)
	}
	got := make(chan bool, 1)
	r := job.NewRunner(d, soon())
	r.On("test.k", func(context.Context, json.RawMessage) error { got <- true; return nil })
	started(t, r)
	receive(t, got, 1)
}

func TestEveryRunsAtStartAndNotAgainWithinTheInterval(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ran := make(chan bool, 10)
		run := func() *job.Runner {
			r := job.NewRunner(d, soon())
			r.Every(24*time.Hour, "sweep", func(context.Context) error { ran <- true; return nil })
			if err := r.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			return r
		}
		first := run()
		receive(t, ran, 1)
		stop(t, first)
		second := run()
		silent(t, ran)
		stop(t, second)
	})
}

func TestStopWithoutStart(t *testing.T) {
	if err := job.NewRunner(dbtest.SQLite(t, job.Migrations), soon()).Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestMigrateAtOnce(t *testing.T) {
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				other, err := db.Open(t.Context(), d.URL())
				if err != nil {
					t.Error(err)
					return
				}
				defer other.Close()
				if err := db.Migrate(t.Context(), other, job.Migrations); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		record(t, d, "test.k", nil)
		stateIs(t, d, "available")
	})
}

func stateIs(t *testing.T, d *db.DB, want string) {
	t.Helper()
	var states []string
	if err := db.Select(t.Context(), d, &states, `SELECT state FROM river_job`); err != nil || len(states) != 1 || states[0] != want {
		t.Errorf("states %v, %v; want %s", states, err, want)
	}
}

// One at a time runs in a queue of one, and the common queue goes on meanwhile.
func TestQueueOfOneKeepsNobodyElseWaiting(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		entered, release, other := make(chan string, 10), make(chan struct{}), make(chan string, 10)
		c := soon()
		c.Queues = map[string]int{"slow": 1}
		r := job.NewRunner(d, c)
		r.On("slow", func(_ context.Context, p json.RawMessage) error {
			entered <- string(p)
			<-release
			return nil
		})
		r.On("quick", func(_ context.Context, p json.RawMessage) error {
			other <- string(p)
			return nil
		})
		record(t, d, "slow", 1, job.In("slow"))
		record(t, d, "slow", 2, job.In("slow"))
		started(t, r)
		receive(t, entered, 1)
		record(t, d, "quick", 3)
		receive(t, other, 1)
		silent(t, entered)
		release <- struct{}{}
		if got := receive(t, entered, 1); got[0] != "2" {
			t.Errorf("after the first came %v", got)
		}
		release <- struct{}{}
	})
}
