package planweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

func (h handlers) apiPlanRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/activities", "list-activities", planview.TagPlan, "Activities with their dates", "In outline order. Progress is laid over what was imported."), h.apiListActivities)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/activities/{activity}", "get-activity", planview.TagPlan, "An activity", ""), h.apiGetActivity)
	web.Register(m, api.Op(http.MethodPatch, "/projects/{project}/activities/{activity}", "edit-activity", planview.TagPlan, "Change an activity", "What is left out stays; all dates are computed anew."+planview.RevisionNote), h.apiEditActivity)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/activities/{activity}/why", "get-why", planview.TagPlan, "Why this date", "The chain of driving links, dates and calendars behind an activity's start, back to its cause."), h.apiGetWhy)
}

type activityBody struct {
	ID               string          `json:"id"`
	Code             string          `json:"code"`
	WBS              string          `json:"wbs,omitempty"`
	Name             string          `json:"name"`
	Kind             string          `json:"kind" enum:"task,start_milestone,finish_milestone,level_of_effort,hammock,summary"`
	Parent           string          `json:"parent,omitempty" doc:"Id of the heading it stands under"`
	Level            int             `json:"level"`
	Calendar         int             `json:"calendar" doc:"Number of its calendar; -1 is the plan's own"`
	DurationMinutes  int64           `json:"duration_minutes" doc:"Working minutes; elapsed ones under elapsed"`
	RemainingMinutes int64           `json:"remaining_minutes"`
	Elapsed          bool            `json:"elapsed,omitempty" doc:"Counted round the clock"`
	Percent          float64         `json:"percent_complete"`
	Start            string          `json:"start,omitempty" doc:"Actual where it happened, else forecast"`
	Finish           string          `json:"finish,omitempty"`
	ActualStart      string          `json:"actual_start,omitempty"`
	ActualFinish     string          `json:"actual_finish,omitempty"`
	EarlyStart       string          `json:"early_start,omitempty"`
	EarlyFinish      string          `json:"early_finish,omitempty"`
	LateStart        string          `json:"late_start,omitempty"`
	LateFinish       string          `json:"late_finish,omitempty"`
	TotalFloat       int64           `json:"total_float_minutes"`
	FreeFloat        int64           `json:"free_float_minutes"`
	Critical         bool            `json:"critical"`
	Deadline         string          `json:"deadline,omitempty"`
	Constraint       *constraintBody `json:"constraint,omitempty"`
	Second           *constraintBody `json:"second_constraint,omitempty"`
	Notes            string          `json:"notes,omitempty"`
}

type constraintBody struct {
	Type string `json:"type" enum:"none,as_late_as_possible,start_on,start_no_earlier,start_no_later,finish_on,finish_no_earlier,finish_no_later,mandatory_start,mandatory_finish"`
	Date string `json:"date,omitempty"`
}

func constraintOf(c masterplan.Constraint) *constraintBody {
	if c.Type == masterplan.NoConstraint {
		return nil
	}
	return &constraintBody{c.Type.String(), api.Moment(c.Date)}
}

func activityOf(b *plan.Book, i int) activityBody {
	a := &b.Plan.Activities[i]
	d := masterplan.DateRow{EarlyStart: worktime.None, EarlyFinish: worktime.None, LateStart: worktime.None, LateFinish: worktime.None, Start: worktime.None, Finish: worktime.None}
	if i < len(b.Dates.Rows) {
		d = b.Dates.Rows[i]
	}
	out := activityBody{
		ID: a.ID, Code: a.Code, WBS: a.WBS, Name: a.Name, Kind: a.Kind.String(), Level: int(a.Level), Calendar: int(a.Calendar),
		DurationMinutes: a.Duration.Minutes, RemainingMinutes: a.Remaining, Elapsed: a.Duration.Elapsed, Percent: 100 * a.Share(),
		Start: api.Moment(d.Start), Finish: api.Moment(d.Finish), ActualStart: api.Moment(a.ActualStart), ActualFinish: api.Moment(a.ActualFinish),
		EarlyStart: api.Moment(d.EarlyStart), EarlyFinish: api.Moment(d.EarlyFinish), LateStart: api.Moment(d.LateStart), LateFinish: api.Moment(d.LateFinish),
		TotalFloat: d.TotalFloat, FreeFloat: d.FreeFloat, Critical: d.Critical, Deadline: api.Moment(a.Deadline),
		Constraint: constraintOf(a.Primary), Second: constraintOf(a.Secondary), Notes: a.Notes,
	}
	if a.Parent >= 0 {
		out.Parent = b.Plan.Activities[a.Parent].ID
	}
	return out
}

