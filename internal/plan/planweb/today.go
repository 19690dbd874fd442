package planweb

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"sync"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/delivery"
	"fugong/internal/plan/office"
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
type dues struct {
	mu sync.Mutex
	at map[string]dueList
}

type dueList struct {
	revision int64
	today    worktime.Day
	list     []due
}

func newDues() *dues { return &dues{at: map[string]dueList{}} }

// of gives what is due of a project as listed; open reads it when it changed.
func (d *dues) of(p *plan.Project, today worktime.Day, open func() (*office.Book, error)) ([]due, error) {
	d.mu.Lock()
	known, ok := d.at[p.ID]
	d.mu.Unlock()
	if ok && known.revision == p.Revision && known.today == today {
		return known.list, nil
	}
	b, err := open()
	if err != nil {
		return nil, err
	}
	fresh := dueList{b.Project.Revision, today, dueOf(b, today)}
	d.mu.Lock()
	d.at[p.ID] = fresh
	d.mu.Unlock()
	return fresh.list, nil
}

// dueOf finds what is due in a plan.
func dueOf(b *office.Book, today worktime.Day) (list []due) {
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
func spareOf(p *plan.Plan, a *plan.Activity, row *plan.DateRow) int {
	if row.TotalFloat < 0 {
		return int(math.Floor(float64(row.TotalFloat) / planview.PerDay(p, a)))
	}
	return int(plan.EndDay(row.LateFinish) - plan.EndDay(row.EarlyFinish))
}

// matter is one line of the Today page.
type matter struct {
	kind    string // one of matterKinds
	lamp    ui.Lamp
	project *plan.Project
	what    string
	why     string
	href    string
	on      any          // worktime.Day or nil
	by      worktime.Day // orders what has nothing at stake
	stake   int          // days of the project's finish that hang on it
}

// matterKinds in the order of their chips.
var matterKinds = []string{"project", "measure", "delivery", "activity", "stale"}

func (h handlers) todayPage(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := h.zoneList(ctx)
	if err != nil {
		return err
	}
	own := l.own(ctx)
	mine := len(own) > 0 && r.URL.Query().Get("whose") != "all"
	if mine {
		l.projects = own
	}
	list, err := h.matters(ctx, l)
	if err != nil {
		return err
	}
	v := todayView{figs: matterFigures(ctx, l, list), mine: mine, choice: len(own) > 0, day: h.Today(), projects: len(l.projects)}
	return matterTable(ctx, list).Serve(w, r, func(table templ.Component) templ.Component { return todayPage(v, table) })
}

// todayView is the Today page around its table.
type todayView struct {
	figs         []ui.Fig
	mine, choice bool // only the reader's own projects; there is a choice
	day          worktime.Day
	projects     int
}

// own are the projects that the reader is the officer of.
func (l *zoneList) own(ctx context.Context) (own []plan.Project) {
	actor, _ := who.From(ctx)
	for _, p := range l.projects {
		if p.Liaison != "" && p.Liaison == actor.Account {
			own = append(own, p)
		}
	}
	return own
}

// matters are what needs somebody now, what costs most days first.
func (h handlers) matters(ctx context.Context, l *zoneList) ([]matter, error) {
	today := h.Today()
	var list []matter
	at := map[string]*plan.Project{}
	for i := range l.projects {
		p := &l.projects[i]
		at[p.ID] = p
		list = append(list, projectMatters(ctx, p, today)...)
		if p.Figures.Activities == 0 {
			continue
		}
		soon, err := h.dues.of(p, today, func() (*office.Book, error) { return h.Office.Project(ctx, p.ID) })
		if err != nil {
			return nil, err
		}
		list = append(list, dueMatters(ctx, p, soon, today)...)
	}
	stopped, err := h.measureMatters(ctx, at)
	if err != nil {
		return nil, err
	}
	list = append(list, stopped...)
	waiting, err := h.Office.Deliveries(ctx, office.DeliveryQuery{}, delivery.Late, delivery.Missing, delivery.Doubtful, delivery.Due)
	if err != nil {
		return nil, err
	}
	for i := range waiting.Rows {
		d := &waiting.Rows[i]
		if p := at[d.Project]; p != nil && (d.Days > 0 || d.State(today) == delivery.Late || d.State(today) == delivery.Missing) {
			list = append(list, deliveryMatter(ctx, p, d, today))
		}
	}
	slices.SortStableFunc(list, func(a, b matter) int { return cmp.Or(cmp.Compare(b.stake, a.stake), cmp.Compare(a.by, b.by)) })
	return list, nil
}

// projectMatters are a project that is behind, and a plan that is old.
func projectMatters(ctx context.Context, p *plan.Project, today worktime.Day) (list []matter) {
	f := &p.Figures
	href := planview.Href(p.ID, planview.TabPlan) + "?view=gantt"
	if f.FloatDays < 0 {
		href = planview.Href(p.ID, planview.TabRecovery)
	}
	if f.Lamp >= plan.Orange {
		list = append(list, matter{
			kind: "project", lamp: planview.LampOf(ctx, f), project: p, what: p.Name, why: first(planview.Reasons(ctx, f.Reasons)),
			href: href, on: planview.CivilDay(p.Target), stake: max(0, -f.FloatDays),
		})
	}
	if f.Activities > 0 && f.DataDate != worktime.None && today-f.DataDate.Day() > staleDays {
		list = append(list, matter{
			kind: "stale", lamp: ui.Lamp{Colour: ui.Yellow, Word: i18n.T(ctx, "plan.today.stale")}, project: p, what: i18n.T(ctx, "plan.today.stale.what"),
			why: i18n.N(ctx, "plan.today.stale.why", int(today-f.DataDate.Day())), href: planview.Href(p.ID, "import"), on: f.DataDate.Day(),
		})
	}
	return list
}

// measureMatters are the measures of accepted plans that deliver less than half
// of what they should.
func (h handlers) measureMatters(ctx context.Context, at map[string]*plan.Project) (list []matter, err error) {
	adopted, err := h.Catchup.Adopted(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range adopted {
		p := at[id]
		if p == nil {
			continue
		}
		t, _, err := h.Catchup.Tracking(ctx, id)
		if err != nil {
			return nil, err
		}
		if t == nil { // taken back since
			continue
		}
		for i := range t.Tracks {
			m := &t.Tracks[i]
			if !m.Stop {
				continue
			}
			list = append(list, matter{
				kind: "measure", lamp: ui.Lamp{Colour: ui.Red, Word: i18n.T(ctx, "plan.catchup.track.stop")}, project: p, what: m.Work.Label,
				why:  i18n.T(ctx, "plan.today.measure", "Due", i18n.Decimal(ctx, m.Due, 1), "Delivered", i18n.Decimal(ctx, m.Delivered, 1)),
				href: planview.Href(id, planview.TabRecovery, "tracking"), on: planview.CivilDay(m.Work.Measure.To), stake: int(math.Ceil(m.Due - m.Delivered)),
			})
		}
	}
	return list, nil
}

func dueMatters(ctx context.Context, p *plan.Project, soon []due, today worktime.Day) []matter {
	list := make([]matter, len(soon))
	for i, d := range soon {
		key := "plan.today.start"
		if d.finish {
			key = "plan.today.finish"
		}
		lamp := ui.Lamp{Colour: ui.Blue, Word: i18n.T(ctx, key)}
		if d.on < today {
			lamp.Colour = ui.Yellow
		}
		list[i] = matter{
			kind: "activity", lamp: lamp, project: p, what: d.label, why: dueWord(ctx, d.on, today),
			href: planview.Href(p.ID, "activities", d.id) + "#progress", on: d.on, by: d.on, stake: stakeOf(p, d.spare),
		}
	}
	return list
}

// stakeOf is how many days hang on an activity: those that its own path has
// lost to a deadline, or else those that it lies behind the project's target.
func stakeOf(p *plan.Project, spare int) int {
	if spare >= 0 && planview.Judged(p) {
		spare += p.Figures.FloatDays
	}
	return max(0, -spare)
}

func dueWord(ctx context.Context, on, today worktime.Day) string {
	switch days := int(on - today); {
	case days < 0:
		return i18n.N(ctx, "plan.today.overdue", -days)
	case days == 0:
		return i18n.T(ctx, "plan.today.due_today")
	default:
		return i18n.N(ctx, "plan.today.due_in", days)
	}
}

func deliveryMatter(ctx context.Context, p *plan.Project, d *office.DeliveryRow, today worktime.Day) matter {
	m := matter{
		kind: "delivery", lamp: planview.DeliveryLamp(ctx, d.State(today)), project: p, what: d.Item, href: planview.Href(p.ID, "deliveries", d.ID), stake: d.Days,
		why: i18n.T(ctx, "plan.today.arrived", "Arrived", i18n.Decimal(ctx, d.Arrived(), 2), "Ordered", i18n.Decimal(ctx, d.Quantity, 2), "Unit", d.Unit),
	}
	if d.Expected != plan.NoDay {
		m.on = d.Expected
		m.why += i18n.T(ctx, "plan.event.next") + dueWord(ctx, d.Expected, today)
	}
	return m
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func matterFigures(ctx context.Context, l *zoneList, list []matter) []ui.Fig {
	count := map[string]int{}
	lost := 0
	for i := range list {
		count[list[i].kind]++
	}
	for i := range l.projects {
		lost += max(0, -l.projects[i].Figures.FloatDays)
	}
	figs := []ui.Fig{{Label: i18n.T(ctx, "plan.projects.lost"), Value: i18n.Number(ctx, lost), Unit: i18n.T(ctx, "plan.days"), Help: i18n.T(ctx, "plan.projects.lost.help"), Href: "/projects?sort=float"}}
	for _, kind := range matterKinds {
		figs = append(figs, ui.Fig{Label: i18n.T(ctx, "plan.today.kind."+kind), Value: i18n.Number(ctx, count[kind]), Href: "/?kind=" + kind, Help: i18n.T(ctx, "plan.today.help."+kind)})
	}
	return figs
}

func matterTable(ctx context.Context, list []matter) ui.Table[matter] {
	t := func(key string) string { return i18n.T(ctx, key) }
	kinds := ui.Filter[matter]{Key: "kind", Label: t("plan.today.kind"), Match: func(m matter, v string) bool { return m.kind == v }}
	for _, kind := range matterKinds {
		kinds.Options = append(kinds.Options, ui.Choice{Value: kind, Text: t("plan.today.kind." + kind)})
	}
	return ui.Table[matter]{
		ID: "today", Name: t("plan.room.today"), Rows: list, Href: func(m matter) string { return m.href },
		Columns: []ui.Column[matter]{
			{Key: "what", Label: t("plan.today.what"), Value: func(m matter) any { return m.what }},
			{Key: "state", Label: t("plan.state"), Value: func(m matter) any { return m.lamp }},
			{Key: "stake", Label: t("plan.today.stake"), Help: t("plan.today.stake.help"), Value: func(m matter) any { return m.stake }, Cell: func(m matter) templ.Component { return stakeView(m.stake) }},
			{Key: "why", Label: t("plan.today.why"), Value: func(m matter) any { return m.why }},
			{Key: "on", Label: t("plan.today.on"), Value: func(m matter) any { return m.on }},
			{Key: "project", Label: t("plan.project"), Value: func(m matter) any { return m.project.Name }},
			{Key: "code", Label: t("plan.project.code_label"), Value: func(m matter) any { return m.project.Code }, Hidden: true},
		},
		Filters: []ui.Filter[matter]{kinds},
		Empty:   ui.Nothing{Icon: "circle-check", Title: t("plan.today.none"), Text: t("plan.today.none.text"), Action: t("plan.room.projects"), Href: "/projects"},
	}
}
