package planweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiProjectRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects", "list-projects", planview.TagProjects, "Projects", "The projects that you may see, the worst lamp first."), h.apiListProjects)
	web.Register(m, api.Op(http.MethodPost, "/projects", "create-project", planview.TagProjects, "Register a project", "A project without a plan yet. Import one with create-import."), h.apiCreateProject)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}", "get-project", planview.TagProjects, "A project", "Its facts and figures at its revision."), h.apiGetProject)
	web.Register(m, api.Op(http.MethodPatch, "/projects/{project}", "edit-project", planview.TagProjects, "Change a project's facts", "What is left out stays. An empty target takes it away."+planview.RevisionNote), h.apiEditProject)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/history", "get-history", planview.TagProjects, "What was done to a project", "Newest first. For more, ask again with before set to the last revision."), h.apiGetHistory)
	web.Register(m, api.Op(http.MethodGet, "/today", "get-today", planview.TagProjects, "What needs somebody now", "Projects behind their target or judged yellow and worse, and deliveries that are late, without a date, or cost days: the costliest first."), h.apiGetToday)
}

func (h handlers) apiListProjects(ctx context.Context, in *struct {
	api.Paging
	Text         string   `query:"text" doc:"Part of code, name or site"`
	Lamp         []string `query:"lamp" enum:"unlit,green,yellow,orange,red"`
	Organisation string   `query:"organisation"`
	Liaison      string   `query:"liaison"`
	State        []string `query:"state" enum:"open,closed,archived,deleted" doc:"Open ones when none is named"`
	Sort         string   `query:"sort" enum:"name,code,finish,float,percent,lamp,critical,updated"`
	Descending   bool     `query:"descending"`
}) (*api.Answer[api.List[planview.ProjectBody]], error) {
	q := plan.Query{Text: in.Text, Org: in.Organisation, Liaison: in.Liaison, Sort: in.Sort, Descending: in.Descending, Page: in.Page, Size: in.Size}
	for _, name := range in.Lamp {
		l, _ := masterplan.ParseLamp(name)
		q.Lamps = append(q.Lamps, l)
	}
	for _, name := range in.State {
		q.States = append(q.States, planview.StateNamed(name))
	}
	page, err := h.Plans.Projects(ctx, q)
	if err != nil {
		return nil, err
	}
	out := api.List[planview.ProjectBody]{Items: []planview.ProjectBody{}, Total: page.Total}
	for i := range page.Projects {
		out.Items = append(out.Items, planview.ProjectBodyOf(ctx, &page.Projects[i]))
	}
	return api.Answered(out, nil)
}

func (h handlers) apiGetProject(ctx context.Context, in *planview.InProject) (*api.Answer[planview.ProjectBody], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Answered(planview.ProjectBodyOf(ctx, &b.Project), nil)
}

type newProject struct {
	Organisation string `json:"organisation"`
	Code         string `json:"code" maxLength:"60" example:"XZ-001"`
	Name         string `json:"name" maxLength:"200"`
	Site         string `json:"site,omitempty"`
	Liaison      string `json:"liaison,omitempty"`
	Target       string `json:"target,omitempty" example:"2020-04-18T17:00"`
}

func (n *newProject) read(r *api.Reader) plan.NewProject {
	return plan.NewProject{Org: n.Organisation, Code: n.Code, Name: n.Name, Site: n.Site, Liaison: n.Liaison, Target: r.Moment("target", n.Target)}
}

func (h handlers) apiCreateProject(ctx context.Context, in *struct{ Body newProject }) (*api.Answer[planview.ProjectBody], error) {
	var r api.Reader
	n := in.Body.read(&r)
	if err := r.Fault(); err != nil {
		return nil, err
	}
	p, err := h.Plans.CreateProject(ctx, n)
	return api.Answered(planview.ProjectBodyOf(ctx, &p), err)
}

func (h handlers) apiEditProject(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Name     *string `json:"name,omitempty"`
		Site     *string `json:"site,omitempty"`
		Liaison  *string `json:"liaison,omitempty"`
		Target   *string `json:"target,omitempty" doc:"Empty takes it away"`
		Expected int64   `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[planview.ProjectBody], error) {
	e := plan.ProjectEdit{Name: in.Body.Name, Site: in.Body.Site, Liaison: in.Body.Liaison, Expected: in.Body.Expected}
	if in.Body.Target != nil {
		var r api.Reader
		t := r.Moment("target", *in.Body.Target)
		if err := r.Fault(); err != nil {
			return nil, err
		}
		e.Target = &t
	}
	p, err := h.Plans.EditProject(ctx, in.Project, e)
	if err == nil {
		h.Changed(ctx, in.Project)
	}
	return api.Answered(planview.ProjectBodyOf(ctx, &p), err)
}

type eventBody struct {
	Revision int64                 `json:"revision"`
	Action   string                `json:"action" example:"plan.progress"`
	Activity string                `json:"activity,omitempty"`
	By       string                `json:"by" doc:"Account"`
	At       string                `json:"at"`
	What     api.ReasonBody        `json:"what"`
	Changes  []planview.ChangeBody `json:"changes,omitempty"`
}

func (h handlers) apiGetHistory(ctx context.Context, in *struct {
	planview.InProject
	Before int64 `query:"before" doc:"Only revisions below it"`
	Size   int   `query:"size" minimum:"1" maximum:"500" default:"100"`
}) (*api.Answer[api.List[eventBody]], error) {
	events, err := h.Plans.Events(ctx, in.Project, in.Before, in.Size)
	if err != nil {
		return nil, err
	}
	return api.All(events, func(e plan.Event) eventBody {
		return eventBody{
			Revision: e.Revision, Action: e.Action, Activity: e.Activity, By: e.By, At: api.Instant(e.At),
			What: told(ctx, &e.Detail), Changes: api.Mapped(e.Detail.Fields, planview.ChangeBodyOf),
		}
	}), nil
}
