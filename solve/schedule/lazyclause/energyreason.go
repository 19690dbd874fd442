package lazyclause

// part is what a task must do in a window, by the bounds that say so.
type part struct {
	task     int32
	ticks    int32
	from, to Lit
	fixed    bool // cannot be weakened a little, only left out
}

// overload notes the conflict that window a..b, seen in direction dir, is.
func (g *energy) overload(e *Engine, dir int, a, b int32) {
	if dir == 1 {
		end := int32(len(g.c.room))
		a, b = end-b, end-a
	}
	e.why = e.why[:0]
	g.explainOverload(e, a, b, -1, 0)
	e.conflict = append(e.conflict[:0], e.why...)
}

// explain: the window data..aux%2^16 has no room for more of task aux/2^16.
func (g *energy) explain(e *Engine, l Lit, data, aux int32) {
	a, b, i := data, aux&0xffff, aux>>16
	if k := int(i) - len(g.c.tasks); k >= 0 {
		p := &g.packs[k]
		e.why = append(e.why, p.Start.AtLeast(int(a)), p.End.AtMost(int(b)))
		g.explainOverload(e, a, b, i, p.workOf(l))
		return
	}
	t := &g.c.tasks[i]
	var inside int32 // ticks of the task in the window if l does not hold
	if l.Side == t.side {
		inside = min(t.dur, b-l.Val+1, b-a)
		e.why = append(e.why, Lit{t.side, a + inside - t.dur})
	} else {
		inside = min(t.dur, 1-l.Val+t.dur-a, b-a)
		e.why = append(e.why, Lit{t.side ^ 1, inside - b})
	}
	if t.On.Side >= 0 {
		e.why = append(e.why, t.On)
	}
	g.explainOverload(e, a, b, i, int64(inside)*int64(t.use))
}

// explainOverload appends why the tasks other than not need more of the window a..b than
// remains beside taken, leaving out and weakening what is not needed.
func (g *energy) explainOverload(e *Engine, a, b, not int32, taken int64) {
	g.parts = g.parts[:0]
	spare := taken - (g.room[b] - g.room[a]) - 1
	for i := range g.c.tasks {
		if int32(i) == not || !e.held(g.c.tasks[i].On) {
			continue
		}
		if p := g.partInWindow(e, int32(i), a, b); p.ticks > 0 {
			g.parts = append(g.parts, p)
			spare += int64(p.ticks) * int64(g.c.tasks[i].use)
		}
	}
	first := len(g.parts)
	for k := range g.packs {
		p := &g.packs[k]
		if int(not) == len(g.c.tasks)+k || e.at(int32(2*p.Start)) < a || -e.at(int32(2*p.End+1)) > b {
			continue
		}
		if least := p.cheapestOpen(e); least >= 0 && p.Ways[least].Work > 0 {
			g.parts = append(g.parts, part{task: int32(k), ticks: 1})
			spare += p.Ways[least].Work
		}
	}
	spare = g.weakenExplanation(e, g.parts[:first], a, b, spare)
	for _, q := range g.parts[first:] {
		spare -= g.packs[q.task].explainOverload(e, a, b, spare)
	}
}

// weakenExplanation leaves out and weakens parts as far as spare goes, appends the bounds of
// the others, and returns what is left of it.
func (g *energy) weakenExplanation(e *Engine, parts []part, a, b int32, spare int64) int64 {
	for pass := range 2 { // first leave out what costs a bound, then weaken
		for k := len(parts) - 1; k >= 0; k-- {
			p := &parts[k]
			t := &g.c.tasks[p.task]
			if p.ticks == 0 || e.free(p.from) && e.free(p.to) && e.free(t.On) {
				continue
			}
			use := int64(t.use)
			switch give := int32(min(int64(p.ticks), spare/use)); {
			case give == p.ticks:
				p.ticks = 0
				spare -= use * int64(give)
			case pass == 1 && give > 0 && !p.fixed:
				p.ticks -= give
				spare -= use * int64(give)
				p.from, p.to = Lit{t.side, a + p.ticks - t.dur}, Lit{t.side ^ 1, p.ticks - b}
			}
		}
	}
	for _, p := range parts {
		if p.ticks == 0 {
			continue
		}
		e.why = append(e.why, p.from, p.to)
		if on := g.c.tasks[p.task].On; on.Side >= 0 {
			e.why = append(e.why, on)
		}
	}
	return spare
}

// workOf is the work of the way that l rules out.
func (p *pack) workOf(l Lit) int64 {
	for _, w := range p.Ways {
		if int32(2*w.On+1) == l.Side {
			return w.Work
		}
	}
	return 0
}

// explainOverload appends why the work must be done in a..b and why it is not so little
// that spare would do; the result is how much of spare that uses.
func (p *pack) explainOverload(e *Engine, a, b int32, spare int64) int64 {
	left := p.Ways[p.cheapestOpen(e)].Work
	if left <= spare {
		return left
	}
	e.why = append(e.why, p.Start.AtLeast(int(a)), p.End.AtMost(int(b)))
	for _, w := range p.Ways {
		off := w.On.AtMost(0)
		if e.holdsAtRoot(off) {
			continue
		}
		if give := left - w.Work; give <= spare {
			return max(give, 0)
		}
		e.why = append(e.why, off)
	}
	return 0
}

// partInWindow is what task i must do in the window a..b.
func (g *energy) partInWindow(e *Engine, i, a, b int32) part {
	t := &g.c.tasks[i]
	est, lst := e.at(t.side), -e.at(t.side^1)
	if t.Clock == nil {
		k := min(t.dur, b-a, est+t.dur-a, b-lst)
		return part{task: i, ticks: max(0, k), from: Lit{t.side, a + k - t.dur}, to: Lit{t.side ^ 1, k - b}}
	}
	from, to := max(a, lst), min(b, t.end(est))
	ticks := int32(0)
	for k := from; k < to; k++ {
		if t.works(k) {
			ticks++
		}
	}
	if ticks == 0 {
		return part{}
	}
	return part{task: i, ticks: ticks, from: Lit{t.side, t.cover(to - 1)}, to: Lit{t.side ^ 1, -from}, fixed: true}
}
