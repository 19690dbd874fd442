package lazyclause

import (
	"fmt"
	"math/rand/v2"
)

// world is a small random problem with all its solutions, found by trying every
// assignment.
type world struct {
	e         *Engine
	lo, hi    []int
	rules     []func(x []int) bool
	names     []string
	solutions [][]int
}

// newWorld makes variables and then rules of the given makers, each drawn at
// random.
func newWorld(r *rand.Rand, vars, width, rules int, makers []func(*rand.Rand, *world)) *world {
	w := &world{e: New()}
	for range vars {
		lo := r.IntN(3)
		w.variable(lo, lo+r.IntN(width))
	}
	for range rules {
		makers[r.IntN(len(makers))](r, w)
	}
	w.enumerate(make([]int, len(w.lo)), 0)
	return w
}

func (w *world) variable(lo, hi int) Var {
	w.lo, w.hi = append(w.lo, lo), append(w.hi, hi)
	return w.e.NewVar(lo, hi)
}

func (w *world) rule(name string, f func(x []int) bool) {
	w.names = append(w.names, name)
	w.rules = append(w.rules, f)
}

func (w *world) enumerate(x []int, k int) {
	if k == len(x) {
		for _, rule := range w.rules {
			if !rule(x) {
				return
			}
		}
		w.solutions = append(w.solutions, append([]int(nil), x...))
		return
	}
	for x[k] = w.lo[k]; x[k] <= w.hi[k]; x[k]++ {
		w.enumerate(x, k+1)
	}
}

// size is the number of assignments.
func (w *world) size() int {
	n := 1
	for v := range w.lo {
		n *= w.hi[v] - w.lo[v] + 1
	}
	return n
}

func (w *world) pick(r *rand.Rand) Var { return Var(r.IntN(len(w.lo))) }

// truth is whether l holds for x.
func truth(l Lit, x []int) bool {
	switch {
	case l.Side < 0:
		return true
	case l.Side&1 == 0:
		return x[l.Side>>1] >= int(l.Val)
	}
	return -x[l.Side>>1] >= int(l.Val)
}

func (w *world) literal(r *rand.Rand) Lit {
	v := w.pick(r)
	a := w.lo[v] + r.IntN(w.hi[v]-w.lo[v]+1)
	if r.IntN(2) == 0 {
		return v.AtLeast(a)
	}
	return v.AtMost(a)
}

// condition is a literal, or Always.
func (w *world) condition(r *rand.Rand) Lit {
	if r.IntN(2) == 0 {
		return Always
	}
	return w.literal(r)
}

func makeClause(r *rand.Rand, w *world) {
	var lits []Lit
	for range 1 + r.IntN(3) {
		lits = append(lits, w.literal(r))
	}
	w.e.AddClause(lits...)
	w.rule(fmt.Sprint("clause ", lits), func(x []int) bool {
		for _, l := range lits {
			if truth(l, x) {
				return true
			}
		}
		return false
	})
}

func makeShift(r *rand.Rand, w *world) {
	from, to, shift, cond := w.pick(r), w.pick(r), r.IntN(7)-3, w.condition(r)
	if from == to || Var(cond.Side>>1) == to || Var(cond.Side>>1) == from {
		return
	}
	w.e.AddShift(from, to, shift, cond)
	w.rule("shift", func(x []int) bool { return !truth(cond, x) || x[to] >= x[from]+shift })
}

// growing is a random function over 0..19 that never falls.
func growing(r *rand.Rand) *Growing {
	g := &Growing{}
	y := int32(r.IntN(4)) - 2
	for range 20 {
		g.At = append(g.At, y)
		if r.IntN(2) == 0 {
			y += int32(r.IntN(3))
		}
	}
	return g
}

func makeGrowing(r *rand.Rand, w *world) {
	from, to, fn, cond := w.pick(r), w.pick(r), growing(r), w.condition(r)
	if from == to || Var(cond.Side>>1) == to || Var(cond.Side>>1) == from {
		return
	}
	w.e.AddGrowing(from, to, fn, cond)
	w.rule("growing", func(x []int) bool { return !truth(cond, x) || x[to] >= int(fn.At[x[from]]) })
}

// makeHoles takes values out of a domain.
func makeHoles(r *rand.Rand, w *world) {
	v, next := w.pick(r), &Growing{At: make([]int32, 20)}
	at := int32(25)
	for t := int32(19); t >= 0; t-- {
		if r.IntN(3) > 0 {
			at = t
		}
		next.At[t] = at
	}
	w.e.AddGrowing(v, v, next, Always)
	w.rule("holes", func(x []int) bool { return int(next.At[x[v]]) == x[v] })
}

// calendar is a clock on which a task of n worked ticks runs, over ticks 0..29.
func calendar(r *rand.Rand, n int) *Clock {
	k := &Clock{Work: make([]bool, 30), End: &Growing{At: make([]int32, 20)}}
	for t := range k.Work {
		k.Work[t] = t > 20 || r.IntN(3) > 0
	}
	for s := range k.End.At {
		left, t := n, s
		for ; left > 0; t++ {
			if k.Work[t] {
				left--
			}
		}
		k.End.At[s] = int32(t)
	}
	return k
}

func makeCumulative(r *rand.Rand, w *world) {
	room := make([]int32, 40)
	level := int32(1 + r.IntN(4))
	for t := range room {
		if r.IntN(5) == 0 {
			level = int32(r.IntN(5))
		}
		room[t] = level
	}
	var tasks []Task
	for range 2 + r.IntN(3) {
		t := Task{Start: w.pick(r), Dur: r.IntN(5), Use: r.IntN(4), On: Always}
		if r.IntN(3) == 0 {
			t.Clock = calendar(r, 1+r.IntN(3))
		}
		if r.IntN(3) == 0 {
			t.On = w.literal(r)
		}
		if Var(t.On.Side>>1) != t.Start {
			tasks = append(tasks, t)
		}
	}
	w.e.AddCumulative(room, tasks)
	w.rule("cumulative", func(x []int) bool { return within(room, tasks, x) })
}

