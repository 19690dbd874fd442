package importweb

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/coherence"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

// fileLimit is how large a request with a plan file may be.
const fileLimit = 33 << 20

func (h handlers) apiRoutes(m *web.Mux) {
	create := api.Op(http.MethodPost, "/imports", "create-import", planview.TagImports, "Send a plan file",
		"The body is the file itself: XER, Microsoft Project XML, P6 XML, our template as Excel or CSV, or one of these in a zip, up to 32 MB. It is read and held for a day; nothing is stored in a plan before confirm-import. Give project for a newer version of a project's plan, or organisation for a new project.")
	create.MaxBodyBytes = fileLimit
	create.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
	}}
	web.Register(m, create, h.apiCreateImport)
	web.Register(m, api.Op(http.MethodGet, "/imports/{import}", "preview-import", planview.TagImports, "What a held file would do", "With another plan of the file, or read in another encoding."), h.apiPreviewImport)
	web.Register(m, api.OK(api.Op(http.MethodPost, "/imports/{import}/confirm", "confirm-import", planview.TagImports, "Apply a held file", "Give the plan and encoding of the preview, and its revision as expected_revision: 409 when the plan has changed since.")), h.apiConfirmImport)
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/imports/{revision}", "get-import", planview.TagImports, "What an import did", "The report of the import that made a revision: what was read, how far dates agree, what changed, every note."), h.apiGetApplied)
	web.Register(m, api.Op(http.MethodDelete, "/imports/{import}", "discard-import", planview.TagImports, "Forget a held file", ""), h.apiDiscardImport)
}

type planBody struct {
	Number     int    `json:"number"`
	Code       string `json:"code"`
	Name       string `json:"name"`
	Activities int    `json:"activities"`
	Links      int    `json:"links"`
}

