package recoveryweb

import (
	"context"
	"fmt"

	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/web"
)

// apiTag is the chapter of the API's documentation.
const apiTag = "Losses and recovery"

type handlers struct {
	planview.Base
	Recovery *recovery.Service
}

// Routes registers the pages and the API, and the topic recovery by which open pages hear of
// a project's solves.
func Routes(m *web.Mux, b planview.Base, s *recovery.Service) {
	h := handlers{b, s}
	h.lossRoutes(m)
	h.stoppageRoutes(m)
	live := m.Live()
	live.Topic("recovery", h.recoveryNews)
	s.OnSolveProgress(func(project string) { live.Publish(context.Background(), "recovery", project) })
	h.benchRoutes(m)
	h.conditionRoutes(m)
	h.measureRoutes(m)
	h.acceptRoutes(m)
	h.trackRoutes(m)
	h.apiStoppageRoutes(m)
	h.apiConditionRoutes(m)
	h.apiSolveRoutes(m)
	h.apiAdoptionRoutes(m)
}

// recoveryNews changes with every word of a project and of its newest solve.
func (h handlers) recoveryNews(ctx context.Context, project string) (string, error) {
	b, err := h.Plans.Project(ctx, project)
	if err != nil {
		return "", err
	}
	list, err := h.Recovery.Solves(ctx, project)
	if err != nil {
		return "", err
	}
	text := fmt.Sprint(b.Project.Revision)
	if len(list) > 0 {
		text += fmt.Sprint(" ", list[0].ID, list[0].Steps, list[0].State)
	}
	return text, nil
}
