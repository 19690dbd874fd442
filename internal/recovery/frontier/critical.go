package frontier

import (
	"slices"
	"sort"

	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/schedule/sgs"
)

// critical finds what holds the finish of a laid-out plan: from the tasks that end
// last back along the links without slack and, where a task starts later than its
// links ask, back to those whose hands it waits for.
type critical struct {
	k      *kernel.Model
	byEnd  []int32 // tasks by their end
	ends   []int32 // their ends, beside byEnd
	nodes  []int32 // nodes reached; node 2i is the start of task i, 2i+1 its end
	seen   []bool  // by node
	arcs   []tight
	source []int32 // nodes where a chain begins
	sink   []int32
	uses   []bool // scratch, by resource
}

// tight is an arc from one node to another that lets the second come no earlier.
type tight struct{ from, to int32 }

func newCritical(k *kernel.Model) critical {
	return critical{k: k, seen: make([]bool, 2*k.N), byEnd: make([]int32, k.N), ends: make([]int32, k.N), uses: make([]bool, len(k.Peak))}
}

// traceCritical finds the critical network of p.
func (c *critical) traceCritical(p *sgs.Plan) {
	for _, v := range c.nodes {
		c.seen[v] = false
	}
	c.nodes, c.arcs, c.source, c.sink = c.nodes[:0], c.arcs[:0], c.source[:0], c.sink[:0]
	c.sortEnds(p)
	last := p.Last()
	for i := range int32(c.k.N) {
		if p.End[i] == last {
			c.sink = append(c.sink, 2*i+1)
			c.reach(2*i + 1)
		}
	}
	for n := 0; n < len(c.nodes); n++ {
		v := c.nodes[n]
		if i := v / 2; v%2 == 1 {
			c.beforeEnd(p, i)
		} else {
			c.beforeStart(p, i)
		}
	}
}

func (c *critical) sortEnds(p *sgs.Plan) {
	for i := range c.byEnd {
		c.byEnd[i] = int32(i)
	}
	slices.SortFunc(c.byEnd, func(a, b int32) int { return int(p.End[a]) - int(p.End[b]) })
	for n, i := range c.byEnd {
		c.ends[n] = p.End[i]
	}
}

func (c *critical) reach(v int32) {
	if !c.seen[v] {
		c.seen[v] = true
		c.nodes = append(c.nodes, v)
	}
}

func (c *critical) join(from, to int32) {
	c.arcs = append(c.arcs, tight{from, to})
	c.reach(from)
}

// beforeEnd finds what the end of task i follows: its own start, or the end that
// a link holds it to.
func (c *critical) beforeEnd(p *sgs.Plan, i int32) {
	held := false
	for _, a := range c.k.Ins(i) {
		arc := &c.k.Arcs[a]
		if arc.ToEnd != schedule.Finish {
			continue
		}
		at := arc.After(kernel.Tick(arc.FromEnd, p.Start[arc.From], p.End[arc.From]))
		if c.k.Earliest(p.Way[i], 0, at) == p.Start[i] && p.Start[i] > c.k.Earliest(p.Way[i], c.bound(p, i), 0) {
			c.join(node(arc.From, arc.FromEnd), 2*i+1)
			held = true
		}
	}
	if !held {
		c.join(2*i, 2*i+1)
	}
}

func node(i int32, e schedule.End) int32 { return 2*i + int32(e) }

// bound is what the release and the links to its start ask of task i.
func (c *critical) bound(p *sgs.Plan, i int32) int32 {
	start := int32(c.k.P.Tasks[i].Release)
	for _, a := range c.k.Ins(i) {
		if arc := &c.k.Arcs[a]; arc.ToEnd == schedule.Start {
			start = max(start, arc.After(kernel.Tick(arc.FromEnd, p.Start[arc.From], p.End[arc.From])))
		}
	}
	return start
}

// beforeStart finds what the start of task i follows.
func (c *critical) beforeStart(p *sgs.Plan, i int32) {
	start, w := p.Start[i], p.Way[i]
	if c.k.Pinned(i) || c.k.Earliest(w, int32(c.k.P.Tasks[i].Release), 0) == start {
		c.source = append(c.source, 2*i)
		return
	}
	held := false
	for _, a := range c.k.Ins(i) {
		arc := &c.k.Arcs[a]
		at := arc.After(kernel.Tick(arc.FromEnd, p.Start[arc.From], p.End[arc.From]))
		switch {
		case arc.ToEnd == schedule.Start && c.k.Earliest(w, at, 0) == start:
			c.join(node(arc.From, arc.FromEnd), 2*i)
			held = true
		case arc.ToEnd == schedule.Finish && c.k.Earliest(w, 0, at) == start:
			c.join(2*i+1, 2*i)
			held = true
		}
	}
	if !held && !c.byHands(p, i) {
		c.source = append(c.source, 2*i)
	}
}

// byHands finds the tasks whose hands task i waits for: those that share a
// resource with it and work on the last of its working ticks before its start.
func (c *critical) byHands(p *sgs.Plan, i int32) (held bool) {
	w, start := p.Way[i], p.Start[i]
	from, to := c.k.UseAt[w], c.k.UseAt[w+1]
	if from == to {
		return false
	}
	before := start - 1
	if clk := c.k.Clk[w]; clk != nil {
		before = clk.Prev(start - 1)
	}
	for u := from; u < to; u++ {
		c.uses[c.k.UseOf[u]] = true
	}
	n := sort.Search(len(c.ends), func(n int) bool { return c.ends[n] > before })
	for ; n < len(c.ends) && c.ends[n] <= start; n++ {
		j := c.byEnd[n]
		if j == i || p.Start[j] > before || !c.shares(p.Way[j]) {
			continue
		}
		c.join(2*j+1, 2*i)
		held = true
	}
	for u := from; u < to; u++ {
		c.uses[c.k.UseOf[u]] = false
	}
	return held
}

func (c *critical) shares(w int32) bool {
	for u := c.k.UseAt[w]; u < c.k.UseAt[w+1]; u++ {
		if c.uses[c.k.UseOf[u]] {
			return true
		}
	}
	return false
}
