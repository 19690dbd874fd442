package lazyclause

// arcs bind two variables: to >= f(from) for a growing f, while a condition
// holds. Each is entered twice, once for the lower bounds and once, turned
// round, for the upper ones.
type arcs struct {
	all    []arc
	from   [][]int32 // by side: arcs that leave it
	onlyIf [][]int32 // by side: arcs whose condition it is
}

type arc struct {
	from, to int32 // sides
	shift    int32
	fn       *Growing // nil: to >= from + shift
	back     bool     // fn is to be read from its values to its arguments
	cond     Lit
}

// Growing is a function of an integer that never falls: At[i] is its value at
// Base+i, or, without At, Of(Base+i) for i < Len. It is not asked outside.
type Growing struct {
	Base int
	At   []int32
	Len  int
	Of   func(int32) int32
}

// value is the function of x.
func (g *Growing) value(x int32) int32 {
	if g.At != nil {
		return g.At[int(x)-g.Base]
	}
	return g.Of(x)
}

// size is the number of arguments.
func (g *Growing) size() int {
	if g.At != nil {
		return len(g.At)
	}
	return g.Len
}

// leastArgument is the least argument whose value is at least y; past the end: none.
func (g *Growing) leastArgument(y int32) int32 {
	if g.At != nil {
		return int32(g.Base + searchInt32(g.At, y))
	}
	lo, hi := g.Base, g.Base+g.Len
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if g.Of(int32(mid)) < y {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// boundAtEnd is the bound that the arc puts on its end when its start is at x.
func (c *arc) boundAtEnd(x int32) int32 {
	switch {
	case c.fn == nil:
		return x + c.shift
	case c.back: // -from >= -(the last argument with a value of at most -x)
		return 1 - c.fn.leastArgument(1-x)
	default:
		return c.fn.value(x)
	}
}

// boundAtStart is the least bound of the start that puts bound y on the end.
func (c *arc) boundAtStart(y int32) int32 {
	switch {
	case c.fn == nil:
		return y - c.shift
	case c.back: // from <= -y because to < f(1-y)
		if int(1-y) >= c.fn.Base+c.fn.size() {
			return none + 1
		}
		return 1 - c.fn.value(1-y)
	default:
		return c.fn.leastArgument(y)
	}
}

// AddShift makes to >= from + shift hold if cond does.
func (e *Engine) AddShift(from, to Var, shift int, cond Lit) {
	e.addArc(arc{from: int32(2 * from), to: int32(2 * to), shift: int32(shift), cond: cond})
	e.addArc(arc{from: int32(2*to + 1), to: int32(2*from + 1), shift: int32(shift), cond: cond})
}

// AddGrowing makes to >= fn(from) hold if cond does; fn must be known for every
// value that from may have. With to equal to from it takes values out of a
// domain: fn is then the next value allowed.
func (e *Engine) AddGrowing(from, to Var, fn *Growing, cond Lit) {
	e.addArc(arc{from: int32(2 * from), to: int32(2 * to), fn: fn, cond: cond})
	e.addArc(arc{from: int32(2*to + 1), to: int32(2*from + 1), fn: fn, back: true, cond: cond})
}

func (e *Engine) addArc(c arc) {
	id := int32(len(e.arcs.all))
	e.arcs.all = append(e.arcs.all, c)
	e.arcs.from[c.from] = append(e.arcs.from[c.from], id)
	if c.cond.Side >= 0 {
		e.arcs.onlyIf[c.cond.Side] = append(e.arcs.onlyIf[c.cond.Side], id)
	}
	if !e.propagateArc(id) {
		e.dead = true
	}
}

// propagateArcs follows the arcs that leave a side or wait for it.
func (e *Engine) propagateArcs(side int32) bool {
	for _, id := range e.arcs.from[side] {
		if !e.propagateArc(id) {
			return false
		}
	}
	for _, id := range e.arcs.onlyIf[side] {
		if !e.propagateArc(id) {
			return false
		}
	}
	return true
}

// propagateArc draws the conclusion of one arc.
func (e *Engine) propagateArc(id int32) bool {
	c := &e.arcs.all[id]
	y := c.boundAtEnd(e.bound[c.from])
	if e.bound[c.to] >= y {
		return true
	}
	e.work++
	if c.cond.Side < 0 || e.bound[c.cond.Side] >= c.cond.Val {
		return e.setLiteral(Lit{c.to, y}, reason{ref: id<<2 | byArc})
	}
	if e.bound[c.to^1] >= 1-y && !e.fails(c.cond) {
		return e.setLiteral(c.cond.Not(), reason{ref: id<<2 | byArc})
	}
	return true
}

func (a *arcs) explain(e *Engine, l Lit, id int32) {
	c := &a.all[id]
	if l.Side == c.to {
		e.why = append(e.why, Lit{c.from, c.boundAtStart(l.Val)})
		if c.cond.Side >= 0 {
			e.why = append(e.why, c.cond)
		}
		return
	}
	against := e.at(c.to ^ 1)
	e.why = append(e.why, Lit{c.to ^ 1, against}, Lit{c.from, c.boundAtStart(1 - against)})
}
