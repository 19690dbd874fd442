package exact

import "fugong/solve/schedule/lazyclause"

// earliest decides as a schedule is generated: the task that can start first, in
// its preferred mode, starts then; last, all other variables take their least
// value.
type earliest struct {
	n *net
}

// Next is the next decision.
func (b *earliest) Next(e *lazyclause.Engine) (lazyclause.Lit, bool) {
	n := b.n
	best, at, late := int32(-1), 0, 0
	for i := range int32(n.m.N) {
		s := n.start[i]
		lo, hi := e.Lower(s), e.Upper(s)
		if lo == hi && n.modeDecided(e, i) {
			continue
		}
		if best < 0 || lo < at || lo == at && hi < late {
			best, at, late = i, lo, hi
		}
	}
	if best < 0 {
		return b.decideRest(e)
	}
	if n.modeDecided(e, best) {
		return n.start[best].AtMost(at), true
	}
	return n.on[b.modeToTry(e, best, int32(at))].AtLeast(1), true
}

// modeDecided reports whether the way of task i is.
func (n *net) modeDecided(e *lazyclause.Engine, i int32) bool {
	from, to := n.m.Ways(i)
	if to-from == 1 {
		return true
	}
	for w := from; w < to; w++ {
		if e.Lower(n.on[w]) == 1 {
			return true
		}
	}
	return false
}

// modeToTry is the way of task i to try: the one the search prefers, else the one that
// ends first from tick at on.
func (b *earliest) modeToTry(e *lazyclause.Engine, i, at int32) int32 {
	from, to := b.n.m.Ways(i)
	best, end := int32(-1), int32(0)
	for w := from; w < to; w++ {
		if e.Upper(b.n.on[w]) == 0 {
			continue
		}
		if e.Preferred(b.n.on[w]) == 1 {
			return w
		}
		if x := b.n.m.End(w, at); best < 0 || x < end {
			best, end = w, x
		}
	}
	return best
}

// decideRest takes the least value of what is not about starts.
func (b *earliest) decideRest(e *lazyclause.Engine) (lazyclause.Lit, bool) {
	for _, v := range b.n.late {
		if v >= 0 && e.Lower(v) < e.Upper(v) {
			return v.AtMost(e.Lower(v)), true
		}
	}
	if g := b.n.goal; e.Lower(g) < e.Upper(g) {
		return g.AtMost(e.Lower(g)), true
	}
	return lazyclause.Lit{}, false
}
