package sgs

import (
	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// Backward places tasks from the last of an order to the first, each as late as
// it goes with an end not after latest (by task), in the way that plan has for
// it. With floor no task may start before its earliest start; false: one would
// have to, and plan is worthless. Without floor tick 0 is the floor, and the
// windows of the model are not looked at.
func (d *Decoder) Backward(order []int32, latest []int32, floor bool, plan *Plan) bool {
	d.beginPlan(plan)
	plan.Late = 0
	if d.fast != nil {
		return d.backwardFast(order, latest, floor, plan)
	}
	for n := len(order) - 1; n >= 0; n-- {
		i := order[n]
		ok := true
		if d.plain {
			ok = d.hangPlain(i, latest[i], floor, plan)
		} else {
			ok = d.hangFirst(i, latest, floor, plan)
		}
		if !ok || d.cut(n) {
			return false
		}
	}
	return true
}

func (d *Decoder) hangPlain(i, end int32, floor bool, plan *Plan) bool {
	w := plan.Way[i]
	for _, b := range d.succs[d.succAt[i]:d.succAt[i+1]] {
		end = min(end, plan.Start[b.task]-b.lag)
	}
	s := end - d.m.Dur[w]
	if k := d.m.Clk[w]; k != nil && d.m.Dur[w] > 0 {
		s = k.Sub(end, d.m.Dur[w])
	}
	return d.placeLate(i, w, s, floor, plan)
}

// placeLate places task i where it fits at or before s.
func (d *Decoder) placeLate(i, w, s int32, floor bool, plan *Plan) bool {
	at := d.p.latestFit(w, s)
	if at < 0 || floor && at < d.m.Est[i] {
		return false
	}
	end := d.m.End(w, at)
	d.p.take(w, at, end)
	plan.Start[i], plan.End[i] = at, end
	return true
}

// hangFirst places task i after those of its successors that wait.
func (d *Decoder) hangFirst(i int32, latest []int32, floor bool, plan *Plan) bool {
	if d.isPlaced(i) {
		return true
	}
	d.stack = append(d.stack[:0], i)
	for len(d.stack) > 0 {
		i := d.stack[len(d.stack)-1]
		if d.isPlaced(i) {
			d.stack = d.stack[:len(d.stack)-1]
			continue
		}
		depth := len(d.stack)
		for _, a := range d.m.Outs(i) {
			if arc := &d.m.Arcs[a]; !d.isPlaced(arc.To) && d.m.Forward(arc) {
				d.stack = append(d.stack, arc.To)
			}
		}
		if len(d.stack) > depth {
			continue
		}
		d.stack = d.stack[:depth-1]
		d.placed[i] = d.run
		w := plan.Way[i]
		if !d.placeLate(i, w, d.lastStart(i, w, latest[i], plan), floor, plan) || d.standsTooEarly(i, plan) {
			return false
		}
	}
	return true
}

// lastStart is the last start that the tasks placed leave to task i.
func (d *Decoder) lastStart(i, w, end int32, plan *Plan) int32 {
	start := end
	for _, a := range d.m.Outs(i) {
		arc := &d.m.Arcs[a]
		if !d.isPlaced(arc.To) {
			continue
		}
		at := arc.Before(compiled.Tick(arc.ToEnd, plan.Start[arc.To], plan.End[arc.To]))
		if arc.FromEnd == schedule.Start {
			start = min(start, at)
		} else {
			end = min(end, at)
		}
	}
	return d.m.Latest(w, start, end)
}

// standsTooEarly reports whether task i stands too early for what is placed.
func (d *Decoder) standsTooEarly(i int32, plan *Plan) bool {
	for _, a := range d.m.Ins(i) {
		arc := &d.m.Arcs[a]
		if d.isPlaced(arc.From) && compiled.Tick(arc.ToEnd, plan.Start[i], plan.End[i]) <
			arc.After(compiled.Tick(arc.FromEnd, plan.Start[arc.From], plan.End[arc.From])) {
			return true
		}
	}
	return false
}
