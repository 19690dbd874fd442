package planweb

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

func (h handlers) projectRoutes(m *web.Mux) {
	m.Handle("GET /projects", h.projects)
	m.Handle("GET /projects/new", h.newProject)
	m.Handle("POST /projects", h.createProject)
	m.Handle("GET /projects/{id}", h.openProject)
	m.Handle("GET /projects/{id}/edit", h.projectForm)
	m.Handle("POST /projects/{id}", h.editProject)
	m.Handle("GET /projects/{id}/headline", h.headline)
}

// zoneList is the projects that the reader may see, with what names them.
type zoneList struct {
	projects       []masterplan.Project
	orgs, officers map[string]string
	late           map[string]int // deliveries late or missing, by project
}

// zoneList lists the projects of some states; the open ones when none is named.
func (h handlers) zoneList(ctx context.Context, states ...masterplan.State) (*zoneList, error) {
	all, err := h.Plans.AllProjects(ctx, states...)
	if err != nil {
		return nil, err
	}
	l := &zoneList{projects: all, late: map[string]int{}}
	if l.orgs, err = planview.NameMap(ctx, h.Organisations); err != nil {
		return nil, err
	}
	if l.officers, err = h.Names(ctx, officersOf(l.projects)...); err != nil {
		return nil, err
	}
	waiting, err := h.Plans.Deliveries(ctx, plan.DeliveryQuery{}, delivery.Late, delivery.Missing)
	for i := range waiting.Rows {
		l.late[waiting.Rows[i].Project]++
	}
	return l, err
}

func officersOf(projects []masterplan.Project) (accounts []string) {
	for i := range projects {
		if a := projects[i].Liaison; a != "" && !slices.Contains(accounts, a) {
			accounts = append(accounts, a)
		}
	}
	return accounts
}

func (h handlers) projects(w http.ResponseWriter, r *http.Request) error {
	l, err := h.zoneList(r.Context(), statesAsked(r.URL.Query()["state"])...)
	if err != nil {
		return err
	}
	return l.projectTable(r.Context(), h.mayAnywhere(r.Context(), plan.ActImport)).Serve(w, r, func(table templ.Component) templ.Component {
		return projectsPage(l.zoneFigures(r.Context()), table, h.mayAnywhere(r.Context(), plan.ActImport))
	})
}

// statesAsked are the states that the chips of the list name: what is archived or
// deleted is shown to those only who ask for it.
func statesAsked(names []string) (states []masterplan.State) {
	for _, name := range names {
		for _, s := range []masterplan.State{masterplan.Open, masterplan.Closed, masterplan.Archived, masterplan.Deleted} {
			if stateWord(s) == name {
				states = append(states, s)
			}
		}
	}
	if len(states) == 0 {
		return []masterplan.State{masterplan.Open, masterplan.Closed}
	}
	return states
}

func stateWord(s masterplan.State) string { return cmp.Or(string(s), "open") }

// mayAnywhere tells whether the reader may do an action to some organisation's
// projects, for buttons that belong to no project yet.
func (h handlers) mayAnywhere(ctx context.Context, action string) bool {
	_, err := h.Plans.Allow.Scope(ctx, action)
	return err == nil
}

