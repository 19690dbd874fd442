package planview

import (
	"github.com/a-h/templ"

	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/holiday"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/plan"
	"fugong/internal/ui"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// The tabs of a project's pages, by the last part of their address.
const (
	TabPlan       = "plan"
	TabProgress   = "progress"
	TabDeliveries = "deliveries"
	TabCalendars  = "calendars"
	TabBaselines  = "baselines"
	TabHistory    = "history"
	TabLosses     = "losses"
	TabRecovery   = "recovery"
)

var tabs = []string{TabPlan, TabProgress, TabDeliveries, TabLosses, TabRecovery, TabCalendars, TabBaselines, TabHistory}

// Sight is a project as its pages show it: the book, the names of those in
// charge, and the day.
type Sight struct {
	*plan.Book
	Org, Liaison string // names
	Today        worktime.Day
	View         string          // of the plan: "gantt", "table"; empty on other pages
	Lead         templ.Component // buttons before those of every page; nil for none
	Follow       string          // the topic that the page follows; empty for project/{id}
	allow        who.Authorizer
}

// Outlook is how the plan stands to the public holidays.
func (s *Sight) Outlook() holiday.Outlook {
	return holiday.Look(s.Stored, s.Project.Figures.Finish)
}

// May tells whether the reader may do an action of package plan to the
// project, so that no button leads to a refusal.
func (s *Sight) May(ctx context.Context, action string) bool {
	return MayDo(ctx, s.allow, action, &s.Project)
}

// MayDo tells whether the reader may do an action to a project.
func MayDo(ctx context.Context, allow who.Authorizer, action string, p *masterplan.Project) bool {
	return allow.Allow(ctx, action, ResourceOf(p)) == nil && plan.CheckState(p, action) == nil
}

// Href is an address below the project: s.Href("activities", id).
func (s *Sight) Href(parts ...string) string { return Href(s.Project.ID, parts...) }

// Href is an address below a project.
func Href(project string, parts ...string) string {
	return "/projects/" + strings.Join(append([]string{project}, parts...), "/")
}

// LinkHref is where a link of activity at is changed; with a nil link, where one is
// added, to come before it or after.
func (s *Sight) LinkHref(at *masterplan.Activity, l *masterplan.Link, before bool) string {
	q := url.Values{"at": {at.ID}}
	switch {
	case l != nil:
		q.Set("pred", s.Plan.Activities[l.Pred].ID)
		q.Set("succ", s.Plan.Activities[l.Succ].ID)
		q.Set("was", l.Type.String())
	case !before:
		q.Set("pred", at.ID)
	}
	return s.Href("link") + "?" + q.Encode()
}

// Must refuses who may not do an action to the project.
func (s *Sight) Must(ctx context.Context, action string) error {
	if err := s.allow.Allow(ctx, action, ResourceOf(&s.Project)); err != nil {
		return err
	}
	return plan.CheckState(&s.Project, action)
}

// Meta is the head of a project's pages; tab is the one that is open.
func (s *Sight) Meta(ctx context.Context, tab string) ui.Meta {
	m := ui.Meta{
		Title: s.Project.Name, Sub: s.subtitle(), Room: "plan.room.projects",
		Crumbs:  []ui.Link{{Text: i18n.T(ctx, "plan.room.projects"), Href: "/projects"}},
		Actions: projectActions(s), Live: cmp.Or(s.Follow, "project/"+s.Project.ID), Wide: true,
	}
	for _, t := range tabs {
		link := ui.Tab{Text: i18n.T(ctx, "plan.tab."+t), Href: s.Href(t), Active: t == tab}
		if t == TabDeliveries {
			link.Count = len(s.waiting())
		}
		m.Tabs = append(m.Tabs, link)
	}
	return m
}

// StateLamp is a project's state in words.
func StateLamp(ctx context.Context, s masterplan.State) ui.Lamp {
	if s == masterplan.Open {
		return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.state.open")}
	}
	return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "plan.state.is."+string(s))}
}

