package exact

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/lazyclause"
)

// Tasks that maximum lags tie to one another both ways form a cycle structure. Whether a
// cycleStructure can be worked at all does not depend on when: with the capacities at
// their largest and one task held fast, it is a small problem with narrow
// windows, and if that has no solution, neither has the whole (Franck, Neumann
// and Schwindt 2001 schedule such cycle structures first).

// cycle structure is a cycle structure stated to an engine of its own.
type cycleStructure struct {
	*net
	tasks []int32 // in the whole problem
}

// findCycleStructures is the strongly connected components of the tasks, by Tarjan's
// algorithm without recursion.
func findCycleStructures(m *compiled.Model) (out [][]int32) {
	index, low := make([]int32, m.N), make([]int32, m.N)
	at := make([]int32, m.N) // next arc to follow
	on := make([]bool, m.N)
	var stack, path []int32
	count := int32(0)
	for root := range int32(m.N) {
		if index[root] != 0 {
			continue
		}
		path = append(path[:0], root)
		for len(path) > 0 {
			i := path[len(path)-1]
			if index[i] == 0 {
				count++
				index[i], low[i] = count, count
				stack, on[i] = append(stack, i), true
			}
			if arcs := m.Outs(i); int(at[i]) < len(arcs) {
				j := m.Arcs[arcs[at[i]]].To
				at[i]++
				if index[j] == 0 {
					path = append(path, j)
				} else if on[j] {
					low[i] = min(low[i], index[j])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1]
				low[up] = min(low[up], low[i])
			}
			if low[i] == index[i] {
				n := len(stack) - 1
				for stack[n] != i {
					n--
				}
				for _, j := range stack[n:] {
					on[j] = false
				}
				out = append(out, append([]int32(nil), stack[n:]...))
				stack = stack[:n]
			}
		}
	}
	return out
}

// cycleSubproblem is the problem of some tasks; nil: it has calendars, with which it does
// depend on when, or no limit.
func cycleSubproblem(m *compiled.Model, tasks []int32) *schedule.Problem {
	p := &schedule.Problem{Name: m.P.Name, Budgets: m.P.Budgets}
	for _, c := range m.Peak {
		p.Resources = append(p.Resources, schedule.Resource{Capacity: schedule.Constant(int(c))})
	}
	place := map[int]int{}
	for n, i := range tasks {
		place[int(i)] = n
		t := schedule.Task{Modes: m.P.Tasks[i].Modes}
		for _, k := range t.Modes {
			if k.Calendar != nil {
				return nil
			}
		}
		p.Tasks = append(p.Tasks, t)
	}
	for _, l := range m.P.Links {
		from, in := place[l.From]
		to, also := place[l.To]
		if !in || !also {
			continue
		}
		if l.Calendar != nil {
			return nil
		}
		l.From, l.To = from, to
		p.Links = append(p.Links, l)
	}
	if !pinCycleAnchor(p) {
		return nil
	}
	return p
}

// pinCycleAnchor pins an anchor at the first task of a cycle structure, as late as any other may
// have to start before it, and ends the cycle structure's horizon with the latest end;
// false: that is too long to be of use.
func pinCycleAnchor(p *schedule.Problem) bool {
	before, after := longestLead(p, true), longestLead(p, false)
	start, end := int64(0), int64(0)
	for i := range p.Tasks {
		_, long := durations(&p.Tasks[i])
		start, end = max(start, before[i]), max(end, after[i]+long)
	}
	if start+end > longestKnot {
		return false
	}
	p.Horizon = int(start + end)
	anchor := len(p.Tasks)
	p.Tasks = append(p.Tasks, schedule.Task{Modes: []schedule.Mode{{}}, Pin: &schedule.Pin{Start: int(start)}})
	p.Links = append(p.Links, schedule.Link{From: anchor}, schedule.Link{From: anchor, Max: true})
	return true
}

const longestKnot = 1 << 13

func durations(t *schedule.Task) (short, long int64) {
	short = int64(t.Modes[0].Duration)
	for _, k := range t.Modes {
		short, long = min(short, int64(k.Duration)), max(long, int64(k.Duration))
	}
	return short, long
}

// longestLead is by how much at most each task may start before, or after, the first,
// as the links say: shortest paths in the graph of "x <= y + w" (Bellman-Ford).
func longestLead(p *schedule.Problem, before bool) []int64 {
	d := make([]int64, len(p.Tasks))
	for i := range d[1:] {
		d[i+1] = 1 << 40
	}
	for changed, round := true, 0; changed && round <= len(d); round++ {
		changed = false
		for _, l := range p.Links {
			x, y, w := atMost(p, l)
			if before {
				x, y = y, x
			}
			if d[y]+w < d[x] {
				d[x] = d[y] + w
				changed = true
			}
		}
	}
	return d
}

// atMost reads a link as: the start of x is at most that of y plus w.
func atMost(p *schedule.Problem, l schedule.Link) (x, y int, w int64) {
	shortFrom, longFrom := durations(&p.Tasks[l.From])
	shortTo, longTo := durations(&p.Tasks[l.To])
	if l.FromEnd == schedule.Start {
		shortFrom, longFrom = 0, 0
	}
	if l.ToEnd == schedule.Start {
		shortTo, longTo = 0, 0
	}
	if l.Max {
		return l.To, l.From, int64(l.Lag) + longFrom - shortTo
	}
	return l.From, l.To, -int64(l.Lag) - shortFrom + longTo
}

// proveCyclesInfeasible looks for a cycle structure that cannot be worked: then there is no solution. It
// goes on where it stopped, for about budget steps, and returns how many it took.
// Of the shapes in which all cycle structures can be worked it assembles a first schedule.
func (p *Prover) proveCyclesInfeasible(ctx context.Context, budget int64) int64 {
	k := p.knots[0]
	before := k.e.Work()
	switch k.e.Solve(ctx, nil, &earliest{n: k.net}, budget) {
	case lazyclause.None:
		p.done = true
	case lazyclause.Found:
		b, ok := k.blockOf(p.m)
		p.worked, p.whole = append(p.worked, b), p.whole && ok
		if p.knots = p.knots[1:]; len(p.knots) == 0 && p.whole {
			if start, way, ok := assembleBlocks(p.m, p.worked); ok {
				p.keep(start, way)
			}
		}
	}
	return max(1, k.e.Work()-before)
}

// compileCycleStructures compiles the cycle structures of m, as many as the context allows, but for those that
// are not to be had alone; false: one of them is plainly impossible.
func (p *Prover) compileCycleStructures(ctx context.Context) (ok bool) {
	m := p.m
	if m.Back == 0 {
		return true
	}
	p.whole = true
	for _, tasks := range findCycleStructures(m) {
		if len(tasks) == 1 {
			continue
		}
		n, possible := compileAlone(ctx, m, tasks)
		if !possible {
			return false
		}
		if p.whole = p.whole && n != nil; n != nil {
			p.knots = append(p.knots, cycleStructure{n, tasks})
		}
	}
	return true
}

func compileAlone(ctx context.Context, m *compiled.Model, tasks []int32) (n *net, possible bool) {
	q := cycleSubproblem(m, tasks)
	if q == nil {
		return nil, true
	}
	k, err := compiled.Compile(q)
	if err != nil {
		return nil, true
	}
	if k.Empty >= 0 {
		return nil, k.Cut
	}
	return stateModel(ctx, k), true
}