// zoneFigures sum the zone up: how many of each lamp, and the days to win back.
func (l *zoneList) zoneFigures(ctx context.Context) []ui.Fig {
	lamps, lost, late := map[masterplan.Lamp]int{}, 0, 0
	open := 0
	for i := range l.projects {
		f := &l.projects[i].Figures
		if l.projects[i].State != masterplan.Open {
			continue
		}
		open++
		lamps[f.Lamp]++
		lost += max(0, -f.FloatDays)
		late += l.late[l.projects[i].ID]
	}
	figs := []ui.Fig{{Label: i18n.T(ctx, "plan.projects.total"), Value: i18n.Number(ctx, open), Href: "/projects"}}
	for _, lamp := range []masterplan.Lamp{masterplan.Red, masterplan.Orange, masterplan.Yellow, masterplan.Green} {
		figs = append(figs, ui.Fig{
			Label: i18n.T(ctx, "plan.lamp."+lamp.String()), Value: i18n.Number(ctx, lamps[lamp]), Href: "/projects?lamp=" + lamp.String(),
			Lamp: ui.Lamp{Colour: planview.LampColours[lamp], Word: i18n.T(ctx, "plan.lamp.limit."+lamp.String())},
		})
	}
	return append(figs,
		ui.Fig{Label: i18n.T(ctx, "plan.projects.lost"), Value: i18n.Number(ctx, lost), Unit: i18n.T(ctx, "plan.days"), Help: i18n.T(ctx, "plan.projects.lost.help"), Href: "/projects?sort=float"},
		ui.Fig{Label: i18n.T(ctx, "plan.projects.late"), Value: i18n.Number(ctx, late), Unit: i18n.T(ctx, "plan.deliveries.unit"), Href: "/deliveries"})
}

// worst puts the worst lamp first, and among equals what is furthest behind.
func worst(a, b masterplan.Project) int {
	return cmp.Or(cmp.Compare(b.Figures.Lamp, a.Figures.Lamp), cmp.Compare(a.Figures.FloatDays, b.Figures.FloatDays), cmp.Compare(a.Code, b.Code))
}

func (l *zoneList) projectTable(ctx context.Context, mayImport bool) ui.Table[masterplan.Project] {
	slices.SortFunc(l.projects, worst)
	t := func(key string) string { return i18n.T(ctx, key) }
	type P = masterplan.Project
	return ui.Table[P]{
		ID: "projects", Name: t("plan.room.projects"), Rows: l.projects,
		Href: projectHref,
		Columns: []ui.Column[P]{
			{Key: "name", Label: t("plan.project.name"), Value: func(p P) any { return p.Name }, Cell: func(p P) templ.Component { return projectName(p) }},
			{Key: "lamp", Label: t("plan.lamp"), Value: func(p P) any { return lampOf(ctx, &p) }, Less: func(a, b P) bool { return worst(a, b) < 0 }},
			{Key: "float", Label: t("plan.float"), Help: t("plan.float.help"), Value: floatValue, Cell: func(p P) templ.Component { return planview.FloatView(&p) }},
			{Key: "finish", Label: t("plan.finish"), Value: func(p P) any { return planview.CivilDay(p.Figures.Finish) }},
			{Key: "target", Label: t("plan.target"), Value: func(p P) any { return planview.CivilDay(p.Target) }},
			{Key: "percent", Label: t("plan.percent"), Value: func(p P) any { return p.Figures.Percent }, Cell: func(p P) templ.Component { return ui.Bar(p.Figures.Percent, ui.Blue) }},
			{Key: "critical", Label: t("plan.critical"), Value: func(p P) any { return p.Figures.Critical }},
			{Key: "late", Label: t("plan.projects.late"), Value: func(p P) any { return l.late[p.ID] }, Cell: func(p P) templ.Component { return lateView(&p, l.late[p.ID]) }},
			{Key: "org", Label: t("plan.project.org"), Value: func(p P) any { return l.orgs[p.Org] }},
			{Key: "liaison", Label: t("plan.project.liaison"), Value: func(p P) any { return l.officers[p.Liaison] }},
			{Key: "updated", Label: t("plan.updated"), Value: func(p P) any { return p.UpdatedAt }},
			{Key: "code", Label: t("plan.project.code_label"), Value: func(p P) any { return p.Code }, Hidden: true},
			{Key: "site", Label: t("plan.project.site"), Value: func(p P) any { return p.Site }, Hidden: true},
			{Key: "data_date", Label: t("plan.data_date"), Value: func(p P) any { return planview.CivilDay(p.Figures.DataDate) }, Hidden: true},
			{Key: "activities", Label: t("plan.activities"), Value: func(p P) any { return p.Figures.Activities }, Hidden: true},
		},
		Filters: l.projectFilters(ctx),
		Empty:   noProjects(ctx, mayImport),
	}
}

