package planweb

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"fugong/internal/civil"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

func (h handlers) calendarRoutes(m *web.Mux) {
	m.Handle("GET /projects/{id}/calendars", h.calendars)
	m.Handle("POST /projects/{id}/calendars/{calendar}", h.editCalendar)
	m.Handle("POST /projects/{id}/calendars/holidays", h.applyHolidays)
}

// almanac is one calendar of a project through a year.
type almanac struct {
	*planview.Sight
	Index  int // -1 is the standard week
	Year   int
	hours  *worktime.Calendar
	marks  map[worktime.Day]string // exceptions and their names
	users  []*masterplan.Activity  // that work by it
	counts []int                   // activities by calendar
	form   ui.Form
	effect *planview.Effect
	undo   bool // the last change of the project can be taken back

	own      *worktime.Calendar // hours without stoppages
	laid     bool               // stoppages stop what works by it
	holidays *holidayTrial
	makeUp   ui.Form // of the public holidays
}

func (h handlers) readAlmanac(ctx context.Context, r *http.Request, index string) (*almanac, error) {
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	c := &almanac{Sight: s, Index: int(s.Stored.Settings.Calendar), counts: make([]int, len(s.Stored.Calendars)+1)}
	if n, err := strconv.Atoi(index); err == nil {
		c.Index = n
	}
	if c.Index < -1 || c.Index >= len(s.Stored.Calendars) {
		return nil, fault.New(fault.NotFound, "plan.calendar.unknown")
	}
	if err := c.compileHours(); err != nil {
		return nil, err
	}
	c.Year = yearOf(r.FormValue("year"), s)
	c.markExceptions()
	c.countDays()
	turns, err := h.Plans.Turns(ctx, s.Project.ID)
	c.undo = turns.Undo != nil && turns.Undo.Event.Detail.Before != nil && (turns.Undo.Event.Detail.Before.Calendar != nil || turns.Undo.Event.Detail.Before.Hours != nil) && s.May(ctx, plan.ActEdit)
	return c, err
}

// compileHours reads the hours of the calendar shown: its own, and with the stoppages
// laid over them. A plan that works the standard week has it laid as a calendar of
// its own.
func (c *almanac) compileHours() (err error) {
	if c.own, err = c.Stored.CompiledCalendar(int32(c.Index)); err != nil {
		return err
	}
	at := int32(c.Index)
	if at < 0 && c.Stored.Settings.Calendar < 0 {
		at = c.Plan.Settings.Calendar
	}
	if c.hours, err = c.Plan.CompiledCalendar(at); err != nil {
		return err
	}
	own := 0
	if c.Index >= 0 {
		own = len(c.Stored.Calendars[c.Index].Exceptions)
	}
	c.laid = at >= 0 && len(c.Plan.Calendars[at].Exceptions) > own
	return nil
}

// stoppages are those that touch the year shown and stop what works by the
// calendar.
func (c *almanac) stoppages() (list []stoppage.Stoppage) {
	first, last := worktime.Date(c.Year, 1, 1), worktime.Date(c.Year, 12, 31)
	for _, s := range c.Stoppages {
		if c.laid && s.From <= last && s.To >= first {
			list = append(list, s)
		}
	}
	return list
}

// stoppageOn is the stoppage of a day, for its class and its title; of the days on
// which work picks up again the one before. Nothing where the day is as usual.
func (c *almanac) stoppageOn(ctx context.Context, d worktime.Day) (class, title string) {
	if !c.laid || c.hours.Minutes(d) >= c.own.Minutes(d) && c.own.Minutes(d) > 0 {
		return "", ""
	}
	for i := len(c.Stoppages) - 1; i >= 0; i-- {
		s := &c.Stoppages[i]
		switch {
		case d >= s.From && d <= s.To:
			return " is-stopped", stoppageTitle(ctx, s)
		case d > s.To && c.hours.Minutes(d) < c.own.Minutes(d):
			return " is-restart", i18n.T(ctx, "plan.calendar.restart", "Name", stoppageTitle(ctx, s))
		}
	}
	return "", ""
}

func stoppageTitle(ctx context.Context, s *stoppage.Stoppage) string {
	name := i18n.T(ctx, "plan.calendar.stoppage", "Cause", i18n.T(ctx, "plan.recovery.cause."+string(s.Cause)))
	if s.Note != "" {
		name += " · " + s.Note
	}
	return name
}

