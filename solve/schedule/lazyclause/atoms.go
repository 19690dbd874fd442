package lazyclause

// atoms are the bounds that clauses speak of. Atom i is [x >= a] of one
// variable; its literals are 2i, the atom, and 2i+1, its opposite [x <= a-1].
type atoms struct {
	vars    []varAtoms
	of      []Var   // by atom: the variable
	val     []int32 // by atom: a
	value   []int8  // by literal: 1 holds, -1 fails, 0 open
	watches [][]watch
}

// varAtoms is the atoms of one variable in order of a. Those before lo hold,
// those from hi on fail.
type varAtoms struct {
	vals   []int32
	ids    []int32
	lo, hi int32
}

// lit is the Lit of a literal.
func (a *atoms) lit(p int32) Lit {
	v, val := a.of[p>>1], a.val[p>>1]
	if p&1 == 0 {
		return Lit{int32(2 * v), val}
	}
	return Lit{int32(2*v + 1), 1 - val}
}

// findLiteral is the literal of l; -1: no atom speaks of it.
func (a *atoms) findLiteral(l Lit) int32 {
	val, neg := l.Val, l.Side&1
	if neg == 1 {
		val = 1 - val
	}
	va := &a.vars[l.Side>>1]
	if i := searchInt32(va.vals, val); i < len(va.vals) && va.vals[i] == val {
		return 2*va.ids[i] + neg
	}
	return -1
}

// searchInt32 is the first index of sorted s whose value is at least v.
func searchInt32(s []int32, v int32) int {
	lo, hi := 0, len(s)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s[mid] < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// decideAtoms decides the atoms that a side's step to val decides and returns their
// range.
func (a *atoms) decideAtoms(side, val int32) (int32, int32) {
	va := &a.vars[side>>1]
	if side&1 == 0 {
		c0 := va.lo
		for va.lo < int32(len(va.vals)) && va.vals[va.lo] <= val {
			id := va.ids[va.lo]
			a.value[2*id], a.value[2*id+1] = 1, -1
			va.lo++
		}
		return c0, va.lo
	}
	c1 := va.hi
	for va.hi > 0 && va.vals[va.hi-1] > -val {
		va.hi--
		id := va.ids[va.hi]
		a.value[2*id], a.value[2*id+1] = -1, 1
	}
	return va.hi, c1
}

// reopenAtoms opens the atoms that a side's bound no longer decides.
func (e *Engine) reopenAtoms(side, val int32) {
	a := &e.atoms
	va := &a.vars[side>>1]
	if side&1 == 0 {
		for va.lo > 0 && va.vals[va.lo-1] > val {
			va.lo--
			a.open(va.ids[va.lo])
		}
		return
	}
	for va.hi < int32(len(va.vals)) && va.vals[va.hi] <= -val {
		a.open(va.ids[va.hi])
		va.hi++
	}
}

func (a *atoms) open(id int32) {
	a.value[2*id], a.value[2*id+1] = 0, 0
}

// internLiteral is the literal of l, with a new atom if there was none.
func (e *Engine) internLiteral(l Lit) int32 {
	if p := e.atoms.findLiteral(l); p >= 0 {
		return p
	}
	a := &e.atoms
	val, neg := l.Val, l.Side&1
	if neg == 1 {
		val = 1 - val
	}
	v := l.Side >> 1
	va := &a.vars[v]
	id := int32(len(a.of))
	a.of = append(a.of, Var(v))
	a.val = append(a.val, val)
	a.value = append(a.value, 0, 0)
	a.watches = append(a.watches, nil, nil)
	i := searchInt32(va.vals, val)
	e.widenPending(v, int32(i), val)
	va.vals = append(va.vals, 0)
	va.ids = append(va.ids, 0)
	copy(va.vals[i+1:], va.vals[i:])
	copy(va.ids[i+1:], va.ids[i:])
	va.vals[i], va.ids[i] = val, id
	switch {
	case val <= e.bound[2*v]:
		a.value[2*id], a.value[2*id+1] = 1, -1
		va.lo++
		va.hi++
	case val > -e.bound[2*v+1]:
		a.value[2*id], a.value[2*id+1] = -1, 1
	default:
		va.hi++
	}
	return 2*id + neg
}

// widenPending keeps the atom ranges of bound changes not yet propagated right
// when atom [v >= val] enters the list of v at index i.
func (e *Engine) widenPending(v, i, val int32) {
	for k := e.qhead; k < len(e.trail); k++ {
		ent := &e.trail[k]
		if ent.side>>1 != v {
			continue
		}
		lit := Lit{ent.side, val}
		if ent.side&1 == 1 {
			lit.Val = 1 - val
		}
		switch {
		case ent.old < lit.Val && lit.Val <= ent.val:
			ent.c1++
		case i <= ent.c0:
			ent.c0++
			ent.c1++
		}
	}
}
