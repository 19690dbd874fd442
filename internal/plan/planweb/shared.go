package planweb

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/delivery"
	"fugong/internal/plan/office"
	"fugong/internal/plan/version"
	"fugong/internal/ui"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// The tabs of a project's pages, by the last part of their address.
const (
	tabPlan       = "plan"
	tabProgress   = "progress"
	tabDeliveries = "deliveries"
	tabCalendars  = "calendars"
	tabBaselines  = "baselines"
	tabHistory    = "history"
)

var tabs = []string{tabPlan, tabProgress, tabDeliveries, tabCalendars, tabBaselines, tabHistory}

// sight is a project as its pages show it: the book, the names of those in
// charge, and the day.
type sight struct {
	*office.Book
	Org, Liaison string // names
	Today        worktime.Day
	view         string // of the plan: "gantt", "table"; empty on other pages
	allow        who.Authorizer
}

// see opens a project for a page.
func (h handlers) see(ctx context.Context, project string) (*sight, error) {
	b, err := h.Office.Project(ctx, project)
	if err != nil {
		return nil, err
	}
	return h.sight(ctx, b)
}

func (h handlers) sight(ctx context.Context, b *office.Book) (*sight, error) {
	orgs, err := nameMap(ctx, h.Organisations)
	if err != nil {
		return nil, err
	}
	officers, err := h.Names(ctx, b.Project.Liaison)
	if err != nil {
		return nil, err
	}
	return &sight{Book: b, Org: orgs[b.Project.Org], Liaison: officers[b.Project.Liaison], Today: h.today(), allow: h.Office.Allow}, nil
}

// today is the civil date in the zone.
func (h handlers) today() worktime.Day { return plan.DayOf(plan.Civil(h.Now())) }

// may tells whether the reader may do an action of package office to the
// project, so that no button leads to a refusal.
func (s *sight) may(ctx context.Context, action string) bool {
	return mayDo(ctx, s.allow, action, &s.Project)
}

func mayDo(ctx context.Context, allow who.Authorizer, action string, p *plan.Project) bool {
	return allow.Allow(ctx, action, who.Resource{Type: "project", ID: p.ID, Zone: p.Zone, Org: p.Org, Liaison: p.Liaison}) == nil
}

// href is an address below the project: s.href("activities", id).
func (s *sight) href(parts ...string) string { return projectHref(s.Project.ID, parts...) }

func projectHref(project string, parts ...string) string {
	return "/projects/" + strings.Join(append([]string{project}, parts...), "/")
}

// meta is the head of a project's pages; tab is the one that is open.
func (s *sight) meta(ctx context.Context, tab string) ui.Meta {
	m := ui.Meta{
		Title: s.Project.Name, Sub: s.subtitle(), Room: "plan.room.projects",
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "plan.room.projects"), Href: "/projects"}},
		Actions: projectActions(s), Live: "project/" + s.Project.ID, Wide: true,
	}
	for _, t := range tabs {
		link := ui.Tab{Text: i18n.T(ctx, "plan.tab."+t), Href: s.href(t), Active: t == tab}
		if t == tabDeliveries {
			link.Count = len(s.waiting())
		}
		m.Tabs = append(m.Tabs, link)
	}
	return m
}

// subtitle is code, site, contractor and the officer in charge.
func (s *sight) subtitle() string {
	parts := []string{s.Project.Code, s.Project.Site, s.Org, s.Liaison}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// waiting are the deliveries that are late or that nobody can date.
func (s *sight) waiting() (late []*delivery.Delivery) {
	for i := range s.Deliveries {
		switch s.Deliveries[i].State(s.Today) {
		case delivery.Late, delivery.Missing:
			late = append(late, &s.Deliveries[i])
		}
	}
	return late
}

// nameMap turns a list to choose from into a look-up.
func nameMap(ctx context.Context, list func(context.Context) ([]Named, error)) (map[string]string, error) {
	all, err := list(ctx)
	names := make(map[string]string, len(all))
	for _, n := range all {
		names[n.ID] = n.Name
	}
	return names, err
}

// choicesOf are the answers of a select field; with none, the first is empty.
func choicesOf(list []Named, none string) []ui.Choice {
	var all []ui.Choice
	if none != "" {
		all = append(all, ui.Choice{Text: none})
	}
	for _, n := range list {
		all = append(all, ui.Choice{Value: n.ID, Text: n.Name})
	}
	return all
}

var lampColours = [...]ui.Colour{plan.Unlit: ui.Grey, plan.Green: ui.Green, plan.Yellow: ui.Yellow, plan.Orange: ui.Orange, plan.Red: ui.Red}

// lampOf is a project's lamp with all its reasons.
func lampOf(ctx context.Context, f *plan.Figures) ui.Lamp {
	return ui.Lamp{Colour: lampColours[f.Lamp], Word: i18n.T(ctx, "plan.lamp."+f.Lamp.String()), Reason: strings.Join(reasons(ctx, f.Reasons), "\n")}
}

func reasons(ctx context.Context, list []plan.Reason) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = i18n.Message(ctx, r.Key, r.Args)
	}
	return out
}

