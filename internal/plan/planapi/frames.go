package planapi

import (
	"context"
	"net/http"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

// frameRoutes are what dates are counted by and measured against: calendars and
// baselines.
func (h handlers) frameRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/calendars", "list-calendars", tagCalendars, "Calendars", "Weekly hours and exceptions, as the plan has them."), h.listCalendars)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/calendars/{calendar}/exceptions", "add-exception", tagCalendars, "Add a holiday, stoppage or make-up day", "Without hours the days are off. With try nothing is stored: the answer says what the forecast would be."+revisionNote), h.addException)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/calendars/{calendar}/exceptions/{exception}", "remove-exception", tagCalendars, "Remove an exception", "Numbers count from 0 in list-calendars."+revisionNote), h.removeException)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/baselines", "list-baselines", tagCalendars, "Baselines", ""), h.listBaselines)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/baselines", "take-baseline", tagCalendars, "Take a baseline", "Freezes today's forecast and measures the plan against it."+revisionNote), h.takeBaseline)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/baseline", "choose-baseline", tagCalendars, "Choose the baseline the plan is measured against", "An empty id for none."+revisionNote), h.chooseBaseline)
	web.Register(m, api.Op(http.MethodPatch, "/projects/{project}/baselines/{baseline}", "rename-baseline", tagCalendars, "Rename a baseline", revisionNote), h.renameBaseline)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/baselines/{baseline}", "delete-baseline", tagCalendars, "Delete a baseline", "undo puts it back."), h.deleteBaseline)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/baselines/{baseline}/variance", "get-variance", tagCalendars, "How far activities have moved from a baseline", ""), h.variance)
}

// spanBody is working hours within a day, in minutes after midnight.
type spanBody struct {
	Start int16 `json:"start_minute" minimum:"0" maximum:"1440" example:"480"`
	End   int16 `json:"end_minute" minimum:"0" maximum:"1440" example:"720"`
}

type exceptionBody struct {
	Name      string     `json:"name,omitempty"`
	From      string     `json:"from" example:"2020-02-03"`
	To        string     `json:"to" doc:"Included" example:"2020-02-09"`
	Hours     []spanBody `json:"hours" doc:"Empty: off"`
	Recurring bool       `json:"recurring,omitempty"`
}

type dayBody struct {
	Weekday int        `json:"weekday" doc:"0 is Sunday"`
	Hours   []spanBody `json:"hours"`
}

type calendarBody struct {
	Number     int             `json:"number"`
	Name       string          `json:"name"`
	Base       *int            `json:"base,omitempty" doc:"Number of the calendar it derives from"`
	OfPlan     bool            `json:"of_plan" doc:"What activities without a calendar work by"`
	Week       []dayBody       `json:"week" doc:"With what it inherits"`
	Exceptions []exceptionBody `json:"exceptions" doc:"Its own"`
}

func spanOf(s worktime.Span) spanBody { return spanBody{s.Start, s.End} }

func exceptionOf(e masterplan.Exception) exceptionBody {
	return exceptionBody{e.Name, api.Day(e.From), api.Day(e.To), api.Mapped(e.Spans, spanOf), e.Recurrence != nil}
}

func calendarOf(p *masterplan.Plan, i int) (calendarBody, error) {
	c := &p.Calendars[i]
	hours, err := p.Hours(int32(i))
	if err != nil {
		return calendarBody{}, err
	}
	out := calendarBody{Number: i, Name: c.Name, OfPlan: int(p.Settings.Calendar) == i, Exceptions: api.Mapped(c.Exceptions, exceptionOf)}
	if base := int(c.Base); base >= 0 {
		out.Base = &base
	}
	for d, spans := range hours.Week() {
		out.Week = append(out.Week, dayBody{d, api.Mapped(spans, spanOf)})
	}
	return out, nil
}

