package sgs

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// Forward places tasks in an order, each as early as it goes in the way that
// plan has for it: the serial scheme. A task whose predecessors are not yet
// placed waits for them, so any order will do; it is not changed.
func (d *Decoder) Forward(order []int32, plan *Plan) { d.ForwardFrom(order, nil, plan) }

// ForwardFrom is Forward with every task not before its wish; nil: no wishes.
func (d *Decoder) ForwardFrom(order, wish []int32, plan *Plan) {
	d.beginPlan(plan)
	d.wish = wish
	plan.Late = 0
	if d.fast != nil && wish == nil && d.choosing == nil {
		d.forwardFast(order, plan)
		return
	}
	if d.plain {
		for n, i := range order {
			if d.putPlain(i, plan); d.cut(n) {
				return
			}
		}
		return
	}
	if d.raise != nil {
		d.forwardBack(order, plan)
		return
	}
	for n, i := range order {
		if d.putFirst(i, plan); d.cut(n) {
			return
		}
	}
}

func (d *Decoder) putPlain(i int32, plan *Plan) {
	d.chooseMode(i, plan)
	w := plan.Way[i]
	d.placeEarly(i, w, d.firstPlain(i, w, plan), plan)
}

func (d *Decoder) firstPlain(i, w int32, plan *Plan) int32 {
	s := d.m.Est[i]
	for _, b := range d.preds[d.predAt[i]:d.predAt[i+1]] {
		s = max(s, plan.End[b.task]+b.lag)
	}
	if d.wish != nil {
		s = max(s, d.wish[i])
	}
	if k := d.m.Clk[w]; k != nil && d.m.Dur[w] > 0 {
		s = k.Next(s)
	}
	return s
}

// placeEarly places task i where it fits at or after s.
func (d *Decoder) placeEarly(i, w, s int32, plan *Plan) {
	at := int32(none)
	if s < d.m.Reach || s == d.m.Reach && d.m.Dur[w] == 0 { // a point may stand at the end
		at = d.p.firstFit(w, s)
	}
	if at == none {
		d.placeBeyondHorizon(i, w, s, plan)
		return
	}
	end := d.m.End(w, at)
	d.p.take(w, at, end)
	plan.Start[i], plan.End[i] = at, end
	if late := max(at-d.m.Lst[i], end-d.m.Lct[i]); late > 0 {
		plan.Late += int64(late)
	}
}

// placeBeyondHorizon stands task i behind the profile, where it holds nothing.
func (d *Decoder) placeBeyondHorizon(i, w, s int32, plan *Plan) {
	if s >= compiled.Never || s < d.m.Reach {
		s = d.m.Reach
	}
	plan.Start[i], plan.End[i] = s, s+d.m.Dur[w]
	plan.Late += int64(max(s-d.m.Lst[i], plan.End[i]-d.m.Lct[i], 0)) + 1
}

// putFirst places task i after those of its predecessors that wait.
func (d *Decoder) putFirst(i int32, plan *Plan) {
	if d.isPlaced(i) {
		return
	}
	d.stack = append(d.stack[:0], i)
	for len(d.stack) > 0 {
		i := d.stack[len(d.stack)-1]
		if d.isPlaced(i) {
			d.stack = d.stack[:len(d.stack)-1]
			continue
		}
		depth := len(d.stack)
		for _, a := range d.m.Ins(i) {
			if arc := &d.m.Arcs[a]; !d.isPlaced(arc.From) && d.m.Forward(arc) {
				d.stack = append(d.stack, arc.From)
			}
		}
		if len(d.stack) > depth {
			continue
		}
		d.stack = d.stack[:depth-1]
		if d.placeTask(i, plan); d.again {
			return
		}
	}
}

func (d *Decoder) placeTask(i int32, plan *Plan) {
	d.placed[i] = d.run
	d.chooseMode(i, plan)
	w := plan.Way[i]
	s := d.earliestStart(i, w, plan)
	d.placeEarly(i, w, s, plan)
	if d.raise != nil {
		d.unwindFrom(i, plan)
	}
}

// earliestStart is the first start that the tasks placed leave to task i.
func (d *Decoder) earliestStart(i, w int32, plan *Plan) int32 {
	start, end := d.raised(i, d.m.Est[i]), int32(0)
	if d.wish != nil {
		start = max(start, d.wish[i])
	}
	for _, a := range d.m.Ins(i) {
		arc := &d.m.Arcs[a]
		if !d.isPlaced(arc.From) {
			continue
		}
		at := arc.After(compiled.Tick(arc.FromEnd, plan.Start[arc.From], plan.End[arc.From]))
		if arc.ToEnd == schedule.Start {
			start = max(start, at)
		} else {
			end = max(end, at)
		}
	}
	return d.m.Earliest(w, start, end)
}
