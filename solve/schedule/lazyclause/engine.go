package lazyclause

// Engine holds variables, constraints and what it has learned of them.
type Engine struct {
	bound  []int32 // by side: the bound in force
	root   []int32 // by side: the bound that holds in every solution
	last   []int32 // by side: its latest trail entry; -1: none
	trail  []entry
	levels []int32 // trail length at the start of each decision level
	qhead  int     // trail entries before it are propagated

	atoms   atoms
	clauses clauses
	arcs    arcs
	props   []prop
	wakes   [][]wake // by side
	queues  [2][]int32

	need     []int32 // by side: the bound that the conflict in hand needs
	needed   []int32 // sides with a need, perhaps repeated
	conflict []Lit   // bounds that hold and cannot all hold
	why      []Lit   // what the reason asked for last says
	asOf     int32   // trail length at which reasons are asked for; -1: now
	shrink   shrinker
	learnt   []Lit

	search search
	work   int64
	dead   bool // no solution at all
}

// prop is a propagator with its state of waiting.
type prop struct {
	propagator
	inbox  inbox
	rank   uint8
	queued bool
}

// propagator is a constraint over many variables.
type propagator interface {
	// propagate tightens bounds; false: a conflict, noted in the engine.
	propagate(e *Engine, in *inbox) bool
	// explain appends to e.why bounds that held before and force l.
	explain(e *Engine, l Lit, data, aux int32)
	// undone tells that the bounds of the parts in the inbox were taken back.
	undone(e *Engine, in *inbox)
}

// wake names a part of a propagator that a side concerns.
type wake struct {
	prop, part int32
}

// inbox collects the parts whose bounds changed.
type inbox struct {
	parts []int32
	in    []bool
}

func (b *inbox) put(part int32) {
	if !b.in[part] {
		b.in[part] = true
		b.parts = append(b.parts, part)
	}
}

func (b *inbox) clear() {
	for _, p := range b.parts {
		b.in[p] = false
	}
	b.parts = b.parts[:0]
}

// New is an engine without variables.
func New() *Engine {
	e := &Engine{asOf: -1}
	e.clauses.init()
	e.search.init()
	return e
}

// NewVar adds a variable with bounds lo <= v <= hi.
func (e *Engine) NewVar(lo, hi int) Var {
	v := Var(len(e.bound) / 2)
	for _, b := range []int32{int32(lo), int32(-hi)} {
		e.bound = append(e.bound, b)
		e.root = append(e.root, b)
		e.last = append(e.last, -1)
		e.need = append(e.need, none)
		e.wakes = append(e.wakes, nil)
		e.arcs.from = append(e.arcs.from, nil)
		e.arcs.onlyIf = append(e.arcs.onlyIf, nil)
	}
	e.atoms.vars = append(e.atoms.vars, varAtoms{})
	e.search.phase = append(e.search.phase, int32(lo))
	if lo > hi {
		e.dead = true
	}
	return v
}

// Lower is the least value that v may still have.
func (e *Engine) Lower(v Var) int { return int(e.bound[2*v]) }

// Upper is the greatest value that v may still have.
func (e *Engine) Upper(v Var) int { return int(-e.bound[2*v+1]) }

// Work counts the steps taken so far.
func (e *Engine) Work() int64 { return e.work }

// Dead reports that there is no solution, whatever is assumed.
func (e *Engine) Dead() bool { return e.dead }

func (e *Engine) holds(l Lit) bool { return l.Side < 0 || e.bound[l.Side] >= l.Val }

func (e *Engine) fails(l Lit) bool { return l.Side >= 0 && e.bound[l.Side^1] >= 1-l.Val }

// holdsAtRoot reports whether l holds in every solution.
func (e *Engine) holdsAtRoot(l Lit) bool { return l.Side < 0 || e.root[l.Side] >= l.Val }

// at is the bound of a side when the reason now asked for was given.
func (e *Engine) at(side int32) int32 {
	if e.asOf < 0 {
		return e.bound[side]
	}
	return e.boundBefore(side, e.asOf)
}

func (e *Engine) held(l Lit) bool { return l.Side < 0 || e.at(l.Side) >= l.Val }

// boundBefore is the bound of a side when the trail had length n.
func (e *Engine) boundBefore(side, n int32) int32 {
	b := e.bound[side]
	for i := e.last[side]; i >= n; i = e.trail[i].prev {
		b = e.trail[i].old
	}
	return b
}

// addPropagator enters p, with parts many parts, to run after those of lower
// rank have nothing more to say.
func (e *Engine) addPropagator(p propagator, rank uint8, parts int) int32 {
	id := int32(len(e.props))
	e.props = append(e.props, prop{propagator: p, rank: rank, inbox: inbox{in: make([]bool, parts)}})
	for i := range parts {
		e.props[id].inbox.put(int32(i))
	}
	e.enqueue(id)
	return id
}

