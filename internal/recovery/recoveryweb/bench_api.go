package recoveryweb

import (
	"context"
	"net/http"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiSolveRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/solves", "list-solves", apiTag, "Solves of a project", "Newest first, without what they found."), h.apiListSolves)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/solves", "ask-solve", apiTag, "Ask how lost days can be won back", "A job works on it; get-solve tells how far it is. Refused with 409 while another solve of the project is not over."), h.apiAskSolve)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/solves/{solve}", "get-solve", apiTag, "A solve and what it has found so far", "The frontier, the latest finish first: what each finish costs and by which measures, what proves that none is earlier, and what stands in the way."), h.apiGetSolve)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/projects/{project}/solves/{solve}/stop", "stop-solve", apiTag, "Stop a solve", "What it has found stays and can be accepted.")), h.apiStopSolve)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/solves/{solve}/points/{point}", "get-point", apiTag, "What accepting a point would do", "Every activity that moves, with its dates before and after. Nothing is stored."), h.apiGetPoint)
}

type SolveBody struct {
	ID        string          `json:"id"`
	Project   string          `json:"project"`
	Revision  int64           `json:"revision" doc:"Of the project that it was asked of"`
	State     string          `json:"state" enum:"waiting,running,done,stopped,failed,lost"`
	Reason    *api.ReasonBody `json:"reason,omitempty"`
	Off       []string        `json:"measures_off,omitempty"`
	Keep      string          `json:"keep,omitempty"`
	Seconds   int             `json:"seconds"`
	Severe    bool            `json:"severe,omitempty"`
	AskedAt   string          `json:"asked_at"`
	AskedBy   string          `json:"asked_by" doc:"Account"`
	Stage     string          `json:"stage,omitempty" enum:"reading,cutting,improving,playing,done"`
	Share     float64         `json:"share" doc:"Of the work allowed, 0 to 1"`
	Schedules int64           `json:"plans_tried"`
}

func solveOf(ctx context.Context, v *recovery.Solve) SolveBody {
	b := SolveBody{
		ID: v.ID, Project: v.Project, Revision: v.Revision, State: string(v.State), Keep: api.Moment(v.Request.Keep), Seconds: v.Request.Seconds,
		Severe: v.Request.Severe, AskedAt: api.Instant(v.AskedAt), AskedBy: v.AskedBy, Stage: string(v.Answer.Stage), Share: v.Answer.Share, Schedules: v.Answer.Schedules,
	}
	for _, k := range v.Request.Off {
		b.Off = append(b.Off, string(k))
	}
	if v.Reason.Key != "" {
		why := api.Reason(ctx, v.Reason.Key, v.Reason.Args)
		b.Reason = &why
	}
	return b
}

type frontierBody struct {
	SolveBody
	Finish     string         `json:"finish_without_measures,omitempty"`
	Planned    string         `json:"planned_finish,omitempty"`
	LowerBound string         `json:"lower_bound_finish,omitempty" doc:"No plan finishes before it"`
	LostDays   int            `json:"lost_days"`
	KeepAt     int            `json:"keep_point" doc:"Number of the cheapest point that keeps the finish; -1 when none does"`
	BestAt     int            `json:"best_value_point"`
	SoonestAt  int            `json:"earliest_point"`
	Points     []OfferBody    `json:"frontier"`
	Conflicts  []conflictBody `json:"conflicts"`
}

type OfferBody struct {
	Number   int           `json:"number"`
	Finish   string        `json:"finish"`
	Days     int           `json:"days_won"`
	Cost     int64         `json:"cost"`
	Net      int64         `json:"net_cost"`
	Proven   bool          `json:"proven" doc:"No plan with this finish costs less"`
	P50      string        `json:"p50_finish,omitempty"`
	P80      string        `json:"p80_finish,omitempty"`
	Measures []MeasureBody `json:"measures"`
}

type MeasureBody struct {
	Kind     string  `json:"kind" enum:"more_hands,overtime_50,overtime_60,night_shift,new_hands,borrow,overlap,split,expedite"`
	Activity string  `json:"activity,omitempty" doc:"Id"`
	Subject  string  `json:"subject,omitempty" doc:"What people call it"`
	Trade    string  `json:"trade,omitempty"`
	Hands    int     `json:"hands,omitempty" doc:"Additional ones"`
	From     string  `json:"from,omitempty"`
	To       string  `json:"to,omitempty"`
	Days     float64 `json:"days" doc:"Working days off the activity; civil days off a delivery or permit"`
	Cost     int64   `json:"cost"`
}

type conflictBody struct {
	Kind  string         `json:"kind"`
	Why   api.ReasonBody `json:"why"`
	Days  int            `json:"days" doc:"By which the finish could move in without it"`
	Price *int64         `json:"price,omitempty"`
}

func measureBodyOf(b *plan.Book, m *acceleration.Measure) MeasureBody {
	out := MeasureBody{Kind: string(m.Kind), Subject: m.Subject, Trade: m.Trade, Hands: m.Hands, From: api.Moment(m.From), To: api.Moment(m.To), Days: m.Days, Cost: m.Cost}
	if i := int(m.Activity); i >= 0 && i < len(b.Plan.Activities) {
		out.Activity = b.Plan.Activities[i].ID
		if out.Subject == "" {
			out.Subject = b.Plan.Activities[i].Label()
		}
	}
	return out
}