// yearOf is the year asked for, else the one in which the project stands.
func yearOf(asked string, s *planview.Sight) int {
	if n, err := strconv.Atoi(asked); err == nil && n >= 1950 && n < 2150 {
		return n
	}
	for _, t := range []worktime.Time{s.Plan.DataDate, s.Project.Figures.Start} {
		if t != worktime.None {
			year, _, _ := t.Day().Civil()
			return year
		}
	}
	year, _, _ := s.Today.Civil()
	return year
}

// markExceptions gathers the exceptions of the calendar and of those it derives from.
func (c *almanac) markExceptions() {
	c.marks = map[worktime.Day]string{}
	seen := map[int]bool{}
	for at := c.Index; at >= 0 && at < len(c.Stored.Calendars) && !seen[at]; at = int(c.Stored.Calendars[at].Base) {
		seen[at] = true
		for _, e := range c.Stored.Calendars[at].Exceptions {
			for _, d := range e.Days() {
				if _, known := c.marks[d]; !known {
					c.marks[d] = e.Name
				}
			}
		}
	}
}

func (c *almanac) countDays() {
	for i := range c.Stored.Activities {
		a := &c.Stored.Activities[i]
		if a.Kind == masterplan.Summary {
			continue
		}
		at := int(a.Calendar)
		if at < 0 {
			at = int(c.Stored.Settings.Calendar)
		}
		c.counts[at+1]++
		if at == c.Index {
			c.users = append(c.users, a)
		}
	}
}

// calendar is the one shown; nil for the standard week.
func (c *almanac) calendar() *masterplan.Calendar {
	if c.Index < 0 {
		return nil
	}
	return &c.Stored.Calendars[c.Index]
}

func (c *almanac) address(index, year int) string {
	return fmt.Sprintf("%s?calendar=%d&year=%d", c.Href("calendars"), index, year)
}

// date is one day of the year view.
type date struct {
	Day   worktime.Day
	N     int
	Class string
	Title string
}

// monthInWeeks is the days of a month in weeks from Monday; blanks have N 0.
func (c *almanac) monthInWeeks(ctx context.Context, month int) [][]date {
	first := worktime.Date(c.Year, month, 1)
	next := worktime.Date(c.Year, month+1, 1)
	if month == 12 {
		next = worktime.Date(c.Year+1, 1, 1)
	}
	weeks := [][]date{make([]date, (first.Weekday()+6)%7)}
	for d := first; d < next; d++ {
		if len(weeks[len(weeks)-1]) == 7 {
			weeks = append(weeks, nil)
		}
		weeks[len(weeks)-1] = append(weeks[len(weeks)-1], c.dateOf(ctx, d, int(d-first)+1))
	}
	for len(weeks[len(weeks)-1]) < 7 {
		weeks[len(weeks)-1] = append(weeks[len(weeks)-1], date{})
	}
	return weeks
}

func (c *almanac) dateOf(ctx context.Context, d worktime.Day, n int) date {
	minutes := c.hours.Minutes(d)
	out := date{Day: d, N: n, Class: "is-work"}
	if minutes == 0 {
		out.Class = "is-off"
	}
	words := []string{i18n.LongDate(ctx, d), hoursText(ctx, c.hours.Spans(d))}
	if name, ok := c.marks[d]; ok {
		out.Class += " is-exception"
		words = append(words, name)
	}
	if s, ok := civil.On(d); ok && !s.Work {
		out.Class += " is-holiday"
		words = append(words, specialName(ctx, s))
		if s.Expected {
			out.Class += " is-expected"
		}
	}
	if class, title := c.stoppageOn(ctx, d); class != "" {
		out.Class += class
		words = append(words, title)
	}
	if d == c.Today {
		out.Class += " is-today"
	}
	out.Title = strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
	return out
}

// hoursText writes working hours: "08:00–12:00, 13:00–17:00", or that it is a
// day off.
func hoursText(ctx context.Context, spans []worktime.Span) string {
	if len(spans) == 0 {
		return i18n.T(ctx, "plan.calendar.off")
	}
	if len(spans) == 1 && spans[0].Start == 0 && spans[0].End == worktime.MinutesPerDay {
		return i18n.T(ctx, "plan.calendar.all_day")
	}
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = clock(s.Start) + "–" + clock(s.End)
	}
	return strings.Join(parts, ", ")
}

func clock(minute int16) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// monthName is the month in the reader's language.
func monthName(ctx context.Context, month int) string {
	if i18n.Lang(ctx) == i18n.Chinese {
		return strconv.Itoa(month) + "月"
	}
	return time.Month(month).String()
}

// exceptionLine is one exception of the calendar shown.
type exceptionLine struct {
	Index int
	masterplan.Exception
}