func (e *Engine) wakeOn(side, prop, part int32) {
	e.wakes[side] = append(e.wakes[side], wake{prop, part})
}

func (e *Engine) enqueue(id int32) {
	p := &e.props[id]
	if !p.queued {
		p.queued = true
		e.queues[p.rank] = append(e.queues[p.rank], id)
	}
}

// setLiteral makes l hold for a reason; false: it cannot, and the conflict is noted.
func (e *Engine) setLiteral(l Lit, why reason) bool {
	s := l.Side
	if e.bound[s] >= l.Val {
		return true
	}
	if e.bound[s^1] >= 1-l.Val {
		e.clash(l, why)
		return false
	}
	c0, c1 := e.atoms.decideAtoms(s, l.Val)
	e.trail = append(e.trail, entry{s, e.bound[s], l.Val, e.last[s], int32(len(e.levels)), c0, c1, why})
	e.last[s] = int32(len(e.trail) - 1)
	e.bound[s] = l.Val
	return true
}

// clash notes the conflict between l, which follows, and the bound against it.
func (e *Engine) clash(l Lit, why reason) {
	if why.ref&3 == byArc { // either bound may be the weaker one
		l.Val = 1 - e.bound[l.Side^1]
	}
	e.why = e.why[:0]
	e.explain(l, why)
	e.conflict = append(append(e.conflict[:0], e.why...), l.Not())
}

// explain appends to e.why what forced l.
func (e *Engine) explain(l Lit, why reason) {
	id := why.ref >> 2
	switch why.ref & 3 {
	case byClause:
		e.clauses.explain(e, id)
	case byArc:
		e.arcs.explain(e, l, id)
	case byPropagator:
		e.props[id].explain(e, l, why.data, why.aux)
	}
}

// propagate draws all conclusions; false: a conflict. It stops early, to go on
// when called again, once the search must pause.
func (e *Engine) propagate() bool {
	for {
		if e.work >= e.search.poll && e.search.pause(e.work) {
			return true
		}
		for e.qhead < len(e.trail) {
			ent := &e.trail[e.qhead]
			e.qhead++
			e.work++
			side, c0, c1 := ent.side, ent.c0, ent.c1
			for _, w := range e.wakes[side] {
				e.props[w.prop].inbox.put(w.part)
				e.enqueue(w.prop)
			}
			if !e.propagateClauses(side, c0, c1) || !e.propagateArcs(side) {
				return false
			}
		}
		id, ok := e.nextPropagator()
		if !ok {
			return true
		}
		p := &e.props[id]
		p.queued = false
		e.work += 2
		if !p.propagate(e, &p.inbox) {
			return false
		}
	}
}

// nextPropagator takes a waiting propagator, the cheapest first.
func (e *Engine) nextPropagator() (int32, bool) {
	for r := range e.queues {
		if q := e.queues[r]; len(q) > 0 {
			id := q[len(q)-1]
			e.queues[r] = q[:len(q)-1]
			return id, true
		}
	}
	return 0, false
}

// undoChange takes back the latest bound change.
func (e *Engine) undoChange() {
	n := len(e.trail) - 1
	ent := &e.trail[n]
	s := ent.side
	if e.bound[s] == -e.bound[s^1] {
		e.search.phase[s>>1] = e.bound[s&^1]
	}
	e.bound[s] = ent.old
	e.last[s] = ent.prev
	e.reopenAtoms(s, ent.old)
	for _, w := range e.wakes[s] {
		e.props[w.prop].inbox.put(w.part)
	}
	e.trail = e.trail[:n]
}

// backTo takes back all decision levels above level.
func (e *Engine) backTo(level int) {
	if level >= len(e.levels) {
		return
	}
	for len(e.trail) > int(e.levels[level]) {
		e.undoChange()
	}
	e.levels = e.levels[:level]
	e.followUndo()
}

// followUndo forgets what was waiting and lets propagators follow an undo.
func (e *Engine) followUndo() {
	e.qhead = len(e.trail)
	for r := range e.queues {
		for _, id := range e.queues[r] {
			e.props[id].queued = false
		}
		e.queues[r] = e.queues[r][:0]
	}
	for i := range e.props {
		p := &e.props[i]
		if len(p.inbox.parts) > 0 {
			p.undone(e, &p.inbox)
			p.inbox.clear()
		}
	}
}

// decide opens a level with l.
func (e *Engine) decide(l Lit) bool {
	e.levels = append(e.levels, int32(len(e.trail)))
	return e.setLiteral(l, reason{ref: byDecision})
}

// settleRoot makes the bounds of level 0 the root's and forgets their reasons.
func (e *Engine) settleRoot() {
	for i := range e.trail {
		s := e.trail[i].side
		e.last[s] = -1
		e.root[s] = e.bound[s]
	}
	e.trail = e.trail[:0]
	e.qhead = 0
}
