package planapi

import (
	"context"
	"net/http"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/plan/catchup"
	"fugong/internal/plan/office"
	"fugong/internal/plan/recovery"
	"fugong/internal/web"
)

func (h handlers) solveRoutes(m *web.Mux) {
	web.Register(m, op(http.MethodGet, "/projects/{project}/solves", "list-solves", tagRecovery, "Solves of a project", "Newest first, without what they found."), h.listSolves)
	web.Register(m, op(http.MethodPost, "/projects/{project}/solves", "ask-solve", tagRecovery, "Ask how lost days can be won back", "A job works on it; get-solve tells how far it is. Refused with 409 while another solve of the project is not over."), h.askSolve)
	web.Register(m, op(http.MethodGet, "/projects/{project}/solves/{solve}", "get-solve", tagRecovery, "A solve and what it has found so far", "The frontier, the latest finish first: what each finish costs and by which measures, what proves that none is earlier, and what stands in the way."), h.getSolve)
	web.Register(m, ok(op(http.MethodPost, "/projects/{project}/solves/{solve}/stop", "stop-solve", tagRecovery, "Stop a solve", "What it has found stays and can be accepted.")), h.stopSolve)
	web.Register(m, op(http.MethodGet, "/projects/{project}/solves/{solve}/points/{point}", "get-point", tagRecovery, "What accepting a point would do", "Every activity that moves, with its dates before and after. Nothing is stored."), h.getPoint)
	web.Register(m, op(http.MethodPost, "/projects/{project}/solves/{solve}/points/{point}/accept", "accept-point", tagRecovery, "Accept a point", "Its plan becomes the one in force, the old one is kept as a baseline, the measures become tasks. Refused with 409 when the project has changed since the solve was asked for."), h.acceptPoint)
	web.Register(m, op(http.MethodGet, "/projects/{project}/recovery", "get-recovery", tagRecovery, "What the accepted plan has delivered", "Days bought and delivered by measure, and the stop-loss rule."), h.getRecovery)
	web.Register(m, op(http.MethodPut, "/projects/{project}/recovery/tasks/{task}", "give-task", tagRecovery, "Give a measure to somebody", ""), h.giveTask)
}

type SolveBody struct {
	ID        string      `json:"id"`
	Project   string      `json:"project"`
	Revision  int64       `json:"revision" doc:"Of the project that it was asked of"`
	State     string      `json:"state" enum:"waiting,running,done,stopped,failed,lost"`
	Reason    *reasonBody `json:"reason,omitempty"`
	Off       []string    `json:"measures_off,omitempty"`
	Keep      string      `json:"keep,omitempty"`
	Seconds   int         `json:"seconds"`
	Severe    bool        `json:"severe,omitempty"`
	AskedAt   string      `json:"asked_at"`
	AskedBy   string      `json:"asked_by" doc:"Account"`
	Stage     string      `json:"stage,omitempty" enum:"reading,cutting,improving,playing,done"`
	Share     float64     `json:"share" doc:"Of the work allowed, 0 to 1"`
	Schedules int64       `json:"plans_tried"`
}

