package recoveryweb

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiStoppageRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/stoppages", "list-stoppages", apiTag, "Stoppages", "Every entry that reaches something you may see, newest first; those that were corrected or withdrawn are kept."), h.apiListStoppages)
	web.Register(m, api.Op(http.MethodPost, "/stoppages", "record-stoppage", apiTag, "Record a stoppage", "Of the zone, an organisation or a project; the projects it stops follow at once. With supersedes it corrects an entry. With try nothing is stored: the answer says what each project's finish would be."), h.apiRecordStoppage)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/stoppages/{stoppage}/withdraw", "withdraw-stoppage", apiTag, "Withdraw a stoppage", "One that was recorded by mistake.")), h.apiWithdrawStoppage)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/losses", "get-losses", apiTag, "The account of lost days", "What stoppages cost the finish and each activity, by cause; and day by day what was lost, won back and is still to win."), h.apiGetLosses)
}

type restartBody struct {
	Days    int `json:"working_days"`
	Percent int `json:"percent" doc:"Of the usual output"`
}

type StoppageSaid struct {
	Scope   string        `json:"scope" enum:"zone,organisation,project"`
	Of      string        `json:"of,omitempty" doc:"Id of the organisation or project"`
	Cause   string        `json:"cause" enum:"epidemic,flood,heat,weather,environment,power,accident,event,change,owner_goods,supply,own"`
	From    string        `json:"from" example:"2020-02-01"`
	To      string        `json:"to" doc:"Included; it may still be a forecast" example:"2020-02-17"`
	Restart []restartBody `json:"restart,omitempty" doc:"How output comes back; full at once when left out"`
	Note    string        `json:"note,omitempty"`
}

type stoppageBody struct {
	ID string `json:"id"`
	StoppageSaid
	InForce    bool   `json:"in_force"`
	Supersedes string `json:"supersedes,omitempty"`
	Withdrawn  bool   `json:"withdrawn,omitempty"`
	RecordedAt string `json:"recorded_at"`
	RecordedBy string `json:"recorded_by" doc:"Account"`
}

func stoppageBodyOf(e *plan.StoppageEntry, inForce bool) stoppageBody {
	return stoppageBody{
		ID: e.ID, InForce: inForce, Supersedes: e.Supersedes, Withdrawn: e.Withdrawn, RecordedAt: api.Instant(e.RecordedAt), RecordedBy: e.RecordedBy,
		StoppageSaid: StoppageSaid{
			Scope: string(e.Scope), Of: e.Of, Cause: string(e.Cause), From: api.Day(e.From), To: api.Day(e.To), Note: e.Note,
			Restart: api.Mapped(e.Restart, func(s stoppage.RestartStep) restartBody { return restartBody{s.Days, s.Percent} }),
		},
	}
}

func stoppagesOf(all []plan.StoppageEntry) []stoppageBody {
	speaks := map[string]bool{}
	for _, s := range plan.InForce(all) {
		speaks[s.ID] = true
	}
	return api.Mapped(all, func(e plan.StoppageEntry) stoppageBody { return stoppageBodyOf(&e, speaks[e.ID]) })
}

func (s *StoppageSaid) read(r *api.Reader) stoppage.Stoppage {
	st := stoppage.Stoppage{
		Scope: stoppage.Scope(s.Scope), Of: s.Of, Cause: stoppage.Cause(s.Cause), From: r.Day("from", s.From), To: r.Day("to", s.To), Note: s.Note,
	}
	for _, step := range s.Restart {
		st.Restart = append(st.Restart, stoppage.RestartStep{Days: step.Days, Percent: step.Percent})
	}
	return st
}

func (h handlers) apiListStoppages(ctx context.Context, in *api.Paging) (*api.Answer[api.List[stoppageBody]], error) {
	all, err := h.Plans.Stoppages(ctx)
	if err != nil {
		return nil, err
	}
	return api.Paged(stoppagesOf(all), *in, func(b stoppageBody) stoppageBody { return b }), nil
}

// triedBody is what a stoppage did, or would do, to a project.
type triedBody struct {
	Project string `json:"project"`
	Code    string `json:"code"`
	Finish  string `json:"finish" doc:"Forecast before"`
	After   string `json:"finish_after"`
	Days    int    `json:"days" doc:"Civil days that it moves"`
}

