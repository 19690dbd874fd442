package sgs

// The fast path serves plain models round the clock whose scarce resources fit
// one word of a short profile: one record a way holds all that placing reads.

// record is what placing a way needs.
type record struct {
	dem          uint64
	dur          int32
	est, lst     int32
	pred, predTo int32 // preds[pred:predTo]
	succ, succTo int32
}

// buildFastRecords builds the records where the fast path serves.
func (d *Decoder) buildFastRecords() {
	if !d.plain || len(d.p.top) != 1 || d.p.blocks != nil || len(d.m.Clocks) > 0 {
		return
	}
	d.fast = make([]record, len(d.m.Dur))
	for w := range d.fast {
		i := d.m.Task[w]
		r := record{dur: d.m.Dur[w], est: d.m.Est[i], lst: min(d.m.Lst[i], d.m.Lct[i]-d.m.Dur[w]),
			pred: d.predAt[i], predTo: d.predAt[i+1], succ: d.succAt[i], succTo: d.succAt[i+1]}
		for _, k := range d.p.needs[d.p.needAt[w]:d.p.needAt[w+1]] {
			r.dem = k.dem
		}
		d.fast[w] = r
	}
}

// forwardFast is Forward on records.
func (d *Decoder) forwardFast(order []int32, plan *Plan) {
	free, top := d.p.free[0], d.p.top[0]
	starts, ends, ways := plan.Start, plan.End, plan.Way
	last := int32(0)
	for _, i := range order {
		r := &d.fast[ways[i]]
		s := r.est
		for _, b := range d.preds[r.pred:r.predTo] {
			s = max(s, ends[b.task]+b.lag)
		}
		end := s + r.dur
		if r.dem != 0 && r.dur > 0 {
			if s = scanAfter(free, r.dem, top, s, r.dur); s == none {
				d.placeBeyondHorizon(i, ways[i], end-r.dur, plan)
				continue
			}
			end = s + r.dur
			ticks := free[s:end]
			for t := range ticks {
				ticks[t] -= r.dem
			}
			last = max(last, end)
		}
		starts[i], ends[i] = s, end
		if s > r.lst {
			plan.Late += int64(s - r.lst)
		}
	}
	d.p.lo, d.p.hi = 0, last
}

// backwardFast is Backward on records.
func (d *Decoder) backwardFast(order []int32, latest []int32, floor bool, plan *Plan) bool {
	free, top := d.p.free[0], d.p.top[0]
	starts, ends, ways := plan.Start, plan.End, plan.Way
	first := int32(len(free))
	for n := len(order) - 1; n >= 0; n-- {
		i := order[n]
		r := &d.fast[ways[i]]
		end := latest[i]
		for _, b := range d.succs[r.succ:r.succTo] {
			end = min(end, starts[b.task]-b.lag)
		}
		s := end - r.dur
		if s >= 0 && r.dem != 0 && r.dur > 0 {
			if s = scanBefore(free, r.dem, top, s, r.dur); s >= 0 {
				ticks := free[s : s+r.dur]
				for t := range ticks {
					ticks[t] -= r.dem
				}
				first = min(first, s)
			}
		}
		if s < 0 || floor && s < r.est {
			d.p.lo, d.p.hi = first, int32(len(free))
			return false
		}
		starts[i], ends[i] = s, s+r.dur
	}
	d.p.lo, d.p.hi = first, int32(len(free))
	return true
}