func solveOf(ctx context.Context, v *catchup.Solve) SolveBody {
	b := SolveBody{
		ID: v.ID, Project: v.Project, Revision: v.Revision, State: string(v.State), Keep: moment(v.Request.Keep), Seconds: v.Request.Seconds,
		Severe: v.Request.Severe, AskedAt: instant(v.AskedAt), AskedBy: v.AskedBy, Stage: string(v.Answer.Stage), Share: v.Answer.Share, Schedules: v.Answer.Schedules,
	}
	for _, k := range v.Request.Off {
		b.Off = append(b.Off, string(k))
	}
	if v.Reason.Key != "" {
		b.Reason = &reasonBody{v.Reason.Key, i18n.Message(ctx, v.Reason.Key, v.Reason.Args)}
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
	Kind  string     `json:"kind"`
	Why   reasonBody `json:"why"`
	Days  int        `json:"days" doc:"By which the finish could move in without it"`
	Price *int64     `json:"price,omitempty"`
}

func measureOf(b *office.Book, m *recovery.Measure) MeasureBody {
	out := MeasureBody{Kind: string(m.Kind), Subject: m.Subject, Trade: m.Trade, Hands: m.Hands, From: moment(m.From), To: moment(m.To), Days: m.Days, Cost: m.Cost}
	if i := int(m.Activity); i >= 0 && i < len(b.Plan.Activities) {
		out.Activity = b.Plan.Activities[i].ID
		if out.Subject == "" {
			out.Subject = b.Plan.Activities[i].Label()
		}
	}
	return out
}

func pointOf(b *office.Book, p *recovery.Point, n int) OfferBody {
	out := OfferBody{Number: n, Finish: moment(p.Finish), Days: p.Days, Cost: p.Cost, Net: p.Net, Proven: p.Proven}
	if p.Risk.Runs > 0 {
		out.P50, out.P80 = moment(p.Risk.P50), moment(p.Risk.P80)
	}
	out.Measures = mapped(p.Measures, func(m recovery.Measure) MeasureBody { return measureOf(b, &m) })
	return out
}

func (h handlers) listSolves(ctx context.Context, in *struct {
	InProject
	Paging
}) (*answer[list[SolveBody]], error) {
	all, err := h.Catchup.Solves(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return paged(all, in.Paging, func(v catchup.Solve) SolveBody { return solveOf(ctx, &v) }), nil
}

func (h handlers) askSolve(ctx context.Context, in *struct {
	InProject
	Body struct {
		Off     []string `json:"measures_off,omitempty" doc:"Kinds that may not be used, besides those of the zone"`
		Keep    string   `json:"keep,omitempty" doc:"Finish to keep; the target when left out"`
		Seconds int      `json:"seconds,omitempty" minimum:"1" maximum:"240" doc:"Time to spend; 20 when left out"`
		Severe  bool     `json:"severe,omitempty" doc:"By the conservative figures"`
		Seed    uint64   `json:"seed,omitempty"`
	}
}) (*answer[SolveBody], error) {
	var r reader
	q := catchup.Request{Keep: r.moment("keep", in.Body.Keep), Seconds: in.Body.Seconds, Severe: in.Body.Severe, Seed: max(1, in.Body.Seed)}
	for _, k := range in.Body.Off {
		q.Off = append(q.Off, recovery.MeasureKind(k))
	}
	if err := r.fault(); err != nil {
		return nil, err
	}
	v, err := h.Catchup.Ask(ctx, in.Project, q)
	return answered(solveOf(ctx, &v), err)
}

type InSolve struct {
	InProject
	Solve string `path:"solve"`
}

func (h handlers) getSolve(ctx context.Context, in *InSolve) (*answer[frontierBody], error) {
	v, err := h.Catchup.Solve(ctx, in.Project, in.Solve)
	if err != nil {
		return nil, err
	}
	b, err := h.Office.Project(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	out := frontierBody{SolveBody: solveOf(ctx, &v), KeepAt: -1, BestAt: -1, SoonestAt: -1, Points: []OfferBody{}, Conflicts: []conflictBody{}}
	f := v.Answer.Frontier
	if f == nil {
		return &answer[frontierBody]{out}, nil
	}
	out.Finish, out.Planned, out.LowerBound, out.LostDays = moment(f.WithoutMeasures), moment(f.Planned), moment(f.LowerBound), f.Loss.Days
	out.KeepAt, out.BestAt, out.SoonestAt = f.KeepAt, f.BestAt, f.SoonestAt
	for i := range f.Points {
		out.Points = append(out.Points, pointOf(b, &f.Points[i], i))
	}
	for i := range f.Conflicts {
		c := &f.Conflicts[i]
		body := conflictBody{Kind: string(c.Kind), Why: reasonBody{c.Why.Key, i18n.Message(ctx, c.Why.Key, c.Why.Args)}, Days: c.Days}
		if c.Priced {
			body.Price = &c.Price
		}
		out.Conflicts = append(out.Conflicts, body)
	}
	return &answer[frontierBody]{out}, nil
}

func (h handlers) stopSolve(ctx context.Context, in *InSolve) (*answer[SolveBody], error) {
	if err := h.Catchup.Stop(ctx, in.Project, in.Solve); err != nil {
		return nil, err
	}
	v, err := h.Catchup.Solve(ctx, in.Project, in.Solve)
	return answered(solveOf(ctx, &v), err)
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

func (h handlers) getPoint(ctx context.Context, in *InPoint) (*answer[draftBody], error) {
	d, err := h.Catchup.Preview(ctx, in.Project, in.Solve, in.Point)
	if err != nil {
		return nil, err
	}
	out := draftBody{OfferBody: pointOf(d.Book, d.Point, d.Index), Revision: d.Book.Project.Revision, Now: moment(d.InForce), After: moment(d.After)}
	out.Moves = mapped(d.Moves, func(m catchup.Move) moveBody {
		a := &d.Book.Plan.Activities[m.Activity]
		return moveBody{a.ID, a.Code, a.Name, moment(m.Start), moment(m.Finish), moment(m.NewStart), moment(m.NewFinish), m.FinishDays}
	})
	return &answer[draftBody]{out}, nil
}

func (h handlers) acceptPoint(ctx context.Context, in *struct {
	InPoint
	Body struct {
		Baseline string   `json:"baseline" doc:"Name under which the old plan is kept" example:"Before recovery"`
		Owners   []string `json:"owners,omitempty" doc:"Accounts, one a measure in their order; you when left out"`
		Expected int64    `json:"expected_revision,omitempty"`
	}
}) (*answer[recoveryBody], error) {
	_, err := h.Catchup.Accept(ctx, in.Project, catchup.Acceptance{
		Solve: in.Solve, Point: in.Point, Baseline: in.Body.Baseline, Owners: in.Body.Owners, Expected: in.Body.Expected,
	})
	if err != nil {
		return nil, err
	}
	h.changed(in.Project)
	return h.getRecovery(ctx, &in.InProject)
}

// recoveryBody is an accepted plan beside what happened.
type recoveryBody struct {
	ID        string     `json:"id"`
	Solve     string     `json:"solve"`
	Baseline  string     `json:"baseline" doc:"Id of the baseline that keeps the plan it replaced"`
	At        string     `json:"accepted_at"`
	By        string     `json:"accepted_by" doc:"Account"`
	Promised  string     `json:"promised_finish"`
	Forecast  string     `json:"finish"`
	Days      int        `json:"days_won_promised"`
	Cost      int64      `json:"cost"`
	Bought    float64    `json:"bought_days" doc:"Of the finish: those promised"`
	Due       float64    `json:"due_days" doc:"That should have been delivered by now"`
	Delivered float64    `json:"delivered_days"`
	Tasks     []taskBody `json:"tasks"`
}

type taskBody struct {
	ID string `json:"id"`
	MeasureBody
	Owner     string  `json:"owner" doc:"Account"`
	Due       float64 `json:"due_days" doc:"Of days: those that it should have taken off by now"`
	Delivered float64 `json:"delivered_days"`
	Over      bool    `json:"over"`
	StopLoss  bool    `json:"stop_loss" doc:"Delivered less than half of what was due after three days"`
}

func (h handlers) getRecovery(ctx context.Context, in *InProject) (*answer[recoveryBody], error) {
	t, _, err := h.Catchup.Tracking(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, fault.New(fault.NotFound, "plan.catchup.none")
	}
	out := recoveryBody{
		ID: t.ID, Solve: t.Solve, Baseline: t.Baseline, At: instant(t.At), By: t.By, Promised: moment(t.Promise.Finish), Forecast: moment(t.Forecast),
		Days: t.Promise.Days, Cost: t.Promise.Cost, Bought: t.Bought, Due: t.Due, Delivered: t.Delivered,
	}
	out.Tasks = mapped(t.Tracks, func(x catchup.Track) taskBody {
		m := measureOf(t.Book, &x.Work.Measure)
		m.Activity, m.Subject = x.Work.Activity, x.Work.Label
		return taskBody{x.ID, m, x.Owner, x.Due, x.Delivered, x.Over, x.Stop}
	})
	return &answer[recoveryBody]{out}, nil
}

func (h handlers) giveTask(ctx context.Context, in *struct {
	InProject
	Task string `path:"task"`
	Body struct {
		Owner string `json:"owner" doc:"Account"`
	}
}) (*answer[recoveryBody], error) {
	if err := h.Catchup.Give(ctx, in.Project, in.Task, in.Body.Owner); err != nil {
		return nil, err
	}
	return h.getRecovery(ctx, &in.InProject)
}
