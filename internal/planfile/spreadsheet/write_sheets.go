package spreadsheet

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// writeSheet writes a further sheet: a heading and rows of cells.
func (b *book) writeSheet(sheet string, heading []any, width []float64, rows [][]any) error {
	s, err := b.openStream(sheet, heading, layout{width: func(j int) float64 { return width[j] }})
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, v := range row {
			f := asText
			switch v.(type) {
			case float64, int, int64:
				f = asNumber
			case time.Time:
				f = asDate
			}
			cells[j] = excelize.Cell{StyleID: b.style.styleFor(styleKey{format: f}), Value: v}
		}
		if err := s.SetRow(cellName(1, i+2), cells); err != nil {
			return err
		}
	}
	return s.Flush()
}

func (b *book) pick(zh, en string) string {
	if b.lang == "zh" {
		return zh
	}
	return en
}

// linkSheet lists every link with both ends' names.
func (b *book) linkSheet() error {
	p := b.plan
	var rows [][]any
	for i := range p.Links {
		l := &p.Links[i]
		from, to := &p.Activities[l.Pred], &p.Activities[l.Succ]
		driving := any(nil)
		if b.dates != nil && b.dates.Links[i].Driving {
			driving = b.pick("● 驱动", "● driving")
		}
		rows = append(rows, []any{safeText(from.Code), safeText(from.Name), linkName(l.Type), safeText(b.lagText(l.Lag)), safeText(to.Code), safeText(to.Name), driving, safeText(b.lagCalendar(l))})
	}
	for _, x := range p.External {
		own, other := &p.Activities[x.Activity], safeText(x.Other)
		row := []any{safeText(own.Code), safeText(own.Name), linkName(x.Type), safeText(b.lagText(x.Lag)), nil, other, b.pick("外部", "external")}
		if x.Pred {
			row[0], row[1], row[4], row[5] = nil, other, safeText(own.Code), safeText(own.Name)
		}
		rows = append(rows, row)
	}
	heading := []any{b.pick("前置编码", "From code"), b.pick("前置作业名称", "From name"), b.pick("类型", "Type"), b.pick("时距", "Lag"),
		b.pick("后续编码", "To code"), b.pick("后续作业名称", "To name"), b.pick("驱动", "Driving"), b.pick("时距日历", "Lag calendar")}
	return b.writeSheet(b.words.links, heading, []float64{14, 40, 8, 10, 14, 40, 12, 24}, rows)
}

func (b *book) calendarName(i int32) string {
	if i < 0 || int(i) >= len(b.calendars) {
		return ""
	}
	return b.calendars[i]
}

// lagCalendar names the calendar that a link's lag counts on.
func (b *book) lagCalendar(l *masterplan.Link) string {
	at := int32(-1)
	switch {
	case l.Lag.Tenths == 0 && l.Lag.Percent == 0:
		return ""
	case l.Lag.Elapsed || b.plan.Settings.LagCalendar == masterplan.LagElapsed:
		return b.pick("24 小时", "24 hours")
	case b.plan.Settings.LagCalendar == masterplan.LagPredecessor:
		at = b.plan.Activities[l.Pred].Calendar
	case b.plan.Settings.LagCalendar == masterplan.LagSuccessor:
		at = b.plan.Activities[l.Succ].Calendar
	}
	if at < 0 {
		at = b.plan.Settings.Calendar
	}
	if at < 0 {
		return b.words.standard
	}
	return b.calendars[at]
}

func (b *book) resourceSheet() error {
	kinds := map[masterplan.ResourceType]string{
		masterplan.WorkResource: b.pick("人工", "Labour"), masterplan.EquipmentResource: b.pick("机械", "Equipment"),
		masterplan.MaterialResource: b.pick("材料", "Material"), masterplan.CostResource: b.pick("费用", "Cost"),
	}
	used := make([]int, len(b.plan.Resources))
	for i := range b.plan.Assignments {
		if r := b.plan.Assignments[i].Resource; r >= 0 {
			used[r]++
		}
	}
	var rows [][]any
	for i := range b.plan.Resources {
		r := &b.plan.Resources[i]
		rows = append(rows, []any{safeText(r.Code), safeText(r.Name), kinds[r.Type], safeText(r.Unit), r.MaxUnits, r.Rate, used[i], safeText(b.calendarName(r.Calendar))})
	}
	heading := []any{b.pick("编码", "Code"), b.pick("名称", "Name"), b.pick("类别", "Kind"), b.pick("单位", "Unit"),
		b.pick("最大单位", "Max units"), b.pick("单价", "Rate"), b.pick("分配作业数", "Assignments"), b.words.calendar}
	return b.writeSheet(b.words.resources, heading, []float64{14, 36, 10, 10, 10, 10, 12, 24}, rows)
}

// projectSheet states the project's names and settings, one per row.
func (b *book) projectSheet() error {
	p, w := b.plan, b.words
	rows := [][]any{
		{w.name, safeText(p.Name)}, {w.code, safeText(p.Code)}, {w.start, exact(p.Start)}, {w.dataDate, exact(p.DataDate)},
		{w.mustFinish, exact(b.mustFinish())}, {w.hoursPerDay, rounded(b.planDay() / 60)},
	}
	rows = append(rows, b.optionRows()...)
	return b.writeSheet(w.project, []any{b.pick("项目信息", "Setting"), b.pick("内容", "Value")}, []float64{18, 48}, rows)
}

