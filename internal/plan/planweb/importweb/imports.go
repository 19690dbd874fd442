package importweb

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// uploadBody is the largest request that carries a plan: the file's own limit
// and what a form puts around it.
const uploadBody = 66 << 20

type handlers struct{ planview.Base }

// Routes registers the pages and the API.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b}
	h.apiRoutes(m)
	m.Handle("GET /projects/import", h.askFile)
	m.Handle("POST /projects/import", h.takeFile, web.Body(uploadBody))
	m.Handle("GET /projects/{id}/import", h.askFile)
	m.Handle("POST /projects/{id}/import", h.takeFile, web.Body(uploadBody))
	m.Handle("GET /imports/{import}", h.showImport)
	m.Handle("GET /imports/{import}/{list}", h.showImportList)
	m.Handle("POST /imports/{import}/confirm", h.confirmImport)
	m.Handle("POST /imports/{import}/discard", h.discardImport)
	m.Handle("GET /projects/{id}/imports/{revision}", h.showReport)
	m.Handle("GET /projects/{id}/imports/{revision}/{list}", h.showReportList)
}

// asking is the page that takes a file; see is nil for a new project.
type asking struct {
	see  *planview.Sight
	orgs []planview.Named // that the reader may add a project to
}

func (a asking) action() string {
	if a.see == nil {
		return "/projects/import"
	}
	return a.see.Href("import")
}

func (h handlers) whatToAsk(ctx context.Context, project string) (a asking, err error) {
	if project != "" {
		if a.see, err = h.See(ctx, project); err != nil {
			return a, err
		}
		return a, h.Plans.Allow.Allow(ctx, plan.ActImport, planview.ResourceOf(&a.see.Project))
	}
	all, err := h.Organisations(ctx)
	if err != nil {
		return a, err
	}
	actor, _ := who.From(ctx)
	var refused error
	for _, o := range all {
		err := h.Plans.Allow.Allow(ctx, plan.ActImport, who.Resource{Type: "project", Zone: actor.Zone, Org: o.ID})
		if err == nil {
			a.orgs = append(a.orgs, o)
		}
		refused = err
	}
	if len(a.orgs) == 0 {
		return a, refused
	}
	return a, nil
}

