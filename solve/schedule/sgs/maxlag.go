package sgs

import "fugong/solve/schedule/compiled"

// unwinding is the state of placing under maximum lags: a task that would miss
// the last tick that a placed task h leaves it makes h be placed again, later by
// what was missed, together with all that starts after h (Franck, Neumann and
// Schwindt 2001). After so many times the miss is let be and counted as late.
type unwinding struct {
	raise []int32 // by task: it starts no earlier in this run
	left  int     // unwindings that may still happen
	again bool    // the order is to be gone through again
}

// forwardBack is Forward for models with back arcs.
func (d *Decoder) forwardBack(order []int32, plan *Plan) {
	clear(d.raise)
	d.left = d.m.N/2 + 10
	for k := 0; k < len(order); k++ {
		if d.putFirst(order[k], plan); d.cut(k) {
			return
		}
		if d.again {
			d.again, k = false, -1
		}
	}
	for a := range d.m.Arcs {
		plan.Late += int64(d.miss(&d.m.Arcs[a], plan))
	}
}

// miss is by how many ticks an arc between placed tasks is broken.
func (d *Decoder) miss(arc *compiled.Arc, plan *Plan) int32 {
	at := arc.After(compiled.Tick(arc.FromEnd, plan.Start[arc.From], plan.End[arc.From]))
	return max(0, at-compiled.Tick(arc.ToEnd, plan.Start[arc.To], plan.End[arc.To]))
}

// unwindFrom looks whether task i, just placed, misses what placed tasks leave it,
// and if so takes out i, the tasks that are in its way and all that start after
// the first of these.
func (d *Decoder) unwindFrom(i int32, plan *Plan) {
	first := int32(compiled.Never)
	for _, a := range d.m.Outs(i) {
		arc := &d.m.Arcs[a]
		h := arc.To
		if !d.isPlaced(h) || d.left == 0 || d.m.Pinned(h) || h == i {
			continue
		}
		if by := d.miss(arc, plan); by > 0 {
			first = min(first, plan.Start[h])
			d.raise[h] = max(d.raise[h], plan.Start[h]+by)
			d.takeOut(h, plan)
		}
	}
	if first == compiled.Never {
		return
	}
	d.left--
	d.again = true
	d.takeOut(i, plan)
	for j := range int32(d.m.N) {
		if d.isPlaced(j) && plan.Start[j] > first && !d.m.Pinned(j) {
			d.takeOut(j, plan)
		}
	}
}

func (d *Decoder) takeOut(i int32, plan *Plan) {
	d.placed[i] = d.run - 1
	if late := max(plan.Start[i]-d.m.Lst[i], plan.End[i]-d.m.Lct[i]); late > 0 {
		plan.Late -= int64(late)
	}
	if plan.Start[i] < d.m.Reach {
		d.p.give(plan.Way[i], plan.Start[i], plan.End[i])
	} else {
		plan.Late-- // see outside
	}
	d.Placements++
}

// raised is the start that misses so far leave to task i.
func (d *Decoder) raised(i, start int32) int32 {
	if d.raise == nil {
		return start
	}
	return max(start, d.raise[i])
}
