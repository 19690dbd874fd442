package exact

import (
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/lazyclause"
)

// fnKey names a function of a tick: what calendars and durations make of it.
type fnKey struct {
	kind               uint8
	clock, link, after *compiled.Clock
	dur, lag, to       int32
}

const (
	endFn = iota
	nextFn
	linkFn
)

// table is the function f over all ticks of the horizon, made once a key.
func (n *net) table(key fnKey, f func(t int32) int32) *lazyclause.Growing {
	if g := n.fns[key]; g != nil {
		return g
	}
	g := n.tabulate(f)
	n.fns[key] = g
	return g
}

// longTable is the horizon from which functions are worked out when asked.
const longTable = 4096

func (n *net) tabulate(f func(t int32) int32) *lazyclause.Growing {
	size := int(n.m.Horizon) + 2
	if size > longTable {
		return &lazyclause.Growing{Len: size, Of: f}
	}
	g := &lazyclause.Growing{At: make([]int32, size)}
	for t := range g.At {
		g.At[t] = f(int32(t))
	}
	return g
}

// ends is the end of way w by its start; nil: the start plus the duration.
func (n *net) ends(w int32) *lazyclause.Growing {
	k, d := n.m.Clk[w], n.m.Dur[w]
	if k == nil || d == 0 {
		return nil
	}
	return n.table(fnKey{kind: endFn, clock: k, dur: d}, func(t int32) int32 {
		return min(k.Add(t, d), n.m.Horizon+1)
	})
}

func (n *net) nextWork(w int32) *lazyclause.Growing {
	k := n.m.Clk[w]
	return n.table(fnKey{kind: nextFn, clock: k}, k.Next)
}

// endThroughLink is what link a makes of the variable at its start. before and after
// are the ways by which ends follow from starts; -1: the variable is the end
// asked for.
func (n *net) endThroughLink(a *compiled.Arc, before, after int32) *lazyclause.Growing {
	key := fnKey{kind: linkFn, link: a.Clk, lag: a.Lag, dur: -1, to: -1}
	if before >= 0 {
		key.clock, key.dur = n.m.Clk[before], n.m.Dur[before]
	}
	if after >= 0 {
		key.after, key.to = n.m.Clk[after], n.m.Dur[after]
	}
	return n.table(key, func(t int32) int32 {
		if before >= 0 {
			t = n.m.End(before, t)
		}
		if t < compiled.Never {
			t = a.After(t)
		}
		if after >= 0 && t < compiled.Never {
			t = n.m.Earliest(after, 0, t)
		}
		return min(t, compiled.Never)
	})
}

// clockOfMode is the way's calendar for a resource.
func (n *net) clockOfMode(w int32, end *lazyclause.Growing) *lazyclause.Clock {
	k := n.m.Clk[w]
	if n.work[k] == nil {
		work := make([]bool, n.m.Horizon+2)
		for t := range work {
			work[t] = k.Works(int32(t))
		}
		n.work[k] = work
	}
	return &lazyclause.Clock{End: end, Work: n.work[k]}
}

// lateness is the ticks after due that the task ends, by its start in way w or,
// with w negative, by its end.
func (n *net) lateness(i, w int32) *lazyclause.Growing {
	due := int32(n.m.P.Tasks[i].Due)
	return n.tabulate(func(t int32) int32 {
		if w >= 0 {
			t = n.m.End(w, t)
		}
		return max(0, min(t, n.m.Horizon+1)-due)
	})
}