// MayClose tells whether the reader may close the project, or reopen it.
func (s *Sight) MayClose(ctx context.Context) bool {
	return s.allow.Allow(ctx, plan.ActDelete, ResourceOf(&s.Project)) == nil
}

// subtitle is code, site, contractor and the officer in charge.
func (s *Sight) subtitle() string {
	parts := []string{s.Project.Code, s.Project.Site, s.Org, s.Liaison}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// waiting are the deliveries that are late or that nobody can date.
func (s *Sight) waiting() (late []*delivery.Delivery) {
	for i := range s.Deliveries {
		switch s.Deliveries[i].State(s.Today) {
		case delivery.Late, delivery.Missing:
			late = append(late, &s.Deliveries[i])
		}
	}
	return late
}

// NameMap turns a list to choose from into a look-up.
func NameMap(ctx context.Context, list func(context.Context) ([]Named, error)) (map[string]string, error) {
	all, err := list(ctx)
	names := make(map[string]string, len(all))
	for _, n := range all {
		names[n.ID] = n.Name
	}
	return names, err
}

// ChoicesOf are the answers of a select field; with none, the first is empty.
func ChoicesOf(list []Named, none string) []ui.Choice {
	var all []ui.Choice
	if none != "" {
		all = append(all, ui.Choice{Text: none})
	}
	for _, n := range list {
		all = append(all, ui.Choice{Value: n.ID, Text: n.Name})
	}
	return all
}

// LampColours are the colours of a project's lamp.
var LampColours = [...]ui.Colour{masterplan.Unlit: ui.Grey, masterplan.Green: ui.Green, masterplan.Yellow: ui.Yellow, masterplan.Orange: ui.Orange, masterplan.Red: ui.Red}

// LampOf is a project's lamp with all its reasons.
func LampOf(ctx context.Context, f *masterplan.Figures) ui.Lamp {
	return ui.Lamp{Colour: LampColours[f.Lamp], Word: i18n.T(ctx, "plan.lamp."+f.Lamp.String()), Reason: strings.Join(Reasons(ctx, f.Reasons), "\n")}
}

// Reasons are the sentences behind a lamp.
func Reasons(ctx context.Context, list []masterplan.Reason) []string {
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

// WorkDays writes working minutes as the plan's own days, or as hours when it
// is less than one.
func WorkDays(ctx context.Context, s *masterplan.Settings, minutes int64) string {
	day := int64(s.MinutesPerDay)
	if day == 0 {
		day = 480
	}
	if abs := max(minutes, -minutes); abs > 0 && abs < day {
		return i18n.T(ctx, "plan.hours", "N", i18n.Decimal(ctx, float64(minutes)/60, 1))
	}
	return i18n.Days(ctx, float64(minutes)/float64(day))
}

// Duration is an activity's planned duration; round the clock where it is.
func Duration(ctx context.Context, p *masterplan.Plan, a *masterplan.Activity) string {
	if a.Duration.Elapsed {
		return i18n.T(ctx, "plan.elapsed", "Time", i18n.Days(ctx, float64(a.Duration.Minutes)/worktime.MinutesPerDay))
	}
	return OwnDays(ctx, p, a, a.Duration.Minutes)
}

// OwnDays writes working minutes of an activity as days of its own calendar: a
// day of curing has 24 hours.
func OwnDays(ctx context.Context, p *masterplan.Plan, a *masterplan.Activity, minutes int64) string {
	s := p.Settings
	s.MinutesPerDay = int(CalendarDay(p, a.Calendar))
	return WorkDays(ctx, &s, minutes)
}

// CalendarDay is the working minutes that count as a day on a calendar of the
// plan: what the calendar says, else what the plan says.
func CalendarDay(p *masterplan.Plan, calendar int32) int64 {
	if calendar >= 0 && int(calendar) < len(p.Calendars) && p.Calendars[calendar].HoursPerDay > 0 {
		return int64(60 * p.Calendars[calendar].HoursPerDay)
	}
	return int64(DayMinutes(p))
}

// ValueText writes a value of a comparison in the reader's language.
func ValueText(ctx context.Context, s *masterplan.Settings, v plandiff.Value) string {
	switch v.Kind {
	case plandiff.TextValue:
		return v.Text
	case plandiff.DateValue:
		return i18n.DateTime(ctx, worktime.Time(v.Number))
	case plandiff.DurationValue:
		return WorkDays(ctx, s, v.Number)
	case plandiff.PercentValue:
		return i18n.Percent(ctx, float64(v.Number)/10000)
	case plandiff.KeyValue:
		if v.Number != 0 {
			return i18n.T(ctx, v.Text) + " " + i18n.DateTime(ctx, worktime.Time(v.Number))
		}
		return i18n.T(ctx, v.Text)
	}
	return ""
}

// CalendarName is what calendar i of a plan is called; i below 0 is the plan's own.
func CalendarName(ctx context.Context, p *masterplan.Plan, i int32) string {
	if i < 0 {
		i = p.Settings.Calendar
	}
	if i < 0 || int(i) >= len(p.Calendars) {
		return i18n.T(ctx, "plan.calendar.standard")
	}
	return p.Calendars[i].Name
}

// CurrentIf is the value of aria-current.
func CurrentIf(active bool) string {
	if active {
		return "page"
	}
	return "false"
}

func PerDay(p *masterplan.Plan, a *masterplan.Activity) float64 {
	if a.Duration.Elapsed {
		return worktime.MinutesPerDay
	}
	return float64(CalendarDay(p, a.Calendar))
}

// DayMinutes is a day of the plan, eight hours where it does not say.
func DayMinutes(p *masterplan.Plan) float64 {
	if p.Settings.MinutesPerDay <= 0 {
		return 480
	}
	return float64(p.Settings.MinutesPerDay)
}

// Judged tells whether there is a target and a forecast to compare.
func Judged(p *masterplan.Project) bool {
	return p.Target != worktime.None && p.Figures.Finish != worktime.None
}

// CivilDay is the date of a time, nil when absent.
func CivilDay(t worktime.Time) any {
	if t == worktime.None {
		return nil
	}
	return t.Day()
}

// DayText is a day as a date input holds it; empty when it is absent.
func DayText(d worktime.Day) string {
	if d == worktime.NoDay {
		return ""
	}
	return d.String()
}

// DateOrDash is the date of a time, a dash when absent.
func DateOrDash(ctx context.Context, t worktime.Time) string {
	if t == worktime.None {
		return "—"
	}
	return i18n.Date(ctx, t)
}

// Distinct sorts a list and keeps one of each, without the empty.
func Distinct(list []string) []string {
	slices.Sort(list)
	return slices.DeleteFunc(slices.Compact(list), func(s string) bool { return s == "" })
}

// ResourceOf is a project as the rules of who may do what see it.
func ResourceOf(p *masterplan.Project) who.Resource {
	return who.Resource{Type: "project", ID: p.ID, Zone: p.Zone, Org: p.Org, Liaison: p.Liaison}
}

var deliveryColours = map[delivery.State]ui.Colour{
	delivery.Late: ui.Red, delivery.Missing: ui.Orange, delivery.Doubtful: ui.Yellow,
	delivery.Due: ui.Blue, delivery.Arrived: ui.Green, delivery.Installed: ui.Done,
}

// DeliveryLamp is how a delivery stands.
func DeliveryLamp(ctx context.Context, s delivery.State) ui.Lamp {
	return ui.Lamp{Colour: deliveryColours[s], Word: i18n.T(ctx, "plan.delivery.state."+string(s))}
}

// ExportFormats are the formats a plan is offered in, in the order of menus.
var ExportFormats = []string{"xlsx", "mspdi", "xer", "p6xml", "ical"}

// ExportIcon is the picture of a format.
func ExportIcon(format string) string {
	at := slices.IndexFunc(exportPictures, func(p exportPicture) bool { return p.Format == format })
	return exportPictures[max(at, 0)].Icon
}

type exportPicture struct{ Format, Icon string }

var exportPictures = []exportPicture{
	{Format: "mspdi", Icon: "file-code"}, {Format: "xlsx", Icon: "file-spreadsheet"}, {Format: "ical", Icon: "calendar-event"},
}
