package lazyclause

import "slices"

// Task holds an amount of a resource while it runs: from Start for Dur ticks,
// or as Clock says. It runs only if On holds.
type Task struct {
	Start Var
	Dur   int
	Clock *Clock
	Use   int
	On    Lit
}

// Clock says when a task runs that pauses. Both functions are over ticks from 0.
type Clock struct {
	End  *Growing // by start: the tick after the last one worked
	Work []bool   // by tick: whether it works if started and not ended
}

// cumulative keeps the use of a resource within its capacity on every tick, by
// time-tabling: what must run at t, whatever else happens, makes a profile;
// starts are pushed past the ticks where they no longer fit. Every reason is
// about one tick (pointwise: Schutt, Feydy, Stuckey and Wallace 2011).
type cumulative struct {
	id    int32
	tasks []task // by Use, greatest first
	room  []int32
	use   []int32 // by tick: of the compulsory parts
	lo    int32   // ticks lo..hi have gained use since the last filtering
	hi    int32
	peak  int32   // least room among them, after the gain
	moved []int32 // tasks whose bounds changed since the last filtering
	omega []int32
}

type task struct {
	Task
	use, dur int32
	lo, hi   int32 // its ticks in the profile
	side     int32 // of the start's lower bound
}

// AddCumulative keeps the total Use of the running tasks at most room[t] on
// every tick t. Every tick that a task may run on must be in room. The packs say
// of tasks that are alternatives what they have in common.
func (e *Engine) AddCumulative(room []int32, tasks []Task, packs ...Pack) {
	c := &cumulative{room: room, use: make([]int32, len(room))}
	for _, t := range tasks {
		if t.Use > 0 && (t.Dur > 0 || t.Clock != nil) {
			c.tasks = append(c.tasks, task{Task: t, use: int32(t.Use), dur: int32(t.Dur), side: int32(2 * t.Start)})
		}
	}
	slices.SortStableFunc(c.tasks, func(a, b task) int { return int(b.use - a.use) })
	c.clear()
	c.id = e.addPropagator(c, 0, len(c.tasks))
	for i := range c.tasks {
		t := &c.tasks[i]
		e.wakeOn(t.side, c.id, int32(i))
		e.wakeOn(t.side^1, c.id, int32(i))
		if t.On.Side >= 0 {
			e.wakeOn(t.On.Side, c.id, int32(i))
		}
	}
	if len(room) < 1<<16 && len(c.tasks)+len(packs) <= mostEnergy {
		e.addEnergy(c, packs)
	}
}

func (t *task) end(start int32) int32 {
	if t.Clock == nil {
		return start + t.dur
	}
	return t.Clock.End.value(start)
}

// cover is the first start from which the task still runs at tick t.
func (t *task) cover(tick int32) int32 {
	if t.Clock == nil {
		return tick - t.dur + 1
	}
	return t.Clock.End.leastArgument(tick + 1)
}

func (t *task) works(tick int32) bool { return t.Clock == nil || t.Clock.Work[tick] }

func (c *cumulative) clear() {
	c.lo, c.hi, c.peak = int32(len(c.room)), 0, 1<<30
	c.moved = c.moved[:0]
}

func (c *cumulative) undone(e *Engine, in *inbox) {
	for _, i := range in.parts {
		c.updateProfile(e, i)
	}
	c.clear()
}

func (c *cumulative) propagate(e *Engine, in *inbox) bool {
	for len(in.parts) > 0 {
		n := len(in.parts) - 1
		i := in.parts[n]
		in.parts = in.parts[:n]
		in.in[i] = false
		c.moved = append(c.moved, i)
		if t := c.updateProfile(e, i); t >= 0 {
			c.overload(e, t)
			return false
		}
	}
	e.work += int64(len(c.tasks)) / 16
	ok := c.filterStarts(e)
	c.clear()
	return ok
}

// updateProfile brings a task's part of the profile up to date. The result is a tick on
// which there is too much, or -1.
func (c *cumulative) updateProfile(e *Engine, i int32) int32 {
	t := &c.tasks[i]
	lo, hi := -e.bound[t.side^1], t.end(e.bound[t.side])
	if lo >= hi || !e.holds(t.On) {
		lo, hi = 0, 0
	}
	if lo == t.lo && hi == t.hi {
		return -1
	}
	e.work++
	oldLo, oldHi := t.lo, t.hi
	t.lo, t.hi = lo, hi
	if oldLo == oldHi {
		return c.addCompulsoryPart(t, lo, hi)
	}
	if lo == hi {
		c.lose(t, oldLo, oldHi)
		return -1
	}
	c.lose(t, oldLo, min(lo, oldHi))
	c.lose(t, max(hi, oldLo), oldHi)
	a := c.addCompulsoryPart(t, lo, min(oldLo, hi))
	b := c.addCompulsoryPart(t, max(oldHi, lo), hi)
	return max(a, b)
}

func (c *cumulative) lose(t *task, lo, hi int32) {
	for k := lo; k < hi; k++ {
		if t.works(k) {
			c.use[k] -= t.use
		}
	}
}

func (c *cumulative) addCompulsoryPart(t *task, lo, hi int32) int32 {
	if lo >= hi {
		return -1
	}
	over := int32(-1)
	for k := lo; k < hi; k++ {
		if !t.works(k) {
			continue
		}
		c.use[k] += t.use
		left := c.room[k] - c.use[k]
		c.peak = min(c.peak, left)
		if left < 0 {
			over = k
		}
	}
	c.lo, c.hi = min(c.lo, lo), max(c.hi, hi)
	return over
}

