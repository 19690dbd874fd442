package lazyclause

// analyseConflict turns the conflict in hand into a learned clause, goes back to where
// it forces a bound, and sets that bound. False: there is no solution.
func (e *Engine) analyseConflict() bool {
	if !e.toConflictLevel() {
		return false
	}
	uip := e.traceBack()
	e.collect()
	e.shrinkClause()
	back, spread := e.backLevel()
	e.backTo(back)
	e.learnClause(uip, spread)
	e.clauses.bump /= 0.999
	return true
}

// toConflictLevel goes back to the highest level that the conflict needs;
// false: it needs none.
func (e *Engine) toConflictLevel() bool {
	level := 0
	for _, l := range e.conflict {
		level = max(level, e.levelOf(l))
	}
	if level == 0 {
		return false
	}
	e.backTo(level)
	return true
}

// levelOf is the decision level at which l came to hold.
func (e *Engine) levelOf(l Lit) int {
	if e.holdsAtRoot(l) {
		return 0
	}
	return int(e.trail[e.entryOf(l)].level)
}

// entryOf is the trail entry that made l hold.
func (e *Engine) entryOf(l Lit) int32 {
	i := e.last[l.Side]
	for e.trail[i].old >= l.Val {
		i = e.trail[i].prev
	}
	return i
}

// traceBack replaces bounds of the current level by their reasons, latest first,
// until one is left, and returns it.
func (e *Engine) traceBack() Lit {
	start := e.levels[len(e.levels)-1]
	open := 0
	e.needed = e.needed[:0]
	for _, l := range e.conflict {
		open += e.requireLiteral(l, start)
	}
	for {
		ent := &e.trail[len(e.trail)-1]
		s := ent.side
		if e.need[s] <= ent.old {
			e.undoChange()
			continue
		}
		l := Lit{s, e.need[s]}
		e.need[s] = none
		if open == 1 {
			return l
		}
		why := ent.why
		e.undoChange()
		open--
		e.why = e.why[:0]
		e.explain(l, why)
		e.work += int64(len(e.why))
		for _, w := range e.why {
			open += e.requireLiteral(w, start)
		}
	}
}

// requireLiteral adds l to what the conflict needs. The result is the change in the
// number of needs of the level that began at trail length start.
func (e *Engine) requireLiteral(l Lit, start int32) int {
	if e.holdsAtRoot(l) {
		return 0
	}
	old := e.need[l.Side]
	if old >= l.Val {
		return 0
	}
	e.need[l.Side] = l.Val
	before := e.boundBefore(l.Side, start)
	if old == none {
		e.needed = append(e.needed, l.Side)
	} else if old > before {
		return 0
	}
	if l.Val > before {
		return 1
	}
	return 0
}

// collect moves the needs into e.learnt.
func (e *Engine) collect() {
	e.learnt = e.learnt[:0]
	for _, s := range e.needed {
		if e.need[s] != none {
			e.learnt = append(e.learnt, Lit{s, e.need[s]})
			e.need[s] = none
		}
	}
}

// backLevel is the highest level of the learned bounds, put first, and the
// number of levels they span.
func (e *Engine) backLevel() (back, spread int) {
	e.search.stamp++
	for i, l := range e.learnt {
		level := e.levelOf(l)
		for len(e.search.seen) <= level {
			e.search.seen = append(e.search.seen, 0)
		}
		if e.search.seen[level] != e.search.stamp {
			e.search.seen[level] = e.search.stamp
			spread++
		}
		if level > back {
			back = level
			e.learnt[0], e.learnt[i] = e.learnt[i], e.learnt[0]
		}
	}
	return back, spread + 1
}

// learnClause stores that uip and the learned bounds exclude one another and draws
// the conclusion.
func (e *Engine) learnClause(uip Lit, spread int) {
	e.search.conflicts++
	if len(e.learnt) == 0 {
		e.setLiteral(uip.Not(), reason{ref: byDecision})
		return
	}
	lits := e.search.lits[:0]
	lits = append(lits, e.internLiteral(uip.Not()))
	for _, l := range e.learnt {
		lits = append(lits, e.internLiteral(l.Not()))
	}
	e.search.lits = lits
	id := e.clauses.add(lits, spread)
	e.clauses.learnt = append(e.clauses.learnt, id)
	e.clauses.raiseActivity(id)
	e.watchClause(id)
	e.setLiteral(uip.Not(), reason{ref: id<<2 | byClause})
}