func pointOf(b *plan.Book, p *recovery.Point, n int) OfferBody {
	out := OfferBody{Number: n, Finish: api.Moment(p.Finish), Days: p.Days, Cost: p.Cost, Net: p.Net, Proven: p.Proven}
	if p.Risk.Runs > 0 {
		out.P50, out.P80 = api.Moment(p.Risk.P50), api.Moment(p.Risk.P80)
	}
	out.Measures = api.Mapped(p.Measures, func(m acceleration.Measure) MeasureBody { return measureBodyOf(b, &m) })
	return out
}

func (h handlers) apiListSolves(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[SolveBody]], error) {
	all, err := h.Recovery.Solves(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(all, in.Paging, func(v recovery.Solve) SolveBody { return solveOf(ctx, &v) }), nil
}

func (h handlers) apiAskSolve(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Off     []string `json:"measures_off,omitempty" doc:"Kinds that may not be used, besides those of the zone"`
		Keep    string   `json:"keep,omitempty" doc:"Finish to keep; the target when left out"`
		Seconds int      `json:"seconds,omitempty" minimum:"1" maximum:"240" doc:"Time to spend; 20 when left out"`
		Severe  bool     `json:"severe,omitempty" doc:"By the conservative figures"`
		Seed    uint64   `json:"seed,omitempty"`
	}
}) (*api.Answer[SolveBody], error) {
	var r api.Reader
	q := recovery.Request{Keep: r.Moment("keep", in.Body.Keep), Seconds: in.Body.Seconds, Severe: in.Body.Severe, Seed: max(1, in.Body.Seed)}
	for _, k := range in.Body.Off {
		q.Off = append(q.Off, acceleration.Kind(k))
	}
	if err := r.Fault(); err != nil {
		return nil, err
	}
	v, err := h.Recovery.Ask(ctx, in.Project, q)
	return api.Answered(solveOf(ctx, &v), err)
}

type InSolve struct {
	planview.InProject
	Solve string `path:"solve"`
}

func (h handlers) apiGetSolve(ctx context.Context, in *InSolve) (*api.Answer[frontierBody], error) {
	v, err := h.Recovery.Solve(ctx, in.Project, in.Solve)
	if err != nil {
		return nil, err
	}
	b, err := h.Plans.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	out := frontierBody{SolveBody: solveOf(ctx, &v), KeepAt: -1, BestAt: -1, SoonestAt: -1, Points: []OfferBody{}, Conflicts: []conflictBody{}}
	f := v.Answer.Frontier
	if f == nil {
		return api.Answered(out, nil)
	}
	out.Finish, out.Planned, out.LowerBound, out.LostDays = api.Moment(f.WithoutMeasures), api.Moment(f.Planned), api.Moment(f.LowerBound), f.Loss.Days
	out.KeepAt, out.BestAt, out.SoonestAt = f.KeepAt, f.BestAt, f.SoonestAt
	for i := range f.Points {
		out.Points = append(out.Points, pointOf(b, &f.Points[i], i))
	}
	for i := range f.Conflicts {
		c := &f.Conflicts[i]
		body := conflictBody{Kind: string(c.Kind), Why: api.Reason(ctx, c.Why.Key, c.Why.Args), Days: c.Days}
		if c.Priced {
			body.Price = &c.Price
		}
		out.Conflicts = append(out.Conflicts, body)
	}
	return api.Answered(out, nil)
}

func (h handlers) apiStopSolve(ctx context.Context, in *InSolve) (*api.Answer[SolveBody], error) {
	if err := h.Recovery.Stop(ctx, in.Project, in.Solve); err != nil {
		return nil, err
	}
	v, err := h.Recovery.Solve(ctx, in.Project, in.Solve)
	return api.Answered(solveOf(ctx, &v), err)
}

type InPoint struct {
	InSolve
	Point int `path:"point" minimum:"0" doc:"Number in the frontier"`
}

type draftBody struct {
	OfferBody
	Revision int64      `json:"revision" doc:"Of the project; accept with it"`
	Now      string     `json:"finish_in_force"`
	After    string     `json:"finish_after" doc:"On the plan's own calendars"`
	Moves    []moveBody `json:"moves"`
}

type moveBody struct {
	Activity  string `json:"activity"`
	Code      string `json:"code"`
	Name      string `json:"name"`
	Start     string `json:"start"`
	Finish    string `json:"finish"`
	NewStart  string `json:"start_after"`
	NewFinish string `json:"finish_after"`
	Days      int    `json:"finish_days" doc:"Civil days that it moves; positive is later"`
}

func (h handlers) apiGetPoint(ctx context.Context, in *InPoint) (*api.Answer[draftBody], error) {
	d, err := h.Recovery.Preview(ctx, in.Project, in.Solve, in.Point)
	if err != nil {
		return nil, err
	}
	out := draftBody{OfferBody: pointOf(d.Book, d.Point, d.Index), Revision: d.Book.Project.Revision, Now: api.Moment(d.InForce), After: api.Moment(d.After)}
	out.Moves = api.Mapped(d.Moves, func(m recovery.Move) moveBody {
		a := &d.Book.Plan.Activities[m.Activity]
		return moveBody{a.ID, a.Code, a.Name, api.Moment(m.Start), api.Moment(m.Finish), api.Moment(m.NewStart), api.Moment(m.NewFinish), m.FinishDays}
	})
	return api.Answered(out, nil)
}
