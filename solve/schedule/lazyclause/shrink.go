package lazyclause

// shrinker leaves out of a learned clause what the rest implies.
type shrinker struct {
	needAt []int32 // by side: the trail entry of its need
	mark   []int8  // by trail entry: 1 implied, -1 not, 0 not asked
	upTo   []int32 // by trail entry: the bound that is implied
	asked  []int32
}

const (
	shrinkDepth = 16
	shrinkWidth = 24
)

// shrinkClause drops from e.learnt each bound that follows from the others.
func (e *Engine) shrinkClause() {
	sh := &e.shrink
	for len(sh.needAt) < len(e.need) {
		sh.needAt = append(sh.needAt, 0)
	}
	for len(sh.mark) < len(e.trail) {
		sh.mark = append(sh.mark, 0)
		sh.upTo = append(sh.upTo, 0)
	}
	for _, l := range e.learnt {
		e.need[l.Side] = l.Val
		sh.needAt[l.Side] = e.entryOf(l)
	}
	e.why = e.why[:0]
	kept := 0
	for i, l := range e.learnt {
		if !e.followsAt(l, sh.needAt[l.Side], 0) {
			e.learnt[kept], e.learnt[i] = l, e.learnt[kept]
			kept++
		}
	}
	e.asOf = -1
	for _, l := range e.learnt {
		e.need[l.Side] = none
	}
	e.learnt = e.learnt[:kept]
	for _, i := range sh.asked {
		sh.mark[i] = 0
	}
	sh.asked = sh.asked[:0]
}

// followsFromNeeds reports whether l, which held before trail entry end, is known to
// follow from the needs. Only needs older than end count, so that no two bounds
// imply each other.
func (e *Engine) followsFromNeeds(l Lit, end int32, depth int) bool {
	if e.holdsAtRoot(l) {
		return true
	}
	sh := &e.shrink
	if e.need[l.Side] >= l.Val && sh.needAt[l.Side] < end {
		return true
	}
	i := e.entryOf(l)
	switch {
	case sh.mark[i] < 0, depth > shrinkDepth:
		return false
	case sh.mark[i] > 0 && sh.upTo[i] >= l.Val:
		return true
	}
	return e.followsAt(l, i, depth)
}

// followsAt is follows for l made to hold by trail entry i, from its reason.
func (e *Engine) followsAt(l Lit, i int32, depth int) bool {
	why := e.trail[i].why
	if why.ref&3 == byDecision {
		return false
	}
	sh := &e.shrink
	from := len(e.why)
	e.asOf = i
	e.explain(l, why)
	ok := len(e.why)-from <= shrinkWidth
	for k := from; ok && k < len(e.why); k++ {
		ok = e.followsFromNeeds(e.why[k], i, depth+1)
	}
	e.why = e.why[:from]
	if sh.mark[i] == 0 {
		sh.asked = append(sh.asked, i)
	}
	sh.mark[i] = -1
	if ok {
		sh.mark[i], sh.upTo[i] = 1, l.Val
	}
	return ok
}
