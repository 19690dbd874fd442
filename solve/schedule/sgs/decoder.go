package sgs

import (
	"context"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// Decoder builds plans of one model. It is not safe for concurrent use.
type Decoder struct {
	m *compiled.Model
	p *profile
	sorter

	plain  bool     // every arc says: start no earlier than an end plus a lag in ticks
	predAt []int32  // with plain, by task, plus one
	preds  []before // those that enter
	succAt []int32
	succs  []before // those that leave

	fast []record // by way; nil: the fast path does not serve

	wish   []int32  // by task: see ForwardFrom
	placed []uint32 // by task: the run that placed it last
	run    uint32
	stack  []int32

	unwinding // with back arcs
	choosing  *choosing
	par       *parallel

	ctx     context.Context
	stopped bool

	Placements int64 // tasks placed since New: the unit of work
}

// before is an arc of a plain model seen from one of its tasks.
type before struct {
	task, lag int32
}

// New makes a decoder of m.
func New(m *compiled.Model) *Decoder {
	d := &Decoder{m: m, p: newProfile(m, m.Reach), placed: make([]uint32, m.N)}
	d.sorter = newSorter(m.Order, 2*int(m.Reach))
	d.plain = m.Back == 0
	for a := range m.Arcs {
		arc := &m.Arcs[a]
		d.plain = d.plain && arc.Clk == nil && arc.Lag >= 0 && arc.FromEnd == schedule.Finish && arc.ToEnd == schedule.Start
	}
	for i := range m.N {
		if m.Pinned(int32(i)) {
			d.plain = false
		}
	}
	if d.plain {
		d.flattenModel()
		d.buildFastRecords()
	}
	if m.Back > 0 {
		d.raise = make([]int32, m.N)
	}
	return d
}

// Impossible reports whether what is pinned alone asks for more than there is.
func (d *Decoder) Impossible() bool { return d.p.overfull }

func (d *Decoder) flattenModel() {
	for i := range int32(d.m.N) {
		d.predAt, d.succAt = append(d.predAt, int32(len(d.preds))), append(d.succAt, int32(len(d.succs)))
		for _, a := range d.m.Ins(i) {
			d.preds = append(d.preds, before{d.m.Arcs[a].From, d.m.Arcs[a].Lag})
		}
		for _, a := range d.m.Outs(i) {
			d.succs = append(d.succs, before{d.m.Arcs[a].To, d.m.Arcs[a].Lag})
		}
	}
	d.predAt, d.succAt = append(d.predAt, int32(len(d.preds))), append(d.succAt, int32(len(d.succs)))
}

// beginPlan takes everything out and places what is pinned into plan.
func (d *Decoder) beginPlan(plan *Plan) {
	d.p.takeAllOut()
	d.Placements += int64(d.m.N)
	if d.plain {
		return
	}
	d.run += 2
	for i := range int32(d.m.N) {
		if pin := d.m.P.Tasks[i].Pin; pin != nil {
			w := d.m.WayAt[i]
			plan.Way[i], plan.Start[i], plan.End[i] = w, int32(pin.Start), d.m.End(w, int32(pin.Start))
			d.placed[i] = d.run
		}
	}
}

func (d *Decoder) isPlaced(i int32) bool { return d.placed[i] == d.run }

// Symmetric reports whether the problem looks the same from its end: capacities
// that never change, round the clock, without pins and releases.
func (d *Decoder) Symmetric() bool {
	for i := range int32(d.m.N) {
		if t := &d.m.P.Tasks[i]; t.Pin != nil || t.Release > 0 {
			return false
		}
	}
	for r := range d.m.Peak {
		if d.m.CapAt[r+1]-d.m.CapAt[r] > 1 {
			return false
		}
	}
	return len(d.m.Clocks) == 0 && d.m.Back == 0
}

// Watch makes building stop soon after ctx is cancelled. A plan that was being
// built then is worthless; Stopped says so.
func (d *Decoder) Watch(ctx context.Context) { d.ctx, d.stopped = ctx, false }

// Stopped reports whether the last plan was cut off.
func (d *Decoder) Stopped() bool { return d.stopped }

// stretch is how many placements go between two looks at the context.
const stretch = 512

// Cut tells a long loop, in its n-th round, whether to stop.
func (d *Decoder) Cut(n int) bool { return d.cut(n) }

// cut looks whether to stop, once every stretch placements.
func (d *Decoder) cut(n int) bool {
	if n%stretch == stretch-1 && d.ctx != nil && d.ctx.Err() != nil {
		d.stopped = true
	}
	return d.stopped
}