func (h handlers) listCalendars(ctx context.Context, in *api.InProject) (*api.Answer[api.List[calendarBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	out := api.List[calendarBody]{Items: []calendarBody{}, Total: len(b.Stored.Calendars)}
	for i := range b.Stored.Calendars {
		c, err := calendarOf(b.Stored, i)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, c)
	}
	return api.Answered(out, nil)
}

// effectBody is what a change of the plan does, or would do.
type effectBody struct {
	Stored   bool   `json:"stored"`
	Finish   string `json:"finish,omitempty" doc:"The forecast with the change"`
	Critical int    `json:"critical"`
	Lamp     string `json:"lamp"`
	Revision int64  `json:"revision"`
}

func effectOf(b *plan.Book, stored bool) effectBody {
	f := &b.Project.Figures
	return effectBody{stored, api.Moment(f.Finish), f.Critical, f.Lamp.String(), b.Project.Revision}
}

func (h handlers) edit(ctx context.Context, project string, e plan.CalendarEdit, try bool) (*api.Answer[effectBody], error) {
	return h.effect(ctx, project, try,
		func() (before, after *plan.Book, err error) { return h.Plans.TryCalendar(ctx, project, e) },
		func() (*plan.Book, error) { return h.Plans.EditCalendar(ctx, project, e) })
}

// effect makes a change or, with try, only rehearses it.
func (h handlers) effect(ctx context.Context, project string, try bool, rehearse func() (before, after *plan.Book, err error), store func() (*plan.Book, error)) (*api.Answer[effectBody], error) {
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
	h.changed(ctx, project)
	return api.Answered(effectOf(b, true), nil)
}

func (h handlers) addException(ctx context.Context, in *struct {
	api.InProject
	Calendar int `path:"calendar"`
	Body     struct {
		ExceptionNew
		Try      bool  `json:"try,omitempty"`
		Expected int64 `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[effectBody], error) {
	var r api.Reader
	e := masterplan.Exception{Name: in.Body.Name, From: r.Day("from", in.Body.From), To: r.Day("to", in.Body.To)}
	for _, s := range in.Body.Hours {
		e.Spans = append(e.Spans, worktime.Span{Start: s.Start, End: s.End})
	}
	if err := r.Fault(); err != nil {
		return nil, err
	}
	return h.edit(ctx, in.Project, plan.CalendarEdit{Calendar: in.Calendar, Add: &e, Expected: in.Body.Expected}, in.Body.Try)
}

// ExceptionNew is what people say of an exception.
type ExceptionNew struct {
	Name  string     `json:"name,omitempty"`
	From  string     `json:"from" example:"2020-02-03"`
	To    string     `json:"to" doc:"Included" example:"2020-02-09"`
	Hours []spanBody `json:"hours,omitempty" doc:"Left out: off"`
}

func (h handlers) removeException(ctx context.Context, in *struct {
	api.InProject
	Calendar  int   `path:"calendar"`
	Exception int   `path:"exception"`
	Expected  int64 `query:"expected_revision"`
}) (*empty, error) {
	_, err := h.edit(ctx, in.Project, plan.CalendarEdit{Calendar: in.Calendar, Remove: in.Exception, Expected: in.Expected}, false)
	return done(err)
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

func (h handlers) listBaselines(ctx context.Context, in *api.InProject) (*api.Answer[api.List[baselineBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	all := b.Plan.Baselines
	return api.All(indices(len(all)), func(i int) baselineBody { return baselineOf(&all[i], b.Project.Baseline) }), nil
}

func (h handlers) renameBaseline(ctx context.Context, in *struct {
	api.InProject
	Baseline string `path:"baseline"`
	Body     struct {
		Name     string `json:"name" maxLength:"100"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*empty, error) {
	err := h.Plans.RenameBaseline(ctx, in.Project, in.Baseline, in.Body.Name, in.Body.Expected)
	if err == nil {
		h.changed(ctx, in.Project)
	}
	return done(err)
}

func (h handlers) deleteBaseline(ctx context.Context, in *struct {
	api.InProject
	Baseline string `path:"baseline"`
	Expected int64  `query:"expected_revision"`
}) (*empty, error) {
	err := h.Plans.DeleteBaseline(ctx, in.Project, in.Baseline, in.Expected)
	if err == nil {
		h.changed(ctx, in.Project)
	}
	return done(err)
}

func (h handlers) takeBaseline(ctx context.Context, in *struct {
	api.InProject
	Body struct {
		Name     string `json:"name" maxLength:"100"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[baselineBody], error) {
	b, err := h.Plans.TakeBaseline(ctx, in.Project, in.Body.Name, in.Body.Expected)
	if err != nil {
		return nil, err
	}
	h.changed(ctx, in.Project)
	return api.Answered(baselineOf(&b, b.ID), nil)
}

func (h handlers) chooseBaseline(ctx context.Context, in *struct {
	api.InProject
	Body struct {
		Baseline string `json:"baseline" doc:"Id; empty for none"`
		Expected int64  `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[projectBody], error) {
	if err := h.Plans.ChooseBaseline(ctx, in.Project, in.Body.Baseline, in.Body.Expected); err != nil {
		return nil, err
	}
	h.changed(ctx, in.Project)
	return h.getProject(ctx, &in.InProject)
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

func (h handlers) variance(ctx context.Context, in *struct {
	api.InProject
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
