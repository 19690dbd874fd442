package deliveryweb

import (
	"context"
	"net/http"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/solve/worktime"
)

func (h handlers) apiRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/deliveries", "list-deliveries", planview.TagDeliveries, "Deliveries of the zone", "What the sites wait for, of the projects that you may see."), h.apiListDeliveries)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/deliveries", "list-project-deliveries", planview.TagDeliveries, "Deliveries of a project", ""), h.apiProjectDeliveries)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/deliveries", "create-delivery", planview.TagDeliveries, "Register a delivery", "Name the activities that wait for it; the days it costs are computed."), h.apiAddDelivery)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/deliveries/{delivery}", "get-delivery", planview.TagDeliveries, "A delivery and what it costs", "With the activities that wait, until when, and the finish with and without it."), h.apiGetDelivery)
	web.Register(m, api.Op(http.MethodPut, "/projects/{project}/deliveries/{delivery}", "edit-delivery", planview.TagDeliveries, "Change a delivery", "All of it but its arrivals."+planview.RevisionNote), h.apiEditDelivery)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/deliveries/{delivery}", "remove-delivery", planview.TagDeliveries, "Remove a delivery", "Only while nothing has arrived."+planview.RevisionNote), h.apiRemoveDelivery)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/deliveries/{delivery}/arrivals", "record-arrival", planview.TagDeliveries, "Record what arrived or was installed", "A negative quantity takes back one that was reported wrongly."), h.apiRecordArrival)
}

// DeliverySaid is what people say of a delivery.
type DeliverySaid struct {
	Item       string   `json:"item" example:"Roller bed"`
	Quantity   float64  `json:"quantity" doc:"Ordered, in unit" example:"10"`
	Unit       string   `json:"unit,omitempty" example:"pcs"`
	Supplier   string   `json:"supplier,omitempty"`
	OrderedOn  string   `json:"ordered_on,omitempty" example:"2020-01-06"`
	Expected   string   `json:"expected_on,omitempty" doc:"Left out when nobody can say" example:"2020-03-20"`
	Confidence string   `json:"confidence,omitempty" enum:"uncertain,likely,confirmed" doc:"How sure the expected date is; uncertain when left out"`
	Activities []string `json:"activities,omitempty" doc:"Ids of the activities that wait for it"`
	Note       string   `json:"note,omitempty"`
}

type DeliveryBody struct {
	ID      string `json:"id"`
	Project string `json:"project"`
	DeliverySaid
	Arrived   float64       `json:"arrived"`
	Installed float64       `json:"installed"`
	State     string        `json:"state" enum:"installed,arrived,late,missing,doubtful,due"`
	LateDays  int           `json:"late_days" doc:"Civil days since it was expected"`
	CostDays  int           `json:"cost_days" doc:"Civil days by which it alone moves the forecast finish"`
	Arrivals  []arrivalBody `json:"arrivals"`
}

type arrivalBody struct {
	ID         string  `json:"id"`
	On         string  `json:"on"`
	Quantity   float64 `json:"quantity"`
	Kind       string  `json:"kind" enum:"arrived,installed"`
	Note       string  `json:"note,omitempty"`
	RecordedAt string  `json:"recorded_at"`
	RecordedBy string  `json:"recorded_by" doc:"Account"`
}

// BodyOf is the body of a delivery on a day.
func BodyOf(d *delivery.Delivery, today worktime.Day) DeliveryBody {
	b := DeliveryBody{
		ID: d.ID, Project: d.Project, Arrived: d.Arrived(), Installed: d.Installed(), State: string(d.State(today)), CostDays: d.Days,
		DeliverySaid: DeliverySaid{
			Item: d.Item, Quantity: d.Quantity, Unit: d.Unit, Supplier: d.Supplier, OrderedOn: api.Day(d.OrderedOn),
			Expected: api.Day(d.Expected), Confidence: d.Confidence.String(), Activities: d.Activities, Note: d.Note,
		},
		Arrivals: api.Mapped(d.Arrivals, arrivalOf),
	}
	if d.State(today) == delivery.Late {
		b.LateDays = int(today - d.Expected)
	}
	return b
}

func arrivalOf(a delivery.Arrival) arrivalBody {
	b := arrivalBody{a.ID, api.Day(a.On), a.Quantity, "arrived", a.Note, api.Instant(a.RecordedAt), a.RecordedBy}
	if a.Installed {
		b.Kind = "installed"
	}
	return b
}

func (s *DeliverySaid) read(r *api.Reader) delivery.Delivery {
	confidences := []string{delivery.Uncertain.String(), delivery.Likely.String(), delivery.Confirmed.String()}
	return delivery.Delivery{
		Item: s.Item, Quantity: s.Quantity, Unit: s.Unit, Supplier: s.Supplier, OrderedOn: r.Day("ordered_on", s.OrderedOn),
		Expected: r.Day("expected_on", s.Expected), Confidence: delivery.Confidence(max(0, slices.Index(confidences, s.Confidence))),
		Activities: s.Activities, Note: s.Note,
	}
}

func (h handlers) apiToday() worktime.Day { return masterplan.DayOf(masterplan.Civil(h.Now())) }