type noteBody struct {
	Level   string `json:"level" enum:"info,default,warning" doc:"default: something was absent and a default taken"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Table   string `json:"table,omitempty"`
	Line    int    `json:"line,omitempty"`
	About   string `json:"activity_code,omitempty"`
	Count   int    `json:"count"`
}

type differenceBody struct {
	Activity string `json:"activity_code"`
	Field    string `json:"field"`
	File     string `json:"file"`
	Ours     string `json:"ours"`
	Reason   string `json:"reason"`
}

// contradictionBody is two values of the file that cannot both hold.
type contradictionBody struct {
	Activity      string `json:"activity_code"`
	Field         string `json:"field"`
	Value         string `json:"value" doc:"A moment, or hours"`
	OtherActivity string `json:"other_activity_code,omitempty" doc:"Left out where the other value is the activity's own or the project's"`
	OtherField    string `json:"other_field"`
	Other         string `json:"other"`
	Reason        string `json:"reason" doc:"Why both cannot hold"`
	Advice        string `json:"advice" doc:"What holds here and what to ask"`
}

type diffBody struct {
	Added   []diffRow `json:"added"`
	Removed []diffRow `json:"removed"`
	Changed []diffRow `json:"changed"`
}

type diffRow struct {
	Activity string                `json:"activity,omitempty" doc:"Id in the plan in force"`
	Code     string                `json:"code"`
	Name     string                `json:"name"`
	Changes  []planview.ChangeBody `json:"changes,omitempty"`
}

type importBody struct {
	ID             string               `json:"id"`
	Project        string               `json:"project,omitempty" doc:"Left out for a new one"`
	Revision       int64                `json:"revision" doc:"Confirm with it"`
	File           string               `json:"file"`
	Format         string               `json:"format"`
	Program        string               `json:"program,omitempty"`
	Encoding       string               `json:"encoding,omitempty"`
	Plans          []planBody           `json:"plans" doc:"Every project in the file"`
	Plan           int                  `json:"plan" doc:"The one shown"`
	Finish         string               `json:"finish,omitempty" doc:"As we compute it"`
	Critical       int                  `json:"critical"`
	Agreement      masterplan.Agreement `json:"agreement" doc:"Shares, 0 to 1, of the file's own dates of unfinished activities that ours agree with to the minute"`
	Differs        int                  `json:"differs" doc:"How many values differ; the first thousand are told"`
	Differences    []differenceBody     `json:"differences"`
	Contradicts    int                  `json:"contradicts" doc:"How many pairs of the file's own values cannot both hold, each proven; the first thousand are told"`
	Contradictions []contradictionBody  `json:"contradictions"`
	Diff           *diffBody            `json:"diff,omitempty" doc:"Against the plan in force"`
	Notes          []noteBody           `json:"notes"`
}

var levels = [...]string{masterplan.Info: "info", masterplan.Default: "default", masterplan.Warning: "warning"}

func previewOf(ctx context.Context, p *plan.Preview) importBody {
	src := p.File.Source
	return importBody{
		ID: p.ID, Project: p.Project.ID, Revision: p.Revision, File: src.File, Format: src.Format, Program: src.Program, Encoding: src.Encoding,
		Plan: p.Chosen, Finish: api.Moment(p.Dates.Finish), Critical: p.Dates.Critical, Agreement: p.Compared.Compared, Differs: p.Compared.Differs,
		Plans: api.Mapped(planview.Indices(len(p.File.Plans)), func(i int) planBody {
			pl := p.File.Plans[i]
			return planBody{i, pl.Code, pl.Name, pl.CountWork(), len(pl.Links)}
		}),
		Differences: api.Mapped(p.Compared.Differences, func(d masterplan.Difference) differenceBody {
			return differenceBody{d.ID, d.Field, d.File, d.Ours, i18n.Message(ctx, d.Why.Key, d.Why.Args)}
		}),
		Contradicts: len(p.Own.Contradictions), Contradictions: contradictionsOf(ctx, p.Report().Own),
		Notes: notesOf(ctx, p.File.Notes), Diff: changesOf(p.Diff),
	}
}

func contradictionsOf(ctx context.Context, own *coherence.Report) []contradictionBody {
	if own == nil {
		return []contradictionBody{}
	}
	return api.Mapped(own.Contradictions, func(c coherence.Contradiction) contradictionBody {
		return contradictionBody{c.ID, c.Field, c.Value, c.OtherID, c.OtherField, c.Other, i18n.Message(ctx, c.Why.Key, c.Why.Args), i18n.T(ctx, c.Advice())}
	})
}

func notesOf(ctx context.Context, notes []masterplan.Note) []noteBody {
	return api.Mapped(notes, func(n masterplan.Note) noteBody {
		return noteBody{levels[n.Level], n.Key, i18n.Message(ctx, n.Key, n.Args), n.Table, n.Line, n.Code, max(n.Count, 1)}
	})
}

func changesOf(d *plandiff.Diff) *diffBody {
	if d == nil {
		return nil
	}
	return &diffBody{api.Mapped(d.Added, diffOf), api.Mapped(d.Removed, diffOf), api.Mapped(d.Changed, diffOf)}
}

// appliedBody is the report of an import that was applied.
type appliedBody struct {
	Revision       int64                `json:"revision"`
	At             string               `json:"at"`
	By             string               `json:"by" doc:"Account"`
	File           string               `json:"file"`
	Format         string               `json:"format"`
	Program        string               `json:"program,omitempty"`
	Encoding       string               `json:"encoding,omitempty"`
	Activities     int                  `json:"activities" doc:"That are no summaries"`
	Summaries      int                  `json:"summaries"`
	Links          int                  `json:"links"`
	Agreement      masterplan.Agreement `json:"agreement" doc:"Shares, 0 to 1, of the file's own dates of unfinished activities that ours agreed with to the minute"`
	Differs        int                  `json:"differs" doc:"How many values differed; the first thousand are kept"`
	Differences    []differenceBody     `json:"differences"`
	Contradicts    int                  `json:"contradicts" doc:"How many pairs of the file's own values cannot both hold, each proven; the first thousand are told"`
	Contradictions []contradictionBody  `json:"contradictions"`
	Diff           *diffBody            `json:"diff,omitempty" doc:"Against the plan before"`
	Notes          []noteBody           `json:"notes"`
}

func (h handlers) apiGetApplied(ctx context.Context, in *struct {
	planview.InProject
	Revision int64 `path:"revision" doc:"That the import made"`
}) (*api.Answer[appliedBody], error) {
	_, e, err := h.Plans.ImportedAt(ctx, in.Project, in.Revision)
	if err != nil {
		return nil, err
	}
	r := e.Detail.Import
	if r == nil {
		r = &plan.ImportReport{}
	}
	return api.Answered(appliedBody{
		Revision: e.Revision, At: api.Instant(e.At), By: e.By, File: r.Source.File, Format: r.Source.Format, Program: r.Source.Program, Encoding: r.Source.Encoding,
		Activities: r.Activities, Summaries: r.Summaries, Links: r.Links, Agreement: r.Agreement, Differs: r.Differs, Diff: changesOf(e.Detail.Diff), Notes: notesOf(ctx, e.Detail.Notes),
		Differences: api.Mapped(r.Differences, func(d plan.Differing) differenceBody {
			return differenceBody{d.ID, d.Field, d.File, d.Ours, i18n.Message(ctx, d.Why.Key, d.Why.Args)}
		}),
		Contradicts: r.Contradicts, Contradictions: contradictionsOf(ctx, r.Own),
	}, nil)
}

func diffOf(r plandiff.Row) diffRow {
	return diffRow{r.ID, r.Code, r.Name, api.Mapped(r.Fields, planview.ChangeBodyOf)}
}

// Choice is which plan of a file, and how to read it.
type Choice struct {
	Plan      int    `query:"plan" default:"-1" doc:"Number of the project in the file; -1 for the one with most activities"`
	Encoding  string `query:"encoding" doc:"Left out to find out" example:"gb18030"`
	AsWritten bool   `query:"as_written" doc:"Keep calendars and durations that the file's own dates contradict"`
	NoEndMark bool   `query:"no_end_mark" doc:"An XER file without its end mark is whole: its tool leaves the mark out"`
}

func (c Choice) office() plan.Choice { return plan.Choice(c) }

// uploadedFile takes the body as it came in, unread: huma would hold it in memory
// once more.
type uploadedFile struct{ content io.ReadSeeker }

// Resolve is called by huma. The body was spooled by web, which can read it twice.
func (u *uploadedFile) Resolve(c huma.Context) []error {
	u.content, _ = c.BodyReader().(io.ReadSeeker)
	if u.content == nil { // no body was sent
		u.content = strings.NewReader("")
	}
	return nil
}

func (h handlers) apiCreateImport(ctx context.Context, in *struct {
	Choice
	uploadedFile
	Project      string `query:"project" doc:"Id of the project that this is a newer plan of"`
	Organisation string `query:"organisation" doc:"That a new project is to belong to"`
	File         string `query:"file" required:"true" doc:"The file's name" example:"plan.xer"`
}) (*api.Answer[importBody], error) {
	name := in.File[strings.LastIndexAny(in.File, `/\`)+1:]
	p, err := h.Plans.Import(ctx, plan.Upload{
		Project: in.Project, Org: in.Organisation, Name: name, Content: in.content, Choice: in.office(),
	})
	if err != nil {
		return nil, err
	}
	return api.Answered(previewOf(ctx, p), nil)
}

type InImport struct {
	Import string `path:"import"`
}

func (h handlers) apiPreviewImport(ctx context.Context, in *struct {
	InImport
	Choice
}) (*api.Answer[importBody], error) {
	p, err := h.Plans.PreviewImport(ctx, in.Import, in.office())
	if err != nil {
		return nil, err
	}
	return api.Answered(previewOf(ctx, p), nil)
}

func (h handlers) apiConfirmImport(ctx context.Context, in *struct {
	InImport
	Body struct {
		Plan      *int         `json:"plan,omitempty"`
		Encoding  string       `json:"encoding,omitempty"`
		AsWritten bool         `json:"as_written,omitempty" doc:"Keep calendars and durations that the file's own dates contradict"`
		NoEndMark bool         `json:"no_end_mark,omitempty" doc:"An XER file without its end mark is whole: its tool leaves the mark out"`
		Expected  int64        `json:"expected_revision,omitempty"`
		New       *importedNew `json:"new,omitempty" doc:"For a new project; left out, the file's own code and name"`
	}
}) (*api.Answer[planview.ProjectBody], error) {
	c := plan.Confirmation{Choice: plan.Choice{Plan: -1, Encoding: in.Body.Encoding, AsWritten: in.Body.AsWritten, NoEndMark: in.Body.NoEndMark}, Expected: in.Body.Expected}
	if in.Body.Plan != nil {
		c.Plan = *in.Body.Plan
	}
	if n := in.Body.New; n != nil {
		var r api.Reader
		c.New = &plan.NewProject{Code: n.Code, Name: n.Name, Site: n.Site, Liaison: n.Liaison, Target: r.Moment("new.target", n.Target)}
		if err := r.Fault(); err != nil {
			return nil, err
		}
	}
	p, err := h.Plans.ConfirmImport(ctx, in.Import, c)
	if err != nil {
		return nil, err
	}
	h.Changed(ctx, p.ID)
	return api.Answered(planview.ProjectBodyOf(ctx, &p), nil)
}

// importedNew is what is said of a project that an import makes.
type importedNew struct {
	Code    string `json:"code"`
	Name    string `json:"name"`
	Site    string `json:"site,omitempty"`
	Liaison string `json:"liaison,omitempty"`
	Target  string `json:"target,omitempty"`
}

func (h handlers) apiDiscardImport(ctx context.Context, in *InImport) (*api.Empty, error) {
	return api.Done(h.Plans.DiscardImport(ctx, in.Import))
}
