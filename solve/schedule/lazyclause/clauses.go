package lazyclause

import (
	"cmp"
	"math"
	"slices"
)

// clauses lie one after another in data: a head word (size and level count), an
// activity word, then the literals. A clause that forces a bound has it first;
// the first two literals are watched.
type clauses struct {
	data   []int32
	learnt []int32 // where learned clauses begin
	given  []int32
	bump   float32
	most   int // learned clauses to keep
}

// watch is a clause to look at when a literal fails, unless another holds.
type watch struct {
	clause, other int32
}

const headWords = 2

func (c *clauses) init() {
	c.bump = 1
	c.most = 4000
}

func (c *clauses) lits(id int32) []int32 {
	n := c.data[id] >> 12
	return c.data[id+headWords : id+headWords+n]
}

func (c *clauses) spread(id int32) int32 { return c.data[id] & 0xfff }

func (c *clauses) activity(id int32) float32 {
	return math.Float32frombits(uint32(c.data[id+1]))
}

func (c *clauses) setActivity(id int32, v float32) {
	c.data[id+1] = int32(math.Float32bits(v))
}

// add stores a clause; spread is the number of decision levels it spanned.
func (c *clauses) add(lits []int32, spread int) int32 {
	id := int32(len(c.data))
	c.data = append(c.data, int32(len(lits))<<12|int32(min(spread, 0xfff)), 0)
	c.data = append(c.data, lits...)
	return id
}

func (e *Engine) watchClause(id int32) {
	l := e.clauses.lits(id)
	w := e.atoms.watches
	w[l[0]] = append(w[l[0]], watch{id, l[1]})
	w[l[1]] = append(w[l[1]], watch{id, l[0]})
}

// AddClause demands that one of lits holds. Call it before Solve or between
// calls.
func (e *Engine) AddClause(lits ...Lit) {
	e.backTo(0)
	var open []int32
	for _, l := range lits {
		if e.holds(l) {
			return
		}
		if !e.fails(l) {
			open = append(open, e.internLiteral(l))
		}
	}
	switch len(open) {
	case 0:
		e.dead = true
	case 1:
		e.setLiteral(e.atoms.lit(open[0]), reason{ref: byDecision})
	default:
		id := e.clauses.add(open, len(open))
		e.clauses.given = append(e.clauses.given, id)
		e.watchClause(id)
	}
}

// propagateClauses visits the clauses that watch what failed when a side
// decided the atoms c0..c1 of its variable.
func (e *Engine) propagateClauses(side, c0, c1 int32) bool {
	va := &e.atoms.vars[side>>1]
	for i := c0; i < c1; i++ {
		failed := 2*va.ids[i] + (side&1 ^ 1)
		if len(e.atoms.watches[failed]) > 0 && !e.visitWatches(failed) {
			return false
		}
	}
	return true
}

// visitWatches moves the watches of a failed literal or draws what its clauses force.
func (e *Engine) visitWatches(failed int32) bool {
	value, data := e.atoms.value, e.clauses.data
	ws := e.atoms.watches[failed]
	e.work += int64(len(ws)+3) / 4
	kept := 0
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if value[w.other] > 0 {
			ws[kept] = w
			kept++
			continue
		}
		n := data[w.clause] >> 12
		lits := data[w.clause+headWords : w.clause+headWords+n]
		if lits[0] == failed {
			lits[0], lits[1] = lits[1], failed
		}
		first := lits[0]
		if first != w.other && value[first] > 0 {
			ws[kept] = watch{w.clause, first}
			kept++
			continue
		}
		if k := openAfter(value, lits); k > 0 {
			lits[1], lits[k] = lits[k], failed
			e.atoms.watches[lits[1]] = append(e.atoms.watches[lits[1]], watch{w.clause, first})
			continue
		}
		ws[kept] = watch{w.clause, first}
		kept++
		if value[first] < 0 {
			kept += copy(ws[kept:], ws[i+1:])
			e.atoms.watches[failed] = ws[:kept]
			e.conflict = e.conflict[:0]
			for _, p := range lits {
				e.conflict = append(e.conflict, e.atoms.lit(p^1))
			}
			e.clauses.raiseActivity(w.clause)
			return false
		}
		e.setLiteral(e.atoms.lit(first), reason{ref: w.clause<<2 | byClause})
	}
	e.atoms.watches[failed] = ws[:kept]
	return true
}

// openAfter is the index of a literal behind the first two that does not fail.
func openAfter(value []int8, lits []int32) int {
	for k := 2; k < len(lits); k++ {
		if value[lits[k]] >= 0 {
			return k
		}
	}
	return 0
}

func (c *clauses) explain(e *Engine, id int32) {
	for _, p := range c.lits(id)[1:] {
		e.why = append(e.why, e.atoms.lit(p^1))
	}
	c.raiseActivity(id)
}

// raiseActivity raises a clause's activity.
func (c *clauses) raiseActivity(id int32) {
	a := c.activity(id) + c.bump
	c.setActivity(id, a)
	if a > 1e20 {
		for _, k := range c.learnt {
			c.setActivity(k, c.activity(k)*1e-20)
		}
		for _, k := range c.given {
			c.setActivity(k, c.activity(k)*1e-20)
		}
		c.bump *= 1e-20
	}
}

// dropUselessClauses drops the less useful half of the learned clauses when there are too
// many, clauses that always hold, and atoms no clause speaks of any more. Only
// at the root, where no clause is a reason.
func (e *Engine) dropUselessClauses() {
	c := &e.clauses
	if len(c.learnt) < c.most {
		return
	}
	c.most += c.most / 20
	rank := func(id int32) int { return min(max(int(c.spread(id)), 2), 3) }
	slices.SortFunc(c.learnt, func(a, b int32) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(c.activity(b), c.activity(a)), cmp.Compare(a, b))
	})
	c.learnt = c.learnt[:len(c.learnt)/2]
	slices.Sort(c.learnt)
	e.rebuildClauses()
}

// rebuildClauses stores the clauses afresh, without what fails at the root.
func (e *Engine) rebuildClauses() {
	old := e.clauses.data
	c := &e.clauses
	c.data = make([]int32, 0, len(old))
	from := atoms{vars: e.atoms.vars, of: e.atoms.of, val: e.atoms.val, value: e.atoms.value}
	e.atoms = atoms{vars: make([]varAtoms, len(from.vars))}
	for _, list := range []*[]int32{&c.given, &c.learnt} {
		kept := (*list)[:0]
		for _, id := range *list {
			if id, ok := e.copyClause(old, &from, id); ok {
				kept = append(kept, id)
			}
		}
		*list = kept
	}
}

func (e *Engine) copyClause(old []int32, from *atoms, id int32) (int32, bool) {
	n := old[id] >> 12
	lits := old[id+headWords : id+headWords+n]
	for _, p := range lits {
		if from.value[p] > 0 {
			return 0, false
		}
	}
	c := &e.clauses
	at := int32(len(c.data))
	c.data = append(c.data, 0, old[id+1])
	size := int32(0)
	for _, p := range lits {
		if from.value[p] < 0 {
			continue
		}
		c.data = append(c.data, e.internLiteral(from.lit(p)))
		size++
	}
	c.data[at] = size<<12 | old[id]&0xfff
	e.watchClause(at)
	return at, true
}
