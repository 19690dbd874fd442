package cli

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/internal/recovery"
)

// How often standard error says how far a recovery is: one line written over and
// over on a terminal, lines of their own in a log.
const (
	glance  = 250 * time.Millisecond
	logLine = 5 * time.Second
)

// watch says on standard error how far a recovery is, also while the solver has
// nothing to report.
type watch struct {
	cmd     *cobra.Command
	begun   time.Time
	allowed time.Duration
	screen  bool // a terminal, on which a line can be written over
	lock    sync.Mutex
	last    recovery.Progress
	done    chan struct{}
	wait    sync.WaitGroup
}

// watchRecovery begins to tell; end must be called. A quiet one tells nothing.
func watchRecovery(cmd *cobra.Command, allowed time.Duration, quiet bool) *watch {
	w := &watch{cmd: cmd, begun: time.Now(), allowed: allowed, screen: terminal(cmd.ErrOrStderr()), done: make(chan struct{})}
	if quiet {
		return w
	}
	every := logLine
	if w.screen {
		every = glance
	}
	w.tellProgress()
	w.wait.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-w.done:
				if w.screen {
					fmt.Fprint(w.cmd.ErrOrStderr(), "\r\x1b[K")
				}
				return
			case <-tick.C:
				w.tellProgress()
			}
		}
	})
	return w
}

// observe takes what the solver reports.
func (w *watch) observe(p recovery.Progress) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.last = p
}

// schedules is how many were tried so far.
func (w *watch) schedules() int64 {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.last.Schedules
}

func (w *watch) tellProgress() {
	w.lock.Lock()
	last := w.last
	w.lock.Unlock()
	var out io.Writer = w.cmd.ErrOrStderr()
	if w.screen {
		fmt.Fprintf(out, "\r\x1b[K%s %s", w.bar(), w.progressLine(last))
		return
	}
	fmt.Fprintln(out, w.progressLine(last))
}

func (w *watch) progressLine(p recovery.Progress) string {
	ctx, stage := w.cmd.Context(), p.Stage
	if stage == "" {
		stage = recovery.StageReading
	}
	text := i18n.T(ctx, "app.recover.elapsed", "Seconds", int(time.Since(w.begun).Seconds()), "Most", math.Ceil(w.allowed.Seconds()), "Stage", i18n.T(ctx, "plan.recovery.stage."+string(stage)))
	if p.Frontier != nil && len(p.Frontier.Points) > 0 {
		last := &p.Frontier.Points[len(p.Frontier.Points)-1]
		text += " · " + i18n.T(ctx, "app.recover.progress", "Points", len(p.Frontier.Points), "Days", last.Days, "Improved", p.Improved)
	}
	return text
}

// bar is the share of the time that is over.
func (w *watch) bar() string {
	done := int(20 * min(1, time.Since(w.begun).Seconds()/w.allowed.Seconds()))
	return strings.Repeat("█", done) + strings.Repeat("░", 20-done)
}

// end stops telling and takes the line away.
func (w *watch) end() {
	close(w.done)
	w.wait.Wait()
}