// noProjects is the honest empty list: the next step for those who can take it,
// and whom to ask for the others.
func noProjects(ctx context.Context, mayImport bool) ui.Nothing {
	n := ui.Nothing{Icon: "file-import", Title: i18n.T(ctx, "plan.projects.none"), Text: i18n.T(ctx, "plan.projects.none.ask")}
	if mayImport {
		n.Text, n.Action, n.Href = i18n.T(ctx, "plan.projects.none.text"), i18n.T(ctx, "plan.import.first"), "/projects/import"
	}
	return n
}

func projectHref(p masterplan.Project) string {
	if p.State == masterplan.Deleted {
		return planview.Href(p.ID, "closing")
	}
	return planview.Href(p.ID, "plan") + "?view=gantt"
}

// lampOf is the lamp of an open project, and the state of any other.
func lampOf(ctx context.Context, p *masterplan.Project) ui.Lamp {
	if p.State != masterplan.Open {
		return planview.StateLamp(ctx, p.State)
	}
	return planview.LampOf(ctx, &p.Figures)
}

func (l *zoneList) projectFilters(ctx context.Context) []ui.Filter[masterplan.Project] {
	lamps := ui.Filter[masterplan.Project]{Key: "lamp", Label: i18n.T(ctx, "plan.lamp"), Match: func(p masterplan.Project, v string) bool { return p.Figures.Lamp.String() == v }}
	for _, lamp := range []masterplan.Lamp{masterplan.Red, masterplan.Orange, masterplan.Yellow, masterplan.Green, masterplan.Unlit} {
		lamps.Options = append(lamps.Options, ui.Choice{Value: lamp.String(), Text: i18n.T(ctx, "plan.lamp."+lamp.String())})
	}
	states := ui.Filter[masterplan.Project]{Key: "state", Label: i18n.T(ctx, "plan.closing.state"), Match: func(p masterplan.Project, v string) bool { return stateWord(p.State) == v }}
	for _, s := range []masterplan.State{masterplan.Open, masterplan.Closed, masterplan.Archived, masterplan.Deleted} {
		states.Options = append(states.Options, ui.Choice{Value: stateWord(s), Text: planview.StateLamp(ctx, s).Word})
	}
	filters := []ui.Filter[masterplan.Project]{lamps, states}
	by := func(key string, names map[string]string, of func(masterplan.Project) string) {
		f := ui.Filter[masterplan.Project]{Key: key, Label: i18n.T(ctx, "plan.project."+key), Options: presentNames(ctx, l.projects, names, of),
			Match: func(p masterplan.Project, v string) bool { return of(p) == v }}
		if len(f.Options) > 1 {
			filters = append(filters, f)
		}
	}
	by("org", l.orgs, func(p masterplan.Project) string { return p.Org })
	by("liaison", l.officers, func(p masterplan.Project) string { return p.Liaison })
	return filters
}

// presentNames are the names that occur in a list, in the reader's order.
func presentNames(ctx context.Context, projects []masterplan.Project, names map[string]string, of func(masterplan.Project) string) (found []ui.Choice) {
	for _, p := range projects {
		id := of(p)
		if names[id] != "" && !slices.ContainsFunc(found, func(c ui.Choice) bool { return c.Value == id }) {
			found = append(found, ui.Choice{Value: id, Text: names[id]})
		}
	}
	i18n.Sort(ctx, found, func(c ui.Choice) string { return c.Text })
	return found
}

func floatValue(p masterplan.Project) any {
	if !planview.Judged(&p) {
		return nil
	}
	return p.Figures.FloatDays
}

func (h handlers) openProject(w http.ResponseWriter, r *http.Request) error {
	return web.Redirect(w, r, planview.Href(r.PathValue("id"), "plan")+"?view=gantt")
}

func (h handlers) headline(w http.ResponseWriter, r *http.Request) error {
	s, err := h.See(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, planview.Headline(s))
}

