package compiled

import (
	"sort"

	"fugong/solve/schedule"
)

// maxHorizon is the longest horizon that is kept as dense maps.
const maxHorizon = 1 << 24

// lateRoom is how many ticks are kept behind a horizon at least.
const lateRoom = 64

// deriveHorizon finds a tick by which some best solution has ended, if there is
// any solution, and takes the problem's own horizon if that is earlier.
//
// Two ticks are surely late enough when all arcs run forward: the end of all
// tasks worked one after another in Order, each in its slowest mode and its lags
// waited for, once everything pinned, planned or released is past; and, after
// the last change of any calendar or capacity, the sum of all durations and
// lags. Where arcs run backwards, tasks cannot be worked one after another, and
// only the second is sure.
func (m *Model) deriveHorizon() {
	s := serial{m: m}
	s.passFixedWork()
	h := s.lastChange() + s.sumDurations() + s.lags(func(*Arc) bool { return true })
	if m.Back == 0 && s.workAllTasks() {
		h = min(h, s.now)
	}
	reach := h
	if given := int64(m.P.Horizon); given > 0 {
		h = min(h, given)
		reach = min(reach, 2*h+lateRoom)
	}
	if h > maxHorizon {
		h, m.Cut = maxHorizon, true
	}
	m.Horizon, m.Reach = int32(h), int32(min(reach, maxHorizon))
}

// serial works all tasks one after another.
type serial struct {
	m   *Model
	now int64
}

// passFixedWork waits until all that is pinned or planned has ended and all is
// released.
func (s *serial) passFixedWork() {
	for i := range s.m.P.Tasks {
		t := &s.m.P.Tasks[i]
		s.now = max(s.now, int64(t.Release))
		for _, p := range [2]*schedule.Pin{t.Pin, t.Planned} {
			if p != nil {
				w := s.m.WayOf(int32(i), p.Mode)
				if w < 0 {
					continue
				}
				if end, ok := endAfterWork(s.m.Clk[w], int64(p.Start), s.m.Dur[w]); ok {
					s.now = max(s.now, end)
				}
			}
		}
	}
}

// endAfterWork is the tick just after the n-th working tick from t on; false: there are
// not so many.
func endAfterWork(k *Clock, t int64, n int32) (int64, bool) {
	for left := int64(n); left > 0; {
		from, to, ok := k.stretchAfter(t)
		if !ok {
			return 0, false
		}
		to = min(to, from+left)
		t, left = to, left-(to-from)
	}
	return t, true
}

// lastChange is the tick after which calendars, capacities and dates stand still.
func (s *serial) lastChange() int64 {
	h := s.now
	for _, c := range s.m.Caps {
		h = max(h, int64(c.From))
	}
	for _, k := range s.m.Clocks {
		if n := len(k.spans); n > 0 {
			h = max(h, int64(k.spans[n-1].To))
		}
	}
	return h
}

func (s *serial) sumDurations() int64 {
	sum := int64(0)
	for i := range int32(s.m.N) {
		_, long := s.m.startToEndRange(i)
		if long < Never {
			sum += int64(long)
			continue
		}
		for w := s.m.WayAt[i]; w < s.m.WayAt[i+1]; w++ {
			sum += int64(s.m.Dur[w])
		}
	}
	return sum
}

func (s *serial) lags(counts func(*Arc) bool) int64 {
	sum := int64(0)
	for a := range s.m.Arcs {
		if arc := &s.m.Arcs[a]; counts(arc) {
			sum += int64(max(arc.Lag, -arc.Lag))
		}
	}
	return sum
}

// workAllTasks works all tasks that are not pinned; false: they do not all fit.
func (s *serial) workAllTasks() bool {
	for _, i := range s.m.Order {
		late := s.now
		for w := s.m.WayAt[i]; w < s.m.WayAt[i+1] && !s.m.Pinned(i); w++ {
			end, ok := s.endWorkedAlone(w, s.now)
			if !ok || end > maxHorizon {
				return false
			}
			late = max(late, end)
		}
		if s.now = late; !s.waitForLags(i) {
			return false
		}
	}
	return true
}

// waitForLags lets all lags behind task i pass; false: one is never over.
func (s *serial) waitForLags(i int32) bool {
	from := s.now
	for _, a := range s.m.Outs(i) {
		over, ok := endAfterWork(s.m.Arcs[a].Clk, from, s.m.Arcs[a].Lag)
		if !ok {
			return false
		}
		s.now = max(s.now, over)
	}
	return true
}

// endWorkedAlone is the end of a way worked alone, as early as it goes from t on.
func (s *serial) endWorkedAlone(w int32, t int64) (int64, bool) {
	left := int64(s.m.Dur[w])
	for left > 0 {
		from, to, ok := s.m.Clk[w].stretchAfter(t)
		if !ok {
			return 0, false
		}
		to = min(to, from+left)
		clear, ok := s.lastShortage(w, from, to)
		if !ok {
			return 0, false
		}
		if clear > 0 { // start anew behind it
			t, left = clear, int64(s.m.Dur[w])
			continue
		}
		t, left = to, left-(to-from)
	}
	return t, true
}

// lastShortage is the end of the last shortage of way w within from <= t < to, 0 if
// there is none; false: it lasts for ever.
func (s *serial) lastShortage(w int32, from, to int64) (int64, bool) {
	clear := int64(0)
	for u := s.m.UseAt[w]; u < s.m.UseAt[w+1]; u++ {
		r := s.m.UseOf[u]
		steps := s.m.Caps[s.m.CapAt[r]:s.m.CapAt[r+1]]
		n := sort.Search(len(steps), func(n int) bool { return int64(steps[n].From) > from }) - 1
		for ; n < len(steps) && int64(steps[n].From) < to; n++ {
			if steps[n].Amount >= s.m.Use[u] {
				continue
			}
			if n+1 == len(steps) {
				return 0, false
			}
			clear = max(clear, int64(steps[n+1].From))
		}
	}
	return clear, true
}
