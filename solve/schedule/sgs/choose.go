package sgs

// choosing lets tasks take another way than their plan has when they are placed
// forwards.
type choosing struct {
	who   []bool  // by task
	spare []int64 // by budget: what the ways of all tasks leave of it
}

// ForwardChoosing is Forward in which the tasks of who take, of their ways, the
// one that ends first and overspends no budget; spare is what the ways of plan
// leave of each budget, and is kept up to date.
func (d *Decoder) ForwardChoosing(order []int32, who []bool, spare []int64, plan *Plan) {
	d.choosing = &choosing{who, spare}
	d.Forward(order, plan)
	d.choosing = nil
}

// chooseMode gives task i the way that ends first.
func (d *Decoder) chooseMode(i int32, plan *Plan) {
	from, to := d.m.Ways(i)
	if d.choosing == nil || !d.choosing.who[i] || to-from == 1 {
		return
	}
	now := plan.Way[i]
	best, first := now, int32(1<<30)
	for w := from; w < to; w++ {
		if w != now && !d.canAfford(now, w) {
			continue
		}
		s := d.first(i, w, plan)
		if s >= d.m.Reach {
			continue
		}
		at := d.p.firstFit(w, s)
		if at == none {
			continue
		}
		if end := d.m.End(w, at); end < first || end == first && w == now {
			best, first = w, end
		}
	}
	if best != now {
		d.spend(now, 1)
		d.spend(best, -1)
		plan.Way[i] = best
	}
}

// first is the first start that the tasks placed leave to task i in way w.
func (d *Decoder) first(i, w int32, plan *Plan) int32 {
	if d.plain {
		return d.firstPlain(i, w, plan)
	}
	return d.earliestStart(i, w, plan)
}

// canAfford reports whether way to may take the place of way from.
func (d *Decoder) canAfford(from, to int32) bool {
	d.spend(from, 1)
	d.spend(to, -1)
	ok := true
	for k := d.m.SpendAt[to]; k < d.m.SpendAt[to+1]; k++ {
		ok = ok && d.choosing.spare[d.m.SpendOf[k]] >= 0
	}
	d.spend(to, 1)
	d.spend(from, -1)
	return ok
}

func (d *Decoder) spend(w int32, sign int64) {
	for k := d.m.SpendAt[w]; k < d.m.SpendAt[w+1]; k++ {
		d.choosing.spare[d.m.SpendOf[k]] += sign * d.m.Spend[k]
	}
}