func (h handlers) apiListDeliveries(ctx context.Context, in *struct {
	api.Paging
	Text  string   `query:"text" doc:"Part of item or supplier"`
	State []string `query:"state" enum:"installed,arrived,late,missing,doubtful,due"`
}) (*api.Answer[api.List[DeliveryBody]], error) {
	var states []delivery.State
	for _, s := range in.State {
		states = append(states, delivery.State(s))
	}
	all, err := h.Plans.Deliveries(ctx, plan.DeliveryQuery{Text: in.Text}, states...)
	if err != nil {
		return nil, err
	}
	return api.Paged(all.Rows, in.Paging, func(r plan.DeliveryRow) DeliveryBody { return BodyOf(&r.Delivery, h.apiToday()) }), nil
}

func (h handlers) apiProjectDeliveries(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[DeliveryBody]], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(b.Deliveries, in.Paging, func(d delivery.Delivery) DeliveryBody { return BodyOf(&d, h.apiToday()) }), nil
}

type InDelivery struct {
	planview.InProject
	Delivery string `path:"delivery"`
}

// costBody explains what one delivery does to the finish.
type costBody struct {
	DeliveryBody
	Ready         string        `json:"ready,omitempty" doc:"When work that waits can go on; left out when it is here or nobody can say"`
	Finish        string        `json:"finish,omitempty" doc:"Forecast without the wait"`
	FinishDelayed string        `json:"finish_delayed,omitempty" doc:"Forecast with the wait"`
	Waiting       []waitingBody `json:"waiting"`
}

type waitingBody struct {
	Activity     string `json:"activity"`
	Code         string `json:"code"`
	Name         string `json:"name"`
	Start        string `json:"start,omitempty" doc:"Without the wait"`
	Held         bool   `json:"held"`
	Until        string `json:"until,omitempty" doc:"Its start, or going on, with the wait"`
	FloatMinutes int64  `json:"total_float_minutes"`
}

func (h handlers) apiGetDelivery(ctx context.Context, in *InDelivery) (*api.Answer[costBody], error) {
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(b.Deliveries, func(d delivery.Delivery) bool { return d.ID == in.Delivery })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "plan.delivery.unknown")
	}
	d := &b.Deliveries[i]
	c, err := delivery.CostOf(b.Plan, b.Dates, d, h.apiToday())
	if err != nil {
		return nil, err
	}
	out := costBody{DeliveryBody: BodyOf(d, h.apiToday()), Ready: api.Moment(c.Ready), Finish: api.Moment(c.Finish), FinishDelayed: api.Moment(c.After)}
	out.Waiting = api.Mapped(c.Waiting, func(w delivery.Waiting) waitingBody {
		a := &b.Plan.Activities[w.Activity]
		return waitingBody{a.ID, a.Code, a.Name, api.Moment(w.Start), w.Held, api.Moment(w.Until), w.TotalFloat}
	})
	return api.Answered(out, nil)
}

func (h handlers) apiAddDelivery(ctx context.Context, in *struct {
	planview.InProject
	Body DeliverySaid
}) (*api.Answer[DeliveryBody], error) {
	var r api.Reader
	d := in.Body.read(&r)
	err := r.Fault()
	if err == nil {
		d, err = h.Plans.AddDelivery(ctx, in.Project, d)
	}
	return h.apiAnswerDelivery(ctx, in.Project, d, err)
}

// delivered answers with a delivery as it now stands, with what it costs.
func (h handlers) apiAnswerDelivery(ctx context.Context, project string, d delivery.Delivery, err error) (*api.Answer[DeliveryBody], error) {
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, project)
	b, err := h.Plans.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(b.Deliveries, func(o delivery.Delivery) bool { return o.ID == d.ID }); i >= 0 {
		d = b.Deliveries[i]
	}
	return api.Answered(BodyOf(&d, h.apiToday()), nil)
}

func (h handlers) apiEditDelivery(ctx context.Context, in *struct {
	InDelivery
	Body struct {
		DeliverySaid
		Expected int64 `json:"expected_revision,omitempty"`
	}
}) (*api.Answer[DeliveryBody], error) {
	var r api.Reader
	d := in.Body.read(&r)
	d.ID = in.Delivery
	err := r.Fault()
	if err == nil {
		d, err = h.Plans.EditDelivery(ctx, in.Project, d, in.Body.Expected)
	}
	return h.apiAnswerDelivery(ctx, in.Project, d, err)
}

func (h handlers) apiRemoveDelivery(ctx context.Context, in *struct {
	InDelivery
	Expected int64 `query:"expected_revision"`
}) (*api.Empty, error) {
	err := h.Plans.RemoveDelivery(ctx, in.Project, in.Delivery, in.Expected)
	if err == nil {
		h.Changed(ctx, in.Project)
	}
	return api.Done(err)
}

func (h handlers) apiRecordArrival(ctx context.Context, in *struct {
	InDelivery
	Body struct {
		On       string  `json:"on" example:"2020-02-21"`
		Quantity float64 `json:"quantity" example:"2"`
		Kind     string  `json:"kind" enum:"arrived,installed"`
		Note     string  `json:"note,omitempty"`
	}
}) (*api.Answer[DeliveryBody], error) {
	var r api.Reader
	a := delivery.Arrival{On: r.Day("on", in.Body.On), Quantity: in.Body.Quantity, Installed: in.Body.Kind == "installed", Note: in.Body.Note}
	err := r.Fault()
	var d delivery.Delivery
	if err == nil {
		d, err = h.Plans.RecordArrival(ctx, in.Project, in.Delivery, a)
	}
	return h.apiAnswerDelivery(ctx, in.Project, d, err)
}
