package lazyclause

import (
	"cmp"
	"slices"
)

// energy keeps, for a cumulative, the work that must be done in a window of time
// within what its resource can do there: time-table edge finding (Vilím 2011)
// with reasons (Schutt, Feydy and Stuckey 2013). What must run is taken from the
// profile; only what may still move is counted task by task. Windows run from an
// earliest start to a latest end. Tasks that pause count by their profile only.
type energy struct {
	id    int32
	c     *cumulative
	plain []int32 // tasks without a clock
	packs []pack  // in views behind the plain tasks
	room  []int64 // by tick: capacity of all ticks before it
	free  []int64 // the same of what the profile leaves
	view  [2]view
	parts []part
	skip  int // calls to let pass before the next sweep
	wait  int // how many that were last time
}

// view is the tasks as seen forwards or backwards in time.
type view struct {
	free          []int64
	byEst, byLct  []int32
	est, lst, lct []int32 // by task of plain
	loose         []int32 // by task: the ticks of its duration outside the profile; -1: not running for sure
}

// Pack is a piece of work that some way does between Start and End.
type Pack struct {
	Start, End Var
	Ways       []Effort // one of them, says a clause
}

// Effort is the use × ticks of a way.
type Effort struct {
	Work int64
	On   Var
}

// pack is a Pack with its ways by Work.
type pack struct {
	Pack
	least int32 // the first way that is not off; -1: one is on, and counts as a task
}

const (
	maxWait    = 64
	energyRank = 1
	mostEnergy = 500 // tasks; a sweep takes their square
)

// addEnergy enters the propagator beside c.
func (e *Engine) addEnergy(c *cumulative, packs []Pack) {
	g := &energy{c: c, wait: 1, room: make([]int64, len(c.room)+1), free: make([]int64, len(c.room)+1)}
	for t, r := range c.room {
		g.room[t+1] = g.room[t] + int64(r)
	}
	for i := range c.tasks {
		if c.tasks[i].Clock == nil {
			g.plain = append(g.plain, int32(i))
		}
	}
	for _, p := range packs {
		slices.SortStableFunc(p.Ways, func(x, y Effort) int { return cmp.Compare(x.Work, y.Work) })
		g.packs = append(g.packs, pack{Pack: p})
	}
	n := len(g.plain) + len(packs)
	for k := range g.view {
		v := &g.view[k]
		v.est, v.lst, v.lct, v.loose = make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
		for j := range int32(n) {
			v.byEst, v.byLct = append(v.byEst, j), append(v.byLct, j)
		}
		v.free = make([]int64, len(c.room)+1)
	}
	g.id = e.addPropagator(g, energyRank, 1)
	for _, i := range g.plain {
		t := &c.tasks[i]
		e.wakeOn(t.side, g.id, 0)
		e.wakeOn(t.side^1, g.id, 0)
		if t.On.Side >= 0 {
			e.wakeOn(t.On.Side, g.id, 0)
		}
	}
	for _, p := range packs {
		e.wakeOn(int32(2*p.Start), g.id, 0)
		e.wakeOn(int32(2*p.End+1), g.id, 0)
		for _, w := range p.Ways {
			e.wakeOn(int32(2*w.On+1), g.id, 0)
		}
	}
}

func (g *energy) undone(*Engine, *inbox) {}

func (g *energy) propagate(e *Engine, in *inbox) bool {
	in.clear()
	if depth := len(e.levels); g.skip > 0 && depth > 0 && depth != len(e.search.assumed) {
		g.skip--
		return true
	}
	n := len(e.trail)
	g.readBounds(e)
	ok := g.sweepWindows(e, 0) && g.sweepWindows(e, 1)
	if !ok || len(e.trail) > n {
		g.wait = max(1, g.wait/2)
	} else {
		g.wait = min(maxWait, g.wait+1)
	}
	g.skip = g.wait - 1
	return ok
}

// readBounds takes the bounds in force into both views.
func (g *energy) readBounds(e *Engine) {
	end := int32(len(g.c.room))
	fwd, bwd := &g.view[0], &g.view[1]
	for t, u := range g.c.use {
		fwd.free[t+1] = fwd.free[t] + int64(g.c.room[t]-u)
	}
	for t := range bwd.free {
		bwd.free[t] = fwd.free[end] - fwd.free[end-int32(t)]
	}
	for j, i := range g.plain {
		t := &g.c.tasks[i]
		est, lst := e.bound[t.side], -e.bound[t.side^1]
		fwd.est[j], fwd.lst[j], fwd.lct[j] = est, lst, lst+t.dur
		bwd.est[j], bwd.lst[j], bwd.lct[j] = end-lst-t.dur, end-est-t.dur, end-est
		loose := t.dur - (t.hi - t.lo)
		if !e.holds(t.On) {
			loose = -1
		}
		fwd.loose[j], bwd.loose[j] = loose, loose
	}
	for k := range g.packs {
		p := &g.packs[k]
		p.least = p.cheapestOpen(e)
		j, est, lct := len(g.plain)+k, e.bound[2*p.Start], -e.bound[2*p.End+1]
		fwd.est[j], fwd.lct[j] = est, lct
		bwd.est[j], bwd.lct[j] = end-lct, end-est
	}
	for k := range g.view {
		sortBy(g.view[k].byEst, g.view[k].est)
		sortBy(g.view[k].byLct, g.view[k].lct)
	}
	e.work += int64(len(g.view[0].byEst)+len(g.c.room)) / 8
}

