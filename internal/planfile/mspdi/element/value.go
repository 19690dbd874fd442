package element

import (
	"strconv"
	"strings"
	"time"

	"fugong/solve/worktime"
)

// MaxMinutes bounds a duration: a hundred years round the clock.
const MaxMinutes = 100 * 366 * worktime.MinutesPerDay

// Bool reads a flag: 1 or true.
func Bool(s string) bool {
	s = strings.TrimSpace(s)
	return s == "1" || strings.EqualFold(s, "true")
}

// Number reads a decimal that only informs (a cost, a percentage); what
// is no number counts as absent.
func Number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || f != f || f > 1e15 || f < -1e15 {
		return 0, false
	}
	return f, true
}

// Int reads a whole number; some writers give 4800.0.
func Int(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	f, ok := Number(s)
	return Round(f), ok
}

// Round rounds half away from zero.
func Round(f float64) int64 {
	if f < 0 {
		return int64(f - 0.5)
	}
	return int64(f + 0.5)
}

// Seconds reads a duration of XML Schema, P#Y#M#DT#H#M#S. A day is 24 hours: the
// hours of a duration are working hours already, so no working day is assumed. Years
// and months have no length of their own and may only be zero, as the libraries
// write them that use every part of the type.
func Seconds(s string) (int64, bool) {
	s = strings.TrimSpace(s)
	sign := 1.0
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = -1, rest
	}
	s, ok := strings.CutPrefix(s, "P")
	if !ok || s == "" {
		return 0, false
	}
	total, inTime := 0.0, false
	for s != "" {
		if s[0] == 'T' {
			inTime, s = true, s[1:]
			continue
		}
		i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if i <= 0 {
			return 0, false
		}
		n, err := strconv.ParseFloat(s[:i], 64)
		unit, known := secondsOf(s[i], inTime)
		if n == 0 && !inTime && (s[i] == 'Y' || s[i] == 'M') {
			known = true
		}
		if err != nil || !known {
			return 0, false
		}
		total, s = total+n*unit, s[i+1:]
	}
	if total > MaxMinutes*60 {
		return 0, false
	}
	return Round(sign * total), true
}

func secondsOf(unit byte, inTime bool) (float64, bool) {
	switch {
	case unit == 'H' && inTime:
		return 3600, true
	case unit == 'M' && inTime:
		return 60, true
	case unit == 'S' && inTime:
		return 1, true
	case unit == 'D' && !inTime:
		return 86400, true
	}
	return 0, false
}

var dateLayouts = []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02"}

// Time reads a date of the schema, wall-clock and without zone: a zone
// that a writer added is dropped, not applied. absent is true for nothing, NA
// and the dates that programs write for "none".
func Time(s string) (t worktime.Time, absent, ok bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.EqualFold(s, "NA") {
		return worktime.None, true, true
	}
	clean := dropZone(s)
	for _, layout := range dateLayouts {
		at, err := time.Parse(layout, clean)
		if err != nil {
			continue
		}
		if isSentinel(at) {
			return worktime.None, true, true
		}
		return worktime.Time((at.Unix() + 30) / 60), false, true
	}
	return worktime.None, true, false
}

// TenthsOf reads a date in tenths of a minute since the start of 1970; false where
// Time has none.
func TenthsOf(s string) (int64, bool) {
	at, absent, ok := Time(s)
	if absent || !ok {
		return 0, false
	}
	past := 0
	if _, clock, found := strings.Cut(strings.TrimSpace(s), "T"); found && len(clock) >= len("00:00:00") {
		past, _ = strconv.Atoi(clock[len("00:00:"):len("00:00:00")])
	}
	if past >= 30 {
		past -= 60 // Time rounded it up
	}
	return int64(at)*10 + Round(float64(past)/6), true
}

// dropZone cuts a trailing Z or offset and any fraction of a second.
func dropZone(s string) string {
	s = strings.TrimSuffix(s, "Z")
	if len(s) > 19 {
		s = s[:19]
	}
	if i := strings.LastIndexAny(s, "+-"); i > 15 {
		s = s[:i]
	}
	return s
}

// isSentinel says whether a date is one that programs write for "none": the
// ends of Microsoft Project's range (1984, 2049), the Unix epoch, and years no
// plan has.
func isSentinel(t time.Time) bool {
	y, m, d := t.Date()
	switch {
	case y < 1950 || y > 2149:
		return true
	case m == time.January && d == 1:
		return y == 1984 || y == 1970
	}
	return y == 2049 && m == time.December && d == 31
}

// Clock reads a time of day as minutes after midnight.
func Clock(s string) (int16, bool) {
	s = strings.TrimSpace(s)
	if i := strings.IndexByte(s, 'T'); i >= 0 { // some writers give a whole date
		s = s[i+1:]
	}
	parts := strings.SplitN(s, ":", 3)
	if len(parts) < 2 {
		return 0, false
	}
	h, err1 := strconv.Atoi(parts[0])
	m, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil || h < 0 || m < 0 || m > 59 || h*60+m > worktime.MinutesPerDay {
		return 0, false
	}
	if len(parts) == 3 && strings.HasPrefix(parts[2], "59") && h == 23 && m == 59 {
		return worktime.MinutesPerDay, true
	}
	return int16(h*60 + m), true
}
