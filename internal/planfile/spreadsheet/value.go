package spreadsheet

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/width"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

func itoa(n int) string { return strconv.Itoa(n) }

// maxDays bounds durations and lags: a hundred years.
const maxDays = 36600

var (
	dateForm    = regexp.MustCompile(`^(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?\s*(.*)$`)
	compactForm = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:\s+(.*))?$`)
	weekdayForm = regexp.MustCompile(`(?i)[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|^[a-z]{3,9}day,?\s|[（(](?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[)）]`)
)

// parseDate reads a date as people and Excel write it, with a weekday and a time of
// twelve hours or none; timed says whether it had a time of day. 03/04/2020 is
// refused: nobody can tell which is the month.
func (t *table) parseDate(s string) (at worktime.Time, timed, ok bool) {
	if serial, err := strconv.ParseFloat(s, 64); err == nil && t.numeric && serial < 1e6 {
		return t.readSerial(serial)
	}
	s = strings.TrimSpace(weekdayForm.ReplaceAllString(width.Fold.String(s), " "))
	m := dateForm.FindStringSubmatch(s)
	if m == nil {
		if m = compactForm.FindStringSubmatch(s); m == nil {
			return worktime.None, false, false
		}
	}
	day, ok := dayOf(m[1], m[2], m[3])
	if !ok {
		return worktime.None, false, false
	}
	minute, timed, ok := parseClock(m[4])
	if !ok {
		return worktime.None, false, false
	}
	return day.At(minute), timed, true
}

// dayOf is the day of three numbers, year first, or last where day and month cannot be
// mistaken for one another.
func dayOf(a, b, c string) (worktime.Day, bool) {
	var n [3]int
	for i, s := range [3]string{a, b, c} {
		n[i], _ = strconv.Atoi(s) // digits only
	}
	y, mo, d := n[0], n[1], n[2]
	switch {
	case len(a) == 4:
	case len(c) == 4 && n[0] > 12: // 31/12/2020
		y, mo, d = n[2], n[1], n[0]
	case len(c) == 4 && n[1] > 12: // 12/31/2020
		y, mo, d = n[2], n[0], n[1]
	default:
		return 0, false
	}
	day := worktime.Date(y, mo, d)
	yy, mm, dd := day.Civil()
	return day, y >= 1950 && y <= 2149 && yy == y && mm == mo && dd == d
}

// readSerial reads Excel's day number.
func (t *table) readSerial(f float64) (at worktime.Time, timed, ok bool) {
	if f < 18000 || f > 92000 { // 1949 to 2151
		return worktime.None, false, false
	}
	when, err := excelize.ExcelDateToTime(f, t.from1904)
	if err != nil {
		return worktime.None, false, false
	}
	at = worktime.Time((when.Unix() + 30) / 60)
	return at, at.Minute() != 0, true
}

var amountForm = regexp.MustCompile(`^([+-]?\d+(?:\.\d+)?)\s*([^\d\s?？]*)\s*([?？]?)$`)

// units are the words for units of time. An e in front, or the Chinese word
// for calendar time, runs round the clock.
var units = map[string]masterplan.Unit{
	"": masterplan.Days, "d": masterplan.Days, "day": masterplan.Days, "days": masterplan.Days, "wd": masterplan.Days,
	"天": masterplan.Days, "日": masterplan.Days, "工作日": masterplan.Days, "个工作日": masterplan.Days,
	"h": masterplan.Hours, "hr": masterplan.Hours, "hrs": masterplan.Hours, "hour": masterplan.Hours, "hours": masterplan.Hours, "小时": masterplan.Hours, "工时": masterplan.Hours, "时": masterplan.Hours,
	"m": masterplan.Minutes, "min": masterplan.Minutes, "mins": masterplan.Minutes, "minutes": masterplan.Minutes, "分钟": masterplan.Minutes, "分": masterplan.Minutes,
	"w": masterplan.Weeks, "wk": masterplan.Weeks, "wks": masterplan.Weeks, "week": masterplan.Weeks, "weeks": masterplan.Weeks, "周": masterplan.Weeks, "周工时": masterplan.Weeks,
	"mo": masterplan.Months, "mon": masterplan.Months, "mons": masterplan.Months, "month": masterplan.Months, "months": masterplan.Months, "月": masterplan.Months, "个月": masterplan.Months, "月工时": masterplan.Months,
	"%": masterplan.Percent, "％": masterplan.Percent,
}

var elapsedWords = map[string]masterplan.Unit{"日历天": masterplan.Days, "日历日": masterplan.Days, "自然日": masterplan.Days, "天历时": masterplan.Days}

// amount is a number with a unit of time.
type amount struct {
	value     float64
	unit      masterplan.Unit
	elapsed   bool
	estimated bool
}

// parseAmount reads "5", "5d", "2.5天", "3ed", "16h", "50%".
func parseAmount(s string) (amount, bool) {
	m := amountForm.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return amount{}, false
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return amount{}, false
	}
	a := amount{value: f, estimated: m[3] != ""}
	word := strings.ToLower(m[2])
	unit, ok := units[word]
	if !ok {
		if unit, ok = elapsedWords[word]; ok {
			a.elapsed = true
		} else if unit, ok = units[strings.TrimPrefix(word, "e")]; ok && word != "e" {
			a.elapsed = true
		}
	}
	a.unit = unit
	return a, ok && f >= -1e9 && f <= 1e9
}

// toMinutes turns an amount into minutes, with days of so many minutes.
func (a amount) toMinutes(perDay int64) (int64, bool) {
	day, week, month := float64(perDay), 5*float64(perDay), 20*float64(perDay)
	if a.elapsed {
		day, week, month = worktime.MinutesPerDay, 7*worktime.MinutesPerDay, 30*worktime.MinutesPerDay
	}
	f := a.value * map[masterplan.Unit]float64{masterplan.Minutes: 1, masterplan.Hours: 60, masterplan.Days: day, masterplan.Weeks: week, masterplan.Months: month}[a.unit]
	if f > maxDays*worktime.MinutesPerDay || f < -maxDays*worktime.MinutesPerDay {
		return 0, false
	}
	if f < 0 {
		return int64(f - 0.5), true
	}
	return int64(f + 0.5), true
}

var hoursForm = regexp.MustCompile(`(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})`)

// parseHours reads the working times of a day, "08:00-12:00 13:00-17:00". A
// shift over midnight comes back cut at 24:00 with its rest in next.
func parseHours(s string) (today, next []worktime.Span, ok bool) {
	for _, m := range hoursForm.FindAllStringSubmatch(s, 8) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1]) // two digits
		}
		from, to := n[0]*60+n[1], n[2]*60+n[3]
		if from >= worktime.MinutesPerDay || to > worktime.MinutesPerDay || n[1] > 59 || n[3] > 59 {
			return nil, nil, false
		}
		a, b := worktime.Shift(from, to)
		today, next = append(today, a...), append(next, b...)
	}
	return today, next, len(today) > 0
}

// kindWords are the names of kinds; Task goes without.
var kindWords = map[masterplan.Kind]struct{ en, zh string }{
	masterplan.Task: {"Task", "作业"}, masterplan.StartMilestone: {"Start milestone", "开始里程碑"},
	masterplan.FinishMilestone: {"Finish milestone", "完成里程碑"}, masterplan.LevelOfEffort: {"Level of effort", "配合作业"},
	masterplan.Hammock: {"WBS summary", "WBS 汇总作业"}, masterplan.Summary: {"Summary", "汇总"},
}

func kindNamed(s string) (masterplan.Kind, bool) {
	for k, w := range kindWords {
		if normalHeading(s) == normalHeading(w.en) || normalHeading(s) == normalHeading(w.zh) {
			return k, true
		}
	}
	return masterplan.Task, normalHeading(s) == normalHeading("任务") // Microsoft Project's word
}

// constraintWords are the names of constraints; the first of each language is
// what we write.
var constraintWords = map[masterplan.ConstraintType]struct{ en, zh, more string }{
	masterplan.AsLateAsPossible: {"As late as possible", "越晚越好", "alap"},
	masterplan.StartOn:          {"Must start on", "必须开始于", "mso|start on"},
	masterplan.FinishOn:         {"Must finish on", "必须完成于", "mfo|finish on"},
	masterplan.MandatoryStart:   {"Mandatory start", "强制开始", "强制开始于"},
	masterplan.MandatoryFinish:  {"Mandatory finish", "强制完成", "强制完成于"},
	masterplan.StartNoEarlier:   {"Start no earlier than", "不早于开始", "snet|start on or after|不得早于开始|最早开始于"},
	masterplan.StartNoLater:     {"Start no later than", "不晚于开始", "snlt|start on or before|不得晚于开始|最晚开始于"},
	masterplan.FinishNoEarlier:  {"Finish no earlier than", "不早于完成", "fnet|finish on or after|不得早于完成"},
	masterplan.FinishNoLater:    {"Finish no later than", "不晚于完成", "fnlt|finish on or before|不得晚于完成"},
	masterplan.NoConstraint:     {"As soon as possible", "越早越好", "asap|none|无"},
}

var constraintOf = func() map[string]masterplan.ConstraintType {
	m := map[string]masterplan.ConstraintType{}
	for t, w := range constraintWords {
		for _, name := range append(strings.Split(w.more, "|"), w.en, w.zh) {
			m[plainWord(name)] = t
		}
	}
	return m
}()

// plainWord drops the dots that Microsoft Project puts into 不得早于...开始.
func plainWord(s string) string {
	return normalHeading(strings.NewReplacer("…", "", ".", "").Replace(s))
}
