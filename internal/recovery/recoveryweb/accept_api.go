package recoveryweb

import (
	"context"
	"net/http"

	"fugong/internal/fault"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiAdoptionRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/solves/{solve}/points/{point}/accept", "accept-point", apiTag, "Accept a point", "Its plan becomes the one in force, the old one is kept as a baseline, the measures become tasks. Refused with 409 when the project has changed since the solve was asked for."), h.apiAcceptPoint)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/recovery", "get-recovery", apiTag, "What the accepted plan has delivered", "Days bought and delivered by measure, and the stop-loss rule."), h.apiGetRecovery)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/recovery/tasks/{task}", "give-task", apiTag, "Give a measure to somebody", ""), h.apiGiveTask)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/recovery/adoptions/{adoption}/undo", "undo-accept", apiTag, "Undo the acceptance of a plan", "The plan that it replaced is in force again; history keeps both. Refused with 409 once anything was recorded of the project since.")), h.apiTakeBack)
}

func (h handlers) apiAcceptPoint(ctx context.Context, in *struct {
	InPoint
	Body struct {
		Baseline string   `json:"baseline" doc:"Name under which the old plan is kept" example:"Before recovery"`
		Owners   []string `json:"owners,omitempty" doc:"Accounts, one a measure in their order; you when left out"`
		Expected int64    `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[recoveryBody], error) {
	_, err := h.Recovery.Accept(ctx, in.Project, recovery.Acceptance{
		Solve: in.Solve, Point: in.Point, Baseline: in.Body.Baseline, Owners: in.Body.Owners, Expected: in.Body.Expected,
	})
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	return h.apiGetRecovery(ctx, &in.InProject)
}

// recoveryBody is an accepted plan beside what happened.
type recoveryBody struct {
	ID        string     `json:"id"`
	Solve     string     `json:"solve"`
	Baseline  string     `json:"baseline" doc:"Id of the baseline that keeps the plan it replaced"`
	At        string     `json:"accepted_at"`
	By        string     `json:"accepted_by" doc:"Account"`
	Promised  string     `json:"promised_finish"`
	Forecast  string     `json:"finish"`
	Days      int        `json:"days_won_promised"`
	Cost      int64      `json:"cost"`
	Bought    float64    `json:"bought_days" doc:"Of the finish: those promised"`
	Due       float64    `json:"due_days" doc:"That should have been delivered by now"`
	Delivered float64    `json:"delivered_days"`
	Tasks     []taskBody `json:"tasks"`
}

type taskBody struct {
	ID string `json:"id"`
	MeasureBody
	Owner     string  `json:"owner" doc:"Account"`
	Due       float64 `json:"due_days" doc:"Of days: those that it should have taken off by now"`
	Delivered float64 `json:"delivered_days"`
	Over      bool    `json:"over"`
	StopLoss  bool    `json:"stop_loss" doc:"Delivered less than half of what was due after three days"`
}

func (h handlers) apiGetRecovery(ctx context.Context, in *planview.InProject) (*api.Answer[recoveryBody], error) {
	t, _, err := h.Recovery.Tracking(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, fault.New(fault.NotFound, "plan.catchup.none")
	}
	out := recoveryBody{
		ID: t.ID, Solve: t.Solve, Baseline: t.Baseline, At: api.Instant(t.At), By: t.By, Promised: api.Moment(t.Promise.Finish), Forecast: api.Moment(t.Forecast),
		Days: t.Promise.Days, Cost: t.Promise.Cost, Bought: t.Bought, Due: t.Due, Delivered: t.Delivered,
	}
	out.Tasks = api.Mapped(t.Tracks, func(x recovery.Track) taskBody {
		m := measureBodyOf(t.Book, &x.Work.Measure)
		m.Activity, m.Subject = x.Work.Activity, x.Work.Label
		return taskBody{x.ID, m, x.Owner, x.Due, x.Delivered, x.Over, x.Stop}
	})
	return api.Answered(out, nil)
}

func (h handlers) apiGiveTask(ctx context.Context, in *struct {
	planview.InProject
	Task string `path:"task"`
	Body struct {
		Owner string `json:"owner" doc:"Account"`
	}
}) (*api.Answer[recoveryBody], error) {
	if err := h.Recovery.Give(ctx, in.Project, in.Task, in.Body.Owner); err != nil {
		return nil, err
	}
	return h.apiGetRecovery(ctx, &in.InProject)
}

type undoneBody struct {
	Revision int64  `json:"revision" doc:"Of the project"`
	Finish   string `json:"finish,omitempty" doc:"Of the plan in force again"`
}

func (h handlers) apiTakeBack(ctx context.Context, in *struct {
	planview.InProject
	Adoption string `path:"adoption" doc:"Id, as get-recovery tells it"`
}) (*api.Answer[undoneBody], error) {
	b, err := h.Plans.TakeBack(ctx, in.Project, in.Adoption)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	return api.Answered(undoneBody{b.Project.Revision, api.Moment(b.Dates.Finish)}, nil)
}
