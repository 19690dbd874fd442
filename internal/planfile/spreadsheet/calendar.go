package spreadsheet

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// words name the further sheets and their cells.
type words struct {
	plan, project, calendars, holidays, links, resources, help string
	name, code, start, dataDate, mustFinish, hoursPerDay       string
	calendar, from, to, reason, hours                          string
	days                                                       [7]string // 0 = Sunday
	standard                                                   string
}

var language = map[string]words{
	"zh": {
		plan: "计划", project: "项目", calendars: "日历", holidays: "节假日和调休", links: "逻辑关系", resources: "资源", help: "填写说明",
		name: "项目名称", code: "项目编码", start: "开工日期", dataDate: "数据日期", mustFinish: "必须完成", hoursPerDay: "每天工时",
		calendar: "日历", from: "从", to: "到", reason: "事由", hours: "工作时间",
		days:     [7]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
		standard: "标准",
	},
	"en": {
		plan: "Plan", project: "Project", calendars: "Calendars", holidays: "Holidays", links: "Links", resources: "Resources", help: "How to fill in",
		name: "Project name", code: "Project code", start: "Start date", dataDate: "Data date", mustFinish: "Must finish", hoursPerDay: "Hours per day",
		calendar: "Calendar", from: "From", to: "To", reason: "Reason", hours: "Working hours",
		days:     [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		standard: "Standard",
	},
}

// findSheet finds a further sheet by its name in either language.
func (r *reader) findSheet(pick func(words) string) *table {
	for _, t := range r.tables {
		for _, w := range language {
			if t != r.table && normalHeading(t.name) == normalHeading(pick(w)) {
				return t
			}
		}
	}
	return nil
}

func is(cell string, pick func(words) string) bool {
	for _, w := range language {
		if normalHeading(cell) == normalHeading(pick(w)) {
			return true
		}
	}
	return false
}

// cell is a cell of a further sheet, "" outside.
func (w row) cell(j int) string {
	if j < 0 || j >= len(w.cells) {
		return ""
	}
	return strings.TrimSpace(w.cells[j])
}

// readProject reads the sheet of names and settings, one per row.
func (r *reader) readProject() {
	p := r.plan
	base := r.file
	if dot := strings.LastIndexByte(base, '.'); dot > 0 {
		base = base[:dot]
	}
	p.Name, p.Code = base, base
	p.Start, p.Finish, p.DataDate, p.MustFinish = worktime.None, worktime.None, worktime.None, worktime.None
	p.Settings = masterplan.Settings{
		Dialect: masterplan.Own, LagCalendar: masterplan.LagPredecessor, MinutesPerDay: 480, MinutesPerWeek: 2400, DaysPerMonth: 20,
		DefaultStart: 8 * 60, DefaultFinish: 17 * 60,
	}
	t := r.findSheet(func(w words) string { return w.project })
	if t == nil {
		return
	}
	for _, row := range t.rows {
		r.readSetting(t, row)
	}
}

func (r *reader) readSetting(t *table, row row) {
	p, label, value := r.plan, row.cell(0), row.cell(1)
	if value == "" {
		return
	}
	date := func(into *worktime.Time) {
		at, timed, ok := t.parseDate(value)
		if !ok {
			r.badCell(t, row, label, value)
			return
		}
		*into = at
		r.timed[into] = timed
	}
	switch {
	case r.readOption(t, row, label, value):
	case is(label, func(w words) string { return w.name }):
		p.Name = value
	case is(label, func(w words) string { return w.code }):
		p.Code = value
	case is(label, func(w words) string { return w.start }):
		date(&p.Start)
	case is(label, func(w words) string { return w.dataDate }):
		date(&p.DataDate)
	case is(label, func(w words) string { return w.mustFinish }):
		date(&p.MustFinish)
	case is(label, func(w words) string { return w.hoursPerDay }):
		if h, ok := parseNumber(value); ok && h > 0 && h <= 24 {
			p.Settings.MinutesPerDay = int(h*60 + 0.5)
		} else {
			r.badCell(t, row, label, value)
		}
	}
}

func (r *reader) badCell(t *table, row row, column, value string) {
	r.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.cell_unreadable", Table: t.name, Line: row.number,
		Args: map[string]string{"row": itoa(row.number), "column": column, "value": value, "type": t.name + itoa(row.number) + column}})
}

// readCalendars reads the calendars' sheet and the holidays' sheet; without them
// there is the standard calendar, Monday to Friday 08:00–12:00, 13:00–17:00.
func (r *reader) readCalendars() error {
	if t := r.findSheet(func(w words) string { return w.calendars }); t != nil {
		r.calendarRows(t)
	}
	if len(r.plan.Calendars) == 0 {
		r.addCalendar(masterplan.Calendar{Name: language["en"].standard, Week: standardWeek()})
		r.note(masterplan.Note{Level: masterplan.Default, Key: "plan.note.calendar_default", Args: map[string]string{"calendar": language["en"].standard}})
	}
	if t := r.findSheet(func(w words) string { return w.holidays }); t != nil {
		r.holidayRows(t)
	}
	for i := range r.plan.Calendars {
		c, err := r.plan.CompiledCalendar(int32(i))
		if err != nil {
			return err
		}
		r.calendars = append(r.calendars, c)
	}
	for _, t := range []*worktime.Time{&r.plan.Start, &r.plan.DataDate} {
		if *t != worktime.None && !r.timed[t] {
			*t = r.opening(0, *t)
		}
	}
	if r.plan.MustFinish != worktime.None && !r.timed[&r.plan.MustFinish] {
		r.plan.MustFinish = r.closing(0, r.plan.MustFinish)
	}
	return nil
}