func within(room []int32, tasks []Task, x []int) bool {
	for t := range room {
		use := 0
		for _, k := range tasks {
			if runs(k, x, t) {
				use += k.Use
			}
		}
		if use > int(room[t]) {
			return false
		}
	}
	return true
}

func runs(k Task, x []int, t int) bool {
	s := x[k.Start]
	switch {
	case !truth(k.On, x) || t < s:
		return false
	case k.Clock == nil:
		return t < s+k.Dur
	}
	return t < int(k.Clock.End.At[s]) && k.Clock.Work[t]
}

func makeSum(r *rand.Rand, w *world) {
	var terms []Term
	for v := range w.lo {
		terms = append(terms, Term{int64(r.IntN(9) - 4), Var(v)})
	}
	most := int64(r.IntN(15))
	w.e.AddSum(terms, most)
	w.rule("sum", func(x []int) bool {
		total := int64(0)
		for _, t := range terms {
			total += t.Weight * int64(x[t.Var])
		}
		return total <= most
	})
}

// makeChoice makes an end follow from a start in one of two or three ways.
func makeChoice(r *rand.Rand, w *world) {
	start, end := w.pick(r), w.pick(r)
	if start == end || w.size() > 3000 {
		return
	}
	var ways []Way
	var any []Lit
	for range 2 + r.IntN(2) {
		way := Way{On: w.variable(0, 1), Dur: r.IntN(5)}
		if r.IntN(3) == 0 {
			way.End = growing(r)
		}
		for _, l := range any {
			w.e.AddClause(l.Not(), way.On.AtMost(0))
		}
		ways, any = append(ways, way), append(any, way.On.AtLeast(1))
	}
	w.e.AddClause(any...)
	w.e.AddChoice(start, end, ways)
	w.rule("choice", func(x []int) bool {
		on, ok := 0, true
		for k := range ways {
			if x[ways[k].On] == 1 {
				on++
				ok = ok && x[end] == int(ways[k].at(int32(x[start])))
			}
		}
		return on == 1 && ok
	})
}

// makeBill bounds the cost of one option of each of some groups.
func makeBill(r *rand.Rand, w *world) {
	if w.size() > 1000 {
		return
	}
	var rest []Term
	if r.IntN(2) == 0 {
		rest = append(rest, Term{int64(r.IntN(7) - 3), w.pick(r)})
	}
	var groups [][]Option
	var all []Option
	for range 1 + r.IntN(2) {
		var group []Option
		var any []Lit
		for range 2 + r.IntN(2) {
			o := Option{int64(r.IntN(9) - 2), w.variable(0, 1)}
			for _, l := range any {
				w.e.AddClause(l.Not(), o.On.AtMost(0))
			}
			group, any = append(group, o), append(any, o.On.AtLeast(1))
		}
		w.e.AddClause(any...)
		w.rule("one", func(x []int) bool {
			n := 0
			for _, o := range group {
				n += x[o.On]
			}
			return n == 1
		})
		groups, all = append(groups, group), append(all, group...)
	}
	most := int64(r.IntN(10))
	w.e.AddBill(groups, rest, most)
	w.rule("bill", func(x []int) bool {
		total := int64(0)
		for _, o := range all {
			total += o.Cost * int64(x[o.On])
		}
		for _, t := range rest {
			total += t.Weight * int64(x[t.Var])
		}
		return total <= most
	})
}

// makePacked puts tasks of two ways each on one resource.
func makePacked(r *rand.Rand, w *world) {
	if w.size() > 50 {
		return
	}
	level := int32(1 + r.IntN(3))
	room := make([]int32, 40)
	for t := range room {
		room[t] = level
	}
	var tasks []Task
	var packs []Pack
	for range 1 + r.IntN(2)*min(1, 20/w.size()) {
		start := w.variable(0, 2+r.IntN(2))
		end := w.variable(0, 3+r.IntN(3))
		var ways []Way
		var efforts []Effort
		x, y := w.variable(0, 1), Var(0)
		y = w.variable(0, 1)
		w.e.AddClause(x.AtLeast(1), y.AtLeast(1))
		w.e.AddClause(x.AtMost(0), y.AtMost(0))
		for _, on := range []Var{x, y} {
			k := Way{On: on, Dur: r.IntN(5)}
			t := Task{Start: start, Dur: k.Dur, Use: r.IntN(4), On: on.AtLeast(1)}
			ways, tasks = append(ways, k), append(tasks, t)
			efforts = append(efforts, Effort{int64(t.Use * t.Dur), on})
		}
		w.e.AddChoice(start, end, ways)
		packs = append(packs, Pack{start, end, efforts})
		w.rule("way", func(v []int) bool {
			return v[x]+v[y] == 1 && v[end] == v[start]+v[x]*ways[0].Dur+v[y]*ways[1].Dur
		})
	}
	for range r.IntN(3) {
		tasks = append(tasks, Task{Start: w.pick(r), Dur: r.IntN(4), Use: r.IntN(3), On: Always})
	}
	w.e.AddCumulative(room, tasks, packs...)
	w.rule("packed", func(x []int) bool { return within(room, tasks, x) })
}

var makers = []func(*rand.Rand, *world){makeClause, makeShift, makeGrowing, makeHoles, makeCumulative, makeCumulative, makeSum, makeChoice, makeBill, makePacked}