func (h handlers) apiListActivities(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[activityBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(planview.Indices(len(b.Plan.Activities)), in.Paging, func(i int) activityBody { return activityOf(b, i) }), nil
}

type InActivity struct {
	planview.InProject
	Activity string `path:"activity" doc:"Id of the activity"`
}

func (h handlers) apiGetActivity(ctx context.Context, in *InActivity) (*api.Answer[activityBody], error) {
	p, err := h.Plans.Activity(ctx, in.Project, in.Activity)
	if err != nil {
		return nil, err
	}
	return api.Answered(activityOf(p.Book, p.Index), nil)
}

func (h handlers) apiEditActivity(ctx context.Context, in *struct {
	InActivity
	Body struct {
		Name       *string         `json:"name,omitempty"`
		Duration   *int64          `json:"duration_minutes,omitempty" minimum:"0"`
		Constraint *constraintBody `json:"constraint,omitempty"`
		Deadline   *string         `json:"deadline,omitempty" doc:"Empty takes it away"`
		Expected   int64           `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[activityBody], error) {
	var r api.Reader
	e := plan.ActivityEdit{Name: in.Body.Name, Duration: in.Body.Duration, Expected: in.Body.Expected}
	if c := in.Body.Constraint; c != nil {
		kind, _ := masterplan.ParseConstraint(c.Type)
		e.Constraint = &masterplan.Constraint{Type: kind, Date: r.Moment("constraint.date", c.Date)}
	}
	if in.Body.Deadline != nil {
		t := r.Moment("deadline", *in.Body.Deadline)
		e.Deadline = &t
	}
	if err := r.Fault(); err != nil {
		return nil, err
	}
	b, err := h.Plans.EditActivity(ctx, in.Project, in.Activity, e)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	return api.Answered(activityOf(b, b.Plan.ByID(in.Activity)), nil)
}

type holdBody struct {
	Activity   string `json:"activity"`
	Code       string `json:"code"`
	Name       string `json:"name"`
	Start      string `json:"start,omitempty"`
	Finish     string `json:"finish,omitempty"`
	Held       string `json:"held_by" doc:"What holds its start" example:"link"`
	At         string `json:"at,omitempty" doc:"The date that holds it, when no link does"`
	Link       string `json:"link,omitempty" enum:"FS,SS,FF,SF"`
	LagMinutes int64  `json:"lag_minutes,omitempty"`
	Calendar   string `json:"calendar,omitempty"`
}

// heldNames are the words of network's reasons.
var heldNames = map[network.Reason]string{
	network.ByLink: "link", network.ByConstraint: "constraint", network.ByDataDate: "data_date", network.ByProjectStart: "project_start",
	network.ByActual: "actual", network.ByExpectedFinish: "expected_finish", network.ByManual: "manual", network.ByFinish: "finish",
	network.ByOutside: "outside", network.ByParent: "heading", network.BySpan: "span",
}

func (h handlers) apiGetWhy(ctx context.Context, in *InActivity) (*api.Answer[api.List[holdBody]], error) {
	p, err := h.Plans.Activity(ctx, in.Project, in.Activity)
	if err != nil {
		return nil, err
	}
	b := p.Book
	chain := masterplan.Why(b.Plan, b.Dates, p.Index)
	return api.All(chain, func(s masterplan.Hold) holdBody {
		a := &b.Plan.Activities[s.Activity]
		out := holdBody{
			Activity: a.ID, Code: a.Code, Name: a.Name, Start: api.Moment(s.Start), Finish: api.Moment(s.Finish),
			Held: heldNames[s.Held], At: api.Moment(s.At), Calendar: s.Calendar,
		}
		if s.Held == network.ByLink {
			out.Link, out.LagMinutes = s.Type.String(), s.Lag
		}
		return out
	}), nil
}
