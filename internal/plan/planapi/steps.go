package planapi

import (
	"context"
	"net/http"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

// wayBackRoutes are the operations that take changes back and do them again, and
// that close, archive, delete and restore a project.
func (h handlers) wayBackRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/steps", "get-steps", tagPlan, "What can be undone and redone", "The next step of each, by its name; with the refusal where it cannot be reversed now."), h.steps)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/undo", "undo", tagPlan, "Undo a step", "The last edit of the project, an activity, a link, a calendar or a baseline, or the last import, that was not undone yet: ask again to go further back. An import can be undone while nothing was recorded since."+revisionNote)), h.undo)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/redo", "redo", tagPlan, "Redo a step", "Does again what was undone last, until something else is changed."+revisionNote)), h.redo)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/state", "set-project-state", tagProjects, "Close, archive or reopen a project", "A closed project can only be read; an archived one leaves the lists besides."+revisionNote), h.setState)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/delete", "delete-project", tagProjects, "Delete a project", "code is the project's, to confirm. It can be restored for 30 days; then every row of it goes."+revisionNote)), h.deleteProject)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/restore", "restore-project", tagProjects, "Restore a deleted project", "")), h.restoreProject)
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

func (h handlers) steps(ctx context.Context, in *api.InProject) (*api.Answer[stepsBody], error) {
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

func (h handlers) undo(ctx context.Context, in *struct {
	api.InProject
	Body expectedBody
}) (*api.Answer[projectBody], error) {
	return h.reversed(ctx, in.Project, in.Body.Expected, h.Plans.Undo)
}

func (h handlers) redo(ctx context.Context, in *struct {
	api.InProject
	Body expectedBody
}) (*api.Answer[projectBody], error) {
	return h.reversed(ctx, in.Project, in.Body.Expected, h.Plans.Redo)
}

func (h handlers) reversed(ctx context.Context, project string, expected int64, step func(context.Context, string, int64) (*plan.Book, error)) (*api.Answer[projectBody], error) {
	b, err := step(ctx, project, expected)
	if err != nil {
		return nil, err
	}
	h.changed(ctx, project)
	return api.Answered(projectOf(ctx, &b.Project), nil)
}

func (h handlers) setState(ctx context.Context, in *struct {
	api.InProject
	Body struct {
		State    string `json:"state" enum:"open,closed,archived"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[projectBody], error) {
	p, err := h.Plans.SetState(ctx, in.Project, stateOf(in.Body.State), in.Body.Expected)
	return h.moved(ctx, p, err)
}

func (h handlers) deleteProject(ctx context.Context, in *struct {
	api.InProject
	Body struct {
		Code     string `json:"code" maxLength:"60" doc:"The project's code"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[projectBody], error) {
	p, err := h.Plans.DeleteProject(ctx, in.Project, in.Body.Code, in.Body.Expected)
	return h.moved(ctx, p, err)
}

func (h handlers) restoreProject(ctx context.Context, in *api.InProject) (*api.Answer[projectBody], error) {
	p, err := h.Plans.RestoreProject(ctx, in.Project)
	return h.moved(ctx, p, err)
}

func (h handlers) moved(ctx context.Context, p masterplan.Project, err error) (*api.Answer[projectBody], error) {
	if err == nil {
		h.changed(ctx, p.ID)
	}
	return api.Answered(projectOf(ctx, &p), err)
}

// stateOf reads a state as programs name it.
func stateOf(name string) masterplan.State {
	if name == "open" {
		return masterplan.Open
	}
	return masterplan.State(name)
}