type recordedBody struct {
	Stored   bool          `json:"stored"`
	Stoppage *stoppageBody `json:"stoppage,omitempty"`
	Projects []triedBody   `json:"projects" doc:"With try: what it would do to each"`
}

func (h handlers) apiRecordStoppage(ctx context.Context, in *struct {
	Body struct {
		StoppageSaid
		Supersedes string `json:"supersedes,omitempty" doc:"Id of the entry that this one corrects"`
		Try        bool   `json:"try,omitempty" doc:"Store nothing"`
	}
}) (*api.Answer[recordedBody], error) {
	var r api.Reader
	st := in.Body.read(&r)
	if err := r.Fault(); err != nil {
		return nil, err
	}
	out := recordedBody{Projects: []triedBody{}}
	if in.Body.Try {
		tried, err := h.Plans.TryStoppage(ctx, st, in.Body.Supersedes)
		out.Projects = api.Mapped(tried, func(t plan.Tried) triedBody {
			return triedBody{t.Project.ID, t.Project.Code, api.Moment(t.Before), api.Moment(t.After), t.Days}
		})
		return api.Answered(out, err)
	}
	e, err := h.Plans.RecordStoppage(ctx, st, in.Body.Supersedes)
	body := stoppageBodyOf(&e, true)
	out.Stored, out.Stoppage = true, &body
	return api.Answered(out, err)
}

func (h handlers) apiWithdrawStoppage(ctx context.Context, in *struct {
	Stoppage string `path:"stoppage"`
}) (*api.Answer[stoppageBody], error) {
	e, err := h.Plans.WithdrawStoppage(ctx, in.Stoppage)
	return api.Answered(stoppageBodyOf(&e, false), err)
}

// causeDays are days by the names of their causes.
type causeDays stoppage.CauseDays

// MarshalJSON writes every cause.
func (d causeDays) MarshalJSON() ([]byte, error) { return json.Marshal(stoppage.CauseDays(d)) }

// Schema says so.
func (causeDays) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeInteger}}
}

type lossesBody struct {
	Finish    string         `json:"finish,omitempty" doc:"With the stoppages and without measures"`
	Planned   string         `json:"finish_without_stoppages,omitempty"`
	Days      int            `json:"lost_days" doc:"Civil days between them"`
	ByCause   causeDays      `json:"lost_days_by_cause"`
	Base      string         `json:"planned_finish,omitempty" doc:"The finish that the account starts from"`
	Account   []accountBody  `json:"account"`
	Slips     []slipBody     `json:"activities" doc:"Those that move"`
	Stoppages []stoppageBody `json:"stoppages"`
}

type accountBody struct {
	Day   string `json:"day"`
	Lost  int    `json:"lost_days" doc:"Every day by which the forecast ever moved out"`
	Won   int    `json:"won_back_days"`
	ToWin int    `json:"still_to_win_days"`
}

type slipBody struct {
	Activity string    `json:"activity"`
	Code     string    `json:"code"`
	Name     string    `json:"name"`
	Planned  string    `json:"finish_without_stoppages"`
	Finish   string    `json:"finish"`
	Days     int       `json:"lost_days"`
	ByCause  causeDays `json:"lost_days_by_cause"`
}

func (h handlers) apiGetLosses(ctx context.Context, in *planview.InProject) (*api.Answer[lossesBody], error) {
	l, err := h.Plans.Losses(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	out := lossesBody{Days: l.Loss.Days, ByCause: causeDays(l.Loss.ByCause), Base: api.Moment(l.Planned), Stoppages: stoppagesOf(l.Stoppage)}
	if len(l.Book.Plan.Activities) > 0 {
		out.Finish, out.Planned = api.Moment(l.Loss.Finish), api.Moment(l.Loss.Planned)
	}
	out.Account = api.Mapped(l.Days, func(d stoppage.LedgerDay) accountBody {
		return accountBody{api.Day(d.Day), d.Lost, d.WonBack, d.StillToWin}
	})
	out.Slips = api.Mapped(l.Loss.Slips, func(s stoppage.Slip) slipBody {
		a := &l.Book.Plan.Activities[s.Activity]
		return slipBody{a.ID, a.Code, a.Name, api.Moment(s.Planned), api.Moment(s.Finish), s.Days, causeDays(s.ByCause)}
	})
	return api.Answered(out, nil)
}
