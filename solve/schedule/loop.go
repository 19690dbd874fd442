package schedule

import (
	"fmt"
	"slices"
	"strings"
)

// loops refuses links that chase each other round: a cycle that asks an end of a
// task to come after itself. Every task is two nodes, its start and its finish,
// and every link an arc of so many ticks; only what holds in every mode and on
// every calendar is counted, so what is refused is surely impossible.
func (v *validator) loops() {
	g := newLoopGraph(v.p)
	if g.isAcyclic() {
		return
	}
	if cycle := g.positiveCycle(); cycle != nil {
		v.refuse(g.refuseLoop(v.p, cycle))
	}
}

// loopArc says that node to comes at least lag ticks after node from. Node 2i is
// the start of task i, node 2i+1 its finish.
type loopArc struct {
	from, to int
	lag      int64
	link     int // index; -1: the task itself
}

type loopGraph struct {
	n    int // nodes
	arcs []loopArc
	out  [][]int32 // arcs that leave a node
}

func newLoopGraph(p *Problem) *loopGraph {
	g := &loopGraph{n: 2 * len(p.Tasks), arcs: make([]loopArc, 0, len(p.Links)+2*len(p.Tasks))}
	entered := make([]bool, len(p.Tasks))
	for l, k := range p.Links {
		a := loopArc{2*k.From + int(k.FromEnd), 2*k.To + int(k.ToEnd), int64(k.Lag), l}
		if k.Max {
			a.from, a.to, a.lag = a.to, a.from, -a.lag
		}
		g.arcs = append(g.arcs, a)
		if a.to%2 == 1 {
			entered[a.to/2] = true
		}
	}
	for i := range p.Tasks {
		short, long := startToEndRange(&p.Tasks[i])
		g.arcs = append(g.arcs, loopArc{2 * i, 2*i + 1, short, -1})
		if entered[i] && long >= 0 {
			g.arcs = append(g.arcs, loopArc{2*i + 1, 2 * i, -long, -1})
		}
	}
	g.groupArcs()
	return g
}

// groupArcs lists the arcs that leave each node, all in one array.
func (g *loopGraph) groupArcs() {
	leave := make([]int, g.n)
	for _, a := range g.arcs {
		leave[a.from]++
	}
	all := make([]int32, len(g.arcs))
	g.out = make([][]int32, g.n)
	for u, n := range leave {
		g.out[u], all = all[:0:n], all[n:]
	}
	for a := range g.arcs {
		g.out[g.arcs[a].from] = append(g.out[g.arcs[a].from], int32(a))
	}
}

// startToEndRange is the least and the most that the finish of t comes after its start;
// -1 for the most when a calendar may stretch it.
func startToEndRange(t *Task) (short, long int64) {
	short = MaxTick
	for _, m := range t.Modes {
		short = min(short, int64(m.Duration))
		if m.Calendar != nil {
			long = -1
		} else if long >= 0 {
			long = max(long, int64(m.Duration))
		}
	}
	return short, long
}

func (g *loopGraph) isAcyclic() bool {
	in, queue := make([]int32, g.n), make([]int32, 0, g.n)
	for _, a := range g.arcs {
		in[a.to]++
	}
	for u := range in {
		if in[u] == 0 {
			queue = append(queue, int32(u))
		}
	}
	for head := 0; head < len(queue); head++ {
		for _, a := range g.out[queue[head]] {
			to := g.arcs[a].to
			if in[to]--; in[to] == 0 {
				queue = append(queue, int32(to))
			}
		}
	}
	return len(queue) == g.n
}

// positiveCycle finds arcs that lead from a node back to itself with a positive
// sum, by Bellman-Ford with a queue; nil: there are none. The tree of last
// improvements is searched for a cycle after every n improvements (Cherkassky
// and Goldberg 1999): one that stands there is positive.
func (g *loopGraph) positiveCycle() []int {
	at, by := make([]int64, g.n), make([]int32, g.n)
	waiting, queue := make([]bool, g.n), make([]int32, g.n)
	for u := range by {
		by[u], queue[u], waiting[u] = -1, int32(u), true
	}
	for improved := 0; len(queue) > 0; {
		u := queue[0]
		queue, waiting[u] = queue[1:], false
		for _, a := range g.out[u] {
			arc := &g.arcs[a]
			if at[u]+arc.lag <= at[arc.to] {
				continue
			}
			at[arc.to], by[arc.to] = at[u]+arc.lag, a
			if !waiting[arc.to] {
				queue, waiting[arc.to] = append(queue, int32(arc.to)), true
			}
			if improved++; improved%g.n == 0 || arc.from == arc.to {
				if cycle := g.cycleIn(by); cycle != nil {
					return cycle
				}
			}
		}
	}
	return nil
}

// cycleIn finds a cycle among the arcs by which nodes were last improved.
func (g *loopGraph) cycleIn(by []int32) []int {
	mark := make([]int32, g.n) // the walk that visited a node, from 1
	for u := range g.n {
		walk, v := int32(u+1), u
		for mark[v] == 0 && by[v] >= 0 {
			mark[v] = walk
			v = g.arcs[by[v]].from
		}
		if mark[v] != walk || by[v] < 0 {
			continue
		}
		var cycle []int
		for w := v; len(cycle) == 0 || w != v; w = g.arcs[by[w]].from {
			cycle = append(cycle, int(by[w]))
		}
		slices.Reverse(cycle)
		return cycle
	}
	return nil
}

// maxNamed is how many tasks of a loop are named.
const maxNamed = 12

func (g *loopGraph) refuseLoop(p *Problem, cycle []int) Refusal {
	r := Refusal{Rule: LoopRule, Of: "the links"}
	var sum int64
	var names []string
	for _, a := range cycle {
		arc := g.arcs[a]
		sum += arc.lag
		if arc.link < 0 && len(cycle) > 1 {
			continue
		}
		r.Tasks, r.Links = append(r.Tasks, arc.from/2), append(r.Links, arc.link)
		names = append(names, p.task(arc.from/2))
	}
	if len(names) > maxNamed {
		names = append(names[:maxNamed], fmt.Sprintf("%d more", len(names)-maxNamed))
	}
	r.Detail = fmt.Sprintf("chase each other round: %s, and back to the first, which would have to come %d ticks after itself", strings.Join(names, ", "), sum)
	r.Remedy = "remove one of these links or loosen its lag"
	return r
}