// floatWord tells civil days to spare or behind: "落后 3 天".
func floatWord(ctx context.Context, days int) string {
	switch {
	case days < 0:
		return i18n.N(ctx, "plan.float.behind", -days)
	case days == 0:
		return i18n.T(ctx, "plan.float.none")
	}
	return i18n.N(ctx, "plan.float.spare", days)
}

// workDays writes working minutes as the plan's own days, or as hours when it
// is less than one.
func workDays(ctx context.Context, s *plan.Settings, minutes int64) string {
	day := int64(s.MinutesPerDay)
	if day == 0 {
		day = 480
	}
	if abs := max(minutes, -minutes); abs > 0 && abs < day {
		return i18n.T(ctx, "plan.hours", "N", i18n.Decimal(ctx, float64(minutes)/60, 1))
	}
	return i18n.Days(ctx, float64(minutes)/float64(day))
}

// duration is an activity's planned duration; round the clock where it is.
func duration(ctx context.Context, p *plan.Plan, a *plan.Activity) string {
	if a.Duration.Elapsed {
		return i18n.T(ctx, "plan.elapsed", "Time", i18n.Days(ctx, float64(a.Duration.Minutes)/worktime.MinutesPerDay))
	}
	return ownDays(ctx, p, a, a.Duration.Minutes)
}

// ownDays writes working minutes of an activity as days of its own calendar: a
// day of curing has 24 hours.
func ownDays(ctx context.Context, p *plan.Plan, a *plan.Activity, minutes int64) string {
	s := p.Settings
	s.MinutesPerDay = int(calendarDay(p, a.Calendar))
	return workDays(ctx, &s, minutes)
}

// calendarDay is the working minutes that count as a day on a calendar of the
// plan: what the calendar says, else what the plan says.
func calendarDay(p *plan.Plan, calendar int32) int64 {
	if calendar >= 0 && int(calendar) < len(p.Calendars) && p.Calendars[calendar].HoursPerDay > 0 {
		return int64(60 * p.Calendars[calendar].HoursPerDay)
	}
	return int64(dayMinutes(p))
}

// valueText writes a value of a comparison in the reader's language.
func valueText(ctx context.Context, s *plan.Settings, v version.Value) string {
	switch v.Kind {
	case version.TextValue:
		return v.Text
	case version.DateValue:
		return i18n.DateTime(ctx, worktime.Time(v.Number))
	case version.DurationValue:
		return workDays(ctx, s, v.Number)
	case version.PercentValue:
		return i18n.Percent(ctx, float64(v.Number)/10000)
	case version.KeyValue:
		if v.Number != 0 {
			return i18n.T(ctx, v.Text) + " " + i18n.DateTime(ctx, worktime.Time(v.Number))
		}
		return i18n.T(ctx, v.Text)
	}
	return ""
}

// calendarName is what calendar i of a plan is called; i below 0 is the plan's own.
func calendarName(ctx context.Context, p *plan.Plan, i int32) string {
	if i < 0 {
		i = p.Settings.Calendar
	}
	if i < 0 || int(i) >= len(p.Calendars) {
		return i18n.T(ctx, "plan.calendar.standard")
	}
	return p.Calendars[i].Name
}

// named is err with the name of who was faster instead of the account's id.
func (h handlers) named(ctx context.Context, err error) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Args["By"] == "" {
		return err
	}
	names, other := h.Names(ctx, e.Args["By"])
	if other != nil {
		return other
	}
	told := *e
	told.Args = maps.Clone(e.Args)
	told.Args["By"] = names[e.Args["By"]]
	return &told
}

// currentIf is the value of aria-current.
func currentIf(active bool) string {
	if active {
		return "page"
	}
	return "false"
}
