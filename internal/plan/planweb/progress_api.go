package planweb

import (
	"context"
	"mime"
	"net/http"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

// reportLimit is the largest report with its photos, which come as base64: six of
// the largest. What a request holds in memory stays below 300 MB with it.
const reportLimit = 40 << 20

func (h handlers) apiProgressRoutes(m *web.Mux) {
	post := api.Op(http.MethodPost, "/projects/{project}/activities/{activity}/progress", "record-progress", planview.TagProgress, "Record progress",
		"Entries are never changed: a correction names the entry it corrects. Figures that must be confirmed are refused with plan.progress.confirm until confirmed is true.")
	post.MaxBodyBytes = reportLimit
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/progress", "list-progress", planview.TagProgress, "Progress entries of a project", "Every entry ever made, newest first."), h.apiListProgress)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/activities/{activity}/progress", "list-activity-progress", planview.TagProgress, "Progress entries of an activity", "Newest first, corrected ones too."), h.apiActivityProgress)
	web.Register(m, post, h.apiRecordProgress)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/s-curve", "get-s-curve", planview.TagProgress, "S-curve and earned value", "Planned, actual and forecast percent of the whole at the end of days, and the indices at the data date."), h.apiGetCurve)
	web.Register(m, api.AnswersWith(api.Op(http.MethodGet, "/projects/{project}/photos/{photo}", "get-photo", planview.TagProgress, "A photo of the site", "An image without place and camera in it."), "image/jpeg"), h.apiGetPhoto)
}

type stepBody struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	Done   bool    `json:"done"`
}

// ProgressSaid is what a report says.
type ProgressSaid struct {
	AsOf             string     `json:"as_of" doc:"The day at whose end it stands so" example:"2020-02-21"`
	Basis            string     `json:"basis" enum:"quantity,percent,steps"`
	Done             float64    `json:"done,omitempty" doc:"Quantity done, in unit" example:"6"`
	Total            float64    `json:"total,omitempty" example:"10"`
	Unit             string     `json:"unit,omitempty"`
	Percent          float64    `json:"percent,omitempty"`
	Steps            []stepBody `json:"steps,omitempty"`
	ActualStart      string     `json:"actual_start,omitempty"`
	ActualFinish     string     `json:"actual_finish,omitempty"`
	Left             string     `json:"remaining_by,omitempty" enum:"plan,rate,stated" doc:"How the remainder is forecast; plan when left out"`
	RemainingMinutes int64      `json:"remaining_minutes,omitempty" doc:"Under remaining_by stated"`
	Note             string     `json:"note,omitempty"`
	Corrects         string     `json:"corrects,omitempty" doc:"Id of the entry this one supersedes"`
	Confirmed        bool       `json:"confirmed,omitempty"`
}

type entryBody struct {
	ID       string `json:"id"`
	Activity string `json:"activity"`
	ProgressSaid
	Share      float64          `json:"share_done" doc:"0 to 1"`
	Photos     []string         `json:"photos" doc:"Ids"`
	RecordedAt string           `json:"recorded_at"`
	RecordedBy string           `json:"recorded_by" doc:"Account"`
	Warnings   []api.ReasonBody `json:"warnings,omitempty"`
}

var (
	basisNames = []string{"quantity", "percent", "steps"}
	lefts      = []string{"plan", "rate", "stated"}
)

func entryOf(e masterplan.Entry) entryBody {
	m := e.Measure
	return entryBody{
		ID: e.ID, Activity: e.Activity, Share: m.Share(), Photos: append([]string{}, e.Photos...), RecordedAt: api.Instant(e.RecordedAt), RecordedBy: e.RecordedBy,
		ProgressSaid: ProgressSaid{
			AsOf: api.Day(e.AsOf), Basis: basisNames[m.Basis], Done: m.Done, Total: m.Total, Unit: m.Unit, Percent: m.Percent,
			Steps:       api.Mapped(m.Steps, func(s masterplan.Step) stepBody { return stepBody(s) }),
			ActualStart: api.Moment(e.ActualStart), ActualFinish: api.Moment(e.ActualFinish), Left: lefts[e.Left.Rule], RemainingMinutes: e.Left.Minutes,
			Note: e.Note, Corrects: e.Supersedes, Confirmed: e.Confirmed,
		},
	}
}

func (s *ProgressSaid) readReport(r *api.Reader) plan.Report {
	return plan.Report{
		AsOf: r.Day("as_of", s.AsOf),
		Measure: masterplan.Measure{
			Basis: masterplan.Basis(max(0, slices.Index(basisNames, s.Basis))), Done: s.Done, Total: s.Total, Unit: s.Unit, Percent: s.Percent,
			Steps: api.Mapped(s.Steps, func(b stepBody) masterplan.Step { return masterplan.Step(b) }),
		},
		ActualStart: r.Moment("actual_start", s.ActualStart), ActualFinish: r.Moment("actual_finish", s.ActualFinish),
		Left: masterplan.Left{Rule: masterplan.LeftRule(max(0, slices.Index(lefts, s.Left))), Minutes: s.RemainingMinutes},
		Note: s.Note, Corrects: s.Corrects, Confirmed: s.Confirmed,
	}
}

func (h handlers) apiListProgress(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[entryBody]], error) {
	_, entries, err := h.Plans.Progress(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(entries, in.Paging, entryOf), nil
}

func (h handlers) apiActivityProgress(ctx context.Context, in *struct {
	InActivity
	api.Paging
}) (*api.Answer[api.List[entryBody]], error) {
	p, err := h.Plans.Activity(ctx, in.Project, in.Activity)
	if err != nil {
		return nil, err
	}
	return api.Paged(p.Entries, in.Paging, entryOf), nil
}

func (h handlers) apiRecordProgress(ctx context.Context, in *struct {
	InActivity
	Body struct {
		ProgressSaid
		Photos [][]byte `json:"photos,omitempty" maxItems:"8" doc:"JPEG or PNG as base64, up to 5 MB each; the whole report up to 40 MB"`
	}
}) (*api.Answer[entryBody], error) {
	var r api.Reader
	report := in.Body.readReport(&r)
	report.Photos = in.Body.Photos
	if err := r.Fault(); err != nil {
		return nil, err
	}
	e, doubts, err := h.Plans.RecordProgress(ctx, in.Project, in.Activity, report)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, in.Project)
	out := entryOf(e)
	for _, w := range doubts.Warnings {
		out.Warnings = append(out.Warnings, api.Reason(ctx, w.Key, w.Args))
	}
	return api.Answered(out, nil)
}

func (h handlers) apiGetPhoto(ctx context.Context, in *struct {
	planview.InProject
	Photo string `path:"photo"`
}) (*api.File, error) {
	p, err := h.Plans.Photo(ctx, in.Project, in.Photo)
	if err != nil {
		return nil, err
	}
	return &api.File{ContentType: p.ContentType, Disposition: "inline", Body: p.Data}, nil
}

// named is the header that names a file to be kept.
func named(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}
