package app

import (
	"context"
	"io/fs"
	"runtime"

	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/plan/plansql"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/internal/recovery/recoverysql"
	"fugong/internal/recovery/recoveryweb"
	"fugong/internal/web"
)

// recoveryRoom wins lost days back. Its tables are among those of plan.
func recoveryRoom() room {
	return room{
		words:  []fs.FS{recovery.Locale},
		policy: recovery.Policy,
		// One solve at a time: it uses every core, and pages are to stay fast.
		queues: map[string]int{recoverysql.SolveQueue: 1},
		open: func(a *App) error {
			a.Recovery = recovery.NewService(recovery.Config{
				Store: recoverysql.New(a.DB, job.Record), Accepted: plansql.New(a.DB, job.Record).Sealed(a.Vault), Plans: a.Plan, Allow: a.access,
				Now: a.Now, ID: id.New, Solve: solveRecovery,
			})
			return nil
		},
		serve: func(a *App, m *web.Mux) {
			recoveryweb.Routes(m, a.pages, a.Recovery)
			a.Jobs.On(recovery.SolveKind, a.Recovery.Work)
		},
		matters: func(a *App) []planview.Source { return []planview.Source{recoveryweb.Matters(a.Recovery)} },
	}
}

// solveRecovery works out a frontier. It leaves one core to the pages.
func solveRecovery(ctx context.Context, in *recovery.Input, seed uint64, observe func(recovery.Progress)) (*recovery.Frontier, error) {
	return frontier.Solve(ctx, *in, frontier.Options{Seed: seed, Cores: max(1, runtime.NumCPU()-1), Observe: observe})
}
