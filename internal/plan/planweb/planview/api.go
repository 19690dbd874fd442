package planview

import (
	"cmp"
	"context"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/plan"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

// Chapters of the API's documentation.
const (
	TagProjects   = "Projects"
	TagPlan       = "Plan"
	TagProgress   = "Progress"
	TagDeliveries = "Deliveries"
	TagCalendars  = "Calendars and baselines"
	TagImports    = "Import and export"
)

// RevisionNote ends the description of an operation that takes a revision.
const RevisionNote = " Give expected_revision to be refused with 409 when somebody changed the project meanwhile."

// InProject names a project in the path.
type InProject struct {
	Project string `path:"project" doc:"Id of the project"`
}

// ProjectBody is a project with its figures at its revision.
type ProjectBody struct {
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

// ProjectBodyOf is the body of a project.
func ProjectBodyOf(ctx context.Context, p *masterplan.Project) ProjectBody {
	f := &p.Figures
	b := ProjectBody{
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

// ChangeBody is one changed field.
type ChangeBody struct {
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

// ChangeBodyOf is the body of a changed field.
func ChangeBodyOf(c plandiff.FieldChange) ChangeBody {
	return ChangeBody{Field: c.Field, Before: valueOf(c.Old), After: valueOf(c.New)}
}

// EffectBody is what a change of the plan does, or would do.
type EffectBody struct {
	Stored   bool   `json:"stored"`
	Finish   string `json:"finish,omitempty" doc:"The forecast with the change"`
	Critical int    `json:"critical"`
	Lamp     string `json:"lamp"`
	Revision int64  `json:"revision"`
}

func effectOf(b *plan.Book, stored bool) EffectBody {
	f := &b.Project.Figures
	return EffectBody{stored, api.Moment(f.Finish), f.Critical, f.Lamp.String(), b.Project.Revision}
}

// Effect makes a change or, with try, only rehearses it.
func (h Base) Effect(ctx context.Context, project string, try bool, rehearse func() (before, after *plan.Book, err error), store func() (*plan.Book, error)) (*api.Answer[EffectBody], error) {
	if try {
		_, after, err := rehearse()
		if err != nil {
			return nil, err
		}
		return api.Answered(effectOf(after, false), nil)
	}
	b, err := store()
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, project)
	return api.Answered(effectOf(b, true), nil)
}

// Indices are 0 to n-1.
func Indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// StateNamed reads a state as programs name it.
func StateNamed(name string) masterplan.State {
	if name == "open" {
		return masterplan.Open
	}
	return masterplan.State(name)
}