// exceptionLines are the calendar's own, those of the year shown first.
func (c *almanac) exceptionLines() (list []exceptionLine) {
	cal := c.calendar()
	if cal == nil {
		return nil
	}
	for i, e := range cal.Exceptions {
		first, last := worktime.Date(c.Year, 1, 1), worktime.Date(c.Year, 12, 31)
		if e.From <= last && (e.To >= first || e.Recurrence != nil) {
			list = append(list, exceptionLine{i, e})
		}
	}
	slices.SortStableFunc(list, func(a, b exceptionLine) int { return int(a.From) - int(b.From) })
	return list
}

func rangeText(ctx context.Context, from, to worktime.Day) string {
	if from == to {
		return i18n.Date(ctx, from)
	}
	return i18n.Date(ctx, from) + " – " + i18n.Date(ctx, to)
}

func (h handlers) calendars(w http.ResponseWriter, r *http.Request) error {
	c, err := h.readAlmanac(r.Context(), r, r.FormValue("calendar"))
	if err != nil {
		return err
	}
	c.form = ui.FormOf("kind", "holiday")
	return web.OK(w, r, calendarsPage(c))
}

// editCalendar shows what a change of a calendar would do, or makes it.
func (h handlers) editCalendar(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	c, err := h.readAlmanac(ctx, r, r.PathValue("calendar"))
	if err != nil {
		return err
	}
	if err := c.Must(ctx, plan.ActEdit); err != nil {
		return err
	}
	edit := plan.CalendarEdit{Calendar: c.Index, Expected: planview.Seen(r)}
	if remove := f.Text("remove"); remove != "" {
		edit.Remove = f.Int("remove")
	} else {
		edit.Add = h.exceptionOf(ctx, f, c)
	}
	if err = f.Fault(); err == nil {
		if f.Value("do") == "save" {
			if _, err = h.Plans.EditCalendar(ctx, project, edit); err == nil {
				web.Flash(ctx, ui.Good, "plan.calendar.saved")
				h.Changed(ctx, project)
				return web.Redirect(w, r, c.address(c.Index, c.Year))
			}
		} else {
			e := &planview.Effect{}
			if e.Before, e.After, err = h.Plans.TryCalendar(ctx, project, edit); err == nil {
				c.effect = e
			}
		}
	}
	if err != nil && !web.Refusal(err) {
		return err
	}
	c.form = f.Failed(ctx, err)
	return web.Render(w, r, web.Status(err), calendarsPage(c))
}

// exceptionOf reads a holiday, a stoppage or a made-up working day.
func (h handlers) exceptionOf(ctx context.Context, f *web.Form, c *almanac) *masterplan.Exception {
	kind := f.One("kind", "holiday", "stoppage", "work")
	e := &masterplan.Exception{Name: f.Text("name"), From: worktime.NoDay}
	f.Need("from")
	if day, ok := f.Day("from"); ok {
		e.From, e.To = day, day
	}
	if day, ok := f.Day("to"); ok {
		e.To = day
	}
	if e.Name == "" && kind != "" {
		e.Name = i18n.T(ctx, "plan.calendar.kind."+kind)
	}
	if kind == "work" {
		e.Spans = spansOf(f, c.own)
	}
	return e
}

// spansOf reads "08:00-12:00, 13:00-17:00"; without any, the hours of the
// calendar's first working weekday.
func spansOf(f *web.Form, hours *worktime.Calendar) []worktime.Span {
	text := f.Text("hours")
	if text == "" {
		for _, spans := range hours.Week() {
			if len(spans) > 0 {
				return spans
			}
		}
		return []worktime.Span{{Start: 8 * 60, End: 12 * 60}, {Start: 13 * 60, End: 17 * 60}}
	}
	var spans []worktime.Span
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，;； 、", r) }) {
		from, to, ok := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "~", "-", "：", ":").Replace(part), "-")
		start, ok1 := minuteOf(from)
		end, ok2 := minuteOf(to)
		if !ok || !ok1 || !ok2 {
			f.Wrong("hours", "plan.calendar.hours_format")
			return nil
		}
		spans = append(spans, worktime.Span{Start: start, End: end})
	}
	return spans
}

func minuteOf(s string) (int16, bool) {
	var h, m int
	if n, err := fmt.Sscanf(s, "%d:%d", &h, &m); n != 2 || err != nil || h < 0 || h > 24 || m < 0 || m > 59 || h*60+m > worktime.MinutesPerDay {
		return 0, false
	}
	return int16(h*60 + m), true
}
