package planweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiResourceRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/resources", "list-resources", planview.TagPlan, "Resources", "Crews, machines, materials and costs of the plan."), h.apiListResources)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/assignments", "list-assignments", planview.TagPlan, "Assignments", "Which resource is on which activity, and with how much work."), h.apiListAssignments)
}

var resourceTypes = [...]string{masterplan.WorkResource: "work", masterplan.MaterialResource: "material", masterplan.CostResource: "cost", masterplan.EquipmentResource: "equipment"}

type resourceBody struct {
	Number   int     `json:"number" doc:"What assignments name it by"`
	Code     string  `json:"code,omitempty"`
	Name     string  `json:"name"`
	Type     string  `json:"type" enum:"work,material,cost,equipment"`
	Unit     string  `json:"unit,omitempty" doc:"Of a material"`
	MaxUnits float64 `json:"max_units,omitempty" doc:"1 is one full-time"`
	Group    string  `json:"group,omitempty"`
	Calendar *int    `json:"calendar,omitempty" doc:"Number of its calendar"`
}

func (h handlers) apiListResources(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[resourceBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(planview.Indices(len(b.Plan.Resources)), in.Paging, func(i int) resourceBody {
		r := &b.Plan.Resources[i]
		out := resourceBody{Number: i, Code: r.Code, Name: r.Name, Type: resourceTypes[r.Type], Unit: r.Unit, MaxUnits: r.MaxUnits, Group: r.Group}
		if at := int(r.Calendar); at >= 0 {
			out.Calendar = &at
		}
		return out
	}), nil
}

type assignmentBody struct {
	Activity  string  `json:"activity"`
	Resource  *int    `json:"resource,omitempty" doc:"Number of the resource; left out for work that nobody has yet"`
	Units     float64 `json:"units,omitempty" doc:"1 is one full-time"`
	Work      int64   `json:"work_minutes,omitempty"`
	Actual    int64   `json:"actual_work_minutes,omitempty"`
	Remaining int64   `json:"remaining_work_minutes,omitempty"`
	Quantity  float64 `json:"quantity,omitempty" doc:"Of a material, in its unit, instead of work"`
	Start     string  `json:"start,omitempty"`
	Finish    string  `json:"finish,omitempty"`
}

func (h handlers) apiListAssignments(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[assignmentBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(planview.Indices(len(b.Plan.Assignments)), in.Paging, func(i int) assignmentBody {
		return assignmentOf(b.Plan, &b.Plan.Assignments[i])
	}), nil
}

func assignmentOf(p *masterplan.Plan, a *masterplan.Assignment) assignmentBody {
	out := assignmentBody{Activity: p.Activities[a.Activity].ID, Units: a.Units, Start: api.Moment(a.Start), Finish: api.Moment(a.Finish)}
	at := int(a.Resource)
	if at >= 0 {
		out.Resource = &at
	}
	if at >= 0 && p.Resources[at].Type == masterplan.MaterialResource {
		out.Quantity = float64(a.Work) / 1000
		return out
	}
	out.Work, out.Actual, out.Remaining = a.Work, a.ActualWork, a.RemainingWork
	return out
}
