// Package recoveryapi is the part of the API of plans about days lost and won
// back: stoppages, what holds today, measures, solves and accepted plans.
package recoveryapi

import (
	"context"

	"fugong/internal/plan"
	"fugong/internal/recovery"
	"fugong/internal/web"
)

// Config is what the API asks.
type Config struct {
	Plans    *plan.Service
	Recovery *recovery.Service
}

type handlers struct {
	Config
	live *web.Live
}

// tag is the chapter of the documentation.
const tag = "Losses and recovery"

// Routes registers the operations.
func Routes(m *web.Mux, c Config) {
	h := handlers{c, m.Live()}
	h.stoppageRoutes(m)
	h.conditionRoutes(m)
	h.solveRoutes(m)
	h.adoptionRoutes(m)
}

// changed tells everybody who looks at the project.
func (h handlers) changed(ctx context.Context, project string) {
	h.live.Publish(ctx, "project", project)
}
