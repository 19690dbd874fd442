package exact

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/lazyclause"
)

// mostPairs bounds the variables of pairs.
const mostPairs = 6000

// orderPairs gives each two tasks that can never run side by side a variable that
// says which is first: 1 for the first of them. What is learned of it holds
// wherever in time the two stand.
func (n *net) orderPairs() {
	before := n.mustPrecede()
	if before == nil {
		return
	}
	count := 0
	for i := range int32(n.m.N) {
		for j := i + 1; j < int32(n.m.N); j++ {
			if before[i][j] || before[j][i] || !n.neverSideBySide(i, j) {
				continue
			}
			if count++; count > mostPairs {
				return
			}
			v := n.e.NewVar(0, 1)
			n.stateFollows(i, j, v.AtLeast(1))
			n.stateFollows(j, i, v.AtMost(0))
		}
	}
}

// stateFollows makes task j start after the end of i if cond holds.
func (n *net) stateFollows(i, j int32, cond lazyclause.Lit) {
	if n.end[i] >= 0 {
		n.e.AddShift(n.end[i], n.start[j], 0, cond)
		return
	}
	w := n.m.WayAt[i]
	if end := n.ends(w); end != nil {
		n.e.AddGrowing(n.start[i], n.start[j], end, cond)
		return
	}
	n.e.AddShift(n.start[i], n.start[j], int(n.m.Dur[w]), cond)
}

// neverSideBySide reports whether tasks i and j, in whichever ways, need more of some
// resource than there ever is. Of tasks that pause nothing is said: they hold
// nothing while they do.
func (n *net) neverSideBySide(i, j int32) bool {
	for w := n.m.WayAt[i]; w < n.m.WayAt[i+1]; w++ {
		for v := n.m.WayAt[j]; v < n.m.WayAt[j+1]; v++ {
			if n.ends(w) != nil || n.ends(v) != nil || !n.modesCollide(w, v) {
				return false
			}
		}
	}
	return true
}

// modesCollide reports whether ways w and v together need too much.
func (n *net) modesCollide(w, v int32) bool {
	m := n.m
	for u := m.UseAt[w]; u < m.UseAt[w+1]; u++ {
		for x := m.UseAt[v]; x < m.UseAt[v+1]; x++ {
			if m.UseOf[u] == m.UseOf[x] && m.Use[u]+m.Use[x] > m.Peak[m.UseOf[u]] {
				return true
			}
		}
	}
	return false
}

// mustPrecede is which task ends before which starts, by links; nil: too many tasks.
func (n *net) mustPrecede() [][]bool {
	m := n.m
	if m.N > 400 {
		return nil
	}
	out := make([][]bool, m.N)
	for k := m.N - 1; k >= 0; k-- {
		i := m.Order[k]
		out[i] = make([]bool, m.N)
		for _, a := range m.Outs(i) {
			arc := &m.Arcs[a]
			if arc.FromEnd != schedule.Finish || arc.ToEnd != schedule.Start || arc.Lag < 0 || !m.Forward(arc) {
				continue
			}
			out[i][arc.To] = true
			for j, after := range out[arc.To] {
				if after {
					out[i][j] = true
				}
			}
		}
	}
	return out
}
