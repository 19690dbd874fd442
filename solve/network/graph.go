package network

// graph is the network in compressed rows, and an order in which every node
// follows what it waits for. A summary is two nodes: its own index opens it
// (before its children), and close[k] closes it (after them). What spans
// others (level of effort, hammock) and what is inactive is in no row.
type graph struct {
	n                 int
	inAt, outAt       []int32 // row bounds, by activity
	in, out           []int32 // link indices
	firstChild, next  []int32 // children of a summary, as lists; -1 ends
	closing           []int32 // node that closes a summary, by activity; -1 for others
	opened            []int32 // activity that node n+k closes
	order             []int32
	linked            []bool // by link: takes part
	waiting           []int32
	hasSpan, hasLates bool
}

func build(p *Problem) (*graph, error) {
	g := &graph{n: len(p.Activities)}
	g.buildRows(p)
	g.listChildren(p)
	if err := g.sortNodes(p); err != nil {
		return nil, err
	}
	return g, nil
}

// binds says whether an activity holds others or is held.
func (a *Activity) binds() bool {
	return !a.Inactive && a.Kind != LevelOfEffort && a.Kind != Hammock
}

func (g *graph) buildRows(p *Problem) {
	g.linked = make([]bool, len(p.Links))
	at := make([]int32, 2*(g.n+1))
	g.inAt, g.outAt = at[:g.n+1], at[g.n+1:]
	for i, l := range p.Links {
		if p.Activities[l.Pred].binds() && p.Activities[l.Succ].binds() {
			g.linked[i] = true
			g.inAt[l.Succ+1]++
			g.outAt[l.Pred+1]++
		}
	}
	for i := range g.n {
		g.inAt[i+1] += g.inAt[i]
		g.outAt[i+1] += g.outAt[i]
	}
	m := g.inAt[g.n]
	both := make([]int32, 2*m)
	g.in, g.out = both[:m], both[m:]
	fill := make([]int32, 2*g.n)
	for i, l := range p.Links {
		if g.linked[i] {
			g.in[g.inAt[l.Succ]+fill[l.Succ]] = int32(i)
			fill[l.Succ]++
			g.out[g.outAt[l.Pred]+fill[g.n+int(l.Pred)]] = int32(i)
			fill[g.n+int(l.Pred)]++
		}
	}
}

func (g *graph) listChildren(p *Problem) {
	lists := make([]int32, 3*g.n)
	g.firstChild, g.next, g.closing = lists[:g.n], lists[g.n:2*g.n], lists[2*g.n:]
	for i := range lists {
		lists[i] = -1
	}
	for i := g.n - 1; i >= 0; i-- {
		a := &p.Activities[i]
		if a.Kind == Summary && a.binds() {
			g.closing[i] = int32(g.n + len(g.opened))
			g.opened = append(g.opened, int32(i))
		}
		if a.Kind == LevelOfEffort || a.Kind == Hammock {
			g.hasSpan = true
		}
		if a.Primary.Type == AsLateAsPossible || a.Secondary.Type == AsLateAsPossible {
			g.hasLates = true
		}
		if a.Parent >= 0 && a.binds() {
			g.next[i] = g.firstChild[a.Parent]
			g.firstChild[a.Parent] = int32(i)
		}
	}
}

func (g *graph) ins(i int32) []int32  { return g.in[g.inAt[i]:g.inAt[i+1]] }
func (g *graph) outs(i int32) []int32 { return g.out[g.outAt[i]:g.outAt[i+1]] }

// visitWaiting calls f for every node that waits for node u, once per wait.
func (g *graph) visitWaiting(p *Problem, u int32, f func(v int32)) {
	i := u
	if u >= int32(g.n) {
		i = g.opened[u-int32(g.n)]
	} else if g.closing[u] >= 0 {
		for c := g.firstChild[u]; c >= 0; c = g.next[c] {
			f(c)
		}
		f(g.closing[u])
		return
	}
	for _, l := range g.outs(i) {
		f(p.Links[l].Succ)
	}
	if parent := g.parent(p, i); parent >= 0 {
		f(g.closing[parent])
	}
}

// parent is the summary whose opening and closing i stands between; -1 for
// none, or when that summary takes no part.
func (g *graph) parent(p *Problem, i int32) int32 {
	parent := p.Activities[i].Parent
	if parent < 0 || g.closing[parent] < 0 {
		return -1
	}
	return parent
}

// sortNodes orders the nodes by Kahn's method; the order doubles as the queue.
func (g *graph) sortNodes(p *Problem) error {
	nodes := g.n + len(g.opened)
	g.waiting = make([]int32, nodes)
	g.order = make([]int32, 0, nodes)
	member := 0
	for u := range int32(nodes) {
		if !g.member(p, u) {
			continue
		}
		member++
		g.visitWaiting(p, u, func(v int32) { g.waiting[v]++ })
	}
	for u := range int32(nodes) {
		if g.member(p, u) && g.waiting[u] == 0 {
			g.order = append(g.order, u)
		}
	}
	for head := 0; head < len(g.order); head++ {
		g.visitWaiting(p, g.order[head], func(v int32) {
			if g.waiting[v]--; g.waiting[v] == 0 {
				g.order = append(g.order, v)
			}
		})
	}
	if len(g.order) < member {
		return &LoopError{g.findLoop(p)}
	}
	return nil
}

func (g *graph) member(p *Problem, u int32) bool {
	return u >= int32(g.n) || p.Activities[u].binds()
}
