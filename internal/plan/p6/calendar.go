package p6

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// NoDay marks an exception whose date could not be read.
const NoDay = worktime.Day(-1 << 31)

// Tidy sorts shifts and joins those that touch or overlap.
func Tidy(spans []worktime.Span) []worktime.Span {
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

// Sorted puts exceptions in order of date, one a day: the later statement holds.
func Sorted(list []plan.Exception) []plan.Exception {
	list = slices.DeleteFunc(list, func(e plan.Exception) bool { return e.From == NoDay })
	slices.SortStableFunc(list, func(a, b plan.Exception) int { return cmp.Compare(a.From, b.From) })
	out := list[:0]
	for _, e := range list {
		e.Spans = Tidy(e.Spans)
		if n := len(out); n > 0 && out[n-1].From == e.From {
			out[n-1] = e
			continue
		}
		out = append(out, e)
	}
	return out
}

// Clock reads "8:00", "08:00" or "08:00:00" as minutes after midnight, 0–1440.
func Clock(s string) (int16, bool) {
	hour, rest, ok := strings.Cut(strings.TrimSpace(s), ":")
	minute, _, _ := strings.Cut(rest, ":")
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if !ok || err1 != nil || err2 != nil || h < 0 || h > 24 || m < 0 || m > 59 || h == 24 && m > 0 {
		return 0, false
	}
	return int16(h*60 + m), true
}
