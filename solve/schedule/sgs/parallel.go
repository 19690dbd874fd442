package sgs

import "slices"

// parallel is the scratch of the parallel scheme.
type parallel struct {
	key     []int32
	due     heap    // tasks whose predecessors are placed, by the tick they may start
	front   []entry // the first of those that may start now, by key, at most lookahead
	open    heap    // the others
	ends    heap    // ends of placed tasks
	blocked []int32 // by task: predecessors not yet placed
	ready   []int32 // by task: no start before it, as far as placed
	now     int32
}

// lookahead is how many tasks in a row may be tried in vain at one tick.
const lookahead = 64

// Parallel goes through time and starts, at each tick where something may start,
// the tasks of smallest key that fit: the parallel scheme. No task that fits
// waits, which makes good first plans where crews are short (Kolisch 1996). It
// serves plain models round the clock with capacities that never change; false:
// this is none.
func (d *Decoder) Parallel(key []int32, plan *Plan) bool {
	if !d.plain || !d.Symmetric() {
		return false
	}
	d.beginPlan(plan)
	plan.Late = 0
	x := d.startParallel(key)
	for n := 0; x.advanceTick(); {
		for k := 0; k < len(x.front); {
			i := x.front[k].what
			w := plan.Way[i]
			if !d.p.fitsAt(w, x.now) {
				k++
				continue
			}
			x.leave(k)
			d.placeEarly(i, w, x.now, plan)
			k = min(k, d.releaseSuccessors(x, i, plan))
			if n++; d.cut(n) {
				return true
			}
		}
	}
	return true
}

func (d *Decoder) startParallel(key []int32) *parallel {
	x := d.par
	if x == nil {
		x = &parallel{blocked: make([]int32, d.m.N), ready: make([]int32, d.m.N)}
		d.par = x
	}
	x.key, x.now = key, -1
	x.due, x.front, x.open, x.ends = x.due[:0], x.front[:0], x.open[:0], x.ends[:0]
	for i := range int32(d.m.N) {
		x.blocked[i], x.ready[i] = d.predAt[i+1]-d.predAt[i], d.m.Est[i]
		if x.blocked[i] == 0 {
			x.due.push(entry{x.ready[i], i})
		}
	}
	return x
}

// advanceTick goes to the next tick at which a task may start; false: all are placed.
func (x *parallel) advanceTick() bool {
	for len(x.ends) > 0 && x.ends[0].by <= x.now {
		x.ends.pop()
	}
	switch {
	case len(x.front) > 0 && len(x.ends) > 0:
		x.now = x.ends[0].by
		if len(x.due) > 0 {
			x.now = min(x.now, x.due[0].by)
		}
	case len(x.due) > 0:
		x.now = x.due[0].by
	default:
		return false
	}
	x.admit()
	return true
}

// admit opens what is due, and returns the first place in front where something
// came in.
func (x *parallel) admit() int {
	first := lookahead
	for len(x.due) > 0 && x.due[0].by <= x.now {
		i := x.due.pop().what
		first = min(first, x.enterFront(entry{x.key[i], i}))
	}
	return first
}

// enterFront opens e and returns its place in front, or lookahead.
func (x *parallel) enterFront(e entry) int {
	k := len(x.front)
	for k > 0 && e.less(x.front[k-1]) {
		k--
	}
	if k == lookahead {
		x.open.push(e)
		return k
	}
	x.front = slices.Insert(x.front, k, e)
	if last := len(x.front) - 1; last == lookahead {
		x.open.push(x.front[last])
		x.front = x.front[:last]
	}
	return k
}

// leave takes entry k out of front.
func (x *parallel) leave(k int) {
	x.front = slices.Delete(x.front, k, k+1)
	if len(x.open) > 0 {
		x.front = append(x.front, x.open.pop())
	}
}

// releaseSuccessors notes that task i is placed, and returns what admit does.
func (d *Decoder) releaseSuccessors(x *parallel, i int32, plan *Plan) int {
	x.ends.push(entry{plan.End[i], i})
	for _, b := range d.succs[d.succAt[i]:d.succAt[i+1]] {
		x.ready[b.task] = max(x.ready[b.task], plan.End[i]+b.lag)
		if x.blocked[b.task]--; x.blocked[b.task] == 0 {
			x.due.push(entry{x.ready[b.task], b.task})
		}
	}
	return x.admit()
}

// fitsAt reports whether way w fits at s when nothing placed starts after s.
func (p *profile) fitsAt(w, s int32) bool {
	if p.m.Dur[w] == 0 {
		return true
	}
	for _, k := range p.needs[p.needAt[w]:p.needAt[w+1]] {
		if int(s) >= len(p.free[k.word]) || (p.free[k.word][s]-k.dem)&p.top[k.word] != p.top[k.word] {
			return false
		}
	}
	return true
}

// entry is a task by a number.
type entry struct {
	by, what int32
}

// heap is a binary heap, the least entry first.
type heap []entry

func (e entry) less(f entry) bool { return e.by < f.by || e.by == f.by && e.what < f.what }

func (h *heap) push(e entry) {
	s := append(*h, e)
	for k := len(s) - 1; k > 0 && s[k].less(s[(k-1)/2]); k = (k - 1) / 2 {
		s[k], s[(k-1)/2] = s[(k-1)/2], s[k]
	}
	*h = s
}

func (h *heap) pop() entry {
	s := *h
	e, last := s[0], len(s)-1
	s[0] = s[last]
	s = s[:last]
	for k := 0; ; {
		c := 2*k + 1
		if c >= last {
			break
		}
		if c+1 < last && s[c+1].less(s[c]) {
			c++
		}
		if !s[c].less(s[k]) {
			break
		}
		s[k], s[c] = s[c], s[k]
		k = c
	}
	*h = s
	return e
}
