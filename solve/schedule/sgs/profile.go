package sgs

import (
	"fugong/solve/schedule/compiled"
)

// none is the answer of a search that found no place.
const none = -1

// profile is free capacity over time.
type profile struct {
	*layout
	m        *compiled.Model
	base     [][]uint64 // by word, by tick: free when only what is pinned is placed
	free     [][]uint64 // the same with what is placed
	lo, hi   int32      // ticks in which free may differ from base
	overfull bool       // what is pinned asks for more than there is
	blocks   [][]block  // by word; nil when the profile is short
}

func newProfile(m *compiled.Model, n int32) *profile {
	p := &profile{layout: newLayout(m), m: m}
	p.base = p.fillCapacities(m, n)
	for i := range int32(m.N) {
		if m.Pinned(i) {
			p.pinMode(m.WayAt[i], int32(m.P.Tasks[i].Pin.Start))
		}
	}
	p.free = make([][]uint64, len(p.base))
	for w := range p.free {
		p.free[w] = append([]uint64(nil), p.base[w]...)
	}
	if n > longProfile && m.N >= manyTasks {
		p.blocks = newBlocks(p.free)
	}
	p.lo, p.hi = n, 0
	return p
}

// pinMode takes way w from tick s on out of the base.
func (p *profile) pinMode(w, s int32) {
	for n := int32(0); n < p.m.Dur[w]; n++ {
		t := s + n
		if k := p.m.Clk[w]; k != nil {
			t = k.Add(s, n+1) - 1
		}
		for _, k := range p.needs[p.needAt[w]:p.needAt[w+1]] {
			if int(t) >= len(p.base[k.word]) || (p.base[k.word][t]-k.dem)&p.top[k.word] != p.top[k.word] {
				p.overfull = true
				continue
			}
			p.base[k.word][t] -= k.dem
		}
	}
}

// takeAllOut takes everything out again.
func (p *profile) takeAllOut() {
	if p.lo >= p.hi {
		return
	}
	for w := range p.free {
		copy(p.free[w][p.lo:p.hi], p.base[w][p.lo:p.hi])
	}
	p.touchAll(p.lo, p.hi)
	p.lo, p.hi = int32(len(p.free0())), 0
}

func (p *profile) free0() []uint64 {
	if len(p.free) == 0 {
		return nil
	}
	return p.free[0]
}

// take places way w at its start s, which must fit; give takes it back.
func (p *profile) take(w, s, end int32) { p.changeUse(w, s, end, false) }
func (p *profile) give(w, s, end int32) { p.changeUse(w, s, end, true) }

func (p *profile) changeUse(w, s, end int32, back bool) {
	needs := p.needs[p.needAt[w]:p.needAt[w+1]]
	if len(needs) == 0 || s >= end {
		return
	}
	p.lo, p.hi = min(p.lo, s), max(p.hi, end)
	for _, k := range needs {
		dem := k.dem
		if back {
			dem = -dem
		}
		if clk := p.m.Clk[w]; clk == nil {
			ticks := p.free[k.word][s:end]
			for t := range ticks {
				ticks[t] -= dem
			}
		} else {
			free, first := p.free[k.word], clk.Worked[s]
			for _, t := range clk.At[first : first+p.m.Dur[w]] {
				free[t] -= dem
			}
		}
	}
	p.noteChange(needs, s, end)
}

// firstFit is the first start of way w at or after its working tick s at which it
// fits; none: there is none before the profile ends.
func (p *profile) firstFit(w, s int32) int32 {
	needs := p.needs[p.needAt[w]:p.needAt[w+1]]
	d := p.m.Dur[w]
	if d == 0 || len(needs) == 0 {
		return s
	}
	clk := p.m.Clk[w]
	if clk == nil && len(needs) == 1 && p.blocks == nil {
		k := &needs[0]
		return scanAfter(p.free[k.word], k.dem, p.top[k.word], s, d)
	}
	return agreeOnStart(needs, s, func(k *need, s int32) int32 { return p.afterIn(k, clk, s, d) })
}

