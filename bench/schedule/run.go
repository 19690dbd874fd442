package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"fugong/solve/schedule"
	"fugong/solve/schedule/psplib"
	"fugong/solve/schedule/solver"
)

// runAll runs what is not in the book: for each instance we, then the peer.
func runAll(ctx context.Context, o options, list []instance, b *book) error {
	var p *peer
	if o.only != "fugong" {
		if p = startPeer(o); p == nil {
			fmt.Println("the peer is not installed (make bench-schedule installs it): only ours are run")
		}
		defer p.stop()
	}
	for i, in := range list {
		for _, solver := range []string{"fugong", "cpsat"} {
			if o.only != "" && o.only != solver || solver == "cpsat" && p == nil {
				continue
			}
			want := wanted(o, in, solver)
			if _, done := b.rows[want.key()]; done && !(o.again && solver == "fugong") {
				continue
			}
			say("%d of %d: %s %s, %s", i+1, len(list), in.set, in.name, solver)
			r, err := want.measure(ctx, in, p)
			if err != nil {
				return err
			}
			if err := b.add(r); err != nil {
				return err
			}
		}
	}
	say("")
	return nil
}

// say writes over the line of progress, on a terminal only.
func say(format string, args ...any) {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintf(os.Stderr, "\r\033[K"+format, args...)
	}
}

// wanted is the row to fill.
func wanted(o options, in instance, solver string) row {
	r := row{Set: in.set, Instance: in.name, Solver: solver, Budget: o.seconds, Threads: o.threads}
	if solver == "fugong" {
		r.Label, r.Seed = o.label, o.seed
	}
	return r
}

func (r row) measure(ctx context.Context, in instance, p *peer) (row, error) {
	if r.Solver == "cpsat" {
		return r.ofPeer(ctx, in, p)
	}
	return r.ofOurs(ctx, in)
}

// ofOurs reads and solves; reading counts.
func (r row) ofOurs(ctx context.Context, in instance) (row, error) {
	runtime.GC()
	begun := time.Now()
	problem, err := load(in.path)
	if err != nil {
		return r, err
	}
	r.Tasks = len(problem.Tasks)
	wall := time.Duration(r.Budget * float64(time.Second))
	limited, cancel := context.WithDeadline(ctx, begun.Add(wall))
	defer cancel()
	heap := watchHeap()
	read := time.Now()
	result, err := solver.Solve(limited, problem, solver.Options{Seed: r.Seed, Cores: r.Threads, Expect: wall, Observe: func(now solver.Progress) {
		if r.First == 0 && now.Solution != nil {
			r.First = time.Since(read).Seconds()
		}
	}})
	r.Seconds = time.Since(begun).Seconds()
	r.Peak = heap()
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	if err != nil {
		return r.refused(err), nil
	}
	r.Status, r.Schedules = string(result.Status), result.Schedules
	if r.Status != infeasible {
		r.LowerBound = max(0, int(result.Bound))
	}
	if result.Solution != nil {
		r.judge(problem, result.Solution)
	}
	return r, nil
}

// refused is a row without a solve. Links that chase each other round are a proof
// that there is no schedule.
func (r row) refused(err error) row {
	var refusal *schedule.Refusal
	if errors.As(err, &refusal) && refusal.Rule == schedule.LoopRule {
		r.Status = infeasible
		return r
	}
	r.Status, r.Error = unknown, err.Error()
	return r
}

// judge checks a schedule and takes its makespan from the check.
func (r *row) judge(p *schedule.Problem, s *schedule.Solution) {
	v, err := schedule.Check(p, s)
	if err != nil {
		r.Error = err.Error()
		return
	}
	r.Checked, r.Makespan = true, int(v.Goal)
}

func load(path string) (*schedule.Problem, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return psplib.Read(path, f)
}

// watchHeap looks at the heap every 20 ms until the function it returns is
// called, which gives the most that was seen above the start.
func watchHeap() func() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, done, most := m.HeapAlloc, make(chan struct{}), make(chan uint64)
	go func() {
		var peak uint64
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				most <- peak
				return
			case <-tick.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(done)
		return max(<-most, start) - start
	}
}
