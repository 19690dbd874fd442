package compiled

import (
	"math"
	"sort"

	"fugong/solve/schedule"
)

// Never is the tick of what does not come before Reach.
const Never = math.MaxInt32 / 2

// Clock is a calendar as dense maps over the ticks up to Reach.
type Clock struct {
	Worked []int32 // by tick 0..Reach: working ticks before it
	At     []int32 // by number from 0: the tick of that working tick
	spans  []schedule.Span
}

// fillMaps makes the maps for ticks up to horizon.
func (k *Clock) fillMaps(horizon int) {
	k.Worked = make([]int32, horizon+1)
	n, t := int32(0), 0
	for _, s := range k.spans {
		if s.From >= horizon {
			break
		}
		for ; t < s.From; t++ {
			k.Worked[t] = n
		}
		for ; t < min(s.To, horizon); t++ {
			k.Worked[t] = n
			n++
			k.At = append(k.At, int32(t))
		}
	}
	for ; t <= horizon; t++ {
		k.Worked[t] = n
	}
}

// before is the working ticks before t, which may lie outside the horizon.
func (k *Clock) before(t int32) int32 {
	return k.Worked[min(max(t, 0), int32(len(k.Worked)-1))]
}

// Works reports whether t is a working tick.
func (k *Clock) Works(t int32) bool {
	return t >= 0 && t < int32(len(k.Worked)-1) && k.Worked[t] < k.Worked[t+1]
}

// Next is the first working tick at or after t; Never: there is none.
func (k *Clock) Next(t int32) int32 { return k.tick(k.before(t)) }

// Prev is the last working tick at or before t; -1: there is none.
func (k *Clock) Prev(t int32) int32 {
	if n := k.before(t+1) - 1; n >= 0 {
		return k.At[n]
	}
	return -1
}

func (k *Clock) tick(n int32) int32 {
	if n < int32(len(k.At)) {
		return k.At[max(n, 0)]
	}
	return Never
}

// Add is the tick just after the n-th working tick at or after t; t itself for
// n = 0; Never beyond Reach.
func (k *Clock) Add(t, n int32) int32 {
	if n == 0 {
		return t
	}
	if last := k.before(t) + n - 1; last < int32(len(k.At)) {
		return k.At[last] + 1
	}
	return Never
}

// Sub is the latest tick from which Add(tick, n) is not after t: the adjoint of
// Add, Add(u, n) <= t exactly when u <= Sub(t, n). -1: there is none.
func (k *Clock) Sub(t, n int32) int32 {
	if n == 0 {
		return t
	}
	if first := k.before(t) - n; first >= 0 {
		return k.At[first]
	}
	return -1
}

// First is the earliest working tick from which n working ticks end at or after
// t; Never: there is none.
func (k *Clock) First(t, n int32) int32 { return k.tick(k.before(t-1) - n + 1) }

// stretchAfter is the first stretch of work at or after t, found without the maps;
// false: there is none. A nil clock always works.
func (k *Clock) stretchAfter(t int64) (from, to int64, ok bool) {
	if k == nil {
		return t, schedule.MaxTick * 64, true
	}
	i := sort.Search(len(k.spans), func(i int) bool { return int64(k.spans[i].To) > t })
	if i == len(k.spans) {
		return 0, 0, false
	}
	return max(t, int64(k.spans[i].From)), int64(k.spans[i].To), true
}
