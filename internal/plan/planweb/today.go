package planweb

import (
	"context"
	"math"
	"net/http"

	"github.com/a-h/templ"
	"github.com/maypok86/otter/v2"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// staleDays is the age of a data date at which a plan wants an update.
const staleDays = 7

// horizon is how many days ahead "this week" looks, today included.
const horizon = 7

func (h handlers) todayRoutes(m *web.Mux) {
	m.Handle("GET /{$}", h.todayPage)
}

// due is an activity that should start or finish within the horizon, or should
// have, and of which nothing was reported since.
type due struct {
	id, label string
	finish    bool // it is the finish that is due
	on        worktime.Day
	spare     int // civil days it may slip before a deadline or the plan's finish moves; below 0 what is lost
}

// dues keeps what is due of each project at its revision and day, so that a
// zone of many plans is not gone through again for every reader.
type dues struct{ at *otter.Cache[string, dueList] }

// maxDues bounds the projects whose dues are kept: four times as many as the
// largest zone we measure has, so that one reader's Today pushes nothing of its own out.
const maxDues = 4096

type dueList struct {
	revision int64
	today    worktime.Day
	list     []due
}

func newDues() *dues {
	return &dues{otter.Must(&otter.Options[string, dueList]{MaximumSize: maxDues})}
}

// dueOfProject gives what is due of a project as listed; open reads it when it changed.
func (d *dues) dueOfProject(p *masterplan.Project, today worktime.Day, open func() (*plan.Book, error)) ([]due, error) {
	known, ok := d.at.GetIfPresent(p.ID)
	if ok && known.revision == p.Revision && known.today == today {
		return known.list, nil
	}
	b, err := open()
	if err != nil {
		return nil, err
	}
	fresh := dueList{b.Project.Revision, today, dueOf(b, today)}
	d.at.Set(p.ID, fresh)
	return fresh.list, nil
}

// dueOf finds what is due in a plan.
func dueOf(b *plan.Book, today worktime.Day) (list []due) {
	reported := map[string]worktime.Day{}
	for i := range b.Entries {
		reported[b.Entries[i].Activity] = b.Entries[i].AsOf
	}
	for i := range b.Plan.Activities {
		a, row := &b.Plan.Activities[i], &b.Dates.Rows[i]
		if !a.Worked() || a.ActualFinish != worktime.None || row.Start == worktime.None {
			continue
		}
		on, finish := row.Start.Day(), false
		if a.ActualStart != worktime.None {
			on, finish = (row.Finish - 1).Day(), true
		}
		if day, ok := reported[a.ID]; on >= today+horizon || ok && day >= today {
			continue
		}
		list = append(list, due{a.ID, a.Label(), finish, on, spareOf(b.Plan, a, row)})
	}
	return list
}

// spareOf is how many days an activity may slip: civil days to its late finish;
// below 0 the working days it has lost, whatever stoppage lies between.
func spareOf(p *masterplan.Plan, a *masterplan.Activity, row *masterplan.DateRow) int {
	if row.TotalFloat < 0 {
		return int(math.Floor(float64(row.TotalFloat) / planview.PerDay(p, a)))
	}
	return int(masterplan.EndDay(row.LateFinish) - masterplan.EndDay(row.EarlyFinish))
}

func (h handlers) todayPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !h.mayAnywhere(ctx, plan.ActView) {
		return web.Redirect(w, r, "/administration") // who has nothing to do with plans works there
	}
	l, err := h.zoneList(ctx)
	if err != nil {
		return err
	}
	own := l.own(ctx)
	mine := len(own) > 0 && r.URL.Query().Get("whose") != "all"
	if mine {
		l.projects = own
	}
	list, err := h.findMatters(ctx, l)
	if err != nil {
		return err
	}
	v := todayView{figs: matterFigures(ctx, l, list), mine: mine, choice: len(own) > 0, day: h.Today(), projects: len(l.projects)}
	table := matterTable(ctx, list, h.Today())
	if len(l.projects) == 0 { // nothing is on time where nothing is
		table.Empty = noProjects(ctx, h.mayAnywhere(ctx, plan.ActImport))
	}
	return table.Serve(w, r, func(table templ.Component) templ.Component { return todayPage(v, table) })
}

// todayView is the Today page around its table.
type todayView struct {
	figs         []ui.Fig
	mine, choice bool // only the reader's own projects; there is a choice
	day          worktime.Day
	projects     int
}

// own are the projects that the reader is the officer of.
func (l *zoneList) own(ctx context.Context) (own []masterplan.Project) {
	actor, _ := who.From(ctx)
	for _, p := range l.projects {
		if p.Liaison != "" && p.Liaison == actor.Account {
			own = append(own, p)
		}
	}
	return own
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func matterFigures(ctx context.Context, l *zoneList, list []matter) []ui.Fig {
	count := make([]int, len(matterKinds))
	lost := 0
	for i := range list {
		count[list[i].kind]++
	}
	for i := range l.projects {
		lost += max(0, -l.projects[i].Figures.FloatDays)
	}
	figs := []ui.Fig{{Label: i18n.T(ctx, "plan.projects.lost"), Value: i18n.Number(ctx, lost), Unit: i18n.T(ctx, "plan.days"), Help: i18n.T(ctx, "plan.projects.lost.help"), Href: "/projects?sort=float"}}
	for k, kind := range matterKinds {
		figs = append(figs, ui.Fig{Label: i18n.T(ctx, "plan.today.kind."+kind), Value: i18n.Number(ctx, count[k]), Href: "/?kind=" + kind, Help: i18n.T(ctx, "plan.today.help."+kind)})
	}
	return figs
}

func matterTable(ctx context.Context, list []matter, today worktime.Day) ui.Table[matter] {
	t := func(key string) string { return i18n.T(ctx, key) }
	kinds := ui.Filter[matter]{Key: "kind", Label: t("plan.today.kind"), Match: func(m matter, v string) bool { return matterKinds[m.kind] == v }}
	for _, kind := range matterKinds {
		kinds.Options = append(kinds.Options, ui.Choice{Value: kind, Text: t("plan.today.kind." + kind)})
	}
	return ui.Table[matter]{
		ID: "today", Name: t("plan.room.today"), Rows: list, Href: func(m matter) string { return m.matterHref() },
		Columns: []ui.Column[matter]{
			{Key: "what", Label: t("plan.today.what"), Value: func(m matter) any { return m.matterName(ctx) }},
			{Key: "state", Label: t("plan.state"), Value: func(m matter) any { return m.matterLamp(ctx, today) }},
			{Key: "stake", Label: t("plan.today.stake"), Help: t("plan.today.stake.help"), Value: func(m matter) any { return m.stake }, Cell: func(m matter) templ.Component { return stakeView(m.stake) }},
			{Key: "why", Label: t("plan.today.why"), Value: func(m matter) any { return m.matterReason(ctx, today) }},
			{Key: "on", Label: t("plan.today.on"), Value: func(m matter) any { return m.matterDate() }},
			{Key: "project", Label: t("plan.project"), Value: func(m matter) any { return m.project.Name }},
			{Key: "code", Label: t("plan.project.code_label"), Value: func(m matter) any { return m.project.Code }, Hidden: true},
		},
		Filters: []ui.Filter[matter]{kinds},
		Empty:   ui.Nothing{Icon: "circle-check", Title: t("plan.today.none"), Text: t("plan.today.none.text"), Action: t("plan.room.projects"), Href: "/projects"},
	}
}
