package sheet

import (
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// simple writes a further sheet: a heading and rows of cells.
func (b *book) simple(sheet string, heading []any, width []float64, rows [][]any) error {
	s, err := b.stream(sheet, heading, layout{width: func(j int) float64 { return width[j] }})
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
			cells[j] = excelize.Cell{StyleID: b.style.get(styleKey{format: f}), Value: v}
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
		rows = append(rows, []any{safe(from.Code), safe(from.Name), linkName(l.Type), safe(b.lag(l.Lag)), safe(to.Code), safe(to.Name), driving})
	}
	for _, x := range p.External {
		own, other := &p.Activities[x.Activity], safe(x.Other)
		row := []any{safe(own.Code), safe(own.Name), linkName(x.Type), safe(b.lag(x.Lag)), nil, other, b.pick("外部", "external")}
		if x.Pred {
			row[0], row[1], row[4], row[5] = nil, other, safe(own.Code), safe(own.Name)
		}
		rows = append(rows, row)
	}
	heading := []any{b.pick("前置编码", "From code"), b.pick("前置作业名称", "From name"), b.pick("类型", "Type"), b.pick("时距", "Lag"),
		b.pick("后续编码", "To code"), b.pick("后续作业名称", "To name"), b.pick("驱动", "Driving")}
	return b.simple(b.words.links, heading, []float64{14, 40, 8, 10, 14, 40, 12}, rows)
}

func (b *book) resourceSheet() error {
	kinds := map[plan.ResourceType]string{
		plan.WorkResource: b.pick("人工", "Labour"), plan.EquipmentResource: b.pick("机械", "Equipment"),
		plan.MaterialResource: b.pick("材料", "Material"), plan.CostResource: b.pick("费用", "Cost"),
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
		rows = append(rows, []any{safe(r.Code), safe(r.Name), kinds[r.Type], safe(r.Unit), r.MaxUnits, r.Rate, used[i]})
	}
	heading := []any{b.pick("编码", "Code"), b.pick("名称", "Name"), b.pick("类别", "Kind"), b.pick("单位", "Unit"),
		b.pick("最大单位", "Max units"), b.pick("单价", "Rate"), b.pick("分配作业数", "Assignments")}
	return b.simple(b.words.resources, heading, []float64{14, 36, 10, 10, 10, 10, 12}, rows)
}

// projectSheet states the project's names and settings, one per row.
func (b *book) projectSheet() error {
	p, w := b.plan, b.words
	rows := [][]any{
		{w.name, safe(p.Name)}, {w.code, safe(p.Code)}, {w.start, date(p.Start)}, {w.dataDate, date(p.DataDate)},
		{w.mustFinish, date(p.MustFinish)}, {w.hoursPerDay, rounded(b.planDay() / 60)},
	}
	return b.simple(w.project, []any{b.pick("项目信息", "Setting"), b.pick("内容", "Value")}, []float64{18, 48}, rows)
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
	for _, i := range b.calendarOrder() {
		c := &b.plan.Calendars[i]
		week := b.week(i)
		row := []any{safe(c.Name)}
		for _, d := range order {
			row = append(row, b.hours(week[d].Spans))
		}
		hours := any(nil)
		if c.HoursPerDay > 0 {
			hours = c.HoursPerDay
		}
		rows = append(rows, append(row, hours))
	}
	return b.simple(w.calendars, heading, width, rows)
}

// calendarOrder puts the project's calendar first: Read takes the first for
// the project's.
func (b *book) calendarOrder() []int {
	var order []int
	if own := b.plan.Settings.Calendar; own >= 0 && int(own) < len(b.plan.Calendars) {
		order = append(order, int(own))
	}
	for i := range b.plan.Calendars {
		if int32(i) != b.plan.Settings.Calendar {
			order = append(order, i)
		}
	}
	return order
}

// week is a calendar's week with what its bases say.
func (b *book) week(i int) [7]plan.DayHours {
	week := standardWeek()
	var line []int
	for at := i; at >= 0 && len(line) <= len(b.plan.Calendars); at = int(b.plan.Calendars[at].Base) {
		line = append(line, at)
	}
	for n := len(line) - 1; n >= 0; n-- {
		for d, day := range b.plan.Calendars[line[n]].Week {
			if day.Set {
				week[d] = day
			}
		}
	}
	return week
}

func (b *book) hours(spans []worktime.Span) string {
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
	for i := range b.plan.Calendars {
		c := &b.plan.Calendars[i]
		for n := range c.Exceptions {
			x := &c.Exceptions[n]
			if x.Recurrence == nil {
				rows = append(rows, []any{safe(c.Name), date(x.From.At(0)), date(x.To.At(0)), safe(x.Name), b.hours(x.Spans)})
				continue
			}
			for _, d := range x.Days() {
				rows = append(rows, []any{safe(c.Name), date(d.At(0)), date(d.At(0)), safe(x.Name), b.hours(x.Spans)})
			}
		}
	}
	return b.simple(w.holidays, []any{w.calendar, w.from, w.to, w.reason, w.hours}, []float64{24, dateWidth, dateWidth, 24, 26}, rows)
}
