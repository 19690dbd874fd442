package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/solve/schedule/solver"
)

// watchSolve shows on a terminal, four times a second, how far a solve is. Look
// takes what the solve reports; stop wipes the line and must be called. Where
// standard error is no terminal nothing is written.
func watchSolve(cmd *cobra.Command) (look func(solver.Progress), stop func()) {
	out := cmd.ErrOrStderr()
	if !terminal(out) {
		return nil, func() {}
	}
	var lock sync.Mutex
	var last solver.Progress
	begun, done := time.Now(), make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				fmt.Fprint(out, "\r\033[K")
				return
			case <-tick.C:
				lock.Lock()
				now := last
				lock.Unlock()
				fmt.Fprint(out, "\r\033[K"+progressLine(cmd, now, time.Since(begun)))
			}
		}
	})
	look = func(p solver.Progress) {
		lock.Lock()
		defer lock.Unlock()
		last = p
	}
	return look, func() { close(done); wait.Wait() }
}

func progressLine(cmd *cobra.Command, p solver.Progress, elapsed time.Duration) string {
	ctx := cmd.Context()
	seconds := i18n.Fixed(ctx, elapsed.Seconds(), 1)
	if p.Solution == nil {
		return i18n.T(ctx, "app.solve.searching", "Seconds", seconds, "Bound", max(0, p.Bound))
	}
	return i18n.T(ctx, "app.solve.progress", "Seconds", seconds, "Makespan", p.Value.Goal, "Bound", max(0, p.Bound), "Schedules", p.Schedules)
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