// filterStarts pushes starts past the ticks that gained use, and the tasks that moved
// past any tick.
func (c *cumulative) filterStarts(e *Engine) bool {
	for i := range c.tasks {
		t := &c.tasks[i]
		if t.use <= c.peak {
			break
		}
		first, latest := e.bound[t.side], -e.bound[t.side^1]
		if first == latest && t.lo < t.hi || e.fails(t.On) {
			continue
		}
		if first < c.hi && t.end(first) > c.lo && !c.pushUp(e, int32(i)) {
			return false
		}
		if latest < c.hi && t.end(latest) > c.lo && !c.pushDown(e, int32(i)) {
			return false
		}
	}
	for _, i := range c.moved {
		t := &c.tasks[i]
		if e.bound[t.side] == -e.bound[t.side^1] && t.lo < t.hi || e.fails(t.On) {
			continue
		}
		if !c.pushUp(e, i) || !c.pushDown(e, i) {
			return false
		}
	}
	return true
}

// blocksTask reports whether the task does not fit on a tick beside the profile.
func (c *cumulative) blocksTask(t *task, k int32) bool {
	if !t.works(k) {
		return false
	}
	u := c.use[k]
	if t.lo <= k && k < t.hi {
		return false
	}
	return u+t.use > c.room[k]
}

// pushUp raises the least start past the ticks on which the task does not fit.
func (c *cumulative) pushUp(e *Engine, i int32) bool {
	t := &c.tasks[i]
	if !e.holds(t.On) {
		return c.tryOff(e, i)
	}
	for {
		first := e.bound[t.side]
		k := t.end(first) - 1
		for k >= first && !c.blocksTask(t, k) {
			k--
		}
		e.work++
		if k < first {
			return true
		}
		if !e.setLiteral(Lit{t.side, k + 1}, reason{c.id<<2 | byPropagator, k, i}) {
			return false
		}
	}
}

// pushDown lowers the greatest start likewise.
func (c *cumulative) pushDown(e *Engine, i int32) bool {
	t := &c.tasks[i]
	if !e.holds(t.On) {
		return true // pushUp has tried
	}
	for {
		latest := -e.bound[t.side^1]
		k, end := latest, t.end(latest)
		for k < end && !c.blocksTask(t, k) {
			k++
		}
		e.work++
		if k >= end {
			return true
		}
		if !e.setLiteral(Lit{t.side ^ 1, 1 - t.cover(k)}, reason{c.id<<2 | byPropagator, k, i}) {
			return false
		}
	}
}

// tryOff rules a task out that would have to run on a tick where it does not
// fit.
func (c *cumulative) tryOff(e *Engine, i int32) bool {
	t := &c.tasks[i]
	lo, hi := -e.bound[t.side^1], t.end(e.bound[t.side])
	for k := lo; k < hi; k++ {
		if c.blocksTask(t, k) {
			return e.setLiteral(t.On.Not(), reason{c.id<<2 | byPropagator, k, i})
		}
	}
	return true
}

// explain: on tick data there was no room left for task aux.
func (c *cumulative) explain(e *Engine, l Lit, data, aux int32) {
	t := &c.tasks[aux]
	if l.Side == t.On.Side^1 {
		e.why = append(e.why, Lit{t.side, t.cover(data)}, Lit{t.side ^ 1, -data})
	} else {
		if l.Side == t.side {
			e.why = append(e.why, Lit{t.side, t.cover(data)})
		} else {
			e.why = append(e.why, Lit{t.side ^ 1, -data})
		}
		if t.On.Side >= 0 {
			e.why = append(e.why, t.On)
		}
	}
	c.explainPlacement(e, data, aux, c.room[data]-t.use)
}

// overload notes the conflict that the profile at tick k is.
func (c *cumulative) overload(e *Engine, k int32) {
	e.why = e.why[:0]
	c.explainPlacement(e, k, -1, c.room[k])
	e.conflict = append(e.conflict[:0], e.why...)
}

// explainPlacement appends why tasks other than not hold more than limit on tick k. It
// leaves out what is not needed, the smallest first.
func (c *cumulative) explainPlacement(e *Engine, k, not, limit int32) {
	c.omega = c.omega[:0]
	total := int32(0)
	for i := range c.tasks {
		t := &c.tasks[i]
		if int32(i) == not || -e.at(t.side^1) > k || t.end(e.at(t.side)) <= k || !t.works(k) || !e.held(t.On) {
			continue
		}
		c.omega = append(c.omega, int32(i))
		total += t.use
	}
	spare := total - limit - 1
	for n := len(c.omega) - 1; n >= 0; n-- {
		t := &c.tasks[c.omega[n]]
		from, to := Lit{t.side, t.cover(k)}, Lit{t.side ^ 1, -k}
		if t.use <= spare && !(e.free(from) && e.free(to) && e.free(t.On)) {
			spare -= t.use
			continue
		}
		e.why = append(e.why, from, to)
		if t.On.Side >= 0 {
			e.why = append(e.why, t.On)
		}
	}
}

// free reports whether a bound costs a reason nothing: it always holds, or the
// conflict needs it anyway.
func (e *Engine) free(l Lit) bool { return e.holdsAtRoot(l) || e.need[l.Side] >= l.Val }
