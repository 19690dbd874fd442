package spreadsheet

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// word is one thing in both languages.
type word struct{ zh, en string }

func (w word) in(lang string) string {
	if lang == "zh" {
		return w.zh
	}
	return w.en
}

func (w word) is(cell string) bool {
	return normalHeading(cell) == normalHeading(w.zh) || normalHeading(cell) == normalHeading(w.en)
}

// option is a setting that changes dates: a row of the project's sheet with one of
// several values.
type option struct {
	label  word
	values []word
	of     func(s *masterplan.Settings) int
	set    func(s *masterplan.Settings, value int)
}

var yesOrNo = []word{{"否", "no"}, {"是", "yes"}}

// flag is an option that is on or off.
func flag(label word, of func(s *masterplan.Settings) *bool) option {
	return option{label, yesOrNo, func(s *masterplan.Settings) int {
		if *of(s) {
			return 1
		}
		return 0
	}, func(s *masterplan.Settings, value int) { *of(s) = value == 1 }}
}

// options are what dates depend on besides the rows, in the order of the sheet.
var options = []option{
	{word{"计算规则", "Rules of"}, []word{{"复工", "Fugong"}, {"Primavera P6", "Primavera P6"}, {"Microsoft Project", "Microsoft Project"}},
		func(s *masterplan.Settings) int { return int(s.Dialect) }, func(s *masterplan.Settings, v int) { s.Dialect = masterplan.Dialect(v) }},
	{word{"乱序进度", "Out of sequence"}, []word{{"保留逻辑", "retained logic"}, {"进度跨越", "progress override"}, {"实际日期", "actual dates"}},
		func(s *masterplan.Settings) int { return int(s.Progress) }, func(s *masterplan.Settings, v int) { s.Progress = masterplan.ProgressMode(v) }},
	{word{"时距日历", "Lags count on"}, []word{{"前置作业日历", "the predecessor's calendar"}, {"后续作业日历", "the successor's calendar"}, {"24 小时", "24 hours"}, {"项目日历", "the project's calendar"}},
		func(s *masterplan.Settings) int { return int(s.LagCalendar) }, func(s *masterplan.Settings, v int) { s.LagCalendar = masterplan.LagCalendar(v) }},
	{word{"总时差", "Total float"}, []word{{"按完成", "between finishes"}, {"按开始", "between starts"}, {"取较小者", "the smaller"}},
		func(s *masterplan.Settings) int { return int(s.FloatBasis) }, func(s *masterplan.Settings, v int) { s.FloatBasis = masterplan.FloatBasis(v) }},
	flag(word{"由完成日期倒排", "Back from the finish"}, func(s *masterplan.Settings) *bool { return &s.FromFinish }),
	flag(word{"采用期望完成", "Expected finish heeded"}, func(s *masterplan.Settings) *bool { return &s.UseExpectedFinish }),
	flag(word{"开始时距从最早开始计", "Start lags from the early start"}, func(s *masterplan.Settings) *bool { return &s.LagFromEarlyStart }),
	flag(word{"限制条件优先于逻辑", "Constraints overrule links"}, func(s *masterplan.Settings) *bool { return &s.HonourConstraints }),
	flag(word{"无后续即关键", "Open ends critical"}, func(s *masterplan.Settings) *bool { return &s.OpenEndsCritical }),
	flag(word{"按最长路径判定关键", "Critical by longest path"}, func(s *masterplan.Settings) *bool { return &s.CriticalByPath }),
	flag(word{"时差按项目各自完成", "Float from own finish"}, func(s *masterplan.Settings) *bool { return &s.FloatFromProject }),
}

var criticalFloat, lateFrom = word{"关键时差(小时)", "Critical float (hours)"}, word{"最迟日期起算", "Late dates from"}

// optionRows are the options as rows of the project's sheet.
func (b *book) optionRows() (rows [][]any) {
	s := &b.plan.Settings
	for _, o := range options {
		value := ""
		if v := o.of(s); v < len(o.values) {
			value = o.values[v].in(b.lang)
		}
		rows = append(rows, []any{o.label.in(b.lang), value})
	}
	rows = append(rows, []any{criticalFloat.in(b.lang), rounded(float64(s.CriticalFloat) / 60)})
	if s.LateFrom != 0 {
		rows = append(rows, []any{lateFrom.in(b.lang), exact(s.LateFrom)})
	}
	return rows
}

// readOption reads one of them; false when the label is none.
func (r *reader) readOption(t *table, row row, label, value string) bool {
	s := &r.plan.Settings
	for _, o := range options {
		if !o.label.is(label) {
			continue
		}
		for v := range o.values {
			if o.values[v].is(value) {
				o.set(s, v)
				return true
			}
		}
		r.badCell(t, row, label, value)
		return true
	}
	switch {
	case criticalFloat.is(label):
		h, ok := parseNumber(value)
		if !ok || h < -1e6 || h > 1e6 {
			r.badCell(t, row, label, value)
			return true
		}
		s.CriticalFloat = int64(h*60 + 0.5)
		if h < 0 {
			s.CriticalFloat = int64(h*60 - 0.5)
		}
	case lateFrom.is(label):
		at, _, ok := t.parseDate(value)
		if !ok {
			r.badCell(t, row, label, value)
			return true
		}
		s.LateFrom = at
	default:
		return false
	}
	return true
}

// The modes of an activity that dates depend on.
var manualMode, inactiveMode, ownHoursMode = word{"手动", "manual"}, word{"停用", "inactive"}, word{"不计资源日历", "own calendar only"}

// modesText are an activity's, separated by semicolons; "" for the usual.
func (b *book) modesText(a *masterplan.Activity) string {
	out := ""
	for _, m := range []struct {
		on   bool
		word word
	}{{a.Manual, manualMode}, {a.Inactive, inactiveMode}, {a.IgnoreResourceCalendar, ownHoursMode}} {
		if m.on && out != "" {
			out += "; "
		}
		if m.on {
			out += m.word.in(b.lang)
		}
	}
	return out
}

func (r *reader) readModes(i int32) {
	l, a := &r.lines[i], &r.plan.Activities[i]
	for _, s := range split(l.text(colMode), ";；、,，") {
		switch {
		case manualMode.is(s):
			a.Manual, a.ManualStart, a.ManualFinish = true, a.File.Start, a.File.Finish
		case inactiveMode.is(s):
			a.Inactive = true
		case ownHoursMode.is(s):
			a.IgnoreResourceCalendar = true
		default:
			l.bad(colMode, s)
		}
	}
}

// exact is a cell's date to the minute. Midnight is written as text: a date cell
// without a time of day means the day, which opens or closes when work does.
func exact(t worktime.Time) any {
	if t == worktime.None || t.Minute() != 0 {
		return date(t)
	}
	return t.Day().String() + " 00:00"
}