// agreeOnStart moves s on by one need after another until it suits all of them; none:
// nothing does.
func agreeOnStart(needs []need, s int32, next func(k *need, s int32) int32) int32 {
	for agreed := 0; agreed < len(needs); {
		for n := range needs {
			at := next(&needs[n], s)
			if at == none {
				return none
			}
			if at != s {
				s, agreed = at, 0
			}
			if agreed++; agreed == len(needs) {
				break
			}
		}
	}
	return s
}

func (p *profile) afterIn(k *need, clk *compiled.Clock, s, d int32) int32 {
	free, top := p.free[k.word], p.top[k.word]
	switch {
	case clk != nil && s >= int32(len(free)):
		return none
	case clk != nil:
		n := scanAfterOn(free, clk.At, k.dem, top, clk.Worked[s], d)
		if n == none {
			return none
		}
		return clk.At[n]
	case p.blocks != nil:
		return p.scanLong(k, s, d)
	}
	return scanAfter(free, k.dem, top, s, d)
}

// latestFit is the last start of way w at or before its working tick s at which it
// fits; none: there is none.
func (p *profile) latestFit(w, s int32) int32 {
	needs := p.needs[p.needAt[w]:p.needAt[w+1]]
	d := p.m.Dur[w]
	if s < 0 {
		return none
	}
	if d == 0 || len(needs) == 0 {
		return s
	}
	clk := p.m.Clk[w]
	if clk == nil && len(needs) == 1 {
		k := &needs[0]
		return scanBefore(p.free[k.word], k.dem, p.top[k.word], s, d)
	}
	return agreeOnStart(needs, s, func(k *need, s int32) int32 { return p.beforeIn(k, clk, s, d) })
}

func (p *profile) beforeIn(k *need, clk *compiled.Clock, s, d int32) int32 {
	free, top := p.free[k.word], p.top[k.word]
	if clk == nil {
		return scanBefore(free, k.dem, top, s, d)
	}
	n := scanBeforeOn(free, clk.At, k.dem, top, clk.Worked[s], d)
	if n == none {
		return none
	}
	return clk.At[n]
}

// scanAfter looks for d ticks in a row at or after s. It tests each candidate
// from its far end, so that a tick that does not fit rules out all candidates
// that hold it; no tick is looked at twice.
func scanAfter(free []uint64, dem, top uint64, s, d int32) int32 {
	sure := s // ticks from s up to it fit
	for s+d <= int32(len(free)) {
		ticks := free[sure : s+d]
		n := len(ticks) - 1
		for n >= 0 && (ticks[n]-dem)&top == top {
			n--
		}
		if n < 0 {
			return s
		}
		s, sure = sure+int32(n)+1, s+d
	}
	return none
}

// scanBefore is scanAfter towards the past.
func scanBefore(free []uint64, dem, top uint64, s, d int32) int32 {
	if over := s + d - int32(len(free)); over > 0 {
		s -= over
	}
	sure := s + d // ticks from it up to s+d fit
	for s >= 0 {
		ticks := free[s:sure]
		n := 0
		for n < len(ticks) && (ticks[n]-dem)&top == top {
			n++
		}
		if n == len(ticks) {
			return s
		}
		s, sure = s+int32(n)-d, s
	}
	return none
}

// scanAfterOn is scanAfter over the ticks at[s], at[s+1], ...
func scanAfterOn(free []uint64, at []int32, dem, top uint64, s, d int32) int32 {
	sure := s
	for s+d <= int32(len(at)) {
		ticks := at[sure : s+d]
		n := len(ticks) - 1
		for n >= 0 && (free[ticks[n]]-dem)&top == top {
			n--
		}
		if n < 0 {
			return s
		}
		s, sure = sure+int32(n)+1, s+d
	}
	return none
}

// scanBeforeOn is scanBefore over the ticks at[s], at[s+1], ...
func scanBeforeOn(free []uint64, at []int32, dem, top uint64, s, d int32) int32 {
	if over := s + d - int32(len(at)); over > 0 {
		s -= over
	}
	sure := s + d
	for s >= 0 {
		ticks := at[s:sure]
		n := 0
		for n < len(ticks) && (free[ticks[n]]-dem)&top == top {
			n++
		}
		if n == len(ticks) {
			return s
		}
		s, sure = s+int32(n)-d, s
	}
	return none
}
