package planweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

func (h handlers) apiCalendarRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/calendars", "list-calendars", planview.TagCalendars, "Calendars", "Weekly hours and exceptions, as the plan has them."), h.apiListCalendars)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/calendars/{calendar}/exceptions", "add-exception", planview.TagCalendars, "Add a holiday, stoppage or make-up day", "Without hours the days are off. With try nothing is stored: the answer says what the forecast would be."+planview.RevisionNote), h.apiAddException)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/calendars/{calendar}/exceptions/{exception}", "remove-exception", planview.TagCalendars, "Remove an exception", "Numbers count from 0 in list-calendars."+planview.RevisionNote), h.apiRemoveException)
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
	hours, err := p.CompiledCalendar(int32(i))
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

func (h handlers) apiListCalendars(ctx context.Context, in *planview.InProject) (*api.Answer[api.List[calendarBody]], error) {
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

func (h handlers) apiEditCalendar(ctx context.Context, project string, e plan.CalendarEdit, try bool) (*api.Answer[planview.EffectBody], error) {
	return h.Effect(ctx, project, try,
		func() (before, after *plan.Book, err error) { return h.Plans.TryCalendar(ctx, project, e) },
		func() (*plan.Book, error) { return h.Plans.EditCalendar(ctx, project, e) })
}

func (h handlers) apiAddException(ctx context.Context, in *struct {
	planview.InProject
	Calendar int `path:"calendar"`
	Body     struct {
		ExceptionNew
		Try      bool  `json:"try,omitempty"`
		Expected int64 `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[planview.EffectBody], error) {
	var r api.Reader
	e := masterplan.Exception{Name: in.Body.Name, From: r.Day("from", in.Body.From), To: r.Day("to", in.Body.To)}
	for _, s := range in.Body.Hours {
		e.Spans = append(e.Spans, worktime.Span{Start: s.Start, End: s.End})
	}
	if err := r.Fault(); err != nil {
		return nil, err
	}
	return h.apiEditCalendar(ctx, in.Project, plan.CalendarEdit{Calendar: in.Calendar, Add: &e, Expected: in.Body.Expected}, in.Body.Try)
}

// ExceptionNew is what people say of an exception.
type ExceptionNew struct {
	Name  string     `json:"name,omitempty"`
	From  string     `json:"from" example:"2020-02-03"`
	To    string     `json:"to" doc:"Included" example:"2020-02-09"`
	Hours []spanBody `json:"hours,omitempty" doc:"Left out: off"`
}

func (h handlers) apiRemoveException(ctx context.Context, in *struct {
	planview.InProject
	Calendar  int   `path:"calendar"`
	Exception int   `path:"exception"`
	Expected  int64 `query:"expected_revision"`
}) (*api.Empty, error) {
	_, err := h.apiEditCalendar(ctx, in.Project, plan.CalendarEdit{Calendar: in.Calendar, Remove: in.Exception, Expected: in.Expected}, false)
	return api.Done(err)
}