func standardWeek() (week [7]masterplan.DayHours) {
	for d := range week {
		week[d].Set = true
		if d >= 1 && d <= 5 {
			week[d].Spans = []worktime.Span{{Start: 8 * 60, End: 12 * 60}, {Start: 13 * 60, End: 17 * 60}}
		}
	}
	return week
}

func (r *reader) addCalendar(c masterplan.Calendar) {
	c.UID, c.Base = int64(len(r.plan.Calendars))+1, -1
	r.calendar[key(c.Name)] = int32(len(r.plan.Calendars))
	r.plan.Calendars = append(r.plan.Calendars, c)
}

// calendarRows reads one calendar per row: its name, seven days, hours per day.
func (r *reader) calendarRows(t *table) {
	var days [7]int
	name, hours := -1, -1
	for _, row := range t.rows {
		if name < 0 {
			name, hours, days = calendarHeading(row)
			continue
		}
		label := row.cell(name)
		if _, twice := r.calendar[key(label)]; label == "" || twice {
			continue
		}
		c := masterplan.Calendar{Name: label}
		for d := range c.Week {
			c.Week[d].Set = true
		}
		for d := range c.Week {
			r.dayCell(t, row, &c, d, row.cell(days[d]))
		}
		if h, ok := parseNumber(row.cell(hours)); ok && h > 0 && h <= 24 {
			c.HoursPerDay = h
		}
		r.addCalendar(c)
	}
}

// calendarHeading finds the columns; name stays -1 when row is no heading.
func calendarHeading(row row) (name, hours int, days [7]int) {
	name, hours = -1, -1
	for d := range days {
		days[d] = -1
	}
	for j := range row.cells {
		switch cell := row.cell(j); {
		case is(cell, func(w words) string { return w.calendar }):
			name = j
		case is(cell, func(w words) string { return w.hoursPerDay }):
			hours = j
		default:
			for d := range days {
				if is(cell, func(w words) string { return w.days[d] }) {
					days[d] = j
				}
			}
		}
	}
	return name, hours, days
}

func (r *reader) dayCell(t *table, row row, c *masterplan.Calendar, d int, cell string) {
	if isOff(cell) {
		return
	}
	today, next, ok := parseHours(cell)
	if !ok {
		r.badCell(t, row, language["en"].days[d], cell)
		return
	}
	c.Week[d].Spans = append(c.Week[d].Spans, today...)
	c.Week[(d+1)%7].Spans = append(c.Week[(d+1)%7].Spans, next...)
}

func isOff(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "-", "休", "休息", "off", "0":
		return true
	}
	return false
}

// holidayRows reads days off and worked days, one run of days per row.
func (r *reader) holidayRows(t *table) {
	cols := map[string]int{}
	for _, row := range t.rows {
		if len(cols) == 0 {
			for j := range row.cells {
				for _, w := range language {
					for _, name := range []string{w.calendar, w.from, w.to, w.reason, w.hours} {
						if normalHeading(row.cell(j)) == normalHeading(name) {
							cols[normalHeading(name)] = j
						}
					}
				}
			}
			continue
		}
		r.readHoliday(t, row, func(pick func(words) string) string {
			for _, w := range language {
				if j, ok := cols[normalHeading(pick(w))]; ok {
					return row.cell(j)
				}
			}
			return ""
		})
	}
}

func (r *reader) readHoliday(t *table, row row, cell func(func(words) string) string) {
	from, _, ok := t.parseDate(cell(func(w words) string { return w.from }))
	if !ok {
		if s := cell(func(w words) string { return w.from }); s != "" {
			r.badCell(t, row, language["en"].from, s)
		}
		return
	}
	to, _, ok := t.parseDate(cell(func(w words) string { return w.to }))
	if !ok || to < from || to > from+maxDays*worktime.MinutesPerDay {
		to = from
	}
	x := masterplan.Exception{Name: cell(func(w words) string { return w.reason }), From: from.Day(), To: to.Day()}
	if s := cell(func(w words) string { return w.hours }); !isOff(s) {
		if x.Spans, _, ok = parseHours(s); !ok {
			r.badCell(t, row, language["en"].hours, s)
			return
		}
	}
	name := cell(func(w words) string { return w.calendar })
	for i := range r.plan.Calendars {
		if name == "" || key(r.plan.Calendars[i].Name) == key(name) {
			r.plan.Calendars[i].Exceptions = append(r.plan.Calendars[i].Exceptions, x)
		}
	}
}

// resourceCalendars reads when the labour that the rows name works.
func (r *reader) resourceCalendars() {
	t := r.findSheet(func(w words) string { return w.resources })
	if t == nil || len(t.rows) == 0 {
		return
	}
	name, calendar := -1, -1
	for j := range t.rows[0].cells {
		switch cell := t.rows[0].cell(j); {
		case known[normalHeading(cell)] == colName:
			name = j
		case is(cell, func(w words) string { return w.calendar }):
			calendar = j
		}
	}
	for _, row := range t.rows[1:] {
		at, labour := r.resources[groupTrade+"\x00"+row.cell(name)]
		c, known := r.calendar[key(row.cell(calendar))]
		if labour && known {
			r.plan.Resources[at].Calendar = c
		}
	}
}

// perDay is the length of a day in minutes when durations are converted.
func (r *reader) perDay(calendar int32) int64 {
	if h := r.plan.Calendars[calendar].HoursPerDay; h > 0 {
		return int64(h*60 + 0.5)
	}
	return int64(r.plan.Settings.MinutesPerDay)
}