// sortBy sorts nearly sorted indices by key.
func sortBy(list, key []int32) {
	for i := 1; i < len(list); i++ {
		x := list[i]
		k := i
		for k > 0 && key[list[k-1]] > key[x] {
			list[k] = list[k-1]
			k--
		}
		list[k] = x
	}
}

// sweepWindows checks all windows and raises earliest starts, forwards (0) or backwards
// (1) in time.
func (g *energy) sweepWindows(e *Engine, dir int) bool {
	v := &g.view[dir]
	last := int32(-1)
	for k := len(v.byLct) - 1; k >= 0; k-- {
		if b := v.lct[v.byLct[k]]; b != last {
			last = b
			if !g.propagateWindowsEndingAt(e, dir, b) {
				return false
			}
		}
	}
	return true
}

// propagateWindowsEndingAt looks at all windows that end at b, the latest start first.
func (g *energy) propagateWindowsEndingAt(e *Engine, dir int, b int32) bool {
	v := &g.view[dir]
	need, most, spread, best := int64(0), int64(0), int64(0), int32(-1)
	free := v.free[b]
	e.work += int64(len(v.byEst)) / 8
	for k := len(v.byEst) - 1; k >= 0; k-- {
		j := v.byEst[k]
		a := v.est[j]
		if a >= b || v.loose[j] < 0 {
			continue
		}
		if int(j) >= len(g.plain) {
			p := &g.packs[int(j)-len(g.plain)]
			if p.least < 0 || v.lct[j] > b {
				continue
			}
			work := p.Ways[p.least].Work
			need += work
			spread = max(spread, p.Ways[len(p.Ways)-1].Work-work)
			if spare := free - v.free[a] - need; spare < 0 {
				g.overload(e, dir, a, b)
				return false
			} else if spread > spare && !g.strikeModes(e, dir, k, b, spare) {
				return false
			}
			continue
		}
		t := &g.c.tasks[g.plain[j]]
		use := int64(t.use)
		if v.lct[j] <= b {
			need += use * int64(v.loose[j])
		} else {
			fixed := int32(0) // the part of the profile inside
			if ect := a + t.dur; v.lst[j] < ect {
				fixed = max(0, min(b, ect)-v.lst[j])
			}
			least := max(0, min(t.dur, b-v.lst[j]))
			need += use * int64(least-fixed)
			if gain := use * int64(min(t.dur, b-a)-least); gain > most {
				most, best = gain, j
			}
		}
		spare := free - v.free[a] - need
		if spare < 0 {
			g.overload(e, dir, a, b)
			return false
		}
		if spread > spare && !g.strikeModes(e, dir, k, b, spare) {
			return false
		}
		if most > spare && best >= 0 {
			if !g.pushPastWindow(e, dir, best, a, b, spare) {
				return false
			}
			most, best = 0, -1
		}
	}
	return true
}

// pushPastWindow raises the earliest start of task j past what the window a..b has room
// for: spare above what it needs there at least.
func (g *energy) pushPastWindow(e *Engine, dir int, j, a, b int32, spare int64) bool {
	v := &g.view[dir]
	i := g.plain[j]
	t := &g.c.tasks[i]
	inside := max(0, min(t.dur, b-v.lst[j])) + int32(spare/int64(t.use)) // ticks it may have
	start := b - inside
	if start <= v.est[j] {
		return true
	}
	l := Lit{t.side, start}
	if dir == 1 {
		end := int32(len(g.c.room))
		a, b = end-b, end-a
		l = Lit{t.side ^ 1, -(end - start - t.dur)}
	}
	return e.setLiteral(l, reason{g.id<<2 | byPropagator, a, i<<16 | b})
}

// strikeModes rules out the ways, of the packs in the window from the k-th earliest
// start to b, that take spare more than the least.
func (g *energy) strikeModes(e *Engine, dir, k int, b int32, spare int64) bool {
	v := &g.view[dir]
	a := v.est[v.byEst[k]]
	from, to := a, b
	if dir == 1 {
		end := int32(len(g.c.room))
		from, to = end-b, end-a
	}
	for _, j := range v.byEst[k:] {
		i := int(j) - len(g.plain)
		if i < 0 || g.packs[i].least < 0 || v.lct[j] > b {
			continue
		}
		p := &g.packs[i]
		for w := len(p.Ways) - 1; w > int(p.least) && p.Ways[w].Work-p.Ways[p.least].Work > spare; w-- {
			l := p.Ways[w].On.AtMost(0)
			if !e.setLiteral(l, reason{g.id<<2 | byPropagator, from, int32(len(g.c.tasks)+i)<<16 | to}) {
				return false
			}
		}
	}
	return true
}

// cheapestOpen is the first way of a pack that was not off; -1 if one was on.
func (p *pack) cheapestOpen(e *Engine) int32 {
	first := int32(-1)
	for k := range p.Ways {
		on := int32(2 * p.Ways[k].On)
		if e.at(on) == 1 {
			return -1
		}
		if first < 0 && e.at(on+1) != 0 {
			first = int32(k)
		}
	}
	return first
}
