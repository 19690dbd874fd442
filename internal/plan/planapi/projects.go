package planapi

import (
	"cmp"
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/plan"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

func (h handlers) projectRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects", "list-projects", tagProjects, "Projects", "The projects that you may see, the worst lamp first."), h.listProjects)
	web.Register(m, api.Op(http.MethodPost, "/projects", "create-project", tagProjects, "Register a project", "A project without a plan yet. Import one with create-import."), h.createProject)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}", "get-project", tagProjects, "A project", "Its facts and figures at its revision."), h.getProject)
	web.Register(m, api.Op(http.MethodPatch, "/projects/{project}", "edit-project", tagProjects, "Change a project's facts", "What is left out stays. An empty target takes it away."+revisionNote), h.editProject)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/history", "get-history", tagProjects, "What was done to a project", "Newest first. For more, ask again with before set to the last revision."), h.history)
	web.Register(m, api.Op(http.MethodGet, "/today", "get-today", tagProjects, "What needs somebody now", "Projects behind their target or judged yellow and worse, and deliveries that are late, without a date, or cost days: the costliest first."), h.today)
}

type projectBody struct {
	ID           string           `json:"id"`
	Organisation string           `json:"organisation"`
	Code         string           `json:"code" example:"XZ-001"`
	Name         string           `json:"name"`
	Site         string           `json:"site,omitempty"`
	Liaison      string           `json:"liaison,omitempty" doc:"Account of the officer in charge"`
	Target       string           `json:"target,omitempty" example:"2020-04-18T17:00"`
	State        string           `json:"state" enum:"open,closed,archived,deleted"`
	Baseline     string           `json:"baseline,omitempty" doc:"Id of the baseline the plan is measured against"`
	Revision     int64            `json:"revision"`
	UpdatedAt    string           `json:"updated_at"`
	Lamp         string           `json:"lamp" enum:"unlit,green,yellow,orange,red"`
	Reasons      []api.ReasonBody `json:"reasons"`
	Start        string           `json:"start,omitempty"`
	Finish       string           `json:"finish,omitempty" doc:"Forecast"`
	DataDate     string           `json:"data_date,omitempty"`
	FloatDays    int              `json:"float_days" doc:"Civil days from forecast to target; negative is late"`
	DeliveryDays int              `json:"delivery_days" doc:"Civil days that late and missing deliveries would add"`
	Percent      float64          `json:"percent_complete"`
	Activities   int              `json:"activities"`
	Critical     int              `json:"critical"`
}

func projectOf(ctx context.Context, p *masterplan.Project) projectBody {
	f := &p.Figures
	b := projectBody{
		ID: p.ID, Organisation: p.Org, Code: p.Code, Name: p.Name, Site: p.Site, Liaison: p.Liaison, Target: api.Moment(p.Target),
		State: cmp.Or(string(p.State), "open"), Baseline: p.Baseline, Revision: p.Revision, UpdatedAt: api.Instant(p.UpdatedAt), Lamp: f.Lamp.String(), Start: api.Moment(f.Start),
		Finish: api.Moment(f.Finish), DataDate: api.Moment(f.DataDate), FloatDays: f.FloatDays, DeliveryDays: f.DeliveryDays,
		Percent: f.Percent, Activities: f.Activities, Critical: f.Critical, Reasons: []api.ReasonBody{},
	}
	for _, r := range f.Reasons {
		b.Reasons = append(b.Reasons, api.Reason(ctx, r.Key, r.Args))
	}
	return b
}