// calendarSheet writes each calendar's own week with what it inherits.
func (b *book) calendarSheet() error {
	w := b.words
	heading := []any{w.calendar}
	width := []float64{24}
	order := [7]int{1, 2, 3, 4, 5, 6, 0}
	for _, d := range order {
		heading, width = append(heading, w.days[d]), append(width, 26)
	}
	heading, width = append(heading, w.hoursPerDay), append(width, 14)
	var rows [][]any
	if b.plan.Settings.Calendar < 0 {
		row := []any{w.standard}
		week := standardWeek()
		for _, d := range order {
			row = append(row, b.hoursText(week[d].Spans))
		}
		rows = append(rows, append(row, nil))
	}
	for _, i := range b.calendarOrder() {
		c := &b.plan.Calendars[i]
		week := b.weekOf(i)
		row := []any{safeText(b.calendars[i])}
		for _, d := range order {
			row = append(row, b.hoursText(week[d].Spans))
		}
		hours := any(nil)
		if c.HoursPerDay > 0 {
			hours = c.HoursPerDay
		}
		rows = append(rows, append(row, hours))
	}
	return b.writeSheet(w.calendars, heading, width, rows)
}

// calendarOrder puts the project's calendar first: Read takes the first for
// the project's.
func (b *book) calendarOrder() []int {
	var order []int
	if own := b.plan.Settings.Calendar; own >= 0 && int(own) < len(b.plan.Calendars) {
		order = append(order, int(own))
	}
	used := b.usedCalendars()
	for i := range b.plan.Calendars {
		_, err := b.plan.CompiledCalendar(int32(i))
		if int32(i) != b.plan.Settings.Calendar && (err == nil || used[i]) {
			order = append(order, i) // one that never works would stop Read
		}
	}
	return order
}

// weekOf is a calendar's week with what its bases say.
func (b *book) weekOf(i int) [7]masterplan.DayHours {
	week := standardWeek()
	for _, at := range b.lineage(i) {
		for d, day := range b.plan.Calendars[at].Week {
			if day.Set {
				week[d] = day
			}
		}
	}
	return week
}

// lineage is calendar i and its bases, the furthest base first.
func (b *book) lineage(i int) (line []int) {
	for at := i; at >= 0 && len(line) <= len(b.plan.Calendars); at = int(b.plan.Calendars[at].Base) {
		line = append(line, at)
	}
	slices.Reverse(line)
	return line
}

// usedCalendars are those that an activity works on.
func (b *book) usedCalendars() map[int]bool {
	used := map[int]bool{}
	for i := range b.plan.Activities {
		used[int(b.plan.Activities[i].Calendar)] = true
	}
	return used
}

// calendarNames gives every calendar a name of its own.
func calendarNames(p *masterplan.Plan) []string {
	names, used := make([]string, len(p.Calendars)), map[string]bool{}
	if p.Settings.Calendar < 0 {
		for _, w := range language {
			used[key(w.standard)] = true
		}
	}
	for i := range names {
		full := first(strings.Join(strings.Fields(p.Calendars[i].Name), " "), "?")
		name := full
		for n := 2; used[key(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", full, n)
		}
		names[i], used[key(name)] = name, true
	}
	return names
}

// exceptionRows are the days of an exception; one that repeats is written out.
func (b *book) exceptionRows(calendar int, x *masterplan.Exception) (rows [][]any) {
	row := func(from, to worktime.Day) {
		rows = append(rows, []any{safeText(b.calendars[calendar]), date(from.At(0)), date(to.At(0)), safeText(x.Name), b.hoursText(x.Spans)})
	}
	if x.Recurrence == nil {
		row(x.From, x.To)
		return rows
	}
	for _, d := range x.Days() {
		row(d, d)
	}
	return rows
}

// maxWeekDays bounds how far the weeks of a season are written out.
const maxWeekDays = 3660

// workWeekRows are the days that a season works otherwise, those alike in a row.
func (b *book) workWeekRows(calendar int, w *masterplan.WorkWeek) (rows [][]any) {
	for d := w.From; d <= w.To && d < w.From+maxWeekDays; {
		day, from := w.Week[d.Weekday()], d
		for d++; d <= w.To && same(w.Week[d.Weekday()], day); d++ {
		}
		if day.Set {
			rows = append(rows, []any{safeText(b.calendars[calendar]), date(from.At(0)), date((d - 1).At(0)), safeText(w.Name), b.hoursText(day.Spans)})
		}
	}
	return rows
}

func same(a, b masterplan.DayHours) bool { return a.Set == b.Set && slices.Equal(a.Spans, b.Spans) }

// mustFinish is the finish that late dates count back from.
func (b *book) mustFinish() worktime.Time {
	if p := b.plan; p.MustFinish == worktime.None && p.Settings.FromFinish {
		return p.Finish
	}
	return b.plan.MustFinish
}

func (b *book) hoursText(spans []worktime.Span) string {
	var out []string
	for _, s := range spans {
		out = append(out, fmt.Sprintf("%02d:%02d-%02d:%02d", s.Start/60, s.Start%60, s.End/60, s.End%60))
	}
	if len(out) == 0 {
		return b.pick("休", "off")
	}
	return strings.Join(out, " ")
}

// holidaySheet lists days off and worked days of every calendar; those that
// repeat are written out.
func (b *book) holidaySheet() error {
	w := b.words
	var rows [][]any
	for _, i := range b.calendarOrder() {
		for _, at := range b.lineage(i) {
			c := &b.plan.Calendars[at]
			for n := range c.WorkWeeks {
				rows = append(rows, b.workWeekRows(i, &c.WorkWeeks[n])...)
			}
			for n := range c.Exceptions {
				rows = append(rows, b.exceptionRows(i, &c.Exceptions[n])...)
			}
		}
	}
	return b.writeSheet(w.holidays, []any{w.calendar, w.from, w.to, w.reason, w.hours}, []float64{24, dateWidth, dateWidth, 24, 26}, rows)
}
