package closingweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

// apiRoutes are the operations that close, archive, delete and restore a project.
func (h handlers) apiRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/state", "set-project-state", planview.TagProjects, "Close, archive or reopen a project", "A closed project can only be read; an archived one leaves the lists besides."+planview.RevisionNote), h.apiSetState)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/delete", "delete-project", planview.TagProjects, "Delete a project", "code is the project's, to confirm. It can be restored for 30 days; then every row of it goes."+planview.RevisionNote)), h.apiDeleteProject)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/restore", "restore-project", planview.TagProjects, "Restore a deleted project", "")), h.apiRestoreProject)
}

func (h handlers) apiSetState(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		State    string `json:"state" enum:"open,closed,archived"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[planview.ProjectBody], error) {
	p, err := h.Plans.SetState(ctx, in.Project, planview.StateNamed(in.Body.State), in.Body.Expected)
	return h.apiAnswerMoved(ctx, p, err)
}

func (h handlers) apiDeleteProject(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Code     string `json:"code" maxLength:"60" doc:"The project's code"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[planview.ProjectBody], error) {
	p, err := h.Plans.DeleteProject(ctx, in.Project, in.Body.Code, in.Body.Expected)
	return h.apiAnswerMoved(ctx, p, err)
}

func (h handlers) apiRestoreProject(ctx context.Context, in *planview.InProject) (*api.Answer[planview.ProjectBody], error) {
	p, err := h.Plans.RestoreProject(ctx, in.Project)
	return h.apiAnswerMoved(ctx, p, err)
}

func (h handlers) apiAnswerMoved(ctx context.Context, p masterplan.Project, err error) (*api.Answer[planview.ProjectBody], error) {
	if err == nil {
		h.Changed(ctx, p.ID)
	}
	return api.Answered(planview.ProjectBodyOf(ctx, &p), err)
}
