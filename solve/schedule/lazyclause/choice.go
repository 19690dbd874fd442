package lazyclause

// Way is one way in which an end follows from a start: End of the start, or the
// start plus Dur.
type Way struct {
	On  Var // 0 or 1
	Dur int
	End *Growing
}

func (w *Way) at(s int32) int32 {
	if w.End == nil {
		return s + int32(w.Dur)
	}
	return w.End.value(s)
}

// least is the first start with an end of at least y.
func (w *Way) least(y int32) int32 {
	if w.End == nil {
		return y - int32(w.Dur)
	}
	return w.End.leastArgument(y)
}

// choice binds a start and an end by whichever of several ways is on.
type choice struct {
	id         int32
	start, end int32 // sides of the lower bounds
	ways       []Way
}

// AddChoice makes end follow from start by the one way that is on. That exactly
// one is on is for clauses to say.
func (e *Engine) AddChoice(start, end Var, ways []Way) {
	c := &choice{start: int32(2 * start), end: int32(2 * end), ways: ways}
	c.id = e.addPropagator(c, 0, 1)
	for _, s := range []int32{c.start, c.start + 1, c.end, c.end + 1} {
		e.wakeOn(s, c.id, 0)
	}
	for _, w := range ways {
		e.wakeOn(int32(2*w.On+1), c.id, 0)
	}
}

func (c *choice) undone(*Engine, *inbox) {}

func (c *choice) off(e *Engine, w *Way) bool { return e.at(int32(2*w.On+1)) == 0 }

func (c *choice) propagate(e *Engine, in *inbox) bool {
	in.clear()
	for {
		n := len(e.trail)
		for k := range c.ways {
			w := &c.ways[k]
			out := w.at(e.bound[c.start]) > -e.bound[c.end^1] || w.at(-e.bound[c.start^1]) < e.bound[c.end]
			if out && !e.setLiteral(w.On.AtMost(0), c.why(k)) {
				return false
			}
		}
		if !c.tightenBounds(e) {
			return false
		}
		if len(e.trail) == n {
			return true
		}
	}
}

func (c *choice) why(k int) reason { return reason{c.id<<2 | byPropagator, int32(k), 0} }

// tightenBounds sets the bounds that all ways left agree on.
func (c *choice) tightenBounds(e *Engine) bool {
	const far = 1 << 30
	endLo, endHi, startLo, startHi := int32(far), int32(-far), int32(far), int32(-far)
	lo, hi := e.bound[c.start], -e.bound[c.start^1]
	for k := range c.ways {
		w := &c.ways[k]
		if c.off(e, w) {
			continue
		}
		endLo, endHi = min(endLo, w.at(lo)), max(endHi, w.at(hi))
		startLo = min(startLo, w.least(e.bound[c.end]))
		startHi = max(startHi, w.least(1-e.bound[c.end^1])-1)
	}
	if endLo == far {
		return true // the clause over the ways fails
	}
	return e.setLiteral(Lit{c.end, endLo}, c.why(0)) && e.setLiteral(Lit{c.end ^ 1, -endHi}, c.why(0)) &&
		e.setLiteral(Lit{c.start, startLo}, c.why(0)) && e.setLiteral(Lit{c.start ^ 1, -startHi}, c.why(0))
}

func (c *choice) explain(e *Engine, l Lit, data, _ int32) {
	switch l.Side {
	case c.end: // every way on has an end of l.Val or later from some start on
		c.explainChoice(e, c.start, func(w *Way) int32 { return w.least(l.Val) })
	case c.end ^ 1: // the last start with an end of -l.Val or earlier
		c.explainChoice(e, c.start^1, func(w *Way) int32 { return 1 - w.least(1-l.Val) })
	case c.start: // the end is behind that of the start before l.Val
		c.explainChoice(e, c.end, func(w *Way) int32 { return w.at(l.Val-1) + 1 })
	case c.start ^ 1:
		c.explainChoice(e, c.end^1, func(w *Way) int32 { return 1 - w.at(1-l.Val) })
	default:
		c.blameOff(e, &c.ways[data])
	}
}

// explainChoice appends a bound of side that is enough for every way not off, and the
// ways off for which it is not enough.
func (c *choice) explainChoice(e *Engine, side int32, enough func(*Way) int32) {
	b := int32(none + 1)
	for k := range c.ways {
		if w := &c.ways[k]; !c.off(e, w) {
			b = max(b, enough(w))
		}
	}
	e.why = append(e.why, Lit{side, b})
	for k := range c.ways {
		if w := &c.ways[k]; c.off(e, w) && enough(w) > b {
			e.why = append(e.why, w.On.AtMost(0))
		}
	}
}

// blameOff appends why a way cannot be on.
func (c *choice) blameOff(e *Engine, w *Way) {
	if last := -e.at(c.end ^ 1); w.at(e.at(c.start)) > last {
		e.why = append(e.why, Lit{c.end ^ 1, -last}, Lit{c.start, w.least(last + 1)})
		return
	}
	first := e.at(c.end)
	e.why = append(e.why, Lit{c.end, first}, Lit{c.start ^ 1, 1 - w.least(first)})
}
