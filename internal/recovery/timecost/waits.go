package timecost

import (
	"cmp"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// makeWaits holds activities to the deliveries, permits and issues they wait for.
func (m *Model) makeWaits() {
	today := &m.In.Today
	for i := range today.Deliveries {
		d := &today.Deliveries[i]
		if d.Arrived >= 1 {
			continue
		}
		held := m.waitingFor(d.Activities)
		if t := m.makeWait(recovery.DeliveryConflict, d.Item, d.ID, d.Expected, held, d.Offers); t >= 0 {
			for _, a := range held {
				m.holdBy(t, a, d)
			}
		}
	}
	for i := range today.Permits {
		p := &today.Permits[i]
		held := m.waitingFor(p.Activities)
		if t := m.makeWait(recovery.PermitConflict, p.Name, p.ID, p.Expected, held, p.Offers); t >= 0 {
			for _, a := range held {
				m.holdBy(t, a, nil)
			}
		}
	}
	for i := range today.Blocks {
		b := &today.Blocks[i]
		held := m.waitingFor(b.Activities)
		if t := m.makeWait(recovery.BlockConflict, b.Name, b.ID, b.Release, held, nil); t >= 0 {
			for _, a := range held {
				m.holdBy(t, a, nil)
			}
		}
	}
}

// makeWait makes the task of a wait: it begins at tick 0 and lasts until what is
// awaited is there, or for the price of an offer until that day. It is -1 when
// nothing waits, nothing need be waited for, or nobody can say how long.
func (m *Model) makeWait(kind recovery.ConflictKind, subject, id string, expected worktime.Day, held []int32, offers []recovery.Offer) int {
	if len(held) == 0 {
		return -1
	}
	if expected == worktime.NoDay {
		m.Undated = append(m.Undated, recovery.Conflict{
			Kind: recovery.UndatedConflict, Subject: subject, ID: id, Activities: held, From: worktime.None, To: worktime.None,
			Why: masterplan.Reason{Key: "plan.recovery.conflict.undated", Args: fault.Args("Subject", subject)},
		})
		return -1
	}
	ready := m.Of(m.ready(expected))
	if ready == 0 {
		return -1
	}
	t := schedule.Task{Name: subject, Modes: []schedule.Mode{{Duration: ready}}, Pin: &schedule.Pin{}}
	info := Task{Activity: -1, Wait: &Wait{Kind: kind, Subject: subject, ID: id, Before: -1, After: held[0]}, Ways: []Way{{Minutes: int64(ready) * m.Tick}}}
	for _, o := range offers {
		if at := m.Of(m.ready(o.On)); at < ready && m.In.Settings.Uses(acceleration.Expedite) {
			t.Pin = nil
			t.Modes = append(t.Modes, schedule.Mode{Duration: at, Cost: o.Price})
			info.Ways = append(info.Ways, Way{Minutes: int64(at) * m.Tick, Measures: []Step{{Kind: acceleration.Expedite, Cost: o.Price, ID: id, By: o.By, Source: -1}}})
		}
	}
	if t.Pin == nil {
		t.Deadline = ready
	}
	return m.add(t, info)
}

// ready is the morning after something comes; what is overdue comes tomorrow.
func (m *Model) ready(expected worktime.Day) worktime.Time {
	today := m.Network.DataDate.Day()
	return (max(expected, today) + 1).At(0)
}

// holdBy lets activity a go on only after the wait t. Where part of a delivery is
// there, so much of the work may be done before the rest comes, for the price of
// setting up twice.
func (m *Model) holdBy(t int, a int32, d *recovery.Awaited) {
	if d != nil && m.splittable(a, d.Arrived) {
		m.splitAtWait(t, a, d)
		return
	}
	m.link(schedule.Link{From: t, To: int(m.first[a]), FromEnd: schedule.Finish})
}

// splittable says whether activity a may be done in two parts.
func (m *Model) splittable(a int32, share float64) bool {
	t := m.byTask[a]
	n := &m.Network.Activities[a]
	if share <= 0 || !m.In.Settings.Uses(acceleration.Split) || !m.measurable(a) || m.first[a] != t || n.ActualStart != worktime.None {
		return false
	}
	d := float64(m.Problem.Tasks[t].Modes[0].Duration)
	return d*share >= 2 && d*(1-share) >= 2
}

// splitAtWait makes a second task of the part that must wait; the first keeps the
// predecessors and takes the part that need not. A wait between the delivery and
// the first part, as long as the whole wait or for a price nothing, stands for
// the choice.
func (m *Model) splitAtWait(t int, a int32, d *recovery.Awaited) {
	first := int(m.byTask[a])
	task, info := &m.Problem.Tasks[first], &m.Tasks[first]
	second := schedule.Task{Name: task.Name}
	other := Task{Activity: a, Part: 2}
	for k := range task.Modes {
		whole, way := task.Modes[k], info.Ways[k]
		part := whole
		part.Duration = min(max(1, int(float64(whole.Duration)*d.Arrived)), whole.Duration-1)
		if whole.Duration < 2 {
			part.Duration = whole.Duration
		}
		rest := whole
		rest.Duration -= part.Duration
		share := float64(part.Duration) / float64(whole.Duration)
		part.Spends, rest.Spends = sharedUses(whole.Spends, share), sharedUses(whole.Spends, 1-share)
		one, two := way.splitParts(share)
		part.Cost, rest.Cost = one.cost(), two.cost()
		task.Modes[k], info.Ways[k] = part, one
		second.Modes, other.Ways = append(second.Modes, rest), append(other.Ways, two)
	}
	info.Part = 1
	s := m.add(second, other)
	m.moveFollowers(first, s)
	m.byTask[a] = int32(s)
	m.link(schedule.Link{From: first, To: s, FromEnd: schedule.Finish})
	m.link(schedule.Link{From: t, To: s, FromEnd: schedule.Finish})
	long := m.Problem.Tasks[t].Modes[0].Duration
	crew := &m.crews[a]
	price := atLeastOne(m.In.Settings.Value(recovery.SplitCost) * (crew.wage + crew.machine))
	u := m.add(schedule.Task{Name: task.Name, Modes: []schedule.Mode{{Duration: long}, {Cost: price}}}, Task{
		Activity: -1, Wait: &Wait{Subject: d.Item, ID: d.ID, Before: -1, After: a},
		Ways: []Way{{Minutes: int64(long) * m.Tick}, {Measures: []Step{{Kind: acceleration.Split, Cost: price, ID: d.ID, By: d.Item, Source: -1}}}},
	})
	m.link(schedule.Link{From: t, To: u, FromEnd: schedule.Finish, Lag: -long})
	m.link(schedule.Link{From: u, To: first, FromEnd: schedule.Finish})
}

func sharedUses(list []schedule.Use, share float64) (out []schedule.Use) {
	for _, u := range list {
		if n := int(float64(u.Amount)*share + 0.999); n > 0 {
			out = append(out, schedule.Use{Of: u.Of, Amount: n})
		}
	}
	return out
}

// cost is what the measures of a way cost.
func (w Way) cost() (sum int64) {
	for _, s := range w.Measures {
		sum += s.Cost
	}
	return sum
}

// splitParts divides a way's minutes and costs.
func (w Way) splitParts(share float64) (one, two Way) {
	one.Minutes = int64(float64(w.Minutes) * share)
	two.Minutes = w.Minutes - one.Minutes
	for _, s := range w.Measures {
		part, rest := s, s
		part.Cost = int64(float64(s.Cost) * share)
		rest.Cost -= part.Cost
		part.Each, rest.Each = s.Each*share, s.Each*(1-share)
		one.Measures, two.Measures = append(one.Measures, part), append(two.Measures, rest)
	}
	return one, two
}

// moveFollowers lets what waited for the finish of one task wait for that of
// another, and what was asked of its finish be asked of the other's.
func (m *Model) moveFollowers(from, to int) {
	for l := range m.Problem.Links {
		k := &m.Problem.Links[l]
		if k.From == from && k.FromEnd == schedule.Finish {
			k.From = to
		}
		if k.To == from && k.ToEnd == schedule.Finish {
			k.To = to
		}
	}
}

// mostOverlaps is how many links are looked at for overlapping: those with the
// least float between their ends, for what has float need not be overlapped.
const mostOverlaps = 200

// makeOverlaps makes a choice of the soft links that would have to give way first.
func (m *Model) makeOverlaps() {
	if !m.In.Settings.Uses(acceleration.Overlap) {
		return
	}
	var list []softLink
	for _, s := range m.arcs.soft {
		if m.softEnd(s.pred) && m.softEnd(s.succ) {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b softLink) int { return cmp.Compare(m.slack(a), m.slack(b)) })
	for _, s := range list[:min(len(list), mostOverlaps)] {
		m.makeOverlap(s)
	}
}

// slack is the float of a link: how far the finish lets its successor slip.
func (m *Model) slack(s softLink) int64 {
	return m.Dates.Rows[s.succ].TotalFloat + max(0, m.Dates.Links[s.of].Slack)
}

// softEnd says whether an activity is work that another may overlap.
func (m *Model) softEnd(i int32) bool {
	return m.measurable(i) && m.first[i] == m.byTask[i] && m.Network.Activities[i].Kind == network.Task && m.clockOf(i) != nil
}

// makeOverlap puts a wait into a link: as long as the ticks by which the successor
// could begin before its predecessor is done, or for the price of what is done
// twice as short as the doing twice takes.
func (m *Model) makeOverlap(s softLink) {
	pred, succ := &m.Problem.Tasks[m.byTask[s.pred]], &m.Problem.Tasks[m.byTask[s.succ]]
	shortest := pred.Modes[0].Duration
	for _, k := range pred.Modes {
		shortest = min(shortest, k.Duration)
	}
	n := min(int(float64(shortest)*m.In.Settings.Share(recovery.OverlapShare)), succ.Modes[0].Duration)
	if n < 1 {
		return
	}
	long := m.clockOf(s.pred).shortest(n)
	again := int(float64(n)*m.In.Settings.Share(recovery.Rework) + 0.999)
	if again >= n {
		return
	}
	short := long * again / n
	c := &m.crews[s.succ]
	hours := float64(n) * float64(m.Tick) / 60 * m.In.Settings.Share(recovery.Rework)
	price := atLeastOne(hours * (c.wage + c.machine))
	u := m.add(schedule.Task{Name: succ.Name, Modes: []schedule.Mode{{Duration: long}, {Duration: short, Cost: price}}}, Task{
		Activity: -1, Wait: &Wait{Before: s.pred, After: s.succ, Of: int32(s.of)},
		Ways: []Way{{Minutes: int64(n) * m.Tick}, {Minutes: int64(again) * m.Tick, Measures: []Step{{Kind: acceleration.Overlap, Cost: price, Source: -1}}}},
	})
	k := m.Problem.Links[s.link]
	m.Problem.Links[s.link] = schedule.Link{From: k.From, To: u, FromEnd: schedule.Finish, Lag: -long}
	m.link(schedule.Link{From: u, To: k.To, FromEnd: schedule.Finish})
}
