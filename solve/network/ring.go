package network

import "slices"

// ringEffort bounds the search for the shortest ring, in edges looked at.
const ringEffort = 4_000_000

// findLoop finds a loop among the nodes that the sort could not place: the
// shortest through any node of the first ring met, as far as the effort goes.
func (g *graph) findLoop(p *Problem) []int {
	first := g.anyRing(p)
	best := first
	effort := 0
	for _, u := range first {
		if effort > ringEffort {
			break
		}
		if r := g.shortestLoop(p, u, &effort); r != nil && len(r) < len(best) {
			best = r
		}
	}
	return g.activitiesOf(best)
}

// anyRing walks along waiting nodes until one comes round again. Walking
// against the waits cannot leave the unplaced nodes, so each keeps the one it
// was reached from.
func (g *graph) anyRing(p *Problem) []int32 {
	from := make([]int32, len(g.waiting))
	for i := range from {
		from[i] = -1
	}
	start := int32(-1)
	for u := range int32(len(g.waiting)) {
		if g.waiting[u] > 0 {
			start = u
			g.visitWaiting(p, u, func(v int32) {
				if g.waiting[v] > 0 {
					from[v] = u
				}
			})
		}
	}
	return walkBack(from, start)
}

// walkBack follows from until a node repeats, and returns the ring in the
// order of the links.
func walkBack(from []int32, u int32) []int32 {
	seen := make(map[int32]int)
	var path []int32
	for {
		if at, ok := seen[u]; ok {
			ring := path[at:]
			slices.Reverse(ring)
			return ring
		}
		seen[u] = len(path)
		path = append(path, u)
		u = from[u]
	}
}

// shortestLoop is the shortest ring through u, by breadth-first search among the
// unplaced nodes; nil when u is on none.
func (g *graph) shortestLoop(p *Problem, u int32, effort *int) []int32 {
	from := map[int32]int32{}
	queue := []int32{u}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		closed := false
		g.visitWaiting(p, v, func(w int32) {
			*effort++
			if w == u {
				closed = true
				return
			}
			if _, known := from[w]; !known && g.waiting[w] > 0 {
				from[w] = v
				queue = append(queue, w)
			}
		})
		if closed {
			return trace(from, u, v)
		}
	}
	return nil
}

func trace(from map[int32]int32, u, v int32) []int32 {
	ring := []int32{v}
	for v != u {
		v = from[v]
		ring = append(ring, v)
	}
	slices.Reverse(ring)
	return ring
}

// activitiesOf turns nodes into activities; a summary's two nodes become one.
func (g *graph) activitiesOf(nodes []int32) []int {
	var out []int
	for _, u := range nodes {
		i := int(u)
		if u >= int32(g.n) {
			i = int(g.opened[u-int32(g.n)])
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out
}
