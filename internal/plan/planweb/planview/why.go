package planview

import (
	"context"
	"slices"
	"strings"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/ui"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// teller writes the chain behind a date.
type teller struct {
	ctx context.Context
	s   *Sight
}

// Why is masterplan.Why in words: what drives activity i, what drives that, down
// to the cause.
func Why(ctx context.Context, s *Sight, i int) []ui.Step {
	t := teller{ctx, s}
	holds := masterplan.Why(s.Plan, s.Dates, i)
	if len(holds) == 0 {
		a := &s.Plan.Activities[i]
		return []ui.Step{{Text: a.Label(), Href: s.Href("activities", a.ID), Detail: i18n.T(ctx, "plan.why.undated"), Last: true}}
	}
	steps := make([]ui.Step, len(holds))
	for k := range holds {
		steps[k] = t.step(holds[k:])
	}
	steps[len(steps)-1].Last = true
	return steps
}

// Brief is a chain cut short for a narrow place, its cause kept.
func Brief(ctx context.Context, steps []ui.Step, most int) []ui.Step {
	if len(steps) <= most {
		return steps
	}
	left := len(steps) - most
	return slices.Concat(steps[:most-2], []ui.Step{{Text: i18n.N(ctx, "plan.why.more", left)}}, steps[len(steps)-2:])
}

// step tells of the first of holds; the second is what holds it.
func (t teller) step(holds []masterplan.Hold) ui.Step {
	i := holds[0].Activity
	a := &t.s.Plan.Activities[i]
	return ui.Step{
		Text: a.Label(), Href: t.s.Href("activities", a.ID), When: t.span(&t.s.Dates.Rows[i]),
		Detail: t.sentence(append(t.tellCause(holds), t.tellLength(i)...)),
	}
}

func (t teller) span(row *masterplan.DateRow) string {
	if row.Start == worktime.None {
		return ""
	}
	if row.Start == row.Finish {
		return i18n.Date(t.ctx, row.Start)
	}
	return i18n.Date(t.ctx, row.Start) + " – " + i18n.Date(t.ctx, row.Finish)
}

// sentence joins clauses as the language does.
func (t teller) sentence(clauses []string) string {
	clauses = slices.DeleteFunc(clauses, func(c string) bool { return c == "" })
	return strings.Join(clauses, i18n.T(t.ctx, "plan.why.comma")) + i18n.T(t.ctx, "plan.why.stop")
}

// tellCause tells what holds the start of the first of holds.
func (t teller) tellCause(holds []masterplan.Hold) []string {
	h, i := &holds[0], holds[0].Activity
	p, a := t.s.Plan, &t.s.Plan.Activities[i]
	say := func(key string, args ...any) []string { return []string{i18n.T(t.ctx, key, args...)} }
	if a.ActualFinish != worktime.None {
		return say("plan.why.finished", "Start", i18n.Date(t.ctx, t.s.Dates.Rows[i].Start), "Finish", i18n.Date(t.ctx, a.ActualFinish))
	}
	switch h.Held {
	case network.ByLink:
		return t.tellLink(h.Link)
	case network.ByDataDate:
		if a.ActualStart != worktime.None {
			return say("plan.why.goes_on", "Start", i18n.Date(t.ctx, a.ActualStart), "Date", i18n.Date(t.ctx, p.DataDate))
		}
		return say("plan.why.data_date", "Date", i18n.Date(t.ctx, p.DataDate))
	case network.ByConstraint:
		return say("plan.why.constraint", "Constraint", Constraints(t.ctx, a))
	case network.ByActual:
		return say("plan.why.actual", "Date", i18n.Date(t.ctx, a.ActualStart))
	case network.ByExpectedFinish:
		return say("plan.why.expected", "Date", i18n.Date(t.ctx, a.ExpectedFinish))
	case network.ByManual:
		return say("plan.why.manual")
	case network.ByParent:
		return say("plan.why.parent", "Name", t.heading(a))
	case network.ByOutside:
		return say("plan.why.outside", "Name", t.outside(i))
	case network.ByFinish:
		return say("plan.why.from_finish", "Date", i18n.Date(t.ctx, t.mustFinish()))
	case network.BySpan:
		if len(holds) > 1 {
			return say("plan.why.first", "Name", p.Activities[holds[1].Activity].Name)
		}
		return say("plan.why.span")
	}
	return say("plan.why.project_start", "Date", i18n.Date(t.ctx, t.s.Dates.Start))
}

// linkKeys are the sentences of the link types.
var linkKeys = [...]string{masterplan.FS: "plan.why.fs", masterplan.SS: "plan.why.ss", masterplan.FF: "plan.why.ff", masterplan.SF: "plan.why.sf"}

// tellLink tells how a predecessor drives its successor: its date, the wait, and
// the days without work in between.
func (t teller) tellLink(at int) (clauses []string) {
	l := &t.s.Plan.Links[at]
	pred := &t.s.Dates.Rows[l.Pred]
	from, to := pred.Finish, t.s.Dates.Rows[l.Succ].EarlyStart
	if l.Type == masterplan.SS || l.Type == masterplan.SF {
		from = pred.Start
	}
	if l.Type == masterplan.FF || l.Type == masterplan.SF {
		to = t.s.Dates.Rows[l.Succ].EarlyFinish
	}
	clauses = []string{i18n.T(t.ctx, linkKeys[l.Type], "Name", t.s.Plan.Activities[l.Pred].Name, "Date", i18n.Date(t.ctx, from))}
	clauses = append(clauses, t.tellLag(&l.Lag))
	if l.Lag.Tenths == 0 && l.Lag.Percent == 0 {
		clauses = append(clauses, t.tellIdle(int(l.Succ), from, to))
	}
	return clauses
}

func (t teller) tellLag(l *masterplan.Lag) string {
	text, forward := lagText(t.ctx, &t.s.Plan.Settings, l)
	switch {
	case text == "":
		return ""
	case forward:
		return i18n.T(t.ctx, "plan.why.lag", "Time", text)
	}
	return i18n.T(t.ctx, "plan.why.lead", "Time", text)
}

// lagText writes a wait without its sign; forward is false for a lead.
func lagText(ctx context.Context, s *masterplan.Settings, l *masterplan.Lag) (text string, forward bool) {
	if l.Unit == masterplan.Percent && l.Percent != 0 {
		return i18n.T(ctx, "plan.lag.percent", "Share", i18n.Percent(ctx, max(l.Percent, -l.Percent)/100)), l.Percent > 0
	}
	minutes := max(l.Tenths, -l.Tenths) / 10
	switch {
	case minutes == 0:
		return "", true
	case l.Elapsed:
		return i18n.T(ctx, "plan.elapsed", "Time", i18n.Days(ctx, float64(minutes)/worktime.MinutesPerDay)), l.Tenths > 0
	}
	return WorkDays(ctx, s, minutes), l.Tenths > 0
}

// LinkWord is a link's type and wait: "完成—开始 + 2 天".
func LinkWord(ctx context.Context, s *masterplan.Settings, l *masterplan.Link) string {
	word := i18n.T(ctx, "plan.link."+l.Type.String())
	switch text, forward := lagText(ctx, s, &l.Lag); {
	case text == "":
		return word
	case forward:
		return word + " + " + text
	default:
		return word + " − " + text
	}
}

// tellIdle names the days without work between two moments, when there are more
// than a night between them.
func (t teller) tellIdle(i int, from, to worktime.Time) string {
	hours := t.s.Dates.Hours(i)
	if hours == nil || from == worktime.None || to == worktime.None {
		return ""
	}
	days, first, last := 0, worktime.NoDay, worktime.NoDay
	for d := from.Day(); d <= to.Day() && days < 400; d++ {
		if hours.Minutes(d) == 0 {
			days, last = days+1, d
			if first == worktime.NoDay {
				first = d
			}
		}
	}
	if days == 0 {
		return ""
	}
	if names := t.tellExceptions(i, first, last); names != "" {
		return i18n.N(t.ctx, "plan.why.idle_named", days, "Names", names)
	}
	return i18n.N(t.ctx, "plan.why.idle", days)
}

// tellExceptions names what the calendar of activity i says of the days from first
// to last.
func (t teller) tellExceptions(i int, first, last worktime.Day) string {
	p := t.s.Plan
	at := p.Activities[i].Calendar
	if at < 0 {
		at = p.Settings.Calendar
	}
	var names []string
	for seen := 0; at >= 0 && int(at) < len(p.Calendars) && seen <= len(p.Calendars); seen++ {
		c := &p.Calendars[at]
		for _, e := range c.Exceptions {
			if len(e.Spans) == 0 && e.Name != "" && e.From <= last && e.To >= first && e.Recurrence == nil && !slices.Contains(names, e.Name) {
				names = append(names, e.Name)
			}
		}
		at = c.Base
	}
	return strings.Join(names[:min(3, len(names))], i18n.T(t.ctx, "plan.why.and"))
}

// tellLength tells how long an activity takes and on which calendar.
func (t teller) tellLength(i int) []string {
	p, a := t.s.Plan, &t.s.Plan.Activities[i]
	if a.Kind != masterplan.Task || a.ActualFinish != worktime.None {
		return nil
	}
	calendar := CalendarName(t.ctx, p, a.Calendar)
	if a.ActualStart != worktime.None {
		return []string{i18n.T(t.ctx, "plan.why.remaining", "Time", OwnDays(t.ctx, p, a, a.Remaining), "Calendar", calendar)}
	}
	return []string{i18n.T(t.ctx, "plan.why.takes", "Time", Duration(t.ctx, p, a), "Calendar", calendar)}
}

// Constraints writes what bounds an activity; empty for nothing.
func Constraints(ctx context.Context, a *masterplan.Activity) string {
	var out []string
	for _, c := range []masterplan.Constraint{a.Primary, a.Secondary} {
		if text := constraintText(ctx, c); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, i18n.T(ctx, "plan.why.and"))
}

func constraintText(ctx context.Context, c masterplan.Constraint) string {
	if c.Type == masterplan.NoConstraint {
		return ""
	}
	text := i18n.T(ctx, "plan.constraint."+c.Type.String())
	if c.Date != worktime.None {
		text += " " + i18n.DateTime(ctx, c.Date)
	}
	return text
}

func (t teller) heading(a *masterplan.Activity) string {
	if a.Parent < 0 {
		return ""
	}
	return t.s.Plan.Activities[a.Parent].Name
}

func (t teller) outside(i int) string {
	for _, e := range t.s.Plan.External {
		if int(e.Activity) == i {
			return e.Other
		}
	}
	return ""
}

func (t teller) mustFinish() worktime.Time {
	if t.s.Plan.MustFinish != worktime.None {
		return t.s.Plan.MustFinish
	}
	return t.s.Plan.Finish
}
