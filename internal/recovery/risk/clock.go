package risk

import "fugong/solve/schedule"

// clock is a calendar as dense maps; beyond them everybody always works.
type clock struct {
	before []int32 // by tick 0..ticks: working ticks before it
	at     []int32 // tick of each working tick
}

func newClock(c *schedule.Calendar, ticks int) *clock {
	k := &clock{before: make([]int32, ticks+1)}
	t := 0
	for _, s := range c.Spans {
		for ; t < min(s.From, ticks); t++ {
			k.before[t] = int32(len(k.at))
		}
		for ; t < min(s.To, ticks); t++ {
			k.before[t] = int32(len(k.at))
			k.at = append(k.at, int32(t))
		}
	}
	for ; t <= ticks; t++ {
		k.before[t] = int32(len(k.at))
	}
	return k
}

func (k *clock) count(t int32) int32 {
	if last := int32(len(k.before) - 1); t > last {
		return k.before[last] + t - last
	}
	return k.before[max(t, 0)]
}

// tick is the n-th working tick, from 0.
func (k *clock) tick(n int32) int32 {
	if n < int32(len(k.at)) {
		return k.at[max(n, 0)]
	}
	return int32(len(k.before)-1) + n - int32(len(k.at))
}

// next is the first working tick at or after t.
func (k *clock) next(t int32) int32 { return k.tick(k.count(t)) }

// add is the tick just after the n-th working tick at or after t.
func (k *clock) add(t, n int32) int32 {
	if n == 0 {
		return t
	}
	return k.tick(k.count(t)+n-1) + 1
}

// first is the earliest working tick from which n working ticks end at or after t.
func (k *clock) first(t, n int32) int32 { return k.tick(max(0, k.count(t-1)-n+1)) }