func (h handlers) askFile(w http.ResponseWriter, r *http.Request) error {
	a, err := h.whatToAsk(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	f := ui.Form{}
	if len(a.orgs) == 1 {
		f = ui.FormOf("org", a.orgs[0].ID)
	}
	return web.OK(w, r, importPage(a, f))
}

// takeFile reads a file and leads to its preview; what cannot be read is told
// on the page that asked for it.
func (h handlers) takeFile(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	a, err := h.whatToAsk(ctx, project)
	if err != nil {
		return err
	}
	file, head := f.File("file")
	if project == "" {
		f.Need("org")
	}
	if err = f.Fault(); err == nil {
		defer file.Close()
		var p *plan.Preview
		p, err = h.Plans.Import(ctx, plan.Upload{
			Project: project, Org: f.Text("org"), Name: head.Filename, Content: file, Choice: plan.Choice{Plan: -1, NoEndMark: f.Checked("no_end_mark")},
		})
		if err == nil {
			address := "/imports/" + p.ID
			if f.Checked("no_end_mark") {
				address += "?no_end_mark=1"
			}
			return web.Redirect(w, r, address)
		}
	}
	if !web.Refusal(err) {
		return err
	}
	if ui.From(ctx).Fragment == "import-trouble" {
		return web.Render(w, r, web.Status(err), complaintsOf(f.Failed(ctx, err)))
	}
	return web.Render(w, r, web.Status(err), importPage(a, f.Failed(ctx, err)))
}

// waiting is a file that waits, as its page shows it.
type waitingImport struct {
	*plan.Preview
	see    *planview.Sight // nil for a new project
	choice url.Values
	form   ui.Form
	choosers
}

// choosers are the lists of a form for a new project.
type choosers struct{ officers []planview.Named }

// choiceOf reads which plan of the file, and how to read it, from the address or
// the form.
func choiceOf(r *http.Request) (plan.Choice, url.Values) {
	c, q := plan.Choice{Plan: -1, Encoding: r.FormValue("encoding")}, url.Values{}
	if c.Encoding != "" {
		q.Set("encoding", c.Encoding)
	}
	if c.AsWritten = r.FormValue("as_written") != ""; c.AsWritten {
		q.Set("as_written", "1")
	}
	if c.NoEndMark = r.FormValue("no_end_mark") != ""; c.NoEndMark {
		q.Set("no_end_mark", "1")
	}
	if n, err := strconv.Atoi(r.FormValue("plan")); err == nil && n >= 0 {
		c.Plan = n
		q.Set("plan", strconv.Itoa(n))
	}
	return c, q
}

func (w *waitingImport) addressOf(parts ...string) string {
	path := "/imports/" + w.ID
	for _, p := range parts {
		path += "/" + p
	}
	if len(w.choice) > 0 {
		path += "?" + w.choice.Encode()
	}
	return path
}

func (h handlers) waitingImport(r *http.Request) (*waitingImport, error) {
	ctx := r.Context()
	c, q := choiceOf(r)
	p, err := h.Plans.PreviewImport(ctx, r.PathValue("import"), c)
	if err != nil {
		return nil, err
	}
	v := &waitingImport{Preview: p, choice: q}
	if !p.New {
		if v.see, err = h.See(ctx, p.Project.ID); err != nil {
			return nil, err
		}
		return v, nil
	}
	v.form = ui.FormOf("code", p.Plan.Code, "name", p.Plan.Name, "target", dayInput(p.Plan.MustFinish))
	v.officers, err = h.Officers(ctx)
	return v, err
}

// dayInput is the date of t as a date field takes it.
func dayInput(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return masterplan.EndDay(t).String()
}

func (h handlers) showImport(w http.ResponseWriter, r *http.Request) error {
	v, err := h.waitingImport(r)
	if err == nil {
		return web.OK(w, r, previewPage(v))
	}
	if c, _ := choiceOf(r); web.Refusal(err) && (c.Encoding != "" || c.Plan > 0) {
		return web.Render(w, r, web.Status(err), misreadPage(r.PathValue("import"), c.Encoding, i18n.Error(r.Context(), err)))
	}
	return err
}

func (h handlers) showImportList(w http.ResponseWriter, r *http.Request) error {
	v, err := h.waitingImport(r)
	if err != nil {
		return err
	}
	rep := v.report(r.Context())
	return rep.serveList(w, r, importMeta(r.Context(), v))
}

// report is a preview as the report of an import.
func (w *waitingImport) report(context.Context) *report {
	return &report{ImportReport: w.Report(), notes: w.File.Notes, diff: w.Diff, settings: &w.Plan.Settings, address: w.addressOf}
}

func (h handlers) confirmImport(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	c, _ := choiceOf(r)
	confirm := plan.Confirmation{Choice: c, Expected: planview.Seen(r)}
	if f.Value("new") != "" {
		confirm.New = newProjectOf(f)
	}
	if err = f.Fault(); err == nil {
		var p masterplan.Project
		if p, err = h.Plans.ConfirmImport(ctx, r.PathValue("import"), confirm); err == nil {
			web.Flash(ctx, ui.Good, "plan.import.done", "Name", p.Name)
			h.Changed(ctx, p.ID)
			return web.Redirect(w, r, planview.Href(p.ID, "imports", strconv.FormatInt(p.Revision, 10)))
		}
	}
	if !web.Refusal(err) {
		return err
	}
	v, lost := h.waitingImport(r)
	if lost != nil {
		return lost
	}
	v.form = f.Failed(ctx, err)
	return web.Render(w, r, web.Status(err), previewPage(v))
}

func newProjectOf(f *web.Form) *plan.NewProject {
	n := &plan.NewProject{
		Code: f.Need("code"), Name: f.Need("name"), Site: f.Text("site"), Liaison: f.Text("liaison"), Target: worktime.None,
	}
	if day, ok := f.Day("target"); ok {
		n.Target = day.At(17 * 60)
	}
	return n
}

func (h handlers) discardImport(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("import")
	if err := h.Plans.DiscardImport(ctx, id); err != nil {
		return err
	}
	web.Flash(ctx, ui.Info, "plan.import.discarded")
	return web.Redirect(w, r, "/projects")
}

// showReport is the account of an import that was applied.
func (h handlers) showReport(w http.ResponseWriter, r *http.Request) error {
	rep, s, err := h.findApplied(r)
	if err != nil {
		return err
	}
	return web.OK(w, r, reportPage(s, rep))
}

func (h handlers) showReportList(w http.ResponseWriter, r *http.Request) error {
	rep, s, err := h.findApplied(r)
	if err != nil {
		return err
	}
	return rep.serveList(w, r, s.Meta(r.Context(), planview.TabHistory))
}

func (h handlers) findApplied(r *http.Request) (*report, *planview.Sight, error) {
	ctx := r.Context()
	revision, err := strconv.ParseInt(r.PathValue("revision"), 10, 64)
	if err != nil {
		return nil, nil, fault.New(fault.NotFound, "plan.import.unknown")
	}
	b, e, err := h.Plans.ImportedAt(ctx, r.PathValue("id"), revision)
	if err != nil {
		return nil, nil, err
	}
	s, err := h.Sight(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	names, err := h.Names(ctx, e.By)
	if err != nil {
		return nil, nil, err
	}
	rep := &report{ImportReport: e.Detail.Import, notes: e.Detail.Notes, diff: e.Detail.Diff, settings: &b.Plan.Settings, event: &e, by: names[e.By]}
	if rep.ImportReport == nil {
		rep.ImportReport = &plan.ImportReport{}
	}
	rep.address = func(parts ...string) string {
		return s.Href(append([]string{"imports", r.PathValue("revision")}, parts...)...)
	}
	return rep, s, nil
}
