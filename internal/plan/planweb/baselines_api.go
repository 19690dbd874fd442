package planweb

import (
	"context"
	"net/http"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiBaselineRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/baselines", "list-baselines", planview.TagCalendars, "Baselines", ""), h.apiListBaselines)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/baselines", "take-baseline", planview.TagCalendars, "Take a baseline", "Freezes today's forecast and measures the plan against it."+planview.RevisionNote), h.apiTakeBaseline)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/baseline", "choose-baseline", planview.TagCalendars, "Choose the baseline the plan is measured against", "An empty id for none."+planview.RevisionNote), h.apiChooseBaseline)
	web.Register(m, api.Op(http.MethodPatch, "/projects/{project}/baselines/{baseline}", "rename-baseline", planview.TagCalendars, "Rename a baseline", planview.RevisionNote), h.apiRenameBaseline)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/baselines/{baseline}", "delete-baseline", planview.TagCalendars, "Delete a baseline", "undo puts it back."), h.apiDeleteBaseline)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/baselines/{baseline}/variance", "get-variance", planview.TagCalendars, "How far activities have moved from a baseline", ""), h.apiGetVariance)
}

type baselineBody struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Number     int    `json:"number"`
	Taken      string `json:"taken,omitempty"`
	Finish     string `json:"finish,omitempty"`
	Activities int    `json:"activities"`
	InForce    bool   `json:"in_force"`
}

func baselineOf(b *masterplan.Baseline, inForce string) baselineBody {
	return baselineBody{b.ID, b.Name, b.Number, api.Moment(b.Taken), api.Moment(b.Finish()), len(b.Rows), b.ID == inForce}
}

func (h handlers) apiListBaselines(ctx context.Context, in *planview.InProject) (*api.Answer[api.List[baselineBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	all := b.Plan.Baselines
	return api.All(planview.Indices(len(all)), func(i int) baselineBody { return baselineOf(&all[i], b.Project.Baseline) }), nil
}

func (h handlers) apiRenameBaseline(ctx context.Context, in *struct {
	planview.InProject
	Baseline string `path:"baseline"`
	Body     struct {
		Name     string `json:"name" maxLength:"100"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Empty, error) {
	err := h.Plans.RenameBaseline(ctx, in.Project, in.Baseline, in.Body.Name, in.Body.Expected)
	if err == nil {
		h.Changed(ctx, in.Project)
	}
	return api.Done(err)
}

func (h handlers) apiDeleteBaseline(ctx context.Context, in *struct {
	planview.InProject
	Baseline string `path:"baseline"`
	Expected int64  `query:"expected_revision"`
}) (*api.Empty, error) {
	err := h.Plans.DeleteBaseline(ctx, in.Project, in.Baseline, in.Expected)
	if err == nil {
		h.Changed(ctx, in.Project)
	}
	return api.Done(err)
}

func (h handlers) apiTakeBaseline(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Name     string `json:"name" maxLength:"100"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[baselineBody], error) {
	b, err := h.Plans.TakeBaseline(ctx, in.Project, in.Body.Name, in.Body.Expected)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	return api.Answered(baselineOf(&b, b.ID), nil)
}

func (h handlers) apiChooseBaseline(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Baseline string `json:"baseline" doc:"Id; empty for none"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[planview.ProjectBody], error) {
	if err := h.Plans.ChooseBaseline(ctx, in.Project, in.Body.Baseline, in.Body.Expected); err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	return h.apiGetProject(ctx, &in.InProject)
}

type varianceBody struct {
	Activity       string `json:"activity"`
	Code           string `json:"code"`
	Name           string `json:"name"`
	BaselineStart  string `json:"baseline_start,omitempty"`
	BaselineFinish string `json:"baseline_finish,omitempty"`
	Start          string `json:"start,omitempty"`
	Finish         string `json:"finish,omitempty"`
	StartDays      int    `json:"start_days" doc:"Civil days; positive is later"`
	FinishDays     int    `json:"finish_days"`
}

func (h handlers) apiGetVariance(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
	Baseline string `path:"baseline"`
}) (*api.Answer[api.List[varianceBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	base := b.Plan.BaselineByID(in.Baseline)
	if base == nil {
		return nil, fault.New(fault.NotFound, "plan.baseline.unknown")
	}
	all := masterplan.Variances(b.Plan, b.Dates, base)
	return api.Paged(base.Rows, in.Paging, func(r masterplan.BaselineRow) varianceBody {
		a, v, now := &b.Plan.Activities[r.Activity], all[r.Activity], &b.Dates.Rows[r.Activity]
		return varianceBody{a.ID, a.Code, a.Name, api.Moment(r.Start), api.Moment(r.Finish), api.Moment(now.Start), api.Moment(now.Finish), v.StartDays, v.FinishDays}
	}), nil
}
