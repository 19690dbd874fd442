package worktime

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Earliest and Latest are where answers stop: when a calendar runs out of
// working time (its week is empty and its worked dates are used up), Add
// answers Latest and Sub answers Earliest.
var (
	Earliest = Date(1700, 1, 1).At(0)
	Latest   = Date(2300, 1, 1).At(0)
)

// ErrNoWork refuses a calendar that never works.
var ErrNoWork = errors.New("worktime: calendar has no working time")

// ErrSpan refuses a Span outside its day or with no length.
var ErrSpan = errors.New("worktime: span outside 00:00–24:00")

// Week is the spans of each weekday, 0 = Sunday.
type Week [7][]Span

// Exception replaces the spans of one date; none is a day off.
type Exception struct {
	Day   Day
	Spans []Span
}

// Calendar is compiled working time. It is immutable and safe for concurrent
// use.
type Calendar struct {
	patterns []pattern
	week     [7]uint16 // index into patterns, by weekday
	before   [8]int64  // working minutes of a week before weekday i; [7] is the whole week
	days     []Day     // exceptions in order
	dayPat   []uint16  // pattern of each
	dayCum   []int64   // working minutes from the epoch to the midnight that opens each
	delta    []int64   // what exceptions before i add to the plain weeks; one longer than days
}

type pattern struct {
	spans   []Span
	minutes int64
}

// New compiles a calendar. Of exceptions for one day the last wins. Spans may
// come in any order and may overlap. It returns ErrSpan or ErrNoWork, wrapped
// with the day.
func New(week Week, exceptions []Exception) (*Calendar, error) {
	c := &Calendar{}
	known := make(map[string]uint16)
	for i, spans := range week {
		p, err := c.internDay(known, spans)
		if err != nil {
			return nil, fmt.Errorf("weekday %d: %w", i, err)
		}
		c.week[i] = p
		c.before[i+1] = c.before[i] + c.patterns[p].minutes
	}
	if err := c.layExceptions(known, exceptions); err != nil {
		return nil, err
	}
	if !c.everWorks() {
		return nil, ErrNoWork
	}
	return c, nil
}

// RoundTheClock is the calendar that never rests.
func RoundTheClock() *Calendar {
	all := []Span{{0, MinutesPerDay}}
	c, err := New(Week{all, all, all, all, all, all, all}, nil)
	if err != nil {
		panic(err) // a full week always works
	}
	return c
}

// Shift is the spans of a shift from start to finish, minutes after midnight.
// One that ends at or before its start crosses midnight: the second part
// belongs to the next day and comes back as next.
func Shift(start, finish int) (today, next []Span) {
	if finish > start {
		return []Span{{int16(start), int16(finish)}}, nil
	}
	today = []Span{{int16(start), MinutesPerDay}}
	if finish > 0 {
		next = []Span{{0, int16(finish)}}
	}
	return today, next
}

// internDay gives the number of the day that has these spans, adding it when it is
// new. Most days of a calendar are like others: only a new one is copied.
func (c *Calendar) internDay(known map[string]uint16, spans []Span) (uint16, error) {
	if !isNormal(spans) {
		var err error
		if spans, err = joinSpans(spans); err != nil {
			return 0, err
		}
	}
	var buffer [64]byte
	key := buffer[:0]
	for _, s := range spans {
		key = binary.BigEndian.AppendUint32(key, uint32(uint16(s.Start))<<16|uint32(uint16(s.End)))
	}
	if p, ok := known[string(key)]; ok {
		return p, nil
	}
	var minutes int64
	for _, s := range spans {
		minutes += int64(s.End - s.Start)
	}
	c.patterns = append(c.patterns, pattern{slices.Clone(spans), minutes})
	at := uint16(len(c.patterns) - 1)
	known[string(key)] = at
	return at, nil
}

// isNormal reports whether spans are as normal would leave them.
func isNormal(spans []Span) bool {
	end := int16(-1)
	for _, s := range spans {
		if s.Start <= end || s.Start >= s.End || s.End > MinutesPerDay {
			return false
		}
		end = s.End
	}
	return true
}

