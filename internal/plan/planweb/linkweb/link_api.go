package linkweb

import (
	"context"
	"math"
	"net/http"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiRoutes(m *web.Mux) {
	const try = " With try nothing is stored: the answer says what the forecast would be. Links that come round are refused by naming the activities."
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/links", "list-links", planview.TagPlan, "Links", "Which of them drive, and the slack of the others."), h.apiListLinks)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/links", "add-link", planview.TagPlan, "Add a link", "Between two activities of the project."+try+planview.RevisionNote), h.apiAddLink)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/links/{predecessor}/{successor}/{type}", "edit-link", planview.TagPlan, "Change a link", "Its type and its lag."+try+planview.RevisionNote), h.apiEditLink)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/links/{predecessor}/{successor}/{type}", "remove-link", planview.TagPlan, "Take a link away", "All dates are computed anew."+planview.RevisionNote), h.apiRemoveLink)
}

type linkBody struct {
	Predecessor  string  `json:"predecessor"`
	Successor    string  `json:"successor"`
	Type         string  `json:"type" enum:"FS,SS,FF,SF"`
	LagMinutes   float64 `json:"lag_minutes"`
	LagPercent   float64 `json:"lag_percent,omitempty" doc:"Of the predecessor's duration, instead of minutes"`
	Elapsed      bool    `json:"elapsed,omitempty" doc:"The lag runs round the clock"`
	Driving      bool    `json:"driving"`
	SlackMinutes int64   `json:"slack_minutes"`
}

func (h handlers) apiListLinks(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[linkBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(planview.Indices(len(b.Plan.Links)), in.Paging, func(i int) linkBody {
		l := &b.Plan.Links[i]
		out := linkBody{
			Predecessor: b.Plan.Activities[l.Pred].ID, Successor: b.Plan.Activities[l.Succ].ID, Type: l.Type.String(),
			LagMinutes: float64(l.Lag.Tenths) / 10, LagPercent: l.Lag.Percent, Elapsed: l.Lag.Elapsed,
		}
		if i < len(b.Dates.Links) {
			out.Driving, out.SlackMinutes = b.Dates.Links[i].Driving, b.Dates.Links[i].Slack
		}
		return out
	}), nil
}

// LinkSaid is the type and the lag of a link.
type LinkSaid struct {
	Type       string  `json:"type" enum:"FS,SS,FF,SF"`
	LagMinutes float64 `json:"lag_minutes,omitempty" doc:"Working minutes; below 0 a lead" example:"480"`
	LagPercent float64 `json:"lag_percent,omitempty" doc:"Of the predecessor's duration, instead of minutes"`
	Elapsed    bool    `json:"elapsed,omitempty" doc:"The lag runs round the clock"`
	Try        bool    `json:"try,omitempty"`
	Expected   int64   `json:"expected_revision,omitempty"`
}

// edit is a link of these ends as it shall be.
func (l *LinkSaid) edit(pred, succ string) plan.LinkEdit {
	e := plan.LinkEdit{New: &plan.LinkKey{Pred: pred, Succ: succ, Type: linkType(l.Type)}, Expected: l.Expected}
	e.Lag = masterplan.Lag{Unit: masterplan.Days, Elapsed: l.Elapsed, Tenths: int64(math.Round(10 * min(max(l.LagMinutes, -1e12), 1e12)))}
	if l.LagPercent != 0 {
		e.Lag = masterplan.Lag{Unit: masterplan.Percent, Percent: l.LagPercent}
	}
	return e
}

var linkTypes = []string{masterplan.FS.String(), masterplan.SS.String(), masterplan.FF.String(), masterplan.SF.String()}

// linkType reads a type that the schema has let through.
func linkType(s string) masterplan.LinkType {
	return masterplan.LinkType(max(0, slices.Index(linkTypes, s)))
}

// InLink names a link in the path.
type InLink struct {
	planview.InProject
	Pred string `path:"predecessor" doc:"Id of the activity"`
	Succ string `path:"successor" doc:"Id of the activity"`
	Type string `path:"type" enum:"FS,SS,FF,SF"`
}

func (in *InLink) key() *plan.LinkKey {
	return &plan.LinkKey{Pred: in.Pred, Succ: in.Succ, Type: linkType(in.Type)}
}

func (h handlers) apiAddLink(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Pred string `json:"predecessor" doc:"Id of the activity"`
		Succ string `json:"successor" doc:"Id of the activity"`
		LinkSaid
	}
}) (*api.Answer[planview.EffectBody], error) {
	return h.apiChangeLink(ctx, in.Project, in.Body.edit(in.Body.Pred, in.Body.Succ), in.Body.Try)
}

func (h handlers) apiEditLink(ctx context.Context, in *struct {
	InLink
	Body LinkSaid
}) (*api.Answer[planview.EffectBody], error) {
	e := in.Body.edit(in.Pred, in.Succ)
	e.Old = in.key()
	return h.apiChangeLink(ctx, in.Project, e, in.Body.Try)
}

func (h handlers) apiRemoveLink(ctx context.Context, in *struct {
	InLink
	Expected int64 `query:"expected_revision"`
}) (*api.Empty, error) {
	_, err := h.apiChangeLink(ctx, in.Project, plan.LinkEdit{Old: in.key(), Expected: in.Expected}, false)
	return api.Done(err)
}

// link makes or tries an edit.
func (h handlers) apiChangeLink(ctx context.Context, project string, e plan.LinkEdit, try bool) (*api.Answer[planview.EffectBody], error) {
	return h.Effect(ctx, project, try,
		func() (before, after *plan.Book, err error) { return h.Plans.TryLink(ctx, project, e) },
		func() (*plan.Book, error) { return h.Plans.EditLink(ctx, project, e) })
}
