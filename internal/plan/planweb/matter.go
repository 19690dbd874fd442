package planweb

import (
	"cmp"
	"context"
	"slices"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// matter is one line of the Today page. Its words are made when it is shown: a
// zone has thousands of matters, and a page shows fifty.
type matter struct {
	kind    matterKind
	project *masterplan.Project
	stake   int               // days of the project's finish that hang on it
	by      worktime.Day      // orders what has nothing at stake
	due     *due              // of an activity
	other   *planview.Matter  // of another room
	waiting *plan.DeliveryRow // of a delivery
}

// matterKind is why a matter needs somebody; matterKinds has their names.
type matterKind uint8

const (
	lateProject matterKind = iota
	otherRoom
	openDelivery
	dueActivity
	staleDates
)

// matterKinds in the order of their chips.
var matterKinds = []string{"project", "measure", "delivery", "activity", "stale"}

// findMatters are what needs somebody now, what costs most days first.
func (h handlers) findMatters(ctx context.Context, l *zoneList) ([]matter, error) {
	today := h.Today()
	var list []matter
	at := make(map[string]*masterplan.Project, len(l.projects))
	for i := range l.projects {
		p := &l.projects[i]
		at[p.ID] = p
		list = appendProjectMatters(list, p, today)
		if p.Figures.Activities == 0 {
			continue
		}
		soon, err := h.dues.dueOfProject(p, today, func() (*plan.Book, error) { return h.Plans.Project(ctx, p.ID) })
		if err != nil {
			return nil, err
		}
		for k := range soon {
			d := &soon[k]
			list = append(list, matter{kind: dueActivity, project: p, stake: stakeOf(p, d.spare), by: d.on, due: d})
		}
	}
	list, err := h.appendOtherMatters(ctx, list, at)
	if err != nil {
		return nil, err
	}
	waiting, err := h.Plans.Deliveries(ctx, plan.DeliveryQuery{}, delivery.Late, delivery.Missing, delivery.Doubtful, delivery.Due)
	if err != nil {
		return nil, err
	}
	for i := range waiting.Rows {
		d := &waiting.Rows[i]
		if p := at[d.Project]; p != nil && (d.Days > 0 || d.State(today) == delivery.Late || d.State(today) == delivery.Missing) {
			list = append(list, matter{kind: openDelivery, project: p, stake: d.Days, waiting: d})
		}
	}
	return orderMatters(list), nil
}

// orderMatters puts what has most days at stake first, then what comes first;
// the rest stays as listed. Places are sorted instead of the matters, which are
// large to move.
func orderMatters(list []matter) []matter {
	type place struct {
		stake, at int32
		by        worktime.Day
	}
	order := make([]place, len(list))
	for i := range list {
		order[i] = place{int32(list[i].stake), int32(i), list[i].by}
	}
	slices.SortFunc(order, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.stake, a.stake), cmp.Compare(a.by, b.by), cmp.Compare(a.at, b.at))
	})
	out := make([]matter, len(list))
	for i, o := range order {
		out[i] = list[o.at]
	}
	return out
}

// appendProjectMatters adds a project that is behind, and a plan that is old.
func appendProjectMatters(list []matter, p *masterplan.Project, today worktime.Day) []matter {
	f := &p.Figures
	if f.Lamp >= masterplan.Orange {
		list = append(list, matter{kind: lateProject, project: p, stake: max(0, -f.FloatDays)})
	}
	if f.Activities > 0 && f.DataDate != worktime.None && today-f.DataDate.Day() > staleDays {
		list = append(list, matter{kind: staleDates, project: p})
	}
	return list
}

// appendOtherMatters adds what other rooms know of the projects at hand.
func (h handlers) appendOtherMatters(ctx context.Context, list []matter, at map[string]*masterplan.Project) ([]matter, error) {
	for _, source := range h.Matters {
		found, err := source(ctx)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if p := at[found[i].Project]; p != nil {
				list = append(list, matter{kind: otherRoom, project: p, stake: found[i].Stake, other: &found[i]})
			}
		}
	}
	return list, nil
}

// matterLamp is the matter's state in a word.
func (m *matter) matterLamp(ctx context.Context, today worktime.Day) ui.Lamp {
	switch m.kind {
	case lateProject:
		return planview.LampOf(ctx, &m.project.Figures)
	case otherRoom:
		return m.other.Lamp
	case openDelivery:
		return planview.DeliveryLamp(ctx, m.waiting.State(today))
	case staleDates:
		return ui.Lamp{Colour: ui.Yellow, Word: i18n.T(ctx, "plan.today.stale")}
	}
	lamp := ui.Lamp{Colour: ui.Blue, Word: i18n.T(ctx, "plan.today.start")}
	if m.due.finish {
		lamp.Word = i18n.T(ctx, "plan.today.finish")
	}
	if m.due.on < today {
		lamp.Colour = ui.Yellow
	}
	return lamp
}

// matterName names what the matter is about.
func (m *matter) matterName(ctx context.Context) string {
	switch m.kind {
	case lateProject:
		return m.project.Name
	case otherRoom:
		return m.other.What
	case openDelivery:
		return m.waiting.Item
	case staleDates:
		return i18n.T(ctx, "plan.today.stale.what")
	}
	return m.due.label
}

// matterReason says why the matter needs somebody.
func (m *matter) matterReason(ctx context.Context, today worktime.Day) string {
	switch m.kind {
	case lateProject:
		return first(planview.Reasons(ctx, m.project.Figures.Reasons))
	case otherRoom:
		return m.other.Why
	case openDelivery:
		d := m.waiting
		why := i18n.T(ctx, "plan.today.arrived", "Arrived", i18n.Decimal(ctx, d.Arrived(), 2), "Ordered", i18n.Decimal(ctx, d.Quantity, 2), "Unit", d.Unit)
		if d.Expected != worktime.NoDay {
			why += i18n.T(ctx, "plan.event.next") + dueWord(ctx, d.Expected, today)
		}
		return why
	case staleDates:
		return i18n.N(ctx, "plan.today.stale.why", int(today-m.project.Figures.DataDate.Day()))
	}
	return dueWord(ctx, m.due.on, today)
}

// matterDate is the matter's date: a worktime.Day, or nil when it has none.
func (m *matter) matterDate() any {
	switch m.kind {
	case lateProject:
		return planview.CivilDay(m.project.Target)
	case otherRoom:
		if m.other.On == worktime.NoDay {
			return nil
		}
		return m.other.On
	case openDelivery:
		if m.waiting.Expected == worktime.NoDay {
			return nil
		}
		return m.waiting.Expected
	case staleDates:
		return m.project.Figures.DataDate.Day()
	}
	return m.due.on
}

// matterHref is where the matter is dealt with.
func (m *matter) matterHref() string {
	p := m.project
	switch m.kind {
	case lateProject:
		if p.Figures.FloatDays < 0 {
			return planview.Href(p.ID, planview.TabRecovery)
		}
		return planview.Href(p.ID, planview.TabPlan) + "?view=gantt"
	case otherRoom:
		return m.other.Href
	case openDelivery:
		return planview.Href(p.ID, "deliveries", m.waiting.ID)
	case staleDates:
		return planview.Href(p.ID, "import")
	}
	return planview.Href(p.ID, "activities", m.due.id) + "#progress"
}

// stakeOf is how many days hang on an activity: those that its own path has
// lost to a deadline, or else those that it lies behind the project's target.
func stakeOf(p *masterplan.Project, spare int) int {
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
