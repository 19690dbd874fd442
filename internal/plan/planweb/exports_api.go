package planweb

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiExportRoutes(m *web.Mux) {
	web.Register(m, api.AnswersWith(api.Op(http.MethodGet, "/projects/{project}/export/{format}", "export-plan", planview.TagImports, "Take the plan home",
		"As Primavera XER or P6 XML, Microsoft Project XML, Excel or the milestones as iCalendar, progress laid over it. What the format cannot hold, get-export-losses tells."),
		"application/octet-stream", "application/xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/calendar"), h.apiExportPlan)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/export/{format}/losses", "get-export-losses", planview.TagImports, "What a format cannot hold",
		"What would be said otherwise, left out or moved if the plan were taken home in a format, with the activities concerned. Empty when all of it fits."), h.apiExportLosses)
}

// inExport is a plan in a format.
type inExport struct {
	planview.InProject
	Format string `path:"format" enum:"xer,p6xml,mspdi,xlsx,ical"`
}

// sent is a file of any size.
type sent struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        func(huma.Context)
}

// export writes the plan out before anything is sent, so that a failure can still
// be told.
func (h handlers) apiExportPlan(ctx context.Context, in *inExport) (*sent, error) {
	e, err := h.Plans.Export(ctx, in.Project, in.Format)
	if err != nil {
		return nil, err
	}
	out := &web.Spool{}
	if err := e.Write(out); err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return &sent{ContentType: e.ContentType, Disposition: named(e.Name), Body: func(c huma.Context) {
		defer out.Close()
		c.SetStatus(http.StatusOK)
		_, _ = io.Copy(c.BodyWriter(), out.Content())
	}}, nil
}

type lossBody struct {
	Effect     string     `json:"effect" enum:"moved,left_out,restated" doc:"moved: dates differ once the other tool schedules the file; left_out: not in the file, dates stay; restated: said in another way that keeps the dates"`
	Code       string     `json:"code" doc:"The message key: stable, for programs"`
	Message    string     `json:"message"`
	Count      int        `json:"count"`
	Activities []lossHead `json:"activities" doc:"Whose thing it is; empty for what belongs to none"`
}

type lossHead struct {
	Activity string `json:"activity" doc:"Id"`
	Code     string `json:"code"`
	Name     string `json:"name"`
}

func (h handlers) apiExportLosses(ctx context.Context, in *inExport) (*api.Answer[[]lossBody], error) {
	e, err := h.Plans.Export(ctx, in.Project, in.Format)
	if err != nil {
		return nil, err
	}
	return api.Answered(lossBodiesOf(ctx, &e), nil)
}

func lossBodiesOf(ctx context.Context, e *plan.Exporter) []lossBody {
	out := make([]lossBody, 0, len(e.Losses))
	for _, l := range e.Losses {
		out = append(out, lossBody{
			Effect: l.Effect.String(), Code: l.Key, Message: i18n.Message(ctx, l.Key, l.Args), Count: l.Count,
			Activities: api.Mapped(l.Activities, func(i int32) lossHead {
				a := &e.Plan.Activities[i]
				return lossHead{a.ID, a.Code, a.Name}
			}),
		})
	}
	return out
}