// joinSpans sorts spans and joins those that touch or overlap.
func joinSpans(spans []Span) ([]Span, error) {
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, func(a, b Span) int { return int(a.Start) - int(b.Start) })
	var out []Span
	for _, s := range sorted {
		if s.Start < 0 || s.End > MinutesPerDay || s.Start >= s.End {
			return nil, fmt.Errorf("%w: %d–%d", ErrSpan, s.Start, s.End)
		}
		if n := len(out); n > 0 && out[n-1].End >= s.Start {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out, nil
}

// layExceptions lays the exceptions over the weeks, leaving out those that change
// nothing.
func (c *Calendar) layExceptions(known map[string]uint16, exceptions []Exception) error {
	last := make(map[Day]uint16, len(exceptions))
	for _, e := range exceptions {
		p, err := c.internDay(known, e.Spans)
		if err != nil {
			return fmt.Errorf("%s: %w", e.Day, err)
		}
		last[e.Day] = p
	}
	for d, p := range last {
		if p != c.week[d.Weekday()] {
			c.days = append(c.days, d)
		}
	}
	slices.Sort(c.days)
	c.dayPat = make([]uint16, len(c.days))
	c.dayCum = make([]int64, len(c.days))
	c.delta = make([]int64, len(c.days)+1)
	for i, d := range c.days {
		p := last[d]
		c.dayPat[i] = p
		c.dayCum[i] = c.plain(d) + c.delta[i]
		c.delta[i+1] = c.delta[i] + c.patterns[p].minutes - c.patterns[c.week[d.Weekday()]].minutes
	}
	return nil
}

func (c *Calendar) everWorks() bool {
	if c.before[7] > 0 {
		return true
	}
	for _, p := range c.dayPat {
		if c.patterns[p].minutes > 0 {
			return true
		}
	}
	return false
}

// plain counts the working minutes of plain weeks from the Sunday before the
// epoch to the midnight that opens d.
func (c *Calendar) plain(d Day) int64 {
	n := int(d) + 4 // days since Sunday 1969-12-28
	w := floorDiv(n, 7)
	return int64(w)*c.before[7] + c.before[n-w*7]
}

// findException is the first exception on or after d.
func (c *Calendar) findException(d Day) int {
	lo, hi := 0, len(c.days)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if c.days[mid] < d {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// on is the pattern of d, which find placed at i.
func (c *Calendar) on(d Day, i int) *pattern {
	if i < len(c.days) && c.days[i] == d {
		return &c.patterns[c.dayPat[i]]
	}
	return &c.patterns[c.week[d.Weekday()]]
}

// Spans is the working time of d, in order; the caller must not change it.
func (c *Calendar) Spans(d Day) []Span { return c.on(d, c.findException(d)).spans }

// Minutes is the working time of d in minutes.
func (c *Calendar) Minutes(d Day) int { return int(c.on(d, c.findException(d)).minutes) }

// Both is the calendar of the time that a and b share. It returns ErrNoWork when
// they share none.
func Both(a, b *Calendar) (*Calendar, error) {
	var week Week
	for i := range week {
		week[i] = sharedSpans(a.patterns[a.week[i]].spans, b.patterns[b.week[i]].spans)
	}
	var exceptions []Exception
	for _, d := range slices.Concat(a.days, b.days) {
		exceptions = append(exceptions, Exception{Day: d, Spans: sharedSpans(a.Spans(d), b.Spans(d))})
	}
	return New(week, exceptions)
}

// sharedSpans is the part that two lists of spans share.
func sharedSpans(a, b []Span) (out []Span) {
	for _, x := range a {
		for _, y := range b {
			if start, end := max(x.Start, y.Start), min(x.End, y.End); start < end {
				out = append(out, Span{start, end})
			}
		}
	}
	return out
}

// Week is the calendar's week without its exceptions; the caller must not change
// the spans.
func (c *Calendar) Week() (week Week) {
	for i := range week {
		week[i] = c.patterns[c.week[i]].spans
	}
	return week
}

// Exceptions are the dates that differ from the week, in order; the caller must
// not change the spans.
func (c *Calendar) Exceptions() []Exception {
	out := make([]Exception, len(c.days))
	for i, d := range c.days {
		out[i] = Exception{Day: d, Spans: c.patterns[c.dayPat[i]].spans}
	}
	return out
}