func (h handlers) listProjects(ctx context.Context, in *struct {
	api.Paging
	Text         string   `query:"text" doc:"Part of code, name or site"`
	Lamp         []string `query:"lamp" enum:"unlit,green,yellow,orange,red"`
	Organisation string   `query:"organisation"`
	Liaison      string   `query:"liaison"`
	State        []string `query:"state" enum:"open,closed,archived,deleted" doc:"Open ones when none is named"`
	Sort         string   `query:"sort" enum:"name,code,finish,float,percent,lamp,critical,updated"`
	Descending   bool     `query:"descending"`
}) (*api.Answer[api.List[projectBody]], error) {
	q := plan.Query{Text: in.Text, Org: in.Organisation, Liaison: in.Liaison, Sort: in.Sort, Descending: in.Descending, Page: in.Page, Size: in.Size}
	for _, name := range in.Lamp {
		l, _ := masterplan.ParseLamp(name)
		q.Lamps = append(q.Lamps, l)
	}
	for _, name := range in.State {
		q.States = append(q.States, stateOf(name))
	}
	page, err := h.Plans.Projects(ctx, q)
	if err != nil {
		return nil, err
	}
	out := api.List[projectBody]{Items: []projectBody{}, Total: page.Total}
	for i := range page.Projects {
		out.Items = append(out.Items, projectOf(ctx, &page.Projects[i]))
	}
	return api.Answered(out, nil)
}

func (h handlers) getProject(ctx context.Context, in *api.InProject) (*api.Answer[projectBody], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Answered(projectOf(ctx, &b.Project), nil)
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

func (h handlers) createProject(ctx context.Context, in *struct{ Body newProject }) (*api.Answer[projectBody], error) {
	var r api.Reader
	n := in.Body.read(&r)
	if err := r.Fault(); err != nil {
		return nil, err
	}
	p, err := h.Plans.CreateProject(ctx, n)
	return api.Answered(projectOf(ctx, &p), err)
}

func (h handlers) editProject(ctx context.Context, in *struct {
	api.InProject
	Body struct {
		Name     *string `json:"name,omitempty"`
		Site     *string `json:"site,omitempty"`
		Liaison  *string `json:"liaison,omitempty"`
		Target   *string `json:"target,omitempty" doc:"Empty takes it away"`
		Expected int64   `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[projectBody], error) {
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
		h.changed(ctx, in.Project)
	}
	return api.Answered(projectOf(ctx, &p), err)
}

type eventBody struct {
	Revision int64          `json:"revision"`
	Action   string         `json:"action" example:"plan.progress"`
	Activity string         `json:"activity,omitempty"`
	By       string         `json:"by" doc:"Account"`
	At       string         `json:"at"`
	What     api.ReasonBody `json:"what"`
	Changes  []changeBody   `json:"changes,omitempty"`
}

type changeBody struct {
	Field  string    `json:"field" example:"duration"`
	Before valueBody `json:"before"`
	After  valueBody `json:"after"`
}

// valueBody is one typed value; empty when it was absent.
type valueBody struct {
	Text    string   `json:"text,omitempty"`
	Moment  string   `json:"moment,omitempty"`
	Minutes *int64   `json:"minutes,omitempty" doc:"Working minutes"`
	Percent *float64 `json:"percent,omitempty"`
}

func valueOf(v plandiff.Value) (b valueBody) {
	switch v.Kind {
	case plandiff.DateValue:
		b.Moment = api.Moment(worktime.Time(v.Number))
	case plandiff.DurationValue:
		b.Minutes = &v.Number
	case plandiff.PercentValue:
		p := float64(v.Number) / 100
		b.Percent = &p
	case plandiff.KeyValue:
		b.Text = v.Text
		if v.Number != 0 {
			b.Moment = api.Moment(worktime.Time(v.Number))
		}
	default:
		b.Text = v.Text
	}
	return b
}

func changeOf(c plandiff.FieldChange) changeBody {
	return changeBody{Field: c.Field, Before: valueOf(c.Old), After: valueOf(c.New)}
}

func (h handlers) history(ctx context.Context, in *struct {
	api.InProject
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
			What: told(ctx, &e.Detail), Changes: api.Mapped(e.Detail.Fields, changeOf),
		}
	}), nil
}
