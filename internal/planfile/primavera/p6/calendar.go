package p6

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// NoDay marks an exception whose date could not be read.
const NoDay = worktime.Day(-1 << 31)

// TidyShifts sorts shifts and joins those that touch or overlap.
func TidyShifts(spans []worktime.Span) []worktime.Span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortFunc(spans, func(a, b worktime.Span) int { return cmp.Compare(a.Start, b.Start) })
	out := spans[:1]
	for _, s := range spans[1:] {
		if last := &out[len(out)-1]; s.Start <= last.End {
			last.End = max(last.End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// SortExceptions puts exceptions in order of date, one a day: the later statement holds.
func SortExceptions(list []masterplan.Exception) []masterplan.Exception {
	list = slices.DeleteFunc(list, func(e masterplan.Exception) bool { return e.From == NoDay })
	slices.SortStableFunc(list, func(a, b masterplan.Exception) int { return cmp.Compare(a.From, b.From) })
	out := list[:0]
	for _, e := range list {
		e.Spans = TidyShifts(e.Spans)
		if n := len(out); n > 0 && out[n-1].From == e.From {
			out[n-1] = e
			continue
		}
		out = append(out, e)
	}
	return out
}

// Clock reads "8:00", "08:00", "08.00" or "08:00:00" as minutes after midnight,
// 0–1440, and the same of twelve hours, "07:00 AM" or "上午7:00".
func Clock(s string) (int16, bool) {
	s, half := halfDay(strings.ReplaceAll(strings.TrimSpace(s), ".", ":"))
	hour, rest, ok := strings.Cut(s, ":")
	minute, _, _ := strings.Cut(rest, ":")
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if !ok || err1 != nil || err2 != nil || h < 0 || h > 24 || m < 0 || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	if half != wholeDay {
		if h < 1 || h > 12 {
			return 0, false
		}
		h = h%12 + int(half)
	}
	return int16(h*60 + m), true
}

// half is the half of the day that a clock of twelve hours names: the hours that
// it adds.
type half int

const (
	wholeDay  half = -1
	morning   half = 0
	afternoon half = 12
)

// halves are the ways to name them, in capitals, points read as colons.
var halves = map[string]half{"AM": morning, "PM": afternoon, "A:M:": morning, "P:M:": afternoon, "上午": morning, "下午": afternoon}

// halfDay takes the name of a half day off a clock time.
func halfDay(s string) (string, half) {
	capitals := strings.ToUpper(s)
	for name, h := range halves {
		switch {
		case strings.HasSuffix(capitals, name):
			return strings.TrimSpace(s[:len(s)-len(name)]), h
		case strings.HasPrefix(capitals, name):
			return strings.TrimSpace(s[len(name):]), h
		}
	}
	return s, wholeDay
}
