package planweb

import (
	"context"
	"net/http"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

// apiStepRoutes are the operations that take changes back and do them again.
func (h handlers) apiStepRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/steps", "get-steps", planview.TagPlan, "What can be undone and redone", "The next step of each, by its name; with the refusal where it cannot be reversed now."), h.apiGetSteps)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/undo", "undo", planview.TagPlan, "Undo a step", "The last edit of the project, an activity, a link, a calendar or a baseline, or the last import, that was not undone yet: ask again to go further back. An import can be undone while nothing was recorded since."+planview.RevisionNote)), h.apiUndoStep)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/redo", "redo", planview.TagPlan, "Redo a step", "Does again what was undone last, until something else is changed."+planview.RevisionNote)), h.apiRedoStep)
}

type turnBody struct {
	Revision int64           `json:"revision" doc:"Of the line of history that it reverses"`
	By       string          `json:"by" doc:"Account"`
	At       string          `json:"at"`
	What     api.ReasonBody  `json:"what"`
	Refusal  *api.ReasonBody `json:"refusal,omitempty" doc:"Why it cannot be reversed now"`
}

type stepsBody struct {
	Revision int64     `json:"revision" doc:"Of the project"`
	Undo     *turnBody `json:"undo,omitempty"`
	Redo     *turnBody `json:"redo,omitempty"`
}

func (h handlers) apiGetSteps(ctx context.Context, in *planview.InProject) (*api.Answer[stepsBody], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	t, err := h.Plans.Turns(ctx, in.Project)
	return api.Answered(stepsBody{b.Project.Revision, stepOf(ctx, t.Undo), stepOf(ctx, t.Redo)}, err)
}

func stepOf(ctx context.Context, t *plan.Turn) *turnBody {
	if t == nil {
		return nil
	}
	d := t.Event.Detail
	if d.What != "" {
		d.Key = d.What
	}
	s := &turnBody{Revision: t.Event.Revision, By: t.Event.By, At: api.Instant(t.Event.At), What: api.Reason(ctx, d.Key, d.Args)}
	if t.Refusal != nil {
		s.Refusal = &api.ReasonBody{Code: t.Refusal.Key, Message: i18n.Error(ctx, t.Refusal)}
	}
	return s
}

// told is a line of history as a sentence; of an undo or a redo it names what
// that is about.
func told(ctx context.Context, d *plan.Detail) api.ReasonBody {
	if d.What == "" {
		return api.Reason(ctx, d.Key, d.Args)
	}
	return api.ReasonBody{Code: d.Key, Message: i18n.T(ctx, d.Key, "What", i18n.Message(ctx, d.What, d.Args))}
}

type expectedBody struct {
	Expected int64 `json:"expected_revision,omitempty"`
}

func (h handlers) apiUndoStep(ctx context.Context, in *struct {
	planview.InProject
	Body expectedBody
}) (*api.Answer[planview.ProjectBody], error) {
	return h.apiReverse(ctx, in.Project, in.Body.Expected, h.Plans.Undo)
}

func (h handlers) apiRedoStep(ctx context.Context, in *struct {
	planview.InProject
	Body expectedBody
}) (*api.Answer[planview.ProjectBody], error) {
	return h.apiReverse(ctx, in.Project, in.Body.Expected, h.Plans.Redo)
}

func (h handlers) apiReverse(ctx context.Context, project string, expected int64, step func(context.Context, string, int64) (*plan.Book, error)) (*api.Answer[planview.ProjectBody], error) {
	b, err := step(ctx, project, expected)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, project)
	return api.Answered(planview.ProjectBodyOf(ctx, &b.Project), nil)
}