// chooser is what the project form offers.
type chooser struct{ orgs, officers []ui.Choice }

// makeChooser lists the organisations that the reader may register projects for,
// and the officers.
func (h handlers) makeChooser(ctx context.Context) (c chooser, err error) {
	orgs, err := h.Organisations(ctx)
	if err != nil {
		return c, err
	}
	actor, _ := who.From(ctx)
	orgs = slices.DeleteFunc(orgs, func(o planview.Named) bool {
		return !planview.MayDo(ctx, h.Plans.Allow, plan.ActEdit, &masterplan.Project{Zone: actor.Zone, Org: o.ID})
	})
	officers, err := h.Officers(ctx)
	return chooser{planview.ChoicesOf(orgs, i18n.T(ctx, "plan.choose")), planview.ChoicesOf(officers, i18n.T(ctx, "plan.project.liaison.none"))}, err
}

func (h handlers) newProject(w http.ResponseWriter, r *http.Request) error {
	if _, err := h.Plans.Allow.Scope(r.Context(), plan.ActEdit); err != nil {
		return err
	}
	c, err := h.makeChooser(r.Context())
	if err != nil {
		return err
	}
	return web.OK(w, r, newProjectPage(ui.Form{}, c))
}

func (h handlers) createProject(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	n := plan.NewProject{
		Code: f.Need("code"), Name: f.Need("name"), Site: f.Text("site"), Org: f.Need("org"), Liaison: f.Text("liaison"), Target: closing(f, "target"),
	}
	var p masterplan.Project
	if err = f.Fault(); err == nil {
		p, err = h.Plans.CreateProject(ctx, n)
	}
	if err != nil {
		c, other := h.makeChooser(ctx)
		if other != nil {
			return other
		}
		return web.Refuse(w, r, err, newProjectPage(f.Failed(ctx, err), c))
	}
	web.Flash(ctx, ui.Good, "plan.project.created", "Name", p.Name)
	return web.Redirect(w, r, planview.Href(p.ID, "import"))
}

// closing reads a date as the end of that working day, 17:00; None when empty.
func closing(f *web.Form, name string) worktime.Time {
	d, ok := f.Day(name)
	if !ok {
		return worktime.None
	}
	return d.At(17 * 60)
}

func (h handlers) projectForm(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := s.Must(ctx, plan.ActEdit); err != nil {
		return err
	}
	c, err := h.makeChooser(ctx)
	if err != nil {
		return err
	}
	p := &s.Project
	f := ui.FormOf("name", p.Name, "site", p.Site, "liaison", p.Liaison, "target", isoDay(p.Target), "revision", fmt.Sprint(p.Revision))
	return web.OK(w, r, editProjectPage(s, f, c))
}

func (h handlers) editProject(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	s, err := h.See(ctx, id)
	if err != nil {
		return err
	}
	if err := s.Must(ctx, plan.ActEdit); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	name, site, liaison, target := f.Need("name"), f.Text("site"), f.Text("liaison"), closing(f, "target")
	if err = f.Fault(); err == nil {
		_, err = h.Plans.EditProject(ctx, id, plan.ProjectEdit{Name: &name, Site: &site, Liaison: &liaison, Target: &target, Expected: planview.Seen(r)})
	}
	if err != nil {
		return h.refuseProject(w, r, s, f, err)
	}
	h.Changed(ctx, id)
	web.Flash(ctx, ui.Good, "plan.project.saved")
	return web.Redirect(w, r, planview.Href(id, "plan"))
}

// refuseProject shows the form again with what was typed.
func (h handlers) refuseProject(w http.ResponseWriter, r *http.Request, s *planview.Sight, f *web.Form, refusal error) error {
	ctx := r.Context()
	c, err := h.makeChooser(ctx)
	if err != nil {
		return err
	}
	return web.Refuse(w, r, refusal, editProjectPage(s, f.Failed(ctx, h.WithName(ctx, refusal)), c))
}

// isoDay is a date as date inputs have it.
func isoDay(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return t.Day().String()
}
