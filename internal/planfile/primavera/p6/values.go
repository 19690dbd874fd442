package p6

import (
	"strconv"
	"strings"
	"time"

	"fugong/solve/worktime"
)

// maxNumber bounds every number of a file, so that none overflows once it is in
// minutes or thousandths.
const maxNumber = 1e12

// Number reads a decimal with a point or a comma, and refuses what is no plain
// number (NaN, infinities, hexadecimal) or beyond all use.
func Number(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "xXnNiI_pP") {
		return 0, false
	}
	if strings.IndexByte(s, ',') >= 0 {
		s = pointed(s)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v > maxNumber || v < -maxNumber {
		return 0, false
	}
	return v, true
}

// pointed writes a number with commas the way Go reads it: the last separator
// is the decimal one, unless there are several commas and no point.
func pointed(s string) string {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	if point > comma || strings.Count(s, ",") > 1 && point < 0 {
		return strings.ReplaceAll(s, ",", "")
	}
	s = strings.ReplaceAll(s, ".", "")
	return strings.Replace(s, ",", ".", 1)
}

// layouts are the ways that dates were seen written, besides Primavera's own. A
// date of digits that could be day first or month first is not guessed at.
var layouts = []string{
	"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02",
	"2006/01/02 15:04", "2006/01/02 15:04:05", "2006/01/02", "2006/1/2 15:04", "2006/1/2 15:04:05", "2006/1/2",
	"2006-1-2 15:04", "2006-1-2 15:04:05", "2006-1-2",
	"02-Jan-06 15:04", "02-Jan-06", "2-Jan-06 15:04", "2-Jan-06", "02-Jan-2006 15:04", "02-Jan-2006",
	"02.01.2006 15:04", "02.01.2006 15:04:05", "02.01.2006",
	"2006-01-02T15:04:05.999", "2006-01-02 15.04", "2006-01-02 15.04.05", "2006-01-02T15.04.05", "20060102 1504", "20060102",
	"2006年1月2日 15:04", "2006年1月2日",
	time.RFC3339,
}

// Time reads a date as a civil time, whatever zone it names, cut to the minute;
// None and false when it is none.
func Time(s string) (worktime.Time, bool) {
	s = strings.TrimSpace(s)
	if t, ok := parsePlainTime(s); ok {
		return t, true
	}
	if len(s) > 40 {
		return worktime.None, false
	}
	s = strings.TrimRight(s, "*A ") // P6 marks constrained and actual dates on screen
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return Civil(t), true
		}
	}
	return worktime.None, false
}

// Civil is the wall-clock time that t shows.
func Civil(t time.Time) worktime.Time {
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	return worktime.Time((seconds - ((seconds%60)+60)%60) / 60)
}

// parsePlainTime reads "2020-02-21 08:00", "…T08:00:00" and nothing else.
func parsePlainTime(s string) (worktime.Time, bool) {
	if len(s) != 16 && (len(s) != 19 || s[16] != ':') || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' {
		return worktime.None, false
	}
	y, m, d := digits(s[0:4]), digits(s[5:7]), digits(s[8:10])
	h, min := digits(s[11:13]), digits(s[14:16])
	if y < 1 || m < 1 || m > 12 || d < 1 || d > 31 || h < 0 || h > 24 || min < 0 || min > 59 || h == 24 && min > 0 {
		return worktime.None, false
	}
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if day.Day() != d { // 30 February
		return worktime.None, false
	}
	return worktime.Time(day.Unix()/60) + worktime.Time(h*60+min), true
}

// digits is a number of plain digits, -1 for anything else.
func digits(s string) (n int) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}
